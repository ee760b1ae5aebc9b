"""Both ways of reading a layer give the same arrays, and the fast one is taken only where it may be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from qgis.core import (
    QgsFeatureRequest,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProject,
    QgsVectorLayer,
)

from grid_manager_plugin.errors import Cancelled, InputError
from grid_manager_plugin.layers.arrow import read_arrow
from grid_manager_plugin.layers.read import read_features, read_layer
from grid_manager_plugin.layers.source import LayerSource, open_source
from grid_manager_plugin.layers.table import Table, lines_of
from tests.city_layers import block_rows, blocks, file_layer, memory_layer, square

pytestmark = pytest.mark.usefixtures("qgis_app", "qgis_new_project")

ENDINGS = ("gpkg", "shp", "geojson", "fgb")
BOW_TIE = "POLYGON((500000 5500000, 500100 5500100, 500100 5500000, 500000 5500100, 500000 5500000))"
KEPT: list[QgsProcessingContext] = []
"""A layer that Processing opens lives as long as its context."""


@pytest.fixture(autouse=True)
def _let_contexts_go() -> Iterator[None]:
    yield
    KEPT.clear()


def no_check() -> None:
    """Stand for a user who does not cancel."""


def opened(value: Any, context: QgsProcessingContext | None = None) -> LayerSource:
    context = context or fresh_context()
    KEPT.append(context)
    source = open_source(QgsProcessingParameterFeatureSource("BLOCKS"), {"BLOCKS": value}, context)
    assert source is not None
    return source


def fresh_context(check: Any = QgsFeatureRequest.InvalidGeometryCheck.GeometryNoCheck) -> QgsProcessingContext:
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    context.setInvalidGeometryCheck(check)
    return context


def added(layer: QgsVectorLayer) -> str:
    QgsProject.instance().addMapLayer(layer)
    return layer.id()


def assert_equal(one: Table, other: Table, fids: bool = True) -> None:
    if fids:
        assert one.fid.tolist() == other.fid.tolist()
    assert shapely.to_wkb(one.geometry).tolist() == shapely.to_wkb(other.geometry).tolist()
    assert list(one.columns) == list(other.columns)
    for name, column in one.columns.items():
        assert column.texts() == other.columns[name].texts()
        np.testing.assert_array_equal(column.numbers(), other.columns[name].numbers())
        assert column.missing.tolist() == other.columns[name].missing.tolist()


def varied_layer(shapeless: bool = True) -> QgsVectorLayer:
    two = "MULTIPOLYGON(((500000 5500000, 500000 5500100, 500100 5500100, 500000 5500000)),"
    two += "((600000 5500000, 600000 5500100, 600100 5500100, 600000 5500000)))"
    holed = "MULTIPOLYGON(((500000 5500000, 500000 5500090, 500090 5500090, 500090 5500000, 500000 5500000),"
    holed += "(500010 5500010, 500020 5500010, 500020 5500020, 500010 5500010)))"
    fields = {"人口": "double", "编号": "string", 'it\'s "q"': "string", "whole": "integer", "big": "int8"}
    rows = [
        (square(0, 0, 100).replace("POLYGON(", "MULTIPOLYGON((") + ")", (12.5, "社区甲", "a'b\"c", 3, 2**40)),
        (two, (None, None, " x ", None, None)),
        (holed, (0.0, "é", "", 0, 0)),
        (None, (1e9, "0123", "z", -4, 5)),
    ]
    return memory_layer(fields, rows if shapeless else rows[:-1], kind="MultiPolygon")


@pytest.mark.parametrize("ending", ENDINGS)
def test_fast_and_slow_way_give_the_same_arrays(ending: str, tmp_path: Path) -> None:
    # newer GDALs write no FlatGeobuf with an index that has a feature without a geometry
    source = opened(file_layer(varied_layer(shapeless=ending != "fgb"), tmp_path, ending))
    names = [field.name() for field in source.features.fields() if field.name() != "fid"]
    assert source.file is not None
    fast = read_arrow(source.file, names)
    assert fast is not None
    assert len(fast) == source.features.featureCount() >= 3
    assert_equal(fast, read_features(source.features, names, no_check))
    assert_equal(fast, read_layer(source, names, no_check))


def test_features_without_a_geometry_in_a_flatgeobuf_are_read_by_either_way(tmp_path: Path) -> None:
    source = opened(file_layer(varied_layer(), tmp_path, "fgb", indexed=False))
    names = [field.name() for field in source.features.fields()]
    table = read_layer(source, names, no_check)
    assert_equal(table, read_features(source.features, names, no_check))
    # GDAL 3.6 left such a feature out when it wrote the file
    assert [geometry is None for geometry in table.geometry] == [False, False, False, True][: len(table)]
    assert len(table) >= 3


@pytest.mark.parametrize("ending", ["gpkg", "geojson"])
def test_file_and_memory_layer_give_the_same_arrays(ending: str, tmp_path: Path) -> None:
    layer = varied_layer()
    names = [field.name() for field in layer.fields()]
    table = read_layer(opened(file_layer(layer, tmp_path, ending)), names, no_check)
    assert_equal(table, read_layer(opened(layer), names, no_check), fids=False)
    assert table.columns["编号"].texts() == ["社区甲", "", "é", "0123"]
    np.testing.assert_array_equal(table.columns["人口"].numbers(), [12.5, np.nan, 0.0, 1e9])
    assert table.columns["big"].texts() == [str(2**40), "", "0", "5"]
    assert table.geometry[3] is None


def test_feature_id_may_be_the_id_field(tmp_path: Path) -> None:
    source = opened(file_layer(blocks(), tmp_path, "gpkg"))
    fast = read_arrow(source.file, ["fid", "people"])
    assert_equal(fast, read_features(source.features, ["fid", "people"], no_check))


@pytest.mark.parametrize("equal_lengths", [True, False])
@pytest.mark.parametrize("text", ["ascii", "社区"])
def test_texts_and_shapes_of_one_length_and_of_many(equal_lengths: bool, text: str, tmp_path: Path) -> None:
    rows = [(square(i, 0, 10), (f"{text}{i}" + "" if equal_lengths else f"{text}{'x' * i}",)) for i in range(5)]
    if not equal_lengths:
        rows.append((square(0, 0, 10).replace("))", f", {500000} {5500000}))"), ("long",)))
    source = opened(file_layer(memory_layer({"id": "string"}, rows), tmp_path, "gpkg"))
    fast = read_arrow(source.file, ["id"])
    assert_equal(fast, read_features(source.features, ["id"], no_check))
    assert fast.columns["id"].texts() == [row[1][0] for row in rows]


@pytest.mark.parametrize("kind", ["Z", "M", "ZM"])
@pytest.mark.parametrize("ending", ["gpkg", "shp", "memory"])
def test_heights_and_measures_are_dropped(kind: str, ending: str, tmp_path: Path) -> None:
    extra = " 7" * len(kind)
    wkt = f"POLYGON{kind}((500000 5500000{extra}, 500000 5500100{extra}, 500100 5500100{extra}, 500000 5500000{extra}))"
    layer = memory_layer({"id": "string"}, [(wkt, ("a",))], kind=f"Polygon{kind}")
    layer = layer if ending == "memory" else file_layer(layer, tmp_path, ending)
    table = read_layer(opened(layer), ["id"], no_check)
    assert not shapely.has_z(table.geometry).any()
    assert shapely.get_coordinates(table.geometry[0], include_z=False).shape == (4, 2)
    assert table.geometry[0].area == 5000


@pytest.mark.parametrize("ending", ["gpkg", "memory"])
def test_curves_become_straight_edges(ending: str, tmp_path: Path) -> None:
    circle = "CURVEPOLYGON(CIRCULARSTRING(500000 5500000, 500100 5500000, 500000 5500000))"
    layer = memory_layer({"id": "string"}, [(circle, ("a",))], kind="CurvePolygon")
    layer = layer if ending == "memory" else file_layer(layer, tmp_path, ending)
    geometry = read_layer(opened(layer), ["id"], no_check).geometry[0]
    assert geometry.geom_type == "Polygon"
    assert geometry.area == pytest.approx(np.pi * 50**2, rel=1e-3)


def test_polygons_of_a_collection_are_kept_and_lines_are_no_ground() -> None:
    inner = square(0, 0, 10)
    rows = [
        (f"GEOMETRYCOLLECTION({inner}, POINT(1 1), GEOMETRYCOLLECTION({square(50, 0, 10)}))", ("a",)),
        ("GEOMETRYCOLLECTION(POINT(1 1))", ("b",)),
        ("GEOMETRYCOLLECTION EMPTY", ("c",)),
    ]
    layer = memory_layer({"id": "string"}, rows, kind="GeometryCollection")
    geometry = read_layer(opened(layer), ["id"], no_check).geometry
    assert shapely.area(geometry[0]) == 200
    assert geometry[1] is None
    assert geometry[2] is None


def test_lines_of_a_collection_are_kept_where_lines_are_asked_for() -> None:
    line, inner = "LINESTRING(0 0, 3 4)", "MULTILINESTRING((0 0, 0 7), (1 0, 1 1))"
    rows = [
        (f"GEOMETRYCOLLECTION({line}, POINT(1 1), {square(0, 0, 10)}, GEOMETRYCOLLECTION({inner}))", ("a",)),
        ("GEOMETRYCOLLECTION(MULTIPOINT(1 1, 2 2))", ("b",)),
    ]
    layer = memory_layer({"id": "string"}, rows, kind="GeometryCollection")
    geometry = read_layer(opened(layer), ["id"], no_check, lines_of).geometry
    assert shapely.length(geometry[0]) == 13
    assert geometry[1] is None


def test_dates_and_booleans_are_read_as_text_by_both(tmp_path: Path) -> None:
    rows = [(square(0, 0, 10), ("2024-02-03", True)), (square(10, 0, 10), (None, None))]
    layer = memory_layer({"day": "date", "yes": "boolean"}, rows)
    expected = ["2024-02-03", ""]
    assert read_layer(opened(layer), ["day"], no_check).columns["day"].texts() == expected
    saved = read_layer(opened(file_layer(layer, tmp_path, "gpkg")), ["day", "yes"], no_check)
    assert saved.columns["day"].texts() == expected
    assert saved.columns["yes"].is_text


def test_edit_buffer_is_seen(tmp_path: Path) -> None:
    layer = file_layer(blocks(), tmp_path, "gpkg")
    layer.startEditing()
    layer.changeAttributeValue(1, layer.fields().indexOf("people"), 77.0)
    layer.deleteFeature(2)
    source = opened(added(layer))
    assert source.file is None
    table = read_layer(source, ["people"], no_check)
    assert table.fid.tolist()[:2] == [1, 3]
    assert table.columns["people"].numbers()[0] == 77.0
    layer.rollBack()


def test_subset_is_kept(tmp_path: Path) -> None:
    layer = file_layer(blocks(), tmp_path, "gpkg")
    layer.setSubsetString("\"community\" = 'B'")
    source = opened(added(layer))
    assert set(read_layer(source, ["community"], no_check).columns["community"].texts()) == {"B"}


def test_subset_in_the_address_is_kept(tmp_path: Path) -> None:
    layer = file_layer(blocks(), tmp_path, "gpkg")
    source = opened(f"{layer.source()}|subset=\"community\" = 'B'")
    assert len(read_layer(source, [], no_check)) == 16


def test_selection_and_limit_are_kept(tmp_path: Path) -> None:
    layer = file_layer(blocks(), tmp_path, "gpkg")
    identifier = added(layer)
    layer.selectByIds([3, 5])
    selected = QgsProcessingFeatureSourceDefinition(identifier, True)
    assert read_layer(opened(selected), [], no_check).fid.tolist() == [3, 5]
    limited = QgsProcessingFeatureSourceDefinition(identifier, False, 4)
    assert len(read_layer(opened(limited), [], no_check)) == 4
    everything = QgsProcessingFeatureSourceDefinition(identifier, False)
    assert opened(everything).file is not None


def test_virtual_field_is_seen(tmp_path: Path) -> None:
    from qgis.core import QgsField

    layer = file_layer(blocks(), tmp_path, "gpkg")
    layer.addExpressionField('"people" * 2', QgsField("double", layer.fields().field("people").type()))
    table = read_layer(opened(added(layer)), ["double"], no_check)
    assert set(table.columns["double"].numbers()) == {20.0}


@pytest.mark.parametrize("from_file", [True, False])
def test_invalid_geometries_are_treated_as_processing_is_set(from_file: bool, tmp_path: Path) -> None:
    layer = blocks([(square(0, 0, 10), (1, "A")), (BOW_TIE, (2, "A")), (square(20, 0, 10), (3, "A"))])
    layer = file_layer(layer, tmp_path, "gpkg") if from_file else layer
    check = QgsFeatureRequest.InvalidGeometryCheck
    value = added(layer)
    ignored = read_layer(opened(value, fresh_context(check.GeometryNoCheck)), ["people"], no_check)
    assert ignored.columns["people"].texts() == ["1", "2", "3"]
    skipped = read_layer(opened(value, fresh_context(check.GeometrySkipInvalid)), ["people"], no_check)
    assert skipped.columns["people"].texts() == ["1", "3"]
    assert len(skipped.notes) == 1
    with pytest.raises(InputError, match=r"BLOCKS: feature 2 .*invalid geometry \(Self-intersection"):
        read_layer(opened(value, fresh_context(check.GeometryAbortOnInvalid)), ["people"], no_check)


def test_invalid_geometries_are_treated_as_this_input_is_set(tmp_path: Path) -> None:
    layer = file_layer(blocks([(BOW_TIE, (2, "A")), (square(20, 0, 10), (3, "A"))]), tmp_path, "gpkg")
    check = QgsFeatureRequest.InvalidGeometryCheck
    flag = QgsProcessingFeatureSourceDefinition.Flag.FlagOverrideDefaultGeometryCheck
    value = QgsProcessingFeatureSourceDefinition(added(layer), False, -1, flag, check.GeometrySkipInvalid)
    assert read_layer(opened(value), [], no_check).fid.tolist() == [2]


def test_valid_file_is_read_fast_though_geometries_are_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    layer = file_layer(blocks(), tmp_path, "gpkg")
    context = fresh_context(QgsFeatureRequest.InvalidGeometryCheck.GeometryAbortOnInvalid)
    monkeypatch.setattr("grid_manager_plugin.layers.read.read_features", None)
    assert len(read_layer(opened(added(layer), context), ["people"], no_check)) == 32


def test_unknown_field_is_named() -> None:
    with pytest.raises(InputError, match=r"BLOCKS: .* has no field “人数”"):
        read_layer(opened(blocks()), ["人数"], no_check)


def test_reading_can_be_cancelled() -> None:
    def cancel() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read_layer(opened(blocks()), ["people"], cancel)


def test_shapefile_in_another_encoding_is_read_by_qgis(tmp_path: Path) -> None:
    layer = file_layer(blocks(), tmp_path, "shp")
    layer.setProviderEncoding("GBK")
    assert opened(added(layer)).file is None


def test_empty_layer_gives_empty_arrays(tmp_path: Path) -> None:
    layer = file_layer(blocks([]), tmp_path, "gpkg")
    for source in (opened(layer), opened(blocks([]))):
        table = read_layer(source, ["people", "community"], no_check)
        assert len(table) == 0
        assert table.columns["people"].numbers().shape == (0,)
        assert table.columns["community"].texts() == []


def test_order_of_rows_is_the_layers_own() -> None:
    expected = [values[1] for _, values in block_rows()]
    assert read_layer(opened(blocks()), ["community"], no_check).columns["community"].texts() == expected


@pytest.mark.parametrize("kind", ["CurvePolygon", "MultiSurface"])
def test_curve_types_without_arcs_are_polygons(kind: str) -> None:
    layer = memory_layer({"id": "string"}, [(square(0, 0, 10), ("a",))], kind=kind)
    table = read_layer(opened(layer), ["id"], lambda: None)
    assert table.geometry[0].equals(shapely.from_wkt(square(0, 0, 10)))
