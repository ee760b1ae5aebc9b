"""Open ends of barriers: extended to what they nearly reach."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import shapely

from grid_manager_plugin.division.faces.nearby import Boxes, meeting
from grid_manager_plugin.division.faces.network import NOTHING, Lines, Network, joined

NEAR = 20.0
"""Metres that are looked at first for something to reach."""


@dataclass(frozen=True)
class _Gaps:
    """Gaps between open ends and what they reach: shapes (g,).

    Attributes:
        end: Position of the open end.
        line: Line that is reached.
        share: How far along it, from its lower node.
        length: Metres.
    """

    end: np.ndarray
    line: np.ndarray
    share: np.ndarray
    length: np.ndarray

    def take(self, which: np.ndarray) -> _Gaps:
        return _Gaps(self.end[which], self.line[which], self.share[which], self.length[which])

    def shortest(self) -> _Gaps:
        """Return the shortest gap of each end; ties by line."""
        order = np.lexsort((self.line, self.length, self.end))
        return self.take(order[np.diff(self.end[order], prepend=-1) > 0])


@dataclass(frozen=True)
class _Ends:
    """Open ends: their nodes, the lines that they end, the way on from them."""

    node: np.ndarray
    line: np.ndarray
    way: np.ndarray

    @classmethod
    def of(cls, network: Network) -> _Ends:
        ends = network.lines.ends
        degree = np.bincount(ends.reshape(-1), minlength=len(network.xy))
        line, upper = np.nonzero(degree[ends] == 1)
        node, before = ends[line, upper], ends[line, 1 - upper]
        order = np.argsort(node, kind="stable")
        node, before, line = node[order], before[order], line[order]
        way = network.uv[node] - network.uv[before]
        return cls(node, line, way / np.hypot(*way.T)[:, None])


def open_ends(network: Network) -> int:
    """Return how many ends of lines nothing else meets."""
    return len(_Ends.of(network).node)


def extended(network: Network, kept: np.ndarray, distance: float, tolerance: float) -> tuple[Network, int]:
    """Return the network with lines added from open ends to what they nearly reach, to be noded again.

    An end goes straight on to the next line; where none comes within the distance, to the nearest point of another
    line that does not lie behind it. It does not go through a polygon to keep whole, and a stub shorter than the gap
    before it (a path to a door, a street drawn a little too far over a crossing) is left alone.

    Args:
        network: Noded, nothing outside the community.
        kept: Polygons to keep whole, in the plane, shape (k,) of object.
        distance: Metres that a gap may have.
        tolerance: Metres; nearer is the same place.

    Returns:
        The network and how many ends were extended.
    """
    ends = _Ends.of(network)
    if not len(ends.node) or distance <= 0:
        return network, 0
    ahead, lost = _found(_ahead, network, ends, np.arange(len(ends.node)), distance, tolerance)
    lost = lost[~_blocked(network, ends, lost, kept, distance)]
    beside, _ = _found(_beside, network, ends, lost, distance, tolerance)
    gaps = _Gaps(*(np.concatenate(pair) for pair in zip(vars(ahead).values(), vars(beside).values())))
    gaps = gaps.take(np.argsort(gaps.end, kind="stable"))
    gaps = gaps.take(~_is_stub(network, ends, gaps))
    target = network.along(gaps.line, gaps.share)
    if len(kept) and len(gaps.end):
        lines = shapely.linestrings(np.stack([network.uv[ends.node[gaps.end]], network.plane.metres(target)], axis=1))
        free = np.ones(len(lines), dtype=bool)
        free[shapely.STRtree(lines).query(kept, predicate="intersects")[1]] = False
        gaps, target = gaps.take(free), target[free]
    return _with_gaps(network, ends, gaps, target), len(gaps.end)


def _found(
    look: Callable[..., _Gaps], network: Network, ends: _Ends, which: np.ndarray, distance: float, tolerance: float
) -> tuple[_Gaps, np.ndarray]:
    """Return the shortest gap of each of some ends, and the ends that have none.

    The look goes further step by step: with a great distance an end would be held against half the community.
    """
    gaps = []
    reach = min(NEAR, distance)
    while True:
        gaps.append(look(network, ends, which, reach, tolerance).shortest())
        which = np.setdiff1d(which, gaps[-1].end)
        if reach >= distance or not len(which):
            return _Gaps(*(np.concatenate(columns) for columns in zip(*(vars(one).values() for one in gaps)))), which
        reach = min(2 * reach, distance)


def _ahead(network: Network, ends: _Ends, which: np.ndarray, distance: float, tolerance: float) -> _Gaps:
    """Return every line that rays from some ends meet."""
    start = network.uv[ends.node[which]]
    position, line = meeting(Boxes.around(start, start + distance * ends.way[which], tolerance), network.boxes())
    end = which[position]
    other = line != ends.line[end]
    end, line = end[other], line[other]
    way, start = ends.way[end], network.uv[ends.node[end]]
    low, high = (network.uv[network.lines.ends[line, i]] - start for i in (0, 1))
    off_low, off_high = (way[:, 0] * to[:, 1] - way[:, 1] * to[:, 0] for to in (low, high))
    on_low, on_high = (way * low).sum(axis=1), (way * high).sum(axis=1)
    found = []
    with np.errstate(divide="ignore", invalid="ignore"):
        share = off_low / (off_low - off_high)
    through = off_low * off_high < 0
    share = np.where(through, share, 0.0)
    for real, part, length in (
        (through, share, on_low + share * (on_high - on_low)),
        (np.abs(off_low) <= tolerance, np.zeros(len(end)), on_low),
        (np.abs(off_high) <= tolerance, np.ones(len(end)), on_high),
    ):
        real = real & (length > tolerance) & (length <= distance)
        found.append((end[real], line[real], part[real], length[real]))
    return _Gaps(*(np.concatenate(columns) for columns in zip(*found)))


def _beside(
    network: Network, ends: _Ends, which: np.ndarray, distance: float, tolerance: float
) -> _Gaps:
    """Return the nearest point of every line near some ends that does not lie behind them."""
    points = network.uv[ends.node[which]]
    position, line = meeting(Boxes.around(points, points, distance), network.boxes())
    end = which[position]
    other = line != ends.line[end]
    end, line = end[other], line[other]
    start, way = network.uv[ends.node[end]], ends.way[end]
    low, high = (network.uv[network.lines.ends[line, i]] - start for i in (0, 1))
    along = high - low
    on_low, on_high = (way * low).sum(axis=1), (way * high).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        level = -on_low / (on_high - on_low)  # share where the line passes the end; of a line behind it none
        first = np.where(on_low >= 0, 0.0, level)
        last = np.where(on_high >= 0, 1.0, level)
        share = np.clip(-(low * along).sum(axis=1) / (along**2).sum(axis=1), first, last)
        length = np.hypot(*(low + share[:, None] * along).T)
    real = ((on_low >= 0) | (on_high >= 0)) & (length > tolerance) & (length <= distance)
    return _Gaps(end[real], line[real], share[real], length[real])


def _blocked(network: Network, ends: _Ends, which: np.ndarray, kept: np.ndarray, distance: float) -> np.ndarray:
    """Tell of some ends whether a polygon to keep whole lies straight ahead: that is where they end."""
    blocked = np.zeros(len(which), dtype=bool)
    if len(kept) and len(which):
        start = network.uv[ends.node[which]]
        rays = shapely.linestrings(np.stack([start, start + distance * ends.way[which]], axis=1))
        blocked[shapely.STRtree(rays).query(kept, predicate="intersects")[1]] = True
    return blocked


def _is_stub(network: Network, ends: _Ends, gaps: _Gaps) -> np.ndarray:
    """Tell of gaps whether the end is that of a line from a crossing which is shorter than the gap."""
    ends_of = network.lines.ends[ends.line[gaps.end]]
    degree = np.bincount(network.lines.ends.reshape(-1), minlength=len(network.xy))
    length = np.hypot(*(network.uv[ends_of[:, 1]] - network.uv[ends_of[:, 0]]).T)
    return (degree[ends_of].max(axis=1) > 2) & (length < gaps.length)


def _with_gaps(network: Network, ends: _Ends, gaps: _Gaps, target: np.ndarray) -> Network:
    """Return the network with a line over each gap, hard where the barrier is."""
    old = len(network.xy)
    network = network.with_nodes(target, np.full(len(target), NOTHING))
    hard = network.lines.hard[ends.line[gaps.end]]
    barrier = network.lines.barrier[ends.line[gaps.end]]
    lines = Lines.plain(np.column_stack([ends.node[gaps.end], old + np.arange(len(target))]))
    lines = replace(lines, hard=hard, barrier=np.where(hard, barrier, lines.barrier))
    lines = joined([network.lines, lines])
    return network.with_lines(lines.between(lines.ends))
