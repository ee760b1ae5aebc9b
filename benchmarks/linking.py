"""``linksurveypoints``: a million points in 17,524 grids, against QGIS's own join and raw shapely; and ten millions.

Run: python benchmarks/linking.py
Exit status 1 when the run by qgis_process, GeoPackage to GeoPackage, is not 5 times as fast as
``native:joinattributesbylocation`` on the same points with a spatial index; when the linking alone takes more than 1.5
times as long as the quicker of shapely's two ways to ask an STRtree; when ten million points take more than twice the
memory of one million; when an answer differs from shapely's, or when a point on a border has not just one grid, the
same under any order.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import numpy as np
import shapely
from osgeo import gdal, ogr

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from harness import ROOT, measured, run_algorithm
from large_plan import denver, large_plan
from raw_coverage import read
from survey_points import on_borders, spread, write_points

from grid_manager_plugin.linking.assign import Assignment, IndexedGrids, assign
from grid_manager_plugin.rules.geodesy import Measure

POINTS, MANY, BORDER = 1_000_000, 10_000_000, 20_000
FASTER, RAW, MEMORY = 5.0, 1.5, 2.0
SCALE = 1 / 8
CRS = "EPSG:2232"


def linked(points: Path, grids: Path, folder: Path) -> tuple[float, float]:
    """Link points and return wall seconds and peak memory in MiB."""
    options = [f"--INPUT={points}", f"--GRIDS={grids}", "--GRID_CODE=grid_code", f"--OUTPUT={folder / 'linked.gpkg'}"]
    return run_algorithm(options, folder, "linksurveypoints")


def joined(points: Path, grids: Path, folder: Path) -> float:
    """Join points by QGIS's own algorithm and return wall seconds."""
    command = [str(ROOT / "tools" / "qgis_process.sh"), "run", "native:joinattributesbylocation", f"--INPUT={points}"]
    command += [f"--JOIN={grids}", "--PREDICATE=0", "--JOIN_FIELDS=grid_code", "--METHOD=1"]
    seconds, _ = measured([*command, f"--OUTPUT={folder / 'joined.gpkg'}"], folder)
    return seconds


def codes_in(path: Path, table: str) -> dict[str, str]:
    """Return the grid's code of each point that has one."""
    with closing(sqlite3.connect(path)) as file:
        return dict(file.execute(f"SELECT pid, grid_code FROM {table} WHERE grid_code IS NOT NULL"))


def against_native(points: Path, grids: Path, folder: Path) -> bool:
    """Run both, compare the answers, print the ratio, and tell whether it holds."""
    ours = min(linked(points, grids, folder)[0] for _ in range(3))
    index = gdal.OpenEx(str(points), gdal.OF_VECTOR | gdal.OF_UPDATE)
    index.ReleaseResultSet(index.ExecuteSQL("SELECT CreateSpatialIndex('points', 'geom')"))
    del index
    native = joined(points, grids, folder)
    same = codes_in(folder / "linked.gpkg", "linked") == codes_in(folder / "joined.gpkg", "joined")
    print(
        f"{POINTS:,} points: {ours:.1f} s; native:joinattributesbylocation {native:.1f} s; {native / ours:.1f} times "
        f"as fast (reach: {FASTER}); the same answer: {same}",
        flush=True,
    )
    return same and native >= FASTER * ours


def raw_seconds(xy: np.ndarray, grids: np.ndarray) -> tuple[float, int]:
    """Return the CPU seconds of the quicker of two ways to ask an STRtree, points made too, and the pairs."""
    start = time.process_time()
    points = shapely.points(xy)
    made = time.process_time() - start
    seconds, pairs = [], 0
    for inside, asked in ((points, grids), (grids, points)):
        start = time.process_time()
        pairs = shapely.STRtree(inside).query(asked, predicate="intersects").shape[1]
        seconds.append(made + time.process_time() - start)
    return min(seconds), pairs


def alone(xy: np.ndarray, grids: np.ndarray, codes: np.ndarray) -> bool:
    """Measure the linking alone against shapely, print both, and tell whether the ratio holds."""
    raws, times = [], []
    for _ in range(3):  # in turns, the best of each
        seconds, pairs = raw_seconds(xy, grids)
        raws.append(seconds)
        start = time.process_time()
        found = assign(xy, IndexedGrids.of(grids, codes, Measure.from_crs(CRS)), tell_nearest=False)
        times.append(time.process_time() - start)
    raw, ours = min(raws), min(times)
    same = int(found.linked.sum()) == pairs
    print(
        f"linking alone: {ours:.2f} s of CPU, validity of the grids too; STRtree {raw:.2f} s; ratio {ours / raw:.2f} "
        f"(reach: {RAW}); the same number: {same}",
        flush=True,
    )
    return same and ours <= RAW * raw


def borders(grids: np.ndarray, codes: np.ndarray) -> bool:
    """Link points on borders and corners under three orders, and tell whether each has the lowest code it touches."""
    xy, measure = on_borders(grids, BORDER), Measure.from_crs(CRS)
    pairs = shapely.STRtree(grids).query(shapely.points(xy), predicate="dwithin", distance=3e-6)
    lowest: list[str] = [""] * len(xy)
    for point, grid in pairs.T.tolist():
        lowest[point] = min(lowest[point] or codes[grid], codes[grid])
    good = True
    for seed in range(3):
        order, turned = (np.random.default_rng(seed).permutation(n) for n in (len(grids), len(xy)))
        found: Assignment = assign(xy[turned], IndexedGrids.of(grids[order], codes[order], measure))
        good &= bool(found.linked.all())
        good &= codes[order][found.grid_index].tolist() == [lowest[i] for i in turned.tolist()]
    print(f"{len(xy):,} points on borders and corners: one grid, the lowest code, under 3 orders: {good}", flush=True)
    return good


def main() -> int:
    """Measure, print, and return the exit status."""
    gdal.UseExceptions()
    ogr.UseExceptions()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plan = large_plan(denver(folder), folder, 1, scale=SCALE)
        grids, codes = read(str(plan.grids), "grid_code")
        xy, which = spread(grids, POINTS)
        few, many = folder / "few.gpkg", folder / "many.gpkg"
        write_points(few, xy, codes[which].tolist())
        good = alone(xy, grids, codes)
        good &= borders(grids, codes)
        good &= against_native(few, plan.grids, folder)
        _, peak = linked(few, plan.grids, folder)
        xy, which = spread(grids, MANY)
        write_points(many, xy, codes[which].tolist())
        del xy, which
        seconds, most = linked(many, plan.grids, folder)
        good &= most <= MEMORY * peak
        print(
            f"memory: {peak:.0f} MiB for {POINTS:,} points, {most:.0f} MiB for {MANY:,} ({seconds:.0f} s); "
            f"{most / peak:.2f} times as much (reach: {MEMORY})",
            flush=True,
        )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
