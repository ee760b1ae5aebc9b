"""What a comparison of two plans comes to: the pieces, who lives on them, and the numbers that all outputs share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from grid_manager_plugin.linking.compare import Comparison
from grid_manager_plugin.linking.history import CodeHistory
from grid_manager_plugin.linking.plan_figures import PlanFigures

KINDS = ("kept", "changed", "new", "withdrawn", "split", "merged")
"""What can become of a code."""

ENDED = ("withdrawn", "split", "merged")
"""Kinds of codes that the new plan has no more."""


@dataclass(frozen=True)
class CompareSummary:
    """Two plans compared.

    Attributes:
        comparison: The ground in pieces, p of them.
        history: What became of each code.
        population: People on each piece, shape (p,); ``None`` where nobody asked.
        points: Points on each piece, shape (p,) of int; ``None`` where nobody asked.
        points_moved: Points that have another code in the new plan.
        before: Figures of the old plan; ``None`` where nobody asked.
        after: Figures of the new plan; ``None`` where nobody asked.
    """

    comparison: Comparison
    history: tuple[CodeHistory, ...]
    population: np.ndarray | None
    points: np.ndarray | None
    points_moved: int
    before: PlanFigures | None = None
    after: PlanFigures | None = None

    def kinds(self) -> dict[str, int]:
        """Return how many codes there are of each kind."""
        return {kind: sum(one.kind == kind for one in self.history) for kind in KINDS}

    def numbers(self) -> dict[str, int | float]:
        """Return the numbers that the algorithm returns; 0 for people and points that nobody asked for."""
        moved, kinds = self.comparison.moved, self.kinds()
        return {
            "CHANGED": int(moved.sum()),
            "AREA_MOVED_M2": float(self.comparison.area[moved].sum()),
            "POPULATION_MOVED": 0.0 if self.population is None else float(self.population[moved].sum()),
            "POINTS_MOVED": self.points_moved,
            "KEPT": kinds["kept"],
            "WITHDRAWN": sum(kinds[kind] for kind in ENDED),
            "NEW": kinds["new"],
        }

    def largest(self) -> np.ndarray:
        """Return the pieces that changed hands, the largest first, positions of shape (CHANGED,)."""
        moved = np.flatnonzero(self.comparison.moved)
        return moved[np.argsort(-self.comparison.area[moved], kind="stable")]


def points_of_pieces(comparison: Comparison, old: np.ndarray, new: np.ndarray) -> tuple[np.ndarray, int]:
    """Return the points on each piece, shape (p,) of int, and how many have another code in the new plan.

    Args:
        comparison: The two plans, p pieces.
        old: Position of the old grid that each point is in, :data:`.plan.NONE` for none, shape (n,).
        new: Position of its new grid, shape (n,).
    """
    before, after = comparison.before.plan, comparison.after.plan
    # in no grid is the last row and column
    width = len(after) + 1
    row, column = np.where(old < 0, len(before), old), np.where(new < 0, len(after), new)
    pairs, counts = np.unique(row * width + column, return_counts=True)
    piece = np.where(comparison.old < 0, len(before), comparison.old) * width
    piece += np.where(comparison.new < 0, len(after), comparison.new)
    found = np.zeros(len(comparison), dtype=np.int64)
    if len(pairs):
        at = np.minimum(np.searchsorted(pairs, piece), len(pairs) - 1)
        found = np.where(pairs[at] == piece, counts[at], 0)
    old_code, new_code = np.append(before.code, ""), np.append(after.code, "")
    return found, int((old_code[row] != new_code[column]).sum())
