"""One point, one grid: against GEOS on random plans, and on the cases that the rule is about."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
import shapely
from patchworks import CORNER, CRS, MEASURE, owners, patchwork, points_on, texts

from grid_manager_plugin.errors import Cancelled
from grid_manager_plugin.linking import cells
from grid_manager_plugin.linking.assign import Assignment, IndexedGrids, Rule, assign, typed_distance
from grid_manager_plugin.linking.cells import NOISE, NONE
from grid_manager_plugin.rules.chunks import Progress
from grid_manager_plugin.rules.geodesy import Measure


def at(east: float, north: float) -> np.ndarray:
    return np.add(CORNER, (east, north))


def box(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    return shapely.box(*(at(west, south)), *(at(east, north)))


def two(first: str = "B", second: str = "A") -> IndexedGrids:
    return IndexedGrids.of(texts([box(0, 0, 100, 100), box(100, 0, 200, 100)]), texts([first, second]), MEASURE)


def codes(found: Assignment, grids: IndexedGrids) -> list[str]:
    return ["" if one == NONE else grids.code[one] for one in found.grid_index.tolist()]


def rules(found: Assignment) -> list[str]:
    return [Rule(one).key for one in found.rule.tolist()]


@pytest.mark.parametrize("seed", range(40))
def test_random_plans_agree_with_geos(seed: int) -> None:
    patches, code = patchwork(seed)
    grids, xy = IndexedGrids.of(patches, code, MEASURE), points_on(patches, seed)
    found = assign(xy, grids, max_distance=40.0 * (seed % 2))
    wanted = owners(xy, patches, code)
    touched = found.rule <= Rule.BORDER
    assert (np.where(touched, code[found.grid_index], "") == wanted).all()
    on_border = shapely.distance(shapely.points(xy), shapely.boundary(patches[found.grid_index])) <= NOISE
    assert ((found.rule == Rule.BORDER)[touched] == on_border[touched]).all()
    assert (found.distance[touched] == 0).all()


@pytest.mark.parametrize("seed", range(0, 40, 3))
def test_the_nearest_grid_is_the_nearest(seed: int) -> None:
    patches, code = patchwork(seed)
    grids, xy = IndexedGrids.of(patches, code, MEASURE), points_on(patches, seed, 400)
    found = assign(xy, grids, max_distance=60.0)
    outside = np.flatnonzero(found.rule > Rule.BORDER)
    gaps = shapely.distance(shapely.points(xy[outside])[:, np.newaxis], patches)
    nearest = np.where(found.linked[outside], found.grid_index[outside], found.nearest_index[outside])
    wanted = [min(code[row <= row.min() + 1e-3]) for row in gaps]
    assert code[nearest].tolist() == wanted
    assert found.distance[outside] == pytest.approx(gaps.min(axis=1), rel=1e-3)
    assert (found.linked[outside] == (found.distance[outside] <= 60.0)).all()


def test_ten_thousand_points_on_borders_have_the_same_grid_in_any_order() -> None:
    patches, code = patchwork(4)
    xy = np.concatenate([points_on(patches, seed, 0) for seed in range(40)])
    assert len(xy) > 10_000
    grids = IndexedGrids.of(patches, code, MEASURE)
    once = assign(xy, grids)
    assert once.linked.all()
    random = np.random.default_rng(0)
    order, other = random.permutation(len(patches)), random.permutation(len(xy))
    again_grids = IndexedGrids.of(patches[order], code[order], MEASURE)
    again = assign(xy[other], again_grids)
    assert (again_grids.code[again.grid_index] == code[once.grid_index[other]]).all()
    assert (again.rule == once.rule[other]).all()


def test_a_border_belongs_to_the_lowest_code() -> None:
    grids = two()
    found = assign(np.array([at(100, 50), at(100, 0), at(99, 50), at(101, 50)]), grids)
    assert codes(found, grids) == ["A", "A", "B", "A"]
    assert rules(found) == ["border", "border", "inside", "inside"]


def test_codes_are_compared_as_text() -> None:
    grids = two("9", "10")
    assert codes(assign(np.array([at(100, 50)]), grids), grids) == ["10"]


@pytest.mark.parametrize(("gap", "rule"), [(0.0, "border"), (5e-7, "border"), (1e-5, "outside"), (0.5, "outside")])
def test_zero_distance_is_inside_or_on_a_border(gap: float, rule: str) -> None:
    assert rules(assign(np.array([at(-gap, 50)]), two())) == [rule]


def test_an_overlap_belongs_to_the_lowest_code() -> None:
    grids = IndexedGrids.of(texts([box(0, 0, 60, 100), box(40, 0, 100, 100)]), texts(["2", "1"]), MEASURE)
    found = assign(np.array([at(50, 50), at(60, 50), at(20, 50)]), grids)
    assert codes(found, grids) == ["1", "1", "2"]
    assert rules(found) == ["inside", "inside", "inside"]


def test_equally_far_is_within_a_millimetre() -> None:
    ground = texts([box(0, 0, 100, 100), box(120, 0, 200, 100)])
    grids = IndexedGrids.of(ground, texts(["B", "A"]), MEASURE)
    found = assign(np.add(CORNER, [(110, 50), (109.9996, 50), (109.99, 50)]), grids, max_distance=50)
    assert codes(found, grids) == ["A", "A", "B"]
    assert rules(found) == ["nearest"] * 3


def test_a_corner_that_only_touches_the_rim_is_as_near_as_its_neighbours() -> None:
    ground = [box(0, 0, 100, 100), box(100, 0, 200, 100)]
    triangle = shapely.Polygon([at(100, 100), at(80, 50), at(120, 50)])
    grids = IndexedGrids.of(texts([*(one - triangle for one in ground), triangle]), texts(["B", "C", "A"]), MEASURE)
    found = assign(np.array([at(100, 130)]), grids)
    assert grids.code[found.nearest_index[0]] == "A"
    assert found.distance[0] == pytest.approx(30, rel=1e-3)


def test_a_hole_is_outside() -> None:
    ring = box(0, 0, 100, 100) - box(40, 40, 60, 60)
    grids = IndexedGrids.of(texts([ring]), texts(["1"]), MEASURE)
    found = assign(np.add(CORNER, [(50, 50), (50, 41)]), grids, max_distance=5)
    assert rules(found) == ["too_far", "nearest"]
    assert found.distance == pytest.approx([10, 1], rel=1e-3)


def test_points_without_coordinates_are_nowhere() -> None:
    found = assign(np.array([[np.nan, np.nan], [np.inf, 0.0], at(50, 50)]), two())
    assert rules(found) == ["invalid_coordinates", "invalid_coordinates", "inside"]
    assert np.isnan(found.distance[:2]).all()


def test_grids_without_code_or_ground_own_nothing() -> None:
    ground = texts([box(0, 0, 100, 100), None, box(200, 0, 300, 100)])
    grids = IndexedGrids.of(ground, texts(["", "1", "2"]), MEASURE)
    found = assign(np.add(CORNER, [(50, 50), (250, 50)]), grids)
    assert codes(found, grids) == ["", "2"]
    assert grids.code[found.nearest_index[0]] == "2"


def test_an_invalid_grid_counts_as_made_valid() -> None:
    bow = shapely.Polygon(np.add(CORNER, [(0, 0), (100, 100), (100, 0), (0, 100)]))
    grids = IndexedGrids.of(texts([bow]), texts(["1"]), MEASURE)
    assert rules(assign(np.add(CORNER, [(90, 50), (50, 90)]), grids)) == ["inside", "outside"]


def test_no_grid_at_all_is_no_grid() -> None:
    grids = IndexedGrids.of(texts([None]), texts(["1"]), MEASURE)
    found = assign(np.array([CORNER]), grids, max_distance=10)
    assert rules(found) == ["too_far"]
    assert found.nearest_index.tolist() == [NONE]
    assert np.isnan(found.distance).all()


def test_distances_are_metres_whatever_the_coordinates() -> None:
    to_degrees = pyproj.Transformer.from_crs(CRS, "EPSG:4490", always_xy=True)
    ground = texts([box(0, 0, 1000, 1000)])
    xy = np.add(CORNER, [(-300, 500), (500, -300), (1300, 1300), (500, 500), (0, 0)])
    far = assign(xy, IndexedGrids.of(ground, texts(["1"]), MEASURE))
    in_degrees = shapely.transform(ground, lambda c: np.column_stack(to_degrees.transform(*c.T)))
    degrees = Measure.from_crs("EPSG:4490")
    grids = IndexedGrids.of(in_degrees, texts(["1"]), degrees)
    found = assign(np.column_stack(to_degrees.transform(*xy.T)), grids)
    assert rules(found) == rules(far) == ["outside"] * 3 + ["inside", "border"]
    # edges are straight in either system: between two corners a kilometre apart that is 15 mm
    assert found.distance[:3] == pytest.approx(far.distance[:3], abs=0.03)


def test_typed_grids_are_measured_to() -> None:
    grids = two()
    xy = np.add(CORNER, [(50, 50), (100, 50), (150, 150), (50, 50), (50, 50)])
    found = typed_distance(xy, np.array([1, 1, 0, 0, NONE]), grids)
    assert found[:4] == pytest.approx([50, 0, np.hypot(50, 50), 0], rel=1e-3)
    assert np.isnan(found[4])


def test_a_cancel_comes_through() -> None:
    def stop(fraction: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        assign(np.array([CORNER]), two(), progress=Progress(stop))


def test_borders_through_the_middle_of_cells_are_asked_of_geos(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "_MARGIN", 0.5)  # with which borders of squares run through the centres of cells
    side = 10.0
    squares = texts([box(i * side, j * side, (i + 1) * side, (j + 1) * side) for i in range(12) for j in range(12)])
    code = texts([f"{i:03d}" for i in range(len(squares))])
    grids, xy = IndexedGrids.of(squares, code, MEASURE), points_on(squares, 1, 5000)
    assert len(grids.cells._unclear) > 1000
    found = assign(xy, grids)
    assert (np.where(found.linked, code[found.grid_index], "") == owners(xy, squares, code)).all()
