"""What a city's division came to: one status row a community, totals, and the figures of every grid.

The status layer, the report, the JSON summary and the numbers that a run returns are all made from here, so they
cannot disagree. Plans are let go once they are added; only figures and coarse outlines stay.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from grid_manager_plugin.division.community import CommunityPlan
from grid_manager_plugin.division.outline import Outline, outline
from grid_manager_plugin.division.verdict import Verdict
from grid_manager_plugin.rules.messages import Message

PROBLEMS_FIRST = (Verdict.FAILED, Verdict.INFEASIBLE, Verdict.RELAXED, Verdict.SOLVED, Verdict.KEPT)
"""Verdicts in the order in which a reader wants to see them."""


@dataclass(frozen=True)
class StatusRow:
    """One community's row of the status output; attributes are named as its fields and stand in their order.

    Attributes:
        community_id: The community's id.
        community_name: Its name; empty when there is none.
        verdict: What became of it.
        proven: For an infeasible one: no plan can exist (else none was found); false for every other verdict.
        grids: How many grids it got; 0 when infeasible or failed, because the undivided feature is no grid.
        binding_limit: The limit that binds; empty when none does.
        reason: Why, with figures and bounds; ``None`` when there is nothing to tell.
        suggestion: The smallest change that would help; ``None`` when nothing is wrong.
        population: People of the community; ``None`` when unknown or infinite.
        area_m2: Square metres of the community; ``None`` when unknown.
        border_m: Metres of new border.
        on_barrier_share: Share of the new border that follows barriers, 0-1.
        population_min: People of the smallest grid; ``None`` when there are no grids, as for the next three.
        population_max: People of the largest grid.
        area_min_m2: Square metres of the smallest grid.
        area_max_m2: Square metres of the largest grid.
        blocks: How many blocks the community is made of.
        method: What its grids were put together from: ``"blocks"``, ``"faces"``, ``"cells"``, or ``"today"`` for
            today's grids as they are; empty for a failed one.
        population_source: Where its people come from (see :class:`~.community.DivisionSettings`).
        kept_cut: How many features of KEEP_WHOLE a new border runs through.
        moved_population: People who come into another grid than today's; ``None`` where today's were not given.
    """

    community_id: str
    community_name: str
    verdict: Verdict
    proven: bool
    grids: int
    binding_limit: str
    reason: Message | None
    suggestion: Message | None
    population: float | None
    area_m2: float | None
    border_m: float
    on_barrier_share: float
    population_min: float | None
    population_max: float | None
    area_min_m2: float | None
    area_max_m2: float | None
    blocks: int
    method: str = ""
    population_source: str = ""
    kept_cut: int = 0
    moved_population: float | None = None


def status_row(plan: CommunityPlan) -> StatusRow:
    """Return the status row of one community's plan."""
    population = [grid.population for grid in plan.grids] if plan.divided else []
    area = [grid.area for grid in plan.grids] if plan.divided else []
    return StatusRow(
        community_id=plan.id,
        community_name=plan.name,
        verdict=plan.verdict,
        proven=plan.proven and plan.verdict is Verdict.INFEASIBLE,
        grids=plan.divided,
        binding_limit=plan.binding_limit,
        reason=plan.reason,
        suggestion=plan.suggestion,
        population=known(plan.population),
        area_m2=known(plan.area),
        border_m=plan.border,
        on_barrier_share=plan.on_barrier_share,
        population_min=min(population, default=None),
        population_max=max(population, default=None),
        area_min_m2=min(area, default=None),
        area_max_m2=max(area, default=None),
        blocks=len(plan.blocks),
        method=plan.method,
        population_source=plan.population_source,
        kept_cut=plan.cut,
        moved_population=None if plan.moved is None else known(plan.moved),
    )


@dataclass(frozen=True)
class CommunitySummary:
    """What stays of one community's plan once its grids and blocks are written.

    Attributes:
        row: Its status row.
        notes: Things to tell that do not change the verdict.
        outside_population: People of its blocks that fell outside its ground.
        grid_population: People of its grids, shape (row.grids,), as the next three.
        grid_area: Square metres of its grids.
        grid_compactness: Polsby-Popper compactness of its grids, 0-1.
        outline: Coarse outlines of its grids, or of the undivided community.
    """

    row: StatusRow
    notes: tuple[Message, ...]
    outside_population: float
    grid_population: np.ndarray
    grid_area: np.ndarray
    grid_compactness: np.ndarray
    outline: Outline


class CitySummary:
    """The figures of a whole city, added up one community at a time; the order of adding changes no answer."""

    def __init__(self) -> None:
        self._communities: list[CommunitySummary] = []
        self._outside_blocks = 0
        self._outside_population: list[float] = []

    def add(self, plan: CommunityPlan) -> StatusRow:
        """Add one community's plan and return its status row."""
        row = status_row(plan)
        grids = plan.grids if plan.divided else ()
        self._communities.append(
            CommunitySummary(
                row=row,
                notes=plan.notes,
                outside_population=plan.outside_population,
                grid_population=np.array([grid.population for grid in grids], dtype=float),
                grid_area=np.array([grid.area for grid in grids], dtype=float),
                grid_compactness=np.array([grid.compactness for grid in grids], dtype=float),
                outline=outline(plan.grids),
            )
        )
        return row

    def add_outside(self, blocks: int, population: float) -> None:
        """Add blocks that lie in no community, and their people."""
        self._outside_blocks += blocks
        self._outside_population.append(population)

    def communities(self) -> list[CommunitySummary]:
        """Return the communities sorted by id, numbers inside ids by their value."""
        return sorted(self._communities, key=lambda community: _natural(community.row.community_id))

    def problems_first(self) -> list[CommunitySummary]:
        """Return the communities sorted by verdict, problems first, and by id within a verdict."""
        return sorted(self.communities(), key=lambda community: PROBLEMS_FIRST.index(community.row.verdict))

    def count(self, verdict: Verdict) -> int:
        """Return how many communities got that verdict."""
        return sum(community.row.verdict is verdict for community in self._communities)

    def numbers(self) -> dict[str, int]:
        """Return the numbers that a run returns, by their output names; infeasible and failed ones add no grids."""
        numbers = {"COMMUNITIES": len(self._communities)}
        numbers.update({verdict.name: self.count(verdict) for verdict in Verdict})
        numbers["GRIDS"] = sum(community.row.grids for community in self._communities)
        return numbers

    @property
    def population(self) -> float:
        """People of all communities whose population is known."""
        return total(community.row.population for community in self._communities)

    @property
    def area(self) -> float:
        """Square metres of all communities whose area is known."""
        return total(community.row.area_m2 for community in self._communities)

    @property
    def border(self) -> float:
        """Metres of new border in all communities."""
        return total(community.row.border_m for community in self._communities)

    @property
    def on_barrier_share(self) -> float:
        """Share of all new borders that follows barriers, 0-1; 0 where there is no new border."""
        along = total(row.border_m * row.on_barrier_share for row in (one.row for one in self._communities))
        return along / self.border if self.border else 0.0

    @property
    def kept_cut(self) -> int:
        """How many times a new border runs through a feature of KEEP_WHOLE, counted by community."""
        return sum(one.row.kept_cut for one in self._communities)

    @property
    def moved_population(self) -> float | None:
        """People who come into another grid than today's; ``None`` where today's grids were not given."""
        moved = [one.row.moved_population for one in self._communities]
        return None if all(people is None for people in moved) else total(moved)

    @property
    def blocks(self) -> int:
        """Blocks, or pieces of them, that lie in the communities."""
        return sum(community.row.blocks for community in self._communities)

    @property
    def outside_blocks(self) -> int:
        """Blocks that lie in no community."""
        return self._outside_blocks

    @property
    def outside_population(self) -> float:
        """People of blocks that lie in no community, and of the parts of blocks that stick out of theirs."""
        return total([*self._outside_population, *(one.outside_population for one in self._communities)])

    def grid_population(self) -> np.ndarray:
        """Return the people of every grid, by community id and grid number, shape (GRIDS,)."""
        return _joined([community.grid_population for community in self.communities()])

    def grid_area(self) -> np.ndarray:
        """Return the square metres of every grid, in the order of :meth:`grid_population`, shape (GRIDS,)."""
        return _joined([community.grid_area for community in self.communities()])

    def grid_compactness(self) -> np.ndarray:
        """Return the compactness of every grid, in the order of :meth:`grid_population`, shape (GRIDS,)."""
        return _joined([community.grid_compactness for community in self.communities()])

    def grid_verdict(self) -> np.ndarray:
        """Return the verdict of every grid's community, in the order of :meth:`grid_population`, shape (GRIDS,)."""
        verdicts = [one.row.verdict for one in self.communities() for _ in range(one.row.grids)]
        return np.array(verdicts, dtype=object)

    def imbalance(self) -> np.ndarray:
        """Return how far each divided community's grids lie from its mean, as a share of the mean.

        The figure of a community is its largest deviation, ``max |p - mean| / mean``; communities with fewer than
        two grids, without people or with more than can be added up have none. Shape (communities with a figure,), by
        community id.
        """
        people = [one.grid_population for one in self.communities() if total(one.grid_population) > 0]
        means = [total(p) / len(p) for p in people]
        counted = [(p, mean) for p, mean in zip(people, means) if len(p) > 1 and math.isfinite(mean)]
        return np.array([np.abs(p - mean).max() / mean for p, mean in counted], dtype=float)


def known(figure: float) -> float | None:
    """Return a figure, or ``None`` for what is no number or infinite: data with such people are not known."""
    return figure if math.isfinite(figure) else None


def total(figures: Iterable[float | None]) -> float:
    """Add up exactly, so that the order of the figures cannot show in the last digit; infinite beyond all floats."""
    try:
        return math.fsum(figure for figure in figures if figure is not None)
    except OverflowError:
        return math.inf


def _joined(arrays: list[np.ndarray]) -> np.ndarray:
    return np.concatenate(arrays) if arrays else np.empty(0)


def _natural(text: str) -> tuple:
    """Return a sort key that puts ``9`` before ``10`` and compares everything else as text."""
    pieces = re.split(r"(\d+)", text)
    return tuple((piece, 0) if i % 2 == 0 else ("", int(piece)) for i, piece in enumerate(pieces)), text
