"""The run of ``linksurveypoints``: layers to arrays, piece by piece into ``linking``, arrays to outputs.

Apart from the algorithm's own module, because that one has to load where shapely is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

from qgis.core import QgsFields, QgsProcessingFeedback, QgsWkbTypes

from grid_manager_plugin.algorithms.running import (
    check_cancelled,
    destinations_of,
    finish_layers,
    source_of,
    told,
)
from grid_manager_plugin.algorithms.values import Values
from grid_manager_plugin.errors import InputError
from grid_manager_plugin.layers.destinations import destination_text
from grid_manager_plugin.layers.gpkg_copy import GpkgCopy
from grid_manager_plugin.layers.layer_output import LayerOutput
from grid_manager_plugin.layers.link_grids import read_link_grids
from grid_manager_plugin.layers.link_rows import LINKED, MISMATCHES, UNLINKED, link_rows, write_rows_of
from grid_manager_plugin.layers.messages import tr_message
from grid_manager_plugin.layers.own_fields import joined_fields
from grid_manager_plugin.layers.point_link import LinkFields, PointLink
from grid_manager_plugin.layers.point_places import look_over
from grid_manager_plugin.layers.points import PointLayer
from grid_manager_plugin.layers.read import check_fields
from grid_manager_plugin.layers.write import Outputs
from grid_manager_plugin.linking.link import Linker, LinkSettings
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

LOOK_SHARE, LINK_SHARE = 0.15, 0.95
"""Shares of the progress bar that looking over the points, and that and linking them, take."""

LAYERS = {"OUTPUT": LINKED, "UNLINKED": UNLINKED, "MISMATCHES": MISMATCHES}
"""New fields of each layer that can be asked for."""

KINDS = {name: (columns, QgsWkbTypes.Type.Point, "") for name, columns in LAYERS.items()}
"""The same as the outputs of other algorithms tell it: fields, geometry and style."""


@dataclass(frozen=True)
class _Sinks:
    """The layers that were asked for, their fields, and what there is to tell about these."""

    layers: dict[str, LayerOutput]
    fields: dict[str, QgsFields]
    notes: tuple[Message, ...]


def run(values: Values, feedback: QgsProcessingFeedback) -> dict[str, Any]:
    """Link the points and write what was asked for.

    Returns:
        Destinations and numbers, by the names of the outputs.

    Raises:
        InputError: Something in the layers cannot be used; the message names it.
        CrsError: A layer's coordinate system or coordinates cannot be used.
        OutputError: An output cannot be written whole; what was there before stays.
        Cancelled: The user stopped the run; no output is kept.
    """
    context, alive = values.context, partial(check_cancelled, feedback)
    fields = LinkFields(values.text("TYPED_CODE"), values.text("POINT_ID"))
    points = PointLayer(source_of(values, "INPUT"), alive)
    check_fields(points.source, fields.all())
    if not fields.typed and destination_text("MISMATCHES", values.parameters, context):
        raise InputError(Message(_NOTHING_TYPED))
    grids = read_link_grids(source_of(values, "GRIDS"), values.text("GRID_CODE"), alive)
    max_distance = values.amount("MAX_DISTANCE")
    with Outputs(context) as outputs:
        sinks = _open(values, outputs, points)
        with ThreadPoolExecutor(1) as pool:
            indexing = pool.submit(grids.indexed.prepare)
            places = look_over(points, grids.indexed, grids.crs_wkt, _teller(points, feedback, 0.0, LOOK_SHARE))
            indexing.result()
        settings = LinkSettings(max_distance, "UNLINKED" in sinks.layers, "MISMATCHES" in sinks.layers)
        link = PointLink(points, places, Linker(grids.indexed, settings), fields)
        tell = _teller(points, feedback, LOOK_SHARE, LINK_SHARE)
        copy = GpkgCopy.between(points.source, sinks.layers, sinks.fields)
        try:
            for piece, linked, typed in link.pieces(with_features=copy is None):
                rows = link_rows(piece, linked, grids.indexed.code, typed)
                write_rows_of(piece, rows, sinks.layers, sinks.fields, copy)
                tell(link.done)
            if copy is not None:
                copy.finish()
        finally:
            if copy is not None:
                copy.close()
        finish_layers(outputs, sinks.layers, KINDS, feedback)
        for note in (*grids.notes, *sinks.notes, *places.notes, *link.notes(), *_index_notes(copy)):
            feedback.pushInfo(tr_message(note))
        alive()
    return {**destinations_of(sinks.layers, {}, KINDS, context), **link.linker.summary().numbers()}


def _open(values: Values, outputs: Outputs, points: PointLayer) -> _Sinks:
    features, layers, fields, notes = points.source.features, {}, {}, []
    for name, ours in LAYERS.items():
        if name != "OUTPUT" and not destination_text(name, values.parameters, values.context):
            continue
        fields[name], told_fields = joined_fields(features.fields(), ours)
        notes += [note for note in told_fields if note not in notes]
        definition = values.algorithm.parameterDefinition(name)
        layers[name] = outputs.layer(
            definition, values.parameters, fields[name], features.wkbType(), features.sourceCrs()
        )
    return _Sinks(layers, fields, tuple(notes))


def _teller(
    points: PointLayer, feedback: QgsProcessingFeedback, low: float, high: float
) -> Callable[[int], None]:
    """Return what tells how far a walk through the points is."""
    total = max(points.source.features.featureCount(), 1)

    def tell(done: int) -> None:
        told(feedback, low + (high - low) * min(done / total, 1.0))

    return tell


def _index_notes(copy: GpkgCopy | None) -> tuple[Message, ...]:
    names = () if copy is None else copy.left_without_index()
    return tuple(Message(NO_INDEX, {"parameter": name}) for name in names)


_NOTHING_TYPED = QT_TRANSLATE_NOOP(
    "Linking", "MISMATCHES needs to know what was typed: give TYPED_CODE, the field with the codes."
)
NO_INDEX = QT_TRANSLATE_NOOP(
    "Linking",
    "{parameter} has no spatial index, which would take longer than the link itself. “Create spatial index” makes one.",
)
