"""The run of ``validategrids``: layers to arrays, one call into ``coverage``, arrays to outputs.

Apart from the algorithm's own module, because that one has to load where shapely is missing.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from qgis.core import QgsProcessingFeedback, QgsWkbTypes

from grid_manager_plugin.algorithms.coverage_city import (
    CoverageCity,
    CoverageRequest,
    CoverageSources,
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
    rights_of,
    told,
    write_rows,
)
from grid_manager_plugin.algorithms.values import Values
from grid_manager_plugin.coverage.accepted import unmatched
from grid_manager_plugin.coverage.check import check
from grid_manager_plugin.layers.check_report import check_page, check_text
from grid_manager_plugin.layers.check_report_request import CheckRequest
from grid_manager_plugin.layers.crs import title_of
from grid_manager_plugin.layers.finding_fields import (
    CHECK_STATUS,
    EDGES,
    FINDINGS,
    check_status_rows,
    edge_rows,
    finding_rows,
)
from grid_manager_plugin.layers.messages import language, tr_message
from grid_manager_plugin.layers.repair_report import RepairFacts
from grid_manager_plugin.layers.write import Outputs
from grid_manager_plugin.rules.chunks import Progress
from grid_manager_plugin.rules.ground import sound_ground

READ_SHARE, CHECK_SHARE = 5.0, 85.0
"""Percent of the progress bar that reading, and reading and checking, take."""

LAYERS = {
    "OUTPUT": (FINDINGS, QgsWkbTypes.Type.MultiPolygon, "findings"),
    "EDGES": (EDGES, QgsWkbTypes.Type.MultiLineString, "edges"),
    "STATUS": (CHECK_STATUS, QgsWkbTypes.Type.NoGeometry, ""),
}
"""Fields, geometry and style of each layer that can be asked for."""

FILES = {"REPORT": check_page, "SUMMARY": check_text}
"""What makes the text of each file that can be asked for."""


def run(values: Values, feedback: QgsProcessingFeedback) -> tuple[dict[str, Any], int]:
    """Check the grids and write what was asked for.

    Returns:
        Destinations and numbers, by the names of the outputs; and the number of errors.

    Raises:
        InputError: Something in the layers cannot be used; the message names it.
        OutputError: An output cannot be written whole; what was there before stays.
        Cancelled: The user stopped the run; no output is kept.
    """
    context, alive = values.context, partial(check_cancelled, feedback)
    request, sources = coverage_request(values), open_sources(values)
    city = read_city(sources, request, alive)
    for note in city.notes:
        feedback.pushInfo(tr_message(note))
    with Outputs(context) as outputs:
        layers = open_layers(values.algorithm, outputs, LAYERS, city.crs, values.parameters, context)
        files = open_files(values.algorithm, outputs, FILES, values.parameters, context)
        progress = Progress(partial(told, feedback), READ_SHARE / 100, CHECK_SHARE / 100)
        summary = check(city.grids, city.communities, request.settings, city.measure, city.accepted, progress)
        notes = unmatched(summary.findings, city.accepted)
        for note in notes:
            feedback.pushWarning(tr_message(note))
        city = replace(city, notes=(*city.notes, *notes))
        rows = {
            "OUTPUT": partial(finding_rows, summary.findings),
            "EDGES": partial(edge_rows, summary.findings),
            "STATUS": partial(check_status_rows, summary.rows),
        }
        for name, layer in layers.items():
            write_rows(layer, rows[name](), alive)
        finish_layers(outputs, layers, LAYERS, feedback)
        for name, (_, file) in files.items():
            file.write(FILES[name](summary, report_request(city, sources, request), heeding(feedback)))
        alive()
    numbers = summary.numbers()
    return {**destinations_of(layers, files, LAYERS, context), **numbers}, int(numbers["ERRORS"])


def report_request(
    city: CoverageCity, sources: CoverageSources, request: CoverageRequest, repair: RepairFacts | None = None
) -> CheckRequest:
    """Return what was asked, as the report tells it; of a repair with what it did, and the city as it is after it."""
    return CheckRequest(
        settings=request.settings,
        crs_wkt=city.crs_wkt,
        crs_name=title_of(city.crs),
        grids_layer=sources.grids.name,
        communities_layer=sources.communities.name,
        grid_code_field=request.grid_fields.code,
        grid_community_field=request.grid_fields.community,
        community_id_field=request.community_fields.id,
        population_field=request.grid_fields.population,
        accepted_layer="" if sources.accepted is None else sources.accepted.name,
        grid_geometry=sound_ground(city.grids.geometry, city.measure, city.grids.lost).geometry,
        communities=city.communities,
        notes=city.notes,
        repair=repair,
        rights=rights_of(sources.grids, sources.communities, sources.accepted),
        language=language(),
    )
