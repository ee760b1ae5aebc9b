"""The maps of a comparison as inline SVG: both plans in one frame, with the ground that changed hands."""

from __future__ import annotations

import html
from dataclasses import dataclass

import numpy as np
import shapely

from grid_manager_plugin.layers.compare_report_request import CompareRequest
from grid_manager_plugin.layers.map_drawing import (
    COARSE_WIDTH,
    FOOT,
    Frame,
    local_plane,
    scale_bar,
)
from grid_manager_plugin.layers.map_rings import Rings, edge_path, owner_paths, thinned
from grid_manager_plugin.layers.report_words import Words, area, number, people
from grid_manager_plugin.linking.compare_summary import CompareSummary
from grid_manager_plugin.linking.plan import NONE
from grid_manager_plugin.rules.chunks import Progress
from grid_manager_plugin.rules.edges import unique_places

DETAIL = 3000
"""Up to so many grids the maps are fine."""

WIDTH = 1200
"""Width of each fine map in drawing units: two stand beside each other."""

LABELS = 40
"""At most so many of the largest changes carry their number."""


@dataclass(frozen=True)
class _Drawing:
    """All that is drawn, in drawing units.

    Attributes:
        plans: Rings of the grids of both plans, the old one first.
        moved: Rings of the pieces that changed hands, by their place among the largest.
        spot: A place on each of these pieces, shape (c, 2).
        frame: Size and scale of both maps.
        coarse: The maps are of many small things.
    """

    plans: tuple[Rings, Rings]
    moved: Rings
    spot: np.ndarray
    frame: Frame
    coarse: bool


def compare_maps(summary: CompareSummary, request: CompareRequest, listed: int, words: Words) -> str:
    """Return both maps as figures, north up, in a local metric plane.

    Args:
        summary: What the comparison came to.
        request: What was asked.
        listed: So many of the largest changes have a row in the table, which the maps link to.
        words: The report's words.
    """
    order = summary.largest()
    drawing = _draw(summary, order, request.crs_wkt, words)
    if drawing is None:
        return f'<p class="empty">{words("map_empty")}</p>'
    comparison = summary.comparison
    figures = []
    for plan, key, side, layer in (
        (0, "before", comparison.old, request.old_layer),
        (1, "after", comparison.new, request.new_layer),
    ):
        frame, kind = drawing.frame, "map twin dense" if drawing.coarse else "map twin"
        there = side[order] != NONE
        figures.append(
            f'<figure><figcaption>{words(key)}<small>{html.escape(layer)}</small></figcaption>'
            f'<svg class="{kind}" viewBox="0 0 {frame.width} {frame.height + FOOT}" role="img" '
            f'aria-label="{words(key)}">'
            f"{_pieces(drawing, summary, order, there, listed, words)}"
            f'<path class="mesh" d="{edge_path(drawing.plans[plan])}"/>'
            f"{_labels(drawing, there, listed)}{scale_bar(frame, words('north'))}</svg></figure>"
        )
    return f'<div class="maps">{"".join(figures)}</div>'


def _draw(summary: CompareSummary, order: np.ndarray, crs_wkt: str, words: Words) -> _Drawing | None:
    comparison = summary.comparison
    grids = [one.plan.geometry for one in (comparison.before, comparison.after)]
    coarse = max(len(one) for one in grids) > DETAIL
    moved = comparison.geometry[order]
    layers = thinned([Rings.of(one) for one in (*grids, moved)])
    spots = shapely.get_coordinates(shapely.point_on_surface(moved))
    counts = np.cumsum([len(layer.xy) for layer in layers])
    source = np.concatenate([*(layer.xy for layer in layers), spots])
    if not len(source):
        return None

    def alive(fraction: float) -> None:
        words("map")  # a run that was cancelled stops at a word

    # the plans share most of their vertices
    places, place = unique_places(source, Progress(alive))
    plane = local_plane(places, crs_wkt)[place]
    alive(1.0)
    frame = Frame.fitted(plane, COARSE_WIDTH if coarse else WIDTH)
    if frame is None:
        return None
    drawn = np.split(frame.drawn(plane), counts)
    rounded = [layer.rounded(xy, 1.0) for layer, xy in zip(layers, drawn)]
    old, new, ground = (Rings(one.xy.astype(np.int64), one.ring, one.owner) for one in rounded)
    return _Drawing((old, new), ground, np.rint(drawn[3]).astype(np.int64), frame, coarse)


def _pieces(
    drawing: _Drawing, summary: CompareSummary, order: np.ndarray, there: np.ndarray, listed: int, words: Words
) -> str:
    """Return the pieces of one map, those with a row in the table as links to it."""
    comparison = summary.comparison
    old_code, new_code = comparison.old_code, comparison.new_code
    found = []
    for place, path in owner_paths(drawing.moved):
        if not there[place]:
            continue
        i = int(order[place])
        kind = "alone" if NONE in (comparison.old[i], comparison.new[i]) else "moved"
        shape = f'<path class="{kind}" d="{path}"/>'
        if place < listed:
            tooltip = words(
                "tooltip",
                number=number(place + 1),
                old=old_code[i] or words.plain("no_grid"),
                new=new_code[i] or words.plain("no_grid"),
                area=area(float(comparison.area[i])),
                people=people(None if summary.population is None else float(summary.population[i])),
            )
            shape = f'<a href="#c{place + 1}"><title>{tooltip}</title>{shape}</a>\n'
        found.append(shape)
    return f'<g class="ground">{"".join(found)}</g>'


def _labels(drawing: _Drawing, there: np.ndarray, listed: int) -> str:
    """Return the numbers of the largest changes, where they do not hide each other."""
    room = 24 if drawing.coarse else 32
    placed: list[np.ndarray] = []
    pieces = []
    for place in np.flatnonzero(there[: min(LABELS, listed)]).tolist():
        spot = drawing.spot[place]
        if any(np.abs(spot - other).max() < room for other in placed):
            continue
        placed.append(spot)
        pieces.append(f'<text x="{spot[0]}" y="{spot[1]}">{place + 1}</text>')
    return f'<g class="label">{"".join(pieces)}</g>'
