"""The report of a check, one HTML file that opens offline, and its numbers as JSON.

Both say the same: they are made from one :class:`~grid_manager_plugin.coverage.summary.CheckSummary`. Neither holds
clock times, paths or random ids, so two runs give the same bytes.
"""

from __future__ import annotations

import dataclasses

from grid_manager_plugin.coverage.findings import Findings
from grid_manager_plugin.coverage.kinds import GROUND, KINDS, Kind
from grid_manager_plugin.coverage.summary import CheckSummary
from grid_manager_plugin.layers.check_report_map import check_map
from grid_manager_plugin.layers.check_report_order import Listed, listed
from grid_manager_plugin.layers.check_report_request import INPUTS, CheckRequest, check_request_content
from grid_manager_plugin.layers.check_report_tables import (
    accepted_table,
    community_table,
    finding_table,
    kind_counts,
    kind_table,
)
from grid_manager_plugin.layers.check_report_words import CHECK_TEXTS, check_words, ground
from grid_manager_plugin.layers.repair_report import repair_content, repair_section
from grid_manager_plugin.layers.report_parts import (
    PageFrame,
    asked_pairs,
    exact_area,
    filled,
    icon_chip,
    json_text,
    key_figures,
    limit_pairs,
    notes_section,
    pairs,
    rights_content,
    rights_part,
)
from grid_manager_plugin.layers.report_words import Translate, Words, number

SHARED_TEXTS = ("community_border", "grid_border")
"""Keys of the split's texts that stand in the template too."""

_TERMS = ("coverage", "sliver", "error", "accepted", "ellipsoid")


def check_page(summary: CheckSummary, request: CheckRequest, translate: Translate) -> str:
    """Return the report as HTML.

    Args:
        summary: What the check came to.
        request: What was asked.
        translate: Gives the text in the user's language for an English one.
    """
    words, rows = check_words(translate), listed(summary.findings)
    frame = PageFrame(
        language=request.language,
        layer=request.grids_layer,
        sentence=_sentence(summary, request, words),
        chips=_chips(summary, words),
        key_figures=_key_figures(summary, words),
        asked=asked_pairs(_asked(request, words), words),
        notes=notes_section(request.notes, words),
        rights=rights_part(request.rights, words),
        glossary=_glossary(words),
    )
    return filled(
        "check_report",
        [*SHARED_TEXTS, *(key for key, text in CHECK_TEXTS.items() if "{" not in text)],
        words,
        frame,
        map=check_map(summary, request, rows, words),
        repaired="" if request.repair is None else repair_section(request.repair, words),
        found=_found(summary, request, rows, words),
    )


def check_text(summary: CheckSummary, request: CheckRequest, translate: Translate) -> str:
    """Return the numbers of the report as JSON; keys are stable, figures that are unknown or infinite are null.

    It lists the findings that the page lists, those that nobody accepted first.

    Args:
        summary: What the check came to.
        request: What was asked.
        translate: Gives the text in the user's language for an English one, for messages and notes.
    """
    words, rows = check_words(translate), listed(summary.findings)
    return json_text(
        {
            "algorithm": "validategrids" if request.repair is None else "repairgrids",
            "passed": summary.passed,
            "numbers": summary.numbers(),
            "request": check_request_content(request),
            **({} if request.repair is None else {"repair": repair_content(request.repair)}),
            "kinds": [_kind_content(summary, kind) for kind in KINDS],
            "communities": [dataclasses.asdict(row) for row in summary.rows],
            "findings": [_finding_content(summary.findings, i, words) for i in rows.positions.tolist()],
            "findings_left_out": rows.missing,
            "notes": [words.plain_message(note) for note in request.notes],
            "rights": rights_content(request.rights),
        }
    )


def _kind_content(summary: CheckSummary, kind: Kind) -> dict[str, object]:
    errors, warnings, accepted = kind_counts(summary.findings, kind)
    area = summary.ground(kind) if kind in GROUND else None
    return {"kind": kind.value, "errors": errors, "warnings": warnings, "accepted": accepted, "area_m2": area}


def _finding_content(findings: Findings, position: int, words: Words) -> dict[str, object]:
    return {
        "kind": findings.kind[position].value,
        "severity": findings.severity[position].value,
        "community_id": str(findings.community_id[position]),
        "grid_code": str(findings.grid_code[position]),
        "other_code": str(findings.other_code[position]),
        "area_m2": float(findings.area[position]),
        "value": float(findings.value[position]),
        "limit": float(findings.limit[position]),
        "message": words.plain_message(findings.message[position]),
        "accepted": bool(findings.accepted[position]),
        "note": str(findings.note[position]),
    }


def _sentence(summary: CheckSummary, request: CheckRequest, words: Words) -> str:
    numbers = summary.numbers()
    if not summary.passed:
        key = "failed_sentence"
    elif not summary.grids and not summary.rows:
        key = "nothing_checked"
    elif numbers["ACCEPTED_COUNT"]:
        key = "passed_accepted"
    else:
        key = "passed_tiling" if request.settings.checks.issuperset(GROUND) else "passed_rules"
    return words(
        key,
        grids=number(summary.grids),
        communities=number(len(summary.rows)),
        invalid=number(numbers["COMMUNITIES_INVALID"]),
        errors=number(numbers["ERRORS"]),
        warnings=number(numbers["WARNINGS"]),
        accepted=number(numbers["ACCEPTED_COUNT"]),
    )


def _chips(summary: CheckSummary, words: Words) -> str:
    numbers = summary.numbers()
    verdict = "passed" if summary.passed else "failed"
    counts = (("error", "errors", "ERRORS"), ("warning", "warnings", "WARNINGS"), ("let", "accepted", "ACCEPTED_COUNT"))
    chips = [icon_chip(verdict, f"<b>{words(verdict)}</b>")]
    chips += [icon_chip(f"is-{name}", f"<b>{number(numbers[count])}</b> {words(key)}") for name, key, count in counts]
    return "".join(chips)


def _key_figures(summary: CheckSummary, words: Words) -> str:
    numbers = summary.numbers()
    figures = [
        (number(numbers["COMMUNITIES_VALID"]), "communities_valid"),
        (number(numbers["COMMUNITIES_INVALID"]), "communities_invalid"),
        (number(summary.grids), "grids"),
        (ground(numbers["GAP_M2"]), "gap_area"),
        (ground(numbers["OVERLAP_M2"]), "overlap_area"),
        (ground(numbers["SPILL_M2"]), "spill_area"),
    ]
    return key_figures(figures, words)


def _asked(request: CheckRequest, words: Words) -> list[tuple[str, str]]:
    settings = request.settings
    codes = words.plain(settings.scheme.name if settings.scheme else "codes_unchecked")
    left_out = ", ".join(words.plain(f"kind_{kind.value}") for kind in request.unchecked)
    given = {name: getattr(request, name) for name in INPUTS}
    given["grid_community_field"] = given["grid_community_field"] or words.plain("by_geometry")
    return [
        *limit_pairs(settings.limits, words),
        ("codes", codes if settings.has_codes else words.plain("no_codes")),
        ("ignored", words.plain("below", area=exact_area(settings.ignore_below))),
        ("slivers", words.plain("below", area=exact_area(settings.sliver_below))),
        ("checks_left_out", left_out or words.plain("none_left_out")),
        ("grids_layer", request.grids_layer),
        ("communities_layer", request.communities_layer),
        *given.items(),
        ("crs", request.crs_name),
    ]


def _found(summary: CheckSummary, request: CheckRequest, rows: Listed, words: Words) -> str:
    """Return the sections of findings; one plain sentence where there are none."""
    findings = summary.findings
    if not len(findings):
        clean = kind_table(summary, request.unchecked, words)
        return _section(words("findings"), f'<p class="good">{words("no_findings")}</p>\n{clean}')
    sections = [
        _section(words("by_kind"), kind_table(summary, request.unchecked, words)),
        _section(words("by_community"), community_table(summary, rows, words)),
        _section(words("findings"), finding_table(findings, rows, request.communities, words)),
    ]
    if len(rows.accepted):
        accepted = accepted_table(findings, rows, request.communities, words)
        sections.append(_section(words("accepted_findings"), accepted))
    return "\n".join(sections)


def _section(heading: str, content: str) -> str:
    return f"<section>\n<h2>{heading}</h2>\n{content}\n</section>"


def _glossary(words: Words) -> str:
    coverage, *others = ((f"<b>{words(f'term_{key}')}</b>", words(f"about_{key}")) for key in _TERMS)
    places = ((f"<b>{words(f'kind_{kind.value}')}</b>", words(f"about_{kind.value}")) for kind in GROUND)
    return pairs([coverage, *places, *others])
