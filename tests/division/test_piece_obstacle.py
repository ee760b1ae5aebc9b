"""What is told of pieces between walls is true, names piece and barrier, and what is suggested helps."""

from __future__ import annotations

import numpy as np
import pytest
from walled import board, row, said, truth, walls

from grid_manager_plugin.division.proofs.changes import changed
from grid_manager_plugin.division.regions.piece_obstacle import PieceObstacle
from grid_manager_plugin.division.regions.regions import partition_walled
from grid_manager_plugin.division.verdict import Verdict
from grid_manager_plugin.rules.limits import Limits

DONE = (Verdict.SOLVED, Verdict.KEPT)


@pytest.mark.parametrize("first", range(0, 80, 20))
def test_what_is_suggested_helps(first: int) -> None:
    followed = 0
    for seed in range(first, first + 20):
        graph, given, limits = board(seed)
        obstacle = partition_walled(graph, given, limits, effort="quick", seed=seed).obstacle
        if obstacle is None:
            continue
        ways = []
        if isinstance(obstacle, PieceObstacle) and obstacle.soften:
            ways.append((given.softened(obstacle.soften), limits))
        if isinstance(obstacle, PieceObstacle) and obstacle.opened:
            numbers = [truth(graph, given).dedicated[block] for block in obstacle.opened]
            ways.append((given.opened(numbers), limits))
        for changes in (obstacle.changes, (obstacle.instead,) if obstacle.instead else ()):
            if changes:
                ways.append((given, changed(limits, changes)))
        assert ways, seed
        for other, eased in ways:
            followed += 1
            assert partition_walled(graph, other, eased, effort="quick", seed=seed).verdict in DONE, seed
    assert followed


def test_more_pieces_than_grids_names_pieces_barrier_and_number() -> None:
    graph = row([100] * 8)
    given = walls(graph, {(0, 1): 12, (1, 2): 12, (2, 3): 5, (4, 5): 6})
    answer = partition_walled(graph, given, Limits((2, 3)))
    assert (answer.verdict, answer.proven, answer.labels) == (Verdict.INFEASIBLE, True, None)
    assert (answer.obstacle.limit, answer.obstacle.parameter) == ("contiguity", "BARRIER_HARD")
    reason, advice = said(answer, tuple("ABCDEFGH"))
    assert reason == (
        "Community 7: hard barriers (BARRIER_HARD) part it into 5 pieces, and no grid may lie in two of them, but "
        "MAX_GRIDS allows 3. The pieces: blocks A (100 people, 1,000 m²); blocks B (100 people, 1,000 m²); "
        "blocks C (100 people, 1,000 m²); and more: 2."
    )
    assert advice == "Set BARRIER_HARD to false for these features of BARRIERS: 12; or set MAX_GRIDS 5."
    reason, advice = said(partition_walled(graph, given, Limits(), parts=2))
    assert "GRIDS_FIELD allows 2" in reason
    assert advice == "Set BARRIER_HARD to false for these features of BARRIERS: 5, 12; or set GRIDS_FIELD 5."
    assert partition_walled(graph, given, Limits((2, 3)), allow_relaxed=True).verdict is Verdict.INFEASIBLE


def test_of_barriers_that_leave_as_few_pieces_the_one_is_told_that_helps() -> None:
    graph = row([100, 500, 500, 100, 100])
    given = walls(graph, {(1, 2): 3, (2, 3): 8})
    limits = Limits((2, 2), (None, 700))
    reason, advice = said(partition_walled(graph, given, limits))
    assert "3 pieces" in reason
    assert "features of BARRIERS: 8" in advice  # without 3 one grid would have 1,100 people
    other = walls(graph, {(1, 2): 8, (2, 3): 3})
    assert "features of BARRIERS: 3" in said(partition_walled(graph, other, limits))[1]


def test_no_barrier_is_told_that_need_not_be_soft() -> None:
    # 1 is taken first, then 2, then 3: with all three soft there is a plan, and with 1 hard again there still is
    graph = row([300, 100, 100, 100])
    given = walls(graph, {(0, 1): 1, (1, 2): 2, (2, 3): 3})
    assert "features of BARRIERS: 2, 3" in said(partition_walled(graph, given, Limits((2, 2), (250, 350))))[1]


def test_dedicated_grids_that_part_the_rest_are_named() -> None:
    graph = row([100] * 8)
    answer = partition_walled(graph, walls(graph, {}, {1: 0, 4: 1}), Limits((2, 2)))
    assert (answer.obstacle.limit, answer.obstacle.parameter) == ("contiguity", "KEEP_WHOLE_DEDICATED")
    reason, advice = said(answer)
    assert "part the rest of it into 3 pieces" in reason
    assert advice == "Set KEEP_WHOLE_DEDICATED to false for the polygons of these blocks: 1; or set MAX_GRIDS 3."
    assert "blocks: x." in str(answer.obstacle.suggestion(("-", "x"))).replace("; or set MAX_GRIDS 3", "")


def test_a_piece_too_small_for_a_grid_is_told_with_its_barrier() -> None:
    graph = row([100] * 8)
    answer = partition_walled(graph, walls(graph, {(0, 1): 12}), Limits(population=(150, None)))
    assert (answer.verdict, answer.proven) == (Verdict.INFEASIBLE, True)
    assert (answer.obstacle.limit, answer.obstacle.parameter) == ("population", "MIN_POPULATION")
    reason, advice = said(answer)
    assert reason == (
        "Community 7: the piece of blocks 0 (100 people, 1,000 m²), cut off by hard barriers (BARRIER_HARD; features "
        "12), has 100 people, 50 below the minimum of 150 for one grid (MIN_POPULATION)."
    )
    assert advice == "Set BARRIER_HARD to false for these features of BARRIERS: 12."


def test_walls_are_told_where_fewer_grids_would_do_without_them() -> None:
    # three pieces need three grids, for which there are too few people; two grids would do
    graph = row([100] * 9)
    answer = partition_walled(graph, walls(graph, {(2, 3): 1, (5, 6): 2}), Limits((2, 5), (400, None)))
    assert answer.obstacle.parameter == "MIN_POPULATION"
    assert "100 below the minimum of 400 for one grid" in said(answer)[0]
    # 300 and 600 people are no two grids
    assert "BARRIER_HARD to false for these features of BARRIERS: 1, 2" in said(answer)[1]


def test_a_piece_between_two_numbers_of_grids() -> None:
    graph = row([100] * 8)
    reason, advice = said(partition_walled(graph, walls(graph, {(2, 3): 12}), Limits((2, 5), (200, 200))))
    assert "needs 2 grids of at most 200 people (MAX_POPULATION)" in reason
    assert "only enough for 1 of at least 200 people (MIN_POPULATION)" in reason
    assert advice == "Set BARRIER_HARD to false for these features of BARRIERS: 12."


def test_blocks_too_heavy_for_a_grid_are_told_as_without_walls() -> None:
    graph = row([100, 100, 100, 100])
    graph.area[:] = [1000, 1000, 1000, 6000]
    graph.border_cost[2] = np.inf
    answer = partition_walled(graph, walls(graph, {(1, 2): 4}), Limits((2, 4), (None, 250), (None, 7000)))
    assert answer.verdict is Verdict.SOLVED
    heavy = partition_walled(graph, walls(graph, {(1, 2): 4}), Limits((2, 4), (None, 250), (None, 6500)))
    assert (heavy.verdict, heavy.obstacle.block) == (Verdict.INFEASIBLE, 2)


def test_pieces_that_together_need_more_grids() -> None:
    graph = row([100] * 9)
    given = walls(graph, {(2, 3): 1, (5, 6): 2})
    answer = partition_walled(graph, given, Limits((2, 5), (None, 200)))
    assert (answer.verdict, answer.proven) == (Verdict.INFEASIBLE, True)
    assert (answer.obstacle.limit, answer.obstacle.parameter) == ("contiguity", "BARRIER_HARD")
    reason, advice = said(answer)
    assert "in a plan of 5 grids (MAX_GRIDS) they need 6 together" in reason
    assert advice == "Set BARRIER_HARD to false for these features of BARRIERS: 1; or set MAX_GRIDS 6."


def test_pieces_that_together_suffice_for_fewer_grids() -> None:
    graph = row([100] * 6)
    answer = partition_walled(graph, walls(graph, {(2, 3): 1}), Limits((3, 3), (200, None)))
    assert (answer.verdict, answer.proven) == (Verdict.INFEASIBLE, True)
    reason, advice = said(answer)
    assert "enough for 2 together" in reason
    assert advice == "Set BARRIER_HARD to false for these features of BARRIERS: 1; or set MIN_GRIDS 2."


def test_a_limit_is_changed_where_no_barrier_helps() -> None:
    graph = row([60, 60, 60, 60, 60, 60])
    answer = partition_walled(graph, walls(graph, {(2, 3): 9}), Limits((4, 4), (80, None)))
    assert answer.proven
    assert "Set MIN_POPULATION 60." in said(answer)[1]


def test_what_the_best_plan_breaks_is_told_with_its_piece() -> None:
    # ten in the middle: no side of 60 and 70 can be made of whole blocks there
    graph = row([65, 65, 10, 110, 10])
    answer = partition_walled(graph, walls(graph, {(1, 2): 3}), Limits((4, 4), (60, 115)))
    assert (answer.verdict, answer.proven) == (Verdict.INFEASIBLE, True)
    reason = said(answer)[0]
    assert "no plan of 4 grids holds every limit with no grid in two of its 2 pieces" in reason
    assert "piece of blocks 2, 3, 4 (130 people, 3,000 m²), cut off by hard barriers" in reason
    assert "(BARRIER_HARD; features 3" in reason
    assert answer.breaches
