"""The report of a division, one HTML file that opens offline, and its numbers as JSON.

Both say the same: they are made from one :class:`~grid_manager_plugin.division.summary.CitySummary`. Neither holds
clock times, paths or random ids, so two runs give the same bytes.
"""

from __future__ import annotations

import dataclasses

import numpy as np

from grid_manager_plugin.division.summary import CitySummary, CommunitySummary, total
from grid_manager_plugin.division.verdict import HELD, Verdict
from grid_manager_plugin.layers.report_charts import Chart, histogram
from grid_manager_plugin.layers.report_map import city_map
from grid_manager_plugin.layers.report_parts import (
    PageFrame,
    asked_pairs,
    filled,
    json_text,
    key_figures,
    limit_pairs,
    pairs,
    rights_content,
    rights_part,
)
from grid_manager_plugin.layers.report_request import INPUTS, ReportRequest, request_content
from grid_manager_plugin.layers.report_tables import chip, divided_table, notes_table, problem_table
from grid_manager_plugin.layers.report_words import (
    KM2_FROM,
    TEXTS,
    Translate,
    Words,
    area,
    length,
    number,
    people,
    percent,
)


def report_page(summary: CitySummary, request: ReportRequest, translate: Translate) -> str:
    """Return the report as HTML.

    Args:
        summary: What the division came to.
        request: What was asked.
        translate: Gives the text in the user's language for an English one.
    """
    return _page(summary, request, Words(translate))


def summary_text(summary: CitySummary, request: ReportRequest, translate: Translate) -> str:
    """Return the numbers of the report as JSON; keys are stable, figures that are unknown or infinite are null.

    Args:
        summary: What the division came to.
        request: What was asked.
        translate: Gives the text in the user's language for an English one, for reasons, suggestions and notes.
    """
    return json_text(summary_content(summary, request, Words(translate)))


def summary_content(summary: CitySummary, request: ReportRequest, words: Words) -> dict[str, object]:
    """Return the content of the JSON summary: only text, numbers, booleans, ``None``, lists and dicts."""
    totals = {
        "population": summary.population,
        "area_m2": summary.area,
        "border_m": summary.border,
        "on_barrier_share": summary.on_barrier_share,
        "blocks": summary.blocks,
        "kept_cut": summary.kept_cut,
        "moved_population": summary.moved_population,
        "infeasible_proven": _proven(summary),
        "outside_blocks": summary.outside_blocks,
        "outside_population": summary.outside_population,
    }
    distributions = {
        "grid_population": _distribution(summary.grid_population()),
        "grid_area_m2": _distribution(summary.grid_area()),
        "grid_compactness": _distribution(summary.grid_compactness()),
        "population_deviation": _distribution(summary.imbalance()),
    }
    return {
        "algorithm": "splitcommunities",
        "numbers": summary.numbers(),
        "request": request_content(request),
        "totals": totals,
        "distributions": distributions,
        "notes": [words.plain_message(note) for note in request.notes],
        "rights": rights_content(request.rights),
        "communities": [_community_content(one, words) for one in summary.communities()],
    }


def _distribution(values: np.ndarray) -> dict[str, float | int | None]:
    names = ("min", "quarter", "median", "three_quarters", "max")
    points = np.quantile(values, (0, 0.25, 0.5, 0.75, 1)).tolist() if len(values) else [None] * 5
    mean = total(values) / len(values) if len(values) else None
    return {"count": len(values), "mean": mean, **dict(zip(names, points))}


def _community_content(community: CommunitySummary, words: Words) -> dict[str, object]:
    row = community.row
    content = {field.name: getattr(row, field.name) for field in dataclasses.fields(row)}
    content.update(
        verdict=row.verdict.value,
        reason=words.plain_message(row.reason),
        suggestion=words.plain_message(row.suggestion),
        outside_population=community.outside_population,
        notes=[words.plain_message(note) for note in community.notes],
    )
    return content


def _proven(summary: CitySummary) -> int:
    return sum(one.row.proven for one in summary.communities())


def _page(summary: CitySummary, request: ReportRequest, words: Words) -> str:
    frame = PageFrame(
        language=request.language,
        layer=request.communities_layer,
        sentence=_sentence(summary, words),
        chips="".join(chip(verdict, words, f"<b>{number(summary.count(verdict))}</b> ") for verdict in Verdict),
        key_figures=_key_figures(summary, request, words),
        asked=asked_pairs(_asked(request, words), words),
        notes=f'<h2>{words("notes")}</h2>\n{notes_table(summary, request.notes, words)}',
        rights=rights_part(request.rights, words),
        glossary=_glossary(words),
    )
    return filled(
        "report",
        [key for key, text in TEXTS.items() if "{" not in text],
        words,
        frame,
        map=city_map(summary, request.crs_wkt, words),
        charts=_charts(summary, request, words),
        problem_table=problem_table(summary, words, counts_people(summary, request)),
        divided_table=divided_table(summary, words, counts_people(summary, request)),
        outside_text=_outside(summary, words),
    )


def _sentence(summary: CitySummary, words: Words) -> str:
    total = summary.numbers()["COMMUNITIES"]
    done = sum(summary.count(verdict) for verdict in HELD)
    if not total:
        return words("no_communities")
    key = "all_done" if done == total else "some_done" if done else "none_done"
    sentence = words(key, total=number(total), done=number(done), left=number(total - done))
    infeasible, proven = summary.count(Verdict.INFEASIBLE), _proven(summary)
    if infeasible:
        sentence += " " + words("unproven", proven=number(proven), searched=number(infeasible - proven))
    return sentence


def _key_figures(summary: CitySummary, request: ReportRequest, words: Words) -> str:
    numbers = summary.numbers()
    figures = [
        (number(numbers["COMMUNITIES"]), "communities"),
        (number(numbers["GRIDS"]), "grids"),
        *([(people(summary.population), "people")] if counts_people(summary, request) else []),
        (area(summary.area), "area"),
        (number(summary.blocks), "blocks"),
        (length(summary.border), "new_borders"),
    ]
    if summary.on_barrier_share:
        figures.append((percent(summary.on_barrier_share), "on_barriers"))
    if request.keep_whole_layer:
        figures.append((number(summary.kept_cut), "kept_cut"))
    if summary.moved_population is not None:
        figures.append((people(summary.moved_population), "moved"))
    return key_figures(figures, words)


def counts_people(summary: CitySummary, request: ReportRequest) -> bool:
    """Tell whether there is anybody to tell of: without a source of people their figures would be noughts."""
    return bool(request.settings.population_source) or summary.population > 0


def _asked(request: ReportRequest, words: Words) -> list[tuple[str, str]]:
    settings = request.settings
    (grids_key, grids), *limits = limit_pairs(settings.limits, words)
    if request.grids_field:
        grids = words.plain("grids_from_field", range=grids, field=request.grids_field)
    chosen = words.plain("fewest")
    if settings.target_population is not None:
        chosen = words.plain("target_value", people=people(settings.target_population))
    effort = words.plain(settings.effort)
    move_cost = words.plain("move_cost_value", metres=f"{settings.move_cost:g}")
    return [
        (grids_key, grids),
        *limits,
        ("target", chosen),
        ("whole", words.plain("yes" if settings.allow_whole else "no")),
        ("relaxing", words.plain("yes" if settings.allow_relaxed else "no")),
        ("codes", words.plain(settings.scheme.name)),
        ("effort", words.plain("effort_value", effort=effort, seed=settings.seed)),
        ("communities_layer", request.communities_layer),
        *((name, getattr(request, name)) for name in INPUTS if name != "grids_field"),
        ("move_cost", move_cost if request.existing_layer else ""),
        ("crs", request.crs_name),
    ]


def _charts(summary: CitySummary, request: ReportRequest, words: Words) -> str:
    limits = request.settings.limits
    relaxed = summary.grid_verdict() == Verdict.RELAXED
    areas = summary.grid_area()
    in_km2 = bool(len(areas)) and float(np.median(areas)) >= KM2_FROM
    unit, scale = ("km²", 1e6) if in_km2 else ("m²", 1.0)
    smallest, largest = (None if bound is None else bound / scale for bound in limits.area)
    imbalance = summary.imbalance() * 100
    none_relaxed = np.zeros(len(imbalance), dtype=bool)
    of_people = counts_people(summary, request)
    charts = [
        Chart(
            words("chart_people"),
            "axis_grids",
            summary.grid_population(),
            relaxed,
            number,
            limits.population[0],
            limits.population[1],
        ),
        Chart(
            words("chart_area", unit=unit),
            "axis_grids",
            areas / scale,
            relaxed,
            lambda value: area(value * scale),
            smallest,
            largest,
        ),
        Chart(
            words("chart_imbalance"),
            "axis_communities",
            imbalance,
            none_relaxed,
            lambda value: f"{value:.1f} %",
            None,
            limits.population_tolerance,
        ),
        Chart(
            words("chart_compactness"),
            "axis_grids",
            summary.grid_compactness(),
            relaxed,
            lambda value: f"{value:.2f}",
            whole=(0.0, 1.0),
        ),
    ]
    shown = charts if of_people else [charts[1], charts[3]]
    return "".join(histogram(chart, words) for chart in shown)


def _outside(summary: CitySummary, words: Words) -> str:
    if not summary.outside_blocks and not summary.outside_population:
        return f'<p class="good">{words("outside_none")}</p>'
    inside, outside = summary.population, summary.outside_population
    balance = [("balance_in", inside), ("balance_out", outside), ("balance_all", inside + outside)]
    rows = "".join(f'<tr><td>{words(key)}</td><td class="n">{people(value)}</td></tr>' for key, value in balance)
    text = words("outside_value", blocks=number(summary.outside_blocks), people=people(outside))
    return f'<p>{text}</p><table class="balance"><tbody>{rows}</tbody></table>'


def _glossary(words: Words) -> str:
    verdicts = [(chip(verdict, words), words(f"about_{verdict}")) for verdict in Verdict]
    terms = [(f"<b>{words(f'term_{key}')}</b>", words(f"about_{key}")) for key in _TERMS]
    return pairs(verdicts + terms)


_TERMS = ("limit", "border", "method", "compactness", "deviation")
