"""The repair on plans small enough to know the right answer by hand, and its promises on real dirty ground."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from quilts import quilt
from squares import MEASURE, SCALE, box, checked, communities_of, found, grids_of, polygon, repaired, with_checks

from grid_manager_plugin.coverage.accepted import Accepted
from grid_manager_plugin.coverage.inputs import CheckSettings, Communities, Grids
from grid_manager_plugin.coverage.kinds import GROUND, Kind
from grid_manager_plugin.coverage.moves import RepairSettings
from grid_manager_plugin.coverage.repair import Repair, Repaired
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


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.integers(0, 10_000))
def test_promises_hold_on_ground_that_was_torn_at_random(seed: int) -> None:
    grids, plan = dirty(seed)
    result = repaired(grids, plan, limits=Limits(grids=(1, 99)))
    before, after = result.before.numbers(), result.after.numbers()
    for name in ("GAP_M2", "OVERLAP_M2", "SPILL_M2", "ERRORS"):
        assert after[name] <= before[name]
    ground = ("GAP_M2", "OVERLAP_M2", "SPILL_M2")
    assert sum(after[name] for name in ground) < 0.5 * sum(before[name] for name in ground)
    assert set(found(result.after)) <= set(found(result.before))
    assert shapely.is_valid(result.geometry).all()
    assert (shapely.get_num_geometries(result.geometry) == 1).all()
    assert (shapely.area(result.geometry) > 1000).all()
    locked = np.flatnonzero(grids.locked)
    assert all(result.geometry[i] is grids.geometry[i] for i in locked)
    again = repaired(grids.with_geometry(result.geometry), plan, limits=Limits(grids=(1, 99)))
    assert all(one is other for one, other in zip(again.geometry, result.geometry))
    assert again.moves == ()


def test_the_answer_does_not_depend_on_the_order_of_the_input() -> None:
    grids, plan = dirty(3)
    order = np.random.default_rng(1).permutation(36)
    first, again = repaired(grids, plan), repaired(grids.take(order), plan)
    assert shapely.to_wkb(first.geometry[order]).tolist() == shapely.to_wkb(again.geometry).tolist()
    assert [one.area for one in first.moves] == [one.area for one in again.moves]
