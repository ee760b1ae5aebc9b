"""Faults of a grid's geometry, and of borders that do not match. Makers as in :mod:`benchmarks.injected_gaps`.

Invalid ones are drawn so that the ground is the same after they were made valid: nothing else may be found there.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely
from shapely.geometry import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from benchmarks.injected_gaps import gap, on
from benchmarks.injected_plan import ExpectedFinding, Fault, Plan, Row, Side
from benchmarks.injected_shapes import (
    LEAST,
    apex,
    aside,
    blob,
    fits,
    is_one,
    long_sides,
    oriented,
    rerouted,
    spike_clear,
    triangle,
    with_holes,
    without_vertex,
)
from grid_manager_plugin.coverage.kinds import Kind, Severity

LONG = 400.0
"""Metres; on an edge as long as this, geodesic and straight line may enclose more than float noise."""


def of_grid(kind: Kind, row: Row, other: str = "", place: BaseGeometry | None = None) -> ExpectedFinding:
    """Return a finding about a grid, which is its polygon unless another is given."""
    return ExpectedFinding(kind, row.community, row.code, other, place=row.geometry if place is None else place)


def detached_island(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """A piece of another grid, inside that, became part of this one."""
    for other in sorted({side.beyond for side in plan.inner(grid)}):
        its = plan.rows[other]
        piece = blob(plan, its.geometry, rng)
        less = with_holes(its.geometry, piece)
        if is_one(less) and plan.ruler.area(piece) > LEAST:
            return _detached(plan, grid, other, piece, less, "detached: island in another grid")
    return None


def detached_touching(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """The same with a piece that meets the grid in a single point."""
    for side in long_sides(plan, plan.inner(grid), rng):
        its = plan.rows[side.beyond]
        base = triangle(plan, side, False, share=0.4)
        inner = base.centroid.coords[0]
        piece = oriented(Polygon([side.a, apex(base, side), inner]))
        less = with_holes(its.geometry, piece)
        if is_one(less) and fits(its.geometry, base, None, plan) and plan.ruler.area(piece) > LEAST:
            return _detached(plan, grid, side.beyond, piece, less, "detached: parts that meet in a point")
    return None


def _detached(plan: Plan, grid: int, other: int, piece: Polygon, less: Polygon, name: str) -> Fault | None:
    both = MultiPolygon([plan.rows[grid].geometry, piece])
    if not both.is_valid:
        return None
    row = on(plan.rows[grid], both)
    changed = {grid: row, other: on(plan.rows[other], less)}
    return Fault(name, frozenset(changed), (of_grid(Kind.DETACHED, row),), changed)


def detached_merged(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """A grid and another of the community that is not beside it became one."""
    row = plan.rows[grid]
    others = [i for i in plan.mates(grid) if i not in plan.near[grid]]
    if not others or not plan.room(grid, -1):
        return None
    other = others[int(rng.integers(len(others)))]
    whole = on(row, MultiPolygon([row.geometry, plan.rows[other].geometry]))
    expected = (of_grid(Kind.DETACHED, whole),)
    return Fault("detached: two grids as one", frozenset([grid, other]), expected, {grid: whole}, dropped={other})


def _invalid(plan: Plan, grid: int, drawn: BaseGeometry, name: str, *more: Polygon) -> Fault | None:
    """Return a grid drawn in an invalid way, whose ground stays as it is but for gaps that come with it."""
    row = plan.rows[grid]
    ground = with_holes(row.geometry, *more)
    parts = [part for part in _polygons(shapely.make_valid(drawn)) if part.area > 0]
    if drawn.is_valid or not is_one(ground) or len(parts) != 1:
        return None
    if shapely.normalize(parts[0]) != shapely.normalize(ground):
        return None
    expected = (of_grid(Kind.INVALID_GEOMETRY, row, place=ground), *(gap(plan, one, row.community) for one in more))
    return Fault(f"invalid: {name}", frozenset([grid]), expected, {grid: on(row, drawn)})


def _polygons(geometry: BaseGeometry) -> list[Polygon]:
    parts = shapely.get_parts(geometry)
    if len(parts) == 1:
        return [part for part in parts if part.geom_type == "Polygon"]
    return [inner for part in parts for inner in _polygons(part)]


def invalid_spike_in(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """The outline goes into the grid and back the same way."""
    return _spiked(plan, grid, rng, True)


def invalid_spike_out(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """The outline goes out of the grid and back the same way."""
    return _spiked(plan, grid, rng, False)


def _spiked(plan: Plan, grid: int, rng: np.random.Generator, inside: bool) -> Fault | None:
    row = plan.rows[grid]
    for side in long_sides(plan, list(plan.sides[grid]), rng):
        tip = apex(triangle(plan, side, inside), side)
        if spike_clear(row.geometry, side.a, tip, inside):
            drawn = rerouted(row.geometry, side.a, side.b, [tip, side.a])
            return _invalid(plan, grid, drawn, f"spike {'inwards' if inside else 'outwards'}")
    return None


def invalid_backtrack(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """An edge is drawn there, back and there again."""
    for side in long_sides(plan, list(plan.sides[grid]), rng):
        drawn = rerouted(plan.rows[grid].geometry, side.a, side.b, [side.b, side.a])
        return _invalid(plan, grid, drawn, "edge drawn three times")
    return None


def _cut(polygon: Polygon, rng: np.random.Generator) -> tuple[Polygon, Polygon] | None:
    """Return a polygon without holes in two parts, along a line between two of its vertices."""
    ring = list(polygon.exterior.coords)[:-1]
    if polygon.interiors or len(ring) < 6:
        return None
    for _ in range(20):
        i, j = sorted(int(n) for n in rng.choice(len(ring), 2, replace=False))
        line = LineString([ring[i], ring[j]])
        met = line.intersection(polygon.boundary)
        ends = met.geom_type == "MultiPoint" and len(met.geoms) == 2
        if 1 < j - i < len(ring) - 1 and ends and polygon.covers(line):
            return Polygon(ring[i : j + 1]), Polygon(ring[j:] + ring[: i + 1])
    return None


def invalid_parts(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """Two parts that share an edge."""
    parts = _cut(plan.rows[grid].geometry, rng)
    return parts and _invalid(plan, grid, MultiPolygon(parts), "parts that share an edge")


def invalid_hole_outside(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """A part of the grid is drawn as a hole, which lies outside the shell."""
    parts = _cut(plan.rows[grid].geometry, rng)
    return parts and _invalid(plan, grid, Polygon(parts[0].exterior, [parts[1].exterior]), "hole outside the shell")


def invalid_twice(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """The same part twice."""
    polygon = plan.rows[grid].geometry
    return None if polygon.interiors else _invalid(plan, grid, MultiPolygon([polygon, polygon]), "a part twice")


def invalid_collapsed(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """A part, or a hole, that goes there and back along a line and has no ground."""
    polygon = plan.rows[grid].geometry
    a, b = blob(plan, polygon, rng).exterior.coords[:2]
    flat = Polygon([a, b, a, a])
    if rng.integers(2):
        return _invalid(plan, grid, MultiPolygon([polygon, flat]), "part without ground")
    return _invalid(plan, grid, Polygon(polygon.exterior, [*polygon.interiors, flat.exterior]), "hole without ground")


def invalid_touching(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """The outline meets itself in a vertex and leaves a gap inside, as a ring that should have been a hole."""
    row = plan.rows[grid]
    for side in long_sides(plan, list(plan.sides[grid]), rng):
        base = triangle(plan, side, True, share=0.4)
        piece = Polygon([side.a, base.centroid.coords[0], apex(base, side)])
        if fits(row.geometry, base, None, plan) and plan.ruler.area(piece) > LEAST:
            drawn = rerouted(row.geometry, side.a, side.b, [*piece.exterior.coords[1:3], side.a])
            return _invalid(plan, grid, drawn, "ring that meets itself", piece)
    return None


def invalid_bow_tie(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """A hole like a bow-tie, whose two halves are grids of their own; coordinates so round that it crosses exactly."""
    row = plan.rows[grid]
    if not plan.room(grid, 2):
        return None
    middle = row.geometry.representative_point()
    step = 2.0 ** np.floor(np.log2(0.2 * middle.distance(row.geometry.boundary)))
    x, y = (float(np.round(value / step) * step) for value in middle.coords[0])
    left = Polygon([(x - step, y - step), (x, y), (x - step, y + step)])
    right = Polygon([(x + step, y - step), (x + step, y + step), (x, y)])
    bow = [(x - step, y - step), (x + step, y + step), (x + step, y - step), (x - step, y + step)]
    drawn = Polygon(row.geometry.exterior, [*row.geometry.interiors, bow])
    if not all(fits(row.geometry, piece, LEAST, plan) for piece in (left, right)):
        return None
    fault = _invalid(plan, grid, drawn, "bow-tie", left, right)
    added = tuple(
        Row(piece, plan.new_code(grid, i), row.community, row.population)
        for i, piece in enumerate((left, right), 1)
    )
    return fault and replace(fault, expected=fault.expected[:1], added=added)


def empty(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """A grid without ground, NULL or empty; its ground is a gap."""
    row = plan.rows[grid]
    if not plan.room(grid, -1):
        return None
    drawn = (None, Polygon(), MultiPolygon())[int(rng.integers(3))]
    expected = (ExpectedFinding(Kind.EMPTY_GEOMETRY, row.community, row.code), gap(plan, row.geometry, row.community))
    name = "NULL" if drawn is None else drawn.geom_type
    return Fault(f"empty: {name}", frozenset([grid]), expected, {grid: on(row, drawn)})


def duplicate(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """A grid once more with a code of its own; its rings may start elsewhere and run the other way."""
    row = plan.rows[grid]
    if not plan.room(grid, 1):
        return None
    turned = bool(rng.integers(2))
    drawn = shapely.normalize(row.geometry).reverse() if turned else row.geometry
    twin = replace(row, geometry=drawn, code=plan.new_code(grid, 1))
    low, high = sorted((row, twin), key=lambda one: one.code)
    expected = (of_grid(Kind.DUPLICATE_GEOMETRY, high, low.code),)
    name = "duplicate: drawn another way" if turned else "duplicate"
    return Fault(name, frozenset([grid]), expected, added=(twin,))


def mismatch_inserted(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """One more vertex on a straight edge between two grids of a community, in one of them."""
    return _on_side(plan, grid, long_sides(plan, plan.inner(grid), rng), rng, "mismatch: vertex inserted")


def mismatch_seam(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """The same between grids of two communities."""
    sides = long_sides(plan, plan.seam(grid), rng)
    return _on_side(plan, grid, sides, rng, "mismatch: vertex inserted between communities")


def mismatch_long(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """The same on the longest edge of a grid: straight in the coordinate system, though no geodesic."""
    sides = sorted(plan.inner(grid), key=lambda side: plan.ruler.length(side.a, side.b))
    longest = sides[-1:] if sides and plan.ruler.length(sides[-1].a, sides[-1].b) > LONG else []
    return _on_side(plan, grid, longest, rng, "mismatch: vertex inserted on a long edge")


def _on_side(plan: Plan, grid: int, sides: list[Side], rng: np.random.Generator, name: str) -> Fault | None:
    row = plan.rows[grid]
    for side in sides:
        extra = aside(side.a, side.b, 0.0, at=float(rng.uniform(0.2, 0.8)))
        found = rerouted(row.geometry, side.a, side.b, [extra])
        if is_one(found):
            touched = frozenset([grid, side.beyond])
            return Fault(name, touched, (_mismatch(row, plan.rows[side.beyond]),), {grid: on(row, found)})
    return None


def mismatch_removed(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """A vertex on a straight stretch between two grids of a community is gone in one of them."""
    row = plan.rows[grid]
    after = {side.a: side for side in plan.inner(grid)}
    for side in after.values():
        then = after.get(side.b)
        if then is None or then.beyond != side.beyond:
            continue
        corner = Polygon([side.a, side.b, then.b])
        straight = corner.area < 1e-3 * plan.unit**2 and plan.ruler.area(corner) < 1e-4
        found = without_vertex(row.geometry, side.b) if straight else None
        if is_one(found) and plan.ruler.length(side.a, then.b) > plan.ruler.length(side.a, side.b):
            touched = frozenset([grid, side.beyond])
            return Fault("mismatch: vertex removed", touched, (_mismatch(row, plan.rows[side.beyond]),),
                         {grid: on(row, found)})  # fmt: skip
    return None


def _mismatch(one: Row, other: Row) -> ExpectedFinding:
    low, high = sorted((one, other), key=lambda row: row.code)
    return ExpectedFinding(Kind.EDGE_MISMATCH, low.community, low.code, high.code, severity=Severity.WARNING)


def repeated_vertex(plan: Plan, grid: int, rng: np.random.Generator) -> Fault | None:
    """A vertex given twice, which is valid: a control."""
    row = plan.rows[grid]
    side = plan.sides[grid][int(rng.integers(len(plan.sides[grid])))]
    found = rerouted(row.geometry, side.a, side.b, [side.a])
    return Fault("control: repeated vertex", frozenset([grid]), (), {grid: on(row, found)}) if is_one(found) else None


GEOMETRY = (
    detached_island, detached_touching, detached_merged, invalid_spike_in, invalid_spike_out, invalid_backtrack,
    invalid_parts, invalid_hole_outside, invalid_twice, invalid_collapsed, invalid_touching, invalid_bow_tie, empty,
    duplicate, mismatch_inserted, mismatch_seam, mismatch_long, mismatch_removed, repeated_vertex,
)  # fmt: skip
