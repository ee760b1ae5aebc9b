"""Points of a layer in another coordinate system, and those whose coordinates cannot be used."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, replace

import numpy as np
import pyproj
import shapely

from grid_manager_plugin.layers.crs import corners, wkt_of
from grid_manager_plugin.layers.link_grids import LinkGrids
from grid_manager_plugin.layers.points import Piece, PointLayer
from grid_manager_plugin.linking.assign import Rule
from grid_manager_plugin.linking.cells import NONE
from grid_manager_plugin.linking.crowded import Crowd, Crowding
from grid_manager_plugin.rules.crs import parse_crs, transformed
from grid_manager_plugin.rules.crs_guard import Census, check_source, check_transformation
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message


@dataclass(frozen=True)
class PointPlaces:
    """How points of a layer come to the grids' coordinate system.

    Attributes:
        count: Features of the layer.
        census: Tells which of them have coordinates that cannot belong to the layer's system.
        way: From the layer's system to the grids'; ``None`` where it is the same.
        notes: What there is to tell about the layer as a whole.
    """

    count: int
    census: Census
    way: pyproj.Transformer | None
    notes: tuple[Message, ...]

    def checked(self, piece: Piece) -> Piece:
        """Return points; the fault of those whose coordinates cannot belong to the layer's system is told."""
        placed = np.flatnonzero(piece.fault == NONE)
        nowhere, stray = self.census.placed(_boxes(piece.xy[placed]))
        fault = piece.fault.copy()
        fault[placed[nowhere | stray]] = Rule.INVALID_COORDINATES
        return replace(piece, fault=fault)

    def brought(self, xy: np.ndarray) -> np.ndarray:
        """Return coordinates in the grids' system, shape (n, 2); not finite where they have no place there."""
        if self.way is None or not len(xy):
            return xy
        found = np.full_like(xy, np.nan)
        finite = np.isfinite(xy).all(axis=1)
        if finite.any():
            found[finite] = transformed(self.way, xy[finite])
        return found


def look_over(
    points: PointLayer, grids: LinkGrids, tell: Callable[[int], None], *, nearest: bool = False
) -> PointPlaces:
    """Go through a layer of points once, before anything is linked; meanwhile the grids' index is made.

    Args:
        points: The layer.
        grids: The grids.
        tell: Called with the number of features that were read so far; may raise to cancel.
        nearest: The nearest grids of points outside will be asked.

    Raises:
        InputError: A feature is no point, or several points that lie apart.
        CrsError: The layer has no coordinate system, or the coordinates of most points cannot belong to it, or the way
            to the grids' system is not known.
    """
    source = points.source
    wkt = wkt_of(source.crs)
    check_source(wkt, source.crs.isValid(), source.parameter)
    census, crowding, count = Census(wkt, source.parameter), Crowding(), 0
    pool = ThreadPoolExecutor(1)
    try:
        indexing = pool.submit(grids.indexed.prepare, nearest)
        for piece in points.pieces([]):
            placed = piece.xy[piece.fault == NONE]
            census.add(_boxes(placed))
            crowding.add(placed)
            count += len(piece)
            tell(count)
        while not indexing.done():
            tell(count)
            wait([indexing], timeout=_LOOK_EVERY)
        indexing.result()
    finally:
        pool.shutdown(wait=False)  # a cancel does not wait for it
    note = census.settle()
    notes = () if note is None else (note,)
    source_crs, target = parse_crs(wkt), parse_crs(grids.crs_wkt)
    way = None
    if source_crs != target:
        # where the grids are, and nowhere else, the way has to be right
        bounds = shapely.total_bounds(grids.indexed.ground.geometry)
        lonlat = grids.indexed.measure.to_lonlat(corners(bounds))
        told = check_transformation(
            source_crs, target, source.parameter, (*lonlat.min(axis=0), *lonlat.max(axis=0))
        )
        notes = notes if told is None else (*notes, told)
        way = pyproj.Transformer.from_crs(source_crs, target, always_xy=True)
    crowds = (_told(one, source.parameter, count) for one in crowding.found()[:_TOLD])
    return PointPlaces(count, census, way, (*notes, *crowds))


def _told(crowd: Crowd, parameter: str, count: int) -> Message:
    values = {"parameter": parameter, "points": crowd.points, "share": crowd.points / count}
    return Message(_CROWD, {**values, "x": crowd.x, "y": crowd.y})


def _boxes(xy: np.ndarray) -> np.ndarray:
    return np.concatenate([xy, xy], axis=1)


_LOOK_EVERY = 0.1
"""Seconds between two looks at whether somebody has cancelled."""

_TOLD = 3
"""So many crowded places are told in words."""

_CROWD = QT_TRANSLATE_NOOP(
    "Linking",
    "{parameter}: many points on one place: {points} ({share:.0%} of all) at {x:.10g}, {y:.10g}. It may stand for "
    "places that nobody knew; these points are linked like all others.",
)
