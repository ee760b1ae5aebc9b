"""What the new borders of a community lie on: barriers, and what should have been kept whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from grid_manager_plugin.division.faces.kept import cores
from grid_manager_plugin.division.segments import segment_table
from grid_manager_plugin.division.tiles import Site

ON_BARRIER = 1.0
"""Metres from a barrier within which a border lies on it."""


@dataclass(frozen=True)
class Borders:
    """The borders between grids.

    Attributes:
        length: Metres of border of each grid, shape (k,); the border between two counts for both.
        on_barrier: Metres of that on barriers, shape (k,).
        total: Metres of all, each once.
        total_on_barrier: Metres of that on barriers.
        cut: Positions among the features of KEEP_WHOLE that a border runs through, shape (c,).
    """

    length: np.ndarray
    on_barrier: np.ndarray
    total: float
    total_on_barrier: float
    cut: np.ndarray

    @property
    def share(self) -> float:
        """Share of all borders that lies on barriers, 0-1; 0 where there is no border."""
        return self.total_on_barrier / self.total if self.total else 0.0

    def shares(self) -> np.ndarray:
        """Return the share of each grid's border that lies on barriers, 0-1, shape (k,)."""
        return np.divide(self.on_barrier, self.length, out=np.zeros_like(self.length), where=self.length > 0)


def borders_of(grids: np.ndarray, site: Site) -> Borders:
    """Measure the borders between grids on the ellipsoid.

    Args:
        grids: (Multi)polygons that tile the community vertex for vertex, shape (k,) of object.
        site: The community.
    """
    table = segment_table(grids)
    inner = np.flatnonzero(table.inner())
    start, end = table.coordinates(inner)
    metres = site.measure.segment_lengths(start, end)
    lines = np.empty(0, dtype=object)
    if len(inner):
        ends = np.stack([site.plane.metres(start), site.plane.metres(end)], axis=1)
        lines = shapely.linestrings(ends)
    along = metres * _covered(lines, site)

    def each(length: np.ndarray) -> np.ndarray:
        sides = (table.left[inner], table.right[inner])
        return sum((np.bincount(side, length, minlength=len(grids)) for side in sides), np.zeros(len(grids)))

    return Borders(each(metres), each(along), float(metres.sum()), float(along.sum()), _cut(lines, site))


def _covered(lines: np.ndarray, site: Site) -> np.ndarray:
    """Return the share of each line in the plane that lies on barriers, 0-1, shape (b,)."""
    if not len(lines) or not len(site.barriers.geometry):
        return np.zeros(len(lines))
    paths = shapely.get_parts(site.plane.drawn(site.barriers.geometry))
    xy, path = shapely.get_coordinates(paths, return_index=True)
    joint = np.flatnonzero(path[1:] == path[:-1])
    pieces = shapely.linestrings(np.stack([xy[joint], xy[joint + 1]], axis=1))
    piece, line = shapely.STRtree(lines).query(pieces, predicate="dwithin", distance=ON_BARRIER)
    near, place = np.unique(piece, return_inverse=True)
    strips = shapely.buffer(pieces[near], ON_BARRIER, quad_segs=4)  # convex: each covers one stretch of a straight line
    stretch = shapely.intersection(lines[line], strips[place])
    real = shapely.get_type_id(stretch) == shapely.GeometryType.LINESTRING
    real &= ~shapely.is_empty(stretch)
    stretch, line = stretch[real], line[real]
    ends = [shapely.line_locate_point(lines[line], shapely.get_point(stretch, which)) for which in (0, -1)]
    length = shapely.length(lines)
    covered = _united(line, np.minimum(*ends), np.maximum(*ends), len(lines))
    return np.clip(covered / np.where(length > 0, length, 1.0), 0.0, 1.0)


def _united(line: np.ndarray, start: np.ndarray, end: np.ndarray, count: int) -> np.ndarray:
    """Return the length of each line that stretches (s,) of it cover, those that overlap once, shape (count,)."""
    order = np.lexsort((end, start, line))
    line, start, end = line[order], start[order], end[order]
    # lines one behind the other on one axis, so that stretches of different lines never meet
    offset = line * (float(end.max(initial=0.0)) + 1.0)
    reached = np.maximum.accumulate(np.concatenate([[-1.0], end + offset]))[:-1]
    fresh = np.maximum(end + offset - np.maximum(start + offset, reached), 0.0)
    return np.bincount(line, fresh, minlength=count)


def _cut(lines: np.ndarray, site: Site) -> np.ndarray:
    """Return the features that lines run through; one that is made of given blocks ends where they do."""
    inner = cores(site.plane.drawn(site.kept.geometry))
    if site.job.has_blocks:
        inner[site.kept.dedicated] = None
    _, piece = shapely.STRtree(inner).query(lines, predicate="intersects")
    return np.unique(site.kept.feature[np.isin(site.kept.piece, piece)])
