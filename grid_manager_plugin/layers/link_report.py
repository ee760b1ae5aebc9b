"""The report of a link, one HTML file that opens offline, and its numbers as JSON.

Neither holds clock times, paths or random ids, so two runs give the same bytes.
"""

from __future__ import annotations

import html

from grid_manager_plugin.layers.link_report_map import link_map
from grid_manager_plugin.layers.link_report_request import LinkRequest
from grid_manager_plugin.layers.link_report_words import LINK_TEXTS, link_words
from grid_manager_plugin.layers.report_parts import (
    PageFrame,
    asked_pairs,
    filled,
    icon_chip,
    json_text,
    key_figures,
    left_out,
    notes_section,
    pairs,
    rights_content,
    rights_part,
    row,
    table,
)
from grid_manager_plugin.layers.report_words import Translate, Words, length, number
from grid_manager_plugin.linking.assign import Rule
from grid_manager_plugin.linking.link import LinkSummary

PAIRS = 100
"""At most so many pairs of typed and true codes are listed."""

SHARED_TEXTS = ("grid_border",)
"""Keys of the split's texts that stand in the template too."""

_TERMS = ("rule", "on_border", "distance")


def link_page(summary: LinkSummary, request: LinkRequest, translate: Translate) -> str:
    """Return the report as HTML.

    Args:
        summary: What the link came to.
        request: What was asked.
        translate: Gives the text in the user's language for an English one.
    """
    words = link_words(translate)
    frame = PageFrame(
        language=request.language,
        layer=request.points_layer,
        sentence=_sentence(summary, words),
        chips=_chips(summary, request, words),
        key_figures=key_figures(_figures(summary, request), words),
        asked=asked_pairs(_asked(request, words), words),
        notes=notes_section(request.notes, words),
        rights=rights_part(request.rights, words),
        glossary=pairs((f"<b>{words(f'term_{key}')}</b>", words(f"about_{key}")) for key in _TERMS),
    )
    return filled(
        "link_report",
        [*SHARED_TEXTS, *(key for key, text in LINK_TEXTS.items() if "{" not in text)],
        words,
        frame,
        map=link_map(summary, request.grids, request.marks, words),
        rules=_rules(summary, words),
        confusions=_confusions(summary, request, words),
    )


def link_text(summary: LinkSummary, request: LinkRequest, translate: Translate) -> str:
    """Return the numbers of the report as JSON; keys are stable; arguments as :func:`link_page`."""
    words = link_words(translate)
    with_points = _points_by_code(summary, request)
    return json_text(
        {
            "algorithm": "linksurveypoints",
            "numbers": summary.numbers(),
            "by_rule": {rule.key: int(summary.by_rule[rule]) for rule in Rule},
            "request": {
                "points_layer": request.points_layer,
                "grids_layer": request.grids_layer,
                "grid_code_field": request.grid_code_field,
                "typed_field": request.fields.typed or None,
                "id_field": request.fields.id or None,
                "max_distance_m": request.max_distance,
                "points_crs": request.points_crs,
                "grids_crs": request.grids_crs,
            },
            "typed_respelled": summary.respelled,
            "typed_zeros_added": summary.padded,
            "points_by_grid": with_points,
            "confusions": [
                {
                    "typed_code": one.typed_code or None,
                    "typed_exists": one.exists,
                    "grid_code": one.grid_code,
                    "points": one.points,
                }
                for one in summary.confusions
            ],
            "notes": [words.plain_message(note) for note in request.notes],
            "rights": rights_content(request.rights),
        }
    )


def _points_by_code(summary: LinkSummary, request: LinkRequest) -> dict[str, int]:
    """Return the points of each code, in the order of the codes."""
    found: dict[str, int] = {}
    for position in request.grids.indexed.order.tolist():
        code = request.grids.indexed.code[position]
        found[code] = found.get(code, 0) + int(summary.points_of_grid[position])
    return found


def _sentence(summary: LinkSummary, words: Words) -> str:
    numbers = summary.numbers()
    if not numbers["POINTS"]:
        return words("no_points")
    key = "some_linked" if numbers["UNLINKED_COUNT"] else "all_linked"
    counts = {"linked": "LINKED", "points": "POINTS", "left": "UNLINKED_COUNT"}
    return words(key, **{name: number(numbers[count]) for name, count in counts.items()})


def _chips(summary: LinkSummary, request: LinkRequest, words: Words) -> str:
    numbers = summary.numbers()
    chips = [("linked", "LINKED"), ("left", "UNLINKED_COUNT")]
    chips += [("mismatched", "MISMATCHED")] if request.fields.typed else []
    return "".join(icon_chip(name, f"<b>{number(numbers[count])}</b> {words(f'chip_{name}')}") for name, count in chips)


def _figures(summary: LinkSummary, request: LinkRequest) -> list[tuple[str, str]]:
    numbers, points = summary.numbers(), list(_points_by_code(summary, request).values())
    figures = [
        (number(numbers["POINTS"]), "points"),
        (number(numbers["INSIDE"]), "inside"),
        (number(numbers["ON_BORDER"]), "border"),
        (number(numbers["NEAREST"]), "nearest"),
        (number(len(points)), "grids"),
        (number(points.count(0)), "empty_grids"),
    ]
    return [*figures, (number(numbers["TYPED_BLANK"]), "typed_blank")] if request.fields.typed else figures


def _asked(request: LinkRequest, words: Words) -> list[tuple[str, str]]:
    distance = length(request.max_distance) if request.max_distance > 0 else words.plain("only_inside")
    return [
        ("points_layer", request.points_layer),
        ("grids_layer", request.grids_layer),
        ("grid_code_field", request.grid_code_field),
        ("typed_field", request.fields.typed),
        ("id_field", request.fields.id),
        ("max_distance", distance),
        ("points_crs", request.points_crs),
        ("grids_crs", request.grids_crs),
    ]


def _rules(summary: LinkSummary, words: Words) -> str:
    total = int(summary.by_rule.sum())
    body = "".join(
        row(f"r-{rule.key}", [f"<b>{words(rule.key)}</b>", words(f"about_{rule.key}")], _shares(count, total))
        for rule, count in zip(Rule, summary.by_rule.tolist())
        if count or rule <= Rule.BORDER
    )
    body += row("r-total", [f"<b>{words('total')}</b>", ""], _shares(total, total))
    return table("rules", [words(key) for key in ("rule", "meaning", "points", "share")], body, numeric=2)


def _shares(count: int, total: int) -> list[str]:
    return [number(count), f"{count / total:.2%}" if total else "–"]


def _confusions(summary: LinkSummary, request: LinkRequest, words: Words) -> str:
    if not request.fields.typed:
        return ""
    text = f"<h2>{words('confusions')}</h2>\n"
    if not summary.confusions:
        return f'<section>{text}<p class="good">{words("confusions_none")}</p></section>'
    body = ""
    for i, one in enumerate(summary.confusions[:PAIRS], start=1):
        typed = html.escape(one.typed_code) if one.typed_code else f"<i>{words('many_codes')}</i>"
        typed += "" if one.exists or not one.typed_code else f"<small>{words('unknown_code')}</small>"
        body += row(f"m{i}", [str(i), typed, html.escape(one.grid_code)], [number(one.points)])
    head = ["#", *(words(key) for key in ("typed_code", "lies_in", "points"))]
    more = left_out("pairs_left_out", len(summary.confusions) - PAIRS, words)
    help_text = f'<p class="help">{words("confusions_help")}</p>'
    return f"<section>{text}{help_text}{table('confusions', head, body, numeric=1)}{more}</section>"
