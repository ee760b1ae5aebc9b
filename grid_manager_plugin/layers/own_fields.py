"""Outputs that have the fields of their input and some of ours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from qgis.core import QgsFeature, QgsFeatureRequest, QgsField, QgsFields, QgsProcessingFeatureSource

from grid_manager_plugin.layers.fields import fields_of
from grid_manager_plugin.layers.read import CHECK_EVERY, UNCHECKED
from grid_manager_plugin.layers.source import LayerSource
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

_SUFFIX = "_input"

_RENAMED = QT_TRANSLATE_NOOP(
    "Writing",
    "The field “{name}” of the input is called “{renamed}” in the output, where “{name}” stands for something else.",
)


def joined_fields(source: LayerSource, ours: tuple) -> tuple[QgsFields, tuple[Message, ...]]:
    """Return the fields of an input and then ours, which keep their names, and notes about those that are renamed.

    What GeoPackages call their own columns, ``fid`` and ``geom``, is renamed too, but the ids of a GeoPackage.

    Args:
        source: The input; a field of it that is called as one of ours, in whatever case, gets a suffix.
        ours: Pairs of name and type.
    """
    own = source.features.fields()
    mine = {name.lower() for name, _ in ours}
    kept = {"geom"} if _has_ids(source) else {"fid", "geom"}
    taken = mine | kept | {field.name().lower() for field in own}
    found, notes = QgsFields(), []
    for field in own:
        name = field.name()
        if name.lower() in mine | kept:
            name = _free_name(name + _SUFFIX, taken)
            taken.add(name.lower())
            notes.append(Message(_RENAMED, {"name": field.name(), "renamed": name}))
        renamed = QgsField(field)
        renamed.setName(name)
        found.append(renamed)
    for field in fields_of(ours):
        found.append(field)
    return found, tuple(notes)


def with_columns(
    source: QgsProcessingFeatureSource,
    values: Mapping[int, Sequence[object]],
    fields: QgsFields,
    alive: Callable[[], None],
) -> Iterator[QgsFeature]:
    """Yield the features of a layer as they came, in its order, with our values behind their own.

    Args:
        source: The layer.
        values: Ours by feature id.
        fields: As :func:`joined_fields` gives them.
        alive: Called now and then; may raise to cancel.
    """
    for number, feature in enumerate(source.getFeatures(QgsFeatureRequest(), UNCHECKED)):
        if number % CHECK_EVERY == 0:
            alive()
        yield joined_feature(feature, values[feature.id()], fields)


def joined_feature(given: QgsFeature, values: Iterable[object], fields: QgsFields) -> QgsFeature:
    """Return a feature as it came, with our values behind its own."""
    found = QgsFeature(fields)
    found.setGeometry(given.geometry())
    found.setAttributes([*given.attributes(), *values])
    return found


def _has_ids(source: LayerSource) -> bool:
    """Tell whether the field ``fid`` is that of the ids of a GeoPackage, each once."""
    layer = source.layer
    if layer is None or layer.providerType() != "ogr" or layer.storageType() != "GPKG" or layer.isEditable():
        return False
    return any(layer.fields().at(i).name().lower() == "fid" for i in layer.primaryKeyAttributes())


def _free_name(name: str, taken: set[str]) -> str:
    number, found = 1, name
    while found.lower() in taken:
        number += 1
        found = f"{name}{number}"
    return found
