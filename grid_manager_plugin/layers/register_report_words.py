"""Every word of the report of a register, marked for translation; shared ones come from the split's report."""

from __future__ import annotations

from grid_manager_plugin.layers.report_words import TEXTS, Translate, Words
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP


def register_report_words(translate: Translate) -> Words:
    """Return the words of the report of a register."""
    return Words(translate, {**TEXTS, **REGISTER_TEXTS})


REGISTER_TEXTS = {
    "title": QT_TRANSLATE_NOOP("RegisterReport", "People and households in their grids"),
    "subtitle": QT_TRANSLATE_NOOP("RegisterReport", "Register report"),
    "sentence": QT_TRANSLATE_NOOP(
        "RegisterReport", "Records with a grid: {linked} of {records}. Where the chain breaks is told below."
    ),
    "whole": QT_TRANSLATE_NOOP("RegisterReport", "Every record has a grid: {linked} of {records}."),
    "houses": QT_TRANSLATE_NOOP("RegisterReport", "houses"),
    "households": QT_TRANSLATE_NOOP("RegisterReport", "households"),
    "people": QT_TRANSLATE_NOOP("RegisterReport", "people"),
    "breaks": QT_TRANSLATE_NOOP("RegisterReport", "breaks"),
    # what was asked
    "houses_layer": QT_TRANSLATE_NOOP("RegisterReport", "Layer of houses"),
    "households_layer": QT_TRANSLATE_NOOP("RegisterReport", "Table of households"),
    "people_layer": QT_TRANSLATE_NOOP("RegisterReport", "Table of people"),
    "grids_layer": QT_TRANSLATE_NOOP("RegisterReport", "Layer of grids"),
    "max_distance": QT_TRANSLATE_NOOP("RegisterReport", "Largest distance of a house to its grid"),
    "only_inside": QT_TRANSLATE_NOOP("RegisterReport", "inside or on a border only"),
    # tables
    "chain": QT_TRANSLATE_NOOP("RegisterReport", "The chain, step by step"),
    "step": QT_TRANSLATE_NOOP("RegisterReport", "Step"),
    "records": QT_TRANSLATE_NOOP("RegisterReport", "Records"),
    "with_grid": QT_TRANSLATE_NOOP("RegisterReport", "With a grid"),
    "without_grid": QT_TRANSLATE_NOOP("RegisterReport", "Without a grid"),
    "share": QT_TRANSLATE_NOOP("RegisterReport", "Share with a grid"),
    "where": QT_TRANSLATE_NOOP("RegisterReport", "Where the chain breaks"),
    "no_breaks": QT_TRANSLATE_NOOP(
        "RegisterReport", "Nowhere: every id is there once, and every chain reaches a grid."
    ),
    "kind": QT_TRANSLATE_NOOP("RegisterReport", "Kind"),
    "meaning": QT_TRANSLATE_NOOP("RegisterReport", "What it means"),
    "count": QT_TRANSLATE_NOOP("RegisterReport", "Records"),
    "by_grid": QT_TRANSLATE_NOOP("RegisterReport", "Grids"),
    "grid": QT_TRANSLATE_NOOP("RegisterReport", "Grid"),
    "grids_left_out": QT_TRANSLATE_NOOP("RegisterReport", "Left out here: {count}. The outputs have all records."),
    # kinds of breaks
    "no_geometry": QT_TRANSLATE_NOOP("RegisterReport", "The house has no geometry."),
    "invalid_coordinates": QT_TRANSLATE_NOOP(
        "RegisterReport", "The house's coordinates cannot belong to its layer's coordinate system."
    ),
    "outside": QT_TRANSLATE_NOOP("RegisterReport", "The house lies in no grid."),
    "too_far": QT_TRANSLATE_NOOP("RegisterReport", "The house lies farther from every grid than the largest distance."),
    "no_id": QT_TRANSLATE_NOOP("RegisterReport", "The record has no id, so that none can name it."),
    "duplicate_id": QT_TRANSLATE_NOOP("RegisterReport", "Another record has the same id."),
    "no_reference": QT_TRANSLATE_NOOP("RegisterReport", "The record names nothing to belong to."),
    "unknown_reference": QT_TRANSLATE_NOOP("RegisterReport", "The record names an id that nothing has."),
    "ambiguous_reference": QT_TRANSLATE_NOOP(
        "RegisterReport", "The record names an id that several have, and these are not all in the same grid."
    ),
    "house_broken": QT_TRANSLATE_NOOP("RegisterReport", "The house that the household names has no grid."),
    "household_broken": QT_TRANSLATE_NOOP("RegisterReport", "The household that the person names has no grid."),
}
"""English texts by key; placeholders stand in braces. They come before those of the split's report."""
