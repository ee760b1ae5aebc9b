"""What the pages and summaries of all reports are put together from."""

from __future__ import annotations

import html
import json
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from string import Template

from grid_manager_plugin.layers.report_words import DASH, KM2_FROM, Words, number, people
from grid_manager_plugin.rules.limits import Limits, Range
from grid_manager_plugin.rules.messages import Message

RESOURCES = Path(__file__).parent.parent / "resources"


_FRAME_TEXTS = ("title", "subtitle", "asked", "reading")


@dataclass(frozen=True)
class PageFrame:
    """What stands around the sections of every report.

    Attributes:
        language: Code of the page's language, plain text.
        layer: Name of what was worked on, plain text.
        sentence: What the run came to, safe HTML as the following.
        key_figures: Boxes of figures.
        asked: What was asked, entries of a list.
        notes: The section of notes on the input.
        rights: Whose data the input is.
        chips: Counts by verdict; empty for none.
        glossary: How to read the page, entries of a list; empty for none.
    """

    language: str
    layer: str
    sentence: str
    key_figures: str
    asked: str
    notes: str
    rights: str
    chips: str = ""
    glossary: str = ""


def filled(page: str, texts: Iterable[str], words: Words, frame: PageFrame, **parts: str) -> str:
    """Return a report as a page.

    Args:
        page: Name of the files in the resources that have its sections and its own style.
        texts: Keys of the words that stand in the sections as ``$w_key``.
        words: The report's words.
        frame: What stands around the sections.
        parts: What else stands in the sections, safe HTML.
    """
    named = {f"w_{key}": words(key) for key in (*_FRAME_TEXTS, *texts)}
    around = {field.name: getattr(frame, field.name) for field in fields(frame)}
    around |= {"language": html.escape(frame.language), "layer": html.escape(frame.layer)}
    around["style"] = _resource("page.css") + _resource(f"{page}.css")
    around["sections"] = Template(_resource(f"{page}.html")).substitute(named, **parts)
    around["reading"] = ""
    if frame.glossary:
        glossary = f'<dl class="glossary">{frame.glossary}</dl>'
        around["reading"] = f"<section>\n<h2>{named['w_reading']}</h2>\n{glossary}\n</section>\n"
    return Template(_resource("page.html")).substitute(named, **around)


def _resource(name: str) -> str:
    return (RESOURCES / name).read_text(encoding="utf-8")


def json_text(content: object) -> str:
    """Return the text of a summary; numbers that JSON has no word for are ``null``."""
    return json.dumps(_only_finite(content), ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _only_finite(content: object) -> object:
    """Return JSON content with ``None`` for every number that JSON has no word for."""
    if isinstance(content, dict):
        return {key: _only_finite(value) for key, value in content.items()}
    if isinstance(content, list):
        return [_only_finite(value) for value in content]
    return None if isinstance(content, float) and not math.isfinite(content) else content


def icon_chip(name: str, text: str) -> str:
    """Return a chip that shape and word tell apart, not colour alone.

    Args:
        name: Class of the chip, and of its symbol in the template.
        text: What stands in it, safe HTML.
    """
    return (
        f'<span class="chip {name}"><svg viewBox="0 0 16 16" aria-hidden="true"><use href="#i-{name}"/></svg>'
        f"{text}</span>"
    )


def key_figures(figures: Iterable[tuple[str, str]], words: Words) -> str:
    """Return boxes of figures, each with the key of the word below it."""
    return "".join(f"<div><b>{figure}</b><span>{words(key)}</span></div>" for figure, key in figures)


def limit_pairs(limits: Limits, words: Words) -> list[tuple[str, str]]:
    """Return the limits as pairs of the key of a word and plain text."""
    tolerance = words.plain("no_limit")
    if limits.population_tolerance is not None:
        tolerance = words.plain("tolerance_value", percent=f"{limits.population_tolerance:g}")
    return [
        ("grids_per_community", _bounds(limits.grids, str, words)),
        ("people_per_grid", _bounds(limits.population, people, words)),
        ("tolerance", tolerance),
        ("area_per_grid", _bounds(limits.area, exact_area, words)),
    ]


def exact_area(square_metres: float) -> str:
    """Write an area with all its figures, as a person asked for it."""
    exact = f"{square_metres:,.10g} m²"
    return exact if square_metres < KM2_FROM else f"{exact} ({square_metres / 1e6:,.6g} km²)"


def _bounds(bounds: Range, write: Callable[[float], str], words: Words) -> str:
    low, high = (None if bound is None else write(bound) for bound in bounds)
    if low is None and high is None:
        return words.plain("no_limit")
    if low is None:
        return words.plain("at_most", high=high)
    if high is None:
        return words.plain("at_least", low=low)
    return words.plain("exactly" if low == high else "from_to", low=low, high=high)


def asked_pairs(asked: Iterable[tuple[str, str]], words: Words) -> str:
    """Return what was asked, pairs of the key of a word and plain text, without what was not given."""
    return pairs([(words(key), html.escape(value)) for key, value in asked if value])


def pairs(named: Iterable[tuple[str, str]]) -> str:
    """Return names and what belongs to them, safe HTML, as the entries of a list."""
    return "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in named)


def notes_section(notes: tuple[Message, ...], words: Words) -> str:
    """Return the notes on the input; nothing where there is none."""
    if not notes:
        return ""
    items = "".join(f"<li>{words.message(note)}</li>" for note in notes)
    return f'<h2>{words("notes")}</h2>\n<ul class="notes">{items}</ul>'


def rights_part(rights: tuple[tuple[str, str], ...], words: Words) -> str:
    """Return whose data the input is, as the layers' metadata tell; nothing where none does."""
    if not rights:
        return ""
    told = [(html.escape(layer), html.escape(text)) for layer, text in rights]
    return f'<h2>{words("rights")}</h2><dl class="glossary">{pairs(told)}</dl>'


def rights_content(rights: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    """Return whose data the input is as content of a JSON summary."""
    return [{"layer": layer, "text": text} for layer, text in rights]


def name_cell(identity: str, name: str) -> str:
    """Return what a table calls a community: its name with its id below, or the id alone."""
    if not name or name == identity:
        return f"<b>{html.escape(identity or DASH)}</b>"
    return f"<b>{html.escape(name)}</b><small>{html.escape(identity)}</small>"


def row(target: str, cells: list[str], figures: list[str]) -> str:
    """Return a row of a table.

    Args:
        target: Id that links lead to.
        cells: Safe HTML.
        figures: Plain text, set to the right.
    """
    text = "".join(f"<td>{cell}</td>" for cell in cells)
    numbers = "".join(f'<td class="n">{html.escape(figure)}</td>' for figure in figures)
    return f'<tr id="{target}">{text}{numbers}</tr>\n'


def table(kind: str, head: list[str], body: str, numeric: int) -> str:
    """Return a table.

    Args:
        kind: Its class.
        head: Its headings, safe HTML.
        body: Its rows.
        numeric: So many columns at the end hold figures.
    """
    cells = [
        f'<th scope="col" class="n">{cell}</th>' if i >= len(head) - numeric else f'<th scope="col">{cell}</th>'
        for i, cell in enumerate(head)
    ]
    return f'<table class="{kind}"><thead><tr>{"".join(cells)}</tr></thead><tbody>\n{body}</tbody></table>'


def left_out(key: str, count: int, words: Words) -> str:
    """Return how many rows a table left out; nothing where it has all."""
    return f'<p class="empty">{words(key, count=number(count))}</p>' if count > 0 else ""
