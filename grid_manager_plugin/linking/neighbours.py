"""Which grids share a border, and how long it is.

Two grids are neighbours by rook adjacency: a common corner is not enough. Where their borders match vertex for vertex
each edge is in both; where they do not, the edges that run along each other are measured.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from grid_manager_plugin.linking.cells import distances
from grid_manager_plugin.rules.chunks import Progress, chunks
from grid_manager_plugin.rules.edges import Edges, directed_edges, unmatched
from grid_manager_plugin.rules.geodesy import Measure

NEAR = 0.01
"""Metres; edges that are nearer to each other than this run along each other."""

PIECE = 5_000
"""Edges between two looks at whether somebody has cancelled."""

LEAST = 0.01
"""Metres; a shorter common border is float noise."""


@dataclass(frozen=True)
class Neighbours:
    """Pairs of neighbours, sorted; each pair once.

    Attributes:
        one: Numbers of grids, the lower of each pair, shape (m,).
        other: Numbers of grids, the higher, shape (m,).
        border: Length of the common border in metres, shape (m,).
    """

    one: np.ndarray
    other: np.ndarray
    border: np.ndarray


def neighbours(geometry: np.ndarray, number: np.ndarray, measure: Measure, progress: Progress) -> Neighbours:
    """Return the neighbours among grids.

    Args:
        geometry: Valid (multi)polygons or ``None``, shape (n,).
        number: Number of the grid that each belongs to, shape (n,).
        measure: Measures in their coordinate system.
        progress: Called with the share that is done; may raise to cancel.
    """
    edges = directed_edges(geometry, progress.part(0.0, 0.7))
    return common_borders(edges, number[edges.owner], measure, progress.part(0.7, 1.0))


def common_borders(edges: Edges, owner: np.ndarray, measure: Measure, progress: Progress) -> Neighbours:
    """Return the neighbours by the edges of all grids.

    Args:
        edges: Edges of the grids' polygons.
        owner: Number of the grid that each belongs to, shape (e,).
        measure: Measures in their coordinate system.
        progress: Called with the share that is done; may raise to cancel.
    """
    loose = unmatched(edges)
    along = _along(edges.where(loose), owner[loose], measure, progress)
    pairs = [_matched(edges, owner, measure), along]
    one, other, metres = (np.concatenate(parts) for parts in zip(*pairs))
    many = int(owner.max()) + 1 if len(owner) else 1
    key, which = np.unique(one * many + other, return_inverse=True)
    border = np.bincount(which.ravel(), metres, minlength=len(key))
    long = border >= LEAST
    progress(1.0)
    return Neighbours(key[long] // many, key[long] % many, border[long])


Pairs = tuple[np.ndarray, np.ndarray, np.ndarray]


def _matched(edges: Edges, owner: np.ndarray, measure: Measure) -> Pairs:
    """Return pairs whose edges are the same, with the edges' lengths."""
    order = np.argsort(edges.line, kind="stable")
    first, second = order[:-1], order[1:]
    same = (edges.line[first] == edges.line[second]) & (owner[first] != owner[second])
    first, second = first[same], second[same]
    metres = measure.segment_lengths(edges.xy[edges.tail[first]], edges.xy[edges.head[first]])
    return np.minimum(owner[first], owner[second]), np.maximum(owner[first], owner[second]), metres


def _along(edges: Edges, owner: np.ndarray, measure: Measure, progress: Progress) -> Pairs:
    """Return pairs whose edges run along each other without common vertices, with the common lengths."""
    near = _near(edges, measure)
    start, end = edges.xy[edges.tail], edges.xy[edges.head]
    tree = shapely.STRtree(shapely.linestrings(np.stack([start, end], axis=1)) if len(start) else [])
    found: list[Pairs] = [(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0))]
    for some in chunks(np.arange(len(start)), progress, PIECE):
        one, other = tree.query(tree.geometries[some], predicate="dwithin", distance=near)
        one = some[one]
        apart = (one < other) & (owner[one] != owner[other])
        one, other = one[apart], other[apart]
        first, last = _common(start[one], end[one], start[other], end[other])
        # a common piece lies on both, at either end of it
        beside = distances(first, start[other], end[other]) <= near
        beside &= distances(last, start[other], end[other]) <= near
        one, other, first, last = one[beside], other[beside], first[beside], last[beside]
        metres = measure.segment_lengths(first, last)
        found.append((np.minimum(owner[one], owner[other]), np.maximum(owner[one], owner[other]), metres))
    low, high, border = (np.concatenate(parts) for parts in zip(*found))
    return low, high, border


def _common(
    start: np.ndarray, end: np.ndarray, other_start: np.ndarray, other_end: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends of the piece of each segment that lies beside the other one, shape (m, 2); equal where none."""
    along = end - start
    square = (along * along).sum(axis=1)
    shares = [((xy - start) * along).sum(axis=1) / square for xy in (other_start, other_end)]
    low = np.clip(np.minimum(*shares), 0.0, 1.0)
    high = np.clip(np.maximum(*shares), low, 1.0)
    return start + low[:, np.newaxis] * along, start + high[:, np.newaxis] * along


def _near(edges: Edges, measure: Measure) -> float:
    """Return :data:`NEAR` in the units of the coordinate system, by the first edge."""
    if not len(edges.tail):
        return 0.0
    start, end = edges.xy[edges.tail[:1]], edges.xy[edges.head[:1]]
    return float(NEAR * np.hypot(*(end - start).T)[0] / measure.segment_lengths(start, end)[0])
