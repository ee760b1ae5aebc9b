"""Every word of the report of a link, marked for translation; those that all reports share come from the split's."""

from __future__ import annotations

from grid_manager_plugin.layers.report_words import TEXTS, Translate, Words
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP


def link_words(translate: Translate) -> Words:
    """Return the words of the report of a link."""
    return Words(translate, {**TEXTS, **LINK_TEXTS})


LINK_TEXTS = {
    # head
    "title": QT_TRANSLATE_NOOP("LinkReport", "Points linked to grids"),
    "subtitle": QT_TRANSLATE_NOOP("LinkReport", "Link report"),
    "all_linked": QT_TRANSLATE_NOOP("LinkReport", "Every point has a grid: {linked} of {points}."),
    "some_linked": QT_TRANSLATE_NOOP(
        "LinkReport", "Points with a grid: {linked} of {points}. Points without one: {left}."
    ),
    "no_points": QT_TRANSLATE_NOOP("LinkReport", "The layer has no points."),
    "chip_linked": QT_TRANSLATE_NOOP("LinkReport", "linked"),
    "chip_left": QT_TRANSLATE_NOOP("LinkReport", "without a grid"),
    "chip_mismatched": QT_TRANSLATE_NOOP("LinkReport", "another code typed"),
    # figures
    "points": QT_TRANSLATE_NOOP("LinkReport", "points"),
    "grids": QT_TRANSLATE_NOOP("LinkReport", "grids"),
    "empty_grids": QT_TRANSLATE_NOOP("LinkReport", "grids without points"),
    "typed_blank": QT_TRANSLATE_NOOP("LinkReport", "no code typed"),
    # what was asked
    "points_layer": QT_TRANSLATE_NOOP("LinkReport", "Layer of points"),
    "grids_layer": QT_TRANSLATE_NOOP("LinkReport", "Layer of grids"),
    "grid_code_field": QT_TRANSLATE_NOOP("LinkReport", "Field with the grid's code"),
    "typed_field": QT_TRANSLATE_NOOP("LinkReport", "Field with the code that was typed"),
    "id_field": QT_TRANSLATE_NOOP("LinkReport", "Field with the point's id"),
    "max_distance": QT_TRANSLATE_NOOP("LinkReport", "Largest distance to a grid"),
    "only_inside": QT_TRANSLATE_NOOP("LinkReport", "inside or on a border only"),
    "points_crs": QT_TRANSLATE_NOOP("LinkReport", "CRS of the points"),
    "grids_crs": QT_TRANSLATE_NOOP("LinkReport", "CRS of the grids"),
    # map
    "map": QT_TRANSLATE_NOOP("LinkReport", "Map"),
    "map_help": QT_TRANSLATE_NOOP(
        "LinkReport",
        "The darker a grid, the more points it has. Points without a grid are drawn as far as they lie on the map; "
        "marks that would hide each other are drawn once.",
    ),
    "legend_few": QT_TRANSLATE_NOOP("LinkReport", "few points"),
    "legend_many": QT_TRANSLATE_NOOP("LinkReport", "many points"),
    "legend_none": QT_TRANSLATE_NOOP("LinkReport", "no points"),
    "legend_left": QT_TRANSLATE_NOOP("LinkReport", "point without a grid"),
    "legend_mismatched": QT_TRANSLATE_NOOP("LinkReport", "point for which another code was typed"),
    # tables
    "how": QT_TRANSLATE_NOOP("LinkReport", "How each point came to its grid, or why it has none"),
    "rule": QT_TRANSLATE_NOOP("LinkReport", "Rule or reason"),
    "meaning": QT_TRANSLATE_NOOP("LinkReport", "What it means"),
    "share": QT_TRANSLATE_NOOP("LinkReport", "Share"),
    "total": QT_TRANSLATE_NOOP("LinkReport", "all points"),
    "inside": QT_TRANSLATE_NOOP("LinkReport", "inside"),
    "about_inside": QT_TRANSLATE_NOOP(
        "LinkReport", "Inside the grid; where grids overlap, in that with the lowest code."
    ),
    "border": QT_TRANSLATE_NOOP("LinkReport", "border"),
    "about_border": QT_TRANSLATE_NOOP(
        "LinkReport", "On a border or corner; of the grids that it touches that with the lowest code."
    ),
    "nearest": QT_TRANSLATE_NOOP("LinkReport", "nearest"),
    "about_nearest": QT_TRANSLATE_NOOP(
        "LinkReport", "Outside all grids, within the largest distance of the nearest one."
    ),
    "outside": QT_TRANSLATE_NOOP("LinkReport", "outside"),
    "about_outside": QT_TRANSLATE_NOOP("LinkReport", "Outside all grids."),
    "too_far": QT_TRANSLATE_NOOP("LinkReport", "too far"),
    "about_too_far": QT_TRANSLATE_NOOP(
        "LinkReport", "Outside all grids, farther from the nearest one than the largest distance."
    ),
    "no_geometry": QT_TRANSLATE_NOOP("LinkReport", "no geometry"),
    "about_no_geometry": QT_TRANSLATE_NOOP("LinkReport", "The feature has no coordinates."),
    "invalid_coordinates": QT_TRANSLATE_NOOP("LinkReport", "invalid coordinates"),
    "about_invalid_coordinates": QT_TRANSLATE_NOOP(
        "LinkReport", "Coordinates that are no finite numbers, or cannot belong to the layer's CRS."
    ),
    "confusions": QT_TRANSLATE_NOOP("LinkReport", "Another code was typed"),
    "confusions_help": QT_TRANSLATE_NOOP(
        "LinkReport",
        "Points that lie in one grid while the code of another was typed, the most frequent pairs first. Many points "
        "of one pair often mean that a border has moved, or that a surveyor used an old map.",
    ),
    "confusions_none": QT_TRANSLATE_NOOP("LinkReport", "Nowhere: every typed code is that of the point's grid."),
    "typed_code": QT_TRANSLATE_NOOP("LinkReport", "Typed"),
    "unknown_code": QT_TRANSLATE_NOOP("LinkReport", "code of no grid"),
    "many_codes": QT_TRANSLATE_NOOP("LinkReport", "many different codes of no grid"),
    "lies_in": QT_TRANSLATE_NOOP("LinkReport", "Lies in"),
    "pairs_left_out": QT_TRANSLATE_NOOP(
        "LinkReport", "Left out here: {count}. The layer of mismatches has every point."
    ),
    # how to read it
    "term_rule": QT_TRANSLATE_NOOP("LinkReport", "one grid"),
    "about_rule": QT_TRANSLATE_NOOP(
        "LinkReport",
        "Every point has exactly one grid or a reason. Codes are compared as text. The answer does not depend on the "
        "order of the features.",
    ),
    "term_on_border": QT_TRANSLATE_NOOP("LinkReport", "on a border"),
    "about_on_border": QT_TRANSLATE_NOOP(
        "LinkReport",
        "Nearer to it than a thousandth of a millimetre, which is what coordinates are true to as numbers after they "
        "were brought to another CRS.",
    ),
    "term_distance": QT_TRANSLATE_NOOP("LinkReport", "distance"),
    "about_distance": QT_TRANSLATE_NOOP(
        "LinkReport",
        "Metres on the ellipsoid, to the nearest place of the grid's border. Grids within 1 mm are equally far.",
    ),
}
"""English texts by key; placeholders stand in braces. They come before those of the split's report."""
