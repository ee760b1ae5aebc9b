"""The report of grids, one HTML file with an index and the card of every grid, and its numbers as JSON.

Neither holds clock times, paths or random ids, so two runs give the same bytes.
"""

from __future__ import annotations

import html
from dataclasses import dataclass

from grid_manager_plugin.layers.grid_cards import cards
from grid_manager_plugin.layers.grid_summary import GridSummary, class_counts, classes_text, known
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
from grid_manager_plugin.layers.report_words import DASH, Translate, Words, area, number, people, percent
from grid_manager_plugin.layers.summary_words import SUMMARY_TEXTS, summary_words
from grid_manager_plugin.linking.neighbours import Neighbours
from grid_manager_plugin.linking.roster import Role

LEVEL_ROWS = 2000
"""The table of levels has at most so many rows; the layer has all."""

NAMED = 20
"""A role is told to be missing in at most so many grids by name."""

_TERMS = ("measure", "shape", "neighbour", "staff")


@dataclass(frozen=True)
class SummaryRequest:
    """What was asked of a summary of grids.

    Attributes:
        grids_layer: Name of the layer of grids; never a path.
        grid_code_field: Field with their codes.
        grid_name_field: Field with their names; empty for none.
        population_field: Field with their people; empty for none.
        roster_layer: Name of the roster; empty for none.
        roles: Roles that every grid needs.
        level_lengths: Lengths of the codes of the levels.
        neighbours: Which grids share a border, by their numbers; ``None`` where no report was asked for.
        rights: Layers of the input whose metadata tell rights or licences, and what they tell.
        language: Language of the report's text, as an HTML ``lang`` attribute.
    """

    grids_layer: str
    grid_code_field: str
    grid_name_field: str
    population_field: str
    roster_layer: str
    roles: tuple[Role, ...]
    level_lengths: tuple[int, ...]
    neighbours: Neighbours | None
    rights: tuple[tuple[str, str], ...] = ()
    language: str = "en"


def summary_page(summary: GridSummary, request: SummaryRequest, translate: Translate) -> str:
    """Return the report as HTML.

    Args:
        summary: The figures.
        request: What was asked.
        translate: Gives the text in the user's language for an English one.
    """
    words = summary_words(translate)
    frame = PageFrame(
        language=request.language,
        layer=request.grids_layer,
        sentence=_sentence(summary, words),
        key_figures=key_figures(_figures(summary), words),
        asked=asked_pairs(_asked(summary, request, words), words),
        notes=notes_section(summary.notes, words),
        rights=rights_part(request.rights, words),
        glossary=pairs((f"<b>{words(f'term_{key}')}</b>", words(f"about_{key}")) for key in _TERMS),
    )
    return filled(
        "grid_report",
        (key for key, text in SUMMARY_TEXTS.items() if "{" not in text),
        words,
        frame,
        level_table=_levels(summary, words),
        role_section=_roles(summary, request, words),
        class_section=_classes(summary, words),
        index_table=_index(summary, words),
        card_list="" if request.neighbours is None else "".join(cards(summary, request.neighbours, words)),
    )


def summary_text(summary: GridSummary, request: SummaryRequest, translate: Translate) -> str:
    """Return the numbers of the report as JSON; keys are stable; arguments as :func:`summary_page`."""
    words, figures, classes = summary_words(translate), summary.figures, classes_text(summary)
    roster, features = summary.roster, summary.figures.features
    return json_text(
        {
            "algorithm": "summarizegrids",
            "numbers": summary.numbers(),
            "request": {
                "grids_layer": request.grids_layer,
                "grid_code_field": request.grid_code_field,
                "grid_name_field": request.grid_name_field or None,
                "population_field": request.population_field or None,
                "point_layers": [one.layer for one in summary.counted],
                "roster_layer": request.roster_layer or None,
                "required_roles": [role.name for role in request.roles],
                "levels": list(request.level_lengths),
            },
            "grids": [
                {
                    "grid_code": code,
                    "name": figures.name[i],
                    "population": known(figures.population[i]),
                    "area_m2": float(figures.area[i]),
                    "density_km2": known(figures.density[i]),
                    "features": None if features is None else int(features[i]),
                    "classes": classes[i],
                    "roster_complete": None if roster is None else roster.staff[code].complete,
                    "missing_roles": None if roster is None else list(roster.staff[code].missing),
                }
                for i, code in enumerate(figures.code.tolist())
            ],
            "levels": [
                {
                    "level": one.level,
                    "code": one.code,
                    "name": one.name,
                    "grids": one.grids,
                    "population": known(one.population),
                    "area_m2": one.area,
                    "density_km2": known(one.density),
                    "features": one.features,
                    "roster_complete_share": one.complete_share,
                }
                for one in summary.levels
            ],
            "notes": [words.plain_message(note) for note in summary.notes],
            "rights": rights_content(request.rights),
        }
    )


def _sentence(summary: GridSummary, words: Words) -> str:
    numbers = summary.numbers()
    return words(
        "sentence" if summary.roster is None else "sentence_roster",
        grids=number(numbers["GRIDS"]),
        people=people(_people(summary)),
        area=area(numbers["AREA_M2"]),
        complete=number(numbers["ROSTER_COMPLETE"]),
    )


def _people(summary: GridSummary) -> float | None:
    return summary.numbers()["POPULATION"] if (summary.figures.population >= 0).any() else None


def _figures(summary: GridSummary) -> list[tuple[str, str]]:
    numbers = summary.numbers()
    told = _people(summary)
    figures = [(number(numbers["GRIDS"]), "grids"), *([] if told is None else [(people(told), "people")])]
    figures += [(area(numbers["AREA_M2"]), "area")]
    if summary.counted:
        figures += [(number(numbers["FEATURES"]), "features"), (number(numbers["FEATURES_UNLINKED"]), "features_left")]
    if summary.roster is not None:
        figures += [(number(numbers["PERSONS"]), "persons"), (number(numbers["PERSONS_IN_SEVERAL"]), "in_several")]
    return figures


def _asked(summary: GridSummary, request: SummaryRequest, words: Words) -> list[tuple[str, str]]:
    roster = request.roster_layer
    return [
        ("grids_layer", request.grids_layer),
        ("grid_code_field", request.grid_code_field),
        ("grid_name_field", request.grid_name_field),
        ("population_field", request.population_field),
        ("point_layers", ", ".join(one.layer for one in summary.counted)),
        ("roster_layer", roster),
        ("required_roles", ", ".join(role.name for role in request.roles) if roster else ""),
        ("level_lengths", ", ".join(str(length) for length in request.level_lengths)),
    ]


def _levels(summary: GridSummary, words: Words) -> str:
    with_features, with_roster = bool(summary.counted), summary.roster is not None
    keys = ["grids", "people", "area", "density", *(["features"] if with_features else [])]
    keys += ["roster_share"] if with_roster else []
    body = ""
    for i, one in enumerate(summary.levels[:LEVEL_ROWS], start=1):
        code = f"<b>{html.escape(one.code)}</b>" + (f"<small>{html.escape(one.name)}</small>" if one.name else "")
        figures = [number(one.grids), people(known(one.population)), area(one.area), number(known(one.density))]
        figures += [number(one.features)] if with_features else []
        figures += [percent(one.complete_share)] if with_roster else []
        body += row(f"l{i}", [str(one.level), code], figures)
    head = [words("level"), words("code"), *(words(key) for key in keys)]
    more = left_out("levels_left_out", len(summary.levels) - LEVEL_ROWS, words)
    return table("levels", head, body, numeric=len(keys)) + more


def _roles(summary: GridSummary, request: SummaryRequest, words: Words) -> str:
    if summary.roster is None:
        return ""
    body = ""
    for i, role in enumerate(request.roles, start=1):
        codes = [code for code, staff in summary.roster.staff.items() if role.name in staff.missing]
        where = ", ".join(codes[:NAMED]) + (", …" if len(codes) > NAMED else "")
        cells = [html.escape(role.name), html.escape(where) or words("nowhere_missing")]
        body += row(f"r{i}", cells, [number(len(codes))])
    head = [words(key) for key in ("role", "where", "missing_in")]
    text = f'<p class="help">{words("roles_help")}</p>{table("roles", head, body, numeric=1)}'
    return f"<section>\n<h2>{words('roles')}</h2>\n{text}\n</section>"


def _classes(summary: GridSummary, words: Words) -> str:
    if not summary.counted:
        return ""
    body = ""
    for i, (layer, name, points) in enumerate(class_counts(summary), start=1):
        cells = [html.escape(layer), html.escape(name) or f"<i>{words('no_class')}</i>"]
        body += row(f"k{i}", cells, [number(int(points.sum())), number(int((points > 0).sum()))])
    head = [words(key) for key in ("layer", "class", "features", "grids")]
    return f"<section>\n<h2>{words('components')}</h2>\n{table('classes', head, body, numeric=2)}\n</section>"


def _index(summary: GridSummary, words: Words) -> str:
    figures, roster, features = summary.figures, summary.roster, summary.figures.features
    keys = ["people", "area", "density", *([] if features is None else ["features"])]
    body = []
    for i, code in enumerate(figures.code.tolist()):
        name = f"<small>{html.escape(figures.name[i])}</small>" if figures.name[i] else ""
        cells = [f'<a href="#g{i + 1}"><b>{html.escape(code)}</b></a>{name}']
        if roster is not None:
            staff = roster.staff[code]
            state = "complete" if staff.complete else "incomplete"
            cells.append(icon_chip(state, html.escape(", ".join(staff.missing)) or words("complete")))
        told = [people(known(figures.population[i])), area(figures.area[i]), number(known(figures.density[i]))]
        told += [] if features is None else [number(int(features[i]))]
        body.append(row(f"i{i + 1}", cells, told))
    head = [words("grid"), *([] if roster is None else [words("staff")]), *(words(key) for key in keys)]
    return table("index", head, "".join(body), numeric=len(keys)) if body else DASH
