"""The repair on plans small enough to know the right answer by hand, and its promises on real dirty ground."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from quilts import quilt
from squares import MEASURE, SCALE, box, checked, communities_of, found, grids_of, polygon, repaired, with_checks

from grid_manager_plugin.coverage.accepted import Accepted
from grid_manager_plugin.coverage.inputs import CheckSettings, Communities, Grids
from grid_manager_plugin.coverage.kinds import GROUND, Kind
from grid_manager_plugin.coverage.mend.moves import Move, RepairSettings
from grid_manager_plugin.coverage.repair import Repair, Repaired
from grid_manager_plugin.errors import Cancelled
from grid_manager_plugin.rules.chunks import Progress
from grid_manager_plugin.rules.limits import Limits

SQUARE = communities_of(A=box(0, 0, 100, 100))
LEFT, RIGHT = box(0, 0, 50, 100), box(50, 0, 100, 100)


def moved(result: Repaired, grids: Grids) -> list[tuple]:
    """Return kind, from, to and planar area of each move."""

    def code(position: int) -> str:
        return "" if position < 0 else str(grids.code[position])

    return [(one.kind.value, code(one.source), code(one.target), round(one.area * SCALE, 3)) for one in result.moves]


def test_a_valid_plan_comes_back_as_the_same_objects() -> None:
    grids = grids_of(("A-1", "A", LEFT), ("A-2", "A", RIGHT))
    result = repaired(grids, SQUARE)
    assert all(one is other for one, other in zip(result.geometry, grids.geometry))
    assert (result.moves, result.noded, result.made_valid, len(result.after.findings)) == ((), (), (), 0)


def test_a_gap_goes_to_the_neighbour_with_the_longest_shared_border() -> None:
    notched = RIGHT.difference(box(50, 40, 60, 44))
    grids = grids_of(("A-1", "A", LEFT), ("A-2", "A", notched))
    result = repaired(grids, SQUARE)
    assert moved(result, grids) == [("gap", "", "A-2", 40.0)]
    assert result.geometry[0] is grids.geometry[0]
    assert shapely.equals_exact(result.geometry[1].normalize(), RIGHT.normalize())


def test_a_gap_never_goes_to_a_locked_grid() -> None:
    notched = RIGHT.difference(box(50, 40, 60, 44))
    grids = grids_of(("A-1", "A", LEFT), ("A-2", "A", notched), locked=["A-2"])
    result = repaired(grids, SQUARE)
    assert moved(result, grids) == [("gap", "", "A-1", 40.0)]
    assert result.geometry[1] is grids.geometry[1]
    both = grids_of(("A-1", "A", LEFT), ("A-2", "A", notched), locked=["A-1", "A-2"])
    result = repaired(both, SQUARE)
    assert moved(result, both) == []
    assert [str(reason) for reason in result.reasons] == ["Only grids that are locked, or invalid, could change here."]


def test_an_overlap_stays_with_the_grid_that_leaves_both_more_compact() -> None:
    grids = grids_of(("A-1", "A", shapely.union(LEFT, box(50, 40, 60, 44))), ("A-2", "A", RIGHT))
    result = repaired(grids, SQUARE)
    assert moved(result, grids) == [("overlap", "A-1", "A-2", 40.0)]
    assert shapely.equals_exact(shapely.normalize(result.geometry), shapely.normalize([LEFT, RIGHT])).all()
    grids = grids_of(*zip(("A-1", "A-2"), "AA", grids.geometry), locked=["A-1"])
    result = repaired(grids, SQUARE)
    assert moved(result, grids) == [("overlap", "A-2", "A-1", 40.0)]
    assert result.geometry[0] is grids.geometry[0]


def test_a_spill_is_cut_at_the_communitys_edge_vertex_for_vertex() -> None:
    bent = polygon((0, 0), (100, 0), (103, 30), (101, 70), (100, 100), (0, 100))
    grown = shapely.Polygon([*shapely.get_coordinates(polygon((50, 0), (100, 0), (104, 45)))[:3],
                             *shapely.get_coordinates(polygon((100, 100), (50, 100), (50, 100)))[:2]])  # fmt: skip
    grids = grids_of(("A-1", "A", LEFT), ("A-2", "A", grown))
    plan = communities_of(A=bent)
    result = repaired(grids, plan)
    assert result.after.passed
    assert {kind for kind, *_ in moved(result, grids)} <= {"spill", "gap"}
    edge = {tuple(one) for one in shapely.get_coordinates(bent)} - {(500_000.0, 5_500_000.0), (500_000.0, 5_500_100.0)}
    assert edge <= {tuple(one) for one in shapely.get_coordinates(result.geometry[1])}
    assert shapely.equals_exact(
        shapely.union_all(result.geometry).simplify(0).normalize(), bent.simplify(0).normalize(), 1e-9
    )


def test_a_locked_grids_spill_is_left_with_the_reason() -> None:
    grids = grids_of(("A-1", "A", LEFT), ("A-2", "A", box(50, 0, 100.9, 100)), locked=["A-2"])
    result = repaired(grids, SQUARE)
    assert result.geometry[1] is grids.geometry[1]
    assert found(result.after) == [("spill", "A", "A-2", "")]
    assert "locked" in str(result.reasons[0])


def test_larger_pieces_are_left_for_a_person() -> None:
    grids = grids_of(("A-1", "A", LEFT), ("A-2", "A", RIGHT.difference(box(50, 40, 65, 50))))
    result = repaired(grids, SQUARE)
    assert (result.moves, found(result.after)) == ((), [("gap", "A", "", "")])
    assert "MAX_GAP_AREA (100 m²)" in str(result.reasons[0])
    assert result.geometry[1] is grids.geometry[1]
    assert len(repaired(grids, SQUARE, largest=151).moves) == 1


def test_a_long_sliver_is_snapped_whatever_its_area() -> None:
    plan = communities_of(A=box(0, 0, 8000, 100))
    rows = [("A-1", "A", box(0, 0, 8000, 49.96)), ("A-2", "A", box(0, 50, 8000, 100))]
    result = repaired(grids_of(*rows), plan)
    assert result.before.findings.area[0] > 300
    assert result.after.passed
    assert len(result.after.findings) == 0
    wide = [rows[0], ("A-2", "A", box(0, 50.06, 8000, 100))]
    assert len(repaired(grids_of(*wide), plan).moves) == 0


def test_no_grid_is_emptied() -> None:
    inner = box(20, 20, 25, 25)
    grids = grids_of(("A-1", "A", box(0, 0, 100, 100)), ("A-2", "A", inner))
    result = repaired(grids, SQUARE)
    assert moved(result, grids) == [("overlap", "A-1", "A-2", 25.0)]
    assert shapely.equals(result.geometry[0], box(0, 0, 100, 100).difference(inner))


def test_no_grid_falls_into_parts() -> None:
    bridge = shapely.union_all([box(0, 0, 40, 100), box(40, 48, 60, 50), box(60, 0, 100, 100)])
    rest = [box(40, 0, 60, 50), box(40, 50, 60, 100)]
    grids = grids_of(("A-1", "A", bridge), ("A-2", "A", rest[0]), ("A-3", "A", rest[1]))
    result = repaired(grids, SQUARE)
    assert moved(result, grids) == [("overlap", "A-2", "A-1", 40.0)]
    assert result.after.passed


def test_one_community_only_gives_to_its_own_grids() -> None:
    plan = communities_of(A=box(0, 0, 100, 100), B=box(100, 0, 200, 100))
    grids = grids_of(("A-1", "A", box(0, 0, 99.5, 100)), ("B-1", "B", box(100, 0, 200, 100)))
    result = repaired(grids, plan)
    assert moved(result, grids) == [("gap", "", "A-1", 50.0)]
    assert result.geometry[1] is grids.geometry[1]
    assert shapely.equals_exact(result.geometry[0].normalize(), box(0, 0, 100, 100).normalize())


def test_neighbours_get_the_same_vertices() -> None:
    with_vertex = polygon((50, 0), (100, 0), (100, 100), (50, 100), (50, 30))
    grids = grids_of(("A-1", "A", LEFT), ("A-2", "A", with_vertex))
    result = repaired(grids, SQUARE)
    assert (len(result.before.findings), len(result.after.findings), result.noded) == (1, 0, (0,))
    assert result.geometry[1] is grids.geometry[1]
    assert len(shapely.get_coordinates(result.geometry[0])) == 6


def test_neighbours_of_two_communities_get_the_same_vertices() -> None:
    plan = communities_of(A=LEFT, B=RIGHT)
    grids = grids_of(("A-1", "A", LEFT), ("B-1", "B", box(50, 0, 100, 60)), ("B-2", "B", box(50, 60, 100, 100)))
    result = repaired(grids, plan)
    assert {kind for kind, *_ in found(result.before)} == {"edge_mismatch"}
    assert (len(result.after.findings), result.noded) == (0, (0,))
    grids = grids_of(*zip(grids.code, grids.community, grids.geometry), locked=["A-1"])
    result = repaired(grids, plan)
    assert (result.noded, len(result.after.findings)) == ((), 2)
    assert "locked" in str(result.reasons[0])


def test_what_was_accepted_is_left() -> None:
    grids = grids_of(("A-1", "A", LEFT), ("A-2", "A", RIGHT.difference(box(50, 40, 60, 44))))
    before = checked(grids, SQUARE).findings
    text = np.array(["gap"], dtype=object), before.community_id, before.grid_code, before.other_code
    accepted = Accepted(*text, before.geometry, np.array(["a pond"], dtype=object))
    asked = CheckSettings(Limits(grids=(1, 99)))
    result = Repair(grids, SQUARE, asked, RepairSettings(dict.fromkeys(GROUND, 100.0)), MEASURE, accepted).run()
    assert result.moves == ()
    assert str(result.reasons[0]) == "A person accepted it."


def test_kinds_that_are_not_checked_are_not_repaired() -> None:
    grids = grids_of(("A-1", "A", box(0, 0, 50.9, 100)), ("A-2", "A", RIGHT.difference(box(80, 40, 85, 45))))
    result = repaired(grids, SQUARE, **with_checks(Kind.OVERLAP))
    assert [kind for kind, *_ in moved(result, grids)] == ["overlap"]
    assert len(result.after.findings) == 0
    assert result.after.rows[0].valid
    assert checked(grids.with_geometry(result.geometry), SQUARE).numbers()["GAP_M2"] > 0
    loose = grids_of(("A-1", "A", LEFT), ("A-2", "A", polygon((50, 0), (100, 0), (100, 100), (50, 100), (50, 30))))
    result = repaired(loose, SQUARE, **with_checks(Kind.GAP))
    assert all(one is other for one, other in zip(result.geometry, loose.geometry))


def test_a_move_that_would_break_a_limit_is_not_made() -> None:
    grids = grids_of(
        ("A-1", "A", LEFT),
        ("A-2", "A", RIGHT.difference(shapely.union(box(50, 40, 60, 44), box(80, 80, 82, 82)))),
    )
    limits = Limits(grids=(1, 9), area=(None, 4980 / SCALE))
    result = repaired(grids, SQUARE, limits=limits)
    assert moved(result, grids) == [("gap", "", "A-2", 4.0)] or moved(result, grids) == []
    assert {kind for kind, *_ in found(result.after)} <= {kind for kind, *_ in found(result.before)}
    assert any("another finding" in str(reason) for reason in result.reasons)


def test_an_invalid_grid_that_keeps_its_land_is_made_valid() -> None:
    spike = polygon((50, 0), (100, 0), (100, 50), (120, 50), (100, 50), (100, 100), (50, 100))
    grids = grids_of(("A-1", "A", LEFT), ("A-2", "A", spike))
    result = repaired(grids, SQUARE)
    assert result.made_valid == (1,)
    assert shapely.is_valid(result.geometry).all()
    assert len(result.after.findings) == 0


def test_an_invalid_grid_that_would_change_its_land_is_left_and_nothing_goes_to_it() -> None:
    bow = polygon((50, 0), (100, 0), (50, 99), (100, 99))
    grids = grids_of(("A-1", "A", LEFT), ("A-2", "A", bow))
    result = repaired(grids, SQUARE)
    assert result.geometry[1] is grids.geometry[1]
    assert all(move.target != 1 for move in result.moves)


def dirty(seed: int) -> tuple[Grids, Communities]:
    """Return a quilt whose patches were each moved by some centimetres, in two communities."""
    random = np.random.default_rng(seed)
    patches = quilt(seed)
    plan = communities_of(A=shapely.union_all(patches[:18]), B=shapely.union_all(patches[18:]))
    for i in random.choice(36, 12, replace=False).tolist():
        shift = random.uniform(-0.4, 0.4, (5, 2))
        shift[4] = shift[0]
        patches[i] = shapely.transform(patches[i], lambda xy, by=shift: xy + by)
    rows = [(f"{'AB'[i // 18]}-{i:02d}", "AB"[i // 18], one) for i, one in enumerate(patches)]
    return grids_of(*rows, locked=[rows[int(random.integers(36))][0]]), plan


def ledger(grids: Grids, result: Repaired) -> float:
    """Return the most square metres that a grid's change of ground is not told by the moves."""
    told = {i: (np.array([], dtype=object), np.array([], dtype=object)) for i in range(len(grids))}
    for move in result.moves:
        for position, side in ((move.target, 0), (move.source, 1)):
            if position >= 0 and not (side == 0 and move.kind is Kind.OVERLAP):  # its keeper had it before
                pieces = list(told[position])
                pieces[side] = np.append(pieces[side], move.geometry)
                told[position] = tuple(pieces)
    worst = 0.0
    for i, (gained, lost) in told.items():
        before, after = grids.geometry[i], result.geometry[i]
        real = shapely.difference(after, before), shapely.difference(before, after)
        for one, pieces in zip(real, (gained, lost)):
            worst = max(worst, shapely.symmetric_difference(one, shapely.union_all(pieces)).area)
    return worst


def torn_ground(numbers: dict[str, float]) -> float:
    """Return the square metres of all gaps, overlaps and spills."""
    return sum(numbers[name] for name in ("GAP_M2", "OVERLAP_M2", "SPILL_M2"))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.integers(0, 10_000))
def test_promises_hold_on_ground_that_was_torn_at_random(seed: int) -> None:
    grids, plan = dirty(seed)
    result = repaired(grids, plan, limits=Limits(grids=(1, 99)))
    before, after = result.before.numbers(), result.after.numbers()
    for name in ("GAP_M2", "OVERLAP_M2", "SPILL_M2", "ERRORS"):
        assert after[name] <= before[name]
    assert torn_ground(after) < torn_ground(before)
    free = repaired(replace(grids, locked=None), plan, limits=Limits(grids=(1, 99)))
    assert torn_ground(free.after.numbers()) < 0.6 * torn_ground(before)
    assert set(found(result.after)) <= set(found(result.before))
    assert shapely.is_valid(result.geometry).all()
    assert (shapely.get_num_geometries(result.geometry) == 1).all()
    assert (shapely.area(result.geometry) > 1000).all()
    locked = np.flatnonzero(grids.locked)
    assert all(result.geometry[i] is grids.geometry[i] for i in locked)
    assert ledger(grids, result) < 0.05
    again = repaired(grids.with_geometry(result.geometry), plan, limits=Limits(grids=(1, 99)))
    assert all(one is other for one, other in zip(again.geometry, result.geometry))
    assert again.moves == ()


@pytest.mark.parametrize("code", [None, "", "A-1"])
def test_the_answer_does_not_depend_on_the_order_of_the_input(code: str | None) -> None:
    grids, plan = dirty(3)
    if code is not None:
        grids = replace(grids, code=np.full(36, code, dtype=object))
    order = np.random.default_rng(1).permutation(36)
    turned = plan.take(np.array([1, 0]))
    first, again = repaired(grids, plan), repaired(grids.take(order), turned)
    assert len(first.moves) > 10
    assert shapely.to_wkb(first.geometry[order]).tolist() == shapely.to_wkb(again.geometry).tolist()
    assert [one.area for one in first.moves] == [one.area for one in again.moves]


@pytest.mark.parametrize("ignored", [0.01, 5.0])
def test_no_threshold_hides_a_new_finding_about_a_rule(ignored: float) -> None:
    grids = grids_of(("A-1", "A", LEFT), ("A-2", "A", RIGHT.difference(box(50, 40, 60, 44))))
    result = repaired(grids, SQUARE, limits=Limits(grids=(1, 9), area=(None, 4970 / SCALE)), ignore_below=ignored)
    assert moved(result, grids) == [("gap", "", "A-1", 40.0)] or moved(result, grids) == []
    assert [kind for kind, *_ in found(result.after) if kind != "gap"] == [
        kind for kind, *_ in found(result.before) if kind != "gap"
    ]


def test_what_is_below_the_threshold_is_no_finding_and_stays() -> None:
    grids = grids_of(("A-1", "A", box(0, 0, 50.08, 100)), ("A-2", "A", RIGHT.difference(box(80, 40, 90, 46))))
    asked = CheckSettings(Limits(grids=(1, 9)), ignore_below=20.0)
    bounds = RepairSettings(dict.fromkeys(GROUND, 100.0), ignore_below=20.0)
    result = Repair(grids, SQUARE, asked, bounds, MEASURE).run()
    assert moved(result, grids) == [("gap", "", "A-2", 60.0)]
    assert ledger(grids, result) < 0.01
    assert result.geometry[0] is grids.geometry[0]


def test_of_several_moves_that_a_limit_forbids_the_smaller_are_made() -> None:
    notched = RIGHT.difference(shapely.union(box(50, 40, 60, 44), box(80, 80, 85, 82)))
    grids = grids_of(("A-1", "A", LEFT), ("A-2", "A", notched), locked=["A-1"])
    result = repaired(grids, SQUARE, limits=Limits(grids=(1, 9), area=(None, 5001 / SCALE)))
    assert sorted(moved(result, grids)) == [("gap", "", "A-2", 10.0), ("gap", "", "A-2", 40.0)]
    result = repaired(grids, SQUARE, limits=Limits(grids=(1, 9), area=(None, 4975 / SCALE)))
    assert moved(result, grids) == [("gap", "", "A-2", 10.0)]
    assert any("another finding" in str(reason) for reason in result.reasons)


def test_one_grid_without_a_place_does_not_stop_the_others() -> None:
    with np.errstate(invalid="ignore"):
        nowhere = shapely.Polygon([(0, 0), (np.nan, 0), (1, 1)])
    far = shapely.box(1e15, 1e15, 1.1e15, 1.1e15)
    rows = [("A-1", "A", LEFT), ("A-2", "A", RIGHT.difference(box(50, 40, 60, 44)))]
    grids = grids_of(*rows, ("A-3", "A", nowhere), ("A-4", "A", far))
    grids = replace(grids, lost=np.array([False, False, False, True]))
    result = repaired(grids, SQUARE)
    assert moved(result, grids) == [("gap", "", "A-2", 40.0)]
    assert [result.geometry[i] is grids.geometry[i] for i in (2, 3)] == [True, True]


def test_a_grid_keeps_most_of_its_ground() -> None:
    twins = box(40, 40, 45, 45), box(40, 40, 45, 44.996)
    rest = box(0, 0, 100, 100).difference(twins[0])
    grids = grids_of(("A-1", "A", rest), ("A-2", "A", twins[0]), ("A-3", "A", twins[1]))
    result = repaired(grids, SQUARE)
    assert shapely.area(result.geometry).min() > 20
    assert ("overlap", "A", "A-2", "A-3") in found(result.after)
    assert any("most of its ground" in str(reason) for reason in result.reasons)


def test_an_overlap_of_two_locked_grids_is_left() -> None:
    grids = grids_of(("A-1", "A", box(0, 0, 50.2, 100)), ("A-2", "A", RIGHT), locked=["A-1", "A-2"])
    result = repaired(grids, SQUARE)
    assert result.moves == ()
    assert "locked" in str(result.reasons[0])


def test_a_spill_that_holds_a_grid_together_is_left() -> None:
    bent = polygon((0, 0), (100, 0), (100, 100), (60, 100), (60, 10), (40, 10), (40, 100), (0, 100))
    bridged = shapely.union_all([box(0, 50, 40, 100), box(40, 60, 60, 62), box(60, 50, 100, 100)])
    rest = shapely.difference(bent, bridged)
    grids = grids_of(("A-1", "A", bridged), ("A-2", "A", rest))
    result = repaired(grids, communities_of(A=bent))
    assert result.moves == ()
    assert "fall into more parts" in str(result.reasons[0])


def test_vertices_that_float_noise_parts_are_welded_to_those_that_stay() -> None:
    for off in (-5e-7, 5e-7):
        shaken = polygon((50, 0), (100, 0), (100, 100), (50, 100), (50 + off, 30))
        with_vertex = polygon((0, 0), (50, 0), (50, 30), (50, 100), (0, 100))
        grids = grids_of(("A-1", "A", with_vertex), ("A-2", "A", shaken), locked=["A-1"])
        result = repaired(grids, SQUARE)
        assert len(result.after.findings) == 0
        assert result.geometry[0] is grids.geometry[0]


def test_grids_away_from_what_is_mended_are_not_touched() -> None:
    crossed = polygon((50, 0), (100, 0), (100, 100), (48, 100))
    grids = grids_of(("A-1", "A", polygon((0, 0), (52, 0), (49, 100), (0, 100))), ("A-2", "A", crossed))
    for asked in ({"largest": 1.0}, with_checks(Kind.GAP), with_checks(Kind.CODE_MISSING)):
        result = repaired(grids, SQUARE, **asked)
        assert (result.moves, result.noded) == ((), ())


def test_neighbours_of_many_communities_are_mended_though_nobody_asks_for_vertices() -> None:
    ground = {f"C{i:02d}": box(100 * i, 0, 100 * i + 100, 100) for i in range(12)}
    rows = [(f"{name}-1", name, shapely.box(*np.add(one.bounds, (0, 0, 0.3, 0)))) for name, one in ground.items()]
    result = repaired(grids_of(*rows), communities_of(**ground), **with_checks(*GROUND))
    assert len(result.moves) == 12
    assert result.after.passed


def test_progress_never_goes_back_and_a_run_can_be_stopped_at_any_step() -> None:
    grids, plan = dirty(5)
    asked, bounds, told = CheckSettings(Limits(grids=(1, 99))), RepairSettings(dict.fromkeys(GROUND, 100.0)), []
    Repair(grids, plan, asked, bounds, MEASURE).run(Progress(told.append))
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) > 100

    def stop(at: int, fraction: float) -> None:
        if len(seen) == at:
            raise Cancelled
        seen.append(fraction)

    for at in range(0, len(told), 97):
        seen: list[float] = []
        with pytest.raises(Cancelled):
            Repair(grids, plan, asked, bounds, MEASURE).run(Progress(partial(stop, at)))


def test_an_accepted_border_is_not_mended() -> None:
    loose = grids_of(("A-1", "A", LEFT), ("A-2", "A", polygon((50, 0), (100, 0), (100, 100), (50, 100), (50, 30))))
    before = checked(loose, SQUARE).findings
    text = np.array(["edge_mismatch"], dtype=object), before.community_id, before.grid_code, before.other_code
    accepted = Accepted(*text, before.geometry, np.array([""], dtype=object))
    asked = CheckSettings(Limits(grids=(1, 99)))
    result = Repair(loose, SQUARE, asked, RepairSettings(dict.fromkeys(GROUND, 100.0)), MEASURE, accepted).run()
    assert all(one is other for one, other in zip(result.geometry, loose.geometry))


def test_vertices_alone_may_be_at_fault_where_something_new_is_found() -> None:
    grids = grids_of(("A-1", "A", LEFT), ("A-2", "A", RIGHT.difference(box(50, 40, 65, 50))))
    bounds = RepairSettings(dict.fromkeys(GROUND, 100.0))
    repair = Repair(grids, SQUARE, CheckSettings(Limits(grids=(1, 99))), bounds, MEASURE)
    result = repair.run()
    move = Move(Kind.GAP, -1, 1, box(60, 45, 62, 47), 4.0)
    assert repair._at_places([], result.before.findings) == []
    assert repair._at_places([move], result.before.findings) == [0]
    assert repair._at_places([replace(move, geometry=box(80, 45, 82, 47))], result.before.findings) == []
