"""Layer to arrays: the one way in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import shapely
from qgis.core import (
    NULL,
    QgsFeature,
    QgsFeatureRequest,
    QgsFields,
    QgsGeometry,
    QgsProcessingFeatureSource,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime

from grid_manager_plugin.errors import InputError
from grid_manager_plugin.layers.arrow import read_arrow
from grid_manager_plugin.layers.source import LayerSource
from grid_manager_plugin.layers.table import Shapes, Table, column_of, polygons_of
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

CHECK_EVERY = 1000
"""Features between two looks at whether the user has cancelled."""

NAMED = 10
"""So many features are named in one message; the rest is counted."""

UNCHECKED = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
"""Features are asked for with it, because Processing's own check of geometries ends the whole program."""

_INVALID = QT_TRANSLATE_NOOP(
    "Reading",
    "{parameter}: feature {fid} of {layer} has an invalid geometry ({reason}). Invalid features in all: {count}. "
    "Repair them with “Fix geometries”, or set “Invalid features filtering” of this input or of Processing to “Do not "
    "filter”: small faults are mended then.",
)
_SKIPPED = QT_TRANSLATE_NOOP(
    "Reading",
    "{parameter}: features of {layer} with an invalid geometry were skipped, as Processing is set: {fids} ({count} in "
    "all).",
)
_NO_FIELD = QT_TRANSLATE_NOOP("Reading", "{parameter}: the layer {layer} has no field “{field}”.")


def read_layer(
    source: LayerSource, fields: Sequence[str], check: Callable[[], None], shapes: Shapes = polygons_of
) -> Table:
    """Read a layer: the whole file at once where that gives the same features, else feature by feature.

    Args:
        source: The layer.
        fields: Names of the fields to read.
        check: Called now and then; raises to cancel.
        shapes: What to make of the geometries.

    Raises:
        InputError: The layer has no such field; or a geometry is invalid and Processing is set to stop at it.
    """
    check()
    check_fields(source, fields)
    table = None
    if source.file is not None and from_provider(source, fields):
        table = read_arrow(source.file, fields, shapes)
    if table is None:
        table = read_features(source.features, fields, check, shapes)
    return _filtered(table, source)


def check_fields(source: LayerSource, fields: Sequence[str]) -> None:
    """See that a layer has fields.

    Raises:
        InputError: It has no such field.
    """
    for name in fields:
        if source.features.fields().indexOf(name) < 0:
            raise InputError(Message(_NO_FIELD, {"parameter": source.parameter, "layer": source.name, "field": name}))


def _filtered(table: Table, source: LayerSource) -> Table:
    """Do with invalid geometries as Processing is set.

    Not left to Processing: its exception passes through QGIS's Python iterator and ends the whole program.
    """
    if source.invalid == QgsFeatureRequest.InvalidGeometryCheck.GeometryNoCheck:
        return table
    bad = shapely.is_geometry(table.geometry) & ~shapely.is_valid(table.geometry)
    if not bad.any():
        return table
    fids = table.fid[bad].tolist()
    listed = ", ".join(map(str, fids[:NAMED])) + (", …" if len(fids) > NAMED else "")
    values = {"parameter": source.parameter, "layer": source.name, "count": len(fids), "fids": listed}
    if source.invalid == QgsFeatureRequest.InvalidGeometryCheck.GeometryAbortOnInvalid:
        reason = shapely.is_valid_reason(table.geometry[bad][0])
        raise InputError(Message(_INVALID, {**values, "fid": fids[0], "reason": reason}))
    return replace(table.where(~bad), notes=(Message(_SKIPPED, values),))


def read_features(
    source: QgsProcessingFeatureSource, fields: Sequence[str], check: Callable[[], None], shapes: Shapes = polygons_of
) -> Table:
    """Read a layer feature by feature: memory layers, edit buffers, filters, selections, any provider.

    Args:
        source: The features, as Processing filters them; their geometries are not checked.
        fields: Names of the fields to read.
        check: Called now and then; raises to cancel.
        shapes: What to make of the geometries.
    """
    names = list(dict.fromkeys(fields))
    indexes = [source.fields().indexOf(name) for name in names]
    request = QgsFeatureRequest().setSubsetOfAttributes(indexes)
    fids: list[int] = []
    wkbs: list[bytes | None] = []
    values: list[list[object]] = [[] for _ in names]
    for number, feature in enumerate(source.getFeatures(request, UNCHECKED)):
        if number % CHECK_EVERY == 0:
            check()
        fids.append(feature.id())
        wkbs.append(feature_wkb(feature))
        for into, index in zip(values, indexes):
            into.append(_value(feature.attribute(index)))
    geometry = shapely.from_wkb(np.array(wkbs, dtype=object))
    columns = {name: column_of(found) for name, found in zip(names, values)}
    return Table(np.array(fids, dtype=np.int64), shapes(geometry, False), columns)


def column_values(features: Sequence[QgsFeature], index: int) -> list[object]:
    """Return one attribute of features as plain Python; ``None`` for NULL."""
    return [_value(feature.attribute(index)) for feature in features]


def feature_wkb(feature: QgsFeature) -> bytes | None:
    """Return a feature's geometry as WKB, without curves; ``None`` where it has none."""
    if not feature.hasGeometry():
        return None
    shape = feature.geometry().constGet()
    if QgsWkbTypes.isCurvedType(shape.wkbType()):  # with or without arcs: shapely knows none
        return QgsGeometry(shape.segmentize()).asWkb().data()
    return feature.geometry().asWkb().data()


def _value(value: object) -> object:
    """Return an attribute as plain Python: ``None`` for NULL, and text for what is neither number nor text."""
    if value is None or value == NULL:
        return None
    if isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (QDate, QTime, QDateTime)):
        return value.toString(Qt.DateFormat.ISODate)
    return str(value)


def from_provider(source: LayerSource, fields: Sequence[str]) -> bool:
    """Tell whether fields are the layer's own: joined and virtual ones are not in its file."""
    present = source.features.fields()
    origins = (present.fieldOrigin(present.indexOf(name)) for name in fields)
    return all(origin == QgsFields.FieldOrigin.OriginProvider for origin in origins)
