"""The card of a grid: its map, size, people, staff, components and neighbours, as a piece of a page."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from grid_manager_plugin.layers.card_maps import CardMaps
from grid_manager_plugin.layers.grid_summary import GridSummary, class_counts
from grid_manager_plugin.layers.report_parts import icon_chip, pairs
from grid_manager_plugin.layers.report_words import Words, area, length, number, people
from grid_manager_plugin.linking.neighbours import Neighbours
from grid_manager_plugin.linking.roster import Staff


@dataclass(frozen=True)
class _Parts:
    """What all cards are made from.

    Attributes:
        summary: The figures.
        maps: Draws the maps.
        borders: Common border in metres by pair of numbers, the lower first.
        classes: Name and points by grid, of every layer and class.
    """

    summary: GridSummary
    maps: CardMaps
    borders: dict[tuple[int, int], float]
    classes: list[tuple[str, np.ndarray]]


def cards(summary: GridSummary, found: Neighbours, words: Words) -> Iterator[str]:
    """Yield the card of each grid, in the order of their codes; each is called ``g`` and its number from 1.

    Args:
        summary: The figures.
        found: Which grids share a border.
        words: The report's words.
    """
    grids = summary.grids
    maps = CardMaps(grids.indexed.ground.geometry, summary.number, found, len(summary.figures), grids.crs_wkt)
    borders = dict(zip(zip(found.one.tolist(), found.other.tolist()), found.border.tolist()))
    classes = []
    for layer, name, points in class_counts(summary):
        title = f"{layer}: {name}" if name and len(summary.counted) > 1 else name or layer
        classes.append((html.escape(title), points))
    parts = _Parts(summary, maps, borders, classes)
    for i in range(len(summary.figures)):
        yield _card(parts, i, words)


def _card(parts: _Parts, i: int, words: Words) -> str:
    figures = parts.summary.figures
    code, name = html.escape(figures.code[i]), html.escape(figures.name[i])
    counted = [
        (words("people"), people(figures.population[i])),
        (words("density"), number(figures.density[i])),
    ]
    sized = [
        *(counted if np.isfinite(figures.population).any() else []),
        (words("area"), area(figures.area[i])),
        (words("perimeter"), length(figures.perimeter[i])),
        (words("compactness"), number(figures.compactness[i], 2)),
    ]
    staff = None if parts.summary.roster is None else parts.summary.roster.staff[figures.code[i]]
    lists = [] if staff is None else [(words("staff"), _staff(staff, words))]
    if parts.summary.counted:
        lists.append((words("components"), _classes(parts, i, words)))
    lists.append((words("neighbours"), _neighbours(parts, i, words)))
    title = f"{code}<small>{name}</small>" if name else code
    text = "".join(f"<section><h4>{head}</h4>{body}</section>" for head, body in lists)
    return (
        f'<article class="card" id="g{i + 1}"><h3>{title}</h3>'
        f'{parts.maps.draw(i, words("card_map", code=figures.code[i]))}<dl>{pairs(sized)}</dl>{text}'
        f'<a class="back" href="#i{i + 1}">{words("to_index")}</a></article>\n'
    )


def _staff(staff: Staff, words: Words) -> str:
    chip = ""
    if staff.missing:
        chip = icon_chip("incomplete", words("missing", roles=", ".join(staff.missing)))
    if not staff.members:
        return f"<p>{words('no_staff')}</p>{chip}"
    items = (f"<li>{html.escape(role)}: <b>{html.escape(person)}</b></li>" for role, person in staff.members)
    return f"<ul>{''.join(items)}</ul>{chip}"


def _classes(parts: _Parts, i: int, words: Words) -> str:
    items = [f"<li>{title}: <b>{number(int(points[i]))}</b></li>" for title, points in parts.classes if points[i]]
    return f"<ul>{''.join(items)}</ul>" if items else f"<p>{words('no_features')}</p>"


def _neighbours(parts: _Parts, i: int, words: Words) -> str:
    codes = parts.summary.figures.code
    near = sorted(parts.maps.near(i))
    if not near:
        return f"<p>{words('no_neighbours')}</p>"
    items = (
        f'<li><a href="#g{one + 1}">{html.escape(codes[one])}</a> '
        f"{length(parts.borders[min(i, one), max(i, one)])}</li>"
        for one in near
    )
    return f"<ul>{''.join(items)}</ul>"
