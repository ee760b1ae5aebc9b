"""Which boxes of many meet which of others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

CELLS = 512
"""Cells of the picture of a few boxes that many are first held against, to a side."""


@dataclass(frozen=True)
class Boxes:
    """Boxes with sides along the axes: lower left corners and upper right corners, shapes (n, 2)."""

    low: np.ndarray
    high: np.ndarray

    @classmethod
    def around(cls, one: np.ndarray, other: np.ndarray, by: float = 0.0) -> Boxes:
        """Return the boxes round the lines between points (n, 2) and others (n, 2), larger by so much all around."""
        return cls(np.minimum(one, other) - by, np.maximum(one, other) + by)

    def take(self, which: np.ndarray) -> Boxes:
        """Return some of the boxes."""
        return Boxes(self.low[which], self.high[which])

    def diagonals(self) -> np.ndarray:
        """Return lines from corner to corner, which have the boxes for bounds and are cheaper, shape (n,) of object."""
        return shapely.linestrings(np.stack([self.low, self.high], axis=1))


def meeting(few: Boxes, many: Boxes) -> tuple[np.ndarray, np.ndarray]:
    """Return every pair of a box of a few and one of many that have a point in common, shapes (p,).

    The pairs are in no particular order, the same for the same boxes.

    Most of the many are ruled out by looking at a picture of the few, and no geometry is made of them.
    """
    if not len(few.low) or not len(many.low):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    near = np.flatnonzero(_touches(few, many)) if 2 * len(few.low) < len(many.low) else np.arange(len(many.low))
    one, other = shapely.STRtree(many.take(near).diagonals()).query(few.diagonals())
    return one, near[other]


def _touches(few: Boxes, many: Boxes) -> np.ndarray:
    """Tell of many boxes whether they touch a cell that one of the few touches."""
    start = few.low.min(axis=0)
    cell = np.maximum(few.high.max(axis=0) - start, 1e-9) / CELLS
    low, high = (np.floor((corner - start) / cell).astype(np.int64) for corner in (few.low, few.high))
    low, high = np.clip(low, 0, CELLS - 1), np.clip(high, 0, CELLS - 1) + 1
    count = np.zeros((CELLS + 1, CELLS + 1), dtype=np.int64)
    for x, y, sign in (
        (low[:, 0], low[:, 1], 1),
        (high[:, 0], low[:, 1], -1),
        (low[:, 0], high[:, 1], -1),
        (high[:, 0], high[:, 1], 1),
    ):
        np.add.at(count, (x, y), sign)
    marked = count.cumsum(axis=0).cumsum(axis=1)[:CELLS, :CELLS] > 0
    total = np.zeros((CELLS + 1, CELLS + 1), dtype=np.int64)
    total[1:, 1:] = marked.cumsum(axis=0).cumsum(axis=1)
    low, high = (np.clip((corner - start) / cell, -1, CELLS) for corner in (many.low, many.high))
    low, high = np.floor(low).astype(np.int64), np.floor(high).astype(np.int64)
    low, high = np.maximum(low, 0), np.minimum(high + 1, CELLS)
    inside = (low < high).all(axis=1)
    found = total[high[:, 0], high[:, 1]] - total[low[:, 0], high[:, 1]]
    found += total[low[:, 0], low[:, 1]] - total[high[:, 0], low[:, 1]]
    return inside & (found > 0)
