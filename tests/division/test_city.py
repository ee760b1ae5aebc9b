"""The city run gives the same answers wherever it is worked on, and outlives bad communities and dead workers."""

from __future__ import annotations

import dataclasses
import os
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path

import distributed
import numpy as np
import pytest
import shapely
from pyproj import CRS

from grid_manager_plugin.division.city import divide
from grid_manager_plugin.division.community import Blocks, Community, CommunityPlan, DivisionSettings
from grid_manager_plugin.division.people.people import CommunityPeople, OutsidePeople, PointShare
from grid_manager_plugin.division.people.people_allotment import CityPeople
from grid_manager_plugin.division.pool import WorkerPool
from grid_manager_plugin.division.verdict import Verdict
from grid_manager_plugin.division.worker import run_job
from grid_manager_plugin.errors import Cancelled
from grid_manager_plugin.rules.limits import Limits
from grid_manager_plugin.rules.messages import Message

GAUSS_KRUGER = CRS.from_epsg(4547).to_wkt()
SIDE = 100.0
SETTINGS = DivisionSettings(Limits(population=(100, 700), area=(None, 300_000)), effort="quick")


def city(count: int, columns: int = 6, rows: int = 5) -> tuple[list[Community], Blocks]:
    """Communities side by side, each of columns x rows square blocks with 20-49 people."""
    communities, geometries, people = [], [], []
    for number in range(count):
        west, south = 500_000 + number * columns * SIDE, 2_500_000.0
        ground = shapely.box(west, south, west + columns * SIDE, south + rows * SIDE)
        cells = [
            shapely.box(west + x * SIDE, south + y * SIDE, west + (x + 1) * SIDE, south + (y + 1) * SIDE)
            for y in range(rows)
            for x in range(columns)
        ]
        ground = shapely.segmentize(ground, SIDE)
        communities.append(Community(number, f"社区{number:02}", f"Community {number}", f"社区{number:02}", ground))
        geometries += cells
        people += [20 + (7 * i + number) % 30 for i in range(len(cells))]
    blocks = Blocks(np.arange(len(people)), np.array(geometries, dtype=object), np.array(people, dtype=float))
    return communities, blocks


def as_text(plans: Iterator[CommunityPlan]) -> list[str]:
    """Everything in the plans, geometries as bytes."""

    def plain(value: object) -> object:
        if isinstance(value, shapely.Geometry):
            return value.wkb_hex
        if dataclasses.is_dataclass(value):
            return [plain(getattr(value, field.name)) for field in dataclasses.fields(value)]
        if isinstance(value, tuple):
            return [plain(item) for item in value]
        return repr(value)

    return [repr(plain(plan)) for plan in plans]


@pytest.fixture(scope="module")
def serial_answer() -> list[str]:
    return as_text(divide(*city(5), SETTINGS, GAUSS_KRUGER).plans)


def spawned(workers: int) -> WorkerPool:
    return WorkerPool(workers, Path(sys.executable))


def test_every_community_is_solved_within_limits() -> None:
    run = divide(*city(3), SETTINGS, GAUSS_KRUGER)
    plans = list(run)
    assert [plan.id for plan in plans] == ["社区00", "社区01", "社区02"]
    assert run.communities == 3
    for plan in plans:
        assert plan.verdict is Verdict.SOLVED
        assert all(100 <= grid.population <= 700 for grid in plan.grids)
        assert sum(grid.population for grid in plan.grids) == plan.population


def test_input_order_does_not_matter(serial_answer: list[str]) -> None:
    communities, blocks = city(5)
    order = np.random.default_rng(5).permutation(len(blocks.fid))
    shuffled = Blocks(np.arange(len(order)), blocks.geometry[order], blocks.population[order])
    assert as_text(divide(communities[::-1], shuffled, SETTINGS, GAUSS_KRUGER).plans) == serial_answer


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_worker_processes_give_the_same_bytes(serial_answer: list[str], workers: int) -> None:
    with spawned(workers) as pool:
        assert as_text(divide(*city(5), SETTINGS, GAUSS_KRUGER, executor=pool).plans) == serial_answer


def test_any_executor_will_do(serial_answer: list[str]) -> None:
    with ThreadPoolExecutor(2) as pool:
        assert as_text(divide(*city(5), SETTINGS, GAUSS_KRUGER, executor=pool).plans) == serial_answer


def test_dask_scheduler_with_two_worker_processes_gives_the_same_bytes(serial_answer: list[str]) -> None:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as cluster, distributed.Client(cluster) as client:
        answer = as_text(divide(*city(5), SETTINGS, GAUSS_KRUGER, executor=client.get_executor()).plans)
    assert answer == serial_answer


def test_bad_community_does_not_end_the_run(serial_answer: list[str]) -> None:
    communities, blocks = city(5)
    communities[2] = dataclasses.replace(communities[2], geometry=None)
    plans = list(divide(communities, blocks, SETTINGS, GAUSS_KRUGER))
    assert [plan.verdict for plan in plans].count(Verdict.FAILED) == 1
    assert plans[2].verdict is Verdict.FAILED
    assert communities[2].id in str(plans[2].reason)
    assert as_text(iter(plans[3:])) == serial_answer[3:]


class DyingPool(Executor):
    """A pool whose workers are killed, as by the kernel when memory runs out, after some communities."""

    def __init__(self, jobs_before_death: int) -> None:
        self._pool = spawned(2)
        self._left = jobs_before_death

    def submit(self, function: object, /, *arguments: object, **named: object) -> object:
        assert function is run_job
        self._left -= 1
        if self._left < 0:
            return self._pool.submit(os.abort)
        return self._pool.submit(function, *arguments, **named)

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)


def test_killed_workers_cost_time_but_no_answer(serial_answer: list[str]) -> None:
    pool = DyingPool(jobs_before_death=2)
    try:
        assert as_text(divide(*city(5), SETTINGS, GAUSS_KRUGER, executor=pool).plans) == serial_answer
    finally:
        pool.close()


class AtOnce(Executor):
    """Works on a job as it is handed over, and counts them."""

    def __init__(self) -> None:
        self.handed_over = 0

    def submit(self, function: object, /, *arguments: object, **named: object) -> Future:
        self.handed_over += 1
        done: Future = Future()
        done.set_result(function(*arguments, **named))
        return done


def test_jobs_are_made_only_a_little_ahead_of_the_answers() -> None:
    """A city's memory is bounded by the communities in flight, not by the city."""
    bare = [Community(i, f"{i:03}", "", f"{i:03}", None) for i in range(200)]
    nothing = Blocks(np.empty(0, dtype=int), np.empty(0, dtype=object), np.empty(0))
    executor = AtOnce()
    ahead = []
    for taken, _ in enumerate(divide(bare, nothing, SETTINGS, GAUSS_KRUGER, executor=executor)):
        ahead.append(executor.handed_over - taken)
    assert len(ahead) == executor.handed_over == 200
    assert 8 <= max(ahead) <= 32


@pytest.mark.parametrize("parallel", [False, True])
def test_cancel_stops_between_communities(parallel: bool) -> None:
    seen: list[CommunityPlan] = []

    def stop_after_two(fraction: float, _community: str) -> None:
        if fraction >= 2 / 5:
            raise Cancelled

    with ThreadPoolExecutor(2) as pool:
        run = divide(
            *city(5), SETTINGS, GAUSS_KRUGER, executor=pool if parallel else None, progress=stop_after_two
        )
        with pytest.raises(Cancelled):
            seen.extend(run)
    assert len(seen) <= 3


def test_cancel_stops_before_the_first_community() -> None:
    def stop(fraction: float, community: str) -> None:
        assert (fraction, community) == (0.0, "")
        raise Cancelled

    with pytest.raises(Cancelled):
        divide(*city(3), SETTINGS, GAUSS_KRUGER, progress=stop)


def test_progress_grows_to_one() -> None:
    told: list[float] = []
    list(divide(*city(3), SETTINGS, GAUSS_KRUGER, progress=lambda fraction, _: told.append(fraction)))
    assert told == sorted(told)
    assert told[-1] == 1.0


class AskedPlaces:
    """The people of the blocks as points, counted down as they are asked for, like those of a raster."""

    notes = (Message("a note on the source"),)

    def __init__(self, communities: list[Community], blocks: Blocks) -> None:
        self.asked: list[int] = []
        self._points = np.split(shapely.get_coordinates(shapely.centroid(blocks.geometry)), len(communities))
        self._people = np.split(blocks.population, len(communities))
        self._left = float(blocks.population.sum()) + 7

    def of(self, position: int) -> CommunityPeople:
        self.asked.append(position)
        self._left -= float(self._people[position].sum())
        return CommunityPeople(
            points=PointShare(self._points[position], self._people[position]), notes=(Message("a note on its people"),)
        )

    def outside(self) -> OutsidePeople:
        return OutsidePeople(0, self._left)


@pytest.mark.parametrize("threads", [0, 2])
def test_another_source_of_people_is_asked_once_a_community_and_gives_the_same_grids(threads: int) -> None:
    communities, blocks = city(3)
    places = AskedPlaces(communities, blocks)
    nobody = dataclasses.replace(blocks, population=np.full(len(blocks.population), np.nan))
    executor = ThreadPoolExecutor(threads) if threads else None
    people = CityPeople.from_sources(communities, places)
    run = divide(communities, nobody, SETTINGS, GAUSS_KRUGER, people=people, executor=executor)
    plans = list(run)
    assert places.asked == [0, 1, 2]
    assert run.outside_population == 7
    assert [str(note) for note in run.notes] == ["a note on the source"]
    assert [[str(note) for note in plan.notes] for plan in plans] == [["a note on its people"]] * 3
    bare = (dataclasses.replace(plan, notes=()) for plan in plans)
    assert as_text(bare) == as_text(divide(communities, blocks, SETTINGS, GAUSS_KRUGER).plans)
    if executor is not None:
        executor.shutdown()
