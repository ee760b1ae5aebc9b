"""Findings that are rules: geometry of each grid, number of grids, limits and codes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import shapely

from grid_manager_plugin.coverage.belonging import Belonging
from grid_manager_plugin.coverage.findings import NONE, Finding
from grid_manager_plugin.coverage.inputs import CheckSettings, Communities, Grids
from grid_manager_plugin.coverage.kinds import Kind
from grid_manager_plugin.rules.chunks import Progress, chunks
from grid_manager_plugin.rules.codes import check_grid_code
from grid_manager_plugin.rules.geodesy import Measure
from grid_manager_plugin.rules.ground import Ground, polygon_parts
from grid_manager_plugin.rules.limits import Breach, Figures, Limits
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

_CODE_KINDS = {"missing": Kind.CODE_MISSING, "format": Kind.CODE_FORMAT, "prefix": Kind.CODE_PREFIX}


@dataclass(frozen=True)
class Checked:
    """What is checked, as far as it is known by now.

    Attributes:
        grids: The grids, n of them, in an order that does not depend on their layer's.
        communities: The communities, m of them.
        ground: Sound ground of the grids.
        community_ground: Sound ground of the communities.
        belongs: Whose each grid is.
        twin: Grids whose ground is that of an earlier one, shape (n,) of bool.
        settings: What is asked.
        measure: Measures in the grids' coordinate system.
    """

    grids: Grids
    communities: Communities
    ground: Ground
    community_ground: Ground
    belongs: Belonging
    twin: np.ndarray
    settings: CheckSettings
    measure: Measure

    @property
    def counted(self) -> np.ndarray:
        """Grids that count as one of their community's, shape (n,) of bool."""
        return ~self.ground.empty & ~self.twin

    def of_grid(self, grid: int, finding: Finding) -> Finding:
        """Return a finding with what every finding about a grid has."""
        own = int(self.belongs.own[grid])
        if own != NONE:
            community = str(self.communities.id[own])
        else:
            community = "" if self.grids.community is None else str(self.grids.community[grid])
            own = int(self.belongs.said[grid])
        ground = self.ground.geometry[grid]
        if ground is None and own != NONE:
            ground = self.community_ground.geometry[own]
        return replace(
            finding,
            geometry=ground if finding.geometry is None else finding.geometry,
            community=own,
            grid=grid,
            community_id=community,
            grid_code=str(self.grids.code[grid]),
        )

    def of_community(self, community: int, finding: Finding) -> Finding:
        """Return a finding with what every finding about a community has."""
        return replace(
            finding,
            geometry=self.community_ground.geometry[community] if finding.geometry is None else finding.geometry,
            community=community,
            community_id=str(self.communities.id[community]),
        )


def geometry_findings(checked: Checked) -> Iterator[Finding]:
    """Yield what is wrong with single geometries: empty, invalid, in parts."""
    grids, ground = checked.grids, checked.ground
    for i in np.flatnonzero(~shapely.is_geometry(grids.geometry) | shapely.is_empty(grids.geometry)).tolist():
        message = Message(_EMPTY, {"grid": grids.title(i), "fid": int(grids.fid[i])})
        yield checked.of_grid(i, Finding(Kind.EMPTY_GEOMETRY, message))
    for i in np.flatnonzero(ground.invalid).tolist():
        yield checked.of_grid(i, _invalid(_INVALID_GRID, grids.title(i), int(grids.fid[i]), ground, i))
    communities, community_ground = checked.communities, checked.community_ground
    for i in np.flatnonzero(community_ground.invalid).tolist():
        found = _invalid(_INVALID_COMMUNITY, communities.title(i), int(communities.fid[i]), community_ground, i)
        yield checked.of_community(i, found)
    for i in np.flatnonzero(community_ground.empty & ~community_ground.invalid).tolist():
        message = Message(_EMPTY_COMMUNITY, {"community": communities.title(i), "fid": int(communities.fid[i])})
        yield checked.of_community(i, Finding(Kind.EMPTY_GEOMETRY, message))
    yield from _detached(checked)


def community_findings(checked: Checked) -> Iterator[Finding]:
    """Yield communities without grids, grids without a community, and grids in another than they say."""
    belongs, grids, communities = checked.belongs, checked.grids, checked.communities
    owned = np.bincount(belongs.own[belongs.own != NONE], minlength=len(communities))
    for i in np.flatnonzero((owned == 0) & ~checked.community_ground.empty).tolist():
        message = Message(_UNCOVERED, {"community": communities.title(i)})
        yield checked.of_community(i, Finding(Kind.UNCOVERED_COMMUNITY, message))
    for i in np.flatnonzero(belongs.orphan).tolist():
        values: dict[str, object] = {"grid": grids.title(i), "said": _said(grids, i)}
        text = _ORPHAN_UNKNOWN if grids.community is not None else _ORPHAN
        yield checked.of_grid(i, Finding(Kind.ORPHAN_GRID, Message(text, values)))
    for i in np.flatnonzero(belongs.wrong).tolist():
        own = int(belongs.own[i])
        values = {"grid": grids.title(i), "said": _said(grids, i), "place": communities.title(own)}
        values["share"] = float(belongs.share[i])
        text = _WRONG if belongs.said[i] != NONE else _WRONG_UNKNOWN
        found = Finding(Kind.WRONG_COMMUNITY, Message(text, values), other_code=str(communities.id[own]))
        found = checked.of_grid(i, replace(found, value=float(belongs.share[i])))
        community = int(belongs.said[i]) if belongs.said[i] != NONE else own
        yield replace(found, community_id=_said(grids, i), community=community)


def limit_findings(checked: Checked, progress: Progress) -> Iterator[Finding]:
    """Yield communities with too few or too many grids, and grids beyond the limits on population and area."""
    limits, grids, own = checked.settings.limits, checked.grids, checked.belongs.own
    area = np.full(len(grids), np.nan)
    if limits.area != (None, None):
        for some in chunks(np.arange(len(grids)), progress, 1000):
            area[some] = checked.measure.areas(checked.ground.geometry[some])
    people = np.full(len(grids), np.nan) if grids.population is None else grids.population
    counted = np.flatnonzero(checked.counted)
    counted = counted[np.argsort(own[counted], kind="stable")]
    at = np.searchsorted(own[counted], np.arange(len(checked.communities) + 1))
    for i in np.flatnonzero(at[1:] > at[:-1]).tolist():
        mine = counted[at[i] : at[i + 1]]
        yield from _breaches(checked, i, mine, limits, people[mine], area[mine])
    alone = replace(limits, grids=(1, 99), population_tolerance=None)
    for grid in counted[own[counted] == NONE].tolist():  # an orphan has no mean to be near to
        yield from _breaches(checked, NONE, np.array([grid]), alone, people[[grid]], area[[grid]])


def code_findings(checked: Checked) -> Iterator[Finding]:
    """Yield grids whose code is missing, double, or not as the scheme has it."""
    grids, belongs, scheme = checked.grids, checked.belongs, checked.settings.scheme
    if not checked.settings.has_codes:
        return
    for i, code in enumerate(grids.code.tolist()):
        fault = None
        if not code.strip():
            yield checked.of_grid(i, Finding(Kind.CODE_MISSING, Message(_NO_CODE, {"fid": int(grids.fid[i])})))
        elif scheme is not None:
            theirs = {int(belongs.own[i]), int(belongs.said[i])} - {NONE}
            faults = [check_grid_code(scheme, code, str(checked.communities.code[one])) for one in sorted(theirs)]
            faults = faults if theirs else [check_grid_code(scheme, code, None)]
            # one that fits the community that the grid says, or the one that it lies in, fits
            fault = None if None in faults else faults[0]
        if fault is not None and not (fault.kind == "prefix" and belongs.wrong[i] and belongs.said[i] == NONE):
            yield checked.of_grid(i, Finding(_CODE_KINDS[fault.kind], fault.message))
    written = np.array([code.strip() != "" for code in grids.code.tolist()], dtype=bool)
    _, first = np.unique(grids.code[written].astype(str), return_index=True)
    again = np.flatnonzero(written)
    again = np.delete(again, first)
    for i in again.tolist():
        message = Message(_TWICE, {"grid": grids.title(i), "fid": int(grids.fid[i])})
        yield checked.of_grid(i, Finding(Kind.CODE_DUPLICATE, message, other_code=str(grids.code[i])))


def _invalid(text: str, title: str, fid: int, ground: Ground, position: int) -> Finding:
    given, sound = float(ground.given_area[position]), float(np.nan_to_num(ground.sound_area[position]))
    if not ground.reason[position]:
        return Finding(Kind.INVALID_GEOMETRY, Message(_NOWHERE[text], {"title": title, "fid": fid}))
    values = {"title": title, "fid": fid, "reason": ground.reason[position], "given": given, "sound": sound}
    return Finding(Kind.INVALID_GEOMETRY, Message(text, values), value=sound, limit=given)


def _detached(checked: Checked) -> Iterator[Finding]:
    """Yield grids in parts, unless they are so because their community is."""
    ground, own = checked.ground.geometry, checked.belongs.own
    in_parts = (shapely.get_num_geometries(ground) > 1) & ~(
        checked.ground.invalid & (shapely.get_num_geometries(checked.grids.geometry) == 1)
    )
    for i in np.flatnonzero(in_parts & ~checked.twin).tolist():
        parts, _ = polygon_parts(ground[[i]])
        parts = parts[checked.measure.flat_areas(parts) >= checked.settings.ignore_below]
        community = None if own[i] == NONE else checked.community_ground.geometry[own[i]]
        allowed = _parts_met(parts, community)
        if len(parts) > allowed:
            values = {"grid": checked.grids.title(i), "parts": len(parts), "allowed": allowed}
            found = Finding(Kind.DETACHED, Message(_DETACHED, values), value=len(parts), limit=allowed)
            yield checked.of_grid(i, found)


def _parts_met(parts: np.ndarray, community: object) -> int:
    """Return in how many parts of its community a grid's parts lie, one at least."""
    pieces, _ = polygon_parts(np.array([community], dtype=object))
    if len(pieces) < 2:
        return 1
    with np.errstate(invalid="ignore"):  # GEOS raises the flag where bounding boxes do not meet
        shared = shapely.area(shapely.intersection(parts[:, np.newaxis], pieces))
    return max(1, len(np.unique(shared.argmax(axis=1)[shared.max(axis=1) > 0])))


def _breaches(
    checked: Checked, community: int, mine: np.ndarray, limits: Limits, people: np.ndarray, area: np.ndarray
) -> Iterator[Finding]:
    about_people = limits.population != (None, None) or limits.population_tolerance is not None
    known = ~np.isnan(people) if about_people else np.ones(len(mine), dtype=bool)
    for grid in mine[~known].tolist():
        yield checked.of_grid(grid, Finding(Kind.POPULATION, Message(_NO_PEOPLE, {"grid": checked.grids.title(grid)})))
    if not about_people:
        people = np.zeros(len(mine))
    figures = Figures(people[known], np.nan_to_num(area[known]))
    of_grids = [breach for breach in limits.check(figures) if breach.grid is not None]
    for breach in (*of_grids, *_count(limits, len(mine))):
        if breach.limit == "grids":
            values = {"community": checked.communities.title(community), "count": len(mine), "bound": breach.bound}
            text = _FEW if breach.side == "min" else _MANY
            found = Finding(Kind.GRID_COUNT, Message(text, values), value=len(mine), limit=breach.bound)
            yield checked.of_community(community, found)
        else:
            grid = int(mine[known][breach.grid])
            yield checked.of_grid(grid, _beyond(checked, grid, breach))


def _count(limits: Limits, count: int) -> list[Breach]:
    """Return what the number of grids breaks, those with unknown people counted."""
    nothing = np.zeros(count)
    return [breach for breach in Limits(grids=limits.grids).check(Figures(nothing, nothing)) if breach.grid is None]


def _beyond(checked: Checked, grid: int, breach: Breach) -> Finding:
    kind = Kind.POPULATION if breach.limit == "population" else Kind.AREA
    values = {"grid": checked.grids.title(grid), "value": breach.value, "bound": breach.bound}
    return Finding(kind, Message(_BEYOND[kind, breach.side], values), value=breach.value, limit=breach.bound)


def _said(grids: Grids, position: int) -> str:
    return "" if grids.community is None else str(grids.community[position])


_EMPTY = QT_TRANSLATE_NOOP("Coverage", "Grid {grid} (feature {fid}) has no ground: its geometry is empty.")
_EMPTY_COMMUNITY = QT_TRANSLATE_NOOP(
    "Coverage", "Community {community} (feature {fid} of COMMUNITIES) has no ground: its geometry is empty."
)
_INVALID_GRID = QT_TRANSLATE_NOOP(
    "Coverage",
    "Grid {title} (feature {fid}) has an invalid geometry ({reason}). As drawn it measures {given:,.2f} m², made valid "
    "{sound:,.2f} m²; the check went on with the latter.",
)
_INVALID_COMMUNITY = QT_TRANSLATE_NOOP(
    "Coverage",
    "Community {title} (feature {fid} of COMMUNITIES) has an invalid geometry ({reason}). As drawn it measures "
    "{given:,.2f} m², made valid {sound:,.2f} m²; the check went on with the latter.",
)
_NOWHERE = {
    _INVALID_GRID: QT_TRANSLATE_NOOP(
        "Coverage",
        "Grid {title} (feature {fid}) has coordinates that are no finite numbers, or do not belong to the CRS of "
        "INPUT; the check went on as if it had no ground.",
    ),
    _INVALID_COMMUNITY: QT_TRANSLATE_NOOP(
        "Coverage",
        "Community {title} (feature {fid} of COMMUNITIES) has coordinates that are no finite numbers, or do not "
        "belong to the layer's CRS; the check went on as if it had no ground.",
    ),
}
_DETACHED = QT_TRANSLATE_NOOP(
    "Coverage", "Parts of grid {grid} that share no edge: {parts}; its community allows {allowed}."
)
_UNCOVERED = QT_TRANSLATE_NOOP("Coverage", "Community {community} has no grid at all.")
_ORPHAN = QT_TRANSLATE_NOOP("Coverage", "Grid {grid} lies in no community.")
_ORPHAN_UNKNOWN = QT_TRANSLATE_NOOP(
    "Coverage", "Grid {grid} lies in no community, and none has the id “{said}” that it says."
)
_WRONG = QT_TRANSLATE_NOOP(
    "Coverage", "Grid {grid} says that it belongs to community {said}, but {share:.0%} of it lies in community {place}."
)
_WRONG_UNKNOWN = QT_TRANSLATE_NOOP(
    "Coverage", "Grid {grid} says community “{said}”, an id that no community has; {share:.0%} of it lies in "
    "community {place}."
)
_NO_PEOPLE = QT_TRANSLATE_NOOP(
    "Coverage", "Nothing tells how many people live in grid {grid}, so limits on population cannot be checked."
)
_FEW = QT_TRANSLATE_NOOP("Coverage", "Community {community}: grids {count}, fewer than the minimum {bound}.")
_MANY = QT_TRANSLATE_NOOP("Coverage", "Community {community}: grids {count}, more than the maximum {bound}.")
_BEYOND = {
    (Kind.POPULATION, "min"): QT_TRANSLATE_NOOP(
        "Coverage", "Grid {grid} has a population of {value:,.10g}, below the minimum {bound:,.10g}."
    ),
    (Kind.POPULATION, "max"): QT_TRANSLATE_NOOP(
        "Coverage", "Grid {grid} has a population of {value:,.10g}, above the maximum {bound:,.10g}."
    ),
    (Kind.AREA, "min"): QT_TRANSLATE_NOOP(
        "Coverage", "Grid {grid} measures {value:,.2f} m², below the minimum {bound:,.10g} m²."
    ),
    (Kind.AREA, "max"): QT_TRANSLATE_NOOP(
        "Coverage", "Grid {grid} measures {value:,.2f} m², above the maximum {bound:,.10g} m²."
    ),
}
_NO_CODE = QT_TRANSLATE_NOOP("Coverage", "The grid (feature {fid}) has no code.")
_TWICE = QT_TRANSLATE_NOOP("Coverage", "Grid code {grid} of feature {fid} is used by another grid too.")
