"""Gaps. Each maker returns a fault of one grid, or ``None`` where none fits.

A piece is always a polygon whose vertices go into the grids as they are, so its place and area are known exactly.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from benchmarks.injected_plan import ExpectedFinding, Fault, Plan, Row, Side
from benchmarks.injected_shapes import (
    LEAST,
    apex,
    aside,
    blob,
    fits,
    is_one,
    long_sides,
    rerouted,
    triangle,
    with_holes,
    without_vertex,
)
from grid_manager_plugin.coverage.kinds import Kind, Severity

NOISE = 0.01
SLIVER = 1.0


def placed(
    plan: Plan, kind: Kind, place: BaseGeometry, community: str, grid: str = "", other: str = ""
) -> ExpectedFinding:
    """Return a finding that is a place."""
    area = plan.ruler.area(place)
    severity = Severity.WARNING if area < SLIVER else Severity.ERROR
    return ExpectedFinding(kind, community, grid, other, area, severity, place)


def gap(plan: Plan, place: BaseGeometry, community: str) -> ExpectedFinding:
    """Return a gap."""
    return placed(plan, Kind.GAP, place, community)


def on(row: Row, geometry: BaseGeometry) -> Row:
    """Return a grid on other ground."""
    return replace(row, geometry=geometry)


def gap_hole(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """A hole inside a grid."""
    row = plan.rows[grid]
    piece = blob(plan, row.geometry, rng)
    found = with_holes(row.geometry, piece)
    if not is_one(found) or not fits(row.geometry, piece, LEAST, plan):
        return None
    return Fault("gap: hole", frozenset([grid]), (gap(plan, piece, row.community),), {grid: on(row, found)})


def gap_sliver_hole(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """A hole of less than a square metre: a warning."""
    row = plan.rows[grid]
    piece = blob(plan, row.geometry, rng, rng.uniform(0.1, 0.9))
    found = with_holes(row.geometry, piece)
    if not is_one(found) or not 0.02 < plan.ruler.area(piece) < 0.98:
        return None
    return Fault("gap: sliver hole", frozenset([grid]), (gap(plan, piece, row.community),), {grid: on(row, found)})


def gap_noise(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """A hole too small to be told: a control."""
    row = plan.rows[grid]
    piece = blob(plan, row.geometry, rng, rng.uniform(0.001, 0.006))
    found = with_holes(row.geometry, piece)
    if not is_one(found) or plan.ruler.area(piece) > 0.9 * NOISE:
        return None
    return Fault("control: hole of float noise", frozenset([grid]), (), {grid: on(row, found)})


def gap_two_holes(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """Two holes in one grid: two gaps."""
    row = plan.rows[grid]
    first = blob(plan, row.geometry, rng)
    once = with_holes(row.geometry, first)
    if not is_one(once):
        return None
    second = blob(plan, once, rng)
    found = with_holes(once, second)
    if not is_one(found) or min(map(plan.ruler.area, (first, second))) < LEAST:
        return None
    expected = tuple(gap(plan, piece, row.community) for piece in (first, second))
    return Fault("gap: two holes", frozenset([grid]), expected, {grid: on(row, found)})


def gap_notch(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """A notch at the border to another grid of the community, in one of the two."""
    return _notched(plan, grid, rng, None, "gap: notch at a border")


def gap_sliver(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """A notch of less than a square metre: a warning."""
    return _notched(plan, grid, rng, rng.uniform(0.05, 0.9), "gap: sliver at a border")


def _notched(plan: Plan, grid: int, rng: np.random.Generator, area: float | None, name: str) -> Fault | None:
    row = plan.rows[grid]
    for side in long_sides(plan, plan.inner(grid), rng):
        piece = triangle(plan, side, True, area)
        found = rerouted(row.geometry, side.a, side.b, [apex(piece, side)])
        if fits(row.geometry, piece, None if area else LEAST, plan) and is_one(found):
            touched = frozenset([grid, side.beyond])
            return Fault(name, touched, (gap(plan, piece, row.community),), {grid: on(row, found)})
    return None


def gap_border(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """A notch on both sides of the border between two grids of a community: one gap."""
    for side in long_sides(plan, plan.inner(grid), rng):
        opened = _opened(plan, grid, side, rng)
        if opened is not None:
            left, right, changed = opened
            place = Polygon([side.a, apex(right, side), side.b, apex(left, side)])
            expected = (gap(plan, place, plan.rows[grid].community),)
            return Fault("gap: both sides of a border", frozenset(changed), expected, changed)
    return None


def gap_two_communities(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """A gap over the border of two communities: one in each."""
    for side in long_sides(plan, plan.seam(grid), rng):
        opened = _opened(plan, grid, side, rng)
        if opened is not None:
            left, right, changed = opened
            expected = tuple(
                gap(plan, piece, plan.rows[i].community) for i, piece in ((grid, left), (side.beyond, right))
            )
            return Fault("gap: over two communities", frozenset(changed), expected, changed)
    return None


def _opened(
    plan: Plan, grid: int, side: Side, rng: np.random.Generator
) -> tuple[Polygon, Polygon, dict[int, Row]] | None:
    """Return what is gone on the left and on the right of an edge, and the two grids without it."""
    row, other = plan.rows[grid], plan.rows[side.beyond]
    share = float(rng.uniform(0.1, 0.35))
    left, right = triangle(plan, side, True, share=share), triangle(plan, side, False, share=share)
    mine = rerouted(row.geometry, side.a, side.b, [apex(left, side)])
    its = rerouted(other.geometry, side.b, side.a, [apex(right, side)])
    sound = fits(row.geometry, left, LEAST, plan) and fits(other.geometry, right, LEAST, plan)
    if not (sound and is_one(mine) and is_one(its)):
        return None
    return left, right, {grid: on(row, mine), side.beyond: on(other, its)}


def gap_strip(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """A strip along several edges of the community's own edge."""
    row = plan.rows[grid]
    ring = list(row.geometry.exterior.coords)[:-1]
    outer = {side.a for side in plan.rim(grid) + plan.seam(grid)}
    width = rng.uniform(0.5, 4.0) * plan.unit
    for first in rng.permutation(len(ring))[:20].tolist():
        path = [ring[(first + i) % len(ring)] for i in range(5)]
        if len(set(path)) < 5 or not set(path[:4]) <= outer:
            continue
        back = [aside(path[i - 1], path[i + 1], width) for i in (3, 2, 1)]
        piece = Polygon([*path, *back])
        found = _replaced(row.geometry, path, back[::-1])
        if piece.is_valid and fits(row.geometry, piece, LEAST, plan) and is_one(found):
            return Fault("gap: strip at the edge", frozenset([grid]), (gap(plan, piece, row.community),),
                         {grid: on(row, found)})  # fmt: skip
    return None


def _replaced(polygon: Polygon, path: list, inner: list) -> Polygon:
    """Return a polygon whose outline goes by other places between the first and last of a path along its shell."""
    ring = list(polygon.exterior.coords)[:-1]
    at = ring.index(path[0])
    ring = ring[at:] + ring[:at]
    return Polygon([path[0], *inner, *ring[len(path) - 1 :]], polygon.interiors)


def gap_corner(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """A whole corner at the community's edge is missing."""
    row = plan.rows[grid]
    outer = {side.a: side for side in plan.rim(grid) + plan.seam(grid)}
    for side in long_sides(plan, list(outer.values()), rng):
        after = outer.get(side.b)
        if after is None:
            continue
        piece = Polygon([side.a, side.b, after.b])
        found = without_vertex(row.geometry, side.b)
        if piece.exterior.is_ccw and is_one(piece) and is_one(found) and fits(row.geometry, piece, LEAST, plan):
            return Fault("gap: missing corner", frozenset([grid]), (gap(plan, piece, row.community),),
                         {grid: on(row, found)})  # fmt: skip
    return None


def gap_missing(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """A whole grid is missing."""
    row = plan.rows[grid]
    if not plan.room(grid, -1):
        return None
    expected = (gap(plan, row.geometry, row.community),)
    return Fault("gap: missing grid", frozenset([grid]), expected, dropped=frozenset([grid]))


GAPS = (
    gap_hole, gap_sliver_hole, gap_noise, gap_two_holes, gap_notch, gap_sliver, gap_border, gap_two_communities,
    gap_strip, gap_corner, gap_missing,
)  # fmt: skip
