"""What is suggested helps: with the changes made, the same proof is gone, or the plan found holds."""

from __future__ import annotations

import numpy as np
import pytest
from graphs import checkerboard, figures

from grid_manager_plugin.division.graph import BlockGraph
from grid_manager_plugin.division.partition import partition
from grid_manager_plugin.division.proofs.changes import Change, changed, changes_for
from grid_manager_plugin.division.proofs.feasibility import quick_proof
from grid_manager_plugin.division.proofs.obstacle import Question, from_plan, from_proof
from grid_manager_plugin.division.ties import units
from grid_manager_plugin.division.verdict import Verdict
from grid_manager_plugin.rules.limits import Limits


def row(people: list[float], area: float = 1000.0) -> BlockGraph:
    """Blocks in a row."""
    count = len(people)
    edges = np.column_stack([np.arange(count - 1), np.arange(1, count)])
    return BlockGraph(np.array(people, dtype=float), np.full(count, area), edges, np.full(count - 1, 10.0))


@pytest.mark.parametrize("seed", range(60))
def test_a_quick_proof_is_gone_after_the_suggested_changes(seed: int) -> None:
    random = np.random.default_rng(seed)
    graph = checkerboard(3, 3, seed=seed, people=60)
    people, ground = float(graph.population.sum()), float(graph.area.sum())
    low, high = sorted(random.uniform(0.1, 0.6, 2) * people)
    small, large = sorted(random.uniform(0.1, 0.6, 2) * ground)
    limits = Limits((2, 5), (low, high), (small, large), float(random.uniform(1, 60)))
    parts = int(random.integers(2, 6))
    proof = quick_proof(graph, limits.bounds(people, parts), parts)
    if proof is None:
        return
    obstacle = from_proof(proof, Question(units(graph), limits, False), parts)
    better = changed(limits, obstacle.changes)
    assert quick_proof(graph, better.bounds(people, parts), parts) is None
    assert str(obstacle.changes[0]) in str(obstacle.suggestion())
    if obstacle.instead is not None:
        number = int(obstacle.instead.value)
        assert quick_proof(graph, limits.bounds(people, number), number) is None
        assert changed(limits, [obstacle.instead]).grids[0] <= number <= changed(limits, [obstacle.instead]).grids[1]


@pytest.mark.parametrize("seed", range(60))
def test_any_plan_holds_after_the_changes_for_its_breaches(seed: int) -> None:
    random = np.random.default_rng(seed)
    graph = checkerboard(4, 3, seed=seed, people=60)
    people = float(graph.population.sum())
    limits = Limits((3, 3), (people * 0.3, people * 0.36), (4000.0, 5500.0), float(random.uniform(0.5, 8)))
    labels = np.append(random.integers(0, 3, 9), [0, 1, 2])
    breaches = limits.check(figures(graph, labels, 3))
    assert breaches
    assert changed(limits, changes_for(breaches, limits, people / 3)).check(figures(graph, labels, 3)) == ()
    told = from_plan(breaches, Question(units(graph), limits, False), 3, None)
    for change in told.changes:
        assert str(change) in str(told.suggestion())


def test_a_small_breach_is_told_with_its_decimals() -> None:
    limits = Limits((2, 2), (4.05, None))
    plan = limits.check(figures(row([4, 5]), np.array([0, 1]), 2))
    obstacle = from_plan(plan, Question(units(row([4, 5])), limits, False), 2, None)
    assert "4 people, 0.05 below the minimum of 4.05 (MIN_POPULATION)" in str(obstacle.reason("7"))


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (Change("MAX_POPULATION", 1024.0), "MAX_POPULATION 1,024"),
        (Change("POPULATION_TOLERANCE", 12.4), "POPULATION_TOLERANCE 12.4"),
        (Change("MIN_POPULATION", 0.0), "MIN_POPULATION 0"),
    ],
)
def test_changes_read_well(change: Change, text: str) -> None:
    assert str(change) == text


def told(people: list[float], limits: Limits, parts: int, *, exact: bool = False) -> tuple[str, str]:
    """Return reason and suggestion of the quick proof."""
    graph = row(people)
    proof = quick_proof(graph, limits.bounds(float(graph.population.sum()), parts), parts)
    assert proof is not None
    obstacle = from_proof(proof, Question(units(graph), limits, exact), parts)
    return str(obstacle.reason("7")), str(obstacle.suggestion())


def test_a_range_is_told_as_a_range() -> None:
    reason, suggestion = told([512] * 10, Limits(population=(None, 900)), 5)
    assert reason == (
        "Community 7: population 5,120 in 2-5 grids of at most 900 (MAX_POPULATION): 6 grids would be needed."
    )
    assert suggestion == "Set MAX_POPULATION 1,024 or MAX_GRIDS 6."


def test_an_exact_number_names_its_field() -> None:
    reason, suggestion = told([512] * 10, Limits(population=(None, 900)), 3, exact=True)
    assert "in 3 grids" in reason
    assert "GRIDS_FIELD 6" in suggestion
    assert "GRIDS_FIELD" in told([5], Limits(), 4, exact=True)[0]


def test_another_number_is_not_suggested_where_a_block_stands_in_its_way() -> None:
    _, suggestion = told([100, 2280, 100, 100], Limits(population=(None, 500)), 4)
    assert suggestion == "Set MAX_POPULATION 2,280."


def test_a_total_without_people_suits_no_maximum_of_nobody() -> None:
    reason, suggestion = told([5, 5, 5], Limits(population=(None, 0)), 3)
    assert "no number of grids is enough" in reason
    assert suggestion == "Set MAX_POPULATION 5."


def test_a_group_is_told_as_a_group() -> None:
    graph = row([60, 60, 10])
    graph.border_cost[0] = np.inf
    limits = Limits((2, 2), (None, 100))
    joined = units(graph)
    proof = quick_proof(joined.graph, limits.bounds(130, 2), 2)
    assert proof is not None
    obstacle = from_proof(proof, Question(joined, limits, False), 2)
    assert obstacle.block == 0
    assert "block A and those never parted from it have 120 people" in str(obstacle.reason("7", ["A", "B", "C"]))


def test_figure_and_bound_never_read_alike() -> None:
    graph = BlockGraph(np.array([1.0, 1.0]), np.array([1000.2, 10.0]), np.array([[0, 1]]), np.ones(1))
    limits = Limits((2, 2), area=(None, 1000.1))
    proof = quick_proof(graph, limits.bounds(2, 2), 2)
    assert proof is not None
    reason = str(from_proof(proof, Question(units(graph), limits, False), 2).reason("7"))
    assert "1,000.2 m²" in reason
    assert "1,000.1 m²" in reason


def test_too_few_blocks_for_the_larger_numbers_of_grids_do_not_hide_what_binds() -> None:
    people = np.array([9.0, 0.0, 0.0])
    graph = BlockGraph(people, np.full(3, 1000.0), np.array([[0, 1], [1, 2]]), np.array([10.0, 10.0]))
    answer = partition(graph, Limits(population=(500, 2500)))
    assert answer.proven
    assert answer.obstacle is not None
    assert answer.obstacle.parameter == "MIN_POPULATION"


def test_a_block_that_asks_for_more_than_the_total_is_told() -> None:
    people = np.array([2280.0, 20.0, 20.0, 30.0])
    edges = np.column_stack([np.arange(3), np.arange(1, 4)])
    graph = BlockGraph(people, np.full(4, 1000.0), edges, np.full(3, 10.0))
    answer = partition(graph, Limits(population=(None, 900)))
    assert answer.proven
    assert answer.obstacle is not None
    assert answer.obstacle.block == 0
    assert "2,280" in str(answer.obstacle.reason("7", ["12", "13", "14", "15"]))


def test_of_several_numbers_of_grids_the_easiest_change_is_told_where_blocks_are_tied() -> None:
    # 84 people that are never parted, then 8 and 8: two grids ask for less than three, though three miss it by less
    edges = np.array([[0, 1], [1, 2], [2, 3], [3, 4]])
    cost = np.array([np.inf, np.inf, 10.0, 10.0])
    graph = BlockGraph(np.array([30.0, 30.0, 24.0, 8.0, 8.0]), np.full(5, 100.0), edges, cost)
    answer = partition(graph, Limits(grids=(2, 3), population=(40, None)))
    assert answer.verdict is Verdict.INFEASIBLE
    assert str(answer.obstacle.suggestion()).startswith("Set MIN_POPULATION 16")
