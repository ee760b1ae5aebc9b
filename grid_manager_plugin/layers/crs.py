"""Coordinate systems between QGIS and the rooms: as WKT, guarded, and from one to another vertex by vertex."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyproj
import shapely
from qgis.core import QgsCoordinateReferenceSystem

from grid_manager_plugin.errors import CrsError
from grid_manager_plugin.layers.source import LayerSource
from grid_manager_plugin.layers.table import Table
from grid_manager_plugin.rules.crs import parse_crs
from grid_manager_plugin.rules.crs_guard import check_coordinates, check_source, check_transformation
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


def checked_crs(source: LayerSource, table: Table) -> tuple[str, tuple[Message, ...]]:
    """Return a layer's coordinate system as WKT, if its areas can be measured in it, and notes about it.

    Raises:
        CrsError: The layer has none, or its coordinates cannot belong to it; the message says what to do.
    """
    wkt = wkt_of(source.crs)
    check_source(wkt, source.crs.isValid(), source.parameter)
    if not shapely.is_geometry(table.geometry).any():
        return wkt, ()
    note = check_coordinates(wkt, shapely.total_bounds(table.geometry), source.parameter)
    return wkt, () if note is None else (note,)


def brought_to(table: Table, source: LayerSource, target_wkt: str) -> tuple[Table, tuple[Message, ...]]:
    """Bring a layer into another coordinate system, each vertex for itself, and return notes about the way.

    Raises:
        CrsError: As :func:`checked_crs`; or the way between the two systems is not known; or a coordinate has no
            place in the other system.
    """
    wkt, notes = checked_crs(source, table)
    crs, target = parse_crs(wkt), parse_crs(target_wkt)
    if crs == target or not shapely.is_geometry(table.geometry).any():
        return table, notes
    lonlat = Measure.from_crs(wkt).to_lonlat(_corners(shapely.total_bounds(table.geometry)))
    note = check_transformation(crs, target, source.parameter, (*lonlat.min(axis=0), *lonlat.max(axis=0)))
    transformer = pyproj.Transformer.from_crs(crs, target, always_xy=True)
    coordinates, feature = shapely.get_coordinates(table.geometry, return_index=True)
    moved = np.column_stack(transformer.transform(coordinates[:, 0], coordinates[:, 1]))
    lost = ~np.isfinite(moved).all(axis=1)
    if lost.any():
        fid = int(table.fid[feature[lost][0]])
        values = {"parameter": source.parameter, "fid": fid, "source": crs.name, "target": target.name}
        raise CrsError(Message(_LOST, values))
    geometry = shapely.set_coordinates(table.geometry.copy(), moved)
    return replace(table, geometry=geometry), notes if note is None else (*notes, note)


def _corners(bounds: np.ndarray) -> np.ndarray:
    west, south, east, north = bounds
    return np.array([[west, south], [west, north], [east, south], [east, north]])
