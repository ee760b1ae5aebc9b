"""The report's tables: communities, problems first, and the notes on the input."""

from __future__ import annotations

from collections.abc import Callable

from grid_manager_plugin.division.summary import CitySummary, StatusRow
from grid_manager_plugin.division.verdict import HELD, Verdict
from grid_manager_plugin.layers.report_parts import icon_chip, left_out, name_cell, table
from grid_manager_plugin.layers.report_parts import row as table_row
from grid_manager_plugin.layers.report_words import (
    DASH,
    GAP,
    Words,
    area,
    between,
    length,
    number,
    people,
    percent,
)
from grid_manager_plugin.rules.messages import Message

ROWS = 2000
"""A table shows at most so many communities; a browser stays quick with them and a reader has the layer."""


def chip(verdict: Verdict, words: Words, text: str = "") -> str:
    """Return a verdict as a chip that shape and word tell apart, not colour alone."""
    return icon_chip(str(verdict), text + words(verdict.value))


def problem_table(summary: CitySummary, words: Words, of_people: bool = True) -> str:
    """Return the table of failed, infeasible and relaxed communities, numbered as on the map.

    Args:
        summary: What the division came to.
        words: The report's words.
        of_people: There are people to tell of.
    """
    numbered = list(enumerate(summary.problems_first(), start=1))
    problems = [(i, one.row) for i, one in numbered if one.row.verdict not in HELD]
    if not problems:
        return f'<p class="good">{words("attention_none")}</p>'
    head = ["#", words("community"), words("verdict"), words("reason"), words("suggestion")]
    head += [*([words("people")] if of_people else []), words("area")]
    body = "".join(_problem(i, row, words, of_people) for i, row in problems[:ROWS])
    return table("problems", head, body, numeric=1 + of_people) + left_out("rows_left_out", len(problems) - ROWS, words)


def _problem(i: int, row: StatusRow, words: Words, of_people: bool) -> str:
    details = []
    if row.binding_limit:
        details.append(words("limit", limit=words.plain(f"limit_{row.binding_limit}")))
    if row.verdict is Verdict.INFEASIBLE:
        details.append(words("proven" if row.proven else "not_proven"))
    verdict = chip(row.verdict, words) + "".join(f"<small>{detail}</small>" for detail in details)
    reason = words.message(row.reason)
    if row.grids:
        figures = words("row_grids", grids=row.grids, people=_people_range(row), area=_area_range(row))
        reason += f"<small>{figures}</small>"
    cells = [str(i), _name(row), verdict, reason, words.message(row.suggestion)]
    return _row(i, cells, [*([people(row.population)] if of_people else []), area(row.area_m2)])


def divided_table(summary: CitySummary, words: Words, of_people: bool = True) -> str:
    """Return the table of the communities whose grids hold every limit; arguments as for :func:`problem_table`."""
    numbered = list(enumerate(summary.problems_first(), start=1))
    divided = [(i, one.row) for i, one in numbered if one.row.verdict in HELD]
    if not divided:
        return f'<p class="empty">{words("divided_none")}</p>'
    columns = _columns([row for _, row in divided])
    columns = [column for column in columns if of_people or column[0] not in ("moved_people", "source")]
    head = ["#", words("community"), words("verdict"), words("grids")]
    head += [words("people"), words("min_max_people")] if of_people else []
    head += [words("area"), words("min_max_area"), words("new_border")]
    head += [words(key) for key, _ in columns] + [words("blocks")]
    body = "".join(_divided(i, row, words, columns, of_people) for i, row in divided[:ROWS])
    return table("divided", head, body, numeric=len(head) - 3) + left_out("rows_left_out", len(divided) - ROWS, words)


Column = tuple[str, Callable[[StatusRow, Words], str]]
"""Key of a heading, and what stands in a row."""

_COLUMNS: tuple[tuple[Column, Callable[[StatusRow], bool]], ...] = (
    (("on_barrier", lambda row, _: percent(row.on_barrier_share)), lambda row: row.on_barrier_share > 0),
    (("cut", lambda row, _: number(row.kept_cut)), lambda row: row.kept_cut > 0),
    (
        ("moved_people", lambda row, _: people(row.moved_population)),
        lambda row: row.moved_population is not None,
    ),
    (
        ("method", lambda row, words: words.plain(f"method_{row.method}") if row.method else DASH),
        lambda row: row.method not in ("", "blocks"),
    ),
    (
        ("source", lambda row, words: words.plain(f"source_{row.population_source}")),
        lambda row: row.population_source not in ("", "field"),
    ),
)
"""Columns that are shown where a community has something to show there."""


def _columns(rows: list[StatusRow]) -> list[Column]:
    return [column for column, shows in _COLUMNS if any(shows(row) for row in rows)]


def _divided(i: int, row: StatusRow, words: Words, columns: list[Column], of_people: bool) -> str:
    name = _name(row)
    if row.reason is not None:
        name += f"<small>{words.message(row.reason)}</small>"
    figures = [str(row.grids)]
    figures += [people(row.population), _people_range(row)] if of_people else []
    figures += [area(row.area_m2), _area_range(row), length(row.border_m)]
    figures += [text(row, words) for _, text in columns]
    figures += [number(row.blocks)]
    return _row(i, [str(i), name, chip(row.verdict, words)], figures)


def _people_range(row: StatusRow) -> str:
    return between(people(row.population_min), people(row.population_max))


def _area_range(row: StatusRow) -> str:
    low, high = area(row.area_min_m2), area(row.area_max_m2)
    figure, _, unit = low.partition(GAP)
    # the unit is written once where both ends have the same
    return between(figure if low != high and high.endswith(GAP + unit) else low, high)


def notes_table(summary: CitySummary, run_notes: tuple[Message, ...], words: Words) -> str:
    """Return the table of everything that was mended or is worth knowing, the whole input's notes first."""
    notes = [(f"<em>{words('whole_run')}</em>", note) for note in run_notes]
    notes += [(_name(one.row), note) for one in summary.communities() for note in one.notes]
    if not notes:
        return f'<p class="good">{words("notes_none")}</p>'
    head = [words("community"), words("note")]
    body = "".join(f"<tr><td>{where}</td><td>{words.message(note)}</td></tr>" for where, note in notes[:ROWS])
    return table("notes", head, body, numeric=0) + left_out("notes_left_out", len(notes) - ROWS, words)


def _name(row: StatusRow) -> str:
    return name_cell(row.community_id, row.community_name)


def _row(i: int, cells: list[str], figures: list[str]) -> str:
    return table_row(f"c{i}", cells, figures)
