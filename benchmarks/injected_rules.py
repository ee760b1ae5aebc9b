"""Faults of communities, numbers, people, areas and codes. Makers as in :mod:`benchmarks.injected_gaps`."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely
from shapely import affinity

from benchmarks.injected_gaps import on
from benchmarks.injected_geometry import empty, of_grid
from benchmarks.injected_overlaps import spill_stray
from benchmarks.injected_plan import ExpectedFinding, Fault, Plan, Row, coded
from benchmarks.injected_shapes import blob, is_free, is_one, long_sides, oriented, triangle, with_holes
from grid_manager_plugin.coverage.kinds import Kind
from grid_manager_plugin.rules.codes import Scheme

UNKNOWN = "999999999999"
"""An id that no community has."""


def of_community(plan: Plan, kind: Kind, community: str) -> ExpectedFinding:
    """Return a finding about a community."""
    return ExpectedFinding(kind, community, place=plan.community(community))


def uncovered(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """All grids of a community are missing."""
    all_grids = frozenset(plan.mates(grid))
    expected = (of_community(plan, Kind.UNCOVERED_COMMUNITY, plan.rows[grid].community),)
    return Fault("uncovered community", all_grids, expected, dropped=all_grids)


def too_few(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """All grids of a community are one."""
    row, mates = plan.rows[grid], plan.mates(grid)
    whole = oriented(shapely.coverage_union_all([plan.rows[i].geometry for i in mates]))
    if not is_one(whole):
        return None
    expected = (of_community(plan, Kind.GRID_COUNT, row.community),)
    changed = {grid: on(row, whole)}  # with the people of one grid: those of all may be too many
    return Fault("count: too few", frozenset(mates), expected, changed, dropped=frozenset(mates) - {grid})


def too_many(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """So many pieces of a grid became grids that the community has one too many."""
    row, ground, extra = plan.rows[grid], plan.rows[grid].geometry, []
    missing = plan.settings.limits.grids[1] + 1 - len(plan.mates(grid))
    if missing > 5:
        return None
    for number in range(1, missing + 1):
        piece = blob(plan, ground, rng)
        ground = with_holes(ground, piece)
        if not is_one(ground):
            return None
        extra.append(Row(piece, plan.new_code(grid, number), row.community, row.population))
    expected = (of_community(plan, Kind.GRID_COUNT, row.community),)
    return Fault("count: too many", frozenset([grid]), expected, {grid: on(row, ground)}, tuple(extra))


def orphan_beside(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """One more grid of an unknown community, on the city's edge or in an enclave."""
    for side in long_sides(plan, plan.rim(grid), rng):
        piece = triangle(plan, side, False)
        if is_free(plan, piece):
            return _orphan(plan, grid, piece, f"{UNKNOWN[:-3]}{grid:03d}", "orphan: beside the city")
    return None


def orphan_far(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """One more grid of an unknown community, far off."""
    piece = blob(plan, plan.rows[grid].geometry, rng)
    left, _, right, _ = shapely.total_bounds(plan.tree.geometries)
    away = affinity.translate(piece, (right - left) * (1 if rng.integers(2) else -1), 0.0)
    return _orphan(plan, grid, away, f"{UNKNOWN[:-3]}{grid:03d}", "orphan: far off") if is_free(plan, away) else None


def _orphan(plan: Plan, grid: int, piece: object, unknown: str, name: str) -> Fault:
    row = Row(piece, coded(plan.settings.scheme, unknown, 1), unknown, plan.rows[grid].population)
    return Fault(name, frozenset([grid]), (of_grid(Kind.ORPHAN_GRID, row),), added=(row,))


def wrong_label(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """A grid says another community than it lies in."""
    row = plan.rows[grid]
    other = _other_grid(plan, grid, rng)
    if other is None:
        return None
    moved = replace(row, community=plan.rows[other].community)
    expected = (of_grid(Kind.WRONG_COMMUNITY, moved, row.community),)
    return Fault("wrong community: another's", frozenset([grid, other]), expected, {grid: moved})


def labels_swapped(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """Two grids of two communities say each other's."""
    row = plan.rows[grid]
    other = _other_grid(plan, grid, rng)
    if other is None:
        return None
    its = plan.rows[other]
    mine, moved = replace(row, community=its.community), replace(its, community=row.community)
    expected = (
        of_grid(Kind.WRONG_COMMUNITY, mine, row.community),
        of_grid(Kind.WRONG_COMMUNITY, moved, its.community),
    )
    return Fault("wrong community: swapped", frozenset([grid, other]), expected, {grid: mine, other: moved})


def _other_grid(plan: Plan, grid: int, rng: np.random.Generator) -> int | None:
    """Return a grid of another community: of one beside it, where there is one and chance wants it."""
    beside = sorted({side.beyond for side in plan.seam(grid)})
    if beside and rng.integers(2):
        return beside[int(rng.integers(len(beside)))]
    found = int(rng.integers(len(plan.rows)))
    return None if plan.rows[found].community == plan.rows[grid].community else found


def unknown_label(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """A grid in a community says an id that no community has."""
    row = plan.rows[grid]
    moved = replace(row, community=UNKNOWN)
    expected = (of_grid(Kind.WRONG_COMMUNITY, moved, row.community),)
    return Fault("wrong community: unknown", frozenset([grid]), expected, {grid: moved})


def crowded(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """More people than the limit."""
    most = plan.settings.limits.population[1]
    return _people(plan, grid, most + float(rng.integers(1, 1000)), "population: too many")


def deserted(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """Fewer people than the limit."""
    least = plan.settings.limits.population[0]
    return None if least is None else _people(plan, grid, least - float(rng.integers(1, 500)), "population: too few")


def _people(plan: Plan, grid: int, people: float, name: str) -> Fault:
    row = plan.rows[grid]
    expected = (of_grid(Kind.POPULATION, row),)
    return Fault(name, frozenset([grid]), expected, {grid: replace(row, population=people)})


def full(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """Exactly as many people as the limit allows: a control."""
    row = replace(plan.rows[grid], population=plan.settings.limits.population[1])
    return Fault("control: people at the limit", frozenset([grid]), (), {grid: row})


def code_missing(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """No code."""
    return _coded(plan, grid, Kind.CODE_MISSING, ("", "  ")[int(rng.integers(2))], "code: missing")


def code_format(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """A code that is not as the scheme has it."""
    code = plan.rows[grid].code
    if plan.settings.scheme is Scheme.PLAIN:
        bad = (code.replace("-", ""), f"{code}A", code.replace("-", "_"), f"{code[:-1]}１")
    else:
        bad = (code[:-1], f"{code}0", f"{code[:-1]}X", f"{code[:-2]} {code[-1]}")
    return _coded(plan, grid, Kind.CODE_FORMAT, bad[int(rng.integers(4))], "code: format")


def code_prefix(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """A code that starts as those of no community, or of another one."""
    codes = plan.communities.code.tolist()
    own = codes.index(_community_code(plan, grid))
    start = (codes[own - 1], UNKNOWN)[int(rng.integers(2))]
    return _coded(plan, grid, Kind.CODE_PREFIX, coded(plan.settings.scheme, start, 900 - grid), "code: prefix")


def _community_code(plan: Plan, grid: int) -> str:
    return plan.communities.code[plan.communities.id.tolist().index(plan.rows[grid].community)]


def _coded(plan: Plan, grid: int, kind: Kind, code: str, name: str) -> Fault:
    row = replace(plan.rows[grid], code=code)
    return Fault(name, frozenset([grid]), (of_grid(kind, row),), {grid: row})


def code_twice(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """The code of another grid of the community; which of the two is told, the contract leaves open."""
    row = plan.rows[grid]
    others = [i for i in plan.mates(grid) if i != grid]
    other = others[int(rng.integers(len(others)))]
    twin = replace(row, code=plan.rows[other].code)
    expected = (ExpectedFinding(Kind.CODE_DUPLICATE, row.community, twin.code, twin.code),)
    return Fault("code: twice", frozenset([grid, other]), expected, {grid: twin})


RULES = (
    uncovered, too_few, too_many, orphan_beside, orphan_far, wrong_label, labels_swapped, unknown_label, crowded,
    deserted, full, code_missing, code_format, code_prefix, code_twice,
)  # fmt: skip


LABELLED = (orphan_beside, orphan_far, wrong_label, labels_swapped, unknown_label, spill_stray, empty)
"""Makers whose findings depend on what grids say of their community."""

WHOLE = (uncovered, too_few)
"""Makers that need a whole community: in a city of few they come first, and once."""


def too_large(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """Two grids of a community became one, which is larger than the limit."""
    row, most = plan.rows[grid], plan.settings.limits.area[1]
    for other in sorted({side.beyond for side in plan.inner(grid)}):
        whole = on(row, oriented(shapely.coverage_union_all([row.geometry, plan.rows[other].geometry])))
        if plan.room(grid, -1) and is_one(whole.geometry) and plan.ruler.area(whole.geometry) > most * 1.001:
            return Fault("area: too large", frozenset([grid, other]), (_area(plan, whole),), {grid: whole},
                         dropped=frozenset([other]))  # fmt: skip
    return None


def too_small(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """A grid left all its ground but a piece smaller than the limit to its neighbour."""
    row, (least, most) = plan.rows[grid], plan.settings.limits.area
    piece = on(row, blob(plan, row.geometry, rng, 0.5 * least))
    for other in sorted({side.beyond for side in plan.inner(grid)}):
        its = plan.rows[other]
        rest = on(its, with_holes(oriented(shapely.coverage_union_all([row.geometry, its.geometry])), piece.geometry))
        if is_one(rest.geometry) and plan.ruler.area(piece.geometry) < least * 0.999:
            size = plan.ruler.area(rest.geometry)
            if abs(size / most - 1) > 1e-3:
                expected = (_area(plan, piece), *([_area(plan, rest)] if size > most else []))
                changed = {grid: piece, other: rest}
                return Fault("area: too small", frozenset(changed), expected, changed)
    return None


def _area(plan: Plan, row: Row) -> ExpectedFinding:
    return replace(of_grid(Kind.AREA, row), area_m2=plan.ruler.area(row.geometry))


AREAS = (too_large, too_small)
"""Makers for a plan that has limits of area, see :func:`benchmarks.injected_faults.with_area_limits`."""
