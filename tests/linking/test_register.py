"""Registers linked to grids: who reaches one, where the chains of the others break, and that nobody gets lost."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from grid_manager_plugin.linking.assign import Rule
from grid_manager_plugin.linking.cells import NONE
from grid_manager_plugin.linking.ids import BLANK, Ids
from grid_manager_plugin.linking.register import Break, Houses, LinkedStep, Records, Register, Step, link_register

OUTSIDE = (NONE, Rule.OUTSIDE)


def houses(*rows: tuple, fid: Sequence[int] | None = None) -> Houses:
    """Return houses of id, number of the grid (or that and the rule), and x."""
    grids = [row[1] if isinstance(row[1], tuple) else (row[1], Rule.INSIDE) for row in rows]
    xy = np.array([(row[2] if len(row) > 2 else i, 0.0) for i, row in enumerate(rows)], dtype=float).reshape(-1, 2)
    return Houses(
        np.arange(1, len(rows) + 1) if fid is None else np.array(fid),
        Ids([row[0] for row in rows]),
        xy,
        np.array([rule for _, rule in grids], dtype=np.int8),
        np.array([grid for grid, _ in grids], dtype=np.int64),
    )


def records(*rows: tuple[str, str]) -> Records:
    """Return records of id and reference."""
    return Records(np.arange(1, len(rows) + 1), Ids([row[0] for row in rows]), Ids([row[1] for row in rows]))


def told(step: LinkedStep) -> list[tuple]:
    """Return grid, own break, break of the chain and where it breaks, of each record."""
    names = [Break(one).key if one != NONE else "" for one in range(NONE, len(Break))]
    steps = [Step(one).key if one != NONE else "" for one in range(NONE, len(Step))]
    rows = zip(step.grid.tolist(), step.own.tolist(), step.chain.tolist(), step.at.tolist())
    return [(grid, names[own + 1], names[chain + 1], steps[at + 1]) for grid, own, chain, at in rows]


def reconciled(register: Register) -> None:
    """See that every record is counted once: it has a grid, or one reason for having none."""
    numbers = register.numbers()
    for step, name in ((Step.HOUSE, "HOUSES"), (Step.HOUSEHOLD, "HOUSEHOLDS_COUNT"), (Step.PERSON, "PEOPLE_COUNT")):
        linked = register.steps.get(step)
        if linked is None:
            assert numbers[name] == 0
            continue
        assert numbers[name] == len(linked) == linked.linked + int((linked.chain != NONE).sum())
        assert ((linked.grid == NONE) == (linked.chain != NONE)).all()
        assert ((linked.at == NONE) == (linked.chain == NONE)).all()
    assert numbers["BREAKS_COUNT"] == sum(sum(one.breaks().values()) for one in register.steps.values())
    in_grid = register.steps[Step.HOUSE].grid != NONE
    assert register.households[in_grid].sum() == numbers["HOUSEHOLDS_LINKED"]
    assert register.people_of_house[in_grid].sum() == numbers["PEOPLE_LINKED"]


def test_a_sound_register_reaches_its_grids() -> None:
    register = link_register(
        houses(("h1", 0), ("h2", 1)),
        records(("a", "h1"), ("b", "h1"), ("c", "h2")),
        records(("p", "a"), ("q", "a"), ("r", "b"), ("s", "c")),
    )
    reconciled(register)
    assert [step.grid.tolist() for step in register.steps.values()] == [[0, 1], [0, 0, 1], [0, 0, 0, 1]]
    assert register.numbers() == {
        "HOUSES": 2, "HOUSES_LINKED": 2, "HOUSEHOLDS_COUNT": 3, "HOUSEHOLDS_LINKED": 3, "PEOPLE_COUNT": 4,
        "PEOPLE_LINKED": 4, "HOUSE_BREAKS": 0, "HOUSEHOLD_BREAKS": 0, "PERSON_BREAKS": 0, "BREAKS_COUNT": 0,
    }  # fmt: skip
    assert register.households.tolist() == [2, 1]
    assert register.people_of_house.tolist() == [3, 1]
    assert register.people_of_household.tolist() == [2, 1, 1]


def test_every_break_says_where() -> None:
    register = link_register(
        houses(
            ("h1", 0), ("h2", 1), ("", 1), ("h4", OUTSIDE), ("h5", (NONE, Rule.TOO_FAR)),
            ("h6", (NONE, Rule.NO_GEOMETRY)), ("h7", (NONE, Rule.INVALID_COORDINATES)), ("h2", 2, 9.0),
        ),
        records(("a", "h1"), ("", "h1"), ("c", ""), ("d", "h9"), ("e", "h2"), ("f", "h4"), ("a", "h4"), ("g", "a")),
        records(("p", "f"), ("", "c"), ("r", ""), ("s", "d"), ("t", "z"), ("u", "a"), ("p", "e"), ("v", "h1")),
    )  # fmt: skip
    reconciled(register)
    assert told(register.steps[Step.HOUSE]) == [
        (0, "", "", ""),
        (1, "", "", ""),
        (1, "no_id", "", ""),
        (NONE, "", "outside", "grid"),
        (NONE, "", "too_far", "grid"),
        (NONE, "", "no_geometry", "grid"),
        (NONE, "", "invalid_coordinates", "grid"),
        (2, "duplicate_id", "", ""),
    ]
    assert told(register.steps[Step.HOUSEHOLD]) == [
        (0, "", "", ""),
        (0, "no_id", "", ""),
        (NONE, "", "no_reference", "house"),
        (NONE, "", "unknown_reference", "house"),
        (NONE, "", "ambiguous_reference", "house"),
        (NONE, "", "house_broken", "grid"),
        (NONE, "duplicate_id", "house_broken", "grid"),
        (NONE, "", "unknown_reference", "house"),
    ]
    assert told(register.steps[Step.PERSON]) == [
        (NONE, "duplicate_id", "household_broken", "grid"),  # “e” comes before “f”
        (NONE, "no_id", "household_broken", "house"),
        (NONE, "", "no_reference", "household"),
        (NONE, "", "household_broken", "house"),
        (NONE, "", "unknown_reference", "household"),
        (NONE, "", "ambiguous_reference", "household"),
        (NONE, "", "household_broken", "house"),
        (NONE, "", "unknown_reference", "household"),
    ]
    household, person = (register.steps[step].meant.tolist() for step in (Step.HOUSEHOLD, Step.PERSON))
    assert household == [NONE] * 7 + [Step.HOUSEHOLD]
    assert person == [NONE] * 7 + [Step.HOUSE]
    numbers = register.numbers()
    assert (numbers["HOUSE_BREAKS"], numbers["HOUSEHOLD_BREAKS"], numbers["PERSON_BREAKS"]) == (6, 8, 10)
    assert register.steps[Step.HOUSEHOLD].breaks()[Break.HOUSE_BROKEN] == 2


def test_a_double_id_is_no_fault_of_those_who_name_it_in_one_grid() -> None:
    register = link_register(
        houses(("h", 3, 5.0), ("h", 3, 2.0), ("k", OUTSIDE), ("k", OUTSIDE), ("m", 1), ("m", OUTSIDE)),
        records(("a", "h"), ("b", "k"), ("c", "m")),
        records(("p", "a")),
    )
    reconciled(register)
    assert told(register.steps[Step.HOUSEHOLD]) == [
        (3, "", "", ""),
        (NONE, "", "house_broken", "grid"),
        (NONE, "", "ambiguous_reference", "house"),
    ]
    assert register.steps[Step.HOUSE].own.tolist()[:2] == [Break.DUPLICATE_ID, NONE]  # the western one is the first
    assert register.households.tolist() == [0, 1, 1, 0, 0, 0]
    assert register.people_of_house.tolist() == [0, 1, 0, 0, 0, 0]


def test_the_first_of_equal_records_is_that_with_the_lowest_feature_id() -> None:
    register = link_register(houses(("h", 0, 1.0), ("h", 0, 1.0), fid=[7, 4]), records(("a", "h"), ("a", "h")))
    assert register.steps[Step.HOUSE].own.tolist() == [Break.DUPLICATE_ID, NONE]
    assert register.steps[Step.HOUSEHOLD].own.tolist() == [NONE, Break.DUPLICATE_ID]
    other = link_register(houses(("g", 0), ("h", 0)), records(("a", "h"), ("a", "g")))
    assert other.steps[Step.HOUSEHOLD].own.tolist() == [Break.DUPLICATE_ID, NONE]  # by what they name


@pytest.mark.parametrize("seed", range(20))
def test_the_answer_does_not_depend_on_the_order(seed: int) -> None:
    rng = np.random.default_rng(seed)
    names = ["", "1", "2", "3", "4", "5", "户"]
    grid = [OUTSIDE if one < 0 else int(one) for one in rng.integers(-1, 2, 12)]
    some = [(str(name), one, float(x)) for name, one, x in zip(rng.choice(names, 12), grid, range(12))]
    households = [(str(a), str(b)) for a, b in zip(rng.choice(names, 20), rng.choice(names, 20))]
    people = [(str(a), str(b)) for a, b in zip(rng.choice(names, 40), rng.choice([*names, "x"], 40))]
    answers = []
    for _ in range(2):
        register = link_register(houses(*some), records(*households), records(*people))
        reconciled(register)
        parts = zip((some, households, people), register.steps.values())
        answers.append([sorted(zip(rows, told(step)), key=repr) for rows, step in parts])
        for rows in (some, households, people):
            rng.shuffle(rows)
    assert answers[0] == answers[1]


def test_nothing_is_an_answer_too() -> None:
    register = link_register(houses(), records(), records())
    reconciled(register)
    assert not any(register.numbers().values())
    alone = link_register(houses(("h", 0)))
    reconciled(alone)
    assert (list(alone.steps), alone.households.tolist()) == ([Step.HOUSE], [0])
    everyone = link_register(houses(), records(("a", "h")), records(("p", "a")))
    reconciled(everyone)
    assert told(everyone.steps[Step.PERSON]) == [(NONE, "", "household_broken", "house")]


def test_ids_keep_their_texts() -> None:
    ids, said = Ids(), ["", "一二", "x", "", "35", "網格 9"]
    ids.add(said[:2])
    ids.add([])
    ids.add(said[2:])
    assert len(ids) == 6
    assert ids.texts(range(6)) == said
    assert ids.texts([5, 1, 1, 0]) == ["網格 9", "一二", "一二", ""]
    assert ids.texts([]) == []
    assert (ids.keys() == BLANK).tolist() == [not one for one in said]
    assert ids.keys()[4] == Ids(["35"]).keys()[0]
