"""The report's map: every grid of the city as inline SVG, small because its vertices are whole pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely

from grid_manager_plugin.division.outline import round_rings
from grid_manager_plugin.division.summary import CitySummary, CommunitySummary
from grid_manager_plugin.division.verdict import HELD
from grid_manager_plugin.layers.report_words import Words, area, number, people
from grid_manager_plugin.rules.crs import geographic_transformer, read_crs, working_crs, working_transformer
from grid_manager_plugin.rules.geodesy import middle

FINE_WIDTH, COARSE_WIDTH = 2000, 1000
"""Width of the map in drawing units; a large city gets fewer, which keeps the file small."""

DETAIL_GRIDS = 3000
"""Up to so many grids the map is fine and every community has a tooltip and a link to its row."""

TINTS = 5
"""So many tints tell neighbouring grids of one community apart."""

LABELS = 400
"""At most so many problem communities carry their number on the map."""

LABEL_ROOM = 26
"""A community narrower than this, in drawing units, carries no number."""

MARGIN = 12


@dataclass(frozen=True)
class _Drawing:
    """All rings of the city in drawing units.

    Attributes:
        xy: Vertices, y downwards, whole numbers, shape (n, 2).
        ring: Ring of each vertex, ascending from 0, shape (n,).
        community: Position of each ring's community, shape (rings,).
        grid: Position of each ring's grid within its community, shape (rings,).
        width: Width of the map.
        height: Height of the map.
        metres_per_unit: Scale of the map.
    """

    xy: np.ndarray
    ring: np.ndarray
    community: np.ndarray
    grid: np.ndarray
    width: int
    height: int
    metres_per_unit: float

    @property
    def starts(self) -> np.ndarray:
        """Position of each ring's first vertex, and the number of vertices at the end, shape (rings + 1,)."""
        return np.searchsorted(self.ring, np.arange(len(self.community) + 1))


def city_map(summary: CitySummary, crs_wkt: str, words: Words) -> str:
    """Return the map as an SVG element, north up, in a local metric plane.

    Args:
        summary: The city; its communities are numbered by ``problems_first``, as in the tables.
        crs_wkt: CRS of the outlines.
        words: The report's words.
    """
    communities = summary.problems_first()
    drawing = _draw(communities, crs_wkt, summary.numbers()["GRIDS"] > DETAIL_GRIDS)
    if drawing is None:
        return f'<p class="empty">{words("map_empty")}</p>'
    detailed = len(drawing.community) <= DETAIL_GRIDS * 2
    kind = "map" if detailed else "map dense"
    return "".join(
        [
            f'<svg class="{kind}" viewBox="0 0 {drawing.width} {drawing.height + 60}" role="img" '
            f'aria-label="{words("map")}">',
            _grids(drawing, communities, words, detailed),
            f'<path class="edge" d="{_community_edges(drawing)}"/>',
            _labels(drawing, communities),
            _scale_bar(drawing, words),
            "</svg>",
        ]
    )


def _draw(communities: list[CommunitySummary], crs_wkt: str, coarse: bool) -> _Drawing | None:
    outlines = [community.outline for community in communities]
    source = np.concatenate([one.coordinates for one in outlines]) if outlines else np.empty((0, 2))
    if not len(source):
        return None
    rings = [len(one.grid) for one in outlines]
    first_ring = np.concatenate([[0], np.cumsum(rings)])
    ring = np.concatenate([one.ring + first for one, first in zip(outlines, first_ring)])
    plane = _local_plane(source, crs_wkt)
    usable = np.isfinite(plane).all(axis=1)
    if not usable.any():
        return None
    low, high = plane[usable].min(axis=0), plane[usable].max(axis=0)
    width = COARSE_WIDTH if coarse else FINE_WIDTH
    span = np.maximum(high - low, 1e-9)
    unit = max(span[0] / (width - 2 * MARGIN), span[1] / (width - 2 * MARGIN))
    drawn = np.column_stack([plane[:, 0] - low[0], high[1] - plane[:, 1]]) / unit + MARGIN
    drawn, ring, kept = round_rings(np.where(np.isfinite(drawn), drawn, MARGIN), ring, 1.0)
    community = np.repeat(np.arange(len(outlines)), rings)[kept]
    grid = np.concatenate([one.grid for one in outlines])[kept]
    size = np.ceil(span / unit + 2 * MARGIN).astype(int)
    return _Drawing(drawn.astype(np.int64), ring, community, grid, int(size[0]), int(size[1]), float(unit))


def _local_plane(coordinates: np.ndarray, crs_wkt: str) -> np.ndarray:
    """Return coordinates in metres on a plane round the city's middle, so that no CRS distorts the map.

    Not finite where coordinates are no place on the Earth.
    """
    crs = read_crs(crs_wkt)
    to_geographic, unit = geographic_transformer(crs)
    lonlat = np.column_stack(to_geographic.transform(coordinates[:, 0], coordinates[:, 1])) * unit
    somewhere = np.isfinite(lonlat).all(axis=1)
    if not somewhere.any():
        return np.full_like(coordinates, np.nan)
    local = working_transformer(crs, working_crs(crs, *middle(lonlat[somewhere])))
    return np.column_stack(local.transform(coordinates[:, 0], coordinates[:, 1]))


def _grids(drawing: _Drawing, communities: list[CommunitySummary], words: Words, detailed: bool) -> str:
    paths = _ring_paths(drawing)
    pieces: list[str] = []
    # rings of one grid follow each other, so a change of grid or community starts a new path
    changes = (np.diff(drawing.community) != 0) | (np.diff(drawing.grid) != 0)
    firsts = np.concatenate([[0], np.flatnonzero(changes) + 1, [len(paths)]])
    owner = -1
    for first, after in zip(firsts[:-1], firsts[1:]):
        position = int(drawing.community[first])
        if position != owner:
            pieces.append(_close_group(owner, detailed))
            pieces.append(_open_group(position, communities[position], words, detailed))
            owner = position
        tint = int(drawing.grid[first]) % TINTS
        pieces.append(f'<path class="t{tint}" d="{"".join(paths[first:after])}"/>')
    pieces.append(_close_group(owner, detailed))
    return "".join(pieces)


def _open_group(position: int, community: CommunitySummary, words: Words, detailed: bool) -> str:
    row = community.row
    if not detailed:
        return f'<g class="m-{row.verdict}">'
    tooltip = words(
        "map_tooltip",
        name=row.community_name or row.community_id,
        verdict=words.plain(row.verdict.value),
        grids=row.grids,
        people=people(row.population),
        area=area(row.area_m2),
    )
    return f'<a href="#c{position + 1}" class="m-{row.verdict}"><title>{tooltip}</title>'


def _close_group(position: int, detailed: bool) -> str:
    if position < 0:
        return ""
    return "</a>" if detailed else "</g>"


def _ring_paths(drawing: _Drawing) -> list[str]:
    """Return one closed SVG path per ring, without vertices on straight lines, in relative whole numbers."""
    xy, ring = drawing.xy, drawing.ring
    needed = np.ones(len(xy), dtype=bool)
    inner = np.flatnonzero((ring[2:] == ring[1:-1]) & (ring[1:-1] == ring[:-2])) + 1
    before, behind = xy[inner] - xy[inner - 1], xy[inner + 1] - xy[inner]
    turns = before[:, 0] * behind[:, 1] != before[:, 1] * behind[:, 0]
    needed[inner] = turns | ((before * behind).sum(axis=1) < 0)
    xy, ring = xy[needed], ring[needed]
    starts = np.searchsorted(ring, np.arange(len(drawing.community) + 1))
    steps = np.diff(xy, axis=0)
    return [
        f"M{xy[start, 0]} {xy[start, 1]}l{_numbers(steps[start : after - 2])}z"
        for start, after in zip(starts[:-1], starts[1:])
    ]


def _numbers(values: np.ndarray) -> str:
    return " ".join(map(str, values.ravel().tolist())).replace(" -", "-")


def _community_edges(drawing: _Drawing) -> str:
    """Return the path of all edges that have not the same community on both sides, each drawn once."""
    xy, ring = drawing.xy, drawing.ring
    same_ring = ring[1:] == ring[:-1]
    tail, head = xy[:-1][same_ring], xy[1:][same_ring]
    segment_ring = ring[:-1][same_ring]
    owner = drawing.community[segment_ring]
    tail_key, head_key = tail[:, 0] << 20 | tail[:, 1], head[:, 0] << 20 | head[:, 1]
    ends = np.column_stack([np.minimum(tail_key, head_key), np.maximum(tail_key, head_key), owner])
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


def _labels(drawing: _Drawing, communities: list[CommunitySummary]) -> str:
    """Return the table numbers of the problem communities that have room for them."""
    starts = drawing.starts
    pieces = []
    for position, community in enumerate(communities[:LABELS]):
        if community.row.verdict in HELD:
            break
        rings = np.flatnonzero(drawing.community == position)
        polygons = [shapely.Polygon(drawing.xy[starts[i] : starts[i + 1]]) for i in rings]
        largest = max(polygons, key=lambda polygon: polygon.area, default=None)
        if largest is None or min(np.subtract(largest.bounds[2:], largest.bounds[:2])) < LABEL_ROOM:
            continue
        spot = largest.centroid if largest.contains(largest.centroid) else largest.representative_point()
        pieces.append(f'<text x="{spot.x:.0f}" y="{spot.y:.0f}">{position + 1}</text>')
    return f'<g class="label">{"".join(pieces)}</g>'


def _scale_bar(drawing: _Drawing, words: Words) -> str:
    metres = _round_below(drawing.width / 4 * drawing.metres_per_unit)
    bar = metres / drawing.metres_per_unit
    text = f"{number(metres / 1000)} km" if metres >= 1000 else f"{metres:g} m"
    y = drawing.height + 40
    north = drawing.width - MARGIN - 20
    return (
        f'<g class="scale"><path d="M{MARGIN} {y - 10}v10h{bar:.1f}v-10"/>'
        f'<text x="{MARGIN + bar + 14:.1f}" y="{y + 2}">{text}</text>'
        f'<path class="needle" d="M{north} {y - 40}l12 40l-12-9l-12 9z"/>'
        f'<text x="{north - 24}" y="{y + 2}" text-anchor="end">{words("north")}</text></g>'
    )


def _round_below(value: float) -> float:
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (5, 2, 1) if step * power <= value)
