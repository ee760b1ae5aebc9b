"""A layer of points, read piece by piece, so that ten million of them need no more memory than one million."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import shapely
from qgis.core import QgsFeature, QgsFeatureRequest, QgsWkbTypes

from grid_manager_plugin.errors import InputError
from grid_manager_plugin.layers.arrow import STREAM_ERRORS, ArrowBatch, open_stream, wkb_bytes
from grid_manager_plugin.layers.read import UNCHECKED, check_fields, column_values, feature_wkb, from_provider
from grid_manager_plugin.layers.source import LayerSource
from grid_manager_plugin.layers.table import Column, column_of
from grid_manager_plugin.linking.assign import Rule
from grid_manager_plugin.linking.cells import NONE
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message, named

_log = logging.getLogger(__name__)

PIECE = 20_000
"""Features of a piece where they have to be asked one by one."""

_POINT, _MULTIPOINT = 0, 4

_HEADS = (21, 29, 37)
"""Bytes of a point with two, three and four coordinates; the first two stand after five bytes."""


@dataclass(frozen=True)
class Piece:
    """Some points of a layer, in its order, shapes (n,).

    Attributes:
        fid: Feature ids.
        xy: Coordinates in the layer's coordinate system, shape (n, 2); NaN where there are none.
        fault: :class:`.linking.assign.Rule` ``NO_GEOMETRY`` or ``INVALID_COORDINATES``; :data:`.cells.NONE` for none.
        columns: The fields that were asked for, by name.
        features: The features themselves, where these were asked for.
    """

    fid: np.ndarray
    xy: np.ndarray
    fault: np.ndarray
    columns: Mapping[str, Column]
    features: list[QgsFeature] | None = None

    def __len__(self) -> int:
        return len(self.fid)


class PointLayer:
    """The layer; it may be read several times.

    Attributes:
        source: Where it comes from.
        alive: Called now and then; raises to cancel.
    """

    def __init__(self, source: LayerSource, alive: Callable[[], None]) -> None:
        """Take the layer.

        Args:
            source: Where it comes from.
            alive: Called now and then; raises to cancel.

        Raises:
            InputError: It is no layer of points.
        """
        kind = QgsWkbTypes.geometryType(source.features.wkbType())
        if kind not in (QgsWkbTypes.GeometryType.PointGeometry, QgsWkbTypes.GeometryType.UnknownGeometry):
            raise InputError(Message(_NOT_POINTS, {"parameter": source.parameter, "layer": source.name}))
        self.source = source
        self.alive = alive
        self._streams = source.file is not None

    def pieces(self, fields: Sequence[str], with_features: bool = False) -> Iterator[Piece]:
        """Yield the points.

        Args:
            fields: Names of the fields to read.
            with_features: Yield the features too, with all their fields.

        Raises:
            InputError: There is no such field; a feature is no point, or is several points that lie apart.
        """
        check_fields(self.source, fields)
        if self._streams and not with_features and from_provider(self.source, fields):
            yield from self._streamed(fields)
        else:
            yield from self._asked(fields, with_features)

    def _streamed(self, fields: Sequence[str]) -> Iterator[Piece]:
        """Yield by GDAL's stream; feature by feature where there is none, or where it breaks off."""
        done = 0
        try:
            stream = None if self.source.file is None else open_stream(self.source.file, fields)
            if stream is not None:
                for batch in stream.batches():
                    self.alive()
                    yield self._piece_of(batch)
                    done += len(batch.fid)
                return
        except STREAM_ERRORS:
            _log.debug("No Arrow stream from %s", self.source.file, exc_info=True)
        self._streams = False
        for piece in self._asked(fields, False):
            skipped, done = min(done, len(piece)), max(done - len(piece), 0)
            if skipped < len(piece):
                columns = {
                    name: Column(one.values[skipped:], one.missing[skipped:]) for name, one in piece.columns.items()
                }
                yield Piece(piece.fid[skipped:], piece.xy[skipped:], piece.fault[skipped:], columns)

    def _piece_of(self, batch: ArrowBatch) -> Piece:
        xy = _plain_points(batch.wkb)
        if xy is None:
            return self._piece(batch.fid, shapely.from_wkb(wkb_bytes(batch.wkb)), batch.columns)
        return Piece(batch.fid, xy, _faults(xy), batch.columns)

    def _asked(self, fields: Sequence[str], with_features: bool) -> Iterator[Piece]:
        features = self.source.features
        names = list(dict.fromkeys(fields))
        indexes = [features.fields().indexOf(name) for name in names]
        request = QgsFeatureRequest()
        if not with_features:
            request.setSubsetOfAttributes(indexes)
        waiting = features.getFeatures(request, UNCHECKED)
        try:
            while some := list(islice(waiting, PIECE)):
                self.alive()
                fid = np.array([one.id() for one in some], dtype=np.int64)
                geometry = shapely.from_wkb(np.array([feature_wkb(one) for one in some], dtype=object))
                columns = {name: column_of(column_values(some, i)) for name, i in zip(names, indexes)}
                yield self._piece(fid, geometry, columns, some if with_features else None)
        finally:
            del waiting  # a traceback may live until QGIS is gone; an iterator must not

    def _piece(
        self,
        fid: np.ndarray,
        geometry: np.ndarray,
        columns: Mapping[str, Column],
        features: list[QgsFeature] | None = None,
    ) -> Piece:
        drawn = shapely.is_geometry(geometry) & ~shapely.is_empty(geometry)
        kinds = shapely.get_type_id(geometry)
        self._refuse(_NO_POINT, fid[drawn & (kinds != _POINT) & (kinds != _MULTIPOINT)])
        coordinates, owner = shapely.get_coordinates(geometry, return_index=True)
        xy = np.full((len(fid), 2), np.nan)
        xy[owner[::-1]] = coordinates[::-1]  # the first of several
        with np.errstate(invalid="ignore"):
            apart = (coordinates != xy[owner]) & ~(np.isnan(coordinates) & np.isnan(xy[owner]))
        self._refuse(_APART, fid[np.unique(owner[apart.any(axis=1)])])
        return Piece(fid, xy, _faults(xy), columns, features)

    def _refuse(self, text: str, fids: np.ndarray) -> None:
        if len(fids):
            values = {"parameter": self.source.parameter, "layer": self.source.name, "fids": named(fids)}
            raise InputError(Message(text, {**values, "count": len(fids)}))


def _plain_points(wkb: np.ndarray) -> np.ndarray | None:
    """Return the coordinates of points that all are written alike; ``None`` where they are not."""
    data, missing = np.ma.getdata(wkb), np.ma.getmaskarray(wkb)
    width = data.dtype.itemsize
    if data.dtype.kind == "O" or width not in _HEADS or not len(data):
        return None
    raw = np.ascontiguousarray(data).view(np.uint8).reshape(len(data), width)
    kinds = raw[~missing, 1:5].copy().view("<u4").ravel() if not missing.all() else np.zeros(0, dtype="<u4")
    # as ISO writes heights and measures, by thousands, and as extended WKB does, by the highest bits
    if (raw[~missing, 0] != 1).any() or ((kinds & _FLAGLESS) % 1000 != _POINT + 1).any():
        return None
    xy = raw[:, 5:21].copy().view("<f8").astype(float, copy=False)
    xy[missing] = np.nan
    return xy


def _faults(xy: np.ndarray) -> np.ndarray:
    """Return what is wrong with coordinates: an empty point is one whose coordinates are both no number."""
    fault = np.full(len(xy), NONE, dtype=np.int8)
    fault[~np.isfinite(xy).all(axis=1)] = Rule.INVALID_COORDINATES
    fault[np.isnan(xy).all(axis=1)] = Rule.NO_GEOMETRY
    return fault


_FLAGLESS = np.uint32(0x1FFFFFFF)

_NOT_POINTS = QT_TRANSLATE_NOOP("Reading", "{parameter}: the layer {layer} has no points. Choose a layer of points.")
_NO_POINT = QT_TRANSLATE_NOOP(
    "Reading", "{parameter}: features of {layer} that are no points: {count} (features: {fids}). Take them out."
)
_APART = QT_TRANSLATE_NOOP(
    "Reading",
    "{parameter}: features of {layer} that are several points in different places: {count} (features: {fids}). Make "
    "them single with “Multipart to singleparts”, so that each place is a feature of its own.",
)
