"""Overlaps and spills. Each maker returns a fault of one grid, or ``None`` where none fits."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from benchmarks.injected_gaps import gap, on, placed
from benchmarks.injected_plan import NOBODY, ExpectedFinding, Fault, Plan, Row
from benchmarks.injected_shapes import (
    LEAST,
    apex,
    blob,
    fits,
    is_free,
    is_one,
    long_sides,
    oriented,
    rerouted,
    triangle,
)
from grid_manager_plugin.coverage.kinds import Kind


def overlap(plan: Plan, place: BaseGeometry, one: Row, other: Row) -> ExpectedFinding:
    """Return an overlap of two grids."""
    low, high = sorted((one, other), key=lambda row: row.code)
    return placed(plan, Kind.OVERLAP, place, low.community, low.code, high.code)


def overlap_grown(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """A grid grown over its neighbour in the same community."""
    return _grown(plan, grid, rng, None, 1, "overlap: grown")


def overlap_sliver(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """The same by less than a square metre: a warning."""
    return _grown(plan, grid, rng, rng.uniform(0.05, 0.9), 1, "overlap: sliver")


def overlap_twice(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """A grid grown over its neighbour in two separate places: two overlaps."""
    return _grown(plan, grid, rng, None, 2, "overlap: two parts")


def _grown(
    plan: Plan, grid: int, rng: np.random.Generator, area: float | None, many: int, name: str
) -> Fault | None:
    row, found, pieces, beyond = plan.rows[grid], plan.rows[grid].geometry, [], NOBODY
    for side in long_sides(plan, plan.inner(grid), rng):
        piece = triangle(plan, side, False, area)
        if beyond not in (NOBODY, side.beyond) or any(piece.intersects(one) for one in pieces):
            continue
        larger = rerouted(found, side.a, side.b, [apex(piece, side)])
        if fits(plan.rows[side.beyond].geometry, piece, None if area else LEAST, plan) and is_one(larger):
            found, beyond = larger, side.beyond
            pieces.append(piece)
        if len(pieces) == many:
            expected = tuple(overlap(plan, one, row, plan.rows[beyond]) for one in pieces)
            return Fault(name, frozenset([grid, beyond]), expected, {grid: on(row, found)})
    return None


def overlap_whole(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """A grid that covers a whole other one."""
    row = plan.rows[grid]
    for other in sorted({side.beyond for side in plan.inner(grid)}):
        its = plan.rows[other]
        found = oriented(shapely.coverage_union_all([row.geometry, its.geometry]))
        if is_one(found):
            expected = (overlap(plan, its.geometry, row, its),)
            return Fault("overlap: whole grid", frozenset([grid, other]), expected, {grid: on(row, found)})
    return None


def overlap_extra(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """One more grid drawn inside another."""
    row = plan.rows[grid]
    piece = blob(plan, row.geometry, rng)
    if not plan.room(grid, 1) or not fits(row.geometry, piece, LEAST, plan):
        return None
    extra = Row(piece, plan.new_code(grid, 1), row.community, row.population)
    return Fault("overlap: grid inside another", frozenset([grid]), (overlap(plan, piece, row, extra),), added=(extra,))


def overlap_seam(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """A grid grown over that of another community: a spill and an overlap."""
    row = plan.rows[grid]
    for side in long_sides(plan, plan.seam(grid), rng):
        its = plan.rows[side.beyond]
        piece = triangle(plan, side, False)
        found = rerouted(row.geometry, side.a, side.b, [apex(piece, side)])
        if fits(its.geometry, piece, LEAST, plan) and is_one(found):
            spill = placed(plan, Kind.SPILL, piece, row.community, row.code, its.community)
            touched = frozenset([grid, side.beyond])
            return Fault("overlap: of two communities", touched, (overlap(plan, piece, row, its), spill),
                         {grid: on(row, found)})  # fmt: skip
    return None


def spill_rim(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """A grid over the city's outer edge, or that of an enclave."""
    return _spilled(plan, grid, rng, None, "spill: out of the city")


def spill_sliver(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """The same by less than a square metre: a warning."""
    return _spilled(plan, grid, rng, rng.uniform(0.05, 0.9), "spill: sliver")


def _spilled(plan: Plan, grid: int, rng: np.random.Generator, area: float | None, name: str) -> Fault | None:
    row = plan.rows[grid]
    for side in long_sides(plan, plan.rim(grid), rng):
        piece = triangle(plan, side, False, area)
        found = rerouted(row.geometry, side.a, side.b, [apex(piece, side)])
        if is_free(plan, piece) and is_one(found) and (area or plan.ruler.area(piece) > LEAST):
            expected = (placed(plan, Kind.SPILL, piece, row.community, row.code),)
            return Fault(name, frozenset([grid]), expected, {grid: on(row, found)})
    return None


def spill_taken(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """A grid took ground from that of another community: a spill, and a gap there."""
    row = plan.rows[grid]
    for side in long_sides(plan, plan.seam(grid), rng):
        its = plan.rows[side.beyond]
        piece = triangle(plan, side, False)
        tip = [apex(piece, side)]
        mine = rerouted(row.geometry, side.a, side.b, tip)
        less = rerouted(its.geometry, side.b, side.a, tip)
        if fits(its.geometry, piece, LEAST, plan) and is_one(mine) and is_one(less):
            spill = placed(plan, Kind.SPILL, piece, row.community, row.code, its.community)
            changed = {grid: on(row, mine), side.beyond: on(its, less)}
            expected = (spill, gap(plan, piece, its.community))
            return Fault("spill: ground of another community", frozenset([grid, side.beyond]), expected, changed)
    return None


def spill_stray(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """One more grid that says its community but lies outside the city."""
    row = plan.rows[grid]
    if not plan.room(grid, 1):
        return None
    for side in long_sides(plan, plan.rim(grid), rng):
        piece = triangle(plan, side, False)
        if is_free(plan, piece) and plan.ruler.area(piece) > LEAST:
            extra = Row(piece, plan.new_code(grid, 1), row.community, row.population)
            expected = (placed(plan, Kind.SPILL, piece, row.community, extra.code),)
            return Fault("spill: grid outside the city", frozenset([grid]), expected, added=(extra,))
    return None


OVERLAPS = (
    overlap_grown, overlap_sliver, overlap_twice, overlap_whole, overlap_extra, overlap_seam, spill_rim, spill_sliver,
    spill_taken, spill_stray,
)  # fmt: skip
