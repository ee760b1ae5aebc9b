"""Polygons to keep whole: no border of a face crosses one."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely import LineString, MultiPolygon, Point, Polygon, box
from streets import barriers, borders, faces, kept, placed, square_metres

from grid_manager_plugin.division.faces.faces import Faces, FaceSettings
from grid_manager_plugin.division.segments import segment_table

GROUND = box(0, 0, 200, 100)
STREET = LineString([(0, 50), (200, 50)])


def crossings(found: Faces, polygons: list, crs: str = "EPSG:4547") -> float:
    """Return the metres of border that lie more than a centimetre inside polygons."""
    table = segment_table(found.geometry)
    lines = shapely.linestrings(np.stack(table.coordinates(table.inner()), axis=1))
    cores = shapely.buffer(placed(polygons, crs), -0.011)
    return float(shapely.length(shapely.intersection(shapely.multilinestrings(lines), shapely.union_all(cores))))


def notes(found: Faces) -> str:
    return " ".join(map(str, found.notes))


def test_inside_one_face_nothing_changes() -> None:
    house = box(20, 10, 40, 30)
    found = faces(GROUND, barriers([STREET]), kept([house]))
    assert square_metres(found) == [10000, 10000]
    assert (found.kept.feature.tolist(), found.kept.face.tolist(), found.kept.alone.tolist()) == ([0], [1], [False])
    assert found.notes == ()


def test_beside_a_street_nothing_changes() -> None:
    """A wall on the street, to a few millimetres, is not crossed by it."""
    houses = [box(20, 50, 40, 70), box(60, 49.995, 80, 70), box(20, 30, 40, 50)]
    found = faces(GROUND, barriers([STREET]), kept(houses))
    assert len(found.geometry) == 2
    assert found.kept.face.tolist() == [0, 0, 1]


def test_crossed_it_becomes_a_block_of_its_own() -> None:
    house = box(80, 20, 120, 80)
    found = faces(GROUND, barriers([STREET], 0.1), kept([house]))
    assert square_metres(found) == [2400, 8800, 8800]
    assert crossings(found, [house]) == 0
    assert found.kept.alone.tolist() == [True]
    assert shapely.equals(found.geometry[found.kept.face[0]], placed([house])[0])


def test_crossed_by_a_street_through_it_parts_what_the_street_parts() -> None:
    house = box(80, 20, 120, 80)
    ends = [LineString([(100, 0), (100, 100)])]
    found = faces(GROUND, barriers([STREET, *ends], [0.1, 0.3]), kept([house]))
    assert square_metres(found) == [2400, 4400, 4400, 4400, 4400]
    house_face = int(found.kept.face[0])
    assert {pair for pair in borders(found) if house_face in pair} == {
        tuple(sorted((house_face, other))) for other in range(5) if other != house_face
    }
    # no barrier runs along its walls
    assert {lines[0][0] for pair, lines in borders(found).items() if house_face in pair} == {1.0}


def test_reached_by_dead_ends_only_it_stays_in_its_face() -> None:
    house = box(80, 10, 120, 40)
    lines = [STREET, LineString([(100, 50), (100, 20)]), LineString([(90, 20), (110, 30)])]
    found = faces(GROUND, barriers(lines), kept([house]))
    assert square_metres(found) == [10000, 10000]
    assert found.kept.alone.tolist() == [False]
    assert found.merged == 0


def test_too_small_for_a_block_it_goes_whole_to_a_neighbour() -> None:
    house = box(95, 44, 105, 54)  # 60 m² below the street, 40 above
    found = faces(GROUND, barriers([STREET]), kept([house]), FaceSettings(0, 400, 0))
    assert square_metres(found) == [9960, 10040]
    assert crossings(found, [house]) == 0
    assert found.kept.face.tolist() == [1]
    assert found.merged == 1


def test_dedicated_it_is_a_block_whatever_its_size_and_place() -> None:
    small, crossed = box(20, 10, 30, 20), box(95, 45, 105, 55)
    found = faces(GROUND, barriers([STREET]), kept([small, crossed], True), FaceSettings(0, 400, 0))
    assert square_metres(found) == [100, 100, 9850, 9950]
    assert found.kept.alone.tolist() == [True, True]
    assert found.kept.dedicated.tolist() == [True, True]
    assert found.small == 0
    assert "Polygons of KEEP_WHOLE that are blocks of their own, cut out of the faces: 2." in notes(found)


def test_nothing_is_merged_into_a_dedicated_one() -> None:
    compound = box(100, 0, 200, 100)
    strip = LineString([(97, 0), (97, 100)])
    found = faces(GROUND, barriers([strip], 0.05), kept([compound], True), FaceSettings(0, 400, 0))
    assert square_metres(found) == [10000, 10000]


def test_overlapping_ones_are_kept_together() -> None:
    one, other, apart = box(20, 40, 60, 60), box(50, 45, 90, 70), box(90, 45, 99, 55)
    found = faces(GROUND, barriers([STREET]), kept([one, other, apart]))
    assert crossings(found, [one, other, apart]) == 0
    assert found.kept.feature.tolist() == [0, 1, 2]
    assert found.kept.face[0] == found.kept.face[1] != found.kept.face[2]
    assert "overlap others and are kept whole together with them: 2 (features: 1, 2)." in notes(found)


def test_walls_shared_but_for_noise_are_no_overlap() -> None:
    found = faces(GROUND, barriers([STREET]), kept([box(20, 40, 60.0001, 60), box(60, 40, 90, 60)]))
    assert found.kept.face[0] != found.kept.face[1]
    assert "overlap" not in notes(found)


def test_across_the_edge_its_ground_inside_is_kept() -> None:
    house = box(180, 40, 220, 60)
    found = faces(GROUND, barriers([STREET]), kept([house, box(300, 0, 310, 10)]))
    assert 400 in square_metres(found)
    assert found.kept.feature.tolist() == [0]
    assert "across the community's edge, whose ground in it is kept whole: 1 (features: 1)." in notes(found)


def test_touching_the_edge_from_outside_it_is_none_of_ours() -> None:
    found = faces(GROUND, barriers([STREET]), kept([box(200, 40, 220, 60)], True))
    assert square_metres(found) == [10000, 10000]
    assert found.kept.feature.tolist() == []
    assert found.notes == ()


def test_the_whole_community_can_be_one() -> None:
    found = faces(GROUND, barriers([STREET]), kept([box(-10, -10, 210, 110)], True))
    assert square_metres(found) == [20000]
    assert found.kept.face.tolist() == [0]


def test_invalid_ones_are_mended_and_told() -> None:
    bow = Polygon([(60, 40), (100, 60), (100, 40), (60, 60)])
    found = faces(GROUND, barriers([STREET]), kept([None, Polygon(), bow]))
    assert crossings(found, [bow.buffer(0)]) == 0
    assert "Polygons of KEEP_WHOLE made valid: 1 (features: 3)." in notes(found)
    assert set(found.kept.feature.tolist()) == {2}


def test_what_it_encloses_belongs_to_it() -> None:
    ring = Polygon(box(80, 20, 120, 80).exterior, [box(90, 30, 110, 70).exterior.coords])
    found = faces(GROUND, barriers([STREET]), kept([ring, box(95, 45, 105, 55)]))
    assert 2400 in square_metres(found)
    assert found.kept.face[0] == found.kept.face[1]


def test_parts_are_kept_each() -> None:
    both = MultiPolygon([box(20, 40, 40, 60), box(150, 10, 160, 20)])
    found = faces(GROUND, barriers([STREET]), kept([both]))
    assert found.kept.feature.tolist() == [0, 0]
    assert len(set(found.kept.face.tolist())) == 2
    assert sorted(found.kept.alone.tolist()) == [False, True]


def test_open_ends_do_not_go_through() -> None:
    house = box(185, 45, 195, 60)
    line = LineString([(0, 50), (180, 50)])
    settings = FaceSettings(30, 0, 0)
    assert len(faces(GROUND, barriers([line]), settings=settings).geometry) == 2
    found = faces(GROUND, barriers([line]), kept([house]), settings)
    assert (len(found.geometry), found.extended, found.ignored) == (1, 0, 1)


def test_open_ends_do_not_go_sideways_past_a_wall_they_end_at() -> None:
    lines = [LineString([(0, 50), (100, 50)]), LineString([(0, 60), (200, 60)])]
    found = faces(GROUND, barriers(lines), kept([box(100, 20, 150, 58)]), FaceSettings(15, 0, 0))
    assert square_metres(found) == [8000, 12000]


@pytest.mark.parametrize("crs", ["EPSG:4547", "EPSG:4527", "EPSG:2232"])
@pytest.mark.parametrize("seed", range(4))
def test_no_border_crosses_any_of_many(seed: int, crs: str) -> None:
    random = np.random.default_rng(seed)
    lines = [LineString(random.uniform(-20, 220, (5, 2)) * [1, 0.5]) for _ in range(15)]
    houses = [
        shapely.affinity.rotate(box(x, y, x + w, y + h), angle)
        for x, y, w, h, angle in zip(
            random.uniform(-10, 200, 20), random.uniform(-10, 100, 20), random.uniform(3, 25, 20),
            random.uniform(3, 25, 20), random.uniform(0, 90, 20),
        )
    ]  # fmt: skip
    houses.append(Point(100, 50).buffer(9))
    dedicated = random.random(21) < 0.2
    settings = FaceSettings(15, 100, 3)
    found = faces(GROUND, barriers(lines, crs=crs), kept(houses, dedicated, crs), settings, crs)
    inside = shapely.intersection(np.array(houses, dtype=object), GROUND)
    united = [one for one in inside if one.area > 0.01]
    units = 1 if crs != "EPSG:2232" else 3.28
    assert crossings(found, [shapely.buffer(one, -0.01 * units) for one in united], crs) == 0
    for feature in np.flatnonzero(dedicated & (shapely.area(inside) > 0.01)):
        assert found.kept.alone[found.kept.feature == feature].all()
    order = random.permutation(21)
    again = faces(
        GROUND, barriers(lines, crs=crs), kept([houses[i] for i in order], dedicated[order], crs), settings, crs
    )
    assert shapely.to_wkb(found.geometry).tolist() == shapely.to_wkb(again.geometry).tolist()
    rows = zip(found.kept.feature.tolist(), found.kept.face.tolist())
    assert sorted(rows) == sorted(zip(order[again.kept.feature].tolist(), again.kept.face.tolist()))
