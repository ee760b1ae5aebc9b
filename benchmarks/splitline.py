"""Warren D. Smith's shortest splitline, to compare with: no code of the plugin, no limits but those of its line.

Recursively, the ground is cut by the line that is shortest within it among those that leave floor(k / 2) and
ceil(k / 2) parts of k on their sides. A side may fall in pieces; the rule does not care.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

ANGLES = 180
"""Directions tried, a degree apart: a line and its reverse are one."""

TURNED = 4
"""So many of the best are then turned finely."""

OFFSETS = 9
"""Places tried in each direction where the area may lie in a band."""


@dataclass(frozen=True)
class Line:
    """A cut: metres within the ground, its direction in radians, its distance from the origin, the area below it."""

    length: float
    angle: float
    offset: float


def splitline(ground: BaseGeometry, parts: int, share: tuple[float, float] | None = None) -> tuple[float, list]:
    """Divide ground and return the metres of cut and the parts.

    Args:
        ground: (Multi)polygon in an equal-area plane in metres.
        parts: Number of parts.
        share: Least and most area of a part; ``None`` makes all equal.
    """
    if parts == 1:
        return 0.0, [ground]
    small = parts // 2
    low, high = share or (ground.area / parts, ground.area / parts)
    best = None
    for near in {small, parts - small}:
        band = (
            max(near * low, ground.area - (parts - near) * high),
            min(near * high, ground.area - (parts - near) * low),
        )
        line = _shortest(ground, band)
        if best is None or line.length < best[0].length:
            best = (line, near)
    line, near = best
    below, above = _cut(ground, line)
    length, cells = line.length, []
    for side, count in ((below, near), (above, parts - near)):
        more, found = splitline(side, count, share)
        length += more
        cells += found
    return length, cells


def _shortest(ground: BaseGeometry, band: tuple[float, float]) -> Line:
    rings = [shapely.get_coordinates(ring) for part in shapely.get_parts(shapely.normalize(ground))
             for ring in shapely.get_rings(part)]  # fmt: skip
    # normalised polygons turn clockwise, their holes the other way
    start = np.concatenate([ring[:-1] for ring in rings])
    end = np.concatenate([ring[1:] for ring in rings])
    fractions = np.linspace(0, 1, OFFSETS) if band[1] > band[0] else np.array([0.0])
    targets = band[0] + (band[1] - band[0]) * fractions
    step = np.pi / ANGLES
    lines = _lines(start, end, np.arange(ANGLES) * step, targets)
    for centre in sorted(lines, key=lambda line: line.length)[:TURNED]:
        width = step
        for _ in range(5):
            fine = _lines(start, end, centre.angle + np.linspace(-width, width, 9), targets)
            centre, width = min(fine, key=lambda line: line.length), width / 4
            lines.append(centre)
    return min(lines, key=lambda line: line.length)


def _lines(start: np.ndarray, end: np.ndarray, angles: np.ndarray, targets: np.ndarray) -> list[Line]:
    """Return the shortest line in each direction whose area below is one of the targets."""
    along, across = np.array([np.cos(angles), np.sin(angles)]), np.array([-np.sin(angles), np.cos(angles)])
    x0, y0, x1, y1 = (points @ turn for points in (start, end) for turn in (along, across))
    # directions, targets, edges
    x0, y0, x1, y1 = (values.T[:, None, :] for values in (x0, y0, x1, y1))
    slope = (x1 - x0) / np.where(y1 == y0, 1, y1 - y0)
    low, high = (np.tile(bound(y0, axis=2), (1, len(targets))) for bound in (np.min, np.max))
    for _ in range(45):
        middle = (low + high) / 2
        a, b = np.minimum(y0, middle[..., None]), np.minimum(y1, middle[..., None])
        # the integral of x dy along the edges below; the line itself adds nothing
        over = np.abs(((x0 + slope * ((a + b) / 2 - y0)) * (b - a)).sum(axis=2)) > targets
        low, high = np.where(over, low, middle), np.where(over, middle, high)
    offset = ((low + high) / 2)[..., None]
    crossed = ((y0 <= offset) & (y1 > offset)).astype(float) - ((y1 <= offset) & (y0 > offset))
    length = np.abs((crossed * (x0 + slope * (offset - y0))).sum(axis=2))
    best = np.argmin(length, axis=1)
    return [Line(float(length[i, j]), float(angles[i]), float(offset[i, j, 0])) for i, j in enumerate(best)]


def _cut(ground: BaseGeometry, line: Line) -> tuple[BaseGeometry, BaseGeometry]:
    west, south, east, north = shapely.bounds(ground)
    reach = 4 * max(east - west, north - south, abs(west), abs(east), abs(south), abs(north))
    along = np.array([np.cos(line.angle), np.sin(line.angle)])
    across = np.array([-along[1], along[0]])
    on = across * line.offset
    below = shapely.Polygon([on - along * reach, on + along * reach, on + along * reach - across * reach * 2,
                             on - along * reach - across * reach * 2])  # fmt: skip
    return shapely.intersection(ground, below), shapely.difference(ground, below)
