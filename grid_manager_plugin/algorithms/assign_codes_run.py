"""The run of ``assigngridcodes``: layers to arrays, one call into ``linking``, arrays to outputs.

Apart from the algorithm's own module, because that one has to load where shapely is missing.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingFeedback, QgsWkbTypes

from grid_manager_plugin.algorithms.assign_codes_city import (
    CodeCity,
    CodeRequest,
    CodeSources,
    code_request,
    open_code_sources,
    read_code_city,
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
from grid_manager_plugin.layers.code_fields import CODE_STATUS, CODED, code_status_rows, coded_features
from grid_manager_plugin.layers.code_report import CodePageRequest, code_page, code_text
from grid_manager_plugin.layers.crs import title_of
from grid_manager_plugin.layers.destinations import destination_text
from grid_manager_plugin.layers.messages import language, tr_message
from grid_manager_plugin.layers.own_fields import joined_fields
from grid_manager_plugin.layers.retired import Register, read_register, retired_features
from grid_manager_plugin.layers.write import Outputs
from grid_manager_plugin.linking.assign_codes import CodedGrids, assign_codes
from grid_manager_plugin.linking.code_inputs import barred_codes
from grid_manager_plugin.rules.chunks import Progress
from grid_manager_plugin.rules.codes import Scheme
from grid_manager_plugin.rules.messages import Message

READ_SHARE, CODE_SHARE = 0.3, 0.85
"""Share of the progress bar that reading, and reading and coding, take."""

LAYERS = {"STATUS": (CODE_STATUS, QgsWkbTypes.Type.NoGeometry, "")}
"""Fields, geometry and style of each layer that can be asked for beside the grids and the register."""

FILES = {"REPORT": code_page, "SUMMARY": code_text}
"""What makes the text of each file that can be asked for."""


def run(values: Values, feedback: QgsProcessingFeedback) -> dict[str, Any]:
    """Assign codes and write what was asked for.

    Returns:
        Destinations and numbers, by the names of the outputs.

    Raises:
        InputError: Something in the layers cannot be used; the message names it.
        OutputError: An output cannot be written whole; what was there before stays.
        Cancelled: The user stopped the run; no output is kept.
    """
    context, alive = values.context, partial(check_cancelled, feedback)
    request, sources = code_request(values), open_code_sources(values)
    register = read_register("RETIRED", values.parameters, context, alive)
    city = read_code_city(sources, request, alive, Progress(partial(told, feedback), 0.0, READ_SHARE))
    source = sources.grids.features
    fields, renamed = joined_fields(sources.grids, CODED)
    with Outputs(context) as outputs:
        definition = values.algorithm.parameterDefinition("OUTPUT")
        output = outputs.layer(definition, values.parameters, fields, source.wkbType(), city.crs)
        retired = None
        if destination_text("RETIRED", values.parameters, context):
            definition, no_crs = values.algorithm.parameterDefinition("RETIRED"), QgsCoordinateReferenceSystem()
            no_geometry = QgsWkbTypes.Type.NoGeometry
            retired = outputs.layer(definition, values.parameters, register.fields, no_geometry, no_crs)
        layers = open_layers(values.algorithm, outputs, LAYERS, city.crs, values.parameters, context)
        files = open_files(values.algorithm, outputs, FILES, values.parameters, context)
        progress = Progress(partial(told, feedback), READ_SHARE, CODE_SHARE)
        before, doubtful = _withdrawn_before(city, register, request.scheme)
        coded = assign_codes(
            city.grids, city.communities, city.previous, before, request.scheme, city.measure, progress
        )
        notes = (*city.notes, *renamed, *doubtful, *coded.notes)
        _tell(coded, notes, feedback)
        output.write_features(coded_features(source, city.grids.fid, city.community_id, coded, fields, alive))
        if retired is not None:
            retired.write_features(retired_features(register, coded.withdrawn, request.date))
        for layer in layers.values():
            write_rows(layer, code_status_rows(coded.rows), alive)
        finish_layers(outputs, layers, LAYERS, feedback)
        asked = _page_request(request, sources, city, notes)
        for name, (_, file) in files.items():
            file.write(FILES[name](coded, asked, heeding(feedback)))
        alive()
    results = {"OUTPUT": output.result, **destinations_of(layers, files, LAYERS, context)}
    if retired is not None:
        results["RETIRED"] = retired.result
    return {**results, **coded.numbers()}


def _withdrawn_before(
    city: CodeCity, register: Register, scheme: Scheme
) -> tuple[frozenset[str], tuple[Message, ...]]:
    """Return the codes that are not given again, by the layer of withdrawn ones and by the register, and notes."""
    codes: frozenset[str] = frozenset()
    notes: tuple[Message, ...] = ()
    for name, found in (("RETIRED_BEFORE", city.retired), ("RETIRED", register.codes)):
        barred, told = barred_codes(name, found, scheme, city.communities)
        codes, notes = codes | barred, (*notes, *told)
    return codes, notes


def _tell(coded: CodedGrids, notes: tuple[Message, ...], feedback: QgsProcessingFeedback) -> None:
    """Tell the notes, and as warnings why communities got no codes."""
    for note in notes:
        feedback.pushInfo(tr_message(note))
    for row in coded.rows:
        if row.reason is not None and row.grids:
            feedback.pushWarning(tr_message(row.reason))


def _page_request(
    request: CodeRequest, sources: CodeSources, city: CodeCity, notes: tuple[Message, ...]
) -> CodePageRequest:
    return CodePageRequest(
        grids_layer=sources.grids.name,
        communities_layer=sources.communities.name,
        previous_layer="" if sources.previous is None else sources.previous.name,
        retired_layer="" if sources.retired is None else sources.retired.name,
        scheme=request.scheme,
        date=request.date,
        crs_name=title_of(city.crs),
        notes=notes,
        rights=rights_of(sources.grids, sources.communities, sources.previous, sources.retired),
        language=language(),
    )
