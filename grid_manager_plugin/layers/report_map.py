"""The report's map: every grid of the city as inline SVG, small because its vertices are whole pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from grid_manager_plugin.division.outline import round_rings
from grid_manager_plugin.division.summary import CitySummary, CommunitySummary
from grid_manager_plugin.division.verdict import HELD
from grid_manager_plugin.layers.map_drawing import (
    COARSE_WIDTH,
    FINE_WIDTH,
    FOOT,
    Frame,
    local_plane,
    outer_edges,
    ring_paths,
    ring_starts,
    scale_bar,
)
from grid_manager_plugin.layers.report_words import Words, area, people

DETAIL_GRIDS = 3000
"""Up to so many grids the map is fine and every community has a tooltip and a link to its row."""

TINTS = 5
"""So many tints tell neighbouring grids of one community apart."""

LABELS = 400
"""At most so many problem communities carry their number on the map."""

LABEL_ROOM = 26
"""A community narrower than this, in drawing units, carries no number."""


@dataclass(frozen=True)
class _Drawing:
    """All rings of the city in drawing units.

    Attributes:
        xy: Vertices, y downwards, whole numbers, shape (n, 2).
        ring: Ring of each vertex, ascending from 0, shape (n,).
        community: Position of each ring's community, shape (rings,).
        grid: Position of each ring's grid within its community, shape (rings,).
        frame: Size and scale of the map.
    """

    xy: np.ndarray
    ring: np.ndarray
    community: np.ndarray
    grid: np.ndarray
    frame: Frame


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
            f'<svg class="{kind}" viewBox="0 0 {drawing.frame.width} {drawing.frame.height + FOOT}" role="img" '
            f'aria-label="{words("map")}">',
            _grids(drawing, communities, words, detailed),
            f'<path class="edge" d="{outer_edges(drawing.xy, drawing.ring, drawing.community)}"/>',
            _labels(drawing, communities),
            scale_bar(drawing.frame, words("north")),
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
    plane = local_plane(source, crs_wkt)
    frame = Frame.fitted(plane, COARSE_WIDTH if coarse else FINE_WIDTH)
    if frame is None:
        return None
    drawn, ring, kept = round_rings(frame.drawn(plane), ring, 1.0)
    community = np.repeat(np.arange(len(outlines)), rings)[kept]
    grid = np.concatenate([one.grid for one in outlines])[kept]
    return _Drawing(drawn.astype(np.int64), ring, community, grid, frame)


def _grids(drawing: _Drawing, communities: list[CommunitySummary], words: Words, detailed: bool) -> str:
    paths = ring_paths(drawing.xy, drawing.ring)
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


def _labels(drawing: _Drawing, communities: list[CommunitySummary]) -> str:
    """Return the table numbers of the problem communities that have room for them."""
    starts = ring_starts(drawing.ring)
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
