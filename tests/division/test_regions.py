"""No grid lies on both sides of a hard barrier, dedicated grids stand alone: by hand, and against brute force."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from graphs import border, checkerboard, figures
from walled import best_walled, board, holds, plans, row, said, soft_border, truth, walls

from grid_manager_plugin.division.graph import BlockGraph
from grid_manager_plugin.division.partition import Partition, partition
from grid_manager_plugin.division.regions import apportion, regions
from grid_manager_plugin.division.regions.apportion import cheapest
from grid_manager_plugin.division.regions.regions import partition_walled
from grid_manager_plugin.division.regions.walls import Walls, ground_of
from grid_manager_plugin.division.verdict import Verdict
from grid_manager_plugin.errors import Cancelled, InputError, LimitsError
from grid_manager_plugin.rules.limits import Limits


def is_tree(graph: BlockGraph, given: Walls) -> bool:
    """Tell whether a region is a tree of three blocks or more: there the search may end beside the best plan."""
    parts = [region.graph for region in ground_of(graph, given).regions]
    return any(2 < len(part.population) == len(part.edges) + 1 for part in parts)


@pytest.mark.parametrize("first", range(0, 120, 20))
def test_answers_agree_with_brute_force(first: int) -> None:
    for seed in range(first, first + 20):
        graph, given, limits = board(seed)
        answer = partition_walled(graph, given, limits, effort="quick", seed=seed)
        known = truth(graph, given)
        own = max(known.dedicated) + 1
        ranked = ((k, best_walled(graph, given, limits, k)) for k in range(limits.grids[0], limits.grids[1] + 1))
        parts, best = next(((k, cost) for k, cost in ranked if cost is not None), (0, None))
        if best is None:
            assert (answer.verdict, answer.proven) == (Verdict.INFEASIBLE, True), seed
            continue
        assert answer.verdict is (Verdict.KEPT if parts + own == 1 else Verdict.SOLVED), seed
        assert holds(graph, answer.labels, limits, parts), seed
        assert (answer.labels >= parts).tolist() == [number >= 0 for number in known.dedicated]
        assert len(np.unique(answer.labels)) == parts + own
        for number in range(parts + own):
            assert known.connected(set(np.flatnonzero(answer.labels == number).tolist())), seed
        assert answer.cost == pytest.approx(border(graph, answer.labels))
        cost = soft_border(graph, given, answer.labels)
        assert cost >= best - 1e-9
        if not is_tree(graph, given):
            assert cost == pytest.approx(best), seed


def test_without_walls_it_is_partition() -> None:
    graph, limits = checkerboard(5, 5, seed=2), Limits(population_tolerance=20)
    same, plain = partition_walled(graph, walls(graph), limits, seed=4), partition(graph, limits, seed=4)
    assert np.array_equal(same.labels, plain.labels)
    assert replace(same, labels=None) == replace(plain, labels=None)
    tight = Limits(population=(None, 100))
    assert said(partition_walled(graph, walls(graph), tight)) == said(partition(graph, tight))


def test_each_side_of_a_wall_gets_its_grids_and_all_cut_edges_cost() -> None:
    graph = row([100] * 8)
    answer = partition_walled(graph, walls(graph, {(1, 2): 12}), Limits(population=(None, 200)))
    assert answer.verdict is Verdict.SOLVED
    assert answer.labels.tolist() == [0, 0, 1, 1, 2, 2, 3, 3]
    assert answer.cost == 30.0


def test_dedicated_grids_come_last_and_count_neither_people_nor_grids() -> None:
    graph = row([100, 100, 9000, 100, 100, 500])
    given = walls(graph, {}, {2: 1, 5: 0})
    answer = partition_walled(graph, given, Limits((2, 2), (None, 200), population_tolerance=1))
    assert answer.verdict is Verdict.SOLVED
    assert answer.labels.tolist() == [0, 0, 3, 1, 1, 2]
    assert answer.cost == 30.0


def test_a_dedicated_grid_may_have_several_blocks_and_leave_one_region() -> None:
    graph = row([100] * 6)
    given = walls(graph, {}, {4: 0, 5: 0})
    assert partition_walled(graph, given, Limits((2, 2))).labels.tolist() in ([0, 1, 1, 1, 2, 2], [0, 0, 1, 1, 2, 2])
    whole = partition_walled(graph, given, Limits((2, 2)), allow_whole=True)
    assert (whole.verdict, whole.labels.tolist()) == (Verdict.SOLVED, [0, 0, 0, 0, 1, 1])


@pytest.mark.parametrize(("numbers", "verdict"), [([0, 0, 0], Verdict.KEPT), ([0, 1, 1], Verdict.SOLVED)])
def test_all_blocks_dedicated(numbers: list[int], verdict: Verdict) -> None:
    graph = row([100] * 3)
    answer = partition_walled(graph, walls(graph, {}, dict(enumerate(numbers))), Limits(population=(None, 5)))
    assert (answer.verdict, answer.labels.tolist()) == (verdict, numbers)
    assert answer.cost == border(graph, np.array(numbers))


def test_walls_forbid_the_whole() -> None:
    graph = row([100] * 4)
    answer = partition_walled(graph, walls(graph, {(1, 2): 3}), Limits((2, 3)), allow_whole=True)
    assert (answer.verdict, answer.labels.tolist()) == (Verdict.SOLVED, [0, 0, 1, 1])


def test_a_wall_that_ends_inside_lets_a_grid_around_its_end() -> None:
    graph = checkerboard(3, 2)
    given = walls(graph, {(0, 1): 5})
    answer = partition_walled(graph, given, Limits((1, 1)), allow_whole=True)
    assert answer.verdict is Verdict.KEPT


def test_blocks_that_are_never_parted_outweigh_walls() -> None:
    graph = row([100] * 4)
    graph.border_cost[1] = np.inf
    through = partition_walled(graph, walls(graph, {(1, 2): 3}), Limits((2, 2)))
    assert through.labels[1] == through.labels[2]
    assert np.isfinite(through.cost)
    beside = partition_walled(graph, walls(graph, {}, {1: 0}), Limits((2, 2)))
    assert beside.labels.tolist() == [0, 2, 2, 1]
    with pytest.raises(InputError, match="Blocks 1 and 2 are never parted"):
        partition_walled(graph, walls(graph, {}, {1: 1, 2: 0}), Limits())


def test_a_bridge_joins_pieces_unless_it_is_hard() -> None:
    graph = row([100] * 6)
    bridge = np.array([False, False, True, False, False])
    given = BlockGraph(graph.population, graph.area, graph.edges, np.where(bridge, 0.0, graph.border_cost), bridge)
    across = partition_walled(given, walls(graph, {(0, 1): 4}), Limits((2, 2), (None, 500)))
    assert across.labels.tolist() == [0, 1, 1, 1, 1, 1]
    barred = partition_walled(given, walls(graph, {(0, 1): 4, (2, 3): 4}), Limits((3, 3), (None, 500)))
    assert barred.labels.tolist() == [0, 1, 1, 2, 2, 2]


def test_bridges_that_pass_by_a_wall_let_no_grid_lie_in_pieces() -> None:
    # 1 and 2 touch, with a wall between them, and both are bridged to the island 0: 1 and 2 alone are no grid
    edges = np.array([[0, 1], [0, 2], [1, 2]])
    bridge = np.array([True, True, False])
    graph = BlockGraph(np.array([20.0, 10.0, 10.0]), np.ones(3), edges, np.array([0.0, 0.0, 5.0]), bridge)
    answer = partition_walled(graph, walls(graph, {(1, 2): 3}), Limits((2, 2), (20, 20)))
    assert (answer.verdict, answer.proven) == (Verdict.INFEASIBLE, True)
    plain = partition(graph, Limits((2, 2), (20, 20)))
    assert plain.labels.tolist() == [0, 1, 1]


def test_the_number_of_grids_is_chosen_as_without_walls() -> None:
    graph = row([100] * 8)
    given = walls(graph, {(3, 4): 1})

    def grids(**asked: object) -> int:
        return int(partition_walled(graph, given, Limits((2, 6)), **asked).labels.max()) + 1

    assert grids() == 2
    assert grids(parts=5) == 5
    assert grids(target_population=200) == 4
    assert grids(target_population=1) == 6


def test_a_tolerance_is_around_the_mean_of_the_whole() -> None:
    # 300 people beside 100: three grids of 133 +- 30 % would do for 300, not for the whole; four of 100 do
    graph = row([50, 50, 50, 50, 50, 50, 50, 50])
    given = walls(graph, {(5, 6): 1})
    answer = partition_walled(graph, given, Limits((2, 5), population_tolerance=10))
    assert answer.verdict is Verdict.SOLVED
    assert figures(graph, answer.labels, 4).population.tolist() == [100.0] * 4


def test_a_limit_relaxed_between_walls() -> None:
    graph = row([100] * 8)
    answer = partition_walled(graph, walls(graph, {(2, 3): 12}), Limits(population=(200, 200)), allow_relaxed=True)
    assert (answer.verdict, answer.proven) == (Verdict.RELAXED, True)
    assert answer.labels.max() + 1 == 3
    assert answer.labels[2] != answer.labels[3]
    assert {breach.value for breach in answer.breaches} <= {100.0, 300.0}
    assert "300 people, 100 above the maximum of 200 (MAX_POPULATION)" in said(answer)[0]


def test_the_plan_that_breaks_least_is_given() -> None:
    compared = 0
    for seed in range(60):
        graph, given, limits = board(seed)
        answer = partition_walled(graph, given, limits, effort="quick", seed=seed, allow_relaxed=True)
        own = max(truth(graph, given).dedicated) + 1
        if answer.verdict is not Verdict.RELAXED or answer.labels.max() + 1 - own > 3:
            continue
        least = np.inf
        for parts in range(limits.grids[0], limits.grids[1] + 1):
            for plan in plans(graph, given, parts):
                inside = plan >= 0
                counted = replace(graph, population=graph.population[inside], area=graph.area[inside])
                broken = replace(limits, grids=(parts, parts)).check(figures(counted, plan[inside], parts))
                least = min(least, apportion.excess(broken))
        assert apportion.excess(answer.breaches) >= least - 1e-9
        if not is_tree(graph, given):
            assert apportion.excess(answer.breaches) == pytest.approx(least), seed
            compared += 1
    assert compared > 3


def renumberings(plan: np.ndarray, sides: tuple[list[int], list[int]]) -> Iterator[np.ndarray]:
    """Yield a plan of two grids on either side with its grids numbered in every way, the first side's before."""
    west, east = (np.unique(plan[side]) for side in sides)
    for one in (west, west[::-1]):
        for other in (east, east[::-1]):
            number = np.empty(4, dtype=int)
            number[[*one, *other]] = np.arange(4)
            yield number[plan]


@pytest.mark.parametrize("move_cost", [0.5, 3.0])
@pytest.mark.parametrize("seed", range(4))
def test_border_and_moved_people_are_weighed_as_asked(seed: int, move_cost: float) -> None:
    graph = checkerboard(4, 2, seed=seed)
    graph.area[:] = 1000.0
    given = walls(graph, {(1, 2): 1, (5, 6): 1})
    limits = Limits((4, 4), area=(None, 3000))  # two grids on each side
    today = np.array([9, 4, 7, 7, 9, 4, 2, 2])
    home = np.array([1, 0, 3, 3, 1, 0, 2, 2])  # ascending on the first side, then on the second

    def weight(plan: np.ndarray) -> float:
        return soft_border(graph, given, plan) + move_cost * float(graph.population[plan != home].sum())

    held = (plan for plan in plans(graph, given, 4) if holds(graph, plan, limits, 4))
    best = min(weight(some) for plan in held for some in renumberings(plan, ([0, 1, 4, 5], [2, 3, 6, 7])))
    answer = partition_walled(graph, given, limits, start=today, move_cost=move_cost)
    assert weight(answer.labels) == pytest.approx(best)


def test_moved_people_count_when_grids_are_shared_out() -> None:
    # three grids for two alike sides: where today's grid is parted already, the border is the dearer one
    graph = row([100] * 8)
    graph.border_cost[:] = [10, 12, 10, 10, 10, 11, 10]
    given = walls(graph, {(3, 4): 1})
    today = np.array([1, 1, 2, 2, 3, 3, 3, 3])
    free = partition_walled(graph, given, Limits((3, 3)))
    assert free.cost == 20.0
    kept = partition_walled(graph, given, Limits((3, 3)), start=today, move_cost=1.0)
    assert (kept.labels.tolist(), kept.cost) == ([0, 0, 1, 1, 2, 2, 2, 2], 22.0)


def test_the_side_is_parted_where_fewer_people_move() -> None:
    graph = row([300, 300, 300, 10, 10, 10])
    graph.border_cost[:] = [10, 10, 10, 12, 12]
    given = walls(graph, {(2, 3): 1})
    today = np.array([4, 4, 4, 6, 6, 6])
    assert partition_walled(graph, given, Limits((3, 3)), start=today).cost == 20.0
    answer = partition_walled(graph, given, Limits((3, 3)), start=today, move_cost=1.0)
    assert answer.cost == 22.0


def test_todays_plan_stays_when_people_weigh_much() -> None:
    graph = checkerboard(8, 4, seed=3)
    given = walls(graph, {(block, block + 1): 6 for block in (3, 11, 19, 27)}, {0: 0})
    column = np.arange(32) % 8
    today = np.select([column < 2, column < 4, column < 6], [5, 3, 8], 1)
    limits = Limits((4, 4))
    free = partition_walled(graph, given, limits)
    answer = partition_walled(graph, given, limits, start=today, move_cost=1000.0)
    assert not np.array_equal(free.labels, answer.labels)
    expected = np.select([column < 2, column < 4, column < 6], [1, 0, 3], 2)
    expected[0] = 4
    assert answer.labels.tolist() == expected.tolist()


def test_progress_never_goes_back_and_may_stop_the_run() -> None:
    graph = checkerboard(6, 4, seed=1)
    given = walls(graph, {(block, block + 1): 6 for block in (2, 8, 14, 20)})
    for limits in (Limits((2, 5)), Limits((3, 5), population_tolerance=2), Limits((4, 6), (None, 1))):
        for relaxed in (False, True):
            told: list[float] = []
            partition_walled(graph, given, limits, effort="quick", progress=told.append, allow_relaxed=relaxed)
            assert told == sorted(told)
            assert (min(told), max(told)) == (0.0, 1.0)

    def stop(share: float) -> None:
        if share > 0:
            raise Cancelled

    with pytest.raises(Cancelled):
        partition_walled(graph, given, Limits((5, 5)), progress=stop)


def test_edge_order_changes_nothing() -> None:
    graph = checkerboard(6, 4, seed=5)
    given = walls(graph, {(block, block + 1): 6 for block in (2, 8, 14, 20)}, {23: 0})
    limits = Limits((4, 4), population_tolerance=40)
    order = np.random.default_rng(0).permutation(len(graph.edges))
    turned = replace(graph, edges=graph.edges[order][:, ::-1], border_cost=graph.border_cost[order])
    moved = Walls(given.hard[order], given.fid[order], given.dedicated)
    one, other = partition_walled(graph, given, limits, seed=2), partition_walled(turned, moved, limits, seed=2)
    again = partition_walled(graph, given, limits, seed=2)
    assert one.verdict is Verdict.SOLVED
    assert one.labels.tolist() == other.labels.tolist() == again.labels.tolist()
    assert one.cost == pytest.approx(other.cost)


def test_searches_stay_few_and_none_is_made_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []

    def counting(graph: BlockGraph, limits: Limits, **options: int) -> Partition:
        asked.append((len(graph.population), options["parts"]))
        return partition(graph, limits, **options)

    monkeypatch.setattr(apportion, "partition", counting)
    graph = row([100] * 4 + [100] * 6)
    given = walls(graph, {(3, 4): 1})
    answer = partition_walled(graph, given, Limits((2, 5), (None, 200)), effort="quick")
    assert answer.verdict is Verdict.SOLVED
    assert asked == [(4, 2), (6, 3)]  # two and four grids are too few, by people alone; each side has one number


@pytest.mark.parametrize("name", ["hard", "fid", "dedicated"])
def test_walls_that_do_not_fit_are_refused(name: str) -> None:
    graph = row([1, 2, 3])
    given = walls(graph, {(0, 1): 3})
    with pytest.raises(InputError, match="do not fit"):
        partition_walled(graph, replace(given, **{name: getattr(given, name)[:1]}), Limits())


@pytest.mark.parametrize("dedicated", [[-1, 1, -1], [-2, -1, 0], [0, 2, -1]])
def test_numbers_of_dedicated_grids_have_no_gaps(dedicated: list[int]) -> None:
    graph = row([1, 2, 3])
    with pytest.raises(InputError, match="numbered 0, 1, 2"):
        partition_walled(graph, replace(walls(graph), dedicated=np.array(dedicated)), Limits())


def test_other_arguments_are_checked_as_without_walls() -> None:
    graph = row([1, 2, 3])
    given = walls(graph, {(0, 1): 3})
    with pytest.raises(LimitsError, match="GRIDS_FIELD"):
        partition_walled(graph, given, Limits(), parts=100)
    with pytest.raises(InputError, match="EXISTING"):
        partition_walled(graph, given, Limits(), start=np.zeros(2, dtype=int))


def test_no_blocks_at_all() -> None:
    empty = BlockGraph(np.empty(0), np.empty(0), np.empty((0, 2), dtype=int), np.empty(0))
    given = Walls(np.empty(0, dtype=bool), np.empty(0, dtype=int), np.empty(0, dtype=int))
    assert partition_walled(empty, given, Limits()).verdict is Verdict.INFEASIBLE


def test_the_cheapest_combination_is_found_and_ties_go_to_the_smaller_numbers() -> None:
    ranks = [{1: (0.0, 5.0), 2: (0.0, 1.0), 3: (0.5, 0.0)}, {1: (0.0, 0.0), 2: (0.0, 4.0)}]
    assert cheapest(ranks, 3) == (2, 1)
    assert cheapest(ranks, 4) == (2, 2)
    assert cheapest(ranks, 5) == (3, 2)
    assert cheapest(ranks, 6) is None
    assert cheapest([{1: (0.0, 1.0), 2: (0.0, 1.0)}] * 2, 3) == (1, 2)


def test_a_plan_that_float_noise_kept_from_a_region_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = row([100] * 4)
    monkeypatch.setattr(regions.Divider, "plan", lambda *_arguments: None)
    answer = partition_walled(graph, walls(graph, {(1, 2): 3}), Limits((2, 2)))
    assert (answer.verdict, answer.labels.tolist()) == (Verdict.SOLVED, [0, 0, 1, 1])
