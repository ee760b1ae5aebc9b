"""The layer of findings of an earlier run, in which a person accepted some."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from qgis.core import QgsFeatureRequest

from grid_manager_plugin.coverage.accepted import Accepted
from grid_manager_plugin.errors import InputError
from grid_manager_plugin.layers.crs import brought_to
from grid_manager_plugin.layers.lines import truths
from grid_manager_plugin.layers.read import read_layer
from grid_manager_plugin.layers.source import LayerSource
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

NEEDED = ("kind", "community_id", "grid_code", "other_code", "accepted")
"""Fields of the findings that tell which one is accepted."""

NOTE = "note"

SHAPEFILE_NAME = 10
"""Characters that a shapefile leaves of a field's name."""


def read_accepted(
    source: LayerSource, crs_wkt: str, check: Callable[[], None]
) -> tuple[Accepted, tuple[Message, ...]]:
    """Read the findings that are marked as accepted into the grids' coordinate system, and return notes.

    Args:
        source: The layer, as an earlier run wrote it.
        crs_wkt: The grids' coordinate system.
        check: Called now and then; raises to cancel.

    Raises:
        InputError: It is no layer of findings; or ``accepted`` holds something else than yes and no.
        CrsError: The layer cannot be brought to the grids' coordinate system.
    """
    names = _names(source)
    tolerant = replace(source, invalid=QgsFeatureRequest.InvalidGeometryCheck.GeometryNoCheck)
    table = read_layer(tolerant, list(names.values()), check)
    notes: tuple[Message, ...] = ()
    if len(table):
        table, _, notes = brought_to(table, source, crs_wkt)
    chosen = table.where(truths(table.columns[names["accepted"]], table, "ACCEPTED", source.name))

    def texts(name: str) -> np.ndarray:
        found = np.full(len(chosen), "", dtype=object)
        if name in names:
            found[:] = chosen.columns[names[name]].texts()
        return found

    found = Accepted(
        kind=texts("kind"),
        community_id=texts("community_id"),
        grid_code=texts("grid_code"),
        other_code=texts("other_code"),
        geometry=chosen.geometry,
        note=texts(NOTE),
    )
    return found, (*table.notes, *notes)


def _names(source: LayerSource) -> dict[str, str]:
    """Return how the layer calls the fields, which a shapefile cuts off; the note may be missing."""
    present = {field.name() for field in source.features.fields()}
    found = {}
    for name in (*NEEDED, NOTE):
        called = next((one for one in (name, name[:SHAPEFILE_NAME]) if one in present), None)
        if called is not None:
            found[name] = called
        elif name != NOTE:
            values = {"layer": source.name, "field": name}
            raise InputError(Message(_NO_FINDINGS, values))
    return found


_NO_FINDINGS = QT_TRANSLATE_NOOP(
    "Reading",
    "ACCEPTED: the layer {layer} has no field “{field}”. Choose the findings of an earlier run, with “accepted” set to "
    "true where you accept one.",
)
