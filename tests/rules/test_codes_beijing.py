"""Codes on a real list: the 7,535 communities and villages of Beijing."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from grid_manager_plugin.errors import CodeError
from grid_manager_plugin.rules.codes import (
    Scheme,
    check_code,
    check_grid_code,
    code_parts,
    community_of,
    grid_code,
    grid_codes,
    most_grids,
    text_code,
    undivided_code,
)

DATA = Path(__file__).resolve().parent.parent / "data" / "beijing_communities.csv"
DIGITS = {Scheme.UNIT_15: (15, 999), Scheme.SOCIAL_14: (14, 99), Scheme.PROFESSIONAL_20: (20, 99)}


def communities() -> list[str]:
    with DATA.open(encoding="utf-8", newline="") as file:
        return [row["code"] for row in csv.DictReader(file)]


CODES = communities()


def test_the_list_is_whole() -> None:
    assert (len(CODES), len(set(CODES))) == (7535, 7535)
    assert len({code[:6] for code in CODES}) == 16
    assert len({code[:9] for code in CODES}) == 349


@pytest.mark.parametrize("scheme", list(DIGITS))
def test_every_community_has_its_grids_codes(scheme: Scheme) -> None:
    digits, most = DIGITS[scheme]
    assert most_grids(scheme) == most
    object_code = "000000" if scheme is Scheme.PROFESSIONAL_20 else ""
    known = dict.fromkeys(CODES)
    everything: set[str] = set()
    for code in CODES:
        assert check_code(scheme, code) is None
        found = (undivided_code(scheme, code), *grid_codes(scheme, code, 3), grid_code(scheme, code, most))
        for number, one in zip((0, 1, 2, 3, most), found):
            assert len(one) == digits
            assert code_parts(scheme, one) == (object_code + code, number)
            assert community_of(scheme, object_code + code, known) == code
            assert check_grid_code(scheme, one, code) is None
            # a grid's code starts with those of its community, its street and its area
            assert all(one.startswith(object_code + code[:length]) for length in (12, 9, 6))
            assert text_code(one) == one
        everything.update(found)
    assert len(everything) == 5 * len(CODES)


@pytest.mark.parametrize("scheme", list(DIGITS))
def test_no_grid_belongs_to_the_next_community(scheme: Scheme) -> None:
    for code, other in zip(CODES, CODES[1:]):
        fault = check_grid_code(scheme, grid_code(scheme, code, 1), other)
        assert fault is not None
        assert fault.kind == "prefix"


@pytest.mark.parametrize("scheme", list(DIGITS))
def test_what_spreadsheets_and_people_make_of_codes_is_told(scheme: Scheme) -> None:
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    for code in CODES[::50]:
        grid = grid_code(scheme, code, 1)
        for broken, kind in (
            (grid[1:], "format"),
            (grid + "0", "format"),
            (f"{grid[:6]} {grid[6:]}", "format"),
            (f" {grid}", "format"),
            (grid.translate(wide), "format"),
            (grid[:-1] + "A", "format"),
            (f"{float(grid):.6E}", "format"),
            (grid[::-1], "prefix"),
            ("", "missing"),
            (" ", "missing"),
        ):
            fault = check_grid_code(scheme, broken, code)
            assert fault is not None, broken
            assert fault.kind == kind, broken
        for broken in (code[1:], code + "0", f"{code[:6]} {code[6:]}", code.translate(wide), code[:-1] + "X", ""):
            with pytest.raises(CodeError):
                grid_codes(scheme, broken, 1)


@pytest.mark.parametrize("scheme", list(DIGITS))
def test_merged_communities_are_numbered_from_601(scheme: Scheme) -> None:
    for code in {code[:9] for code in CODES}:
        merged = f"{code}601"
        assert check_code(scheme, merged) is None
        assert check_grid_code(scheme, grid_code(scheme, merged, 7), merged) is None
        assert undivided_code(scheme, merged).endswith("601" + "0" * (3 if scheme is Scheme.UNIT_15 else 2))


def test_a_leading_zero_that_was_lost_is_called_so() -> None:
    for code in CODES[::500]:
        message = str(check_code(Scheme.UNIT_15, code[1:]))
        assert "11 digits" in message
        assert "leading zero" in message


def test_numbers_of_fields_read_as_the_codes_that_they_are() -> None:
    for code in CODES[::100]:
        grid = grid_code(Scheme.UNIT_15, code, 12)
        assert text_code(int(grid)) == text_code(float(grid)) == grid


def test_numbers_of_the_plain_scheme_fit_a_field() -> None:
    assert code_parts(Scheme.PLAIN, "110101001001-7") == ("110101001001", 7)
    assert code_parts(Scheme.PLAIN, "110101001001-999999999") == ("110101001001", 999999999)
    assert code_parts(Scheme.PLAIN, "110101001001-20260701001") is None
    assert code_parts(Scheme.PLAIN, "110101001001-７") is None
