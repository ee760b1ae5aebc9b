"""Whether a border may move, and what moves with it.

A move is sound when the ground that it sweeps holds nothing that must stay on its side (another border's node, a
polygon kept whole) and the new lines cross and touch nothing: then the net keeps its shape, every grid stays in as
many pieces as it was, and no building is cut. The limits must hold after it as well as before.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import shapely

from grid_manager_plugin.division.cells.border_net import BorderNet, Change
from grid_manager_plugin.rules.geodesy import Measure
from grid_manager_plugin.rules.limits import Figures, Limits, excess

APART = 1e-3
"""Metres: lines and nodes that have nothing to do with each other stay this far apart."""

DRIFT = 0.25
"""Share of its area that a grid may gain or lose: where limits are wide, the shortest border would run round a corner
and leave next to nothing of it."""

_ON = 1e-6
"""Metres: a place this near to a wall lies on it."""

_ROUGH = 1e-3
"""Share that an area in the plane may be off by."""

_EVEN = 1e-3
"""Share that people may be off from living evenly all over the grids, for limits of population to be ones of area."""

_GAIN = 1e-6
"""Metres that a move must save."""


@dataclass(frozen=True)
class Ground:
    """What lies on the ground, in the plane of the net.

    Attributes:
        kept: Polygons kept whole, or points, shape (q,) of object.
        places: Points where people are, shape (p,) of object.
        weight: People there, shape (p,).
        cells: Polygons with people all over, shape (c,) of object.
        density: Their people per square metre, shape (c,).
        clearance: Metres that a border keeps away from each of ``kept``, where it was no nearer before, shape (q,).
    """

    kept: np.ndarray
    places: np.ndarray
    weight: np.ndarray
    cells: np.ndarray
    density: np.ndarray
    clearance: np.ndarray


@dataclass(frozen=True)
class _Swept:
    """A piece of ground that goes from one grid to another."""

    ground: shapely.Polygon
    giver: int
    taker: int
    times: int


class Judge:
    """Judges moves of a net, and keeps the figures of its grids."""

    def __init__(self, net: BorderNet, ground: Ground, limits: Limits, figures: Figures, measure: Measure) -> None:
        self.net, self.ground, self.measure = net, ground, measure
        self.population = np.asarray(figures.population, dtype=float).copy()
        self.area = np.asarray(figures.area, dtype=float).copy()
        count = len(self.area)
        self.limits = replace(limits, grids=(count, count))
        self._least, self._most = self.area * (1 - DRIFT), self.area * (1 + DRIFT)
        self._band = self.limits.bounds(float(self.population.sum()), count)
        self.excess = self._excess(self.population, self.area)
        self._lengths: dict[tuple[int, int, int], float] = {}
        self._walls = shapely.STRtree(net.wall_lines)
        self._kept = shapely.STRtree(ground.kept)
        self._places = shapely.STRtree(ground.places)
        self._cells = shapely.STRtree(ground.cells)

    def _excess(self, population: np.ndarray, area: np.ndarray) -> float:
        return excess(self.limits.check(Figures(population, area)))

    def gain(self, changes: list[Change]) -> float:
        """Return the metres of border that changes save; negative or 0 where cost or metres would grow."""
        saved, slides = 0.0, {}
        for change in changes:
            saved += self._old_length(change) - _length(change.path)
            slides.update({slide.node: slide for slide in (change.head, change.tail) if slide is not None})
        return saved + min(
            -sum(slide.cost for slide in slides.values()), -sum(slide.border for slide in slides.values())
        )

    def _old_length(self, change: Change) -> float:
        piece = (change.chain, change.first, change.last)
        if piece not in self._lengths:
            self._lengths[piece] = _length(self.net.at[self.net.chains[piece[0]].nodes[piece[1] : piece[2] + 1]])
        return self._lengths[piece]

    def promising(self, changes: list[Change]) -> bool:
        """Tell, roughly and fast, whether areas would be as they must be after changes."""
        area = self.area.copy()
        for change in changes:
            chain, size = self.net.chains[change.chain], _signed_area(self._loop(change))
            area[chain.left] -= size
            area[chain.right] += size
        low = np.maximum(self._band.area_min, self._least) * (1 - _ROUGH)
        high = np.minimum(self._band.area_max, self._most) * (1 + _ROUGH)
        return not ((area < np.minimum(self.area, low)) | (area > np.maximum(self.area, high))).any()

    def room(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the least and most area that each grid may have, shapes (k,); a limit broken now may stay so."""
        low = np.maximum(self._band.area_min, self._least)
        high = np.minimum(self._band.area_max, self._most)
        people, area = float(self.population.sum()), float(self.area.sum())
        if people and np.allclose(self.population / people, self.area / area, rtol=_EVEN, atol=0):
            low = np.maximum(low, self._band.population_min / people * area)
            high = np.minimum(high, self._band.population_max / people * area)
        return np.minimum(low, self.area), np.maximum(high, self.area)

    def make(self, changes: list[Change], least: float = _GAIN) -> bool:
        """Make changes that belong together if they are sound and save at least so many metres; tell whether."""
        if self.gain(changes) < least or not self._lines_free(changes):
            return False
        swept = [piece for change in changes for piece in self._swept(change)]
        if not self._ground_free(swept, changes):
            return False
        population, area = self._after(swept)
        broken = self._excess(population, area)
        if broken > self.excess or (area < self._least).any() or (area > self._most).any():
            return False
        self.population, self.area, self.excess = population, area, broken
        self.net.apply(changes)
        self._lengths.clear()
        return True

    def _loop(self, change: Change) -> np.ndarray:
        """Return the line round what a change sweeps: the old way forward, the new way back."""
        old = self.net.chains[change.chain].nodes[change.first : change.last + 1]
        head = change.head.nodes[::-1] if change.head else ()
        tail = change.tail.nodes if change.tail else ()
        before, after = self.net.at[[*old, *tail]], self.net.at[list(head)]
        return np.concatenate([before, change.path[::-1], after])

    def _swept(self, change: Change) -> list[_Swept]:
        chain, loop = self.net.chains[change.chain], self._loop(change)
        loop = loop[np.append(True, (np.diff(loop, axis=0) != 0).any(axis=1))]
        if len(loop) < 3:
            return []
        found = []
        for part in _rings(loop):
            times = _winding(loop, shapely.get_coordinates(shapely.point_on_surface(part))[0]) if part.area > 0 else 0
            sides = (chain.left, chain.right) if times > 0 else (chain.right, chain.left)
            if times:
                found.append(_Swept(part, *sides, abs(times)))
        return found

    def _lines_free(self, changes: list[Change]) -> bool:
        net = self.net
        gone, replaced = self._replaced(changes)
        alive = net.alive.copy()
        alive[gone] = False
        nodes = np.flatnonzero(alive)
        others_ends = net.segments[~replaced]
        for change in changes:
            places = list(zip(change.nodes, change.path))
            for (one, start), (other, end) in zip(places, places[1:]):
                line = np.stack([start, end])
                if np.hypot(*(end - start)) < APART:
                    return False
                strange = nodes[(nodes != one) & (nodes != other)]
                if (_to_segment(net.at[strange], line[None]) < APART).any():
                    return False
                far = net.at[others_ends[((others_ends != one) & (others_ends != other)).all(axis=1)]]
                if len(far) and (_crosses(far, line) | (_to_segment(line[:, None], far) < APART).any(axis=0)).any():
                    return False
                same = np.sort(others_ends, axis=1) == sorted((one, other))
                if same.all(axis=1).any() or not self._walls_free(line) or not self._kept_free(line, change):
                    return False
        return _apart([change.path for change in changes])

    def _replaced(self, changes: list[Change]) -> tuple[list[int], np.ndarray]:
        """Return the nodes that are no more, and which segments of the chains are replaced."""
        net = self.net
        gone: list[int] = []
        replaced = np.zeros(len(net.segments), dtype=bool)
        for change in changes:
            nodes = net.chains[change.chain].nodes
            first = int(np.searchsorted(net.segment_chain, change.chain))
            replaced[first + change.first : first + change.last] = True
            stay = set(change.nodes)
            gone += [n for n in nodes[change.first : change.last + 1] if n not in stay and not net.on_wall[n]]
        return gone, replaced

    def _walls_free(self, line: np.ndarray) -> bool:
        """Tell whether a new segment meets walls with its ends alone."""
        hit = self._walls.query(shapely.linestrings(line), predicate="dwithin", distance=APART)
        if len(hit):
            ends = shapely.get_coordinates(self.net.wall_lines[hit]).reshape(-1, 2, 2)
            near = np.sort(_to_segment(line[:, None], ends), axis=0)
            return bool(((near[0] < _ON) & (near[1] > APART)).all())
        return True

    def _kept_free(self, line: np.ndarray, change: Change) -> bool:
        """Tell whether a new segment keeps its distance from what is kept whole and from where people are."""
        new = shapely.linestrings(line)
        if len(self._places.query(new, predicate="dwithin", distance=_ON)):
            return False
        hit = self._kept.query(new, predicate="dwithin", distance=float(self.ground.clearance.max(initial=0.0)))
        if not len(hit):
            return True
        nodes = self.net.chains[change.chain].nodes[change.first : change.last + 1]
        old = shapely.distance(shapely.linestrings(self.net.at[nodes]), self.ground.kept[hit])
        near = shapely.distance(new, self.ground.kept[hit])
        return bool((near >= np.minimum(old, self.ground.clearance[hit]) - _ON).all())

    def _ground_free(self, swept: list[_Swept], changes: list[Change]) -> bool:
        """Tell whether swept ground holds neither a node that stays nor ground that is kept whole."""
        net = self.net
        alive = net.alive.copy()
        alive[self._replaced(changes)[0]] = False
        for piece in swept:
            west, south, east, north = piece.ground.bounds
            x, y = net.at.T
            inside = alive & (x > west) & (x < east) & (y > south) & (y < north)
            if inside.any() and shapely.contains_xy(piece.ground, x[inside], y[inside]).any():
                return False
            hit = self._kept.query(piece.ground, predicate="intersects")
            if len(hit) and shapely.relate_pattern(piece.ground, self.ground.kept[hit], "T********").any():
                return False
        return True

    def _after(self, swept: list[_Swept]) -> tuple[np.ndarray, np.ndarray]:
        population, area = self.population.copy(), self.area.copy()
        plane = self.net.plane
        grounds = np.array([piece.ground for piece in swept], dtype=object)
        sizes = self.measure.areas(shapely.transform(grounds, lambda xy: xy / plane.scale + plane.origin))
        for piece, size in zip(swept, sizes.tolist()):
            people = float(self.ground.weight[self._places.query(piece.ground, predicate="intersects")].sum())
            hit = self._cells.query(piece.ground, predicate="intersects")
            if len(hit):
                shared = shapely.area(shapely.intersection(piece.ground, self.ground.cells[hit]))
                people += float((shared * self.ground.density[hit]).sum())
            for figures, amount in ((population, people), (area, size)):
                figures[piece.giver] -= amount * piece.times
                figures[piece.taker] += amount * piece.times
        return population, area


def _apart(paths: list[np.ndarray]) -> bool:
    """Tell whether lines meet nowhere but in nodes that they share."""
    segments = np.concatenate([np.stack([path[:-1], path[1:]], axis=1) for path in paths])
    if len(segments) < 2:
        return True
    nodes = np.unique(np.concatenate(paths), axis=0)
    own = (nodes[:, None, None] == segments[None]).all(axis=-1).any(axis=-1)
    near = _to_segment(nodes[:, None], segments[None]) < APART
    lines = shapely.multilinestrings([shapely.linestrings(path) for path in paths])
    return not (near & ~own).any() and bool(shapely.is_simple(lines))


def _rings(loop: np.ndarray) -> list[shapely.Polygon]:
    """Return what a closed line encloses; it may cross itself."""
    whole = shapely.Polygon(loop)
    if whole.is_valid:
        return [whole]
    noded = shapely.union_all(shapely.linestrings(np.stack([loop, np.roll(loop, -1, axis=0)], axis=1)))
    return list(shapely.get_parts(shapely.polygonize(shapely.get_parts(noded))))


def _length(path: np.ndarray) -> float:
    places = path.tolist()
    return sum(math.dist(one, other) for one, other in zip(places, places[1:]))


def _signed_area(loop: np.ndarray) -> float:
    (x, y), (next_x, next_y) = (loop - loop[0]).T, (np.roll(loop, -1, axis=0) - loop[0]).T
    return float((x * next_y - next_x * y).sum()) / 2


def _winding(loop: np.ndarray, xy: np.ndarray) -> int:
    """Return how often a closed line runs round a point counterclockwise."""
    turned = np.arctan2(*(loop - xy).T[::-1])
    steps = np.diff(np.append(turned, turned[0]))
    return round(float(((steps + np.pi) % (2 * np.pi) - np.pi).sum()) / (2 * np.pi))


def _to_segment(points: np.ndarray, segments: np.ndarray) -> np.ndarray:
    """Return the distances of points (..., 2) from segments (..., 2, 2), both broadcast."""
    start, along = segments[..., 0, :], segments[..., 1, :] - segments[..., 0, :]
    share = ((points - start) * along).sum(axis=-1) / np.maximum((along**2).sum(axis=-1), 1e-30)
    foot = start + np.clip(share, 0, 1)[..., None] * along
    return np.hypot(points[..., 0] - foot[..., 0], points[..., 1] - foot[..., 1])


def _crosses(segments: np.ndarray, line: np.ndarray) -> np.ndarray:
    """Tell which segments (m, 2, 2) cross a line (2, 2), shape (m,)."""

    def side(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
        return (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (c[..., 0] - a[..., 0])

    first, last = segments[:, 0], segments[:, 1]
    apart = side(line[0], line[1], first) * side(line[0], line[1], last) < 0
    return apart & (side(first, last, line[0]) * side(first, last, line[1]) < 0)

