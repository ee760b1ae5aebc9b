"""The run of ``linksurveypoints``: layers to arrays, piece by piece into ``linking``, arrays to outputs.

Apart from the algorithm's own module, because that one has to load where shapely is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from qgis.core import QgsFields, QgsProcessingFeedback, QgsWkbTypes

from grid_manager_plugin.algorithms.running import (
    check_cancelled,
    destinations_of,
    finish_layers,
    heeding,
    open_files,
    rights_of,
    source_of,
    walk_told,
)
from grid_manager_plugin.algorithms.values import Values
from grid_manager_plugin.errors import InputError
from grid_manager_plugin.layers.crs import title_of
from grid_manager_plugin.layers.destinations import destination_text
from grid_manager_plugin.layers.gpkg_copy import GpkgCopy
from grid_manager_plugin.layers.layer_output import LayerOutput
from grid_manager_plugin.layers.link_grids import read_link_grids
from grid_manager_plugin.layers.link_report import link_page, link_text
from grid_manager_plugin.layers.link_report_request import LinkMarks, LinkRequest
from grid_manager_plugin.layers.link_rows import LINKED, MISMATCHES, UNLINKED, link_rows, write_rows_of
from grid_manager_plugin.layers.messages import language, tr_message
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

FILES = {"REPORT": link_page, "SUMMARY": link_text}
"""What makes the text of each file that can be asked for."""

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
    points, grids_source = PointLayer(source_of(values, "INPUT"), alive), source_of(values, "GRIDS")
    check_fields(points.source, fields.all())
    if not fields.typed and destination_text("MISMATCHES", values.parameters, context):
        raise InputError(Message(_NOTHING_TYPED))
    max_distance = values.amount("MAX_DISTANCE")
    grids = read_link_grids(grids_source, values.field("GRID_CODE"), alive)
    with Outputs(context) as outputs:
        sinks = _open(values, outputs, points)
        files = open_files(values.algorithm, outputs, FILES, values.parameters, context)
        settings = LinkSettings(max_distance, "UNLINKED" in sinks.layers, "MISMATCHES" in sinks.layers)
        tell = walk_told(points.source, feedback, 0.0, LOOK_SHARE)
        places = look_over(points, grids, tell, nearest=settings.asks_nearest)
        link = PointLink(points, places, Linker(grids.indexed, settings), fields)
        marks = LinkMarks.within(grids.indexed)
        file_notes = _link_all(link, sinks, marks, walk_told(points.source, feedback, LOOK_SHARE, LINK_SHARE))
        finish_layers(outputs, sinks.layers, KINDS, feedback)
        summary, notes = link.linker.summary(), (*grids.notes, *sinks.notes, *places.notes, *link.notes())
        for note in (*notes, *file_notes):
            feedback.pushInfo(tr_message(note))
        request = LinkRequest(
            points_layer=points.source.name,
            grids_layer=grids_source.name,
            grid_code_field=values.text("GRID_CODE"),
            fields=fields,
            max_distance=max_distance,
            points_crs=title_of(points.source.crs),
            grids_crs=title_of(grids_source.crs),
            grids=grids,
            marks=marks,
            notes=notes,
            rights=rights_of(points.source, grids_source),
            language=language(),
        )
        for name, (_, file) in files.items():
            file.write(FILES[name](summary, request, heeding(feedback)))
        alive()
    return {**destinations_of(sinks.layers, files, KINDS, context), **summary.numbers()}


def _link_all(link: PointLink, sinks: _Sinks, marks: LinkMarks, tell: Callable[[int], None]) -> tuple[Message, ...]:
    """Link all points and write them; return notes about the files."""
    copy = GpkgCopy.between(link.points.source, sinks.layers, sinks.fields)
    try:
        for piece in link.pieces(with_features=copy is None):
            rows = link_rows(piece.points, piece.linked, link.linker.grids.code, piece.typed)
            write_rows_of(piece.points, rows, sinks.layers, sinks.fields, copy)
            marks.add(piece)
            tell(link.done)
        if copy is not None:
            copy.finish()
    finally:
        if copy is not None:
            copy.close()
    return () if copy is None else copy.notes()


def _open(values: Values, outputs: Outputs, points: PointLayer) -> _Sinks:
    features, layers, fields, notes = points.source.features, {}, {}, []
    for name, ours in LAYERS.items():
        if name != "OUTPUT" and not destination_text(name, values.parameters, values.context):
            continue
        fields[name], told_fields = joined_fields(points.source, ours)
        notes += [note for note in told_fields if note not in notes]
        definition = values.algorithm.parameterDefinition(name)
        layers[name] = outputs.layer(
            definition, values.parameters, fields[name], features.wkbType(), features.sourceCrs()
        )
    return _Sinks(layers, fields, tuple(notes))


_NOTHING_TYPED = QT_TRANSLATE_NOOP(
    "Linking", "MISMATCHES needs to know what was typed: give TYPED_CODE, the field with the codes."
)
