"""Who was typed for whom: points that lie in one grid while the code of another was typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from grid_manager_plugin.linking.typed import UNKNOWN, Typed

MANY = 50_000
"""So many pairs of a grid and a code of no grid are kept apart; where there are more, codes of no grid are one."""


@dataclass(frozen=True)
class Confusion:
    """Points of one grid for which another one's code was typed.

    Attributes:
        typed_code: What was typed, as the grid's code is; empty where these are too many different codes of no grid.
        exists: Whether it is the code of a grid.
        grid_code: The grid that they lie in.
        points: So many points.
    """

    typed_code: str
    exists: bool
    grid_code: str
    points: int


class Confusions:
    """Counts pairs of a typed code and the grid that a point lies in."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        self._codes = codes
        self._known: Counter[tuple[int, int]] = Counter()
        self._unknown: Counter[tuple[str, int]] = Counter()
        self._too_many = False

    def add(self, said: Sequence[str], typed: Typed, own: np.ndarray, mismatched: np.ndarray) -> None:
        """Count some points.

        Args:
            said: What was typed for each.
            typed: What that means.
            own: Number of the code of each point's grid, shape (n,).
            mismatched: Those to count, shape (n,) of bool.
        """
        known = mismatched & (typed.number != UNKNOWN)
        pairs, counts = np.unique(np.column_stack([typed.number, own])[known], axis=0, return_counts=True)
        self._known.update({(one, other): count for (one, other), count in zip(pairs.tolist(), counts.tolist())})
        unknown = np.flatnonzero(mismatched & (typed.number == UNKNOWN)).tolist()
        # a wrong field would keep a text for every point
        self._unknown.update(("" if self._too_many else said[i], int(own[i])) for i in unknown)
        if len(self._unknown) > MANY and not self._too_many:
            self._too_many = True
            merged: Counter[tuple[str, int]] = Counter()
            for (_, grid), count in self._unknown.items():
                merged["", grid] += count
            self._unknown = merged

    def found(self) -> tuple[Confusion, ...]:
        """Return the pairs, the most frequent first."""
        codes = self._codes
        found = [Confusion(codes[one], True, codes[other], count) for (one, other), count in self._known.items()]
        found += [Confusion(text, False, codes[grid], count) for (text, grid), count in self._unknown.items()]
        return tuple(sorted(found, key=lambda one: (-one.points, one.typed_code, one.grid_code)))
