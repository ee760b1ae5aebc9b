"""Repair of Denver's precincts as they were published, against their publisher's own repair.

Run: python benchmarks/repair.py
Exit status 1 when an overlap, or a gap or spill below the limits, is left without a reason; when the city's outline
moved; when more ground moved than in the publisher's repair; or when a second run changes anything.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import shapely
from osgeo import gdal, ogr

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from large_plan import rows

from grid_manager_plugin.coverage.inputs import CheckSettings, Communities, Grids
from grid_manager_plugin.coverage.kinds import GROUND, Kind
from grid_manager_plugin.coverage.mend.moves import RepairSettings
from grid_manager_plugin.coverage.repair import Repair, Repaired
from grid_manager_plugin.rules.geodesy import Measure
from grid_manager_plugin.rules.limits import Limits

ROOT = Path(__file__).resolve().parent.parent
LARGEST = 100.0
FOOT = 1200 / 3937
"""Metres of a US survey foot."""
NEEDED = "If it were moved, a grid would lose most of its ground"


def precincts(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Read ids and polygons, in order of the ids."""
    found = sorted(rows(path, "PRECID"), key=lambda row: row[1])
    ids = np.empty(len(found), dtype=object)
    ids[:] = [row[1] for row in found]
    return ids, np.array([row[0] for row in found], dtype=object)


def repaired(ids: np.ndarray, ground: np.ndarray, city: np.ndarray, measure: Measure) -> Repaired:
    """Repair with the algorithm's defaults."""
    one = np.array(["Denver"], dtype=object)
    communities = Communities(np.ones(1, dtype=int), one, one, one, city)
    grids = Grids(np.arange(len(ids)), ground, ids)
    settings = RepairSettings(dict.fromkeys(GROUND, LARGEST))
    return Repair(grids, communities, CheckSettings(Limits(grids=(1, 99))), settings, measure).run()


def outline_moved(before: np.ndarray, after: np.ndarray, city: shapely.Geometry) -> float:
    """Return how far the precincts' border is from the city's outline, where it was not before, in metres.

    Places of the outline that precincts followed before, or that the repair brought them to.
    """
    edge = shapely.boundary(city)
    vertices = shapely.points(shapely.get_coordinates(shapely.boundary(shapely.union_all(after))))
    known = shapely.STRtree(shapely.points(shapely.get_coordinates(before)))
    new = np.setdiff1d(np.arange(len(vertices)), known.query(vertices, predicate="intersects")[0])
    return float(shapely.distance(vertices[new], edge).max(initial=0.0)) * FOOT


def main() -> int:
    """Measure, print, and return the exit status."""
    gdal.UseExceptions()
    ogr.UseExceptions()
    ids, ground = precincts(ROOT / "samples" / "denver_precincts.gpkg")
    twin_ids, twin = precincts(ROOT / "benchmarks" / "data" / "denver_precincts_repaired.gpkg")
    assert ids.tolist() == twin_ids.tolist()
    city = np.array([rows(ROOT / "samples" / "denver_city.gpkg")[0][0]], dtype=object)
    measure = Measure.from_crs("EPSG:2232")
    result = repaired(ids, ground, city, measure)
    again = repaired(ids, result.geometry, city, measure)
    found = result.after.findings
    small = found.are(*GROUND) & (found.area < LARGEST)
    unexplained = [str(reason) for reason in result.reasons[small] if not str(reason).startswith(NEEDED)]
    publisher = float(measure.areas(shapely.symmetric_difference(ground, twin)).sum()) / 2
    ours = sum(move.area for move in result.moves)
    numbers = result.before.numbers(), result.after.numbers()
    moved = outline_moved(ground, result.geometry, city[0])
    unchanged = all(one is other for one, other in zip(again.geometry, result.geometry))
    for name, kind in (("overlaps", Kind.OVERLAP), ("gaps", Kind.GAP), ("spills", Kind.SPILL)):
        counts = [int(one.findings.are(kind).sum()) for one in (result.before, result.after)]
        area = [one[f"{kind.name}_M2"] for one in numbers]
        print(f"{name}: {counts[0]} ({area[0]:,.2f} m²) before, {counts[1]} ({area[1]:,.2f} m²) after")
    print(
        f"below {LARGEST:g} m² are left {int(small.sum())}, without a reason {len(unexplained)}; new vertices of the "
        f"outline lie at most {moved:.1e} m from the city's; moved {ours:,.0f} m² in {len(result.moves)} pieces "
        f"(publisher: {publisher:,.0f} m²); a second run changes {'nothing' if unchanged else 'something'}"
    )
    good = not numbers[1]["OVERLAP_M2"] and not unexplained and moved < 1e-6 and ours <= publisher and unchanged
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
