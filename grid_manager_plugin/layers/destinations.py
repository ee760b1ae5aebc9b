"""Where layers come from and go to: the files behind them, and which of these may not be the same.

QGIS replaces a whole file where it is given a path, and one layer in it where it is given
``ogr:dbname='file' table="layer"``. A run that did so with a file that it reads, or that another of its outputs goes
to, would destroy data.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from osgeo import gdal
from qgis.core import (
    QgsDataSourceUri,
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameters,
    QgsProperty,
    QgsProviderRegistry,
    QgsRasterLayer,
    QgsVectorFileWriter,
)

from grid_manager_plugin.errors import OutputError
from grid_manager_plugin.layers.source import layer_behind
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

SHAPEFILE = "ESRI Shapefile"

_PROVIDER = re.compile(r"(.{3,}?):(.*)", re.DOTALL)
"""How QGIS tells the name of a provider from a path, which may start with a drive's letter."""

_SHAPEFILE_PARTS = (".dbf", ".shx")

_REPLACES_INPUT = QT_TRANSLATE_NOOP(
    "Writing",
    "{output} would replace the data of {input} in {path}. Choose another file, or another layer of that GeoPackage.",
)
_SAME_PLACE = QT_TRANSLATE_NOOP(
    "Writing",
    "{first} and {second} would both be written to {path}. Give each a file of its own, or in one GeoPackage a layer "
    "of its own.",
)
_READ_ONLY_NAME = QT_TRANSLATE_NOOP(
    "Writing",
    "{parameter}: {destination} names a layer in a file as inputs do. To write a layer into a GeoPackage give "
    "ogr:dbname='{path}' table=\"{layer}\" (geom).",
)


@dataclass(frozen=True)
class Place:
    """A file, or one layer in it, that a parameter stands for.

    Attributes:
        parameter: Name of the parameter.
        path: The file that is there, or that QGIS would make.
        layer: The layer; ``None`` for the file as a whole.
    """

    parameter: str
    path: str
    layer: str | None = None

    def meets(self, other: Place) -> bool:
        """Tell whether writing the one would touch the other."""
        if not _is_same_file(self.path, other.path):
            return False
        return self.layer is None or other.layer is None or self.layer.lower() == other.layer.lower()


def check_destinations(
    sources: Iterable[QgsProcessingParameterDefinition],
    layers: Iterable[str],
    files: Iterable[str],
    parameters: Mapping[str, object],
    context: QgsProcessingContext,
) -> None:
    """See that no output would destroy an input or another output.

    Args:
        sources: Definitions of the inputs.
        layers: Names of the outputs that are layers.
        files: Names of the outputs that are plain files.
        parameters: The run's parameters.
        context: The run's context.

    Raises:
        OutputError: One would; the message names both parameters.
    """
    inputs = [place for source in sources for place in _input_places(source, parameters, context)]
    texts = {name: destination_text(name, parameters, context) for name in (*layers, *files)}
    found = [layer_place(name, texts[name]) for name in layers]
    found += [Place(name, texts[name]) for name in files if texts[name] not in ("", QgsProcessing.TEMPORARY_OUTPUT)]
    outputs = [place for place in found if place is not None]
    for number, output in enumerate(outputs):
        for place in inputs:
            if output.meets(place):
                values = {"output": output.parameter, "input": place.parameter, "path": output.path}
                raise OutputError(Message(_REPLACES_INPUT, values))
        for place in outputs[:number]:
            if output.meets(place):
                values = {"first": place.parameter, "second": output.parameter, "path": output.path}
                raise OutputError(Message(_SAME_PLACE, values))


def destination_text(name: str, parameters: Mapping[str, object], context: QgsProcessingContext) -> str:
    """Return what a parameter says about its destination; empty where it says nothing.

    Not ``parameterAsOutputLayer``, which makes up names for temporary files and notes layers to be loaded.
    """
    value = parameters.get(name)
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value = value.sink
    if isinstance(value, QgsProperty):
        value = value.valueAsString(context.expressionContext(), "")[0]
    return value if isinstance(value, str) else ""


def layer_place(parameter: str, destination: str) -> Place | None:
    """Return the file that QGIS would write a layer to; ``None`` where it lies in memory or in a database.

    Raises:
        OutputError: The destination is written as only inputs are.
    """
    provider = _PROVIDER.fullmatch(destination)
    if provider is not None and provider[1] == "ogr":
        uri = QgsDataSourceUri(provider[2])
        return Place(parameter, uri.database() or provider[2], uri.table() or None)
    if not _is_path(destination):
        return None
    path, _, layer = destination.partition("|layername=")
    if layer:
        values = {"parameter": parameter, "destination": destination, "path": path, "layer": layer}
        raise OutputError(Message(_READ_ONLY_NAME, values))
    return Place(parameter, _with_known_ending(destination))


def driver_of(path: str) -> str:
    """Return GDAL's name of the format that a file's ending stands for; empty for an unknown one."""
    return QgsVectorFileWriter.driverForExtension(os.path.splitext(path)[1][1:])


def _is_path(destination: str) -> bool:
    if not destination or destination == QgsProcessing.TEMPORARY_OUTPUT or destination.startswith("/vsi"):
        return False
    return _PROVIDER.fullmatch(destination) is None


def _with_known_ending(path: str) -> str:
    """Return the path as QGIS completes it.

    An unknown ending makes a GeoPackage; one that a format has beside its own gets that one too, such as
    ``x.json.geojson``.
    """
    driver = driver_of(path)
    if not driver:
        return f"{path}.gpkg"
    if driver == SHAPEFILE:
        return _main_file(path)
    known = QgsVectorFileWriter.MetaData()
    endings = known.ext.split() if QgsVectorFileWriter.driverMetadata(driver, known) else []
    if not endings or path.lower().endswith(tuple(f".{ending}" for ending in endings)):
        return path
    completed = f"{path}.{endings[0]}"
    return completed if driver_of(completed) == driver else path


def _main_file(path: str) -> str:
    """Return the file that a layer is called by: of a shapefile the .shp."""
    stem, ending = os.path.splitext(path)
    return f"{stem}.shp" if ending.lower() in _SHAPEFILE_PARTS else path


def _input_places(
    source: QgsProcessingParameterDefinition, parameters: Mapping[str, object], context: QgsProcessingContext
) -> list[Place]:
    if isinstance(source, QgsProcessingParameterFile):
        file = QgsProcessingParameters.parameterAsString(source, dict(parameters), context)
        return [Place(source.name(), file)] if file else []
    if isinstance(source, QgsProcessingParameterMultipleLayers):
        layers = QgsProcessingParameters.parameterAsLayerList(source, dict(parameters), context)
    elif isinstance(source, QgsProcessingParameterRasterLayer):
        layers = [QgsProcessingParameters.parameterAsRasterLayer(source, dict(parameters), context)]
    else:
        layers = [layer_behind(source, parameters, context)]
    places = (_layer_place(source.name(), layer) for layer in layers if layer is not None)
    return [place for place in places if place is not None]


def _layer_place(parameter: str, layer: QgsMapLayer) -> Place | None:
    """Return the file that a layer comes from; ``None`` where it is none."""
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    path = parts.get("path")
    if not isinstance(path, str) or not os.path.exists(path):
        return None
    name = parts.get("layerName")
    if isinstance(layer, QgsRasterLayer):
        return Place(parameter, path, name or None)
    if not isinstance(name, str) or not name:
        name = first_layer(path)
    return Place(parameter, _main_file(path), name)


def first_layer(path: str) -> str:
    """Return the name of a file's first layer, which is meant where none is named; empty where there is none."""
    dataset = gdal.OpenEx(path, gdal.OF_VECTOR)
    if dataset is None or not dataset.GetLayerCount():
        return ""
    first = dataset.GetLayer(0)
    return str(first.GetName())


def _is_same_file(one: str, other: str) -> bool:
    if os.path.normcase(os.path.realpath(one)) == os.path.normcase(os.path.realpath(other)):
        return True
    return os.path.exists(one) and os.path.exists(other) and os.path.samefile(one, other)
