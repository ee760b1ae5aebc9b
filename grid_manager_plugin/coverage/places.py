"""Findings that are places: gaps, overlaps and spills, each connected part by itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from grid_manager_plugin.coverage.belonging import Belonging
from grid_manager_plugin.coverage.findings import NONE
from grid_manager_plugin.rules.chunks import Progress, chunks
from grid_manager_plugin.rules.geodesy import Measure
from grid_manager_plugin.rules.ground import polygon_parts


@dataclass(frozen=True)
class Places:
    """Connected pieces of ground, shapes (p,).

    Attributes:
        geometry: Polygons.
        area: Square metres on the ellipsoid.
        first: Position of the community (of gaps) or grid (of overlaps and spills) that a piece is of.
        second: Position of the other grid (of overlaps) or of the community that it lies in (of spills), NONE for none.
    """

    geometry: np.ndarray
    area: np.ndarray
    first: np.ndarray
    second: np.ndarray


def gaps(
    grids: np.ndarray, communities: np.ndarray, belongs: Belonging, least: float, measure: Measure, progress: Progress
) -> Places:
    """Return ground of communities that none of their grids covers; communities without grids have none here.

    Args:
        grids: Sound ground of the grids, shape (n,).
        communities: Sound ground of the communities, shape (m,).
        belongs: Whose each grid is.
        least: Square metres below which a piece is float noise.
        measure: Measures in their coordinate system.
        progress: Called with the share that is done; may raise to cancel.
    """
    order = np.argsort(belongs.own, kind="stable")
    at = np.searchsorted(belongs.own[order], np.arange(len(communities) + 1))
    torn = np.flatnonzero((at[1:] > at[:-1]) & ~belongs.tiled & shapely.is_geometry(communities))
    rest = np.full(len(torn), None, dtype=object)
    for some in chunks(np.arange(len(torn)), progress, 50):
        covered = [shapely.union_all(grids[order[at[i] : at[i + 1]]]) for i in torn[some]]
        rest[some] = shapely.difference(communities[torn[some]], covered)
    return _pieces(rest, torn, np.full(len(torn), NONE), least, measure)


def spills(
    communities: np.ndarray, belongs: Belonging, least: float, measure: Measure, progress: Progress
) -> Places:
    """Return ground of grids outside their own community, cut where it lies in several; arguments as :func:`gaps`."""
    grid = np.flatnonzero(shapely.is_geometry(belongs.outside) & ~shapely.is_empty(belongs.outside))
    parts, owner = polygon_parts(belongs.outside[grid])
    owner = grid[owner]
    noise = measure.flat_areas(parts) < least
    parts, owner = parts[~noise], owner[~noise]
    part, community = shapely.STRtree(communities).query(parts)
    order = np.lexsort((community, part))
    part, community = part[order], community[order]
    foreign = community != belongs.own[owner[part]]
    part, community = part[foreign], community[foreign]
    inside = np.full(len(part), None, dtype=object)
    for some in chunks(np.arange(len(part)), progress.part(0.0, 0.5)):
        inside[some] = shapely.intersection(parts[part[some]], communities[community[some]])
    outside = parts.copy()
    at = np.searchsorted(part, np.arange(len(parts) + 1))
    for some in chunks(np.unique(part), progress.part(0.5, 0.9)):
        around = [shapely.union_all(communities[community[at[i] : at[i + 1]]]) for i in some]
        outside[some] = shapely.difference(parts[some], around)
    pieces = np.concatenate([inside, outside])
    first, second = np.concatenate([owner[part], owner]), np.concatenate([community, np.full(len(parts), NONE)])
    return _pieces(pieces, first, second, least, measure)


def overlaps(
    grids: np.ndarray, communities: np.ndarray, belongs: Belonging, least: float, measure: Measure, progress: Progress
) -> Places:
    """Return ground that lies in two grids, for each pair; arguments as :func:`gaps`.

    Grids that tile their community without a rest cannot overlap each other, and those of two such communities only
    where the communities do.
    """
    one, other = _pairs(grids)
    whose = belongs.own[one], belongs.own[other]
    sound = [_tiled(own, belongs) for own in whose]
    proven = sound[0] & sound[1] & ((whose[0] == whose[1]) | ~_meet(communities, *whose, progress.part(0.0, 0.4)))
    one, other = one[~proven], other[~proven]
    shared = np.full(len(one), None, dtype=object)
    for some in chunks(np.arange(len(one)), progress.part(0.4, 1.0)):
        shared[some] = shapely.intersection(grids[one[some]], grids[other[some]])
    return _pieces(shared, one, other, least, measure)


def _tiled(own: np.ndarray, belongs: Belonging) -> np.ndarray:
    """Tell which of these communities, NONE for none, their grids tile without a rest."""
    found = own != NONE
    found[found] = belongs.tiled[own[found]]
    return found


def _pairs(grids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the pairs of grids whose bounding boxes meet, each once, the lower position first."""
    one, other = shapely.STRtree(grids).query(grids)
    order = np.lexsort((other, one))
    chosen = order[one[order] < other[order]]
    return one[chosen], other[chosen]


def _meet(communities: np.ndarray, one: np.ndarray, other: np.ndarray, progress: Progress) -> np.ndarray:
    """Tell for pairs of communities whether they share ground, shape (n,) of bool."""
    low, high = np.minimum(one, other), np.maximum(one, other)
    apart = (low != NONE) & (low != high)
    pairs, position = np.unique(np.column_stack([low, high])[apart], axis=0, return_inverse=True)
    area = np.zeros(len(pairs))
    for some in chunks(np.arange(len(pairs)), progress):
        area[some] = shapely.area(shapely.intersection(communities[pairs[some, 0]], communities[pairs[some, 1]]))
    found = np.zeros(len(one), dtype=bool)
    found[apart] = area[position.ravel()] > 0
    return found


def _pieces(ground: np.ndarray, first: np.ndarray, second: np.ndarray, least: float, measure: Measure) -> Places:
    """Return the connected parts of ground that are not float noise."""
    parts, owner = polygon_parts(ground)
    area = measure.flat_areas(parts)
    kept = (area >= least) & (area > 0)
    return Places(parts[kept], area[kept], first[owner[kept]], second[owner[kept]])
