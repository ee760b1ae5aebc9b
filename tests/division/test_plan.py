"""One community's job becomes its plan: exact, measured, coded, or failed with the reason."""

from __future__ import annotations

import dataclasses
import pickle

import numpy as np
import pytest
import real_city
import shapely
from shapely import MultiPolygon, Polygon, box

from grid_manager_plugin.division import plan as plan_module
from grid_manager_plugin.division.blocks import allot
from grid_manager_plugin.division.community import Blocks, Community, CommunityPlan, DivisionSettings
from grid_manager_plugin.division.plan import divide_one
from grid_manager_plugin.division.segments import tiles_exactly
from grid_manager_plugin.division.summary import CitySummary
from grid_manager_plugin.division.verdict import Verdict
from grid_manager_plugin.errors import Cancelled
from grid_manager_plugin.rules.codes import Scheme
from grid_manager_plugin.rules.geodesy import Measure
from grid_manager_plugin.rules.limits import Limits

CRS = "EPSG:4547"
X, Y = 500_000.0, 2_500_000.0
QUICK = DivisionSettings(Limits(), effort="quick")


def at(geometry: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(geometry, lambda xy: xy + np.array([X, Y]))


def divided(
    ground: shapely.Geometry,
    blocks: list[shapely.Geometry],
    people: list[float] | None = None,
    settings: DivisionSettings = QUICK,
    **changes: object,
) -> CommunityPlan:
    community = dataclasses.replace(Community(3, "c", "See", "c", at(ground)), **changes)
    shapes = np.empty(len(blocks), dtype=object)
    shapes[:] = [at(block) for block in blocks]
    counts = np.array(people or [10.0] * len(blocks), dtype=float)
    given = Blocks(np.arange(1, len(blocks) + 1), shapes, counts, np.full(len(blocks), "c"))
    return divide_one(next(allot([community], given).jobs(settings, CRS)))


def cells(columns: int, rows: int, side: float = 100.0) -> list[Polygon]:
    return [box(x * side, y * side, (x + 1) * side, (y + 1) * side) for y in range(rows) for x in range(columns)]


def assert_exact(plan: CommunityPlan, ground: shapely.Geometry) -> None:
    """Union is the community, overlaps are none, its vertices stand, new borders match vertex for vertex."""
    grids = np.array([grid.geometry for grid in plan.grids], dtype=object)
    assert shapely.is_valid(grids).all()
    assert tiles_exactly(grids, ground)


@pytest.fixture(scope="module")
def real_plans() -> dict[str, tuple[CommunityPlan, Community]]:
    settings = DivisionSettings(Limits(grids=(2, 5), population_tolerance=15), effort="quick")
    return {
        job.community.id: (divide_one(job), job.community)
        for job in allot(real_city.communities(), real_city.blocks()).jobs(settings, real_city.CRS)
    }


@pytest.mark.parametrize("name", real_city.SIX)
def test_real_grids_are_exact(real_plans: dict[str, tuple[CommunityPlan, Community]], name: str) -> None:
    plan, community = real_plans[name]
    assert plan.verdict is Verdict.SOLVED
    assert_exact(plan, community.geometry)


def test_real_people_add_up_to_the_last_person(real_plans: dict[str, tuple[CommunityPlan, Community]]) -> None:
    blocks = real_city.blocks()
    for name, (plan, _) in real_plans.items():
        people = blocks.population[blocks.community == name].sum()
        assert plan.population == people
        assert sum(grid.population for grid in plan.grids) == people
        assert sum(block.population for block in plan.blocks) == people
        assert plan.outside_population == 0


def test_real_figures_are_those_of_the_geometries(real_plans: dict[str, tuple[CommunityPlan, Community]]) -> None:
    measure = Measure.from_crs(real_city.CRS)
    for plan, community in real_plans.values():
        grids = np.array([grid.geometry for grid in plan.grids], dtype=object)
        assert [grid.area for grid in plan.grids] == pytest.approx(measure.areas(grids), rel=1e-9)
        assert [grid.perimeter for grid in plan.grids] == pytest.approx(measure.perimeters(grids), rel=1e-9)
        outline = measure.perimeters(np.array([community.geometry], dtype=object))[0]
        assert sum(grid.perimeter for grid in plan.grids) == pytest.approx(outline + 2 * plan.border, rel=1e-9)
        assert sum(grid.border for grid in plan.grids) == pytest.approx(2 * plan.border, rel=1e-9)
        assert plan.area == pytest.approx(sum(grid.area for grid in plan.grids), rel=1e-9)
        for grid in plan.grids:
            assert grid.compactness == pytest.approx(4 * np.pi * grid.area / grid.perimeter**2)


def test_real_blocks_lie_in_the_grid_they_name(real_plans: dict[str, tuple[CommunityPlan, Community]]) -> None:
    for plan, _ in real_plans.values():
        grids = {grid.code: grid.geometry for grid in plan.grids}
        assert [block.number for block in plan.blocks] == list(range(1, len(plan.blocks) + 1))
        for block in plan.blocks:
            assert grids[block.grid_code].covers(block.geometry)


def test_real_grids_are_in_one_piece_unless_the_community_is_not(
    real_plans: dict[str, tuple[CommunityPlan, Community]],
) -> None:
    for name, (plan, _) in real_plans.items():
        pieces = sum(len(shapely.get_parts(grid.geometry)) for grid in plan.grids)
        assert pieces <= len(plan.grids) + (name == real_city.ISLANDS)


def test_input_order_and_block_fids_do_not_matter(real_plans: dict[str, tuple[CommunityPlan, Community]]) -> None:
    settings = DivisionSettings(Limits(grids=(2, 5), population_tolerance=15), effort="quick")
    blocks = real_city.blocks()
    order = np.random.default_rng(8).permutation(len(blocks.fid))
    mixed = Blocks(blocks.fid, blocks.geometry[order], blocks.population[order], blocks.community[order])
    for job in allot(real_city.communities()[::-1], mixed).jobs(settings, real_city.CRS):
        assert pickle.dumps(divide_one(job)) == pickle.dumps(real_plans[job.community.id][0])


def test_job_survives_pickling() -> None:
    job = next(allot(real_city.communities(), real_city.blocks()).jobs(QUICK, real_city.CRS))
    assert pickle.dumps(divide_one(pickle.loads(pickle.dumps(job)))) == pickle.dumps(divide_one(job))


def test_grids_are_numbered_from_north_to_south_and_west_to_east() -> None:
    settings = dataclasses.replace(QUICK, limits=Limits(grids=(4, 4), population=(40, 40)))
    plan = divided(shapely.segmentize(box(0, 0, 400, 400), 100), cells(4, 4), settings=settings)
    assert [(grid.number, grid.code) for grid in plan.grids] == [(1, "c-1"), (2, "c-2"), (3, "c-3"), (4, "c-4")]
    corners = [np.round(np.array(grid.geometry.centroid.coords[0]) - (X, Y), 3).tolist() for grid in plan.grids]
    assert corners == [[100, 300], [300, 300], [100, 100], [300, 100]]


@pytest.mark.parametrize("west", [116.0, 179.996, -180.004])
def test_numbers_run_from_west_to_east_across_the_antimeridian_too(west: float) -> None:
    """Four islands in a row, two on each side where the row crosses 180 degrees, each its own grid."""
    lon = (west + 0.002 * np.arange(4) + 180) % 360 - 180
    islands = np.array([box(x, -17, x + 0.0019, -16.998) for x in lon.tolist()])
    community = Community(3, "c", "", "c", MultiPolygon(islands.tolist()))
    settings = dataclasses.replace(QUICK, limits=Limits(grids=(4, 4)))
    given = Blocks(np.arange(4), islands, np.array([10.0, 20, 30, 40]))
    plan = divide_one(next(allot([community], given).jobs(settings, "EPSG:4326")))
    assert plan.verdict is Verdict.SOLVED
    assert [grid.population for grid in plan.grids] == [10, 20, 30, 40]


def test_ground_round_a_pole_fails_by_name() -> None:
    angle = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    ground = Polygon(np.column_stack([1e6 * np.cos(angle), 1e6 * np.sin(angle)]))
    given = Blocks(np.arange(1), np.array([ground]), np.array([10.0]))
    communities = [Community(3, "c", "", "c", ground), Community(4, "d", "", "d", ground)]
    for count in (1, 2):  # two that overlap are measured before they are divided
        plans = [divide_one(job) for job in allot(communities[:count], given).jobs(QUICK, "EPSG:3031")]
        for plan, name in zip(plans, "cd"):
            told = failing(plan, f"Community {name} (feature ")
            assert "round a pole" in told
            assert len(plan.grids) == 1


def test_holes_and_islands_of_the_community_stay() -> None:
    ring = Polygon(box(0, 0, 300, 300).exterior, [box(100, 100, 200, 200).exterior.coords])
    ground = shapely.segmentize(MultiPolygon([ring, box(500, 0, 600, 100)]), 100)
    blocks = [cell for cell in cells(3, 3) if not cell.equals(box(100, 100, 200, 200))] + [box(500, 0, 600, 100)]
    plan = divided(ground, blocks)
    assert plan.verdict is Verdict.SOLVED
    assert_exact(plan, at(ground))


def test_kept_community_is_grid_one_as_it_came() -> None:
    settings = dataclasses.replace(QUICK, limits=Limits(grids=(1, 5), population=(None, 100)), allow_whole=True)
    ground = box(0, 0, 200, 100)
    plan = divided(ground, cells(2, 1), settings=settings)
    assert plan.verdict is Verdict.KEPT
    assert [(grid.number, grid.code) for grid in plan.grids] == [(1, "c-1")]
    assert plan.grids[0].geometry.wkb == at(ground).wkb
    assert (plan.divided, plan.border) == (1, 0)
    assert {block.grid_code for block in plan.blocks} == {"c-1"}


def test_infeasible_community_stays_one_feature_numbered_zero() -> None:
    settings = dataclasses.replace(QUICK, limits=Limits(grids=(3, 5), population=(None, 900)))
    plan = divided(shapely.segmentize(box(0, 0, 400, 200), 100), cells(4, 2), [10] * 7 + [2280], settings)
    assert plan.verdict is Verdict.INFEASIBLE
    assert plan.proven
    assert plan.binding_limit == "population"
    assert [(grid.number, grid.code) for grid in plan.grids] == [(0, "c-0")]
    assert plan.grids[0].population == 2350
    assert plan.divided == 0
    told = str(plan.reason)
    for name in ("Community c (See)", "block 8", "2,280", "900"):
        assert name in told
    assert "MAX_POPULATION" in str(plan.suggestion)


def test_relaxed_plan_says_which_limit_it_breaks() -> None:
    settings = dataclasses.replace(QUICK, limits=Limits(grids=(2, 2), population=(None, 45)), allow_relaxed=True)
    plan = divided(shapely.segmentize(box(0, 0, 500, 200), 100), cells(5, 2), settings=settings)
    assert plan.verdict is Verdict.RELAXED
    assert plan.divided == len(plan.grids) == 2
    assert plan.binding_limit == "population"
    assert "45" in str(plan.reason)
    assert_exact(plan, at(shapely.segmentize(box(0, 0, 500, 200), 100)))


def test_community_asks_for_its_own_number_of_grids() -> None:
    plan = divided(shapely.segmentize(box(0, 0, 400, 400), 100), cells(4, 4), grids=3)
    assert len(plan.grids) == 3


def test_people_outside_the_ground_are_told() -> None:
    away = box(1000, 0, 1002, 2)
    plan = divided(shapely.segmentize(box(0, 0, 400, 100), 100), [*cells(4, 1), away], [10, 10, 10, 10, 7])
    assert (plan.population, plan.outside_population) == (40, 7)
    assert any("with a population of 7 (features of BLOCKS: 5)" in str(note) for note in plan.notes)


def failing(plan: CommunityPlan, title: str = "c (See)") -> str:
    assert plan.verdict is Verdict.FAILED
    assert title in str(plan.reason)
    assert (plan.divided, plan.proven, plan.border) == (0, False, 0)
    return str(plan.reason)


def test_problem_of_the_job_becomes_a_failed_plan_with_the_community_as_it_is() -> None:
    plan = divided(box(0, 0, 400, 100), cells(4, 1), [10, -3, 10, 10])
    assert "negative" in failing(plan)
    assert plan.grids[0].geometry.wkb == at(box(0, 0, 400, 100)).wkb
    assert (plan.grids[0].number, plan.grids[0].code) == (0, "c-0")
    assert len(plan.blocks) == 4


def test_blocks_twice_give_the_same_failed_plan_in_any_order() -> None:
    twice, people = [*cells(4, 1), cells(4, 1)[2]], [10.0, 10, 10, 10, 99]
    one, other = divided(box(0, 0, 400, 100), twice, people), divided(box(0, 0, 400, 100), twice[::-1], people[::-1])
    assert "overlap" in failing(one)
    assert [(block.geometry.wkb, block.population) for block in one.blocks] == [
        (block.geometry.wkb, block.population) for block in other.blocks
    ]


def test_slightly_invalid_community_is_made_valid_and_told_with_both_areas() -> None:
    loop = Polygon([(0, 0), (400, 0), (400, 100), (1, 100), (1, 101), (0.5, 101), (0.5, 100), (2, 100), (0, 100)])
    assert not loop.is_valid
    plan = divided(loop, cells(4, 1))
    assert plan.verdict is Verdict.SOLVED
    told = [str(note) for note in plan.notes if "made valid" in str(note)]
    assert len(told) == 1
    assert told[0].count("39,9") + told[0].count("40,0") == 2


def test_community_that_changes_when_made_valid_fails_with_both_areas() -> None:
    bow = Polygon([(0, 0), (400, 100), (400, 0), (0, 110)])
    told = failing(divided(bow, cells(4, 1)))
    for name in ("c", "3", "INPUT", "invalid"):
        assert name in told


@pytest.mark.parametrize(("height", "share", "mended"), [(36.0, 0.0089, True), (45.0, 0.0111, False)])
def test_community_may_change_by_one_percent_when_made_valid(height: float, share: float, mended: bool) -> None:
    # two triangles tip to tip on the northern edge, the upper one drawn the other way round
    top = 100 + height
    crossed = Polygon([(0, 0), (400, 0), (400, 100), (210, 100), (190, top), (210, top), (190, 100), (0, 100)])
    sound = shapely.make_valid(crossed)
    assert 1 - crossed.area / sound.area == pytest.approx(share, abs=1e-4)
    plan = divided(crossed, cells(4, 1))
    if mended:
        assert plan.verdict is Verdict.SOLVED
        assert any("made valid" in str(note) for note in plan.notes)
    else:
        assert "invalid polygon" in failing(plan)


def test_community_without_area_fails() -> None:
    flat = Polygon([(0, 0), (100, 0), (200, 0)])
    assert "without area" in failing(divided(flat, cells(2, 1)))


@pytest.mark.parametrize(("bad", "features"), [(np.nan, 0), (np.inf, 0), (1e30, 1)])
def test_coordinates_that_are_nowhere_fail_the_community_alone(bad: float, features: int) -> None:
    with np.errstate(invalid="ignore"):
        plan = divided(Polygon([(0, 0), (bad, 0), (400, 100), (0, 100)]), cells(4, 1))
    failing(plan)
    assert len(plan.grids) == features
    city = CitySummary()
    assert city.add(plan).verdict is Verdict.FAILED


def test_what_the_engine_refuses_is_told_with_the_community() -> None:
    told = failing(divided(box(0, 0, 400, 100), cells(4, 1), grids=100))
    assert told.startswith("Community c (See) (feature 3 of INPUT): ")
    assert "100" in told


def test_code_that_does_not_fit_its_scheme_fails_by_name() -> None:
    plan = divided(box(0, 0, 400, 100), cells(4, 1), settings=dataclasses.replace(QUICK, scheme=Scheme.UNIT_15))
    assert "COMMUNITY_CODE" in failing(plan)
    assert plan.grids[0].number == 0


def test_unexpected_error_fails_the_community_and_is_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("engine broke")

    monkeypatch.setattr(plan_module, "divided", broken)
    told = failing(divided(box(0, 0, 400, 100), cells(4, 1)))
    assert "ZeroDivisionError: engine broke (test_plan, line " in told
    assert "Traceback" in caplog.text


def test_cancel_passes_through() -> None:
    def stop(_: float) -> None:
        raise Cancelled

    job = next(allot(real_city.communities(), real_city.blocks()).jobs(QUICK, real_city.CRS))
    with pytest.raises(Cancelled):
        divide_one(job, stop)


def test_heights_are_dropped_and_vertices_stay() -> None:
    ground = shapely.segmentize(box(0, 0, 400, 100), 100)
    plan = divided(shapely.force_3d(ground, 7.0), [shapely.force_3d(cell, 3.0) for cell in cells(4, 1)])
    assert plan.verdict is Verdict.SOLVED
    assert not any(grid.geometry.has_z for grid in plan.grids)
    assert_exact(plan, at(ground))
