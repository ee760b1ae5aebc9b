"""What a check came to: one row a community, and the numbers of the run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from grid_manager_plugin.coverage.findings import NONE, Findings
from grid_manager_plugin.coverage.inputs import Communities
from grid_manager_plugin.coverage.kinds import Kind, Severity


@dataclass(frozen=True)
class CommunityRow:
    """One community's row; the fields are those of the output ``STATUS``.

    An overlap of grids of two communities counts in both rows. Ground in square metres includes slivers and what a
    person accepted; errors and warnings do not include the latter.
    """

    community_id: str
    community_name: str
    valid: bool
    grids: int
    gap_m2: float
    overlap_m2: float
    spill_m2: float
    errors: int
    warnings: int


@dataclass(frozen=True)
class CheckSummary:
    """What a check came to.

    Attributes:
        rows: One row a community, in the order of their layer.
        findings: All findings.
        own: The community of each grid, as it lies, :data:`.findings.NONE` where it has none, shape (n,).
    """

    rows: tuple[CommunityRow, ...]
    findings: Findings
    own: np.ndarray

    @property
    def grids(self) -> int:
        """Number of grids that were checked, those without ground too."""
        return len(self.own)

    @property
    def passed(self) -> bool:
        """Whether no error is left that nobody accepted."""
        return not self.errors

    @property
    def errors(self) -> int:
        """Number of errors that nobody accepted."""
        return int(self.findings.counted(Severity.ERROR).sum())

    def numbers(self) -> dict[str, int | float]:
        """Return the numbers that the algorithm gives back, by the names of its outputs."""
        found = self.findings
        return {
            "ERRORS": self.errors,
            "WARNINGS": int(found.counted(Severity.WARNING).sum()),
            "ACCEPTED_COUNT": int(found.accepted.sum()),
            "COMMUNITIES_VALID": sum(row.valid for row in self.rows),
            "COMMUNITIES_INVALID": sum(not row.valid for row in self.rows),
            "GAP_M2": self.ground(Kind.GAP),
            "OVERLAP_M2": self.ground(Kind.OVERLAP),
            "SPILL_M2": self.ground(Kind.SPILL),
        }

    def ground(self, kind: Kind) -> float:
        """Return the square metres of all findings of a kind."""
        return float(self.findings.area[self.findings.are(kind)].sum())


def summarized(findings: Findings, communities: Communities, own: np.ndarray, counted: np.ndarray) -> CheckSummary:
    """Return what a check came to.

    Args:
        findings: What was found.
        communities: The communities, m of them.
        own: The community of each grid, :data:`.findings.NONE` where it has none, shape (n,).
        counted: Which grids count as one of their community's, shape (n,) of bool.
    """
    many = len(communities)
    position, community = _touched(findings, own)

    def total(chosen: np.ndarray, weight: np.ndarray | None = None) -> np.ndarray:
        kept = chosen[position]
        return np.bincount(community[kept], None if weight is None else weight[position][kept], minlength=many)

    errors, warnings = total(findings.counted(Severity.ERROR)), total(findings.counted(Severity.WARNING))
    gap, overlap, spill = (total(findings.are(kind), findings.area) for kind in (Kind.GAP, Kind.OVERLAP, Kind.SPILL))
    grids = np.bincount(own[counted & (own != NONE)], minlength=many)
    rows = tuple(
        CommunityRow(
            community_id=str(communities.id[i]),
            community_name=str(communities.name[i]),
            valid=not errors[i],
            grids=int(grids[i]),
            gap_m2=float(gap[i]),
            overlap_m2=float(overlap[i]),
            spill_m2=float(spill[i]),
            errors=int(errors[i]),
            warnings=int(warnings[i]),
        )
        for i in range(many)
    )
    return CheckSummary(rows, findings, own)


def _touched(findings: Findings, own: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return pairs of finding and community: that of the finding, and that of the other grid where it is another."""
    first = np.flatnonzero(findings.community != NONE)
    other = np.full(len(findings), NONE)
    paired = findings.other != NONE
    other[paired] = own[findings.other[paired]]
    second = np.flatnonzero((other != NONE) & (other != findings.community))
    return np.concatenate([first, second]), np.concatenate([findings.community[first], other[second]])
