"""Every person goes to one community, and what is wrong with a number is told by name."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pytest
import real_city
import shapely
from shapely import Point, Polygon, box

from grid_manager_plugin.division.community import Community
from grid_manager_plugin.division.people.people import AreaPeople, OutsidePeople, PointPeople, Totals
from grid_manager_plugin.division.people.people_allotment import CityPeople, PeopleAllotment, allot_people
from grid_manager_plugin.division.people.people_zones import zone_people

WEST, EAST = box(0, 0, 100, 100), box(100, 0, 200, 100)


def community(name: str, geometry: shapely.Geometry | None, fid: int = 7) -> Community:
    return Community(fid, name, "", name, geometry)


PAIR = [community("东", EAST, 1), community("西", WEST, 2)]
"""East comes first in the order of ids."""


def points(*rows: tuple[list[tuple[float, float]], float], written: list[str | None] | None = None) -> PointPeople:
    xy = np.array([place for places, _ in rows for place in places], dtype=float).reshape(-1, 2)
    feature = np.repeat(np.arange(len(rows)), [len(places) for places, _ in rows])
    texts = None if written is None else np.array(written, dtype=object)
    return PointPeople(np.arange(101, 101 + len(rows)), xy, feature, np.array([n for _, n in rows], float), texts)


def polygons(*rows: tuple[shapely.Geometry | None, float]) -> AreaPeople:
    geometry = np.empty(len(rows), dtype=object)
    geometry[:] = [shape for shape, _ in rows]
    return AreaPeople(np.arange(101, 101 + len(rows)), geometry, np.array([n for _, n in rows], float))


def told(found: PeopleAllotment | CityPeople) -> str:
    return "\n".join(map(str, found.notes))


def test_points_go_to_the_community_that_they_lie_in() -> None:
    found = allot_people(PAIR, points(([(1, 1)], 2), ([(150, 1)], 3), ([(2, 2)], 4)))
    east, west = found.of(0), found.of(1)
    assert east.points.people.tolist() == [3]
    assert west.points.people.tolist() == [2, 4]
    assert west.points.xy.tolist() == [[1, 1], [2, 2]]
    assert found.outside() == OutsidePeople()
    assert found.notes == ()


def test_a_point_on_a_common_border_counts_once_for_the_first_id() -> None:
    found = allot_people(PAIR, points(([(100, 50)], 2)))
    assert found.of(0).points.people.tolist() == [2]
    assert found.of(1).points.people.tolist() == []


def test_a_feature_of_several_points_counts_at_its_first_point_inside() -> None:
    rows = ([(-5, 0), (150, 1), (1, 1)], 2), ([(1, 1), (150, 1)], 3), ([(-5, 0), (-6, 0)], 4)
    found = allot_people(PAIR, points(*rows))
    assert found.of(0).points.people.tolist() == [2]
    assert found.of(1).points.people.tolist() == [3]
    assert found.outside() == OutsidePeople(1, 4.0)


def test_points_outside_and_without_a_place_are_told() -> None:
    found = allot_people(PAIR, points(([(1, 1)], 2), ([(-1, 1)], 3.5), ([], 4)))
    assert found.outside() == OutsidePeople(2, 7.5)
    assert "every community, which belong to no grid: 1, with a population of 3.5 (features: 102)." in told(found)
    assert "the layer's CRS: 1, with a population of 4 (features: 103)." in told(found)


@pytest.mark.parametrize(
    ("people", "written", "problem"),
    [
        (math.nan, None, "POPULATION_LAYER_FIELD is empty or not a number in features of POPULATION_LAYER that fall "
         "to community 西: 1 (features: 102; the first has “NULL”)"),
        (math.nan, "many", "(features: 102; the first has “many”)"),
        (math.inf, None, "POPULATION_LAYER_FIELD is infinite in features of POPULATION_LAYER that fall to "
         "community 西: 1 (features: 102; the first has “inf”)"),
        (-math.inf, "-1e999", "infinite in features of POPULATION_LAYER"),
        (-3.0, None, "POPULATION_LAYER_FIELD is negative in features of POPULATION_LAYER that fall to community 西: 1 "
         "(features: 102; the first has -3)"),
    ],
)  # fmt: skip
def test_a_bad_number_fails_its_community_alone(people: float, written: str | None, problem: str) -> None:
    texts = None if written is None else ["5", written, None]
    found = allot_people(PAIR, points(([(150, 1)], 5), ([(1, 1)], people), ([(-9, 0)], people), written=texts))
    assert found.of(0).problem is None
    assert problem in str(found.of(1).problem)
    assert found.outside() == OutsidePeople(1, 0.0)
    shape = allot_people(PAIR, polygons((box(150, 0, 151, 1), 5), (box(0, 0, 1, 1), people)))
    assert shape.of(0).problem is None
    assert ": 1 (features: 102; " in str(shape.of(1).problem)


def test_polygons_are_shared_by_area_among_communities_and_the_outside() -> None:
    found = allot_people(PAIR, polygons((box(90, 90, 110, 110), 8), (box(1, 1, 2, 2), 3), (box(0, 300, 1, 301), 2)))
    east, west = found.of(0), found.of(1)
    assert east.areas.people.tolist() == [2]
    assert west.areas.people.tolist() == [2, 3]
    assert shapely.area(east.areas.geometry).tolist() == [100]
    assert found.outside() == OutsidePeople(2, 6.0)
    assert "outside every community, which belong to no grid: 1, with a population of 2 (features: 103)." in told(found)
    assert "in part: 1 (features: 101). By area, a population of 4 there belongs to no grid." in told(found)


def test_polygons_without_area_are_told() -> None:
    found = allot_people(PAIR, polygons((None, 3), (Polygon(), 4), (box(1, 1, 2, 2), 1)))
    assert found.of(1).areas.people.tolist() == [1]
    assert found.outside() == OutsidePeople(2, 7.0)
    assert "left out: 2, with a population of 7 (features: 101, 102)." in told(found)


def test_a_community_without_ground_or_people_has_nobody() -> None:
    found = allot_people([*PAIR, community("空", None)], points(([(1, 1)], 2)))
    assert [one.id for one in found.communities] == ["东", "空", "西"]
    assert [len(found.of(i).points.people) for i in range(3)] == [0, 0, 1]
    assert allot_people([], points(([(1, 1)], 2))).outside() == OutsidePeople(1, 2.0)


def test_totals_are_spread_by_floors_times_area_inside() -> None:
    # 西: 4 m² with 3 floors, and of 8 m² with 1 floor the half that lies in it; 东 has the other half alone
    floors = polygons((box(1, 1, 3, 3), 3), (box(98, 0, 102, 2), 1), (box(300, 0, 301, 1), 9))
    city = CityPeople.from_sources(PAIR, allot_people(PAIR, floors, are_weights=True), Totals(np.array([50.0, 160.0])))
    zones = np.array([box(0, 0, 50, 100), box(50, 0, 100, 100)])
    west = zone_people(zones, city.of(1), np.array([5000.0, 5000.0]))
    assert west.people.tolist() == [120, 40]
    assert city.of(0).total == 50
    assert city.outside() == OutsidePeople()
    assert told(city) == (
        "Features of POPULATION_LAYER outside every community, to which nobody was spread: 1 (features: 103)."
    )


@pytest.mark.parametrize(
    ("total", "written", "value"), [(math.nan, None, "NULL"), (math.nan, "viele", "viele"), (-1.0, None, "-1")]
)
def test_a_bad_total_fails_its_community_alone(total: float, written: str | None, value: str) -> None:
    texts = None if written is None else np.array(["5", written], dtype=object)
    city = CityPeople.from_sources(PAIR, None, Totals(np.array([5.0, total]), texts))
    assert city.of(0).problem is None
    assert str(city.of(1).problem) == (
        f"COMMUNITY_POPULATION of community 西 (feature 2 of INPUT) is “{value}”; it must be a number of 0 or more."
    )


def test_totals_follow_their_community_into_the_order_of_ids() -> None:
    city = CityPeople.from_sources(PAIR[::-1], None, Totals(np.array([1.0, 2.0])))
    assert [one.id for one in city.communities] == ["东", "西"]
    assert [city.of(0).total, city.of(1).total] == [2, 1]


@pytest.mark.parametrize("kind", ["points", "polygons"])
def test_no_order_of_features_or_communities_matters_and_nobody_is_lost(kind: str) -> None:
    rng = np.random.default_rng(5)
    communities = real_city.communities()
    ground = np.array([one.geometry for one in communities], dtype=object)
    west, south, east, north = shapely.total_bounds(ground)
    xy = rng.uniform([west, south], [east, north], (3000, 2))
    people, order = rng.integers(0, 9, 3000) + 0.25, rng.permutation(3000)
    zones = real_city.blocks()

    def run(which: np.ndarray, given: list[Community]) -> tuple[PeopleAllotment, list[bytes], list[float]]:
        if kind == "points":
            layer = PointPeople(which, xy[which], np.arange(3000), people[which])
        else:
            size = np.linspace(100, 5000, 3000)[which]
            layer = AreaPeople(which, shapely.buffer(shapely.points(xy[which]), size, quad_segs=2), people[which])
        found = allot_people(given, layer)
        figures = []
        for position, one in enumerate(found.communities):
            own = zones.geometry[zones.community == one.id]
            share = pickle.loads(pickle.dumps(found.of(position)))
            figures.append(zone_people(own, share, np.ones(len(own))))
        assert sum(one.outside for one in figures) == 0
        return found, [one.people.tobytes() for one in figures], [math.fsum(one.people) for one in figures]

    found, figures, sums = run(np.arange(3000), communities)
    assert found.outside().people > 0
    assert math.fsum([*sums, found.outside().people]) == pytest.approx(math.fsum(people), rel=1e-15)
    shuffled, others, _ = run(order, communities[::-1])
    assert others == figures
    assert shuffled.outside() == found.outside()


def test_real_blocks_as_points_find_their_community() -> None:
    communities, blocks = real_city.communities(), real_city.blocks()
    inside = shapely.point_on_surface(blocks.geometry)
    layer = PointPeople(blocks.fid, shapely.get_coordinates(inside), np.arange(len(inside)), blocks.population)
    found = allot_people(communities, layer)
    for position, one in enumerate(found.communities):
        expected = blocks.population[blocks.community == one.id].sum()
        assert found.of(position).points.people.sum() == expected > 0
    assert found.outside() == OutsidePeople()
    assert isinstance(inside[0], Point)
