"""Codes of a new plan."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from grid_manager_plugin.linking.assign_codes import CodedGrids, assign_codes
from grid_manager_plugin.linking.code_inputs import CodedCommunities, PreviousGrids, UncodedGrids
from grid_manager_plugin.rules.chunks import Progress
from grid_manager_plugin.rules.codes import Scheme
from tests.linking.squares import MEASURE, array, box

CITY = box(0, 0, 100, 100)


def coded(
    new: list, previous: list | None = None, retired: tuple = (), scheme: Scheme = Scheme.PLAIN, code: str = "A"
) -> CodedGrids:
    """Give codes to grids of one community; the last plan is pairs of code and ground."""
    previous = previous or []
    communities = CodedCommunities(array(["id"]), array([""]), array([code]), array([CITY]))
    last = PreviousGrids(
        np.arange(len(previous)), array([one for one, _ in previous]), array([one for _, one in previous])
    )
    grids = UncodedGrids(np.arange(len(new)), array(new), np.zeros(len(new), dtype=np.int64))
    return assign_codes(grids, communities, last, frozenset(retired), scheme, MEASURE, Progress())


@pytest.mark.parametrize(
    ("east", "code", "kind"), [(50, "A-1", "kept"), (26, "A-1", "kept"), (25, "A-2", "new"), (99, "A-1", "kept")]
)
def test_a_grid_keeps_its_code_with_more_than_half_of_both(east: float, code: str, kind: str) -> None:
    found = coded([box(0, 0, east, 100)], [("A-1", box(0, 0, 50, 100))])
    assert (found.code[0], found.kind[0]) == (code, kind)


def test_equal_splits_and_merges_give_new_codes() -> None:
    split = coded([box(0, 0, 50, 100), box(50, 0, 100, 100)], [("A-7", CITY)])
    assert split.code.tolist() == ["A-8", "A-9"]
    assert [(one.code, one.successors) for one in split.withdrawn] == [("A-7", ("A-8", "A-9"))]
    merged = coded([CITY], [("A-1", box(0, 0, 50, 100)), ("A-2", box(50, 0, 100, 100))])
    assert merged.code.tolist() == ["A-3"]
    assert [one.code for one in merged.withdrawn] == ["A-1", "A-2"]


def test_withdrawn_codes_are_never_given_again() -> None:
    found = coded([CITY], [("A-1", box(0, 0, 40, 100)), ("x", box(40, 0, 60, 100))], ("A-12", "A-3", "B-99", "word"))
    assert found.code.tolist() == ["A-13"]
    assert coded([CITY], [("A-4", CITY)], ("A-4",)).code.tolist() == ["A-5"]


def test_numbers_end_with_the_scheme() -> None:
    last = [("11010100100198", box(0, 0, 10, 10))]
    halves = [box(0, 0, 50, 100), box(50, 0, 100, 100)]
    found = coded(halves, last, scheme=Scheme.SOCIAL_14, code="110101001001")
    assert found.code.tolist() == ["", ""]
    assert found.rows[0].reason is not None
    assert coded([CITY], last, scheme=Scheme.SOCIAL_14, code="110101001001").code.tolist() == ["11010100100199"]


def test_a_code_is_not_withdrawn_while_its_grid_waits_for_one() -> None:
    found = coded([CITY], [("11010100100101", CITY)], scheme=Scheme.SOCIAL_14, code="11010100100")
    assert (found.code[0], found.previous_code[0], found.kind[0]) == ("", "11010100100101", "none")
    assert found.withdrawn == ()


@pytest.mark.parametrize("object_code", ["000000", "330100"])
def test_professional_grids_keep_their_object(object_code: str) -> None:
    last = [(f"{object_code}11010100100105", box(0, 0, 50, 100))]
    halves = [box(0, 0, 50, 100), box(50, 0, 100, 100)]
    found = coded(halves, last, scheme=Scheme.PROFESSIONAL_20, code="110101001001")
    assert found.code.tolist() == [f"{object_code}11010100100105", "00000011010100100106"]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(0, 3), min_size=16, max_size=16),
    st.lists(st.integers(0, 3), min_size=16, max_size=16),
    st.randoms(use_true_random=False),
)
def test_codes_are_given_once_and_do_not_depend_on_order(before: list[int], after: list[int], shuffle: object) -> None:
    def grids(labels: list[int]) -> list:
        cells = [box(i % 4 * 25, i // 4 * 25, i % 4 * 25 + 25, i // 4 * 25 + 25) for i in range(16)]
        return [
            shapely.union_all([cells[i] for i in range(16) if labels[i] == label]) for label in sorted(set(labels))
        ]

    previous = [(f"A-{i}", one) for i, one in enumerate(grids(before), start=1)]
    new = grids(after)
    found = coded(new, previous, ("A-6",))
    assert len(set(found.code.tolist())) == len(new)
    kept = {code for code, kind in zip(found.code, found.kind) if kind == "kept"}
    withdrawn = {one.code for one in found.withdrawn}
    assert kept | withdrawn == {code for code, _ in previous}
    assert not kept & withdrawn
    assert "A-6" not in found.code
    order = list(range(len(new)))
    shuffle.shuffle(order)  # type: ignore[attr-defined]
    shuffle.shuffle(previous)  # type: ignore[attr-defined]
    again = coded([new[i] for i in order], previous, ("A-6",))
    assert again.code.tolist() == [found.code[i] for i in order]
    assert (again.withdrawn, again.rows) == (found.withdrawn, found.rows)
