"""``comparegridplans`` from layers to outputs, through Processing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import shapely
from qgis.core import QgsProcessingException, QgsProcessingFeedback, QgsVectorLayer

from tests.algorithms.test_split_run import Listener, rows
from tests.algorithms.test_validate_run import BOW_TIE, rectangle
from tests.city_layers import SOUTH, WEST, memory_layer

pytestmark = pytest.mark.usefixtures("provider")

SAMPLES = Path(__file__).resolve().parent.parent.parent / "samples"

OLD = [
    (rectangle(0, 0, 200, 400), ("A-1", "2020-01-01")),
    (rectangle(200, 0, 400, 400), ("A-2", "2020-01-01")),
    (rectangle(400, 0, 800, 400), ("B-1", "2021-01-01")),
    (rectangle(800, 0, 1000, 400), ("C-1", None)),
    (rectangle(1000, 0, 1200, 400), ("C-2", None)),
    (rectangle(1200, 0, 1400, 400), ("D-1", None)),
    (rectangle(1400, 0, 1500, 400), ("E-1", None)),
]
NEW = [
    (rectangle(0, 0, 210, 400), ("A-1",)),
    (rectangle(210, 0, 400, 400), ("A-2",)),
    (rectangle(400, 0, 600, 400), ("B-2",)),
    (rectangle(600, 0, 800, 400), ("B-3",)),
    (rectangle(800, 0, 1200, 400), ("C-3",)),
    (rectangle(1200, 0, 1400, 400), ("D-1",)),
    (rectangle(2000, 0, 2100, 400), ("F-1",)),
]
"""A's border moved by 10 m, B was split, C merged, D kept, E given up, F new."""


def old(found: list | None = None, **kwargs: Any) -> QgsVectorLayer:
    return memory_layer({"code": "string", "since": "string"}, OLD if found is None else found, **kwargs)


def new(found: list | None = None, **kwargs: Any) -> QgsVectorLayer:
    return memory_layer({"code": "string"}, NEW if found is None else found, **kwargs)


def spots(places: list, **kwargs: Any) -> QgsVectorLayer:
    found = [(None if one is None else f"POINT({WEST + one[0]} {SOUTH + one[1]})", (3.0,)) for one in places]
    return memory_layer({"n": "double"}, found, kind="Point", **kwargs)


def run(feedback: QgsProcessingFeedback | None = None, **changes: Any) -> dict[str, Any]:
    import processing

    found: dict[str, Any] = {"OLD_CODE": "code", "NEW_CODE": "code", "OUTPUT": "TEMPORARY_OUTPUT", **changes}
    found.setdefault("OLD", old())
    found.setdefault("NEW", new())
    return processing.run("gridmanager:comparegridplans", found, feedback=feedback)


def moved(results: dict[str, Any]) -> dict[tuple[str, str], float]:
    return {(row["old_code"], row["new_code"]): row["area_m2"] for row in rows(results["OUTPUT"])}


def kinds(results: dict[str, Any]) -> dict[str, str]:
    return {row["code"]: row["kind"] for row in rows(results["HISTORY"])}


def test_ground_that_changed_hands() -> None:
    results = run()
    assert moved(results) == {
        pair: pytest.approx(area, rel=1e-3)
        for pair, area in (
            (("A-2", "A-1"), 4000), (("B-1", "B-2"), 80_000), (("B-1", "B-3"), 80_000), (("C-1", "C-3"), 80_000),
            (("C-2", "C-3"), 80_000), (("E-1", ""), 40_000), (("", "F-1"), 40_000),
        )
    }  # fmt: skip
    strip = next(row for row in rows(results["OUTPUT"]) if row["old_code"] == "A-2")
    assert shapely.equals(shapely.get_geometry(strip["geometry"], 0), shapely.from_wkt(rectangle(200, 0, 210, 400)))
    assert (strip["population"], strip["points"]) == (None, None)
    assert (results["CHANGED"], results["KEPT"], results["NEW"], results["WITHDRAWN"]) == (7, 1, 4, 4)
    assert results["AREA_MOVED_M2"] == pytest.approx(sum(moved(results).values()))
    assert (results["POPULATION_MOVED"], results["POINTS_MOVED"]) == (0, 0)


def test_the_table_has_every_pair_and_its_shares() -> None:
    found = rows(run(TABLE="TEMPORARY_OUTPUT")["TABLE"])
    assert [(row["old_code"], row["new_code"]) for row in found] == [
        ("A-1", "A-1"), ("A-2", "A-1"), ("A-2", "A-2"), ("B-1", "B-2"), ("B-1", "B-3"), ("C-1", "C-3"),
        ("C-2", "C-3"), ("D-1", "D-1"), ("E-1", ""), ("", "F-1"),
    ]  # fmt: skip
    strip = found[1]
    assert strip["share_of_old"] == pytest.approx(0.05, rel=1e-6)
    assert strip["share_of_new"] == pytest.approx(10 / 210, rel=1e-6)
    assert (found[8]["share_of_new"], found[9]["share_of_old"]) == (None, None)
    for code in {row["old_code"] for row in found} - {""}:
        assert sum(row["share_of_old"] for row in found if row["old_code"] == code) == pytest.approx(1, abs=1e-9)


def test_the_history_says_what_became_of_each_code() -> None:
    results = run(HISTORY="TEMPORARY_OUTPUT", DATE="2026-07-01", OLD_VALID_FROM="since")
    assert [tuple(row.values()) for row in rows(results["HISTORY"])] == [
        ("A-1", "2020-01-01", None, "A-1, A-2", "A-1", "changed"),
        ("A-2", "2020-01-01", None, "A-2", "A-1, A-2", "changed"),
        ("B-1", "2021-01-01", "2026-07-01", "", "B-2, B-3", "split"),
        ("B-2", "2026-07-01", None, "B-1", "", "new"),
        ("B-3", "2026-07-01", None, "B-1", "", "new"),
        ("C-1", None, "2026-07-01", "", "C-3", "merged"),
        ("C-2", None, "2026-07-01", "", "C-3", "merged"),
        ("C-3", "2026-07-01", None, "C-1, C-2", "", "new"),
        ("D-1", None, None, "D-1", "D-1", "kept"),
        ("E-1", None, "2026-07-01", "", "", "withdrawn"),
        ("F-1", "2026-07-01", None, "", "", "new"),
    ]


def test_people_and_points_are_counted_once() -> None:
    # on the old border of A, on the new one, in the strip between, in B, in the middle of B, outside
    places = [(200, 50), (210, 50), (205, 50), (500, 50), (600, 50), (5000, 50), None]
    listener = Listener()
    results = run(
        listener, POPULATION_LAYER=spots(places[:-1]), POPULATION_LAYER_FIELD="n", POINTS=spots(places),
        TABLE="TEMPORARY_OUTPUT",
    )  # fmt: skip
    found = {(row["old_code"], row["new_code"]): (row["population"], row["points"]) for row in rows(results["TABLE"])}
    assert found[("A-1", "A-1")] == (3, 1)
    assert found[("A-2", "A-1")] == (6, 2)
    assert found[("A-2", "A-2")] == (0, 0)
    assert found[("B-1", "B-2")] == (6, 2)
    assert found[("B-1", "B-3")] == (0, 0)
    assert (results["POPULATION_MOVED"], results["POINTS_MOVED"]) == (12, 4)
    assert any("POINTS: points without a place, which are left out: 1 (features: 7)" in said for said in listener.said)


def test_people_of_polygons_go_by_their_share() -> None:
    layer = memory_layer({"n": "double"}, [(rectangle(0, 0, 400, 400), (400.0,))])
    results = run(POPULATION_LAYER=layer, POPULATION_LAYER_FIELD="n")
    assert results["POPULATION_MOVED"] == pytest.approx(10)


def test_the_same_plan_has_nothing_to_tell() -> None:
    same = [(wkt, (code,)) for wkt, (code, _) in OLD]
    results = run(NEW=new(same), HISTORY="TEMPORARY_OUTPUT")
    assert rows(results["OUTPUT"]) == []
    assert set(kinds(results).values()) == {"kept"}
    assert (results["CHANGED"], results["AREA_MOVED_M2"], results["KEPT"]) == (0, 0, 7)


@pytest.mark.parametrize(("ignore", "changed"), [(1, 0), (0.02, 1)])
def test_slivers_are_ignored_up_to_a_size(ignore: float, changed: int) -> None:
    shifted = [(rectangle(0, 0, 200.0001, 400), ("A-1",)), (rectangle(200.0001, 0, 400, 400), ("A-2",))]
    results = run(OLD=old(OLD[:2]), NEW=new(shifted), IGNORE_BELOW=ignore, HISTORY="TEMPORARY_OUTPUT")
    assert results["CHANGED"] == changed
    assert set(kinds(results).values()) == ({"changed"} if changed else {"kept"})


def test_codes_that_are_missing_or_double_are_told() -> None:
    parts = [
        (rectangle(0, 0, 200, 400), ("A-1", "2021")), (rectangle(200, 0, 400, 400), (" A-1 ", "2020")),
        (rectangle(400, 0, 800, 400), (None, None)), (rectangle(800, 0, 1000, 400), ("", None)),
    ]  # fmt: skip
    listener = Listener()
    results = run(listener, OLD=old(parts), OLD_VALID_FROM="since", HISTORY="TEMPORARY_OUTPUT")
    assert any("OLD: grids without a code count as ground of no grid: 2 (features: 3, 4)" in s for s in listener.said)
    assert any("OLD: codes that several features have: 1 (A-1)" in one for one in listener.said)
    assert moved(results)[("A-1", "A-2")] == pytest.approx(190 * 400, rel=1e-3)
    assert ("", "B-2") in moved(results)
    assert next(row["valid_from"] for row in rows(results["HISTORY"]) if row["code"] == "A-1") == "2020"


def test_codes_are_text_whatever_their_field() -> None:
    numbers = memory_layer({"code": "double"}, [(OLD[0][0], (35.0,))])
    texts = [(OLD[0][0], ("35",))]
    assert run(OLD=numbers, NEW=new(texts))["KEPT"] == 1
    lost_zero = [(OLD[0][0], ("035",))]
    assert moved(run(OLD=numbers, NEW=new(lost_zero))).keys() == {("35", "035")}
    wide = [(OLD[0][0], ("３５",))]
    assert moved(run(OLD=numbers, NEW=new(wide))).keys() == {("35", "３５")}


def test_ground_in_two_grids_counts_for_the_lowest_code() -> None:
    over = [(rectangle(0, 0, 300, 400), ("A-2", None)), (rectangle(200, 0, 400, 400), ("A-1", None))]
    listener = Listener()
    results = run(listener, OLD=old(over), NEW=new([(rectangle(0, 0, 400, 400), ("A-9",))]), TABLE="TEMPORARY_OUTPUT")
    areas = {row["old_code"]: row["area_m2"] for row in rows(results["TABLE"])}
    assert areas == {"A-1": pytest.approx(80_000, rel=1e-3), "A-2": pytest.approx(80_000, rel=1e-3)}
    assert any("OLD: pairs of grids that lie on each other: 1 (A-1 / A-2)" in said for said in listener.said)


def test_invalid_grids_count_as_made_valid() -> None:
    listener = Listener()
    results = run(listener, OLD=old([*OLD[:2], (BOW_TIE, ("B-1", None)), (None, ("E-1", None))]))
    assert any("OLD: invalid geometries, which count as made valid: 1 (features: 3)" in said for said in listener.said)
    assert any("OLD: features without ground: 1 (features: 4)" in said for said in listener.said)
    assert results["CHANGED"] > 0


def test_order_of_features_does_not_matter(tmp_path: Path) -> None:
    def files(folder: str, turned: bool) -> dict[str, bytes]:
        target = tmp_path / folder
        target.mkdir()
        step = -1 if turned else 1
        places = [(200, 50), (205, 50), (600, 50)][::step]
        run(
            OLD=old(OLD[::step]), NEW=new(NEW[::step]), POINTS=spots(places), POPULATION_LAYER=spots(places),
            OUTPUT=str(target / "o.gpkg"), TABLE=str(target / "t.csv"), HISTORY=str(target / "h.csv"),
            REPORT=str(target / "r.html"), SUMMARY=str(target / "s.json"),
        )  # fmt: skip
        return {path.name: path.read_bytes() for path in target.iterdir()}

    assert files("a", False) == files("b", True)


def test_plans_in_different_systems(tmp_path: Path) -> None:
    import processing

    layer = processing.run(
        "native:reprojectlayer", {"INPUT": new(), "TARGET_CRS": "EPSG:4326", "OUTPUT": "TEMPORARY_OUTPUT"}
    )["OUTPUT"]
    results, expected = run(NEW=layer), run()
    assert moved(results).keys() == moved(expected).keys()
    assert results["OUTPUT"].crs() == expected["OUTPUT"].crs()
    assert results["AREA_MOVED_M2"] == pytest.approx(expected["AREA_MOVED_M2"], rel=1e-5)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"DATE": "20260701"}, "DATE is “20260701”; it must be a day"),
        ({"IGNORE_BELOW": -1}, "IGNORE_BELOW is -1"),
        ({"MAX_POPULATION": 5}, "give POPULATION_LAYER"),
        ({"MIN_AREA": 5, "MAX_AREA": 2}, "MIN_AREA .* is above MAX_AREA"),
        ({"OLD": "empty"}, "OLD: the layer .* has no features"),
        ({"NEW": "nowhere"}, "NEW"),
        ({"NEW_CODE": "other"}, "no field “other”"),
        ({"POINTS": "new"}, "POINTS"),
    ],
)
def test_bad_input_is_named(changes: dict[str, Any], says: str) -> None:
    layers = {"empty": lambda: old([]), "nowhere": lambda: new(crs=""), "new": new}
    given = {name: layers[value]() if value in layers else value for name, value in changes.items()}
    with pytest.raises(QgsProcessingException, match=says):
        run(**given)


@pytest.mark.parametrize("at", [0, 30, 60, 75])
def test_a_cancelled_run_leaves_nothing(at: int, tmp_path: Path) -> None:
    class Impatient(QgsProcessingFeedback):
        def setProgress(self, progress: float) -> None:  # noqa: N802 - QGIS calls it
            if progress >= at:
                self.cancel()

    names = ("OUTPUT", "TABLE", "HISTORY", "SUMMARY", "REPORT")
    files = {name: str(tmp_path / f"{name}.{'gpkg' if i < 3 else 'txt'}") for i, name in enumerate(names)}
    with pytest.raises(QgsProcessingException, match="cancelled"):
        run(Impatient(), POINTS=spots([(1, 1)]), **files)
    assert list(tmp_path.iterdir()) == []


def test_report_and_summary_hold_the_same_numbers(tmp_path: Path) -> None:
    page, text = tmp_path / "r.html", tmp_path / "s.json"
    named = [(wkt, (code.replace("B-2", "<em>2"),)) for wkt, (code,) in NEW]
    results = run(
        NEW=new(named), REPORT=str(page), SUMMARY=str(text), MAX_AREA=100_000, MAX_POPULATION=2,
        POPULATION_LAYER=spots([(50, 50), (250, 50), (300, 50)]), POPULATION_LAYER_FIELD="n",
    )  # fmt: skip
    summary = json.loads(text.read_text(encoding="utf-8"))
    assert summary["numbers"] == {name: results[name] for name in summary["numbers"]}
    assert summary["kinds"] == {"kept": 1, "changed": 2, "new": 4, "withdrawn": 1, "split": 1, "merged": 2}
    before, after = summary["before"], summary["after"]
    assert (before["grids"], after["grids"]) == (7, 7)
    assert before["border_m"] == pytest.approx(6 * 400, rel=1e-3)
    assert after["border_m"] == pytest.approx(5 * 400, rel=1e-3)
    assert (before["area_breaches"], after["area_breaches"]) == (1, 1)
    assert (before["population"], before["population_breaches"], after["population_breaches"]) == (9, 2, 2)
    assert before["compactness"] == pytest.approx(0.674, abs=0.01)
    html = page.read_text(encoding="utf-8")
    assert html.count('<svg class="map twin"') == 2
    assert "&lt;em&gt;2" in html
    assert "<em>2" not in html
    assert str(tmp_path) not in html


def test_two_divisions_of_denver(tmp_path: Path) -> None:
    import processing

    def divided(target: int) -> str:
        return processing.run(
            "gridmanager:splitcommunities",
            {
                "INPUT": str(SAMPLES / "denver_communities.gpkg"), "COMMUNITY_ID": "TRACT_GEOID",
                "BLOCKS": str(SAMPLES / "denver_blocks.gpkg"), "POPULATION_FIELD": "TOTPOP20", "EFFORT": 0,
                "TARGET_POPULATION": target, "WORKERS": 1, "OUTPUT": str(tmp_path / f"{target}.gpkg"),
            },
        )["OUTPUT"]  # fmt: skip

    results = run(
        OLD=divided(1500), OLD_CODE="grid_code", NEW=divided(1200), NEW_CODE="grid_code", TABLE="TEMPORARY_OUTPUT",
        POPULATION_LAYER=str(SAMPLES / "denver_blocks.gpkg"), POPULATION_LAYER_FIELD="TOTPOP20",
        SUMMARY=str(tmp_path / "s.json"),
    )  # fmt: skip
    table = rows(results["TABLE"])
    assert sum(row["population"] for row in table) == pytest.approx(715_522, abs=1)
    summary = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))
    assert summary["before"]["population"] == pytest.approx(715_522, abs=1)
    whole = sum(row["area_m2"] for row in table)
    assert whole == pytest.approx(summary["before"]["area_m2"], rel=1e-5)
    assert whole == pytest.approx(summary["after"]["area_m2"], rel=1e-5)
    assert 0 < results["AREA_MOVED_M2"] < whole
