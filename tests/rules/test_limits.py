"""Limits: what they refuse to be, and what breaks them."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grid_manager_plugin.errors import InputError, LimitsError
from grid_manager_plugin.rules.limits import Bounds, Breach, Figures, Limits, above, below, excess
from grid_manager_plugin.rules.messages import Message


def figures(population: list[float], area: list[float] | None = None) -> Figures:
    return Figures(np.array(population, dtype=float), np.array(area or [1.0] * len(population)))


@pytest.mark.parametrize(
    ("wrong", "parameter", "told"),
    [
        ({"grids": (0, 5)}, "MIN_GRIDS", "MIN_GRIDS is 0"),
        ({"grids": (2, 100)}, "MAX_GRIDS", "1 to 99"),
        ({"grids": (2.5, 5)}, "MIN_GRIDS", "whole number"),
        ({"grids": (math.nan, 5)}, "MIN_GRIDS", "nan"),
        ({"grids": (2, math.inf)}, "MAX_GRIDS", "inf"),
        ({"grids": (5, 2)}, "MIN_GRIDS", "MIN_GRIDS (5) is above MAX_GRIDS (2)"),
        ({"population": (-1, None)}, "MIN_POPULATION", "0 or more"),
        ({"population": (None, -1)}, "MAX_POPULATION", "0 or more"),
        ({"population": (None, math.nan)}, "MAX_POPULATION", "nan"),
        ({"population": (900, 300)}, "MIN_POPULATION", "MIN_POPULATION (900) is above MAX_POPULATION (300)"),
        ({"area": (-0.1, None)}, "MIN_AREA", "-0.1"),
        ({"area": (None, math.inf)}, "MAX_AREA", "inf"),
        ({"area": (2, 1)}, "MIN_AREA", "MIN_AREA (2) is above MAX_AREA (1)"),
        ({"population_tolerance": -1}, "POPULATION_TOLERANCE", "percentage"),
        ({"population_tolerance": math.nan}, "POPULATION_TOLERANCE", "percentage"),
    ],
)
def test_contradictions_are_refused_by_name(wrong: dict[str, object], parameter: str, told: str) -> None:
    with pytest.raises(LimitsError, match=re.escape(told)) as caught:
        Limits(**wrong)
    assert caught.value.parameter == parameter
    assert isinstance(caught.value, InputError)
    assert isinstance(caught.value.args[0], Message)


def test_nothing_asked_but_the_number() -> None:
    assert Limits() == Limits((2, 5), (None, None), (None, None), None)
    assert Limits().check(figures([0, 1e9])) == ()
    assert Limits().bounds(100, 4) == Bounds()


@pytest.mark.parametrize("limits", [Limits((1, 99)), Limits(population=(0, 0)), Limits(area=(5, 5))])
def test_edges_of_what_is_allowed(limits: Limits) -> None:
    assert isinstance(limits, Limits)


def test_a_bound_equal_to_the_figure_holds() -> None:
    limits = Limits((2, 3), (300, 900), (10_000, 20_000))
    assert limits.check(figures([300, 900, 500], [10_000, 20_000, 15_000])) == ()
    assert limits.check(figures([0.1 + 0.2 + 299.7, 900 * (1 + 1e-12)], [10_000 * (1 - 1e-12), 20_000])) == ()


def test_every_breach_is_told_in_order() -> None:
    limits = Limits((3, 5), (300, 900), (100, 200))
    found = limits.check(figures([299, 901], [99, 201]))
    assert found == (
        Breach("grids", "min", None, 2, 3),
        Breach("population", "min", 0, 299.0, 300.0),
        Breach("population", "max", 1, 901.0, 900.0),
        Breach("area", "min", 0, 99.0, 100.0),
        Breach("area", "max", 1, 201.0, 200.0),
    )
    assert [breach.amount for breach in found] == [1, 1, 1, 1, 1]


def test_too_many_grids_and_none() -> None:
    assert Limits((2, 2)).check(figures([1, 1, 1])) == (Breach("grids", "max", None, 3, 2),)
    assert Limits((2, 2), (5, None)).check(figures([])) == (Breach("grids", "min", None, 0, 2),)


def test_tolerance_and_bound_hold_together() -> None:
    limits = Limits((2, 5), (450, 1000), population_tolerance=20)
    # mean 500: the tolerance allows 400-600, the bound 450 and more
    assert limits.bounds(1000, 2) == Bounds(450, 600, -math.inf, math.inf)
    assert limits.check(figures([450, 550])) == ()
    assert limits.check(figures([440, 560])) == (Breach("population", "min", 0, 440, 450),)
    assert limits.check(figures([390, 610])) == (
        Breach("population", "min", 0, 390, 450),
        Breach("population", "max", 1, 610, 600),
    )
    assert Limits(population_tolerance=0).check(figures([5, 5])) == ()
    assert len(Limits(population_tolerance=0).check(figures([5, 6]))) == 2


def test_tolerance_wider_than_the_mean_leaves_no_lower_bound_that_bites() -> None:
    assert Limits(population_tolerance=150).check(figures([0, 10])) == ()


def test_figures_that_are_no_numbers_hold_nothing() -> None:
    with pytest.raises(ValueError, match="must be numbers"):
        Limits().check(figures([math.nan, 1]))
    with pytest.raises(ValueError, match="must be numbers"):
        Limits().check(figures([1, 1], [1, math.nan]))


@given(st.floats(0, 1e9), st.floats(1e-6, 1e9))
def test_noise_is_forgiven_and_more_is_not(bound: float, step: float) -> None:
    assert not above(bound, bound)
    assert not below(bound, bound)
    assert not above(1.0, math.inf)
    assert not below(1.0, -math.inf)
    clear = step + 1e-6 + bound * 1e-6
    assert above(bound + clear, bound)
    assert below(bound - clear, bound)


@given(st.lists(st.integers(0, 2000), min_size=1, max_size=8), st.integers(0, 1000), st.integers(1000, 2000))
def test_check_agrees_with_the_bounds(population: list[int], low: int, high: int) -> None:
    breaches = Limits((1, 99), (low, high)).check(figures(population))
    assert [breach.grid for breach in breaches] == [
        i for i, people in enumerate(population) if not low <= people <= high
    ]


def test_excess_adds_shares_of_the_bounds() -> None:
    breaches = Limits((2, 3), (300, 900), (100, None)).check(figures([270, 990, 600, 600], [50, 100, 100, 100]))
    assert [breach.share for breach in breaches] == pytest.approx([1 / 3, 0.1, 0.1, 0.5])
    assert excess(breaches) == pytest.approx(1 / 3 + 0.7)
    assert Breach("population", "max", 0, 3.0, 0.0).share == 3.0
    assert excess(()) == 0
