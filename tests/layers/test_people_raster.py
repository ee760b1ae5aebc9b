"""People of a raster by community: covered shares, any CRS, what lies outside, bounded reading, bad cells by name."""

from __future__ import annotations

import math
import re
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import pytest
import shapely
from osgeo import gdal, osr
from qgis.core import QgsCoordinateReferenceSystem, QgsRasterLayer
from shapely import box

from grid_manager_plugin.division.community import Community
from grid_manager_plugin.division.people.people import CommunityPeople, OutsidePeople, Totals
from grid_manager_plugin.division.people.people_allotment import CityPeople
from grid_manager_plugin.division.people.people_zones import zone_people
from grid_manager_plugin.errors import Cancelled, CrsError, InputError
from grid_manager_plugin.layers import people_raster
from grid_manager_plugin.layers.crs import wkt_of
from grid_manager_plugin.layers.people_raster import PeopleRaster
from grid_manager_plugin.layers.raster import READ_AT_ONCE, RasterBand, RasterWindow
from tests.city_layers import CRS, SOUTH, WEST
from tests.city_rasters import nodata, raster

pytestmark = pytest.mark.usefixtures("qgis_app")


def community(name: str, west: float, south: float, east: float, north: float, fid: int = 7) -> Community:
    return Community(fid, name, "", name, box(WEST + west, SOUTH + south, WEST + east, SOUTH + north))


EAST, MIDDLE = community("东", 400, 0, 800, 400, 1), community("中", 0, 0, 400, 400, 2)
"""Two squares of 400 m side by side; 东 comes first, 中 lies under the first four columns of a raster of the tests."""


def places(layer: QgsRasterLayer, communities: list[Community], crs: str = CRS, check: Any = list) -> PeopleRaster:
    wkt = wkt_of(QgsCoordinateReferenceSystem(crs))
    return PeopleRaster(RasterBand(layer, "POPULATION_RASTER"), communities, wkt, check)


def people_in(found: CommunityPeople) -> float:
    assert found.problem is None
    return math.fsum(part.people.sum() for part in (found.areas, found.cells) if part is not None)


def test_each_community_has_the_covered_share_of_its_cells(tmp_path: Path) -> None:
    values = np.arange(32.0).reshape(4, 8)
    found = places(raster(tmp_path / "a.tif", values), [community("A", 50, 0, 400, 350)])
    expected = values[:, 1:4].sum() + values[:, 0].sum() / 2 - values[0, 1:4].sum() / 2 - values[0, 0] / 4
    assert people_in(found.of(0)) == expected
    assert found.outside() == OutsidePeople(0, values.sum() - expected)
    assert found.notes == ()


def test_communities_side_by_side_have_all_people(tmp_path: Path) -> None:
    values = np.random.default_rng(1).integers(0, 9, (4, 8))
    found = places(raster(tmp_path / "a.tif", values), [MIDDLE, EAST])
    assert [people_in(found.of(i)) for i in range(2)] == [values[:, 4:].sum(), values[:, :4].sum()]
    assert found.outside() == OutsidePeople()


def test_zones_have_the_covered_share_of_their_cells(tmp_path: Path) -> None:
    found = places(raster(tmp_path / "a.tif", np.full((4, 8), 10)), [MIDDLE])
    zones = np.array([box(WEST, SOUTH, WEST + 130, SOUTH + 400), box(WEST + 130, SOUTH, WEST + 400, SOUTH + 400)])
    shared = zone_people(zones, found.of(0), np.array([1.0, 1.0]))
    np.testing.assert_allclose(shared.people, [52, 108], rtol=1e-12)
    assert shared.people.sum() == 160
    assert shared.outside == 0


def test_cells_without_data_are_nobody_inside_and_outside(tmp_path: Path) -> None:
    values = np.full((4, 8), 1.0)
    values[:, ::2], values[0, 1] = -9999, np.nan
    found = places(raster(tmp_path / "a.tif", values, change=nodata(-9999)), [MIDDLE])
    assert people_in(found.of(0)) == 7
    assert found.outside() == OutsidePeople(0, 8.0)
    assert found.notes == ()


@pytest.mark.parametrize("target", ["EPSG:4326", "EPSG:3857", "EPSG:25833", CRS])
@pytest.mark.parametrize("turned", [False, True])
def test_any_crs_and_turned_rasters_give_the_same_people(tmp_path: Path, target: str, turned: bool) -> None:
    values = np.random.default_rng(2).integers(0, 99, (40, 60)).astype(float)
    place = (WEST, 9.0, 3.0, SOUTH + 400.0, 2.0, -10.0) if turned else (WEST, 10.0, 0.0, SOUTH + 400.0, 0.0, -10.0)
    layer = raster(tmp_path / "a.tif", values, place=place)
    given = [community("A", 55, 33, 301, 222), community("B", 301, 33, 420, 222)]
    own = [people_in(places(layer, given).of(i)) for i in range(2)]
    way = pyproj.Transformer.from_crs(CRS, target, always_xy=True)
    moved = [
        Community(one.fid, one.id, "", one.id, shapely.transform(
            shapely.segmentize(one.geometry, 5), lambda xy: np.column_stack(way.transform(xy[:, 0], xy[:, 1]))
        ))
        for one in given
    ]  # fmt: skip
    found = places(layer, moved, target)
    sums = [people_in(found.of(i)) for i in range(2)]
    np.testing.assert_allclose(sums, own, rtol=1e-5)
    assert math.fsum([*sums, found.outside().people]) == pytest.approx(values.sum(), rel=1e-12)
    # by hand for the plain case: each cell's overlap with the rectangle
    if not turned:
        x, y = np.arange(60) * 10.0, 400 - np.arange(1, 41) * 10.0
        wide = np.clip(np.minimum(x + 10, 301) - np.maximum(x, 55), 0, None) / 10
        high = np.clip(np.minimum(y + 10, 222) - np.maximum(y, 33), 0, None) / 10
        assert own[0] == pytest.approx(float(high @ values @ wide), rel=1e-12)


@pytest.mark.parametrize("target", ["EPSG:4527", "EPSG:4548"])
def test_degrees_come_to_gauss_krueger_with_and_without_zone_number(tmp_path: Path, target: str) -> None:
    values = np.full((10, 10), 3.0)
    layer = raster(tmp_path / "a.tif", values, place=(116.4, 0.001, 0, 39.9, 0, -0.001), crs="EPSG:4490")
    way = pyproj.Transformer.from_crs("EPSG:4490", target, always_xy=True)
    corner = np.column_stack(way.transform([116.402, 116.407], [39.892, 39.898]))
    ground = box(corner[:, 0].min(), corner[:, 1].min(), corner[:, 0].max(), corner[:, 1].max())
    found = places(layer, [Community(1, "A", "", "A", ground)], target)
    assert people_in(found.of(0)) == pytest.approx(5 * 6 * 3, rel=0.01)


def test_xian_1980_is_refused(tmp_path: Path) -> None:
    layer = raster(tmp_path / "a.tif", [[1.0]], place=(116.4, 0.1, 0, 39.9, 0, -0.1), crs="EPSG:4610")
    with pytest.raises(CrsError, match="POPULATION_RASTER: no transformation from Xian 1980"):
        places(layer, [Community(1, "A", "", "A", box(116.41, 39.81, 116.45, 39.85))], "EPSG:4490")


def test_a_raster_of_the_whole_world_is_taken(tmp_path: Path) -> None:
    values = np.zeros((181, 360))
    values[40, 195] = 8
    layer = raster(tmp_path / "a.tif", values, place=(-180, 1, 0, 90.5, 0, -1), crs="EPSG:4326")
    found = places(layer, [MIDDLE])
    share = shapely.area(MIDDLE.geometry) / 1e6 / (111.2 * 71.7)
    assert people_in(found.of(0)) == pytest.approx(8 * share, rel=0.02)


def test_a_raster_somewhere_else_is_refused(tmp_path: Path) -> None:
    layer = raster(tmp_path / "a.tif", [[1.0]], place=(WEST + 9000, 100, 0, SOUTH, 0, -100))
    with pytest.raises(
        InputError, match=r"POPULATION_RASTER: the layer 人口 raster \(509000, .* does not reach any comm"
    ):
        places(layer, [MIDDLE])
    degrees = raster(tmp_path / "b.tif", [[1.0]], place=(15, 0.1, 0, 49, 0, -0.1))
    with pytest.raises(CrsError, match="seem to be degrees"):
        places(degrees, [MIDDLE])


def test_a_community_beyond_the_raster_fails_alone(tmp_path: Path) -> None:
    far = community("远", 9000, 0, 9100, 100, 5)
    found = places(raster(tmp_path / "a.tif", np.ones((4, 6))), [MIDDLE, EAST, far])
    east, middle, beyond = (found.of(i) for i in range(3))
    assert people_in(middle) == 16
    assert middle.notes == ()
    assert people_in(east) == 8
    assert "50.00% of the community lie beyond the edge of POPULATION_RASTER" in str(east.notes[0])
    assert "POPULATION_RASTER does not reach community 远 (feature 5 of INPUT)" in str(beyond.problem)
    assert found.outside() == OutsidePeople()


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (
            -3.0,
            r"POPULATION_RASTER is -3 in community 东 \(column 5, row 2 of 人口 raster, at 500550, 5500150\); people",
        ),
        (4294967295.0, r"POPULATION_RASTER is 4294967295 in community 东 \(column 5, row 2 .* that cannot be people"),
        (math.inf, r"POPULATION_RASTER is inf in community 东 .* nodata value"),
    ],
)
def test_a_cell_that_cannot_be_people_fails_its_community_alone(tmp_path: Path, value: float, told: str) -> None:
    values = np.ones((4, 8))
    values[2, 5] = value
    found = places(raster(tmp_path / "a.tif", values), [MIDDLE, EAST])
    assert re.search(told, str(found.of(0).problem))
    assert people_in(found.of(1)) == 16
    assert "has cells with figures that cannot be people (negative or above a billion): 1." in str(found.notes[0])
    assert found.outside() == OutsidePeople()


def test_bad_cells_outside_fail_nobody(tmp_path: Path) -> None:
    values = np.ones((4, 8))
    values[:, 4:] = -1
    found = places(raster(tmp_path / "a.tif", values), [MIDDLE])
    assert people_in(found.of(0)) == 16


def test_cells_are_weights_where_totals_are_given(tmp_path: Path) -> None:
    values = np.repeat([[1.0, 1.0, 3.0, 3.0]], 4, axis=0)
    city = CityPeople.from_sources(
        [MIDDLE], places(raster(tmp_path / "a.tif", values), [MIDDLE]), Totals(np.array([100.0]))
    )
    halves = np.array([box(WEST, SOUTH, WEST + 200, SOUTH + 400), box(WEST + 200, SOUTH, WEST + 400, SOUTH + 400)])
    assert zone_people(halves, city.of(0), np.array([1.0, 1.0])).people.tolist() == [25, 75]
    assert city.outside() == OutsidePeople()


def test_communities_without_ground_have_nobody(tmp_path: Path) -> None:
    layer = raster(tmp_path / "a.tif", np.ones((4, 4)))
    found = places(layer, [Community(1, "A", "", "A", None)])
    assert people_in(found.of(0)) == 0
    assert found.outside() == OutsidePeople(0, 16.0)


def test_the_user_can_cancel(tmp_path: Path) -> None:
    def cancel() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        places(raster(tmp_path / "a.tif", np.ones((4, 4))), [MIDDLE], check=cancel)


def test_no_order_of_communities_matters(tmp_path: Path) -> None:
    values = np.random.default_rng(3).lognormal(0, 2, (40, 80))
    layer = raster(tmp_path / "a.tif", values, place=(WEST, 10.0, 1.0, SOUTH + 400.0, 1.0, -10.0))
    one, other = places(layer, [MIDDLE, EAST]), places(layer, [EAST, MIDDLE])
    one_way = [one.of(i) for i in (0, 1)]
    other_way = [other.of(i) for i in (1, 0)]
    for this, that in zip(one_way, reversed(other_way)):
        assert this.cells.people.tobytes() == that.cells.people.tobytes()
        assert shapely.to_wkb(this.areas.geometry).tolist() == shapely.to_wkb(that.areas.geometry).tolist()
    assert one.outside() == other.outside()


def big_raster(path: Path, side: int, place: tuple) -> QgsRasterLayer:
    """Return a sparse, compressed raster of side × side cells with people in some blocks only."""
    options = ["SPARSE_OK=TRUE", "TILED=YES", "COMPRESS=DEFLATE", "BIGTIFF=YES"]
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), side, side, 1, gdal.GDT_Float32, options=options)
    dataset.SetGeoTransform(place)
    reference = osr.SpatialReference()
    reference.SetFromUserInput(CRS)
    dataset.SetProjection(reference.ExportToWkt())
    for number in range(0, side, side // 8):
        dataset.GetRasterBand(1).WriteArray(np.ones((256, 256), dtype=np.float32), number, number)
    dataset.FlushCache()
    del dataset
    return QgsRasterLayer(str(path), "big")


def test_a_raster_of_a_gigabyte_is_read_in_small_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    side = 16_384  # 1 GB of 32-bit numbers
    layer = big_raster(tmp_path / "a.tif", side, (WEST, 1.0, 0.0, SOUTH + side, 0.0, -1.0))
    read: list[int] = []
    plain = RasterBand.read

    def counted(band: RasterBand, window: RasterWindow) -> np.ndarray:
        read.append(window.cells)
        return plain(band, window)

    monkeypatch.setattr(RasterBand, "read", counted)
    tracemalloc.start()
    # one community over the whole raster, and one in a corner: both hold few figures
    found = places(layer, [community("all", 0, 0, side, side), community("corner", 100, side - 300, 200, side)])
    whole, corner = found.of(0), found.of(1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert people_in(whole) == 8 * 256 * 256
    assert people_in(corner) == 100 * 256
    assert max(read) <= READ_AT_ONCE
    assert sum(read) < 3e7  # blocks that the file does not have are not read
    assert len(whole.cells.people) <= people_raster.MOST_CELLS
    assert peak < 64e6


def test_finer_cells_than_needed_go_together_and_nobody_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = np.random.default_rng(4).integers(0, 5, (200, 200)).astype(float)
    layer = raster(tmp_path / "a.tif", values, place=(WEST, 2.0, 0.5, SOUTH + 400.0, 0.3, -2.0))
    given = [community("A", 30, 51, 211, 333), community("B", 211, 51, 333, 222)]
    fine = [people_in(places(layer, given).of(i)) for i in range(2)]
    monkeypatch.setattr(people_raster, "MOST_CELLS", 400)
    found = places(layer, given)
    coarse = [found.of(i) for i in range(2)]
    assert [people_in(one) for one in coarse] == pytest.approx(fine, rel=1e-12)
    assert max(len(one.cells.people) + len(one.areas.people) for one in coarse) <= 500
    assert math.fsum([*fine, found.outside().people]) == pytest.approx(values.sum(), rel=1e-12)


def test_of_a_huge_raster_what_lies_around_is_added_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people_raster, "WHOLE", 10)
    found = places(raster(tmp_path / "a.tif", np.ones((4, 40))), [community("A", 0, 0, 150, 400)])
    assert people_in(found.of(0)) == 6
    assert found.outside() == OutsidePeople(0, 6.0)  # columns up to one beyond the community's
    assert "too large to be added up whole" in str(found.notes[0])


def test_a_raster_of_gdals_other_formats_is_read(tmp_path: Path) -> None:
    source = raster(tmp_path / "a.tif", np.ones((4, 4)), gdal.GDT_Float32).source()
    gdal.Translate(str(tmp_path / "b.asc"), source, format="AAIGrid")
    layer = QgsRasterLayer(str(tmp_path / "b.asc"), "grid")
    layer.setCrs(QgsCoordinateReferenceSystem(CRS))
    assert people_in(places(layer, [MIDDLE]).of(0)) == 16
