"""A raster's first band as people per cell: nodata of every kind, scale, windows, and what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsRasterLayer, QgsRasterRange

from grid_manager_plugin.errors import CrsError, InputError
from grid_manager_plugin.layers.raster import RasterBand, RasterWindow
from tests.city_rasters import PLACE, nodata, raster

pytestmark = pytest.mark.usefixtures("qgis_app")


def read(layer: QgsRasterLayer) -> list[list[float]]:
    band = RasterBand(layer, "POPULATION_RASTER")
    return band.read(band.whole).tolist()


def test_cells_are_read_as_numbers(tmp_path: Path) -> None:
    band = RasterBand(raster(tmp_path / "数.tif", [[1, 2.5], [0, 4]]), "POPULATION_RASTER")
    assert band.read(band.whole).tolist() == [[1, 2.5], [0, 4]]
    assert band.read(RasterWindow(1, 0, 1, 2)).tolist() == [[2.5], [4]]
    assert (band.columns, band.rows, band.geotransform, band.notes) == (2, 2, PLACE, ())


@pytest.mark.parametrize("value", [-9999.0, 0.0, 255.0, float("nan"), -3.4028234663852886e38])
def test_declared_nodata_is_nobody(tmp_path: Path, value: float) -> None:
    layer = raster(tmp_path / "a.tif", [[7, value]], gdal.GDT_Float32, change=nodata(value))
    np.testing.assert_array_equal(read(layer), [[7, np.nan]])


def test_nan_is_nobody_without_being_declared(tmp_path: Path) -> None:
    np.testing.assert_array_equal(read(raster(tmp_path / "a.tif", [[7, np.nan]])), [[7, np.nan]])
    layer = raster(tmp_path / "b.tif", [[7, np.nan, -1]], change=nodata(-1))
    np.testing.assert_array_equal(read(layer), [[7, np.nan, np.nan]])


def test_a_mask_band_is_heeded(tmp_path: Path) -> None:
    def mask(dataset: gdal.Dataset) -> None:
        dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
        dataset.GetRasterBand(1).GetMaskBand().WriteArray(np.array([[255, 0]], dtype=np.uint8))

    np.testing.assert_array_equal(read(raster(tmp_path / "a.tif", [[7, 8]], change=mask)), [[7, np.nan]])


def test_nodata_of_the_layers_settings_is_heeded(tmp_path: Path) -> None:
    layer = raster(tmp_path / "a.tif", [[7, 99, 65535]], change=nodata(99))
    layer.dataProvider().setUserNoDataValue(1, [QgsRasterRange(65535, 65535)])
    np.testing.assert_array_equal(read(layer), [[7, np.nan, np.nan]])
    layer.dataProvider().setUseSourceNoDataValue(1, False)
    np.testing.assert_array_equal(read(layer), [[7, 99, np.nan]])


def test_scale_and_offset_are_applied_after_nodata(tmp_path: Path) -> None:
    def scaled(dataset: gdal.Dataset) -> None:
        nodata(9)(dataset)
        dataset.GetRasterBand(1).SetScale(0.5)
        dataset.GetRasterBand(1).SetOffset(3)

    layer = raster(tmp_path / "a.tif", [[8, 9]], gdal.GDT_Int16, change=scaled)
    np.testing.assert_array_equal(read(layer), [[7, np.nan]])


@pytest.mark.parametrize("kind", [gdal.GDT_Byte, gdal.GDT_UInt32, gdal.GDT_Int16, gdal.GDT_Float32])
def test_every_kind_of_number_is_read(tmp_path: Path, kind: int) -> None:
    assert read(raster(tmp_path / "a.tif", [[7, 200]], kind)) == [[7, 200]]


def test_of_several_bands_the_first_counts_and_it_is_told(tmp_path: Path) -> None:
    layer = raster(tmp_path / "a.tif", [[[1, 2]], [[3, 4]]])
    band = RasterBand(layer, "POPULATION_RASTER")
    assert band.read(band.whole).tolist() == [[1, 2]]
    assert [str(note) for note in band.notes] == [
        "POPULATION_RASTER: the layer 人口 raster has 2 bands; the first was taken as people per cell."
    ]


def test_pictures_are_refused(tmp_path: Path) -> None:
    layer = raster(tmp_path / "a.tif", np.ones((3, 2, 2)), gdal.GDT_Byte, options=("PHOTOMETRIC=RGB",))
    with pytest.raises(InputError, match="POPULATION_RASTER: the layer 人口 raster is a picture"):
        RasterBand(layer, "POPULATION_RASTER")


def test_services_are_refused() -> None:
    url = "contextualWMSLegend=0&crs=EPSG:4326&format=image/png&layers=a&styles=&type=xyz&url=http://localhost:9/{z}/{x}/{y}"
    layer = QgsRasterLayer(url, "地图", "wms")
    assert layer.providerType() == "wms"
    with pytest.raises(InputError, match=r"POPULATION_RASTER: the layer 地图 comes from a service .*GeoTIFF"):
        RasterBand(layer, "POPULATION_RASTER")


def test_a_raster_without_crs_or_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CrsError, match="POPULATION_RASTER: the layer has no coordinate system"):
        RasterBand(raster(tmp_path / "a.tif", [[1]], crs=""), "POPULATION_RASTER")
    with pytest.raises(InputError, match="POPULATION_RASTER: the layer 人口 raster is not georeferenced"):
        RasterBand(raster(tmp_path / "b.tif", [[1]], place=None), "POPULATION_RASTER")


def test_a_file_that_is_gone_or_damaged_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    layer = raster(path, np.random.default_rng(0).random((300, 300)), options=("COMPRESS=DEFLATE", "TILED=YES"))
    path.write_bytes(path.read_bytes()[:20_000].ljust(path.stat().st_size, b"\0"))
    band = RasterBand(layer, "POPULATION_RASTER")
    with pytest.raises(InputError, match=r"POPULATION_RASTER: the cells of 人口 raster .* cannot be read"):
        band.read(band.whole)
    path.unlink()
    with pytest.raises(InputError, match="POPULATION_RASTER: GDAL cannot open the layer 人口 raster"):
        RasterBand(layer, "POPULATION_RASTER")


@pytest.mark.parametrize("size", [(5, 3), (1000, 700), (200_000, 3), (1, 300_000), (4096, 4096)])
@pytest.mark.parametrize("step", [(1, 1), (7, 7), (256, 256), (100_000, 1)])
def test_tiles_cover_a_window_once_and_are_bounded(size: tuple[int, int], step: tuple[int, int]) -> None:
    window = RasterWindow(3, 5, *size)
    tiles = list(window.tiles(*step))
    assert sum(tile.cells for tile in tiles) == window.cells
    assert len({(tile.column, tile.row) for tile in tiles}) == len(tiles)
    assert max(tile.cells for tile in tiles) <= 1 << 17
    for tile in tiles:
        assert (tile.column - 3) % step[0] == 0
        assert (tile.row - 5) % step[1] == 0
        assert tile.clipped(3 + size[0], 5 + size[1]) == tile


def test_windows_are_clipped_to_the_raster() -> None:
    assert RasterWindow(-2, 3, 5, 9).clipped(10, 8) == RasterWindow(0, 3, 3, 5)
    assert RasterWindow(20, 3, 5, 9).clipped(10, 8).cells == 0
    assert RasterWindow(-9, -9, 5, 5).clipped(10, 8).cells == 0
