"""One point, one grid: the grid that a point belongs to, by a rule that is told, whatever the order of the features.

A point inside a grid belongs to it. On a border, a vertex or in an overlap it belongs to the grid with the lowest code
of those that it lies in or on. Outside all grids it belongs to the nearest one up to a distance, and of equally far
ones to that with the lowest code. Codes are compared as text.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

import numpy as np
import shapely

from grid_manager_plugin.linking.cells import NOISE, NONE, Cells
from grid_manager_plugin.linking.nearest import Nearest, Rim, distances_to
from grid_manager_plugin.rules.chunks import Progress
from grid_manager_plugin.rules.geodesy import Measure
from grid_manager_plugin.rules.ground import Ground, polygons_in, sound_ground


class Rule(IntEnum):
    """How a point came to its grid, or why it has none; the names in small letters stand in outputs."""

    INSIDE = 0
    BORDER = 1
    NEAREST = 2
    OUTSIDE = 3
    TOO_FAR = 4
    NO_GEOMETRY = 5
    INVALID_COORDINATES = 6

    @property
    def key(self) -> str:
        """Return the name that programs read."""
        return self.name.lower()


LINKED = (Rule.INSIDE, Rule.BORDER, Rule.NEAREST)
"""Rules by which a point has a grid."""


@dataclass(frozen=True)
class Assignment:
    """The grids of points, shapes (n,).

    Attributes:
        grid_index: Position of the grid that each point belongs to; :data:`.cells.NONE` for none.
        rule: A :class:`Rule`, of int8.
        distance: Metres to the grid: 0 inside and on a border. Of a point without a grid, to the nearest one where that
            was asked for; else NaN.
        nearest_index: Position of the nearest grid of points without one, where that was asked for; else NONE.
    """

    grid_index: np.ndarray
    rule: np.ndarray
    distance: np.ndarray
    nearest_index: np.ndarray

    @property
    def linked(self) -> np.ndarray:
        """Points that have a grid, shape (n,) of bool."""
        return self.grid_index != NONE


@dataclass(frozen=True)
class IndexedGrids:
    """Grids that points are linked to.

    Attributes:
        ground: Their sound ground, as it was given.
        code: Their codes as text, shape (n,) of object; features with an empty one own no points.
        order: Position of the first feature of each grid that owns points, by their codes, shape (m,).
        whole: Ground of these grids: that of all features with the same code, shape (m,) of object.
        measure: Measures in their coordinate system.
    """

    ground: Ground
    code: np.ndarray
    order: np.ndarray
    whole: np.ndarray
    measure: Measure

    @classmethod
    def of(
        cls, geometry: np.ndarray, code: np.ndarray, measure: Measure, lost: np.ndarray | None = None
    ) -> IndexedGrids:
        """Make them ready.

        Args:
            geometry: (Multi)polygons, valid or not, or ``None``, shape (n,); invalid ones count as made valid.
            code: Their codes as text, shape (n,).
            measure: Measures in their coordinate system.
            lost: Those whose coordinates are no place, shape (n,) of bool; ``None`` for none.
        """
        ground = sound_ground(geometry, measure, lost)
        owns = np.flatnonzero(~ground.empty & np.array([bool(one) for one in code.tolist()], dtype=bool))
        codes, first, which = np.unique(code[owns].astype(str), return_index=True, return_inverse=True)
        order = owns[first]
        whole, which = ground.geometry[order], which.ravel()
        by_code = owns[np.argsort(which, kind="stable")]
        ends = np.cumsum(np.bincount(which, minlength=len(codes)))
        for number in np.flatnonzero(np.diff(ends, prepend=0) > 1).tolist():
            features = by_code[ends[number - 1] if number else 0 : ends[number]]
            # in an order of their own, so that no answer depends on the layer's
            some = sorted(ground.geometry[features].tolist(), key=shapely.to_wkb)
            whole[number] = polygons_in(shapely.union_all(some))
        return cls(ground, code, order, whole, measure)

    def prepare(self, with_rim: bool) -> None:
        """Make the index now, not at the first question; and that of what is nearest, where it will be asked."""
        _ = self.cells
        if with_rim:
            _ = self.rim

    @cached_property
    def cells(self) -> Cells:
        """The index of places in the grids; its numbers are positions in ``order``."""
        tolerance = NOISE / _METRES_OF_A_DEGREE / self.measure.degrees if self.measure.crs.is_geographic else NOISE
        if not self.measure.crs.is_geographic:
            tolerance /= self.measure.crs.axis_info[0].unit_conversion_factor
        return Cells(self.whole, tolerance)

    @cached_property
    def rim(self) -> Rim:
        """The borders that are nearest to places outside; numbers as those of ``cells``."""
        return Rim(self.whole, self.measure, Progress())


def assign(
    points_xy: np.ndarray,
    grids: IndexedGrids,
    max_distance: float = 0.0,
    *,
    tell_nearest: bool = True,
    progress: Progress | None = None,
) -> Assignment:
    """Return the grid of each point.

    Args:
        points_xy: Coordinates in the grids' coordinate system, shape (n, 2); not finite for points that are nowhere.
        grids: The grids.
        max_distance: Metres up to which a point outside belongs to the nearest grid; 0 is inside or on a border only.
        tell_nearest: Tell the nearest grid of points that have none.
        progress: Called with the share that is done; may raise to cancel.
    """
    progress = Progress() if progress is None else progress
    count = len(points_xy)
    grid, distance = np.full(count, NONE), np.full(count, np.nan)
    rule = np.full(count, Rule.INVALID_COORDINATES, dtype=np.int8)
    placed = np.flatnonzero(np.isfinite(points_xy).all(axis=1))
    hits = grids.cells.hits(points_xy[placed])
    progress(0.5)
    at = placed[hits.point[::-1]]  # the last that is written stays: the lowest
    rule[placed] = Rule.TOO_FAR if max_distance > 0 else Rule.OUTSIDE
    grid[at] = hits.grid[::-1]
    rule[at] = np.where(hits.on_border[::-1], Rule.BORDER, Rule.INSIDE).astype(np.int8)
    distance[at] = 0.0
    nearest = np.full(count, NONE)
    outside = placed[grid[placed] == NONE]
    if len(outside) and (max_distance > 0 or tell_nearest):
        found: Nearest = grids.rim.nearest(points_xy[outside], progress.part(0.5, 1.0))
        nearest[outside], distance[outside] = found.grid, found.distance
        near = outside[(found.grid != NONE) & (found.distance <= max_distance) & (max_distance > 0)]
        grid[near], rule[near], nearest[near] = nearest[near], Rule.NEAREST, NONE
    progress(1.0)
    return Assignment(_positions(grid, grids.order), rule, distance, _positions(nearest, grids.order))


def typed_distance(points_xy: np.ndarray, grid_index: np.ndarray, grids: IndexedGrids) -> np.ndarray:
    """Return metres from points to grids that they do not belong to, shape (n,); 0 where they lie in it all the same.

    Args:
        points_xy: Coordinates in the grids' coordinate system, shape (n, 2).
        grid_index: Position of the grid of each, one of ``grids.order``, shape (n,); NONE, and others, give NaN.
        grids: The grids.
    """
    found = np.full(len(points_xy), np.nan)
    number = np.full(len(grids.code), NONE)
    number[grids.order] = np.arange(len(grids.order))
    asked = np.flatnonzero((grid_index != NONE) & np.isfinite(points_xy).all(axis=1))
    asked = asked[number[grid_index[asked]] != NONE]
    to = number[grid_index[asked]]
    within = shapely.intersects_xy(grids.whole[to], *points_xy[asked].T)
    found[asked[within]] = 0.0
    beside = asked[~within]
    found[beside] = distances_to(points_xy[beside], to[~within], grids.whole, grids.measure)
    return found


def _positions(number: np.ndarray, order: np.ndarray) -> np.ndarray:
    found = np.full(len(number), NONE)
    some = number != NONE
    found[some] = order[number[some]]
    return found


_METRES_OF_A_DEGREE = 111_000.0
