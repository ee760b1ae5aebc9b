"""The grid that is nearest to a place outside all grids, and how far it is, in metres on the ellipsoid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from grid_manager_plugin.linking.cells import NONE, Segments, closest, segments_of
from grid_manager_plugin.rules.chunks import Progress, chunks
from grid_manager_plugin.rules.crs import transformed, working_crs, working_transformer
from grid_manager_plugin.rules.edges import directed_edges, unmatched
from grid_manager_plugin.rules.geodesy import Measure, middle

TIE = 1e-3
"""Metres; grids that are nearer to each other than this, seen from a place, are equally far from it."""

SLACK, FLOOR = 1e-3, 0.05
"""Share of a distance, and metres, that the plane may be wrong by: within these all grids are measured."""

SIZE = 5_000
"""Places between two looks at whether somebody has cancelled."""


@dataclass(frozen=True)
class Nearest:
    """Nearest grids of places, shapes (p,).

    Attributes:
        grid: Their numbers, :data:`.cells.NONE` where there is no grid at all, or the place is none.
        distance: Metres; NaN where there is no grid.
    """

    grid: np.ndarray
    distance: np.ndarray


class Rim:
    """The borders that may be nearest to a place outside: those that no two grids share, and all at their ends."""

    def __init__(self, geometry: np.ndarray, measure: Measure, progress: Progress) -> None:
        """Find them.

        Args:
            geometry: Valid (multi)polygons or ``None``, shape (n,), by their numbers.
            measure: Measures in their coordinate system.
            progress: Called with the share that is done; may raise to cancel.
        """
        edges = directed_edges(geometry, progress)
        outer = unmatched(edges)
        at_rim = np.zeros(len(edges.xy), dtype=bool)
        at_rim[edges.tail[outer]] = at_rim[edges.head[outer]] = True
        chosen = edges.where(outer | at_rim[edges.tail] | at_rim[edges.head])
        self._measure = measure
        self._edges = Segments(edges.xy[chosen.tail], edges.xy[chosen.head], chosen.owner)
        self._plane = _Plane.of(self._edges, measure)
        ends = np.stack([self._plane.places(self._edges.start), self._plane.places(self._edges.end)], axis=1)
        self._tree = shapely.STRtree(shapely.linestrings(ends))

    def nearest(self, xy: np.ndarray, progress: Progress) -> Nearest:
        """Return the nearest grid of each place outside all grids; of equally far ones the lowest.

        Args:
            xy: Finite coordinates, shape (p, 2).
            progress: Called with the share that is done; may raise to cancel.
        """
        grid, distance = np.full(len(xy), NONE), np.full(len(xy), np.nan)
        if not len(self._edges.owner):
            return Nearest(grid, distance)
        places = self._plane.places(xy)
        somewhere = np.flatnonzero(np.isfinite(places).all(axis=1))
        for some in chunks(somewhere, progress, SIZE):
            point, edge = self._candidates(places[some])
            metres = _metres(xy[some[point]], self._edges, edge, self._measure)
            least = np.full(len(some), np.inf)
            np.minimum.at(least, point, metres)
            tied = metres <= least[point] + TIE
            point, owner = point[tied], self._edges.owner[edge[tied]]
            order = np.lexsort((owner, point))[::-1]  # the last that is written stays
            grid[some[point[order]]] = owner[order]
            distance[some] = least
        return Nearest(grid, distance)

    def _candidates(self, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return pairs of a place and an edge that may be nearest to it."""
        points = shapely.points(places)
        (place, _), far = self._tree.query_nearest(points, return_distance=True, all_matches=False)
        reach = np.zeros(len(places))
        reach[place] = far
        pairs = self._tree.query(points, predicate="dwithin", distance=reach * (1 + SLACK) + FLOOR)
        return pairs[0], pairs[1]


def distances_to(xy: np.ndarray, grid: np.ndarray, geometry: np.ndarray, measure: Measure) -> np.ndarray:
    """Return metres from each place to the nearest border of a grid of its own, shape (p,); 0 is not told inside.

    Args:
        xy: Finite coordinates, shape (p, 2).
        grid: Number of the grid that each place is measured to, shape (p,).
        geometry: Valid (multi)polygons, shape (n,), by their numbers.
        measure: Measures in their coordinate system.
    """
    found = np.full(len(xy), np.nan)
    order = np.argsort(grid, kind="stable")
    for some in chunks(order, Progress(), SIZE):
        asked, which = np.unique(grid[some], return_inverse=True)
        edges = segments_of(geometry[asked])
        first = np.searchsorted(edges.owner, np.arange(len(asked) + 1))
        many = (first[1:] - first[:-1])[which]
        point = np.repeat(np.arange(len(some)), many)
        edge = np.arange(len(point)) - np.repeat(np.cumsum(many) - many, many) + first[which][point]
        least = np.full(len(some), np.inf)
        gap = _scaled_distances(xy[some[point]], edges, edge, measure)
        np.minimum.at(least, point, gap)
        best = np.flatnonzero(gap <= least[point])
        metres = np.full(len(some), np.inf)
        np.minimum.at(metres, point[best], _metres(xy[some[point[best]]], edges, edge[best], measure))
        found[some] = np.where(np.isfinite(metres), metres, np.nan)
    return found


def _metres(xy: np.ndarray, edges: Segments, edge: np.ndarray, measure: Measure) -> np.ndarray:
    """Return metres from each place to an edge, which is straight in the coordinate system, shape (m,)."""
    scale = _scale(xy, measure)
    at = closest(xy * scale, edges.start[edge] * scale, edges.end[edge] * scale) / scale
    return measure.segment_lengths(xy, at)


def _scaled_distances(xy: np.ndarray, edges: Segments, edge: np.ndarray, measure: Measure) -> np.ndarray:
    scale = _scale(xy, measure)
    place = xy * scale
    return np.hypot(*(place - closest(place, edges.start[edge] * scale, edges.end[edge] * scale)).T)


def _scale(xy: np.ndarray, measure: Measure) -> np.ndarray:
    """Return what makes both directions count alike at a place: degrees of longitude are shorter than those of
    latitude."""
    scale = np.ones_like(xy)
    if measure.crs.is_geographic:
        scale[:, 0] = np.maximum(np.cos(np.radians(xy[:, 1] * measure.degrees)), _LEAST)
    return scale


@dataclass(frozen=True)
class _Plane:
    """A plane in metres round the middle of the borders, to search in.

    Attributes:
        measure: Measures in the borders' coordinate system.
        lon: Longitude of the middle, degrees.
        lat: Latitude of the middle, degrees.
    """

    measure: Measure
    lon: float
    lat: float

    @classmethod
    def of(cls, edges: Segments, measure: Measure) -> _Plane:
        if not len(edges.start):
            return cls(measure, 0.0, 0.0)
        return cls(measure, *middle(measure.to_lonlat(edges.start)))

    def places(self, xy: np.ndarray) -> np.ndarray:
        """Return places on the plane, shape (n, 2); not finite where they have none."""
        if not len(xy):
            return np.zeros((0, 2))
        to_plane = working_transformer(self.measure.crs, working_crs(self.measure.crs, self.lon, self.lat))
        return transformed(to_plane, xy)


_LEAST = 1e-6
