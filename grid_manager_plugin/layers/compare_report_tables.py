"""The tables of the report of a comparison: figures of both plans, the largest changes, what became of the codes."""

from __future__ import annotations

import html
from collections.abc import Callable

from grid_manager_plugin.layers.report_parts import left_out, row, table
from grid_manager_plugin.layers.report_words import DASH, GAP, Words, area, length, number, people
from grid_manager_plugin.linking.compare_summary import CompareSummary
from grid_manager_plugin.linking.history import CodeHistory

CHANGE_ROWS = 200
"""The table of changes has at most so many rows, the largest; the layer has all."""

CODE_ROWS = 2000
"""The table of codes has at most so many rows; the layer has all."""

PARTNERS = 12
"""At most so many predecessors or successors are named in a row."""

Write = Callable[[float], str]


def figure_table(summary: CompareSummary, words: Words) -> str:
    """Return the table of the figures of both plans, and their differences."""
    body = ""
    for key, name, write in _FIGURES:
        before, after = (None if one is None else getattr(one, name) for one in (summary.before, summary.after))
        difference = DASH if before is None or after is None else _signed(after - before, write)
        figures = [DASH if one is None else write(one) for one in (before, after)]
        body += row("", [words(key)], [*figures, difference])
    return table("figures", [words(key) for key in ("figure", "before", "after", "difference")], body, numeric=3)


def _signed(value: float, write: Write) -> str:
    text = write(abs(value))
    if text == write(0.0):
        return text
    return f"+{text}" if value > 0 else f"\N{MINUS SIGN}{text}"


def _share(value: float) -> str:
    return f"{value * 100:.1f}{GAP}%"


def _round(value: float) -> str:
    return number(value, 3)


_FIGURES: tuple[tuple[str, str, Write], ...] = (
    ("grids", "grids", number),
    ("area", "area_m2", area),
    ("border", "border_m", length),
    ("people", "population", people),
    ("mean_people", "mean_population", people),
    ("deviation", "deviation", _share),
    ("variation", "variation", _share),
    ("compactness", "compactness", _round),
    ("least_compactness", "least_compactness", _round),
    ("population_breaches", "population_breaches", number),
    ("area_breaches", "area_breaches", number),
)
"""Key of the word, name in the figures, and how each figure is written."""


def change_table(summary: CompareSummary, words: Words) -> str:
    """Return the table of the largest changes, numbered as on the maps."""
    found, order = summary.comparison, summary.largest()
    if not len(order):
        return f'<p class="good">{words("changes_none")}</p>'
    old_code, new_code = found.old_code, found.new_code
    shares = found.share_of_old, found.share_of_new
    body = ""
    for place, i in enumerate(order[:CHANGE_ROWS].tolist(), start=1):
        codes = [html.escape(code) if code else f"<i>{words('no_grid')}</i>" for code in (old_code[i], new_code[i])]
        figures = [area(float(found.area[i]))]
        figures += [DASH if one[i] != one[i] else _share(float(one[i])) for one in shares]
        if summary.population is not None:
            figures.append(people(float(summary.population[i])))
        if summary.points is not None:
            figures.append(number(int(summary.points[i])))
        body += row(f"c{place}", [str(place), *codes], figures)
    keys = ["from", "to", "area", "share_of_old", "share_of_new"]
    keys += [key for key, one in (("people", summary.population), ("points", summary.points)) if one is not None]
    text = table("changes", ["#", *map(words, keys)], body, numeric=len(keys) - 2)
    return text + left_out("changes_left_out", len(order) - CHANGE_ROWS, words)


def history_table(history: tuple[CodeHistory, ...], words: Words) -> str:
    """Return the table of the codes that are not kept with all their ground."""
    touched = [one for one in history if one.kind != "kept"]
    text = left_out("kept_codes", len(history) - len(touched), words)
    if not touched:
        return text
    body = ""
    for one in touched[:CODE_ROWS]:
        partners = [_codes(codes) for codes in (one.predecessors, one.successors)]
        told = (("valid_from", one.valid_from), ("valid_to", one.valid_to))
        days = [words.plain(key, day=day) for key, day in told if day]
        cells = [html.escape(one.code), words(f"kind_{one.kind}"), *partners, html.escape(" ".join(days)) or DASH]
        body += row("", cells, [])
    head = [words(key) for key in ("code", "kind", "predecessors", "successors", "valid")]
    return text + table("codes", head, body, 0) + left_out("codes_left_out", len(touched) - CODE_ROWS, words)


def _codes(codes: tuple[str, ...]) -> str:
    more = f", … (+{len(codes) - PARTNERS})" if len(codes) > PARTNERS else ""
    return html.escape(", ".join(codes[:PARTNERS]) + more) or DASH
