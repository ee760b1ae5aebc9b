"""Fields of an output that has those of its input and some of ours."""

from __future__ import annotations

from qgis.core import QgsField, QgsFields

from grid_manager_plugin.layers.fields import fields_of
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
