"""One output layer while it is written, and whether all of it arrived."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import numpy as np
import shapely
from qgis.core import (
    QgsFeature,
    QgsFeatureRequest,
    QgsFeatureSink,
    QgsFields,
    QgsGeometry,
    QgsProcessingContext,
    QgsProviderRegistry,
    QgsVectorLayer,
)
from shapely.geometry.base import BaseGeometry

from grid_manager_plugin.errors import OutputError
from grid_manager_plugin.layers.destinations import SHAPEFILE, driver_of
from grid_manager_plugin.layers.fields import Row
from grid_manager_plugin.layers.staging import Staging
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

BATCH = 1000
"""Features handed to a sink at a time."""

TABLES_ONLY = ("CSV", "ODS", "XLSX")
"""Formats that QGIS writes attributes into but no geometry."""

LONGEST_TEXT = 254
"""Bytes of a text in a shapefile, at most."""

LITTLE_ROOM = 20_000_000
"""Free bytes below which a disk counts as full when features got lost."""

_SINGLE = {
    shapely.GeometryType.POLYGON: shapely.multipolygons,
    shapely.GeometryType.LINESTRING: shapely.multilinestrings,
}
"""How single geometries become multiple ones."""

_NOT_WRITTEN = QT_TRANSLATE_NOOP("Writing", "{parameter}: {destination} could not be written: {error}")
_DISK_FULL = QT_TRANSLATE_NOOP(
    "Writing", "{parameter}: features that arrived in {destination}: {found} of {expected}. The disk is full."
)
_INCOMPLETE = QT_TRANSLATE_NOOP(
    "Writing",
    "{parameter}: features that arrived whole in {destination}: {found} of {expected}. Its format cannot hold them, "
    "or a limit on the size of files was met. Choose a GeoPackage (.gpkg).",
)
_CUT = QT_TRANSLATE_NOOP(
    "Writing",
    "{parameter}: {destination} holds the first 254 bytes of texts only, as its format does; texts that were cut: "
    "{cut}. Choose a GeoPackage (.gpkg).",
)
_NO_GEOMETRY = QT_TRANSLATE_NOOP(
    "Writing",
    "{parameter}: {destination} holds the attributes only, because files of its format have no geometry. Choose a "
    "GeoPackage (.gpkg) for a map.",
)


def nobody_cancels() -> None:
    """Stand in for a caller who cannot cancel."""


class LayerOutput:
    """One layer that is being written; made by :meth:`Outputs.layer`.

    Attributes:
        parameter: Name of the output.
        destination: What QGIS calls the layer while it is made.
        result: What it is called once the outputs are whole; certain after :meth:`close`.
        staging: Where its file is made; ``None`` where it is written in its place, or is no file.
        written: Features handed to the sink so far.
        shapes: Those of them that have a geometry.
    """

    def __init__(
        self,
        parameter: str,
        open_sink: Callable[[], tuple[QgsFeatureSink, str]],
        fields: QgsFields,
        staging: Staging | None,
    ) -> None:
        """Open the layer.

        Args:
            parameter: Name of the output.
            open_sink: Opens its sink, and tells what QGIS calls the layer.
            fields: Its fields.
            staging: Where its file is made; ``None`` where it is written in its place, or is no file.
        """
        sink, destination = open_sink()
        self.parameter = parameter
        self.destination = destination
        self.staging = staging
        self.result = destination if staging is None else staging.final(destination)
        self.written = 0
        self.shapes = 0
        self._cut = 0
        self._open_sink: Callable[[], tuple[QgsFeatureSink, str]] | None = open_sink
        self._sink: QgsFeatureSink | None = sink
        self._fields = fields
        self._waiting: list[Row] = []

    @property
    def file(self) -> str:
        """The file that is written now; empty when it is none. A shapefile without geometry is its .dbf alone."""
        path = QgsProviderRegistry.instance().decodeUri("ogr", self.destination).get("path") or ""
        if driver_of(path) == SHAPEFILE and not os.path.exists(path):
            path = f"{os.path.splitext(path)[0]}.dbf"
        return path if os.path.exists(path) else ""

    @property
    def lacks_geometry(self) -> bool:
        """Whether polygons went into a format that has none."""
        return bool(self.shapes) and driver_of(self.file) in TABLES_ONLY

    def write(self, rows: Iterable[Row]) -> None:
        """Add rows; polygons are written as multipolygons, lines as multiple lines.

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
        self._add(features)
        self._waiting = []

    def write_features(self, features: Iterable[QgsFeature]) -> None:
        """Add features as they are; errors as :meth:`write`."""
        waiting: list[QgsFeature] = []
        for feature in features:
            waiting.append(feature)
            self.shapes += feature.hasGeometry()
            if len(waiting) >= BATCH:
                self._add(waiting)
                waiting = []
        self._add(waiting)

    def _add(self, features: list[QgsFeature]) -> None:
        if self._sink is None or not features:
            return
        if driver_of(self.result) == SHAPEFILE:
            texts = (value for feature in features for value in feature.attributes() if isinstance(value, str))
            self._cut += sum(len(text.encode("utf-8")) > LONGEST_TEXT for text in texts)
        if not self._sink.addFeatures(features, QgsFeatureSink.Flag.FastInsert):
            raise self.error(self._sink.lastError())
        self.written += len(features)

    def close(self) -> None:
        """Let the sink go, which closes its file."""
        self._sink = None
        if self.staging is not None and self.file:
            self.result = self.staging.final(self.file)

    def reopen(self) -> None:
        """Begin again with an empty layer, after :meth:`close`."""
        if self._open_sink is not None:
            self._sink, self.destination = self._open_sink()

    def let_go(self) -> None:
        """Forget how to reopen: that holds the run's parameters, whose layers must not outlive QGIS."""
        self._open_sink = None

    def check(self, context: QgsProcessingContext, alive: Callable[[], None] = nobody_cancels) -> None:
        """See that every feature arrived.

        Args:
            context: Where the layer lies, if it is no file.
            alive: Called every :data:`BATCH` features; may raise to cancel.

        Raises:
            OutputError: The layer is not whole.
            Cancelled: The user stopped the run.
        """
        lost = self.lost(context, alive)
        if lost:
            values = {"parameter": self.parameter, "destination": self.result}
            text = _DISK_FULL if self.on_full_disk else _INCOMPLETE
            raise OutputError(Message(text, {**values, "expected": self.written, "found": self.written - lost}))

    def lost(self, context: QgsProcessingContext, alive: Callable[[], None] = nobody_cancels) -> int:
        """Return how many features did not arrive whole.

        They are counted, because a file's last write happens as it is closed, and nobody says when that fails.
        """
        if self.staging is not None and driver_of(self.file) == "GPKG":
            found, shapes = _counted_rows(self.file)
            return max(abs(self.written - found), self.shapes - shapes)
        layer = context.temporaryLayerStore().mapLayer(self.destination)
        if layer is None:
            if self.staging is None and not self.file:
                return 0  # a database answers for itself
            is_table = os.path.splitext(self.file)[1].lower() == ".dbf"
            layer = QgsVectorLayer(self.file if is_table else self.destination, self.parameter, "ogr")
        try:
            found, shapes = _counted(layer, alive) if layer.isValid() else (0, 0)
        finally:
            del layer  # the traceback of a cancel may live until QGIS is gone; a layer must not
        missing = abs(self.written - found)
        return missing if self.lacks_geometry else max(missing, self.shapes - shapes)

    @property
    def on_full_disk(self) -> bool:
        """Whether hardly any room is left where the file lies."""
        folder = os.path.dirname(os.path.abspath(self.file or self.destination))
        return os.path.isdir(folder) and shutil.disk_usage(folder).free < LITTLE_ROOM

    def error(self, reason: str) -> OutputError:
        """Return the error that this output could not be written."""
        return not_written(self.parameter, self.result, reason or "?", self.staging)

    def note(self) -> Message | None:
        """Return what there is to tell about the layer, once it is written."""
        values = {"parameter": self.parameter, "destination": self.result}
        if self._cut:
            return Message(_CUT, {**values, "cut": self._cut})
        return Message(_NO_GEOMETRY, values) if self.lacks_geometry else None


def _counted_rows(path: str) -> tuple[int, int]:
    """Return how many rows the table of a GeoPackage has, and how many of them have a geometry: nothing is read."""
    with closing(sqlite3.connect(Path(path).absolute().as_uri() + "?mode=ro", uri=True)) as file:
        try:
            (table,) = file.execute("SELECT table_name FROM gpkg_contents").fetchone()
            column = file.execute("SELECT column_name FROM gpkg_geometry_columns").fetchone()
            shapes = "0" if column is None else f"COUNT({quoted(column[0])})"
            found = file.execute(f"SELECT COUNT(*), {shapes} FROM {quoted(table)}").fetchone()
        except (sqlite3.Error, TypeError):  # not whole, as on a full disk
            return 0, 0
    return int(found[0]), int(found[1])


def quoted(name: str) -> str:
    """Return a name as it stands in SQL."""
    return '"' + name.replace('"', '""') + '"'


def _counted(layer: QgsVectorLayer, alive: Callable[[], None]) -> tuple[int, int]:
    """Return how many features a layer has, and how many of them have a geometry."""
    found = shapes = 0
    features = layer.getFeatures(QgsFeatureRequest().setNoAttributes())
    try:
        for feature in features:
            if found % BATCH == 0:
                alive()
            found += 1
            shapes += feature.hasGeometry()
    finally:
        features.close()
        del features, layer  # as in the caller
    return found, shapes


def not_written(parameter: str, destination: str, reason: str, staging: Staging | None) -> OutputError:
    """Return the error that an output could not be written, for a reason that QGIS gives."""
    if staging is not None:
        reason = reason.replace(staging.path, staging.target)
    return OutputError(Message(_NOT_WRITTEN, {"parameter": parameter, "destination": destination, "error": reason}))


def _multi(geometry: BaseGeometry | None) -> BaseGeometry | None:
    make = None if geometry is None else _SINGLE.get(shapely.get_type_id(geometry))
    return geometry if make is None else make([geometry])
