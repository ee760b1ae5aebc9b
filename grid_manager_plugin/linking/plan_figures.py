"""Figures by which two plans can be told apart: how long their borders are, how even and how compact their grids."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from grid_manager_plugin.linking.neighbours import common_borders
from grid_manager_plugin.linking.plan import Plan
from grid_manager_plugin.rules.chunks import Progress, chunks
from grid_manager_plugin.rules.edges import Edges
from grid_manager_plugin.rules.geodesy import Measure
from grid_manager_plugin.rules.limits import Figures, Limits


@dataclass(frozen=True)
class PlanFigures:
    """The figures of one plan; ``None`` where nobody knows, or there are no grids.

    Attributes:
        grids: Number of its grids.
        area_m2: Square metres of all grids.
        border_m: Metres of borders between two grids, each once.
        population: People in its grids.
        mean_population: People of a grid, on average.
        deviation: How far the people of the grid that differs most lie from that mean, as a share of it.
        variation: Standard deviation of the grids' people, as a share of the mean.
        compactness: Polsby and Popper's 4 pi A / P^2 of the grids, on average.
        least_compactness: That of the least compact grid.
        population_breaches: Grids that break a limit on population; ``None`` where there is no such limit.
        area_breaches: Grids that break a limit on area; ``None`` where there is no such limit.
    """

    grids: int
    area_m2: float
    border_m: float
    population: float | None
    mean_population: float | None
    deviation: float | None
    variation: float | None
    compactness: float | None
    least_compactness: float | None
    population_breaches: int | None
    area_breaches: int | None


def plan_figures(
    plan: Plan, edges: Edges, people: np.ndarray | None, limits: Limits, measure: Measure, progress: Progress
) -> PlanFigures:
    """Return the figures of a plan.

    Args:
        plan: The plan.
        edges: Its edges.
        people: People of each grid, shape (n,); ``None`` where nobody knows.
        limits: Limits on a grid's people and area; the number of grids does not count.
        measure: Measures in the plan's coordinate system.
        progress: Called with the share that is done; may raise to cancel.
    """
    area = np.zeros(len(plan))
    for some in chunks(np.arange(len(plan)), progress.part(0.0, 0.4), 2000):
        area[some] = measure.areas(plan.geometry[some])
    length = _lengths(edges, measure, progress.part(0.4, 0.8))
    perimeter = np.bincount(edges.owner, length, minlength=len(plan)).astype(float)
    compactness = 4 * math.pi * area[perimeter > 0] / perimeter[perimeter > 0] ** 2
    border = float(common_borders(edges, edges.owner, measure, progress.part(0.8, 1.0)).border.sum())
    counted = np.zeros(len(plan)) if people is None else people
    breaches = limits.check(Figures(counted, area))
    mean = float(people.mean()) if people is not None and len(people) else None
    spread: tuple[float | None, float | None] = (None, None)
    if people is not None and mean:
        spread = float(np.abs(people - mean).max()) / mean, float(people.std()) / mean
    return PlanFigures(
        grids=len(plan),
        area_m2=float(area.sum()),
        border_m=border,
        population=None if people is None else float(people.sum()),
        mean_population=mean,
        deviation=spread[0],
        variation=spread[1],
        compactness=float(compactness.mean()) if len(compactness) else None,
        least_compactness=float(compactness.min()) if len(compactness) else None,
        population_breaches=_broken(breaches, "population", limits.population),
        area_breaches=_broken(breaches, "area", limits.area),
    )


def _broken(breaches: tuple, limit: str, bounds: tuple) -> int | None:
    if all(bound is None for bound in bounds):
        return None
    return len({breach.grid for breach in breaches if breach.limit == limit})


def _lengths(edges: Edges, measure: Measure, progress: Progress) -> np.ndarray:
    """Return the length of each edge in metres, shape (e,)."""
    # edges of two grids between the same vertices are measured once
    _, first, line = np.unique(edges.line, return_index=True, return_inverse=True)
    length = np.zeros(len(first))
    for some in chunks(np.arange(len(first)), progress, 100_000):
        tail, head = edges.tail[first[some]], edges.head[first[some]]
        length[some] = measure.segment_lengths(edges.xy[tail], edges.xy[head])
    return length[line.ravel()]
