"""Arrays to layers: the one way out. What a run leaves is whole, or it is not there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import numpy as np
import shapely
from osgeo import gdal
from qgis.core import (
    QgsFeature,
    QgsFeatureRequest,
    QgsFeatureSink,
    QgsFields,
    QgsGeometry,
    QgsProcessingContext,
    QgsProviderRegistry,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from shapely.geometry.base import BaseGeometry

from grid_manager_plugin.errors import OutputError
from grid_manager_plugin.layers.fields import Row
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

BATCH = 1000
"""Features handed to a sink at a time."""

SAME_DATE = "1970-01-01T00:00:00.000Z"
"""Stands in GeoPackages for the time of writing, so that two runs give the same bytes."""

_MULTIPOLYGON = 6

_NOT_WRITTEN = QT_TRANSLATE_NOOP("Writing", "{parameter}: {destination} could not be written: {error}")
_INCOMPLETE = QT_TRANSLATE_NOOP(
    "Writing",
    "{parameter}: of {expected} features {found} arrived in {destination}. Is the disk full?",
)


class LayerOutput:
    """One layer that is being written; made by :meth:`Outputs.layer`."""

    def __init__(self, parameter: str, sink: QgsFeatureSink, destination: str, fields: QgsFields) -> None:
        self.parameter = parameter
        self.destination = destination
        self.written = 0
        self.shapes = 0
        self._sink: QgsFeatureSink | None = sink
        self._fields = fields
        self._waiting: list[Row] = []

    def write(self, rows: Iterable[Row]) -> None:
        """Add rows; polygons are written as multipolygons.

        Raises:
            OutputError: The rows cannot be stored.
        """
        self._waiting.extend(rows)
        if len(self._waiting) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Hand the waiting rows to the sink; errors as :meth:`write`."""
        if not self._waiting or self._sink is None:
            return
        shapes = np.array([_multi(geometry) for geometry, _ in self._waiting], dtype=object)
        features = []
        for wkb, (_, attributes) in zip(shapely.to_wkb(shapes), self._waiting):
            feature = QgsFeature(self._fields)
            feature.setAttributes(attributes)
            if wkb is not None:
                geometry = QgsGeometry()
                geometry.fromWkb(wkb)
                feature.setGeometry(geometry)
                self.shapes += 1
            features.append(feature)
        if not self._sink.addFeatures(features, QgsFeatureSink.Flag.FastInsert):
            raise self.error(self._sink.lastError())
        self.written += len(features)
        self._waiting = []

    def close(self) -> None:
        """Let the sink go, which closes its file."""
        self._sink = None

    def error(self, reason: str) -> OutputError:
        """Return the error that this output could not be written."""
        values = {"parameter": self.parameter, "destination": self.destination, "error": reason or "?"}
        return OutputError(Message(_NOT_WRITTEN, values))


class Outputs:
    """All outputs of one run: they become whole together, or none of them stays.

    To be used in a ``with``: an error or a cancelled run takes away what was written so far. Layers are whole after
    :meth:`finish_layers`.
    """

    def __init__(self, context: QgsProcessingContext) -> None:
        self._context = context
        self._layers: list[LayerOutput] = []
        self._files: list[str] = []
        self._date = gdal.GetConfigOption("OGR_CURRENT_DATE")

    def __enter__(self) -> Outputs:
        gdal.SetThreadLocalConfigOption("OGR_CURRENT_DATE", SAME_DATE)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            if error is not None:
                self._discard()
        finally:
            gdal.SetThreadLocalConfigOption("OGR_CURRENT_DATE", self._date)

    def layer(self, parameter: str, sink: QgsFeatureSink, destination: str, fields: QgsFields) -> LayerOutput:
        """Take over a sink that Processing has just made.

        Args:
            parameter: Name of the output.
            sink: Where features go.
            destination: What Processing calls the layer.
            fields: Its fields.
        """
        output = LayerOutput(parameter, sink, destination, fields)
        self._layers.append(output)
        return output

    def file(self, path: str, write: Callable[[str], None]) -> None:
        """Write a file; it goes when another output fails.

        Args:
            path: The file.
            write: Writes it, whole or not at all.
        """
        self._files.append(path)
        write(path)

    def finish_layers(self) -> None:
        """Write what waits, close all layers and see that every feature arrived.

        Raises:
            OutputError: A layer is not whole.
        """
        for output in self._layers:
            output.flush()
        for output in self._layers:
            output.close()
        for output in self._layers:
            self._check(output)

    def _check(self, output: LayerOutput) -> None:
        """Count what arrived: a file's last write happens as it is closed, and nobody says when that fails."""
        layer = self._context.temporaryLayerStore().mapLayer(output.destination)
        if layer is None:
            if not _file_of(output.destination):
                return  # a database answers for itself
            layer = QgsVectorLayer(output.destination, output.parameter, "ogr")
        request = QgsFeatureRequest().setNoAttributes()
        shapes = [feature.hasGeometry() for feature in layer.getFeatures(request)] if layer.isValid() else []
        if len(shapes) != output.written or sum(shapes) != output.shapes:
            values = {"parameter": output.parameter, "destination": output.destination}
            raise OutputError(Message(_INCOMPLETE, {**values, "expected": output.written, "found": len(shapes)}))

    def _discard(self) -> None:
        for output in self._layers:
            output.close()
        for output in self._layers:
            self._context.temporaryLayerStore().removeMapLayer(output.destination)
            path = _file_of(output.destination)
            if path:
                _remove_layer(path, output.destination)
        for path in self._files:
            with suppress(FileNotFoundError):
                os.remove(path)


def _multi(geometry: BaseGeometry | None) -> BaseGeometry | None:
    if geometry is None or shapely.get_type_id(geometry) == _MULTIPOLYGON:
        return geometry
    return shapely.multipolygons([geometry])


def _file_of(destination: str) -> str:
    """Return the file that a destination lies in; empty when it is no file."""
    path = QgsProviderRegistry.instance().decodeUri("ogr", destination).get("path") or ""
    return path if os.path.isfile(path) else ""


def _remove_layer(path: str, destination: str) -> None:
    """Remove the file that this run made, or its one layer from a file that holds others."""
    name = QgsProviderRegistry.instance().decodeUri("ogr", destination).get("layerName")
    if name and _shares(path, name):
        dataset = gdal.OpenEx(path, gdal.OF_VECTOR | gdal.OF_UPDATE)
        dataset.DeleteLayer(name)
        return
    if path.lower().endswith(".shp"):
        QgsVectorFileWriter.deleteShapeFile(path)
    # a GeoPackage that was cut off may have left its journal
    for part in (path, f"{path}-wal", f"{path}-shm", f"{path}-journal", str(Path(path).with_suffix(".qmd"))):
        with suppress(FileNotFoundError):
            os.remove(part)


def _shares(path: str, name: str) -> bool:
    dataset = gdal.OpenEx(path, gdal.OF_VECTOR)
    if dataset is None:
        return False
    names = {dataset.GetLayer(i).GetName() for i in range(dataset.GetLayerCount())}
    return bool(names - {name, "layer_styles"})
