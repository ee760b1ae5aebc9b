"""Time of giving 1,000,000 points to Denver's blocks, and time and memory of a raster of 1 GB.

Usage: python3 benchmarks/people.py
Points: against the faster of the two ways to ask one shapely STRtree which points lie in which blocks; fails above 1.5.
Raster: 16,384 × 16,384 cells in degrees, to all communities; against GDAL's own read of the same file. Fails when
people are lost or the peak of memory grows by more than 512 MiB. Times are user and system CPU, taken in turns.
"""

from __future__ import annotations

import math
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import shapely

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "division")]

import real_city  # noqa: E402
from osgeo import gdal  # noqa: E402
from qgis.core import QgsApplication, QgsRasterLayer  # noqa: E402

from grid_manager_plugin.division.people.people import PointPeople, PointShare  # noqa: E402
from grid_manager_plugin.division.people.people_allotment import allot_people  # noqa: E402
from grid_manager_plugin.division.people.people_zones import share_points  # noqa: E402
from grid_manager_plugin.layers.people_raster import PeopleRaster  # noqa: E402
from grid_manager_plugin.layers.raster import RasterBand  # noqa: E402
from grid_manager_plugin.rules.geodesy import Measure  # noqa: E402

POINTS = 1_000_000
SIDE = 16_384
RUNS = 5
REACH = 1.5
MEMORY_REACH = 512.0


def seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds that some work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def peak() -> float:
    """Return the largest memory of this process so far in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def points_in(blocks: np.ndarray) -> np.ndarray:
    """Return points inside blocks taken at random, so that dense quarters have more of them."""
    rng = np.random.default_rng(0)
    block = blocks[rng.integers(0, len(blocks), POINTS * 3)]
    bounds = shapely.bounds(block)
    xy = bounds[:, :2] + rng.random((len(block), 2)) * (bounds[:, 2:] - bounds[:, :2])
    return xy[shapely.contains_xy(block, xy[:, 0], xy[:, 1])][:POINTS]


def measure_points() -> bool:
    """Measure, print, and tell whether the figure is reached."""
    blocks, communities = real_city.blocks(None).geometry, real_city.communities(None)
    xy = points_in(blocks)
    people = np.random.default_rng(1).integers(1, 9, len(xy)).astype(float)
    layer = PointPeople(np.arange(len(xy)), xy, np.arange(len(xy)), people)
    ways = {
        "tree of points, by blocks": lambda: shapely.STRtree(shapely.points(xy)).query(blocks, predicate="intersects"),
        "tree of blocks, by points": lambda: shapely.STRtree(blocks).query(shapely.points(xy), predicate="intersects"),
        "points to zones": lambda: share_points(blocks, PointShare(xy, people)),
        "points to communities": lambda: allot_people(communities, layer),
    }
    best = dict.fromkeys(ways, math.inf)
    for _ in range(RUNS):
        for name, work in ways.items():
            best[name] = min(best[name], seconds(work))
    found = share_points(blocks, PointShare(xy, people))
    kept = math.fsum(found.people) + found.outside == math.fsum(people)
    bare = min(best["tree of points, by blocks"], best["tree of blocks, by points"])
    ratio = best["points to zones"] / bare
    print(f"{len(xy):,} points, {len(blocks):,} blocks, {len(communities)} communities")
    for name, spent in best.items():
        print(f"{name:<28}{spent:>10.2f} s")
    print(f"{'ratio to the faster tree':<28}{ratio:>10.2f}   (reach: {REACH})")
    print(f"{'people kept':<28}{kept!s:>10}")
    return kept and len(xy) == POINTS and ratio <= REACH


def write_raster(path: Path, west: float, south: float, east: float, north: float) -> float:
    """Write a raster of people in degrees, and return their sum."""
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), SIDE, SIDE, 1, gdal.GDT_Float32, options=["TILED=YES"])
    dataset.SetGeoTransform((west, (east - west) / SIDE, 0, north, 0, (south - north) / SIDE))
    dataset.SetProjection("EPSG:4269")
    rng, total = np.random.default_rng(2), 0.0
    for row in range(0, SIDE, 256):
        people = rng.integers(0, 3, (256, SIDE)).astype(np.float32)
        dataset.GetRasterBand(1).WriteArray(people, 0, row)
        dataset.GetRasterBand(1).FlushCache()
        total += float(people.sum(dtype=float))
    return total


def bare_read(path: Path) -> float:
    """Add up the file by GDAL and numpy alone."""
    dataset = gdal.OpenEx(str(path), gdal.OF_RASTER)
    band = dataset.GetRasterBand(1)
    total = 0.0
    for row in range(0, SIDE, 256):
        total += float(np.nansum(band.ReadAsArray(0, row, SIDE, 256).astype(float)))
        band.FlushCache()
    return total


def measure_raster(folder: Path) -> bool:
    """Measure, print, and tell whether the figures are reached."""
    communities = real_city.communities(None)
    grounds = np.array([one.geometry for one in communities], dtype=object)
    lonlat = Measure.from_crs(real_city.CRS).to_lonlat(shapely.get_coordinates(grounds))
    (west, south), (east, north) = lonlat.min(axis=0) - 0.01, lonlat.max(axis=0) + 0.01
    path = folder / "people.tif"
    total = write_raster(path, west, south, east, north)
    bare = seconds(lambda: bare_read(path))
    before, inside = peak(), []

    def run() -> PeopleRaster:
        layer = QgsRasterLayer(str(path), "people")
        found = PeopleRaster(RasterBand(layer, "POPULATION_RASTER"), communities, real_city.CRS, list)
        for position in range(len(communities)):
            one = found.of(position)
            inside.append(math.fsum([*one.cells.people, *one.areas.people]))
        return found

    start = time.process_time()
    outside = run().outside().people
    spent = time.process_time() - start
    lost = math.fsum([*inside, outside, -total])
    grown = peak() - before
    print(f"{path.stat().st_size / 2**20:,.0f} MiB, {SIDE * SIDE:,} cells, {len(communities)} communities")
    print(f"{'added up by GDAL and numpy':<28}{bare:>10.2f} s")
    print(f"{'cells to communities':<28}{spent:>10.2f} s")
    print(f"{'people':<28}{total:>14,.0f}, {math.fsum(inside):,.3f} of them in communities, lost {lost:.3g}")
    print(f"{'peak of memory grown by':<28}{grown:>10.0f} MiB   (reach: {MEMORY_REACH:.0f})")
    return abs(lost) < 1e-6 * total and grown <= MEMORY_REACH


def main() -> int:
    """Measure, print, and return the exit status."""
    application = QgsApplication([], False)
    application.initQgis()
    with tempfile.TemporaryDirectory() as folder:
        reached = [measure_raster(Path(folder)), measure_points()]
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main())
