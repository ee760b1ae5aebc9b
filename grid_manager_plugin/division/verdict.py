"""What became of one community."""

from __future__ import annotations

from enum import Enum


class Verdict(str, Enum):
    """Outcome of a community's division; the values stand in outputs and scripts."""

    SOLVED = "solved"
    KEPT = "kept"
    RELAXED = "relaxed"
    INFEASIBLE = "infeasible"
    FAILED = "failed"

    def __str__(self) -> str:
        return self.value


HELD = (Verdict.SOLVED, Verdict.KEPT)
"""Verdicts of plans that hold every limit."""
