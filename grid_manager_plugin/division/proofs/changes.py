"""Changes of limits: the smallest with which a figure would hold, always rounded to the side where it does hold."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from grid_manager_plugin.rules.limits import SLACK, Breach, Limits, above, below


@dataclass(frozen=True)
class Change:
    """One parameter and the value that it needs at least (or at most, for a minimum).

    Attributes:
        parameter: Name of the parameter.
        value: People, square metres, percent or grids.
    """

    parameter: str
    value: float

    def __str__(self) -> str:
        number = f"{self.value:,.2f}".rstrip("0").rstrip(".") if self.value < 1e15 else f"{self.value:.10g}"
        return f"{self.parameter} {number}"


def changed(limits: Limits, changes: Iterable[Change]) -> Limits:
    """Return the limits with the changes made; ``GRIDS_FIELD`` is no limit and passed over."""
    for change in changes:
        side = 0 if change.parameter.startswith("MIN_") else 1
        name = change.parameter[4:].lower()
        if change.parameter == "POPULATION_TOLERANCE":
            limits = replace(limits, population_tolerance=change.value)
        elif name in ("grids", "population", "area"):
            band = list(getattr(limits, name))
            band[side] = int(change.value) if name == "grids" else change.value
            edited: dict[str, Any] = {name: tuple(band)}
            limits = replace(limits, **edited)
    return limits


def changes_for(breaches: Iterable[Breach], limits: Limits, mean: float) -> tuple[Change, ...]:
    """Return the smallest changes with which every figure of ``breaches`` would hold, one a parameter.

    Args:
        breaches: Figures outside their bounds.
        limits: The limits as they are.
        mean: People of the community per grid.
    """
    needed: dict[str, float] = {}
    for breach in breaches:
        for parameter, value in _needed(breach, limits, mean):
            pick = min if parameter.startswith("MIN_") else max
            needed[parameter] = pick(value, needed.get(parameter, value))
    return tuple(Change(parameter, needed[parameter]) for parameter in sorted(needed))


def parameter_of(breach: Breach, limits: Limits, mean: float) -> str:
    """Return the parameter that sets the bound of a breach: the tolerance may be tighter than the plain bound."""
    if breach.limit == "population" and limits.population_tolerance is not None:
        band, plain = (some.bounds(mean, 1) for some in (limits, replace(limits, population_tolerance=None)))
        side = f"population_{breach.side}"
        if getattr(band, side) != getattr(plain, side):
            return "POPULATION_TOLERANCE"
    return f"{breach.side.upper()}_{breach.limit.upper()}"


def _needed(breach: Breach, limits: Limits, mean: float) -> list[tuple[str, float]]:
    side = 0 if breach.side == "min" else 1
    own = getattr(limits, breach.limit)[side]
    outside = below if breach.side == "min" else above
    spare = SLACK * max(1.0, abs(breach.value)) / 2
    found = []
    if own is not None and outside(breach.value, own):
        value = math.floor(breach.value + spare) if breach.side == "min" else math.ceil(breach.value - spare)
        found.append((f"{breach.side.upper()}_{breach.limit.upper()}", max(0.0, float(value))))
    tolerance = limits.population_tolerance
    if breach.limit == "population" and tolerance is not None:
        band = Limits(population_tolerance=tolerance).bounds(mean, 1)
        if outside(breach.value, getattr(band, f"population_{breach.side}")):
            percent = abs(breach.value / mean - 1.0) * 100.0
            found.append(("POPULATION_TOLERANCE", math.ceil(percent * 100.0 - 1e-7) / 100.0))
    return found
