"""Reading a whole file through GDAL's Arrow stream: no Python object a feature, no copy more than needed."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from osgeo import gdal, ogr

from grid_manager_plugin.layers.source import WholeFile
from grid_manager_plugin.layers.table import Column, Shapes, Table, polygons_of

_log = logging.getLogger(__name__)

_PLAIN_TYPES = (ogr.OFTInteger, ogr.OFTInteger64, ogr.OFTReal, ogr.OFTString)
_FLAT_TYPES = (ogr.wkbPolygon, ogr.wkbMultiPolygon, ogr.wkbPoint, ogr.wkbMultiPoint)
STREAM_ERRORS = (RuntimeError, SystemError, shapely.GEOSException)
"""What a stream may end with: SystemError is GDAL 3.10 on a FlatGeobuf that has a feature without a geometry."""

_DTYPES = {ogr.OFTInteger: np.int64, ogr.OFTInteger64: np.int64, ogr.OFTReal: np.float64}
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
    try:
        stream = open_stream(file, fields)
        return None if stream is None else _read(stream, list(dict.fromkeys(fields)), shapes)
    except STREAM_ERRORS:
        _log.debug("No Arrow stream from %s", file.path, exc_info=True)
        return None


@dataclass(frozen=True)
class ArrowBatch:
    """Some features of a layer, as GDAL gives them.

    Attributes:
        fid: Feature ids, shape (n,).
        wkb: Geometries as WKB, shape (n,): raw memory of one width where all have the same length, else bytes; masked
            or ``None`` where there is none, and everywhere where they were not asked for.
        columns: The fields that were asked for, by name.
    """

    fid: np.ndarray
    wkb: np.ndarray
    columns: dict[str, Column]


@dataclass(frozen=True)
class ArrowStream:
    """A layer that is open to be read.

    Attributes:
        dataset: The file; it has to outlive its layer.
        layer: The layer.
        kinds: GDAL's types of the fields that are read, by name.
        id_column: What the stream calls feature ids.
        id_fields: Names of fields that stand for the feature id.
        with_geometry: Whether geometries are read.
    """

    dataset: gdal.Dataset
    layer: ogr.Layer
    kinds: dict[str, int]
    id_column: str
    id_fields: tuple[str, ...]
    with_geometry: bool = True

    @property
    def is_flat(self) -> bool:
        """Whether no geometry has heights or measures."""
        return self.layer.GetGeomType() in _FLAT_TYPES

    def batches(self) -> Iterator[ArrowBatch]:
        """Yield the features, in the layer's order; errors are :data:`STREAM_ERRORS`."""
        geometry_column = self.layer.GetGeometryColumn() or "wkb_geometry"
        for batch in self.layer.GetArrowStreamAsNumPy():
            fid = batch[self.id_column].astype(np.int64, copy=False)
            columns = {name: _column(batch[name], kind) for name, kind in self.kinds.items()}
            columns |= {name: Column(fid, np.zeros(len(fid), dtype=bool)) for name in self.id_fields}
            wkb = batch[geometry_column] if self.with_geometry else np.full(len(fid), None)
            yield ArrowBatch(np.ma.getdata(fid), wkb, columns)


def open_stream(file: WholeFile, fields: Sequence[str], with_geometry: bool = True) -> ArrowStream | None:
    """Open a layer; ``None`` and errors as :func:`read_arrow`, but for what only reading shows.

    Args:
        file: Where it lies.
        fields: Names of the fields to read.
        with_geometry: Read geometries; else any layer serves, and tables without them.
    """
    if not hasattr(ogr.Layer, "GetArrowStreamAsNumPy"):  # GDAL before 3.6
        return None
    options = ["ENCODING=UTF-8"] if file.is_shapefile else []
    dataset = gdal.OpenEx(file.path, gdal.OF_VECTOR | gdal.OF_READONLY, open_options=options)
    layer = None if dataset is None else _layer(dataset, file.layer)
    if layer is None or (with_geometry and not _has_plain_geometry(layer)):
        return None
    definition = layer.GetLayerDefn()
    known = {
        definition.GetFieldDefn(i).GetName(): definition.GetFieldDefn(i) for i in range(definition.GetFieldCount())
    }
    id_column = layer.GetFIDColumn() or "OGC_FID"
    wanted = [name for name in dict.fromkeys(fields) if name != layer.GetFIDColumn()]
    if len(known) != definition.GetFieldCount() or not all(_is_plain(known.get(name)) for name in wanted):
        return None
    if id_column in known:
        return None
    unasked = [name for name in known if name not in wanted]
    layer.SetIgnoredFields(unasked if with_geometry else [*unasked, "OGR_GEOMETRY"])
    kinds = {name: known[name].GetType() for name in wanted}
    id_fields = tuple(name for name in fields if name not in kinds)
    return ArrowStream(dataset, layer, kinds, id_column, id_fields, with_geometry)


def _has_plain_geometry(layer: ogr.Layer) -> bool:
    return layer.GetGeomType() != ogr.wkbNone and not ogr.GT_IsNonLinear(layer.GetGeomType())


def _layer(dataset: gdal.Dataset, name: str | None) -> ogr.Layer | None:
    return dataset.GetLayer(0) if name is None else dataset.GetLayerByName(name)


def _read(stream: ArrowStream, fields: list[str], shapes: Shapes) -> Table:
    batches = list(stream.batches())
    dtypes = {name: _DTYPES.get(kind, object) for name, kind in stream.kinds.items()}
    columns = {
        name: Column(
            _joined([batch.columns[name].values for batch in batches], dtypes.get(name, np.int64)),
            _joined([batch.columns[name].missing for batch in batches], bool),
        )
        for name in fields
    }
    geometry = shapely.from_wkb(_joined([wkb_bytes(batch.wkb) for batch in batches], object))
    return Table(_joined([batch.fid for batch in batches], np.int64), shapes(geometry, stream.is_flat), columns)


def _is_plain(definition: ogr.FieldDefn | None) -> bool:
    return (
        definition is not None and definition.GetType() in _PLAIN_TYPES and definition.GetSubType() in _PLAIN_SUBTYPES
    )


def _column(values: np.ndarray, kind: int) -> Column:
    missing = np.ma.getmaskarray(values)
    if kind == ogr.OFTString:
        texts = _texts(np.ma.getdata(values))
        return Column(texts, missing | np.array([value is None for value in texts.tolist()], dtype=bool))
    return Column(np.ma.getdata(values).astype(_DTYPES[kind], copy=False), missing)


def _texts(values: np.ndarray) -> np.ndarray:
    """Return text as str objects; GDAL gives bytes, of one width when all texts of a batch have the same length."""
    if values.dtype.kind == "S":
        try:
            return values.astype(str).astype(object)
        except UnicodeDecodeError:
            return np.char.decode(values, "utf-8").astype(object)
    decoded = [value.decode("utf-8") if isinstance(value, bytes) else value for value in values.tolist()]
    return np.array(decoded, dtype=object)


def wkb_bytes(values: np.ndarray) -> np.ndarray:
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
