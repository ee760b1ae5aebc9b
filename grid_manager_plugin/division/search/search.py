"""The search for the cheapest connected plan inside the bounds: many short anneals until they agree.

The work is bounded by counts that grow with the community, never by time: the same input gives the same plan.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from grid_manager_plugin.division.graph import BlockGraph
from grid_manager_plugin.division.search.anneal import Chain, Schedule
from grid_manager_plugin.division.search.contiguity import flood
from grid_manager_plugin.division.search.polish import polish
from grid_manager_plugin.division.search.starts import recombine, tree_plan
from grid_manager_plugin.division.search.terrain import Home, Terrain
from grid_manager_plugin.rules.limits import Bounds

_LIGHT = (10.0, 30.0)
"""First weights of the limits, in turn: the lower one crosses more ground, the higher one suits tight limits."""

_SMALL = 80
"""Communities of fewer blocks get more anneals, up to three times as many: they are cheap and jump less smoothly."""

_SAME = 1e-7
"""Plans whose costs differ by less than this share count as the same."""


@dataclass(frozen=True)
class SearchResult:
    """The best plan that was found.

    Attributes:
        labels: Part of each block, 0..parts-1, shape (n,); every part is used and connected.
        cost: Total border cost between the parts, and the cost of blocks that lie away from home.
        violation: 0.0 exactly when every bound holds; otherwise the sum over parts of what lies beyond a bound,
            as a share of that bound.
    """

    labels: np.ndarray
    cost: float
    violation: float


@dataclass(frozen=True)
class _Effort:
    """How long to search.

    Attributes:
        rounds: Most anneals.
        least: Fewest anneals before agreement may end the search.
        agree: Anneals from fresh starts that must end in the best plan known.
        stale: Anneals without a better plan that end the search however few of them agree.
        steps: Proposals per block of the anneals, taken in turn.
    """

    rounds: int
    least: int
    agree: int
    stale: int
    steps: tuple[int, ...]


EFFORTS = {
    "quick": _Effort(56, 12, 7, 36, (120, 120, 120, 250)),
    "normal": _Effort(140, 16, 10, 70, (120, 250, 120, 500)),
    "thorough": _Effort(400, 24, 16, 240, (120, 250, 500, 1000)),
}


def search(
    graph: BlockGraph,
    bounds: Bounds,
    parts: int,
    *,
    seed: int = 0,
    effort: str = "normal",
    start: np.ndarray | None = None,
    home: Home | None = None,
    progress: Callable[[float], None] | None = None,
) -> SearchResult:
    """Find connected parts that hold ``bounds`` and cost the least border; failing that, that break them least.

    Args:
        graph: A connected community with finite border costs of 0 or more.
        bounds: What each part must keep.
        parts: Number of parts, at least 1.
        seed: Start of the random numbers.
        effort: ``"quick"``, ``"normal"`` or ``"thorough"``.
        start: Labels of a plan to start from, shape (n,); the answer is never worse than it. A plan with another
            number of parts, or with a part in pieces, is passed over.
        home: Today's plan, which blocks leave at a cost; parts then keep the numbers of that plan.
        progress: Told the share done several times a second; may raise to stop the search.

    Returns:
        The best plan found.

    Raises:
        ValueError: The community has fewer blocks than parts, or is in pieces.
    """
    terrain = Terrain(graph, bounds, home)
    whole = (1 << terrain.blocks) - 1
    if not 1 <= parts <= terrain.blocks or flood(terrain.neighbours, whole, 1, whole) != whole:
        raise ValueError(f"{parts} connected parts of {terrain.blocks} connected blocks are asked for")
    labels = _Search(terrain, parts, EFFORTS[effort], seed, progress or _silent).labels(start)
    return _result(graph, terrain, labels, parts)


def _silent(_share: float) -> None:
    """Listen to nothing."""


class _Search:
    """One search: its random numbers and the best plan so far."""

    def __init__(
        self, terrain: Terrain, parts: int, effort: _Effort, seed: int, progress: Callable[[float], None]
    ) -> None:
        self.terrain, self.parts, self.effort = terrain, parts, effort
        self.progress = progress
        self.more = min(3.0, max(1.0, _SMALL / terrain.blocks))
        self.rounds = int(effort.rounds * self.more)
        self.random = np.random.default_rng(seed)
        self.best: list[int] = []
        self.given: list[int] | None = None
        self.rank = (float("inf"), float("inf"))

    def labels(self, start: np.ndarray | None) -> list[int]:
        """Return the labels of the best plan of the whole search."""
        effort, agree, stale = self.effort, 0, 0
        patience = effort.stale * self.more
        self._keep(Chain(self.terrain, tree_plan(self.terrain, self.parts, self.random), self.parts))
        self.given = None if start is None else _usable(self.terrain, start, self.parts)
        if self.given is not None:
            self._keep(polish(self.terrain, self.given[:], self.parts, self.progress))
        for turn in range(self.rounds if self.parts > 1 else 0):
            fresh = turn % 3 < 2 or self.rank[0] > 0
            better, same = self._anneal(turn, fresh)
            agree = int(fresh) if better else agree + int(fresh and same)
            stale = 0 if better else stale + 1
            agreed = self.rank[0] == 0 and agree >= effort.agree and turn + 1 >= effort.least
            if agreed or stale >= patience:
                break
        self._keep(polish(self.terrain, self.best, self.parts, self._at(self.rounds)))
        self.progress(1.0)
        return self.best

    def _anneal(self, turn: int, fresh: bool) -> tuple[bool, bool]:
        """Anneal once; tell whether the plan is better than the best one, and whether it costs the same."""
        if self.given is not None and turn % 3 == 1 and any(self.terrain.leave):
            begin, hot = self.given[:], 0.5  # near today's grids few blocks lie away from home
        elif fresh:
            begin, hot = tree_plan(self.terrain, self.parts, self.random), 1.0
        else:
            begin, hot = recombine(self.terrain, self.best, self.random), 0.7
        steps = self.effort.steps[turn % len(self.effort.steps)]
        chain = Chain(self.terrain, begin, self.parts)
        chain.run(Schedule(hot, 0.15, _LIGHT[turn % 2], 300.0, steps), self.random, self._at(turn))
        if chain.best is None:
            chain = polish(self.terrain, chain.labels, self.parts, self._at(turn))
        before = self.rank
        rank = self._keep(chain)
        same = rank[0] == before[0] and abs(rank[1] - before[1]) <= _SAME * max(before[1], self.terrain.mean_cost)
        return self.rank != before and not same, same

    def _keep(self, chain: Chain) -> tuple[float, float]:
        """Keep the chain's plan if it is better; return its rank: excess, then border cost."""
        if chain.best is not None:
            rank, labels = (0.0, chain.best_cost), chain.best
        else:
            rank, labels = (sum(chain.excess), chain.cost), chain.labels
        if rank < self.rank:
            self.rank, self.best = rank, labels[:]
        return rank

    def _at(self, turn: int) -> Callable[[float], None]:
        """Return a progress callable for the share of one anneal."""
        return lambda share: self.progress((turn + share) / (self.rounds + 1))


def _usable(terrain: Terrain, start: np.ndarray, parts: int) -> list[int] | None:
    """Return the labels of a plan to start from, or ``None`` when it is no plan of connected parts."""
    labels = [int(label) for label in np.asarray(start)]
    if len(labels) != terrain.blocks or set(labels) != set(range(parts)):
        return None
    masks = [0] * parts
    for block, label in enumerate(labels):
        masks[label] |= 1 << block
    if any(flood(terrain.neighbours, mask, mask & -mask, mask) != mask for mask in masks):
        return None
    return labels


def _result(graph: BlockGraph, terrain: Terrain, labels: list[int], parts: int) -> SearchResult:
    """Count the figures anew, free of the float noise of the search; without a home, number parts by first blocks."""
    found = np.asarray(labels, dtype=np.int64)
    away = 0.0
    if terrain.home is None:
        order = np.argsort(np.unique(found, return_index=True)[1], kind="stable")
        rename = np.empty(parts, dtype=np.int64)
        rename[order] = np.arange(parts)
        found = rename[found]
    else:
        away = float(np.asarray(terrain.leave)[found != np.asarray(terrain.home)].sum())
    people = np.bincount(found, graph.population, minlength=parts)
    ground = np.bincount(found, graph.area, minlength=parts)
    violation = sum(terrain.band.excess(p, a) for p, a in zip(people.tolist(), ground.tolist()))
    ends = np.asarray(graph.edges, dtype=np.int64).reshape(-1, 2)
    cut = found[ends[:, 0]] != found[ends[:, 1]]
    border = float(np.asarray(graph.border_cost, dtype=float)[cut].sum())
    return SearchResult(found, border + away, float(violation))
