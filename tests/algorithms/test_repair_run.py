"""``repairgrids`` from layers to outputs, through Processing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import shapely
from qgis.core import QgsProcessingException, QgsVectorLayer

from tests.algorithms.test_split_run import Listener, rows
from tests.algorithms.test_validate_run import BOW_TIE, FIELDS, GRIDS, grids, parameters, parents, rectangle, run
from tests.city_layers import SOUTH, WEST, file_layer, memory_layer

pytestmark = pytest.mark.usefixtures("provider")

TORN = [
    (rectangle(0, 0, 200.2, 400), ("A-1", "A", 40.0)),
    (rectangle(200, 0, 399.9, 400), ("A-2", "A", 60.0)),
    *GRIDS[2:],
]
"""An overlap of 80 m² and a gap of 40 m² in community A."""


def repair(**changes: Any) -> dict[str, Any]:
    return run(name="repairgrids", **changes)


def wkbs(layer: QgsVectorLayer) -> list[bytes]:
    return [feature.geometry().asWkb().data() for feature in layer.getFeatures()]


def test_what_is_torn_is_mended_and_listed() -> None:
    asked = dict.fromkeys(("CHANGES", "REMAINING"), "TEMPORARY_OUTPUT")
    results = repair(INPUT=grids(TORN), **asked)
    assert (results["REPAIRED"], results["LEFT"], results["NODED"]) == (2, 0, 0)
    assert results["AREA_MOVED_M2"] == pytest.approx(120, rel=1e-3)
    changes = [(row["kind"], row["from_code"], row["to_code"], row["population"]) for row in rows(results["CHANGES"])]
    assert sorted(changes) == [("gap", "", "A-2", None), ("overlap", "A-1", "A-2", None)]
    assert rows(results["REMAINING"]) == []
    found = rows(results["OUTPUT"])
    assert [(row["code"], row["community"], row["people"]) for row in found] == [row for _, row in TORN]
    assert run(INPUT=results["OUTPUT"])["ERRORS"] == 0
    ground = shapely.union_all([row["geometry"] for row in found])
    assert shapely.equals(ground, shapely.from_wkt(rectangle(0, 0, 800, 400)))


def test_a_valid_plan_comes_back_byte_for_byte(tmp_path: Path) -> None:
    layer = file_layer(grids(), tmp_path, "gpkg")
    results = repair(INPUT=layer, OUTPUT=str(tmp_path / "out.gpkg"))
    back = QgsVectorLayer(results["OUTPUT"], "", "ogr")
    assert wkbs(back) == wkbs(layer)
    assert [field.name() for field in back.fields()] == [field.name() for field in layer.fields()]
    assert (results["REPAIRED"], results["LEFT"], results["AREA_MOVED_M2"]) == (0, 0, 0)


def test_a_second_run_changes_nothing() -> None:
    first = repair(INPUT=grids(TORN))
    second = repair(INPUT=first["OUTPUT"])
    assert second["REPAIRED"] == 0
    assert wkbs(second["OUTPUT"]) == wkbs(first["OUTPUT"])


@pytest.mark.parametrize("kind", ["MultiPolygon", "PolygonZ"])
def test_the_geometry_type_is_kept(kind: str) -> None:
    layer = memory_layer(FIELDS, [*[(typed(wkt, kind), row) for wkt, row in TORN]], kind=kind)
    results = repair(INPUT=layer)
    assert results["OUTPUT"].wkbType() == layer.wkbType()
    assert results["REPAIRED"] == 2
    back = list(results["OUTPUT"].getFeatures())
    assert {feature.geometry().wkbType() for feature in back} == {layer.wkbType()}
    assert back[2].geometry().asWkb() == list(layer.getFeatures())[2].geometry().asWkb()


def test_lost_heights_and_people_that_do_not_count_are_told() -> None:
    layer = memory_layer(FIELDS, [(typed(wkt, "PolygonZ"), row) for wkt, row in TORN], kind="PolygonZ")
    spots = [(f"POINT({WEST + 200.1} {SOUTH + 50})", (n,)) for n in (-1.0, None, 2.0)]
    people = memory_layer({"n": "double"}, spots, kind="Point")
    listener = Listener()
    results = repair(
        feedback=listener, INPUT=layer, POPULATION_LAYER=people, POPULATION_LAYER_FIELD="n", CHANGES="TEMPORARY_OUTPUT"
    )
    assert {row["kind"]: row["population"] for row in rows(results["CHANGES"])} == {"gap": 0, "overlap": 2}
    assert any("heights (Z)" in said and "2 (features of INPUT: 1, 2)" in said for said in listener.warned)
    assert any("count for nobody: 2 (features: 1, 2)" in said for said in listener.said)


@pytest.mark.parametrize("kind", ["CurvePolygon", "MultiSurface"])
def test_layers_of_curves_are_repaired(kind: str) -> None:
    layer = memory_layer(FIELDS, [(wkt, row) for wkt, row in TORN], kind=kind)
    results = repair(INPUT=layer)
    assert (results["REPAIRED"], results["LEFT"]) == (2, 0)
    assert results["OUTPUT"].wkbType() == layer.wkbType()
    assert run(INPUT=results["OUTPUT"])["ERRORS"] == 0


def typed(wkt: str, kind: str) -> str:
    ground = shapely.from_wkt(wkt)
    if kind == "PolygonZ":
        return shapely.to_wkt(shapely.force_3d(ground, 7.0), 3)
    return shapely.multipolygons([ground]).wkt


def test_locked_grids_keep_their_ground() -> None:
    fields = {**FIELDS, "locked": "bool"}
    layer = memory_layer(fields, [(wkt, (*row, row[0] == "A-1")) for wkt, row in TORN])
    results = repair(INPUT=layer, LOCKED="locked", CHANGES="TEMPORARY_OUTPUT")
    assert wkbs(results["OUTPUT"])[0] == wkbs(layer)[0]
    changes = sorted((row["kind"], row["from_code"], row["to_code"]) for row in rows(results["CHANGES"]))
    assert changes == [("gap", "", "A-2"), ("overlap", "A-2", "A-1")]
    words = memory_layer({**FIELDS, "locked": "string"}, [(wkt, (*row, "perhaps")) for wkt, row in TORN])
    with pytest.raises(QgsProcessingException, match="LOCKED: “perhaps” in feature 1"):
        repair(INPUT=words, LOCKED="locked")


def test_what_is_left_has_its_reason() -> None:
    results = repair(INPUT=grids(TORN), MAX_OVERLAP_AREA=50, REMAINING="TEMPORARY_OUTPUT", MIN_GRIDS=3)
    left = {row["kind"]: row["reason"] for row in rows(results["REMAINING"])}
    assert set(left) == {"overlap", "grid_count"}
    assert "MAX_OVERLAP_AREA (50 m²)" in left["overlap"]
    assert "a person has to decide" in left["grid_count"]
    assert results["LEFT"] == 3


@pytest.mark.parametrize("field", [None, "n"])
def test_people_on_moved_ground_are_counted_from_points(field: str | None) -> None:
    spots = [(200.1, 50), (200.1, 150), (399.95, 20), (100, 100)]
    points = [(f"POINT({WEST + x} {SOUTH + y})", (3.0,)) for x, y in spots]
    layer = memory_layer({"n": "double"}, points, kind="Point")
    results = repair(
        INPUT=grids(TORN), POPULATION_LAYER=layer, POPULATION_LAYER_FIELD=field, CHANGES="TEMPORARY_OUTPUT"
    )
    people = {row["kind"]: row["population"] for row in rows(results["CHANGES"])}
    assert people == ({"gap": 1, "overlap": 2} if field is None else {"gap": 3, "overlap": 6})


def test_people_on_moved_ground_are_counted_from_polygons() -> None:
    layer = memory_layer({"n": "double"}, [(rectangle(0, 0, 400, 400), (1600.0,))])
    results = repair(
        INPUT=grids(TORN), POPULATION_LAYER=layer, POPULATION_LAYER_FIELD="n", CHANGES="TEMPORARY_OUTPUT"
    )
    people = {row["kind"]: row["population"] for row in rows(results["CHANGES"])}
    assert people == {"gap": pytest.approx(0.4), "overlap": pytest.approx(0.8)}


def test_an_invalid_grid_loses_nothing() -> None:
    layer = grids([*GRIDS[:3], (BOW_TIE, GRIDS[3][1])])
    results = repair(INPUT=layer, REMAINING="TEMPORARY_OUTPUT")
    assert wkbs(results["OUTPUT"])[3] == wkbs(layer)[3]
    assert {row["kind"] for row in rows(results["REMAINING"])} == {"invalid_geometry", "gap"}


def test_grids_without_ground_stay_as_they_are() -> None:
    layer = grids([*TORN, (None, ("B-3", "B", 1.0))])
    results = repair(INPUT=layer)
    assert len(rows(results["OUTPUT"])) == 5
    assert results["REPAIRED"] == 2


@pytest.mark.parametrize("name", ["MAX_GAP_AREA", "MAX_OVERLAP_AREA", "MAX_SPILL_AREA", "SNAP_TOLERANCE"])
def test_amounts_are_checked(name: str) -> None:
    with pytest.raises(QgsProcessingException, match=f"{name} is -1; it must be a number of 0 or more"):
        repair(**{name: -1})


def test_errors_that_are_left_end_a_batch_only_when_asked() -> None:
    assert repair(INPUT=grids(TORN), FAIL_ON_ERROR=True)["LEFT"] == 0
    with pytest.raises(QgsProcessingException, match="Errors found: 1"):
        repair(INPUT=grids(TORN), FAIL_ON_ERROR=True, MAX_GAP_AREA=1)


def test_all_is_in_one_report(tmp_path: Path) -> None:
    page, text = tmp_path / "r.html", tmp_path / "s.json"
    repair(INPUT=grids(TORN), REPORT=str(page), SUMMARY=str(text), MAX_GAP_AREA=1)
    assert "<svg" in page.read_text(encoding="utf-8")
    summary = json.loads(text.read_text(encoding="utf-8"))
    assert (summary["algorithm"], summary["numbers"]["ERRORS"]) == ("repairgrids", 1)
    (moved,) = summary["repair"]["moved"]
    assert (moved["kind"], moved["pieces"], moved["population"]) == ("overlap", 1, None)
    assert summary["repair"]["numbers"]["REPAIRED"] == 1
    assert summary["repair"]["max_gap_area_m2"] == 1
    assert "What was repaired" in page.read_text(encoding="utf-8")


def test_parents_are_never_moved() -> None:
    given = parents()
    before = wkbs(given)
    repair(INPUT=grids(TORN), COMMUNITIES=given)
    assert wkbs(given) == before
    assert parameters()["COMMUNITIES"] is not None
