"""Faces refined into cells: exact tilings, whole buildings, borders far from them, nothing left as one giant cell."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from footprints import DEGREES, GAUSS_KRUEGER, NOBODY, NOTHING, array, cut, helsinki, matched, residents, square
from shapely.affinity import rotate, translate

from grid_manager_plugin.division.cells.refining import Cells, Places, refine
from grid_manager_plugin.division.segments import segment_table
from grid_manager_plugin.rules.geodesy import Measure


def refined(
    face: shapely.Polygon,
    wanted: int,
    kept: np.ndarray = NOTHING,
    places: Places = NOBODY,
    measure: Measure = GAUSS_KRUEGER,
    together: float = 0.5,
) -> np.ndarray:
    return refine(array(face), np.array([wanted]), kept, places, measure, together).geometry


def houses(count: int, seed: int, face: shapely.Polygon) -> np.ndarray:
    """Return rectangles, turned at random, that overlap now and then."""
    random = np.random.default_rng(seed)
    west, south, east, north = face.bounds
    found = []
    for _ in range(count):
        x, y = random.uniform(west + 20, east - 20), random.uniform(south + 20, north - 20)
        house = shapely.box(0, 0, random.uniform(6, 30), random.uniform(6, 30))
        found.append(translate(rotate(house, random.uniform(0, 90)), x - 15, y - 15))
    return array(*found)


def test_one_cell_is_the_face() -> None:
    face = square(300, 200)
    assert refined(face, 1).tolist() == [face]


def test_no_cell_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        refined(square(300, 200), 0)


def test_empty_land_is_divided_evenly() -> None:
    face = square(600, 400)
    cells = refined(face, 60)
    assert len(cells) == 60
    assert matched(cells, array(face))
    area = shapely.area(cells)
    assert area.max() < 2 * area.mean()
    assert area.min() > 0.4 * area.mean()


def test_border_runs_half_way_between_two_buildings() -> None:
    face = square(100, 60)
    west, south, _, _ = face.bounds
    left = shapely.box(west + 20, south + 20, west + 40, south + 40)
    right = shapely.box(west + 60, south + 20, west + 80, south + 40)
    cells = refined(face, 2, array(left, right))
    assert len(cells) == 2
    border = shapely.intersection(*cells)
    assert border.distance(left) == pytest.approx(10, abs=0.1)
    assert border.distance(right) == pytest.approx(10, abs=0.1)
    assert abs(shapely.get_coordinates(border)[:, 0] - west - 50).max() < 2.6


def test_touching_and_overlapping_polygons_are_in_one_cell() -> None:
    face = square(400, 200)
    west, south, _, _ = face.bounds
    row = [shapely.box(west + 50 + 20 * i, south + 50, west + 70 + 20 * i, south + 70) for i in range(5)]
    apart = shapely.box(west + 300, south + 50, west + 320, south + 70)
    overlapping = translate(apart, 10, 10)
    cells = refined(face, 40, array(*row, apart, overlapping))
    for group in (row, [apart, overlapping]):
        assert sum(cell.intersects(shapely.union_all(group)) for cell in cells) == 1


def test_what_a_compound_encloses_belongs_to_it() -> None:
    face = square(300, 300)
    west, south, _, _ = face.bounds
    wall = shapely.box(west + 50, south + 50, west + 250, south + 250)
    compound = wall.difference(wall.buffer(-5))
    house = shapely.box(west + 140, south + 140, west + 160, south + 160)
    cells = refined(face, 60, array(compound, house))
    assert sum(cell.intersects(wall) for cell in cells) == 1


def test_empty_land_beside_buildings_is_no_giant_cell() -> None:
    face = square(1000, 400)
    kept = houses(10, 1, square(150, 150))
    cells = refined(face, 50, kept)
    assert cut(cells, kept) == 0
    assert shapely.area(cells).max() < 3 * face.area / 50


def test_too_many_buildings_are_grouped() -> None:
    face = square(1000, 800)
    kept = houses(500, 2, face)
    cells = refined(face, 40, kept)
    assert 30 <= len(cells) <= 60
    assert cut(cells, kept) == 0
    assert matched(cells, array(face))


def test_more_buildings_than_are_compared_pairwise() -> None:
    face = square(3000, 3000)
    west, south, _, _ = face.bounds
    x, y = np.meshgrid(np.arange(30, 2970, 60), np.arange(30, 2970, 60))
    kept = shapely.box(west + x.ravel(), south + y.ravel(), west + x.ravel() + 20, south + y.ravel() + 20)
    assert len(kept) > 2000
    cells = refined(face, 50, kept)
    assert 25 <= len(cells) <= 75
    assert cut(cells, kept) == 0


def test_cells_are_smaller_where_people_are() -> None:
    face = square(800, 400)
    random = np.random.default_rng(5)
    west, south, _, _ = face.bounds
    xy = np.column_stack([west + random.uniform(0, 200, 500), south + random.uniform(0, 400, 500)])
    cells = refined(face, 60, places=Places(xy, np.ones(500)))
    x = shapely.get_coordinates(shapely.centroid(cells))[:, 0]
    assert (x < west + 200).sum() > 1.5 * len(cells) / 4
    assert matched(cells, array(face))


def test_settlements_of_house_points_stay_whole() -> None:
    face = square(2000, 1000)
    west, south, _, _ = face.bounds
    random = np.random.default_rng(3)
    centres = np.array([[300, 500], [1000, 250], [1650, 700]])
    corner = np.array([west, south])
    villages = [shapely.points(corner + centre + random.uniform(-100, 100, (40, 2))) for centre in centres]
    kept = np.concatenate(villages)
    cells = refined(face, 3, kept, together=80.0)
    owners = [np.unique(shapely.STRtree(cells).query(village, predicate="intersects")[1]) for village in villages]
    assert [len(owner) for owner in owners] == [1, 1, 1]
    assert len(np.unique(owners)) == 3
    table = segment_table(cells)
    border = shapely.multilinestrings(shapely.linestrings(table.nodes[table.ends[table.inner()]]))
    gaps = [shapely.distance(shapely.multipoints(a), shapely.multipoints(b)) for a, b in zip(villages, villages[1:])]
    assert border.distance(shapely.multipoints(kept)) > 0.7 * min(gaps) / 2


@pytest.mark.parametrize(
    "face",
    [
        pytest.param(square(500, 400).difference(square(100, 50, 39_500_200, 3_460_100)), id="hole"),
        pytest.param(square(4000, 3), id="strip"),
        pytest.param(rotate(square(3000, 20), 33), id="slanted strip"),
        pytest.param(square(300, 300).difference(square(200, 200, 39_500_050, 3_460_100)), id="horseshoe"),
        pytest.param(square(0.8, 0.6), id="tiny"),
        pytest.param(square(300, 300).buffer(50, quad_segs=200), id="many vertices"),
    ],
)
def test_any_shape_is_tiled(face: shapely.Polygon) -> None:
    cells = refined(face, 20)
    assert matched(cells, array(face))
    assert 15 <= len(cells) <= 30


@pytest.mark.parametrize("seed", range(8))
def test_random_faces_and_buildings(seed: int) -> None:
    random = np.random.default_rng(seed)
    face = rotate(square(random.uniform(200, 900), random.uniform(200, 900)), random.uniform(0, 90))
    kept = houses(int(random.integers(1, 150)), seed, face)
    kept = kept[shapely.contains(face, kept)]
    cells = refined(face, int(random.integers(2, 120)), kept)
    assert matched(cells, array(face))
    assert cut(cells, kept) == 0


def test_faces_side_by_side_match_vertex_for_vertex() -> None:
    faces = array(square(300, 200), square(300, 200, 39_500_300), square(600, 100, north=3_460_200))
    faces[2] = shapely.Polygon([*faces[2].exterior.coords[:3], (39_500_000, 3_460_200), (39_500_300, 3_460_200)])
    found = refine(faces, np.array([30, 1, 20]), NOTHING, NOBODY, GAUSS_KRUEGER)
    assert matched(found.geometry, faces)
    assert (found.face == 1).sum() == 1
    assert len(found.geometry[found.face == 1][0].exterior.coords) > len(faces[1].exterior.coords)
    table = segment_table(found.geometry)
    own = {tuple(xy) for xy in table.nodes[found.own(table)].tolist()}
    assert own == {tuple(xy) for xy in shapely.get_coordinates(faces).tolist()}
    inside = found.movable(table)
    lines = shapely.linestrings(table.nodes[table.ends])
    edges = shapely.multilinestrings(shapely.get_rings(faces))
    assert (shapely.relate_pattern(lines, edges, "F********") == inside).all()


def _same(one: Cells, other: Cells) -> bool:
    return shapely.to_wkb(one.geometry).tolist() == shapely.to_wkb(other.geometry).tolist()


def test_helsinki_in_any_order() -> None:
    community, buildings = helsinki()
    places = residents(buildings)
    cells = refine(array(community), np.array([150]), buildings, places, DEGREES)
    assert matched(cells.geometry, array(community))
    assert cut(cells.geometry, buildings) == 0
    assert len(cells.geometry) > 75
    turned = np.random.default_rng(1).permutation(len(buildings))
    mixed = Places(places.xy[turned], places.weight[turned])
    assert _same(cells, refine(array(community), np.array([150]), buildings[turned], mixed, DEGREES))
