"""The tables of the report of a check: by kind, by community, the findings themselves, and notes."""

from __future__ import annotations

import html

import numpy as np

from grid_manager_plugin.coverage.findings import NONE, Findings
from grid_manager_plugin.coverage.inputs import Communities
from grid_manager_plugin.coverage.kinds import GROUND, KINDS, Kind, Severity
from grid_manager_plugin.coverage.summary import CheckSummary, CommunityRow
from grid_manager_plugin.layers.check_report_order import Listed
from grid_manager_plugin.layers.check_report_words import figure, ground
from grid_manager_plugin.layers.report_parts import left_out, name_cell, row, table
from grid_manager_plugin.layers.report_words import DASH, Words, number

COMMUNITY_ROWS = 2000
"""The table of communities has at most so many rows; the status layer has all."""

LINKS = 6
"""A community's row links to at most so many of its findings, the worst."""

FIGURED = {Kind.INVALID_GEOMETRY, *GROUND}
"""Kinds whose figure is no side of a limit."""


def symbol(kind: Kind) -> str:
    """Return the group of a kind, which its marker's shape and colour tell."""
    return kind.value if kind in GROUND else "rule"


def state(findings: Findings, position: int) -> str:
    """Return how a finding counts, which its marker's filling tells: ``accepted``, ``error`` or ``warning``."""
    return "accepted" if findings.accepted[position] else findings.severity[position].value


def kind_counts(findings: Findings, kind: Kind) -> tuple[int, int, int]:
    """Return the number of errors, warnings and accepted findings of a kind."""
    mine = findings.are(kind)
    errors, warnings = (int((mine & findings.counted(one)).sum()) for one in (Severity.ERROR, Severity.WARNING))
    return errors, warnings, int((mine & findings.accepted).sum())


def kind_table(summary: CheckSummary, unchecked: tuple[Kind, ...], words: Words) -> str:
    """Return the table of the kinds that were found, with what they mean and how to fix them."""
    counts = {kind: kind_counts(summary.findings, kind) for kind in KINDS}
    found = [kind for kind in KINDS if any(counts[kind])]
    head = [words(key) for key in ("kind", "meaning", "fix", "errors", "warnings", "accepted", "area")]
    body = ""
    for kind in found:
        name = f"{_marker(symbol(kind), 'error')}<b>{words(f'kind_{kind.value}')}</b>"
        area = ground(summary.ground(kind)) if kind in GROUND else DASH
        cells = [name, words(f"about_{kind.value}"), words(f"fix_{kind.value}")]
        body += row(f"k-{kind.value}", cells, [*(number(count) for count in counts[kind]), area])
    clean = [kind for kind in KINDS if kind not in found and kind not in unchecked]
    text = table("kinds", head, body, numeric=4) if found else ""
    text += _kinds_sentence("kinds_clean", clean, words)
    return text + _kinds_sentence("kinds_unchecked", unchecked, words)


def _kinds_sentence(key: str, kinds: list[Kind] | tuple[Kind, ...], words: Words) -> str:
    names = ", ".join(words.plain(f"kind_{kind.value}") for kind in kinds)
    return f'<p class="empty">{words(key, kinds=names)}</p>' if kinds else ""


def community_table(summary: CheckSummary, listed: Listed, words: Words) -> str:
    """Return the table of communities that something was found in, those with errors first."""
    numbered = list(enumerate(summary.rows))
    found = sorted((pair for pair in numbered if _is_touched(pair[1])), key=_worst_community)
    head = [words("community"), words("row_findings")]
    head += [words(key) for key in ("errors", "warnings", "grids", "gap_area", "overlap_area", "spill_area")]
    links = listed.of_communities(summary.findings, np.array([one.community_id for one in summary.rows], dtype=object))
    body = "".join(_community(i, one, links.get(i, []), words) for i, one in found[:COMMUNITY_ROWS])
    clean = len(numbered) - len(found)
    text = table("communities", head, body, numeric=6) if found else ""
    text += left_out("rows_left_out", len(found) - COMMUNITY_ROWS, words)
    return text + left_out("communities_clean", clean, words)


def _is_touched(one: CommunityRow) -> bool:
    return bool(one.errors or one.warnings or one.gap_m2 or one.overlap_m2 or one.spill_m2)


def _worst_community(pair: tuple[int, CommunityRow]) -> tuple[int, int, float, int]:
    position, one = pair
    return -one.errors, -one.warnings, -(one.gap_m2 + one.overlap_m2 + one.spill_m2), position


def _community(position: int, one: CommunityRow, rows: list[int], words: Words) -> str:
    links = ", ".join(f'<a href="#f{i}">{i}</a>' for i in rows[:LINKS]) + (", …" if len(rows) > LINKS else "")
    figures = [number(one.errors), number(one.warnings), number(one.grids)]
    figures += [ground(area) if area else DASH for area in (one.gap_m2, one.overlap_m2, one.spill_m2)]
    return row(f"c{position + 1}", [name_cell(one.community_id, one.community_name), links or DASH], figures)


def finding_table(findings: Findings, listed: Listed, communities: Communities, words: Words) -> str:
    """Return the table of findings that nobody accepted, the worst first, numbered as on the map."""
    if not len(listed.open):
        return f'<p class="good">{words("findings_none")}</p>'
    head = ["#", *(words(key) for key in ("kind", "community", "grid", "other", "wrong", "measured"))]
    body = "".join(
        row(f"f{i}", [str(i), *_finding(findings, position, communities, words)], [])
        for i, position in enumerate(listed.open.tolist(), start=1)
    )
    help_text = f'<p class="help">{words("findings_help")}</p>'
    return help_text + table("findings", head, body, numeric=0) + _more(listed.left_out, words)


def accepted_table(findings: Findings, listed: Listed, communities: Communities, words: Words) -> str:
    """Return the table of accepted findings, with what the person noted."""
    head = ["#", *(words(key) for key in ("kind", "community", "grid", "other", "wrong", "measured", "accepted_note"))]
    body = ""
    for i, position in enumerate(listed.accepted.tolist(), start=1):
        cells = _finding(findings, position, communities, words)
        body += row(f"a{i}", [str(i), *cells, html.escape(str(findings.note[position]) or DASH)], [])
    return table("findings noted", head, body, numeric=0) + _more(listed.accepted_left_out, words)


def _finding(findings: Findings, position: int, communities: Communities, words: Words) -> list[str]:
    kind, severity = findings.kind[position], findings.severity[position]
    name = _marker(symbol(kind), state(findings, position)) + words(f"kind_{kind.value}")
    community = int(findings.community[position])
    one, title = str(findings.community_id[position]), ""
    if community != NONE and str(communities.id[community]) == one:  # it may be an id that no community has
        title = str(communities.name[community])
    return [
        f"{name}<small>{words(severity.value)}</small>",
        name_cell(one, title),
        html.escape(str(findings.grid_code[position]) or DASH),
        html.escape(str(findings.other_code[position]) or DASH),
        words.message(findings.message[position]),
        _measured(findings, position, words),
    ]


def _measured(findings: Findings, position: int, words: Words) -> str:
    """Return the figure of a finding, its bound below it."""
    kind, value, limit = findings.kind[position], findings.value[position], findings.limit[position]
    if kind in GROUND:
        return html.escape(ground(findings.area[position]))
    text = html.escape(figure(kind, value))
    if kind not in FIGURED and np.isfinite(limit):
        text += f"<small>{words('bound', limit=figure(kind, limit))}</small>"
    return text


def _marker(shape: str, filling: str) -> str:
    return f'<svg class="k-{shape} {filling}" viewBox="0 0 20 20" aria-hidden="true"><use href="#s-{shape}"/></svg>'


def _more(left: dict[Kind, int], words: Words) -> str:
    """Return the sentence about the findings that a table has no room for."""
    if not left:
        return ""
    kinds = "; ".join(
        words.plain("kind_count", kind=words.plain(f"kind_{kind.value}"), count=number(count))
        for kind, count in left.items()
    )
    return f'<p class="empty">{words("findings_left_out", count=number(sum(left.values())), kinds=kinds)}</p>'
