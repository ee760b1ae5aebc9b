"""Time of the comparison of two plans of 17,350 real grids, against the raw work in shapely.

Run: python benchmarks/compare.py
Exit status 1 when the comparison, history of the codes included, takes more than twice as long as a query of all pairs
that meet, the intersection of each pair and its area; when areas differ from those; or when more than a second passes
between two looks at whether somebody has cancelled.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import shapely
from osgeo import gdal, ogr

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from harness import SAMPLES, run_algorithm
from large_plan import COMMUNITIES, STEP, moved, rows

from grid_manager_plugin.linking.compare import Comparison, compare
from grid_manager_plugin.linking.history import history
from grid_manager_plugin.linking.plan import plan_of
from grid_manager_plugin.rules.chunks import Progress
from grid_manager_plugin.rules.geodesy import Measure

RATIO, LONGEST = 2.0, 1.0
ROUNDS = 3
TARGETS = (1330, 1000)
"""People wished for per grid in the first plan, and in the communities that the second divides anew."""


def divided(folder: Path, target: int) -> dict[str, list]:
    """Divide Denver and return geometry and code of the grids, by community."""
    file = folder / f"denver_{target}.gpkg"
    run_algorithm(
        [
            f"--INPUT={SAMPLES / 'denver_communities.gpkg'}", "--COMMUNITY_ID=TRACT_GEOID",
            f"--BLOCKS={SAMPLES / 'denver_blocks.gpkg'}", "--POPULATION_FIELD=TOTPOP20", "--MIN_POPULATION=400",
            "--MAX_POPULATION=2500", f"--TARGET_POPULATION={target}", "--EFFORT=0", f"--OUTPUT={file}",
        ],
        folder,
    )  # fmt: skip
    found: dict[str, list] = {}
    for geometry, code, community in rows(file, "grid_code", "community_id"):
        found.setdefault(community, []).append((geometry, code))
    return found


def large(city: dict[str, list]) -> tuple[np.ndarray, np.ndarray]:
    """Return the grids of a city, copied side by side without touching, and their codes, as arrays of objects."""
    ground, codes, names = [], [], sorted(city)
    for number in range(COMMUNITIES):
        copy, which = divmod(number, len(names))
        for geometry, code in city[names[which]]:
            ground.append(moved(geometry, (copy % 6 * STEP, copy // 6 * STEP)))
            codes.append(f"{copy}-{code}")
    geometry, code = np.empty(len(ground), dtype=object), np.empty(len(codes), dtype=object)
    # read anew, so that grids which are the same do not share an object
    geometry[:], code[:] = shapely.from_wkb(shapely.to_wkb(ground)), codes
    return geometry, code


class Watch:
    """Notes how long nobody looks."""

    def __init__(self) -> None:
        self.longest, self._last = 0.0, time.perf_counter()

    def __call__(self, fraction: float) -> None:
        now = time.perf_counter()
        self.longest, self._last = max(self.longest, now - self._last), now


def raw(old: np.ndarray, new: np.ndarray) -> float:
    """Do the raw work and return the area of all common ground, in square units."""
    one, other = shapely.STRtree(new).query(old, predicate="intersects")
    return float(shapely.area(shapely.intersection(old[one], new[other])).sum())


def whole(old: tuple, new: tuple, measure: Measure) -> tuple[Comparison, float]:
    """Compare, and return the comparison and the longest time between two looks."""
    watch = Watch()
    plans = []
    for (geometry, code), name in ((old, "OLD"), (new, "NEW")):
        nothing = np.full(len(code), "", dtype=object)
        plans.append(plan_of(np.arange(len(code)), code, geometry, nothing, name)[0])
        watch(0.0)
    found = compare(*plans, measure, 1.0, Progress(watch))
    history(found, "2026-07-01")
    watch(1.0)
    return found, watch.longest


def main() -> int:
    """Measure, print, and return the exit status."""
    gdal.UseExceptions()
    ogr.UseExceptions()
    measure = Measure.from_crs("EPSG:2232")
    with tempfile.TemporaryDirectory() as name:
        first, second = (divided(Path(name), target) for target in TARGETS)
    names = sorted(first)
    anew = set(names) - set(names[::3])  # in half of them the grids stay, so about a third of all changes
    old, new = large(first), large({**first, **{community: second[community] for community in anew}})
    times: dict[str, list[float]] = {"raw": [], "whole": []}
    for _ in range(ROUNDS):
        start = time.perf_counter()
        area = raw(old[0], new[0])
        times["raw"].append(time.perf_counter() - start)
        start = time.perf_counter()
        found, longest = whole(old, new, measure)
        times["whole"].append(time.perf_counter() - start)
    flat = float(shapely.area(found.geometry[(found.old >= 0) & (found.new >= 0)]).sum())
    shares = [float(np.median(times["whole"])), float(np.median(times["raw"]))]
    touched = len(np.unique(found.old[found.moved])) / len(old[0])
    print(
        f"{len(old[0]):,} grids against {len(new[0]):,}, {touched:.0%} of them lost ground, {int(found.moved.sum()):,} "
        f"pieces moved: {shares[0]:.1f} s; raw work {shares[1]:.1f} s; ratio {shares[0] / shares[1]:.2f} (reach: "
        f"{RATIO}); area off by {abs(flat / area - 1):.1e}; longest time between two looks {longest:.2f} s (reach: "
        f"{LONGEST:.0f})",
        flush=True,
    )
    good = shares[0] <= RATIO * shares[1] and abs(flat / area - 1) < 1e-9 and longest <= LONGEST
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
