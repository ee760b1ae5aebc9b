"""What stands in the way of a plan, said with its figures and with the smallest change that would help."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from grid_manager_plugin.division.proofs import obstacle_words as words
from grid_manager_plugin.division.proofs.changes import Change, changed, changes_for, parameter_of
from grid_manager_plugin.division.proofs.feasibility import Proof, quick_proof
from grid_manager_plugin.division.ties import Units
from grid_manager_plugin.rules.limits import Breach, Limits
from grid_manager_plugin.rules.messages import Message

VAST = 1e15
"""Figures from here on are told as powers of ten."""


@dataclass(frozen=True)
class Obstacle:
    """Why a community has no plan within the limits.

    Attributes:
        limit: The limit that binds: ``"grids"``, ``"population"``, ``"area"`` or ``"contiguity"``.
        parameter: The parameter that sets the bound.
        figure: The figure that breaks it.
        bound: The bound that it breaks.
        text: Template of the reason; ``values`` has all but ``{community_id}`` and ``{block}``.
        advice: Template of the suggestion.
        values: What the placeholders stand for.
        block: The block in the way, if it is one.
        changes: The smallest changes that help, all of them together.
        instead: Another number of grids that would help as well.
    """

    limit: str
    parameter: str
    figure: float
    bound: float
    text: str
    advice: str
    values: Mapping[str, object] = field(default_factory=dict)
    block: int | None = None
    changes: tuple[Change, ...] = ()
    instead: Change | None = None

    @property
    def distance(self) -> float:
        """How far the figure lies from the bound, as a share of the bound."""
        return abs(self.figure - self.bound) / max(1.0, abs(self.bound))

    def reason(self, community_id: str, block_names: Sequence[str] = ()) -> Message:
        """Return why, naming the community and the block in the way."""
        name = "" if self.block is None else block_names[self.block] if len(block_names) else str(self.block)
        return Message(self.text, {**self.values, "community_id": community_id, "block": name})

    def suggestion(self, block_names: Sequence[str] = ()) -> Message:
        """Return the smallest change that would help; ``block_names`` serve where it names blocks."""
        told = {"change": ", ".join(map(str, self.changes)), "other": str(self.instead)}
        return Message(self.advice, {**self.values, **told})


@dataclass(frozen=True)
class Question:
    """What was asked of a community.

    Attributes:
        units: Its blocks.
        limits: The limits.
        exact: Whether the number of grids was given apart from the limits' range.
    """

    units: Units
    limits: Limits
    exact: bool

    @property
    def people(self) -> float:
        """Population of the community."""
        return float(self.units.graph.population.sum())


def from_proof(proof: Proof, question: Question, parts: int) -> Obstacle:
    """Word a quick proof about ``parts`` grids."""
    if proof.kind == "blocks":
        return _few_blocks(proof, question, parts)
    limits, mean = question.limits, question.people / parts
    figure = proof.figure / parts if proof.kind == "total" else proof.figure
    breach = Breach(proof.limit, proof.side, None, figure, proof.bound)
    values = {
        "grids": _grids_text(proof, question, parts),
        "parameter": parameter_of(breach, limits, mean),
        **read_figures(proof.limit, proof.figure, proof.bound),
    }
    made = Obstacle(proof.limit, str(values["parameter"]), figure, proof.bound, "", words.SET, values)
    made = replace(made, changes=_sufficient(breach, question, parts))
    if proof.block is not None:
        group = question.units.blocks(proof.block) > 1
        text = (words.GROUP if group else words.BLOCK)[proof.limit]
        return replace(made, text=text, block=question.units.block(proof.block))
    needed = _needed_grids(proof)
    if needed is None:
        return replace(made, text=words.TOTAL_NEVER[proof.limit])
    values["needed"] = f"{needed:,}"
    made = replace(made, text=words.TOTAL[proof.limit, proof.side])
    instead = _another_number(needed, proof.side, question)
    return made if instead is None else replace(made, instead=instead, advice=words.SET_EITHER)


def from_plan(
    breaches: Sequence[Breach], question: Question, parts: int, proof: Proof | None, *, relaxed: bool = False
) -> Obstacle:
    """Word the breaches of the best plan that was found; the largest, as a share of its bound, is told.

    Args:
        breaches: What the plan breaks, at least one.
        question: What was asked.
        parts: Number of grids of the plan.
        proof: Packing's proof that there is no better one, if there is.
        relaxed: The plan is given, though it breaks the limits.
    """
    worst = max(breaches, key=lambda breach: breach.share)
    mean = question.people / parts
    parameter = parameter_of(worst, question.limits, mean)
    values = {
        "grids": str(parts),
        "parameter": parameter,
        "count": len(breaches),
        **read_figures(worst.limit, worst.value, worst.bound),
    }
    kind = "relaxed" if relaxed else "found" if proof is None else proof.kind
    text = words.PLAN[kind][worst.limit, worst.side]
    limit = worst.limit if proof is None or relaxed or not proof.limit else proof.limit
    changes = changes_for(breaches, question.limits, mean)
    return Obstacle(limit, parameter, worst.value, worst.bound, text, words.WOULD_HOLD, values, changes=changes)


def without_blocks(obstacle: Obstacle, *, proven: bool) -> Obstacle:
    """Return an obstacle in words for ground that nobody gave blocks of.

    Args:
        obstacle: What was met with faces or cells.
        proven: It stands in the way of any border, not only of those between these cells.
    """
    text = words.FEW_PIECES if obstacle.text in (words.FEW_BLOCKS, words.FEW_GROUPS) else obstacle.text
    if not proven:
        proofs = (texts for kind, texts in words.PLAN.items() if kind not in ("found", "relaxed"))
        found = {text: words.PLAN["found"][key] for texts in proofs for key, text in texts.items()}
        text = found.get(text, text)
    advice = {words.SMALLER_BLOCKS: words.SET, words.GIVE_SMALLER_BLOCKS: words.KEEP_LESS}
    return replace(obstacle, text=text, advice=advice.get(obstacle.advice, obstacle.advice))


def _few_blocks(proof: Proof, question: Question, parts: int) -> Obstacle:
    parameter = "GRIDS_FIELD" if question.exact else "MIN_GRIDS"
    count = int(proof.bound)
    values = {"grids": parts, "blocks": count, "parameter": parameter}
    tied = count < len(question.units.member)
    text = words.FEW_GROUPS if tied else words.FEW_BLOCKS
    if not count:
        return Obstacle("grids", parameter, parts, 0, text, words.GIVE_BLOCKS, values)
    changes = (Change(parameter, count),)
    return Obstacle("grids", parameter, parts, count, text, words.SMALLER_BLOCKS, values, changes=changes)


def _sufficient(breach: Breach, question: Question, parts: int) -> tuple[Change, ...]:
    """Return the changes after which no quick proof about ``parts`` grids is left."""
    limits, graph = question.limits, question.units.graph
    found: dict[str, Change] = {}
    for _ in range(8):
        for change in changes_for([breach], limits, question.people / parts):
            found[change.parameter] = change
        limits = changed(limits, found.values())
        proof = quick_proof(graph, limits.bounds(question.people, parts), parts)
        if proof is None or proof.kind == "blocks":
            break
        figure = proof.figure / parts if proof.kind == "total" else proof.figure
        breach = Breach(proof.limit, proof.side, None, figure, proof.bound)
    return tuple(found[parameter] for parameter in sorted(found))


def _needed_grids(proof: Proof) -> int | None:
    """Return the number of grids that the total is enough for, or asks for; ``None`` where no number would do."""
    if proof.bound <= 0:
        return None
    share = proof.figure / proof.bound
    return math.ceil(share - 1e-9 * share) if proof.side == "max" else math.floor(share + 1e-9 * share)


def _another_number(needed: int, side: str, question: Question) -> Change | None:
    """Return the other number of grids as a change, where quick proofs leave it a chance."""
    if not 1 <= needed <= 99:
        return None
    band = question.limits.bounds(question.people, needed)
    if quick_proof(question.units.graph, band, needed) is not None:
        return None
    return Change("GRIDS_FIELD" if question.exact else f"{side.upper()}_GRIDS", needed)


def _grids_text(proof: Proof, question: Question, parts: int) -> str:
    """Return the number of grids that the proof is about: the whole range when it holds for all of it."""
    low, high = question.limits.grids
    every = parts == (high if proof.side == "max" else low)
    return f"{low}-{high}" if proof.kind == "total" and every and not question.exact and low < high else str(parts)


def read_figures(limit: str, figure: float, bound: float) -> dict[str, object]:
    """Return figure, bound and their difference as people read them, with as many decimals as tell them apart."""
    decimals = 1 if limit == "population" else 0
    while decimals < 6 and f"{figure:.{decimals}f}" == f"{bound:.{decimals}f}":
        decimals += 1
    told = {"figure": figure, "bound": bound, "amount": abs(figure - bound)}
    return {name: read_number(value, decimals) for name, value in told.items()}


def read_number(value: float, decimals: int) -> str:
    """Return a figure as people read it: 5,120; 1,387.5; whole ones without decimals."""
    if abs(value) >= VAST:
        return f"{value:.10g}"
    return f"{value:,.0f}" if value == round(value) else f"{value:,.{decimals}f}"
