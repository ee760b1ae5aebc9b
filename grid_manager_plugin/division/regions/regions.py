"""Partition of a community that walls part: no grid lies on both sides of a hard barrier, dedicated grids stand alone.

A grid lies in one region, a piece of the community between walls. Limits hold as for the community as a whole: a
tolerance is around the mean of all its people, those in dedicated grids apart. Along hard barriers a border weighs
nothing in the search, because it belongs there; :attr:`.partition.Partition.cost` counts it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from grid_manager_plugin.division.graph import BlockGraph
from grid_manager_plugin.division.partition import (
    Onward,
    Partition,
    Progress,
    check_arguments,
    grid_numbers,
    partition,
)
from grid_manager_plugin.division.proofs.feasibility import Proof, quick_proof
from grid_manager_plugin.division.proofs.obstacle import Obstacle, Question, from_plan, from_proof
from grid_manager_plugin.division.regions.apportion import Divider, Plan, Settings
from grid_manager_plugin.division.regions.piece_obstacle import PieceObstacle, found, too_many, trouble
from grid_manager_plugin.division.regions.piece_relief import PieceRelief
from grid_manager_plugin.division.regions.walls import Ground, Walls, check_walls, ground_of
from grid_manager_plugin.division.ties import units
from grid_manager_plugin.division.verdict import HELD, Verdict
from grid_manager_plugin.rules.limits import Bounds, Breach, Figures, Limits, excess


def partition_walled(
    graph: BlockGraph,
    walls: Walls,
    limits: Limits,
    *,
    parts: int | None = None,
    seed: int = 0,
    effort: str = "normal",
    start: np.ndarray | None = None,
    move_cost: float = 0.0,
    progress: Progress | None = None,
    target_population: float | None = None,
    allow_whole: bool = False,
    allow_relaxed: bool = False,
    proofs: bool = True,
) -> Partition:
    """Divide the blocks of one community between its walls; without any, as :func:`.partition.partition` does.

    Each region gets at least one grid. Of all ways to share the number of grids out to the regions the one of least
    border is given. Where hard barriers and dedicated grids leave one region, a single grid of it may be kept; the
    verdict is ``KEPT`` only when no dedicated grid stands beside it.

    Args:
        graph: All blocks and their rook adjacency, hard edges too. Pieces that no edge joins are regions of their
            own: join what may share a grid by bridges.
        walls: Hard barriers and dedicated grids.
        limits: Limits that every grid must hold, dedicated ones apart, and the range for the number of the others.
        parts: Exact number of grids, dedicated ones apart.
        seed: As for a community without walls, as the following.
        effort: The same.
        start: The same; a grid of today that a wall parts is at home on all of its sides.
        move_cost: The same.
        progress: The same.
        target_population: The same.
        allow_whole: The same; where there are several regions no grid is the whole.
        allow_relaxed: The same; the number of grids is never relaxed.
        proofs: The same.

    Returns:
        The labels number the regions' grids first, by the regions' first blocks, then the dedicated grids in their
        own order. ``cost`` counts all edges that are cut, ``breaches`` no dedicated grid. Where the walls are in the
        way, ``obstacle`` is a :class:`.piece_obstacle.PieceObstacle`.

    Raises:
        InputError: The arrays do not fit each other; blocks that are never parted have two dedicated grids.
        LimitsError: ``parts`` is not within 1..99.
    """
    check_arguments(graph, effort, start, parts, move_cost)
    check_walls(graph, walls)
    onward = Onward(progress or (lambda _share: None))
    asked = _Asked(limits, parts, Settings(seed, effort, start, move_cost, proofs), target_population, allow_whole)
    if not walls.stand:
        return asked.partition(graph, start, onward, allow_relaxed)
    ground = ground_of(graph, walls)
    if not ground.regions:
        return _whole(ground, Partition(np.empty(0, dtype=np.int64), 0.0, Verdict.SOLVED))
    if len(ground.regions) == 1:
        answer = asked.partition(ground.graph, asked.start(ground), onward, allow_relaxed)
    else:
        answer = _Walled(ground, asked, onward).answer(allow_relaxed)
    onward(1.0)
    return _whole(ground, answer)


@dataclass(frozen=True)
class _Asked:
    """What was asked; ``settings.start`` has all blocks."""

    limits: Limits
    parts: int | None
    settings: Settings
    target: float | None
    allow_whole: bool

    def partition(
        self, graph: BlockGraph, start: np.ndarray | None, progress: Progress, allow_relaxed: bool
    ) -> Partition:
        """Divide blocks without walls."""
        return partition(
            graph,
            self.limits,
            parts=self.parts,
            seed=self.settings.seed,
            effort=self.settings.effort,
            start=start,
            move_cost=self.settings.move_cost,
            progress=progress,
            target_population=self.target,
            allow_whole=self.allow_whole,
            allow_relaxed=allow_relaxed,
            proofs=self.settings.proofs,
        )

    @property
    def most(self) -> int:
        """Most grids that may be made."""
        return self.limits.grids[1] if self.parts is None else int(self.parts)

    def start(self, ground: Ground) -> np.ndarray | None:
        """Return today's grids of the blocks without a dedicated grid."""
        start = self.settings.start
        return None if start is None else np.asarray(start, dtype=np.int64)[ground.rest]

    def solves(self, graph: BlockGraph, walls: Walls, progress: Progress) -> bool:
        """Tell whether a plan is found with other walls."""
        return _Walled(ground_of(graph, walls), self, progress).solved()


def _whole(ground: Ground, answer: Partition) -> Partition:
    """Return an answer for the blocks without a dedicated grid as the answer for all blocks."""
    obstacle = answer.obstacle
    if obstacle is not None and obstacle.block is not None:
        answer = replace(answer, obstacle=replace(obstacle, block=int(ground.rest[obstacle.block])))
    if answer.labels is None:
        return answer
    count = int(np.max(answer.labels, initial=-1)) + 1
    labels = count + ground.walls.dedicated
    labels[ground.rest] = answer.labels
    edges = ground.whole.edges
    cost = float(np.asarray(ground.whole.border_cost, dtype=float)[labels[edges[:, 0]] != labels[edges[:, 1]]].sum())
    verdict = answer.verdict
    if verdict in HELD:
        verdict = Verdict.KEPT if labels.max() == 0 else Verdict.SOLVED
    return replace(answer, labels=labels, cost=cost, verdict=verdict)


@dataclass(frozen=True)
class _Attempt:
    """What came of one number of grids for which no plan was found.

    Attributes:
        count: Number of grids.
        obstacle: What stands in the way.
        plan: The plan that breaks the limits least; ``None`` where a proof came before any search.
        breaches: What it breaks.
        proven: No plan can exist.
    """

    count: int
    obstacle: Obstacle
    plan: Plan | None = None
    breaches: tuple[Breach, ...] = ()
    proven: bool = True

    @property
    def order(self) -> tuple[bool, bool, float, int]:
        """Sorts attempts by what is rather told: walls, then what lies nearest to a plan."""
        walls = isinstance(self.obstacle, PieceObstacle)
        return not walls, self.obstacle.limit == "grids", self.obstacle.distance, self.count


class _Walled:
    """A community in regions, and what was asked of it."""

    def __init__(self, ground: Ground, asked: _Asked, progress: Progress) -> None:
        self.ground, self.asked, self.progress = ground, asked, progress
        self.question = Question(units(ground.graph), asked.limits, asked.parts is not None)
        self.divider = Divider(ground, replace(asked.settings, start=asked.start(ground)))
        self._wanted = grid_numbers(asked.limits, asked.parts, self.question.people, asked.target)
        # without walls some number of grids might do: they are to blame, where counts and totals leave no plan
        self._parted = any(self._plain_proof(count) is None for count in self._wanted)

    def numbers(self) -> list[int]:
        """Return the numbers of grids to try, in order: those that give each region one."""
        return [count for count in self._wanted if count >= len(self.ground.regions)]

    def solved(self) -> bool:
        """Tell whether a plan is found; of a single region too."""
        whole = self.asked.allow_whole and self.asked.parts is None and len(self.ground.regions) == 1
        numbers = [1, *self.numbers()] if whole else self.numbers()
        tried = (self.proof(count) or self.plan(count) for count in numbers)
        return any(isinstance(answer, Plan) for answer in tried)

    def answer(self, allow_relaxed: bool) -> Partition:
        """Divide the blocks without a dedicated grid."""
        attempts = []
        numbers = self.numbers()
        for place, count in enumerate(numbers):
            self.progress(place / len(numbers))
            tried = self.proof(count) or self.plan(count, place / len(numbers), 1 / len(numbers))
            if tried is None and self.asked.settings.proofs:
                tried = self._unfound(count)
            if isinstance(tried, Plan):
                return Partition(tried.labels, 0.0, Verdict.SOLVED)
            if tried is not None:
                attempts.append(tried)
        if not self.asked.settings.proofs:
            return Partition(None, 0.0, Verdict.INFEASIBLE)
        if not attempts:
            obstacle = self._relief().of_many(too_many(self.ground, self.question, self.asked.most))
            return Partition(None, 0.0, Verdict.INFEASIBLE, (), True, obstacle)
        return self._relaxed(attempts) if allow_relaxed else self._infeasible(attempts)

    def proof(self, count: int) -> _Attempt | None:
        """Return the proof from counts and totals alone that there is no plan of ``count`` grids, or ``None``."""
        proof = self._plain_proof(count)
        obstacle: Obstacle | None = None
        if proof is None or (proof.kind == "total" and self._parted):
            obstacle = trouble(self.ground, self.question, self._bounds(count), count)
        if obstacle is None and proof is not None:
            obstacle = from_proof(proof, self.question, count)
        return None if obstacle is None else _Attempt(count, obstacle)

    def _plain_proof(self, count: int) -> Proof | None:
        """Return the proof that there would be no plan of ``count`` grids without walls either, or ``None``."""
        return quick_proof(self.question.units.graph, self._bounds(count), count)

    def plan(self, count: int, first: float = 0.0, share: float = 0.0) -> Plan | None:
        """Return the cheapest plan of ``count`` grids, ``None`` where none was found.

        Args:
            count: Number of grids.
            first: Share of the whole work that is done before.
            share: Share of the whole work that this is.
        """
        return self.divider.plan(count, self._bounds(count), lambda done: self.progress(first + share * done))

    def eased(self, limits: Limits, count: int) -> Figures:
        """Return the figures of the best plan found under other limits."""
        bounds = limits.bounds(self.question.people, count)
        return self._figures(self.divider.best(count, bounds, self._alive, quick=True), count)

    def _bounds(self, count: int) -> Bounds:
        return self.question.limits.bounds(self.question.people, count)

    def _alive(self, _share: float) -> None:
        self.progress(0.0)

    def _best(self, count: int) -> tuple[Plan, tuple[Breach, ...]]:
        """Return the plan of ``count`` grids that breaks the limits least, and what it breaks."""
        plan = self.divider.best(count, self._bounds(count), self._alive)
        breaches = replace(self.question.limits, grids=(count, count)).check(self._figures(plan, count))
        return plan, breaches

    def _figures(self, plan: Plan, count: int) -> Figures:
        graph = self.ground.graph
        return Figures(*(np.bincount(plan.labels, load, minlength=count) for load in (graph.population, graph.area)))

    def _unfound(self, count: int) -> _Attempt | Plan:
        plan, breaches = self._best(count)
        if not breaches:  # a bound of a region was missed by float noise only
            return plan
        proven = self.divider.ruled_out(count, self._bounds(count))
        obstacle = found(self.ground, self.question, breaches, plan.counts, proven=proven)
        return _Attempt(count, obstacle, plan, breaches, proven)

    def _infeasible(self, attempts: list[_Attempt]) -> Partition:
        """Tell the obstacle nearest to a plan, of what is proven when all is, with a change that was tried."""
        proven = all(attempt.proven for attempt in attempts)
        told = min((attempt for attempt in attempts if attempt.proven == proven), key=lambda attempt: attempt.order)
        obstacle = self._relief().of(told.obstacle, told.count, told.breaches)
        labels = None if told.plan is None else told.plan.labels
        return Partition(labels, 0.0, Verdict.INFEASIBLE, told.breaches, proven, obstacle)

    def _relaxed(self, attempts: list[_Attempt]) -> Partition:
        """Give the plan that breaks the limits least, of every number of grids that the blocks can make."""
        most = len(self.question.units.graph.population)
        plans = [(attempt.count, *self._best(attempt.count)) for attempt in attempts if attempt.count <= most]
        if not plans:
            return self._infeasible(attempts)
        count, plan, breaches = min(plans, key=lambda some: (excess(some[2]), some[0]))
        obstacle = from_plan(breaches, self.question, count, None, relaxed=True)
        proven = all(attempt.proven for attempt in attempts)
        return Partition(plan.labels, 0.0, Verdict.RELAXED, breaches, proven, obstacle)

    def _relief(self) -> PieceRelief:
        def solves(walls: Walls, limits: Limits, parts: int | None) -> bool:
            return replace(self.asked, limits=limits, parts=parts).solves(self.ground.whole, walls, self._alive)

        return PieceRelief(self.ground, self.question, self.asked.parts, solves, self.eased)
