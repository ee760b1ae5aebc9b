"""The limits of a division, and what breaks them.

Split, validation and redraw all call :meth:`Limits.check`, so they cannot disagree.
Population is people, area is square metres on the ellipsoid.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from grid_manager_plugin.errors import LimitsError
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

Range = tuple  # (minimum or None, maximum or None)

_BAD_GRIDS = QT_TRANSLATE_NOOP("Limits", "{parameter} is {value}; it must be a whole number from 1 to 99.")
_BAD_BOUND = QT_TRANSLATE_NOOP("Limits", "{parameter} is {value}; it must be a number of 0 or more.")
_BAD_TOLERANCE = QT_TRANSLATE_NOOP("Limits", "{parameter} is {value}; it must be a percentage of 0 or more.")
_CROSSED = QT_TRANSLATE_NOOP("Limits", "{low_name} ({low}) is above {high_name} ({high}).")

SLACK = 1e-9
"""Share of a bound that float sums may miss it by: a bound equal to the figure holds."""


@dataclass(frozen=True)
class Figures:
    """Population and area of each grid of one community.

    Attributes:
        population: People per grid, shape (k,).
        area: Square metres per grid, shape (k,).
    """

    population: np.ndarray
    area: np.ndarray


@dataclass(frozen=True)
class Bounds:
    """The numeric band that each grid of one plan must keep; infinite where there is no bound."""

    population_min: float = -math.inf
    population_max: float = math.inf
    area_min: float = -math.inf
    area_max: float = math.inf


@dataclass(frozen=True)
class Breach:
    """One limit that one grid, or the number of grids, does not hold.

    Attributes:
        limit: ``"grids"``, ``"population"`` or ``"area"``.
        side: ``"min"`` or ``"max"``.
        grid: Position of the grid in the figures; ``None`` for the number of grids.
        value: The figure that breaks the limit.
        bound: The bound that it breaks.
    """

    limit: str
    side: str
    grid: int | None
    value: float
    bound: float

    @property
    def amount(self) -> float:
        """How far the figure lies outside the bound, in the figure's unit."""
        return abs(self.value - self.bound)

    @property
    def share(self) -> float:
        """How far the figure lies outside the bound, as a share of the bound; of bounds below 1, in the unit."""
        return self.amount / max(1.0, abs(self.bound))


def excess(breaches: Iterable[Breach]) -> float:
    """Return how much is broken in all, as the sum of shares of the bounds."""
    return sum(breach.share for breach in breaches)


def slackened(bound: float, side: int) -> float:
    """Return the bound moved outward by the slack; ``side`` is 1 for a maximum, -1 for a minimum."""
    return bound if math.isinf(bound) else bound + side * SLACK * max(1.0, abs(bound))


def above(value: np.ndarray | float, bound: float) -> np.ndarray | bool:
    """Tell where ``value`` exceeds ``bound`` by more than float noise."""
    return np.asarray(value) > slackened(bound, 1)


def below(value: np.ndarray | float, bound: float) -> np.ndarray | bool:
    """Tell where ``value`` falls short of ``bound`` by more than float noise."""
    return np.asarray(value) < slackened(bound, -1)


@dataclass(frozen=True)
class Limits:
    """All limits of a division; every one that is given holds, together with the others.

    Attributes:
        grids: Fewest and most grids of a community, within 1..99.
        population: Fewest and most people of a grid; ``None`` is no bound.
        area: Smallest and largest grid in square metres; ``None`` is no bound.
        population_tolerance: Percent that a grid may lie from the community's mean per grid.

    Raises:
        LimitsError: A bound is negative, not a number, or above its partner.
    """

    grids: tuple[int, int] = (2, 5)
    population: Range = (None, None)
    area: Range = (None, None)
    population_tolerance: float | None = None

    def __post_init__(self) -> None:
        low, high = self.grids
        for value, parameter in ((low, "MIN_GRIDS"), (high, "MAX_GRIDS")):
            if not 1 <= value <= 99 or int(value) != value:
                raise LimitsError(Message(_BAD_GRIDS, {"parameter": parameter, "value": value}), parameter)
        if low > high:
            raise _crossed("MIN_GRIDS", low, "MAX_GRIDS", high)
        _check_range(self.population, "POPULATION")
        _check_range(self.area, "AREA")
        tolerance = self.population_tolerance
        if tolerance is not None and not 0 <= tolerance < math.inf:
            name = "POPULATION_TOLERANCE"
            raise LimitsError(Message(_BAD_TOLERANCE, {"parameter": name, "value": tolerance}), name)

    def bounds(self, total_population: float, grids: int) -> Bounds:
        """Return the band for each of ``grids`` grids of a community with that many people."""
        low_people, high_people = _band(self.population)
        if self.population_tolerance is not None:
            mean = total_population / grids
            share = self.population_tolerance / 100.0
            low_people = max(low_people, mean * (1.0 - share))
            high_people = min(high_people, mean * (1.0 + share))
        low_area, high_area = _band(self.area)
        return Bounds(low_people, high_people, low_area, high_area)

    def check(self, figures: Figures) -> tuple[Breach, ...]:
        """Return every breach of the limits by one community's grids, in grid order.

        Args:
            figures: Population and area of the grids, shapes (k,).

        Raises:
            ValueError: A figure is not a number: it would hold every bound.
        """
        population = np.asarray(figures.population, dtype=float)
        area = np.asarray(figures.area, dtype=float)
        if np.isnan(population).any() or np.isnan(area).any():
            raise ValueError("population and area of every grid must be numbers")
        count = len(population)
        found = []
        if count < self.grids[0]:
            found.append(Breach("grids", "min", None, count, self.grids[0]))
        if count > self.grids[1]:
            found.append(Breach("grids", "max", None, count, self.grids[1]))
        if count:
            bounds = self.bounds(float(population.sum()), count)
            found += _breaches("population", population, bounds.population_min, bounds.population_max)
            found += _breaches("area", area, bounds.area_min, bounds.area_max)
        return tuple(found)


def _band(limits: Range) -> tuple[float, float]:
    low, high = limits
    return (-math.inf if low is None else float(low), math.inf if high is None else float(high))


def _check_range(limits: Range, name: str) -> None:
    for value, side in zip(limits, ("MIN", "MAX")):
        if value is not None and not 0 <= value < math.inf:
            parameter = f"{side}_{name}"
            raise LimitsError(Message(_BAD_BOUND, {"parameter": parameter, "value": value}), parameter)
    low, high = limits
    if low is not None and high is not None and low > high:
        raise _crossed(f"MIN_{name}", low, f"MAX_{name}", high)


def _crossed(low_name: str, low: float, high_name: str, high: float) -> LimitsError:
    values = {"low_name": low_name, "low": low, "high_name": high_name, "high": high}
    return LimitsError(Message(_CROSSED, values), low_name)


def _breaches(limit: str, values: np.ndarray, low: float, high: float) -> list[Breach]:
    under, over = np.asarray(below(values, low)), np.asarray(above(values, high))
    return [
        Breach(limit, "min", int(i), float(values[i]), low)
        if under[i]
        else Breach(limit, "max", int(i), float(values[i]), high)
        for i in np.flatnonzero(under | over)
    ]
