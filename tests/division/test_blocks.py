"""Every block goes to its community, and what is wrong with blocks is told by name."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import numpy as np
import pytest
import real_city
import shapely
from shapely import Polygon, box

from grid_manager_plugin.division import overlay
from grid_manager_plugin.division.blocks import Allotment, allot
from grid_manager_plugin.division.community import Blocks, Community, DivisionSettings
from grid_manager_plugin.division.job import CommunityJob
from grid_manager_plugin.division.overlay import CHUNK
from grid_manager_plugin.division.plan import divide_one
from grid_manager_plugin.division.verdict import Verdict
from grid_manager_plugin.errors import Cancelled
from grid_manager_plugin.rules.codes import Scheme
from grid_manager_plugin.rules.limits import Limits

CRS = "EPSG:4547"
SETTINGS = DivisionSettings(Limits())


def at(geometry: shapely.Geometry | None) -> shapely.Geometry | None:
    return None if geometry is None else shapely.transform(geometry, lambda xy: xy + np.array([500_000, 2_500_000]))


def community(name: str, geometry: shapely.Geometry | None, fid: int = 7) -> Community:
    return Community(fid, name, "", name, at(geometry))


def blocks(*geometries: shapely.Geometry | None, people: list[float], of: list[str] | None = None) -> Blocks:
    found = np.empty(len(geometries), dtype=object)
    found[:] = [at(geometry) for geometry in geometries]
    named = None if of is None else np.array(of)
    return Blocks(np.arange(101, 101 + len(found)), found, np.array(people, dtype=float), named)


def jobs(communities: list[Community], given: Blocks) -> dict[str, CommunityJob]:
    return {job.community.id: job for job in allot(communities, given).jobs(SETTINGS, CRS)}


WEST, EAST = box(0, 0, 100, 100), box(100, 0, 200, 100)
PAIR = [community("东", EAST, 1), community("西", WEST, 2)]


def test_blocks_go_where_their_field_says() -> None:
    found = jobs(PAIR, blocks(WEST, EAST, people=[3, 4], of=["西", "东"]))
    assert found["西"].block_fids.tolist() == [101]
    assert found["东"].population.tolist() == [4]
    assert [job.problem for job in found.values()] == [None, None]


def test_blocks_go_where_they_lie_when_no_field_says() -> None:
    found = jobs(PAIR, blocks(box(0, 0, 100, 50), EAST, box(0, 50, 100, 100), people=[3, 4, 5]))
    assert found["西"].block_fids.tolist() == [101, 103]
    assert found["东"].block_fids.tolist() == [102]


def test_real_blocks_lie_where_their_field_says() -> None:
    told, seen = (
        {
            job.community.id: (
                job.block_fids.tolist(),
                job.population.tolist(),
                shapely.to_wkb(job.geometries).tolist(),
            )
            for job in allot(real_city.communities(), real_city.blocks(by_field=by_field)).jobs(SETTINGS, real_city.CRS)
        }
        for by_field in (True, False)
    )
    assert told == seen
    assert sum(len(fids) for fids, _, _ in told.values()) > 200


def test_jobs_come_in_the_order_of_ids_whatever_the_input_order() -> None:
    names = ["10", "9", "é", "Z", "社区"]
    row = [community(name, box(i, 0, i + 1, 1)) for i, name in enumerate(names)]
    given = blocks(*(box(i, 0, i + 1, 1) for i in range(5)), people=[1] * 5)
    for order in (row, row[::-1]):
        assert [job.community.id for job in allot(order, given).jobs(SETTINGS, CRS)] == ["10", "9", "Z", "é", "社区"]


def test_block_on_both_sides_is_cut_and_its_people_shared_by_area() -> None:
    found = jobs(PAIR, blocks(box(0, 0, 60, 100), box(60, 0, 180, 100), box(180, 0, 200, 100), people=[1, 120, 2]))
    assert found["西"].population.tolist() == [1, pytest.approx(40)]
    assert found["东"].population.tolist() == [pytest.approx(80), 2]
    assert found["西"].geometries[1].equals(at(box(60, 0, 100, 100)))
    assert found["东"].geometries[0].equals(at(box(100, 0, 180, 100)))
    assert "people shared by area" in str(allot(PAIR, blocks(box(60, 0, 180, 100), people=[1])).notes[0])


def test_block_that_lies_almost_in_one_community_is_not_cut() -> None:
    wide = box(0, 0, 100.4, 100)
    found = jobs(PAIR, blocks(wide, EAST, people=[77, 1]))
    assert found["西"].population.tolist() == [77]
    assert found["西"].geometries[0].equals(at(wide))
    assert found["东"].block_fids.tolist() == [102]


@pytest.mark.parametrize(("east", "owners"), [(100.4, ["西"]), (100.6, ["东", "西"])])
def test_a_part_counts_from_one_twentieth_of_its_block(east: float, owners: list[str]) -> None:
    # ten metres wide, so that the part is far below a hundredth of the community
    found = allot(PAIR, blocks(box(east - 10, 0, east, 9), people=[100]))
    assert [found.communities[i].id for i in found.pieces.community] == owners
    assert found.pieces.population.sum() == 100


@pytest.mark.parametrize(("west", "owners"), [(98.8, ["s", "t"]), (99.2, ["t"])])
def test_a_part_counts_from_one_hundredth_of_its_community(west: float, owners: list[str]) -> None:
    both = [community("s", box(0, 0, 100, 100)), community("t", box(100, 0, 5000, 100))]
    found = allot(both, blocks(box(west, 0, 5000, 100), people=[100]))
    assert [found.communities[i].id for i in found.pieces.community] == owners


@pytest.mark.parametrize(("overlap", "told"), [(0.9, False), (1.1, True), (50.0, True)])
def test_communities_overlap_from_one_square_metre(overlap: float, told: bool) -> None:
    found = jobs(
        [community("a", box(0, 0, 100 + overlap / 100, 100)), community("b", EAST)], blocks(WEST, EAST, people=[1, 2])
    )
    assert [job.problem is not None for job in found.values()] == [told, told]


def test_small_share_of_a_huge_block_counts_when_it_is_much_of_the_community() -> None:
    small, large = community("s", box(0, 0, 10, 10)), community("t", box(10, 0, 5000, 100))
    found = jobs([small, large], blocks(box(0, 0, 5000, 100), people=[5000]))
    assert found["s"].population.tolist() == [pytest.approx(1.0, rel=0.1)]
    assert sum(job.population.sum() for job in found.values()) == pytest.approx(5000)


def test_blocks_outside_every_community_are_counted_with_their_people() -> None:
    found = allot(PAIR, blocks(WEST, EAST, box(300, 0, 400, 100), people=[3, 4, 5]))
    assert (found.outside_blocks, found.outside_population) == (1, 5)
    assert "103" in str(found.notes[0])


def test_people_of_the_outer_part_of_a_block_are_outside() -> None:
    found = allot(PAIR, blocks(WEST, box(100, 0, 300, 100), people=[3, 40]))
    assert (found.outside_blocks, found.outside_population) == (0, pytest.approx(20))
    east = next(found.jobs(SETTINGS, CRS))
    assert east.population.tolist() == [pytest.approx(20)]


def test_unknown_community_is_named_and_its_people_are_outside() -> None:
    found = allot(PAIR, blocks(WEST, EAST, EAST, people=[3, 4, 6], of=["西", "东", "北"]))
    assert (found.outside_blocks, found.outside_population) == (1, 6)
    assert "103" in str(found.notes[0])
    assert "BLOCK_COMMUNITY" in str(found.notes[0])


@pytest.mark.parametrize(
    "nothing", [None, Polygon(), Polygon([(0, 0), (1, 1), (2, 2)]), shapely.LineString([(0, 0), (1, 1)])]
)
@pytest.mark.parametrize("of", [["西", "东", "西"], None])
def test_blocks_without_ground_are_left_out_and_counted(nothing: shapely.Geometry | None, of: list[str] | None) -> None:
    found = allot(PAIR, blocks(WEST, EAST, nothing, people=[3, 4, 6], of=of))
    assert (found.outside_blocks, found.outside_population) == (1, 6)
    assert "103" in str(found.notes[0])
    assert all(job.problem is None for job in found.jobs(SETTINGS, CRS))


@pytest.mark.parametrize(
    ("people", "word"), [(np.nan, "empty or"), (np.inf, "infinite"), (-np.inf, "infinite"), (-4, "negative")]
)
@pytest.mark.parametrize("of", [["西", "东"], None])
def test_bad_population_fails_its_community_alone(people: float, word: str, of: list[str] | None) -> None:
    found = jobs(PAIR, blocks(WEST, EAST, people=[3, people], of=of))
    assert found["西"].problem is None
    told = str(found["东"].problem)
    assert word in told
    for name in ("102", "东", "POPULATION_FIELD", "BLOCKS"):
        assert name in told


def test_bad_population_outside_does_not_spoil_the_sum() -> None:
    found = allot(PAIR, blocks(box(300, 0, 400, 100), box(300, 100, 400, 200), people=[np.nan, 5]))
    assert found.outside_population == 5


def test_community_without_blocks_is_told() -> None:
    told = str(jobs(PAIR, blocks(WEST, people=[3]))["东"].problem)
    assert "东" in told
    assert "BLOCKS" in told


@pytest.mark.parametrize("geometry", [None, Polygon()])
def test_community_without_polygon_is_told(geometry: Polygon | None) -> None:
    found = jobs([community("a", geometry, 12), PAIR[1]], blocks(WEST, people=[3]))
    assert "12" in str(found["a"].problem)
    assert found["西"].problem is None


def test_problem_found_while_reading_comes_first() -> None:
    odd = dataclasses.replace(PAIR[0], problem=allot(PAIR, blocks(box(900, 0, 901, 1), people=[1])).notes[0])
    assert jobs([odd], blocks(EAST, people=[-1]))["东"].problem is odd.problem


def test_overlapping_communities_fail_both_with_the_area() -> None:
    found = jobs(
        [community(name, box(w, 0, e, 100)) for name, w, e in (("a", 0, 100), ("b", 90, 200), ("c", 200, 300))],
        blocks(box(0, 0, 90, 100), box(90, 0, 200, 100), box(200, 0, 300, 100), people=[1, 2, 3]),
    )
    for one, other in (("a", "b"), ("b", "a")):
        told = str(found[one].problem)
        assert f"Community {one} " in told
        assert f"community {other} " in told
        assert "INPUT" in told
        assert any(f"{figure:,}" in told for figure in range(990, 1010))
    assert found["c"].problem is None


def test_same_community_twice_under_two_ids_fails_both() -> None:
    found = jobs([community("a", WEST), community("b", WEST)], blocks(WEST, people=[1]))
    assert all("overlaps" in str(job.problem) for job in found.values())


def test_float_noise_is_no_overlap() -> None:
    found = jobs([community("a", box(0, 0, 100.001, 100)), community("b", EAST)], blocks(WEST, EAST, people=[1, 2]))
    assert [job.problem for job in found.values()] == [None, None]


@pytest.mark.parametrize(
    ("scheme", "one", "other"),
    [
        (Scheme.PLAIN, "35", "35"),
        (Scheme.UNIT_15, "110101001035", "110101001035"),
        (Scheme.PROFESSIONAL_20, "110101001035", "000000110101001035"),
    ],
)
def test_communities_whose_grids_would_have_the_same_codes_fail_both_by_name(
    scheme: Scheme, one: str, other: str
) -> None:
    given = [
        Community(7, "a", "甲", one, at(box(0, 0, 100, 100))),
        Community(8, "b", "", other, at(box(100, 0, 200, 100))),
        Community(9, "c", "", "110101001036", at(box(200, 0, 300, 100))),
    ]
    cells = blocks(*(box(x, 0, x + 100, 100) for x in (0, 100, 200)), people=[1, 2, 3])
    settings = dataclasses.replace(SETTINGS, scheme=scheme)
    found = {job.community.id: job.problem for job in allot(given, cells).jobs(settings, CRS)}
    for name, told in (
        ("a", ("Community a (甲) (feature 7 of INPUT)", "COMMUNITY_CODE", f"“{one}”", f"b (8: “{other}”)")),
        ("b", ("Community b (feature 8 of INPUT)", "COMMUNITY_CODE", f"“{other}”", f"a (甲) (7: “{one}”)")),
    ):
        assert [text for text in told if text not in str(found[name])] == []
    assert found["c"] is None


def test_codes_that_only_look_alike_are_different() -> None:
    codes = ("1", "11", "1-1")
    given = [Community(i, one, "", one, at(box(100 * i, 0, 100 * i + 100, 100))) for i, one in enumerate(codes)]
    cells = blocks(*(box(x, 0, x + 100, 100) for x in (0, 100, 200)), people=[1, 2, 3])
    assert [job.problem for job in allot(given, cells).jobs(SETTINGS, CRS)] == [None] * 3


def test_a_cancel_is_heard_while_blocks_are_allotted() -> None:
    """Every step over the blocks looks after each chunk: mending, who meets whom, who lies in whom, cutting."""
    wide = [community(f"{i}", box(100 * i, 0, 100 * i + 100, 100)) for i in range(30)]
    cells = [box(5 * x + 2, 5 * y, 5 * x + 7, 5 * y + 5) for x in range(600) for y in range(20)]
    given = blocks(*cells, people=[1.0] * len(cells))
    looks: list[int] = []
    whole = allot(wide, given, lambda: looks.append(1))
    steps = len(cells) // CHUNK
    assert len(looks) >= 3 * steps
    for number in (1, steps // 2, 3 * steps // 2, 5 * steps // 2, len(looks)):
        left = iter(range(number - 1))

        def stop(left: Iterator[int] = left) -> None:
            if next(left, None) is None:
                raise Cancelled

        with pytest.raises(Cancelled):
            allot(wide, given, stop)
    assert whole.outside_population + whole.pieces.population.sum() == pytest.approx(len(cells))


def test_blocks_are_allotted_the_same_in_chunks_of_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    def all_of(allotment: Allotment) -> tuple:
        pieces = allotment.pieces
        return pieces.block.tolist(), shapely.to_wkb(pieces.geometry).tolist(), pieces.population.tolist()

    given = real_city.blocks(by_field=False)
    askew = dataclasses.replace(given, geometry=shapely.transform(given.geometry, lambda xy: xy + 300.0))
    once = all_of(allot(real_city.communities(), askew))
    monkeypatch.setattr(overlay, "CHUNK", 7)
    assert all_of(allot(real_city.communities(), askew)) == once


def test_no_blocks_and_no_communities_are_no_crash() -> None:
    empty = Blocks(np.empty(0, dtype=int), np.empty(0, dtype=object), np.empty(0))
    assert all(job.problem is not None for job in allot(PAIR, empty).jobs(SETTINGS, CRS))
    lonely = allot([], blocks(WEST, people=[4]))
    assert (list(lonely.jobs(SETTINGS, CRS)), lonely.outside_population) == ([], 4)
    assert allot([], dataclasses.replace(empty, community=np.empty(0, dtype=str))).outside_blocks == 0


def test_invalid_blocks_and_communities_find_each_other() -> None:
    bow = Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])
    found = jobs([community("a", bow)], blocks(bow, people=[9]))
    assert found["a"].population.tolist() == [9]


def test_a_community_without_area_is_told_as_one_not_as_one_without_blocks() -> None:
    flat = Polygon([(0, 0), (50, 50), (100, 100)])
    found = jobs([community("扁", flat, 3), community("东", EAST, 1)], blocks(EAST, people=[4]))
    plan = divide_one(found["扁"])
    assert plan.verdict is Verdict.FAILED
    assert "feature 3 of INPUT" in str(plan.reason)
    assert "without area" in str(plan.reason)


def test_an_overlap_is_told_with_its_bound() -> None:
    found = jobs([community("a", WEST, 1), community("b", box(90, 0, 200, 100), 2)], blocks(WEST, people=[4]))
    assert "more than the 1 m² that pass for noise" in str(found["a"].problem)
