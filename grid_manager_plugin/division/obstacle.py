"""What stands in the way of a plan, said with its figures and with the smallest change that would help."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from grid_manager_plugin.division.feasibility import Proof
from grid_manager_plugin.rules.limits import Bounds, Breach, Limits
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message


@dataclass(frozen=True)
class Obstacle:
    """Why a community has no plan within the limits.

    Attributes:
        limit: The limit that binds: ``"grids"``, ``"population"``, ``"area"`` or ``"contiguity"``.
        parameter: The parameter that sets it.
        figure: The figure that breaks it.
        bound: The bound that it breaks.
        text: Template of the reason; ``values`` has all but ``{community_id}`` and ``{block}``.
        advice: Template of the suggestion.
        values: What the placeholders stand for.
        block: The block in the way, if it is one.
    """

    limit: str
    parameter: str
    figure: float
    bound: float
    text: str
    advice: str
    values: dict[str, object]
    block: int | None = None

    @property
    def distance(self) -> float:
        """How far the figure lies from the bound, as a share of the bound."""
        return abs(self.figure - self.bound) / max(1.0, abs(self.bound))

    def reason(self, community_id: str, block_names: Sequence[str] = ()) -> Message:
        """Return why, naming the community and the block in the way."""
        name = "" if self.block is None else block_names[self.block] if block_names else str(self.block)
        return Message(self.text, {**self.values, "community_id": community_id, "block": name})

    def suggestion(self) -> Message:
        """Return the smallest change that would help."""
        return Message(self.advice, self.values)


def from_proof(proof: Proof, limits: Limits, bounds: Bounds, parts: int, people: float) -> Obstacle:
    """Word a proof.

    Args:
        proof: The proof.
        limits: The limits asked for.
        bounds: Their band at ``parts`` grids.
        parts: Number of grids the proof is about.
        people: Population of the community.
    """
    if proof.kind == "blocks":
        few: dict[str, object] = {"grids": parts, "blocks": int(proof.bound)}
        return Obstacle("grids", "MIN_GRIDS", parts, proof.bound, _FEW_BLOCKS, _FEW_BLOCKS_ADVICE, few)
    if proof.kind in ("packing", "contiguity"):
        return _packed(proof, limits, bounds, parts, people)
    parameter = _parameter(limits, bounds, proof.limit, proof.side)
    values: dict[str, object] = {
        "grids": parts,
        "parameter": parameter,
        "figure": amount(proof.limit, proof.figure),
        "bound": amount(proof.limit, proof.bound),
    }
    if proof.kind == "block":
        changed = _needed(parameter, proof.limit, "max", proof.figure, people / parts)
        text = _BLOCK_PEOPLE if proof.limit == "population" else _BLOCK_AREA
        values["change"] = changed
        return Obstacle(proof.limit, parameter, proof.figure, proof.bound, text, _CHANGE, values, proof.block)
    return _total(proof, parameter, parts, values)


def from_breaches(
    breaches: Sequence[Breach], limits: Limits, bounds: Bounds, parts: int, people: float, *, relaxed: bool = False
) -> Obstacle:
    """Word the breaches of the best plan that was found; the largest, as a share of its bound, is told.

    Args:
        breaches: What the plan breaks, at least one.
        limits: The limits asked for.
        bounds: Their band at ``parts`` grids.
        parts: Number of grids of the plan.
        people: Population of the community.
        relaxed: The plan is the answer, not a failed try.
    """
    worst = max(breaches, key=lambda breach: breach.amount / max(1.0, abs(breach.bound)))
    changes = {}
    for breach in sorted(breaches, key=lambda breach: breach.amount):
        name = _parameter(limits, bounds, breach.limit, breach.side)
        changes[name] = _needed(name, breach.limit, breach.side, breach.value, people / parts)
    parameter = _parameter(limits, bounds, worst.limit, worst.side)
    told: dict[str, object] = {
        "figure": amount(worst.limit, worst.value),
        "bound": amount(worst.limit, worst.bound),
        "amount": amount(worst.limit, worst.amount),
        "parameter": parameter,
    }
    values: dict[str, object] = {
        "grids": parts,
        "count": len(breaches),
        "breach": Message(_BREACHES[worst.limit, worst.side], told),
        "change": ", ".join(changes[name] for name in sorted(changes)),
    }
    text, advice = (_RELAXED, _RELAXED_ADVICE) if relaxed else (_FOUND, _FOUND_ADVICE)
    return Obstacle(worst.limit, parameter, worst.value, worst.bound, text, advice, values)


def amount(limit: str, value: float) -> str:
    """Return a figure as people read it: 5,120 people, 1,234,567 m² (whole square metres)."""
    if limit == "population" and value != round(value):
        return f"{value:,.1f}"
    return f"{value:,.0f}"


def _total(proof: Proof, parameter: str, parts: int, values: dict[str, object]) -> Obstacle:
    mean = proof.figure / parts
    if proof.side == "max":
        needed = math.ceil(proof.figure / proof.bound) if proof.bound > 0 else None
        text = _TOTAL_PEOPLE_OVER if proof.limit == "population" else _TOTAL_AREA_OVER
        change = f"{parameter} {math.ceil(mean):,}"
        grids = f"MAX_GRIDS {needed}" if needed is not None and needed <= 99 else ""
    else:
        needed = math.floor(proof.figure / proof.bound)
        text = _TOTAL_PEOPLE_UNDER if proof.limit == "population" else _TOTAL_AREA_UNDER
        change = f"{parameter} {math.floor(mean):,}"
        grids = f"MIN_GRIDS {needed}" if needed >= 1 else ""
    values = {**values, "change": change, "needed": "-" if needed is None else f"{needed:,}", "other": grids}
    advice = _CHANGE_OR if grids else _CHANGE
    # compared by what one grid would have: the nearest number of grids is told
    return Obstacle(proof.limit, parameter, mean, proof.bound, text, advice, values)


def _packed(proof: Proof, limits: Limits, bounds: Bounds, parts: int, people: float) -> Obstacle:
    low = {"population": bounds.population_min, "area": bounds.area_min}
    high = {"population": bounds.population_max, "area": bounds.area_max}
    limit = "area" if proof.limit == "area" else "population"
    side = "min" if math.isinf(high[limit]) else "max"
    parameter = _parameter(limits, bounds, limit, side)
    values: dict[str, object] = {
        "grids": parts,
        "parameter": parameter,
        "low": "0" if math.isinf(low[limit]) else amount(limit, low[limit]),
        "high": "∞" if math.isinf(high[limit]) else amount(limit, high[limit]),
        "mean": amount("population", people / parts),
    }
    apart = _PACKED_PEOPLE if limit == "population" else _PACKED_AREA
    text = _CONTIGUITY if proof.kind == "contiguity" else apart
    bound = high[limit] if side == "max" else low[limit]
    return Obstacle(proof.limit, parameter, bound, bound, text, _PACKED_ADVICE, values)


def _parameter(limits: Limits, bounds: Bounds, limit: str, side: str) -> str:
    """Return the parameter that sets one bound: the tolerance may be tighter than the plain bound."""
    name = f"{side.upper()}_{limit.upper()}"
    if limit == "population" and limits.population_tolerance is not None:
        own = limits.population[0 if side == "min" else 1]
        effective = bounds.population_min if side == "min" else bounds.population_max
        if own is None or own != effective:
            return "POPULATION_TOLERANCE"
    return name


def _needed(parameter: str, limit: str, side: str, figure: float, mean: float) -> str:
    """Return the parameter with the value at which the figure would hold."""
    if parameter == "POPULATION_TOLERANCE":
        percent = abs(figure / mean - 1.0) * 100.0 if mean else 0.0
        return f"{parameter} {math.ceil(percent * 100) / 100:g}"
    value = math.ceil(figure - 1e-6) if side == "max" else math.floor(figure + 1e-6)
    return f"{parameter} {value:,}"


_FEW_BLOCKS = QT_TRANSLATE_NOOP("Obstacle", "Community {community_id} has {blocks} blocks, too few for {grids} grids.")
_FEW_BLOCKS_ADVICE = QT_TRANSLATE_NOOP("Obstacle", "Set MIN_GRIDS to {blocks} at most, or give smaller blocks.")
_TOTAL_PEOPLE_OVER = QT_TRANSLATE_NOOP(
    "Obstacle",
    "Community {community_id}: population {figure} in {grids} grids of at most {bound} ({parameter}): {needed} grids "
    "would be needed.",
)
_TOTAL_PEOPLE_UNDER = QT_TRANSLATE_NOOP(
    "Obstacle",
    "Community {community_id}: population {figure} in {grids} grids of at least {bound} ({parameter}): it suffices "
    "for {needed}.",
)
_TOTAL_AREA_OVER = QT_TRANSLATE_NOOP(
    "Obstacle",
    "Community {community_id}: {figure} m² in {grids} grids of at most {bound} m² ({parameter}): {needed} grids would "
    "be needed.",
)
_TOTAL_AREA_UNDER = QT_TRANSLATE_NOOP(
    "Obstacle",
    "Community {community_id}: {figure} m² in {grids} grids of at least {bound} m² ({parameter}): it suffices for "
    "{needed}.",
)
_BLOCK_PEOPLE = QT_TRANSLATE_NOOP(
    "Obstacle",
    "Community {community_id}: block {block} alone has {figure} people, more than {bound} ({parameter}).",
)
_BLOCK_AREA = QT_TRANSLATE_NOOP(
    "Obstacle",
    "Community {community_id}: block {block} alone has {figure} m², more than {bound} m² ({parameter}).",
)
_PACKED_PEOPLE = QT_TRANSLATE_NOOP(
    "Obstacle",
    "Community {community_id}: no choice of whole blocks makes {grids} grids of {low} to {high} people "
    "({parameter}), contiguous or not.",
)
_PACKED_AREA = QT_TRANSLATE_NOOP(
    "Obstacle",
    "Community {community_id}: no choice of whole blocks makes {grids} grids of {low} to {high} m² ({parameter}), "
    "contiguous or not.",
)
_CONTIGUITY = QT_TRANSLATE_NOOP(
    "Obstacle",
    "Community {community_id}: whole blocks would make {grids} grids of {low} to {high} people ({parameter}), but "
    "none of these plans is in one piece each.",
)
_PACKED_ADVICE = QT_TRANSLATE_NOOP("Obstacle", "Loosen {parameter}, give smaller blocks or another number of grids.")
_CHANGE = QT_TRANSLATE_NOOP("Obstacle", "Change to {change}.")
_CHANGE_OR = QT_TRANSLATE_NOOP("Obstacle", "Change to {change} or to {other}.")
_FOUND = QT_TRANSLATE_NOOP(
    "Obstacle",
    "Community {community_id}: no plan was found, which proves nothing. The best of {grids} grids has {breach}.",
)
_FOUND_ADVICE = QT_TRANSLATE_NOOP("Obstacle", "That plan would hold with {change}.")
_RELAXED = QT_TRANSLATE_NOOP(
    "Obstacle", "Community {community_id}: in {grids} grids limits are broken {count} times; the worst is {breach}."
)
_RELAXED_ADVICE = QT_TRANSLATE_NOOP("Obstacle", "The plan would hold every limit with {change}.")
_BREACHES = {
    ("population", "max"): QT_TRANSLATE_NOOP(
        "Obstacle", "a grid of {figure} people, {amount} above {bound} ({parameter})"
    ),
    ("population", "min"): QT_TRANSLATE_NOOP(
        "Obstacle", "a grid of {figure} people, {amount} below {bound} ({parameter})"
    ),
    ("area", "max"): QT_TRANSLATE_NOOP("Obstacle", "a grid of {figure} m², {amount} m² above {bound} m² ({parameter})"),
    ("area", "min"): QT_TRANSLATE_NOOP("Obstacle", "a grid of {figure} m², {amount} m² below {bound} m² ({parameter})"),
}
