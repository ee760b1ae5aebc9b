"""Levels by the first digits of codes, the roster, and neighbours."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
import shapely.affinity
from patchworks import CORNER, MEASURE, patchwork, texts

from grid_manager_plugin.errors import InputError
from grid_manager_plugin.linking.figures import GridFigures, level_lengths, rolled_up
from grid_manager_plugin.linking.neighbours import neighbours
from grid_manager_plugin.linking.roster import Entry, RosterFault, required_roles, roster
from grid_manager_plugin.rules.chunks import Progress

ROLES = required_roles("chief=网格长, police officer, firefighter")


def figures(**changes: object) -> GridFigures:
    given: dict[str, object] = {
        "code": texts(["1101-1", "1101-2", "1102-1", "12"]),
        "name": texts(["", "market", "", "lake"]),
        "population": np.array([10.0, np.nan, 5.0, np.nan]),
        "area": np.array([1e6, 1e6, 2e6, 4e6]),
        "perimeter": np.full(4, 4000.0),
        "features": np.array([1, 2, 3, 4]),
        "complete": np.array([True, False, True, False]),
    }
    return GridFigures(**{**given, **changes})  # type: ignore[arg-type]


def entries(*rows: tuple[str, str, str]) -> list[Entry]:
    return [Entry(i, *row) for i, row in enumerate(rows, start=1)]


def test_every_level_counts_every_grid() -> None:
    rows = rolled_up(figures(), (2, 4, 6), {"1101": "street", "11": "district"})
    for level in (1, 2, 3):
        some = [row for row in rows if row.level == level]
        assert [sum(row.grids for row in some), sum(row.area for row in some)] == [4, 8e6]
        assert sum(row.features or 0 for row in some) == 10
    district, lake, street, other, _, *grids = rows
    assert (district.code, district.name, district.grids, district.population) == ("11", "district", 3, 15)
    assert (district.density, district.complete_share) == (15 / 4, 2 / 3)
    assert (lake.code, lake.name, lake.grids) == ("12", "lake", 1)
    assert np.isnan(lake.population)
    assert np.isnan(lake.density)
    assert (street.code, street.name, street.features) == ("1101", "street", 3)
    assert (other.code, other.name) == ("1102", "")
    assert [(row.code, row.name) for row in grids[:2]] == [("1101-1", ""), ("1101-2", "market")]


def test_a_place_is_not_called_as_one_of_its_grids() -> None:
    some = {key: value[:3] for key, value in vars(figures()).items()}
    rows = rolled_up(figures(**{**some, "code": texts(["1", "12", "13"])}), (1,), {})
    assert [(row.code, row.name, row.grids) for row in rows] == [("1", "", 3)]


def test_what_nobody_gave_is_no_figure() -> None:
    (row, *_) = rolled_up(figures(features=None, complete=None), (2,), {})
    assert (row.features, row.complete_share) == (None, None)


def test_compactness_is_polsby_popper() -> None:
    assert figures().compactness[0] == pytest.approx(np.pi / 4)


@pytest.mark.parametrize(("text", "lengths"), [("6,9,12,15", (6, 9, 12, 15)), (" 12; 6，6", (6, 12))])
def test_levels_are_lengths(text: str, lengths: tuple[int, ...]) -> None:
    assert level_lengths(text) == lengths


@pytest.mark.parametrize("text", ["", "0", "six", "6,-9", "51", "6.5"])
def test_levels_that_are_no_lengths_are_refused(text: str) -> None:
    with pytest.raises(InputError, match="LEVELS"):
        level_lengths(text)


def test_a_grid_is_complete_where_every_role_is_filled() -> None:
    rows = [("a", "Chief", "p1"), ("a", "police  officer", "p2"), ("a", "FIREFIGHTER", "p1"), ("b", "网格长", "p1")]
    found = roster(entries(*rows), ["a", "b", "c"], ROLES)
    assert (found.staff["a"].complete, found.staff["a"].persons) == (True, 2)
    assert found.staff["b"].missing == ("police officer", "firefighter")
    assert found.staff["b"].members == (("chief", "p1"),)
    assert found.staff["c"].missing == ("chief", "police officer", "firefighter")
    assert (found.persons, found.in_several, found.faults) == (2, 1, ())


def test_rows_that_cannot_be_used_say_why() -> None:
    rows = entries(
        ("", "chief", "p"), ("z", "chief", "p"), ("a", "chief", ""), ("a", "", "p3"), ("a", "gardener", "p4"),
        ("a", "firefighter", "p5"), ("a", "firefighter", "p5"),
    )  # fmt: skip
    found = roster(rows, ["a"], ROLES)
    assert {one.entry.fid: one.fault for one in found.faults} == {
        1: RosterFault.NO_GRID, 2: RosterFault.UNKNOWN_GRID, 3: RosterFault.NO_PERSON, 4: RosterFault.NO_ROLE,
        5: RosterFault.UNKNOWN_ROLE, 7: RosterFault.TWICE,
    }  # fmt: skip
    assert found.staff["a"].missing == ("chief", "police officer")
    assert (found.staff["a"].persons, found.persons) == (3, 3)
    assert roster(rows[::-1], ["a"], ROLES) == found


@pytest.mark.parametrize("text", ["", " , ", "chief, boss=Chief", "a=a"])
def test_roles_that_cannot_be_told_apart_are_refused(text: str) -> None:
    with pytest.raises(InputError, match="REQUIRED_ROLES"):
        required_roles(text)


@pytest.mark.parametrize("seed", [0, 3, 6, 12, 15])
def test_neighbours_share_a_border(seed: int) -> None:
    patches, _ = patchwork(seed)
    found = neighbours(patches, np.arange(len(patches)), MEASURE, Progress())
    common = {}
    for i, one in enumerate(patches):
        for j in range(i + 1, len(patches)):
            length = shapely.length(shapely.intersection(shapely.boundary(one), shapely.boundary(patches[j])))
            if length > 0.01:
                common[i, j] = length
    pairs = list(zip(found.one.tolist(), found.other.tolist()))
    assert {pair for pair, border in zip(pairs, found.border) if border > 0.01} == set(common)
    wanted = [common[pair] for pair in pairs if pair in common]
    assert wanted == pytest.approx(found.border.tolist(), rel=1e-3, abs=0.02)


def test_borders_without_common_vertices_are_common_all_the_same() -> None:
    def box(west: float, south: float, east: float, north: float) -> shapely.Polygon:
        return shapely.box(*np.add(CORNER, (west, south)), *np.add(CORNER, (east, north)))

    ground = texts([box(0, 0, 10, 90), box(10, 0, 20, 40), box(10, 40, 20, 90), box(20, 90, 30, 99)])
    found = neighbours(ground, np.array([0, 1, 2, 3]), MEASURE, Progress())
    assert list(zip(found.one.tolist(), found.other.tolist())) == [(0, 1), (0, 2), (1, 2)]
    assert found.border == pytest.approx([40, 50, 10], rel=1e-3)


@pytest.mark.parametrize("angle", [0.0, 17.3, 44.9, 91.7, 203.0])
def test_a_border_that_a_third_grid_meets_is_common_at_any_angle(angle: float) -> None:
    boxes = [shapely.box(0, 0, 100, 730), shapely.box(100, 0, 200, 310), shapely.box(100, 310, 200, 730)]
    turned = texts([shapely.affinity.translate(shapely.affinity.rotate(box, angle, (0, 0)), *CORNER) for box in boxes])
    found = neighbours(turned, np.arange(3), MEASURE, Progress())
    assert list(zip(found.one.tolist(), found.other.tolist())) == [(0, 1), (0, 2), (1, 2)]
    assert found.border == pytest.approx([310, 420, 100], rel=1e-3)


def test_features_of_one_grid_are_no_neighbours() -> None:
    patches, _ = patchwork(6)
    found = neighbours(patches, np.zeros(len(patches), dtype=int), MEASURE, Progress())
    assert len(found.border) == 0
