"""Points for the benchmarks of linking: seeded, spread over a plan's grids and the ground beside them."""

from __future__ import annotations

import sqlite3
import struct
from contextlib import closing
from pathlib import Path

import numpy as np
import shapely
from large_plan import SAMPLES
from osgeo import gdal, ogr

PIECE = 100_000


def spread(grids: np.ndarray, count: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Return points in the boxes round grids, and the grid whose box each was drawn for: most lie in it."""
    random = np.random.default_rng(seed)
    boxes, weight = shapely.bounds(grids), np.sqrt(shapely.area(grids))
    which = random.choice(len(grids), count, p=weight / weight.sum())
    return boxes[which, :2] + random.random((count, 2)) * (boxes[which, 2:] - boxes[which, :2]), which


def on_borders(grids: np.ndarray, count: int, seed: int = 1) -> np.ndarray:
    """Return places on vertices and on edges, half of each."""
    random = np.random.default_rng(seed)
    rings, _ = shapely.get_rings(shapely.get_parts(grids), return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    first = random.choice(np.flatnonzero(ring[:-1] == ring[1:]), count // 2)
    share = random.random((count // 2, 1))
    return np.concatenate([xy[random.choice(len(xy), count // 2)], xy[first] + share * (xy[first + 1] - xy[first])])


def write_points(path: Path, xy: np.ndarray, codes: list[str]) -> None:
    """Write points with an id, a typed code, a class and a depth to a GeoPackage in Denver's coordinate system."""
    model = ogr.Open(str(SAMPLES / "denver_communities.gpkg"))
    system = model.GetLayer(0).GetSpatialRef()
    path.unlink(missing_ok=True)
    dataset = gdal.GetDriverByName("GPKG").Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
    layer = dataset.CreateLayer("points", system, ogr.wkbPoint, options=["SPATIAL_INDEX=NO"])
    for name, kind in (("pid", ogr.OFTString), ("typed", ogr.OFTString), ("kind", ogr.OFTInteger)):
        layer.CreateField(ogr.FieldDefn(name, kind))
    del layer, dataset  # closes the file
    with closing(sqlite3.connect(path)) as file:
        for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            if "feature_count" in name:
                file.execute(f'DROP TRIGGER "{name}"')
        (srs_id,) = file.execute("SELECT srs_id FROM gpkg_geometry_columns").fetchone()
        head = b"GP\x00\x01" + struct.pack("<i", srs_id) + b"\x01" + struct.pack("<I", 1)
        for start in range(0, len(xy), PIECE):
            raw = xy[start : start + PIECE].astype("<f8").tobytes()
            file.executemany(
                "INSERT INTO points (geom, pid, typed, kind) VALUES (?, ?, ?, ?)",
                (
                    (head + raw[16 * i : 16 * i + 16], f"P{start + i:08d}", codes[start + i], i % 37)
                    for i in range(len(raw) // 16)
                ),
            )
        file.execute("UPDATE gpkg_ogr_contents SET feature_count = ?", (len(xy),))
        file.commit()
