from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
import shapely

from grid_manager_plugin.division.community import CommunityPlan
from grid_manager_plugin.division.outline import CELLS, outline
from grid_manager_plugin.division.summary import CitySummary, StatusRow, status_row
from grid_manager_plugin.division.verdict import Verdict
from grid_manager_plugin.rules.messages import Message
from tests.division.plans import grid, plan


def _city(plans: list[CommunityPlan]) -> CitySummary:
    city = CitySummary()
    for one in plans:
        city.add(one)
    return city


CITY = [
    plan("10", (400.0, 600.0)),
    plan("9", (0.1, 0.2, 0.3), Verdict.RELAXED),
    plan("2", (50.0,), Verdict.KEPT),
    plan("1", (5120.0,), Verdict.INFEASIBLE, proven=True),
    plan("x", (), Verdict.FAILED, population=math.nan, area=math.nan, outside_population=7.0),
]


def test_status_fields_are_those_of_the_contract() -> None:
    names = [field.name for field in dataclasses.fields(StatusRow)]
    assert ", ".join(names) == (
        "community_id, community_name, verdict, proven, grids, binding_limit, reason, suggestion, population, "
        "area_m2, border_m, on_barrier_share, population_min, population_max, area_min_m2, area_max_m2, blocks, "
        "method, population_source, kept_cut, moved_population"
    )


def test_status_row_of_a_solved_community() -> None:
    row = status_row(plan("7", (400.0, 600.0), name="东直门"))
    assert (row.community_id, row.community_name, row.verdict, row.grids) == ("7", "东直门", Verdict.SOLVED, 2)
    assert (row.population, row.population_min, row.population_max) == (1000.0, 400.0, 600.0)
    assert (row.area_m2, row.area_min_m2, row.area_max_m2) == (20_000.0, 10_000.0, 10_000.0)
    assert (row.border_m, row.blocks, row.reason) == (100.0, 2, None)


def test_status_row_of_an_infeasible_community_has_no_grids_and_no_ranges() -> None:
    reason = Message("too many")
    row = status_row(plan("7", (5120.0,), Verdict.INFEASIBLE, proven=True, reason=reason))
    assert (row.grids, row.proven, row.binding_limit, row.reason) == (0, True, "population", reason)
    assert (row.population, row.area_m2) == (5120.0, 10_000.0)
    assert [row.population_min, row.population_max, row.area_min_m2, row.area_max_m2] == [None] * 4


def test_only_an_infeasible_row_is_proven() -> None:
    assert not status_row(plan("7", proven=True)).proven


def test_unknown_figures_of_a_failed_community_are_none() -> None:
    row = status_row(CITY[-1])
    assert (row.population, row.area_m2) == (None, None)


def test_infinite_people_are_unknown_and_not_in_the_total() -> None:
    city = CitySummary()
    row = city.add(plan("1", (math.inf,), Verdict.FAILED))
    city.add(plan("2", (400.0, 600.0)))
    assert row.population is None
    assert city.population == 1000.0


def test_more_people_than_can_be_added_up_are_infinite_and_end_nothing() -> None:
    city = CitySummary()
    city.add(plan("1", (1e308, 1e308), population=1e308))
    city.add(plan("2", (1e308,), population=1e308))
    city.add(plan("3", (400.0, 600.0)))
    assert city.population == math.inf
    assert city.imbalance().tolist() == [pytest.approx(0.2)]


def test_numbers_count_grids_of_solved_kept_and_relaxed_communities_only() -> None:
    expected = {
        "COMMUNITIES": 5, "SOLVED": 1, "KEPT": 1, "RELAXED": 1, "INFEASIBLE": 1, "FAILED": 1, "GRIDS": 6,
    }  # fmt: skip
    numbers = _city(CITY).numbers()
    assert numbers == expected
    assert list(numbers) == list(expected)


def test_totals() -> None:
    city = _city(CITY)
    city.add_outside(3, 11.5)
    assert city.population == pytest.approx(6170.6, abs=1e-9)
    assert city.area == 70_000.0
    assert city.border == 300.0
    assert (city.outside_blocks, city.outside_population) == (3, 18.5)
    assert city.blocks == 7


def test_barrier_share_weighs_by_border() -> None:
    city = _city([plan("1", border=300.0, on_barrier_share=1.0), plan("2", border=100.0, on_barrier_share=0.0)])
    assert city.on_barrier_share == 0.75
    assert _city([]).on_barrier_share == 0.0


def test_order_of_adding_changes_nothing() -> None:
    plans = [plan(str(i), (0.1 * i, 0.7, 1e9 / (i + 1))) for i in range(20)]
    there, back = _city(plans), _city(plans[::-1])
    assert there.population == back.population
    np.testing.assert_array_equal(there.grid_population(), back.grid_population())
    assert [one.row for one in there.communities()] == [one.row for one in back.communities()]


def test_communities_sort_numbers_by_value_and_problems_first() -> None:
    city = _city(CITY)
    assert [one.row.community_id for one in city.communities()] == ["1", "2", "9", "10", "x"]
    assert [one.row.community_id for one in city.problems_first()] == ["x", "1", "9", "10", "2"]


def test_grid_arrays_agree_with_each_other() -> None:
    city = _city(CITY)
    assert city.grid_population().tolist() == [50.0, 0.1, 0.2, 0.3, 400.0, 600.0]
    assert city.grid_area().tolist() == [10_000.0] * 6
    assert city.grid_compactness() == pytest.approx([math.pi / 4] * 6)
    assert [str(verdict) for verdict in city.grid_verdict()] == ["kept"] + ["relaxed"] * 3 + ["solved"] * 2


def test_imbalance_is_the_largest_deviation_from_the_mean() -> None:
    city = _city([plan("1", (400.0, 600.0)), plan("2", (0.0, 0.0)), plan("3", (5.0,), Verdict.KEPT)])
    assert city.imbalance().tolist() == [0.2]


def test_an_empty_city_has_empty_figures() -> None:
    city = _city([])
    assert city.numbers() == dict.fromkeys(city.numbers(), 0)
    assert len(city.grid_population()) == len(city.imbalance()) == len(city.grid_verdict()) == 0


def test_outline_keeps_shared_borders_shared_and_holes() -> None:
    ring = shapely.Point(0, 0).buffer(500, quad_segs=2000)
    hole = shapely.box(-100, -100, -50, -50)
    west, east = (ring & shapely.box(-600, -600, 0, 600)) - hole, ring & shapely.box(0, -600, 600, 600)
    coarse = outline((grid(1, west, 1.0), grid(2, east, 1.0)))
    assert coarse.grid.tolist() == [0, 0, 1]
    assert len(coarse.coordinates) < 0.5 * shapely.get_num_coordinates([west, east]).sum()
    rings = [coarse.coordinates[coarse.ring == i] for i in range(3)]
    assert all((one[0] == one[-1]).all() for one in rings)
    left, right = shapely.Polygon(rings[0], [rings[1]]), shapely.Polygon(rings[2])
    assert (left & right).area == 0
    assert (left | right).area == pytest.approx(ring.area - hole.area, rel=2 / CELLS)


def test_outline_drops_rings_that_collapse() -> None:
    speck = shapely.box(5003, 5003, 5003.1, 5003.1)
    large = shapely.box(0, 0, 1000, 1000)
    coarse = outline((grid(1, shapely.MultiPolygon([speck, large]), 1.0), grid(2, shapely.box(1000, 0, 2000, 1000), 1)))
    assert coarse.grid.tolist() == [0, 1]
    assert coarse.ring.tolist() == [0] * 5 + [1] * 5


@pytest.mark.filterwarnings("ignore:invalid value encountered:RuntimeWarning")  # newer shapely tells of them
@pytest.mark.parametrize("nowhere", [math.nan, math.inf, -math.inf, 1e200])
def test_outline_leaves_out_polygons_that_are_nowhere(nowhere: float) -> None:
    large = shapely.box(0, 0, 1000, 1000)
    with np.errstate(all="ignore"):
        torn = shapely.Polygon([(0, 0), (nowhere, 0), (1000, 1000), (0, 1000)], [[(1, 1), (2, 1), (2, 2)]])
        assert len(outline((grid(0, torn, 1.0),)).coordinates) == 0
        coarse = outline((grid(1, large, 1.0), grid(2, shapely.MultiPolygon([torn, large]), 1.0)))
    assert coarse.grid.tolist() == [0, 1]
    assert np.isfinite(coarse.coordinates).all()


@pytest.mark.filterwarnings("ignore:invalid value encountered:RuntimeWarning")  # newer shapely tells of them
@pytest.mark.parametrize("nowhere", [math.nan, math.inf, 1e200])
def test_city_with_a_community_that_is_nowhere_is_summed_up(nowhere: float) -> None:
    with np.errstate(all="ignore"):
        torn = grid(0, shapely.Polygon([(0, 0), (nowhere, 0), (1000, 1000)]), 7.0)
    torn = dataclasses.replace(torn, area=math.nan, perimeter=math.nan, compactness=math.nan)
    city = _city([*CITY, plan("y", (7.0,), Verdict.FAILED, grids=(torn,), area=math.nan)])
    assert city.numbers()["FAILED"] == 2
    assert [one.row.community_id for one in city.problems_first()][:2] == ["x", "y"]


def test_outline_of_no_grids_is_empty() -> None:
    assert len(outline(()).grid) == 0
