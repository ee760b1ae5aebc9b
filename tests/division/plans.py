"""Community plans made by hand, for tests of what is told about them."""

from __future__ import annotations

import shapely

from grid_manager_plugin.division.community import CommunityPlan, Grid, PlannedBlock
from grid_manager_plugin.division.verdict import Verdict
from grid_manager_plugin.rules.messages import Message


def grid(number: int, geometry: shapely.Geometry, population: float) -> Grid:
    """Return a grid of that ground in metres."""
    compactness = 12.566370614359172 * geometry.area / geometry.length**2
    return Grid(f"g-{number}", number, geometry, population, geometry.area, geometry.length, compactness, 100.0, 0.0)


def plan(
    community: str,
    populations: tuple[float, ...] = (400.0, 600.0),
    verdict: Verdict = Verdict.SOLVED,
    *,
    x: float = 0.0,
    name: str = "",
    reason: Message | None = None,
    **changes: object,
) -> CommunityPlan:
    """Return a plan of squares of 100 m side in a row from ``x``; an undivided one has a single feature."""
    undivided = verdict in (Verdict.INFEASIBLE, Verdict.FAILED)
    grids = tuple(
        grid(0 if undivided else i + 1, shapely.box(x + 100 * i, 0, x + 100 * (i + 1), 100), people)
        for i, people in enumerate(populations)
    )
    figures: dict[str, object] = {
        "id": community,
        "name": name,
        "verdict": verdict,
        "proven": False,
        "binding_limit": "population" if verdict is Verdict.INFEASIBLE else "",
        "reason": reason,
        "suggestion": None,
        "population": sum(populations),
        "area": 10_000.0 * len(populations),
        "border": 0.0 if undivided else 100.0 * (len(populations) - 1),
        "on_barrier_share": 0.0,
        "grids": grids,
        "blocks": tuple(PlannedBlock(i, one.code, one.geometry, 1.0, 1.0) for i, one in enumerate(grids)),
        "divided": 0 if undivided else len(grids),
    }
    figures.update(changes)
    return CommunityPlan(**figures)
