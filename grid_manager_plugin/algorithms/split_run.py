"""The run of ``splitcommunities``: layers to arrays, one call into ``division``, arrays to outputs.

Apart from the algorithm's own module, because that one has to load where shapely is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsWkbTypes,
)

from grid_manager_plugin.algorithms.running import (
    check_cancelled,
    check_outputs,
    destinations_of,
    finish_layers,
    open_files,
    open_layers,
    rights_of,
)
from grid_manager_plugin.algorithms.split_city import City, Sources, SplitRequest, open_sources, read_city
from grid_manager_plugin.division.city import divide
from grid_manager_plugin.division.community import CommunityPlan
from grid_manager_plugin.division.summary import CitySummary
from grid_manager_plugin.division.verdict import Verdict
from grid_manager_plugin.layers import fields
from grid_manager_plugin.layers.crs import title_of
from grid_manager_plugin.layers.layer_output import LayerOutput
from grid_manager_plugin.layers.log import told_to
from grid_manager_plugin.layers.messages import language, tr_message, translate
from grid_manager_plugin.layers.report import report_page, summary_text
from grid_manager_plugin.layers.report_request import ReportRequest
from grid_manager_plugin.layers.report_words import TEXTS
from grid_manager_plugin.layers.source import LayerSource
from grid_manager_plugin.layers.workers import open_executor
from grid_manager_plugin.layers.write import Outputs
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

READ_SHARE = 4.0
"""Percent of the progress bar that reading takes."""

TOLD = (Verdict.FAILED, Verdict.INFEASIBLE, Verdict.RELAXED)
"""Verdicts that the log tells of."""

_TOLD = QT_TRANSLATE_NOOP("Run", "{community_id}: {verdict}. {reason}")

LAYERS = {
    "OUTPUT": (fields.GRIDS, QgsWkbTypes.Type.MultiPolygon, "grids"),
    "BLOCKS_OUTPUT": (fields.BLOCKS, QgsWkbTypes.Type.MultiPolygon, "blocks"),
    "STATUS": (fields.STATUS, QgsWkbTypes.Type.NoGeometry, ""),
}
"""Fields, geometry and style of each layer that can be asked for."""

FILES = {"REPORT": report_page, "SUMMARY": summary_text}
"""What makes the text of each file that can be asked for."""


def run(
    algorithm: QgsProcessingAlgorithm,
    request: SplitRequest,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> dict[str, Any]:
    """Divide the communities and write what was asked for.

    Returns:
        Destinations and numbers, by the names of the outputs.

    Raises:
        InputError: Something in the layers cannot be used; the message names it.
        OutputError: An output cannot be written whole, or would replace an input or another output; what was there
            before stays.
        WorkerError: The scheduler cannot be used.
        Cancelled: The user stopped the run; no output is kept.
    """
    check_outputs(algorithm, parameters, context)
    sources = open_sources(algorithm, parameters, context)
    city = read_city(sources, request, partial(check_cancelled, feedback))
    feedback.setProgress(READ_SHARE)
    with Outputs(context) as outputs:
        layers = open_layers(algorithm, outputs, LAYERS, city.crs, parameters, context)
        files = open_files(algorithm, outputs, FILES, parameters, context)
        summary, notes = _divide(city, request, layers, feedback)
        finish_layers(outputs, layers, LAYERS, feedback)
        report = _report_request(city, sources, request, notes)
        for name, (_, file) in files.items():
            file.write(FILES[name](summary, report, translate))
        check_cancelled(feedback)
    return {**destinations_of(layers, files, LAYERS, context), **summary.numbers()}


def _report_request(city: City, sources: Sources, request: SplitRequest, notes: tuple[Message, ...]) -> ReportRequest:
    raster = sources.population_raster
    return ReportRequest(
        settings=city.settings,
        crs_wkt=city.crs_wkt,
        crs_name=title_of(city.crs),
        communities_layer=sources.communities.name,
        blocks_layer=_name(sources.blocks),
        barriers_layer=_name(sources.barriers),
        barrier_factor=request.barrier_fields.factor,
        barrier_profile=Path(request.barrier_fields.profile).name,
        barrier_hard=request.barrier_fields.hard,
        keep_whole_layer=_name(sources.kept),
        keep_whole_dedicated=request.dedicated_field,
        existing_layer=_name(sources.existing),
        population_field=request.block_fields.population,
        community_population=request.community_population,
        population_layer=_name(sources.population_layer),
        population_layer_field=request.population_layer_field,
        population_raster="" if raster is None else raster.name(),
        grids_field=request.community_fields.grids,
        notes=notes,
        rights=rights_of(
            sources.communities,
            sources.blocks,
            sources.barriers,
            sources.kept,
            sources.existing,
            sources.population_layer,
            raster=raster,
        ),
        language=language(),
    )


def _name(source: LayerSource | None) -> str:
    return "" if source is None else source.name


def _divide(
    city: City, request: SplitRequest, layers: Mapping[str, LayerOutput], feedback: QgsProcessingFeedback
) -> tuple[CitySummary, tuple[Message, ...]]:
    """Divide the communities, write each as it is done, and return the city's figures and notes on the input."""
    summary = CitySummary()
    count = len(city.communities)
    with told_to(feedback), open_executor(request.workers, count, request.scheduler, feedback) as executor:
        city_run = divide(
            city.communities,
            city.blocks,
            city.settings,
            city.crs_wkt,
            people=city.people,
            surroundings=city.surroundings,
            executor=executor,
            progress=_Progress(feedback),
        )
        notes = (*city.notes, *city_run.notes)
        for note in notes:
            feedback.pushInfo(tr_message(note))
        for plan in city_run:
            _write(plan, summary, layers)
            _tell(plan, feedback)
    summary.add_outside(city_run.outside_blocks, city_run.outside_population)
    return summary, notes


def _write(plan: CommunityPlan, summary: CitySummary, outputs: Mapping[str, LayerOutput]) -> None:
    row = summary.add(plan)
    rows = {
        "OUTPUT": partial(fields.grid_rows, plan),
        "BLOCKS_OUTPUT": partial(fields.block_rows, plan),
        "STATUS": partial(fields.status_rows, row, plan.notes),
    }
    for name, output in outputs.items():
        output.write(rows[name]())


def _tell(plan: CommunityPlan, feedback: QgsProcessingFeedback) -> None:
    if plan.verdict in TOLD and plan.reason is not None:
        values = {"community_id": plan.id, "verdict": Message(TEXTS[plan.verdict.value]), "reason": plan.reason}
        feedback.pushWarning(tr_message(Message(_TOLD, values)))


class _Progress:
    """Tells Processing how far the division is, and stops it when the user cancels."""

    def __init__(self, feedback: QgsProcessingFeedback) -> None:
        self._feedback = feedback
        self._community = ""

    def __call__(self, fraction: float, community: str) -> None:
        check_cancelled(self._feedback)
        self._feedback.setProgress(READ_SHARE + (100.0 - READ_SHARE) * fraction)
        if community != self._community:
            self._community = community
            self._feedback.setProgressText(community)
