"""Partition of one community's blocks into grids: every limit and contiguity hold, the border is as short as can be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from grid_manager_plugin.division.feasibility import packing_proof, quick_proof
from grid_manager_plugin.division.graph import BlockGraph
from grid_manager_plugin.division.obstacle import Obstacle, from_breaches, from_proof
from grid_manager_plugin.division.search import EFFORTS, SearchResult, search
from grid_manager_plugin.division.verdict import Verdict
from grid_manager_plugin.errors import InputError
from grid_manager_plugin.rules.limits import Breach, Figures, Limits
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

Progress = Callable[[float], None]


@dataclass(frozen=True)
class Partition:
    """The answer for one community.

    Attributes:
        labels: Grid of each block, 0..k-1, shape (n,). For an infeasible community the plan that breaks the limits
            least, or ``None`` where a proof came before any search.
        cost: Border cost of the edges that ``labels`` cut; 0 without labels.
        verdict: ``SOLVED``, ``KEPT``, ``RELAXED`` or ``INFEASIBLE``.
        breaches: The limits that ``labels`` breaks.
        proven: For an infeasible community: no plan can exist (else none was found).
        obstacle: What stands in the way; ``None`` when every limit holds.
    """

    labels: np.ndarray | None
    cost: float
    verdict: Verdict
    breaches: tuple[Breach, ...] = ()
    proven: bool = False
    obstacle: Obstacle | None = None


def partition(
    graph: BlockGraph,
    limits: Limits,
    *,
    parts: int | None = None,
    seed: int = 0,
    effort: str = "normal",
    start: np.ndarray | None = None,
    progress: Progress | None = None,
    target_population: float | None = None,
    allow_whole: bool = False,
    allow_relaxed: bool = False,
) -> Partition:
    """Divide the blocks of one community.

    Blocks joined by an edge of infinite cost stay together. Where the graph is in several components, a grid may be
    in several pieces, but is in one piece within each component.

    Args:
        graph: Blocks and rook adjacency.
        limits: Limits that every grid must hold, and the range for the number of grids.
        parts: Exact number of grids; ``None`` takes the fewest of the range that hold every limit, or with
            ``target_population`` the number whose mean comes nearest to it.
        seed: Start of the search's random numbers.
        effort: ``"quick"``, ``"normal"`` or ``"thorough"``.
        start: Today's grids, shape (n,), where the search begins; used when they are as many as asked for.
        progress: Called with the share of work done; may raise to stop.
        target_population: People per grid wished for.
        allow_whole: One grid will do where it holds the limits.
        allow_relaxed: Where no plan holds the limits, give the one that breaks them least.

    Raises:
        InputError: The arrays do not fit each other, or hold negative or missing numbers.
    """
    _check(graph, effort)
    whole, member = _contracted(graph)
    joined = _joined(whole)
    people = float(graph.population.sum())
    if allow_whole and not _any_count(limits, 1).check(_figures(graph, np.zeros(len(member), dtype=int), 1)):
        return Partition(np.zeros(len(member), dtype=np.int64), 0.0, Verdict.KEPT)
    counts = _counts(limits, parts, people, target_population)
    turn = 0

    def within(share: float) -> None:
        if progress is not None:
            progress(min(1.0, (turn + share) / len(counts)))

    def find(count: int) -> SearchResult:
        first = _first(start, member, count)
        bounds = limits.bounds(people, count)
        return search(joined, bounds, count, seed=seed, effort=effort, start=first, progress=within)

    failures: list[_Failure] = []
    for turn, count in enumerate(counts):  # noqa: B007 - read by ``within``
        answer = _attempt(joined, limits, count, find)
        if isinstance(answer, SearchResult):
            labels = answer.labels[member]
            return Partition(labels, _cost(graph, labels), Verdict.KEPT if count == 1 else Verdict.SOLVED)
        failures.append(answer)
    turn = len(counts)
    proven = all(failure.proven for failure in failures)
    nearest = min(failures, key=lambda failure: (failure.obstacle.distance, failure.count))
    tried = [(failure.count, failure.found) for failure in failures if failure.found is not None]
    if allow_relaxed and not tried and nearest.count <= len(joined.population):
        tried = [(nearest.count, find(nearest.count))]
    if not tried:
        return Partition(None, 0.0, Verdict.INFEASIBLE, (), proven, nearest.obstacle)
    count, best = min(tried, key=lambda one: (one[1].violation, one[0]))
    labels = best.labels[member]
    breaches = _any_count(limits, count).check(_figures(graph, labels, count))
    if not allow_relaxed:
        return Partition(labels, _cost(graph, labels), Verdict.INFEASIBLE, breaches, proven, nearest.obstacle)
    told = from_breaches(breaches, limits, limits.bounds(people, count), count, people, relaxed=True)
    return Partition(labels, _cost(graph, labels), Verdict.RELAXED, breaches, proven, told)


@dataclass(frozen=True)
class _Failure:
    """A number of grids that no plan within the limits was found for.

    Attributes:
        count: The number.
        found: The plan that breaks the limits least; ``None`` where a proof came before any search.
        obstacle: What stands in the way.
        proven: No plan can exist.
    """

    count: int
    found: SearchResult | None
    obstacle: Obstacle
    proven: bool


def _attempt(
    graph: BlockGraph, limits: Limits, count: int, find: Callable[[int], SearchResult]
) -> SearchResult | _Failure:
    """Try one number of grids: cheap proofs, then the search, then proofs that cost more than it."""
    people = float(graph.population.sum())
    bounds = limits.bounds(people, count)
    proof = quick_proof(graph, bounds, count)
    if proof is not None:
        return _Failure(count, None, from_proof(proof, limits, bounds, count, people), True)
    found = find(count)
    if found.violation == 0:
        return found
    proof = packing_proof(graph, bounds, count)
    if proof is not None:
        return _Failure(count, found, from_proof(proof, limits, bounds, count, people), True)
    breaches = _any_count(limits, count).check(_figures(graph, found.labels, count))
    return _Failure(count, found, from_breaches(breaches, limits, bounds, count, people), False)


def _any_count(limits: Limits, count: int) -> Limits:
    """Return the limits with that number of grids as their range: it was asked for apart."""
    return Limits((count, count), limits.population, limits.area, limits.population_tolerance)


def _figures(graph: BlockGraph, labels: np.ndarray, count: int) -> Figures:
    return Figures(
        np.bincount(labels, graph.population, minlength=count), np.bincount(labels, graph.area, minlength=count)
    )


def _cost(graph: BlockGraph, labels: np.ndarray) -> float:
    cut = labels[graph.edges[:, 0]] != labels[graph.edges[:, 1]]
    return float(graph.border_cost[cut].sum())


def _counts(limits: Limits, parts: int | None, people: float, target: float | None) -> list[int]:
    if parts is not None:
        return [parts]
    counts = list(range(limits.grids[0], limits.grids[1] + 1))
    if target is not None:
        counts.sort(key=lambda count: (abs(people / count - target), count))
    return counts


def _first(start: np.ndarray | None, member: np.ndarray, count: int) -> np.ndarray | None:
    """Return today's grids on the contracted blocks, where they are as many as asked for."""
    if start is None or len(np.unique(start)) != count:
        return None
    labels = np.zeros(int(member.max()) + 1, dtype=np.int64)
    labels[member] = np.unique(start, return_inverse=True)[1].reshape(-1)
    return labels if len(np.unique(labels)) == count else None


def _contracted(graph: BlockGraph) -> tuple[BlockGraph, np.ndarray]:
    """Make one block of those that are never parted; return the graph and the new block of each old one."""
    count = len(graph.population)
    never = np.isinf(graph.border_cost)
    if not never.any():
        return graph, np.arange(count)
    ends = graph.edges[never]
    tied = coo_matrix((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(count, count))
    number, label = connected_components(tied, directed=False)
    first = np.full(number, count)
    np.minimum.at(first, label, np.arange(count))
    member = np.argsort(np.argsort(first))[label]  # in the order of their first blocks
    pairs = np.sort(member[graph.edges], axis=1)
    apart = (pairs[:, 0] != pairs[:, 1]) & ~never
    keys, place = np.unique(pairs[apart, 0] * number + pairs[apart, 1], return_inverse=True)
    cost = np.bincount(place.reshape(-1), graph.border_cost[apart], minlength=len(keys))
    return (
        BlockGraph(
            np.bincount(member, graph.population, minlength=number),
            np.bincount(member, graph.area, minlength=number),
            np.column_stack([keys // number, keys % number]),
            cost,
        ),
        member,
    )


def _joined(graph: BlockGraph) -> BlockGraph:
    """Join components by bridges that cost nothing, from the largest block of each to the largest of all."""
    count = len(graph.population)
    matrix = coo_matrix((np.ones(len(graph.edges)), (graph.edges[:, 0], graph.edges[:, 1])), shape=(count, count))
    number, component = connected_components(matrix, directed=False)
    if number == 1:
        return graph
    order = np.lexsort((np.arange(count), -graph.area))
    _, first = np.unique(component[order], return_index=True)
    heads = np.sort(order[first])
    hub = order[0]
    bridges = np.column_stack([np.full(number - 1, hub), heads[heads != hub]])
    return BlockGraph(
        graph.population,
        graph.area,
        np.concatenate([graph.edges.reshape(-1, 2), np.sort(bridges, axis=1)]),
        np.concatenate([graph.border_cost, np.zeros(number - 1)]),
    )


def _check(graph: BlockGraph, effort: str) -> None:
    count = len(graph.population)
    shapes = np.shape(graph.area) == (count,) and np.shape(graph.edges)[1:] == (2,)
    if not count or not shapes or np.shape(graph.border_cost) != (len(graph.edges),):
        raise InputError(Message(_SHAPES))
    if len(graph.edges) and not (np.min(graph.edges) >= 0 and np.max(graph.edges) < count):
        raise InputError(Message(_SHAPES))
    for name, values in (("population", graph.population), ("area", graph.area)):
        bad = ~(np.isfinite(values) & (np.asarray(values) >= 0))
        if bad.any():
            block = int(np.argmax(bad))
            raise InputError(Message(_BAD_LOAD, {"name": name, "block": block, "value": float(values[block])}))
    if len(graph.edges) and not np.all(graph.border_cost >= 0):
        raise InputError(Message(_BAD_COST))
    if effort not in EFFORTS:
        raise InputError(Message(_BAD_EFFORT, {"effort": effort, "known": ", ".join(EFFORTS)}))


_SHAPES = QT_TRANSLATE_NOOP("Partition", "A block graph needs at least one block and arrays that fit each other.")
_BAD_LOAD = QT_TRANSLATE_NOOP("Partition", "Block {block}: {name} is {value}; it must be a number of 0 or more.")
_BAD_COST = QT_TRANSLATE_NOOP("Partition", "Border costs must be numbers of 0 or more.")
_BAD_EFFORT = QT_TRANSLATE_NOOP("Partition", "EFFORT “{effort}” is unknown; choose one of {known}.")
