"""Each kind of finding on plans small enough to know the truth by hand; the injected faults do the rest."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
import shapely
from squares import MEASURE, SCALE, box, checked, communities_of, found, grids_of, polygon, texts, with_checks

from grid_manager_plugin.coverage.accepted import Accepted
from grid_manager_plugin.coverage.check import check
from grid_manager_plugin.coverage.inputs import CheckSettings
from grid_manager_plugin.coverage.kinds import GROUND, Kind, Severity
from grid_manager_plugin.errors import Cancelled
from grid_manager_plugin.rules.chunks import Progress
from grid_manager_plugin.rules.codes import Scheme
from grid_manager_plugin.rules.geodesy import Measure
from grid_manager_plugin.rules.limits import Limits

HALF = grids_of(("A-1", "A", box(0, 0, 50, 100)), ("A-2", "A", box(50, 0, 100, 100)))
SQUARE = communities_of(A=box(0, 0, 100, 100))


def pair(second: object, first: object | None = None) -> object:
    return grids_of(("A-1", "A", box(0, 0, 50, 100) if first is None else first), ("A-2", "A", second))


def test_a_plan_that_tiles_has_no_findings() -> None:
    summary = checked(HALF, SQUARE, scheme=Scheme.PLAIN)
    assert summary.passed
    assert found(summary) == []
    (row,) = summary.rows
    assert (row.community_id, row.community_name, row.valid, row.grids, row.errors) == ("A", "社区 A", True, 2, 0)
    assert set(summary.numbers().values()) == {0, 1}


def test_a_gap_has_its_place_and_its_area() -> None:
    summary = checked(pair(box(50, 0, 90, 100)), SQUARE)
    assert found(summary) == [("gap", "A", "", "")]
    rows = summary.findings
    assert rows.severity[0] is Severity.ERROR
    assert rows.area[0] == pytest.approx(1000 / SCALE, rel=1e-6)
    assert shapely.equals(rows.geometry[0], box(90, 0, 100, 100))
    assert "1,000" in str(rows.message[0])
    assert "A (社区 A)" in str(rows.message[0])
    assert (summary.rows[0].valid, summary.rows[0].gap_m2) == (False, rows.area[0])


@pytest.mark.parametrize(("width", "severity"), [(0.0099, Severity.WARNING), (0.0102, Severity.ERROR)])
def test_slivers_warn(width: float, severity: Severity) -> None:
    summary = checked(pair(box(50, 0, 100 - width, 100)), SQUARE)
    assert [kind for kind, *_ in found(summary)] == ["gap"]
    assert summary.findings.severity[0] is severity
    assert summary.passed is (severity is Severity.WARNING)


@pytest.mark.parametrize(("width", "count"), [(0.00009, 0), (0.00011, 1)])
def test_float_noise_is_ignored(width: float, count: int) -> None:
    assert len(checked(pair(box(50, 0, 100 - width, 100)), SQUARE).findings) == count


def test_thresholds_can_be_set_and_a_figure_equal_to_one_is_told() -> None:
    grids = pair(box(50, 0, 90, 100))
    area = checked(grids, SQUARE).findings.area[0]
    assert len(checked(grids, SQUARE, ignore_below=area * (1 + 1e-9)).findings) == 0
    assert checked(grids, SQUARE, ignore_below=area, sliver_below=area).findings.severity.tolist() == [Severity.ERROR]
    assert checked(grids, SQUARE, sliver_below=area * 2).findings.severity.tolist() == [Severity.WARNING]


def test_an_overlap_is_told_for_each_pair_and_connected_part() -> None:
    notched = shapely.union_all([box(50, 0, 100, 100), box(40, 10, 50, 20), box(45, 60, 50, 70)])
    summary = checked(pair(notched), SQUARE)
    assert found(summary) == [("overlap", "A", "A-1", "A-2")] * 2
    assert sorted(summary.findings.area * SCALE) == pytest.approx([50, 100])


def test_a_spill_is_told_with_the_community_it_lies_in_and_overlaps_what_is_there() -> None:
    grids = grids_of(("A-1", "A", box(0, 0, 110, 100)), ("B-1", "B", box(100, 0, 200, 100)))
    summary = checked(grids, communities_of(A=box(0, 0, 100, 100), B=box(100, 0, 200, 100)))
    assert found(summary) == [("overlap", "A", "A-1", "B-1"), ("spill", "A", "A-1", "B")]
    assert [(row.errors, row.valid) for row in summary.rows] == [(2, False), (1, False)]


def test_a_spill_over_several_communities_is_cut_where_it_lies() -> None:
    grids = grids_of(("A-1", "A", box(0, 0, 110, 110)), ("B-1", "B", box(100, 0, 200, 100)))
    summary = checked(
        grids, communities_of(A=box(0, 0, 100, 100), B=box(100, 0, 200, 100)), **with_checks(Kind.SPILL)
    )
    assert found(summary) == [("spill", "A", "A-1", ""), ("spill", "A", "A-1", "B")]
    assert sorted(summary.findings.area * SCALE) == pytest.approx([1000, 1100])


def test_a_gap_between_two_communities_is_told_in_each() -> None:
    grids = grids_of(("A-1", "A", box(0, 0, 90, 100)), ("B-1", "B", box(105, 0, 200, 100)))
    summary = checked(grids, communities_of(A=box(0, 0, 100, 100), B=box(100, 0, 200, 100)))
    assert found(summary) == [("gap", "A", "", ""), ("gap", "B", "", "")]
    assert (summary.findings.area * SCALE).tolist() == pytest.approx([1000, 500])


def test_ground_outside_every_community_is_no_gap() -> None:
    ring = box(0, 0, 100, 100).difference(box(40, 40, 60, 60))
    assert found(checked(grids_of(("A-1", "A", ring)), communities_of(A=ring))) == []


def test_a_community_with_a_hole_that_another_fills() -> None:
    ring, island = box(0, 0, 100, 100).difference(box(40, 40, 60, 60)), box(40, 40, 60, 60)
    plan = communities_of(A=ring, B=island)
    assert found(checked(grids_of(("A-1", "A", ring), ("B-1", "B", island)), plan)) == []
    whole = grids_of(("A-1", "A", box(0, 0, 100, 100)), ("B-1", "B", island))
    assert found(checked(whole, plan)) == [("overlap", "A", "A-1", "B-1"), ("spill", "A", "A-1", "B")]


def test_communities_and_grids_without_a_partner() -> None:
    grids = grids_of(("A-1", "A", box(0, 0, 100, 100)), ("X-1", "X", box(900, 0, 950, 50)))
    summary = checked(grids, communities_of(A=box(0, 0, 100, 100), B=box(100, 0, 200, 100)))
    assert found(summary) == [("orphan_grid", "X", "X-1", ""), ("uncovered_community", "B", "", "")]
    assert shapely.equals(summary.findings.geometry[0], box(100, 0, 200, 100))


@pytest.mark.parametrize(("said", "title"), [("B", "belongs to community B"), ("Z", "an id that no community has")])
def test_a_grid_in_another_community_than_it_says_brings_nothing_that_only_follows(said: str, title: str) -> None:
    grids = grids_of(
        ("A-1", "A", box(0, 0, 50, 100)), ("A-2", said, box(50, 0, 100, 100)), ("B-1", "B", box(100, 0, 200, 100))
    )
    plan = communities_of(A=box(0, 0, 100, 100), B=box(100, 0, 200, 100))
    summary = checked(grids, plan, scheme=Scheme.PLAIN, limits=Limits(grids=(1, 2)))
    assert found(summary) == [("wrong_community", said, "A-2", "A")]
    assert title in str(summary.findings.message[0])


def test_the_status_counts_a_finding_where_its_id_says() -> None:
    grids = grids_of(
        ("A-1", "A", box(0, 0, 50, 100)), ("A-2", "B", box(50, 0, 100, 100)), ("B-1", "B", box(100, 0, 200, 100))
    )
    summary = checked(grids, communities_of(A=box(0, 0, 100, 100), B=box(100, 0, 200, 100)))
    assert [(row.community_id, row.errors, row.grids) for row in summary.rows] == [("A", 0, 2), ("B", 1, 1)]


@pytest.mark.parametrize(("east", "kind"), [(149.5, "wrong_community"), (900, "orphan_grid")])
def test_an_unknown_id_is_wrong_only_where_most_of_the_grid_lies_in_a_community(east: float, kind: str) -> None:
    rest = ("X", "Z", box(50, 50, east, 100))
    grids = grids_of(("A-1", "A", box(0, 0, 50, 100)), ("A-2", "A", box(50, 0, 100, 50)), rest)
    summary = checked(grids, SQUARE, **with_checks(Kind.ORPHAN_GRID, Kind.WRONG_COMMUNITY))
    assert found(summary) == [(kind, "Z", "X", "A" if kind == "wrong_community" else "")]


def test_a_grid_that_only_touches_a_community_belongs_to_none() -> None:
    grids = grids_of(("A-1", None, box(0, 0, 100, 100)), ("X", None, box(99, 0, 900, 100)))
    assert found(checked(grids, SQUARE)) == [("orphan_grid", "", "X", ""), ("overlap", "A", "A-1", "X")]


def test_a_duplicate_brings_nothing_that_its_twin_brings() -> None:
    spilled = box(50, 0, 110, 100)
    grids = grids_of(("A-1", "A", box(0, 0, 50, 100)), ("A-2", "A", spilled), ("A-3", "A", spilled))
    assert found(checked(grids, SQUARE)) == [("duplicate_geometry", "A", "A-3", "A-2"), ("spill", "A", "A-2", "")]


def test_without_a_field_the_geometry_tells_the_community() -> None:
    grids = grids_of(("A-1", None, box(0, 0, 110, 100)), ("B-1", None, box(100, 0, 200, 100)))
    summary = checked(
        grids, communities_of(A=box(0, 0, 100, 100), B=box(100, 0, 200, 100)), **with_checks(Kind.SPILL, Kind.GAP)
    )
    assert found(summary) == [("spill", "A", "A-1", "B")]


def test_a_grid_in_parts_is_detached_unless_its_community_is() -> None:
    two = shapely.multipolygons([box(0, 0, 50, 100), box(60, 0, 100, 100)])
    corner = shapely.multipolygons([box(0, 0, 50, 50), box(50, 50, 100, 100)])
    assert found(checked(grids_of(("A-1", "A", two)), communities_of(A=two))) == []
    rest = shapely.multipolygons([box(50, 0, 100, 50), box(0, 50, 50, 100)])
    summary = checked(grids_of(("A-1", "A", corner), ("A-2", "A", rest)), SQUARE)
    assert found(summary) == [("detached", "A", "A-1", ""), ("detached", "A", "A-2", "")]
    assert (summary.findings.value.tolist(), summary.findings.limit.tolist()) == ([2, 2], [1, 1])
    apart = shapely.multipolygons([box(0, 0, 20, 100), box(30, 0, 50, 100), box(60, 0, 100, 100)])
    middle = box(20, 0, 30, 100)
    summary = checked(grids_of(("A-1", "A", apart), ("A-2", "A", middle)), communities_of(A=two))
    assert found(summary) == [("detached", "A", "A-1", "")]


def test_invalid_ground_is_told_with_both_areas_and_checked_as_made_valid() -> None:
    outside = shapely.Polygon(
        shapely.get_coordinates(box(50, 0, 80, 100)), [shapely.get_coordinates(box(80, 0, 100, 100))]
    )
    summary = checked(pair(outside), SQUARE)
    assert found(summary) == [("invalid_geometry", "A", "A-2", "")]
    assert summary.findings.limit[0] * SCALE == pytest.approx(1000)
    assert summary.findings.value[0] * SCALE == pytest.approx(5000)
    assert "invalid geometry (Self-intersection" in str(summary.findings.message[0])


@pytest.mark.parametrize(
    "ground",
    [
        shapely.multipolygons([box(50, 0, 100, 100), box(60, 10, 70, 20)]),  # one shell in another
        polygon((50, 0), (100, 0), (100, 50), (120, 50), (100, 50), (100, 100), (50, 100)),  # a spike
    ],
)
def test_faulty_rings_that_lose_no_land_bring_nothing_else(ground: shapely.Geometry) -> None:
    checks = with_checks(*set(Kind) - {Kind.GAP})  # of nested shells the inner one becomes a hole
    summary = checked(pair(ground), SQUARE, **checks)
    assert found(summary) == [("invalid_geometry", "A", "A-2", "")]


def test_a_grid_that_covers_a_whole_other_grid() -> None:
    grids = grids_of(("A-1", "A", box(0, 0, 100, 100)), ("A-2", "A", box(20, 20, 40, 30)))
    summary = checked(grids, SQUARE)
    assert found(summary) == [("overlap", "A", "A-1", "A-2")]
    assert summary.findings.area[0] * SCALE == pytest.approx(200)


def test_eastings_with_a_zone_number_and_millimetres_of_noise() -> None:
    random = np.random.default_rng(2)
    corner = np.stack(np.meshgrid(np.arange(6), np.arange(6), indexing="ij"), axis=2) * 200.0 + (39_448_000, 4_400_000)
    squares = [
        shapely.Polygon(corner[[x, x + 1, x + 1, x], [y, y, y + 1, y + 1]] + random.normal(0, 5e-4, (4, 2)))
        for x in range(5)
        for y in range(5)
    ]
    grids = grids_of(*((f"A-{i}", "A", one) for i, one in enumerate(squares)))
    plan = communities_of(A=shapely.box(39_448_000, 4_400_000, 39_449_000, 4_401_000))
    summary = check(grids, plan, CheckSettings(Limits(grids=(1, 99))), Measure.from_crs("EPSG:4527"))
    assert summary.passed
    kinds = {kind.value for kind in summary.findings.kind}
    assert {"gap", "overlap"} <= kinds <= {"gap", "overlap", "spill", "edge_mismatch"}
    coarse = CheckSettings(Limits(grids=(1, 99)), ignore_below=0.5)
    assert not check(grids, plan, coarse, Measure.from_crs("EPSG:4527")).findings.are(*GROUND).any()


def test_an_invalid_community_is_told_too() -> None:
    bow = polygon((0, 0), (100, 0), (0, 100), (100, 100))
    summary = checked(HALF, communities_of(A=bow), **with_checks(Kind.INVALID_GEOMETRY))
    assert found(summary) == [("invalid_geometry", "A", "", "")]


@pytest.mark.parametrize("nothing", [None, shapely.Polygon()])
def test_a_grid_without_ground_is_empty_and_does_not_count(nothing: object) -> None:
    grids = grids_of(("A-1", "A", box(0, 0, 100, 100)), ("A-2", "A", nothing))
    summary = checked(grids, SQUARE, limits=Limits(grids=(1, 1)))
    assert found(summary) == [("empty_geometry", "A", "A-2", "")]
    assert shapely.equals(summary.findings.geometry[0], box(0, 0, 100, 100))
    assert summary.rows[0].grids == 1


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_coordinates_that_are_no_numbers_lose_one_grid(bad: float) -> None:
    with np.errstate(invalid="ignore"):
        nowhere = shapely.Polygon([(0, 0), (bad, 0), (1, 1)])
    summary = checked(pair(nowhere), SQUARE)
    assert found(summary) == [("gap", "A", "", ""), ("invalid_geometry", "A", "A-2", "")]


def test_duplicates_are_told_once_each_and_bring_no_overlap_among_them() -> None:
    same = box(0, 0, 50, 100)
    turned = shapely.Polygon(np.roll(shapely.get_coordinates(same)[:-1], 1, axis=0))
    grids = grids_of(
        ("A-1", "A", same), ("A-2", "A", box(50, 0, 100, 100)), ("A-3", "A", turned), ("A-4", "A", same)
    )
    summary = checked(grids, SQUARE, limits=Limits(grids=(1, 2)))
    assert found(summary) == [("duplicate_geometry", "A", "A-3", "A-1"), ("duplicate_geometry", "A", "A-4", "A-1")]
    checks = with_checks(Kind.OVERLAP)
    assert len(checked(grids, SQUARE, **checks).findings) == 3


def test_limits_name_the_grid_the_figure_and_the_bound() -> None:
    grids = grids_of(("A-1", "A", box(0, 0, 50, 100), 100), ("A-2", "A", box(50, 0, 100, 100), 900))
    limits = Limits(grids=(3, 5), population=(200, 800), area=(None, 4000))
    summary = checked(grids, SQUARE, limits=limits)
    rows = {one[:3]: i for i, one in enumerate(zip(summary.findings.kind, summary.findings.grid_code))}
    assert len(summary.findings) == 5
    i = rows[Kind.POPULATION, "A-1"]
    assert (summary.findings.value[i], summary.findings.limit[i]) == (100, 200)
    i = rows[Kind.POPULATION, "A-2"]
    assert (summary.findings.value[i], summary.findings.limit[i]) == (900, 800)
    i = rows[Kind.GRID_COUNT, ""]
    assert (summary.findings.value[i], summary.findings.limit[i]) == (2, 3)
    assert shapely.equals(summary.findings.geometry[i], box(0, 0, 100, 100))
    assert summary.findings.value[rows[Kind.AREA, "A-1"]] * SCALE == pytest.approx(5000)


def test_a_bound_equal_to_the_figure_holds_and_a_tolerance_is_round_the_mean() -> None:
    grids = grids_of(("A-1", "A", box(0, 0, 50, 100), 90), ("A-2", "A", box(50, 0, 100, 100), 110))
    assert found(checked(grids, SQUARE, limits=Limits(population=(90, 110), population_tolerance=10.0))) == []
    summary = checked(grids, SQUARE, limits=Limits(population_tolerance=9.0))
    assert [kind for kind, *_ in found(summary)] == ["population", "population"]


def test_people_that_nobody_knows_are_told_where_limits_need_them() -> None:
    grids = grids_of(("A-1", "A", box(0, 0, 50, 100), np.nan), ("A-2", "A", box(50, 0, 100, 100), 110))
    assert found(checked(grids, SQUARE)) == []
    summary = checked(grids, SQUARE, limits=Limits(grids=(2, 2), population=(1, None)))
    assert found(summary) == [("population", "A", "A-1", "")]
    assert np.isnan(summary.findings.value[0])


def test_codes() -> None:
    ground = [box(10 * i, 0, 10 * i + 10, 100) for i in range(10)]
    codes = ["A-1", "", "A-x", "B-4", "A-1", "A-6", "A-7", "A-8", "A-9", "A-10"]
    grids = grids_of(*((code, "A", one) for code, one in zip(codes, ground)))
    expected = [("code_duplicate", "A", "A-1", "A-1"), ("code_missing", "A", "", "")]
    assert found(checked(grids, SQUARE)) == expected
    more = [("code_format", "A", "A-x", ""), ("code_prefix", "A", "B-4", "")]
    assert found(checked(grids, SQUARE, scheme=Scheme.PLAIN)) == sorted(expected + more)
    assert found(checked(grids, SQUARE, scheme=Scheme.PLAIN, has_codes=False)) == []


def test_borders_that_do_not_match_vertex_for_vertex() -> None:
    with_vertex = polygon((50, 0), (100, 0), (100, 100), (50, 100), (50, 30))
    summary = checked(pair(with_vertex), SQUARE)
    assert found(summary) == [("edge_mismatch", "A", "A-1", "A-2")]
    rows = summary.findings
    assert (rows.severity[0], summary.passed) == (Severity.WARNING, True)
    assert rows.value[0] == pytest.approx(100, rel=1e-3)
    assert shapely.equals(rows.line[0], shapely.LineString(shapely.get_coordinates(box(50, 0, 50, 100))[:2]))


def test_a_border_at_a_gap_is_its_consequence_and_not_told() -> None:
    notched = box(50, 0, 100, 100).difference(box(50, 40, 60, 60))
    assert found(checked(pair(notched), SQUARE)) == [("gap", "A", "", "")]


def test_a_repeated_vertex_changes_nothing() -> None:
    corners = shapely.get_coordinates(box(50, 0, 100, 100))
    repeated = shapely.Polygon(np.insert(corners, 1, corners[1], axis=0))
    assert found(checked(pair(repeated), SQUARE)) == []


def test_a_long_edge_with_one_more_vertex_is_no_gap_in_degrees() -> None:
    south = shapely.box(121.5, 24.9, 121.6, 25.0)
    north = shapely.Polygon([(121.5, 25.0), (121.55, 25.0), (121.6, 25.0), (121.6, 25.1), (121.5, 25.1)])
    plan = communities_of(A=shapely.box(121.5, 24.9, 121.6, 25.1))
    grids = grids_of(("A-1", "A", south), ("A-2", "A", north))
    summary = check(grids, plan, CheckSettings(Limits(grids=(1, 9))), Measure.from_crs("EPSG:4326"))
    assert found(summary) == [("edge_mismatch", "A", "A-1", "A-2")]


def test_the_answer_does_not_depend_on_the_order_of_the_input() -> None:
    random = np.random.default_rng(7)
    ground = [shapely.box(*corner, *(corner + random.uniform(5, 30, 2))) for corner in random.uniform(0, 90, (25, 2))]
    ground = [shapely.transform(one, lambda xy: np.add(xy, (500_000, 5_500_000))) for one in ground]
    grids = grids_of(*((f"A-{i % 20}", "A", one) for i, one in enumerate(ground)))
    grids = replace(grids, fid=np.zeros(25, dtype=int), locked=None)
    first = checked(grids, SQUARE).findings
    plan = communities_of(A=box(0, 0, 100, 100), B=box(0, 0, 100, 100), C=box(50, 50, 100, 100))
    turned = plan.take(np.array([2, 0, 1]))
    several = checked(grids, plan), checked(grids.take(random.permutation(25)), turned)
    assert found(several[0]) == found(several[1])
    assert sorted(several[0].rows, key=str) == sorted(several[1].rows, key=str)
    again = checked(grids.take(random.permutation(25)), SQUARE).findings
    assert len(first) > 35
    assert [str(one) for one in first.message] == [str(one) for one in again.message]
    assert shapely.to_wkb(first.geometry).tolist() == shapely.to_wkb(again.geometry).tolist()
    assert np.array_equal(first.area, again.area, equal_nan=True)


def test_only_the_chosen_kinds_are_told() -> None:
    grids = pair(box(50, 0, 90, 100))
    assert found(checked(grids, SQUARE, **with_checks(Kind.OVERLAP))) == []


def test_a_run_can_be_stopped_at_any_step() -> None:
    grids, told = pair(box(40, 0, 90, 100)), []
    check(grids, SQUARE, CheckSettings(), MEASURE, progress=Progress(told.append))
    assert told == sorted(told)
    assert (told[0] < 0.1, told[-1]) == (True, 1.0)

    def stop(at: float, fraction: float) -> None:
        if fraction >= at:
            raise Cancelled

    for at in sorted(set(told)):
        with pytest.raises(Cancelled):
            check(grids, SQUARE, CheckSettings(), MEASURE, progress=Progress(partial(stop, at)))


@pytest.mark.parametrize(
    ("change", "is_accepted"),
    [({}, True), ({"kind": "overlap"}, False), ({"community_id": "B"}, False), ({"geometry": box(0, 0, 9, 9)}, False)],
)
def test_what_a_person_accepted_stays_accepted_at_the_same_place(change: dict, is_accepted: bool) -> None:
    row = {"kind": "gap", "community_id": "A", "grid_code": "", "other_code": "", "geometry": box(90, 0, 100, 100)}
    row |= {"note": "a pond", **change}
    accepted = Accepted(**{name: texts([value]) for name, value in row.items()})
    settings = CheckSettings(Limits(grids=(1, 9)))
    summary = check(pair(box(50, 0, 90, 100)), SQUARE, settings, MEASURE, accepted)
    assert summary.findings.accepted.tolist() == [is_accepted]
    assert summary.findings.note.tolist() == ["a pond" if is_accepted else ""]
    assert summary.passed is is_accepted
    assert summary.numbers()["ACCEPTED_COUNT"] == is_accepted
    assert summary.numbers()["GAP_M2"] * SCALE == pytest.approx(1000)


def test_a_city_without_communities_or_grids_has_an_answer() -> None:
    nobody = communities_of()
    assert [kind for kind, *_ in found(checked(HALF, nobody))] == ["orphan_grid", "orphan_grid"]
    assert [kind for kind, *_ in found(checked(grids_of(), SQUARE))] == ["uncovered_community"]
