"""A roster as a layer or table, and what is wrong with its rows in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from grid_manager_plugin.layers.fields import INTEGER, TEXT, Row
from grid_manager_plugin.layers.messages import tr_message
from grid_manager_plugin.layers.read import read_layer
from grid_manager_plugin.layers.source import LayerSource
from grid_manager_plugin.linking.roster import Entry, Roster, RosterFault
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

ROSTER_FAULTS = (
    ("row", INTEGER),
    ("grid_code", TEXT),
    ("role", TEXT),
    ("person", TEXT),
    ("kind", TEXT),
    ("message", TEXT),
)


@dataclass(frozen=True)
class RosterFields:
    """Fields of the roster.

    Attributes:
        grid: Code of the grid.
        role: The role.
        person: Who it is.
    """

    grid: str
    role: str
    person: str


def read_roster(source: LayerSource, fields: RosterFields, alive: Callable[[], None]) -> list[Entry]:
    """Read the rows of a roster.

    Raises:
        InputError: It has no such field.
    """
    names = [fields.grid, fields.role, fields.person]
    table = read_layer(source, names, alive)
    columns = [table.columns[name].texts() for name in names]
    return [Entry(*row) for row in zip(table.fid.tolist(), *columns)]


def fault_rows(roster: Roster | None) -> Iterator[Row]:
    """Yield the rows of a roster that something is wrong with; nothing without a roster."""
    for one in () if roster is None else roster.faults:
        entry, values = one.entry, {"grid": one.entry.grid, "role": one.entry.role}
        said = tr_message(Message(_WORDS[one.fault], values))
        yield None, [entry.fid, entry.grid, entry.role, entry.person, one.fault.value, said]


def roster_notes(roster: Roster) -> tuple[Message, ...]:
    """Return what there is to tell about a roster: faults by kind, with the first rows of each."""
    found = []
    for fault in RosterFault:
        rows = [one.entry for one in roster.faults if one.fault is fault]
        if rows:
            some = ", ".join(str(fid) for fid in sorted(entry.fid for entry in rows)[:_NAMED])
            found.append(Message(_COUNTED[fault], {"count": len(rows), "rows": some}))
    return tuple(found)


_NAMED = 5

_WORDS = {
    RosterFault.NO_GRID: QT_TRANSLATE_NOOP("Summary", "The row names no grid."),
    RosterFault.UNKNOWN_GRID: QT_TRANSLATE_NOOP("Summary", "There is no grid {grid}."),
    RosterFault.NO_ROLE: QT_TRANSLATE_NOOP("Summary", "The row names no role; the person counts as staff of {grid}."),
    RosterFault.UNKNOWN_ROLE: QT_TRANSLATE_NOOP(
        "Summary", "{role} is none of the required roles; the person counts as staff of {grid}."
    ),
    RosterFault.NO_PERSON: QT_TRANSLATE_NOOP("Summary", "Nobody is named: {role} of {grid} is vacant."),
    RosterFault.TWICE: QT_TRANSLATE_NOOP("Summary", "The same person is {role} of {grid} in another row too."),
}

_COUNTED = {
    RosterFault.NO_GRID: QT_TRANSLATE_NOOP("Summary", "ROSTER: rows that name no grid: {count} (rows: {rows})."),
    RosterFault.UNKNOWN_GRID: QT_TRANSLATE_NOOP(
        "Summary", "ROSTER: rows whose grid does not exist: {count} (rows: {rows}). Check ROSTER_GRID and the codes."
    ),
    RosterFault.NO_ROLE: QT_TRANSLATE_NOOP("Summary", "ROSTER: rows that name no role: {count} (rows: {rows})."),
    RosterFault.UNKNOWN_ROLE: QT_TRANSLATE_NOOP(
        "Summary",
        "ROSTER: rows whose role is none of REQUIRED_ROLES: {count} (rows: {rows}). They count as staff, but fill no "
        "required role.",
    ),
    RosterFault.NO_PERSON: QT_TRANSLATE_NOOP(
        "Summary", "ROSTER: rows that name nobody, so that the role is vacant: {count} (rows: {rows})."
    ),
    RosterFault.TWICE: QT_TRANSLATE_NOOP(
        "Summary", "ROSTER: rows that say again what another row says: {count} (rows: {rows})."
    ),
}
