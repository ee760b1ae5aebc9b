"""What the runs of several algorithms have in common: outputs that are asked for, cancelling, whose the data are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsRasterLayer,
    QgsWkbTypes,
)

from grid_manager_plugin.algorithms.values import Values
from grid_manager_plugin.errors import Cancelled
from grid_manager_plugin.layers.crs import wkt_of
from grid_manager_plugin.layers.destinations import check_destinations, destination_text
from grid_manager_plugin.layers.fields import Row, fields_of
from grid_manager_plugin.layers.layer_output import BATCH, LayerOutput
from grid_manager_plugin.layers.messages import tr_message, translate
from grid_manager_plugin.layers.source import LayerSource, open_source
from grid_manager_plugin.layers.staging import Staging
from grid_manager_plugin.layers.style import style_in_file, style_on_load
from grid_manager_plugin.layers.write import Outputs
from grid_manager_plugin.rules.crs_guard import check_source

LayerKind = tuple[tuple, QgsWkbTypes.Type, str]  # fields, geometry, style


def source_of(values: Values, name: str) -> LayerSource:
    """Return the layer that Processing was given for a parameter.

    Raises:
        QgsProcessingException: It cannot be opened.
    """
    definition = values.algorithm.parameterDefinition(name)
    found = open_source(definition, values.parameters, values.context)
    if found is None:
        raise QgsProcessingException(values.algorithm.invalidSourceError(values.parameters, name))
    return found


def optional_source(values: Values, name: str) -> LayerSource | None:
    """Return the layer of a parameter, ``None`` where it was not given; errors as :func:`source_of`."""
    return None if values.is_empty(name) else source_of(values, name)


def check_layers(algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
    """See that the coordinate systems of the inputs can be used, and :func:`check_outputs`.

    Those of tables do not matter, with or without a geometry.

    Raises:
        InputError: One cannot; the message names the parameter.
        OutputError: As :func:`check_outputs`.
    """
    for definition in algorithm.parameterDefinitions():
        if definition.type() == "source" and definition.dataTypes() != [QgsProcessing.SourceType.TypeVector]:
            source = algorithm.parameterAsSource(parameters, definition.name(), context)
            if source is not None and source.wkbType() != QgsWkbTypes.Type.NoGeometry:
                check_source(wkt_of(source.sourceCrs()), source.sourceCrs().isValid(), definition.name())
    check_outputs(algorithm, parameters, context)


def check_outputs(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> None:
    """See that no output would replace an input or another output; runs do it too: models do not check values.

    Raises:
        OutputError: One would; the message names both parameters.
    """
    definitions = algorithm.parameterDefinitions()
    sources = [one for one in definitions if one.type() in ("source", "raster", "file", "multilayer")]
    layers = [one.name() for one in definitions if one.type() == "sink"]
    files = [one.name() for one in definitions if one.type() == "fileDestination"]
    check_destinations(sources, layers, files, parameters, context)


def open_layers(
    algorithm: QgsProcessingAlgorithm,
    outputs: Outputs,
    kinds: Mapping[str, LayerKind],
    crs: QgsCoordinateReferenceSystem,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
) -> dict[str, LayerOutput]:
    """Open the layers that were asked for, before the work: a path that cannot be written is told at once.

    Args:
        algorithm: Whose outputs they are.
        outputs: All outputs of the run.
        kinds: Fields, geometry and style of each layer that can be asked for, by the parameter's name.
        crs: Their coordinate system.
        parameters: The run's parameters.
        context: The run's context.
    """
    layers = {}
    for name, (columns, geometry, _) in kinds.items():
        definition = algorithm.parameterDefinition(name)
        if name == "OUTPUT" or destination_text(name, parameters, context):
            layers[name] = outputs.layer(definition, parameters, fields_of(columns), geometry, crs)
    return layers


def open_files(
    algorithm: QgsProcessingAlgorithm,
    outputs: Outputs,
    names: Iterable[str],
    parameters: dict[str, Any],
    context: QgsProcessingContext,
) -> dict[str, tuple[str, Staging]]:
    """Return the files that were asked for and where they are made; before the work, as :func:`open_layers`."""
    asked = {name: algorithm.parameterAsFileOutput(parameters, name, context) for name in names}
    return {name: (path, outputs.file(name, path)) for name, path in asked.items() if path}


def write_rows(layer: LayerOutput, rows: Iterable[Row], alive: Callable[[], None]) -> None:
    """Write rows to a layer, in pieces, so that a run can be stopped between them."""
    waiting = iter(rows)
    while some := list(islice(waiting, BATCH)):
        alive()
        layer.write(some)


def finish_layers(
    outputs: Outputs, layers: Mapping[str, LayerOutput], kinds: Mapping[str, LayerKind], feedback: QgsProcessingFeedback
) -> None:
    """Close the layers, tell what their formats could not hold, and leave each its style where a file can hold one."""
    for note in outputs.finish_layers(lambda: check_cancelled(feedback)):
        feedback.pushWarning(tr_message(note))
    for name, layer in layers.items():
        if kinds[name][2]:
            style_in_file(layer, kinds[name][2])


def destinations_of(
    layers: Mapping[str, LayerOutput],
    files: Mapping[str, tuple[str, Staging]],
    kinds: Mapping[str, LayerKind],
    context: QgsProcessingContext,
) -> dict[str, str]:
    """Return where the outputs are, by their names, and have the layers styled when the desktop loads them."""
    for name, layer in layers.items():
        if kinds[name][2]:
            style_on_load(layer.result, kinds[name][2], context)
    paths = {name: path for name, (path, _) in files.items()}
    return {**{name: layer.result for name, layer in layers.items()}, **paths}


def rights_of(*sources: LayerSource | None, raster: QgsRasterLayer | None = None) -> tuple[tuple[str, str], ...]:
    """Return the rights and licences that the metadata of the layers tell, by the layers' names."""
    layers = [None if source is None else source.layer for source in sources]
    found = []
    for layer in (*layers, raster):
        if layer is None:
            continue
        text = " ".join(text for text in (*layer.metadata().rights(), *layer.metadata().licenses()) if text)
        if text:
            found.append((layer.name(), text))
    return tuple(dict.fromkeys(found))


def told(feedback: QgsProcessingFeedback, fraction: float) -> None:
    """Tell Processing how far a run is, and stop it where the user has cancelled it.

    Raises:
        Cancelled: The user has.
    """
    check_cancelled(feedback)
    feedback.setProgress(100 * fraction)


def walk_told(
    source: LayerSource, feedback: QgsProcessingFeedback, low: float, high: float
) -> Callable[[int], None]:
    """Return what tells Processing how far a walk through a layer is, and stops where the user has cancelled.

    Args:
        source: The layer.
        feedback: Processing's.
        low: Share of the progress bar at which the walk begins.
        high: Share at which it ends.
    """
    total = max(source.features.featureCount(), 1)

    def tell(done: int) -> None:
        told(feedback, low + (high - low) * min(done / total, 1.0))

    return tell


def heeding(feedback: QgsProcessingFeedback) -> Callable[[str], str]:
    """Return the translation of texts, which stops where the user has cancelled: a page of words asks it often."""

    def words(text: str) -> str:
        check_cancelled(feedback)
        return translate(text)

    return words


def check_cancelled(feedback: QgsProcessingFeedback) -> None:
    """Stop the run where the user has cancelled it.

    Raises:
        Cancelled: The user has.
    """
    if feedback.isCanceled():
        raise Cancelled
