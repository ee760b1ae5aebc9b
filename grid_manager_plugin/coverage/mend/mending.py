"""The repair of one community: its faces go to one grid each, and the grids are put together from them again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from grid_manager_plugin.coverage.mend.arrangement import Arrangement, arrangement, dissolved
from grid_manager_plugin.coverage.mend.moves import Move, Redistribution, RepairSettings, Stay, Stays
from grid_manager_plugin.coverage.mend.nodes import NOISE, among, without_vertices
from grid_manager_plugin.rules.chunks import Progress
from grid_manager_plugin.rules.edges import directed_edges
from grid_manager_plugin.rules.geodesy import Measure


@dataclass(frozen=True)
class TornCommunity:
    """One community before its repair, with k grids.

    Attributes:
        grids: Sound ground of its grids, shape (k,).
        positions: Their positions in the city, shape (k,).
        community: Its sound ground, which does not change.
        locked: Grids that do not change, shape (k,) of bool.
        loose: Grids whose borders do not match, shape (k,) of bool.
        around: Vertices of grids of other communities near by, shape (v, 2).
    """

    grids: np.ndarray
    positions: np.ndarray
    community: object
    locked: np.ndarray
    loose: np.ndarray
    around: np.ndarray


@dataclass(frozen=True)
class Mending:
    """What is the same for all communities of a repair.

    Attributes:
        settings: How far it goes.
        untouchable: Pieces that shall stay.
        scale: Metres a unit of x and of y, shape (2,).
        measure: Measures in the grids' coordinate system.
    """

    settings: RepairSettings
    untouchable: Stays
    scale: np.ndarray
    measure: Measure


@dataclass(frozen=True)
class Mended:
    """One community after its repair.

    Attributes:
        geometry: Ground of its grids, the given object where nothing changed, shape (k,).
        before: The given ground, shape (k,).
        moves: The pieces that were moved.
        stays: Those that were not, and why.
    """

    geometry: np.ndarray
    before: np.ndarray
    moves: tuple[Move, ...]
    stays: tuple[Stay, ...]


def mended(torn: TornCommunity, mending: Mending, progress: Progress) -> Mended:
    """Repair the grids of one community.

    Args:
        torn: The community.
        mending: How it is repaired.
        progress: Called again and again; may raise to cancel.
    """
    grids, locked, scale = torn.grids, torn.locked, mending.scale
    fixed = np.concatenate([shapely.get_coordinates(torn.community), shapely.get_coordinates(grids[locked])])
    ground = arrangement(grids, torn.community, fixed, scale, mending.measure)
    progress(0.0)
    changed = Redistribution(ground, torn.positions, locked, mending.settings, mending.untouchable, progress)
    changed.run()
    made = np.empty(len(grids), dtype=object)
    for i, covered in enumerate(changed.covers):
        made[i] = grids[i] if locked[i] or not covered.any() else dissolved(ground.faces[covered])
    progress(0.0)
    pieces = [move.geometry for move in changed.moves]
    originals = np.concatenate([shapely.get_coordinates(grids), fixed])
    fixed = np.concatenate([fixed, torn.around])
    needless = _needless(ground, made, originals, fixed, shapely.get_coordinates(pieces), scale)
    made[~locked] = without_vertices(made[~locked], needless)
    unchanged = shapely.equals_exact(shapely.normalize(made), shapely.normalize(grids), 0.0)
    unchanged |= ~torn.loose & ~_beside(grids, pieces, scale)
    made[unchanged] = grids[unchanged]
    return Mended(made, grids, tuple(changed.moves), tuple(changed.stays))


def _beside(grids: np.ndarray, pieces: list[object], scale: np.ndarray) -> np.ndarray:
    """Tell which grids touch one of the pieces, shape (k,) of bool; no other needs new vertices."""
    found = np.zeros(len(grids), dtype=bool)
    grid, _ = shapely.STRtree(pieces).query(grids, predicate="dwithin", distance=NOISE / scale.min())
    found[grid] = True
    return found


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
