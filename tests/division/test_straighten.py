"""Borders inside faces: straight where they can be, nothing cut, no limit broken, tilings exact."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest
import real_city
import shapely
from footprints import DEGREES, GAUSS_KRUEGER, NOBODY, NOTHING, array, cut, helsinki, matched, residents, square
from test_refining import houses

from grid_manager_plugin.division.adjacency import build_graph
from grid_manager_plugin.division.cells.refining import Cells, Places, refine
from grid_manager_plugin.division.cells.straighten import Inhabitants, Plan, Straightened, straighten
from grid_manager_plugin.division.partition import partition
from grid_manager_plugin.division.segments import segment_table
from grid_manager_plugin.division.verdict import Verdict
from grid_manager_plugin.rules.geodesy import Measure
from grid_manager_plugin.rules.limits import Figures, Limits

EAST, NORTH = 39_500_000.0, 3_460_000.0
FREE = Limits()


def plan_of(cells: Cells, labels: np.ndarray, factor: float = 1.0) -> Plan:
    table = segment_table(cells.geometry)
    movable = cells.movable(table)
    return Plan(cells.geometry, table, labels, movable, cells.own(table), np.where(movable, 1.0, factor))


def living(cells: np.ndarray, places: Places = NOBODY, spread: np.ndarray | None = None) -> Inhabitants:
    place, cell = shapely.STRtree(cells).query(shapely.points(places.xy), predicate="intersects")
    lowest = np.full(len(places.weight), len(cells))
    np.minimum.at(lowest, place, cell)
    return Inhabitants(places, lowest, np.zeros(len(cells)) if spread is None else spread)


def border(grids: np.ndarray, measure: Measure = GAUSS_KRUEGER) -> float:
    table = segment_table(grids)
    return float(measure.segment_lengths(*table.coordinates(table.inner())).sum())


def dissolved(plan: Plan) -> np.ndarray:
    return array(*(shapely.union_all(plan.cells[plan.labels == i]) for i in range(plan.labels.max() + 1)))


def squares(columns: int, rows: int, faces: np.ndarray | None = None) -> Cells:
    """Return squares of 10 m side, row by row from the south."""
    x, y = np.meshgrid(EAST + 10.0 * np.arange(columns), NORTH + 10.0 * np.arange(rows))
    cells = shapely.box(x.ravel(), y.ravel(), x.ravel() + 10, y.ravel() + 10)
    faces = array(square(10.0 * columns, 10.0 * rows)) if faces is None else faces
    face = shapely.STRtree(faces).query(shapely.centroid(cells), predicate="intersects")[1]
    return Cells(cells, face, faces)


def staircase() -> np.ndarray:
    """Return labels of 8 x 4 squares: 5, 4, 3, 4 of a row are grid 0."""
    return np.concatenate([np.arange(8) >= count for count in (5, 4, 3, 4)]).astype(np.int64)


def straight(
    cells: Cells,
    labels: np.ndarray,
    limits: Limits = FREE,
    kept: np.ndarray = NOTHING,
    people: Inhabitants | None = None,
    **more: float,
) -> Straightened:
    return straighten(plan_of(cells, labels), people or living(cells.geometry), kept, limits, GAUSS_KRUEGER, **more)


def test_staircase_becomes_the_shortest_line_between_the_edges() -> None:
    cells = squares(8, 4)
    found = straight(cells, staircase())
    assert found.border == pytest.approx(40, rel=1e-6)
    assert matched(found.geometry, cells.faces)
    assert [len(grid.exterior.coords) for grid in found.geometry] == [5, 5]


def test_limits_are_held_to_the_square_metre() -> None:
    cells = squares(8, 4)
    limits = Limits(area=(1600 * (1 - 1e-6), 1600 * (1 + 1e-6)))
    assert limits.check(Figures(np.zeros(2), GAUSS_KRUEGER.areas(dissolved(plan_of(cells, staircase()))))) == ()
    found = straight(cells, staircase(), limits)
    assert limits.check(Figures(found.population, GAUSS_KRUEGER.areas(found.geometry))) == ()
    assert found.border < 45  # 60 before


def test_a_building_keeps_its_side_and_its_distance() -> None:
    cells = squares(8, 4)
    nook = shapely.box(EAST + 33, NORTH + 3, EAST + 47, NORTH + 7)  # in the corner that grid 0 has beyond 40 m
    far = shapely.box(EAST + 33, NORTH + 23, EAST + 37, NORTH + 27)  # in the corner that grid 1 has before 40 m
    kept = array(nook, far)
    found = straight(cells, staircase(), kept=kept, clearance=2.0)
    assert cut(found.geometry, kept) == 0
    assert found.geometry[0].contains(nook)
    assert found.geometry[1].contains(far)
    line = shapely.intersection(*found.geometry)
    assert line.distance(shapely.multipolygons(kept)) > 2 - 1e-4
    assert found.border < 53  # 70 before


def test_houses_as_points_keep_their_side() -> None:
    cells = squares(8, 4)
    houses = shapely.points([[EAST + 45, NORTH + 5], [EAST + 35, NORTH + 25]])
    found = straight(cells, staircase(), kept=houses, clearance=3.0)
    assert found.geometry[0].contains(houses[0])
    assert found.geometry[1].contains(houses[1])
    assert shapely.distance(shapely.intersection(*found.geometry), houses).min() > 3 - 1e-4


def test_people_at_places_move_with_the_ground_and_count() -> None:
    cells = squares(8, 4)
    xy = np.array([[EAST + 45, NORTH + 5], [EAST + 5, NORTH + 5], [EAST + 75, NORTH + 5]])
    places = Places(xy, np.array([7.0, 5.0, 5.0]))
    people = living(cells.geometry, places)
    found = straight(cells, staircase(), people=people)
    sides = [grid.contains(shapely.Point(places.xy[0])) for grid in found.geometry]
    assert found.population.tolist() == [5 + 7 * sides[0], 5 + 7 * sides[1]]
    held = straight(cells, staircase(), Limits(population=(5, 12), area=(1500, 1700)), people=people)
    assert sorted(held.population.tolist()) == [5, 12]
    tight = straight(cells, staircase(), Limits(population=(5, 12), area=(1300, 1900)), people=people)
    assert tight.border == pytest.approx(40, rel=1e-6)


def test_place_on_a_border_stays_where_it_counts() -> None:
    cells = squares(8, 4)
    places = Places(np.array([[EAST + 50, NORTH + 5.0]]), np.array([9.0]))  # between cells 4 and 5: grid 0
    found = straight(cells, staircase(), Limits(population=(0, 9)), people=living(cells.geometry, places))
    owner = [grid.contains(shapely.Point(places.xy[0])) for grid in found.geometry]
    assert found.population.tolist() == [9.0 * inside for inside in owner]


def test_people_all_over_their_cells_move_by_area() -> None:
    cells = squares(8, 4)
    spread = np.tile(np.arange(8.0), 4)
    found = straight(cells, staircase(), people=living(cells.geometry, spread=spread))
    share = shapely.area(shapely.intersection(found.geometry[:, None], cells.geometry[None, :])) / 100
    assert found.population == pytest.approx(share @ spread, abs=1e-4)
    assert found.population.sum() == pytest.approx(spread.sum())


def test_borders_meet_where_the_sum_of_lengths_is_least() -> None:
    cells = squares(12, 12)
    x, y = np.meshgrid(np.arange(12), np.arange(12))
    labels = np.where(y.ravel() < 6, np.where(x.ravel() < 6, 0, 1), 2)
    found = straight(cells, labels)
    assert found.border < 180
    assert matched(found.geometry, cells.faces)
    assert len(found.geometry) == 3


def test_border_on_a_barrier_stays_and_what_crosses_it_becomes_straight() -> None:
    faces = array(square(80, 20), square(80, 20, north=NORTH + 20))
    cells = squares(8, 4, faces)
    along = np.repeat([0, 0, 1, 1], 8)
    found = straight(cells, along)
    assert found.border == pytest.approx(80, rel=1e-6)
    assert [grid.equals(face) for grid, face in zip(found.geometry, faces)] == [True, True]
    across = straight(cells, staircase())  # meets the barrier at two places, from below and from above
    assert across.border == pytest.approx(40, rel=1e-3)
    # a barrier that lies inside a grid is no part of its outline
    assert all(len(grid.exterior.coords) <= 7 for grid in across.geometry)


def test_vertices_of_the_community_stay_and_nodes_of_cells_go() -> None:
    ring = np.array([[0, 0], [40, 0], [80, 0], [80, 40], [0, 40]])
    face = shapely.Polygon(np.array([EAST, NORTH]) + ring)
    cells = squares(8, 4, array(face))
    found = straight(cells, staircase())
    nodes = {tuple(xy) for xy in shapely.get_coordinates(found.geometry).tolist()}
    own = {tuple(xy) for xy in face.exterior.coords}
    assert own <= nodes
    assert len(nodes - own) <= 2  # the two ends of the border


def test_island_inside_another_grid_stays_one() -> None:
    cells = squares(9, 9)
    x, y = np.meshgrid(np.arange(9), np.arange(9))
    labels = ((abs(x.ravel() - 4) + abs(y.ravel() - 4)) < 3).astype(np.int64)
    found = straight(cells, labels, Limits(area=(900, None)))
    assert matched(found.geometry, cells.faces)
    assert GAUSS_KRUEGER.areas(found.geometry)[1] >= 900 * (1 - 1e-9)
    assert len(found.geometry[0].interiors) == 1
    assert found.border < border(dissolved(plan_of(cells, labels))) - 20


def test_cheap_border_along_a_barrier_is_not_given_up() -> None:
    """Grid 0 and 1 meet along the barrier, then across the upper face; sliding along must pay in metres and cost."""
    faces = array(square(80, 20), square(80, 20, north=NORTH + 20))
    cells = squares(8, 4, faces)
    labels = np.concatenate([np.zeros(16), np.tile(np.arange(8) >= 3, 2)]).astype(np.int64)
    plan = plan_of(cells, labels, factor=0.2)
    found = straighten(plan, living(cells.geometry), NOTHING, Limits(area=(900, None)), GAUSS_KRUEGER)
    assert found.border <= 70 + 1e-6
    assert GAUSS_KRUEGER.areas(found.geometry).min() >= 900 * (1 - 1e-9)


def test_wide_limits_do_not_let_a_grid_shrink_into_a_corner() -> None:
    cells = squares(8, 4)
    labels = np.ones(32, dtype=np.int64)
    labels[[0, 1, 8, 9]] = 0
    found = straight(cells, labels)
    assert GAUSS_KRUEGER.areas(found.geometry)[0] > 290
    assert found.border < 40


def test_one_grid_is_the_community() -> None:
    cells = squares(8, 4)
    found = straight(cells, np.zeros(32, dtype=np.int64))
    assert (found.border, len(found.geometry)) == (0.0, 1)
    assert matched(found.geometry, cells.faces)


def test_broken_limits_get_no_worse() -> None:
    cells = squares(8, 4)
    found = straight(cells, staircase(), Limits(area=(1590, 1610), population=(1, None)))
    assert GAUSS_KRUEGER.areas(found.geometry).min() >= 1590 * (1 - 1e-9)


@dataclass(frozen=True)
class Slice:
    """A community all the way from faces to straight grids."""

    faces: np.ndarray
    plan: Plan
    people: Inhabitants
    found: Straightened


def sliced(
    faces: np.ndarray,
    kept: np.ndarray,
    places: Places,
    limits: Limits,
    wanted: int,
    measure: Measure,
    factor: float = 1.0,
) -> Slice:
    share = np.ceil(wanted * shapely.area(faces) / shapely.area(faces).sum()).astype(np.int64)
    cells = refine(faces, share, kept, places, measure)
    people = living(cells.geometry, places)
    population = np.bincount(people.cell, places.weight, minlength=len(cells.geometry)).astype(float)
    graph, table = build_graph(cells.geometry, population, measure)
    answer = partition(graph, limits, effort="quick")
    assert answer.verdict is Verdict.SOLVED
    assert answer.labels is not None
    plan = replace(plan_of(cells, answer.labels, factor), table=table)
    return Slice(faces, plan, people, straighten(plan, people, kept, limits, measure))


def check(done: Slice, kept: np.ndarray, limits: Limits, measure: Measure) -> None:
    found, before = done.found, dissolved(done.plan)
    assert matched(found.geometry, array(shapely.coverage_union_all(done.faces)))
    assert cut(found.geometry, kept) == 0
    assert limits.check(Figures(found.population, measure.areas(found.geometry))) == ()
    assert found.border <= border(before, measure) * (1 + 1e-6)
    assert found.border == pytest.approx(border(found.geometry, measure))
    assert (shapely.get_num_geometries(found.geometry) == shapely.get_num_geometries(before)).all()
    again = living(found.geometry, done.people.places)
    people = np.bincount(again.cell, again.places.weight, minlength=len(found.geometry))
    assert found.population == pytest.approx(people)


@pytest.mark.parametrize("seed", range(8))
def test_random_communities_keep_every_promise(seed: int) -> None:
    random = np.random.default_rng(seed)
    face = shapely.affinity.rotate(square(random.uniform(300, 800), random.uniform(300, 800)), random.uniform(0, 90))
    west, south, east, north = face.bounds
    line = [(west - 9, random.uniform(south, north)), (east + 9, random.uniform(south, north))]
    lines = shapely.union_all([face.boundary, shapely.LineString(line)]) if seed % 2 else face.boundary
    faces = shapely.get_parts(shapely.polygonize([lines] if seed % 2 == 0 else shapely.get_parts(lines)))
    faces = faces[shapely.contains(face.buffer(1e-3), faces)]
    kept = houses(int(random.integers(5, 100)), seed, face)
    kept = kept[shapely.contains(faces[:, None], kept[None, :]).any(axis=0)]
    crowd = Places(shapely.get_coordinates(shapely.centroid(faces)).repeat(20, axis=0), np.ones(20 * len(faces)))
    scattered = Places(crowd.xy + random.normal(0, 20, crowd.xy.shape), crowd.weight)
    places = residents(kept) if seed < 4 else scattered
    parts = int(random.integers(2, 5))
    mean = shapely.area(faces).sum() / parts
    limits = Limits(grids=(parts, parts), area=(0.7 * mean, 1.4 * mean))
    check(sliced(faces, kept, places, limits, 50, GAUSS_KRUEGER, 0.2), kept, limits, GAUSS_KRUEGER)


def test_helsinki() -> None:
    community, buildings = helsinki()
    places = residents(buildings)
    limits = Limits(grids=(3, 3), population_tolerance=25, area=(50_000, 300_000))
    done = sliced(array(community), buildings, places, limits, 120, DEGREES)
    check(done, buildings, limits, DEGREES)
    assert done.found.border < 0.97 * border(dissolved(done.plan), DEGREES)
    turned = np.random.default_rng(1).permutation(len(buildings))
    mixed = Places(places.xy[turned], places.weight[turned])
    again = sliced(array(community), buildings[turned], mixed, limits, 120, DEGREES)
    assert shapely.to_wkb(again.found.geometry).tolist() == shapely.to_wkb(done.found.geometry).tolist()


@pytest.mark.parametrize("name", [real_city.HOLES, real_city.ISLANDS])
def test_denver_tracts_without_blocks(name: str) -> None:
    measure = Measure.from_crs(real_city.CRS)
    (community,) = real_city.communities((name,))
    faces = shapely.get_parts(array(shapely.force_2d(community.geometry)))
    mean = float(measure.areas(faces).sum()) / 3
    limits = Limits(grids=(3, 3), area=(0.9 * mean, 1.1 * mean))
    check(sliced(faces, NOTHING, NOBODY, limits, 80, measure), NOTHING, limits, measure)


@pytest.mark.parametrize(
    ("width", "height", "parts", "best"),
    [(600, 300, 2, 300), (900, 300, 3, 600), (600, 600, 4, 1200)],
)
def test_bare_rectangles_are_as_short_as_straight_cuts(width: float, height: float, parts: int, best: float) -> None:
    face = square(width, height)
    mean = width * height / parts
    limits = Limits(grids=(parts, parts), area=(0.97 * mean, 1.03 * mean))
    done = sliced(array(face), NOTHING, NOBODY, limits, 80, GAUSS_KRUEGER)
    check(done, NOTHING, limits, GAUSS_KRUEGER)
    assert done.found.border <= best * 1.001
