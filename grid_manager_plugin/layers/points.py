"""A layer of points, read piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from qgis.core import QgsFeature, QgsWkbTypes

from grid_manager_plugin.errors import InputError
from grid_manager_plugin.layers.arrow import wkb_bytes
from grid_manager_plugin.layers.pieces import FeaturePiece, PieceReader
from grid_manager_plugin.layers.source import LayerSource
from grid_manager_plugin.layers.table import Column
from grid_manager_plugin.linking.assign import Rule
from grid_manager_plugin.linking.cells import NONE
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message, named

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


class PointLayer(PieceReader[Piece]):
    """The points; features that are none, or several points that lie apart, are an error."""

    with_geometry = True

    def __init__(self, source: LayerSource, alive: Callable[[], None]) -> None:
        """Take the layer as any reader does.

        Raises:
            InputError: It is no layer of points.
        """
        kind = QgsWkbTypes.geometryType(source.features.wkbType())
        if kind not in (QgsWkbTypes.GeometryType.PointGeometry, QgsWkbTypes.GeometryType.UnknownGeometry):
            raise InputError(Message(_NOT_POINTS, {"parameter": source.parameter, "layer": source.name}))
        super().__init__(source, alive)

    def made_of(self, piece: FeaturePiece) -> Piece:
        """Return the places of a piece's points."""
        assert piece.wkb is not None
        xy = _plain_points(piece.wkb)
        if xy is None:
            xy = self._places(piece.fid, shapely.from_wkb(wkb_bytes(piece.wkb)))
        return Piece(piece.fid, xy, _faults(xy), piece.columns, piece.features)

    def _places(self, fid: np.ndarray, geometry: np.ndarray) -> np.ndarray:
        drawn = shapely.is_geometry(geometry) & ~shapely.is_empty(geometry)
        kinds = shapely.get_type_id(geometry)
        self._refuse(_NO_POINT, fid[drawn & (kinds != _POINT) & (kinds != _MULTIPOINT)])
        coordinates, owner = shapely.get_coordinates(geometry, return_index=True)
        xy = np.full((len(fid), 2), np.nan)
        xy[owner[::-1]] = coordinates[::-1]  # the first of several
        with np.errstate(invalid="ignore"):
            apart = (coordinates != xy[owner]) & ~(np.isnan(coordinates) & np.isnan(xy[owner]))
        self._refuse(_APART, fid[np.unique(owner[apart.any(axis=1)])])
        return xy

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
