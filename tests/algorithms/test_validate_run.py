"""``validategrids`` from layers to outputs, through Processing."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import pytest
import shapely
from qgis.core import (
    QgsApplication,
    QgsExpression,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)

from tests.algorithms.test_split_run import Listener, rows
from tests.city_layers import SOUTH, WEST, file_layer, memory_layer, square

pytestmark = pytest.mark.usefixtures("provider")

FIELDS = {"code": "string", "community": "string", "people": "double"}


def rectangle(west: float, south: float, east: float, north: float) -> str:
    """Return a rectangle as WKT, in metres from the layers' corner."""
    return shapely.box(WEST + west, SOUTH + south, WEST + east, SOUTH + north).wkt


GRIDS = [
    (rectangle(0, 0, 200, 400), ("A-1", "A", 40.0)),
    (rectangle(200, 0, 400, 400), ("A-2", "A", 60.0)),
    (rectangle(400, 0, 600, 400), ("B-1", "B", 50.0)),
    (rectangle(600, 0, 800, 400), ("B-2", "B", 50.0)),
]
TORN = [*GRIDS[:1], (rectangle(201, 0, 400, 400), GRIDS[1][1]), *GRIDS[2:]]
"""A gap of 400 m² in community A."""


def grids(found: list | None = None, **kwargs: Any) -> QgsVectorLayer:
    return memory_layer(FIELDS, GRIDS if found is None else found, **kwargs)


def parents(**kwargs: Any) -> QgsVectorLayer:
    ground = [(square(400 * i, 0, 400), (chr(65 + i), f"社区 {i + 1}")) for i in range(2)]
    return memory_layer({"id": "string", "name": "string"}, ground, **kwargs)


def parameters(**changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = {
        "GRID_CODE": "code",
        "GRID_COMMUNITY": "community",
        "POPULATION_FIELD": "people",
        "COMMUNITY_ID": "id",
        "COMMUNITY_NAME": "name",
        "OUTPUT": "TEMPORARY_OUTPUT",
    }
    found.update(changes)
    found.setdefault("INPUT", grids())
    found.setdefault("COMMUNITIES", parents())
    return found


def run(feedback: QgsProcessingFeedback | None = None, name: str = "validategrids", **changes: Any) -> dict[str, Any]:
    import processing

    return processing.run(f"gridmanager:{name}", parameters(**changes), feedback=feedback)


def kinds(results: dict[str, Any], output: str = "OUTPUT") -> list[tuple]:
    return [(row["kind"], row["grid_code"], row["other_code"]) for row in rows(results[output])]


def test_a_plan_that_tiles_passes() -> None:
    results = run(CODE_SCHEME=3, MIN_POPULATION=40, MAX_POPULATION=60)
    assert rows(results["OUTPUT"]) == []
    assert (results["ERRORS"], results["WARNINGS"], results["COMMUNITIES_VALID"]) == (0, 0, 2)


def test_outputs_agree_with_each_other(tmp_path: Path) -> None:
    asked = dict.fromkeys(("EDGES", "STATUS"), "TEMPORARY_OUTPUT")
    results = run(
        INPUT=grids(TORN), MAX_POPULATION=55, REPORT=str(tmp_path / "r.html"), SUMMARY=str(tmp_path / "s.json"), **asked
    )
    assert kinds(results) == [("gap", "", ""), ("population", "A-2", "")]
    gap, people = rows(results["OUTPUT"])
    assert (gap["severity"], gap["community_id"], gap["accepted"], gap["value"]) == ("error", "A", False, None)
    assert gap["area_m2"] == pytest.approx(400, rel=1e-3)
    assert shapely.equals(shapely.get_geometry(gap["geometry"], 0), shapely.from_wkt(rectangle(200, 0, 201, 400)))
    assert (people["value"], people["limit"], people["area_m2"]) == (60, 55, None)
    first, second = rows(results["STATUS"])
    assert (first["valid"], first["errors"], first["gap_m2"], first["grids"]) == (False, 2, gap["area_m2"], 2)
    assert (second["valid"], second["errors"], second["community_name"]) == (True, 0, "社区 2")
    summary = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))
    assert summary["numbers"] == {name: results[name] for name in summary["numbers"]}
    assert results["ERRORS"] == 2
    assert "社区 1" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_borders_that_do_not_match_are_lines() -> None:
    ring = f"POLYGON(({WEST + 200} {SOUTH}, {WEST + 200} {SOUTH + 100}, {WEST + 200} {SOUTH + 400}, "
    ring += f"{WEST + 400} {SOUTH + 400}, {WEST + 400} {SOUTH}, {WEST + 200} {SOUTH}))"
    results = run(INPUT=grids([GRIDS[0], (ring, GRIDS[1][1]), *GRIDS[2:]]), EDGES="TEMPORARY_OUTPUT")
    assert kinds(results) == kinds(results, "EDGES") == [("edge_mismatch", "A-1", "A-2")]
    (edge,) = rows(results["EDGES"])
    assert edge["length_m"] == pytest.approx(400, rel=1e-3)
    assert shapely.get_type_id(edge["geometry"]) == shapely.GeometryType.MULTILINESTRING
    assert (results["ERRORS"], results["WARNINGS"]) == (0, 1)


@pytest.mark.parametrize("ending", ["gpkg", "shp", "geojson"])
def test_an_accepted_finding_is_honoured_by_the_next_run(ending: str, tmp_path: Path) -> None:
    first = str(tmp_path / f"findings.{ending}")
    run(INPUT=grids(TORN), OUTPUT=first)
    layer = QgsVectorLayer(first, "findings", "ogr")
    names = [field.name() for field in layer.fields()]
    with_note = {names.index("accepted"): True, names.index("note"): "池塘"}
    assert layer.dataProvider().changeAttributeValues({next(layer.getFeatures()).id(): with_note})
    results = run(INPUT=grids(TORN), ACCEPTED=layer)
    (row,) = rows(results["OUTPUT"])
    assert (row["kind"], row["accepted"], row["note"]) == ("gap", True, "池塘")
    assert (results["ERRORS"], results["ACCEPTED_COUNT"], results["COMMUNITIES_INVALID"]) == (0, 1, 0)
    assert results["GAP_M2"] > 300
    moved = [*GRIDS[:1], (rectangle(200, 0, 399, 400), GRIDS[1][1]), *GRIDS[2:]]
    listener = Listener()
    assert run(listener, INPUT=grids(moved), ACCEPTED=layer)["ERRORS"] == 1
    assert any("not at the same place: 1 of 1" in said for said in listener.warned)


def test_layers_in_different_systems_are_brought_together() -> None:
    results = run(COMMUNITIES=parents_in("EPSG:4326"))
    assert results["ERRORS"] == 0
    assert run(INPUT=grids(TORN), COMMUNITIES=parents_in("EPSG:4326"))["ERRORS"] == 1
    listener = Listener()
    run(listener, COMMUNITIES=parents_in("EPSG:4490"))
    assert any("differ by less than about 2 m" in said for said in listener.said)
    with pytest.raises(QgsProcessingException, match=r"COMMUNITIES.*only a rough one"):
        run(COMMUNITIES=parents_in("EPSG:4214", straight=True))


def parents_in(crs: str, straight: bool = False) -> QgsVectorLayer:
    """Return the communities in another system; ``straight`` keeps the datum's own numbers."""
    way = pyproj.Transformer.from_crs("EPSG:32633", "EPSG:4326", always_xy=True)
    ground = [(square(400 * i, 0, 400), (chr(65 + i), "")) for i in range(2)]

    def degrees(wkt: str) -> str:
        found = shapely.transform(shapely.from_wkt(wkt), lambda xy: np.column_stack(way.transform(*xy.T)))
        return shapely.transform(found, lambda xy: np.add(xy, (100.0, -10.0) if straight else 0)).wkt

    return memory_layer({"id": "string", "name": "string"}, [(degrees(wkt), row) for wkt, row in ground], crs=crs)


def test_without_fields_the_geometry_tells_and_messages_say_so() -> None:
    listener = Listener()
    results = run(listener, GRID_CODE=None, GRID_COMMUNITY=None, COMMUNITY_ID=None, COMMUNITY_NAME=None)
    assert results["ERRORS"] == 0
    assert any("GRID_CODE was not given" in said for said in listener.said)
    assert any("feature ids of COMMUNITIES" in said for said in listener.said)


def test_ids_that_match_nothing_are_pointed_out() -> None:
    listener = Listener()
    wrong = [(wkt, (code, f"0{community}", people)) for wkt, (code, community, people) in GRIDS]
    results = run(listener, INPUT=grids(wrong))
    assert [kind for kind, *_ in kinds(results)] == ["wrong_community"] * 4
    assert any("GRID_COMMUNITY and COMMUNITY_ID hold the same ids" in said for said in listener.said)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"MIN_GRIDS": 6}, r"MIN_GRIDS \(6\) is above MAX_GRIDS \(5\)"),
        ({"IGNORE_BELOW": -1}, "IGNORE_BELOW is -1; it must be a number of 0 or more"),
        ({"MAX_POPULATION": "many"}, "MAX_POPULATION is “many”"),
        ({"MAX_POPULATION": 9, "POPULATION_FIELD": None}, "give POPULATION_FIELD"),
        ({"GRID_CODE": "nothing"}, "nothing"),
    ],
)
def test_what_is_known_to_be_wrong_is_told_before_the_run(change: dict, said: str) -> None:
    with pytest.raises(QgsProcessingException, match=said):
        run(**change)


def test_duplicate_and_empty_ids_are_listed() -> None:
    ground = [(square(400 * i, 0, 400), ("A", "")) for i in range(2)]
    twice = memory_layer({"id": "string", "name": "string"}, ground)
    with pytest.raises(QgsProcessingException, match=r"COMMUNITY_ID: .*COMMUNITIES.*“A” \(1, 2\)"):
        run(COMMUNITIES=twice)


def test_layers_that_cannot_be_used_are_refused() -> None:
    points = memory_layer(FIELDS, [(f"POINT({WEST} {SOUTH})", ("A-1", "A", 1.0))], kind="Point")
    with pytest.raises(QgsProcessingException):
        run(INPUT=points)
    with pytest.raises(QgsProcessingException, match=r"INPUT: the layer .* has no features"):
        run(INPUT=grids([]))
    with pytest.raises(QgsProcessingException, match="INPUT: the layer has no coordinate system"):
        run(INPUT=grids(crs=""))
    with pytest.raises(QgsProcessingException, match=r"ACCEPTED: the layer .* has no field “kind”"):
        run(ACCEPTED=parents())


BOW_TIE = f"POLYGON(({WEST + 600} {SOUTH}, {WEST + 800} {SOUTH}, {WEST + 600} {SOUTH + 400}, "
BOW_TIE += f"{WEST + 800} {SOUTH + 400}, {WEST + 600} {SOUTH}))"
CURVE = f"CURVEPOLYGON(COMPOUNDCURVE(({WEST + 600} {SOUTH}, {WEST + 600} {SOUTH + 400}, {WEST + 800} {SOUTH + 400}), "
CURVE += f"CIRCULARSTRING({WEST + 800} {SOUTH + 400}, {WEST + 810} {SOUTH + 200}, {WEST + 800} {SOUTH}), "
CURVE += f"({WEST + 800} {SOUTH}, {WEST + 600} {SOUTH})))"


@pytest.mark.parametrize(
    ("wkt", "kind", "expected"),
    [
        (None, "Polygon", {"empty_geometry", "gap", "grid_count"}),
        (BOW_TIE, "Polygon", {"invalid_geometry", "gap"}),
        (CURVE, "CurvePolygon", {"spill"}),
    ],
)
def test_one_bad_grid_speaks_for_itself(wkt: str | None, kind: str, expected: set) -> None:
    ground = [*GRIDS[:3], (wkt, GRIDS[3][1])]
    results = run(INPUT=memory_layer(FIELDS, ground, kind=kind), STATUS="TEMPORARY_OUTPUT")
    assert {kind for kind, *_ in kinds(results)} == expected
    assert [row["valid"] for row in rows(results["STATUS"])] == [True, False]


def test_errors_end_a_batch_only_when_asked(tmp_path: Path) -> None:
    target = tmp_path / "findings.gpkg"
    with pytest.raises(QgsProcessingException, match=r"Errors found: 1\. The outputs were written"):
        run(INPUT=grids(TORN), FAIL_ON_ERROR=True, OUTPUT=str(target))
    assert len(rows(str(target))) == 1
    assert run(FAIL_ON_ERROR=True)["ERRORS"] == 0


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        asked = {"OUTPUT": "f.gpkg", "STATUS": "s.gpkg", "EDGES": "e.gpkg", "REPORT": "r.html", "SUMMARY": "s.json"}
        run(INPUT=grids(TORN), **{key: str(folder / value) for key, value in asked.items()})
        made.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert made[0] == made[1]
    assert len(made[0]) == 5


def test_a_cancelled_run_leaves_nothing(tmp_path: Path) -> None:
    target = tmp_path / "findings.gpkg"
    feedback = QgsProcessingFeedback(False)
    feedback.cancel()
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("gridmanager:validategrids")
    _, fine = algorithm.run(parameters(OUTPUT=str(target)), QgsProcessingContext(), feedback)
    assert not fine
    assert list(tmp_path.iterdir()) == []


def test_an_output_never_replaces_an_input(tmp_path: Path) -> None:
    layer = file_layer(grids(), tmp_path, "gpkg")
    with pytest.raises(QgsProcessingException, match="OUTPUT would replace the data of INPUT"):
        run(INPUT=layer, OUTPUT=layer.source().split("|")[0])


@pytest.mark.parametrize("name", ["validategrids", "repairgrids"])
def test_nor_in_a_model_which_runs_its_parts_unchecked(name: str, tmp_path: Path) -> None:
    path = Path(file_layer(grids(), tmp_path, "gpkg").source().split("|")[0])
    before = path.read_bytes()
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"gridmanager:{name}")
    feedback = QgsProcessingFeedback(False)
    _, fine = algorithm.run(parameters(INPUT=str(path), OUTPUT=str(path)), QgsProcessingContext(), feedback)
    assert not fine
    assert "OUTPUT would replace the data of INPUT" in feedback.textLog()
    assert path.read_bytes() == before


@pytest.mark.parametrize(("name", "value"), [("CODE_SCHEME", 4), ("CHECKS", [0, 99]), ("CHECKS", "0;99")])
def test_an_option_that_there_is_not_is_refused_in_models_too(name: str, value: object) -> None:
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("gridmanager:validategrids")
    feedback = QgsProcessingFeedback(False)
    assert not algorithm.run(parameters(**{name: value}), QgsProcessingContext(), feedback)[1]
    assert f"{name} is {4 if name == 'CODE_SCHEME' else 99}; it must be a whole number from 0 to" in feedback.textLog()


def test_the_findings_are_styled_where_they_lie(tmp_path: Path) -> None:
    target = tmp_path / "findings.gpkg"
    run(INPUT=grids(TORN), OUTPUT=str(target))
    with closing(sqlite3.connect(target)) as file:
        ((style,),) = file.execute("SELECT styleQML FROM layer_styles").fetchall()
    assert "Error: gap" in style
    layer = QgsVectorLayer(str(target), "findings", "ogr")
    labels = [item.label() for item in layer.renderer().legendSymbolItems()]
    assert labels[:3] == ["Error: gap", "Error: overlap", "Error: spill"]


def test_a_person_goes_from_finding_to_finding(tmp_path: Path, qgis_iface: Any, monkeypatch: Any) -> None:
    target = tmp_path / "findings.gpkg"
    run(INPUT=grids(TORN), MAX_POPULATION=45, OUTPUT=str(target))
    layer = QgsVectorLayer(str(target), "findings", "ogr")
    QgsProject.instance().addMapLayer(layer)
    (action,) = layer.actions().actions()
    assert (action.name(), action.actionScopes()) == ("Zoom to the next finding", {"Layer"})
    monkeypatch.setattr("qgis.utils.iface", qgis_iface)
    command = QgsExpression.replaceExpressionText(action.command(), layer.createExpressionContext())
    fids = sorted(feature.id() for feature in layer.getFeatures())
    assert len(fids) == 4
    accepted = [field.name() for field in layer.fields()].index("accepted")
    assert layer.dataProvider().changeAttributeValues({fids[1]: {accepted: True}})
    seen = []
    for _ in range(4):
        exec(compile(command, "action", "exec"), {})
        seen += layer.selectedFeatureIds()
    assert seen == [fids[0], fids[2], fids[3], fids[0]]
    assert qgis_iface.mapCanvas().extent().contains(layer.selectedFeatures()[0].geometry().boundingBox())
    QgsProject.instance().removeMapLayer(layer.id())


def test_messages_are_in_the_users_language(chinese: None) -> None:
    (row,) = rows(run(INPUT=grids(TORN))["OUTPUT"])
    assert "网格" in row["message"]
    assert row["kind"] == "gap"
