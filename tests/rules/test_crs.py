"""Reading coordinate systems, and the local system of a community."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyproj
import pytest
import shapely

from grid_manager_plugin.errors import CrsError
from grid_manager_plugin.rules.crs import best_accuracy, geod, read_crs, working_crs, working_transformer
from grid_manager_plugin.rules.geodesy import Measure
from grid_manager_plugin.rules.messages import Message

LOCAL_WKT = """PROJCS["City independent system",GEOGCS["CGCS2000",DATUM["China_2000",
SPHEROID["CGCS2000",6378137,298.257222101]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],
PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",116.35],
PARAMETER["scale_factor",1.00002],PARAMETER["false_easting",50000],PARAMETER["false_northing",-4300000],UNIT["metre",1]]"""

ESRI_WKT = """PROJCS["CGCS2000_3_Degree_GK_Zone_39",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",
DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],
UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",39500000.0],
PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",117.0],PARAMETER["Scale_Factor",1.0],
PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"""

PLANE = (
    'ENGCRS["Site plan",EDATUM["Corner stone"],CS[Cartesian,2],AXIS["x",east],AXIS["y",north],LENGTHUNIT["metre",1]]'
)

SYSTEMS = {
    "EPSG:2232": (3_143_000.0, 1_694_000.0),
    "EPSG:4490": (116.39, 39.91),
    "EPSG:4527": (39_448_688.0, 4_400_000.0),
    "EPSG:2433": (500_000.0, 2_500_000.0),
    "EPSG:32721": (600_000.0, 6_100_000.0),
    "EPSG:27572": (600_000.0, 2_428_000.0),
    LOCAL_WKT: (52_000.0, 118_000.0),
    ESRI_WKT: (39_448_688.0, 4_400_000.0),
}


@pytest.mark.parametrize("text", ["", "nonsense", "EPSG:1", 'PROJCS["torn'])
def test_what_is_no_system_is_refused(text: str) -> None:
    with pytest.raises(CrsError, match="not a coordinate system") as caught:
        read_crs(text)
    assert isinstance(caught.value.args[0], Message)


@pytest.mark.parametrize("text", [PLANE, "EPSG:4978", "EPSG:5773"])
def test_what_has_no_ellipsoid_to_measure_on_is_refused(text: str) -> None:
    with pytest.raises(CrsError, match="not tied to an ellipsoid"):
        read_crs(text)


def test_horizontal_part_without_its_shift() -> None:
    bound = "+proj=tmerc +lat_0=0 +lon_0=117 +x_0=500000 +ellps=krass +towgs84=15.8,-154.4,-82.3,0,0,0,0 +type=crs"
    assert pyproj.CRS(bound).is_bound
    assert read_crs(bound).is_projected
    assert read_crs("EPSG:5554").equals("EPSG:25831")


def test_ellipsoid_of_the_datum() -> None:
    assert geod(read_crs("EPSG:2433")).a == 6378245.0
    assert geod(read_crs(LOCAL_WKT)).f == pytest.approx(1 / 298.257222101)


@pytest.mark.parametrize("source", SYSTEMS, ids=lambda text: text[:24])
def test_working_plane_is_local_metric_and_true(source: str) -> None:
    x, y = SYSTEMS[source]
    measure = Measure.from_crs(source)
    lon, lat = measure.to_lonlat([[x, y]])[0]
    working = working_crs(source, lon, lat)
    assert working.geodetic_crs.datum == read_crs(source).geodetic_crs.datum
    assert {axis.unit_name for axis in working.axis_info} == {"metre"}
    way = working_transformer(source, working)
    np.testing.assert_allclose(way.transform(x, y), (0, 0), atol=1e-6)
    size = 5e-2 if read_crs(source).is_geographic else 5_000
    polygon = shapely.box(x - size, y - size, x + size, y + size).segmentize(size / 50)
    plane = shapely.transform(polygon, lambda xy: np.column_stack(way.transform(*xy.T)))
    assert plane.area == pytest.approx(measure.areas([polygon])[0], rel=1e-7)
    assert plane.length == pytest.approx(measure.perimeters([polygon])[0], rel=1e-6)


def test_north_is_up_and_east_is_right_in_the_working_plane() -> None:
    way = working_transformer("EPSG:4490", working_crs("EPSG:4490", 116.4, 39.9))
    assert way.transform(116.41, 39.9)[0] == pytest.approx(854.9, abs=1)
    assert way.transform(116.4, 39.91)[1] == pytest.approx(1110.3, abs=1)


def test_accuracy_as_proj_tells_it() -> None:
    beijing = (116.0, 39.5, 117.0, 40.5)
    assert best_accuracy(pyproj.CRS("EPSG:4548"), pyproj.CRS("EPSG:4490"), beijing) == 0
    assert best_accuracy(pyproj.CRS("EPSG:2433"), pyproj.CRS("EPSG:4490"), beijing) is None


def test_systems_work_without_projs_data_folder_being_told() -> None:
    code = (
        "from grid_manager_plugin.rules.geodesy import Measure; import numpy, threading; found = [];"
        "task = lambda: found.append(Measure.from_crs('EPSG:4548').to_lonlat(numpy.array([[5e5, 4.4e6]]))[0, 0]);"
        "task(); thread = threading.Thread(target=task); thread.start(); thread.join(); print(*found)"
    )
    environment = {key: value for key, value in os.environ.items() if key not in ("PROJ_DATA", "PROJ_LIB")}
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=Path(__file__).parents[2], env=environment,
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (run.stdout.split(), run.stderr, run.returncode) == (["117.0", "117.0"], "", 0)
