"""A layer of points as places in the coordinate system of grids."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import shapely

from grid_manager_plugin.layers.crs import brought_to
from grid_manager_plugin.layers.points import PointLayer
from grid_manager_plugin.layers.source import LayerSource
from grid_manager_plugin.layers.table import Table
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message, named


def read_places(source: LayerSource, crs_wkt: str, check: Callable[[], None]) -> tuple[np.ndarray, tuple[Message, ...]]:
    """Return the coordinates of a layer's points in another system, shape (n, 2), and notes about them.

    Points without a place are left out, and told.

    Raises:
        InputError: It is no layer of points; a feature is no point, or is several points that lie apart.
        CrsError: The layer cannot be brought to the coordinate system.
    """
    pieces = list(PointLayer(source, check).pieces([]))
    fid = np.concatenate([np.zeros(0, dtype=np.int64), *(piece.fid for piece in pieces)])
    xy = np.concatenate([np.zeros((0, 2)), *(piece.xy for piece in pieces)])
    placed = np.isfinite(xy).all(axis=1)
    geometry = np.full(len(fid), None, dtype=object)
    geometry[placed] = shapely.points(xy[placed])
    check()
    table, _, notes = brought_to(Table(fid, geometry, {}), source, crs_wkt)
    drawn = shapely.is_geometry(table.geometry)
    if not drawn.all():
        values = {"parameter": source.parameter, "count": int((~drawn).sum()), "fids": named(fid[~drawn])}
        notes = (*notes, Message(_NOWHERE, values))
    return shapely.get_coordinates(table.geometry), notes


_NOWHERE = QT_TRANSLATE_NOOP(
    "Plans", "{parameter}: points without a place, which are left out: {count} (features: {fids})."
)
