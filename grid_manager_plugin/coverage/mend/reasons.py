"""Why a repair left a finding as it is."""

from __future__ import annotations

import numpy as np
import shapely

from grid_manager_plugin.coverage.findings import Findings
from grid_manager_plugin.coverage.kinds import GROUND, Kind
from grid_manager_plugin.coverage.mend.moves import Stays
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message


def reasons_for(found: Findings, owner: np.ndarray, stays: Stays) -> np.ndarray:
    """Return why each finding is left, messages of shape (f,).

    Args:
        found: What is found in the repaired plan.
        owner: The community of each grid, shape (n,).
        stays: Pieces that were not moved, and why.
    """
    reasons = np.empty(len(found), dtype=object)
    for i in range(len(found)):
        reasons[i] = _reason(found, i, owner, stays)
    return reasons


def _reason(found: Findings, position: int, owner: np.ndarray, stays: Stays) -> Message:
    kind = found.kind[position]
    if found.accepted[position]:
        return Message(ACCEPTED)
    if kind not in GROUND:
        return Message(_BORDERS if kind is Kind.EDGE_MISMATCH else _NOT_OURS)
    reason = stays.reason(kind, shapely.point_on_surface(found.geometry[position]))
    if reason is not None:
        return reason
    own, other = found.grid[position], found.other[position]
    if kind is Kind.OVERLAP and owner[own] != owner[other]:
        return Message(_TWO_COMMUNITIES)
    return Message(_UNTRIED)


ACCEPTED = QT_TRANSLATE_NOOP("Coverage", "A person accepted it.")
NEW_FINDING = QT_TRANSLATE_NOOP("Coverage", "Moving it would bring another finding that is not there now.")
_UNTRIED = QT_TRANSLATE_NOOP("Coverage", "What lies round it could not be mended without another finding.")
_NOT_OURS = QT_TRANSLATE_NOOP("Coverage", "A repair of borders does not change this: a person has to decide.")
_BORDERS = QT_TRANSLATE_NOOP(
    "Coverage", "One of the grids is locked, or their borders are farther apart than float noise."
)
_TWO_COMMUNITIES = QT_TRANSLATE_NOOP(
    "Coverage", "The grids are of two communities: the spill has to be cut, or the communities themselves overlap."
)
