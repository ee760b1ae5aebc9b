"""Marks of places on a map: of all those that would hide each other one, so that ten million are as quick as ten."""

from __future__ import annotations

import numpy as np

STEPS = 400
"""Marks across a map, at most."""


class Marks:
    """Collects places within bounds, whatever their order, as the cells of a lattice that hold any."""

    def __init__(self, bounds: np.ndarray) -> None:
        """Begin without any.

        Args:
            bounds: Smallest x and y, largest x and y of the map, shape (4,).
        """
        self._low = bounds[:2]
        self._step = max(float((bounds[2:] - bounds[:2]).max()) / STEPS, 1e-12)
        self._cells = np.zeros(0, dtype=np.int64)

    def add(self, xy: np.ndarray) -> None:
        """Mark places.

        Args:
            xy: Coordinates, shape (n, 2); those beyond the bounds, and not finite ones, have no mark.
        """
        with np.errstate(invalid="ignore"):
            cell = np.floor((xy - self._low) / self._step)
            within = ((cell >= 0) & (cell <= STEPS)).all(axis=1)
        column, row = cell[within].astype(np.int64).T
        self._cells = np.union1d(self._cells, row * (STEPS + 1) + column)

    def places(self) -> np.ndarray:
        """Return where the marks stand, shape (m, 2)."""
        cell = np.column_stack([self._cells % (STEPS + 1), self._cells // (STEPS + 1)])
        return self._low + (cell + 0.5) * self._step
