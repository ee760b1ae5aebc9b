"""People -> household -> house -> grid: who reaches a grid, and where the chain of the others breaks.

Each record names one of the step above by its id; a house lies in a grid. A record whose own reference leads nowhere,
or to several places, has a broken chain; so has everyone below it. What is wrong with a record's own id is told apart:
it may keep others from finding the record, but the record itself is linked by its own reference.

An id that several records bear is no fault of those who name it, as long as all bearers lie in the same grid; they then
count for the first bearer. Bearers have an order of content: houses by their coordinates, others by what they name, and
equal ones by their feature ids.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np

from grid_manager_plugin.linking.assign import Rule
from grid_manager_plugin.linking.cells import NONE
from grid_manager_plugin.linking.ids import BLANK, Ids


class Step(IntEnum):
    """A step of the chain; the names in small letters stand in outputs."""

    HOUSE = 0
    HOUSEHOLD = 1
    PERSON = 2
    GRID = 3

    @property
    def key(self) -> str:
        """Return the name that programs read."""
        return self.name.lower()


class Break(IntEnum):
    """What is wrong with a record; the names in small letters stand in outputs."""

    NO_GEOMETRY = 0
    INVALID_COORDINATES = 1
    OUTSIDE = 2
    TOO_FAR = 3
    NO_ID = 4
    DUPLICATE_ID = 5
    NO_REFERENCE = 6
    UNKNOWN_REFERENCE = 7
    AMBIGUOUS_REFERENCE = 8
    HOUSE_BROKEN = 9
    HOUSEHOLD_BROKEN = 10

    @property
    def key(self) -> str:
        """Return the name that programs read."""
        return self.name.lower()


@dataclass(frozen=True)
class Houses:
    """Houses with their grids, shapes (n,).

    Attributes:
        fid: Feature ids.
        ids: Their ids.
        xy: Coordinates in their layer's coordinate system, shape (n, 2); NaN where there are none.
        rule: By which each came to its grid, or why it has none, a :class:`.assign.Rule`.
        grid: Number of each one's grid, of any numbering; :data:`.cells.NONE` for none.
    """

    fid: np.ndarray
    ids: Ids
    xy: np.ndarray
    rule: np.ndarray
    grid: np.ndarray

    def in_order(self, some: np.ndarray) -> np.ndarray:
        """Return positions by their content."""
        return some[np.lexsort((self.fid[some], self.xy[some, 1], self.xy[some, 0]))]


@dataclass(frozen=True)
class Records:
    """Households or people, shapes (n,).

    Attributes:
        fid: Feature ids.
        ids: Their ids.
        refers: Ids of the records of the step above that they name.
    """

    fid: np.ndarray
    ids: Ids
    refers: Ids

    def in_order(self, some: np.ndarray) -> np.ndarray:
        """Return positions by their content."""
        texts, fids = self.refers.texts(some.tolist()), self.fid[some].tolist()
        return some[sorted(range(len(some)), key=lambda i: (texts[i], fids[i]))]


@dataclass(frozen=True)
class Bearers:
    """Who bears each id of a step, shapes (u,) for its different ids.

    Attributes:
        key: Keys of the ids, ascending.
        first: Position of the first record that bears it.
        agree: Whether all who bear it are in the same grid, or all in none, of bool.
        later: Records whose id an earlier one bears, shape (n,) of bool.
    """

    key: np.ndarray
    first: np.ndarray
    agree: np.ndarray
    later: np.ndarray

    @classmethod
    def of(cls, key: np.ndarray, grid: np.ndarray, in_order: Callable[[np.ndarray], np.ndarray]) -> Bearers:
        """Find them.

        Args:
            key: Keys of the records' ids, shape (n,).
            grid: Numbers of their grids, shape (n,).
            in_order: Puts positions in an order of content.
        """
        named = np.flatnonzero(key != BLANK)
        order = named[np.argsort(key[named], kind="stable")]
        begins = np.append(True, key[order][1:] != key[order][:-1])[: len(order)]
        first = np.flatnonzero(begins)
        many = np.diff(np.append(first, len(order)))
        shared = order[np.repeat(many > 1, many)]
        if len(shared):
            rank = np.zeros(len(key), dtype=np.int64)
            rank[in_order(shared)] = np.arange(len(shared))
            order = order[np.lexsort((rank[order], key[order]))]
        later = np.zeros(len(key), dtype=bool)
        later[order[~begins]] = True
        if not len(first):
            return cls(key[:0], first, begins, later)
        lowest, highest = (run.reduceat(grid[order], first) for run in (np.minimum, np.maximum))
        return cls(key[order[first]], order[first], lowest == highest, later)

    def find(self, wanted: np.ndarray) -> np.ndarray:
        """Return the number of each id among the different ones, shape (m,); NONE for an unknown one.

        Args:
            wanted: Keys, shape (m,).
        """
        found = np.full(len(wanted), NONE)
        at = np.searchsorted(self.key, wanted)
        known = np.flatnonzero(at < len(self.key))
        known = known[self.key[at[known]] == wanted[known]]
        found[known] = at[known]
        return found


@dataclass(frozen=True)
class LinkedStep:
    """The records of one step with their grids, shapes (n,).

    Attributes:
        grid: Number of the grid that each one's chain reaches; NONE for none.
        to: Position of the record of the step above that it reaches; NONE for none, and for houses.
        chain: Why it has no grid, a :class:`Break`; NONE where it has one.
        at: The :class:`Step` that its chain does not reach; NONE where it has a grid.
        own: What is wrong with its own id, a :class:`Break`; NONE for nothing.
        meant: The :class:`Step` that has a record of the unknown id that it names; else NONE.
    """

    grid: np.ndarray
    to: np.ndarray
    chain: np.ndarray
    at: np.ndarray
    own: np.ndarray
    meant: np.ndarray

    def __len__(self) -> int:
        return len(self.grid)

    @property
    def linked(self) -> int:
        """Number of records that have a grid."""
        return int((self.grid != NONE).sum())

    def breaks(self) -> dict[Break, int]:
        """Return how often each kind of break was found, those that were not left out."""
        counts = np.bincount(np.concatenate([self.own, self.chain]) - NONE, minlength=len(Break) + 1)[1:]
        return {Break(kind): int(counts[kind]) for kind in np.flatnonzero(counts).tolist()}


@dataclass(frozen=True)
class Register:
    """A register linked to grids.

    Attributes:
        steps: Those of houses, households and people that were given, by their :class:`Step`.
        households: Households whose chain reaches each house, shape (houses,).
        people_of_house: People whose chain reaches each house, shape (houses,).
        people_of_household: People whose chain reaches each household, shape (households,).
    """

    steps: dict[Step, LinkedStep]
    households: np.ndarray
    people_of_house: np.ndarray
    people_of_household: np.ndarray

    def numbers(self) -> dict[str, int]:
        """Return the numbers of the run by the names of its outputs."""
        nothing = np.zeros(0, dtype=np.int64)
        empty = LinkedStep(nothing, nothing, nothing, nothing, nothing, nothing)
        house, household, person = (self.steps.get(step, empty) for step in (Step.HOUSE, Step.HOUSEHOLD, Step.PERSON))
        breaks = [sum(step.breaks().values()) for step in (house, household, person)]
        return {
            "HOUSES": len(house),
            "HOUSES_LINKED": house.linked,
            "HOUSEHOLDS_COUNT": len(household),
            "HOUSEHOLDS_LINKED": household.linked,
            "PEOPLE_COUNT": len(person),
            "PEOPLE_LINKED": person.linked,
            "HOUSE_BREAKS": breaks[0],
            "HOUSEHOLD_BREAKS": breaks[1],
            "PERSON_BREAKS": breaks[2],
            "BREAKS_COUNT": sum(breaks),
        }


def link_register(houses: Houses, households: Records | None = None, people: Records | None = None) -> Register:
    """Link a register.

    Args:
        houses: The houses, linked to their grids.
        households: The households; ``None`` where there are none.
        people: The people; only with households.
    """
    records = {step: one for step, one in ((Step.HOUSEHOLD, households), (Step.PERSON, people)) if one is not None}
    key = houses.ids.keys()
    bearers = {Step.HOUSE: Bearers.of(key, houses.grid, houses.in_order)}
    steps = {Step.HOUSE: _linked_houses(houses, key, bearers[Step.HOUSE])}
    for step, some in records.items():
        above = Step(step - 1)
        linked = _linked(some, step, steps[above], bearers[above])
        key = some.ids.keys()
        bearers[step] = Bearers.of(key, linked.grid, some.in_order)
        steps[step] = replace(linked, own=_own(key, bearers[step]))
    for step, some in records.items():
        steps[step] = replace(steps[step], meant=_meant(steps[step], some, bearers))
    return _counted(steps)


def _linked_houses(houses: Houses, key: np.ndarray, bearers: Bearers) -> LinkedStep:
    chain = _OF_RULE[houses.rule]
    nothing = np.full(len(chain), NONE)
    at = np.where(chain == NONE, NONE, Step.GRID).astype(np.int8)
    return LinkedStep(houses.grid, nothing, chain, at, _own(key, bearers), nothing.astype(np.int8))


def _linked(records: Records, step: Step, above: LinkedStep, bearers: Bearers) -> LinkedStep:
    """Return records linked by what they name; nothing is said yet about their own ids."""
    refers = records.refers.keys()
    number = bearers.find(refers)
    known = np.flatnonzero(number != NONE)
    agree = np.zeros(len(refers), dtype=bool)
    agree[known] = bearers.agree[number[known]]
    to, grid = np.full(len(refers), NONE), np.full(len(refers), NONE)
    sure = np.flatnonzero(agree)
    to[sure] = bearers.first[number[sure]]
    grid[sure] = above.grid[to[sure]]
    chain, at = np.full(len(refers), NONE, dtype=np.int8), np.full(len(refers), NONE, dtype=np.int8)
    chain[known] = Break.AMBIGUOUS_REFERENCE
    chain[number == NONE] = Break.UNKNOWN_REFERENCE
    chain[refers == BLANK] = Break.NO_REFERENCE
    at[:] = step - 1
    chain[sure] = np.where(grid[sure] == NONE, Break.HOUSE_BROKEN + step - Step.HOUSEHOLD, NONE)
    at[sure] = above.at[to[sure]]
    nothing = np.full(len(refers), NONE, dtype=np.int8)
    return LinkedStep(grid, to, chain, at, nothing, nothing.copy())


def _own(key: np.ndarray, bearers: Bearers) -> np.ndarray:
    found = np.where(bearers.later, Break.DUPLICATE_ID, NONE).astype(np.int8)
    found[key == BLANK] = Break.NO_ID
    return found


def _meant(linked: LinkedStep, records: Records, bearers: dict[Step, Bearers]) -> np.ndarray:
    """Return the step that a record names one of, where it is another than that above."""
    found = np.full(len(linked), NONE, dtype=np.int8)
    unknown = np.flatnonzero(linked.chain == Break.UNKNOWN_REFERENCE)
    wanted = records.refers.keys()[unknown]
    for step in sorted(bearers, reverse=True):  # the uppermost last: it stays
        found[unknown[bearers[step].find(wanted) != NONE]] = step
    return found


def _counted(steps: dict[Step, LinkedStep]) -> Register:
    many = {step: len(linked) for step, linked in steps.items()}
    none = np.zeros(0, dtype=np.int64)
    to_house = steps[Step.HOUSEHOLD].to if Step.HOUSEHOLD in steps else none
    to_household = steps[Step.PERSON].to if Step.PERSON in steps else none
    reached = to_household[to_household != NONE]
    house = to_house[reached]
    return Register(
        steps,
        np.bincount(to_house[to_house != NONE], minlength=many[Step.HOUSE]),
        np.bincount(house[house != NONE], minlength=many[Step.HOUSE]),
        np.bincount(reached, minlength=many.get(Step.HOUSEHOLD, 0)),
    )


_OF_RULE = np.array([getattr(Break, rule.name, NONE) for rule in Rule], dtype=np.int8)
"""What a rule is as a break, by its number; NONE for rules by which a house has a grid."""
