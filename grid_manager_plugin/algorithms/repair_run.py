"""The run of ``repairgrids``: layers to arrays, one call into ``coverage``, arrays to outputs.

Apart from the algorithm's own module, because that one has to load where shapely is missing.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from qgis.core import QgsProcessingFeedback, QgsWkbTypes

from grid_manager_plugin.algorithms.coverage_city import (
    CoverageCity,
    coverage_request,
    open_sources,
    read_city,
)
from grid_manager_plugin.algorithms.running import (
    check_cancelled,
    destinations_of,
    finish_layers,
    heeding,
    open_files,
    open_layers,
    optional_source,
    told,
    write_rows,
)
from grid_manager_plugin.algorithms.validate_run import FILES, report_request
from grid_manager_plugin.algorithms.values import Values
from grid_manager_plugin.coverage.accepted import unmatched
from grid_manager_plugin.coverage.inputs import CheckSettings
from grid_manager_plugin.coverage.kinds import GROUND, Kind
from grid_manager_plugin.coverage.mend.moves import RepairSettings
from grid_manager_plugin.coverage.repair import Repair, Repaired
from grid_manager_plugin.layers.messages import tr_message
from grid_manager_plugin.layers.people import read_people
from grid_manager_plugin.layers.piece_people import nobody, people_on
from grid_manager_plugin.layers.repair_report import Moved, RepairFacts
from grid_manager_plugin.layers.repaired import (
    CHANGES,
    REMAINING,
    change_rows,
    changed_heights,
    remaining_rows,
    repaired_features,
)
from grid_manager_plugin.layers.source import LayerSource
from grid_manager_plugin.layers.write import Outputs
from grid_manager_plugin.rules.chunks import Progress

READ_SHARE, REPAIR_SHARE = 5.0, 90.0
"""Percent of the progress bar that reading, and reading and repairing, take."""

LAYERS = {
    "CHANGES": (CHANGES, QgsWkbTypes.Type.MultiPolygon, "changes"),
    "REMAINING": (REMAINING, QgsWkbTypes.Type.MultiPolygon, "findings"),
}
"""Fields, geometry and style of each layer that can be asked for beside the grids."""


def run(values: Values, feedback: QgsProcessingFeedback) -> tuple[dict[str, Any], int]:
    """Repair the grids and write what was asked for.

    Returns:
        Destinations and numbers, by the names of the outputs; and the number of errors that are left.

    Raises:
        InputError: Something in the layers cannot be used; the message names it.
        RepairError: Whatever is moved makes the plan worse.
        OutputError: An output cannot be written whole; what was there before stays.
        Cancelled: The user stopped the run; no output is kept.
    """
    context, alive = values.context, partial(check_cancelled, feedback)
    request, sources = coverage_request(values), open_sources(values)
    people_source = optional_source(values, "POPULATION_LAYER")
    city = read_city(sources, request, alive)
    for note in city.notes:
        feedback.pushInfo(tr_message(note))
    with Outputs(context) as outputs:
        source = sources.grids.features
        definition = values.algorithm.parameterDefinition("OUTPUT")
        output = outputs.layer(definition, values.parameters, source.fields(), source.wkbType(), city.crs)
        layers = open_layers(values.algorithm, outputs, LAYERS, city.crs, values.parameters, context)
        files = open_files(values.algorithm, outputs, FILES, values.parameters, context)
        repaired = _repaired(values, city, request.settings, feedback)
        people = _people(values, people_source, city, repaired, feedback)
        notes = (*unmatched(repaired.before.findings, city.accepted), *changed_heights(source, city.grids, repaired))
        for note in notes:
            feedback.pushWarning(tr_message(note))
        output.write_features(repaired_features(source, city.grids, repaired, alive))
        rows = {
            "CHANGES": partial(change_rows, city.grids, repaired, people),
            "REMAINING": partial(remaining_rows, repaired),
        }
        for name, layer in layers.items():
            write_rows(layer, rows[name](), alive)
        finish_layers(outputs, layers, LAYERS, feedback)
        after = replace(city, grids=city.grids.with_geometry(repaired.geometry), notes=(*city.notes, *notes))
        facts = _facts(values, repaired, people)
        for name, (_, file) in files.items():
            asked = report_request(after, sources, request, facts)
            file.write(FILES[name](repaired.after, asked, heeding(feedback)))
        alive()
    results = {"OUTPUT": output.result, **destinations_of(layers, files, LAYERS, context)}
    return {**results, **facts.numbers}, repaired.after.errors


def _repaired(
    values: Values, city: CoverageCity, settings: CheckSettings, feedback: QgsProcessingFeedback
) -> Repaired:
    repair_settings = RepairSettings(
        largest=_largest(values),
        snap=values.amount("SNAP_TOLERANCE"),
        ignore_below=settings.ignore_below,
        kinds=settings.checks & frozenset(GROUND),
    )
    repair = Repair(city.grids, city.communities, settings, repair_settings, city.measure, city.accepted)
    return repair.run(Progress(partial(told, feedback), READ_SHARE / 100, REPAIR_SHARE / 100))


def _largest(values: Values) -> dict[Kind, float]:
    return {kind: values.amount(f"MAX_{kind.name}_AREA") for kind in GROUND}


def _people(
    values: Values,
    source: LayerSource | None,
    city: CoverageCity,
    repaired: Repaired,
    feedback: QgsProcessingFeedback,
) -> np.ndarray | None:
    """Return the people on each moved piece; ``None`` where no layer tells."""
    if source is None:
        return None
    field = values.text("POPULATION_LAYER_FIELD")
    people, notes = read_people(source, field, city.crs_wkt, partial(check_cancelled, feedback))
    notes = (*notes, *nobody(people))
    for note in notes:
        feedback.pushInfo(tr_message(note))
    pieces = np.empty(len(repaired.moves), dtype=object)
    pieces[:] = [move.geometry for move in repaired.moves]
    return people_on(pieces, people)


def _facts(values: Values, repaired: Repaired, people: np.ndarray | None) -> RepairFacts:
    moved = []
    for kind in GROUND:
        mine = [i for i, move in enumerate(repaired.moves) if move.kind is kind]
        area = float(sum(repaired.moves[i].area for i in mine))
        moved.append(Moved(kind, len(mine), area, None if people is None else float(people[mine].sum())))
    return RepairFacts(
        largest=_largest(values),
        snap=values.amount("SNAP_TOLERANCE"),
        locked_field=values.text("LOCKED"),
        moved=tuple(one for one in moved if one.pieces),
        numbers={
            "REPAIRED": len(repaired.moves) + len(repaired.made_valid),
            "LEFT": len(repaired.after.findings),
            "AREA_MOVED_M2": float(sum(move.area for move in repaired.moves)),
            "NODED": len(repaired.noded),
        },
    )
