"""Small rasters for tests, in the place of the layers of :mod:`tests.city_layers`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from osgeo import gdal, osr
from qgis.core import QgsRasterLayer
from qgis.PyQt import sip

from tests.city_layers import CRS, SOUTH, WEST

PLACE = (WEST, 100.0, 0.0, SOUTH + 400.0, 0.0, -100.0)
"""Cells of 100 m, the first row 400 m north of the layers' corner."""


def raster(
    path: Path,
    values: Any,
    kind: int = gdal.GDT_Float64,
    place: tuple | None = PLACE,
    crs: str = CRS,
    change: Callable[[gdal.Dataset], object] = lambda _dataset: None,
    options: tuple[str, ...] = (),
) -> QgsRasterLayer:
    """Write a GeoTIFF of some bands and return it as a layer."""
    bands = np.array(values, dtype=float)
    bands = bands if bands.ndim == 3 else bands[None]
    count, rows, columns = bands.shape
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), columns, rows, count, kind, options=list(options))
    if place is not None:
        dataset.SetGeoTransform(place)
    if crs:
        reference = osr.SpatialReference()
        reference.SetFromUserInput(crs)
        dataset.SetProjection(reference.ExportToWkt())
    for number, one in enumerate(bands):
        dataset.GetRasterBand(number + 1).WriteArray(one)
    change(dataset)
    dataset.FlushCache()
    del dataset
    layer = QgsRasterLayer(str(path), "人口 raster")
    assert layer.isValid()
    # QGIS 3.22 never lets go of an error that passes from Python through an algorithm, nor of the frames in its
    # traceback. A layer in them that Python owns would be destroyed after QGIS is gone, which crashes at exit.
    sip.transferto(layer, None)
    return layer


def nodata(value: float) -> Callable[[gdal.Dataset], object]:
    """Return the change that declares a value as no data."""
    return lambda dataset: dataset.GetRasterBand(1).SetNoDataValue(value)
