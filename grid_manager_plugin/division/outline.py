"""Coarse outlines of a plan's grids: enough to draw a map of the city, small enough to keep for every community."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely

from grid_manager_plugin.division.community import Grid

CELLS = 256
"""A community is as wide as about this many cells of the lattice that its outlines are rounded to."""

FARTHEST = 2.0**53
"""Coordinates beyond have no whole units left; together with those that are no numbers they are no place."""


@dataclass(frozen=True)
class Outline:
    """Rings of one community's grids, in the source CRS, rounded to a lattice of the community's own size.

    Grids that share a border vertex for vertex still share it after rounding, so that the map shows no slivers.

    Attributes:
        coordinates: Vertices of all rings, one ring after the other, each closed, shape (n, 2).
        ring: Number of each vertex's ring, ascending, shape (n,).
        grid: Position of each ring's grid in the plan, shape (rings,).
    """

    coordinates: np.ndarray
    ring: np.ndarray
    grid: np.ndarray


def outline(grids: tuple[Grid, ...]) -> Outline:
    """Return the coarse outlines of one community's grids; without rings when there is no ground.

    Polygons with a vertex that is no place (not a number, infinite) are left out: nobody can draw them.

    Args:
        grids: The grids of one plan; the outlines stay in the CRS of their geometries.
    """
    geometries = np.array([grid.geometry for grid in grids], dtype=object)
    polygons, polygon_grid = shapely.get_parts(geometries, return_index=True)
    drawable = (shapely.get_type_id(polygons) == shapely.GeometryType.POLYGON) & _is_somewhere(polygons)
    polygons, polygon_grid = polygons[drawable], polygon_grid[drawable]
    rings, ring_polygon = shapely.get_rings(polygons, return_index=True)
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    if not len(coordinates):
        return Outline(np.empty((0, 2)), np.empty(0, dtype=int), np.empty(0, dtype=int))
    rounded, ring, kept = round_rings(coordinates, ring, _lattice_step(coordinates))
    return Outline(rounded, ring, polygon_grid[ring_polygon][kept])


def round_rings(coordinates: np.ndarray, ring: np.ndarray, step: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Round closed rings to a lattice and drop what collapses.

    Args:
        coordinates: Vertices of closed rings, one ring after the other, shape (n, 2).
        ring: Number of each vertex's ring, ascending from 0, shape (n,).
        step: Width of the lattice in the coordinates' unit.

    Returns:
        The vertices left, shape (m, 2); their rings, numbered anew from 0, shape (m,); and the old numbers of the
        rings that are left, shape (rings left,).
    """
    rounded = np.round(coordinates / step) * step
    repeated = np.zeros(len(ring), dtype=bool)
    repeated[1:] = (ring[1:] == ring[:-1]) & (rounded[1:] == rounded[:-1]).all(axis=1)
    rounded, ring = rounded[~repeated], ring[~repeated]
    large_enough = np.bincount(ring, minlength=1) >= 4
    keep = large_enough[ring]
    kept = np.flatnonzero(large_enough)
    return rounded[keep], np.searchsorted(kept, ring[keep]), kept


def _is_somewhere(polygons: np.ndarray) -> np.ndarray:
    coordinates, polygon = shapely.get_coordinates(polygons, return_index=True)
    nowhere = ~(np.abs(coordinates) < FARTHEST).all(axis=1)
    return np.bincount(polygon[nowhere], minlength=len(polygons)) == 0


def _lattice_step(coordinates: np.ndarray) -> float:
    """Return a power of two, so that neighbouring communities of like size round to the same lattice."""
    width, height = np.ptp(coordinates, axis=0)
    size = math.sqrt(width * height) or max(width, height) or 1.0
    return 2.0 ** math.floor(math.log2(size / CELLS))
