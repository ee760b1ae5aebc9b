"""Every word of the report of a check, marked for translation; those it shares with the split's come from there."""

from __future__ import annotations

import math

from grid_manager_plugin.coverage.kinds import GROUND, Kind
from grid_manager_plugin.layers.report_words import (
    DASH,
    GAP,
    TEXTS,
    Translate,
    Words,
    area,
    length,
    number,
    people,
    percent,
)
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP

DECIMALS_BELOW = 10.0
"""Smaller areas, in square metres, are written with decimals: most gaps are slivers."""


def check_words(translate: Translate) -> Words:
    """Return the words of the report of a check."""
    return Words(translate, {**TEXTS, **CHECK_TEXTS})


def ground(square_metres: float | None) -> str:
    """Write the area of a place with its unit; a small one with decimals, two figures of it at least."""
    if square_metres is None or not 0 < square_metres < DECIMALS_BELOW:
        return area(square_metres)
    decimals = min(9, max(2, 1 - math.floor(math.log10(square_metres))))
    return f"{number(square_metres, decimals)}{GAP}m²"


def figure(kind: Kind, value: float) -> str:
    """Write the figure that breaks a rule of that kind, or its bound."""
    if not math.isfinite(value):
        return DASH
    if kind in (Kind.AREA, Kind.INVALID_GEOMETRY, *GROUND):
        return ground(value)
    if kind is Kind.WRONG_COMMUNITY:
        return percent(value)
    if kind is Kind.POPULATION:
        return people(value)
    return length(value) if kind is Kind.EDGE_MISMATCH else f"{value:,.6g}"


CHECK_TEXTS = {
    # head
    "title": QT_TRANSLATE_NOOP("CheckReport", "Grids checked against their communities"),
    "subtitle": QT_TRANSLATE_NOOP("CheckReport", "Check report"),
    "passed_tiling": QT_TRANSLATE_NOOP(
        "CheckReport",
        "Passed: the grids tile their communities. Grids: {grids}; communities: {communities}; errors: none; "
        "warnings: {warnings}.",
    ),
    "passed_rules": QT_TRANSLATE_NOOP(
        "CheckReport",
        "Passed: no errors in what was checked. Grids: {grids}; communities: {communities}; warnings: {warnings}.",
    ),
    "passed_accepted": QT_TRANSLATE_NOOP(
        "CheckReport",
        "Passed: no errors but accepted ones. Grids: {grids}; communities: {communities}; warnings: {warnings}; "
        "accepted: {accepted}.",
    ),
    "failed_sentence": QT_TRANSLATE_NOOP(
        "CheckReport",
        "Failed. Errors: {errors}; communities with errors: {invalid} of {communities}; grids: {grids}; "
        "warnings: {warnings}; accepted: {accepted}.",
    ),
    # repair
    "repaired": QT_TRANSLATE_NOOP("CheckReport", "What was repaired"),
    "repair_sentence": QT_TRANSLATE_NOOP(
        "CheckReport",
        "Repairs: {repaired}. Grids of which vertices alone changed: {noded}. All that follows is about the result.",
    ),
    "pieces": QT_TRANSLATE_NOOP("CheckReport", "Pieces moved"),
    "largest_gap": QT_TRANSLATE_NOOP("CheckReport", "Largest gap to close"),
    "largest_overlap": QT_TRANSLATE_NOOP("CheckReport", "Largest overlap to resolve"),
    "largest_spill": QT_TRANSLATE_NOOP("CheckReport", "Largest spill to cut"),
    "snap": QT_TRANSLATE_NOOP("CheckReport", "Slivers mended up to a width of"),
    "locked_field": QT_TRANSLATE_NOOP("CheckReport", "Field of the locked grids"),
    "no_field": QT_TRANSLATE_NOOP("CheckReport", "none: no grid is locked"),
    "nothing_checked": QT_TRANSLATE_NOOP("CheckReport", "Passed: there were no grids and no communities to check."),
    "passed": QT_TRANSLATE_NOOP("CheckReport", "Passed"),
    "failed": QT_TRANSLATE_NOOP("CheckReport", "Failed"),
    "error": QT_TRANSLATE_NOOP("CheckReport", "error"),
    "warning": QT_TRANSLATE_NOOP("CheckReport", "warning"),
    "errors": QT_TRANSLATE_NOOP("CheckReport", "Errors"),
    "warnings": QT_TRANSLATE_NOOP("CheckReport", "Warnings"),
    "accepted": QT_TRANSLATE_NOOP("CheckReport", "Accepted"),
    # key figures
    "communities_valid": QT_TRANSLATE_NOOP("CheckReport", "Communities without errors"),
    "communities_invalid": QT_TRANSLATE_NOOP("CheckReport", "Communities with errors"),
    "gap_area": QT_TRANSLATE_NOOP("CheckReport", "Gaps"),
    "overlap_area": QT_TRANSLATE_NOOP("CheckReport", "Overlaps"),
    "spill_area": QT_TRANSLATE_NOOP("CheckReport", "Spills"),
    # what was asked
    "ignored": QT_TRANSLATE_NOOP("CheckReport", "Not told, as float noise"),
    "below": QT_TRANSLATE_NOOP("CheckReport", "places below {area}"),
    "slivers": QT_TRANSLATE_NOOP("CheckReport", "Slivers, told as warnings"),
    "codes_unchecked": QT_TRANSLATE_NOOP("CheckReport", "form and start not checked"),
    "no_codes": QT_TRANSLATE_NOOP("CheckReport", "none given"),
    "grids_layer": QT_TRANSLATE_NOOP("CheckReport", "Grids layer"),
    "grid_code_field": QT_TRANSLATE_NOOP("CheckReport", "Field with the grids' codes"),
    "grid_community_field": QT_TRANSLATE_NOOP("CheckReport", "Field with the grids' communities"),
    "by_geometry": QT_TRANSLATE_NOOP("CheckReport", "none: told by the geometry"),
    "community_id_field": QT_TRANSLATE_NOOP("CheckReport", "Field with the communities' ids"),
    "accepted_layer": QT_TRANSLATE_NOOP("CheckReport", "Layer of accepted findings"),
    "checks_left_out": QT_TRANSLATE_NOOP("CheckReport", "Checks left out"),
    "none_left_out": QT_TRANSLATE_NOOP("CheckReport", "none"),
    # map
    "map": QT_TRANSLATE_NOOP("CheckReport", "Map of the findings"),
    "map_help": QT_TRANSLATE_NOOP(
        "CheckReport",
        "Most places are far smaller than a dot, so each finding has a marker; where several lie side by side, one "
        "stands for them. Errors are filled, warnings hollow. The numbers are those of the table of findings; a "
        "marker at the edge of the map lies beyond it.",
    ),
    "map_without_place": QT_TRANSLATE_NOOP("CheckReport", "Findings without a place, not on the map: {count}."),
    "map_tooltip": QT_TRANSLATE_NOOP("CheckReport", "{number}. {kind}, {severity}: {message}"),
    "legend_bad": QT_TRANSLATE_NOOP("CheckReport", "community with errors"),
    "legend_rule": QT_TRANSLATE_NOOP("CheckReport", "other rule"),
    "legend_error": QT_TRANSLATE_NOOP("CheckReport", "filled: error"),
    "legend_warning": QT_TRANSLATE_NOOP("CheckReport", "hollow: warning"),
    "legend_accepted": QT_TRANSLATE_NOOP("CheckReport", "grey: accepted"),
    # findings
    "no_findings": QT_TRANSLATE_NOOP("CheckReport", "Nothing was found: there is nothing to mend."),
    "by_kind": QT_TRANSLATE_NOOP("CheckReport", "What was found, and how to mend it"),
    "kind": QT_TRANSLATE_NOOP("CheckReport", "Kind"),
    "meaning": QT_TRANSLATE_NOOP("CheckReport", "What it means"),
    "fix": QT_TRANSLATE_NOOP("CheckReport", "How to fix it"),
    "kinds_clean": QT_TRANSLATE_NOOP("CheckReport", "Looked for and not found: {kinds}."),
    "kinds_unchecked": QT_TRANSLATE_NOOP("CheckReport", "Not looked for: {kinds}."),
    "by_community": QT_TRANSLATE_NOOP("CheckReport", "Communities"),
    "row_findings": QT_TRANSLATE_NOOP("CheckReport", "Rows below"),
    "communities_clean": QT_TRANSLATE_NOOP("CheckReport", "Communities without findings: {count}."),
    "findings": QT_TRANSLATE_NOOP("CheckReport", "Findings"),
    "findings_help": QT_TRANSLATE_NOOP(
        "CheckReport",
        "Errors first: grids and communities that are out of place as a whole, then places from the largest on, then "
        "other rules, those most beyond their limit first.",
    ),
    "findings_none": QT_TRANSLATE_NOOP("CheckReport", "None that is not accepted."),
    "grid": QT_TRANSLATE_NOOP("CheckReport", "Grid"),
    "other": QT_TRANSLATE_NOOP("CheckReport", "Other"),
    "wrong": QT_TRANSLATE_NOOP("CheckReport", "What is wrong"),
    "measured": QT_TRANSLATE_NOOP("CheckReport", "Figure"),
    "bound": QT_TRANSLATE_NOOP("CheckReport", "limit {limit}"),
    "findings_left_out": QT_TRANSLATE_NOOP(
        "CheckReport", "Left out here: {count} ({kinds}). The layer of findings has them all."
    ),
    "kind_count": QT_TRANSLATE_NOOP("CheckReport", "{kind}: {count}"),
    "accepted_findings": QT_TRANSLATE_NOOP("CheckReport", "Accepted findings"),
    "accepted_note": QT_TRANSLATE_NOOP("CheckReport", "Note"),
    "rows_left_out": QT_TRANSLATE_NOOP(
        "CheckReport", "Left out here: {count}. The status layer and the JSON summary have all communities."
    ),
    # kinds
    "kind_gap": QT_TRANSLATE_NOOP("CheckReport", "gap"),
    "about_gap": QT_TRANSLATE_NOOP("CheckReport", "Ground of a community that none of its grids covers."),
    "fix_gap": QT_TRANSLATE_NOOP(
        "CheckReport",
        "Run Repair grids: it closes gaps up to MAX_GAP_AREA (100 m² unless set otherwise). Larger ones: add the "
        "ground to a neighbouring grid with the vertex tool, snapping and “Avoid Overlap” on, or draw the grid that "
        "is missing.",
    ),
    "kind_overlap": QT_TRANSLATE_NOOP("CheckReport", "overlap"),
    "about_overlap": QT_TRANSLATE_NOOP("CheckReport", "Ground that lies in two grids at once."),
    "fix_overlap": QT_TRANSLATE_NOOP(
        "CheckReport",
        "Run Repair grids: it leaves overlaps up to MAX_OVERLAP_AREA (100 m² unless set otherwise) to one of the two. "
        "Larger ones: decide whose ground it is, cut it off the other grid with Split Features and delete that part.",
    ),
    "kind_spill": QT_TRANSLATE_NOOP("CheckReport", "spill"),
    "about_spill": QT_TRANSLATE_NOOP("CheckReport", "Ground of a grid outside its own community."),
    "fix_spill": QT_TRANSLATE_NOOP(
        "CheckReport",
        "Run Repair grids: it cuts spills up to MAX_SPILL_AREA (100 m² unless set otherwise) at the community's edge. "
        "Larger ones: find out which border is right, then trace the community's edge with the vertex tool, or mend "
        "the community.",
    ),
    "kind_uncovered_community": QT_TRANSLATE_NOOP("CheckReport", "community without grids"),
    "about_uncovered_community": QT_TRANSLATE_NOOP("CheckReport", "A community that has no grid at all."),
    "fix_uncovered_community": QT_TRANSLATE_NOOP(
        "CheckReport",
        "Divide it with Split communities into grids, or draw its grids. If grids lie there already, correct the "
        "community's id in their attribute table.",
    ),
    "kind_orphan_grid": QT_TRANSLATE_NOOP("CheckReport", "grid without community"),
    "about_orphan_grid": QT_TRANSLATE_NOOP(
        "CheckReport", "A grid that lies in no community and names none that is known."
    ),
    "fix_orphan_grid": QT_TRANSLATE_NOOP(
        "CheckReport",
        "Correct the community's id in the attribute table, add the community that is missing, or delete the grid. "
        "Where all grids lie far off, set the layer's right CRS (Set Layer CRS).",
    ),
    "kind_wrong_community": QT_TRANSLATE_NOOP("CheckReport", "grid in a wrong community"),
    "about_wrong_community": QT_TRANSLATE_NOOP(
        "CheckReport", "Most of the grid lies in another community than the one it names."
    ),
    "fix_wrong_community": QT_TRANSLATE_NOOP(
        "CheckReport",
        "Write the id of the community it lies in (column “Other” of the table of findings) into the attribute table "
        "and give the grid a code of that community; or move the grid where it belongs.",
    ),
    "kind_detached": QT_TRANSLATE_NOOP("CheckReport", "grid in several parts"),
    "about_detached": QT_TRANSLATE_NOOP(
        "CheckReport", "A grid in parts that share no edge, though its community is in one piece there."
    ),
    "fix_detached": QT_TRANSLATE_NOOP(
        "CheckReport",
        "Take the stray part off with Delete Part and add its ground to the neighbour that it touches, snapping on; or "
        "add the ground that joins the parts. Parts that meet in one point only are apart too.",
    ),
    "kind_invalid_geometry": QT_TRANSLATE_NOOP("CheckReport", "invalid outline"),
    "about_invalid_geometry": QT_TRANSLATE_NOOP(
        "CheckReport", "An outline that crosses or touches itself; the check went on with one made valid."
    ),
    "fix_invalid_geometry": QT_TRANSLATE_NOOP(
        "CheckReport",
        "Run Fix geometries on the layer and look at the place: what it makes may differ from what was meant. A single "
        "crossing is quicker mended with the vertex tool. Then check again.",
    ),
    "kind_empty_geometry": QT_TRANSLATE_NOOP("CheckReport", "row without ground"),
    "about_empty_geometry": QT_TRANSLATE_NOOP("CheckReport", "A row of the table that has no polygon."),
    "fix_empty_geometry": QT_TRANSLATE_NOOP(
        "CheckReport",
        "Select the row in the attribute table and draw its polygon with Add Part, or delete the row.",
    ),
    "kind_duplicate_geometry": QT_TRANSLATE_NOOP("CheckReport", "duplicate"),
    "about_duplicate_geometry": QT_TRANSLATE_NOOP("CheckReport", "A grid on exactly the same ground as another one."),
    "fix_duplicate_geometry": QT_TRANSLATE_NOOP(
        "CheckReport",
        "Compare the two rows and delete the one that is wrong. Where the copies are alike, Delete duplicate "
        "geometries does it for the whole layer.",
    ),
    "kind_grid_count": QT_TRANSLATE_NOOP("CheckReport", "number of grids"),
    "about_grid_count": QT_TRANSLATE_NOOP("CheckReport", "A community with more or fewer grids than asked."),
    "fix_grid_count": QT_TRANSLATE_NOOP(
        "CheckReport",
        "Too many: join neighbours with Merge Selected Features. Too few: cut a large grid with Split Features. Or "
        "divide the community anew with Split communities into grids.",
    ),
    "kind_population": QT_TRANSLATE_NOOP("CheckReport", "population"),
    "about_population": QT_TRANSLATE_NOOP("CheckReport", "A grid with more or fewer people than asked."),
    "fix_population": QT_TRANSLATE_NOOP(
        "CheckReport",
        "Move the border to a neighbour that has room: vertex tool, topological editing on, so that both sides move. "
        "For many grids run Split communities into grids with these limits.",
    ),
    "kind_area": QT_TRANSLATE_NOOP("CheckReport", "area"),
    "about_area": QT_TRANSLATE_NOOP("CheckReport", "A grid smaller or larger than asked."),
    "fix_area": QT_TRANSLATE_NOOP(
        "CheckReport",
        "Too small: join it to a neighbour with Merge Selected Features. Too large: cut it with Split Features. Mind "
        "the number of grids and the codes afterwards.",
    ),
    "kind_code_missing": QT_TRANSLATE_NOOP("CheckReport", "code missing"),
    "about_code_missing": QT_TRANSLATE_NOOP("CheckReport", "A grid without a code."),
    "fix_code_missing": QT_TRANSLATE_NOOP(
        "CheckReport",
        "Type the community's code and the next free number into the attribute table; for many, use the field "
        "calculator. Look whether the right field was chosen when all are missing.",
    ),
    "kind_code_format": QT_TRANSLATE_NOOP("CheckReport", "code of another form"),
    "about_code_format": QT_TRANSLATE_NOOP("CheckReport", "A code that has not the form of the code scheme."),
    "fix_code_format": QT_TRANSLATE_NOOP(
        "CheckReport",
        "Correct it in the attribute table; the message says what the scheme asks. A leading 0 that a spreadsheet "
        "dropped comes back with lpad() in the field calculator, in a text field.",
    ),
    "kind_code_prefix": QT_TRANSLATE_NOOP("CheckReport", "code of another community"),
    "about_code_prefix": QT_TRANSLATE_NOOP("CheckReport", "A code that does not start with the community's own."),
    "fix_code_prefix": QT_TRANSLATE_NOOP(
        "CheckReport",
        "If the grid lies in the right community, give it a code that starts with that community's; if not, correct "
        "the community's id. Look whether the right code field was chosen when all differ.",
    ),
    "kind_code_duplicate": QT_TRANSLATE_NOOP("CheckReport", "code used twice"),
    "about_code_duplicate": QT_TRANSLATE_NOOP("CheckReport", "A code that another grid has too."),
    "fix_code_duplicate": QT_TRANSLATE_NOOP(
        "CheckReport",
        "Leave the code to the grid that had it first and give the others the next free numbers of their community.",
    ),
    "kind_edge_mismatch": QT_TRANSLATE_NOOP("CheckReport", "borders that do not match"),
    "about_edge_mismatch": QT_TRANSLATE_NOOP(
        "CheckReport", "Two borders run along each other without common vertices, though no ground is lost."
    ),
    "fix_edge_mismatch": QT_TRANSLATE_NOOP(
        "CheckReport",
        "Add the missing vertex with the vertex tool, snapping to vertices on; for many, run Snap geometries to layer. "
        "It does no harm until one of the two borders is moved.",
    ),
    # how to read it
    "term_coverage": QT_TRANSLATE_NOOP("CheckReport", "coverage"),
    "about_coverage": QT_TRANSLATE_NOOP(
        "CheckReport",
        "Grids that tile their communities: every place of a community lies in exactly one of its grids, and no grid "
        "reaches beyond its community. Ground outside every community is no gap.",
    ),
    "term_sliver": QT_TRANSLATE_NOOP("CheckReport", "sliver"),
    "about_sliver": QT_TRANSLATE_NOOP(
        "CheckReport", "A gap, overlap or spill so small that it is a warning; the limit stands under what was asked."
    ),
    "term_ellipsoid": QT_TRANSLATE_NOOP("CheckReport", "areas"),
    "about_ellipsoid": QT_TRANSLATE_NOOP(
        "CheckReport",
        "Areas and lengths are measured on the ellipsoid of the layer's CRS, as the measuring tools of QGIS do; those "
        "of the plane may differ. The map is simplified, the figures are not.",
    ),
    "term_accepted": QT_TRANSLATE_NOOP("CheckReport", "accepted"),
    "about_accepted": QT_TRANSLATE_NOOP(
        "CheckReport",
        "A person looked at the finding in an earlier run and let it stand. It counts neither as an error nor as a "
        "warning; its ground is still counted in the areas.",
    ),
    "term_error": QT_TRANSLATE_NOOP("CheckReport", "error, warning"),
    "about_error": QT_TRANSLATE_NOOP(
        "CheckReport",
        "One error that nobody accepted fails the check, and its community. Warnings do not. An overlap of grids of "
        "two communities is one finding and counts in the rows of both.",
    ),
}
"""English texts by key; placeholders stand in braces. They come before those of the split's report."""
