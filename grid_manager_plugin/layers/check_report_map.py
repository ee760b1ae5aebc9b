"""The map of a check as inline SVG: communities, grids' borders, and a marker for every finding.

Most findings are far smaller than a pixel: the polygon of a finding is drawn where it is large enough to be seen, the
marker always. A marker tells the group of kinds by its shape and colour, and error or warning by its filling.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from grid_manager_plugin.coverage.findings import Findings
from grid_manager_plugin.coverage.kinds import GROUND, Kind, Severity
from grid_manager_plugin.coverage.summary import CheckSummary
from grid_manager_plugin.layers.check_report_order import Listed
from grid_manager_plugin.layers.check_report_request import CheckRequest
from grid_manager_plugin.layers.check_report_tables import state, symbol
from grid_manager_plugin.layers.map_drawing import (
    COARSE_WIDTH,
    FINE_WIDTH,
    FOOT,
    MARGIN,
    Frame,
    local_plane,
    scale_bar,
)
from grid_manager_plugin.layers.map_rings import Rings, edge_path, is_place, owner_paths, thinned
from grid_manager_plugin.layers.report_words import Words, number

DETAIL = 3000
"""Up to so many grids and communities the map is fine."""

POLYGONS = 10_000
"""At most so many findings have their polygon drawn, listed ones first; all have a marker."""

LABELS = 60
"""At most so many markers carry the number of their row."""

SURROUNDINGS = 0.1
"""The map reaches so far beyond the communities, as a share of their extent; findings farther off are at its edge."""

STATES = ("accepted", "warning", "error")
"""Fillings of markers, those drawn last on top."""

SHAPES = ("rule", *(kind.value for kind in reversed(GROUND)))
"""Shapes of markers, those drawn last on top."""


@dataclass(frozen=True)
class _Drawing:
    """All that is drawn, in drawing units, whole numbers.

    Attributes:
        communities: Rings of the communities.
        grids: Rings of the grids.
        places: Rings of the findings' polygons.
        spot: Where each finding's marker stands, shape (f, 2).
        has_spot: Which findings have a place, shape (f,) of bool.
        frame: Size and scale of the map.
        coarse: The map is one of many small things.
    """

    communities: Rings
    grids: Rings
    places: Rings
    spot: np.ndarray
    has_spot: np.ndarray
    frame: Frame
    coarse: bool

    @property
    def radius(self) -> int:
        """Half the size of a marker."""
        return 6 if self.coarse else 11


def check_map(summary: CheckSummary, request: CheckRequest, listed: Listed, words: Words) -> str:
    """Return the map as an SVG element, north up, in a local metric plane, and what it leaves out.

    Args:
        summary: What the check came to.
        request: What was asked, with the ground to draw.
        listed: The rows of the tables, which markers link to.
        words: The report's words.
    """
    findings = summary.findings
    drawing = _draw(findings, request, listed, words)
    if drawing is None:
        return f'<p class="empty">{words("map_empty")}</p>'
    frame = drawing.frame
    kind = "map found dense" if drawing.coarse else "map found"
    without = int((~drawing.has_spot).sum())
    note = f'<p class="empty">{words("map_without_place", count=number(without))}</p>' if without else ""
    return "".join(
        [
            f'<svg class="{kind}" viewBox="0 0 {frame.width} {frame.height + FOOT}" role="img" '
            f'aria-label="{words("map")}">',
            _bad_communities(drawing.communities, summary),
            f'<path class="mesh" d="{edge_path(drawing.grids)}"/>',
            _polygons(drawing.places, findings),
            f'<path class="edge" d="{edge_path(drawing.communities)}"/>',
            _crowd(drawing, findings, listed),
            _linked(drawing, findings, listed, words),
            _labels(drawing, listed),
            scale_bar(frame, words("north")),
            f"</svg>{note}",
        ]
    )


def _draw(findings: Findings, request: CheckRequest, listed: Listed, words: Words) -> _Drawing | None:
    grids = np.empty(0, dtype=object) if request.grid_geometry is None else request.grid_geometry
    coarse = max(len(grids), len(request.communities), len(findings)) > DETAIL
    layers = [Rings.of(ground) for ground in (request.communities.geometry, grids, _drawable(findings, listed))]
    spot = _spots(findings)
    layers = thinned(layers)
    counts = np.cumsum([len(layer.xy) for layer in layers])
    source = np.concatenate([*(layer.xy for layer in layers), spot])
    if not np.isfinite(source).all(axis=1).any():
        return None
    words("map")  # a run that was cancelled stops at a word; there are none in what follows
    plane = np.split(local_plane(source, request.crs_wkt), counts)
    words("map")
    frame = _frame(plane, COARSE_WIDTH if coarse else FINE_WIDTH)
    if frame is None:
        return None
    drawn = [_within(frame, part) for part in plane]
    rounded = [layer.rounded(xy, 1.0) for layer, xy in zip(layers, drawn)]
    ground, mesh, places = (Rings(one.xy.astype(np.int64), one.ring, one.owner) for one in rounded)
    spot, has_spot = np.rint(drawn[3]).astype(np.int64), np.isfinite(plane[3]).all(axis=1)
    return _Drawing(ground, mesh, places, spot, has_spot, frame, coarse)


def _drawable(findings: Findings, listed: Listed) -> np.ndarray:
    """Return the findings' geometries, without those that there is no room for."""
    chosen = np.zeros(len(findings), dtype=bool)
    chosen[listed.positions] = True
    others = np.flatnonzero(~chosen)
    chosen[others[: max(0, POLYGONS - int(chosen.sum()))]] = True
    geometry = findings.geometry.copy()
    geometry[~chosen] = None
    # the ground of a border that does not match is a whole grid, and nothing is wrong with it
    geometry[findings.are(Kind.EDGE_MISMATCH)] = None
    return geometry


def _spots(findings: Findings) -> np.ndarray:
    """Return a point on each finding's line or ground, not finite where it has none, shape (f, 2)."""
    geometry = np.where(shapely.is_geometry(findings.line), findings.line, findings.geometry)
    box = shapely.bounds(geometry).reshape(-1, 4) / 2
    spot = box[:, :2] + box[:, 2:]
    spot[~is_place(spot)] = np.nan
    sound = np.flatnonzero(shapely.is_valid(geometry))
    inner, position = shapely.get_coordinates(shapely.point_on_surface(geometry[sound]), return_index=True)
    spot[sound[position]] = inner
    return spot


def _frame(plane: list[np.ndarray], width: int) -> Frame | None:
    """Return the frame round communities and the findings near them; round all where there are no communities."""
    communities = plane[0][np.isfinite(plane[0]).all(axis=1)]
    if not len(communities):
        return Frame.fitted(np.concatenate(plane), width)
    low, high = communities.min(axis=0), communities.max(axis=0)
    room = (high - low).max() * SURROUNDINGS
    spots = plane[3][np.isfinite(plane[3]).all(axis=1)]
    return Frame.fitted(np.concatenate([communities, np.clip(spots, low - room, high + room)]), width)


def _within(frame: Frame, plane: np.ndarray) -> np.ndarray:
    return np.clip(frame.drawn(plane), MARGIN, [frame.width - MARGIN, frame.height - MARGIN])


def _bad_communities(rings: Rings, summary: CheckSummary) -> str:
    bad = np.array([not one.valid for one in summary.rows], dtype=bool)
    paths = owner_paths(rings)
    pieces = (f'<path d="{path}"/>' for owner, path in paths if bad[owner])
    return f'<g class="bad">{"".join(pieces)}</g>'


def _polygons(rings: Rings, findings: Findings) -> str:
    groups: dict[str, list[str]] = {f"k-{shape} place-{filling}": [] for filling in STATES for shape in SHAPES}
    for owner, path in owner_paths(rings):
        groups[f"k-{symbol(findings.kind[owner])} place-{state(findings, owner)}"].append(f'<path d="{path}"/>')
    return "".join(f'<g class="place {name}">{"".join(paths)}</g>' for name, paths in groups.items() if paths)


def _crowd(drawing: _Drawing, findings: Findings, listed: Listed) -> str:
    """Return the markers of findings that no table lists; where several would hide each other, one."""
    left = drawing.has_spot.copy()
    left[listed.positions] = False
    chosen = np.flatnonzero(left)
    filling = np.where(findings.accepted, 0, np.where(findings.severity == Severity.ERROR, 2, 1))
    shape = np.select([findings.are(kind) for kind in reversed(GROUND)], [1, 2, 3], 0)
    look = (filling * len(SHAPES) + shape)[chosen]
    cell = drawing.spot[chosen] // (2 * drawing.radius)
    _, first = np.unique(np.column_stack([look, cell]), axis=0, return_index=True)
    marks: list[list[str]] = [[] for _ in range(len(STATES) * len(SHAPES))]
    for one, (x, y) in zip(look[first].tolist(), drawing.spot[chosen[first]].tolist()):
        marks[one].append(_shape(SHAPES[one % len(SHAPES)], x, y, drawing.radius))
    return "".join(
        f'<path class="mark k-{SHAPES[i % len(SHAPES)]} {STATES[i // len(SHAPES)]}" d="{"".join(paths)}"/>'
        for i, paths in enumerate(marks)
        if paths
    )


def _linked(drawing: _Drawing, findings: Findings, listed: Listed, words: Words) -> str:
    """Return the markers of listed findings, each a link to its row, the worst on top."""
    rows = [(f"f{i}", i, position) for i, position in enumerate(listed.open.tolist(), start=1)]
    rows += [(f"a{i}", i, position) for i, position in enumerate(listed.accepted.tolist(), start=1)]
    pieces = []
    for target, i, position in reversed(rows):
        if not drawing.has_spot[position]:
            continue
        kind = findings.kind[position]
        tooltip = words(
            "map_tooltip",
            number=i,
            kind=words.plain(f"kind_{kind.value}"),
            severity=words.plain("term_accepted" if findings.accepted[position] else findings.severity[position].value),
            message=words.plain_message(findings.message[position]),
        )
        x, y = drawing.spot[position].tolist()
        shape = _shape(symbol(kind), x, y, drawing.radius)
        pieces.append(
            f'<a href="#{target}" class="k-{symbol(kind)} {state(findings, position)}"><title>{tooltip}</title>'
            f'<path d="{shape}"/></a>\n'
        )
    return f'<g class="marks">{"".join(pieces)}</g>'


def _shape(shape: str, x: int, y: int, r: int) -> str:
    """Return the path of a marker round a place."""
    if shape == "gap":
        return f"M{x - r} {y}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0-{2 * r} 0z"
    if shape == "overlap":
        return f"M{x - r} {y - r}h{2 * r}v{2 * r}h-{2 * r}z"
    if shape == "spill":
        return f"M{x} {y - r}l{r} {2 * r}h-{2 * r}z"
    return f"M{x} {y - r}l{r} {r}-{r} {r}-{r}-{r}z"


def _labels(drawing: _Drawing, listed: Listed) -> str:
    """Return the row numbers beside the markers of the worst findings, where they do not hide each other."""
    room = drawing.radius * 3
    placed: list[np.ndarray] = []
    pieces = []
    for i, position in enumerate(listed.open[:LABELS].tolist(), start=1):
        spot = drawing.spot[position]
        hidden = any(np.abs(spot - other).max() < room for other in placed)
        if hidden or not drawing.has_spot[position]:
            continue
        placed.append(spot)
        pieces.append(f'<text x="{spot[0]}" y="{spot[1] - 2 * drawing.radius}">{i}</text>')
    return f'<g class="label">{"".join(pieces)}</g>'
