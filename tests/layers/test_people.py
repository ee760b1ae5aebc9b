"""People as read: points or polygons, their numbers, and the way into the communities' coordinate system."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import pytest
import shapely
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingContext,
    QgsProcessingParameterFeatureSource,
    QgsVectorLayer,
)

from grid_manager_plugin.division.people.people import AreaPeople, PeopleLayer, PointPeople
from grid_manager_plugin.division.people.people_allotment import CityPeople, allot_people
from grid_manager_plugin.errors import CrsError, InputError
from grid_manager_plugin.layers.communities import CommunityFields, communities_of
from grid_manager_plugin.layers.crs import wkt_of
from grid_manager_plugin.layers.people import read_people, totals_of
from grid_manager_plugin.layers.read import read_layer
from grid_manager_plugin.layers.source import LayerSource, open_source
from tests.city_layers import CRS, SOUTH, WEST, communities, file_layer, memory_layer, square

pytestmark = pytest.mark.usefixtures("qgis_app")


def opened(layer: QgsVectorLayer, name: str = "POPULATION_LAYER") -> LayerSource:
    source = open_source(QgsProcessingParameterFeatureSource(name), {name: layer}, QgsProcessingContext())
    assert source is not None
    return source


def read(layer: QgsVectorLayer, field: str = "", target: str = CRS, **kwargs: Any) -> tuple[PeopleLayer, tuple]:
    wkt = wkt_of(QgsCoordinateReferenceSystem(target))
    return read_people(opened(layer), field, wkt, lambda: None, **kwargs)


def at(x: float, y: float) -> str:
    return f"POINT({WEST + x} {SOUTH + y})"


def house_points(kind: str = "double", values: tuple = (3.0, 4.5), **kwargs: Any) -> QgsVectorLayer:
    rows = [(at(10 * i, 10), (value,)) for i, value in enumerate(values)]
    return memory_layer({"人口": kind}, rows, kind="Point", **kwargs)


def houses(kind: str = "double", values: tuple = (3.0, 4.5), **kwargs: Any) -> QgsVectorLayer:
    rows = [(square(10 * i, 0, 10), (value,)) for i, value in enumerate(values)]
    return memory_layer({"人口": kind}, rows, **kwargs)


def test_points_are_read() -> None:
    found, notes = read(house_points(), "人口")
    assert isinstance(found, PointPeople)
    assert found.xy.tolist() == [[WEST, SOUTH + 10], [WEST + 10, SOUTH + 10]]
    assert found.people.tolist() == [3, 4.5]
    assert found.feature.tolist() == [0, 1]
    assert (found.written, notes) == (None, ())


def test_without_a_field_each_point_counts_one() -> None:
    found, _ = read(house_points())
    assert found.people.tolist() == [1, 1]


def test_multipoints_heights_and_features_without_a_point() -> None:
    rows = [
        (f"MULTIPOINTZ(({WEST} {SOUTH} 5), ({WEST + 1} {SOUTH} 6))", (2.0,)),
        (None, (3.0,)),
        ("MULTIPOINTZ EMPTY", (4.0,)),
        (f"MULTIPOINTZ(({WEST + 7} {SOUTH} 5))", (5.0,)),
    ]
    found, _ = read(memory_layer({"n": "double"}, rows, kind="MultiPointZ"), "n")
    assert isinstance(found, PointPeople)
    assert found.xy.tolist() == [[WEST, SOUTH], [WEST + 1, SOUTH], [WEST + 7, SOUTH]]
    assert found.feature.tolist() == [0, 0, 3]
    assert found.people.tolist() == [2, 3, 4, 5]


@pytest.mark.parametrize("ending", ["gpkg", "shp", "geojson", "fgb"])
@pytest.mark.parametrize("kind", ["points", "polygons"])
def test_a_file_gives_the_same_as_a_layer_in_memory(kind: str, ending: str, tmp_path: Path) -> None:
    layer = house_points() if kind == "points" else houses()
    one, _ = read(layer, "人口")
    saved = file_layer(layer, tmp_path, ending)
    assert opened(saved).file is not None
    other, _ = read(saved, "人口")
    assert type(one) is type(other)
    assert sorted(one.people) == sorted(other.people)
    if isinstance(one, PointPeople) and isinstance(other, PointPeople):
        assert sorted(one.xy.tolist()) == sorted(other.xy.tolist())


def test_polygons_are_read() -> None:
    found, _ = read(houses(), "人口")
    assert isinstance(found, AreaPeople)
    assert shapely.area(found.geometry).tolist() == [100, 100]
    assert found.people.tolist() == [3, 4.5]


def test_polygons_need_a_field_unless_they_are_weights() -> None:
    with pytest.raises(InputError, match="POPULATION_LAYER_FIELD is not given"):
        read(houses())
    found, _ = read(houses(), are_weights=True)
    assert found.people.tolist() == [1, 1]


@pytest.mark.parametrize(
    ("kind", "values", "people", "written"),
    [
        ("integer", (None, -3, 7), [math.nan, -3, 7], None),
        ("string", ("12", "many", None), [12, math.nan, math.nan], ["12", "many", None]),
    ],
)
@pytest.mark.parametrize("make", [house_points, houses])
def test_figures_are_numbers_or_nan_with_what_was_written(
    make: Any, kind: str, values: tuple, people: list, written: list | None
) -> None:
    found, _ = read(make(kind, values), "人口")
    np.testing.assert_array_equal(found.people, people)
    assert (found.written if found.written is None else found.written.tolist()) == written


def test_a_field_of_words_is_refused_at_once() -> None:
    with pytest.raises(InputError, match=r"POPULATION_LAYER_FIELD: the field “人口” .* feature 2 has “many”"):
        read(house_points("string", (None, "many", "few")), "人口")


def test_a_field_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError, match=r"POPULATION_LAYER: the layer .* has no field “floors”"):
        read(houses(), "floors")


@pytest.mark.parametrize(
    ("kind", "wkt"), [("LineString", "LINESTRING(0 0, 1 1)"), ("None", None), ("Point", None), ("Polygon", None)]
)
def test_a_layer_of_neither_points_nor_polygons_is_refused(kind: str, wkt: str | None) -> None:
    with pytest.raises(InputError, match=r"POPULATION_LAYER: the layer .* has neither points nor polygons"):
        read(memory_layer({"n": "double"}, [(wkt, (1.0,))], kind=kind), "n")


def test_an_empty_layer_is_refused() -> None:
    with pytest.raises(InputError, match=r"POPULATION_LAYER: the layer .* has no features"):
        read(house_points(values=()), "人口")


def test_points_and_polygons_in_one_layer_are_refused(tmp_path: Path) -> None:
    shapes = [shapely.Point(1, 1), shapely.box(0, 0, 1, 1)]
    rows = [f'{{"type": "Feature", "properties": {{"n": 1}}, "geometry": {shapely.to_geojson(one)}}}' for one in shapes]
    path = tmp_path / "mixed.geojson"
    path.write_text(f'{{"type": "FeatureCollection", "features": [{", ".join(rows)}]}}', encoding="utf-8")
    with pytest.raises(InputError, match=r"has points .* and polygons .*two layers"):
        read(QgsVectorLayer(str(path), "mixed", "ogr"), "n", target="EPSG:4326")


@pytest.mark.parametrize("target", ["EPSG:4326", "EPSG:3857", "EPSG:25833"])
def test_every_point_is_brought_to_the_communities_crs(target: str) -> None:
    found, _ = read(house_points(), target=target)
    assert isinstance(found, PointPeople)
    way = pyproj.Transformer.from_crs(CRS, target, always_xy=True)
    expected = np.column_stack(way.transform([WEST, WEST + 10], [SOUTH + 10, SOUTH + 10]))
    np.testing.assert_allclose(found.xy, expected, rtol=0, atol=1e-9)


@pytest.mark.parametrize(("target", "first"), [("EPSG:4527", 39_448_688.86), ("EPSG:4548", 448_688.86)])
def test_points_come_to_gauss_krueger_with_and_without_zone_number(target: str, first: float) -> None:
    layer = memory_layer({}, [("POINT(116.4 39.9)", ())], kind="Point", crs="EPSG:4490")
    found, _ = read(layer, target=target)
    assert isinstance(found, PointPeople)
    assert found.xy[0, 0] == pytest.approx(first, abs=0.01)


def test_an_unknown_way_between_datums_is_refused() -> None:
    layer = memory_layer({}, [("POINT(116.4 39.9)", ())], kind="Point", crs="EPSG:4610")
    with pytest.raises(CrsError, match="POPULATION_LAYER: no transformation from Xian 1980"):
        read(layer, target="EPSG:4490")


def test_a_layer_without_crs_or_with_wrong_coordinates_is_refused() -> None:
    with pytest.raises(CrsError, match="POPULATION_LAYER: the layer has no coordinate system"):
        read(house_points(crs=""))
    with pytest.raises(CrsError, match="POPULATION_LAYER: WGS 84 has coordinates in degrees"):
        read(house_points(crs="EPSG:4326"))


def city(kind: str, values: tuple) -> CityPeople:
    rows = [(square(400 * i, 0, 400), (chr(65 + i), value)) for i, value in enumerate(values)]
    layer = memory_layer({"id": "string", "总人口": kind}, rows)
    fields = CommunityFields(id="id")
    table = read_layer(opened(layer, "INPUT"), ["id", "总人口"], lambda: None)
    found, _ = communities_of(table, fields)
    return CityPeople.from_sources(found, None, totals_of(table, "总人口", "COMMUNITY_POPULATION"))


def test_totals_of_communities_are_read() -> None:
    found = city("integer", (1200, None, -5))
    assert (found.of(0).total, found.of(0).problem) == (1200, None)
    assert "COMMUNITY_POPULATION of community B (feature 2 of INPUT) is “NULL”" in str(found.of(1).problem)
    assert "is “-5”" in str(found.of(2).problem)
    assert "of community B (feature 2 of INPUT) is “viele”" in str(city("string", ("12", "viele")).of(1).problem)


def test_totals_of_words_are_refused_at_once() -> None:
    with pytest.raises(InputError, match="COMMUNITY_POPULATION: the field “总人口” of INPUT holds no numbers"):
        city("string", ("viele", None))


def test_people_read_in_degrees_reach_their_community() -> None:
    way = pyproj.Transformer.from_crs(CRS, "EPSG:4326", always_xy=True)
    places = [way.transform(WEST + x, SOUTH + 200) for x in (200, 600, 5000)]
    rows = [(f"POINT({x:.9f} {y:.9f})", (people,)) for (x, y), people in zip(places, (7.0, 8.0, 9.0))]
    people, _ = read(memory_layer({"n": "double"}, rows, kind="Point", crs="EPSG:4326"), "n")
    table = read_layer(opened(communities(), "INPUT"), ["id"], lambda: None)
    found = allot_people(communities_of(table, CommunityFields(id="id"))[0], people)
    assert [found.of(i).points.people.tolist() for i in range(2)] == [[7.0], [8.0]]
    assert found.outside().people == 9
