"""Communities without blocks for tests: made in metres, divided whole, and looked at as a user would."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry
from streets import PLACES, placed

from grid_manager_plugin.division.city import divide
from grid_manager_plugin.division.community import Community, CommunityPlan, DivisionSettings
from grid_manager_plugin.division.faces.barriers import Barriers, no_barriers
from grid_manager_plugin.division.faces.kept import KeepWhole, nothing_kept
from grid_manager_plugin.division.people.people import PeopleLayer, PointPeople, Totals
from grid_manager_plugin.division.people.people_allotment import CityPeople, allot_people
from grid_manager_plugin.division.segments import tiles_exactly
from grid_manager_plugin.division.surroundings import Existing, Surroundings, no_grids
from grid_manager_plugin.rules.limits import Limits

CRS = "EPSG:4547"


def points(*at: tuple[float, float], people: float = 1.0, crs: str = CRS) -> PointPeople:
    """Return people at places given in metres."""
    corner, unit = PLACES[crs]
    count = len(at)
    return PointPeople(
        np.arange(1, count + 1), corner + np.array(at) * unit, np.arange(count), np.full(count, float(people))
    )


def grids_of_today(*polygons: BaseGeometry) -> Existing:
    """Return today's grids given in metres, with feature ids from 1."""
    return Existing(placed(polygons), np.arange(1, len(polygons) + 1))


def divided(
    ground: BaseGeometry,
    limits: Limits,
    *,
    barriers: Barriers | None = None,
    kept: KeepWhole | None = None,
    existing: Existing | None = None,
    layer: PeopleLayer | None = None,
    total: float | None = None,
    are_weights: bool = False,
    grids: int | None = None,
    crs: str = CRS,
    progress: Callable[[float, str], None] | None = None,
    **settings: Any,
) -> CommunityPlan:
    """Divide one community given in metres, after a look at whether its grids tile it."""
    community = Community(3, "c", "See", "c", placed([ground], crs)[0], grids)
    people = None
    if layer is not None or total is not None:
        places = None if layer is None else allot_people([community], layer, are_weights=are_weights)
        totals = None if total is None else Totals(np.array([float(total)]))
        people = CityPeople.from_sources([community], places, totals)
    around = Surroundings(barriers or no_barriers(), kept or nothing_kept(), existing or no_grids())
    asked = DivisionSettings(limits, **{"effort": "quick", **settings})
    (plan,) = divide([community], None, asked, crs, people=people, surroundings=around, progress=progress)
    assert_tiles(plan, community.geometry)
    return plan


def assert_tiles(plan: CommunityPlan, ground: BaseGeometry) -> None:
    """Grids are valid, share their borders vertex for vertex, and are the community to its last vertex."""
    grids = np.array([grid.geometry for grid in plan.grids], dtype=object)
    assert shapely.is_valid(grids).all()
    whole = shapely.coverage_union_all(grids)
    assert tiles_exactly(grids, whole)
    assert set(map(tuple, shapely.get_coordinates(ground))) <= set(map(tuple, shapely.get_coordinates(whole)))
    assert abs(shapely.area(grids).sum() - ground.area) <= 1e-9 * ground.area
    blocks = np.array([block.geometry for block in plan.blocks], dtype=object)
    assert abs(shapely.area(blocks).sum() - ground.area) <= 1e-6 * ground.area
    assert sum(block.population for block in plan.blocks) == np.float64(plan.population) or np.isclose(
        sum(block.population for block in plan.blocks), plan.population
    )


def borders_of(plan: CommunityPlan, crs: str = CRS) -> BaseGeometry:
    """Return the new borders of a plan in metres, as lines."""
    corner, unit = PLACES[crs]
    grids = shapely.transform(
        np.array([grid.geometry for grid in plan.grids], dtype=object), lambda xy: (xy - corner) / unit
    )
    edges = shapely.boundary(grids)
    shared = [
        shapely.intersection(edges[i], edges[j]) for i in range(len(edges)) for j in range(i) if edges[i] is not None
    ]
    lines = [part for part in shapely.get_parts(shared) if part.length > 0]
    return shapely.union_all(lines)
