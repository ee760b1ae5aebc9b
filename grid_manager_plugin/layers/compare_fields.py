"""The fields of a comparison's outputs, and the rows that fill them; names and order are promises to users' scripts."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from grid_manager_plugin.layers.fields import INTEGER, REAL, TEXT, Row
from grid_manager_plugin.linking.compare_summary import CompareSummary
from grid_manager_plugin.linking.history import CodeHistory

MOVED = (
    ("old_code", TEXT),
    ("new_code", TEXT),
    ("area_m2", REAL),
    ("population", REAL),
    ("points", INTEGER),
)

PAIRS = (
    ("old_code", TEXT),
    ("new_code", TEXT),
    ("area_m2", REAL),
    ("share_of_old", REAL),
    ("share_of_new", REAL),
    ("population", REAL),
    ("points", INTEGER),
)

HISTORY = (
    ("code", TEXT),
    ("valid_from", TEXT),
    ("valid_to", TEXT),
    ("predecessors", TEXT),
    ("successors", TEXT),
    ("kind", TEXT),
)


def moved_rows(summary: CompareSummary) -> Iterator[Row]:
    """Yield polygon and attributes of each piece that changed hands."""
    found = summary.comparison
    codes = found.old_code, found.new_code
    for i in np.flatnonzero(found.moved).tolist():
        yield found.geometry[i], [codes[0][i], codes[1][i], float(found.area[i]), *_on(summary, i)]


def pair_rows(summary: CompareSummary) -> Iterator[Row]:
    """Yield the attributes of each pair of an old and a new grid, those that did not change too."""
    found = summary.comparison
    codes, shares = (found.old_code, found.new_code), (found.share_of_old, found.share_of_new)
    for i in range(len(found)):
        figures = [float(found.area[i]), *(known(share[i]) for share in shares)]
        yield None, [codes[0][i], codes[1][i], *figures, *_on(summary, i)]


def history_rows(history: tuple[CodeHistory, ...]) -> Iterator[Row]:
    """Yield the attributes of what became of each code; a day that nobody said is NULL."""
    for one in history:
        partners = [", ".join(codes) for codes in (one.predecessors, one.successors)]
        yield None, [one.code, one.valid_from or None, one.valid_to or None, *partners, one.kind]


def known(value: float) -> float | None:
    """Return a figure, ``None`` where there is none."""
    return float(value) if math.isfinite(value) else None


def _on(summary: CompareSummary, position: int) -> list[object]:
    return [
        None if summary.population is None else float(summary.population[position]),
        None if summary.points is None else int(summary.points[position]),
    ]
