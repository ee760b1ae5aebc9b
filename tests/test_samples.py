"""The sample data: what they hold, whose they are, and that the communities made here can be made again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pyproj
import pytest
import shapely

from tools.helsinki_communities import Streets, communities

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
README = (SAMPLES / "README.md").read_text(encoding="utf-8")
OPENSTREETMAP = ("© OpenStreetMap contributors", "openstreetmap.org/copyright", "Open Database License (ODbL) 1.0")
TAIPEI = ("內政部", "dataset 7438", "Open Government Data License 1.0", "OGDL-Taiwan 1.0")
METRES = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:3067", always_xy=True)


def rows(name: str, query: str) -> list[tuple]:
    uri = f"{(SAMPLES / name).with_suffix('.gpkg').as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as file:
        return file.execute(query).fetchall()


def column(name: str, field: str) -> np.ndarray:
    return np.array([row[0] for row in rows(name, f"SELECT {field} FROM {name} ORDER BY fid")], dtype=object)


def shapes(name: str) -> np.ndarray:
    bounds = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
    return shapely.from_wkb([blob[8 + bounds[blob[3] >> 1 & 7] :] for blob in column(name, "geom")])


def in_metres(geometry: np.ndarray) -> np.ndarray:
    return shapely.transform(geometry, lambda xy: np.column_stack(METRES.transform(*xy.T)))


@pytest.mark.parametrize(
    ("name", "count", "kind"),
    [
        ("helsinki_streets", 2790, "lines"),
        ("helsinki_buildings", 486, "polygons"),
        ("helsinki_communities", 9, "polygons"),
        ("taipei_villages", 456, "polygons"),
    ],
)
def test_samples_are_what_their_readme_says(name: str, count: int, kind: str) -> None:
    assert len(shapes(name)) == count
    assert f"`{name}.gpkg` | {count:,} {kind} |" in README


@pytest.mark.parametrize("name", [*sorted(path.stem for path in SAMPLES.glob("helsinki_*.gpkg")), "taipei_villages"])
def test_samples_say_whose_they_are(name: str) -> None:
    query = """
        SELECT metadata FROM gpkg_metadata JOIN gpkg_metadata_reference ON md_file_id = id
        WHERE table_name = (SELECT table_name FROM gpkg_contents) AND md_standard_uri = 'http://mrcc.com/qgis.dtd'
    """
    [(text,)] = rows(name, query)
    words = TAIPEI if name.startswith("taipei") else OPENSTREETMAP
    assert [word for word in words if word not in text or word not in README] == []


def test_communities_of_helsinki_tile_their_frame() -> None:
    areas = in_metres(shapes("helsinki_communities"))
    square_metres = shapely.area(areas)
    whole = shapely.union_all(areas)
    assert shapely.is_valid(areas).all()
    assert square_metres.min() > 100_000
    assert square_metres.max() < 305_000
    assert square_metres.sum() == pytest.approx(whole.area, abs=0.01)
    assert len(shapely.get_rings(whole)) == 1
    assert shapely.contains(whole, shapely.make_valid(in_metres(shapes("helsinki_buildings")))).all()
    assert column("helsinki_communities", "community_id").tolist() == [f"{number:02d}" for number in range(1, 10)]
    names = column("helsinki_communities", "name").tolist()
    assert len(set(names)) == 9
    assert set(names) <= set(column("helsinki_streets", "name"))


def test_communities_of_helsinki_can_be_made_again() -> None:
    lines = in_metres(shapes("helsinki_streets"))
    highway, railway, name = (column("helsinki_streets", field) for field in ("highway", "railway", "name"))
    streets = Streets(lines, np.where(np.equal(highway, None), railway, highway), name)
    kept = shapes("helsinki_communities")
    frame = in_metres(np.array([shapely.box(*shapely.total_bounds(kept).round(4))]))[0]
    made = communities(streets, in_metres(shapes("helsinki_buildings")), frame)
    assert made.number == column("helsinki_communities", "community_id").tolist()
    assert made.name == column("helsinki_communities", "name").tolist()
    # a degree is kept to 7 decimals, a centimetre
    assert shapely.area(shapely.symmetric_difference(made.geometry, in_metres(kept))).max() < 20


def test_one_village_of_taipei_is_invalid() -> None:
    villages, codes = shapes("taipei_villages"), column("taipei_villages", "VILLCODE")
    assert codes[~shapely.is_valid(villages)].tolist() == ["63000080037"]
    assert len(set(codes)) == 456
    assert set(column("taipei_villages", "TOWNNAME")) >= {"大安區", "北投區"}
