"""A whole city end to end through qgis_process, against a loop of GerryChain over the same graphs and limits.

Run: python benchmarks/city.py [--every N]: every Nth community goes to the peer; its time is scaled up.
Exit status 1 when the run takes more than half of the peer's time, or its border is longer.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np
import shapely
from osgeo import ogr

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from harness import LIMITS, SAMPLES, split
from peers import gerrychain_best

from grid_manager_plugin.division.adjacency import build_graph
from grid_manager_plugin.division.blocks import allot
from grid_manager_plugin.division.community import Blocks, Community, DivisionSettings
from grid_manager_plugin.division.fitting import fit
from grid_manager_plugin.rules.geodesy import Measure

SHARE = 0.5


def read(path: Path, field: str) -> tuple[np.ndarray, list, str]:
    """Return geometries, one field's values and the CRS as WKT."""
    dataset = ogr.Open(str(path))
    layer = dataset.GetLayer(0)
    rows = [(bytes(f.GetGeometryRef().ExportToIsoWkb()), f.GetField(field)) for f in layer]
    return shapely.from_wkb([row[0] for row in rows]), [row[1] for row in rows], layer.GetSpatialRef().ExportToWkt()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--every", type=int, default=1)
    options = parser.parse_args()
    ogr.UseExceptions()
    with tempfile.TemporaryDirectory() as folder:
        run = split(SAMPLES / "denver_communities.gpkg", SAMPLES / "denver_blocks.gpkg", Path(folder), 2)
    ours = {row["community_id"]: row for row in run.summary["communities"] if row["verdict"] == "solved"}

    shapes, ids, wkt = read(SAMPLES / "denver_communities.gpkg", "TRACT_GEOID")
    grounds, people, _ = read(SAMPLES / "denver_blocks.gpkg", "TOTPOP20")
    measure = Measure.from_crs(wkt)
    communities = [Community(i, name, "", name, shape) for i, (name, shape) in enumerate(zip(ids, shapes))]
    blocks = Blocks(np.arange(len(grounds)), grounds, np.array(people, dtype=float))
    seconds, border, theirs, held, asked = 0.0, 0.0, 0.0, 0, 0
    jobs = [job for job in allot(communities, blocks).jobs(DivisionSettings(LIMITS), wkt) if job.community.id in ours]
    for job in jobs[:: options.every]:
        fitted = fit(job.community.geometry, job.geometries, job.population, measure)
        graph, _ = build_graph(fitted.geometry, fitted.population, measure)
        row = ours[job.community.id]
        bounds = LIMITS.bounds(float(graph.population.sum()), row["grids"])
        answer = gerrychain_best(graph, bounds, row["grids"])
        seconds += answer.seconds
        asked += 1
        if answer.cost is not None:
            held += 1
            border += row["border_m"]
            theirs += answer.cost
    seconds *= len(jobs) / asked
    share, ratio = run.seconds / seconds, border / theirs
    print(
        f"Denver: {len(run.summary['communities'])} communities, {run.summary['numbers']['SOLVED']} solved, "
        f"{run.summary['numbers']['GRIDS']} grids in {run.seconds:.1f} s on 2 cores, peak {run.peak:.0f} MiB; "
        f"GerryChain {seconds:.1f} s, held every limit {held}/{asked}; time {share:.2f} of its; border {ratio:.3f} of "
        f"its where it has a plan"
    )
    return 0 if share <= SHARE and ratio < 1 else 1


if __name__ == "__main__":
    sys.exit(main())
