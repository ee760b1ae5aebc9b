"""Features of a layer, read piece by piece, so that ten million of them need no more memory than one million."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import ClassVar, Generic, TypeVar

import numpy as np
from qgis.core import QgsFeature, QgsFeatureRequest

from grid_manager_plugin.layers.arrow import STREAM_ERRORS, open_stream
from grid_manager_plugin.layers.read import UNCHECKED, check_fields, column_values, feature_wkb, from_provider
from grid_manager_plugin.layers.source import LayerSource
from grid_manager_plugin.layers.table import Column, column_of

_log = logging.getLogger(__name__)

PIECE = 20_000
"""Features of a piece where they have to be asked one by one."""

Made = TypeVar("Made")


@dataclass(frozen=True)
class FeaturePiece:
    """Some features of a layer, in its order, shapes (n,).

    Attributes:
        fid: Feature ids.
        columns: The fields that were asked for, by name.
        wkb: Geometries as :attr:`.arrow.ArrowBatch.wkb`; ``None`` where the reader leaves them out.
        features: The features themselves, where these were asked for.
    """

    fid: np.ndarray
    columns: Mapping[str, Column]
    wkb: np.ndarray | None = None
    features: list[QgsFeature] | None = None

    def __len__(self) -> int:
        return len(self.fid)

    def after(self, first: int) -> FeaturePiece:
        """Return the piece without its first features, for a piece that has no features themselves."""
        columns = {name: Column(one.values[first:], one.missing[first:]) for name, one in self.columns.items()}
        return FeaturePiece(self.fid[first:], columns, None if self.wkb is None else self.wkb[first:])


class PieceReader(ABC, Generic[Made]):
    """A layer; it may be read several times, each time in the same order.

    Attributes:
        with_geometry: Whether geometries are read.
        source: Where it comes from.
        alive: Called now and then; raises to cancel.
    """

    with_geometry: ClassVar[bool]

    def __init__(self, source: LayerSource, alive: Callable[[], None]) -> None:
        """Take the layer.

        Args:
            source: Where it comes from.
            alive: Called now and then; raises to cancel.
        """
        self.source = source
        self.alive = alive
        self._streams = source.file is not None

    @abstractmethod
    def made_of(self, piece: FeaturePiece) -> Made:
        """Return what the reader gives for a piece."""

    def pieces(self, fields: Sequence[str], with_features: bool = False) -> Iterator[Made]:
        """Yield what is made of the features, piece by piece.

        Args:
            fields: Names of the fields to read.
            with_features: Read the features themselves too, with all their fields and their geometry.

        Raises:
            InputError: There is no such field; a feature is not what the reader takes.
        """
        check_fields(self.source, fields)
        done = 0
        if self._streams and not with_features and from_provider(self.source, fields):
            try:
                streamed = self._streamed(fields)
                for piece in streamed or ():
                    self.alive()
                    yield self.made_of(piece)
                    done += len(piece)
                if streamed is not None:
                    return
            except STREAM_ERRORS:
                _log.debug("No Arrow stream from %s", self.source.file, exc_info=True)
                self._streams = False
        for piece in self._asked(fields, with_features):
            if done < len(piece):
                yield self.made_of(piece.after(done) if done else piece)
            done = max(done - len(piece), 0)

    def _streamed(self, fields: Sequence[str]) -> Iterator[FeaturePiece] | None:
        """Return the features by GDAL's stream; ``None`` where there is none for these fields."""
        stream = None if self.source.file is None else open_stream(self.source.file, fields, self.with_geometry)
        if stream is None:
            return None
        return (
            FeaturePiece(batch.fid, batch.columns, batch.wkb if self.with_geometry else None)
            for batch in stream.batches()
        )

    def _asked(self, fields: Sequence[str], with_features: bool) -> Iterator[FeaturePiece]:
        """Yield feature by feature."""
        features = self.source.features
        names = list(dict.fromkeys(fields))
        indexes = [features.fields().indexOf(name) for name in names]
        request = QgsFeatureRequest()
        if not with_features:
            request.setSubsetOfAttributes(indexes)
            if not self.with_geometry:
                request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
        waiting = features.getFeatures(request, UNCHECKED)
        try:
            while some := list(islice(waiting, PIECE)):
                self.alive()
                fid = np.array([one.id() for one in some], dtype=np.int64)
                columns = {name: column_of(column_values(some, i)) for name, i in zip(names, indexes)}
                wkb = np.array([feature_wkb(one) for one in some], dtype=object) if self.with_geometry else None
                yield FeaturePiece(fid, columns, wkb, some if with_features else None)
        finally:
            del waiting  # a traceback may live until QGIS is gone; an iterator must not
