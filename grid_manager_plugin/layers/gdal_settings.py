"""Settings of GDAL that hold for a while, in the thread that asks for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from osgeo import gdal

HEADERS = {"OGR_XLSX_HEADERS": "FORCE", "OGR_ODS_HEADERS": "FORCE"}
"""The first row of a spreadsheet is its names: GDAL takes it for values where all the others are text too."""


@contextmanager
def settings(wanted: Mapping[str, str]) -> Iterator[None]:
    """Let settings hold inside a ``with``.

    Args:
        wanted: Values by the names that GDAL has for them.
    """
    before = {name: gdal.GetConfigOption(name) for name in wanted}
    try:
        for name, value in wanted.items():
            gdal.SetThreadLocalConfigOption(name, value)
        yield
    finally:
        for name, old in before.items():
            gdal.SetThreadLocalConfigOption(name, old)
