"""The city run: every community through one function, here or in any executor, answers in the order of ids."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from grid_manager_plugin.division.blocks import Allotment, allot, without_blocks
from grid_manager_plugin.division.community import Blocks, Community, CommunityPlan, DivisionSettings
from grid_manager_plugin.division.people.people_allotment import CityPeople
from grid_manager_plugin.division.plan import CommunityJob, divide_one
from grid_manager_plugin.division.surroundings import CitySurroundings, Surroundings
from grid_manager_plugin.division.worker import run_job
from grid_manager_plugin.errors import Cancelled, WorkerError
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

IN_FLIGHT = 16
"""Communities handed to an executor ahead of the one whose answer is due: enough to keep some cores busy
while a large one is worked on, few enough to bound the memory."""

POLL_SECONDS = 0.1
"""How often a wait for an executor looks at the progress callable, which may raise to cancel."""

_log = logging.getLogger(__name__)

Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class CityRun:
    """The answers of a city, made while they are iterated.

    Attributes:
        plans: One plan a community, in the order of community ids as text; to be iterated once.
        communities: How many plans there will be.
        notes: What there is to tell about the whole input.
        outside_blocks: Blocks that lie outside every community.
        outside_people: Tells the people of those blocks, or of another source, who are in no community.
    """

    plans: Iterator[CommunityPlan]
    communities: int
    notes: tuple[Message, ...]
    outside_blocks: int
    outside_people: Callable[[], float]

    @property
    def outside_population(self) -> float:
        """People in no community; final once the plans were iterated, since a raster is read as they are made."""
        return self.outside_people()

    def __iter__(self) -> Iterator[CommunityPlan]:
        return self.plans


def divide(
    communities: Sequence[Community],
    blocks: Blocks | None,
    settings: DivisionSettings,
    crs_wkt: str,
    *,
    people: CityPeople | None = None,
    surroundings: Surroundings | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> CityRun:
    """Divide many communities into grids; one bad community gets a failed plan and never ends the run.

    Args:
        communities: The communities, in any order; ids are unique and not empty.
        blocks: All blocks of the city, in the communities' CRS; ``None`` divides the communities freely, along
            barriers where there are some.
        settings: What was asked.
        crs_wkt: CRS of all geometries.
        people: Where people are; those of the blocks are then ignored. ``None`` where the blocks tell. It is asked
            in this process only, for one community after the other.
        surroundings: Barriers, polygons to keep whole and today's grids of the city, in the communities' CRS.
        executor: Where the communities are worked on: a process pool, a Dask client's executor or any other.
            ``None`` works in this process. The answers are the same.
        progress: Called with the fraction done (0 to 1) and the id of the community last finished, empty before the
            first; it may raise :class:`~grid_manager_plugin.errors.Cancelled` to stop the run.

    Returns:
        The run; the work is done while its plans are iterated.
    """
    report = progress or _no_progress
    alive = partial(report, 0.0, "")
    allotment = without_blocks(communities, alive) if blocks is None else allot(communities, blocks, alive)
    around: CitySurroundings | None = None
    notes: tuple[Message, ...] = ()
    if surroundings is not None:
        grounds = np.array([community.geometry for community in communities], dtype=object)
        around = CitySurroundings(surroundings)
        notes = around.strangers(grounds)
    jobs = allotment.jobs(settings, crs_wkt, people, around)
    total = len(communities)
    plans = _serial(jobs, total, report) if executor is None else _parallel(jobs, total, report, executor)
    found = _run(plans, total, allotment, people)
    return replace(found, notes=found.notes + notes)


def _run(plans: Iterator[CommunityPlan], total: int, allotment: Allotment, people: CityPeople | None) -> CityRun:
    if people is None:
        return CityRun(plans, total, allotment.notes, allotment.outside_blocks, lambda: allotment.outside_population)
    notes = (*allotment.notes, *people.notes)
    return CityRun(plans, total, notes, allotment.outside_blocks, lambda: people.outside().people)


def _no_progress(_fraction: float, _community: str) -> None:
    """Stand in for a caller that does not want to know."""


def _serial(jobs: Iterator[CommunityJob], total: int, report: Progress, done: int = 0) -> Iterator[CommunityPlan]:
    for number, job in enumerate(jobs, start=done):

        def within(fraction: float, number: int = number, job: CommunityJob = job) -> None:
            report((number + fraction) / total, job.community.id)

        within(0.0)
        yield divide_one(job, within)
        within(1.0)


def _parallel(
    jobs: Iterator[CommunityJob], total: int, report: Progress, executor: Executor
) -> Iterator[CommunityPlan]:
    flying: deque[tuple[CommunityJob, Future[CommunityPlan]]] = deque()
    done = 0
    try:
        while True:
            try:
                _fill(flying, jobs, executor)
                if not flying:
                    return
                plan = _answer(flying[0], done / total, report)
            except WorkerError:
                # A worker died (out of memory, killed). What is left is worked on here: slower, the same answer.
                _log.warning(Message(_DIED), exc_info=True)
                yield from _serial(_rest(flying, jobs), total, report, done)
                return
            flying.popleft()
            done += 1
            yield plan
            report(done / total, plan.id)
    finally:
        for _, future in flying:
            future.cancel()


def _fill(
    flying: deque[tuple[CommunityJob, Future[CommunityPlan]]], jobs: Iterator[CommunityJob], executor: Executor
) -> None:
    while len(flying) < IN_FLIGHT:
        job = next(jobs, None)
        if job is None:
            return
        # Queued before it is submitted: a pool that breaks right then loses no community.
        flying.append((job, Future()))
        try:
            flying[-1] = (job, executor.submit(run_job, job))
        except BrokenExecutor as error:
            raise WorkerError("The worker processes are gone") from error


def _rest(
    flying: deque[tuple[CommunityJob, Future[CommunityPlan]]], jobs: Iterator[CommunityJob]
) -> Iterator[CommunityJob]:
    for job, future in flying:
        future.cancel()
        yield job
    yield from jobs


def _answer(first: tuple[CommunityJob, Future[CommunityPlan]], fraction: float, report: Progress) -> CommunityPlan:
    job, future = first
    while not wait([future], timeout=POLL_SECONDS).done:
        report(fraction, job.community.id)
    try:
        return future.result()
    except Cancelled:
        raise
    except Exception as error:  # divide_one answers every failure of a community, so this is the executor's
        raise WorkerError(f"No answer from a worker for community {job.community.id}") from error


_DIED = QT_TRANSLATE_NOOP("City", "A worker process died; the rest of the run goes on in one process.")
