"""What can be known to be wrong with the values of ``comparegridplans`` before it runs."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication

from grid_manager_plugin.algorithms.values import Values
from grid_manager_plugin.errors import InputError


def check_compare_values(values: Values) -> None:
    """See that day, amounts and limits can be used; runs do it too, because models do not check values.

    Raises:
        InputError: One cannot; the message names the parameter.
    """
    values.day("DATE")
    values.amount("IGNORE_BELOW")
    limits = values.grid_limits()
    if values.is_empty("POPULATION_LAYER") and any(bound is not None for bound in limits.population):
        text = QCoreApplication.translate(
            "CompareParameters", "Limits on population need to know who lives where: give POPULATION_LAYER."
        )
        raise InputError(text)
