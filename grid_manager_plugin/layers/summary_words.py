"""Every word of the report of grids, marked for translation; those that all reports share come from the split's."""

from __future__ import annotations

from grid_manager_plugin.layers.report_words import TEXTS, Translate, Words
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP


def summary_words(translate: Translate) -> Words:
    """Return the words of the report of grids."""
    return Words(translate, {**TEXTS, **SUMMARY_TEXTS})


SUMMARY_TEXTS = {
    # head
    "title": QT_TRANSLATE_NOOP("SummaryReport", "Grids and their figures"),
    "subtitle": QT_TRANSLATE_NOOP("SummaryReport", "Grid report"),
    "sentence": QT_TRANSLATE_NOOP("SummaryReport", "Grids: {grids}; people: {people}; area: {area}."),
    "sentence_roster": QT_TRANSLATE_NOOP(
        "SummaryReport",
        "Grids: {grids}; people: {people}; area: {area}. Grids whose required roles are all filled: {complete}.",
    ),
    "grids": QT_TRANSLATE_NOOP("SummaryReport", "grids"),
    "people": QT_TRANSLATE_NOOP("SummaryReport", "people"),
    "area": QT_TRANSLATE_NOOP("SummaryReport", "area"),
    "density": QT_TRANSLATE_NOOP("SummaryReport", "people per km²"),
    "features": QT_TRANSLATE_NOOP("SummaryReport", "features"),
    "features_left": QT_TRANSLATE_NOOP("SummaryReport", "features in no grid"),
    "persons": QT_TRANSLATE_NOOP("SummaryReport", "persons on the roster"),
    "in_several": QT_TRANSLATE_NOOP("SummaryReport", "of them in several grids"),
    "complete": QT_TRANSLATE_NOOP("SummaryReport", "roster complete"),
    "incomplete": QT_TRANSLATE_NOOP("SummaryReport", "roles missing"),
    # what was asked
    "grids_layer": QT_TRANSLATE_NOOP("SummaryReport", "Layer of grids"),
    "grid_code_field": QT_TRANSLATE_NOOP("SummaryReport", "Field with the grid's code"),
    "grid_name_field": QT_TRANSLATE_NOOP("SummaryReport", "Field with the grid's name"),
    "population_field": QT_TRANSLATE_NOOP("SummaryReport", "Field with the people"),
    "point_layers": QT_TRANSLATE_NOOP("SummaryReport", "Layers of points"),
    "roster_layer": QT_TRANSLATE_NOOP("SummaryReport", "Roster"),
    "required_roles": QT_TRANSLATE_NOOP("SummaryReport", "Required roles"),
    "level_lengths": QT_TRANSLATE_NOOP("SummaryReport", "Digits of the levels"),
    # tables
    "levels": QT_TRANSLATE_NOOP("SummaryReport", "Levels"),
    "levels_help": QT_TRANSLATE_NOOP(
        "SummaryReport", "Every grid counts once on every level: the first digits of its code say where."
    ),
    "level": QT_TRANSLATE_NOOP("SummaryReport", "Level"),
    "code": QT_TRANSLATE_NOOP("SummaryReport", "Code"),
    "roster_share": QT_TRANSLATE_NOOP("SummaryReport", "Roster complete"),
    "levels_left_out": QT_TRANSLATE_NOOP("SummaryReport", "Left out here: {count}. The layer of levels has all rows."),
    "roles": QT_TRANSLATE_NOOP("SummaryReport", "Roles"),
    "roles_help": QT_TRANSLATE_NOOP("SummaryReport", "In how many grids each required role is missing, and where."),
    "role": QT_TRANSLATE_NOOP("SummaryReport", "Role"),
    "missing_in": QT_TRANSLATE_NOOP("SummaryReport", "Missing in"),
    "where": QT_TRANSLATE_NOOP("SummaryReport", "Where"),
    "nowhere_missing": QT_TRANSLATE_NOOP("SummaryReport", "missing nowhere"),
    "components": QT_TRANSLATE_NOOP("SummaryReport", "Features by class"),
    "layer": QT_TRANSLATE_NOOP("SummaryReport", "Layer"),
    "class": QT_TRANSLATE_NOOP("SummaryReport", "Class"),
    "no_class": QT_TRANSLATE_NOOP("SummaryReport", "no class"),
    "index": QT_TRANSLATE_NOOP("SummaryReport", "Index of the grids"),
    "cards": QT_TRANSLATE_NOOP("SummaryReport", "Grid cards"),
    "grid": QT_TRANSLATE_NOOP("SummaryReport", "Grid"),
    # a card
    "card_map": QT_TRANSLATE_NOOP("SummaryReport", "Grid {code} and its neighbours"),
    "perimeter": QT_TRANSLATE_NOOP("SummaryReport", "perimeter"),
    "compactness": QT_TRANSLATE_NOOP("SummaryReport", "compactness"),
    "staff": QT_TRANSLATE_NOOP("SummaryReport", "Staff"),
    "missing": QT_TRANSLATE_NOOP("SummaryReport", "missing: {roles}"),
    "no_staff": QT_TRANSLATE_NOOP("SummaryReport", "Nobody."),
    "neighbours": QT_TRANSLATE_NOOP("SummaryReport", "Neighbours"),
    "no_neighbours": QT_TRANSLATE_NOOP("SummaryReport", "None: no grid shares a border with it."),
    "no_features": QT_TRANSLATE_NOOP("SummaryReport", "None."),
    "to_index": QT_TRANSLATE_NOOP("SummaryReport", "to the index"),
    # how to read it
    "term_neighbour": QT_TRANSLATE_NOOP("SummaryReport", "neighbour"),
    "about_neighbour": QT_TRANSLATE_NOOP(
        "SummaryReport",
        "A grid that shares a border; the length of that border stands beside it. A common corner is none.",
    ),
    "term_measure": QT_TRANSLATE_NOOP("SummaryReport", "measures"),
    "about_measure": QT_TRANSLATE_NOOP(
        "SummaryReport", "Areas and lengths on the ellipsoid of the layer's CRS, as the measuring tools of QGIS do."
    ),
    "term_shape": QT_TRANSLATE_NOOP("SummaryReport", "compactness"),
    "about_shape": QT_TRANSLATE_NOOP(
        "SummaryReport", "Polsby-Popper: 4π × area ÷ perimeter². 1 is a circle, a square has 0.79."
    ),
    "term_staff": QT_TRANSLATE_NOOP("SummaryReport", "roster"),
    "about_staff": QT_TRANSLATE_NOOP(
        "SummaryReport",
        "Complete where every required role is filled at least once. One person may fill several roles, also in "
        "several grids.",
    ),
}
"""English texts by key; placeholders stand in braces. They come before those of the split's report."""
