"""A division that starts from today's grids: what moves is weighed against border, and grids keep their numbers."""

from __future__ import annotations

import numpy as np
import pytest
from graphs import all_plans, border, checkerboard, figures

from grid_manager_plugin.division.partition import partition
from grid_manager_plugin.division.verdict import Verdict
from grid_manager_plugin.errors import InputError
from grid_manager_plugin.rules.limits import Limits


def moved(graph, today: np.ndarray, labels: np.ndarray) -> float:  # noqa: ANN001
    return float(graph.population[labels != today].sum())


def test_a_plan_that_holds_every_limit_stays_when_people_weigh_much() -> None:
    graph = checkerboard(8, 6, seed=3)
    limits = Limits(grids=(3, 3), population_tolerance=25)
    plans = [partition(graph, limits, seed=seed, effort="quick").labels for seed in range(3)]
    worse = max(plans, key=lambda plan: border(graph, plan))
    for names in ([0, 1, 2], [7, 3, 40]):
        today = np.array(names)[worse]
        answer = partition(graph, limits, start=today, move_cost=1000.0)
        assert np.array_equal(np.sort(names)[answer.labels], today)


@pytest.mark.parametrize("move_cost", [0.5, 3.0])
def test_border_and_moved_people_are_weighed_as_asked(move_cost: float) -> None:
    for seed in range(4):
        graph = checkerboard(3, 3, seed=seed)
        limits = Limits(grids=(2, 2), population_tolerance=40)
        today = np.array([0, 0, 0, 0, 1, 1, 1, 1, 1])
        best = min(
            border(graph, plan) + move_cost * moved(graph, today, plan)
            for some in all_plans(graph, 2)
            for plan in (some, 1 - some)
            if not limits.check(figures(graph, plan, 2))
        )
        answer = partition(graph, limits, start=today, move_cost=move_cost)
        assert border(graph, answer.labels) + move_cost * moved(graph, today, answer.labels) == pytest.approx(best)
        assert answer.cost == pytest.approx(border(graph, answer.labels))


def test_one_broken_limit_is_mended_with_few_moves() -> None:
    graph = checkerboard(10, 8, seed=5)
    limits = Limits(grids=(4, 4), population_tolerance=10)
    good = partition(graph, limits, effort="quick").labels

    def shifted(block: int, part: int) -> np.ndarray:
        plan = good.copy()
        plan[block] = part
        return plan

    edges = [(a, b) for a, b in graph.edges.tolist() if good[a] != good[b]]
    broken = (shifted(a, good[b]) for a, b in edges)
    today = next(plan for plan in broken if limits.check(figures(graph, plan, 4)))
    answer = partition(graph, limits, start=today, move_cost=50.0)
    assert answer.verdict is Verdict.SOLVED
    assert 0 < moved(graph, today, answer.labels) <= 0.1 * graph.population.sum()


def test_blocks_without_a_grid_and_other_numbers_of_grids_are_welcome() -> None:
    graph = checkerboard(6, 6, seed=1)
    today = np.repeat([0, 1, 2], 12)
    today[5] = -1
    for parts in (2, 3, 4):
        answer = partition(graph, Limits(population_tolerance=40), parts=parts, start=today, move_cost=20.0)
        assert answer.verdict is Verdict.SOLVED
        assert len(np.unique(answer.labels)) == parts
        kept = np.sort(np.argsort(-np.bincount(today[today >= 0], graph.population[today >= 0]), kind="stable")[:parts])
        same = sum(((answer.labels == number) & (today == grid)).sum() for number, grid in enumerate(kept))
        assert same > 0.6 * min(parts, 3) * 12


def test_without_weight_grids_keep_their_numbers_where_they_can() -> None:
    graph = checkerboard(8, 6, seed=3)
    limits = Limits(grids=(3, 3), population_tolerance=25)
    free = partition(graph, limits).labels
    for order in ([1, 2, 0], [2, 1, 0]):
        today = np.array(order)[free]
        assert np.array_equal(partition(graph, limits, start=today).labels, today)


def test_a_weight_below_nothing_is_refused() -> None:
    graph = checkerboard(3, 3)
    with pytest.raises(InputError, match="MOVE_COST is -1"):
        partition(graph, Limits(), start=np.zeros(9, dtype=int), move_cost=-1)
