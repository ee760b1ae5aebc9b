"""The values that Processing was given for parameters, refused where it would take them for something else."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from qgis.core import NULL, QgsProcessingAlgorithm, QgsProcessingContext, QgsProperty
from qgis.PyQt.QtCore import QCoreApplication

from grid_manager_plugin.errors import InputError
from grid_manager_plugin.rules.limits import Limits

WHOLE_NUMBERS = {"MIN_GRIDS": (1, 99), "MAX_GRIDS": (1, 99), "SEED": (0, 2**31 - 1), "WORKERS": (0, 2**31 - 1)}
"""Smallest and largest value of the parameters that are whole numbers."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

_SEPARATOR = re.compile("[,;]")
"""What stands between several options that are given as one text."""


@dataclass(frozen=True)
class Values:
    """Reads the parameters of one run.

    Attributes:
        algorithm: Whose parameters they are.
        parameters: Their values, as Processing hands them over.
        context: The run's context.
    """

    algorithm: QgsProcessingAlgorithm
    parameters: dict[str, Any]
    context: QgsProcessingContext

    def tr(self, text: str) -> str:
        """Return the text in the user's language."""
        return QCoreApplication.translate("Values", text)

    def is_empty(self, name: str) -> bool:
        """Tell whether a parameter was not given."""
        value = self.parameters.get(name)
        return value is None or value == NULL or value == ""

    def text(self, name: str) -> str:
        """Return a text, empty where there is none."""
        return self.algorithm.parameterAsString(self.parameters, name, self.context)

    def field(self, name: str) -> str:
        """Return a field that has to be given: models run their parts without looking whether it is.

        Raises:
            InputError: It is not.
        """
        if self.is_empty(name):
            raise InputError(self.tr("{parameter} is not given. Choose the field.").format(parameter=name))
        return self.text(name)

    def truth(self, name: str) -> bool:
        """Return a yes or no."""
        return self.algorithm.parameterAsBool(self.parameters, name, self.context)

    def number(self, name: str) -> float | None:
        """Return a number, ``None`` where there is none.

        Raises:
            InputError: It is a text that is no number.
        """
        return None if self.is_empty(name) else self._double(name)

    def amount(self, name: str) -> float:
        """Return a number of 0 or more.

        Raises:
            InputError: It is not.
        """
        value = self._double(name)
        if not 0 <= value < math.inf:
            text = self.tr("{parameter} is {value}; it must be a number of 0 or more.")
            raise InputError(text.format(parameter=name, value=f"{value:.15g}"))
        return value

    def whole(self, name: str) -> int:
        """Return a whole number.

        Raises:
            InputError: It is none, or not one of :data:`WHOLE_NUMBERS`.
        """
        # parameterAsInt rounds in silence, and makes 0 of what is beyond its integers
        value = self._double(name)
        low, high = WHOLE_NUMBERS[name]
        if not (value.is_integer() and low <= value <= high):
            text = self.tr("{parameter} is {value}; it must be a whole number from {low} to {high}.")
            values = {"parameter": name, "value": f"{value:.15g}", "low": low, "high": high}
            raise InputError(text.format(**values))
        return int(value)

    def choice(self, name: str, count: int) -> int:
        """Return the position of one of ``count`` options: the one chosen, or the default.

        Raises:
            InputError: There is no such option.
        """
        # parameterAsEnum takes the default in silence for what is none of the options
        for value in self._chosen(name):
            self._check_option(name, value, count)
        return self.algorithm.parameterAsEnum(self.parameters, name, self.context)

    def choices(self, name: str, count: int) -> list[int]:
        """Return the positions of all options that were chosen; errors as :meth:`choice`."""
        for value in self._chosen(name):
            for one in value if isinstance(value, (list, tuple)) else _SEPARATOR.split(str(value)):
                self._check_option(name, one, count)
        return self.algorithm.parameterAsEnums(self.parameters, name, self.context)

    def _chosen(self, name: str) -> list[Any]:
        """Return what was given for a parameter; an empty list for nothing."""
        value = self.parameters.get(name)
        if isinstance(value, QgsProperty):
            value = value.value(self.context.expressionContext())[0]
        return [] if value is None or value == NULL or value == "" else [value]

    def _check_option(self, name: str, value: object, count: int) -> None:
        text = str(int(value)) if isinstance(value, bool) else str(value)
        if not (_is_number(text) and float(text).is_integer() and 0 <= float(text) < count):
            told = self.tr("{parameter} is {value}; it must be a whole number from {low} to {high}.")
            raise InputError(told.format(parameter=name, value=text, low=0, high=count - 1))

    def day(self, name: str) -> str:
        """Return a day as YYYY-MM-DD, empty where there is none.

        Raises:
            InputError: It is written otherwise, or there is no such day.
        """
        value = self.text(name).strip()
        try:
            is_day = not value or (bool(_DAY.fullmatch(value)) and bool(date.fromisoformat(value)))
        except ValueError:
            is_day = False
        if not is_day:
            text = self.tr("{parameter} is “{value}”; it must be a day written as YYYY-MM-DD, such as 2026-07-01.")
            raise InputError(text.format(parameter=name, value=value))
        return value

    def field_of(self, name: str, layer: str) -> str:
        """Return the field of a layer, empty where the layer was not given.

        Raises:
            InputError: The layer was given and the field was not.
        """
        if self.is_empty(layer):
            return ""
        if self.is_empty(name):
            text = self.tr("{parameter} is needed with {layer}: the field with the grids' codes.")
            raise InputError(text.format(parameter=name, layer=layer))
        return self.text(name)

    def _double(self, name: str) -> float:
        """Return a number; an error for text that is none, which Processing takes for the default in silence."""
        value = self.parameters.get(name)
        if isinstance(value, str) and value and not _is_number(value):
            text = self.tr("{parameter} is “{value}”; it must be a number.")
            raise InputError(text.format(parameter=name, value=value))
        return self.algorithm.parameterAsDouble(self.parameters, name, self.context)

    def limits(self) -> Limits:
        """Return the limits.

        Raises:
            InputError: One of them cannot be used, or they contradict each other.
        """
        return Limits(
            grids=(self.whole("MIN_GRIDS"), self.whole("MAX_GRIDS")),
            population=(self.number("MIN_POPULATION"), self.number("MAX_POPULATION")),
            area=(self.number("MIN_AREA"), self.number("MAX_AREA")),
            population_tolerance=self.number("POPULATION_TOLERANCE"),
        )

    def grid_limits(self) -> Limits:
        """Return the limits on one grid's people and area, whatever the number of grids; errors as :meth:`limits`."""
        return Limits(
            grids=(1, 99),
            population=(self.number("MIN_POPULATION"), self.number("MAX_POPULATION")),
            area=(self.number("MIN_AREA"), self.number("MAX_AREA")),
        )


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
