"""Given blocks beside barriers, polygons to keep whole and today's grids."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from free_city import assert_tiles, grids_of_today
from shapely import LineString, box
from streets import barriers, kept, placed

from grid_manager_plugin.division.city import divide
from grid_manager_plugin.division.community import Blocks, Community, CommunityPlan, DivisionSettings
from grid_manager_plugin.division.faces.barriers import Barriers, no_barriers
from grid_manager_plugin.division.faces.kept import nothing_kept
from grid_manager_plugin.division.surroundings import Surroundings, no_grids
from grid_manager_plugin.division.verdict import Verdict
from grid_manager_plugin.rules.limits import Limits

COLUMNS, ROWS, SIDE = 8, 6, 100.0
HALVES = Limits(grids=(2, 2), population=(200, 280))


def divided(limits: Limits = HALVES, people: Any = 10.0, **around: Any) -> CommunityPlan:
    """Divide a community of 8 x 6 square blocks of 10 people."""
    cells = [box(x * SIDE, y * SIDE, (x + 1) * SIDE, (y + 1) * SIDE) for y in range(ROWS) for x in range(COLUMNS)]
    count = len(cells)
    blocks = Blocks(np.arange(1, count + 1), placed(cells), np.full(count, people), np.full(count, "c"))
    community = Community(3, "c", "See", "c", placed([shapely.segmentize(box(0, 0, 800, 600), SIDE)])[0])
    move_cost = around.pop("move_cost", 0.0)
    found = {"barriers": no_barriers(), "kept": nothing_kept(), "existing": no_grids(), **around}
    settings = DivisionSettings(limits, effort="quick", move_cost=move_cost)
    (plan,) = divide([community], blocks, settings, "EPSG:4547", surroundings=Surroundings(**found))
    assert_tiles(plan, community.geometry)
    return plan


def sides(plan: CommunityPlan) -> np.ndarray:
    """Return the grid of each block, shape (rows, columns) from the south-west."""
    found = np.empty((ROWS, COLUMNS), dtype=object)
    corner = placed([box(0, 0, 1, 1)])[0].bounds
    for block in plan.blocks:
        west, south, _, _ = block.geometry.bounds
        found[round((south - corner[1]) / SIDE), round((west - corner[0]) / SIDE)] = block.grid_code
    return found


def test_a_border_follows_a_barrier_beside_the_blocks_edge() -> None:
    plain = divided()
    assert (plain.method, plain.on_barrier_share) == ("blocks", 0.0)
    assert plain.border == pytest.approx(600, rel=1e-3)
    along = divided(barriers=barriers([LineString([(-10, 304), (810, 297)])], 0.1))
    assert along.border == pytest.approx(800, rel=1e-3)
    assert 0.2 < along.on_barrier_share < 0.6  # within 1 m of it for a part of the way only
    exact = divided(barriers=barriers([LineString([(-10, 300), (810, 300)])], 0.1))
    assert exact.on_barrier_share == pytest.approx(1.0)
    far = divided(barriers=barriers([LineString([(-10, 330), (810, 330)])], 0.1))
    assert far.border == pytest.approx(600, rel=1e-3)


@pytest.mark.parametrize("cuts", [(350.0,), (333.0, 351.0, 420.0)])
def test_a_barrier_may_be_many_features(cuts: tuple[float, ...]) -> None:
    ends = [-10.0, *cuts, 810.0]

    def pieces(y: float) -> list[LineString]:
        return [LineString([(west, y), (east, y)]) for west, east in zip(ends, ends[1:])]

    along = divided(barriers=barriers(pieces(300.0), 0.1))
    assert along.border == pytest.approx(800, rel=1e-3)
    assert along.on_barrier_share == pytest.approx(1.0)
    assert divided(HALVES, barriers=barriers(pieces(200.0), 0.2, True)).verdict is Verdict.INFEASIBLE


@pytest.mark.parametrize("half", [4.0, 20.0])
def test_a_bridge_over_a_river_beside_the_blocks_edge_joins_them(half: float) -> None:
    river, bridge = LineString([(-10, 208), (810, 208)]), LineString([(450, 208 - half), (450, 208 + half)])
    lines = barriers([river, bridge], 0.2, [True, False])
    over = Barriers(lines.geometry, lines.factor, lines.hard, lines.fid, np.array([False, True]))
    assert divided(HALVES, barriers=lines).verdict is Verdict.INFEASIBLE
    assert divided(HALVES, barriers=over).verdict is Verdict.SOLVED


def test_a_hard_barrier_parts_blocks() -> None:
    river = LineString([(-10, 200), (810, 200)])
    plan = divided(Limits(grids=(2, 5), population=(100, 320)), barriers=barriers([river], 0.2, True))
    found = sides(plan)
    assert plan.verdict is Verdict.SOLVED
    assert not set(found[:2].ravel()) & set(found[2:].ravel())
    none = divided(HALVES, barriers=barriers([river], 0.2, True))
    assert none.verdict is Verdict.INFEASIBLE
    assert "BARRIER_HARD" in f"{none.reason} {none.suggestion}"


def test_a_polygon_across_blocks_keeps_them_together() -> None:
    compound = box(330, 130, 470, 470)
    plan = divided(kept=kept([compound]))
    found = sides(plan)
    assert plan.verdict is Verdict.SOLVED
    assert len(set(found[1:5, 3:5].ravel())) == 1
    assert plan.cut == 0


def test_blocks_of_a_dedicated_polygon_are_a_grid_of_their_own() -> None:
    plan = divided(Limits(grids=(2, 2), population=(190, 240)), kept=kept([box(190, 190, 410, 410)], True))
    found = sides(plan)
    assert plan.divided == 3
    assert len(set(found[2:4, 2:4].ravel())) == 1
    assert (found == found[2, 2]).sum() == 4
    small = divided(kept=kept([box(230, 230, 260, 260)], True))
    assert small.divided == 2
    assert any("KEEP_WHOLE_DEDICATED" in str(note) for note in small.notes)


def test_todays_grids_stay_or_move_few() -> None:
    bent = shapely.union_all([box(0, 0, 300, 600), box(300, 0, 500, 300)])
    today = grids_of_today(bent, box(0, 0, 800, 600).difference(bent))
    stays = divided(existing=today, move_cost=100.0)
    assert (stays.moved, stays.verdict) == (0, Verdict.SOLVED)
    assert stays.border == pytest.approx(800, rel=1e-3)
    free = divided(existing=today)
    assert free.border == pytest.approx(600, rel=1e-3)
    assert free.moved == pytest.approx(60)
    tight = Limits(grids=(2, 2), population=(230, 250))
    skewed = grids_of_today(box(0, 0, 500, 600), box(500, 0, 800, 600))
    mended = divided(tight, existing=skewed, move_cost=100.0)
    assert mended.moved == pytest.approx(50, abs=11)
