"""Borders inside faces made straight after the partition, while every limit still holds.

Cells (:mod:`.refining`) leave borders that run to and fro between them. Here such a border may leave the cells: it
becomes as straight as the buildings and the limits allow. Walls, barriers and the community's edge stay where they are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import shapely

from grid_manager_plugin.division.cells.border_checks import Ground, Judge
from grid_manager_plugin.division.cells.border_moves import cut_short, leave_out, move_bends, slide_ends
from grid_manager_plugin.division.cells.border_net import BorderNet
from grid_manager_plugin.division.cells.border_tension import pull_tight
from grid_manager_plugin.division.cells.refining import Places
from grid_manager_plugin.division.plane import Plane
from grid_manager_plugin.division.segments import SegmentTable, segment_table
from grid_manager_plugin.rules.geodesy import Measure
from grid_manager_plugin.rules.limits import Figures, Limits

CLEARANCE = 2.0
"""Metres that a straight border keeps from what is kept whole, where the old one did."""

ROUNDS = 8
"""Most rounds of moves; most borders are straight after three."""

MARGINS = (0.0, 1e-6, 1e-5, 1e-4)
"""Shares that limits of area are narrowed by, one after another, as long as the grids measured at last break one."""

_INWARD = 1e-4
"""Metres that a place on the border of its cell is moved into it, so that it lies on one side."""


@dataclass(frozen=True)
class Plan:
    """Grids that are made of cells.

    Attributes:
        cells: Polygons that tile vertex for vertex, shape (n,) of object.
        table: Their segments.
        labels: Grid of each, numbered from 0, shape (n,).
        movable: Segments that lie inside a face, shape (m,).
        own: Nodes that stay even where no border ends: vertices of the faces, shape (v,).
        factor: Cost of a metre of border on each segment, shape (m,).
    """

    cells: np.ndarray
    table: SegmentTable
    labels: np.ndarray
    movable: np.ndarray
    own: np.ndarray
    factor: np.ndarray


@dataclass(frozen=True)
class Inhabitants:
    """People of the cells: some at places, the others all over their cell.

    Attributes:
        places: Where people are.
        cell: Cell that each place counts in, shape (p,).
        spread: People of each cell who live evenly all over it, shape (n,).
    """

    places: Places
    cell: np.ndarray
    spread: np.ndarray


@dataclass(frozen=True)
class Straightened:
    """Grids with straight borders.

    Attributes:
        geometry: (Multi)polygons that tile what the cells tile, vertex for vertex, shape (k,) of object.
        population: People of each, shape (k,).
        border: Metres of border between grids on the ellipsoid, each once.
    """

    geometry: np.ndarray
    population: np.ndarray
    border: float


def straighten(
    plan: Plan,
    people: Inhabitants,
    kept: np.ndarray,
    limits: Limits,
    measure: Measure,
    clearance: np.ndarray | float = CLEARANCE,
) -> Straightened:
    """Make the borders of a plan straight where they may move.

    No limit that held is broken, no grid falls apart, no border crosses what is kept whole, and the border never gets
    longer, neither in metres nor in cost. Grids keep every vertex of the faces that lies on their outline.

    Args:
        plan: Grids made of cells.
        people: Where their people are; they change grid with the ground.
        kept: Polygons that no border may cross, or points such as houses, in the source CRS, shape (q,) of object.
        limits: Limits of the grids; how many there are is not asked again.
        measure: Measure of the CRS.
        clearance: Metres that a moved border keeps from ``kept``, or from each of them, shape (q,), where it was no
            nearer before.
    """
    count = int(plan.labels.max()) + 1
    at_places = np.bincount(plan.labels[people.cell], people.places.weight, minlength=count)
    population = at_places + np.bincount(plan.labels, people.spread, minlength=count)
    plane = Plane.of(shapely.multipolygons(shapely.get_parts(plan.cells)), measure)
    before = _net(plan, plane).grids(count, plan.own)
    figures = Figures(population, measure.areas(before))
    ground = _ground(plan, people, kept, plane, clearance)
    held = _broken(limits, figures)
    for margin in MARGINS:
        net = _net(plan, plane)
        judge = Judge(net, ground, _narrowed(limits, margin), figures, measure)
        for _ in range(ROUNDS):
            if not any([leave_out(judge), cut_short(judge), slide_ends(judge), move_bends(judge), pull_tight(judge)]):
                break
        after = net.grids(count, plan.own)
        if _broken(limits, Figures(judge.population, measure.areas(after))) <= held:
            return Straightened(after, judge.population, _border(after, measure))
    return Straightened(before, population, _border(before, measure))


def _net(plan: Plan, plane: Plane) -> BorderNet:
    return BorderNet(plan.table, plan.labels, plan.movable, plan.factor, plane)


def _broken(limits: Limits, figures: Figures) -> set[tuple[str, str, int | None]]:
    return {(breach.limit, breach.side, breach.grid) for breach in limits.check(figures)}


def _narrowed(limits: Limits, margin: float) -> Limits:
    """Return limits of area that leave room: a straight edge measures a little less or more without a node on it."""
    low, high = limits.area
    low, high = (None if low is None else low * (1 + margin)), (None if high is None else high * (1 - margin))
    return limits if low is not None and high is not None and low > high else replace(limits, area=(low, high))


def _ground(plan: Plan, people: Inhabitants, kept: np.ndarray, plane: Plane, clearance: np.ndarray | float) -> Ground:
    cells = plane.drawn(plan.cells)
    lived_in = people.spread > 0
    density = people.spread[lived_in] / shapely.area(cells[lived_in])
    points = _inside(shapely.points(plane.metres(people.places.xy)), cells[people.cell])
    solid, owner = shapely.get_parts(kept, return_index=True)
    apart = np.broadcast_to(np.asarray(clearance, dtype=float), len(kept))[owner]
    return Ground(plane.drawn(solid), points, people.places.weight, cells[lived_in], density, apart)


def _inside(points: np.ndarray, cells: np.ndarray) -> np.ndarray:
    """Return points on the border of their cell moved a little into it, so that they lie on one side of it."""
    on_border = np.flatnonzero(shapely.distance(points, shapely.boundary(cells)) < _INWARD)
    inner = shapely.buffer(cells[on_border], -_INWARD)
    line = shapely.shortest_line(points[on_border], inner)
    moved = ~shapely.is_missing(line)
    points = points.copy()
    points[on_border[moved]] = shapely.get_point(line[moved], -1)
    return points


def _border(grids: np.ndarray, measure: Measure) -> float:
    table = segment_table(grids)
    return float(measure.segment_lengths(*table.coordinates(table.inner())).sum())
