"""Short ways to define parameters."""

from __future__ import annotations

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterField,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
)

_ADVANCED = QgsProcessingParameterDefinition.Flag.FlagAdvanced
_REAL = QgsProcessingParameterNumber.Type.Double
_ANY_FIELD = QgsProcessingParameterField.DataType.Any
NUMBER_FIELD = QgsProcessingParameterField.DataType.Numeric
POLYGONS = [QgsProcessing.SourceType.TypeVectorPolygon]
POINTS_OR_POLYGONS = [QgsProcessing.SourceType.TypeVectorPoint, QgsProcessing.SourceType.TypeVectorPolygon]


def helped(parameter: QgsProcessingParameterDefinition, text: str) -> QgsProcessingParameterDefinition:
    """Return a parameter with its help."""
    parameter.setHelp(text)
    return parameter


def rare(parameter: QgsProcessingParameterDefinition, text: str) -> QgsProcessingParameterDefinition:
    """Return a parameter that stands among the advanced ones, with its help."""
    parameter.setFlags(parameter.flags() | _ADVANCED)
    return helped(parameter, text)


def field(
    name: str, label: str, parent: str, kind: QgsProcessingParameterField.DataType = _ANY_FIELD
) -> QgsProcessingParameterField:
    """Return an optional field of a layer."""
    return QgsProcessingParameterField(name, label, parentLayerParameterName=parent, type=kind, optional=True)


def bound(name: str, label: str) -> QgsProcessingParameterNumber:
    """Return an optional number."""
    return QgsProcessingParameterNumber(name, label, type=_REAL, optional=True)


def figure(name: str, label: str, default: float) -> QgsProcessingParameterNumber:
    """Return a number with a default."""
    return QgsProcessingParameterNumber(name, label, type=_REAL, defaultValue=default)


def optional_layer(
    name: str, label: str, kind: QgsProcessing.SourceType
) -> QgsProcessingParameterFeatureSink:
    """Return a layer that is made only where it is asked for."""
    return QgsProcessingParameterFeatureSink(name, label, kind, optional=True, createByDefault=False)


def optional_file(name: str, label: str, filter_: str) -> QgsProcessingParameterFileDestination:
    """Return a file that is made only where it is asked for."""
    return QgsProcessingParameterFileDestination(name, label, filter_, optional=True, createByDefault=False)
