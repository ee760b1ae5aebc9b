"""Time of reading a layer of polygons to arrays, against GDAL's own Arrow read of the same file.

Usage: python3 benchmarks/read_layer.py [FILE [FIELD ...]]; without a file, the sample of Denver's 10,149 blocks.
Prints both times (user and system CPU, best of the runs, taken in turns) and their ratio; fails above 3.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from osgeo import gdal  # noqa: E402
from qgis.core import (  # noqa: E402
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingParameterFeatureSource,
    QgsVectorLayer,
)

from grid_manager_plugin.layers.read import read_features, read_layer  # noqa: E402
from grid_manager_plugin.layers.source import open_source  # noqa: E402

FILE = ROOT / "samples" / "denver_blocks.gpkg"
FIELDS = ("TOTPOP20", "TRACT_GEOID")
RUNS = 25
REACH = 3.0


def bare(path: str) -> None:
    """Read all columns of the file through GDAL's Arrow stream, and nothing else."""
    dataset = gdal.OpenEx(path, gdal.OF_VECTOR)
    layer = dataset.GetLayer(0)
    for _ in layer.GetArrowStreamAsNumPy(options=["USE_MASKED_ARRAYS=NO"]):
        pass


def seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds that some work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> int:
    """Measure, print, and return the exit status."""
    path = sys.argv[1] if len(sys.argv) > 1 else str(FILE)
    fields = tuple(sys.argv[2:]) or FIELDS
    application = QgsApplication([], False)
    application.initQgis()
    layer = QgsVectorLayer(path, "blocks", "ogr")
    definition = QgsProcessingParameterFeatureSource("BLOCKS")
    source = open_source(definition, {"BLOCKS": layer}, QgsProcessingContext())
    check = list  # stands for a look at the cancel button

    ours, gdals = [], []
    for _ in range(RUNS):
        gdals.append(seconds(lambda: bare(path)))
        ours.append(seconds(lambda: read_layer(source, fields, check)))
    slow = seconds(lambda: read_features(source.features, fields, check))
    ratio = min(ours) / min(gdals)
    print(f"features                    {len(read_layer(source, fields, check)):>10,}")
    print(f"GDAL Arrow read alone       {min(gdals) * 1000:>10.1f} ms")
    print(f"layer to arrays             {min(ours) * 1000:>10.1f} ms")
    print(f"the same by getFeatures     {slow * 1000:>10.1f} ms")
    print(f"ratio to GDAL alone         {ratio:>10.2f}   (reach: {REACH:.0f})")
    return 0 if ratio <= REACH else 1


if __name__ == "__main__":
    sys.exit(main())
