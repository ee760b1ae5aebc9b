"""Which community each grid belongs to: by what it says, and by where it lies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from grid_manager_plugin.coverage.findings import NONE
from grid_manager_plugin.rules.chunks import Progress, chunks
from grid_manager_plugin.rules.edges import Edges, rests

MOST = 0.5
"""More than this share of a grid is most of it."""

BARELY = 0.01
"""A grid of which no more than this share lies in a community only touches it."""


@dataclass(frozen=True)
class Belonging:
    """The community of each grid, shapes (n,).

    Attributes:
        own: Position of the community that a grid belongs to; of one that says another than it lies in, the latter;
            :data:`.findings.NONE` for grids without ground, and for orphans.
        said: Position of the community that it says; NONE where that is unknown, or nothing is said.
        wrong: It lies in another community than it says, of bool.
        orphan: It has ground and belongs to no community, of bool.
        share: Share of the grid that lies in ``own``; NaN where nobody had to measure.
        outside: Ground outside ``own``; ``None`` where it is known to have none.
        tiled: Communities that their grids tile without a rest, vertex for vertex, shape (m,) of bool.
    """

    own: np.ndarray
    said: np.ndarray
    wrong: np.ndarray
    orphan: np.ndarray
    share: np.ndarray
    outside: np.ndarray
    tiled: np.ndarray


def belonging(
    grids: np.ndarray, communities: np.ndarray, said: np.ndarray | None, edges: Edges, progress: Progress
) -> Belonging:
    """Tell the community of each grid.

    Args:
        grids: Sound ground of the grids, ``None`` where there is none, shape (n,).
        communities: Sound ground of the communities, shape (m,).
        said: Position of the community that each grid says, :data:`.findings.NONE` for one that nobody knows, shape
            (n,); ``None`` lets the geometry tell.
        edges: Edges of the communities, positions 0 to m - 1, and of the grids, positions from m on.
        progress: Called with the share that is done; may raise to cancel.
    """
    drawn = shapely.is_geometry(grids)
    tree = shapely.STRtree(communities)
    own = np.where(drawn, _by_place(grids, tree) if said is None else said, NONE)
    tiled = _tiled(edges, own, len(communities))
    share, outside = np.full(len(grids), np.nan), np.full(len(grids), None, dtype=object)
    sure = own != NONE
    sure[sure] = tiled[own[sure]]
    unsure = np.flatnonzero(drawn & ~sure)
    placed = unsure[own[unsure] != NONE]
    for some in chunks(placed, progress.part(0.0, 0.7)):
        outside[some] = shapely.difference(grids[some], communities[own[some]])
    share[placed] = 1 - shapely.area(outside[placed]) / shapely.area(grids[placed])
    share[unsure[own[unsure] == NONE]] = 0.0
    lost = unsure[share[unsure] < MOST]
    wrong = np.zeros(len(grids), dtype=bool)
    if len(lost):
        place, placed_share = _most(grids, communities, tree, lost, progress.part(0.7, 1.0))
        moved = (place != NONE) & (placed_share > BARELY)
        if said is not None:
            moved &= (place != own[lost]) & (placed_share > MOST)
            wrong[lost[moved]] = True
        else:
            own[lost[~moved]], outside[lost[~moved]] = NONE, None
        at = lost[moved]
        own[at], share[at] = place[moved], placed_share[moved]
        outside[at] = shapely.difference(grids[at], communities[own[at]])
        tiled = _tiled(edges, own, len(communities))
    said = np.full(len(grids), NONE) if said is None else said
    return Belonging(own, said, wrong, drawn & (own == NONE), share, outside, tiled)


def _by_place(grids: np.ndarray, tree: shapely.STRtree) -> np.ndarray:
    """Return the first community that holds a point of each grid, a guess that is checked later."""
    own = np.full(len(grids), NONE)
    drawn = np.flatnonzero(shapely.is_geometry(grids))
    point, community = tree.query(shapely.point_on_surface(grids[drawn]), predicate="intersects")
    order = np.lexsort((community, point))[::-1]
    own[drawn[point[order]]] = community[order]
    return own


def _tiled(edges: Edges, own: np.ndarray, many: int) -> np.ndarray:
    """Tell which communities have the same edges as their grids together, after all between grids cancelled."""
    group = np.concatenate([np.arange(many), own])[edges.owner]
    sign = np.where(edges.owner < many, -edges.sign, edges.sign)
    tiled = np.ones(many, dtype=bool)
    tiled[rests(edges, group, sign)] = False
    return tiled


def _most(
    grids: np.ndarray, communities: np.ndarray, tree: shapely.STRtree, chosen: np.ndarray, progress: Progress
) -> tuple[np.ndarray, np.ndarray]:
    """Return the community that most of each chosen grid lies in, NONE where it lies in none, and its share."""
    grid, community = tree.query(grids[chosen])
    order = np.lexsort((community, grid))
    grid, community = grid[order], community[order]
    area = np.zeros(len(grid))
    for some in chunks(np.arange(len(grid)), progress):
        area[some] = shapely.area(shapely.intersection(grids[chosen[grid[some]]], communities[community[some]]))
    place, share = np.full(len(chosen), NONE), np.zeros(len(chosen))
    best = np.lexsort((-community, area))  # the last of equals is the first community
    place[grid[best]] = np.where(area[best] > 0, community[best], NONE)
    share[grid[best]] = area[best]
    return place, share / shapely.area(grids[chosen])
