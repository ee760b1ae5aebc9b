"""Communities made from streets: the areas between main streets and railways, merged until they are large enough.

1. Main streets and railways (``RANKS``) and the frame are noded and polygonised. An open end goes on straight ahead to
   the next of them within ``EXTENDED`` metres, unless a building stands in the way.
2. The smallest face is merged with the neighbour across the least important border, until each face has ``SMALLEST``
   square metres: the borders that stay are those of the main streets.
3. The borders that stay are generalised by ``GENERALISED`` metres, as borders taken from a smaller map are: straight
   ones stay on the middle of their street, bent ones leave it by up to so much.
4. Each is called by the street of which most lies inside, and numbered from north to south, then west to east.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from grid_manager_plugin.division.segments import SegmentTable, segment_table

RANKS = {
    "primary": 1.0,
    "secondary": 1.0,
    "rail": 1.0,
    "tertiary": 0.9,
    "primary_link": 0.8,
    "tertiary_link": 0.7,
    "residential": 0.4,
    "unclassified": 0.4,
    "pedestrian": 0.3,
    "cycleway": 0.2,
}
"""Importance of what borders may follow, by ``highway`` or ``railway``; other lines part nothing."""

EXTENDED = 250.0
ACROSS = 0.01

SMALLEST = 100_000.0
LARGEST = 300_000.0
"""Square metres. A merger above the largest comes only where there is no other."""

GENERALISED = 3.0
ROW = 250.0
"""Metres from north to south within which communities are numbered from west to east."""


@dataclass(frozen=True)
class Streets:
    """Lines that may part communities.

    Attributes:
        geometry: Lines in a system of metres, shape (n,) of object.
        kind: ``highway`` or ``railway`` of each, shape (n,) of object.
        name: Its name, ``None`` where it has none, shape (n,) of object.
    """

    geometry: np.ndarray
    kind: np.ndarray
    name: np.ndarray

    def ranks(self) -> np.ndarray:
        """Return the importance of each, shape (n,), 0 for those that part nothing."""
        return np.array([RANKS.get(kind, 0.0) for kind in self.kind])


@dataclass(frozen=True)
class Communities:
    """The areas, with their numbers and names, in the order of the numbers."""

    geometry: np.ndarray
    number: list[str]
    name: list[str]


def communities(streets: Streets, buildings: np.ndarray, frame: shapely.Geometry) -> Communities:
    """Divide a frame into communities.

    Args:
        streets: Lines in a system of metres.
        buildings: Polygons in the same system, shape (b,) of object.
        frame: Polygon round them, in the same system.
    """
    main = np.flatnonzero(streets.ranks() > 0)
    lines, rank = streets.geometry[main], streets.ranks()[main]
    faces = _polygons(extended(np.append(lines, frame.exterior), buildings))
    table = segment_table(faces)
    label = merged(shapely.area(faces), table, _importance(table, lines, rank))
    areas = generalised(table, label)
    areas = areas[_order(areas)]
    return Communities(areas, [f"{number:02d}" for number in range(1, len(areas) + 1)], _names(areas, streets))


def extended(lines: np.ndarray, buildings: np.ndarray) -> np.ndarray:
    """Return the pieces of lines between their nodes, and the lines that go on from open ends."""
    pieces = _noded(lines)
    first, last = shapely.get_point(pieces, 0), shapely.get_point(pieces, -1)
    before = np.concatenate([shapely.get_point(pieces, 1), shapely.get_point(pieces, -2)])
    end, back = shapely.get_coordinates(np.concatenate([first, last])), shapely.get_coordinates(before)
    _, node, at_node = np.unique(end, axis=0, return_inverse=True, return_counts=True)
    is_open = np.flatnonzero(at_node[node.reshape(-1)] == 1)
    end, back = end[is_open], back[is_open]
    ahead = (end - back) / np.hypot(*(end - back).T)[:, None]
    rays = shapely.linestrings(np.stack([end + 1e-3 * ahead, end + EXTENDED * ahead], axis=1))
    drawn, walls = shapely.multilinestrings(pieces), shapely.union_all(shapely.make_valid(buildings))
    onward = []
    for start, direction, ray in zip(end, ahead, rays):
        hits = shapely.get_coordinates(shapely.intersection(ray, drawn))
        if len(hits):
            reach = np.hypot(*(hits - start).T).min() + ACROSS  # to end just short of the line would part nothing
            way = shapely.linestrings([start, start + reach * direction])
            onward += [] if shapely.intersects(way, walls) else [way]
    return np.append(pieces, onward)


def merged(area: np.ndarray, table: SegmentTable, importance: np.ndarray) -> np.ndarray:
    """Return the community of each face, 0..k-1, shape (n,).

    Args:
        area: Square metres of each face, shape (n,).
        table: Segments of the faces.
        importance: Of each segment, 0-1, shape (m,).
    """
    inner = np.flatnonzero(table.inner())
    start, end = table.coordinates(inner)
    metres = np.hypot(*(end - start).T)
    weak = np.zeros((len(area), len(area)))  # metres between two faces, those of unimportant streets the most
    np.add.at(weak, (table.left[inner], table.right[inner]), metres * (1.05 - importance[inner]))
    weak += weak.T
    area, label = area.copy(), np.arange(len(area))
    while (smallest := int(area.argmin())) is not None and area[smallest] < SMALLEST:
        fits = np.where(area + area[smallest] <= LARGEST, 1.0, 1e-6)
        other = int((weak[smallest] * fits).argmax())
        weak[other] += weak[smallest]
        weak[:, other] += weak[:, smallest]
        weak[smallest] = weak[:, smallest] = 0.0
        weak[other, other] = 0.0
        area[other] += area[smallest]
        area[smallest] = np.inf
        label[label == smallest] = other
    return np.unique(label, return_inverse=True)[1].reshape(-1)


def generalised(table: SegmentTable, label: np.ndarray) -> np.ndarray:
    """Return the communities with the borders between them simplified; where three meet, and the frame, stay.

    Args:
        table: Segments of the faces.
        label: Community of each face, shape (n,).
    """
    inner = table.inner()
    right = np.where(inner, label[table.right], -1)
    ends = table.nodes[table.ends]
    between = shapely.linestrings(ends[inner & (label[table.left] != right)])
    outline = shapely.linestrings(ends[~inner])
    chains = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(between)))
    return _polygons(np.append(shapely.simplify(chains, GENERALISED), outline))


def _noded(lines: np.ndarray) -> np.ndarray:
    return shapely.get_parts(shapely.node(shapely.multilinestrings(lines)))


def _polygons(lines: np.ndarray) -> np.ndarray:
    return shapely.get_parts(shapely.polygonize(_noded(lines)))


def _importance(table: SegmentTable, lines: np.ndarray, rank: np.ndarray) -> np.ndarray:
    """Return the highest importance of the lines that each segment lies on, shape (m,)."""
    middles = shapely.points(table.nodes[table.ends].mean(axis=1))
    segment, line = shapely.STRtree(lines).query(middles, predicate="dwithin", distance=1e-3)
    found = np.zeros(len(middles))
    np.maximum.at(found, segment, rank[line])
    return found


def _order(areas: np.ndarray) -> np.ndarray:
    xy = shapely.get_coordinates(shapely.centroid(areas))
    row = np.floor((xy[:, 1].max() - xy[:, 1]) / ROW)
    return np.lexsort((xy[:, 0], row))


def _names(areas: np.ndarray, streets: Streets) -> list[str]:
    """Return the name of each area; no name twice, the longest street inside an area first."""
    names = sorted({name for name in streets.name if name})
    column = np.array([names.index(name) if name else -1 for name in streets.name])
    inside = shapely.buffer(areas, -5.0)  # not the streets that part them
    metres = np.zeros((len(areas), len(names)))
    for line in np.flatnonzero(column >= 0):
        metres[:, column[line]] += shapely.length(shapely.intersection(streets.geometry[line], inside))
    found = [""] * len(areas)
    for place in np.argsort(-metres, axis=None, kind="stable"):
        area, name = divmod(int(place), len(names))
        if not found[area] and names[name] not in found:
            found[area] = names[name]
    return found
