"""Borders pulled tight: as short as geometry allows, limits held, nothing crossed."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from footprints import GAUSS_KRUEGER, NOBODY, NOTHING, array, square
from test_straighten import EAST, NORTH, check, dissolved, plan_of, sliced, squares

from grid_manager_plugin.division.cells.border_checks import Ground, Judge
from grid_manager_plugin.division.cells.border_net import NEW, BorderNet, Change
from grid_manager_plugin.division.cells.border_tension import pull_tight
from grid_manager_plugin.division.cells.refining import Cells
from grid_manager_plugin.division.cells.straight_walls import StraightWalls, straight_walls
from grid_manager_plugin.division.cells.straighten import Inhabitants, straighten
from grid_manager_plugin.division.plane import Plane
from grid_manager_plugin.rules.limits import Figures, Limits

EMPTY = Ground(NOTHING, NOTHING, np.empty(0), NOTHING, np.empty(0), np.empty(0))


def polygon(*corners: tuple[float, float]) -> shapely.Polygon:
    return shapely.Polygon([(EAST + x, NORTH + y) for x, y in corners])


def even(ground: shapely.Polygon, parts: int, within: float) -> Limits:
    mean = float(GAUSS_KRUEGER.areas(array(ground))[0]) / parts
    return Limits(grids=(parts, parts), area=(mean * (1 - within), mean * (1 + within)))


def net_of(cells: Cells, labels: np.ndarray) -> BorderNet:
    plan = plan_of(cells, labels)
    plane = Plane.of(cells.faces[0], GAUSS_KRUEGER)
    return BorderNet(plan.table, plan.labels, plan.movable, plan.factor, plane)


def judge_of(cells: Cells, labels: np.ndarray, limits: Limits) -> Judge:
    grids = dissolved(plan_of(cells, labels))
    figures = Figures(np.zeros(len(grids)), GAUSS_KRUEGER.areas(grids))
    return Judge(net_of(cells, labels), EMPTY, limits, figures, GAUSS_KRUEGER)


def drawn(judge: Judge, cells: Cells) -> np.ndarray:
    return judge.net.grids(len(judge.area), cells.own(plan_of(cells, np.zeros(len(cells.geometry), dtype=int)).table))


def strips(*ends: int) -> np.ndarray:
    """Return labels of 8 x 4 squares: strips that end at some columns."""
    return np.tile(np.searchsorted(ends, np.arange(8), side="right"), 4)


def test_a_piece_of_a_triangle_is_cut_off_at_its_sharp_corner() -> None:
    ground = polygon((0, 0), (300, 0), (0, 300))
    limits = even(ground, 2, 0.08)
    done = sliced(array(ground), NOTHING, NOBODY, limits, 80, GAUSS_KRUEGER)
    check(done, NOTHING, limits, GAUSS_KRUEGER)
    size, half = 0.92 * 300 * 300 / 4, math.pi / 8
    arc, chord = 2 * math.sqrt(size * half), 2 * math.sqrt(size * math.tan(half))
    assert arc < done.found.border <= chord * (1 + 1e-5)


def test_three_borders_meet_in_the_middle_of_a_triangle() -> None:
    ground = polygon((0, 0), (300, 0), (150, 150 * math.sqrt(3)))
    limits = even(ground, 3, 0.02)
    done = sliced(array(ground), NOTHING, NOBODY, limits, 90, GAUSS_KRUEGER)
    check(done, NOTHING, limits, GAUSS_KRUEGER)
    assert done.found.border <= 300 * math.sqrt(3) / 2 * (1 + 1e-6)


def test_limits_of_people_who_live_all_over_are_limits_of_area() -> None:
    ground = polygon((0, 0), (300, 0), (0, 300))
    area = even(ground, 2, 0.08)
    done = sliced(array(ground), NOTHING, NOBODY, area, 80, GAUSS_KRUEGER)
    spread = GAUSS_KRUEGER.areas(done.plan.cells) / 10
    people = Limits(population=(area.area[0] / 10, area.area[1] / 10))
    found = straighten(done.plan, Inhabitants(NOBODY, np.empty(0, dtype=int), spread), NOTHING, people, GAUSS_KRUEGER)
    assert people.check(Figures(found.population, GAUSS_KRUEGER.areas(found.geometry))) == ()
    assert found.population.min() == pytest.approx(people.population[0], rel=1e-5)
    assert found.border <= done.found.border * (1 + 1e-5)


def trapezoid() -> Cells:
    """Return 8 squares of 20 m side in two rows, and a sloping end of two pieces."""
    ground = polygon((0, 0), (80, 0), (120, 40), (0, 40))
    corners = [(x, y) for y in (0, 20) for x in (0, 20, 40, 60)]
    cells = [polygon((x, y), (x + 20, y), (x + 20, y + 20), (x, y + 20)) for x, y in corners]
    last = [polygon((80, 0), (100, 20), (80, 20)), polygon((80, 20), (100, 20), (120, 40), (80, 40))]
    return Cells(array(*cells, *last), np.zeros(10, dtype=int), array(ground))


def test_what_one_grid_gives_another_takes_at_the_same_time() -> None:
    tiling = trapezoid()
    labels = np.array([0, 0, 1, 1, 0, 1, 1, 2, 2, 2])  # two borders like steps
    limits = Limits(area=(1150, 1650))
    judge = judge_of(tiling, labels, limits)
    before = judge.net.metres()
    assert pull_tight(judge)
    grids = drawn(judge, tiling)
    assert shapely.is_valid(grids).all()
    assert GAUSS_KRUEGER.areas(grids) == pytest.approx(judge.area, rel=1e-6)
    assert limits.check(Figures(np.zeros(3), judge.area)) == ()
    assert judge.net.metres() < before - 20
    assert not pull_tight(judge)


@pytest.mark.parametrize("inner", [(), (3,), (5, 6)])
def test_no_wall_belongs_to_two_ends(inner: tuple[int, ...]) -> None:
    net = net_of(squares(8, 4), strips(2, *inner, 7))
    ends = sorted({node for chain in net.chains for node in (chain.nodes[0], chain.nodes[-1])})
    found = straight_walls(net, ends, 0)
    assert [line.node for line in found] == ends
    walls = [number for line in found for run in (line.ahead, line.back) for number in run.walls]
    assert len(set(walls)) == len(walls)
    for line in found:
        low, high = line.bounds()
        assert low < 0 < high
        assert all(_beyond(net, line, metres) for metres in (low, high))


def _beyond(net: BorderNet, line: StraightWalls, metres: float) -> bool:
    """Tell whether a slide passes the walls up to its place, which lies on the last."""
    slide = line.slide(net, metres)
    last = net.walls[slide.walls[-1]]
    place = shapely.Point(slide.xy)
    on_last = shapely.LineString(net.at[[last.start, last.end]]).distance(place) < 1e-9
    return on_last and len(slide.nodes) == len(slide.walls) - 1 and slide.length == pytest.approx(abs(metres))


def test_an_end_on_a_barrier_has_no_straight_walls() -> None:
    faces = array(square(40, 40), shapely.box(EAST + 40, NORTH, EAST + 80, NORTH + 40))
    cells = squares(8, 4, faces)
    labels = np.repeat([0, 0, 1, 1], 8)
    net = net_of(cells, np.where(cells.face == 0, labels, 2))  # its border ends on the barrier at 40 m
    found = straight_walls(net, [node for node in sorted(net.ends_at) if net.slidable(node)], 0)
    assert [net.source[line.node].tolist() for line in found] == [[EAST, NORTH + 20]]


def test_an_end_in_a_corner_goes_along_either_wall() -> None:
    tiling = trapezoid()
    net = net_of(tiling, np.repeat([0, 1], [8, 2]))
    corner = next(node for node in net.ends_at if net.source[node].tolist() == [EAST + 80, NORTH])
    lines = [straight_walls(net, [corner], side)[0] for side in (0, 1)]
    assert [line.bounds() for line in lines] == [(0.0, pytest.approx(line.ahead.metres[-1] - 0.01)) for line in lines]
    assert sorted(line.ahead.metres[-1] for line in lines) == pytest.approx([40 * math.sqrt(2), 80], rel=1e-6)


@pytest.mark.parametrize(("reach", "sound"), [(9.0, True), (11.0, False)])
def test_borders_that_would_cross_each_other_do_not_move(reach: float, sound: bool) -> None:
    judge = judge_of(squares(8, 4), strips(3, 5), Limits())
    changes = []
    for number, chain in enumerate(judge.net.chains):
        first, last = chain.nodes[0], chain.nodes[-1]
        start, end = judge.net.at[[first, last]]
        east = reach if {chain.left, chain.right} == {0, 1} else -reach  # towards the other, which is 20 m away
        bends = (start + end) / 2 + np.array([(0, -2), (east, 0), (0, 2), (0, 9)][: 3 + number])
        path = np.array([start, *bends, end])
        changes.append(Change(number, 0, len(chain.nodes) - 1, (first, *[NEW] * len(bends), last), path))
    assert judge.make(changes, least=-100.0) is sound
