"""Coordinate systems between QGIS and the rooms: as WKT, guarded, and from one to another vertex by vertex."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyproj
import shapely
from qgis.core import QgsCoordinateReferenceSystem

from grid_manager_plugin.division.surface import not_finite
from grid_manager_plugin.errors import CrsError
from grid_manager_plugin.layers.source import LayerSource
from grid_manager_plugin.layers.table import Table
from grid_manager_plugin.rules.crs import parse_crs, transformed
from grid_manager_plugin.rules.crs_guard import Placement, check_features, check_source, check_transformation
from grid_manager_plugin.rules.geodesy import Measure
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

_LOST = QT_TRANSLATE_NOOP(
    "Crs",
    "{parameter}: feature {fid} has coordinates that cannot be brought from {source} to {target}. Check that the "
    "layer's CRS is right.",
)


def wkt_of(crs: QgsCoordinateReferenceSystem) -> str:
    """Return a coordinate system as WKT 2; empty when it is none."""
    return crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT2_2018) if crs.isValid() else ""


def title_of(crs: QgsCoordinateReferenceSystem) -> str:
    """Return how people call a coordinate system: its authority code and its description."""
    return f"{crs.authid()} {crs.description()}".strip()


def checked_crs(source: LayerSource, table: Table) -> tuple[str, Placement]:
    """Return a layer's coordinate system as WKT, if its areas can be measured in it, and the features that are lost.

    Raises:
        CrsError: The layer has none, or the coordinates of most features cannot belong to it; the message says what
            to do.
    """
    wkt = wkt_of(source.crs)
    check_source(wkt, source.crs.isValid(), source.parameter)
    drawn = shapely.is_geometry(table.geometry)
    found = check_features(wkt, _boxes(table.geometry[drawn]), source.parameter)
    nowhere, stray = np.zeros(len(table), dtype=bool), np.zeros(len(table), dtype=bool)
    nowhere[drawn], stray[drawn] = found.nowhere, found.stray
    return wkt, Placement(nowhere, stray, found.note)


def brought_to(table: Table, source: LayerSource, target_wkt: str) -> tuple[Table, Placement, tuple[Message, ...]]:
    """Bring a layer into another coordinate system, each vertex for itself, and return notes about the way.

    Features that are lost come back without a geometry.

    Raises:
        CrsError: As :func:`checked_crs`; or the way between the two systems is not known; or most features have no
            place in the other system.
    """
    wkt, placement = checked_crs(source, table)
    notes = () if placement.note is None else (placement.note,)
    crs, target = parse_crs(wkt), parse_crs(target_wkt)
    table = _without(table, placement.lost)
    drawn = np.flatnonzero(shapely.is_geometry(table.geometry))
    if crs == target or not len(drawn):
        return table, placement, notes
    lonlat = Measure.from_crs(wkt).to_lonlat(corners(shapely.total_bounds(table.geometry)))
    note = check_transformation(crs, target, source.parameter, (*lonlat.min(axis=0), *lonlat.max(axis=0)))
    transformer = pyproj.Transformer.from_crs(crs, target, always_xy=True)
    coordinates, feature = shapely.get_coordinates(table.geometry, return_index=True)
    moved = transformed(transformer, coordinates)
    lost = np.zeros(len(table), dtype=bool)
    lost[feature[~np.isfinite(moved).all(axis=1)]] = True
    if 2 * lost.sum() > len(drawn):
        values = {"parameter": source.parameter, "fid": int(table.fid[lost][0]), "source": crs.name}
        raise CrsError(Message(_LOST, {**values, "target": target.name}))
    geometry = shapely.set_coordinates(table.geometry.copy(), moved)
    placement = replace(placement, stray=placement.stray | lost)
    return _without(replace(table, geometry=geometry), lost), placement, notes if note is None else (*notes, note)


def _boxes(geometry: np.ndarray) -> np.ndarray:
    """Return the bounds of geometries, NaN where a vertex is no finite number: GEOS's own bounds pass over those."""
    boxes, bad = np.full((len(geometry), 4), np.nan), not_finite(geometry)
    boxes[~bad] = shapely.bounds(geometry[~bad])
    return boxes


def _without(table: Table, lost: np.ndarray) -> Table:
    if not lost.any():
        return table
    geometry = table.geometry.copy()
    geometry[lost] = None
    return replace(table, geometry=geometry)


def corners(bounds: np.ndarray) -> np.ndarray:
    """Return the corners of bounds, shape (4, 2)."""
    west, south, east, north = bounds
    return np.array([[west, south], [west, north], [east, south], [east, north]])
