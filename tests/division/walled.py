"""Communities with walls for tests, and the best plan of small ones by brute force: written apart from the engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from graphs import checkerboard, figures

from grid_manager_plugin.division.graph import BlockGraph
from grid_manager_plugin.division.partition import Partition
from grid_manager_plugin.division.regions.walls import Walls
from grid_manager_plugin.rules.limits import Limits


def row(people: list[float], area: float = 1000.0, cost: float = 10.0) -> BlockGraph:
    """Return blocks in a row."""
    count = len(people)
    edges = np.column_stack([np.arange(count - 1), np.arange(1, count)])
    return BlockGraph(np.array(people, dtype=float), np.full(count, area), edges, np.full(count - 1, cost))


def walls(
    graph: BlockGraph, hard: dict[tuple[int, int], int] | None = None, dedicated: dict[int, int] | None = None
) -> Walls:
    """Return walls from the feature id of each hard pair of blocks and the dedicated grid of blocks."""
    fid = np.full(len(graph.edges), -1)
    pairs = [tuple(sorted(pair)) for pair in graph.edges.tolist()]
    for pair, number in (hard or {}).items():
        fid[pairs.index(tuple(sorted(pair)))] = number
    own = np.full(len(graph.population), -1)
    for block, number in (dedicated or {}).items():
        own[block] = number
    return Walls(fid >= 0, fid, own)


@dataclass(frozen=True)
class Truth:
    """Walls as they count, worked out block by block.

    Attributes:
        soft: Pairs of blocks that may share a grid for being neighbours.
        never: Pairs that are never parted.
        dedicated: Dedicated grid of each block, -1 for none.
    """

    soft: list[tuple[int, int]]
    never: list[tuple[int, int]]
    dedicated: list[int]

    def connected(self, blocks: set[int]) -> bool:
        """Tell whether blocks hang together over pairs that are not hard."""
        seen, todo = set(), [min(blocks)]
        while todo:
            block = todo.pop()
            seen.add(block)
            for a, b in self.soft:
                for one, other in ((a, b), (b, a)):
                    if one == block and other in blocks and other not in seen:
                        todo.append(other)
        return seen == blocks


def truth(graph: BlockGraph, given: Walls) -> Truth:
    """Return the walls as they count: blocks that are never parted outweigh them."""
    pairs = [tuple(pair) for pair in graph.edges.tolist()]
    never = [pair for pair, cost in zip(pairs, graph.border_cost.tolist()) if cost == np.inf]
    unit = list(range(len(graph.population)))
    for a, b in never:
        unit = [unit[a] if some == unit[b] else some for some in unit]
    dedicated = given.dedicated.tolist()
    for block, number in enumerate(given.dedicated.tolist()):
        if number >= 0:
            dedicated = [number if unit[other] == unit[block] else old for other, old in enumerate(dedicated)]
    hard = {pair for pair, is_hard in zip(pairs, given.hard.tolist()) if is_hard and unit[pair[0]] != unit[pair[1]]}
    return Truth([pair for pair in pairs if pair not in hard], never, dedicated)


def plans(graph: BlockGraph, given: Walls, parts: int) -> Iterator[np.ndarray]:
    """Yield every plan of the blocks without a dedicated grid in that many parts, -1 for the dedicated ones."""
    known = truth(graph, given)
    rest = [block for block, number in enumerate(known.dedicated) if number < 0]
    for groups in _set_partitions(rest, parts):
        labels = np.full(len(graph.population), -1)
        for number, group in enumerate(groups):
            labels[group] = number
        whole = all(labels[a] == labels[b] for a, b in known.never)
        if len(groups) == parts and whole and all(known.connected(set(group)) for group in groups):
            yield labels


def best_walled(graph: BlockGraph, given: Walls, limits: Limits, parts: int) -> float | None:
    """Return the least border off the walls of all plans that hold the limits; ``None`` when there is none."""
    held = [soft_border(graph, given, plan) for plan in plans(graph, given, parts) if holds(graph, plan, limits, parts)]
    return min(held, default=None)


def holds(graph: BlockGraph, labels: np.ndarray, limits: Limits, parts: int) -> bool:
    """Tell whether the grids 0..parts-1 hold the limits; other blocks are dedicated and do not count."""
    inside = (labels >= 0) & (labels < parts)
    counted = BlockGraph(graph.population[inside], graph.area[inside], graph.edges, graph.border_cost)
    exact = Limits((parts, parts), limits.population, limits.area, limits.population_tolerance)
    return exact.check(figures(counted, labels[inside], parts)) == ()


def soft_border(graph: BlockGraph, given: Walls, labels: np.ndarray) -> float:
    """Return the cost of the border that runs neither along hard barriers nor around dedicated grids."""
    known = truth(graph, given)
    cost = 0.0
    for (a, b), price in zip(graph.edges.tolist(), graph.border_cost.tolist()):
        free = known.dedicated[a] < 0 and known.dedicated[b] < 0 and (a, b) in known.soft
        cost += price if free and labels[a] != labels[b] else 0.0
    return cost


def board(seed: int) -> tuple[BlockGraph, Walls, Limits]:
    """Return a board of 6 to 8 blocks with walls, ties now and then, and limits that are often too tight."""
    random = np.random.default_rng(seed)
    columns, rows = [(4, 2), (3, 2), (2, 4), (7, 1)][seed % 4]
    graph = checkerboard(columns, rows, seed=seed, people=60)
    edges, blocks = len(graph.edges), len(graph.population)
    graph.border_cost[random.random(edges) < 0.08] = np.inf
    hard = random.random(edges) < random.uniform(0.1, 0.5)
    fid = np.where(hard, random.integers(1, 4, edges), -1)
    dedicated = np.full(blocks, -1)
    if random.random() < 0.4:
        dedicated[random.integers(0, blocks)] = 0
    people, ground = float(graph.population.sum()), float(graph.area.sum())
    low, high = sorted(random.uniform(0.05, 0.7, 2) * people)
    small, large = sorted(random.uniform(0.05, 0.7, 2) * ground)
    least = int(random.integers(1, 4))
    limits = Limits(
        (least, least + int(random.integers(0, 3))),
        (round(low) if random.random() < 0.4 else None, round(high) if random.random() < 0.4 else None),
        (small if random.random() < 0.2 else None, large if random.random() < 0.3 else None),
        round(float(random.uniform(10, 90)), 2) if random.random() < 0.3 else None,
    )
    return graph, Walls(hard, fid, dedicated), limits


def said(answer: Partition, names: tuple[str, ...] = ()) -> tuple[str, str]:
    """Return reason and suggestion."""
    assert answer.obstacle is not None
    return str(answer.obstacle.reason("7", names)), str(answer.obstacle.suggestion())


def _set_partitions(items: list[int], most: int) -> Iterator[list[list[int]]]:
    """Yield every way to put items into up to that many groups, groups in the order of their first items."""
    if not items:
        yield []
        return
    *others, last = items
    for groups in _set_partitions(others, most):
        for number in range(len(groups)):
            yield [[*group, last] if number == at else group for at, group in enumerate(groups)]
        if len(groups) < most:
            yield [*groups, [last]]
