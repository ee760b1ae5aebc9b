"""What the contract tests of all algorithms share."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingParameterDefinition

_FLAG = QgsProcessingParameterDefinition.Flag

COMMUNITY_FIELDS = {
    "COMMUNITY_ID": ("field", None, True, False),
    "COMMUNITY_NAME": ("field", None, True, False),
    "COMMUNITY_CODE": ("field", None, True, False),
}
LIMITS = {
    "MIN_GRIDS": ("number", 2, False, False),
    "MAX_GRIDS": ("number", 5, False, False),
    "MIN_POPULATION": ("number", None, True, False),
    "MAX_POPULATION": ("number", None, True, False),
    "POPULATION_TOLERANCE": ("number", None, True, False),
    "MIN_AREA": ("number", None, True, False),
    "MAX_AREA": ("number", None, True, False),
}
PAGES = {"REPORT": ("fileDestination", None, True, False), "SUMMARY": ("fileDestination", None, True, False)}
"""Type, default, optional, advanced."""


def parameters_of(algorithm: Any) -> dict[str, tuple]:
    """Return type, default, optional and advanced of each parameter, in order."""
    return {
        parameter.name(): (
            parameter.type(),
            parameter.defaultValue(),
            bool(parameter.flags() & _FLAG.FlagOptional),
            bool(parameter.flags() & _FLAG.FlagAdvanced),
        )
        for parameter in algorithm.parameterDefinitions()
    }


def numbers_of(algorithm: Any) -> list[str]:
    """Return the names of the numbers that an algorithm returns."""
    return [output.name() for output in algorithm.outputDefinitions() if output.type() == "outputNumber"]


def parents_of(algorithm: Any) -> dict[str, str]:
    """Return the parameter of the layer that each field belongs to."""
    return {
        parameter.name(): parameter.parentLayerParameterName()
        for parameter in algorithm.parameterDefinitions()
        if parameter.type() == "field"
    }
