"""What ``validategrids`` and ``repairgrids`` have in common: guards before the run, errors after it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import QgsProcessingException, QgsProcessingFeedback
from qgis.PyQt.QtCore import QCoreApplication

from grid_manager_plugin.algorithms.base import missing_libraries
from grid_manager_plugin.algorithms.values import Values
from grid_manager_plugin.errors import Cancelled, GridManagerError, InputError, OutputError
from grid_manager_plugin.layers.messages import tr_error

Run = Callable[[Values, QgsProcessingFeedback], tuple[dict[str, Any], int]]
"""A run; its results, and how many errors it leaves."""

AMOUNTS = ("IGNORE_BELOW", "SLIVER_BELOW")
"""Parameters that are numbers of 0 or more."""


def check_coverage_values(values: Values, amounts: tuple[str, ...] = AMOUNTS) -> tuple[bool, str]:
    """Tell what can be known to be wrong before the run, with the parameter's name.

    Args:
        values: The run's parameters.
        amounts: Those that are numbers of 0 or more.
    """
    try:
        limits = values.limits()
        for name in amounts:
            values.amount(name)
        of_people = (*limits.population, limits.population_tolerance)
        if values.is_empty("POPULATION_FIELD") and any(bound is not None for bound in of_people):
            text = QCoreApplication.translate(
                "CoverageParameters", "Limits on population need to know who lives where: give POPULATION_FIELD."
            )
            raise InputError(text)
        if not missing_libraries():  # else canExecute says so
            from grid_manager_plugin.algorithms.running import check_layers

            check_layers(values.algorithm, values.parameters, values.context)
    except (InputError, OutputError) as error:
        return False, tr_error(error)
    return True, ""


def run_coverage(run: Run, values: Values, feedback: QgsProcessingFeedback) -> dict[str, Any]:
    """Run, and say what went wrong as Processing wants it.

    Raises:
        QgsProcessingException: The run failed or was cancelled; or errors are left where that shall be one.
    """
    try:
        from grid_manager_plugin.algorithms.running import check_outputs

        check_outputs(values.algorithm, values.parameters, values.context)
        results, errors = run(values, feedback)
    except Cancelled as error:
        text = QCoreApplication.translate("CoverageParameters", "The run was cancelled; no output was kept.")
        raise QgsProcessingException(text) from error
    except GridManagerError as error:
        raise QgsProcessingException(tr_error(error)) from error
    if errors and values.truth("FAIL_ON_ERROR"):
        text = QCoreApplication.translate("CoverageParameters", "Errors found: {errors}. The outputs were written.")
        raise QgsProcessingException(text.format(errors=errors))
    return results
