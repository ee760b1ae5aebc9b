"""Who works where: the roster of the grids' staff, and which roles are missing in which grid.

Every grid shall have each required role filled at least once. One person may work in several grids.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from grid_manager_plugin.errors import InputError
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message


class RosterFault(Enum):
    """What is wrong with a row of a roster."""

    NO_GRID = "no_grid"
    UNKNOWN_GRID = "unknown_grid"
    NO_ROLE = "no_role"
    UNKNOWN_ROLE = "unknown_role"
    NO_PERSON = "no_person"
    TWICE = "twice"


@dataclass(frozen=True)
class Role:
    """A role that every grid needs.

    Attributes:
        name: What it is called.
        names: All names that stand for it in a roster, that one too.
    """

    name: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """One row of a roster.

    Attributes:
        fid: Its feature id.
        grid: Code of the grid, as text.
        role: The role, as text.
        person: Who it is: a name or an id, as text.
    """

    fid: int
    grid: str
    role: str
    person: str


@dataclass(frozen=True)
class Staff:
    """The staff of one grid.

    Attributes:
        members: Pairs of role and person, required roles first in their order, then others by name.
        missing: Required roles that nobody fills, in their order.
    """

    members: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Tell whether every required role is filled."""
        return not self.missing

    @property
    def persons(self) -> int:
        """Return how many different persons there are."""
        return len({person for _, person in self.members})


@dataclass(frozen=True)
class RosterRow:
    """A row of the roster that something is wrong with."""

    entry: Entry
    fault: RosterFault


@dataclass(frozen=True)
class Roster:
    """The roster of all grids.

    Attributes:
        staff: Staff of every grid, by code.
        faults: Rows that something is wrong with, sorted.
        persons: Different persons who work in a grid that is known.
        in_several: Those of them who work in more than one.
    """

    staff: dict[str, Staff]
    faults: tuple[RosterRow, ...]
    persons: int
    in_several: int


def required_roles(text: str) -> tuple[Role, ...]:
    """Return the roles that a text names.

    Args:
        text: Roles separated by commas; other names for the same role stand behind ``=``.

    Raises:
        InputError: It names none, or one twice.
    """
    roles, taken = [], set()
    for part in text.replace("，", ",").replace(";", ",").split(","):
        names = tuple(name.strip() for name in part.split("=") if name.strip())
        if not names:
            continue
        for key in map(_key, names):
            if key in taken:
                raise InputError(Message(_ROLE_TWICE, {"role": names[0]}))
            taken.add(key)
        roles.append(Role(names[0], names))
    if not roles:
        raise InputError(Message(_NO_ROLES))
    return tuple(roles)


def roster(entries: Sequence[Entry], codes: Sequence[str], roles: Sequence[Role]) -> Roster:
    """Return the staff of every grid, whatever the order of the rows.

    A row with a grid and a person counts, whatever its role; without a person it says that the role is vacant.

    Args:
        entries: Rows of the roster.
        codes: Codes of the grids, each once.
        roles: Roles that every grid needs.
    """
    meant = {_key(name): role.name for role in roles for name in role.names}
    known, faults = set(codes), []
    members: dict[str, set[tuple[str, str]]] = {code: set() for code in codes}
    for entry in sorted(entries, key=lambda one: (one.grid, one.role, one.person, one.fid)):
        role = meant.get(_key(entry.role), entry.role)
        fault = _fault(entry, known, _key(entry.role) in meant)
        if fault is None and (role, entry.person) in members[entry.grid]:
            fault = RosterFault.TWICE
        if fault is not None:
            faults.append(RosterRow(entry, fault))
        if fault in (None, RosterFault.UNKNOWN_ROLE, RosterFault.NO_ROLE):
            members[entry.grid].add((role, entry.person))
    rank = {role.name: i for i, role in enumerate(roles)}
    staff = {code: _staff(found, rank) for code, found in members.items()}
    grids_of: dict[str, int] = {}
    for one in staff.values():
        for person in {person for _, person in one.members}:
            grids_of[person] = grids_of.get(person, 0) + 1
    return Roster(staff, tuple(faults), len(grids_of), sum(many > 1 for many in grids_of.values()))


def _fault(entry: Entry, known: set[str], is_required: bool) -> RosterFault | None:
    if not entry.grid:
        return RosterFault.NO_GRID
    if entry.grid not in known:
        return RosterFault.UNKNOWN_GRID
    if not entry.person:
        return RosterFault.NO_PERSON
    if not entry.role:
        return RosterFault.NO_ROLE
    return None if is_required else RosterFault.UNKNOWN_ROLE


def _staff(members: set[tuple[str, str]], rank: dict[str, int]) -> Staff:
    ordered = sorted(members, key=lambda one: (rank.get(one[0], len(rank)), *one))
    filled = {role for role, _ in members}
    return Staff(tuple(ordered), tuple(role for role in rank if role not in filled))


def _key(name: str) -> str:
    """Return a role's name without what does not matter: case, width of characters, blanks."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


_NO_ROLES = QT_TRANSLATE_NOOP("Summary", "REQUIRED_ROLES names no role. Give at least one, separated by commas.")
_ROLE_TWICE = QT_TRANSLATE_NOOP("Summary", "REQUIRED_ROLES names the role “{role}” twice. Give each role once.")
