"""The run of ``summarizegrids``: layers to arrays, figures, arrays to outputs.

Apart from the algorithm's own module, because that one has to load where shapely is missing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from qgis.core import QgsProcessingFeedback, QgsVectorLayer, QgsWkbTypes

from grid_manager_plugin.algorithms.running import (
    check_cancelled,
    destinations_of,
    finish_layers,
    heeding,
    open_files,
    open_layers,
    optional_source,
    rights_of,
    source_of,
    told,
    write_rows,
)
from grid_manager_plugin.algorithms.values import Values
from grid_manager_plugin.errors import InputError
from grid_manager_plugin.layers.grid_summary import (
    CLASSES,
    GRIDS,
    LEVELS,
    GridSummary,
    class_rows,
    grid_features,
    level_rows,
    read_figures,
)
from grid_manager_plugin.layers.link_grids import LinkGrids, read_link_grids
from grid_manager_plugin.layers.messages import language, tr_message
from grid_manager_plugin.layers.own_fields import joined_fields
from grid_manager_plugin.layers.point_counts import Counted, counted, source_of_layer
from grid_manager_plugin.layers.read import read_layer
from grid_manager_plugin.layers.roster_table import ROSTER_FAULTS, RosterFields, fault_rows, read_roster, roster_notes
from grid_manager_plugin.layers.source import LayerSource
from grid_manager_plugin.layers.summary_report import SummaryRequest, summary_page, summary_text
from grid_manager_plugin.layers.write import Outputs
from grid_manager_plugin.linking.figures import level_lengths, rolled_up
from grid_manager_plugin.linking.neighbours import neighbours
from grid_manager_plugin.linking.roster import Role, Roster, required_roles, roster
from grid_manager_plugin.rules.chunks import Progress
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

READ_SHARE, POINTS_SHARE, FIGURES_SHARE = 0.05, 0.6, 0.75
"""Shares of the progress bar that reading, that and counting points, and all of that and the figures take."""

LAYERS = {
    "LEVELS_OUTPUT": (LEVELS, QgsWkbTypes.Type.NoGeometry, ""),
    "CLASSES_OUTPUT": (CLASSES, QgsWkbTypes.Type.NoGeometry, ""),
    "ROSTER_OUTPUT": (ROSTER_FAULTS, QgsWkbTypes.Type.NoGeometry, ""),
}
"""Fields, geometry and style of each layer that can be asked for beside the grids."""

FILES = {"REPORT": summary_page, "SUMMARY": summary_text}
"""What makes the text of each file that can be asked for."""


@dataclass(frozen=True)
class _Asked:
    """What the user asked, apart from the layers.

    Attributes:
        lengths: Lengths of the codes of the levels.
        roles: Roles that every grid needs.
        class_fields: Fields that may tell a point's class.
        max_distance: Metres up to which a point outside counts for the nearest grid.
    """

    lengths: tuple[int, ...]
    roles: tuple[Role, ...]
    class_fields: list[str]
    max_distance: float


def check_summary(values: Values) -> None:
    """See what can be known to be wrong before the run.

    Raises:
        InputError: A value cannot be used, or one is missing; the message names the parameter.
    """
    _asked(values)
    for table, fields in _FIELDS_OF.items():
        missing = [name for name in fields if values.is_empty(name)]
        if not values.is_empty(table) and missing:
            raise InputError(Message(_FIELD_MISSING, {"table": table, "field": missing[0]}))
    if values.is_empty("ROSTER") and not values.is_empty("ROSTER_OUTPUT"):
        raise InputError(Message(_NO_ROSTER))


def run(values: Values, feedback: QgsProcessingFeedback) -> dict[str, Any]:
    """Sum up the grids and write what was asked for.

    Returns:
        Destinations and numbers, by the names of the outputs.

    Raises:
        InputError: Something in the layers cannot be used; the message names it.
        CrsError: A layer's coordinate system or coordinates cannot be used.
        OutputError: An output cannot be written whole; what was there before stays.
        Cancelled: The user stopped the run; no output is kept.
    """
    check_summary(values)
    context, alive, asked = values.context, partial(check_cancelled, feedback), _asked(values)
    source = source_of(values, "INPUT")
    grids = read_link_grids(source, values.field("GRID_CODE"), alive)
    fields, notes = joined_fields(source, GRIDS)
    grids = replace(grids, notes=(*grids.notes, *notes))
    with Outputs(context) as outputs:
        definition = values.algorithm.parameterDefinition("OUTPUT")
        output = outputs.layer(definition, values.parameters, fields, source.features.wkbType(), source.crs)
        layers = open_layers(values.algorithm, outputs, LAYERS, source.crs, values.parameters, context)
        files = open_files(values.algorithm, outputs, FILES, values.parameters, context)
        told(feedback, READ_SHARE)
        summary = _summary(values, asked, source, grids, feedback)
        for note in summary.notes:
            feedback.pushInfo(tr_message(note))
        output.write_features(grid_features(source.features, summary, fields, alive))
        rows = {
            "LEVELS_OUTPUT": partial(level_rows, summary),
            "CLASSES_OUTPUT": partial(class_rows, summary),
            "ROSTER_OUTPUT": partial(fault_rows, summary.roster),
        }
        for name, layer in layers.items():
            write_rows(layer, rows[name](), alive)
        finish_layers(outputs, layers, LAYERS, feedback)
        if files:
            request = _request(values, asked, source, summary, feedback)
            for name, (_, file) in files.items():
                file.write(FILES[name](summary, request, heeding(feedback)))
        alive()
    results = {"OUTPUT": output.result, **destinations_of(layers, files, LAYERS, context)}
    return {**results, **summary.numbers()}


def _asked(values: Values) -> _Asked:
    names = values.text("CLASS_FIELD").replace("，", ",").split(",")
    return _Asked(
        lengths=level_lengths(values.text("LEVELS")),
        roles=required_roles(values.text("REQUIRED_ROLES")) if not values.is_empty("ROSTER") else (),
        class_fields=[name.strip() for name in names if name.strip()],
        max_distance=values.amount("MAX_DISTANCE"),
    )


def _summary(
    values: Values, asked: _Asked, source: LayerSource, grids: LinkGrids, feedback: QgsProcessingFeedback
) -> GridSummary:
    alive = partial(check_cancelled, feedback)
    name, population = values.text("GRID_NAME"), values.text("POPULATION_FIELD")
    number, figures, notes = read_figures(source, grids, name, population, alive)
    points = _points(values, asked, grids, feedback)
    staff = _staff(values, asked, figures.code.tolist(), feedback)
    notes = (*grids.notes, *notes, *(note for one in points for note in one.notes))
    found = GridSummary(grids, number, figures, points, staff, (), notes)
    if points:
        features = sum((found.by_code(one.by_grid) for one in points), np.zeros(len(figures), dtype=np.int64))
        figures = replace(figures, features=features)
    if staff is not None:
        complete = np.array([staff.staff[code].complete for code in figures.code.tolist()], dtype=bool)
        figures, notes = replace(figures, complete=complete), (*notes, *roster_notes(staff))
    levels = tuple(rolled_up(figures, asked.lengths, _names(values, feedback)))
    return replace(found, figures=figures, levels=levels, notes=notes)


def _points(
    values: Values, asked: _Asked, grids: LinkGrids, feedback: QgsProcessingFeedback
) -> tuple[Counted, ...]:
    layers, found = _layers(values), []
    for i, (name, layer) in enumerate(layers.items()):
        told(feedback, READ_SHARE + (POINTS_SHARE - READ_SHARE) * i / len(layers))
        source = source_of_layer(layer, "LAYERS", values.context)
        alive = partial(check_cancelled, feedback)
        one = counted(source, asked.class_fields, grids, asked.max_distance, alive)
        found.append(replace(one, layer=name))
    told(feedback, POINTS_SHARE)
    return tuple(found)


def _layers(values: Values) -> dict[str, QgsVectorLayer]:
    """Return the layers of points by names that are different.

    Raises:
        InputError: One cannot be opened, or is given twice.
    """
    given = values.parameters.get("LAYERS")
    wanted = [] if values.is_empty("LAYERS") else given if isinstance(given, (list, tuple)) else [given]
    layers = values.algorithm.parameterAsLayerList(values.parameters, "LAYERS", values.context) or []
    if len(layers) < len(wanted):
        names = ", ".join(str(one) for one in wanted if isinstance(one, str))
        raise InputError(Message(_NO_LAYER, {"missing": len(wanted) - len(layers), "layers": names}))
    found: dict[str, QgsVectorLayer] = {}
    for layer in layers:
        if not isinstance(layer, QgsVectorLayer):
            raise InputError(Message(_NO_LAYER, {"missing": 1, "layers": layer.name()}))
        if any(layer.source() == other.source() for other in found.values()):
            raise InputError(Message(_LAYER_TWICE, {"layer": layer.name()}))
        name, number = layer.name(), 1
        while name in found:
            number += 1
            name = f"{layer.name()} ({number})"
        found[name] = layer
    return found


def _staff(values: Values, asked: _Asked, codes: list[str], feedback: QgsProcessingFeedback) -> Roster | None:
    source = optional_source(values, "ROSTER")
    if source is None:
        return None
    fields = RosterFields(*(values.text(name) for name in _FIELDS_OF["ROSTER"]))
    return roster(read_roster(source, fields, partial(check_cancelled, feedback)), codes, asked.roles)


def _names(values: Values, feedback: QgsProcessingFeedback) -> dict[str, str]:
    source = optional_source(values, "NAMES")
    if source is None:
        return {}
    fields = [values.text(name) for name in _FIELDS_OF["NAMES"]]
    table = read_layer(source, fields, partial(check_cancelled, feedback))
    codes, names = (table.columns[name].texts() for name in fields)
    named = ((code, name) for code, name in zip(codes, names) if name)
    return dict(sorted(named, reverse=True))  # of two names for a code the first by text


def _request(
    values: Values, asked: _Asked, source: LayerSource, summary: GridSummary, feedback: QgsProcessingFeedback
) -> SummaryRequest:
    some = summary.number >= 0
    indexed = summary.grids.indexed
    progress = Progress(partial(told, feedback), POINTS_SHARE, FIGURES_SHARE)
    found = None  # only cards tell neighbours
    if not values.is_empty("REPORT"):
        found = neighbours(indexed.ground.geometry[some], summary.number[some], indexed.measure, progress)
    roster_source = optional_source(values, "ROSTER")
    return SummaryRequest(
        grids_layer=source.name,
        grid_code_field=values.text("GRID_CODE"),
        grid_name_field=values.text("GRID_NAME"),
        population_field=values.text("POPULATION_FIELD"),
        roster_layer="" if roster_source is None else roster_source.name,
        roles=asked.roles,
        level_lengths=asked.lengths,
        neighbours=found,
        rights=rights_of(source, *_other_sources(values)),
        language=language(),
    )


def _other_sources(values: Values) -> list[LayerSource | None]:
    points = (source_of_layer(layer, "LAYERS", values.context) for layer in _layers(values).values())
    return [*points, optional_source(values, "ROSTER"), optional_source(values, "NAMES")]


_FIELDS_OF = {"ROSTER": ("ROSTER_GRID", "ROSTER_ROLE", "ROSTER_PERSON"), "NAMES": ("NAMES_CODE", "NAMES_NAME")}

_FIELD_MISSING = QT_TRANSLATE_NOOP("Summary", "{table} is given without {field}. Choose the field.")
_NO_LAYER = QT_TRANSLATE_NOOP(
    "Summary", "LAYERS: layers that could not be opened: {missing}. Given were: {layers}. Check their paths."
)
_LAYER_TWICE = QT_TRANSLATE_NOOP("Summary", "LAYERS: {layer} is given twice; its points would count twice.")
_NO_ROSTER = QT_TRANSLATE_NOOP("Summary", "ROSTER_OUTPUT lists rows of a roster: give ROSTER.")
