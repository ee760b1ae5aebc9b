"""The map of a link as inline SVG: grids by their number of points, and the points that need a look."""

from __future__ import annotations

import html

import numpy as np

from grid_manager_plugin.layers.link_grids import LinkGrids
from grid_manager_plugin.layers.link_report_request import LinkMarks
from grid_manager_plugin.layers.map_drawing import COARSE_WIDTH, FINE_WIDTH, FOOT, Frame, local_plane, scale_bar
from grid_manager_plugin.layers.map_rings import Rings, edge_path, owner_paths, thinned
from grid_manager_plugin.layers.report_words import Words, number
from grid_manager_plugin.linking.link import LinkSummary

DETAIL = 3000
"""Up to so many grids the map is fine and each grid has a tooltip."""

TINTS = 5
"""Steps from few to many points, each with as many grids."""


def link_map(summary: LinkSummary, grids: LinkGrids, marks: LinkMarks, words: Words) -> str:
    """Return the map as an SVG element, north up, in a local metric plane.

    Args:
        summary: What the link came to.
        grids: The grids.
        marks: Points that need a look.
        words: The report's words.
    """
    (rings,) = thinned([Rings.of(grids.indexed.ground.geometry)])
    left, wrong = marks.left.places(), marks.mismatched.places()
    if not len(rings.xy):
        return f'<p class="empty">{words("map_empty")}</p>'
    words("map")  # a run that was cancelled stops at a word; there are none in what follows
    coarse = len(grids.fid) > DETAIL
    source = np.concatenate([rings.xy, left, wrong])
    plane = np.split(local_plane(source, grids.crs_wkt), np.cumsum([len(rings.xy), len(left)]))
    frame = Frame.fitted(np.concatenate(plane), COARSE_WIDTH if coarse else FINE_WIDTH)
    if frame is None:
        return f'<p class="empty">{words("map_empty")}</p>'
    drawn = rings.rounded(frame.drawn(plane[0]), 1.0)
    ground = Rings(drawn.xy.astype(np.int64), drawn.ring, drawn.owner)
    size = 3 if coarse else 6
    return "".join(
        [
            f'<svg class="map link{" dense" if coarse else ""}" viewBox="0 0 {frame.width} {frame.height + FOOT}" '
            f'role="img" aria-label="{words("map")}">',
            _grids(ground, _points_of_features(summary, grids), grids.indexed.code, words, detailed=not coarse),
            f'<path class="mesh" d="{edge_path(ground)}"/>',
            f'<path class="wrong" d="{_squares(frame.drawn(plane[2]), size)}"/>',
            f'<path class="left" d="{_crosses(frame.drawn(plane[1]), size)}"/>',
            scale_bar(frame, words("north")),
            "</svg>",
        ]
    )


def tints(points: np.ndarray) -> np.ndarray:
    """Return the tint of each grid by its rank among those that have points, shape (n,); 0 for none, else 1 to 5."""
    found = np.zeros(len(points), dtype=np.int64)
    some = points > 0
    if some.any():
        ladder = np.quantile(points[some], np.arange(1, TINTS) / TINTS)
        found[some] = 1 + np.searchsorted(ladder, points[some], side="left")
    return found


def _points_of_features(summary: LinkSummary, grids: LinkGrids) -> np.ndarray:
    """Return the points of the grid of each feature: several features of one code are one grid."""
    codes, which = np.unique(grids.indexed.code.astype(str), return_inverse=True)
    return np.bincount(which.ravel(), summary.points_of_grid, minlength=len(codes)).astype(np.int64)[which.ravel()]


def _grids(rings: Rings, points: np.ndarray, codes: np.ndarray, words: Words, detailed: bool) -> str:
    tint = tints(points)
    pieces: dict[int, list[str]] = {one: [] for one in range(TINTS + 1)}
    for owner, path in owner_paths(rings):
        tooltip = ""
        if detailed:
            code = html.escape(str(codes[owner]))
            tooltip = f"<title>{code}: {number(int(points[owner]))} {words('points')}</title>"
        pieces[int(tint[owner])].append(f'<path d="{path}">{tooltip}</path>' if tooltip else f'<path d="{path}"/>')
    return "".join(f'<g class="n{one}">{"".join(paths)}</g>' for one, paths in pieces.items() if paths)


def _crosses(xy: np.ndarray, r: int) -> str:
    places = np.rint(xy).astype(int).tolist()
    return "".join(f"M{x - r} {y - r}l{2 * r} {2 * r}M{x - r} {y + r}l{2 * r} -{2 * r}" for x, y in places)


def _squares(xy: np.ndarray, r: int) -> str:
    return "".join(f"M{x - r} {y - r}h{2 * r}v{2 * r}h-{2 * r}z" for x, y in np.rint(xy).astype(int).tolist())
