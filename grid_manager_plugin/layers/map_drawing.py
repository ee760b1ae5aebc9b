"""What the maps of all reports share: the local plane, the frame they are fitted to, paths, and the scale bar."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from grid_manager_plugin.layers.report_words import number
from grid_manager_plugin.rules.crs import (
    geographic_transformer,
    read_crs,
    transformed,
    working_crs,
    working_transformer,
)
from grid_manager_plugin.rules.geodesy import middle

FINE_WIDTH, COARSE_WIDTH = 2000, 1000
"""Width of a map in drawing units; a large city gets fewer, which keeps the file small."""

MARGIN = 12
"""Drawing units left free round a map."""

FOOT = 60
"""Drawing units below a map for its scale bar."""


@dataclass(frozen=True)
class Frame:
    """How places on the local plane get onto the drawing, y downwards.

    Attributes:
        west: Least x of what is drawn, in metres.
        north: Greatest y.
        width: Width of the map in drawing units.
        height: Height of the map in drawing units.
        unit: Metres in one drawing unit.
    """

    west: float
    north: float
    width: int
    height: int
    unit: float

    @classmethod
    def fitted(cls, plane: np.ndarray, width: int) -> Frame | None:
        """Return the frame round all places that are somewhere; ``None`` where none is.

        Args:
            plane: Places in metres, shape (n, 2).
            width: Drawing units of the longer side.
        """
        usable = np.isfinite(plane).all(axis=1)
        if not usable.any():
            return None
        low, high = plane[usable].min(axis=0), plane[usable].max(axis=0)
        span = np.maximum(high - low, 1e-9)
        unit = max(span[0] / (width - 2 * MARGIN), span[1] / (width - 2 * MARGIN))
        size = np.ceil(span / unit + 2 * MARGIN).astype(int)
        return cls(float(low[0]), float(high[1]), int(size[0]), int(size[1]), float(unit))

    def drawn(self, plane: np.ndarray) -> np.ndarray:
        """Return places in drawing units, shape (n, 2); what is nowhere comes into the corner."""
        drawn = np.column_stack([plane[:, 0] - self.west, self.north - plane[:, 1]]) / self.unit + MARGIN
        return np.where(np.isfinite(drawn), drawn, MARGIN)


def local_plane(coordinates: np.ndarray, crs_wkt: str) -> np.ndarray:
    """Return coordinates in metres on a plane round the city's middle, so that no CRS distorts the map.

    Not finite where coordinates are no place on the Earth.

    Args:
        coordinates: Shape (n, 2), n > 0.
        crs_wkt: Their coordinate system.
    """
    crs = read_crs(crs_wkt)
    to_geographic, unit = geographic_transformer(crs)
    lonlat = transformed(to_geographic, coordinates) * unit
    somewhere = np.isfinite(lonlat).all(axis=1)
    if not somewhere.any():
        return np.full_like(coordinates, np.nan)
    local = working_transformer(crs, working_crs(crs, *middle(lonlat[somewhere])))
    return transformed(local, coordinates)


def ring_paths(xy: np.ndarray, ring: np.ndarray) -> list[str]:
    """Return one closed SVG path per ring, without vertices on straight lines, in relative whole numbers.

    Args:
        xy: Vertices of closed rings, one ring after the other, whole numbers, shape (n, 2).
        ring: Ring of each vertex, ascending from 0 without a break, shape (n,).
    """
    needed = np.ones(len(xy), dtype=bool)
    inner = np.flatnonzero((ring[2:] == ring[1:-1]) & (ring[1:-1] == ring[:-2])) + 1
    before, behind = xy[inner] - xy[inner - 1], xy[inner + 1] - xy[inner]
    turns = before[:, 0] * behind[:, 1] != before[:, 1] * behind[:, 0]
    needed[inner] = turns | ((before * behind).sum(axis=1) < 0)
    xy, ring = xy[needed], ring[needed]
    starts = ring_starts(ring)
    steps = np.diff(xy, axis=0)
    return [
        f"M{xy[start, 0]} {xy[start, 1]}l{_numbers(steps[start : after - 2])}z"
        for start, after in zip(starts[:-1], starts[1:])
    ]


def ring_starts(ring: np.ndarray) -> np.ndarray:
    """Return the position of each ring's first vertex, and the number of vertices at the end, shape (rings + 1,)."""
    return np.searchsorted(ring, np.arange(ring[-1] + 2 if len(ring) else 1))


def _numbers(values: np.ndarray) -> str:
    return " ".join(map(str, values.ravel().tolist())).replace(" -", "-")


def outer_edges(xy: np.ndarray, ring: np.ndarray, owner: np.ndarray) -> str:
    """Return the path of all edges that have not the same owner on both sides, each drawn once.

    Args:
        xy: Vertices of closed rings, whole numbers from 0 to 1,048,575, shape (n, 2).
        ring: Ring of each vertex, ascending, shape (n,).
        owner: Whose each ring is, shape (rings,).
    """
    same_ring = ring[1:] == ring[:-1]
    tail, head = xy[:-1][same_ring], xy[1:][same_ring]
    segment_ring = ring[:-1][same_ring]
    tail_key, head_key = tail[:, 0] << 20 | tail[:, 1], head[:, 0] << 20 | head[:, 1]
    ends = np.column_stack([np.minimum(tail_key, head_key), np.maximum(tail_key, head_key), owner[segment_ring]])
    _, within, uses = np.unique(ends, axis=0, return_inverse=True, return_counts=True)
    outer = np.flatnonzero(uses[within.ravel()] % 2 == 1)
    if not len(outer):
        return ""
    _, first_use = np.unique(ends[outer, :2], axis=0, return_index=True)
    drawn = np.sort(outer[first_use])
    breaks = (np.diff(drawn) != 1) | (np.diff(segment_ring[drawn]) != 0)
    firsts = np.concatenate([[0], np.flatnonzero(breaks) + 1])
    lasts = np.concatenate([firsts[1:], [len(drawn)]])
    steps = head - tail
    return "".join(
        f"M{tail[drawn[a], 0]} {tail[drawn[a], 1]}l{_numbers(steps[drawn[a:b]])}" for a, b in zip(firsts, lasts)
    )


def scale_bar(frame: Frame, north: str) -> str:
    """Return the scale bar and the needle to the north, below the map.

    Args:
        frame: Of the map.
        north: What stands at the needle, safe HTML.
    """
    metres = _round_below(frame.width / 4 * frame.unit)
    bar = metres / frame.unit
    text = f"{number(metres / 1000)} km" if metres >= 1000 else f"{metres:g} m"
    y = frame.height + 40
    needle = frame.width - MARGIN - 20
    return (
        f'<g class="scale"><path d="M{MARGIN} {y - 10}v10h{bar:.1f}v-10"/>'
        f'<text x="{MARGIN + bar + 14:.1f}" y="{y + 2}">{text}</text>'
        f'<path class="needle" d="M{needle} {y - 40}l12 40l-12-9l-12 9z"/>'
        f'<text x="{needle - 24}" y="{y + 2}" text-anchor="end">{north}</text></g>'
    )


def _round_below(value: float) -> float:
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (5, 2, 1) if step * power <= value)
