"""What the runs of several algorithms have in common: outputs that are asked for, cancelling, whose the data are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsRasterLayer,
    QgsWkbTypes,
)

from grid_manager_plugin.algorithms.values import Values
from grid_manager_plugin.errors import Cancelled
from grid_manager_plugin.layers.destinations import destination_text
from grid_manager_plugin.layers.fields import Row, fields_of
from grid_manager_plugin.layers.layer_output import BATCH, LayerOutput
from grid_manager_plugin.layers.messages import translate
from grid_manager_plugin.layers.source import LayerSource, open_source
from grid_manager_plugin.layers.staging import Staging
from grid_manager_plugin.layers.write import Outputs

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
