"""Places that many points share: mostly where a system puts those whose place it does not know."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from grid_manager_plugin.rules.edges import place_keys

SHARE, LEAST = 0.01, 20
"""A place is told from this share of all points on, and from so many."""


@dataclass(frozen=True)
class Crowd:
    """Points on one place.

    Attributes:
        x: Its first coordinate, in the points' coordinate system.
        y: Its second.
        points: So many points.
    """

    x: float
    y: float
    points: int


class Crowding:
    """Counts points by their places, piece by piece; eight bytes for each are kept."""

    def __init__(self) -> None:
        self._keys: list[np.ndarray] = []
        self._places: dict[int, tuple[float, float]] = {}

    def add(self, xy: np.ndarray) -> None:
        """Count points.

        Args:
            xy: Finite coordinates, shape (n, 2).
        """
        if not len(xy):
            return
        keys = place_keys(xy)
        self._keys.append(keys)
        # a place with this share of all points has it of some piece too
        different, first, count = np.unique(keys, return_index=True, return_counts=True)
        many = count >= max(SHARE * len(keys), 2)
        for key, at in zip(different[many].tolist(), first[many].tolist()):
            self._places[key] = (float(xy[at, 0]), float(xy[at, 1]))

    def found(self) -> tuple[Crowd, ...]:
        """Return the places that many points share, those with the most points first."""
        total = sum(len(keys) for keys in self._keys)
        wanted = np.array(sorted(self._places), dtype=np.uint64)
        counts = np.zeros(len(wanted), dtype=np.int64)
        for keys in self._keys:
            at = np.searchsorted(wanted, keys)
            hit = at < len(wanted)
            hit[hit] = wanted[at[hit]] == keys[hit]
            counts += np.bincount(at[hit], minlength=len(wanted))
        least = max(SHARE * total, LEAST)
        found = [Crowd(*self._places[key], int(n)) for key, n in zip(wanted.tolist(), counts.tolist()) if n >= least]
        return tuple(sorted(found, key=lambda one: (-one.points, one.x, one.y)))

