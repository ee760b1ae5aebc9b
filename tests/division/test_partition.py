"""Verdicts are true: solved plans hold every limit, proofs are proofs, suggestions help."""

from __future__ import annotations

import re

import numpy as np
import pytest
from graphs import best_plan, border, checkerboard, figures, pieces

from grid_manager_plugin.division.graph import BlockGraph
from grid_manager_plugin.division.partition import partition
from grid_manager_plugin.division.proofs.packing import Packed
from grid_manager_plugin.division.search.search import SearchResult
from grid_manager_plugin.division.verdict import Verdict
from grid_manager_plugin.errors import Cancelled, InputError, LimitsError
from grid_manager_plugin.rules.limits import Limits


def line(people: list[float], area: float = 1000.0, cost: float = 10.0) -> BlockGraph:
    """Blocks in a row."""
    count = len(people)
    edges = np.column_stack([np.arange(count - 1), np.arange(1, count)])
    return BlockGraph(np.array(people, dtype=float), np.full(count, area), edges, np.full(count - 1, cost))


@pytest.mark.parametrize("seed", range(40))
def test_verdict_agrees_with_brute_force(seed: int) -> None:
    random = np.random.default_rng(seed)
    graph = checkerboard(3, 3, seed=seed, people=int(random.integers(5, 60)))
    parts = int(random.integers(2, 4))
    mean = graph.population.sum() / parts
    share = random.uniform(0.0, 0.4)
    ground = graph.area.sum() / parts
    limits = Limits(
        grids=(parts, parts),
        population=(mean * (1 - share), mean * (1 + share)),
        area=(ground * random.uniform(0.3, 0.9), None),
    )
    best = best_plan(graph, limits, parts)
    answer = partition(graph, limits, parts=parts, seed=seed)
    if best is None:
        assert answer.verdict is Verdict.INFEASIBLE
        assert answer.proven  # small enough for the packing with contiguity to decide
    else:
        assert answer.verdict is Verdict.SOLVED
        assert limits.check(figures(graph, answer.labels, parts)) == ()
        assert answer.cost == pytest.approx(best, rel=1e-9)


def test_fewest_grids_that_hold_the_limits() -> None:
    answer = partition(line([100] * 8), Limits(population=(None, 300)))
    assert answer.verdict is Verdict.SOLVED
    assert answer.labels.max() + 1 == 3


@pytest.mark.parametrize(("target", "grids"), [(400, 2), (270, 3), (200, 4), (1, 5)])
def test_target_population_chooses_the_number_with_the_nearest_mean(target: float, grids: int) -> None:
    answer = partition(line([100] * 8), Limits(), target_population=target)
    assert answer.labels.max() + 1 == grids


def test_exact_number_outweighs_the_range() -> None:
    answer = partition(line([100] * 8), Limits(grids=(2, 3)), parts=6)
    assert answer.verdict is Verdict.SOLVED
    assert answer.labels.max() + 1 == 6


def test_whole_community_is_kept_only_when_allowed_and_within_limits() -> None:
    graph = line([100, 100, 100])
    assert partition(graph, Limits(population=(None, 300)), allow_whole=True).verdict is Verdict.KEPT
    assert partition(graph, Limits(population=(None, 299)), allow_whole=True).verdict is Verdict.SOLVED
    assert partition(graph, Limits(population=(None, 300))).labels.max() == 1


def test_too_many_people_tells_how_many_grids_would_be_needed() -> None:
    answer = partition(line([512] * 10), Limits(population=(None, 900)))
    assert (answer.verdict, answer.proven) == (Verdict.INFEASIBLE, True)
    obstacle = answer.obstacle
    assert obstacle is not None
    assert (obstacle.limit, obstacle.parameter) == ("population", "MAX_POPULATION")
    reason = str(obstacle.reason("社区7"))
    for word in ("社区7", "5,120", "900", "6 grids", "MAX_POPULATION"):
        assert word in reason
    assert "MAX_POPULATION 1,024" in str(obstacle.suggestion())
    assert "MAX_GRIDS" not in str(obstacle.suggestion())  # six grids of whole blocks of 512 people exceed 900 too


def test_too_few_people() -> None:
    answer = partition(line([100] * 6), Limits(population=(400, None)))
    assert (answer.verdict, answer.proven) == (Verdict.INFEASIBLE, True)
    assert "MIN_POPULATION 300" in str(answer.obstacle.suggestion())
    assert partition(line([100] * 6), Limits(population=(300, None))).verdict is Verdict.SOLVED


def test_one_block_over_the_maximum_is_named() -> None:
    answer = partition(line([10, 2280, 10]), Limits(population=(None, 2000)))
    assert (answer.verdict, answer.proven) == (Verdict.INFEASIBLE, True)
    assert answer.obstacle.block == 1
    reason = str(answer.obstacle.reason("7", ["0121", "0122", "0123"]))
    assert "block 0122" in reason
    assert "2,280" in reason
    assert "MAX_POPULATION 2,290" in str(answer.obstacle.suggestion())  # another block has to come along


def test_area_binds_by_name() -> None:
    answer = partition(line([1] * 4, area=1000.0), Limits(area=(2500, None)))
    assert answer.obstacle.limit == "area"
    assert answer.obstacle.parameter == "MIN_AREA"
    assert "m²" in str(answer.obstacle.reason("7"))


def test_fewer_blocks_than_grids() -> None:
    answer = partition(line([5]), Limits())
    assert (answer.verdict, answer.proven) == (Verdict.INFEASIBLE, True)
    assert answer.obstacle.limit == "grids"


def test_tolerance_is_named_when_it_binds() -> None:
    answer = partition(line([100, 10]), Limits(grids=(2, 2), population_tolerance=10))
    assert answer.obstacle.parameter == "POPULATION_TOLERANCE"
    changed = re.search(r"POPULATION_TOLERANCE ([\d.]*\d)", str(answer.obstacle.suggestion()))
    assert changed is not None
    better = Limits(grids=(2, 2), population_tolerance=float(changed.group(1)))
    assert partition(line([100, 10]), better).verdict is Verdict.SOLVED


def test_whole_blocks_that_cannot_be_packed_are_a_proof() -> None:
    answer = partition(line([60, 60, 60]), Limits(grids=(2, 2), population=(80, 100)))
    assert (answer.verdict, answer.proven) == (Verdict.INFEASIBLE, True)


def test_contiguity_can_be_the_obstacle() -> None:
    answer = partition(line([100, 10, 10, 100]), Limits(grids=(3, 3), population=(15, 110)))
    # apart from contiguity 100+..., 10+10 would do; in a row the two small ones stand together: solvable
    assert answer.verdict is Verdict.SOLVED
    answer = partition(line([10, 100, 100, 10]), Limits(grids=(3, 3), population=(15, 110)))
    assert (answer.verdict, answer.proven) == (Verdict.INFEASIBLE, True)
    assert answer.obstacle.limit == "contiguity"


def test_relaxed_only_on_request_and_says_by_how_much() -> None:
    graph, limits = line([10, 100, 100, 10]), Limits(grids=(3, 3), population=(15, 110))
    answer = partition(graph, limits, allow_relaxed=True)
    assert answer.verdict is Verdict.RELAXED
    assert answer.breaches
    assert pieces(graph, answer.labels) == 3
    assert "5 below the minimum of 15" in str(answer.obstacle.reason("7"))


def test_blocks_that_are_never_parted_stay_together() -> None:
    graph = line([50, 50, 50, 50])
    graph.border_cost[1] = np.inf
    answer = partition(graph, Limits(grids=(2, 2)))
    assert answer.verdict is Verdict.SOLVED
    assert answer.labels[1] == answer.labels[2]
    assert np.isfinite(answer.cost)
    heavy = partition(graph, Limits(grids=(2, 2), population=(None, 90)))
    assert heavy.verdict is Verdict.INFEASIBLE


def test_islands_may_join_any_grid_but_no_island_is_torn() -> None:
    mainland = checkerboard(4, 4)
    edges = np.concatenate([mainland.edges, [[16, 17]]])
    graph = BlockGraph(
        np.append(mainland.population, [20.0, 20.0]),
        np.append(mainland.area, [1000.0, 1000.0]),
        edges,
        np.append(mainland.border_cost, 40.0),
    )
    answer = partition(graph, Limits(grids=(3, 3), population_tolerance=40))
    assert answer.verdict is Verdict.SOLVED
    for part in range(3):
        for component in (np.arange(18) < 16, np.arange(18) >= 16):
            members = np.flatnonzero((answer.labels == part) & component)
            if len(members):
                sub = np.isin(graph.edges, members).all(axis=1)
                alone = BlockGraph(graph.population, graph.area, graph.edges[sub], graph.border_cost[sub])
                assert pieces(alone, answer.labels) == 18 - len(members) + 1
    assert answer.cost == pytest.approx(border(graph, answer.labels))


@pytest.mark.parametrize("field", ["population", "area"])
@pytest.mark.parametrize("value", [np.nan, -1.0, np.inf])
def test_bad_figures_are_refused_with_the_block(field: str, value: float) -> None:
    graph = line([1, 2, 3])
    getattr(graph, field)[1] = value
    with pytest.raises(InputError, match=f"Block 1: {field}"):
        partition(graph, Limits())


def test_unknown_effort_is_refused() -> None:
    with pytest.raises(InputError, match="EFFORT"):
        partition(line([1, 2, 3]), Limits(), effort="heroic")


@pytest.mark.parametrize("parts", [0, -1, 100, 2.5])
def test_a_number_of_grids_out_of_range_is_refused_with_its_field(parts: float) -> None:
    with pytest.raises(LimitsError, match="GRIDS_FIELD") as refused:
        partition(line([1, 2, 3]), Limits(), parts=parts)
    assert refused.value.parameter == "GRIDS_FIELD"


def test_one_grid_asked_for_keeps_the_community_and_an_exact_number_outweighs_keeping() -> None:
    graph = line([100, 100, 100])
    assert partition(graph, Limits(), parts=1).verdict is Verdict.KEPT
    assert partition(graph, Limits(), parts=2, allow_whole=True).verdict is Verdict.SOLVED
    assert partition(graph, Limits(grids=(1, 5), population=(None, 299)), parts=1).verdict is Verdict.INFEASIBLE


def test_target_falls_back_to_the_next_nearest_number() -> None:
    # four grids of 200 would be nearest, but a block of 250 needs more room
    answer = partition(
        line([250, 50, 250, 50, 200]), Limits(grids=(2, 5), population=(150, 300)), target_population=200
    )
    assert answer.verdict is Verdict.SOLVED
    assert answer.labels.max() + 1 == 3


def test_all_numbers_refused_tells_the_nearest() -> None:
    answer = partition(line([512] * 10), Limits(population=(1300, 1350)))
    assert (answer.verdict, answer.proven) == (Verdict.INFEASIBLE, True)
    assert answer.obstacle.parameter == "MIN_POPULATION"
    assert "in 4 grids" in str(answer.obstacle.reason("7"))
    assert "MAX_POPULATION 1,536, MIN_POPULATION 1,024" in str(answer.obstacle.suggestion())


def test_relaxed_also_where_a_proof_came_before_any_search() -> None:
    graph, limits = line([512] * 10), Limits(population=(None, 900))
    assert partition(graph, limits).labels is None
    answer = partition(graph, limits, allow_relaxed=True)
    assert answer.verdict is Verdict.RELAXED
    assert answer.proven
    assert answer.labels.max() + 1 == 5
    assert "1,024 people, 124 above the maximum of 900 (MAX_POPULATION)" in str(answer.obstacle.reason("7"))
    assert answer.cost == border(graph, answer.labels)


def test_relaxing_does_not_make_blocks() -> None:
    assert partition(line([5]), Limits(), allow_relaxed=True).verdict is Verdict.INFEASIBLE


def test_no_blocks_at_all() -> None:
    empty = BlockGraph(np.empty(0), np.empty(0), np.empty((0, 2), dtype=int), np.empty(0))
    answer = partition(empty, Limits(), allow_whole=True, allow_relaxed=True)
    assert (answer.verdict, answer.proven, answer.labels) == (Verdict.INFEASIBLE, True, None)
    assert "Give blocks" in str(answer.obstacle.suggestion())


def test_nobody_lives_there() -> None:
    answer = partition(line([0] * 6), Limits(population_tolerance=5))
    assert answer.verdict is Verdict.SOLVED


def test_a_plan_that_packing_came_upon_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    module = "grid_manager_plugin.division.partition"
    graph, limits = line([50, 50, 40, 60]), Limits(grids=(2, 2), population=(100, 100))
    lame = SearchResult(np.array([0, 1, 1, 1]), 10.0, 0.5)
    monkeypatch.setattr(f"{module}.search", lambda *_args, **_options: lame)
    answer = partition(graph, limits)
    assert answer.verdict is Verdict.SOLVED
    assert answer.labels.tolist() in ([0, 0, 1, 1], [1, 1, 0, 0])


def test_a_search_that_failed_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    module = "grid_manager_plugin.division.partition"
    lame = SearchResult(np.array([0, 1, 1, 1]), 10.0, 0.5)
    monkeypatch.setattr(f"{module}.search", lambda *_args, **_options: lame)
    monkeypatch.setattr(f"{module}.pack", lambda *_args: Packed())
    graph, limits = line([50, 50, 40, 60]), Limits(grids=(2, 2), population=(None, 120))
    answer = partition(graph, limits)
    assert (answer.verdict, answer.proven) == (Verdict.INFEASIBLE, False)
    reason, advice = str(answer.obstacle.reason("7")), str(answer.obstacle.suggestion())
    assert "150 people, 30 above the maximum of 120" in reason
    assert "impossible" not in reason
    assert "MAX_POPULATION 150" in advice
    better = Limits(grids=(2, 2), population=(None, 150))
    assert better.check(figures(graph, answer.labels, 2)) == ()


def test_todays_grids_are_a_start_and_must_fit_the_blocks() -> None:
    graph = checkerboard(4, 4)
    today = np.repeat([7, 3], 8)
    assert partition(graph, Limits(grids=(2, 2)), start=today).verdict is Verdict.SOLVED
    with pytest.raises(InputError, match="EXISTING"):
        partition(graph, Limits(), start=today[:5])


def test_progress_grows_to_the_end_and_may_stop_the_run() -> None:
    shares: list[float] = []
    partition(checkerboard(5, 5), Limits(population=(None, 1)), progress=shares.append)
    partition(checkerboard(5, 5), Limits(), progress=shares.append)
    assert all(0 <= share <= 1 for share in shares)

    def stop(_share: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        partition(checkerboard(5, 5), Limits(), progress=stop)


def test_same_seed_same_plan() -> None:
    graph = checkerboard(6, 5)
    first, second = (partition(graph, Limits(population_tolerance=10), seed=3) for _ in range(2))
    assert np.array_equal(first.labels, second.labels)


@pytest.mark.parametrize("field", ["area", "edges", "border_cost"])
def test_arrays_that_do_not_fit_are_refused(field: str) -> None:
    graph = line([1, 2, 3])
    arrays = {name: getattr(graph, name) for name in ("population", "area", "edges", "border_cost")}
    arrays[field] = np.append(arrays[field], arrays[field][:1], axis=0)
    with pytest.raises(InputError, match="do not fit"):
        partition(BlockGraph(**arrays), Limits())


def test_negative_border_costs_are_refused() -> None:
    with pytest.raises(InputError, match="Border costs"):
        partition(line([1, 2, 3], cost=-1.0), Limits())


def test_no_wrong_proof_where_the_community_is_in_pieces() -> None:
    # 5-0-4 and 6-0-5 in two pieces: one grid takes both fives, the other 4 and 6
    graph = BlockGraph(
        np.array([5.0, 0.0, 4.0, 6.0, 0.0, 5.0]), np.ones(6), np.array([[0, 1], [1, 2], [3, 4], [4, 5]]), np.ones(4)
    )
    answer = partition(graph, Limits((2, 2), (10, 10)))
    assert answer.verdict is Verdict.SOLVED
    assert answer.labels[0] == answer.labels[5] != answer.labels[2] == answer.labels[3]
