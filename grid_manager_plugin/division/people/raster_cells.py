"""Cells of a raster in one community.

A cell is the polygon of its four corners, each brought to the communities' CRS. One that lies wholly in a community is
there with all its people, one on the edge with the covered share of them. Where cells are finer than needed to place
a border, ``factor`` by ``factor`` of them go together: the edge is still counted cell by cell, so that no sum changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from grid_manager_plugin.division.people.people import AreaShare, CellShare
from grid_manager_plugin.division.people.people_zones import AT_ONCE, quads
from grid_manager_plugin.division.surface import polygonal
from grid_manager_plugin.rules.crs import parse_crs

WIDER = 0.01
"""Share that a square of cells is widened by; its sides bend by a millionth of their length, or less."""

IN_STRIP = 128
"""Cells on a community's edge that are cut with one strip of it."""


@dataclass(frozen=True)
class CellLattice:
    """Where the corners of a raster's cells lie.

    Attributes:
        geotransform: As GDAL gives it: x of the first corner, its change by column, by row; the same of y.
        crs_wkt: The raster's coordinate system.
        target_wkt: The communities' one.
    """

    geotransform: tuple[float, float, float, float, float, float]
    crs_wkt: str
    target_wkt: str

    @cached_property
    def _transformer(self) -> pyproj.Transformer | None:
        source, target = parse_crs(self.crs_wkt), parse_crs(self.target_wkt)
        return None if source == target else pyproj.Transformer.from_crs(source, target, always_xy=True)

    def places(self, columns: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """Return corners in the communities' CRS, not finite where they have no place in it.

        Args:
            columns: Columns counted from the raster's first corner, whole for corners, of any shape.
            rows: Rows likewise, of the same shape.

        Returns:
            Coordinates, shape (…, 2).
        """
        x0, x_column, x_row, y0, y_column, y_row = self.geotransform
        x = np.asarray(x0 + columns * x_column + rows * x_row, dtype=float)
        y = np.asarray(y0 + columns * y_column + rows * y_row, dtype=float)
        if self._transformer is not None:
            x, y = self._transformer.transform(x, y)
        return np.stack([x, y], axis=-1)

    def corners(self, columns: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """Return the four corners of cells, going round, shape (n, 4, 2)."""
        return self.places(columns[:, None] + _RIGHT, rows[:, None] + _DOWN)


@dataclass(frozen=True)
class Tile:
    """A rectangle of cells.

    Attributes:
        column: First column.
        row: First row.
        people: People of each cell, numbers of 0 or more, shape (rows, columns).
    """

    column: int
    row: int
    people: np.ndarray


def cells_in(ground: BaseGeometry, lattice: CellLattice, tile: Tile, factor: int = 1) -> tuple[CellShare, AreaShare]:
    """Return the people of a tile who are in a community: whole cells, and the pieces of those on its edge.

    Args:
        ground: The community's valid ground; it is prepared.
        lattice: Where the cells lie.
        tile: The cells.
        factor: So many columns and rows of cells go together into one.
    """
    height, width = tile.people.shape
    left, top = np.arange(0, width, factor), np.arange(0, height, factor)
    together = np.add.reduceat(np.add.reduceat(tile.people, top, axis=0), left, axis=1)
    row, column = np.nonzero(together > 0)
    edge_x, edge_y = np.append(left, width), np.append(top, height)
    places = lattice.places(*np.meshgrid(tile.column + edge_x, tile.row + edge_y))
    corners = places[row[:, None] + _DOWN, column[:, None] + _RIGHT]
    shapely.prepare(ground)
    # cells that go together are no straight polygon in another CRS: a little more is sure to hold all of them
    touching, shapes = _touching(ground, corners if factor == 1 else _widened(corners))
    row, column, corners = row[touching], column[touching], corners[touching]
    people = together[row, column]
    whole = shapely.covers(ground, shapes)
    border = np.flatnonzero(~whole)
    pieces = _pieces(ground, shapes[border])
    if factor == 1:
        inside = people[border] * np.minimum(shapely.area(pieces) / shapely.area(shapes[border]), 1.0)
    else:
        group = np.full(together.shape, len(border))
        group[row[border], column[border]] = np.arange(len(border))
        group = np.repeat(np.repeat(group, np.diff(edge_y), axis=0), np.diff(edge_x), axis=1)
        inside = _counted_one_by_one(ground, lattice, tile, group, pieces)
    there = inside > 0
    return CellShare(corners[whole], people[whole]), AreaShare(pieces[there], inside[there])


def cells_on(ground: BaseGeometry, lattice: CellLattice, columns: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Tell which cells have ground in a community, shape (n,) of bool."""
    shapely.prepare(ground)
    touching, shapes = _touching(ground, lattice.corners(columns, rows))
    found = np.zeros(len(columns), dtype=bool)
    found[touching] = ~shapely.touches(ground, shapes)
    return found


def _widened(corners: np.ndarray) -> np.ndarray:
    centre = corners.mean(axis=1, keepdims=True)
    return centre + (corners - centre) * (1.0 + WIDER)


def _touching(ground: BaseGeometry, corners: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the positions of the cells that meet a community, if only with a corner, and these cells as polygons."""
    placed = np.isfinite(corners).all(axis=(1, 2))
    west, south, east, north = ground.bounds
    low, high = corners.min(axis=1), corners.max(axis=1)
    near = np.flatnonzero(placed & (low <= [east, north]).all(axis=1) & (high >= [west, south]).all(axis=1))
    shapes = quads(corners[near])
    meets = shapely.intersects(ground, shapes)
    return near[meets], shapes[meets]


def _pieces(ground: BaseGeometry, shapes: np.ndarray) -> np.ndarray:
    """Return the ground in each cell; cells that follow one another lie in few rows, and so need few of its edges."""
    pieces = np.empty(len(shapes), dtype=object)
    for start in range(0, len(shapes), IN_STRIP):
        some = slice(start, start + IN_STRIP)
        strip = shapely.intersection(ground, shapely.box(*shapely.total_bounds(shapes[some])))
        pieces[some] = shapely.intersection(strip, shapes[some])
    return polygonal(pieces)


def _counted_one_by_one(
    ground: BaseGeometry, lattice: CellLattice, tile: Tile, group: np.ndarray, pieces: np.ndarray
) -> np.ndarray:
    """Return the people in the community of each group of cells on its edge; ``group`` is one beyond for no group."""
    row, column = np.nonzero((group < len(pieces)) & (tile.people > 0))
    group, people = group[row, column], tile.people[row, column]
    inside = np.zeros(len(pieces))
    for start in range(0, len(row), AT_ONCE):
        some = slice(start, start + AT_ONCE)
        shapes = quads(lattice.corners(tile.column + column[some], tile.row + row[some]))
        share = shapely.covers(ground, shapes).astype(float)
        partly = np.flatnonzero((share == 0) & shapely.intersects(ground, shapes))
        covered = shapely.area(shapely.intersection(pieces[group[some][partly]], shapes[partly]))
        share[partly] = np.minimum(covered / shapely.area(shapes[partly]), 1.0)
        inside += np.bincount(group[some], people[some] * share, minlength=len(pieces))
    return inside


_RIGHT, _DOWN = np.array([0, 1, 1, 0]), np.array([0, 0, 1, 1])
"""From a cell's first corner to all four, going round."""
