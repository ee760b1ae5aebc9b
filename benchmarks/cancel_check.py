"""How long ``validategrids`` and ``repairgrids`` go on after a cancel, at full size.

Run: python benchmarks/cancel_check.py
Each run is cancelled at another moment, from its reading to its writing. Exit status 1 when one takes more than a
second to stop, or leaves a file.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from coverage import METRE
from large_plan import LargePlan, denver, large_plan
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback

MOMENTS = 12
REACH = 1.0


class Watched(QgsProcessingFeedback):
    """Is cancelled by a clock, and knows when."""

    def __init__(self, after: float) -> None:
        super().__init__(False)
        self.cancelled_at = float("inf")
        self._timer = threading.Timer(after, self._stop)
        self._timer.start()

    def _stop(self) -> None:
        self.cancelled_at = time.perf_counter()
        self.cancel()

    def end(self) -> float:
        """Return the seconds since the cancel; below 0 where the run was faster."""
        self._timer.cancel()
        return time.perf_counter() - self.cancelled_at


def run(name: str, plan: LargePlan, folder: Path, after: float) -> tuple[float, float]:
    """Run an algorithm and cancel it; return the seconds that it took in all, and those after the cancel."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"gridmanager:{name}")
    parameters = {
        "INPUT": str(plan.grids), "GRID_CODE": "grid_code", "GRID_COMMUNITY": "community_id",
        "COMMUNITIES": str(plan.communities), "COMMUNITY_ID": "id", "MAX_AREA": 30e6,
        "OUTPUT": str(folder / "output.gpkg"), "REPORT": str(folder / "report.html"),
    }  # fmt: skip
    feedback = Watched(after)
    start = time.perf_counter()
    algorithm.run(parameters, QgsProcessingContext(), feedback)
    late = feedback.end()
    return time.perf_counter() - start, late


def main() -> int:
    """Measure, print, and return the exit status."""
    gdal.UseExceptions()
    ogr.UseExceptions()
    application = QgsApplication([], False)
    application.initQgis()
    from grid_manager_plugin.algorithms.provider import GridManagerProvider

    provider = GridManagerProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    good = True
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        city = denver(folder)
        # a repair of every tenth grid of 17,000 takes minutes: an eighth of the city shows the same steps
        for algorithm, share, limit in (("validategrids", 1, 1e9), ("repairgrids", 8, 30.0)):
            plan = large_plan(city, folder, share, METRE)
            out = folder / algorithm
            out.mkdir()
            whole = min(limit, run(algorithm, plan, out, 1e9)[0])
            for made in out.iterdir():
                made.unlink()
            late = [run(algorithm, plan, out, after)[1] for after in np.linspace(0.02, 0.98, MOMENTS) * whole]
            left = [made.name for made in out.iterdir()] if min(late) > 0 else []
            good &= max(late) <= REACH and not left
            print(
                f"{algorithm}, {plan.grid_count:,} grids, {whole:.1f} s: cancelled at {MOMENTS} moments, the longest "
                f"took {max(late):.2f} s to stop (reach: {REACH:g}); files left: {left or 'none'}",
                flush=True,
            )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
