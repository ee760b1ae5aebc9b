"""Which findings a report lists, and in which order: the largest and worst first, and none of the kinds crowded out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from grid_manager_plugin.coverage.findings import NONE, Findings
from grid_manager_plugin.coverage.kinds import GROUND, KINDS, Kind, Severity

ROWS = 500
"""A table lists at most so many findings; a reader has the layer."""

LEAST_OF_KIND = 20
"""So many of each kind are listed at least, whatever there is of the others; 18 kinds leave room for the worst."""

MISPLACED = (Kind.UNCOVERED_COMMUNITY, Kind.ORPHAN_GRID, Kind.WRONG_COMMUNITY)
"""Kinds that are out of place as a whole: worse than any gap between grids that are where they belong."""


@dataclass(frozen=True)
class Listed:
    """What a report lists, as positions in the findings.

    Attributes:
        open: Findings that nobody accepted, the worst first.
        accepted: Accepted findings, the worst first.
        left_out: How many of the open ones are not listed, by kind, only kinds with any.
        accepted_left_out: The same of accepted ones.
    """

    open: np.ndarray
    accepted: np.ndarray
    left_out: dict[Kind, int]
    accepted_left_out: dict[Kind, int]

    @property
    def positions(self) -> np.ndarray:
        """All that is listed, open ones first."""
        return np.concatenate([self.open, self.accepted])

    @property
    def missing(self) -> int:
        """How many findings are not listed."""
        return sum(self.left_out.values()) + sum(self.accepted_left_out.values())

    def of_communities(self, findings: Findings, community_id: np.ndarray) -> dict[int, list[int]]:
        """Return the numbers of the open rows, from 1, by the position of the communities that they touch.

        A spill touches the community that it lies in too. The community of the other grid of a pair is known only
        where that grid has a finding of its own.

        Args:
            findings: All findings.
            community_id: Ids of the communities, shape (m,).
        """
        owned = findings.grid != NONE
        own = dict(zip(findings.grid[owned].tolist(), findings.community[owned].tolist()))
        position_of = {str(one): i for i, one in enumerate(community_id)}
        rows: dict[int, list[int]] = {}
        for number, position in enumerate(self.open.tolist(), start=1):
            touched = {int(findings.community[position]), own.get(int(findings.other[position]), NONE)}
            if findings.kind[position] in (Kind.SPILL, Kind.WRONG_COMMUNITY):
                touched.add(position_of.get(str(findings.other_code[position]), NONE))
            for community in touched - {NONE}:
                rows.setdefault(community, []).append(number)
        return rows


def listed(findings: Findings) -> Listed:
    """Return what a report lists of findings."""
    order = _worst_first(findings)
    accepted = findings.accepted[order]
    opened, opened_left = _capped(findings, order[~accepted])
    let, let_left = _capped(findings, order[accepted])
    return Listed(opened, let, opened_left, let_left)


def _worst_first(findings: Findings) -> np.ndarray:
    """Return positions: errors, then warnings; out of place as a whole, then places by area, then other rules."""
    number = _kind_numbers(findings)
    tier = np.full(len(findings), 2)
    tier[findings.are(*GROUND)] = 1
    tier[findings.are(*MISPLACED)] = 0
    with np.errstate(invalid="ignore", over="ignore"):
        excess = np.abs(findings.value - findings.limit) / np.maximum(1.0, np.abs(findings.limit))
    size = np.nan_to_num(np.where(tier == 1, findings.area, excess))
    rule = np.where(tier == 1, 0, number)
    # lexsort keeps the findings' own order where all is the same
    return np.lexsort([-size, rule, tier, findings.severity == Severity.WARNING])


def _kind_numbers(findings: Findings) -> np.ndarray:
    place = {kind: i for i, kind in enumerate(KINDS)}
    return np.array([place[kind] for kind in findings.kind], dtype=np.int64)


def _capped(findings: Findings, order: np.ndarray) -> tuple[np.ndarray, dict[Kind, int]]:
    """Return the findings that a table has room for, in their order, and how many of each kind it has not."""
    number = _kind_numbers(findings)[order]
    within = np.empty(len(order), dtype=np.int64)
    for kind in np.unique(number):
        of_kind = number == kind
        within[of_kind] = np.arange(of_kind.sum())
    # the worst of each kind get their room before the others share the rest
    chosen = np.sort(np.lexsort([np.arange(len(order)), within >= LEAST_OF_KIND])[:ROWS])
    dropped = np.bincount(np.delete(number, chosen), minlength=len(KINDS))
    return order[chosen], {kind: int(count) for kind, count in zip(KINDS, dropped) if count}
