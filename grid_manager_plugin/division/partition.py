"""Partition of one community's blocks into grids: every limit and contiguity hold, the border is as short as can be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from grid_manager_plugin.division.graph import BlockGraph
from grid_manager_plugin.division.proofs.feasibility import quick_proof
from grid_manager_plugin.division.proofs.obstacle import Obstacle, Question, from_plan, from_proof
from grid_manager_plugin.division.proofs.packing import pack
from grid_manager_plugin.division.proofs.relief import size_of, with_relief
from grid_manager_plugin.division.search.search import EFFORTS, search
from grid_manager_plugin.division.ties import bridged, check_graph, units
from grid_manager_plugin.division.today import Today
from grid_manager_plugin.division.verdict import Verdict
from grid_manager_plugin.errors import InputError, LimitsError
from grid_manager_plugin.rules.limits import Breach, Figures, Limits, excess
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

Progress = Callable[[float], None]


SWIFT = 600
"""Blocks times grids above which suggestions are tried with quick searches: there are many tries."""


@dataclass(frozen=True)
class Partition:
    """The answer for one community.

    Attributes:
        labels: Grid of each block, 0..k-1, shape (n,). For an infeasible community the plan that breaks the limits
            least, or ``None`` where a proof came before any search.
        cost: Border cost of the edges that ``labels`` cut; 0 without labels.
        verdict: ``SOLVED``, ``KEPT``, ``RELAXED`` or ``INFEASIBLE``.
        breaches: The limits that ``labels`` breaks.
        proven: For an infeasible or relaxed community: no plan can exist (else none was found).
        obstacle: What stands in the way; ``None`` when every limit holds.
    """

    labels: np.ndarray | None
    cost: float
    verdict: Verdict
    breaches: tuple[Breach, ...] = ()
    proven: bool = False
    obstacle: Obstacle | None = None


def partition(
    graph: BlockGraph,
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
    """Divide the blocks of one community.

    Blocks joined by an edge of infinite cost stay together. Where the graph is in several components, a grid may be
    in several pieces, but is in one piece within each component.

    Args:
        graph: Blocks and rook adjacency.
        limits: Limits that every grid must hold, and the range for the number of grids.
        parts: Exact number of grids, whatever the range says; ``None`` takes the fewest of the range that hold every
            limit, or with ``target_population`` the number whose mean comes nearest to it (then the next nearest).
        seed: Start of the search's random numbers.
        effort: ``"quick"``, ``"normal"`` or ``"thorough"``.
        start: Today's grid of each block, shape (n,), -1 for none. The search begins with it where it is a plan of
            as many grids as asked for, and the labels keep its numbers: of the grids in ascending order, or of those
            with the most people where there shall be fewer.
        move_cost: Border cost that one person weighs who comes into another grid than today's.
        progress: Called with the share of work done, 0-1; may raise to stop.
        target_population: People per grid wished for.
        allow_whole: A community that holds the limits as one grid stays whole, unless ``parts`` is given.
        allow_relaxed: Where no plan holds the limits, give the one that breaks them least.
        proofs: Where no plan is found, look for a proof that there is none, and for the smallest change that would
            help: what a caller who has another try does not need.

    Raises:
        InputError: The arrays do not fit each other, or hold negative or missing numbers; unknown effort.
        LimitsError: ``parts`` is not within 1..99.
    """
    check_arguments(graph, effort, start, parts, move_cost)
    question = Question(units(graph), limits, parts is not None)
    today = None if start is None else Today(np.asarray(start, dtype=np.int64), move_cost)
    task = _Task(graph, question, seed, effort, today, Onward(progress or _silent), proofs)
    if allow_whole and parts is None and len(graph.population) and not task.breaches(task.whole(), 1):
        return Partition(task.whole(), 0.0, Verdict.KEPT)
    counts = grid_numbers(limits, parts, task.question.people, target_population)
    attempts = []
    for number, count in enumerate(counts):
        attempt = _attempt(replace(task, first=number / len(counts), share=1 / len(counts)), count)
        if attempt.obstacle is None and attempt.labels is not None:
            verdict = Verdict.KEPT if count == 1 else Verdict.SOLVED
            return Partition(attempt.labels, task.cost(attempt.labels), verdict)
        attempts.append(attempt)
    return _relaxed(task, attempts) if allow_relaxed else _infeasible(task, attempts)


class Onward:
    """Tells progress that never goes back: a plan that is improved, or a suggestion that is tried, tells none."""

    def __init__(self, progress: Progress) -> None:
        self._progress, self._most = progress, 0.0

    def __call__(self, share: float) -> None:
        self._most = max(self._most, share)
        self._progress(self._most)


def _silent(_share: float) -> None:
    """Listen to nothing."""


@dataclass(frozen=True)
class _Attempt:
    """What came of one number of grids; ``obstacle`` is ``None`` when the labels hold every limit."""

    count: int
    labels: np.ndarray | None
    breaches: tuple[Breach, ...]
    obstacle: Obstacle | None = None
    proven: bool = False

    @property
    def distance(self) -> float:
        """How far the obstacle lies from a plan."""
        return 0.0 if self.obstacle is None else self.obstacle.distance

    @property
    def counts_blocks(self) -> bool:
        """Whether the number of grids alone is the obstacle."""
        return self.obstacle is not None and self.obstacle.limit == "grids"

    @property
    def excess(self) -> float:
        """How much the labels break, as the sum of shares of the bounds."""
        return excess(self.breaches)


@dataclass(frozen=True)
class _Task:
    """One community and how it is searched; its share of the progress begins at ``first``."""

    graph: BlockGraph
    question: Question
    seed: int
    effort: str
    today: Today | None
    progress: Progress
    proofs: bool = True
    first: float = 0.0
    share: float = 1.0

    def whole(self) -> np.ndarray:
        """Return the labels of a single grid."""
        return np.zeros(len(self.graph.population), dtype=np.int64)

    def cost(self, labels: np.ndarray) -> float:
        """Return the border cost of a plan, counted on the blocks' own edges."""
        edges = self.graph.edges
        return float(np.asarray(self.graph.border_cost, dtype=float)[labels[edges[:, 0]] != labels[edges[:, 1]]].sum())

    def figures(self, labels: np.ndarray, count: int) -> Figures:
        """Return people and area of each of ``count`` grids."""
        loads = (self.graph.population, self.graph.area)
        return Figures(*(np.bincount(labels, load, minlength=count) for load in loads))

    def breaches(self, labels: np.ndarray, count: int) -> tuple[Breach, ...]:
        """Return what a plan of ``count`` grids breaks; the number itself was asked for."""
        return replace(self.question.limits, grids=(count, count)).check(self.figures(labels, count))

    def eased(self, limits: Limits, count: int) -> Figures:
        """Return the figures of the best plan found under other limits."""
        quick = count * len(self.question.units.graph.population) > SWIFT
        effort = "quick" if quick else self.effort
        task = replace(self, question=replace(self.question, limits=limits), today=None, effort=effort)
        return self.figures(task.found(count), count)

    def found(self, count: int, start: np.ndarray | None = None) -> np.ndarray:
        """Search for a plan; where the community is in pieces, with several ways of joining them."""
        ground = self.question.units
        bounds = self.question.limits.bounds(self.question.people, count)
        ways = list(bridged(ground.graph, self.seed))
        home = None if self.today is None else self.today.home(ground, count)
        results = []
        for number, joined in enumerate(ways):

            def tell(share: float, number: int = number) -> None:
                self.progress(self.first + self.share * (number + share) / len(ways))

            first = start if start is not None or home is None or (home.part < 0).any() else home.part
            results.append(
                search(
                    joined, bounds, count, seed=self.seed, effort=self.effort, start=first, home=home, progress=tell
                )
            )
        best = min(results, key=lambda result: (result.violation, result.cost))
        return np.asarray(best.labels, dtype=np.int64)[ground.member]


def _attempt(task: _Task, count: int) -> _Attempt:
    """Prove, search, prove harder; a plan that the last proof came upon is improved by the search."""
    question = task.question
    bounds = question.limits.bounds(question.people, count)
    task.progress(task.first)
    proof = quick_proof(question.units.graph, bounds, count)
    if proof is not None:
        return _Attempt(count, None, (), from_proof(proof, question, count), True)
    labels = task.found(count)
    breaches = task.breaches(labels, count)
    if not breaches:
        return _Attempt(count, labels, ())
    if not task.proofs:
        return _Attempt(count, labels, breaches, from_plan(breaches, question, count, None))
    end = task.first + task.share
    packed = pack(question.units.graph, bounds, count, lambda: task.progress(end))
    if packed.labels is not None:
        better = _polished(task, packed.labels, count)
        if better is not None:
            return _Attempt(count, better, ())
    obstacle = from_plan(breaches, question, count, packed.proof)
    return _Attempt(count, labels, breaches, obstacle, packed.proof is not None)


def _polished(task: _Task, packed: np.ndarray, count: int) -> np.ndarray | None:
    """Return the packed plan or a better one, ``None`` when rounding made it break a limit after all."""
    plain = packed[task.question.units.member]
    if task.breaches(plain, count):
        return None
    better = task.found(count, packed)
    return plain if task.breaches(better, count) else better


def _told(attempts: list[_Attempt]) -> list[_Attempt]:
    """Return the attempts whose obstacles may be told, the one nearest to a plan first.

    Of what is proven when all is, else of what was only not found. That the blocks are too few for the larger
    numbers of grids tells nothing while smaller ones were tried too.
    """
    proven = all(attempt.proven for attempt in attempts)
    return sorted(
        (attempt for attempt in attempts if attempt.proven == proven),
        key=lambda attempt: (attempt.counts_blocks, attempt.distance, attempt.count),
    )


def _infeasible(task: _Task, attempts: list[_Attempt]) -> Partition:
    """Tell the obstacle, with a change that was tried."""
    told, *others = _told(attempts)
    obstacle = told.obstacle
    if task.proofs and obstacle is not None and len(task.graph.population):
        # figures and bounds say little of how far a plan is where blocks are tied together
        tied = len(task.question.units.graph.population) < len(task.graph.population)
        told, obstacle = _easiest(task, [told, *others] if tied else [told])
    labels = told.labels
    cost = 0.0 if labels is None else task.cost(labels)
    return Partition(labels, cost, Verdict.INFEASIBLE, told.breaches, told.proven, obstacle)


def _easiest(task: _Task, attempts: list[_Attempt]) -> tuple[_Attempt, Obstacle | None]:
    """Return the attempt that the smallest change would make a plan, and its obstacle with that change."""
    found: list[tuple[float, _Attempt, Obstacle]] = []
    for attempt in attempts:
        if attempt.obstacle is not None:
            relieved = with_relief(attempt.obstacle, task.question, attempt.count, task.eased, attempt.breaches)
            found.append((size_of(relieved, task.question, attempt.count, task.eased), attempt, relieved))
    _, attempt, obstacle = min(found, key=lambda one: one[0])
    return attempt, obstacle


def _relaxed(task: _Task, attempts: list[_Attempt]) -> Partition:
    """Give the plan that breaks the limits least, of every number of grids that the blocks can make."""
    most = len(task.question.units.graph.population)
    tried = []
    for attempt in attempts:
        if attempt.labels is None and attempt.count <= most:
            labels = task.found(attempt.count)
            attempt = replace(attempt, labels=labels, breaches=task.breaches(labels, attempt.count))
        if attempt.labels is not None:
            tried.append((attempt, attempt.labels))
    if not tried:
        return _infeasible(task, attempts)
    best, labels = min(tried, key=lambda some: (some[0].excess, some[0].count))
    obstacle = from_plan(best.breaches, task.question, best.count, None, relaxed=True)
    proven = all(attempt.proven for attempt in attempts)
    return Partition(labels, task.cost(labels), Verdict.RELAXED, best.breaches, proven, obstacle)


def grid_numbers(limits: Limits, parts: int | None, people: float, target: float | None) -> list[int]:
    """Return the numbers of grids to try, in order of preference; of exact ``parts``, that one.

    Args:
        limits: With the range for the number of grids.
        parts: Exact number of grids, if one is asked for.
        people: People of the community.
        target: People per grid wished for, if there is such a wish.
    """
    if parts is not None:
        return [int(parts)]
    counts = list(range(limits.grids[0], limits.grids[1] + 1))
    if target is not None:
        counts.sort(key=lambda count: (abs(people / count - target), count))
    return counts


def check_arguments(
    graph: BlockGraph, effort: str, start: np.ndarray | None, parts: int | None, move_cost: float
) -> None:
    """Refuse what :func:`partition` cannot work with.

    Raises:
        InputError: As :func:`partition`.
        LimitsError: ``parts`` is not within 1..99.
    """
    check_graph(graph)
    if effort not in EFFORTS:
        raise InputError(Message(_BAD_EFFORT, {"effort": effort, "known": ", ".join(EFFORTS)}))
    if start is not None and np.shape(start) != np.shape(graph.population):
        raise InputError(Message(_BAD_START, {"blocks": len(graph.population), "labels": np.size(start)}))
    if not 0 <= move_cost < np.inf:
        raise InputError(Message(_BAD_MOVE_COST, {"value": move_cost}))
    if parts is not None and (int(parts) != parts or not 1 <= parts <= 99):
        raise LimitsError(Message(_BAD_PARTS, {"parts": parts}), "GRIDS_FIELD")


_BAD_EFFORT = QT_TRANSLATE_NOOP("Partition", "EFFORT “{effort}” is unknown; choose one of {known}.")
_BAD_START = QT_TRANSLATE_NOOP(
    "Partition", "EXISTING needs one label for each block. Labels: {labels}. Blocks: {blocks}."
)
_BAD_MOVE_COST = QT_TRANSLATE_NOOP("Partition", "MOVE_COST is {value}; it must be a number of 0 or more.")
_BAD_PARTS = QT_TRANSLATE_NOOP("Partition", "GRIDS_FIELD is {parts}; it must be a whole number from 1 to 99.")
