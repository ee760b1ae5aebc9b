"""The report of a comparison, one HTML file that opens offline, and its numbers as JSON; both say the same.

Neither holds clock times, paths or random ids, so two runs give the same bytes.
"""

from __future__ import annotations

import dataclasses

from grid_manager_plugin.layers.compare_fields import known
from grid_manager_plugin.layers.compare_report_map import compare_maps
from grid_manager_plugin.layers.compare_report_request import GIVEN, CompareRequest, compare_request_content
from grid_manager_plugin.layers.compare_report_tables import CHANGE_ROWS, change_table, figure_table, history_table
from grid_manager_plugin.layers.compare_report_words import COMPARE_TEXTS, compare_words
from grid_manager_plugin.layers.report_parts import (
    PageFrame,
    asked_pairs,
    exact_area,
    filled,
    json_text,
    key_figures,
    limit_pairs,
    notes_section,
    pairs,
    rights_content,
    rights_part,
)
from grid_manager_plugin.layers.report_words import DASH, GAP, Translate, Words, area, number, people
from grid_manager_plugin.linking.compare_summary import KINDS, CompareSummary
from grid_manager_plugin.linking.history import CodeHistory

SHARED_TEXTS = ("grid_border",)
"""Keys of the split's texts that stand in the template too."""


def compare_page(summary: CompareSummary, request: CompareRequest, translate: Translate) -> str:
    """Return the report as HTML.

    Args:
        summary: What the comparison came to.
        request: What was asked.
        translate: Gives the text in the user's language for an English one.
    """
    words = compare_words(translate)
    frame = PageFrame(
        language=request.language,
        layer=f"{request.old_layer} → {request.new_layer}",
        sentence=_sentence(summary, words),
        key_figures=_key_figures(summary, request, words),
        asked=asked_pairs(_asked(request, words), words),
        notes=notes_section(request.notes, words),
        rights=rights_part(request.rights, words),
        glossary=_glossary(words),
    )
    return filled(
        "compare_report",
        [*SHARED_TEXTS, *(key for key, text in COMPARE_TEXTS.items() if "{" not in text)],
        words,
        frame,
        map_figures=compare_maps(summary, request, CHANGE_ROWS, words),
        figure_table=figure_table(summary, words),
        change_table=change_table(summary, words),
        history_table=history_table(summary.history, words),
    )


def compare_text(summary: CompareSummary, request: CompareRequest, translate: Translate) -> str:
    """Return the numbers of the report as JSON; keys are stable, figures that are unknown are null.

    Args:
        summary: What the comparison came to.
        request: What was asked.
        translate: Gives the text in the user's language for an English one, for notes.
    """
    words = compare_words(translate)
    order = summary.largest()
    return json_text(
        {
            "algorithm": "comparegridplans",
            "numbers": summary.numbers(),
            "request": compare_request_content(request),
            "kinds": summary.kinds(),
            "before": None if summary.before is None else dataclasses.asdict(summary.before),
            "after": None if summary.after is None else dataclasses.asdict(summary.after),
            "changes": [_change_content(summary, i) for i in order[:CHANGE_ROWS].tolist()],
            "changes_left_out": max(0, len(order) - CHANGE_ROWS),
            "history": [_history_content(one) for one in summary.history if one.kind != "kept"],
            "notes": [words.plain_message(note) for note in request.notes],
            "rights": rights_content(request.rights),
        }
    )


def _change_content(summary: CompareSummary, position: int) -> dict[str, object]:
    found = summary.comparison
    return {
        "old_code": found.old_code[position] or None,
        "new_code": found.new_code[position] or None,
        "area_m2": float(found.area[position]),
        "share_of_old": known(found.share_of_old[position]),
        "share_of_new": known(found.share_of_new[position]),
        "population": None if summary.population is None else float(summary.population[position]),
        "points": None if summary.points is None else int(summary.points[position]),
    }


def _history_content(one: CodeHistory) -> dict[str, object]:
    content = dataclasses.asdict(one)
    lists = {name: list(content[name]) for name in ("predecessors", "successors")}
    days = {name: content[name] or None for name in ("valid_from", "valid_to")}
    return {**content, **days, **lists}


def _sentence(summary: CompareSummary, words: Words) -> str:
    numbers, kinds, found = summary.numbers(), summary.kinds(), summary.comparison
    codes = number(len(summary.history))
    if not numbers["CHANGED"]:
        return words("same_sentence", codes=number(kinds["kept"]))
    whole = float(found.before.area.sum())
    share = f"{numbers['AREA_MOVED_M2'] / whole * 100:.1f}{GAP}%" if whole > 0 else DASH
    moved = area(numbers["AREA_MOVED_M2"])
    return words("moved_sentence", area=moved, percent=share, kept=number(kinds["kept"]), codes=codes)


def _key_figures(summary: CompareSummary, request: CompareRequest, words: Words) -> str:
    numbers = summary.numbers()
    figures = [(number(numbers["CHANGED"]), "pieces"), (area(numbers["AREA_MOVED_M2"]), "area_moved")]
    if request.population_layer:
        figures.append((people(numbers["POPULATION_MOVED"]), "people_moved"))
    if request.points_layer:
        figures.append((number(numbers["POINTS_MOVED"]), "points_moved"))
    codes = (("KEPT", "codes_kept"), ("NEW", "codes_new"), ("WITHDRAWN", "codes_ended"))
    figures += [(number(numbers[name]), key) for name, key in codes]
    return key_figures(figures, words)


def _asked(request: CompareRequest, words: Words) -> list[tuple[str, str]]:
    limits = [pair for pair in limit_pairs(request.limits, words) if pair[0] in ("people_per_grid", "area_per_grid")]
    given = [(name, getattr(request, name)) for name in GIVEN]
    ignored = ("ignored", words.plain("below", area=exact_area(request.ignore_below)))
    return [*given, *limits, ignored, ("crs", request.crs_name)]


def _glossary(words: Words) -> str:
    told = [(words(f"kind_{kind}"), words(f"about_{kind}")) for kind in KINDS]
    told += [(words(f"term_{key}"), words(f"about_{key}")) for key in ("border", "variation", "compactness")]
    return pairs([(f"<b>{name}</b>", text) for name, text in told])
