"""Layers of polygons that new borders have to heed: what is kept whole, and today's grids."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import shapely
from qgis.core import QgsFeatureRequest, QgsWkbTypes

from grid_manager_plugin.division.faces.kept import KeepWhole
from grid_manager_plugin.division.surroundings import Existing
from grid_manager_plugin.layers.crs import brought_to
from grid_manager_plugin.layers.lines import check_kind, truths
from grid_manager_plugin.layers.read import read_layer
from grid_manager_plugin.layers.source import LayerSource
from grid_manager_plugin.layers.table import Table
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message, named


def read_kept(
    source: LayerSource, dedicated: str, crs_wkt: str, check: Callable[[], None]
) -> tuple[KeepWhole, tuple[Message, ...]]:
    """Read the layer of polygons to keep whole into the communities' coordinate system, and return notes about it.

    Args:
        source: The layer.
        dedicated: Field that tells which of them are grids of their own; empty for none.
        crs_wkt: The communities' coordinate system.
        check: Called now and then; raises to cancel.

    Raises:
        InputError: It is no layer of polygons; there is no such field, or it holds something else than yes and no.
        CrsError: The layer cannot be brought to the communities' coordinate system.
    """
    table, notes = _polygons(source, [dedicated] if dedicated else [], crs_wkt, check)
    own = np.zeros(len(table), dtype=bool)
    if dedicated:
        own = truths(table.columns[dedicated], table, "KEEP_WHOLE_DEDICATED", "KEEP_WHOLE")
    return KeepWhole(table.geometry, table.fid, own), notes


def read_existing(
    source: LayerSource, crs_wkt: str, check: Callable[[], None]
) -> tuple[Existing, tuple[Message, ...]]:
    """Read the layer of today's grids; arguments, answer and errors as for :func:`read_kept`."""
    table, notes = _polygons(source, [], crs_wkt, check)
    return Existing(table.geometry, table.fid), notes


def _polygons(
    source: LayerSource, fields: list[str], crs_wkt: str, check: Callable[[], None]
) -> tuple[Table, tuple[Message, ...]]:
    check_kind(source, QgsWkbTypes.GeometryType.PolygonGeometry, _NOT_POLYGONS)
    # invalid polygons are made valid where they matter, and told of there
    tolerant = replace(source, invalid=QgsFeatureRequest.InvalidGeometryCheck.GeometryNoCheck)
    table = read_layer(tolerant, fields, check)
    values = {"parameter": source.parameter, "layer": source.name}
    if not len(table):
        return table, (Message(_NO_FEATURES, values),)
    table, _, notes = brought_to(table, source, crs_wkt)
    lost = ~shapely.is_geometry(table.geometry)
    if lost.any():
        notes = (*notes, Message(_NO_POLYGON, {**values, "count": int(lost.sum()), "fids": named(table.fid[lost])}))
    return table, (*table.notes, *notes)


_NOT_POLYGONS = QT_TRANSLATE_NOOP(
    "Reading", "{parameter}: the layer {layer} has no polygons. Choose a layer of polygons."
)
_NO_FEATURES = QT_TRANSLATE_NOOP("Reading", "{parameter}: the layer {layer} has no features.")
_NO_POLYGON = QT_TRANSLATE_NOOP(
    "Reading",
    "{parameter}: features without a polygon, or with coordinates that do not belong to the layer's CRS, were left "
    "out: {count} (features: {fids}).",
)
