"""Polygons with one edge or vertex changed: coordinates that were not asked to change stay as they are."""

from __future__ import annotations

import math

import numpy as np
import shapely
from shapely.geometry import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

from benchmarks.injected_plan import XY, Plan, Side

SHORTEST = 12.0
"""Metres; faults are put on edges at least this long."""

LEAST = 1.2
"""Square metres; a place that has to be an error is larger."""


def oriented(geometry: BaseGeometry) -> BaseGeometry:
    """Return a (multi)polygon whose shells run counterclockwise and whose holes clockwise; one part as a polygon."""
    parts = [orient(part) for part in shapely.get_parts(geometry)]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def rerouted(polygon: Polygon, a: XY, b: XY, path: list[XY]) -> Polygon:
    """Return a polygon whose edge from a to b goes by way of other places."""

    def way(ring: BaseGeometry) -> list[XY]:
        xy = list(ring.coords)
        for i in range(len(xy) - 1):
            if xy[i] == a and xy[i + 1] == b:
                return xy[: i + 1] + path + xy[i + 1 :]
        return xy

    return Polygon(way(polygon.exterior), [way(hole) for hole in polygon.interiors])


def without_vertex(polygon: Polygon, vertex: XY) -> Polygon | None:
    """Return a polygon without one of its vertices; ``None`` where too few are left."""

    def fewer(ring: BaseGeometry) -> list[XY]:
        kept = [xy for xy in ring.coords[:-1] if xy != vertex]
        return [*kept, kept[0]]

    rings = [fewer(ring) for ring in (polygon.exterior, *polygon.interiors)]
    return Polygon(rings[0], rings[1:]) if min(map(len, rings)) > 3 else None


def with_holes(polygon: Polygon, *holes: Polygon) -> Polygon:
    """Return a polygon with more holes."""
    return Polygon(polygon.exterior, [*polygon.interiors, *(list(hole.exterior.coords)[::-1] for hole in holes)])


def is_one(geometry: BaseGeometry | None) -> bool:
    """Tell whether a geometry is one valid polygon."""
    return geometry is not None and geometry.geom_type == "Polygon" and geometry.is_valid and geometry.area > 0


def aside(a: XY, b: XY, height: float, at: float = 0.5) -> XY:
    """Return a place so far to the left of the way from a to b (to the right, when negative)."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    share = height / math.hypot(dx, dy)
    return a[0] + at * dx - share * dy, a[1] + at * dy + share * dx


def triangle(plan: Plan, side: Side, left: bool, area: float | None = None, share: float = 0.3) -> Polygon:
    """Return a triangle on an edge, on its left or right: of so many square metres, or as high as a share of it."""
    a, b = side.a, side.b
    sign = 1 if left else -1
    height = share * math.hypot(b[0] - a[0], b[1] - a[1])
    found = orient(Polygon([a, aside(a, b, sign * height), b]))
    if area is None:
        return found
    height *= area / plan.ruler.area(found)
    return orient(Polygon([a, aside(a, b, sign * height), b]))


def apex(found: Polygon, side: Side) -> XY:
    """Return the vertex of a triangle that is not on its edge."""
    return next(xy for xy in found.exterior.coords if xy not in (side.a, side.b))


def long_sides(plan: Plan, sides: list[Side], rng: np.random.Generator, least: float = SHORTEST) -> list[Side]:
    """Return some of the edges that are long enough for a fault, in random order."""
    kept = [s for s in sides if math.hypot(s.b[0] - s.a[0], s.b[1] - s.a[1]) > least * plan.unit]
    return [kept[i] for i in rng.permutation(len(kept))[:12]]


def fits(inside: BaseGeometry, piece: Polygon, least: float | None, plan: Plan) -> bool:
    """Tell whether a piece lies in a grid and is large enough."""
    return inside.covers(piece) and (least is None or plan.ruler.area(piece) > least)


def blob(plan: Plan, polygon: Polygon, rng: np.random.Generator, area: float | None = None) -> Polygon:
    """Return an irregular polygon inside another, clear of its edge; of about so many square metres at most."""
    middle = polygon.representative_point()
    radius = 0.5 * middle.distance(polygon.boundary)
    if area is not None:
        radius = min(radius, 0.6 * math.sqrt(area) * plan.unit)
    many = int(rng.integers(4, 8))
    angle = 2 * math.pi * (np.arange(many) + rng.uniform(0.1, 0.9, many)) / many
    reach = radius * rng.uniform(0.6, 1.0, many)
    return Polygon(np.column_stack([middle.x + reach * np.cos(angle), middle.y + reach * np.sin(angle)]))


def is_free(plan: Plan, piece: BaseGeometry) -> bool:
    """Tell whether a piece lies outside every grid."""
    met = plan.tree.query(piece, predicate="intersects")
    return not any(piece.relate_pattern(plan.rows[i].geometry, "T********") for i in met)


def spike_clear(polygon: Polygon, start: XY, end: XY, inside: bool) -> bool:
    """Tell whether a line from a vertex meets the outline there only, and goes inside, or outside."""
    line = LineString([start, end])
    met = line.intersection(polygon.boundary)
    clear = met.geom_type == "Point" and tuple(met.coords[0]) == tuple(start)
    return clear and polygon.covers(line) == inside
