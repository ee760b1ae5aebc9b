"""A layer of polygons as blocks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from grid_manager_plugin.division.community import Blocks
from grid_manager_plugin.errors import InputError
from grid_manager_plugin.layers.communities import not_empty
from grid_manager_plugin.layers.crs import brought_to, title_of
from grid_manager_plugin.layers.read import read_layer
from grid_manager_plugin.layers.source import LayerSource
from grid_manager_plugin.layers.table import Column, Table
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message, named

_NO_NUMBERS = QT_TRANSLATE_NOOP(
    "Reading",
    "POPULATION_FIELD: the field “{field}” of BLOCKS holds no numbers; feature {fid} has “{value}”. Choose the field "
    "with the number of people.",
)
_NOWHERE = QT_TRANSLATE_NOOP(
    "Reading",
    "BLOCKS: blocks whose coordinates are no finite numbers were left out and belong to no grid: {count}, with a "
    "population of {population:,.10g} (features: {fids}). Draw their outlines again.",
)
_STRAY = QT_TRANSLATE_NOOP(
    "Reading",
    "BLOCKS: blocks whose coordinates do not belong to {crs}, as those of most other blocks do, were left out and "
    "belong to no grid: {count}, with a population of {population:,.10g} (features: {fids}). Move them to their "
    "place, or mend the vertices that lie elsewhere.",
)


@dataclass(frozen=True)
class BlockFields:
    """Fields of the layer of blocks; an empty name is no field.

    Attributes:
        population: People of a block; without it nobody lives anywhere.
        community: Id of the community that a block belongs to; without it the geometry tells.
    """

    population: str = ""
    community: str = ""


def read_blocks(
    source: LayerSource, fields: BlockFields, crs_wkt: str, check: Callable[[], None]
) -> tuple[Blocks, tuple[Message, ...]]:
    """Read the layer of blocks into the communities' coordinate system, and return notes about it.

    Single blocks whose coordinates cannot be used are left out, and the notes name them.

    Args:
        source: The layer.
        fields: Which of its fields mean what.
        crs_wkt: The communities' coordinate system.
        check: Called now and then; raises to cancel.

    Raises:
        InputError: There is no feature, no such field, no number in the field of the population.
        CrsError: The layer cannot be brought to the communities' coordinate system.
    """
    wanted = [name for name in (fields.population, fields.community) if name]
    table = not_empty(read_layer(source, wanted, check), source)
    table, placement, notes = brought_to(table, source, crs_wkt)
    community = np.array(table.columns[fields.community].texts()) if fields.community else None
    found = Blocks(table.fid, table.geometry, _population(table, fields.population), community, placement.lost)
    lost = [
        _left_out(text, which, found, source)
        for text, which in ((_NOWHERE, placement.nowhere), (_STRAY, placement.stray))
        if which.any()
    ]
    return found, (*table.notes, *notes, *lost)


def _left_out(text: str, which: np.ndarray, blocks: Blocks, source: LayerSource) -> Message:
    values = {"count": int(which.sum()), "population": float(np.nansum(blocks.population[which]))}
    return Message(text, {**values, "fids": named(blocks.fid[which]), "crs": title_of(source.crs)})


def _population(table: Table, field: str) -> np.ndarray:
    if not field:
        return np.zeros(len(table))
    column = table.columns[field]
    people = column.numbers()
    if column.is_text and not np.isfinite(people).any():
        _refuse_words(column, table, field)
    return people


def _refuse_words(column: Column, table: Table, field: str) -> None:
    """Say at once that a field of words was chosen; single words among numbers fail their community alone."""
    worded = np.flatnonzero(~column.missing)
    if len(worded):
        values = {"field": field, "fid": int(table.fid[worded[0]]), "value": column.values[worded[0]]}
        raise InputError(Message(_NO_NUMBERS, values))
