"""A layer of points linked piece by piece, and what there is to tell of it at the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from grid_manager_plugin.layers.point_places import PointPlaces
from grid_manager_plugin.layers.points import Piece, PointLayer
from grid_manager_plugin.linking.cells import NONE
from grid_manager_plugin.linking.link import Linked, Linker
from grid_manager_plugin.rules.chunks import Progress
from grid_manager_plugin.rules.messages import NAMED, QT_TRANSLATE_NOOP, Message, named


@dataclass(frozen=True)
class LinkFields:
    """Fields of the layer of points; an empty name is no field.

    Attributes:
        typed: The grid's code that the surveyor typed.
        id: The point's id, whose doubles are told.
        others: More fields to read.
    """

    typed: str = ""
    id: str = ""
    others: tuple[str, ...] = ()

    def all(self) -> list[str]:
        """Return the names of the fields that are given."""
        return [name for name in (self.typed, self.id, *self.others) if name]


@dataclass(frozen=True)
class LinkedPiece:
    """Some points of the layer and their grids.

    Attributes:
        points: The points.
        xy: Their coordinates in the grids' coordinate system, shape (n, 2); not finite where there are none.
        linked: Their grids.
        typed: What was typed for them; ``None`` where nobody did.
    """

    points: Piece
    xy: np.ndarray
    linked: Linked
    typed: list[str] | None


class PointLink:
    """The walk through the layer.

    Attributes:
        points: The layer.
        linker: Links the points and counts them.
        done: So many points were linked so far.
    """

    def __init__(self, points: PointLayer, places: PointPlaces, linker: Linker, fields: LinkFields) -> None:
        self.linker = linker
        self.done = 0
        self.points = points
        self._places = places
        self._fields = fields
        self._bounds = shapely.total_bounds(linker.grids.ground.geometry).tolist()
        self._swapped: list[np.ndarray] = []
        self._keys: list[np.ndarray] = []

    def pieces(self, with_features: bool) -> Iterator[LinkedPiece]:
        """Yield the points with their grids.

        Args:
            with_features: Yield the features too.
        """
        for given in self.points.pieces(self._fields.all(), with_features):
            piece = self._places.checked(given)
            xy = np.where((piece.fault == NONE)[:, np.newaxis], piece.xy, np.nan)
            typed = piece.columns[self._fields.typed].texts() if self._fields.typed else None
            xy = self._places.brought(xy)
            linked = self.linker.link(xy, piece.fault, typed, Progress(lambda share: self.points.alive()))
            self._look_for_swapped(piece, xy, linked)
            if self._fields.id:
                ids = piece.columns[self._fields.id].texts()
                self._keys.append(np.array([hash(one) for one in ids if one], dtype=np.int64))
            self.done += len(piece)
            yield LinkedPiece(piece, xy, linked, typed)

    def notes(self) -> tuple[Message, ...]:
        """Return what there is to tell of all points together."""
        parameter, summary = self.points.source.parameter, self.linker.summary()
        found = []
        if self._swapped:
            fids = np.concatenate(self._swapped)
            found.append(Message(_SWAPPED, {"parameter": parameter, "count": len(fids), "fids": named(fids)}))
        if summary.respelled:
            found.append(Message(_RESPELLED, {"count": summary.respelled, "field": self._fields.typed}))
        if summary.padded:
            found.append(Message(_PADDED, {"count": summary.padded, "field": self._fields.typed}))
        return (*found, *self._double_ids())

    def _look_for_swapped(self, piece: Piece, xy: np.ndarray, linked: Linked) -> None:
        """Note the points far outside that would lie in a grid if their coordinates were swapped."""
        left = np.flatnonzero(~linked.assignment.linked & np.isfinite(piece.xy).all(axis=1))
        if not len(left):
            return
        west, south, east, north = self._bounds
        wide = max(east - west, north - south)
        x, y = xy[left].T
        with np.errstate(invalid="ignore"):
            near = (x > west - wide) & (x < east + wide) & (y > south - wide) & (y < north + wide)
        left = left[~near]
        swapped = self._places.brought(piece.xy[left][:, ::-1])
        finite = np.isfinite(swapped).all(axis=1)
        hits = self.linker.grids.cells.hits(swapped[finite])
        if len(hits.point):
            self._swapped.append(piece.fid[left[finite][np.unique(hits.point)]])

    def _double_ids(self) -> tuple[Message, ...]:
        if not self._keys:
            return ()
        keys, count = np.unique(np.concatenate(self._keys), return_counts=True)
        double = keys[count > 1]
        if not len(double):
            return ()
        wanted, found = set(double.tolist()), set()
        for piece in self.points.pieces([self._fields.id]):
            found |= {one for one in piece.columns[self._fields.id].texts() if hash(one) in wanted}
        listed = ", ".join(sorted(found)[:NAMED]) + (", …" if len(found) > NAMED else "")
        return (Message(_DOUBLE, {"field": self._fields.id, "count": len(double), "ids": listed}),)


_SWAPPED = QT_TRANSLATE_NOOP(
    "Linking",
    "{parameter}: points that lie far from all grids, but would lie in one if x and y (longitude and latitude) were "
    "swapped: {count} (features: {fids}). Swap them, and run again.",
)
_RESPELLED = QT_TRANSLATE_NOOP(
    "Linking",
    "TYPED_CODE: codes in “{field}” that are those of grids once blanks are cut and full-width digits are read as "
    "digits: {count}. They are no mismatches.",
)
_PADDED = QT_TRANSLATE_NOOP(
    "Linking",
    "TYPED_CODE: codes in “{field}” that are those of grids once zeros are put in front: {count}. They are no "
    "mismatches; leading zeros get lost in number fields: keep codes as text.",
)
_DOUBLE = QT_TRANSLATE_NOOP(
    "Linking",
    "POINT_ID: ids in “{field}” that several points have: {count}, such as {ids}. Each point is linked by itself.",
)
