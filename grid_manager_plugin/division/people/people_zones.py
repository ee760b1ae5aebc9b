"""People of one community to its zones: the blocks, faces or cells that tile it.

A point is in one zone, on a border in the lowest. Polygons and cells are shared by area; what covers no zone is
counted as outside. Sums do not depend on the order of anything: every zone's is the correctly rounded one
(``math.fsum``), and the parts of one polygon, or of a total, add up to it exactly in any order.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from grid_manager_plugin.division.overlay import shared_ground
from grid_manager_plugin.division.people.people import NOWHERE, AreaShare, CellShare, CommunityPeople, PointShare
from grid_manager_plugin.division.surface import polygonal
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

AT_ONCE = 32_768
"""Points or cells that are geometries at a time: they take ten times the memory of their coordinates."""

CRUMB = 1e-9
"""Share of a polygon outside all zones that is float noise: its people are inside."""

NOISE = 1e-9
"""Share of the largest coordinate (1 cm in degrees, less than 5 cm in metres) that a point may lie beside the zones
that tile the ground it is in: their borders are rounded to coordinates."""


@dataclass(frozen=True)
class ZonePeople:
    """People by zone.

    Attributes:
        people: People of each zone, shape (z,).
        outside: People who are in no zone.
        outside_count: Points in no zone, or polygons and cells wholly or in part outside of all.
        notes: What there is to tell.
    """

    people: np.ndarray
    outside: float = 0.0
    outside_count: int = 0
    notes: tuple[Message, ...] = ()


def zone_people(zones: np.ndarray, people: CommunityPeople, area: np.ndarray) -> ZonePeople:
    """Share the people of a community to its zones.

    Args:
        zones: Polygons that tile the community, in its CRS, shape (z,) of object.
        people: Its people, without a problem.
        area: Square metres of each zone, shape (z,): by these a total is spread when nothing else tells where.
    """
    pairs = [_Pairs.none()]
    if people.points is not None:
        pairs.append(_point_pairs(zones, people.points))
    if people.areas is not None:
        pairs.append(_area_pairs(zones, people.areas.geometry, people.areas.people))
    if people.cells is not None:
        pairs.extend(_cell_pairs(zones, people.cells))
    found = _summed(pairs, len(zones))
    if people.total is None:
        return found
    if found.people.any():
        return ZonePeople(share_total(people.total, found.people))
    sourced = people.points is not None or people.areas is not None or people.cells is not None
    notes = (Message(_BY_AREA, {"total": people.total}),) if sourced and people.total > 0 else ()
    return ZonePeople(share_total(people.total, area), notes=notes)


def share_points(zones: np.ndarray, points: PointShare) -> ZonePeople:
    """Give each point to the zone that it lies in, on a border to the lowest.

    Args:
        zones: Polygons, shape (z,) of object.
        points: The points, in the zones' CRS.
    """
    return _summed([_point_pairs(zones, points)], len(zones))


def share_areas(zones: np.ndarray, areas: AreaShare) -> ZonePeople:
    """Share the people of polygons to zones by area; the share that covers no zone is outside.

    Args:
        zones: Polygons that do not overlap, shape (z,) of object. Where they do, their shares are made to add up to 1.
        areas: The polygons, in the zones' CRS; those without area are outside.
    """
    return _summed([_area_pairs(zones, areas.geometry, areas.people)], len(zones))


def share_cells(zones: np.ndarray, cells: CellShare) -> ZonePeople:
    """Share the people of raster cells to zones by the covered share of each cell; as :func:`share_areas`."""
    return _summed(_cell_pairs(zones, cells), len(zones))


def share_total(total: float, weights: np.ndarray) -> np.ndarray:
    """Spread a total by weights; the parts add up to it exactly, in whatever order they are added.

    Args:
        total: People, 0 or more.
        weights: Numbers of 0 or more, not all 0, shape (z,).

    Returns:
        People, shape (z,).
    """
    zone = np.arange(len(weights))
    shares = weights / math.fsum(weights.tolist())
    return split_exactly(np.array([total]), np.zeros(len(weights), dtype=np.int64), zone, shares)[0]


def owners(polygons: np.ndarray, xy: np.ndarray) -> np.ndarray:
    """Return the polygon that each point lies in or on, the lowest of several, :data:`NOWHERE` for none.

    Args:
        polygons: Valid polygons, shape (z,) of object.
        xy: Finite coordinates, shape (n, 2).

    Returns:
        Positions of polygons, shape (n,).
    """
    found = np.full(len(xy), len(polygons))
    south_to_north = np.argsort(xy[:, 1])  # strips of points meet few polygons each
    for start in range(0, len(xy), AT_ONCE):
        some = south_to_north[start : start + AT_ONCE]
        # a tree of the points, asked by polygons, prepares each polygon once: faster than the other way round
        polygon, point = shapely.STRtree(shapely.points(xy[some])).query(polygons, predicate="intersects")
        np.minimum.at(found, some[point], polygon)
    found[found == len(polygons)] = NOWHERE
    return found


def split_exactly(
    people: np.ndarray, item: np.ndarray, zone: np.ndarray, share: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Split each item's people into parts that add up to them exactly.

    Every part is a whole number of units in the last place of its item's people; the largest part takes what rounding
    leaves, of equal ones that of the lowest zone. So any sum of an item's parts is exact, in any order.

    Args:
        people: People of each item, 0 or more, shape (n,).
        item: The item that each part is of, shape (m,).
        zone: Where each part goes, shape (m,); a zone at most once an item.
        share: Share of the item, 0 or more, shape (m,). What they lack to 1, crumbs excepted, is outside; where they
            make more than 1, they are reduced to it.

    Returns:
        People of each part, shape (m,), and of each item outside, shape (n,).
    """
    canonical = np.lexsort((zone, item))  # sums of shares must not depend on the order that parts come in
    inside = np.bincount(item[canonical], share[canonical], minlength=len(people))
    outer = np.maximum(1.0 - inside, 0.0)
    outer[outer < CRUMB] = 0.0
    share = share / np.where(inside > 1.0 + CRUMB, inside, 1.0)[item]
    beyond = np.flatnonzero(outer)
    item = np.concatenate([item, beyond])
    zone = np.concatenate([zone, np.full(len(beyond), NOWHERE)])
    share = np.concatenate([share, outer[beyond]])
    unit = np.spacing(people)
    units = people / unit
    parts = np.floor(units[item] * share)
    largest = _largest_of_each(item, zone, share)
    parts[largest] = 0.0
    parts[largest] = (units - np.bincount(item, parts, minlength=len(people)))[item[largest]]
    parts *= unit[item]
    count = len(parts) - len(beyond)
    outside = np.zeros(len(people))
    outside[beyond] = parts[count:]
    return parts[:count], outside


def _largest_of_each(item: np.ndarray, zone: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Return the positions of the parts that are the largest of their item, of equal ones that of the lowest zone."""
    order = np.lexsort((zone, -share, item))
    return order[np.diff(item[order], prepend=-1) > 0]


def quads(corners: np.ndarray) -> np.ndarray:
    """Return cells as polygons, shape (n,) of object; ``corners`` go round, shape (n, 4, 2)."""
    return shapely.polygons(np.concatenate([corners, corners[:, :1]], axis=1))


@dataclass(frozen=True)
class _Pairs:
    """People and the zone that they are in, :data:`NOWHERE` for none; ``outside_count`` features are not all inside."""

    zone: np.ndarray
    people: np.ndarray
    outside_count: int

    @classmethod
    def none(cls) -> _Pairs:
        return cls(np.empty(0, dtype=np.int64), np.empty(0), 0)


def _point_pairs(zones: np.ndarray, points: PointShare) -> _Pairs:
    zone = owners(zones, points.xy)
    lost = np.flatnonzero(zone == NOWHERE)
    if len(lost) and len(zones):
        noise = NOISE * float(np.abs(shapely.total_bounds(zones)).max())
        point, near = shapely.STRtree(zones).query_nearest(shapely.points(points.xy[lost]), max_distance=noise)
        found = np.full(len(lost), len(zones))
        np.minimum.at(found, point, near)
        zone[lost] = np.where(found == len(zones), NOWHERE, found)
    return _Pairs(zone, points.people, int((zone == NOWHERE).sum()))


def _area_pairs(zones: np.ndarray, geometry: np.ndarray, people: np.ndarray) -> _Pairs:
    shapes = polygonal(geometry)
    size = shapely.area(shapes)
    zone, item, _, area, _ = shared_ground(zones, shapes, ~(size > 0))
    parts, outside = split_exactly(people, item, zone, area / size[item])
    beyond = np.flatnonzero(outside)
    return _Pairs(
        np.concatenate([zone, np.full(len(beyond), NOWHERE)]),
        np.concatenate([parts, outside[beyond]]),
        len(beyond),
    )


def _cell_pairs(zones: np.ndarray, cells: CellShare) -> Iterator[_Pairs]:
    for start in range(0, len(cells.people), AT_ONCE):
        some = slice(start, start + AT_ONCE)
        yield _area_pairs(zones, quads(cells.corners[some]), cells.people[some])


def _summed(pairs: Iterator[_Pairs] | list[_Pairs], count: int) -> ZonePeople:
    """Add up the people of each zone with one rounding, whatever order they come in."""
    found = list(pairs) or [_Pairs.none()]
    zone = np.concatenate([one.zone for one in found])
    people = np.concatenate([one.people for one in found])
    order = np.argsort(zone, kind="stable")
    starts = np.searchsorted(zone[order], np.arange(count + 1)).tolist()
    values = people[order].tolist()
    sums = [math.fsum(values[start:stop]) for start, stop in zip(starts, starts[1:])]
    outside = math.fsum(values[: starts[0]])
    return ZonePeople(np.array(sums, dtype=float), outside, sum(one.outside_count for one in found))


_BY_AREA = QT_TRANSLATE_NOOP(
    "People",
    "Nothing in POPULATION_LAYER or POPULATION_RASTER tells where this community's population of {total:,.10g} is: it "
    "was spread by area.",
)
