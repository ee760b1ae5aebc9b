"""Houses that lie together, and how far borders keep from what is kept whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from grid_manager_plugin.division.cells.seeds import TOUCHING
from grid_manager_plugin.division.cells.straighten import CLEARANCE
from grid_manager_plugin.division.graph import components
from grid_manager_plugin.division.people.people_zones import zone_people
from grid_manager_plugin.division.tiles import Site

TOGETHER = 40.0
"""Metres: houses nearer to each other than this are of one settlement. Rural houses stand in rows or groups with
smaller gaps; two settlements have fields between them."""

MOST_HOUSES = 5000
"""Points of people up to which they may be houses of settlements; more of them are a town's."""

MUCH = 0.25
"""Share of a grid from which on polygons that touch one another are much for it."""

SHARE = 0.3
"""Share of the gap to the nearest neighbour that a border keeps away: it lies within the middle two fifths."""

REACH = 200.0
"""Metres: gaps are looked at no farther than this."""


@dataclass(frozen=True)
class Whole:
    """What is kept whole in a community.

    Attributes:
        geometry: Polygons, and points of houses, in the source CRS, shape (q,) of object.
        clearance: Metres that a straight border keeps from each, where it was no nearer before, shape (q,).
        together: Metres: what is nearer to each other than this belongs to one cell.
        open_land: Land between has cells of its own.
    """

    geometry: np.ndarray
    clearance: np.ndarray
    together: float
    open_land: bool


def polygons_whole(site: Site) -> Whole:
    """Return the polygons that are kept whole."""
    drawn = site.plane.drawn(site.kept.geometry)
    return Whole(site.kept.geometry, _clearance(drawn, np.arange(len(drawn))), TOUCHING, open_land=True)


def settlements_whole(site: Site) -> Whole | None:
    """Return the settlements of houses, as points of people or polygons; ``None`` where there are not several."""
    whole = np.concatenate([site.kept.geometry, _houses(site)])
    if len(whole) < 2:
        return None
    drawn = site.plane.drawn(whole)
    count, group = components(_near(drawn, TOGETHER), len(drawn))
    return Whole(whole, _clearance(drawn, group), TOGETHER, open_land=False) if count > 1 else None


def walled_in(site: Site, grids: int) -> np.ndarray | None:
    """Return the polygons that touch others and together are much for a grid, by feature, shape (q,) of bool.

    Between them no border can pass but along their walls, as between plots or terraced houses. ``None`` where there
    are none.

    Args:
        site: The community.
        grids: Number of its grids.
    """
    drawn = site.plane.drawn(site.kept.geometry)
    count, group = components(_near(drawn, TOUCHING), len(drawn))
    loads = [site.measure.areas(site.kept.geometry) / site.plane.square_metres(np.array([site.ground]))[0]]
    people = site.job.people
    if people is not None and people.counted > 0:
        loads.append(zone_people(site.kept.geometry, people, loads[0]).people / people.counted)
    several = np.bincount(group, minlength=count) > 1
    load = np.max([np.bincount(group, one, minlength=count) for one in loads], axis=0) * grids
    pieces = np.flatnonzero((several & (load > MUCH))[group])
    features = site.kept.feature[np.isin(site.kept.piece, pieces)]
    found = np.zeros(len(site.job.surroundings.kept.fid), dtype=bool)
    found[features] = True
    return found if found.any() else None


def _houses(site: Site) -> np.ndarray:
    points = None if site.job.people is None else site.job.people.points
    if points is None or len(points.xy) > MOST_HOUSES:
        return np.empty(0, dtype=object)
    return shapely.points(np.unique(points.xy[points.people > 0], axis=0))


def _near(drawn: np.ndarray, distance: float) -> np.ndarray:
    return shapely.STRtree(drawn).query(drawn, predicate="dwithin", distance=distance).T


def _clearance(drawn: np.ndarray, group: np.ndarray) -> np.ndarray:
    """Return how far a border keeps from each thing in the plane, by the gap to the nearest one of another group."""
    order = np.argsort(group, kind="stable")
    groups = shapely.geometrycollections(drawn[order], indices=group[order])
    # by group, not thing by thing: two villages of thousands of houses would make millions of pairs
    one, other = shapely.STRtree(groups).query(drawn, predicate="dwithin", distance=REACH)
    foreign = other != group[one]
    one, other = one[foreign], other[foreign]
    gap = np.full(len(drawn), REACH)
    np.minimum.at(gap, one, shapely.distance(drawn[one], groups[other]))
    return np.maximum(SHARE * gap, CLEARANCE)
