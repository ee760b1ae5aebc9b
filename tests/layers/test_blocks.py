"""Blocks as read: population, community and the way into the communities' coordinate system."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingParameterFeatureSource,
    QgsProject,
    QgsVectorLayer,
)

from grid_manager_plugin.division.community import Blocks
from grid_manager_plugin.errors import CrsError, InputError
from grid_manager_plugin.layers.blocks import BlockFields, read_blocks
from grid_manager_plugin.layers.crs import wkt_of
from grid_manager_plugin.layers.source import open_source
from tests.city_layers import CRS, blocks, memory_layer, square

pytestmark = pytest.mark.usefixtures("qgis_app")


def read(layer: QgsVectorLayer, target: str = CRS, **fields: str) -> tuple[Blocks, tuple]:
    context = QgsProcessingContext()
    source = open_source(QgsProcessingParameterFeatureSource("BLOCKS"), {"BLOCKS": layer}, context)
    wkt = wkt_of(QgsCoordinateReferenceSystem(target))
    return read_blocks(source, BlockFields(**fields), wkt, lambda: None)


def peopled(kind: str, *values: Any) -> QgsVectorLayer:
    return memory_layer({"人口": kind}, [(square(10 * i, 0, 10), (one,)) for i, one in enumerate(values)])


def test_blocks_are_read() -> None:
    found, notes = read(blocks(), population="people", community="community")
    assert found.population.tolist() == [10.0] * 32
    assert found.community.tolist() == ["A"] * 16 + ["B"] * 16
    assert shapely.area(found.geometry).tolist() == [10_000.0] * 32
    assert notes == ()


def test_without_fields_nobody_lives_there_and_the_geometry_tells() -> None:
    found, _ = read(blocks())
    assert found.population.tolist() == [0.0] * 32
    assert found.community is None


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        ("double", (None, -3.0, 1e9, 2.25), (np.nan, -3.0, 1e9, 2.25)),
        ("integer", (None, 0, 7), (np.nan, 0.0, 7.0)),
        ("string", ("12", "many", None, "1.5"), (12.0, np.nan, np.nan, 1.5)),
    ],
)
def test_population_is_a_number_or_nan(kind: str, values: tuple, expected: tuple) -> None:
    found, _ = read(peopled(kind, *values), population="人口")
    np.testing.assert_array_equal(found.population, expected)


def test_a_field_of_words_is_refused_at_once() -> None:
    with pytest.raises(InputError, match=r"POPULATION_FIELD: the field “人口” of BLOCKS .* feature 2 has “many”"):
        read(peopled("string", None, "many", "few"), population="人口")


def test_a_layer_without_features_is_refused() -> None:
    with pytest.raises(InputError, match=r"BLOCKS: the layer .* has no features"):
        read(blocks([]))


def test_every_vertex_is_brought_to_the_communities_crs_as_qgis_does() -> None:
    layer = blocks()
    moved, _ = read(layer, target="EPSG:4326")
    transform = QgsCoordinateTransform(
        layer.crs(), QgsCoordinateReferenceSystem("EPSG:4326"), QgsProject.instance().transformContext()
    )
    for geometry, feature in zip(moved.geometry, layer.getFeatures()):
        expected = QgsGeometry(feature.geometry())
        expected.transform(transform)
        theirs = shapely.from_wkb(expected.asWkb().data())
        np.testing.assert_allclose(shapely.get_coordinates(geometry), shapely.get_coordinates(theirs), atol=1e-11)


def test_the_same_crs_moves_nothing() -> None:
    found, _ = read(blocks())
    plain = [shapely.from_wkb(feature.geometry().asWkb().data()) for feature in blocks().getFeatures()]
    assert shapely.to_wkb(found.geometry).tolist() == shapely.to_wkb(plain).tolist()


def test_an_unknown_way_between_datums_is_refused() -> None:
    rows = [("POLYGON((116.4 39.9, 116.4 39.91, 116.41 39.91, 116.4 39.9))", (1, "A"))]
    with pytest.raises(CrsError, match="BLOCKS: no transformation from Xian 1980"):
        read(blocks(rows, crs="EPSG:4610"), target="EPSG:4490")


def test_a_layer_without_crs_is_refused() -> None:
    with pytest.raises(CrsError, match="BLOCKS: the layer has no coordinate system"):
        read(blocks(crs=""))


def test_degrees_out_of_range_are_refused() -> None:
    with pytest.raises(CrsError, match="BLOCKS: WGS 84 has coordinates in degrees"):
        read(blocks(crs="EPSG:4326"))


def test_single_blocks_that_have_no_place_in_the_communities_crs_are_left_out_and_told() -> None:
    # a quarter of the Earth east of the target's meridian, where a transverse Mercator has no place
    away = "POLYGON((105 0, 105 0.1, 105.1 0.1, 105 0))"
    usual = "POLYGON((15 50, 15 50.1, 15.1 50.1, 15 50))"
    layer = blocks([(usual, (5, "A")), (away, (3, "A")), (usual, (None, "A"))], crs="EPSG:4326")
    found, notes = read(layer, population="people")
    assert [one is None for one in found.geometry] == [False, True, False]
    assert found.left_out.tolist() == [False, True, False]
    (told,) = [str(note) for note in notes if "left out" in str(note)]
    assert "belong to no grid: 1, with a population of 3 (features: 2)." in told
    with pytest.raises(CrsError, match="feature 1 has coordinates that cannot be brought"):
        read(blocks([(away, (5, "A"))], crs="EPSG:4326"))


def test_a_block_without_geometry_stays_without() -> None:
    rows = [(square(0, 0, 10), (1, "A")), (None, (2, "A"))]
    found, _ = read(blocks(rows), target="EPSG:4326", population="people")
    assert found.geometry[1] is None
    assert found.population.tolist() == [1.0, 2.0]
