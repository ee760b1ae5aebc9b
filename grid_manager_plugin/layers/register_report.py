"""The report of a register, one HTML file that opens offline: counts only, so that it names nobody."""

from __future__ import annotations

import html

import numpy as np

from grid_manager_plugin.layers.register_report_words import REGISTER_TEXTS, register_report_words
from grid_manager_plugin.layers.register_tables import GridCodes
from grid_manager_plugin.layers.register_words import RegisterRequest
from grid_manager_plugin.layers.report_parts import (
    PageFrame,
    asked_pairs,
    filled,
    key_figures,
    left_out,
    notes_section,
    rights_part,
    row,
    table,
)
from grid_manager_plugin.layers.report_words import DASH, Translate, Words, length, number
from grid_manager_plugin.linking.cells import NONE
from grid_manager_plugin.linking.register import Register, Step

GRID_ROWS = 2000
"""The table of grids has at most so many rows, those with the most people first."""

NAMES = {Step.HOUSE: "houses", Step.HOUSEHOLD: "households", Step.PERSON: "people"}
"""Keys of what the steps are called."""


def register_page(register: Register, codes: GridCodes, request: RegisterRequest, translate: Translate) -> str:
    """Return the report as HTML.

    Args:
        register: The linked register.
        codes: Codes of the grids.
        request: What was asked.
        translate: Gives the text in the user's language for an English one.
    """
    words = register_report_words(translate)
    frame = PageFrame(
        language=request.language,
        layer=str(request.inputs["houses_layer"]),
        sentence=_sentence(register, words),
        key_figures=key_figures(_figures(register), words),
        asked=asked_pairs(_asked(request, words), words),
        notes=notes_section(request.notes, words),
        rights=rights_part(request.rights, words),
    )
    return filled(
        "register_report",
        (key for key, text in REGISTER_TEXTS.items() if "{" not in text),
        words,
        frame,
        steps=_steps(register, words),
        kinds=_kinds(register, words),
        grid_table=_grids(register, codes, words),
    )


def _sentence(register: Register, words: Words) -> str:
    records = sum(len(one) for one in register.steps.values())
    linked = sum(one.linked for one in register.steps.values())
    return words("whole" if linked == records else "sentence", linked=number(linked), records=number(records))


def _figures(register: Register) -> list[tuple[str, str]]:
    figures = [(number(len(one)), NAMES[step]) for step, one in register.steps.items()]
    return [*figures, (number(register.numbers()["BREAKS_COUNT"]), "breaks")]


def _asked(request: RegisterRequest, words: Words) -> list[tuple[str, str]]:
    distance = length(request.max_distance) if request.max_distance > 0 else words.plain("only_inside")
    layers = ("houses_layer", "households_layer", "people_layer", "grids_layer")
    return [*((name, str(request.inputs[name] or "")) for name in layers), ("max_distance", distance)]


def _steps(register: Register, words: Words) -> str:
    body = ""
    for step, one in register.steps.items():
        share = f"{one.linked / len(one):.2%}" if len(one) else DASH
        counts = [number(count) for count in (len(one), one.linked, len(one) - one.linked)]
        body += row(f"s-{step.key}", [f"<b>{words(NAMES[step])}</b>"], [*counts, share])
    head = [words(key) for key in ("step", "records", "with_grid", "without_grid", "share")]
    return table("steps", head, body, numeric=4)


def _kinds(register: Register, words: Words) -> str:
    body = ""
    for step, one in register.steps.items():
        for kind, count in one.breaks().items():
            cells = [f"<b>{words(NAMES[step])}</b>", html.escape(kind.key), words(kind.key)]
            body += row(f"b-{step.key}-{kind.key}", cells, [number(count)])
    if not body:
        return f'<p class="good">{words("no_breaks")}</p>'
    return table("kinds", [words(key) for key in ("step", "kind", "meaning", "count")], body, numeric=1)


def _grids(register: Register, codes: GridCodes, words: Words) -> str:
    many = len(codes.code) - 1
    counts = [
        np.bincount(one.grid[one.grid != NONE], minlength=many)[:many] for one in register.steps.values()
    ]
    order = np.lexsort([np.arange(many), *(-count for count in counts)])
    order = order[[bool(codes.code[i]) for i in order.tolist()]]
    body = ""
    for i in order[:GRID_ROWS].tolist():
        figures = [number(int(count[i])) for count in counts]
        body += row(f"g{i + 1}", [f"<b>{html.escape(codes.code[i])}</b>"], figures)
    head = [words("grid"), *(words(NAMES[step]) for step in register.steps)]
    return table("grids", head, body, numeric=len(counts)) + left_out("grids_left_out", len(order) - GRID_ROWS, words)
