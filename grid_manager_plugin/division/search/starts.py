"""Plans cut from random spanning trees: where a search begins, and how it leaves a plan that it knows too well.

Every part of such a plan is connected, because a subtree is. The recombination of two neighbouring parts is the
move of DeFord, Duchin and Solomon, "Recombination: a family of Markov chains for redistricting" (2021).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from grid_manager_plugin.division.search.terrain import Terrain

_TIE = 1e-9
"""Worth of a block at home that nobody lives in: among equals, ground stays where it is."""

_EXCESS_WEIGHT = 10.0
"""How much more a share beyond a bound counts than the same share beside the mean, when a cut is chosen."""


def tree_plan(terrain: Terrain, parts: int, random: np.random.Generator) -> list[int]:
    """Return labels 0..parts-1 of a connected plan, cut part by part near the middle of the population.

    Args:
        terrain: A connected community with at least ``parts`` blocks.
        parts: Number of parts wanted.
        random: Where the trees come from.
    """
    labels = [0] * terrain.blocks
    queue = [(0, parts)]
    used = 1
    while queue:
        part, count = queue.pop()
        if count == 1:
            continue
        members = [block for block, label in enumerate(labels) if label == part]
        side, small = _cut(terrain, members, count, random)
        for block in side:
            labels[block] = used
        queue += [(part, count - small), (used, small)]
        used += 1
    return labels if terrain.home is None else at_home(terrain, labels, parts)


def recombine(terrain: Terrain, labels: Sequence[int], random: np.random.Generator) -> list[int]:
    """Return a copy of a plan in which two neighbouring parts were merged and cut anew along a random tree."""
    cuts = [
        (labels[one], labels[other])
        for one, other in zip(terrain.source.tolist(), terrain.target.tolist())
        if labels[one] != labels[other]
    ]
    fresh = list(labels)
    if not cuts:
        return fresh
    one, other = cuts[int(random.random() * len(cuts))]
    members = [block for block, label in enumerate(labels) if label in (one, other)]
    side, _ = _cut(terrain, members, 2, random)
    for block in members:
        fresh[block] = one
    for block in side:
        fresh[block] = other
    return fresh if terrain.home is None else at_home(terrain, fresh, max(labels) + 1)


def at_home(terrain: Terrain, labels: Sequence[int], parts: int) -> list[int]:
    """Return the plan with its parts numbered so that blocks that cost most to move lie in their homes."""
    home, found = np.asarray(terrain.home), np.asarray(labels)
    known = (home >= 0) & (home < parts)
    worth = np.zeros((parts, parts))
    np.add.at(worth, (found[known], home[known]), np.asarray(terrain.leave)[known] + _TIE)
    _, number = linear_sum_assignment(worth, maximize=True)
    return number[found].tolist()


def _cut(terrain: Terrain, members: list[int], count: int, random: np.random.Generator) -> tuple[list[int], int]:
    """Cut a random tree over ``members`` in two; return the blocks below the cut and for how many parts they are."""
    near = _random_tree(terrain, members, random)
    order, parent = [members[0]], {members[0]: -1}
    for block in order:  # grows while it is read: breadth first
        for beside in near[block]:
            if beside != parent[block]:
                parent[beside] = block
                order.append(beside)
    people = {block: terrain.population[block] for block in members}
    ground = {block: terrain.area[block] for block in members}
    size = dict.fromkeys(members, 1)
    for block in reversed(order[1:]):
        up = parent[block]
        people[up] += people[block]
        ground[up] += ground[block]
        size[up] += size[block]
    block, small = _best_cut(terrain, order, people, ground, size, count)
    side = [block]
    for below in side:
        side += [beside for beside in near[below] if beside != parent[below]]
    return side, small


def _best_cut(
    terrain: Terrain,
    order: list[int],
    people: dict[int, float],
    ground: dict[int, float],
    size: dict[int, int],
    count: int,
) -> tuple[int, int]:
    """Return the block whose subtree comes nearest to a whole number of parts, and that number."""
    top = order[0]
    mean = people[top] / count or 1.0
    excess = terrain.band.excess
    best, found = float("inf"), (order[-1], 1)
    for block in order[1:]:
        p, a, n = people[block], ground[block], size[block]
        near = round(p / mean)
        for small in {min(max(near, 1), count - 1), min(max(near + 1, 1), count - 1)}:
            big = count - small
            if n < small or size[top] - n < big:
                continue
            off = abs(p / small - mean) / mean + abs((people[top] - p) / big - mean) / mean
            if off < best:
                off += _EXCESS_WEIGHT * (
                    excess(p / small, a / small) + excess((people[top] - p) / big, (ground[top] - a) / big)
                )
            if off < best:
                best, found = off, (block, small)
    return found


def _random_tree(terrain: Terrain, members: list[int], random: np.random.Generator) -> dict[int, list[int]]:
    """Return a spanning tree of ``members`` as neighbours per block: Kruskal's on random keys, long borders first."""
    inside = set(members)
    links = [
        (one, other, price)
        for one in members
        for other, price in terrain.links[one]
        if one < other and other in inside
    ]
    floor = 0.1 * terrain.mean_cost
    keys = [key / (price + floor) for key, (_, _, price) in zip(random.random(len(links)).tolist(), links)]
    root = {block: block for block in members}
    near: dict[int, list[int]] = {block: [] for block in members}
    missing = len(members) - 1
    for index in sorted(range(len(links)), key=keys.__getitem__):
        one, other, _ = links[index]
        first, second = one, other
        while root[first] != first:
            root[first] = first = root[root[first]]
        while root[second] != second:
            root[second] = second = root[root[second]]
        if first != second:
            root[first] = second
            near[one].append(other)
            near[other].append(one)
            missing -= 1
            if not missing:
                break
    return near
