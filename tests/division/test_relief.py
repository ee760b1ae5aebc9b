"""Suggestions are followed here: with the change made a plan is found, and on small boards no smaller change does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from graphs import all_plans, checkerboard, figures

from grid_manager_plugin.division.graph import BlockGraph
from grid_manager_plugin.division.partition import Partition, partition
from grid_manager_plugin.division.proofs.changes import changed, changes_for
from grid_manager_plugin.division.proofs.relief import NEAR
from grid_manager_plugin.division.verdict import Verdict
from grid_manager_plugin.rules.limits import Limits


def asked(seed: int) -> tuple[BlockGraph, Limits]:
    """Return a board and limits that are often too tight for it."""
    random = np.random.default_rng(seed)
    graph = checkerboard(3, 3, seed=seed, people=60)
    people, ground = float(graph.population.sum()), float(graph.area.sum())
    low, high = sorted(random.uniform(0.1, 0.6, 2) * people)
    small, large = sorted(random.uniform(0.1, 0.6, 2) * ground)
    limits = Limits(
        (2, int(random.integers(2, 5))),
        (round(low) if random.random() < 0.6 else None, round(high) if random.random() < 0.6 else None),
        (small if random.random() < 0.3 else None, large if random.random() < 0.5 else None),
        round(float(random.uniform(1, 60)), 2) if random.random() < 0.4 else None,
    )
    return graph, limits


def infeasible(seeds: range) -> list[tuple[int, Partition]]:
    """Return the boards that cannot be divided, with the answer."""
    answers = ((seed, partition(*asked(seed), effort="quick")) for seed in seeds)
    return [(seed, answer) for seed, answer in answers if answer.verdict is Verdict.INFEASIBLE]


@pytest.mark.parametrize("first", [0, 25])
def test_what_is_suggested_helps(first: int) -> None:
    followed = 0
    for seed, answer in infeasible(range(first, first + 25)):
        graph, limits = asked(seed)
        assert answer.obstacle is not None
        ways = [answer.obstacle.changes, *([(answer.obstacle.instead,)] if answer.obstacle.instead else [])]
        for way in filter(None, ways):
            followed += 1
            eased = changed(limits, way)
            assert eased != limits, f"seed {seed}: {way} changes nothing"
            assert partition(graph, eased).verdict in (Verdict.SOLVED, Verdict.KEPT), f"seed {seed}: {way}"
    assert followed


def test_no_smaller_change_of_the_same_limit_helps_with_that_number_of_grids() -> None:
    compared = 0
    for seed, answer in infeasible(range(30)):
        graph, limits = asked(seed)
        assert answer.obstacle is not None
        if len(answer.obstacle.changes) != 1 or answer.obstacle.limit == "grids":
            continue
        told = answer.obstacle.changes[0]
        parts = int(str(answer.obstacle.values["grids"]).split("-")[-1])
        exact = replace(limits, grids=(parts, parts))
        mean = float(graph.population.sum()) / parts
        plans = all_plans(graph, parts)
        needed = [changes_for(exact.check(figures(graph, plan, parts)), exact, mean) for plan in plans]
        alone = [some[0].value for some in needed if len(some) == 1 and some[0].parameter == told.parameter]
        best = max(alone) if told.parameter.startswith("MIN_") else min(alone)
        assert abs(told.value - best) <= NEAR * abs(best) + 1, f"seed {seed}: {told}, {best}"
        compared += 1
    assert compared > 4


def test_progress_never_goes_back() -> None:
    graph, limits = asked(infeasible(range(30))[0][0])
    for relaxed in (False, True):
        told: list[float] = []
        partition(graph, limits, progress=told.append, allow_relaxed=relaxed, effort="quick")
        assert told == sorted(told)
        assert told[-1] <= 1.0


def test_fewer_grids_are_not_suggested_where_they_break_another_limit() -> None:
    one = BlockGraph(np.array([5000.0]), np.array([10.0]), np.empty((0, 2), dtype=int), np.empty(0))
    answer = partition(one, Limits(population=(None, 2500)))
    assert answer.obstacle is not None
    assert "MIN_GRIDS" not in str(answer.obstacle.suggestion())
    assert "smaller blocks" in str(answer.obstacle.suggestion())
