"""The search for a plan: annealing from several random starts, the best plan annealed again, until the answers agree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from grid_manager_plugin.division.anneal import Chain
from grid_manager_plugin.division.graph import BlockGraph
from grid_manager_plugin.division.starts import tree_plan
from grid_manager_plugin.division.terrain import Terrain
from grid_manager_plugin.rules.limits import Bounds


@dataclass(frozen=True)
class Effort:
    """How much work a search may do.

    Attributes:
        restarts: Most annealing runs.
        agree: Runs that must end at the same best border before the search stops early.
        steps: Proposals of one run, per block and part.
    """

    restarts: int
    agree: int
    steps: int


EFFORTS = {"quick": Effort(5, 2, 150), "normal": Effort(14, 3, 300), "thorough": Effort(40, 8, 600)}

HOT, COLD = 1.0, 0.05
"""First and last temperature of a run, in mean border costs of an edge."""

WARM = 0.4
"""First temperature when the best plan is annealed again."""

WEIGHTS = (10.0, 100.0)
"""What breaking a limit by all of it weighs, in mean border costs, at the start and at the end of a run."""

SAME = 1e-6
"""Borders that differ by less, as a share, are the same plan summed in another order."""


@dataclass(frozen=True)
class SearchResult:
    """The best plan found.

    Attributes:
        labels: Part of each block, 0..parts-1, every part used and connected, shape (n,).
        cost: Border cost of all cut edges.
        violation: 0 when every bound holds; otherwise the sum of excesses as shares of the bounds.
    """

    labels: np.ndarray
    cost: float
    violation: float


def search(
    graph: BlockGraph,
    bounds: Bounds,
    parts: int,
    *,
    seed: int = 0,
    effort: str = "normal",
    start: np.ndarray | None = None,
    progress: Callable[[float], None] | None = None,
) -> SearchResult:
    """Look for the plan with the least border that holds every bound.

    Work, not time, bounds the search, so the same input gives the same answer on any machine.

    Args:
        graph: A connected graph with finite border costs and at least ``parts`` blocks.
        bounds: The band that every part must keep.
        parts: Number of parts.
        seed: Start of the random numbers.
        effort: A key of :data:`EFFORTS`.
        start: Plan to begin from, shape (n,); the answer is never worse.
        progress: Called with the share of work done; may raise to stop.

    Returns:
        The plan with the least border among those that hold every bound; where none was found, the one that breaks
        them least.
    """
    terrain = Terrain(graph, bounds)
    random = np.random.default_rng(seed)
    budget = EFFORTS[effort]
    best: Chain | None = None
    least: tuple[float, list[int]] | None = None
    agreed = 0
    for run in range(budget.restarts):

        def within(share: float, run: int = run) -> None:
            if progress is not None:
                progress((run + share) / budget.restarts)

        within(0.0)
        # every third run goes on from the best plan: it mends what a cold start got almost right
        again = best is not None and run % 3 == 2
        if again:
            first = list(best.best)
        elif run == 0 and start is not None:
            first = np.asarray(start).tolist()
        else:
            first = tree_plan(terrain, parts, random)
        chain = Chain(terrain, first, parts)
        mean = terrain.mean_cost
        hot = WARM if again or (run == 0 and start is not None) else HOT
        chain.run(
            hot * mean,
            COLD * mean,
            budget.steps * terrain.blocks * parts,
            (WEIGHTS[0] * mean, WEIGHTS[1] * mean),
            random,
            within,
        )
        if chain.best is None:
            excess = sum(chain.excess)
            if least is None or excess < least[0]:
                least = (excess, list(chain.labels))
            continue
        if best is None or chain.best_cost < best.best_cost * (1 - SAME):
            best, agreed = chain, 1
        elif not again and chain.best_cost <= best.best_cost * (1 + SAME):
            agreed += 1
        if agreed >= budget.agree:
            break
    violation, labels = (0.0, best.best) if best is not None else least
    found = np.array(labels, dtype=np.int64)
    cut = found[graph.edges[:, 0]] != found[graph.edges[:, 1]]
    return SearchResult(found, float(np.asarray(graph.border_cost)[cut].sum()), violation)
