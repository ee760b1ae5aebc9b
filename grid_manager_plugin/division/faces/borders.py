"""What a border costs along barriers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from grid_manager_plugin.division.faces.barriers import NO_BARRIER
from grid_manager_plugin.division.segments import SegmentTable, distinct
from grid_manager_plugin.rules.geodesy import Measure


@dataclass(frozen=True)
class BorderLines:
    """Straight lines between blocks, each once.

    Attributes:
        start: First points in source coordinates, shape (b, 2).
        end: Last points, shape (b, 2).
        factor: Share of a border's cost that remains along the line, 1 where no barrier runs, shape (b,).
        hard: No grid may lie on both sides, shape (b,).
        fid: Feature id of the most important barrier there, :data:`.barriers.NO_BARRIER` for none, shape (b,).
    """

    start: np.ndarray
    end: np.ndarray
    factor: np.ndarray
    hard: np.ndarray
    fid: np.ndarray

    def along(self, table: SegmentTable) -> SegmentBarriers:
        """Return the barrier on each segment of a table; segments that are none of these lines have none.

        Args:
            table: Segments of blocks in the same coordinates.
        """
        count = len(self.start)
        known = len(table.nodes)
        nodes, place = distinct(np.concatenate([table.nodes, self.start, self.end]))
        ends = np.sort(np.column_stack([place[known : known + count], place[known + count :]]), axis=1)
        key = ends[:, 0] * len(nodes) + ends[:, 1]
        order = np.argsort(key)
        wanted = np.sort(place[:known][table.ends], axis=1)
        wanted_key = wanted[:, 0] * len(nodes) + wanted[:, 1]
        at = np.minimum(np.searchsorted(key[order], wanted_key), max(count - 1, 0))
        factor, hard = np.ones(len(wanted_key)), np.zeros(len(wanted_key), dtype=bool)
        fid = np.full(len(wanted_key), NO_BARRIER)
        if count:
            found = key[order][at] == wanted_key
            line = order[at[found]]
            factor[found], hard[found], fid[found] = self.factor[line], self.hard[line], self.fid[line]
        return SegmentBarriers(factor, hard, fid)


@dataclass(frozen=True)
class SegmentBarriers:
    """The barrier on each segment of a table: shapes (m,), as in :class:`BorderLines`."""

    factor: np.ndarray
    hard: np.ndarray
    fid: np.ndarray


@dataclass(frozen=True)
class BorderEdges:
    """Pairs of neighbouring blocks and what lies between them.

    Attributes:
        pairs: The lower block first, sorted, shape (e, 2).
        length: Metres that they share, shape (e,).
        cost: Metres times the share of the cost that remains, shape (e,).
        hard: A hard barrier lies between them: they are no neighbours for a grid, shape (e,).
        fid: Feature id of the first hard barrier between them, :data:`.barriers.NO_BARRIER` for none, shape (e,).
    """

    pairs: np.ndarray
    length: np.ndarray
    cost: np.ndarray
    hard: np.ndarray
    fid: np.ndarray


def border_edges(table: SegmentTable, count: int, measure: Measure, barriers: SegmentBarriers) -> BorderEdges:
    """Return the edges of the graph of blocks, with the barriers counted.

    Args:
        table: Segments of the blocks.
        count: Number of blocks.
        measure: Measure of their CRS.
        barriers: What runs along the segments.
    """
    inner = table.inner()
    low = np.minimum(table.left[inner], table.right[inner])
    high = np.maximum(table.left[inner], table.right[inner])
    keys, place = np.unique(low * count + high, return_inverse=True)
    place = place.reshape(-1)
    metres = measure.segment_lengths(*table.coordinates(inner))
    length = np.bincount(place, weights=metres, minlength=len(keys))
    cost = np.bincount(place, weights=metres * barriers.factor[inner], minlength=len(keys))
    is_hard = barriers.hard[inner]
    fid = np.full(len(keys), np.iinfo(np.int64).max)
    np.minimum.at(fid, place[is_hard], barriers.fid[inner][is_hard])
    hard = np.bincount(place[is_hard], minlength=len(keys)) > 0
    pairs = np.column_stack([keys // max(count, 1), keys % max(count, 1)])
    return BorderEdges(pairs, length, cost, hard, np.where(hard, fid, NO_BARRIER))
