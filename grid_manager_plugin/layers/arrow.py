"""Reading a whole file through GDAL's Arrow stream: no Python object a feature, no copy more than needed."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np
import shapely
from osgeo import gdal, ogr

from grid_manager_plugin.layers.source import WholeFile
from grid_manager_plugin.layers.table import Column, Shapes, Table, polygons_of

_log = logging.getLogger(__name__)

_PLAIN_TYPES = (ogr.OFTInteger, ogr.OFTInteger64, ogr.OFTReal, ogr.OFTString)
_FLAT_TYPES = (ogr.wkbPolygon, ogr.wkbMultiPolygon, ogr.wkbPoint, ogr.wkbMultiPoint)
_PLAIN_SUBTYPES = (ogr.OFSTNone, ogr.OFSTInt16)


def read_arrow(file: WholeFile, fields: Sequence[str], shapes: Shapes = polygons_of) -> Table | None:
    """Read geometry, feature ids and some fields of a whole layer.

    Args:
        file: Where it lies.
        fields: Names of the fields to read.
        shapes: What to make of the geometries.

    Returns:
        The table; ``None`` when this way does not serve (an older GDAL, curves, dates and booleans, a file that GDAL
        reads otherwise than QGIS): then the features have to be asked one by one.
    """
    if not hasattr(ogr.Layer, "GetArrowStreamAsNumPy"):  # GDAL before 3.6
        return None
    try:
        options = ["ENCODING=UTF-8"] if file.is_shapefile else []
        # the dataset has to outlive its layer
        dataset = gdal.OpenEx(file.path, gdal.OF_VECTOR | gdal.OF_READONLY, open_options=options)
        layer = None if dataset is None else _layer(dataset, file.layer)
        if layer is None or ogr.GT_IsNonLinear(layer.GetGeomType()) or layer.GetGeomType() == ogr.wkbNone:
            return None
        return _read(layer, list(dict.fromkeys(fields)), shapes)
    except (RuntimeError, SystemError, shapely.GEOSException):
        # SystemError: GDAL 3.10 on a FlatGeobuf that has a feature without a geometry
        _log.debug("No Arrow stream from %s", file.path, exc_info=True)
        return None


def _layer(dataset: gdal.Dataset, name: str | None) -> ogr.Layer | None:
    return dataset.GetLayer(0) if name is None else dataset.GetLayerByName(name)


def _read(layer: ogr.Layer, fields: list[str], shapes: Shapes) -> Table | None:
    definition = layer.GetLayerDefn()
    known = {
        definition.GetFieldDefn(i).GetName(): definition.GetFieldDefn(i) for i in range(definition.GetFieldCount())
    }
    id_column = layer.GetFIDColumn() or "OGC_FID"
    wanted = [name for name in fields if name != layer.GetFIDColumn()]
    if len(known) != definition.GetFieldCount() or not all(_is_plain(known.get(name)) for name in wanted):
        return None
    if id_column in known:
        return None
    layer.SetIgnoredFields([name for name in known if name not in wanted])
    batches = list(layer.GetArrowStreamAsNumPy())
    geometry_column = layer.GetGeometryColumn() or "wkb_geometry"
    fid = _joined([batch[id_column] for batch in batches], np.int64)
    columns = {
        name: _column([batch[name] for batch in batches], known[name].GetType())
        if name in known
        else Column(fid, np.zeros(len(fid), dtype=bool))
        for name in fields
    }
    wkb = [_bytes(batch[geometry_column]) for batch in batches]
    geometry = shapely.from_wkb(_joined(wkb, object))
    return Table(fid, shapes(geometry, layer.GetGeomType() in _FLAT_TYPES), columns)


def _is_plain(definition: ogr.FieldDefn | None) -> bool:
    return (
        definition is not None and definition.GetType() in _PLAIN_TYPES and definition.GetSubType() in _PLAIN_SUBTYPES
    )


def _column(batches: list[np.ndarray], kind: int) -> Column:
    missing = _joined([np.ma.getmaskarray(batch) for batch in batches], bool)
    if kind == ogr.OFTString:
        values = _joined([_texts(np.ma.getdata(batch)) for batch in batches], object)
        return Column(values, missing | np.array([value is None for value in values.tolist()], dtype=bool))
    dtype = np.float64 if kind == ogr.OFTReal else np.int64
    return Column(_joined([np.ma.getdata(batch) for batch in batches], dtype).astype(dtype, copy=False), missing)


def _texts(values: np.ndarray) -> np.ndarray:
    """Return text as str objects; GDAL gives bytes, of one width when all texts of a batch have the same length."""
    if values.dtype.kind == "S":
        try:
            return values.astype(str).astype(object)
        except UnicodeDecodeError:
            return np.char.decode(values, "utf-8").astype(object)
    decoded = [value.decode("utf-8") if isinstance(value, bytes) else value for value in values.tolist()]
    return np.array(decoded, dtype=object)


def _bytes(values: np.ndarray) -> np.ndarray:
    """Return WKB as bytes objects; GDAL gives raw memory of one width when all of a batch have the same length."""
    data, missing = np.ma.getdata(values), np.ma.getmaskarray(values)
    if data.dtype.kind == "O":
        found = data.copy() if missing.any() else data
    else:
        # through raw memory: numpy's own bytes would lose zeros at the end
        raw, width = np.ascontiguousarray(data).tobytes(), data.dtype.itemsize
        found = np.empty(len(data), dtype=object)
        found[:] = [raw[i : i + width] for i in range(0, len(raw), width)] if width else None
    if missing.any():
        found[missing] = None
    return found


def _joined(parts: list[np.ndarray], dtype: type) -> np.ndarray:
    return np.concatenate(parts) if parts else np.empty(0, dtype=dtype)
