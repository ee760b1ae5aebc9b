"""The run of ``linkregister``: layers to arrays, one call into ``linking``, arrays to outputs.

Apart from the algorithm's own module, because that one has to load where shapely is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem, QgsFields, QgsProcessingFeedback, QgsWkbTypes

from grid_manager_plugin.algorithms.register_values import check_register_values
from grid_manager_plugin.algorithms.running import (
    check_cancelled,
    destinations_of,
    finish_layers,
    heeding,
    open_files,
    optional_source,
    rights_of,
    source_of,
    told,
    walk_told,
    write_rows,
)
from grid_manager_plugin.algorithms.values import Values
from grid_manager_plugin.layers.destinations import destination_text
from grid_manager_plugin.layers.fields import fields_of
from grid_manager_plugin.layers.layer_output import LayerOutput
from grid_manager_plugin.layers.link_grids import LinkGrids, read_link_grids
from grid_manager_plugin.layers.messages import language, tr_message
from grid_manager_plugin.layers.own_fields import joined_fields
from grid_manager_plugin.layers.point_link import LinkFields, PointLink
from grid_manager_plugin.layers.point_places import look_over
from grid_manager_plugin.layers.points import PointLayer
from grid_manager_plugin.layers.read import check_fields
from grid_manager_plugin.layers.records import RecordLayer
from grid_manager_plugin.layers.register_report import register_page
from grid_manager_plugin.layers.register_rows import (
    BREAKS,
    HOUSEHOLDS,
    HOUSES,
    PEOPLE,
    Given,
    break_rows,
    figures,
    write_step,
)
from grid_manager_plugin.layers.register_tables import GridCodes, Tables, read_houses, read_records
from grid_manager_plugin.layers.register_words import RegisterRequest, counted_messages, summary_text
from grid_manager_plugin.layers.source import LayerSource
from grid_manager_plugin.layers.write import Outputs
from grid_manager_plugin.linking.link import Linker, LinkSettings
from grid_manager_plugin.linking.register import Records, Register, Step, link_register
from grid_manager_plugin.rules.messages import Message

OUTPUTS = {Step.HOUSE: "OUTPUT", Step.HOUSEHOLD: "HOUSEHOLDS_OUTPUT", Step.PERSON: "PEOPLE_OUTPUT"}
"""The output of each step."""

COLUMNS = {"OUTPUT": HOUSES, "HOUSEHOLDS_OUTPUT": HOUSEHOLDS, "PEOPLE_OUTPUT": PEOPLE, "BREAKS": BREAKS}
KINDS = {name: (columns, QgsWkbTypes.Type.NoGeometry, "") for name, columns in COLUMNS.items()}
"""New fields of each layer that can be asked for, as the outputs of other algorithms tell them."""

FIELDS = ("HOUSE_ID", "HOUSEHOLD_ID", "HOUSEHOLD_HOUSE", "PERSON_ID", "PERSON_HOUSEHOLD", "GRID_CODE")

SHARES = {"look": (0.0, 0.08), "houses": (0.08, 0.3), "households": (0.3, 0.4), "people": (0.4, 0.55)}
"""Where on the progress bar each part of the reading begins and ends; writing takes the rest."""

WRITE_FROM = 0.55


@dataclass(frozen=True)
class _Inputs:
    """The layers of the register; ``None`` for those that were not given."""

    houses: PointLayer
    households: RecordLayer | None
    people: RecordLayer | None

    def steps(self) -> dict[Step, PointLayer | RecordLayer]:
        """Return those that were given."""
        layers = ((Step.HOUSE, self.houses), (Step.HOUSEHOLD, self.households), (Step.PERSON, self.people))
        return {step: layer for step, layer in layers if layer is not None}


@dataclass(frozen=True)
class _Sinks:
    """The layers that were asked for, their fields, and what there is to tell about these."""

    layers: dict[str, LayerOutput]
    fields: dict[str, QgsFields]
    notes: tuple[Message, ...]


def run(values: Values, feedback: QgsProcessingFeedback) -> dict[str, Any]:
    """Link the register and write what was asked for.

    Returns:
        Destinations and numbers, by the names of the outputs.

    Raises:
        InputError: Something in the layers cannot be used, or a parameter lacks another; the message names it.
        CrsError: A layer's coordinate system or coordinates cannot be used.
        OutputError: An output cannot be written whole; what was there before stays.
        Cancelled: The user stopped the run; no output is kept.
    """
    check_register_values(values)
    context, alive, max_distance = values.context, partial(check_cancelled, feedback), values.amount("MAX_DISTANCE")
    inputs = _open_inputs(values, alive)
    grids_source = source_of(values, "GRIDS")
    grids = read_link_grids(grids_source, values.field("GRID_CODE"), alive)
    codes = GridCodes.of(grids.indexed)
    with Outputs(context) as outputs:
        sinks = _open_sinks(values, outputs, inputs)
        files = open_files(values.algorithm, outputs, ("REPORT", "SUMMARY"), values.parameters, context)
        tables, told_houses = _read(values, inputs, grids, codes, feedback)
        register = link_register(tables.houses, tables.households, tables.people)
        unindexed = _write(inputs, tables, register, codes, sinks, feedback)
        if "BREAKS" in sinks.layers:
            write_rows(sinks.layers["BREAKS"], break_rows(register, tables, max_distance), alive)
        finish_layers(outputs, sinks.layers, KINDS, feedback)
        notes = (*grids.notes, *sinks.notes, *told_houses, *unindexed)
        for note in (*notes, *counted_messages(register)):
            feedback.pushInfo(tr_message(note))
        rights = rights_of(*(layer.source for layer in inputs.steps().values()), grids_source)
        request = RegisterRequest(_asked(values, inputs, grids_source), max_distance, notes, rights, language())
        texts = {
            "REPORT": lambda: register_page(register, codes, request, heeding(feedback)),
            "SUMMARY": lambda: summary_text(register, request, tr_message),
        }
        for name, (_, file) in files.items():
            file.write(texts[name]())
        alive()
    return {**destinations_of(sinks.layers, files, KINDS, context), **register.numbers()}


def _open_inputs(values: Values, alive: Callable[[], None]) -> _Inputs:
    """Open the layers of the register, and see that they have the fields."""

    def records(name: str, *fields: str) -> RecordLayer | None:
        source = optional_source(values, name)
        if source is None:
            return None
        check_fields(source, [values.text(field) for field in fields])
        return RecordLayer(source, alive)

    houses = PointLayer(source_of(values, "HOUSES"), alive)
    check_fields(houses.source, [values.field("HOUSE_ID")])
    households = records("HOUSEHOLDS", "HOUSEHOLD_ID", "HOUSEHOLD_HOUSE")
    return _Inputs(houses, households, records("PEOPLE", "PERSON_ID", "PERSON_HOUSEHOLD"))


def _open_sinks(values: Values, outputs: Outputs, inputs: _Inputs) -> _Sinks:
    layers: dict[str, LayerOutput] = {}
    fields: dict[str, QgsFields] = {}
    notes: list[Message] = []

    def open_sink(name: str, geometry: QgsWkbTypes.Type, crs: QgsCoordinateReferenceSystem) -> None:
        definition = values.algorithm.parameterDefinition(name)
        layers[name] = outputs.layer(definition, values.parameters, fields[name], geometry, crs)

    for step, layer in inputs.steps().items():
        name, features = OUTPUTS[step], layer.source.features
        if step == Step.HOUSE or destination_text(name, values.parameters, values.context):
            fields[name], told_fields = joined_fields(layer.source, COLUMNS[name])
            notes += [note for note in told_fields if note not in notes]
            open_sink(name, features.wkbType(), features.sourceCrs())
    if destination_text("BREAKS", values.parameters, values.context):
        fields["BREAKS"] = fields_of(BREAKS)
        open_sink("BREAKS", QgsWkbTypes.Type.NoGeometry, QgsCoordinateReferenceSystem())
    return _Sinks(layers, fields, tuple(notes))


def _read(
    values: Values, inputs: _Inputs, grids: LinkGrids, codes: GridCodes, feedback: QgsProcessingFeedback
) -> tuple[Tables, tuple[Message, ...]]:
    """Read the register, its houses with their grids, and return notes about the houses."""

    def records(layer: RecordLayer | None, part: str, id_field: str, reference_field: str) -> Records | None:
        if layer is None:
            return None
        tell = walk_told(layer.source, feedback, *SHARES[part])
        return read_records(layer, values.text(id_field), values.text(reference_field), tell)

    houses, id_field = inputs.houses, values.field("HOUSE_ID")
    max_distance = values.amount("MAX_DISTANCE")
    tell = walk_told(houses.source, feedback, *SHARES["look"])
    places = look_over(houses, grids, tell, nearest=max_distance > 0)
    linker = Linker(grids.indexed, LinkSettings(max_distance))
    link = PointLink(houses, places, linker, LinkFields(others=(id_field,)))
    tables = Tables(
        read_houses(link, id_field, codes, walk_told(houses.source, feedback, *SHARES["houses"])),
        records(inputs.households, "households", "HOUSEHOLD_ID", "HOUSEHOLD_HOUSE"),
        records(inputs.people, "people", "PERSON_ID", "PERSON_HOUSEHOLD"),
    )
    return tables, (*places.notes, *link.notes())


def _write(
    inputs: _Inputs,
    tables: Tables,
    register: Register,
    codes: GridCodes,
    sinks: _Sinks,
    feedback: QgsProcessingFeedback,
) -> tuple[Message, ...]:
    """Write the records of all steps that were asked for, and return notes about the files."""
    new, layers = figures(register, tables.houses, codes.code), inputs.steps()
    wanted = [(step, table) for step, table in tables.steps() if OUTPUTS[step] in sinks.layers]
    total, done = max(sum(len(table.fid) for _, table in wanted), 1), 0
    notes: list[Message] = []

    def tell(before: int, written: int) -> None:
        told(feedback, WRITE_FROM + (1 - WRITE_FROM) * (before + written) / total)

    for step, table in wanted:
        name, xy = OUTPUTS[step], tables.houses.xy if step == Step.HOUSE else np.zeros((0, 2))
        given = Given(layers[step], table.fid, xy)
        copy = write_step(given, new[step], sinks.layers[name], sinks.fields[name], partial(tell, done))
        done += len(table.fid)
        notes += () if copy is None else copy.notes()
    return tuple(notes)


def _asked(values: Values, inputs: _Inputs, grids: LayerSource) -> dict[str, str | None]:
    """Return names of layers and fields, as the summary tells them."""
    layers = {"houses_layer": inputs.houses, "households_layer": inputs.households, "people_layer": inputs.people}
    names = {key: None if layer is None else layer.source.name for key, layer in layers.items()}
    fields = {f"{name.lower()}_field": values.text(name) or None for name in FIELDS}
    return {**names, "grids_layer": grids.name, **fields}
