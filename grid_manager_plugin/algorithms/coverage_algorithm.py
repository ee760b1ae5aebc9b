"""What ``validategrids`` and ``repairgrids`` have in common: guards before the run, errors that are left after it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import QgsProcessingException, QgsProcessingFeedback
from qgis.PyQt.QtCore import QCoreApplication

from grid_manager_plugin.algorithms.guarded import run_guarded
from grid_manager_plugin.algorithms.values import Values
from grid_manager_plugin.errors import InputError

Run = Callable[[Values, QgsProcessingFeedback], tuple[dict[str, Any], int]]
"""A run; its results, and how many errors it leaves."""

AMOUNTS = ("IGNORE_BELOW", "SLIVER_BELOW")
"""Parameters that are numbers of 0 or more."""


def check_coverage_values(values: Values, amounts: tuple[str, ...] = AMOUNTS) -> None:
    """See what can be known to be wrong before the run.

    Args:
        values: The run's parameters.
        amounts: Those that are numbers of 0 or more.

    Raises:
        InputError: A value cannot be used; the message names the parameter.
    """
    limits = values.limits()
    for name in amounts:
        values.amount(name)
    of_people = (*limits.population, limits.population_tolerance)
    if values.is_empty("POPULATION_FIELD") and any(bound is not None for bound in of_people):
        text = QCoreApplication.translate(
            "CoverageParameters", "Limits on population need to know who lives where: give POPULATION_FIELD."
        )
        raise InputError(text)


def run_coverage(run: Run, values: Values, feedback: QgsProcessingFeedback) -> dict[str, Any]:
    """Run, and say what went wrong as Processing wants it.

    Raises:
        QgsProcessingException: The run failed or was cancelled; or errors are left where that shall be one.
    """
    results, errors = run_guarded(run, values, feedback)
    if errors and values.truth("FAIL_ON_ERROR"):
        text = QCoreApplication.translate("CoverageParameters", "Errors found: {errors}. The outputs were written.")
        raise QgsProcessingException(text.format(errors=errors))
    return results
