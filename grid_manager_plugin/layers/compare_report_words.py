"""Every word of the report of a comparison, marked for translation; those it shares come from the split's."""

from __future__ import annotations

from grid_manager_plugin.layers.report_words import TEXTS, Translate, Words
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP


def compare_words(translate: Translate) -> Words:
    """Return the words of the report of a comparison."""
    return Words(translate, {**TEXTS, **COMPARE_TEXTS})


COMPARE_TEXTS = {
    # head
    "title": QT_TRANSLATE_NOOP("CompareReport", "Two plans of grids compared"),
    "subtitle": QT_TRANSLATE_NOOP("CompareReport", "Comparison report"),
    "same_sentence": QT_TRANSLATE_NOOP("CompareReport", "No ground changed hands. Codes in both plans: {codes}."),
    "moved_sentence": QT_TRANSLATE_NOOP(
        "CompareReport", "Ground that changed hands: {area}, {percent} of the old plan. Codes kept: {kept} of {codes}."
    ),
    "pieces": QT_TRANSLATE_NOOP("CompareReport", "Pieces that changed hands"),
    "area_moved": QT_TRANSLATE_NOOP("CompareReport", "Their area"),
    "people_moved": QT_TRANSLATE_NOOP("CompareReport", "People on them"),
    "points_moved": QT_TRANSLATE_NOOP("CompareReport", "Points with another code"),
    "codes_kept": QT_TRANSLATE_NOOP("CompareReport", "Codes kept"),
    "codes_new": QT_TRANSLATE_NOOP("CompareReport", "New codes"),
    "codes_ended": QT_TRANSLATE_NOOP("CompareReport", "Codes that ended"),
    # what was asked
    "old_layer": QT_TRANSLATE_NOOP("CompareReport", "Old plan"),
    "old_code": QT_TRANSLATE_NOOP("CompareReport", "Field with the old codes"),
    "old_valid_from": QT_TRANSLATE_NOOP("CompareReport", "Field with the day from which a grid holds"),
    "new_layer": QT_TRANSLATE_NOOP("CompareReport", "New plan"),
    "new_code": QT_TRANSLATE_NOOP("CompareReport", "Field with the new codes"),
    "points_layer": QT_TRANSLATE_NOOP("CompareReport", "Points layer"),
    "date": QT_TRANSLATE_NOOP("CompareReport", "First day of the new plan"),
    "ignored": QT_TRANSLATE_NOOP("CompareReport", "Not told, as float noise"),
    "below": QT_TRANSLATE_NOOP("CompareReport", "pieces below {area}"),
    # maps
    "maps": QT_TRANSLATE_NOOP("CompareReport", "The plans side by side"),
    "maps_help": QT_TRANSLATE_NOOP(
        "CompareReport",
        "Ground that changed hands is coloured on both maps. Numbers are those of the table of changes; hover over a "
        "piece for its figures.",
    ),
    "before": QT_TRANSLATE_NOOP("CompareReport", "Old plan"),
    "after": QT_TRANSLATE_NOOP("CompareReport", "New plan"),
    "legend_moved": QT_TRANSLATE_NOOP("CompareReport", "went to another grid"),
    "legend_alone": QT_TRANSLATE_NOOP("CompareReport", "in no grid of the other plan"),
    "tooltip": QT_TRANSLATE_NOOP("CompareReport", "{number}. {old} → {new}. Area: {area}. People: {people}."),
    "no_grid": QT_TRANSLATE_NOOP("CompareReport", "no grid"),
    # figures
    "figures": QT_TRANSLATE_NOOP("CompareReport", "Figures of the plans"),
    "figure": QT_TRANSLATE_NOOP("CompareReport", "Figure"),
    "difference": QT_TRANSLATE_NOOP("CompareReport", "Difference"),
    "border": QT_TRANSLATE_NOOP("CompareReport", "Borders between grids"),
    "mean_people": QT_TRANSLATE_NOOP("CompareReport", "People per grid, mean"),
    "deviation": QT_TRANSLATE_NOOP("CompareReport", "Largest deviation from the mean"),
    "variation": QT_TRANSLATE_NOOP("CompareReport", "Coefficient of variation of people"),
    "compactness": QT_TRANSLATE_NOOP("CompareReport", "Compactness, mean (1 = circle)"),
    "least_compactness": QT_TRANSLATE_NOOP("CompareReport", "Compactness of the least compact grid"),
    "population_breaches": QT_TRANSLATE_NOOP("CompareReport", "Grids that break a limit on population"),
    "area_breaches": QT_TRANSLATE_NOOP("CompareReport", "Grids that break a limit on area"),
    # changes
    "changes": QT_TRANSLATE_NOOP("CompareReport", "The largest changes"),
    "changes_none": QT_TRANSLATE_NOOP("CompareReport", "None: no ground changed hands."),
    "from": QT_TRANSLATE_NOOP("CompareReport", "From"),
    "to": QT_TRANSLATE_NOOP("CompareReport", "To"),
    "share_of_old": QT_TRANSLATE_NOOP("CompareReport", "Of the old grid"),
    "share_of_new": QT_TRANSLATE_NOOP("CompareReport", "Of the new grid"),
    "points": QT_TRANSLATE_NOOP("CompareReport", "Points"),
    "changes_left_out": QT_TRANSLATE_NOOP(
        "CompareReport", "Smaller changes that are left out here: {count}. The layer of changes has all."
    ),
    # history
    "history": QT_TRANSLATE_NOOP("CompareReport", "What became of the codes"),
    "code": QT_TRANSLATE_NOOP("CompareReport", "Code"),
    "kind": QT_TRANSLATE_NOOP("CompareReport", "What became of it"),
    "predecessors": QT_TRANSLATE_NOOP("CompareReport", "Ground from"),
    "successors": QT_TRANSLATE_NOOP("CompareReport", "Ground to"),
    "valid": QT_TRANSLATE_NOOP("CompareReport", "Holds"),
    "valid_from": QT_TRANSLATE_NOOP("CompareReport", "from {day}"),
    "valid_to": QT_TRANSLATE_NOOP("CompareReport", "to {day}"),
    "kept_codes": QT_TRANSLATE_NOOP("CompareReport", "Codes that are kept with all their ground: {count}."),
    "codes_left_out": QT_TRANSLATE_NOOP("CompareReport", "Codes that are left out here: {count}. HISTORY has all."),
    "kind_kept": QT_TRANSLATE_NOOP("CompareReport", "kept"),
    "kind_changed": QT_TRANSLATE_NOOP("CompareReport", "changed"),
    "kind_new": QT_TRANSLATE_NOOP("CompareReport", "new"),
    "kind_withdrawn": QT_TRANSLATE_NOOP("CompareReport", "withdrawn"),
    "kind_split": QT_TRANSLATE_NOOP("CompareReport", "split"),
    "kind_merged": QT_TRANSLATE_NOOP("CompareReport", "merged"),
    # reading
    "about_kept": QT_TRANSLATE_NOOP("CompareReport", "The code is in both plans, and no ground came to it or left it."),
    "about_changed": QT_TRANSLATE_NOOP("CompareReport", "The code is in both plans, with other ground."),
    "about_new": QT_TRANSLATE_NOOP("CompareReport", "The code is in the new plan alone."),
    "about_split": QT_TRANSLATE_NOOP(
        "CompareReport",
        "The code is in the old plan alone. Most of the ground of two or more new grids is from it; or its ground went "
        "to two or more new grids, to none of them for the most part.",
    ),
    "about_merged": QT_TRANSLATE_NOOP(
        "CompareReport",
        "The code is in the old plan alone. More than half of its ground went into one new grid that holds ground of "
        "others too.",
    ),
    "about_withdrawn": QT_TRANSLATE_NOOP(
        "CompareReport", "The code is in the old plan alone: its ground is in no grid now, or in one with a new code."
    ),
    "term_border": QT_TRANSLATE_NOOP("CompareReport", "border"),
    "about_border": QT_TRANSLATE_NOOP(
        "CompareReport", "Length of all borders between two grids, each once, in metres on the ellipsoid."
    ),
    "term_variation": QT_TRANSLATE_NOOP("CompareReport", "variation"),
    "about_variation": QT_TRANSLATE_NOOP(
        "CompareReport",
        "Standard deviation of the grids' people as a share of their mean: the smaller, the more even are the grids.",
    ),
    "about_compactness": QT_TRANSLATE_NOOP(
        "CompareReport", "Four pi times the area of a grid, divided by its perimeter squared: 1 for a circle."
    ),
}
"""English texts by key; placeholders stand in braces."""
