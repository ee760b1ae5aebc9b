"""Arrays to layers: the one way out. What a run leaves is whole, or it is not there."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureSink,
    QgsFields,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterDefinition,
    QgsProcessingParameters,
    QgsProperty,
    QgsProviderRegistry,
    QgsVectorFileWriter,
    QgsWkbTypes,
)

from grid_manager_plugin.errors import OutputError
from grid_manager_plugin.layers.destinations import destination_text, driver_of, layer_place
from grid_manager_plugin.layers.fields import TEXT
from grid_manager_plugin.layers.gdal_settings import HEADERS, settings
from grid_manager_plugin.layers.layer_output import LayerOutput, nobody_cancels, not_written
from grid_manager_plugin.layers.staging import Staging
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

SAME_DATE = "1970-01-01T00:00:00.000Z"
"""Stands in GeoPackages for the time of writing, so that two runs give the same bytes."""

SETTINGS = {"OGR_CURRENT_DATE": SAME_DATE, **HEADERS}
"""Settings of GDAL while outputs are written and counted."""

_UNREADABLE = QT_TRANSLATE_NOOP(
    "Writing",
    "{parameter}: {destination} has a format that QGIS writes but cannot read, so nobody could see whether it is "
    "whole. Choose a GeoPackage (.gpkg).",
)
_NO_TABLES = QT_TRANSLATE_NOOP(
    "Writing",
    "{parameter}: {destination} has a format that cannot hold a table without geometry. Choose a GeoPackage (.gpkg) "
    "or a CSV file (.csv).",
)


class Outputs:
    """All outputs of one run: they become whole together, or none of them stays.

    To be used in a ``with``: at its end all files are moved to their places. An error or a cancelled run takes away
    what was written so far, and leaves what lay in their places before. Layers are whole after :meth:`finish_layers`.

    A layer that is written into a GeoPackage beside others, or into a database, is written in its place: an error
    takes it away, but does not bring back an earlier layer of its name.
    """

    def __init__(self, context: QgsProcessingContext) -> None:
        self._context = context
        self._layers: list[LayerOutput] = []
        self._stagings: list[Staging] = []
        self._settings = settings(SETTINGS)

    def __enter__(self) -> Outputs:
        self._settings.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self._publish()
            else:
                self._discard()
        finally:
            for output in self._layers:
                output.let_go()
            self._settings.__exit__(kind, error, traceback)

    def layer(
        self,
        definition: QgsProcessingParameterDefinition,
        parameters: Mapping[str, object],
        fields: QgsFields,
        geometry: QgsWkbTypes.Type,
        crs: QgsCoordinateReferenceSystem,
    ) -> LayerOutput:
        """Open a layer.

        Args:
            definition: The output's parameter.
            parameters: The run's parameters.
            fields: The layer's fields.
            geometry: Its geometry type.
            crs: Its coordinate system.

        Raises:
            OutputError: Nothing can be written there; the message names the parameter.
        """
        name = definition.name()
        destination = destination_text(name, parameters, self._context)
        place = layer_place(name, destination)
        staging = None if place is None or destination.startswith("ogr:") else self.file(name, place.path)
        given = dict(parameters)
        if staging is not None:
            given[name] = _redirected(parameters[name], staging.path)
            self._check_format(definition, staging, fields, geometry)

        def open_sink() -> tuple[QgsFeatureSink, str]:
            try:
                sink, written = QgsProcessingParameters.parameterAsSink(
                    definition, given, fields, geometry, crs, self._context
                )
            except QgsProcessingException as error:
                raise not_written(name, destination, str(error), staging) from error
            if sink is None:
                raise not_written(name, destination, "?", staging)
            return sink, written

        output = LayerOutput(name, open_sink, fields, staging)
        self._layers.append(output)
        return output

    def file(self, parameter: str, path: str) -> Staging:
        """Make room for a text file.

        Args:
            parameter: Name of the output.
            path: Where it shall lie in the end.

        Raises:
            OutputError: Nothing can be written there; the message names the parameter.
        """
        staging = Staging(parameter, path)
        self._stagings.append(staging)
        return staging

    def finish_layers(self, alive: Callable[[], None] = nobody_cancels) -> tuple[Message, ...]:
        """Write what waits, close all layers, see that every feature arrived, and return notes about them.

        Args:
            alive: Called again and again; may raise to cancel.

        Raises:
            OutputError: A layer is not whole.
            Cancelled: The user stopped the run.
        """
        for output in self._layers:
            output.flush()
        for output in self._layers:
            output.close()
        for output in self._layers:
            output.check(self._context, alive)
        return tuple(note for note in (output.note() for output in self._layers) if note is not None)

    def _check_format(
        self,
        definition: QgsProcessingParameterDefinition,
        staging: Staging,
        fields: QgsFields,
        geometry: QgsWkbTypes.Type,
    ) -> None:
        """Tell before the work that QGIS offers a format which does not hold what goes into it."""
        values = {"parameter": definition.name(), "destination": staging.target}
        driver = gdal.GetDriverByName(driver_of(staging.path))
        if driver is not None and not driver.GetMetadataItem(gdal.DCAP_OPEN):
            raise OutputError(Message(_UNREADABLE, values))
        if geometry != QgsWkbTypes.Type.NoGeometry:
            return
        if self._refuses_tables(definition, staging, fields):
            raise OutputError(Message(_NO_TABLES, values))

    def _refuses_tables(
        self, definition: QgsProcessingParameterDefinition, staging: Staging, fields: QgsFields
    ) -> bool:
        """Tell by a table of one row that nobody will see; one that cannot even be opened is told of later."""
        given = {definition.name(): staging.trial_path()}
        no_geometry, no_crs = QgsWkbTypes.Type.NoGeometry, QgsCoordinateReferenceSystem()
        try:
            sink, written = QgsProcessingParameters.parameterAsSink(
                definition, given, fields, no_geometry, no_crs, self._context
            )
        except QgsProcessingException:
            return False
        waiting = [(sink, written)]
        del sink  # the file is closed with its last holder
        trial = LayerOutput(definition.name(), waiting.pop, fields, None)
        trial.write([(None, ["x" if field.type() == TEXT else None for field in fields])])
        try:
            trial.flush()
        except OutputError:  # newer GDAL refuses the row, older loses it
            refused = True
        else:
            refused = False
        trial.close()
        return (refused or bool(trial.lost(self._context))) and not trial.on_full_disk

    def _publish(self) -> None:
        try:
            for staging in self._stagings:
                staging.publish()
        except OutputError:
            self._discard()
            raise
        for staging in self._stagings:
            staging.clean()
        awaited = self._context.layersToLoadOnCompletion()
        for output in self._layers:
            if output.destination in awaited:
                awaited[output.result] = awaited.pop(output.destination)
        self._context.setLayersToLoadOnCompletion(awaited)

    def _discard(self) -> None:
        for output in self._layers:
            output.close()
        for output in self._layers:
            self._context.temporaryLayerStore().removeMapLayer(output.destination)
            if output.staging is None and output.file:
                _remove_layer(output.file, output.destination)
        for staging in self._stagings:
            staging.discard()


def _redirected(value: object, path: str) -> object:
    """Return a parameter's value with another path."""
    if not isinstance(value, QgsProcessingOutputLayerDefinition):
        return path
    redirected = QgsProcessingOutputLayerDefinition(value)
    redirected.sink = QgsProperty.fromValue(path)
    return redirected


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
