"""The repair of one community: its faces go to one grid each, and the grids are put together from them again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from grid_manager_plugin.coverage.arrangement import Arrangement, arrangement
from grid_manager_plugin.coverage.chunks import Progress
from grid_manager_plugin.coverage.edges import directed_edges
from grid_manager_plugin.coverage.moves import Move, Redistribution, RepairSettings, Stay, Stays
from grid_manager_plugin.coverage.nodes import NOISE, among, without_vertices
from grid_manager_plugin.rules.geodesy import Measure


@dataclass(frozen=True)
class Mended:
    """One community after its repair.

    Attributes:
        geometry: Ground of its grids, the given object where nothing changed, shape (k,).
        moves: The pieces that were moved.
        stays: Those that were not, and why.
    """

    geometry: np.ndarray
    moves: tuple[Move, ...]
    stays: tuple[Stay, ...]


def mended(
    grids: np.ndarray,
    positions: np.ndarray,
    community: object,
    locked: np.ndarray,
    around: np.ndarray,
    settings: RepairSettings,
    untouchable: Stays,
    scale: np.ndarray,
    measure: Measure,
) -> Mended:
    """Repair the grids of one community.

    Args:
        grids: Sound ground of its grids, shape (k,).
        positions: Their positions in the city, shape (k,).
        community: Its sound ground, which does not change.
        locked: Grids that do not change, shape (k,) of bool.
        around: Vertices of grids of other communities near by, shape (v, 2).
        settings: How far the repair goes.
        untouchable: Pieces that shall stay.
        scale: Metres a unit of x and of y, shape (2,).
        measure: Measures in their coordinate system.
    """
    ground = arrangement(grids, community, scale, measure)
    changed = Redistribution(ground, positions, locked, settings, untouchable)
    changed.run()
    made = np.empty(len(grids), dtype=object)
    for i, covered in enumerate(changed.covers):
        made[i] = grids[i] if locked[i] or not covered.any() else shapely.coverage_union_all(ground.faces[covered])
    originals = np.concatenate([shapely.get_coordinates(grids), shapely.get_coordinates(community)])
    fixed = np.concatenate([shapely.get_coordinates(community), around])
    moved = shapely.get_coordinates([move.geometry for move in changed.moves])
    needless = _needless(ground, made, originals, fixed, moved, scale)
    free = ~locked
    made[free] = without_vertices(made[free], needless)
    unchanged = shapely.equals_exact(shapely.normalize(made), shapely.normalize(grids), 0.0)
    made[unchanged] = grids[unchanged]
    return Mended(made, tuple(changed.moves), tuple(changed.stays))


def _needless(
    ground: Arrangement,
    grids: np.ndarray,
    originals: np.ndarray,
    fixed: np.ndarray,
    moved: np.ndarray,
    scale: np.ndarray,
) -> np.ndarray:
    """Return vertices on a straight border that only the repair, or what was moved, brought there.

    Where borders were cut by each other, or a notch was filled, a vertex is left that the neighbour does not have.
    """
    edges = directed_edges(np.append(grids, np.array([ground.community], dtype=object)), Progress())
    _, first = np.unique(edges.line, return_index=True)
    ends = np.concatenate([edges.tail[first], edges.head[first]])
    other = np.concatenate([edges.head[first], edges.tail[first]])
    order = np.argsort(ends, kind="stable")
    ends, other = ends[order], other[order]
    degree = np.bincount(ends, minlength=len(edges.xy))
    at = np.searchsorted(ends, np.arange(len(edges.xy)))
    plain = np.flatnonzero(degree == 2)
    xy = edges.xy[plain]
    one, two = (edges.xy[other[at[plain] + i]] for i in (0, 1))
    base = (two - one) * scale
    local = (xy - one) * scale
    span = np.maximum(np.hypot(*base.T), NOISE)
    off = np.abs(base[:, 0] * local[:, 1] - base[:, 1] * local[:, 0]) / span
    between = ((local * base).sum(axis=1) > 0) & (((xy - two) * scale * base).sum(axis=1) < 0)
    straight = (off <= NOISE) & between
    may_go = ~among(xy, originals) | among(xy, moved)
    return xy[straight & may_go & ~among(xy, fixed)]
