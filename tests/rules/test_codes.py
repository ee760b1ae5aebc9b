"""Codes of grids and the order of their numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grid_manager_plugin.errors import CodeError
from grid_manager_plugin.rules.codes import (
    Scheme,
    check_code,
    check_grid_code,
    grid_codes,
    grid_order,
    text_code,
    undivided_code,
)
from grid_manager_plugin.rules.messages import Message

COMMUNITY = "110101001001"


def test_schemes_keep_the_order_that_scripts_count_on() -> None:
    assert [scheme.name for scheme in Scheme] == ["UNIT_15", "SOCIAL_14", "PROFESSIONAL_20", "PLAIN"]
    assert [scheme.value for scheme in Scheme] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("scheme", "community", "codes", "undivided"),
    [
        (Scheme.UNIT_15, COMMUNITY, ("110101001001001", "110101001001002"), "110101001001000"),
        (Scheme.UNIT_15, "010101001001", ("010101001001001", "010101001001002"), "010101001001000"),
        (Scheme.SOCIAL_14, COMMUNITY, ("11010100100101", "11010100100102"), "11010100100100"),
        (Scheme.PROFESSIONAL_20, "123456" + COMMUNITY, ("12345611010100100101", "12345611010100100102"),
         "12345611010100100100"),
        (Scheme.PROFESSIONAL_20, COMMUNITY, ("00000011010100100101", "00000011010100100102"), "00000011010100100100"),
        (Scheme.PLAIN, "社区 7", ("社区 7-1", "社区 7-2"), "社区 7-0"),
    ],
)  # fmt: skip
def test_codes(scheme: Scheme, community: str, codes: tuple[str, ...], undivided: str) -> None:
    assert grid_codes(scheme, community, 2) == codes
    assert undivided_code(scheme, community) == undivided
    assert check_code(scheme, community) is None


@pytest.mark.parametrize(
    ("scheme", "most", "last"),
    [(Scheme.UNIT_15, 999, "999"), (Scheme.SOCIAL_14, 99, "99"), (Scheme.PROFESSIONAL_20, 99, "99")],
)
def test_sequence_ends(scheme: Scheme, most: int, last: str) -> None:
    codes = grid_codes(scheme, COMMUNITY, most)
    assert codes[-1].endswith(last)
    assert len({len(code) for code in codes}) == 1
    with pytest.raises(CodeError, match=f"{COMMUNITY}.*{most + 1} grids.*at most {most}"):
        grid_codes(scheme, COMMUNITY, most + 1)


def test_plain_has_no_end() -> None:
    assert grid_codes(Scheme.PLAIN, "7", 1000)[-1] == "7-1000"


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("", "no code"),
        ("  ", "no code"),
        ("1101010010011", "13 digits.*needs 12 digits"),
        ("1101", "4 digits.*needs 12 digits"),
        ("10101001001", "leading zero"),
        ("110101 01001", "space"),
        ("110101001001 ", "space"),
        ("１１０１０１００１００１", "full-width"),
        ("11010100100A", "not made of digits"),
        ("110101001.01", "not made of digits"),
    ],
)
@pytest.mark.parametrize("scheme", [Scheme.UNIT_15, Scheme.SOCIAL_14])
def test_wrong_community_codes_are_told(scheme: Scheme, code: str, told: str) -> None:
    with pytest.raises(CodeError, match=told) as caught:
        grid_codes(scheme, code, 1)
    message = check_code(scheme, code)
    assert isinstance(message, Message)
    assert caught.value.args[0] == message
    assert code.strip() in str(message)
    with pytest.raises(CodeError, match=told):
        undivided_code(scheme, code)


def test_professional_names_both_lengths() -> None:
    assert "12 / 18 digits" in str(check_code(Scheme.PROFESSIONAL_20, "1"))
    assert "leading zero" in str(check_code(Scheme.PROFESSIONAL_20, "2" * 17))


def test_plain_needs_something() -> None:
    assert check_code(Scheme.PLAIN, "x") is None
    assert "no code" in str(check_code(Scheme.PLAIN, " "))


class NullVariant:
    """What QGIS hands over for NULL."""

    def isNull(self) -> bool:  # noqa: N802 - Qt's name
        return True


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (None, ""), (NullVariant(), ""), (math.nan, ""), (math.inf, ""), (np.float64("nan"), ""),
        (35.0, "35"), (35, "35"), (np.float32(35), "35"), (np.int64(35), "35"), (" 35 ", "35"), ("035", "035"),
        ("35.0", "35.0"), (110101001001.0, "110101001001"), (1e22, "10000000000000000000000"), (35.5, "35.5"),
        (0.0000001, "0.0000001"), (-0.0, "0"), (-3.0, "-3"), ("", ""), ("社区", "社区"),
    ],
)  # fmt: skip
def test_text_code(value: object, code: str) -> None:
    assert text_code(value) == code


@given(st.integers(-(2**53), 2**53))
def test_whole_numbers_read_the_same_from_every_field_type(number: int) -> None:
    assert text_code(float(number)) == text_code(number) == text_code(str(number)) == str(number)


def test_rows_run_from_north_to_south_and_west_to_east() -> None:
    centroids = np.array([[0, 0], [10, 0], [0, 10], [10, 10], [20, 10]])
    assert grid_order(centroids, np.full(5, 10.0)).tolist() == [2, 3, 4, 0, 1]


def test_a_row_begins_more_than_half_the_median_height_below_the_rows_first() -> None:
    centroids = np.array([[30.0, 100], [20, 95], [10, 90], [0, 89.99]])
    # heights 20: the row holds down to 10 below its first, not its neighbour
    assert grid_order(centroids, np.full(4, 20.0)).tolist() == [2, 1, 0, 3]
    # the median counts, not the mean
    assert grid_order(centroids, np.array([20.0, 20, 20, 500])).tolist() == [2, 1, 0, 3]


def test_ties_go_by_x_then_north_then_height() -> None:
    centroids = np.array([[0.0, 0], [0, 4], [0, 4]])
    assert grid_order(centroids, np.array([10.0, 10, 20])).tolist() == [2, 1, 0]


def test_float_noise_changes_nothing() -> None:
    rng = np.random.default_rng(7)
    x, y = np.meshgrid(np.arange(5) * 100.0, np.arange(5) * 100.0)
    centroids = np.column_stack([x.ravel(), y.ravel()])
    heights = np.full(25, 200.0)  # rows exactly half a height apart: two of them make one
    wanted = grid_order(centroids, heights)
    for _ in range(20):
        noisy = grid_order(centroids + rng.normal(0, 1e-7, centroids.shape), heights + rng.normal(0, 1e-7, 25))
        assert noisy.tolist() == wanted.tolist()


def test_no_grids_have_no_order() -> None:
    assert grid_order(np.zeros((0, 2)), np.zeros(0)).tolist() == []


@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(1, 20)), min_size=1, max_size=30, unique=True
    ),
    st.randoms(use_true_random=False),
)
def test_order_does_not_depend_on_the_input_order(grids: list[tuple[int, int, int]], random: object) -> None:
    shuffled = list(grids)
    random.shuffle(shuffled)

    def ordered(rows: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
        table = np.array(rows, dtype=float)
        return [rows[i] for i in grid_order(table[:, :2], table[:, 2])]

    assert ordered(shuffled) == ordered(grids)
    assert sorted(ordered(grids)) == sorted(grids)


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), min_size=1, max_size=30, unique=True))
def test_order_is_the_contracts(points: list[tuple[int, int]]) -> None:
    # the contract's words, one by one
    rows: list[list[tuple[int, int]]] = []
    for point in sorted(points, key=lambda p: -p[1]):
        if not rows or rows[-1][0][1] - point[1] > 50:
            rows.append([])
        rows[-1].append(point)
    wanted = [point for row in rows for point in sorted(row, key=lambda p: (p[0], -p[1]))]
    order = grid_order(np.array(points, dtype=float), np.full(len(points), 100.0))
    assert [points[i] for i in order] == wanted


@pytest.mark.parametrize("scheme", list(Scheme))
@pytest.mark.parametrize("community", ["110101001001", "A-1", "社区"])
def test_codes_that_are_made_pass_the_check(scheme: Scheme, community: str) -> None:
    if scheme is not Scheme.PLAIN and not community.isdigit():
        return
    made = (*grid_codes(scheme, community, 12), undivided_code(scheme, community))
    assert [check_grid_code(scheme, code, community) for code in made] == [None] * 13
    assert [check_grid_code(scheme, code, None) for code in made] == [None] * 13


@pytest.mark.parametrize(
    ("scheme", "code", "kind", "says"),
    [
        (Scheme.UNIT_15, "", "missing", "no code"),
        (Scheme.UNIT_15, "   ", "missing", "no code"),
        (Scheme.UNIT_15, "11010100100101", "format", "14 characters; the code scheme needs 15 digits"),
        (Scheme.UNIT_15, "１１０１０１００１００１００１", "format", "15 digits 0-9"),
        (Scheme.UNIT_15, "11010100100100A", "format", "15 digits"),
        (Scheme.UNIT_15, "110101001002001", "prefix", "does not start with its community's “110101001001”"),
        (Scheme.SOCIAL_14, "110101001001001", "format", "14 digits"),
        (Scheme.SOCIAL_14, "11010100100201", "prefix", "does not start"),
        (Scheme.PROFESSIONAL_20, "99999911010100100101", None, ""),
        (Scheme.PROFESSIONAL_20, "99999911010100100201", "prefix", "does not start"),
        (Scheme.PLAIN, "110101001001", "format", "hyphen"),
        (Scheme.PLAIN, "110101001001-x", "format", "hyphen"),
        (Scheme.PLAIN, "-7", "format", "hyphen"),
        (Scheme.PLAIN, "110101001001-07", None, ""),
        (Scheme.PLAIN, "11010100100-7", "prefix", "does not start"),
    ],
)
def test_what_is_wrong_with_a_grids_code(scheme: Scheme, code: str, kind: str | None, says: str) -> None:
    fault = check_grid_code(scheme, code, "110101001001")
    assert (None if fault is None else fault.kind) == kind
    assert fault is None or says in str(fault.message)


def test_a_professional_code_keeps_to_the_object_that_its_community_names() -> None:
    community = "123456110101001001"
    assert check_grid_code(Scheme.PROFESSIONAL_20, f"{community}01", community) is None
    assert check_grid_code(Scheme.PROFESSIONAL_20, f"999999{community[6:]}01", community).kind == "prefix"


def test_a_community_whose_code_does_not_fit_is_named_as_the_reason() -> None:
    fault = check_grid_code(Scheme.UNIT_15, "110101001001001", "A1")
    assert fault.kind == "prefix"
    assert "does not fit the scheme: Community code “A1” is not made of digits alone" in str(fault.message)
