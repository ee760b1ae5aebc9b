"""Barriers and polygons to keep whole brought onto a graph of blocks: what a border costs, where none may run."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely

from grid_manager_plugin.division.faces.barriers import NO_BARRIER, Barriers
from grid_manager_plugin.division.faces.borders import BorderLines, SegmentBarriers, border_edges
from grid_manager_plugin.division.graph import BlockGraph
from grid_manager_plugin.division.plane import Plane
from grid_manager_plugin.division.regions.walls import Walls
from grid_manager_plugin.division.segments import SegmentTable
from grid_manager_plugin.rules.geodesy import Measure

BESIDE = 10.0
"""Metres: a border of given blocks that runs no farther from a barrier than this follows it. Blocks end at the kerb or
in the middle of a street, wherever the line of the street was drawn."""

NOISE = 0.02
"""Metres that a node put into a line may lie beside it."""


def walled(
    graph: BlockGraph,
    table: SegmentTable,
    barriers: SegmentBarriers,
    never: np.ndarray,
    dedicated: np.ndarray,
    measure: Measure,
) -> tuple[BlockGraph, Walls]:
    """Return a graph whose borders cost what remains of them along barriers, and where no grid may go on.

    Args:
        graph: The graph of :func:`.adjacency.build_graph`.
        table: Its segments.
        barriers: What runs along them.
        never: Segments where no border may run, shape (m,) of bool.
        dedicated: Number of the grid of its own that each block makes, -1 for none, shape (n,).
        measure: Measure of the CRS.
    """
    count = len(graph.population)
    found = border_edges(table, count, measure, barriers)
    firm = np.ones(len(graph.edges), dtype=bool) if graph.bridge is None else ~graph.bridge
    cost, hard = graph.border_cost.copy(), np.zeros(len(graph.edges), dtype=bool)
    fid = np.full(len(graph.edges), NO_BARRIER)
    cost[firm], hard[firm], fid[firm] = found.cost, found.hard, found.fid
    pairs = np.sort(np.column_stack([table.left[never], table.right[never]]), axis=1)
    together = np.isin(_keys(graph.edges, count), _keys(pairs, count))
    cost[together] = np.inf
    return replace(graph, border_cost=cost), Walls(hard, fid, dedicated)


def _keys(pairs: np.ndarray, count: int) -> np.ndarray:
    return pairs[:, 0] * count + pairs[:, 1]


def beside_barriers(table: SegmentTable, barriers: Barriers, plane: Plane) -> SegmentBarriers:
    """Return the barrier that each segment of given blocks follows.

    Its ends and its middle lie within :data:`BESIDE` of barriers, one or several: a street is many features. What the
    least important of them allows is the segment's.

    Args:
        table: Segments of blocks.
        barriers: Sound barriers (see :func:`.barriers.sound_barriers`).
        plane: Plane of the community.
    """
    lines = plane.drawn(barriers.geometry)
    inner = np.flatnonzero(table.inner())
    start, end = (plane.metres(table.nodes[table.ends[inner, side]]) for side in (0, 1))
    tree = shapely.STRtree(lines)
    best = np.zeros(len(inner), dtype=np.int64)
    for spots in (start, (start + end) / 2, end):
        segment, line = tree.query(shapely.points(spots), predicate="dwithin", distance=BESIDE)
        here = np.full(len(inner), len(lines))
        np.minimum.at(here, segment, line)  # in the order of their importance
        best = np.maximum(best, here)
    return _chosen(len(table.left), inner, best, barriers.factor, barriers.hard, barriers.fid)


def on_borders(table: SegmentTable, which: np.ndarray, borders: BorderLines, plane: Plane) -> SegmentBarriers:
    """Return the barrier on each segment of cells: segments between faces lie on the lines between them.

    Args:
        table: Segments of cells.
        which: Segments that lie between two faces, shape (m,) of bool.
        borders: The lines between faces.
        plane: Plane of the community.
    """
    place = np.flatnonzero(which)
    start, end = plane.metres(borders.start), plane.metres(borders.end)
    lines = shapely.linestrings(np.stack([start, end], axis=1)) if len(start) else np.empty(0, dtype=object)
    ends = table.nodes[table.ends[place]]
    middles = shapely.points(plane.metres(ends.mean(axis=1)))
    spot, line = shapely.STRtree(lines).query_nearest(middles, max_distance=NOISE)
    best = np.full(len(place), len(lines))
    np.minimum.at(best, spot, line)
    return _chosen(len(table.left), place, best, borders.factor, borders.hard, borders.fid)


def _chosen(
    count: int, place: np.ndarray, best: np.ndarray, factor: np.ndarray, hard: np.ndarray, fid: np.ndarray
) -> SegmentBarriers:
    """Return what runs along each of ``count`` segments: line ``best`` along segment ``place``; none past the last."""
    found = SegmentBarriers(np.ones(count), np.zeros(count, dtype=bool), np.full(count, NO_BARRIER))
    some = best < len(factor)
    place, best = place[some], best[some]
    found.factor[place], found.hard[place], found.fid[place] = factor[best], hard[best], fid[best]
    return found


def bridged(
    table: SegmentTable, found: SegmentBarriers, barriers: Barriers, plane: Plane, distance: float = NOISE
) -> SegmentBarriers:
    """Return barriers that are no longer hard where a bridge or a tunnel crosses them.

    Args:
        table: Segments of blocks.
        found: What runs along them.
        barriers: Sound barriers.
        plane: Plane of the community.
        distance: Metres between a segment and its barrier at most.
    """
    across = plane.drawn(barriers.bridges())
    if not len(across) or not found.hard.any():
        return found
    hard = np.flatnonzero(found.hard)
    crossed, _ = shapely.STRtree(across).query(_drawn(table, hard, plane), predicate="dwithin", distance=distance)
    pairs = np.sort(np.column_stack([table.left, table.right]), axis=1)
    keys = _keys(pairs, int(pairs.max()) + 1)
    open_ = np.isin(keys, np.unique(keys[hard[crossed]]))
    return replace(found, hard=found.hard & ~open_)


def crossing(table: SegmentTable, cores: np.ndarray, plane: Plane) -> np.ndarray:
    """Tell which segments run through a polygon that is kept whole, shape (m,).

    Args:
        table: Segments of blocks.
        cores: The polygons in the plane without the strip along their walls (see :func:`.kept.cores`).
        plane: Plane of the community.
    """
    found = np.zeros(len(table.left), dtype=bool)
    inner = np.flatnonzero(table.inner())
    crossed, _ = shapely.STRtree(cores).query(_drawn(table, inner, plane), predicate="intersects")
    found[inner[crossed]] = True
    return found


def _drawn(table: SegmentTable, which: np.ndarray, plane: Plane) -> np.ndarray:
    """Return some segments as lines in the plane, shape (w,) of object."""
    ends = table.nodes[table.ends[which]]
    return shapely.linestrings(plane.metres(ends.reshape(-1, 2)).reshape(-1, 2, 2))
