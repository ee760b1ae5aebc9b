"""A layer of points or polygons as people, and the people of whole communities."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import shapely
from qgis.core import QgsWkbTypes

from grid_manager_plugin.division.people.people import AreaPeople, PeopleLayer, PointPeople, Totals
from grid_manager_plugin.errors import InputError
from grid_manager_plugin.layers.communities import not_empty
from grid_manager_plugin.layers.crs import brought_to
from grid_manager_plugin.layers.read import read_layer
from grid_manager_plugin.layers.source import LayerSource
from grid_manager_plugin.layers.table import Table, points_or_polygons_of
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

_POINT_TYPES = (shapely.GeometryType.POINT, shapely.GeometryType.MULTIPOINT)


def read_people(
    source: LayerSource, field: str, crs_wkt: str, check: Callable[[], None], *, are_weights: bool = False
) -> tuple[PeopleLayer, tuple[Message, ...]]:
    """Read a layer of people into the communities' coordinate system, and return notes about it.

    Args:
        source: The layer.
        field: People of each feature; empty counts each point once, and each polygon for its area.
        crs_wkt: The communities' coordinate system.
        check: Called now and then; raises to cancel.
        are_weights: The field's figures are weights to spread the communities' totals by.

    Raises:
        InputError: There is no feature, no such field, no number in it; the layer holds lines, or points and polygons;
            or polygons whose people nothing tells.
        CrsError: The layer cannot be brought to the communities' coordinate system.
    """
    values = {"parameter": source.parameter, "layer": source.name}
    kind = QgsWkbTypes.geometryType(source.features.wkbType())
    if kind in (QgsWkbTypes.GeometryType.LineGeometry, QgsWkbTypes.GeometryType.NullGeometry):
        raise InputError(Message(_OTHER_GEOMETRY, values))
    table = not_empty(read_layer(source, [field] if field else [], check, points_or_polygons_of), source)
    kinds = shapely.get_type_id(table.geometry)
    points = np.isin(kinds, _POINT_TYPES)
    if not (kinds >= 0).any():
        raise InputError(Message(_OTHER_GEOMETRY, values))
    if points.any() and not points[kinds >= 0].all():
        fids = {"point": int(table.fid[points][0]), "polygon": int(table.fid[~points & (kinds >= 0)][0])}
        raise InputError(Message(_MIXED, {**values, **fids}))
    if not (field or are_weights or points.any()):
        raise InputError(Message(_NO_FIELD, values))
    people, written = _figures(table, field, _NO_NUMBERS, values)
    table, _, notes = brought_to(table, source, crs_wkt)
    notes = (*table.notes, *notes)
    if not points.any():
        return AreaPeople(table.fid, table.geometry, people, written), notes
    xy, feature = shapely.get_coordinates(table.geometry, return_index=True)
    placed = np.isfinite(xy).all(axis=1)
    return PointPeople(table.fid, xy[placed], feature[placed], people, written), notes


def totals_of(table: Table, field: str, parameter: str) -> Totals:
    """Return the people of communities from a field of their table, in its order.

    Args:
        table: The communities.
        field: The field.
        parameter: The parameter that names it.

    Raises:
        InputError: The field holds words.
    """
    return Totals(*_figures(table, field, _NO_TOTALS, {"parameter": parameter}), parameter)


def _figures(table: Table, field: str, refusal: str, values: dict[str, str]) -> tuple[np.ndarray, np.ndarray | None]:
    """Return the numbers of a field, and its texts where it is one of text.

    A field of words is refused at once; single words among numbers fail their community alone.
    """
    if not field:
        return np.ones(len(table)), None
    column = table.columns[field]
    people = column.numbers()
    if not column.is_text:
        return people, None
    worded = np.flatnonzero(~column.missing)
    if len(worded) and not np.isfinite(people).any():
        found = {"field": field, "fid": int(table.fid[worded[0]]), "value": column.values[worded[0]]}
        raise InputError(Message(refusal, {**values, **found}))
    written = column.values.copy()
    written[column.missing] = None
    return people, written


_OTHER_GEOMETRY = QT_TRANSLATE_NOOP(
    "People", "{parameter}: the layer {layer} has neither points nor polygons. Choose a layer of points or polygons."
)
_MIXED = QT_TRANSLATE_NOOP(
    "People",
    "{parameter}: the layer {layer} has points (feature {point}) and polygons (feature {polygon}). Save them as two "
    "layers and choose one.",
)
_NO_FIELD = QT_TRANSLATE_NOOP(
    "People",
    "POPULATION_LAYER_FIELD is not given, so nothing tells how many people the polygons of {layer} have. Choose the "
    "field with their people.",
)
_NO_NUMBERS = QT_TRANSLATE_NOOP(
    "People",
    "POPULATION_LAYER_FIELD: the field “{field}” of POPULATION_LAYER holds no numbers; feature {fid} has “{value}”. "
    "Choose the field with the number of people.",
)
_NO_TOTALS = QT_TRANSLATE_NOOP(
    "People",
    "{parameter}: the field “{field}” of INPUT holds no numbers; feature {fid} has “{value}”. Choose the field "
    "with the number of people.",
)
