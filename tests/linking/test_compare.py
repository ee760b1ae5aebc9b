"""Two plans compared, and what became of the codes."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from grid_manager_plugin.errors import Cancelled
from grid_manager_plugin.linking.compare import Comparison, compare
from grid_manager_plugin.linking.compare_summary import points_of_pieces
from grid_manager_plugin.linking.history import history
from grid_manager_plugin.linking.plan import NONE
from grid_manager_plugin.linking.plan_figures import plan_figures
from grid_manager_plugin.rules.chunks import Progress
from grid_manager_plugin.rules.geodesy import Measure
from grid_manager_plugin.rules.limits import Limits
from tests.linking.squares import MEASURE, box, plan


def compared(old: dict, new: dict, ignore: float = 1.0) -> Comparison:
    return compare(plan(old), plan(new, "NEW"), MEASURE, ignore, Progress())


def pieces(found: Comparison) -> dict[tuple[str, str], float]:
    return dict(zip(zip(found.old_code.tolist(), found.new_code.tolist()), found.area.tolist()))


def kinds(old: dict, new: dict) -> dict[str, str]:
    return {one.code: one.kind for one in history(compared(old, new), "2026-07-01")}


WHOLE = box(0, 0, 100, 100)
HALVES = [box(0, 0, 50, 100), box(50, 0, 100, 100)]


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ({"a": WHOLE}, {"a": WHOLE}, "kept"),
        ({"a": WHOLE}, {"a": box(0, 0, 99, 100)}, "changed"),
        ({"a": WHOLE}, {}, "withdrawn"),
        ({"a": WHOLE}, {"b": WHOLE}, "withdrawn"),
        ({"a": WHOLE}, {"b": HALVES[0], "c": HALVES[1]}, "split"),
        ({"a": HALVES[0], "b": HALVES[1]}, {"c": WHOLE}, "merged"),
        # most of two new grids is from it, though the one has some ground of others too
        ({"a": WHOLE, "x": box(100, 0, 105, 100)}, {"b": box(0, 0, 40, 100), "c": box(40, 0, 105, 100)}, "split"),
        # nearly all went into a grid of others, a strip elsewhere
        (
            {"a": WHOLE, "x": box(100, 0, 190, 100), "y": box(-100, 0, 0, 100)},
            {"c": box(3, 0, 190, 100), "d": box(-100, 0, 3, 100)},
            "merged",
        ),
        # in three parts to three neighbours
        (
            {"a": WHOLE, "x": box(100, 0, 300, 100), "y": box(-200, 0, 0, 100), "z": box(0, 100, 100, 300)},
            {"p": box(60, 0, 300, 100), "q": box(-200, 0, 30, 100), "r": [box(30, 0, 60, 100), box(0, 100, 100, 300)]},
            "split",
        ),
    ],
)
def test_what_becomes_of_a_code(old: dict, new: dict, kind: str) -> None:
    new = new or {"far": box(5000, 0, 5100, 100)}
    assert kinds(old, new)["a"] == kind


def test_predecessors_and_successors_have_more_than_one_percent() -> None:
    old = {"a": WHOLE, "b": box(100, 0, 200, 100)}
    new = {"a": box(0, 0, 100.9, 100), "b": box(100.9, 0, 200, 100)}
    found = {one.code: one for one in history(compared(old, new), "")}
    assert (found["a"].predecessors, found["b"].successors) == (("a",), ("b",))
    new = {"a": box(0, 0, 101.2, 100), "b": box(101.2, 0, 200, 100)}
    found = {one.code: one for one in history(compared(old, new), "")}
    assert (found["a"].predecessors, found["b"].successors) == (("a", "b"), ("a", "b"))


def test_each_connected_part_is_ignored_by_itself() -> None:
    old = {"a": WHOLE}
    new = {"a": box(0, 0, 99, 100), "b": [box(99, 0, 100, 100)]}
    assert ("a", "b") in pieces(compared(old, new, ignore=99))
    assert ("a", "b") not in pieces(compared(old, new, ignore=101))
    combs = [box(99, 10 * i, 100, 10 * i + 5) for i in range(10)]
    new = {"a": shapely.difference(WHOLE, shapely.union_all(combs)), "b": combs}
    assert ("a", "b") not in pieces(compared(old, new, ignore=6))
    assert pieces(compared(old, new, ignore=4))[("a", "b")] == pytest.approx(50, rel=1e-3)


def test_areas_are_square_metres_in_feet_and_degrees() -> None:
    ground = {"a": WHOLE}, {"b": box(0, 0, 60, 100), "c": box(60, 0, 100, 100)}
    expected = pieces(compared(*ground))
    for crs, move in (("EPSG:4326", lambda xy: MEASURE.to_lonlat(xy)),):
        there = [plan({code: shapely.transform(one, move) for code, one in grids.items()}) for grids in ground]
        found = pieces(compare(*there, Measure.from_crs(crs), 1.0, Progress()))
        assert found == {pair: pytest.approx(area, rel=1e-4) for pair, area in expected.items()}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=36, max_size=36), st.lists(st.integers(0, 4), min_size=36, max_size=36))
def test_pieces_are_the_ground_of_both_plans(before: list[int], after: list[int]) -> None:
    def plan_from(labels: list[int]) -> dict:
        cells = {}
        for i, label in enumerate(labels):
            if label:  # 0 is in no grid
                cells.setdefault(str(label), []).append(box(i % 6 * 10, i // 6 * 10, i % 6 * 10 + 10, i // 6 * 10 + 10))
        return cells

    found = compared(plan_from(before), plan_from(after), ignore=0.01)
    square = float(MEASURE.flat_areas(np.array([box(0, 0, 10, 10)], dtype=object))[0])
    expected: dict[tuple[str, str], float] = {}
    for one, other in zip(before, after):
        if one or other:
            pair = (str(one) if one else "", str(other) if other else "")
            expected[pair] = expected.get(pair, 0.0) + square
    assert pieces(found) == {pair: pytest.approx(area, rel=1e-5) for pair, area in expected.items()}
    order = [(old or "~", new or "~") for old, new in zip(found.old_code, found.new_code)]
    assert order == sorted(order)


def test_points_are_counted_by_pairs_of_codes() -> None:
    found = compared({"a": WHOLE, "b": box(100, 0, 200, 100)}, {"a": box(0, 0, 110, 100), "b": box(110, 0, 200, 100)})
    old, new = np.array([0, 1, 1, NONE, 0, NONE]), np.array([0, 0, 1, 1, NONE, NONE])
    counts, moved = points_of_pieces(found, old, new)
    assert dict(zip(pieces(found), counts.tolist())) == {("a", "a"): 1, ("b", "a"): 1, ("b", "b"): 1}
    assert moved == 3
    assert points_of_pieces(found, old[:0], new[:0])[0].tolist() == [0, 0, 0]


def test_borders_count_once_though_vertices_do_not_match() -> None:
    grids = {"a": WHOLE, "b": box(100, 0, 200, 50), "c": box(100, 50, 200, 100), "d": box(300, 0, 400, 100)}
    old = plan(grids)
    edges = compare(old, old, MEASURE, 1.0, Progress()).before.edges
    figures = plan_figures(old, edges, np.array([4.0, 2, 2, 0]), Limits(grids=(1, 99)), MEASURE, Progress())
    assert figures.border_m == pytest.approx(200, rel=1e-3)
    assert (figures.grids, figures.mean_population, figures.deviation) == (4, 2, 1)
    assert figures.variation == pytest.approx(2**0.5 / 2)
    assert figures.least_compactness == pytest.approx(4 * np.pi * 5000 / 300**2, rel=1e-3)
    assert (figures.population_breaches, figures.area_breaches) == (None, None)


def test_work_stops_where_somebody_cancels() -> None:
    def tell(fraction: float) -> None:
        if fraction > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        compare(plan({"a": WHOLE}), plan({"b": HALVES[0]}), MEASURE, 1.0, Progress(tell))
