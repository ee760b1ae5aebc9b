"""Proofs are proofs: what is said to be impossible is not found by trying every plan."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from graphs import checkerboard, figures

from grid_manager_plugin.division.graph import BlockGraph, components
from grid_manager_plugin.division.proofs.feasibility import quick_proof
from grid_manager_plugin.division.proofs.packing import Packed, pack
from grid_manager_plugin.errors import Cancelled
from grid_manager_plugin.rules.limits import Bounds, Limits


def ladder(people: list[float], edges: list[tuple[int, int]], cost: float = 1.0) -> BlockGraph:
    """Return blocks of one area with these edges."""
    return BlockGraph(
        np.array(people, dtype=float), np.ones(len(people)), np.array(edges).reshape(-1, 2), np.full(len(edges), cost)
    )


def still(_share: float = 0.0) -> None:
    """Never stop."""


def in_one_piece(graph: BlockGraph, labels: np.ndarray) -> bool:
    """Tell whether every part is in one piece within each component of the graph."""
    count = len(labels)
    _, component = components(graph.edges, count)
    same = labels[graph.edges[:, 0]] == labels[graph.edges[:, 1]]
    pieces, _ = components(graph.edges[same], count)
    return pieces == len(set(zip(labels.tolist(), component.tolist())))


def possible(graph: BlockGraph, limits: Limits, parts: int, *, connected: bool = True) -> bool:
    """Try every plan."""
    for rest in product(range(parts), repeat=len(graph.population) - 1):
        labels = np.array((0, *rest))
        if (
            len(set(rest) | {0}) == parts
            and not limits.check(figures(graph, labels, parts))
            and (not connected or in_one_piece(graph, labels))
        ):
            return True
    return False


def random_case(seed: int) -> tuple[BlockGraph, Limits, int]:
    """Return a graph of 7 or 8 blocks, now and then in pieces, with tight limits on people and area."""
    random = np.random.default_rng(seed)
    whole = checkerboard(4, 2, seed=seed, people=int(random.integers(3, 40)))
    kept = random.random(len(whole.edges)) < random.choice([0.6, 0.8, 1.0])
    graph = BlockGraph(whole.population, whole.area, whole.edges[kept], whole.border_cost[kept])
    parts = int(random.integers(2, 4))
    ground = graph.area.sum() / parts
    mean, share = graph.population.sum() / parts, random.uniform(0.0, 0.5)
    limits = Limits(
        (parts, parts),
        (mean * (1 - share), mean * (1 + share)),
        (ground * random.uniform(0.2, 0.9), ground * random.uniform(1.1, 1.6)),
    )
    return graph, limits, parts


@pytest.mark.parametrize("seed", range(40))
def test_proofs_and_packed_plans_agree_with_every_plan_tried(seed: int) -> None:
    graph, limits, parts = random_case(seed)
    bounds = limits.bounds(float(graph.population.sum()), parts)
    quick, packed = quick_proof(graph, bounds, parts), pack(graph, bounds, parts, still)
    if packed.labels is not None:
        assert in_one_piece(graph, packed.labels)
        assert limits.check(figures(graph, packed.labels, parts)) == ()
        assert quick is None
        return
    assert not possible(graph, limits, parts)
    assert packed.proof is not None  # eight blocks are decided
    contiguous = packed.proof.kind == "contiguity"
    assert possible(graph, limits, parts, connected=False) is contiguous


def test_bounds_that_the_figures_meet_exactly_are_no_proof() -> None:
    graph = ladder([0.1, 0.2, 0.3, 0.6], [(0, 1), (1, 2), (2, 3)])
    bounds = Bounds(population_min=0.6, population_max=0.6, area_min=1.0, area_max=3.0)
    assert quick_proof(graph, bounds, 2) is None
    assert pack(graph, bounds, 2, still).labels is not None


def test_a_billion_people_are_counted_to_the_last() -> None:
    half = 1_000_000_000.0
    graph = ladder([half, half + 1, 1], [(0, 1), (1, 2)])
    assert pack(graph, Bounds(population_max=half + 1), 2, still).labels is not None
    tight = quick_proof(graph, Bounds(population_max=half - 10), 2)
    assert tight is not None


@pytest.mark.parametrize(
    ("bounds", "parts", "told"),
    [
        (Bounds(), 5, ("blocks", "grids", None)),
        (Bounds(population_max=109.0), 2, ("block", "population", 2)),
        (Bounds(population_min=111.0), 2, ("total", "population", None)),
        (Bounds(area_max=1.9), 2, ("total", "area", None)),
        (Bounds(area_min=2.1), 2, ("total", "area", None)),
        (Bounds(population_max=119.0), 2, ("block", "population", 2)),
        (Bounds(population_max=120.0), 2, None),
    ],
)
def test_quick_proofs(bounds: Bounds, parts: int, told: tuple | None) -> None:
    proof = quick_proof(ladder([40, 40, 120, 20], [(0, 1), (1, 2), (2, 3)]), bounds, parts)
    assert (proof and (proof.kind, proof.limit, proof.block)) == told


def test_packing_names_the_limit_that_alone_cannot_be_held() -> None:
    graph = ladder([60, 60, 60, 0], [(0, 1), (1, 2), (2, 3)])
    by_people = pack(graph, Bounds(population_min=80, population_max=100, area_max=3), 2, still)
    assert by_people.proof is not None
    assert by_people.proof.limit == "population"
    uneven = BlockGraph(np.ones(3), np.array([3.0, 3.0, 3.0]), graph.edges[:2], graph.border_cost[:2])
    by_area = pack(uneven, Bounds(population_max=2, area_min=4, area_max=5), 2, still)
    assert by_area.proof is not None
    assert by_area.proof.limit == "area"


def test_both_limits_together_may_be_what_cannot_be_held() -> None:
    graph = BlockGraph(
        np.array([10.0, 10.0, 0.0, 0.0]),
        np.array([2.0, 2.0, 3.0, 7.0]),
        np.array([[0, 1], [1, 2], [2, 3], [0, 3]]),
        np.ones(4),
    )
    bounds = Bounds(population_min=10, population_max=10, area_min=7, area_max=7)
    packed = pack(graph, bounds, 2, still)
    assert packed.proof is not None
    assert (packed.proof.kind, packed.proof.limit) == ("packing", "")


def test_bridges_over_gaps_are_no_reason_for_a_proof() -> None:
    # two pieces, 0-1-2 and 3-4-5; the bridge at 0-3 keeps 2 and 5 apart, another bridge would not
    graph = BlockGraph(
        np.array([5.0, 0.0, 5.0, 5.0, 0.0, 5.0]),
        np.ones(6),
        np.array([[0, 1], [1, 2], [3, 4], [4, 5], [0, 3]]),
        np.array([1.0, 1.0, 1.0, 1.0, 0.0]),
        np.array([False, False, False, False, True]),
    )
    bounds = Bounds(population_min=10, population_max=10)
    assert pack(graph, bounds, 2, still).proof is None


def test_contact_that_costs_nothing_is_no_bridge() -> None:
    # a border between 4 and 6 is free, as along a barrier; grids of 10 would be in pieces all the same
    graph = ladder([5, 0, 4, 6, 0, 5], [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)])
    graph.border_cost[2] = 0.0
    packed = pack(graph, Bounds(population_min=10, population_max=10), 2, still)
    assert packed.proof is not None
    assert packed.proof.kind == "contiguity"
    bridged = replace(graph, bridge=graph.border_cost == 0)
    assert pack(bridged, Bounds(population_min=10, population_max=10), 2, still).labels is not None


def test_packing_can_be_stopped_and_gives_up_on_large_communities() -> None:
    def stop() -> None:
        raise Cancelled

    row = ladder([10, 100, 100, 10], [(0, 1), (1, 2), (2, 3)])
    with pytest.raises(Cancelled):
        pack(row, Bounds(population_min=15, population_max=110), 3, stop)
    assert pack(checkerboard(20, 20), Bounds(population_max=1.0), 5, still) == Packed()
