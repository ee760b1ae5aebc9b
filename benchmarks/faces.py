"""Time of making the blocks of a community from 100,000 street segments, against shapely's node and polygonize alone.

Usage: python benchmarks/faces.py
The network is real streets, railways and tramways of Helsinki's centre (samples/helsinki_streets.gpkg, © OpenStreetMap
contributors, ODbL) in ETRS89 / TM35FIN, laid side by side until there are 100,000 segments; the community is the
rectangle round it. shapely nodes the lines and the rectangle's outline and polygonises them, and nothing else: no open
end is extended, no face merged, no barrier known of any border. Prints both times (user and system CPU, best of the
runs, taken in turns), their ratio, and the same for faces as noded, without merging and extending; fails above 2.
"""

from __future__ import annotations

import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402
import pyproj  # noqa: E402
import shapely  # noqa: E402

from grid_manager_plugin.division.faces.barrier_profile import read_profile  # noqa: E402
from grid_manager_plugin.division.faces.barriers import Barriers  # noqa: E402
from grid_manager_plugin.division.faces.faces import FaceSettings, make_faces  # noqa: E402
from grid_manager_plugin.division.segments import segment_table  # noqa: E402
from grid_manager_plugin.rules.geodesy import Measure  # noqa: E402

SAMPLE = ROOT / "samples" / "helsinki_streets.gpkg"
CRS = "EPSG:3067"
SEGMENTS = 100_000
RUNS = 7
REACH = 2.0


def streets() -> Barriers:
    """Return the sample's lines with their factors."""
    with closing(sqlite3.connect(f"{SAMPLE.as_uri()}?mode=ro&immutable=1", uri=True)) as file:
        query = "SELECT geom, highway, railway, waterway FROM helsinki_streets ORDER BY fid"
        rows = file.execute(query).fetchall()
    envelopes = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
    lines = shapely.from_wkb([row[0][8 + envelopes[row[0][3] >> 1 & 7] :] for row in rows])
    way = pyproj.Transformer.from_crs("EPSG:4326", CRS, always_xy=True)
    lines = shapely.transform(lines, lambda xy: np.column_stack(way.transform(*xy.T)))
    fields = ("highway", "railway", "waterway")
    tags = {field: np.array([row[i] for row in rows], dtype=object) for i, field in enumerate(fields, 1)}
    factor, used = read_profile().look_up(tags)
    return Barriers(lines, factor, np.zeros(len(lines), dtype=bool), np.arange(len(lines))).take(np.flatnonzero(used))


def laid_out(one: Barriers) -> Barriers:
    """Return copies side by side, with so many segments."""
    west, south, east, north = shapely.total_bounds(one.geometry)
    in_one = int((shapely.get_num_coordinates(one.geometry) - 1).sum())
    side = int(np.ceil(np.sqrt(SEGMENTS / in_one)))
    steps = [np.array([i * (east - west), j * (north - south)]) for i in range(side) for j in range(side)]
    lines = np.concatenate([shapely.transform(one.geometry, lambda xy, step=step: xy + step) for step in steps])
    total = np.cumsum(shapely.get_num_coordinates(lines) - 1)
    count = int(np.searchsorted(total, SEGMENTS)) + 1
    factor = np.tile(one.factor, len(steps))
    return Barriers(lines, factor, np.zeros(len(lines), dtype=bool), np.arange(len(lines))).take(np.arange(count))


def seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds that some work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> int:
    """Measure, print, and return the exit status."""
    lines = laid_out(streets())
    west, south, east, north = shapely.total_bounds(lines.geometry)
    ground = shapely.box(west - 5, south - 5, east + 5, north + 5)
    drawn = shapely.multilinestrings(np.append(lines.geometry, ground.exterior))
    measure = Measure.from_crs(CRS)
    bare = FaceSettings(extend=0, smallest=0, narrowest=0)

    def shapely_alone() -> np.ndarray:
        return shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.node(drawn))))

    alone, whole, plain = [], [], []
    for _ in range(RUNS):
        alone.append(seconds(shapely_alone))
        whole.append(seconds(lambda: make_faces(ground, lines, measure)))
        plain.append(seconds(lambda: make_faces(ground, lines, measure, settings=bare)))
    found = make_faces(ground, lines, measure)
    table = segment_table(found.geometry)
    ratio = min(whole) / min(alone)
    print(f"segments                       {int((shapely.get_num_coordinates(lines.geometry) - 1).sum()):>10,}")
    print(f"faces by shapely               {len(shapely_alone()):>10,}")
    print(f"faces by us, as noded          {len(make_faces(ground, lines, measure, settings=bare).geometry):>10,}")
    print(f"blocks, small ones merged      {len(found.geometry):>10,}   ({found.extended:,} ends extended)")
    print(f"segments between blocks        {int(table.inner().sum()):>10,}")
    print(f"shapely node + polygonize      {min(alone):>10.2f} s")
    print(f"faces as noded                 {min(plain):>10.2f} s   ({min(plain) / min(alone):.2f})")
    print(f"blocks with their barriers     {min(whole):>10.2f} s")
    print(f"ratio to shapely alone         {ratio:>10.2f}   (reach: {REACH:.0f})")
    return 0 if ratio <= REACH else 1


if __name__ == "__main__":
    sys.exit(main())
