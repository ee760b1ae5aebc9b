"""Guards before a run, and what went wrong in it said as Processing wants it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from qgis.core import QgsProcessingException, QgsProcessingFeedback
from qgis.PyQt.QtCore import QCoreApplication

from grid_manager_plugin.algorithms.base import missing_libraries
from grid_manager_plugin.algorithms.values import Values
from grid_manager_plugin.errors import Cancelled, GridManagerError, InputError, OutputError
from grid_manager_plugin.layers.messages import tr_error

Result = TypeVar("Result")


def check_guarded(values: Values, check: Callable[[Values], Any]) -> tuple[bool, str]:
    """Tell what can be known to be wrong before the run, with the parameter's name.

    Args:
        values: The run's parameters.
        check: Sees what the algorithm asks of them; raises InputError or OutputError.
    """
    try:
        check(values)
        if not missing_libraries():  # else canExecute says so
            from grid_manager_plugin.algorithms.running import check_layers

            check_layers(values.algorithm, values.parameters, values.context)
    except (InputError, OutputError) as error:
        return False, tr_error(error)
    return True, ""


def run_guarded(
    run: Callable[[Values, QgsProcessingFeedback], Result], values: Values, feedback: QgsProcessingFeedback
) -> Result:
    """Run, and say what went wrong as Processing wants it.

    Raises:
        QgsProcessingException: The run failed or was cancelled.
    """
    try:
        from grid_manager_plugin.algorithms.running import check_outputs

        check_outputs(values.algorithm, values.parameters, values.context)
        return run(values, feedback)
    except Cancelled as error:
        text = QCoreApplication.translate("GuardedRun", "The run was cancelled; no output was kept.")
        raise QgsProcessingException(text) from error
    except GridManagerError as error:
        raise QgsProcessingException(tr_error(error)) from error
