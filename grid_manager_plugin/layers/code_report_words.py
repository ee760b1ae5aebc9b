"""Every word of the report of assigned codes, marked for translation; those it shares come from the split's."""

from __future__ import annotations

from grid_manager_plugin.layers.report_words import TEXTS, Translate, Words
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP


def code_words(translate: Translate) -> Words:
    """Return the words of the report of assigned codes."""
    return Words(translate, {**TEXTS, **CODE_TEXTS})


CODE_TEXTS = {
    # head
    "title": QT_TRANSLATE_NOOP("CodeReport", "Codes for a new plan"),
    "subtitle": QT_TRANSLATE_NOOP("CodeReport", "Report of grid codes"),
    "all_coded": QT_TRANSLATE_NOOP("CodeReport", "Every grid has a code: {grids}."),
    "some_coded": QT_TRANSLATE_NOOP("CodeReport", "Grids without a code: {without} of {grids}."),
    "kept_grids": QT_TRANSLATE_NOOP("CodeReport", "Kept their code"),
    "new_grids": QT_TRANSLATE_NOOP("CodeReport", "New code"),
    "withdrawn": QT_TRANSLATE_NOOP("CodeReport", "Codes withdrawn"),
    "without": QT_TRANSLATE_NOOP("CodeReport", "Without a code"),
    # what was asked
    "grids_layer": QT_TRANSLATE_NOOP("CodeReport", "Grids layer"),
    "previous_layer": QT_TRANSLATE_NOOP("CodeReport", "Layer of the last plan"),
    "previous_none": QT_TRANSLATE_NOOP("CodeReport", "none: all grids are numbered afresh"),
    "retired_layer": QT_TRANSLATE_NOOP("CodeReport", "Layer of codes withdrawn before"),
    "date": QT_TRANSLATE_NOOP("CodeReport", "The new codes hold from"),
    # tables
    "attention": QT_TRANSLATE_NOOP("CodeReport", "Communities that need attention"),
    "attention_none": QT_TRANSLATE_NOOP("CodeReport", "None: no community is left without codes."),
    "changed_communities": QT_TRANSLATE_NOOP("CodeReport", "Communities with new or withdrawn codes"),
    "changed_none": QT_TRANSLATE_NOOP("CodeReport", "None: every grid keeps its code."),
    "unchanged": QT_TRANSLATE_NOOP("CodeReport", "Communities where every grid keeps its code: {count}."),
    "withdrawn_codes": QT_TRANSLATE_NOOP("CodeReport", "Codes that were withdrawn"),
    "withdrawn_none": QT_TRANSLATE_NOOP("CodeReport", "None."),
    "codes_left_out": QT_TRANSLATE_NOOP(
        "CodeReport", "Left out here: {count}. The register and the JSON summary have all codes."
    ),
    "code": QT_TRANSLATE_NOOP("CodeReport", "Code"),
    "successors": QT_TRANSLATE_NOOP("CodeReport", "Its ground went to"),
    "highest": QT_TRANSLATE_NOOP("CodeReport", "Highest number"),
    # reading
    "term_kept": QT_TRANSLATE_NOOP("CodeReport", "kept"),
    "about_kept_code": QT_TRANSLATE_NOOP(
        "CodeReport", "More than half of the grid's ground, and of the ground of the grid that had the code, is common."
    ),
    "term_withdrawn": QT_TRANSLATE_NOOP("CodeReport", "withdrawn"),
    "about_withdrawn": QT_TRANSLATE_NOOP(
        "CodeReport",
        "A code of the last plan that no grid keeps. It is never given again; keep it in the register.",
    ),
    "term_successor": QT_TRANSLATE_NOOP("CodeReport", "its ground went to"),
    "about_successor": QT_TRANSLATE_NOOP(
        "CodeReport", "Grids of the new plan that have more than 1 % of the ground of a withdrawn code."
    ),
}
"""English texts by key; placeholders stand in braces."""
