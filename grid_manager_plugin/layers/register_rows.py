"""The outputs of a linked register: fields and rows, and the two ways to write them. Names and order are promises."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from qgis.core import QgsFields

from grid_manager_plugin.layers.fields import INTEGER, LONG, TEXT, Row
from grid_manager_plugin.layers.gpkg_copy import GpkgCopy, Words
from grid_manager_plugin.layers.layer_output import LayerOutput
from grid_manager_plugin.layers.link_rows import Rows, joined_features
from grid_manager_plugin.layers.messages import tr_message
from grid_manager_plugin.layers.points import PointLayer
from grid_manager_plugin.layers.records import RecordLayer
from grid_manager_plugin.layers.register_tables import Tables, Tell
from grid_manager_plugin.layers.register_words import break_message
from grid_manager_plugin.linking.assign import Rule
from grid_manager_plugin.linking.cells import NONE
from grid_manager_plugin.linking.register import Break, Houses, Register, Step

HOUSES = (("grid_code", TEXT), ("link_rule", TEXT), ("households", INTEGER), ("people", INTEGER))
HOUSEHOLDS = (("grid_code", TEXT), ("people", INTEGER))
PEOPLE = (("grid_code", TEXT),)
BREAKS = (
    ("record", TEXT),
    ("id", TEXT),
    ("feature_id", LONG),  # GeoPackages take “fid” for the number of the row
    ("kind", TEXT),
    ("refers_to", TEXT),
    ("at", TEXT),
    ("message", TEXT),
)

COPIED = 50_000
"""Rows handed over to be copied at a time."""


@dataclass(frozen=True)
class Figures:
    """New columns of all records of a step.

    Attributes:
        numbers: Their values as numbers, shape (n, columns).
        meanings: What the numbers of each column stand for, by number; ``None`` for themselves.
    """

    numbers: np.ndarray
    meanings: tuple[np.ndarray | None, ...]

    def words(self, some: slice | np.ndarray) -> Words:
        """Return the values of some records, each different set of them once."""
        numbers = self.numbers[some]
        word = np.zeros(len(numbers), dtype=np.int64)
        first = np.zeros(min(len(numbers), 1), dtype=np.int64)
        for column in numbers.T:
            different, one = np.unique(column, return_inverse=True)
            # numbered anew after each column, so that no product outgrows its integer
            _, first, word = np.unique(word * len(different) + one, return_index=True, return_inverse=True)
        columns = [
            column.tolist() if meaning is None else meaning[column].tolist()
            for column, meaning in zip(numbers[first].T, self.meanings)
        ]
        return Words(columns, word.ravel())


def figures(register: Register, houses: Houses, codes: np.ndarray) -> dict[Step, Figures]:
    """Return the new columns of each step that was given.

    Args:
        register: The linked register.
        houses: Its houses.
        codes: Codes of the grids by their numbers, and ``None`` at the end.
    """
    grid = {step: linked.grid for step, linked in register.steps.items()}
    columns: dict[Step, list[np.ndarray]] = {
        Step.HOUSE: [grid[Step.HOUSE], houses.rule, register.households, register.people_of_house]
    }
    if Step.HOUSEHOLD in grid:
        columns[Step.HOUSEHOLD] = [grid[Step.HOUSEHOLD], register.people_of_household]
    if Step.PERSON in grid:
        columns[Step.PERSON] = [grid[Step.PERSON]]
    meanings = {Step.HOUSE: (codes, _RULES, None, None), Step.HOUSEHOLD: (codes, None), Step.PERSON: (codes,)}
    return {step: Figures(np.column_stack(some), meanings[step]) for step, some in columns.items()}


@dataclass(frozen=True)
class Given:
    """The records of a step as they were given.

    Attributes:
        layer: Their layer.
        fid: Their feature ids, in its order, shape (n,).
        xy: Coordinates of points, shape (n, 2); shape (0, 2) where the layer is no points.
    """

    layer: PointLayer | RecordLayer
    fid: np.ndarray
    xy: np.ndarray


def write_step(given: Given, new: Figures, output: LayerOutput, fields: QgsFields, tell: Tell) -> GpkgCopy | None:
    """Write all records of a step with their new columns, in the order of their layer.

    Args:
        given: The records.
        new: Their new columns.
        output: The output, still empty.
        fields: Its fields.
        tell: Called with the number of records that are written so far; may raise to cancel.

    Returns:
        The copy, where SQLite made it.

    Raises:
        OutputError: The rows cannot be stored.
    """
    name = output.parameter
    copy = GpkgCopy.between(given.layer.source, {name: output}, {name: fields})
    if copy is None:
        done, order = 0, np.argsort(given.fid, kind="stable")
        for piece in given.layer.pieces([], with_features=True):
            # by their ids: a second reading may have another order
            words = new.words(order[np.searchsorted(given.fid[order], piece.fid)])
            output.write_features(joined_features(piece.features or [], Rows(np.arange(len(piece)), words), fields))
            done += len(piece)
            tell(done)
        return None
    try:
        for start in range(0, len(given.fid), COPIED):
            some = slice(start, start + COPIED)
            copy.add(name, given.fid[some], new.words(some), given.xy[some])
            tell(min(start + COPIED, len(given.fid)))
        copy.finish()
    finally:
        copy.close()
    return copy


def break_rows(register: Register, tables: Tables, max_distance: float) -> Iterator[Row]:
    """Yield the attributes of all breaks: houses, households, people, each by id, kind and what they refer to.

    Args:
        register: The linked register.
        tables: Its records.
        max_distance: Metres up to which a house outside belongs to the nearest grid.
    """
    for step, table in tables.steps():
        linked = register.steps[step]
        own, chain = (np.flatnonzero(breaks != NONE) for breaks in (linked.own, linked.chain))
        at = np.concatenate([own, chain])
        ids = table.ids.texts(at.tolist())
        refers = [""] * len(at) if isinstance(table, Houses) else table.refers.texts(at.tolist())
        fids, kinds = table.fid[at].tolist(), [*linked.own[own].tolist(), *linked.chain[chain].tolist()]
        for i in sorted(range(len(at)), key=lambda i: (ids[i], kinds[i], refers[i], fids[i])):
            what, position = Break(kinds[i]), int(at[i])
            where = _where(step, what, int(linked.at[position]))
            meant = int(linked.meant[position])
            message = break_message(step, what, ids[i], refers[i], where, meant, max_distance)
            keys = (what.key, refers[i] or None, None if where is None else where.key)
            yield None, [step.key, ids[i] or None, fids[i], *keys, tr_message(message)]


def _where(step: Step, what: Break, at: int) -> Step | None:
    """Return the step that a chain does not reach; where an id is wrong that of those who would name it."""
    if what in (Break.NO_ID, Break.DUPLICATE_ID):
        return None if step == Step.PERSON else step
    return Step(at)


_RULES = np.array([rule.key for rule in Rule], dtype=object)
