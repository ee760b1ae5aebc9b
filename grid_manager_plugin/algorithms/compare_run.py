"""The run of ``comparegridplans``: layers to arrays, one call into ``linking``, arrays to outputs.

Apart from the algorithm's own module, because that one has to load where shapely is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from qgis.core import QgsProcessingFeedback, QgsWkbTypes

from grid_manager_plugin.algorithms.compare_values import check_compare_values
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
from grid_manager_plugin.division.people.people import PeopleLayer
from grid_manager_plugin.layers.compare_fields import HISTORY, MOVED, PAIRS, history_rows, moved_rows, pair_rows
from grid_manager_plugin.layers.compare_report import compare_page, compare_text
from grid_manager_plugin.layers.compare_report_request import CompareRequest
from grid_manager_plugin.layers.compared_points import read_places
from grid_manager_plugin.layers.crs import title_of
from grid_manager_plugin.layers.messages import language, tr_message
from grid_manager_plugin.layers.people import read_people
from grid_manager_plugin.layers.piece_people import nobody, people_apart
from grid_manager_plugin.layers.plans import PlanFields, PlanLayer, read_plan, read_plan_into
from grid_manager_plugin.layers.source import LayerSource
from grid_manager_plugin.layers.write import Outputs
from grid_manager_plugin.linking.assign import IndexedGrids, assign
from grid_manager_plugin.linking.compare import Comparison, compare
from grid_manager_plugin.linking.compare_summary import CompareSummary, points_of_pieces
from grid_manager_plugin.linking.history import history
from grid_manager_plugin.linking.plan import Plan, plan_of
from grid_manager_plugin.linking.plan_figures import PlanFigures, plan_figures
from grid_manager_plugin.rules.chunks import Progress
from grid_manager_plugin.rules.geodesy import Measure
from grid_manager_plugin.rules.limits import Limits
from grid_manager_plugin.rules.messages import Message

READ_SHARE, COMPARE_SHARE, COUNT_SHARE, FIGURE_SHARE = 0.1, 0.5, 0.7, 0.85
"""Share of the progress bar that each step and those before it take."""

LAYERS = {
    "OUTPUT": (MOVED, QgsWkbTypes.Type.MultiPolygon, "moved"),
    "TABLE": (PAIRS, QgsWkbTypes.Type.NoGeometry, ""),
    "HISTORY": (HISTORY, QgsWkbTypes.Type.NoGeometry, ""),
}
"""Fields, geometry and style of each layer that can be asked for."""

FILES = {"REPORT": compare_page, "SUMMARY": compare_text}
"""What makes the text of each file that can be asked for."""


@dataclass(frozen=True)
class CompareSources:
    """The layers of a run; ``None`` where one was not given."""

    old: LayerSource
    new: LayerSource
    people: LayerSource | None
    points: LayerSource | None


@dataclass(frozen=True)
class ComparedCity:
    """What was read, in the old plan's CRS.

    Attributes:
        old: The old plan.
        new: The new plan.
        people: The layer of people; ``None`` for none.
        places: Coordinates of the points, shape (n, 2); ``None`` for none.
        measure: Measures in the CRS.
        crs_wkt: The CRS as text.
        notes: What there is to tell about the input.
    """

    old: Plan
    new: Plan
    people: PeopleLayer | None
    places: np.ndarray | None
    measure: Measure
    crs_wkt: str
    notes: tuple[Message, ...]


def run(values: Values, feedback: QgsProcessingFeedback) -> dict[str, Any]:
    """Compare the plans and write what was asked for.

    Returns:
        Destinations and numbers, by the names of the outputs.

    Raises:
        InputError: Something in the layers cannot be used; the message names it.
        OutputError: An output cannot be written whole; what was there before stays.
        Cancelled: The user stopped the run; no output is kept.
    """
    check_compare_values(values)
    context, alive, tell = values.context, partial(check_cancelled, feedback), partial(told, feedback)
    sources = CompareSources(
        source_of(values, "OLD"),
        source_of(values, "NEW"),
        optional_source(values, "POPULATION_LAYER"),
        optional_source(values, "POINTS"),
    )
    city = _read(values, sources, alive)
    with Outputs(context) as outputs:
        layers = open_layers(values.algorithm, outputs, LAYERS, sources.old.crs, values.parameters, context)
        files = open_files(values.algorithm, outputs, FILES, values.parameters, context)
        steps = Progress(tell, READ_SHARE, COMPARE_SHARE)
        comparison = compare(city.old, city.new, city.measure, values.amount("IGNORE_BELOW"), steps)
        notes = (*city.notes, *comparison.notes)
        for note in notes:
            feedback.pushInfo(tr_message(note))
        summary = _counted(city, comparison, values, Progress(tell, COMPARE_SHARE, COUNT_SHARE))
        rows = {
            "OUTPUT": partial(moved_rows, summary),
            "TABLE": partial(pair_rows, summary),
            "HISTORY": partial(history_rows, summary.history),
        }
        for name, layer in layers.items():
            write_rows(layer, rows[name](), alive)
        finish_layers(outputs, layers, LAYERS, feedback)
        if files:
            limits = values.grid_limits()
            summary = _figured(city, summary, limits, Progress(tell, COUNT_SHARE, FIGURE_SHARE))
            asked = _request(values, sources, city, limits, notes)
        for name, (_, file) in files.items():
            file.write(FILES[name](summary, asked, heeding(feedback)))
        alive()
    return {**destinations_of(layers, files, LAYERS, context), **summary.numbers()}


def _read(values: Values, sources: CompareSources, alive: Callable[[], None]) -> ComparedCity:
    fields = PlanFields(code=values.field("OLD_CODE"), valid_from=values.text("OLD_VALID_FROM"))
    old_layer, wkt, notes = read_plan(sources.old, fields, alive)
    new_layer, told_new = read_plan_into(sources.new, PlanFields(code=values.field("NEW_CODE")), wkt, alive)
    old, told_old = _plan(old_layer, "OLD")
    new, more = _plan(new_layer, "NEW")
    notes = (*notes, *told_old, *told_new, *more)
    people, places = None, None
    if sources.people is not None:
        people, told_people = read_people(sources.people, values.text("POPULATION_LAYER_FIELD"), wkt, alive)
        notes = (*notes, *told_people, *nobody(people))
    if sources.points is not None:
        places, told_points = read_places(sources.points, wkt, alive)
        notes = (*notes, *told_points)
    return ComparedCity(old, new, people, places, Measure.from_crs(wkt), wkt, notes)


def _plan(layer: PlanLayer, parameter: str) -> tuple[Plan, tuple[Message, ...]]:
    return plan_of(layer.fid, layer.code, layer.geometry, layer.valid_from, parameter)


def _counted(city: ComparedCity, comparison: Comparison, values: Values, progress: Progress) -> CompareSummary:
    """Return the comparison with the people and points on its pieces, and what became of the codes."""
    people, points, moved = None, None, 0
    if city.people is not None:
        people = people_apart(comparison.geometry, city.people, progress.part(0.0, 0.5))
    if city.places is not None:
        grids = []
        for number, plan in enumerate((comparison.before.plan, comparison.after.plan)):
            step = progress.part(0.5 + number / 4, 0.75 + number / 4)
            indexed = IndexedGrids.of(plan.geometry, plan.code, city.measure)
            grids.append(assign(city.places, indexed, tell_nearest=False, progress=step).grid_index)
        points, moved = points_of_pieces(comparison, *grids)
    return CompareSummary(comparison, history(comparison, values.day("DATE")), people, points, moved)


def _figured(city: ComparedCity, summary: CompareSummary, limits: Limits, progress: Progress) -> CompareSummary:
    """Return the summary with the figures of both plans."""
    found: list[PlanFigures] = []
    for number, side in enumerate((summary.comparison.before, summary.comparison.after)):
        step = progress.part(number / 2, (number + 1) / 2)
        people = None
        if city.people is not None:
            people = people_apart(side.geometry, city.people, step.part(0.0, 0.5))
        found.append(plan_figures(side.plan, side.edges, people, limits, city.measure, step.part(0.5, 1.0)))
    return CompareSummary(
        summary.comparison, summary.history, summary.population, summary.points, summary.points_moved, *found
    )


def _request(
    values: Values, sources: CompareSources, city: ComparedCity, limits: Limits, notes: tuple[Message, ...]
) -> CompareRequest:
    return CompareRequest(
        crs_wkt=city.crs_wkt,
        crs_name=title_of(sources.old.crs),
        limits=limits,
        ignore_below=values.amount("IGNORE_BELOW"),
        date=values.day("DATE"),
        old_layer=sources.old.name,
        old_code=values.text("OLD_CODE"),
        old_valid_from=values.text("OLD_VALID_FROM"),
        new_layer=sources.new.name,
        new_code=values.text("NEW_CODE"),
        population_layer="" if sources.people is None else sources.people.name,
        population_layer_field="" if sources.people is None else values.text("POPULATION_LAYER_FIELD"),
        points_layer="" if sources.points is None else sources.points.name,
        notes=notes,
        rights=rights_of(sources.old, sources.new, sources.people, sources.points),
        language=language(),
    )
