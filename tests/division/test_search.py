"""The search finds connected plans within bounds, the same ones every time."""

from __future__ import annotations

import math

import numpy as np
import pytest
from graphs import best_plan, border, checkerboard, figures, pieces

from grid_manager_plugin.division.graph import BlockGraph
from grid_manager_plugin.division.search import EFFORTS, search
from grid_manager_plugin.errors import Cancelled
from grid_manager_plugin.rules.limits import Bounds, Limits


@pytest.mark.parametrize("effort", list(EFFORTS))
@pytest.mark.parametrize("parts", [2, 3, 5])
def test_parts_are_used_connected_and_within_bounds(effort: str, parts: int) -> None:
    graph = checkerboard(7, 6, seed=parts)
    limits = Limits(grids=(parts, parts), population_tolerance=15)
    found = search(graph, limits.bounds(graph.population.sum(), parts), parts, effort=effort)
    assert found.violation == 0
    assert sorted(set(found.labels.tolist())) == list(range(parts))
    assert pieces(graph, found.labels) == parts
    assert limits.check(figures(graph, found.labels, parts)) == ()
    assert found.cost == pytest.approx(border(graph, found.labels), rel=1e-12)


@pytest.mark.parametrize("seed", range(6))
def test_border_of_small_communities_is_the_shortest_there_is(seed: int) -> None:
    parts = 2 + seed % 2
    graph = checkerboard(4 if parts == 2 else 3, 3, seed=seed)
    limits = Limits(grids=(parts, parts), population_tolerance=40)
    best = best_plan(graph, limits, parts)
    assert best is not None
    found = search(graph, limits.bounds(graph.population.sum(), parts), parts, seed=seed)
    assert found.violation == 0
    assert found.cost == pytest.approx(best, rel=1e-9)


@pytest.mark.parametrize("tolerance", [1, 2, 3])
def test_tight_limits_are_held(tolerance: float) -> None:
    graph = checkerboard(8, 8, seed=tolerance)
    limits = Limits(grids=(4, 4), population_tolerance=tolerance)
    found = search(graph, limits.bounds(graph.population.sum(), 4), 4)
    assert limits.check(figures(graph, found.labels, 4)) == ()


def test_same_input_gives_the_same_answer_and_another_seed_may_not() -> None:
    graph = checkerboard(9, 9)
    bounds = Limits(population_tolerance=10).bounds(graph.population.sum(), 5)
    answers = [search(graph, bounds, 5, seed=7, effort="quick").labels.tobytes() for _ in range(2)]
    assert answers[0] == answers[1]


def test_area_alone_can_bind() -> None:
    graph = checkerboard(5, 5)
    mean = graph.area.sum() / 3
    bounds = Bounds(area_min=0.9 * mean, area_max=1.1 * mean)
    found = search(graph, bounds, 3)
    ground = np.bincount(found.labels, graph.area)
    assert found.violation == 0
    assert ground.min() >= 0.9 * mean
    assert ground.max() <= 1.1 * mean


def test_warm_start_is_never_worse_than_its_start() -> None:
    graph = checkerboard(6, 6, seed=3)
    bounds = Limits(population_tolerance=20).bounds(graph.population.sum(), 3)
    good = search(graph, bounds, 3, effort="thorough")
    again = search(graph, bounds, 3, effort="quick", seed=5, start=good.labels)
    assert again.violation == 0
    assert again.cost <= good.cost * (1 + 1e-9)


def test_bounds_that_nothing_holds_give_the_plan_that_breaks_them_least() -> None:
    graph = BlockGraph(
        np.array([100.0, 10.0, 10.0]), np.full(3, 1000.0), np.array([[0, 1], [1, 2]]), np.array([5.0, 5.0])
    )
    found = search(graph, Bounds(population_max=50.0), 2)
    assert found.violation == pytest.approx(1.0)
    assert found.labels.tolist() == [0, 1, 1]


def test_progress_grows_and_cancel_passes_through() -> None:
    graph = checkerboard(10, 10)
    told: list[float] = []
    search(graph, Bounds(), 4, effort="quick", progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0

    def stop(share: float) -> None:
        if share > 0.02:
            raise Cancelled

    with pytest.raises(Cancelled):
        search(graph, Bounds(), 4, progress=stop)


def test_blocks_without_people_belong_somewhere() -> None:
    graph = checkerboard(6, 6, people=1)
    assert graph.population.sum() == 0
    found = search(graph, Bounds(-math.inf, 0.0), 3)
    assert found.violation == 0
    assert pieces(graph, found.labels) == 3


@pytest.mark.parametrize("parts", [0, 13])
def test_more_parts_than_blocks_are_refused(parts: int) -> None:
    with pytest.raises(ValueError, match="connected parts"):
        search(checkerboard(4, 3), Bounds(), parts)
