"""Time and memory of a city run at an eighth, a quarter, a half and all of Denver's communities.

Run: python benchmarks/growth.py
Exit status 1 when time grows more than 1.05 times as fast as the blocks, or peak memory by more than a fifth.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import shapely
from osgeo import gdal, ogr

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from harness import SAMPLES, split

STEPS = (8, 4, 2, 1)
TIME, MEMORY = 1.05, 1.20


def subset(folder: Path, step: int) -> tuple[Path, Path, int]:
    """Write every ``step``-th community, by id, with its blocks; return both files and the number of blocks."""
    source = ogr.Open(str(SAMPLES / "denver_communities.gpkg"))
    layer = source.GetLayer(0)
    rows = sorted((f.GetField("TRACT_GEOID"), f.GetFID(), bytes(f.GetGeometryRef().ExportToIsoWkb())) for f in layer)
    chosen = rows[::step]
    ground = shapely.from_wkb([row[2] for row in chosen])
    block_source = ogr.Open(str(SAMPLES / "denver_blocks.gpkg"))
    block_layer = block_source.GetLayer(0)
    block_rows = [(f.GetFID(), bytes(f.GetGeometryRef().ExportToIsoWkb())) for f in block_layer]
    points = shapely.point_on_surface(shapely.from_wkb([row[1] for row in block_rows]))
    inside = set(shapely.STRtree(points).query(ground, predicate="intersects")[1].tolist())
    key, block_key = layer.GetFIDColumn(), block_layer.GetFIDColumn()
    communities, blocks = folder / f"communities_{step}.gpkg", folder / f"blocks_{step}.gpkg"
    for target, name, column, fids in (
        (communities, "denver_communities", key, [row[1] for row in chosen]),
        (blocks, "denver_blocks", block_key, [block_rows[i][0] for i in sorted(inside)]),
    ):
        where = f"{column} IN ({','.join(map(str, fids))})"
        written = gdal.VectorTranslate(str(target), str(SAMPLES / f"{name}.gpkg"), where=where, format="GPKG")
        del written  # closes the file
    return communities, blocks, len(inside)


def main() -> int:
    gdal.UseExceptions()
    ogr.UseExceptions()
    good, first = True, None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for step in STEPS:
            communities, blocks, count = subset(folder, step)
            run = split(communities, blocks, folder, 2)
            first = first or (count, run.seconds, run.peak)
            growth = (run.seconds / first[1]) / (count / first[0])
            memory = run.peak / first[2]
            good &= growth <= TIME and memory <= MEMORY
            print(
                f"{len(run.summary['communities']):4} communities, {count:6} blocks: {run.seconds:5.1f} s "
                f"({growth:.2f} of linear), peak {run.peak:.0f} MiB ({memory:.2f})",
                flush=True,
            )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
