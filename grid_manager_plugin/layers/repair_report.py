"""What a repair did, as the report and the summary of its result tell it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from grid_manager_plugin.coverage.kinds import Kind
from grid_manager_plugin.layers.check_report_words import ground
from grid_manager_plugin.layers.report_parts import asked_pairs, exact_area, row, table
from grid_manager_plugin.layers.report_words import DASH, Words, number, people


@dataclass(frozen=True)
class Moved:
    """The pieces of one kind that were moved.

    Attributes:
        kind: What they were.
        pieces: Their number.
        area_m2: Square metres in all.
        population: People on them; ``None`` where nobody knows.
    """

    kind: Kind
    pieces: int
    area_m2: float
    population: float | None


@dataclass(frozen=True)
class RepairFacts:
    """What was asked of a repair, and what it did.

    Attributes:
        largest: Square metres of the largest piece that is moved, by kind.
        snap: Metres; slivers that are not wider are moved however long they are.
        locked_field: Field that tells the locked grids; empty for none.
        moved: What was moved, by kind.
        numbers: The numbers that the algorithm returns, by the names of its outputs.
    """

    largest: Mapping[Kind, float]
    snap: float
    locked_field: str
    moved: tuple[Moved, ...]
    numbers: Mapping[str, int | float]


def repair_content(facts: RepairFacts) -> dict[str, object]:
    """Return content of the JSON summary."""
    return {
        "numbers": dict(facts.numbers),
        **{f"max_{kind.value}_area_m2": area for kind, area in facts.largest.items()},
        "snap_tolerance_m": facts.snap,
        "locked_field": facts.locked_field or None,
        "moved": [{**dataclasses.asdict(one), "kind": one.kind.value} for one in facts.moved],
    }


def repair_section(facts: RepairFacts, words: Words) -> str:
    """Return the section of the page as HTML."""
    asked = [(f"largest_{kind.value}", exact_area(area)) for kind, area in facts.largest.items()]
    asked += [("snap", f"{facts.snap:g} m"), ("locked_field", facts.locked_field or words.plain("no_field"))]
    numbers = facts.numbers
    told = words("repair_sentence", repaired=number(numbers["REPAIRED"]), noded=number(numbers["NODED"]))
    body = ""
    for one in facts.moved:
        count = DASH if one.population is None else people(one.population)
        body += row("", [words(f"kind_{one.kind.value}")], [number(one.pieces), ground(one.area_m2), count])
    head = [words(key) for key in ("kind", "pieces", "area", "people")]
    moved = table("moved", head, body, numeric=3) if facts.moved else ""
    return (
        f'<section>\n<h2>{words("repaired")}</h2>\n<p>{told}</p>\n{moved}'
        f'<dl class="asked">{asked_pairs(asked, words)}</dl>\n</section>'
    )
