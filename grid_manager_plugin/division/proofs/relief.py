"""The smallest change of a limit with which a plan is found: a suggestion is tried before it is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from grid_manager_plugin.division.proofs import obstacle_words as words
from grid_manager_plugin.division.proofs.changes import Change, changed, changes_for
from grid_manager_plugin.division.proofs.obstacle import Obstacle, Question
from grid_manager_plugin.rules.limits import Breach, Figures, Limits

HALVINGS = 4
"""Searches between a change that is known to be too small and one that is known to do."""

NEAR = 0.005
"""Share of a change's value by which a smaller change may be missed (or a person, a square metre, 0.01 percent)."""

FINE = 500
"""Most blocks of a community for which a smaller change is looked for at all: more take long to search."""

NO_BOUND = 1e15
"""A maximum that forbids nothing."""

Plan = Callable[[Limits, int], Figures]
"""Returns the figures of the best plan found under some limits, with that many grids."""


def with_relief(obstacle: Obstacle, question: Question, parts: int, plan: Plan, first: tuple[Breach, ...]) -> Obstacle:
    """Return the obstacle with changes that were tried, the smallest that were found to help.

    Args:
        obstacle: What stands in the way of ``parts`` grids, with the changes that it asks for at least.
        question: What was asked.
        parts: Number of grids.
        plan: Searches for a plan.
        first: What the best plan under the limits as they are breaks; empty where a proof came before any search.
    """
    if obstacle.limit == "grids":
        return _other_count(obstacle, question, plan)
    found = _Relief(question, parts, plan).changes(obstacle.changes, first)
    instead = obstacle.instead if obstacle.instead and _holds(question, obstacle.instead, plan) else None
    return replace(obstacle, changes=found, instead=instead, advice=words.SET_EITHER if instead else words.SET)


def size_of(obstacle: Obstacle, question: Question, parts: int, plan: Plan) -> float:
    """Return how large the changes are that an obstacle asks for, as shares of the bounds; infinite without any."""
    if obstacle.limit == "grids" or not obstacle.changes:
        return float("inf")
    relief = _Relief(question, parts, plan)
    return sum(relief.size(change) for change in obstacle.changes)


def _other_count(obstacle: Obstacle, question: Question, plan: Plan) -> Obstacle:
    if obstacle.changes and not _holds(question, obstacle.changes[0], plan):
        return replace(obstacle, changes=(), advice=words.GIVE_SMALLER_BLOCKS)
    return obstacle


def _holds(question: Question, number: Change, plan: Plan) -> bool:
    """Tell whether a plan is found with another number of grids."""
    count = int(number.value)
    if not 1 <= count <= len(question.units.graph.population):
        return False
    return not _breaches(question.limits, plan(question.limits, count))


def _breaches(limits: Limits, figures: Figures) -> tuple[Breach, ...]:
    count = len(figures.population)
    return replace(limits, grids=(count, count)).check(figures)


class _Relief:
    """Looks for changes for one number of grids."""

    def __init__(self, question: Question, parts: int, plan: Plan) -> None:
        self.limits, self.parts, self.plan = question.limits, parts, plan
        self.mean = question.people / parts
        self.halvings = HALVINGS if len(question.units.graph.population) <= FINE else 0

    def changes(self, least: tuple[Change, ...], first: tuple[Breach, ...]) -> tuple[Change, ...]:
        """Return the smallest single change that was found to help, else several that help together.

        Args:
            least: The changes that are asked for at least, or that ``first`` needs.
            first: What the best plan under the limits as they are breaks; empty when none was looked for.
        """
        breaches = first or self._breaches(least)
        strict = [replace(change, value=self._bound(change.parameter)) if first else change for change in least]
        single = [change for change in (self._single(one, breaches) for one in strict) if change is not None]
        return (min(single, key=self.size),) if single else changes_for(breaches, self.limits, self.mean)

    def _single(self, strict: Change, breaches: tuple[Breach, ...]) -> Change | None:
        """Return the smallest value of one parameter that was found to help; ``None`` when it alone does not.

        Args:
            strict: A value below which, for a minimum above which, nothing helps.
            breaches: What a plan breaks that was looked for with it.
        """
        enough = self._needed(breaches, strict.parameter)
        if enough is None:
            opened = replace(strict, value=0.0 if strict.parameter.startswith("MIN_") else NO_BOUND)
            enough = self._needed(self._breaches((opened,)), strict.parameter)
        if enough is None:
            return None
        for _ in range(self.halvings):
            near = max(NEAR * abs(enough.value), 0.01 if enough.parameter == "POPULATION_TOLERANCE" else 1.0)
            if abs(enough.value - strict.value) <= near or self.size(enough) <= self.size(strict):
                break
            middle = replace(strict, value=(strict.value + enough.value) / 2)
            found = self._needed(self._breaches((middle,)), strict.parameter)
            if found is not None and self.size(found) < self.size(enough):
                enough = found
            if found is None or self.size(found) > self.size(middle):
                strict = middle
        return enough

    def _needed(self, breaches: tuple[Breach, ...], parameter: str) -> Change | None:
        """Return the change that a plan with these breaches needs, ``None`` when it needs others as well."""
        needed = changes_for(breaches, self.limits, self.mean)
        return needed[0] if len(needed) == 1 and needed[0].parameter == parameter else None

    def _breaches(self, changes: tuple[Change, ...]) -> tuple[Breach, ...]:
        """Return what the best plan found with some changes breaks of the limits as they are."""
        return _breaches(self.limits, self.plan(changed(self.limits, changes), self.parts))

    def _bound(self, parameter: str) -> float:
        if parameter == "POPULATION_TOLERANCE":
            return float(self.limits.population_tolerance or 0.0)
        side, name = parameter.split("_", 1)
        return float(getattr(self.limits, name.lower())[side == "MAX"])

    def size(self, change: Change) -> float:
        """Return how large a change is, as a share of its bound."""
        bound = self._bound(change.parameter)
        return abs(change.value - bound) / max(1.0, abs(bound))
