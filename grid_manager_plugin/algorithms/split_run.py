"""The run of ``splitcommunities``: layers to arrays, one call into ``division``, arrays to outputs.

Apart from the algorithm's own module, because that one has to load where shapely is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsRasterLayer,
    QgsWkbTypes,
)

from grid_manager_plugin.division.city import divide
from grid_manager_plugin.division.community import Blocks, Community, CommunityPlan, DivisionSettings
from grid_manager_plugin.division.people import Places
from grid_manager_plugin.division.people_allotment import CityPeople, allot_people
from grid_manager_plugin.division.summary import CitySummary
from grid_manager_plugin.division.verdict import Verdict
from grid_manager_plugin.errors import Cancelled
from grid_manager_plugin.layers import fields
from grid_manager_plugin.layers.blocks import BlockFields, read_blocks
from grid_manager_plugin.layers.communities import CommunityFields, communities_of, read_communities, with_lost
from grid_manager_plugin.layers.crs import checked_crs, title_of
from grid_manager_plugin.layers.destinations import check_destinations, destination_text
from grid_manager_plugin.layers.layer_output import LayerOutput
from grid_manager_plugin.layers.log import told_to
from grid_manager_plugin.layers.messages import language, tr_message, translate
from grid_manager_plugin.layers.people import read_people
from grid_manager_plugin.layers.people_raster import PeopleRaster
from grid_manager_plugin.layers.raster import RasterBand
from grid_manager_plugin.layers.report import ReportRequest, report_page, summary_text
from grid_manager_plugin.layers.report_words import TEXTS
from grid_manager_plugin.layers.source import LayerSource, open_source
from grid_manager_plugin.layers.staging import Staging
from grid_manager_plugin.layers.style import style_in_file, style_on_load
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

INPUTS = ("INPUT", "BLOCKS", "POPULATION_LAYER", "POPULATION_RASTER")
"""Layers that are read, and that no output may replace."""

FILES = {"REPORT": report_page, "SUMMARY": summary_text}
"""What makes the text of each file that can be asked for."""


@dataclass(frozen=True)
class SplitRequest:
    """What the user asked, apart from the layers.

    Attributes:
        community_fields: Which fields of the communities mean what.
        block_fields: Which fields of the blocks mean what.
        population_layer_field: Which field of the layer of people tells them; empty for none.
        settings: Limits, codes and search.
        workers: Worker processes; 0 takes all cores.
        scheduler: Address of a Dask scheduler; empty for this machine.
    """

    community_fields: CommunityFields
    block_fields: BlockFields
    population_layer_field: str
    settings: DivisionSettings
    workers: int
    scheduler: str


@dataclass(frozen=True)
class Sources:
    """The layers of a run.

    Attributes:
        communities: The communities.
        blocks: The blocks.
        population_layer: Points or polygons with people; ``None`` where it was not given.
        population_raster: People per cell; ``None`` where it was not given.
    """

    communities: LayerSource
    blocks: LayerSource
    population_layer: LayerSource | None
    population_raster: QgsRasterLayer | None


@dataclass(frozen=True)
class City:
    """What was read.

    Attributes:
        communities: The communities, in the layer's order.
        blocks: The blocks, in the communities' CRS.
        people: Where people are; ``None`` where the blocks tell.
        crs: The communities' CRS.
        crs_wkt: The same as text.
        notes: What there is to tell about the input.
    """

    communities: list[Community]
    blocks: Blocks
    people: CityPeople | None
    crs: QgsCoordinateReferenceSystem
    crs_wkt: str
    notes: tuple[Message, ...]


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
    sources = _sources(algorithm, parameters, context)
    city = read_city(sources, request, feedback)
    with Outputs(context) as outputs:
        layers = _open_layers(algorithm, outputs, city.crs, parameters, context)
        files = _open_files(algorithm, outputs, parameters, context)
        summary, notes = _divide(city, request, layers, feedback)
        for note in outputs.finish_layers(partial(_check, feedback)):
            feedback.pushWarning(tr_message(note))
        for name, layer in layers.items():
            if LAYERS[name][2]:
                style_in_file(layer, LAYERS[name][2])
        report = _report_request(city, sources, request, notes)
        for name, (_, file) in files.items():
            file.write(FILES[name](summary, report, translate))
        _check(feedback)
    for name, layer in layers.items():
        if LAYERS[name][2]:
            style_on_load(layer.result, LAYERS[name][2], context)
    results = {name: layer.result for name, layer in layers.items()}
    return {**results, **{name: path for name, (path, _) in files.items()}, **summary.numbers()}


def check_outputs(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> None:
    """See that no output would replace an input or another output.

    Raises:
        OutputError: One would; the message names both parameters.
    """
    sources = [algorithm.parameterDefinition(name) for name in INPUTS]
    check_destinations(sources, LAYERS, FILES, parameters, context)


def read_city(sources: Sources, request: SplitRequest, feedback: QgsProcessingFeedback) -> City:
    """Read all layers; of a raster no more than its sum. Errors as :func:`run`."""
    check = partial(_check, feedback)
    communities = sources.communities
    table = read_communities(communities, request.community_fields, check)
    found, id_notes = communities_of(table, request.community_fields)
    crs_wkt, placement = checked_crs(communities, table)
    found = with_lost(found, placement, table, communities)
    crs_notes = () if placement.note is None else (placement.note,)
    read, block_notes = read_blocks(sources.blocks, request.block_fields, crs_wkt, check)
    places, place_notes = _places(sources, request, found, crs_wkt, check)
    people = None if places is None else CityPeople.from_sources(found, places)
    feedback.setProgress(READ_SHARE)
    notes = (*table.notes, *id_notes, *crs_notes, *block_notes, *place_notes)
    return City(found, read, people, communities.crs, crs_wkt, notes)


def _places(
    sources: Sources, request: SplitRequest, communities: list[Community], crs_wkt: str, check: Callable[[], None]
) -> tuple[Places | None, tuple[Message, ...]]:
    """Return where people are, ``None`` where the blocks tell, and notes on reading it."""
    if sources.population_layer is not None:
        layer, notes = read_people(sources.population_layer, request.population_layer_field, crs_wkt, check)
        return allot_people(communities, layer), notes
    if sources.population_raster is not None:
        band = RasterBand(sources.population_raster, "POPULATION_RASTER")
        return PeopleRaster(band, communities, crs_wkt, check), ()
    return None, ()


def _report_request(city: City, sources: Sources, request: SplitRequest, notes: tuple[Message, ...]) -> ReportRequest:
    layer, raster = sources.population_layer, sources.population_raster
    return ReportRequest(
        settings=request.settings,
        crs_wkt=city.crs_wkt,
        crs_name=title_of(city.crs),
        communities_layer=sources.communities.name,
        blocks_layer=sources.blocks.name,
        population_field=request.block_fields.population,
        population_layer="" if layer is None else layer.name,
        population_layer_field=request.population_layer_field,
        population_raster="" if raster is None else raster.name(),
        grids_field=request.community_fields.grids,
        notes=notes,
        language=language(),
    )


def _sources(algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext) -> Sources:
    def is_given(name: str) -> bool:
        return parameters.get(name) not in (None, NULL, "")

    def source(name: str) -> LayerSource:
        return _source(algorithm, name, parameters, context)

    raster = None
    if is_given("POPULATION_RASTER"):
        raster = algorithm.parameterAsRasterLayer(parameters, "POPULATION_RASTER", context)
        if raster is None:
            raise QgsProcessingException(algorithm.invalidRasterError(parameters, "POPULATION_RASTER"))
    people = source("POPULATION_LAYER") if is_given("POPULATION_LAYER") else None
    return Sources(source("INPUT"), source("BLOCKS"), people, raster)


def _source(
    algorithm: QgsProcessingAlgorithm, name: str, parameters: dict[str, Any], context: QgsProcessingContext
) -> LayerSource:
    source = open_source(algorithm.parameterDefinition(name), parameters, context)
    if source is None:
        raise QgsProcessingException(algorithm.invalidSourceError(parameters, name))
    return source


def _open_layers(
    algorithm: QgsProcessingAlgorithm,
    outputs: Outputs,
    crs: QgsCoordinateReferenceSystem,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
) -> dict[str, LayerOutput]:
    """Open the layers that were asked for, before the work: a path that cannot be written is told at once."""
    layers = {}
    for name, (columns, geometry, _) in LAYERS.items():
        definition = algorithm.parameterDefinition(name)
        if name == "OUTPUT" or destination_text(name, parameters, context):
            layers[name] = outputs.layer(definition, parameters, fields.fields_of(columns), geometry, crs)
    return layers


def _open_files(
    algorithm: QgsProcessingAlgorithm, outputs: Outputs, parameters: dict[str, Any], context: QgsProcessingContext
) -> dict[str, tuple[str, Staging]]:
    """Return the files that were asked for and where they are made; before the work, as :func:`_open_layers`."""
    asked = {name: algorithm.parameterAsFileOutput(parameters, name, context) for name in FILES}
    return {name: (path, outputs.file(name, path)) for name, path in asked.items() if path}


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
            request.settings,
            city.crs_wkt,
            people=city.people,
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
        _check(self._feedback)
        self._feedback.setProgress(READ_SHARE + (100.0 - READ_SHARE) * fraction)
        if community != self._community:
            self._community = community
            self._feedback.setProgressText(community)


def _check(feedback: QgsProcessingFeedback) -> None:
    if feedback.isCanceled():
        raise Cancelled
