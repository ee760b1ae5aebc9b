"""The check: do the grids tile their communities, within the limits and with the right codes?

It takes no step on trust: it shares nothing with the division but the limits, the codes and the measures.

Coverage: the grids of a community cover it, once, and nothing else. A gap is ground that none of its grids covers, an
overlap is ground in two grids, a spill ground of a grid outside its own community; the small ones are slivers. Overlay
is done in the grids' own coordinate system, where their edges are straight; only measures are on the ellipsoid.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import shapely

from grid_manager_plugin.coverage.accepted import Accepted, marked
from grid_manager_plugin.coverage.belonging import belonging
from grid_manager_plugin.coverage.findings import NONE, Finding, gathered
from grid_manager_plugin.coverage.grid_rules import (
    Checked,
    code_findings,
    community_findings,
    geometry_findings,
    limit_findings,
)
from grid_manager_plugin.coverage.inputs import CheckSettings, Communities, Grids
from grid_manager_plugin.coverage.kinds import Kind, Severity
from grid_manager_plugin.coverage.mismatches import mismatches
from grid_manager_plugin.coverage.places import Places, gaps, overlaps, spills
from grid_manager_plugin.coverage.summary import CheckSummary, summarized
from grid_manager_plugin.rules.chunks import Progress
from grid_manager_plugin.rules.edges import Edges, directed_edges
from grid_manager_plugin.rules.geodesy import Measure
from grid_manager_plugin.rules.ground import sound_ground
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message


def check(
    grids: Grids,
    communities: Communities,
    settings: CheckSettings,
    measure: Measure,
    accepted: Accepted | None = None,
    progress: Progress | None = None,
) -> CheckSummary:
    """Check grids against their communities.

    Args:
        grids: The grids, n of them.
        communities: The communities, in the grids' coordinate system.
        settings: What is asked.
        measure: Measures in that coordinate system.
        accepted: Findings of an earlier run that a person accepted; ``None`` for none.
        progress: Told how far the work is; may raise to cancel.

    Raises:
        CrsError: Coordinates lie where the coordinate system is not defined.
    """
    progress = Progress() if progress is None else progress
    progress(0.0)
    given = communities
    order, community_order = grids.order(), communities.order()
    grids, communities = grids.take(order), communities.take(community_order)
    ground = sound_ground(grids.geometry, measure, grids.lost, progress.part(0.0, 0.03))
    community_ground = sound_ground(communities.geometry, measure, communities.lost, progress.part(0.03, 0.05))
    edges = directed_edges(
        np.concatenate([community_ground.geometry, ground.geometry]), progress.part(0.05, 0.15)
    )
    said = _said(grids, communities)
    belongs = belonging(ground.geometry, community_ground.geometry, said, edges, progress.part(0.15, 0.4))
    nobody = np.zeros(len(grids), dtype=bool)
    checked = Checked(grids, communities, ground, community_ground, belongs, nobody, settings, measure)
    found, places, twin = _places(checked, progress.part(0.4, 0.9))
    checked = replace(checked, twin=twin)
    found += geometry_findings(checked)
    found += community_findings(checked)
    found += limit_findings(checked, progress.part(0.9, 0.94))
    found += code_findings(checked)
    progress(0.95)
    if Kind.EDGE_MISMATCH in settings.checks:
        found += _mismatches(checked, edges, places, progress.part(0.95, 0.98))
    progress(0.98)
    chosen = gathered(finding for finding in found if finding.kind in settings.checks)
    chosen = replace(
        chosen,
        grid=_back(chosen.grid, order),
        other=_back(chosen.other, order),
        community=_back(chosen.community, community_order),
    )
    progress(0.985)
    findings = marked(chosen, accepted, measure, settings.ignore_below)
    progress(1.0)
    own, counted = np.empty(len(grids), dtype=np.int64), np.empty(len(grids), dtype=bool)
    own[order], counted[order] = _back(belongs.own, community_order), checked.counted
    return summarized(findings, given, own, counted)


def _back(position: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Return positions in the caller's order."""
    return np.where(position == NONE, NONE, order[position]) if len(order) else position


def _said(grids: Grids, communities: Communities) -> np.ndarray | None:
    if grids.community is None:
        return None
    known = {str(one): i for i, one in enumerate(communities.id.tolist())}
    return np.array([known.get(str(one), NONE) for one in grids.community.tolist()], dtype=np.int64)


def _places(checked: Checked, progress: Progress) -> tuple[list[Finding], np.ndarray, np.ndarray]:
    """Return findings that are places, their polygons, and the grids that have the ground of an earlier one."""
    grids, communities = checked.ground.geometry, checked.community_ground.geometry
    belongs, least, measure = checked.belongs, checked.settings.ignore_below, checked.measure
    shared = overlaps(grids, communities, belongs, least, measure, progress.part(0.0, 0.5))
    twin_pair = _twin_pairs(checked, shared)
    twin = np.zeros(len(grids), dtype=bool)
    if Kind.DUPLICATE_GEOMETRY in checked.settings.checks:  # else nobody tells of them but the overlap
        twin[shared.second[twin_pair]] = True
    checked = replace(checked, twin=twin)
    missing = gaps(grids, communities, belongs, least, measure, progress.part(0.5, 0.9))
    spilled = spills(communities, belongs, least, measure, progress.part(0.9, 1.0))
    found = [*_gap_findings(checked, missing), *_spill_findings(checked, spilled)]
    found += _overlap_findings(checked, shared, twin_pair)
    return found, np.concatenate([missing.geometry, shared.geometry, spilled.geometry]), twin


def _twin_pairs(checked: Checked, shared: Places) -> np.ndarray:
    """Tell which overlaps are of grids that have all their ground in common, shape (p,) of bool."""
    if not len(shared.first):
        return np.zeros(0, dtype=bool)
    pair, position = np.unique(np.column_stack([shared.first, shared.second]), axis=0, return_inverse=True)
    both = np.bincount(position.ravel(), shared.area)
    ground = checked.ground.geometry
    box = np.abs(shapely.bounds(ground[pair[:, 0]]) - shapely.bounds(ground[pair[:, 1]])).max(axis=1)
    likely = box <= 1e-6 * np.ptp(shapely.total_bounds(ground).reshape(2, 2), axis=0).max()
    same = np.zeros(len(pair), dtype=bool)
    noise = max(checked.settings.ignore_below, 1e-6)
    for side in (0, 1):
        size = np.full(len(pair), np.inf)
        size[likely] = checked.measure.flat_areas(ground[pair[likely, side]])
        close = np.abs(size - both) <= noise
        same = close if side == 0 else same & close
    return same[position.ravel()]


def _gap_findings(checked: Checked, places: Places) -> Iterator[Finding]:
    for i, community in enumerate(places.first.tolist()):
        title = checked.communities.title(community)
        message = Message(_GAP, {"community": title, "area": float(places.area[i])})
        yield checked.of_community(community, _place(checked, Kind.GAP, message, places, i))


def _spill_findings(checked: Checked, places: Places) -> Iterator[Finding]:
    communities = checked.communities
    for i, (grid, place) in enumerate(zip(places.first.tolist(), places.second.tolist())):
        if checked.twin[grid]:
            continue  # told of the grid whose ground it has
        own = int(checked.belongs.own[grid])
        values = {"grid": checked.grids.title(grid), "area": float(places.area[i]), "own": communities.title(own)}
        if place == NONE:
            found = _place(checked, Kind.SPILL, Message(_SPILL_OUT, values), places, i)
        else:
            message = Message(_SPILL, {**values, "place": communities.title(place)})
            found = replace(_place(checked, Kind.SPILL, message, places, i), other_code=str(communities.id[place]))
        yield checked.of_grid(grid, found)


def _overlap_findings(checked: Checked, places: Places, twin_pair: np.ndarray) -> Iterator[Finding]:
    """Yield overlaps, and instead of those of a grid that has the ground of an earlier one, that it has."""
    grids, twin = checked.grids, checked.twin
    told = np.zeros(len(grids), dtype=bool)
    for i, (first, second) in enumerate(zip(places.first.tolist(), places.second.tolist())):
        values = {"grid": grids.title(first), "other": grids.title(second), "area": float(places.area[i])}
        if twin_pair[i] and twin[second]:
            if not told[second]:
                told[second] = True
                message = Message(_TWIN, values)
                found = Finding(Kind.DUPLICATE_GEOMETRY, message, other=first, other_code=str(grids.code[first]))
                yield checked.of_grid(second, found)
        elif not (twin[first] or twin[second]):
            found = _place(checked, Kind.OVERLAP, Message(_OVERLAP, values), places, i)
            yield checked.of_grid(first, replace(found, other=second, other_code=str(grids.code[second])))


def _mismatches(checked: Checked, edges: Edges, places: np.ndarray, progress: Progress) -> Iterator[Finding]:
    of_grids = edges.owner >= len(checked.communities)
    of_grids[of_grids] &= ~checked.twin[edges.owner[of_grids] - len(checked.communities)]
    mine = edges.where(of_grids)
    mine = replace(mine, owner=mine.owner - len(checked.communities))
    ground, least = checked.ground.geometry, checked.settings.ignore_below
    found = mismatches(mine, ground, least, checked.measure, places, progress)
    grids = checked.grids
    for i, (first, second) in enumerate(zip(found.first.tolist(), found.second.tolist())):
        length = float(found.length[i])
        message = Message(_MISMATCH, {"grid": grids.title(first), "other": grids.title(second), "length": length})
        one = Finding(Kind.EDGE_MISMATCH, message, severity=Severity.WARNING, value=length)
        one = replace(one, line=found.geometry[i])
        yield checked.of_grid(first, replace(one, other=second, other_code=str(grids.code[second])))


def _place(checked: Checked, kind: Kind, message: Message, places: Places, position: int) -> Finding:
    area = float(places.area[position])
    sliver = area < checked.settings.sliver_below
    severity = Severity.WARNING if sliver else Severity.ERROR
    return Finding(kind, message, places.geometry[position], severity=severity, area=area)


_GAP = QT_TRANSLATE_NOOP("Coverage", "None of the grids of community {community} covers {area:,.2f} m² of its ground.")
_OVERLAP = QT_TRANSLATE_NOOP("Coverage", "Grids {grid} and {other} both cover {area:,.2f} m².")
_SPILL = QT_TRANSLATE_NOOP(
    "Coverage", "{area:,.2f} m² of grid {grid} lie outside its community {own}, in community {place}."
)
_SPILL_OUT = QT_TRANSLATE_NOOP(
    "Coverage", "{area:,.2f} m² of grid {grid} lie outside its community {own}, in no community."
)
_TWIN = QT_TRANSLATE_NOOP("Coverage", "Grid {other} has the same ground as grid {grid}.")
_MISMATCH = QT_TRANSLATE_NOOP(
    "Coverage", "Grids {grid} and {other} do not share their border vertex for vertex along {length:,.2f} m."
)
