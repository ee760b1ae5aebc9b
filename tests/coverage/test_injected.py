"""The check against faults of known kind, place and area, put into Denver and Taipei (``benchmarks/faults.py``)."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from benchmarks.faults import Match, checked, matched, told
from benchmarks.injected_faults import AREAS, BY_PLACE, by_place, denver, injected, taipei, with_area_limits
from benchmarks.injected_plan import Plan
from grid_manager_plugin.coverage.kinds import Kind

SEED = 3
AREA_ERROR = 0.005


@pytest.fixture(scope="module", params=[denver, taipei], ids=["denver", "taipei"])
def plan(request: pytest.FixtureRequest) -> Plan:
    return request.param()


@pytest.fixture(scope="module")
def match(plan: Plan) -> Match:
    some = injected(plan, SEED)
    return matched(some.truth, checked(some, plan))


def test_all_faults_are_found_and_nothing_else(match: Match) -> None:
    assert "\n".join(told(match)) == ""
    assert len(match.pairs) > 40


def test_areas_are_those_of_geod(match: Match) -> None:
    errors = [off for kind in Kind for off in match.area_errors(kind)]

    assert len(errors) > 15
    assert max(errors) < AREA_ERROR


def test_all_faults_are_found_where_no_grid_says_its_community(plan: Plan) -> None:
    some = by_place(injected(plan, SEED, BY_PLACE))

    assert "\n".join(told(matched(some.truth, checked(some, plan)))) == ""


def test_grids_out_of_limits_of_area_are_found(plan: Plan) -> None:
    limited = with_area_limits(plan)
    some = injected(limited, SEED, AREAS, most=8)
    match = matched(some.truth, checked(some, limited))

    assert "\n".join(told(match)) == ""
    assert len(match.pairs) >= 8
    assert max(match.area_errors(Kind.AREA)) < AREA_ERROR


def test_every_kind_is_injected() -> None:
    kinds = {one.kind for city in (denver, taipei) for one in injected(city(), SEED).truth}

    assert kinds == set(Kind) - {Kind.AREA}  # which has limits, and so a test, of its own


def test_same_seed_gives_same_faults(plan: Plan) -> None:
    one, other, third = (injected(plan, seed) for seed in (SEED, SEED, SEED + 1))

    assert [fault.name for fault in one.faults] == [fault.name for fault in other.faults]
    assert (shapely.to_wkb(one.grids.geometry) == shapely.to_wkb(other.grids.geometry)).all()
    assert [fault.touched for fault in one.faults] != [fault.touched for fault in third.faults]


def test_no_fault_comes_near_another(plan: Plan) -> None:
    faults = injected(plan, SEED).faults

    for i, fault in enumerate(faults):
        zone = plan.zone(fault.touched)
        assert not any(zone & other.touched for other in faults[i + 1 :])


def test_a_finding_too_few_or_too_many_is_told(match: Match) -> None:
    without = matched(match.truth, match.findings.take(np.arange(1, len(match.findings))))
    with_one_more = matched(match.truth[1:], match.findings)

    assert len(without.missed) == len(match.missed) + 1
    assert len(with_one_more.extra) == len(match.extra) + 1
