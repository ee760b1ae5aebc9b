"""Borders of two grids that run along each other but not vertex for vertex, though no area is lost.

Such a border holds today. It opens a gap as soon as one side is moved, projected or simplified without the other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from grid_manager_plugin.rules.chunks import Progress
from grid_manager_plugin.rules.edges import Edges, unmatched
from grid_manager_plugin.rules.geodesy import Measure

APART = 0.05
"""Metres; borders farther apart than this do not run along each other."""

SHORTEST = 0.01
"""Metres; what runs along each other for less meets in a point only."""

NOISE = 1e-8
"""Square metres between two borders that are float noise where everything shall be told."""

TOUCHING = 0.01
"""Metres between a border and a gap, overlap or spill whose consequence it is."""


@dataclass(frozen=True)
class Mismatches:
    """Pairs of grids whose common border does not match, shapes (p,).

    Attributes:
        geometry: Where, (multi)lines.
        length: Metres on the ellipsoid.
        first: Position of the one grid.
        second: Position of the other, always higher.
    """

    geometry: np.ndarray
    length: np.ndarray
    first: np.ndarray
    second: np.ndarray


def mismatches(
    edges: Edges, grids: np.ndarray, least: float, measure: Measure, places: np.ndarray, progress: Progress
) -> Mismatches:
    """Return the borders that do not match.

    Args:
        edges: Edges of the grids.
        grids: Their ground, shape (n,).
        least: Square metres; what lies between two borders is float noise below this.
        measure: Measures in the edges' coordinate system.
        places: Gaps, overlaps and spills that were found: a border at one of them is its consequence.
        progress: Called with the share that is done; may raise to cancel.
    """
    loose = np.flatnonzero(unmatched(edges))
    tail, head = edges.xy[edges.tail[loose]], edges.xy[edges.head[loose]]
    scale = metres_per_unit(measure, edges.xy)
    owner = edges.owner[loose]
    progress(0.2)
    one, other = _close(tail * scale, head * scale, owner)
    progress(0.5)
    start, end, between, along = _common(tail, head, one, other, scale, least)
    one, other, start, end, between = one[along], other[along], start[along], end[along], between[along]
    progress(0.7)
    free = ~_consequence(start * scale, end * scale, places, scale)
    free &= ~_parted(between, owner[one], owner[other], grids)
    progress(0.9)
    first, second = owner[one[free]], owner[other[free]]
    return _by_pair(start[free], end[free], np.minimum(first, second), np.maximum(first, second), measure)


def metres_per_unit(measure: Measure, xy: np.ndarray) -> np.ndarray:
    """Return about how many metres one unit to the east and one to the north are in the middle of places.

    Args:
        measure: Measures in their coordinate system.
        xy: Places, shape (n, 2).
    """
    if not len(xy):
        return np.ones(2)
    middle = (xy.min(axis=0) + xy.max(axis=0)) / 2
    step = max(float(np.ptp(xy, axis=0).max()) * 1e-3, 1e-6)
    start = np.array([middle, middle])
    return measure.segment_lengths(start, start + np.eye(2) * step) / step


def _close(tail: np.ndarray, head: np.ndarray, owner: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return pairs of edges of two grids whose boxes meet, in metres, each once."""
    low, high = np.minimum(tail, head) - APART / 2, np.maximum(tail, head) + APART / 2
    boxes = shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1])
    one, other = shapely.STRtree(boxes).query(boxes)
    chosen = (one < other) & (owner[one] != owner[other])
    return one[chosen], other[chosen]


def _common(
    tail: np.ndarray, head: np.ndarray, one: np.ndarray, other: np.ndarray, scale: np.ndarray, least: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return where pairs of edges run along each other: start, end and a place between, and whether they do."""
    length = [np.hypot(*((head[which] - tail[which]) * scale).T) for which in (one, other)]
    swap = length[1] > length[0]  # onto the longer edge, whose direction is known better
    base, short = np.where(swap, other, one), np.where(swap, one, other)
    longer = np.maximum(length[0], length[1])
    direction = (head[base] - tail[base]) * scale / longer[:, np.newaxis]
    ends = np.stack([tail[short], head[short]], axis=1)
    local = (ends - tail[base][:, np.newaxis]) * scale
    along = (local * direction[:, np.newaxis]).sum(axis=2)
    across = local[..., 1] * direction[:, np.newaxis, 0] - local[..., 0] * direction[:, np.newaxis, 1]
    opposed = along[:, 1] < along[:, 0]  # grids on both sides of a border go round it in opposite directions
    order = np.argsort(along, axis=1)
    low, high = np.take_along_axis(along, order, axis=1).T
    begin, stop = np.maximum(low, 0.0), np.minimum(high, longer)
    slope = np.where(high > low, np.diff(np.take_along_axis(across, order, axis=1), axis=1)[:, 0], 0.0)
    slope /= np.maximum(high - low, NOISE)
    first = np.take_along_axis(across, order, axis=1)[:, 0]
    wide = np.maximum(np.abs(first + slope * (begin - low)), np.abs(first + slope * (stop - low)))
    common = stop - begin
    runs = opposed & (common > SHORTEST) & (wide <= APART) & (wide * common < max(least, NOISE))
    unit = (head[base] - tail[base]) / longer[:, np.newaxis]
    half = (begin + stop) / 2
    start, end, middle = (tail[base] + unit * at[:, np.newaxis] for at in (begin, stop, half))
    off = (first + slope * (half - low)) / 2
    between = middle + np.column_stack([-direction[:, 1], direction[:, 0]]) * off[:, np.newaxis] / scale
    return start, end, between, runs


def _consequence(start: np.ndarray, end: np.ndarray, places: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """Tell which lines, in metres, touch one of the places, shape (n,) of bool."""
    found = np.zeros(len(start), dtype=bool)
    if len(start) and len(places):
        lines = shapely.linestrings(np.stack([start, end], axis=1))
        scaled = shapely.transform(places, lambda xy: xy * scale)
        line, _ = shapely.STRtree(scaled).query(lines, predicate="dwithin", distance=TOUCHING)
        found[line] = True
    return found


def _parted(between: np.ndarray, one: np.ndarray, other: np.ndarray, grids: np.ndarray) -> np.ndarray:
    """Tell which pairs have ground of a third grid between them, shape (n,) of bool: they are no neighbours."""
    found = np.zeros(len(between), dtype=bool)
    pair, grid = shapely.STRtree(grids).query(shapely.points(between), predicate="within")
    found[pair[(grid != one[pair]) & (grid != other[pair])]] = True
    return found


def _by_pair(
    start: np.ndarray, end: np.ndarray, first: np.ndarray, second: np.ndarray, measure: Measure
) -> Mismatches:
    order = np.lexsort((end[:, 1], end[:, 0], start[:, 1], start[:, 0], second, first))
    start, end, first, second = start[order], end[order], first[order], second[order]
    pairs, pair = np.unique(np.column_stack([first, second]), axis=0, return_inverse=True)
    pair = pair.ravel()
    length = np.bincount(pair, measure.segment_lengths(start, end), minlength=len(pairs)).astype(float)
    lines = shapely.linestrings(np.stack([start, end], axis=1)) if len(start) else np.zeros(0, dtype=object)
    at = np.searchsorted(pair, np.arange(len(pairs) + 1))
    merged = [shapely.line_merge(shapely.multilinestrings(lines[at[i] : at[i + 1]])) for i in range(len(pairs))]
    geometry = np.empty(len(pairs), dtype=object)
    geometry[:] = merged
    return Mismatches(geometry, length, pairs[:, 0], pairs[:, 1])
