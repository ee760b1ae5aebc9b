"""Layer to arrays: the one way in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import shapely
from qgis.core import NULL, QgsFeature, QgsFeatureRequest, QgsFields, QgsGeometry, QgsProcessingFeatureSource
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime

from grid_manager_plugin.errors import InputError
from grid_manager_plugin.layers.arrow import read_arrow
from grid_manager_plugin.layers.source import LayerSource
from grid_manager_plugin.layers.table import Table, column_of, polygons_of
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

CHECK_EVERY = 1000
"""Features between two looks at whether the user has cancelled."""

_NO_FIELD = QT_TRANSLATE_NOOP("Reading", "{parameter}: the layer {layer} has no field “{field}”.")


def read_layer(source: LayerSource, fields: Sequence[str], check: Callable[[], None]) -> Table:
    """Read a layer: the whole file at once where that gives the same features, else feature by feature.

    Args:
        source: The layer.
        fields: Names of the fields to read.
        check: Called now and then; raises to cancel.

    Raises:
        InputError: The layer has no such field.
        QgsProcessingException: A geometry is invalid and Processing is set to stop at it.
    """
    check()
    present = source.features.fields()
    for name in fields:
        if present.indexOf(name) < 0:
            raise InputError(Message(_NO_FIELD, {"parameter": source.parameter, "layer": source.name, "field": name}))
    if source.file is not None and _all_from_provider(present, fields):
        table = read_arrow(source.file, fields)
        # what to do with an invalid geometry, and what to say, is Processing's own business
        if table is not None and not (source.checks_geometry and _any_invalid(table.geometry)):
            return table
    return read_features(source.features, fields, check)


def read_features(source: QgsProcessingFeatureSource, fields: Sequence[str], check: Callable[[], None]) -> Table:
    """Read a layer feature by feature: memory layers, edit buffers, filters, selections, any provider.

    Args:
        source: The features, as Processing filters and checks them.
        fields: Names of the fields to read.
        check: Called now and then; raises to cancel.
    """
    names = list(dict.fromkeys(fields))
    indexes = [source.fields().indexOf(name) for name in names]
    request = QgsFeatureRequest().setSubsetOfAttributes(indexes)
    fids: list[int] = []
    wkbs: list[bytes | None] = []
    values: list[list[object]] = [[] for _ in names]
    for number, feature in enumerate(source.getFeatures(request)):
        if number % CHECK_EVERY == 0:
            check()
        fids.append(feature.id())
        wkbs.append(_wkb(feature))
        for into, index in zip(values, indexes):
            into.append(_value(feature.attribute(index)))
    geometry = shapely.from_wkb(np.array(wkbs, dtype=object))
    columns = {name: column_of(found) for name, found in zip(names, values)}
    return Table(np.array(fids, dtype=np.int64), polygons_of(geometry), columns)


def _wkb(feature: QgsFeature) -> bytes | None:
    if not feature.hasGeometry():
        return None
    shape = feature.geometry().constGet()
    if shape.hasCurvedSegments():
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


def _all_from_provider(present: QgsFields, fields: Sequence[str]) -> bool:
    origins = (present.fieldOrigin(present.indexOf(name)) for name in fields)
    return all(origin == QgsFields.FieldOrigin.OriginProvider for origin in origins)


def _any_invalid(geometry: np.ndarray) -> bool:
    return bool((~shapely.is_valid(geometry[np.not_equal(geometry, None)])).any())
