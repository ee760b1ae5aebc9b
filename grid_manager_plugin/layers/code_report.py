"""The report of assigned codes, one HTML file that opens offline, and its numbers as JSON; both say the same."""

from __future__ import annotations

import html
from dataclasses import dataclass

from grid_manager_plugin.layers.code_report_words import CODE_TEXTS, code_words
from grid_manager_plugin.layers.report_parts import (
    PageFrame,
    asked_pairs,
    filled,
    json_text,
    key_figures,
    left_out,
    name_cell,
    notes_section,
    pairs,
    rights_content,
    rights_part,
    row,
    table,
)
from grid_manager_plugin.layers.report_words import DASH, Translate, Words, number
from grid_manager_plugin.linking.assign_codes import CodedGrids, CodeRow, WithdrawnCode
from grid_manager_plugin.rules.codes import Scheme
from grid_manager_plugin.rules.messages import Message

ROWS = 2000
"""A table has at most so many rows; the layers have all."""

_KEYS = (
    ("GRIDS", "grids"),
    ("KEPT", "kept_grids"),
    ("NEW", "new_grids"),
    ("WITHDRAWN", "withdrawn"),
    ("WITHOUT_CODE", "without"),
)
_TERMS = (("kept", "kept_code"), ("withdrawn", "withdrawn"), ("successor", "successor"))


@dataclass(frozen=True)
class CodePageRequest:
    """What was asked, as the report tells it.

    Attributes:
        grids_layer: Name of the layer of grids; never a path, as of those that follow.
        communities_layer: Name of the layer of communities.
        previous_layer: Name of the layer of the last plan; empty for none.
        retired_layer: Name of the layer of codes that were withdrawn before; empty for none.
        scheme: How grids are coded.
        date: Day from which the new codes hold; empty for none.
        crs_name: How the grids' CRS is called.
        notes: What there is to tell.
        rights: Layers of the input whose metadata tell rights or licences, and what they tell.
        language: Language of the report's text, as an HTML ``lang`` attribute.
    """

    grids_layer: str
    communities_layer: str
    previous_layer: str
    retired_layer: str
    scheme: Scheme
    date: str
    crs_name: str
    notes: tuple[Message, ...] = ()
    rights: tuple[tuple[str, str], ...] = ()
    language: str = "en"


def code_page(coded: CodedGrids, request: CodePageRequest, translate: Translate) -> str:
    """Return the report as HTML.

    Args:
        coded: The codes.
        request: What was asked.
        translate: Gives the text in the user's language for an English one.
    """
    words, numbers = code_words(translate), coded.numbers()
    sentence = words(
        "some_coded" if numbers["WITHOUT_CODE"] else "all_coded",
        grids=number(numbers["GRIDS"]),
        without=number(numbers["WITHOUT_CODE"]),
    )
    frame = PageFrame(
        language=request.language,
        layer=request.grids_layer,
        sentence=sentence,
        key_figures=key_figures([(number(numbers[name]), key) for name, key in _KEYS], words),
        asked=asked_pairs(_asked(request, words), words),
        notes=notes_section(request.notes, words),
        rights=rights_part(request.rights, words),
        glossary=pairs([(f"<b>{words(f'term_{term}')}</b>", words(f"about_{about}")) for term, about in _TERMS]),
    )
    return filled(
        "code_report",
        (key for key, text in CODE_TEXTS.items() if "{" not in text),
        words,
        frame,
        problems=_problems(coded.rows, words),
        changes=_changes(coded.rows, words),
        withdrawn_table=_withdrawn(coded.withdrawn, words),
    )


def code_text(coded: CodedGrids, request: CodePageRequest, translate: Translate) -> str:
    """Return the numbers of the report as JSON; keys are stable.

    Args:
        coded: The codes.
        request: What was asked.
        translate: Gives the text in the user's language for an English one, for reasons and notes.
    """
    words = code_words(translate)
    return json_text(
        {
            "algorithm": "assigngridcodes",
            "numbers": coded.numbers(),
            "request": {
                "grids_layer": request.grids_layer,
                "communities_layer": request.communities_layer,
                "previous_layer": request.previous_layer or None,
                "retired_layer": request.retired_layer or None,
                "code_scheme": request.scheme.name,
                "date": request.date or None,
                "crs": request.crs_name,
            },
            "communities": [_row_content(one, words) for one in coded.rows],
            "withdrawn": [
                {"code": one.code, "community_id": one.community_id or None, "successors": list(one.successors)}
                for one in coded.withdrawn
            ],
            "notes": [words.plain_message(note) for note in request.notes],
            "rights": rights_content(request.rights),
        }
    )


def _row_content(one: CodeRow, words: Words) -> dict[str, object]:
    return {
        "community_id": one.community_id,
        "community_name": one.community_name,
        "grids": one.grids,
        "kept": one.kept,
        "new": one.new,
        "withdrawn": one.withdrawn,
        "highest_number": one.highest_number,
        "reason": words.plain_message(one.reason),
    }


def _asked(request: CodePageRequest, words: Words) -> list[tuple[str, str]]:
    return [
        ("codes", words.plain(request.scheme.name)),
        ("previous_layer", request.previous_layer or words.plain("previous_none")),
        ("retired_layer", request.retired_layer),
        ("date", request.date),
        ("grids_layer", request.grids_layer),
        ("communities_layer", request.communities_layer),
        ("crs", request.crs_name),
    ]


def _problems(rows: tuple[CodeRow, ...], words: Words) -> str:
    found = [one for one in rows if one.reason is not None and one.grids]
    if not found:
        return f'<p class="good">{words("attention_none")}</p>'
    body = "".join(
        row("", [name_cell(one.community_id, one.community_name), words.message(one.reason)], [number(one.grids)])
        for one in found[:ROWS]
    )
    text = table("problems", [words(key) for key in ("community", "reason", "grids")], body, numeric=1)
    return text + left_out("rows_left_out", len(found) - ROWS, words)


def _changes(rows: tuple[CodeRow, ...], words: Words) -> str:
    found = [one for one in rows if one.new or one.withdrawn]
    if not found:
        return f'<p class="empty">{words("changed_none")}</p>'
    body = ""
    for one in found[:ROWS]:
        figures = (one.grids, one.kept, one.new, one.withdrawn, one.highest_number)
        body += row("", [name_cell(one.community_id, one.community_name)], [number(figure) for figure in figures])
    head = [words(key) for key in ("community", "grids", "kept_grids", "new_grids", "withdrawn", "highest")]
    text = table("communities", head, body, numeric=5) + left_out("rows_left_out", len(found) - ROWS, words)
    return text + left_out("unchanged", len(rows) - len(found), words)


def _withdrawn(withdrawn: tuple[WithdrawnCode, ...], words: Words) -> str:
    if not withdrawn:
        return f'<p class="empty">{words("withdrawn_none")}</p>'
    body = "".join(
        row("", [html.escape(text or DASH) for text in (one.code, one.community_id, ", ".join(one.successors))], [])
        for one in withdrawn[:ROWS]
    )
    text = table("codes", [words(key) for key in ("code", "community", "successors")], body, numeric=0)
    return text + left_out("codes_left_out", len(withdrawn) - ROWS, words)
