"""A layer or table whose features are records of a register, read piece by piece; where they lie does not matter."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from qgis.core import QgsFeature, QgsFeatureRequest

from grid_manager_plugin.layers.arrow import STREAM_ERRORS, open_stream
from grid_manager_plugin.layers.points import PIECE
from grid_manager_plugin.layers.read import UNCHECKED, check_fields, column_values, from_provider
from grid_manager_plugin.layers.source import LayerSource
from grid_manager_plugin.layers.table import Column, column_of

_log = logging.getLogger(__name__)

@dataclass(frozen=True)
class RecordPiece:
    """Some records of a layer, in its order, shapes (n,).

    Attributes:
        fid: Feature ids.
        columns: The fields that were asked for, by name.
        features: The features themselves, where these were asked for.
    """

    fid: np.ndarray
    columns: Mapping[str, Column]
    features: list[QgsFeature] | None = None

    def __len__(self) -> int:
        return len(self.fid)

    def after(self, first: int) -> RecordPiece:
        """Return the piece without its first records."""
        columns = {name: Column(one.values[first:], one.missing[first:]) for name, one in self.columns.items()}
        return RecordPiece(self.fid[first:], columns)


class RecordLayer:
    """The layer; it may be read several times, each time in the same order."""

    def __init__(self, source: LayerSource, alive: Callable[[], None]) -> None:
        """Take the layer.

        Args:
            source: Where it comes from.
            alive: Called now and then; raises to cancel.
        """
        self.source = source
        self._alive = alive

    def pieces(self, fields: Sequence[str], with_features: bool = False) -> Iterator[RecordPiece]:
        """Yield the records.

        Args:
            fields: Names of the fields to read.
            with_features: Yield the features too, with all their fields and their geometry.

        Raises:
            InputError: There is no such field.
        """
        check_fields(self.source, fields)
        done = 0
        if not with_features and from_provider(self.source, fields):
            try:
                for piece in self._streamed(fields):
                    self._alive()
                    yield piece
                    done += len(piece)
            except STREAM_ERRORS:
                _log.debug("No Arrow stream from %s", self.source.file, exc_info=True)
            else:
                if done:
                    return
        for piece in self._asked(fields, with_features):
            if done < len(piece):
                yield piece.after(done) if done else piece
            done = max(done - len(piece), 0)

    def _streamed(self, fields: Sequence[str]) -> Iterator[RecordPiece]:
        """Yield by GDAL's stream; nothing where there is none."""
        stream = None if self.source.file is None else open_stream(self.source.file, fields, with_geometry=False)
        if stream is not None:
            yield from (RecordPiece(batch.fid, batch.columns) for batch in stream.batches())

    def _asked(self, fields: Sequence[str], with_features: bool) -> Iterator[RecordPiece]:
        features = self.source.features
        names = list(dict.fromkeys(fields))
        indexes = [features.fields().indexOf(name) for name in names]
        request = QgsFeatureRequest()
        if not with_features:
            request.setSubsetOfAttributes(indexes)
            request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
        waiting = features.getFeatures(request, UNCHECKED)
        try:
            while some := list(islice(waiting, PIECE)):
                self._alive()
                fid = np.array([one.id() for one in some], dtype=np.int64)
                columns = {name: column_of(column_values(some, i)) for name, i in zip(names, indexes)}
                yield RecordPiece(fid, columns, some if with_features else None)
        finally:
            del waiting  # a traceback may live until QGIS is gone; an iterator must not
