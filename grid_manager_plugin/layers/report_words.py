"""Every word of the report, marked for translation, and the way figures are written in it."""

from __future__ import annotations

import html
import math
from collections.abc import Callable, Mapping

from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

Translate = Callable[[str], str]

KM2_FROM = 100_000.0
"""Areas from here on, in square metres, are written in square kilometres."""

BEYOND_REASON = 1e15
"""Figures from here on are written with a power of ten: all their digits would tell nobody more."""

GAP = "\N{NO-BREAK SPACE}"
"""Stands between a figure and its unit, so that they stay on one line."""

DASH = "–"
"""Stands between a smallest and a largest figure, and alone where there is no figure."""


class Words:
    """Looks up a report's words, translates them and escapes all that goes into them.

    Without ``texts`` they are those of :data:`TEXTS`.
    """

    def __init__(self, translate: Translate, texts: Mapping[str, str] | None = None) -> None:
        self._translate = translate
        self._texts = TEXTS if texts is None else texts

    def __call__(self, key: str, **values: object) -> str:
        """Return the words of that key as safe HTML, with its placeholders filled in; errors as :meth:`plain`."""
        return html.escape(self.plain(key, **values))

    def plain(self, key: str, **values: object) -> str:
        """Return the words of that key, not escaped: to stand in other words.

        Raises:
            KeyError: No such key in the texts, or no value for a placeholder.
        """
        return self._translate(self._texts[key]).format(**values)

    def message(self, message: Message | None) -> str:
        """Return a message as safe HTML; nothing for ``None``."""
        return html.escape(self.plain_message(message) or "")

    def plain_message(self, message: Message | None) -> str | None:
        """Return a message translated, messages among its values too, but not escaped; ``None`` for ``None``."""
        if message is None:
            return None
        values = {
            name: self.plain_message(value) if isinstance(value, Message) else value
            for name, value in message.values.items()
        }
        return self._translate(message.text).format(**values)


def number(value: float | None, decimals: int = 0) -> str:
    """Write a number with thousands separators, beyond all reason in powers of ten; a dash where there is none."""
    if value is None or not math.isfinite(value):
        return DASH
    return f"{value:,.{decimals}f}" if abs(value) < BEYOND_REASON else f"{value:.6g}"


def people(value: float | None) -> str:
    """Write a population; a fraction of a person only where there is one."""
    fractional = value is not None and math.isfinite(value) and abs(value - round(value)) >= 0.05
    return number(value, 1 if fractional else 0)


def area(square_metres: float | None) -> str:
    """Write an area with its unit: square metres, or square kilometres where it is large."""
    if square_metres is None or not math.isfinite(square_metres):
        return DASH
    if square_metres < KM2_FROM:
        return f"{number(square_metres)}{GAP}m²"
    square_kilometres = square_metres / 1e6
    decimals = 0 if square_kilometres >= 1000 else 1 if square_kilometres >= 100 else 2
    return f"{number(square_kilometres, decimals)}{GAP}km²"


def length(metres: float | None) -> str:
    """Write a length with its unit: metres, or kilometres where it is long."""
    if metres is None or not math.isfinite(metres):
        return DASH
    return f"{number(metres)}{GAP}m" if metres < 10_000 else f"{number(metres / 1000, 1)}{GAP}km"


def percent(share: float | None) -> str:
    """Write a share of 1 as a percentage."""
    return DASH if share is None or not math.isfinite(share) else f"{share * 100:.0f}{GAP}%"


def between(low: str, high: str) -> str:
    """Write a range; one figure alone where both ends read the same."""
    return low if low == high else f"{low}{GAP}{DASH}{GAP}{high}"


TEXTS = {
    # head
    "title": QT_TRANSLATE_NOOP("Report", "Communities divided into grids"),
    "subtitle": QT_TRANSLATE_NOOP("Report", "Division report"),
    "all_done": QT_TRANSLATE_NOOP("Report", "Every community has grids within the limits: {done} of {total}."),
    "some_done": QT_TRANSLATE_NOOP(
        "Report",
        "Communities with grids within the limits: {done} of {total}. Communities that need attention: {left}.",
    ),
    "none_done": QT_TRANSLATE_NOOP("Report", "No community has grids within the limits: {done} of {total}."),
    "no_communities": QT_TRANSLATE_NOOP("Report", "There were no communities to divide."),
    "unproven": QT_TRANSLATE_NOOP(
        "Report", "Infeasible and proven: {proven}. Infeasible because the search found no plan: {searched}."
    ),
    # verdicts
    "solved": QT_TRANSLATE_NOOP("Report", "solved"),
    "kept": QT_TRANSLATE_NOOP("Report", "kept"),
    "relaxed": QT_TRANSLATE_NOOP("Report", "relaxed"),
    "infeasible": QT_TRANSLATE_NOOP("Report", "infeasible"),
    "failed": QT_TRANSLATE_NOOP("Report", "failed"),
    "proven": QT_TRANSLATE_NOOP("Report", "proven"),
    "not_proven": QT_TRANSLATE_NOOP("Report", "none found"),
    # key figures
    "communities": QT_TRANSLATE_NOOP("Report", "Communities"),
    "grids": QT_TRANSLATE_NOOP("Report", "Grids"),
    "people": QT_TRANSLATE_NOOP("Report", "People"),
    "area": QT_TRANSLATE_NOOP("Report", "Area"),
    "blocks": QT_TRANSLATE_NOOP("Report", "Blocks"),
    "kept_cut": QT_TRANSLATE_NOOP("Report", "Polygons to keep whole that are cut"),
    "moved": QT_TRANSLATE_NOOP("Report", "People in another grid than today's"),
    "new_borders": QT_TRANSLATE_NOOP("Report", "New borders"),
    "on_barriers": QT_TRANSLATE_NOOP("Report", "New borders on barriers"),
    # what was asked
    "asked": QT_TRANSLATE_NOOP("Report", "What was asked"),
    "grids_per_community": QT_TRANSLATE_NOOP("Report", "Grids per community"),
    "grids_from_field": QT_TRANSLATE_NOOP("Report", "{range}, or the number in the field {field}"),
    "people_per_grid": QT_TRANSLATE_NOOP("Report", "People per grid"),
    "area_per_grid": QT_TRANSLATE_NOOP("Report", "Area per grid"),
    "tolerance": QT_TRANSLATE_NOOP("Report", "Population balance"),
    "tolerance_value": QT_TRANSLATE_NOOP("Report", "within {percent} % of the community's mean per grid"),
    "target": QT_TRANSLATE_NOOP("Report", "Number of grids chosen"),
    "target_value": QT_TRANSLATE_NOOP("Report", "so that the mean comes nearest to {people} people per grid"),
    "fewest": QT_TRANSLATE_NOOP("Report", "the fewest that hold every limit"),
    "no_limit": QT_TRANSLATE_NOOP("Report", "no limit"),
    "at_least": QT_TRANSLATE_NOOP("Report", "at least {low}"),
    "at_most": QT_TRANSLATE_NOOP("Report", "at most {high}"),
    "exactly": QT_TRANSLATE_NOOP("Report", "exactly {low}"),
    "from_to": QT_TRANSLATE_NOOP("Report", "{low} to {high}"),
    "whole": QT_TRANSLATE_NOOP("Report", "Communities may stay whole"),
    "relaxing": QT_TRANSLATE_NOOP("Report", "Limits may be relaxed"),
    "yes": QT_TRANSLATE_NOOP("Report", "yes"),
    "no": QT_TRANSLATE_NOOP("Report", "no"),
    "codes": QT_TRANSLATE_NOOP("Report", "Grid codes"),
    "UNIT_15": QT_TRANSLATE_NOOP("Report", "Unit grid, 15 digits"),
    "SOCIAL_14": QT_TRANSLATE_NOOP("Report", "Social grid, 14 digits"),
    "PROFESSIONAL_20": QT_TRANSLATE_NOOP("Report", "Professional grid, 20 digits"),
    "PLAIN": QT_TRANSLATE_NOOP("Report", "Community id and number"),
    "effort": QT_TRANSLATE_NOOP("Report", "Search"),
    "effort_value": QT_TRANSLATE_NOOP("Report", "{effort} effort, seed {seed}"),
    "quick": QT_TRANSLATE_NOOP("Report", "quick"),
    "normal": QT_TRANSLATE_NOOP("Report", "normal"),
    "thorough": QT_TRANSLATE_NOOP("Report", "thorough"),
    "communities_layer": QT_TRANSLATE_NOOP("Report", "Communities layer"),
    "blocks_layer": QT_TRANSLATE_NOOP("Report", "Blocks layer"),
    "barriers_layer": QT_TRANSLATE_NOOP("Report", "Barriers layer"),
    "barrier_factor": QT_TRANSLATE_NOOP("Report", "Field with the factor of barriers"),
    "barrier_profile": QT_TRANSLATE_NOOP("Report", "Table of barrier factors"),
    "barrier_hard": QT_TRANSLATE_NOOP("Report", "Field of barriers that no grid may cross"),
    "keep_whole_layer": QT_TRANSLATE_NOOP("Report", "Layer of polygons to keep whole"),
    "keep_whole_dedicated": QT_TRANSLATE_NOOP("Report", "Field of polygons that are grids of their own"),
    "existing_layer": QT_TRANSLATE_NOOP("Report", "Layer of today's grids"),
    "move_cost": QT_TRANSLATE_NOOP("Report", "One moved person weighs"),
    "move_cost_value": QT_TRANSLATE_NOOP("Report", "{metres} m of border"),
    "population_field": QT_TRANSLATE_NOOP("Report", "Population field"),
    "community_population": QT_TRANSLATE_NOOP("Report", "Population field of the communities"),
    "population_layer": QT_TRANSLATE_NOOP("Report", "Population layer"),
    "population_layer_field": QT_TRANSLATE_NOOP("Report", "Field of the population layer"),
    "population_raster": QT_TRANSLATE_NOOP("Report", "Population raster"),
    "crs": QT_TRANSLATE_NOOP("Report", "Coordinate system"),
    # map
    "map": QT_TRANSLATE_NOOP("Report", "Map of the city"),
    "map_help": QT_TRANSLATE_NOOP(
        "Report",
        "Each patch is a grid. Communities that need attention are hatched; their numbers are those of the table "
        "below. Outlines are simplified for drawing; areas and lengths are measured on the ellipsoid.",
    ),
    "map_empty": QT_TRANSLATE_NOOP("Report", "There is no ground to draw."),
    "map_tooltip": QT_TRANSLATE_NOOP("Report", "{name}: {verdict}. Grids: {grids}. People: {people}. Area: {area}."),
    "community_border": QT_TRANSLATE_NOOP("Report", "community border"),
    "grid_border": QT_TRANSLATE_NOOP("Report", "grid border"),
    "north": QT_TRANSLATE_NOOP("Report", "N"),
    # charts
    "figures": QT_TRANSLATE_NOOP("Report", "Grids against the limits"),
    "figures_help": QT_TRANSLATE_NOOP(
        "Report",
        "How many grids have which figure. Dashed lines are the limits. Only grids of solved, kept and relaxed "
        "communities are counted.",
    ),
    "chart_people": QT_TRANSLATE_NOOP("Report", "People per grid"),
    "chart_area": QT_TRANSLATE_NOOP("Report", "Area per grid, {unit}"),
    "chart_compactness": QT_TRANSLATE_NOOP("Report", "Compactness of grids (1 = circle)"),
    "chart_imbalance": QT_TRANSLATE_NOOP("Report", "Deviation from the community's mean population, %"),
    "chart_figures": QT_TRANSLATE_NOOP("Report", "Smallest {low}, median {median}, largest {high}."),
    "chart_empty": QT_TRANSLATE_NOOP("Report", "No figures to show."),
    "axis_grids": QT_TRANSLATE_NOOP("Report", "grids"),
    "axis_communities": QT_TRANSLATE_NOOP("Report", "communities"),
    "minimum": QT_TRANSLATE_NOOP("Report", "min {bound}"),
    "maximum": QT_TRANSLATE_NOOP("Report", "max {bound}"),
    "series_held": QT_TRANSLATE_NOOP("Report", "solved and kept"),
    "bar": QT_TRANSLATE_NOOP("Report", "{low} to {high}: {count}"),
    "bar_last": QT_TRANSLATE_NOOP("Report", "{low} and more: {count}"),
    # tables
    "attention": QT_TRANSLATE_NOOP("Report", "Communities that need attention"),
    "attention_none": QT_TRANSLATE_NOOP("Report", "None: every community has grids within the limits."),
    "divided": QT_TRANSLATE_NOOP("Report", "Communities within the limits"),
    "divided_none": QT_TRANSLATE_NOOP("Report", "None."),
    "community": QT_TRANSLATE_NOOP("Report", "Community"),
    "verdict": QT_TRANSLATE_NOOP("Report", "Verdict"),
    "reason": QT_TRANSLATE_NOOP("Report", "Why"),
    "suggestion": QT_TRANSLATE_NOOP("Report", "What would help"),
    "min_max_people": QT_TRANSLATE_NOOP("Report", "People per grid"),
    "min_max_area": QT_TRANSLATE_NOOP("Report", "Area per grid"),
    "new_border": QT_TRANSLATE_NOOP("Report", "New border"),
    "on_barrier": QT_TRANSLATE_NOOP("Report", "On barriers"),
    "method": QT_TRANSLATE_NOOP("Report", "Made of"),
    "method_blocks": QT_TRANSLATE_NOOP("Report", "blocks"),
    "method_faces": QT_TRANSLATE_NOOP("Report", "faces"),
    "method_cells": QT_TRANSLATE_NOOP("Report", "cells"),
    "method_today": QT_TRANSLATE_NOOP("Report", "today's grids"),
    "cut": QT_TRANSLATE_NOOP("Report", "Cut"),
    "moved_people": QT_TRANSLATE_NOOP("Report", "Moved people"),
    "source": QT_TRANSLATE_NOOP("Report", "Source of people"),
    "source_field": QT_TRANSLATE_NOOP("Report", "field of the blocks"),
    "source_points": QT_TRANSLATE_NOOP("Report", "points"),
    "source_polygons": QT_TRANSLATE_NOOP("Report", "polygons"),
    "source_raster": QT_TRANSLATE_NOOP("Report", "raster"),
    "source_total by area": QT_TRANSLATE_NOOP("Report", "field of the communities, by area"),
    "source_total by points": QT_TRANSLATE_NOOP("Report", "field of the communities, by points"),
    "source_total by polygons": QT_TRANSLATE_NOOP("Report", "field of the communities, by polygons"),
    "source_total by raster": QT_TRANSLATE_NOOP("Report", "field of the communities, by raster"),
    "source_": QT_TRANSLATE_NOOP("Report", "none"),
    "limit": QT_TRANSLATE_NOOP("Report", "Limit: {limit}"),
    "limit_grids": QT_TRANSLATE_NOOP("Report", "number of grids"),
    "limit_population": QT_TRANSLATE_NOOP("Report", "population"),
    "limit_area": QT_TRANSLATE_NOOP("Report", "area"),
    "limit_contiguity": QT_TRANSLATE_NOOP("Report", "contiguity"),
    "limit_geometry": QT_TRANSLATE_NOOP("Report", "geometry"),
    "row_grids": QT_TRANSLATE_NOOP("Report", "Grids: {grids}; people per grid {people}; area per grid {area}"),
    "rows_left_out": QT_TRANSLATE_NOOP(
        "Report", "Left out here: {count}. The status layer and the JSON summary have all communities."
    ),
    # outside and notes
    "outside": QT_TRANSLATE_NOOP("Report", "What lay outside every community"),
    "outside_none": QT_TRANSLATE_NOOP("Report", "Nothing: every block lies in a community, and everybody is counted."),
    "outside_value": QT_TRANSLATE_NOOP(
        "Report",
        "Blocks outside every community: {blocks}. People outside, with those of the parts of blocks, polygons or "
        "cells that lie outside: {people}. They are in no grid.",
    ),
    "balance_in": QT_TRANSLATE_NOOP("Report", "People in the communities"),
    "balance_out": QT_TRANSLATE_NOOP("Report", "People outside"),
    "balance_all": QT_TRANSLATE_NOOP("Report", "All people"),
    "notes": QT_TRANSLATE_NOOP("Report", "Notes on the input"),
    "notes_none": QT_TRANSLATE_NOOP("Report", "Nothing had to be mended."),
    "note": QT_TRANSLATE_NOOP("Report", "Note"),
    "notes_left_out": QT_TRANSLATE_NOOP(
        "Report", "Left out here: {count}. The JSON summary has all notes."
    ),
    "whole_run": QT_TRANSLATE_NOOP("Report", "All input"),
    "rights": QT_TRANSLATE_NOOP("Report", "Whose data this is"),
    # how to read it
    "reading": QT_TRANSLATE_NOOP("Report", "How to read this report"),
    "about_solved": QT_TRANSLATE_NOOP("Report", "The community is divided and every limit holds for every grid."),
    "about_kept": QT_TRANSLATE_NOOP(
        "Report", "The community holds the limits as it is and stays whole, as one grid. Only when this was allowed."
    ),
    "about_relaxed": QT_TRANSLATE_NOOP(
        "Report", "No plan that holds every limit was found; this one breaks them least. Only when this was allowed."
    ),
    "about_infeasible": QT_TRANSLATE_NOOP(
        "Report",
        "The community was left undivided because the limits could not be held together. “Proven” means that no "
        "plan can exist; “none found” means that the search did not find one, and more effort may.",
    ),
    "about_failed": QT_TRANSLATE_NOOP(
        "Report", "The community's own data cannot be used; the reason says what to mend. It was left undivided."
    ),
    "term_limit": QT_TRANSLATE_NOOP("Report", "limit"),
    "about_limit": QT_TRANSLATE_NOOP(
        "Report",
        "The limit that stands in the way. Contiguity: a grid must be in one piece. All limits hold together; a "
        "figure equal to a limit holds it.",
    ),
    "term_border": QT_TRANSLATE_NOOP("Report", "new border"),
    "about_border": QT_TRANSLATE_NOOP(
        "Report", "Length of the borders between the grids of a community; each counts once. Shorter is better."
    ),
    "term_method": QT_TRANSLATE_NOOP("Report", "made of"),
    "about_method": QT_TRANSLATE_NOOP(
        "Report",
        "Blocks: the given ones. Faces: the ground between barriers. Cells: faces that were too large for the limits "
        "were refined, and borders inside them run straight. Today's grids: these hold every limit and were left.",
    ),
    "term_compactness": QT_TRANSLATE_NOOP("Report", "compactness"),
    "about_compactness": QT_TRANSLATE_NOOP(
        "Report",
        "Polsby-Popper: 4π × area ÷ perimeter². 1 is a circle, a square has 0.79; winding edges and narrow arms make "
        "it small. The community's own edge counts too.",
    ),
    "term_deviation": QT_TRANSLATE_NOOP("Report", "deviation"),
    "about_deviation": QT_TRANSLATE_NOOP(
        "Report", "How far the grid that differs most lies from the mean population of its community's grids."
    ),
}
"""English texts by key; placeholders stand in braces."""
