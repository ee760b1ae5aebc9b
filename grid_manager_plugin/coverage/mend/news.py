"""What one check finds that an earlier one did not."""

from __future__ import annotations

import numpy as np

from grid_manager_plugin.coverage.findings import Findings


def new_findings(before: Findings, after: Findings, noise: float) -> np.ndarray:
    """Tell which findings were not there before, shape (f,) of bool: more of their kind and ids, or more ground.

    Args:
        before: What was found in a plan.
        after: What is found in the plan after a change.
        noise: Square metres that places may grow by as float noise.
    """
    limit, total = _amounts(before), _amounts(after)
    new = {
        key: count > limit.get(key, (0, 0.0))[0] or area > limit.get(key, (0, 0.0))[1] + noise
        for key, (count, area) in total.items()
    }
    return np.array([new[key] for key in keys(after)], dtype=bool)


def keys(findings: Findings) -> list[tuple]:
    """Return what tells each finding from others: its kind, what it is about, and whether a person accepted it."""
    columns = (findings.kind, findings.accepted.tolist(), findings.community_id, findings.grid, findings.other)
    return [(kind, accepted, place, *sorted((grid, other))) for kind, accepted, place, grid, other in zip(*columns)]


def _amounts(findings: Findings) -> dict[tuple, tuple[int, float]]:
    """Return the number and the square metres of all findings of each key."""
    amounts: dict[tuple, tuple[int, float]] = {}
    for key, area in zip(keys(findings), np.nan_to_num(findings.area).tolist()):
        count, ground = amounts.get(key, (0, 0.0))
        amounts[key] = (count + 1, ground + area)
    return amounts
