"""Time of ``validategrids`` by qgis_process on 17,350 grids, against the raw work in shapely; and how it grows.

Run: python benchmarks/coverage.py
Exit status 1 when the whole run, start of QGIS included, takes more than twice the raw work, on a plan that tiles and
on one where every tenth grid was moved by a metre; or when time grows more than 1.1 times as fast as the grids.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from osgeo import gdal, ogr

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from harness import measured, run_algorithm
from large_plan import LargePlan, denver, large_plan
from raw_coverage import raw_work

RATIO, GROWTH = 2.0, 1.1
SHARES = (8, 4, 2, 1)
METRE = 3937 / 1200
"""US survey feet of a metre."""


def checked(plan: LargePlan, folder: Path) -> tuple[float, float, dict]:
    """Check a plan; return wall seconds, peak memory in MiB and the numbers."""
    summary = folder / "summary.json"
    seconds, peak = run_algorithm(
        [
            f"--INPUT={plan.grids}", "--GRID_CODE=grid_code", "--GRID_COMMUNITY=community_id",
            "--POPULATION_FIELD=population", f"--COMMUNITIES={plan.communities}", "--COMMUNITY_ID=id",
            "--MAX_POPULATION=2500", "--MAX_AREA=30000000", "--CODE_SCHEME=3", f"--OUTPUT={folder / 'findings.gpkg'}",
            f"--STATUS={folder / 'status.gpkg'}", f"--SUMMARY={summary}",
        ],
        folder,
        "validategrids",
    )  # fmt: skip
    return seconds, peak, json.loads(summary.read_text(encoding="utf-8"))["numbers"]


def against_raw(plan: LargePlan, folder: Path, title: str) -> bool:
    """Measure one plan and the raw work on it, print both, and tell whether the ratio holds."""
    seconds, peak, numbers = checked(plan, folder)
    raw, _ = measured([sys.executable, __file__, str(plan.grids), str(plan.communities)], folder)
    raw_said = (folder / "log.txt").read_text(encoding="utf-8").strip().splitlines()[-1]
    print(
        f"{title}: {plan.grid_count:,} grids in {plan.community_count:,} communities: {seconds:.1f} s, peak "
        f"{peak:.0f} MiB, errors {numbers['ERRORS']:,}; raw work {raw:.1f} s ({raw_said}); ratio {seconds / raw:.2f} "
        f"(reach: {RATIO})",
        flush=True,
    )
    return seconds <= RATIO * raw


def main() -> int:
    """Measure, print, and return the exit status."""
    if len(sys.argv) > 1:  # a process of its own, as the algorithm has
        raw_work(*sys.argv[1:])
        return 0
    gdal.UseExceptions()
    ogr.UseExceptions()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        city = denver(folder)
        good, first = True, None
        for share in SHARES:
            plan = large_plan(city, folder, share)
            seconds, peak, _ = checked(plan, folder)
            first = first or (plan.grid_count, seconds, peak)
            growth = (seconds / first[1]) / (plan.grid_count / first[0])
            good &= growth <= GROWTH
            print(
                f"{plan.grid_count:6} grids: {seconds:5.1f} s ({growth:.2f} of linear), peak {peak:.0f} MiB", flush=True
            )
        good &= against_raw(plan, folder, "tiles")
        good &= against_raw(large_plan(city, folder, 1, METRE), folder, "every tenth grid moved by 1 m")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
