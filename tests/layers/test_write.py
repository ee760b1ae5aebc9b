"""Outputs become whole together, or none of them stays."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import shapely
from osgeo import gdal, ogr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingContext,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProject,
    QgsVectorLayer,
    QgsWkbTypes,
)

from grid_manager_plugin.errors import Cancelled, OutputError
from grid_manager_plugin.layers.fields import BLOCKS, STATUS, TEXT, fields_of
from grid_manager_plugin.layers.gdal_settings import HEADERS, settings
from grid_manager_plugin.layers.layer_output import BATCH, LayerOutput
from grid_manager_plugin.layers.style import style_in_file
from grid_manager_plugin.layers.write import Outputs
from tests.city_layers import CRS, square

pytestmark = pytest.mark.usefixtures("qgis_app")

SQUARE = shapely.from_wkt(square(0, 0, 10))


@pytest.fixture
def context() -> QgsProcessingContext:
    found = QgsProcessingContext()
    found.setProject(QgsProject.instance())
    return found


def block_layer(outputs: Outputs, context: QgsProcessingContext, destination: str) -> LayerOutput:
    return open_layer(outputs, context, destination, BLOCKS, QgsWkbTypes.Type.MultiPolygon)


def open_layer(
    outputs: Outputs, context: QgsProcessingContext, destination: str, columns: tuple, kind: QgsWkbTypes.Type
) -> LayerOutput:
    definition = QgsProcessingParameterFeatureSink("OUTPUT")
    value = {"OUTPUT": QgsProcessingOutputLayerDefinition(destination)}
    return outputs.layer(definition, value, fields_of(columns), kind, QgsCoordinateReferenceSystem(CRS))


def rows(count: int, geometry: shapely.Geometry | None = SQUARE) -> Iterator[tuple]:
    for i in range(count):
        yield geometry, [i, "社区", f"社区-{i}", 1.5, 100.0]


@contextmanager
def files_limited_to(size: int) -> Iterator[None]:
    """Have every file that grows beyond some bytes fail to be written, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.parametrize("ending", ["gpkg", "shp", "geojson"])
def test_rows_arrive(ending: str, context: QgsProcessingContext, tmp_path: Path) -> None:
    path = tmp_path / f"网格 out.{ending}"
    with Outputs(context) as outputs:
        layer = block_layer(outputs, context, str(path))
        layer.write(rows(2500))
        outputs.finish_layers()
    found = list(QgsVectorLayer(str(path), "", "ogr").getFeatures())
    assert len(found) == 2500
    assert found[7].attributes()[-5:] == [7, "社区", "社区-7", 1.5, 100.0]
    assert found[7].geometry().isMultipart()
    assert found[7].geometry().area() == 100


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods"])
def test_a_format_without_geometry_holds_the_attributes_and_says_so(
    ending: str, context: QgsProcessingContext, tmp_path: Path
) -> None:
    path = tmp_path / f"grids.{ending}"
    with Outputs(context) as outputs:
        layer = block_layer(outputs, context, str(path))
        layer.write(rows(30))
        (note,) = outputs.finish_layers()
    assert str(note).startswith(f"OUTPUT: {path} holds the attributes only")
    found = list(QgsVectorLayer(str(path), "", "ogr").getFeatures())
    assert [feature["grid_code"] for feature in found] == [f"社区-{i}" for i in range(30)]


@pytest.mark.parametrize(("asked", "made"), [("s.shp", "s.dbf"), ("s.dbf", "s.dbf"), ("s.DBF", "s.dbf")])
def test_a_table_as_shapefile_is_its_dbf(asked: str, made: str, context: QgsProcessingContext, tmp_path: Path) -> None:
    with Outputs(context) as outputs:
        layer = open_layer(outputs, context, str(tmp_path / asked), BLOCKS, QgsWkbTypes.Type.NoGeometry)
        layer.write(rows(3, None))
        assert outputs.finish_layers() == ()
    assert layer.result == str(tmp_path / made)
    assert len(list(QgsVectorLayer(layer.result, "", "ogr").getFeatures())) == 3


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_table_of_text_alone_goes_into_a_spreadsheet(
    ending: str, context: QgsProcessingContext, tmp_path: Path
) -> None:
    path = str(tmp_path / f"s.{ending}")
    with Outputs(context) as outputs:
        layer = open_layer(outputs, context, path, (("code", TEXT), ("name", TEXT)), QgsWkbTypes.Type.NoGeometry)
        layer.write([(None, ["010", "社区"])])
        assert outputs.finish_layers() == ()
    with settings(HEADERS):
        found = [feature.attributes() for feature in QgsVectorLayer(path, "", "ogr").getFeatures()]
    assert found == [["010", "社区"]]


def test_a_cut_table_as_shapefile_is_an_error(context: QgsProcessingContext, tmp_path: Path) -> None:
    def cramped() -> None:
        with Outputs(context) as outputs:
            layer = open_layer(outputs, context, str(tmp_path / "s.shp"), BLOCKS, QgsWkbTypes.Type.NoGeometry)
            with files_limited_to(50_000):
                layer.write(rows(1500, None))
                outputs.finish_layers()

    with pytest.raises(OutputError, match="OUTPUT: "):
        cramped()
    assert list(tmp_path.iterdir()) == []


def test_a_format_that_holds_no_table_is_refused_before_the_work(
    context: QgsProcessingContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LayerOutput, "lost", lambda layer, _context: layer.written)
    match = r"OUTPUT: .*/s.geojson has a format that cannot hold a table without geometry"
    with pytest.raises(OutputError, match=match), Outputs(context) as outputs:
        open_layer(outputs, context, str(tmp_path / "s.geojson"), STATUS, QgsWkbTypes.Type.NoGeometry)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", ["fgb", "sqlite"])
def test_a_table_is_refused_at_once_or_whole(ending: str, context: QgsProcessingContext, tmp_path: Path) -> None:
    # versions of GDAL differ in whether these formats hold a table
    path, refusal = tmp_path / f"s.{ending}", ""
    try:
        with Outputs(context) as outputs:
            layer = open_layer(outputs, context, str(path), BLOCKS, QgsWkbTypes.Type.NoGeometry)
            layer.write(rows(3, None))
            outputs.finish_layers()
    except OutputError as error:
        refusal = str(error)
    if path.exists():
        assert len(list(QgsVectorLayer(str(path), "", "ogr").getFeatures())) == 3
    else:
        assert "cannot hold a table without geometry" in refusal


def test_a_format_that_cannot_be_read_back_is_refused_before_the_work(
    context: QgsProcessingContext, tmp_path: Path
) -> None:
    with pytest.raises(OutputError, match=r"OUTPUT: .*g.sql has a format that QGIS writes but cannot read"), Outputs(
        context
    ) as outputs:
        block_layer(outputs, context, str(tmp_path / "g.sql"))


def test_a_layer_that_cannot_be_opened_is_told_by_parameter_and_place(
    context: QgsProcessingContext, tmp_path: Path
) -> None:
    path = str(tmp_path / "g.dxf")
    match = f"OUTPUT: {path} could not be written"
    with pytest.raises(OutputError, match=match) as caught, Outputs(context) as outputs:
        block_layer(outputs, context, path)
    assert "grid_manager-" not in str(caught.value)


@pytest.mark.parametrize("ending", ["gpkg", "shp", "geojson", "fgb", "csv"])
def test_an_error_leaves_the_output_of_an_earlier_run(
    ending: str, context: QgsProcessingContext, tmp_path: Path
) -> None:
    path = tmp_path / f"out.{ending}"

    def written(count: int) -> None:
        with Outputs(context) as outputs:
            block_layer(outputs, context, str(path)).write(rows(count))
            outputs.file("REPORT", str(tmp_path / "r.html")).write(str(count))
            outputs.finish_layers()
            if count == 5:
                raise KeyboardInterrupt

    def contents() -> dict[str, bytes]:
        return {one.name: one.read_bytes() for one in tmp_path.iterdir()}

    written(3)
    before = contents()
    with pytest.raises(KeyboardInterrupt):
        written(5)
    assert contents() == before
    written(4)
    assert len(list(QgsVectorLayer(str(path), "", "ogr").getFeatures())) == 4
    assert (tmp_path / "r.html").read_text(encoding="utf-8") == "4"
    assert set(contents()) == set(before)


def test_what_cannot_be_moved_in_the_end_leaves_all_as_it_was(
    context: QgsProcessingContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.html").write_text("former", encoding="utf-8")
    move = os.replace

    def b_fails(source: str, destination: str) -> None:
        if destination == str(tmp_path / "b.json"):
            raise PermissionError(13, "in use")
        move(source, destination)

    def both() -> None:
        with Outputs(context) as outputs:
            outputs.file("REPORT", str(tmp_path / "a.html")).write("new")
            outputs.file("SUMMARY", str(tmp_path / "b.json")).write("new")

    monkeypatch.setattr(os, "replace", b_fails)
    with pytest.raises(OutputError, match=r"SUMMARY: .*in use"):
        both()
    assert {one.name: one.read_text(encoding="utf-8") for one in tmp_path.iterdir()} == {"a.html": "former"}


def test_a_layer_to_be_loaded_is_awaited_where_it_lies_in_the_end(
    context: QgsProcessingContext, tmp_path: Path
) -> None:
    definition = QgsProcessingParameterFeatureSink("OUTPUT")
    value = QgsProcessingOutputLayerDefinition(str(tmp_path / "s.shp"), QgsProject.instance())
    with Outputs(context) as outputs:
        fields, kind = fields_of(BLOCKS), QgsWkbTypes.Type.NoGeometry
        layer = outputs.layer(definition, {"OUTPUT": value}, fields, kind, QgsCoordinateReferenceSystem(CRS))
        layer.write(rows(2, None))
        outputs.finish_layers()
    assert list(context.layersToLoadOnCompletion()) == [str(tmp_path / "s.dbf")]


@pytest.mark.parametrize("destination", ["out.fgb", "memory"])
def test_a_cancel_while_features_are_counted_leaves_nothing(
    destination: str, context: QgsProcessingContext, tmp_path: Path
) -> None:
    looks: list[int] = []

    def stop_at_the_third_look() -> None:
        looks.append(1)
        if len(looks) == 3:
            raise Cancelled

    def cancelled() -> None:
        with Outputs(context) as outputs:
            path = "TEMPORARY_OUTPUT" if destination == "memory" else str(tmp_path / destination)
            block_layer(outputs, context, path).write(rows(2 * BATCH + 1))
            outputs.finish_layers(stop_at_the_third_look)

    with pytest.raises(Cancelled):
        cancelled()
    assert list(tmp_path.iterdir()) == []
    assert context.temporaryLayerStore().mapLayers() == {}


def test_null_and_boolean_values_arrive(context: QgsProcessingContext, tmp_path: Path) -> None:
    path = tmp_path / "status.gpkg"
    with Outputs(context) as outputs:
        layer = open_layer(outputs, context, str(path), STATUS, QgsWkbTypes.Type.NoGeometry)
        head = [
            "A",
            "",
            "infeasible",
            True,
            0,
            "population",
            "因为",
            "",
            None,
            2.0,
            0.0,
            0.0,
            None,
            None,
            None,
            None,
            3,
        ]
        layer.write([(None, head), (None, ["B", "", "solved", None, *head[4:]])])
        outputs.finish_layers()
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT proven, population, reason FROM status").fetchall()
    assert found == [(1, None, "因为"), (None, None, "因为")]


@pytest.mark.parametrize("ending", ["gpkg", "shp", "geojson"])
def test_an_error_leaves_no_file(ending: str, context: QgsProcessingContext, tmp_path: Path) -> None:
    def broken() -> None:
        with Outputs(context) as outputs:
            layer = block_layer(outputs, context, str(tmp_path / f"out.{ending}"))
            layer.write(rows(1500))
            outputs.file("REPORT", str(tmp_path / "report.html")).write("x")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken()
    assert list(tmp_path.iterdir()) == []


def test_an_error_leaves_no_memory_layer(context: QgsProcessingContext) -> None:
    def broken() -> None:
        with Outputs(context) as outputs:
            block_layer(outputs, context, "TEMPORARY_OUTPUT")
            block_layer(outputs, context, "memory:grids").write(rows(3))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken()
    assert context.temporaryLayerStore().mapLayers() == {}


def test_an_error_keeps_the_other_layers_of_a_file(context: QgsProcessingContext, tmp_path: Path) -> None:
    path = tmp_path / "city.gpkg"
    with Outputs(context) as outputs:
        block_layer(outputs, context, str(path)).write(rows(3))
        outputs.finish_layers()

    def broken() -> None:
        with Outputs(context) as outputs:
            block_layer(outputs, context, f"ogr:dbname='{path}' table=\"second\" (geom)").write(rows(5))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken()
    dataset = gdal.OpenEx(str(path))
    assert [dataset.GetLayer(i).GetName() for i in range(dataset.GetLayerCount())] == ["city"]
    assert dataset.GetLayer(0).GetFeatureCount() == 3


@pytest.mark.parametrize("ending", ["gpkg", "shp", "geojson", "fgb"])
@pytest.mark.parametrize("size", [150_000, 400_000])
def test_a_full_disk_is_an_error_and_leaves_no_file(
    ending: str, size: int, context: QgsProcessingContext, tmp_path: Path
) -> None:
    round_shape = shapely.buffer(shapely.Point(500_000, 5_500_000), 10, quad_segs=10)

    def cramped() -> None:
        with Outputs(context) as outputs:
            layer = block_layer(outputs, context, str(tmp_path / f"out.{ending}"))
            with files_limited_to(size):
                layer.write(rows(1500, round_shape))
                outputs.finish_layers()

    with pytest.raises(OutputError, match="OUTPUT: "):
        cramped()
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_that_is_noticed_late_is_an_error(context: QgsProcessingContext, tmp_path: Path) -> None:
    def cramped() -> None:
        with Outputs(context) as outputs:
            layer = block_layer(outputs, context, str(tmp_path / "out.gpkg"))
            layer.write(rows(1500))
            with files_limited_to(110_000):
                outputs.finish_layers()

    with pytest.raises(OutputError, match="OUTPUT: "):
        cramped()
    assert list(tmp_path.iterdir()) == []


def test_two_files_with_style_are_equal_byte_for_byte(context: QgsProcessingContext, tmp_path: Path) -> None:
    contents = []
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        path = tmp_path / folder / "out.gpkg"
        with Outputs(context) as outputs:
            layer = block_layer(outputs, context, str(path))
            layer.write(rows(50))
            outputs.finish_layers()
            assert style_in_file(layer, "blocks")
        contents.append(path.read_bytes())
    assert contents[0] == contents[1]


def test_the_date_of_other_writers_is_left_alone(context: QgsProcessingContext) -> None:
    before = gdal.GetConfigOption("OGR_CURRENT_DATE")
    with Outputs(context):
        assert gdal.GetConfigOption("OGR_CURRENT_DATE") is not None
    assert gdal.GetConfigOption("OGR_CURRENT_DATE") == before


@pytest.mark.parametrize("style", ["grids", "blocks"])
def test_a_geopackage_opens_in_its_style(style: str, context: QgsProcessingContext, tmp_path: Path) -> None:
    path = tmp_path / "out.gpkg"
    with Outputs(context) as outputs:
        layer = block_layer(outputs, context, str(path))
        layer.write(rows(2))
        outputs.finish_layers()
        assert style_in_file(layer, style)
        assert style_in_file(layer, style)
    opened = QgsVectorLayer(str(path), "", "ogr")
    assert opened.renderer().type() == {"grids": "RuleRenderer", "blocks": "singleSymbol"}[style]
    assert opened.labelsEnabled() == (style == "grids")
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM layer_styles").fetchone() == (1,)
    assert ogr.Open(str(path)).GetLayerCount() >= 1


def test_other_files_hold_no_style(context: QgsProcessingContext, tmp_path: Path) -> None:
    with Outputs(context) as outputs:
        layer = block_layer(outputs, context, str(tmp_path / "out.shp"))
        outputs.finish_layers()
        assert not style_in_file(layer, "grids")


def test_a_style_that_cannot_be_stored_is_an_error(context: QgsProcessingContext, tmp_path: Path) -> None:
    def cramped() -> None:
        with Outputs(context) as outputs:
            layer = block_layer(outputs, context, str(tmp_path / "out.gpkg"))
            layer.write(rows(2))
            outputs.finish_layers()
            with files_limited_to(100_000):
                style_in_file(layer, "grids")

    with pytest.raises(OutputError, match=r"OUTPUT: .* could not be written"):
        cramped()
    assert list(tmp_path.iterdir()) == []
