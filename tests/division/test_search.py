"""The search: connected parts, bounds held, least border, the same answer for the same input."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from grid_manager_plugin.division.graph import BlockGraph
from grid_manager_plugin.division.search import search as engine
from grid_manager_plugin.division.search.search import SearchResult, search
from grid_manager_plugin.errors import Cancelled
from grid_manager_plugin.rules.limits import Bounds, Limits, above, below

NO_BOUNDS = Bounds()


def lattice(rows: int, columns: int, seed: int) -> BlockGraph:
    """Blocks in rows and columns with random people (some none), areas and border costs."""
    random = np.random.default_rng(seed)
    n = rows * columns
    number = np.arange(n).reshape(rows, columns)
    edges = np.concatenate([
        np.stack([number[:, :-1].ravel(), number[:, 1:].ravel()], axis=1),
        np.stack([number[:-1].ravel(), number[1:].ravel()], axis=1),
    ])
    population = np.where(random.random(n) < 0.15, 0.0, random.integers(10, 100, n)).astype(float)
    return BlockGraph(population, random.uniform(1e3, 5e3, n), edges, random.uniform(10.0, 100.0, len(edges)))


def tolerance(graph: BlockGraph, parts: int, percent: float) -> Bounds:
    return Limits(population_tolerance=percent).bounds(float(graph.population.sum()), parts)


def pieces(graph: BlockGraph, labels: np.ndarray) -> int:
    a, b = graph.edges[labels[graph.edges[:, 0]] == labels[graph.edges[:, 1]]].T
    n = len(labels)
    return connected_components(coo_matrix((np.ones(len(a)), (a, b)), shape=(n, n)), directed=False)[0]


def cost(graph: BlockGraph, labels: np.ndarray) -> float:
    return float(graph.border_cost[labels[graph.edges[:, 0]] != labels[graph.edges[:, 1]]].sum())


def holds(graph: BlockGraph, labels: np.ndarray, bounds: Bounds, parts: int) -> bool:
    people = np.bincount(labels, graph.population, minlength=parts)
    area = np.bincount(labels, graph.area, minlength=parts)
    return not (
        above(people, bounds.population_max).any()
        or below(people, bounds.population_min).any()
        or above(area, bounds.area_max).any()
        or below(area, bounds.area_min).any()
    )


def is_plan(graph: BlockGraph, labels: np.ndarray, parts: int) -> bool:
    return set(labels.tolist()) == set(range(parts)) and pieces(graph, labels) == parts


def solve(graph: BlockGraph, bounds: Bounds, parts: int, **options: object) -> SearchResult:
    found = search(graph, bounds, parts, **options)
    assert found is not None
    assert is_plan(graph, found.labels, parts)
    assert found.cost == pytest.approx(cost(graph, found.labels), rel=1e-12, abs=1e-9)
    assert (found.violation == 0.0) == holds(graph, found.labels, bounds, parts)
    return found


def brute_force(graph: BlockGraph, bounds: Bounds, parts: int) -> float:
    best = math.inf
    for rest in itertools.product(range(parts), repeat=len(graph.population) - 1):
        labels = np.array((0, *rest))
        price = cost(graph, labels)
        if price < best and holds(graph, labels, bounds, parts) and is_plan(graph, labels, parts):
            best = price
    return best


@pytest.mark.parametrize("effort", ["quick", "normal"])
@pytest.mark.parametrize("parts", [2, 3, 5])
def test_parts_are_connected_and_hold_the_bounds(parts: int, effort: str) -> None:
    graph = lattice(7, 8, seed=parts)
    assert solve(graph, tolerance(graph, parts, 10.0), parts, effort=effort).violation == 0.0


@pytest.mark.parametrize(("rows", "columns", "parts"), [(3, 4, 2), (2, 5, 2), (3, 3, 3)])
@pytest.mark.parametrize("seed", [1, 2])
def test_small_ones_are_solved_to_the_optimum(rows: int, columns: int, parts: int, seed: int) -> None:
    graph = lattice(rows, columns, seed)
    bounds = tolerance(graph, parts, 35.0)
    best = brute_force(graph, bounds, parts)
    assert math.isfinite(best)
    assert solve(graph, bounds, parts).cost == pytest.approx(best)


@pytest.mark.parametrize("percent", [1.0, 2.0, 3.0])
def test_tight_limits_are_held(percent: float) -> None:
    graph = lattice(8, 8, seed=4)
    assert solve(graph, tolerance(graph, 4, percent), 4, effort="quick").violation == 0.0


def test_population_and_area_hold_together() -> None:
    graph = lattice(8, 8, seed=6)
    people, area = float(graph.population.sum()) / 4, float(graph.area.sum()) / 4
    bounds = Bounds(0.9 * people, 1.1 * people, 0.92 * area, 1.08 * area)
    assert solve(graph, bounds, 4, effort="quick").violation == 0.0


def test_one_huge_block_does_not_stop_the_search() -> None:
    graph = lattice(6, 6, seed=3)
    area = graph.area.copy()
    area[14] = area.sum()
    huge = BlockGraph(graph.population, area, graph.edges, graph.border_cost)
    limits = Bounds(area_max=float(area[14]) * 1.01)
    assert solve(huge, limits, 3, effort="quick").violation == 0.0


def test_impossible_bounds_give_the_least_excess() -> None:
    population = np.array([1.0, 1.0, 10.0, 1.0])
    path = BlockGraph(population, np.ones(4), np.array([[0, 1], [1, 2], [2, 3]]), np.ones(3))
    found = solve(path, Bounds(population_max=8.0), 2, effort="quick")
    assert sorted(np.bincount(found.labels, population)) == [2.0, 11.0]
    assert found.violation == pytest.approx(3.0 / 8.0)


def test_blocks_that_hang_on_one_block_go_with_it() -> None:
    # a chain whose only balanced cut is one link, with twigs that no single move can carry over
    edges = np.array([[0, 1], [1, 2], [2, 3], [3, 4], [4, 5], [1, 6], [2, 7], [3, 8], [4, 9]])
    graph = BlockGraph(np.full(10, 5.0), np.ones(10), edges, np.ones(9))
    found = solve(graph, Bounds(25.0, 25.0), 2, effort="quick")
    assert found.violation == 0.0
    assert found.cost == 1.0


def test_no_people_and_free_borders() -> None:
    graph = lattice(5, 5, seed=1)
    empty = BlockGraph(np.zeros(25), graph.area, graph.edges, np.zeros(len(graph.edges)))
    assert solve(empty, Bounds(0.0, 0.0), 3, effort="quick").cost == 0.0


def test_one_part_and_one_block_a_part() -> None:
    graph = lattice(2, 3, seed=1)
    assert solve(graph, NO_BOUNDS, 1).cost == 0.0
    assert solve(graph, NO_BOUNDS, 6).cost == pytest.approx(graph.border_cost.sum())


def test_what_cannot_be_parted_gives_nothing() -> None:
    graph = lattice(2, 2, seed=1)
    with pytest.raises(ValueError, match="connected parts"):
        search(graph, NO_BOUNDS, 5)
    apart = BlockGraph(np.ones(3), np.ones(3), np.array([[0, 1]]), np.ones(1))
    with pytest.raises(ValueError, match="connected parts"):
        search(apart, NO_BOUNDS, 2)


def test_same_seed_same_plan_and_parts_numbered_by_their_first_block() -> None:
    graph = lattice(7, 7, seed=8)
    bounds = tolerance(graph, 3, 10.0)
    one, two = (solve(graph, bounds, 3, seed=5, effort="quick") for _ in range(2))
    assert one.labels.tolist() == two.labels.tolist()
    firsts = [one.labels.tolist().index(part) for part in range(3)]
    assert firsts == sorted(firsts)


def test_edge_order_and_direction_keep_the_cost() -> None:
    graph = lattice(5, 6, seed=2)
    bounds = tolerance(graph, 2, 10.0)
    order = np.random.default_rng(0).permutation(len(graph.edges))
    turned = BlockGraph(graph.population, graph.area, graph.edges[order][:, ::-1], graph.border_cost[order])
    assert solve(turned, bounds, 2).labels.tolist() == solve(graph, bounds, 2).labels.tolist()


def test_a_warm_start_is_never_made_worse(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = lattice(8, 8, seed=11)
    bounds = tolerance(graph, 4, 10.0)
    known = solve(graph, bounds, 4, effort="quick")
    # without any anneal the answer can only come from the start
    monkeypatch.setitem(engine.EFFORTS, "quick", engine._Effort(0, 0, 0, 0, (1,)))
    assert solve(graph, bounds, 4, seed=1, effort="quick").cost > known.cost
    again = solve(graph, bounds, 4, seed=1, effort="quick", start=known.labels)
    assert again.violation == 0.0
    assert again.cost <= known.cost + 1e-9


def test_a_start_outside_the_bounds_is_mended() -> None:
    graph = lattice(6, 6, seed=9)
    lopsided = np.repeat([0, 1], [6, 30])
    found = solve(graph, tolerance(graph, 2, 10.0), 2, effort="quick", start=lopsided)
    assert found.violation == 0.0


def test_a_start_that_is_no_plan_is_passed_over() -> None:
    graph = lattice(5, 5, seed=2)
    bounds = tolerance(graph, 2, 15.0)
    broken = np.arange(25) % 2
    assert solve(graph, bounds, 2, effort="quick", start=broken).violation == 0.0


def test_progress_grows_and_can_stop_the_search() -> None:
    graph = lattice(8, 8, seed=5)
    bounds = tolerance(graph, 4, 5.0)
    heard: list[float] = []
    solve(graph, bounds, 4, effort="quick", progress=heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == 1.0

    calls = 0

    def stop(_share: float) -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        search(graph, bounds, 4, progress=stop)
    assert calls == 3
