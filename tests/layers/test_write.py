"""Outputs become whole together, or none of them stays."""

from __future__ import annotations

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
    QgsProcessingParameters,
    QgsProject,
    QgsVectorLayer,
    QgsWkbTypes,
)

from grid_manager_plugin.errors import OutputError
from grid_manager_plugin.layers.fields import BLOCKS, STATUS, fields_of
from grid_manager_plugin.layers.style import style_in_file
from grid_manager_plugin.layers.write import LayerOutput, Outputs
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
    fields = fields_of(columns)
    value = {"OUTPUT": QgsProcessingOutputLayerDefinition(destination)}
    crs = QgsCoordinateReferenceSystem(CRS)
    sink, layer = QgsProcessingParameters.parameterAsSink(definition, value, fields, kind, crs, context)
    assert sink is not None
    return outputs.layer("OUTPUT", sink, layer, fields)


def rows(count: int, geometry: shapely.Geometry = SQUARE) -> Iterator[tuple]:
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
            outputs.file(str(tmp_path / "report.html"), lambda path: Path(path).write_text("x", encoding="utf-8"))
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
