"""Areas and lengths of ``rules.geodesy`` against those that QGIS itself measures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsDistanceArea,
    QgsGeometry,
    QgsPointXY,
    QgsVectorLayer,
)

from grid_manager_plugin.rules.geodesy import Measure

SAMPLE = Path(__file__).parents[2] / "samples" / "denver_communities.gpkg"

LOCAL = """PROJCS["City independent system",GEOGCS["CGCS2000",DATUM["China_2000",
SPHEROID["CGCS2000",6378137,298.257222101]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],
PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",116.35],
PARAMETER["scale_factor",1.00002],PARAMETER["false_easting",50000],PARAMETER["false_northing",-4300000],UNIT["metre",1]]"""

PLACES = {
    "EPSG:4548": (448_688.0, 4_400_000.0),  # CGCS2000 3-degree Gauss-Krueger by central meridian
    "EPSG:4527": (39_372_000.0, 4_400_000.0),  # with zone prefix, at the western border of the zone
    "EPSG:4498": (20_700_000.0, 3_300_000.0),  # 6-degree zone
    "EPSG:2433": (500_000.0, 2_500_000.0),  # Beijing 1954
    "EPSG:2384": (500_000.0, 4_400_000.0),  # Xi'an 1980
    "EPSG:4490": (116.39, 39.91),
    "EPSG:4326": (-70.65, -33.45),
    "EPSG:32721": (600_000.0, 6_100_000.0),  # south
    "EPSG:2232": (3_143_000.0, 1_694_000.0),  # US survey feet
    LOCAL: (52_000.0, 118_000.0),
}


def qgis_measure(crs: QgsCoordinateReferenceSystem) -> QgsDistanceArea:
    measure = QgsDistanceArea()
    measure.setSourceCrs(crs, QgsCoordinateTransformContext())
    acronym = crs.ellipsoidAcronym()
    # QGIS 3.22 measures nan where a custom system's ellipsoid has no name: here it is that of CGCS2000
    assert measure.setEllipsoid("EPSG:1024" if acronym.startswith("PARAMETER") else acronym)
    return measure


def square(x: float, y: float, size: float) -> shapely.Polygon:
    """Return a square with a triangular hole."""
    around = shapely.box(x - size, y - size, x + size, y + size)
    hole = shapely.Polygon([(x, y), (x + size / 2, y), (x, y + size / 3)])
    return around.difference(hole)


@pytest.mark.parametrize("name", PLACES, ids=lambda text: text[:24])
@pytest.mark.parametrize("metres", [50, 2_000])
def test_agrees_with_qgis(name: str, metres: float) -> None:
    crs = QgsCoordinateReferenceSystem(name) if name.startswith("EPSG") else QgsCoordinateReferenceSystem.fromWkt(name)
    assert crs.isValid()
    unit = 1 / 111_000 if crs.isGeographic() else 0.3 if name == "EPSG:2232" else 1
    polygon = square(*PLACES[name], metres * unit)
    ours, theirs = Measure.from_crs(crs.toWkt()), qgis_measure(crs)
    geometry = QgsGeometry.fromWkt(polygon.wkt)
    assert ours.areas([polygon])[0] == pytest.approx(theirs.measureArea(geometry), rel=1e-6)
    edges = QgsGeometry(geometry.constGet().boundary())
    assert ours.perimeters([polygon])[0] == pytest.approx(theirs.measureLength(edges), rel=1e-6)
    start, end = np.asarray(polygon.exterior.coords[:2])
    assert ours.segment_lengths([start], [end])[0] == pytest.approx(
        theirs.measureLine(QgsPointXY(*start), QgsPointXY(*end)), rel=1e-6
    )


def test_agrees_with_qgis_on_denver() -> None:
    layer = QgsVectorLayer(str(SAMPLE), "communities", "ogr")
    assert layer.isValid()
    ours, theirs = Measure.from_crs(layer.crs().toWkt()), qgis_measure(layer.crs())
    geometries = [feature.geometry() for feature in layer.getFeatures()]
    assert len(geometries) > 100
    polygons = shapely.from_wkb([bytes(geometry.asWkb()) for geometry in geometries])
    np.testing.assert_allclose(
        ours.areas(polygons), [theirs.measureArea(geometry) for geometry in geometries], rtol=1e-6
    )
    np.testing.assert_allclose(
        ours.perimeters(polygons), [theirs.measurePerimeter(geometry) for geometry in geometries], rtol=1e-6
    )
