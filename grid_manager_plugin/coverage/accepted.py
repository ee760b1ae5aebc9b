"""Findings that a person accepted, recognised in a later run by kind, ids and place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from grid_manager_plugin.coverage.findings import Findings
from grid_manager_plugin.rules.geodesy import Measure
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

ALIKE = 0.01
"""Places are the same when what only one of them has is at most this share of what either has."""

ROUNDING = 0.01
"""Metres that files of 7 decimals of a degree, such as GeoJSON, leave vertices off their place."""


@dataclass(frozen=True)
class Accepted:
    """Findings of an earlier run that a person accepted, shapes (a,).

    Attributes:
        kind: Kinds as text, as the output has them.
        community_id: Ids of communities.
        grid_code: Codes of grids.
        other_code: Codes or ids of the other side.
        geometry: Places, in the grids' coordinate system; ``None`` where there is none.
        note: What the person noted.
    """

    kind: np.ndarray
    community_id: np.ndarray
    grid_code: np.ndarray
    other_code: np.ndarray
    geometry: np.ndarray
    note: np.ndarray


def unmatched(findings: Findings, accepted: Accepted | None) -> tuple[Message, ...]:
    """Return a note where accepted findings are not among those of now: mended meanwhile, or at another place."""
    given = 0 if accepted is None else len(accepted.kind)
    left = given - int(findings.accepted.sum())
    return (Message(_UNMATCHED, {"left": left, "given": given}),) if left else ()


def marked(findings: Findings, accepted: Accepted | None, measure: Measure, least: float) -> Findings:
    """Return the findings with those marked that a person accepted; one acceptance counts for one finding.

    Args:
        findings: What was found now.
        accepted: What was accepted before; ``None`` for nothing.
        measure: Measures in the coordinate system of both.
        least: Square metres that two places may differ by as float noise.
    """
    if accepted is None or not len(accepted.kind):
        return findings
    before: dict[tuple[str, ...], list[int]] = {}
    keys = zip(accepted.kind, accepted.community_id, accepted.grid_code, accepted.other_code)
    for i, key in enumerate(keys):
        before.setdefault(tuple(map(str, key)), []).append(i)
    found, note = np.zeros(len(findings), dtype=bool), np.full(len(findings), "", dtype=object)
    ids = zip(findings.kind, findings.community_id, findings.grid_code, findings.other_code)
    for i, (kind, *others) in enumerate(ids):
        for position in before.get((kind.value, *map(str, others)), []):
            if _same_place(findings.geometry[i], accepted.geometry[position], measure, least):
                found[i], note[i] = True, accepted.note[position]
                before[(kind.value, *map(str, others))].remove(position)
                break
    return findings.with_accepted(found, note)


def _same_place(one: object, other: object, measure: Measure, least: float) -> bool:
    if one is None or other is None:
        return one is other
    both = np.array([shapely.symmetric_difference(one, other), shapely.union(one, other)], dtype=object)
    different, either = measure.flat_areas(both)
    rounding = ROUNDING * float(measure.perimeters(both[1:])[0])
    return bool(shapely.intersects(one, other)) and bool(different <= max(least, ALIKE * either, rounding))


_UNMATCHED = QT_TRANSLATE_NOOP(
    "Coverage",
    "ACCEPTED: accepted findings that are not found any more, or not at the same place: {left} of {given}.",
)
