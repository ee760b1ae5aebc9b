"""Communities without blocks: along barriers, around what is kept whole, straight where there is nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from free_city import borders_of, divided, grids_of_today, points
from shapely import LineString, MultiPolygon, Point, Polygon, box
from streets import barriers, kept, placed

from grid_manager_plugin.division.community import CommunityPlan
from grid_manager_plugin.division.faces.barriers import Barriers
from grid_manager_plugin.division.people.people import AreaPeople
from grid_manager_plugin.division.verdict import Verdict
from grid_manager_plugin.rules.limits import Limits

GROUND = box(0, 0, 400, 300)
HALVES = Limits(grids=(2, 2), area=(54_000, 66_000))


def areas(plan: CommunityPlan) -> list[float]:
    return sorted(grid.area for grid in plan.grids)


def test_borders_follow_the_street_that_holds_the_limits() -> None:
    streets = [LineString([(190, -10), (190, 310)]), LineString([(250, -10), (250, 310)])]
    plan = divided(GROUND, HALVES, barriers=barriers(streets, [0.5, 0.05]))
    assert (plan.verdict, plan.method) == (Verdict.SOLVED, "faces")
    assert plan.on_barrier_share == pytest.approx(1.0)
    assert all(grid.on_barrier_share == pytest.approx(1.0) for grid in plan.grids)
    assert borders_of(plan).equals_exact(LineString([(190, 0), (190, 300)]), 1e-6)


def test_the_more_important_barrier_wins_and_the_straight_way_loses() -> None:
    detour = LineString([(200, -10), (200, 100), (230, 100), (230, 200), (200, 200), (200, 310)])
    straight = LineString([(195, -10), (195, 310)])
    plan = divided(GROUND, HALVES, barriers=barriers([detour, straight], [0.1, 0.9]))
    assert plan.on_barrier_share == pytest.approx(1.0)
    assert borders_of(plan).length == pytest.approx(360, abs=1)


def test_faces_too_large_are_parted_by_a_straight_border() -> None:
    street = LineString([(40, -10), (40, 310)])
    plan = divided(GROUND, HALVES, barriers=barriers([street]))
    assert (plan.verdict, plan.method) == (Verdict.SOLVED, "cells")
    line = borders_of(plan)
    assert line.length == pytest.approx(300, rel=0.01)
    assert len(line.coords) == 2
    assert plan.on_barrier_share == 0.0


@pytest.mark.parametrize("crs", ["EPSG:4547", "EPSG:4527", "EPSG:4326", "EPSG:2232"])
def test_bare_ground_gets_the_shortest_straight_border(crs: str) -> None:
    plan = divided(GROUND, HALVES, crs=crs)
    assert plan.method == "cells"
    assert plan.border == pytest.approx(300, rel=0.02)
    assert borders_of(plan, crs).length == pytest.approx(300, rel=0.02)


def test_fewest_grids_come_before_borders_on_barriers() -> None:
    streets = [LineString([(x, -10), (x, 310)]) for x in (133, 266)]
    plan = divided(GROUND, Limits(grids=(2, 5), area=(None, 65_000)), barriers=barriers(streets))
    assert (plan.divided, plan.method) == (2, "cells")


def test_a_community_that_may_stay_whole_does() -> None:
    plan = divided(GROUND, Limits(grids=(2, 5), area=(None, 130_000)), allow_whole=True)
    assert (plan.verdict, plan.divided, plan.border) == (Verdict.KEPT, 1, 0.0)
    assert plan.grids[0].geometry.equals_exact(placed([GROUND])[0], 0.0)


def test_target_population_chooses_the_number() -> None:
    homes = points(*[(x, y) for x in range(5, 400, 20) for y in range(5, 300, 20)])
    plan = divided(GROUND, Limits(), layer=homes, target_population=75)
    assert plan.divided == 4
    assert plan.population == 300


class TestKeepWhole:
    HOUSE = box(150, 50, 260, 250)

    def test_a_border_goes_round_a_house(self) -> None:
        plan = divided(GROUND, HALVES, kept=kept([self.HOUSE]))
        assert plan.verdict is Verdict.SOLVED
        assert plan.cut == 0
        assert not borders_of(plan).crosses(self.HOUSE.buffer(-0.5))

    def test_a_street_through_a_compound_does_not_part_it(self) -> None:
        street = LineString([(200, -10), (200, 310)])
        plan = divided(GROUND, HALVES, barriers=barriers([street], 0.01), kept=kept([self.HOUSE]))
        assert plan.verdict is Verdict.SOLVED
        assert plan.cut == 0
        assert not borders_of(plan).crosses(self.HOUSE.buffer(-0.5))

    @pytest.mark.parametrize("gap", [0.0, 0.1, 0.5, 2.0])
    def test_borders_run_along_the_walls_of_plots_that_touch(self, gap: float) -> None:
        side = 90 - gap
        corners = [(20 + x * 90, 15 + y * 90) for x in range(4) for y in range(3)]
        plots = [box(west, south, west + side, south + side) for west, south in corners]
        plan = divided(GROUND, Limits(grids=(4, 4), area=(25_000, 35_000)), kept=kept(plots))
        assert plan.verdict is Verdict.SOLVED, plan.reason
        assert plan.cut == 0
        halves = divided(GROUND, HALVES, kept=kept([box(0, 0, 200 - gap / 2, 300), box(200 + gap / 2, 0, 400, 300)]))
        assert halves.verdict is Verdict.SOLVED
        assert halves.cut == 0

    def test_one_too_large_is_named(self) -> None:
        large = kept([box(10, 10, 390, 290)])
        plan = divided(GROUND, HALVES, kept=large)
        assert plan.verdict is Verdict.INFEASIBLE
        assert plan.proven
        assert plan.binding_limit == "area"
        assert "KEEP_WHOLE" in str(plan.reason)
        assert "106,4" in str(plan.reason)  # square metres of the polygon, or more
        assert "KEEP_WHOLE_DEDICATED" in str(plan.suggestion)

    def test_one_that_leaves_little_room_is_no_proof(self) -> None:
        # a border close round the polygon would hold the limit
        plan = divided(GROUND, Limits(grids=(2, 2), area=(None, 75_000)), kept=kept([box(0, 0, 350, 200)]))
        assert plan.verdict is Verdict.SOLVED or not plan.proven

    @pytest.mark.parametrize("ring", [1, 5, 10])
    def test_one_that_leaves_a_ring_is_no_proof(self, ring: float) -> None:
        compound = box(ring, ring, 400 - ring, 300 - ring)
        plan = divided(GROUND, Limits(grids=(2, 2)), kept=kept([compound]))
        assert not plan.proven

    def test_one_too_large_is_named_where_limits_may_be_relaxed_too(self) -> None:
        whole = kept([box(-10, -10, 410, 310)])
        plan = divided(GROUND, HALVES, kept=whole, allow_relaxed=True)
        assert plan.verdict is Verdict.INFEASIBLE
        assert "KEEP_WHOLE keeps together (features: 1)" in str(plan.reason).replace("features 1", "features: 1")
        most = divided(GROUND, HALVES, kept=kept([box(10, 10, 390, 250)]), allow_relaxed=True)
        assert most.verdict is Verdict.RELAXED

    def test_no_words_of_blocks_where_there_are_none(self) -> None:
        plan = divided(GROUND, Limits(grids=(3, 3)), kept=kept([box(-10, -10, 410, 310)]))
        assert plan.verdict is Verdict.INFEASIBLE
        assert "block" not in f"{plan.reason} {plan.suggestion}"

    def test_many_houses_stay_whole(self) -> None:
        houses = [box(x, y, x + 12, y + 9) for x in range(10, 390, 23) for y in range(8, 290, 19)]
        plan = divided(GROUND, Limits(grids=(4, 4), area=(27_000, 33_000)), kept=kept(houses))
        assert plan.verdict is Verdict.SOLVED
        assert plan.cut == 0
        inner = shapely.buffer(houses, -0.05)
        assert not shapely.intersects(borders_of(plan), inner).any()


class TestWalls:
    RIVER = LineString([(-10, 100), (410, 100)])
    STREET = LineString([(150, -10), (150, 310)])

    def test_no_grid_lies_on_both_sides_of_a_hard_barrier(self) -> None:
        plan = divided(GROUND, Limits(grids=(2, 5), area=(None, 85_000)), barriers=barriers([self.RIVER], 0.2, True))
        assert plan.verdict is Verdict.SOLVED
        assert areas(plan) == pytest.approx([40_000, 80_000], rel=1e-3)
        smaller = divided(GROUND, Limits(grids=(2, 5), area=(None, 65_000)), barriers=barriers([self.RIVER], 0.2, True))
        assert (smaller.divided, smaller.method) == (3, "cells")
        line = shapely.LineString([(0, 100), (400, 100)])
        assert borders_of(smaller).intersection(line.buffer(1e-6)).length == pytest.approx(400, rel=1e-6)

    def test_more_pieces_than_grids_are_told_with_the_barrier_to_soften(self) -> None:
        rivers = [LineString([(x, -10), (x, 310)]) for x in (100, 200, 300)]
        plan = divided(GROUND, Limits(grids=(2, 3)), barriers=barriers(rivers, 0.2, True))
        assert (plan.verdict, plan.proven, plan.binding_limit) == (Verdict.INFEASIBLE, True, "contiguity")
        assert "4" in str(plan.reason)
        assert "BARRIER_HARD" in str(plan.reason) + str(plan.suggestion)
        softened = [True, True, True]
        told = next(i for i in (1, 2, 3) if f" {i}" in str(plan.suggestion).split("MAX_GRIDS")[0])
        softened[told - 1] = False
        assert divided(GROUND, Limits(grids=(2, 3)), barriers=barriers(rivers, 0.2, softened)).verdict is Verdict.SOLVED
        assert divided(GROUND, Limits(grids=(2, 4)), barriers=barriers(rivers, 0.2, True)).divided == 4

    def test_a_bridge_joins_what_a_river_parts(self) -> None:
        lines = barriers([self.RIVER, self.STREET], [0.2, 0.2], [True, False])
        limits = Limits(grids=(2, 2), area=(50_000, 70_000))
        apart = divided(GROUND, limits, barriers=lines)
        assert apart.verdict is Verdict.INFEASIBLE
        over = Barriers(lines.geometry, lines.factor, lines.hard, lines.fid, np.array([False, True]))
        joined = divided(GROUND, limits, barriers=over)
        assert joined.verdict is Verdict.SOLVED

    def test_a_dedicated_polygon_is_a_grid_of_its_own_outside_the_limits(self) -> None:
        tower = box(100, 100, 160, 150)
        limits = Limits(grids=(2, 2), area=(54_000, 64_000))
        plan = divided(GROUND, limits, kept=kept([tower, box(10, 10, 30, 30)], [True, False]))
        assert plan.verdict is Verdict.SOLVED
        assert areas(plan) == pytest.approx([3_000, *areas(plan)[1:]], rel=1e-3)
        assert plan.divided == 3
        assert sum(areas(plan)) == pytest.approx(120_000, rel=1e-3)
        own = next(grid for grid in plan.grids if grid.area < 5_000)
        assert shapely.symmetric_difference(own.geometry, placed([tower])[0]).area < 1
        assert any("Grids of their own (KEEP_WHOLE_DEDICATED), apart" in str(note) for note in plan.notes)
        assert any(str(note).endswith(f": {own.code}.") for note in plan.notes)

    def test_parts_of_a_community_are_joined_by_the_bridge(self) -> None:
        banks = MultiPolygon([box(0, 0, 400, 130), box(0, 170, 400, 300)])
        lines = barriers([LineString([(350, -10), (350, 310)]), LineString([(200, -10), (200, 310)])], 0.2)
        over = Barriers(lines.geometry, lines.factor, lines.hard, lines.fid, np.array([True, False]))
        limits = Limits(grids=(3, 3), area=(30_000, 40_000))
        plan = divided(banks, limits, barriers=over)
        assert plan.verdict is Verdict.SOLVED, plan.reason
        (both,) = [grid.geometry for grid in plan.grids if shapely.get_num_geometries(grid.geometry) > 1]
        assert shapely.intersects(shapely.get_parts(both), over.geometry[0]).all()

    def test_a_hard_barrier_that_ends_open_is_told(self) -> None:
        short = LineString([(-10, 100), (340, 100)])
        plan = divided(GROUND, HALVES, barriers=barriers([short], 0.2, True))
        (told,) = [str(note) for note in plan.notes if "Hard barriers with an open end" in str(note)]
        assert "(features: 1)" in told
        whole = divided(GROUND, Limits(), barriers=barriers([self.RIVER], 0.2, True))
        assert not any("open end, round" in str(note) for note in whole.notes)

    def test_one_larger_than_the_maximum_may_be_dedicated(self) -> None:
        large = box(0, 0, 250, 300)
        plan = divided(GROUND, Limits(grids=(2, 2), area=(None, 30_000)), kept=kept([large], [True]))
        assert plan.verdict is Verdict.SOLVED
        assert areas(plan)[2] == pytest.approx(75_000, rel=1e-3)


class TestCountryside:
    """Settlements and houses without any street."""

    VILLAGES = tuple(
        [(cx + dx * 14, cy + dy * 14) for dx in range(4) for dy in range(4)]
        for cx, cy in ((40, 40), (300, 60), (60, 220), (310, 210))
    )

    def test_settlements_are_whole_and_borders_run_far_from_houses(self) -> None:
        polygons = [MultiPolygon([Point(at).buffer(4) for at in village]).convex_hull for village in self.VILLAGES]
        homes = points(*[at for village in self.VILLAGES for at in village], people=3)
        limits = Limits(grids=(4, 4), population=(40, 60))
        plan = divided(GROUND, limits, kept=kept(polygons), layer=homes)
        assert plan.verdict is Verdict.SOLVED
        assert [grid.population for grid in plan.grids] == [48, 48, 48, 48]
        line = borders_of(plan)
        assert plan.cut == 0
        assert min(line.distance(polygon) for polygon in polygons) > 20

    def test_house_points_alone_are_enough(self) -> None:
        homes = points(*[at for village in self.VILLAGES for at in village], people=3)
        plan = divided(GROUND, Limits(grids=(4, 4), population=(48, 48)), layer=homes)
        assert plan.verdict is Verdict.SOLVED
        line = borders_of(plan)
        assert min(line.distance(Point(at)) for village in self.VILLAGES for at in village) > 2


class TestRelaxed:
    def test_the_reason_tells_the_figures_of_the_grids(self) -> None:
        compound = box(0, 0, 230, 150)
        plan = divided(GROUND, Limits(grids=(3, 3), area=(None, 38_000)), kept=kept([compound]), allow_relaxed=True)
        assert plan.verdict is Verdict.RELAXED
        assert f"{max(areas(plan)):,.0f} m²" in str(plan.reason)

    def test_bounds_that_cross_are_relaxed_too(self) -> None:
        homes = points(*[(x, y) for x in range(5, 400, 10) for y in range(5, 300, 10)])
        limits = Limits(grids=(2, 2), population=(None, 100), population_tolerance=10)
        plan = divided(GROUND, limits, layer=homes, allow_relaxed=True)
        assert plan.verdict is Verdict.RELAXED
        assert plan.divided == 2


class TestPeople:
    def test_a_total_is_spread_by_floor_area(self) -> None:
        towers = AreaPeople(
            np.array([1, 2]),
            placed([box(20, 20, 40, 40), box(300, 100, 340, 140)]),
            np.array([20.0, 5.0]),
        )
        limits = Limits(grids=(2, 2), population=(400, 600))
        whole = kept([box(20, 20, 40, 40), box(300, 100, 340, 140)])
        plan = divided(GROUND, limits, layer=towers, total=1000, are_weights=True, kept=whole)
        assert plan.verdict is Verdict.SOLVED
        assert sorted(grid.population for grid in plan.grids) == pytest.approx([500, 500])
        assert plan.population == 1000

    def test_a_total_alone_is_spread_by_area(self) -> None:
        plan = divided(GROUND, Limits(grids=(3, 3), population_tolerance=5), total=900)
        assert plan.verdict is Verdict.SOLVED
        for grid in plan.grids:
            assert grid.population == pytest.approx(900 * grid.area / plan.area, rel=1e-6)

    def test_without_any_population_area_decides(self) -> None:
        plan = divided(GROUND, Limits(grids=(5, 5), area=(22_000, 26_000)))
        assert plan.verdict is Verdict.SOLVED
        assert plan.population == 0


SHAPES = {
    "two islands": MultiPolygon([box(0, 0, 150, 300), box(250, 0, 400, 300)]),
    "island and a speck": MultiPolygon([box(0, 0, 400, 300), box(410, 0, 412, 2)]),
    "a lake": GROUND.difference(Point(200, 150).buffer(80)),
    "a hole that touches the edge": Polygon(GROUND.exterior.coords, [[(0, 150), (60, 120), (60, 180)]]),
    "a choke point": shapely.union_all([box(0, 0, 180, 300), box(220, 0, 400, 300), box(180, 149, 220, 151)]),
    "a long thin strip": LineString([(0, 0), (200, 30), (400, 0)]).buffer(6),
    "a comb": shapely.union_all([box(0, 0, 400, 30), *(box(x, 0, x + 20, 300) for x in range(0, 400, 60))]),
    "a ring": Point(200, 150).buffer(150).difference(Point(200, 150).buffer(120)),
}


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("count", [2, 5])
def test_odd_shapes_are_divided_exactly(name: str, count: int) -> None:
    ground = SHAPES[name]
    limits = Limits(grids=(count, count), area=(ground.area / count * 0.8, ground.area / count * 1.2))
    streets = barriers([LineString([(-10, 100), (410, 110)]), LineString([(120, -10), (130, 310)])], 0.1)
    for drawn in (None, streets):
        plan = divided(ground, limits, barriers=drawn)
        assert plan.verdict is Verdict.SOLVED, plan.reason
        parts = [shapely.get_num_geometries(grid.geometry) for grid in plan.grids]
        assert max(parts) <= shapely.get_num_geometries(ground)
        assert not limits.check(figures(plan))


def figures(plan: CommunityPlan) -> object:
    from grid_manager_plugin.rules.limits import Figures

    return Figures(np.array([g.population for g in plan.grids]), np.array([g.area for g in plan.grids]))


class TestToday:
    WEST, EAST = box(0, 0, 190, 300), box(190, 0, 400, 300)

    def test_a_plan_that_holds_stays_when_people_weigh_much(self) -> None:
        bent = Polygon([(0, 0), (230, 0), (170, 150), (230, 300), (0, 300)])
        today = grids_of_today(bent, GROUND.difference(bent))
        homes = points(*[(x, y) for x in range(5, 400, 20) for y in range(5, 300, 20)])
        limits = Limits(grids=(2, 2), population_tolerance=20)
        for streets in (None, barriers([LineString([(200, -10), (200, 310)])], 0.1)):
            plan = divided(GROUND, limits, barriers=streets, existing=today, layer=homes, move_cost=1000.0)
            assert plan.method == "today"
            assert plan.moved == 0
            assert borders_of(plan).length == pytest.approx(2 * np.hypot(60, 150))
            assert "Nobody" in str(plan.notes[-1])
            free = divided(GROUND, limits, barriers=streets, existing=today, layer=homes)
            assert free.border == pytest.approx(300, rel=0.02)
            assert free.moved is not None
            assert 0 < free.moved < 40

    def test_moves_are_weighed_against_border(self) -> None:
        bent = Polygon([(0, 0), (230, 0), (170, 150), (230, 300), (0, 300)])
        today = grids_of_today(bent, GROUND.difference(bent))
        homes = points(*[(x, y) for x in range(5, 400, 20) for y in range(5, 300, 20)])
        limits = Limits(grids=(2, 2), population_tolerance=20)
        plans = [divided(GROUND, limits, existing=today, layer=homes, move_cost=cost) for cost in (0.0, 0.5, 5.0, 50.0)]
        worth = [plan.border + cost * plan.moved for plan, cost in zip(plans, (0.0, 0.5, 5.0, 50.0))]
        moved = [plan.moved for plan in plans]
        assert moved == sorted(moved, reverse=True)
        for cost, value in zip((0.0, 0.5, 5.0, 50.0), worth):
            assert value <= min(plan.border + cost * plan.moved for plan in plans) + 3.0

    def test_a_broken_limit_moves_few(self) -> None:
        homes = points(*[(x, y) for x in range(5, 400, 10) for y in range(5, 300, 10)])
        limits = Limits(grids=(2, 2), population=(560, 640))
        today = grids_of_today(box(0, 0, 180, 300), box(180, 0, 400, 300))  # 540 and 660
        plan = divided(GROUND, limits, existing=today, layer=homes, move_cost=50.0)
        assert plan.verdict is Verdict.SOLVED
        assert plan.moved == pytest.approx(20, abs=10)
        assert "2 → " in str(plan.notes[-1])

    def test_grids_on_both_banks_of_a_river_stay_and_those_across_it_do_not(self) -> None:
        homes = points(*[(x, y) for x in range(5, 400, 10) for y in range(5, 300, 10)])
        river = barriers([LineString([(-10, 100), (410, 100)])], 0.2, True)
        banks = grids_of_today(box(0, 0, 400, 100), box(0, 100, 230, 300), box(230, 100, 400, 300))
        limits = Limits(grids=(2, 5), population=(300, 500))
        stays = divided(GROUND, limits, barriers=river, existing=banks, layer=homes, move_cost=1000.0)
        assert (stays.method, stays.moved) == ("today", 0)
        across = grids_of_today(box(0, 0, 130, 300), box(130, 0, 260, 300), box(260, 0, 400, 300))
        moved = divided(GROUND, limits, barriers=river, existing=across, layer=homes, move_cost=1000.0)
        assert moved.method != "today"

    def test_what_is_asked_to_stay_stays_where_nobody_is_known_to_live(self) -> None:
        today = grids_of_today(box(0, 0, 400, 150), box(0, 150, 400, 300))
        assert divided(GROUND, HALVES, existing=today, move_cost=1.0).method == "today"
        assert divided(GROUND, HALVES, existing=today).method == "cells"

    def test_todays_grids_stay_where_nothing_else_is_found(self) -> None:
        spots = [(x, y) for x in range(15, 400, 40) for y in range(15, 300, 40)]
        people = np.random.default_rng(1).integers(1, 10**6, len(spots)).astype(float)
        west = np.arange(len(spots)) % 2 == 1
        people[0] += people[west].sum() - people[~west].sum()
        homes = replace(points(*spots), people=people)
        # rods to every other spot, too thin for a face and too winding for a cut
        rods = [box(0, y - 9, 390, y - 7) for y in range(15, 300, 40)]
        stems = [box(x - 1, y - 9, x + 1, y + 1) for x, y in np.array(spots)[west]]
        comb = shapely.union_all([box(0, 0, 8, 300), *rods, *stems])
        half = float(people.sum() / 2)
        limits = Limits(grids=(2, 2), population=(half, half))
        assert divided(GROUND, limits, layer=homes).verdict is Verdict.INFEASIBLE
        today = grids_of_today(comb, GROUND.difference(comb))
        plan = divided(GROUND, limits, existing=today, layer=homes, move_cost=10.0)
        assert (plan.verdict, plan.method, plan.moved) == (Verdict.SOLVED, "today", 0)

    def test_the_number_wished_for_comes_before_todays_grids(self) -> None:
        homes = points(*[(x, y) for x in range(5, 400, 10) for y in range(5, 300, 10)])
        today = grids_of_today(box(0, 0, 200, 300), box(200, 0, 400, 300))
        plan = divided(GROUND, Limits(), existing=today, layer=homes, target_population=300, move_cost=0.0)
        assert plan.divided == 4

    def test_invalid_ones_are_told_and_nobody_moves_where_nobody_lives(self) -> None:
        bow_tie = Polygon([(0, 0), (200, 300), (200, 0), (0, 300)])
        plan = divided(GROUND, HALVES, existing=grids_of_today(bow_tie, self.EAST))
        assert any("EXISTING made valid: 1 (features: 1)" in str(note) for note in plan.notes)
        assert plan.moved is None
        assert not any("Nobody" in str(note) for note in plan.notes)

    def test_grids_of_the_neighbours_that_reach_in_are_none_of_ours(self) -> None:
        homes = points(*[(x, y) for x in range(5, 400, 10) for y in range(5, 300, 10)])
        today = grids_of_today(box(0, 0, 200, 300), box(200, 0, 400, 300), box(390, 0, 700, 300), box(0, -300, 400, 8))
        plan = divided(GROUND, Limits(grids=(2, 2), population=(560, 640)), existing=today, layer=homes, move_cost=50.0)
        assert plan.moved == 0

    def test_grids_that_do_not_tile_are_a_start_only(self) -> None:
        homes = points(*[(x, y) for x in range(5, 400, 20) for y in range(5, 300, 20)])
        today = grids_of_today(box(0, 0, 100, 300))
        plan = divided(GROUND, Limits(grids=(2, 2), population_tolerance=20), existing=today, layer=homes)
        assert (plan.verdict, plan.method) == (Verdict.SOLVED, "cells")


def test_progress_never_goes_back() -> None:
    plots = [box(x * 100, y * 100, x * 100 + 100, y * 100 + 100) for x in range(4) for y in range(3)]
    told: list[float] = []
    limits = Limits(grids=(2, 3), area=(35_000, 45_000))
    divided(GROUND, limits, kept=kept(plots), progress=lambda share, _: told.append(share))
    assert told == sorted(told)
    assert len(set(told)) > 3


def test_the_order_of_the_input_does_not_matter() -> None:
    random = np.random.default_rng(4)
    streets = [LineString([(x, -10), (x + 30, 310)]) for x in range(30, 400, 70)]
    streets += [LineString([(-10, y), (410, y + 20)]) for y in range(40, 300, 60)]
    houses = [box(x, y, x + 8, y + 8) for x in range(15, 390, 45) for y in range(10, 290, 35)]
    homes = [(x + 4.0, y + 4.0) for x in range(15, 390, 45) for y in range(10, 290, 35)]
    limits = Limits(grids=(3, 3), population_tolerance=5)
    found = set()
    for _ in range(3):
        lines, whole, people = (random.permutation(len(one)) for one in (streets, houses, homes))
        plan = divided(
            GROUND,
            limits,
            barriers=barriers([streets[i] for i in lines], 0.3),
            kept=kept([houses[i] for i in whole]),
            layer=points(*[homes[i] for i in people]),
        )
        found.add(b"".join(shapely.to_wkb(np.array([grid.geometry for grid in plan.grids]))))
    assert len(found) == 1
