"""What the algorithms that link have in common: guards before the run, errors after it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import QgsProcessingException, QgsProcessingFeedback
from qgis.PyQt.QtCore import QCoreApplication

from grid_manager_plugin.algorithms.base import missing_libraries
from grid_manager_plugin.algorithms.values import Values
from grid_manager_plugin.errors import Cancelled, GridManagerError, InputError, OutputError
from grid_manager_plugin.layers.messages import tr_error

Run = Callable[[Values, QgsProcessingFeedback], dict[str, Any]]
"""A run; its results by the names of its outputs."""


def check_link_values(
    values: Values, amounts: tuple[str, ...] = ("MAX_DISTANCE",), check: Callable[[Values], None] | None = None
) -> tuple[bool, str]:
    """Tell what can be known to be wrong before the run, with the parameter's name.

    Args:
        values: The run's parameters.
        amounts: Those that are numbers of 0 or more.
        check: Sees what else has to hold; raises ``InputError`` where it does not.
    """
    try:
        if check is not None:
            check(values)
        for name in amounts:
            values.amount(name)
        if not missing_libraries():  # else canExecute says so
            from grid_manager_plugin.algorithms.running import check_layers

            check_layers(values.algorithm, values.parameters, values.context)
    except (InputError, OutputError) as error:
        return False, tr_error(error)
    return True, ""


def run_linking(run: Run, values: Values, feedback: QgsProcessingFeedback) -> dict[str, Any]:
    """Run, and say what went wrong as Processing wants it.

    Raises:
        QgsProcessingException: The run failed or was cancelled.
    """
    try:
        from grid_manager_plugin.algorithms.running import check_outputs

        check_outputs(values.algorithm, values.parameters, values.context)
        return run(values, feedback)
    except Cancelled as error:
        text = QCoreApplication.translate("LinkParameters", "The run was cancelled; no output was kept.")
        raise QgsProcessingException(text) from error
    except GridManagerError as error:
        raise QgsProcessingException(tr_error(error)) from error
