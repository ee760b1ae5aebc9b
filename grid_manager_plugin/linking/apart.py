"""Grids of one plan that lie on each other, taken apart: ground in several grids counts for the first of them."""

from __future__ import annotations

import numpy as np
import shapely

from grid_manager_plugin.rules.chunks import Progress, chunks
from grid_manager_plugin.rules.edges import Edges
from grid_manager_plugin.rules.geodesy import Measure
from grid_manager_plugin.rules.ground import polygons_in

DUST = 0.01
"""Square metres; less common ground of two grids is float noise of their border."""


def taken_apart(
    geometry: np.ndarray, edges: Edges, measure: Measure, progress: Progress
) -> tuple[np.ndarray, np.ndarray]:
    """Return ground of which no two grids share any: what lies in several stays with the first.

    Args:
        geometry: Sound (multi)polygons, ``None`` where there is no ground, shape (n,) of object.
        edges: Their edges.
        measure: Measures in their coordinate system.
        progress: Called with the share that is done; may raise to cancel.

    Returns:
        The ground, the same objects where nothing was taken, shape (n,); and the pairs of positions that had ground
        in common, shape (p, 2), the lower first.
    """
    if not _some_overlap(geometry, edges, measure, progress.part(0.0, 0.3)):
        progress(1.0)
        return geometry, np.zeros((0, 2), dtype=np.int64)
    low, high = _overlaps(geometry, measure, progress.part(0.3, 0.9))
    found = geometry.copy()
    order = np.argsort(high, kind="stable")
    taker, giver = low[order], high[order]
    starts = np.flatnonzero(np.concatenate([[True], giver[1:] != giver[:-1]])[: len(giver)])
    for some in chunks(np.arange(len(starts)), progress.part(0.9, 1.0)):
        for a, b in zip(starts[some].tolist(), np.append(starts, len(giver))[some + 1].tolist()):
            others = shapely.union_all(geometry[taker[a:b]])
            found[giver[a]] = polygons_in(shapely.difference(geometry[giver[a]], others))
    return found, np.column_stack([low, high])


def _some_overlap(geometry: np.ndarray, edges: Edges, measure: Measure, progress: Progress) -> bool:
    """Tell whether any two grids lie on each other, without laying all neighbours over each other.

    The number of grids at a place changes only across edges that do not cancel. Where ground is in two grids, such an
    edge is part of its border; one of the grids that hold the ground there has that edge, another one touches it.
    """
    net = np.bincount(edges.line, edges.sign) if len(edges.line) else np.zeros(0)
    loose = np.flatnonzero(net[edges.line] != 0)
    tree = shapely.STRtree(geometry)
    owners, others = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for some in chunks(loose, progress.part(0.0, 0.7), 20_000):
        ends = np.stack([edges.xy[edges.tail[some]], edges.xy[edges.head[some]]], axis=1)
        edge, other = tree.query(shapely.linestrings(ends), predicate="intersects")
        owners.append(edges.owner[some[edge]])
        others.append(other)
    pairs = np.sort(np.column_stack([np.concatenate(owners), np.concatenate(others)]), axis=1)
    pairs = np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)
    for some in chunks(np.arange(len(pairs)), progress.part(0.7, 1.0)):
        ground = shapely.intersection(geometry[pairs[some, 0]], geometry[pairs[some, 1]])
        if (measure.flat_areas(ground) > DUST).any():
            return True
    return False


def _overlaps(geometry: np.ndarray, measure: Measure, progress: Progress) -> tuple[np.ndarray, np.ndarray]:
    """Return all pairs of grids that lie on each other, the lower position first, sorted."""
    one, other = shapely.STRtree(geometry).query(geometry)
    some_pairs = one < other
    one, other = one[some_pairs], other[some_pairs]
    order = np.lexsort((other, one))
    one, other = one[order], other[order]
    overlap = np.zeros(len(one), dtype=bool)
    for some in chunks(np.arange(len(one)), progress):
        ground = shapely.intersection(geometry[one[some]], geometry[other[some]])
        overlap[some] = measure.flat_areas(ground) > DUST
    return one[overlap], other[overlap]
