"""Band 1 of a raster, read window by window: never more of it in memory than was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from osgeo import gdal
from qgis.core import QgsRasterLayer, QgsRasterRange

from grid_manager_plugin.errors import InputError
from grid_manager_plugin.layers.crs import wkt_of
from grid_manager_plugin.rules.crs_guard import check_source
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

READ_AT_ONCE = 1 << 17
"""Cells that are read at a time: 1 MB as numbers, 60 MB as polygons; more only where one step asks for more."""

_COLOURS = (gdal.GCI_RedBand, gdal.GCI_GreenBand, gdal.GCI_BlueBand)


@dataclass(frozen=True)
class RasterWindow:
    """A rectangle of cells: its first column and row, and how many of each."""

    column: int
    row: int
    columns: int
    rows: int

    @property
    def cells(self) -> int:
        """Return the number of cells; 0 where nothing is left."""
        return max(self.columns, 0) * max(self.rows, 0)

    def clipped(self, columns: int, rows: int) -> RasterWindow:
        """Return the part of it in a raster of some size."""
        left, top = max(self.column, 0), max(self.row, 0)
        right, bottom = min(self.column + self.columns, columns), min(self.row + self.rows, rows)
        return RasterWindow(left, top, max(right - left, 0), max(bottom - top, 0))

    def tiles(self, columns: int, rows: int) -> Iterator[RasterWindow]:
        """Yield windows that tile this one, of about :data:`READ_AT_ONCE` cells.

        Args:
            columns: A tile's width is a multiple of this, or what is left of the window.
            rows: Its height likewise.
        """
        width = min(self.columns, columns * max(1, READ_AT_ONCE // (columns * rows)))
        height = rows * max(1, READ_AT_ONCE // (width * rows))
        whole = RasterWindow(0, 0, self.column + self.columns, self.row + self.rows)
        for row in range(self.row, whole.rows, height):
            for column in range(self.column, whole.columns, width):
                yield RasterWindow(column, row, width, height).clipped(whole.columns, whole.rows)


class RasterBand:
    """Band 1 of a raster that GDAL reads.

    Attributes:
        parameter: The parameter that it came by.
        name: The layer's name for people.
        crs_wkt: Its coordinate system, as the layer says.
        geotransform: From columns and rows to its coordinates.
        columns: Number of columns.
        rows: Number of rows.
        block: Columns and rows of the blocks that the file is stored in, or a share of them that can be read at once.
        notes: What there is to tell about it.
    """

    def __init__(self, layer: QgsRasterLayer, parameter: str) -> None:
        """Open a raster layer.

        Raises:
            InputError: It comes from a service, cannot be opened, is a picture or has no place on the Earth.
            CrsError: It has no coordinate system.
        """
        self.parameter, self.name = parameter, layer.name()
        if layer.providerType() != "gdal":
            raise InputError(self._message(_NOT_A_FILE, provider=layer.providerType()))
        self._dataset = _opened(layer.source())
        if self._dataset is None or not self._dataset.RasterCount:
            raise InputError(self._message(_NOT_OPENED))
        self._band = self._dataset.GetRasterBand(1)
        if self._band.GetColorInterpretation() in _COLOURS:
            raise InputError(self._message(_PICTURE))
        self.crs_wkt = wkt_of(layer.crs())
        check_source(self.crs_wkt, layer.crs().isValid(), parameter)
        self.geotransform = self._dataset.GetGeoTransform(can_return_null=True)
        if self.geotransform is None or gdal.InvGeoTransform(self.geotransform) is None:
            raise InputError(self._message(_NO_PLACE))
        self.columns, self.rows = self._band.XSize, self._band.YSize
        width, height = self._band.GetBlockSize()
        self.block = (min(width, READ_AT_ONCE), min(height, max(1, READ_AT_ONCE // width)))
        count = self._dataset.RasterCount
        self.notes = (self._message(_FIRST_BAND, count=count),) if count > 1 else ()
        self._scale, self._offset = self._band.GetScale(), self._band.GetOffset()
        provider = layer.dataProvider()
        self._more_nodata: list[QgsRasterRange] = provider.userNoDataValues(1)
        flags = self._band.GetMaskFlags()
        unused = flags & gdal.GMF_NODATA and not provider.useSourceNoDataValue(1)
        self._masked = not (flags & gdal.GMF_ALL_VALID or unused)

    @property
    def whole(self) -> RasterWindow:
        """Return the window of all cells."""
        return RasterWindow(0, 0, self.columns, self.rows)

    def read(self, window: RasterWindow) -> np.ndarray:
        """Return people per cell, scale and offset applied, NaN where there is no data, shape (rows, columns).

        Raises:
            InputError: The file is damaged there.
        """
        place = (window.column, window.row, window.columns, window.rows)
        try:
            values = self._band.ReadAsArray(*place, buf_type=gdal.GDT_Float64)
            mask = self._band.GetMaskBand().ReadAsArray(*place) if self._masked else True
        except RuntimeError as error:  # where the process has GDAL raise exceptions
            raise InputError(self._message(_UNREADABLE, column=window.column, row=window.row)) from error
        if values is None or mask is None:
            raise InputError(self._message(_UNREADABLE, column=window.column, row=window.row))
        if self._scale is not None and self._scale != 1:
            values *= self._scale
        if self._offset:
            values += self._offset
        if self._masked:
            values[mask == 0] = np.nan
        for one in self._more_nodata:
            values[(values >= one.min()) & (values <= one.max())] = np.nan
        return values

    def is_blank(self, window: RasterWindow) -> bool:
        """Tell whether the file has no cells there at all, as in a sparse one: no need to read them."""
        status = self._band.GetDataCoverageStatus(window.column, window.row, window.columns, window.rows)[0]
        return not self._offset and status == gdal.GDAL_DATA_COVERAGE_STATUS_EMPTY

    def release(self) -> None:
        """Give back the memory that GDAL keeps of what was read."""
        self._band.FlushCache()

    def _message(self, text: str, **values: object) -> Message:
        return Message(text, {"parameter": self.parameter, "layer": self.name, **values})


def _opened(source: str) -> gdal.Dataset | None:
    path, *options = source.split("|option:")
    try:
        return gdal.OpenEx(path, gdal.OF_RASTER | gdal.OF_READONLY, open_options=options)
    except RuntimeError:  # where the process has GDAL raise exceptions
        return None


_NOT_A_FILE = QT_TRANSLATE_NOOP(
    "Raster",
    "{parameter}: the layer {layer} comes from a service (“{provider}”), which gives pictures or parts, not all cells. "
    "Save it as a GeoTIFF (Export, Save As, raw data) and choose that file.",
)
_NOT_OPENED = QT_TRANSLATE_NOOP(
    "Raster", "{parameter}: GDAL cannot open the layer {layer}. Save it as a GeoTIFF and choose that file."
)
_PICTURE = QT_TRANSLATE_NOOP(
    "Raster",
    "{parameter}: the layer {layer} is a picture: its first band is a colour, not people. Choose the raster whose "
    "cells are numbers of people (export it as raw data, not as a rendered image).",
)
_NO_PLACE = QT_TRANSLATE_NOOP(
    "Raster", "{parameter}: the layer {layer} is not georeferenced: nothing tells where its cells lie. Georeference it."
)
_UNREADABLE = QT_TRANSLATE_NOOP(
    "Raster",
    "{parameter}: the cells of {layer} from column {column}, row {row} on cannot be read. The file is damaged or cut "
    "short: get it again.",
)
_FIRST_BAND = QT_TRANSLATE_NOOP(
    "Raster", "{parameter}: the layer {layer} has {count} bands; the first was taken as people per cell."
)
