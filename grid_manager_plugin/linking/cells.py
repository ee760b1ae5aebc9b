"""Grids laid over small square cells: which grid a point lies in is mostly told by the cell that it lies in.

A cell that no border meets lies in one grid (or in none, or in the same ones where grids overlap) as a whole: what is
true of its centre is true of all its points. The points of other cells are asked against the grids that meet their
cell, with GEOS's exact predicate, and against the borders in it: a border nearer than :data:`NOISE` counts as touched,
because a point on a border is, after it was computed or came from another coordinate system, only nearly on it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

NONE = -1
"""Stands for no grid."""

NOISE = 1e-6
"""Metres; a point that is nearer to a border than this lies on it. Coordinates of a city are true to a hundredth of it
as numbers, also after a way to another system and back."""

MOST_CELLS, CELLS_PER_EDGE = 16_000_000, 16
"""So many cells at most, and for each edge: more would take memory, fewer would leave more points to the predicate."""

MOST_MEETINGS = 8_000_000
"""About so many meetings of edges and cells at most."""


@dataclass(frozen=True)
class Hits:
    """Grids that points lie in or on: pairs of a point and a grid, each pair once, shape (m,).

    The grids of a point follow each other, ascending.

    Attributes:
        point: Positions of points.
        grid: Numbers of grids.
        on_border: Whether the point lies on the grid's border, of bool.
    """

    point: np.ndarray
    grid: np.ndarray
    on_border: np.ndarray


@dataclass(frozen=True)
class Segments:
    """Edges of polygons.

    Attributes:
        start: First points, shape (e, 2).
        end: Last points, shape (e, 2).
        owner: Position of the polygon that each belongs to, ascending, shape (e,).
    """

    start: np.ndarray
    end: np.ndarray
    owner: np.ndarray


def segments_of(geometry: np.ndarray) -> Segments:
    """Return the edges of (multi)polygons; ``None`` has none.

    Args:
        geometry: Shape (n,) of object.
    """
    parts, owner = shapely.get_parts(geometry, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    first = np.flatnonzero(ring[:-1] == ring[1:])
    return Segments(xy[first], xy[first + 1], owner[part][ring[first]])


class Cells:
    """The index; grids have numbers from 0 on, and of the grids that a whole cell lies in only the lowest is known.

    In a cell that a border meets, the way from its centre to a point crosses each grid's borders an odd or an even
    number of times; with the grids of the centre that tells those of the point. Where that is not certain, because the
    centre or the point is as good as on a border, GEOS is asked.
    """

    def __init__(self, geometry: np.ndarray, tolerance: float) -> None:
        """Build the index.

        Args:
            geometry: Valid (multi)polygons or ``None``, shape (n,), by their numbers.
            tolerance: :data:`NOISE` in the units of their coordinate system.
        """
        self._geometry = geometry
        self._many = max(len(geometry), 1)
        self._edges = segments_of(geometry)
        self._along = self._edges.end - self._edges.start
        self._tolerance = tolerance
        self._reach = 2 * tolerance * np.hypot(*self._along.T)
        self._fit()
        cell, edge = self._meetings()
        self._meets = np.zeros(self._columns * self._rows, dtype=bool)
        self._meets[cell] = True
        self._edge_of = _Lists.of(cell, edge)
        centre = self._centres(cell)
        start, end = self._edges.start[edge], self._edges.end[edge]
        self._centre_left = _beside(centre, start, end) > 0
        self._unclear = np.unique(cell[distances(centre, start, end) <= tolerance])
        grid, first, many = self._runs()
        self._whole = self._lowest(grid, first, many)
        run, cells = _expanded(first, first + many)
        met = np.flatnonzero(self._meets[cells])
        met = met[np.argsort(cells[met], kind="stable")]
        self._grid_of = _Lists.of(cells[met], grid[run[met]])

    def hits(self, xy: np.ndarray) -> Hits:
        """Return the grids of points; of those that lie wholly in the same ones as their cell, the lowest alone.

        Args:
            xy: Finite coordinates, shape (p, 2).
        """
        column, row = np.floor((xy - self._low) / self._size).T
        within = np.flatnonzero((column >= 0) & (row >= 0) & (column < self._columns) & (row < self._rows))
        cell = row[within].astype(np.int64) * self._columns + column[within].astype(np.int64)
        meets = self._meets[cell]
        whole = self._whole[cell]
        sure = ~meets & (whole != NONE)
        inner, border = self._asked(xy, within[meets], cell[meets])
        key = np.unique(np.concatenate([inner, border]))
        on_border = np.zeros(len(key), dtype=bool)
        on_border[np.searchsorted(key, border)] = True
        point = np.concatenate([within[sure], key // self._many])
        grid = np.concatenate([whole[sure], key % self._many])
        return Hits(point, grid, np.concatenate([np.zeros(int(sure.sum()), dtype=bool), on_border]))

    def _fit(self) -> None:
        """Choose the size of a cell and where the cells begin."""
        start = self._edges.start
        if not len(start):
            self._low, self._size, self._columns, self._rows = np.zeros(2), 1.0, 1, 1
            return
        low, high = start.min(axis=0), start.max(axis=0)
        span = np.maximum(high - low, 1e3 * self._tolerance)
        wanted = min(MOST_CELLS, CELLS_PER_EDGE * len(start))
        length = float(np.abs(self._along).sum())
        self._size = float(max(np.sqrt(span.prod() / wanted), span.max() / wanted, length / MOST_MEETINGS))
        # a margin, so that no point beside a border is off the cells; such that no regular grid runs through centres
        self._low = low - _MARGIN * self._size
        self._columns, self._rows = (int(many) for many in np.ceil((high - self._low) / self._size) + 1)

    def _scaled(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the edges' ends in units of cells."""
        return (self._edges.start - self._low) / self._size, (self._edges.end - self._low) / self._size

    def _centres(self, cell: np.ndarray) -> np.ndarray:
        place = np.column_stack([cell % self._columns, cell // self._columns])
        return self._low + (place + 0.5) * self._size

    def _meetings(self) -> tuple[np.ndarray, np.ndarray]:
        """Return pairs of a cell and an edge that meets it or comes near, by their cells."""
        start, end = self._scaled()
        reach = 2 * self._tolerance / self._size
        first = np.floor(np.minimum(start, end) - reach).astype(np.int64)
        last = np.floor(np.maximum(start, end) + reach).astype(np.int64)
        short = (first == last).all(axis=1)
        alone, others = np.flatnonzero(short), np.flatnonzero(~short)
        which, row = _expanded(first[others, 1], last[others, 1] + 1)
        edge = others[which]
        left, right = _within_rows(start[edge], end[edge], row, reach)
        which, column = _expanded(np.floor(left - reach), np.floor(right + reach) + 1)
        cell = np.concatenate([first[alone, 1] * self._columns + first[alone, 0], row[which] * self._columns + column])
        edge = np.concatenate([alone, edge[which]])
        order = np.argsort(cell, kind="stable")
        return cell[order], edge[order]

    def _runs(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return runs of cells whose centres lie in a grid: grid, first cell, and the number of cells.

        Along the line through the centres of a row, the crossings with a grid's border are its ends, pair by pair.
        """
        start, end = self._scaled()
        low, high = np.minimum(start[:, 1], end[:, 1]), np.maximum(start[:, 1], end[:, 1])
        edge, row = _expanded(np.ceil(low - 0.5), np.ceil(high - 0.5))
        slope = (end[edge, 0] - start[edge, 0]) / (end[edge, 1] - start[edge, 1])
        x = start[edge, 0] + (row + 0.5 - start[edge, 1]) * slope
        grid = self._edges.owner[edge]
        order = np.lexsort((x, grid, row))
        column = np.ceil(x[order] - 0.5).astype(np.int64)
        first = row[order[0::2]] * self._columns + column[0::2]
        return grid[order[0::2]], first, column[1::2] - column[0::2]

    def _lowest(self, grid: np.ndarray, first: np.ndarray, many: np.ndarray) -> np.ndarray:
        """Return the lowest grid of each cell's centre, shape (cells,)."""
        found = np.full(self._columns * self._rows, NONE, dtype=np.int32)
        order = np.argsort(-grid, kind="stable")  # the last that is written stays
        run, cell = _expanded(first[order], first[order] + many[order])
        found[cell] = grid[order][run]
        return found

    def _asked(self, xy: np.ndarray, point: np.ndarray, cell: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return keys (point times number of grids, plus grid) of the grids that points lie in, and lie on.

        Args:
            xy: All coordinates.
            point: Points in cells that a border meets, shape (q,).
            cell: Their cells, shape (q,).
        """
        which, slot = self._edge_of.at(cell)
        at, edge = point[which], self._edge_of.values[slot]
        # _beside by columns, for these are millions
        (x, y), (left, low), (east, north) = xy.T, self._edges.start.T, self._along.T
        beside = east[edge] * (y[at] - low[edge]) - north[edge] * (x[at] - left[edge])
        near = np.flatnonzero(np.abs(beside) <= self._reach[edge])
        touching = near[
            distances(xy[at[near]], self._edges.start[edge[near]], self._edges.end[edge[near]]) <= self._tolerance
        ]
        border = np.unique(at[touching] * self._many + self._edges.owner[edge[touching]])
        passed = np.flatnonzero((beside > 0) != self._centre_left[slot])
        centre = self._centres(cell[which[passed]])
        passed = passed[_parts(centre, xy[at[passed]], self._edges.start[edge[passed]], self._edges.end[edge[passed]])]
        unclear = np.isin(cell, self._unclear) if len(self._unclear) else np.zeros(len(cell), dtype=bool)
        unclear[which[near]] = True
        of, grid = self._of_centres(cell)
        crossed = at[passed] * self._many + self._edges.owner[edge[passed]]
        key, count = np.unique(np.concatenate([point[of] * self._many + grid, crossed]), return_counts=True)
        inner = key[count % 2 == 1]
        if unclear.any():
            inner = inner[~np.isin(inner // self._many, point[unclear])]
            inner = np.concatenate([inner, self._exact(xy, point[unclear], cell[unclear])])
        return inner, border

    def _of_centres(self, cell: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        which, slot = self._grid_of.at(cell)
        return which, self._grid_of.values[slot]

    def _exact(self, xy: np.ndarray, point: np.ndarray, cell: np.ndarray) -> np.ndarray:
        """Return keys of the grids that points lie in, as GEOS tells."""
        which, slot = self._edge_of.at(cell)
        centre, grid = self._of_centres(cell)
        key = np.concatenate([
            point[which] * self._many + self._edges.owner[self._edge_of.values[slot]],
            point[centre] * self._many + grid,
        ])  # fmt: skip
        key = np.unique(key)
        return key[shapely.intersects_xy(self._geometry[key % self._many], *xy[key // self._many].T)]


def distances(xy: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Return the distance of each point to its segment in the plane, shape (m,).

    Args:
        xy: Points, shape (m, 2).
        start: First points of the segments, shape (m, 2).
        end: Last points, shape (m, 2).
    """
    return np.hypot(*(xy - closest(xy, start, end)).T)


def closest(xy: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Return the place on each segment that is nearest to its point, shape (m, 2); arguments as :func:`distances`."""
    along = end - start
    square = (along * along).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = ((xy - start) * along).sum(axis=1) / square
    share = np.clip(np.where(square > 0, share, 0.0), 0.0, 1.0)
    return start + share[:, np.newaxis] * along


def _beside(xy: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Return twice the area of the triangle of segment and point, positive on the segment's left, shape (m,)."""
    (x, y), (east, north) = (xy - start).T, (end - start).T
    return east * y - north * x


def _parts(origin: np.ndarray, target: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Tell where the line through origin and target runs between a segment's ends, shape (m,) of bool.

    An end has one side for all segments that it belongs to: of a closed line as many go one way as the other.
    """
    return (_beside(start, origin, target) > 0) != (_beside(end, origin, target) > 0)


def _within_rows(
    start: np.ndarray, end: np.ndarray, row: np.ndarray, reach: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return the least and greatest x of the part of each segment that lies in a row, in units of cells."""
    rise, step = end[:, 1] - start[:, 1], end[:, 0] - start[:, 0]
    level = rise == 0
    with np.errstate(divide="ignore", invalid="ignore"):
        enters, leaves = (row - reach - start[:, 1]) / rise, (row + 1 + reach - start[:, 1]) / rise
    first = np.where(level, 0.0, np.clip(np.minimum(enters, leaves), 0, 1))
    last = np.where(level, 1.0, np.clip(np.maximum(enters, leaves), 0, 1))
    one, other = start[:, 0] + first * step, start[:, 0] + last * step
    return np.minimum(one, other), np.maximum(one, other)


@dataclass(frozen=True)
class _Lists:
    """Lists of numbers by a key that is mostly absent.

    Attributes:
        keys: Keys that have a list, ascending, shape (k,).
        first: Position of each list in ``values``, and the end of the last, shape (k + 1,).
        values: Shape (v,).
    """

    keys: np.ndarray
    first: np.ndarray
    values: np.ndarray

    @classmethod
    def of(cls, keys: np.ndarray, values: np.ndarray) -> _Lists:
        """Make lists of pairs, sorted by their keys."""
        new = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])[: len(keys)])
        return cls(keys[new], np.append(new, len(keys)), values)

    def at(self, keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return positions of the values of keys, and the position of the key of each; a key may have none."""
        if not len(self.keys):
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return _expanded(self.first[at], np.where(self.keys[at] == keys, self.first[at + 1], self.first[at]))


def _expanded(first: np.ndarray, after: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return all whole numbers from ``first`` up to but without ``after``, and which pair each belongs to."""
    first = first.astype(np.int64)
    many = np.maximum(after.astype(np.int64) - first, 0)
    which = np.repeat(np.arange(len(many)), many)
    ends = np.cumsum(many)
    return which, np.arange(len(which)) + (first - ends + many)[which]


_MARGIN = 0.618
"""Cells that the index is wider than the grids, to the west and south."""
