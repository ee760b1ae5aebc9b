"""``summarizegrids`` from layers to outputs, through Processing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsVectorLayer,
)

from grid_manager_plugin.layers.fields import fields_of
from grid_manager_plugin.layers.grid_summary import CLASSES, GRIDS, LEVELS
from grid_manager_plugin.layers.roster_table import ROSTER_FAULTS
from tests.algorithms.contract import PAGES, numbers_of, parameters_of, parents_of
from tests.algorithms.test_split_run import Listener, rows
from tests.city_layers import SOUTH, WEST, file_layer, memory_layer, square

pytestmark = pytest.mark.usefixtures("provider")

SINK = ("sink", None, True, False)
ROLES = "chief, police officer=网格警员"


def grids(codes: tuple = ("1101-1", "1101-2", "1102-1"), **kwargs: Any) -> QgsVectorLayer:
    places = ((0, 0), (100, 0), (100, 100))
    found = [(square(*at, 100), (code, f"网格 {code}", 10.0)) for at, code in zip(places, codes)]
    return memory_layer({"code": "string", "name": "string", "people": "double"}, found, **kwargs)


def lamps(fields: tuple = ("class",), **kwargs: Any) -> QgsVectorLayer:
    places = [((10, 10), "lamp"), ((20, 10), "bin"), ((150, 50), "lamp"), ((100, 50), None), ((500, 500), "lamp")]
    found = [(f"POINT({WEST + x} {SOUTH + y})", (kind,)) for (x, y), kind in places]
    return memory_layer({fields[0]: "string"}, found, "Point", **kwargs)


def staff(found: list | None = None) -> QgsVectorLayer:
    given = [("1101-1", "chief", "p1"), ("1101-1", "网格警员", "p2"), ("1101-2", "chief", "p1"), ("9", "chief", "p9")]
    fields = {"grid": "string", "role": "string", "person": "string"}
    return memory_layer(fields, [(None, row) for row in (given if found is None else found)], "None")


def parameters(**changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = {
        "GRID_CODE": "code", "GRID_NAME": "name", "POPULATION_FIELD": "people", "LEVELS": "2,4",
        "OUTPUT": "TEMPORARY_OUTPUT",
    }  # fmt: skip
    found.update(changes)
    found.setdefault("INPUT", grids())
    return found


def rostered(**changes: Any) -> dict[str, Any]:
    fields = {"ROSTER_GRID": "grid", "ROSTER_ROLE": "role", "ROSTER_PERSON": "person", "REQUIRED_ROLES": ROLES}
    return {"ROSTER": staff(), **fields, **changes}


def run(feedback: QgsProcessingFeedback | None = None, **changes: Any) -> dict[str, Any]:
    import processing

    return processing.run("gridmanager:summarizegrids", parameters(**changes), feedback=feedback)


def test_parameters(provider: Any) -> None:
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("gridmanager:summarizegrids")
    found = parameters_of(algorithm)
    roles = found["REQUIRED_ROLES"][1]
    assert [role.split("=")[0].strip() for role in roles.split(",")] == [
        "grid administrator", "assistant", "police officer", "supervisor", "Party branch secretary", "judicial worker",
        "firefighter",
    ]  # fmt: skip
    field = ("field", None, True, False)
    rare_field, table = ("field", None, True, True), ("source", None, True, False)
    wanted = {
        "INPUT": ("source", None, False, False), "GRID_CODE": ("field", None, False, False), "GRID_NAME": field,
        "POPULATION_FIELD": field, "LAYERS": ("multilayer", None, True, False),
        "CLASS_FIELD": ("string", "class,category,kind", False, True), "MAX_DISTANCE": ("number", 0.0, False, True),
        "ROSTER": table, "ROSTER_GRID": field, "ROSTER_ROLE": field, "ROSTER_PERSON": field,
        "REQUIRED_ROLES": ("string", roles, True, False), "LEVELS": ("string", "6,9,12,15", False, False),
        "NAMES": ("source", None, True, True), "NAMES_CODE": rare_field, "NAMES_NAME": rare_field,
        "OUTPUT": ("sink", None, False, False), "LEVELS_OUTPUT": SINK, "CLASSES_OUTPUT": SINK, "ROSTER_OUTPUT": SINK,
        **PAGES,
    }  # fmt: skip
    assert found == wanted
    assert list(found) == list(wanted)
    assert all(parameter.help() for parameter in algorithm.parameterDefinitions())
    assert len(algorithm.shortHelpString()) > 300
    numbers = "GRIDS POPULATION AREA_M2 FEATURES FEATURES_UNLINKED ROSTER_COMPLETE ROSTER_INCOMPLETE PERSONS"
    assert numbers_of(algorithm) == [*numbers.split(), "PERSONS_IN_SEVERAL"]
    assert {parents_of(algorithm)[name] for name in ("GRID_CODE", "GRID_NAME", "POPULATION_FIELD")} == {"INPUT"}
    assert {parents_of(algorithm)[name] for name in ("ROSTER_GRID", "ROSTER_ROLE", "ROSTER_PERSON")} == {"ROSTER"}


@pytest.mark.parametrize(
    ("columns", "names"),
    [
        (GRIDS, "grid_code population area_m2 perimeter_m compactness density_km2 features classes persons "
         "roster_complete missing_roles"),
        (LEVELS, "level code name grids population area_m2 density_km2 features roster_complete_share"),
        (CLASSES, "grid_code layer class features"),
        (ROSTER_FAULTS, "row grid_code role person kind message"),
    ],
)  # fmt: skip
def test_fields_of_the_outputs(columns: tuple, names: str) -> None:
    assert [field.name() for field in fields_of(columns)] == names.split()


def test_figures_of_grids_and_levels(tmp_path: Path) -> None:
    tables = dict.fromkeys(("LEVELS_OUTPUT", "CLASSES_OUTPUT", "ROSTER_OUTPUT"), "TEMPORARY_OUTPUT")
    pages = {"REPORT": str(tmp_path / "r.html"), "SUMMARY": str(tmp_path / "s.json")}
    results = run(LAYERS=[lamps()], **rostered(), **tables, **pages)
    first, second, third = rows(results["OUTPUT"])
    assert (first["code"], first["grid_code"], first["population"]) == ("1101-1", "1101-1", 10)
    assert first["area_m2"] == pytest.approx(10_000, rel=1e-3)
    assert first["density_km2"] == pytest.approx(1000, rel=1e-3)
    assert (first["features"], first["classes"]) == (3, "城市 layer: 1; bin: 1; lamp: 1")
    assert (first["persons"], first["roster_complete"], first["missing_roles"]) == (2, True, "")
    assert (second["features"], second["roster_complete"], second["missing_roles"]) == (1, False, "police officer")
    assert (third["features"], third["persons"], third["missing_roles"]) == (0, 0, "chief, police officer")
    told = ("level", "code", "grids", "population", "features")
    levels = [tuple(row[name] for name in told) for row in rows(results["LEVELS_OUTPUT"])]
    assert levels == [(1, "11", 3, 30, 4), (2, "1101", 2, 20, 4), (2, "1102", 1, 10, 0)]
    classes = [(row["grid_code"], row["class"], row["features"]) for row in rows(results["CLASSES_OUTPUT"])]
    assert classes == [("1101-1", "", 1), ("1101-1", "bin", 1), ("1101-1", "lamp", 1), ("1101-2", "lamp", 1)]
    (fault,) = rows(results["ROSTER_OUTPUT"])
    assert (fault["grid_code"], fault["kind"]) == ("9", "unknown_grid")
    numbers = {name: results[name] for name in ("GRIDS", "FEATURES", "FEATURES_UNLINKED", "PERSONS_IN_SEVERAL")}
    assert numbers == {"GRIDS": 3, "FEATURES": 4, "FEATURES_UNLINKED": 1, "PERSONS_IN_SEVERAL": 1}
    summary = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))
    assert summary["numbers"] == {name: results[name] for name in summary["numbers"]}
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert page.count('<article class="card"') == page.count('<svg class="minimap"') == 3
    assert "missing: chief, police officer" in page


def test_cards_name_neighbours_and_their_borders(tmp_path: Path) -> None:
    run(REPORT=str(tmp_path / "r.html"))
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    second = page.split('id="g2"')[1].split("</article>")[0]
    assert '<a href="#g1">1101-1</a> 100\N{NO-BREAK SPACE}m' in second
    assert '<a href="#g3">1102-1</a> 100\N{NO-BREAK SPACE}m' in second
    assert '<a href="#g3">' not in page.split('id="g1"')[1].split("</article>")[0]


def test_what_was_not_given_is_null() -> None:
    row = rows(run(POPULATION_FIELD=None)["OUTPUT"])[0]
    names = ("population", "density_km2", "features", "classes", "persons", "roster_complete", "missing_roles")
    assert {row[name] for name in names} == {None}


def test_text_of_users_is_escaped(tmp_path: Path) -> None:
    layer = grids(("<b>&1", "1101-2", "1102-1"))
    run(INPUT=layer, REPORT=str(tmp_path / "r.html"), **rostered(ROSTER=staff([("<b>&1", "<i>", "<script>x")])))
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "<script>x" not in page
    assert "<b>&1" not in page
    assert "&lt;script&gt;x" in page


def test_features_of_one_code_are_one_grid() -> None:
    listener = Listener()
    results = run(listener, INPUT=grids(("1101-1", "1101-1", "1102-1")), LAYERS=[lamps()])
    found = rows(results["OUTPUT"])
    assert [row["features"] for row in found] == [4, 4, 0]
    assert [row["population"] for row in found] == [20, 20, 10]
    assert (results["GRIDS"], results["POPULATION"]) == (2, 30)
    assert any("count as one grid" in said for said in listener.said)


def test_a_seam_within_a_grid_is_no_border() -> None:
    first, second, _ = rows(run(INPUT=grids(("1101-1", "1101-1", "1102-1")))["OUTPUT"])
    assert first["perimeter_m"] == second["perimeter_m"] == pytest.approx(600, rel=1e-3)
    assert first["area_m2"] == pytest.approx(20_000, rel=1e-3)


def test_people_below_nobody_are_told() -> None:
    listener = Listener()
    layer = memory_layer({"code": "string", "people": "double"}, [(square(0, 0, 100), ("1", -5.0))])
    results = run(listener, INPUT=layer, GRID_NAME=None)
    assert (results["POPULATION"], rows(results["OUTPUT"])[0]["population"]) == (0, None)
    assert any("below 0" in said for said in listener.said)


def test_layers_that_are_missing_or_doubled_are_named(tmp_path: Path) -> None:
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("gridmanager:summarizegrids")
    path = file_layer(lamps(), tmp_path, "gpkg").source().split("|")[0]
    for layers, told in (([path, str(tmp_path / "no.gpkg")], r"LAYERS.*no\.gpkg"), ([path, path], "LAYERS.*twice")):
        asked = parameters(LAYERS=layers)
        with pytest.raises(QgsProcessingException, match=told):
            algorithm.processAlgorithm(asked, QgsProcessingContext(), QgsProcessingFeedback(False))


def test_a_text_that_a_shapefile_cuts_is_told(tmp_path: Path) -> None:
    places = [(f"POINT({WEST + 50} {SOUTH + 50})", (f"class number {i}",)) for i in range(40)]
    listener = Listener()
    run(listener, LAYERS=[memory_layer({"class": "string"}, places, "Point")], OUTPUT=str(tmp_path / "o.shp"))
    assert any("texts that were cut: 1" in said for said in listener.warned)


def test_a_grid_without_code_is_told_and_kept() -> None:
    listener = Listener()
    found = rows(run(listener, INPUT=grids(("1101-1", None, "1102-1")))["OUTPUT"])
    assert [row["grid_code"] for row in found] == ["1101-1", None, "1102-1"]
    assert any("namely 2" in said for said in listener.said)


def test_any_order_gives_the_same(tmp_path: Path) -> None:
    pages = []
    for name, turn in (("a", 1), ("b", -1)):
        layer = memory_layer(
            {"code": "string"},
            [(square(x, 0, 100), (code,)) for x, code in [(0, "11-1"), (100, "11-2"), (200, "12-1")][::turn]],
        )
        target = tmp_path / f"{name}.json"
        run(INPUT=layer, GRID_NAME=None, POPULATION_FIELD=None, LAYERS=[lamps()], SUMMARY=str(target))
        pages.append(target.read_bytes())
    assert pages[0] == pages[1]


def test_names_of_levels_come_from_a_list() -> None:
    found = [(None, ("11", "北京市")), (None, ("11", "")), (None, ("1101", "街道"))]
    names = memory_layer({"code": "string", "name": "string"}, found, "None")
    asked = {"NAMES": names, "NAMES_CODE": "code", "NAMES_NAME": "name", "LEVELS": "2,4,6"}
    levels = rows(run(**asked, LEVELS_OUTPUT="TEMPORARY_OUTPUT")["LEVELS_OUTPUT"])
    assert [row["name"] for row in levels] == ["北京市", "街道", "", "网格 1101-1", "网格 1101-2", "网格 1102-1"]


def test_a_field_of_ids_is_no_class() -> None:
    found = [(f"POINT({WEST + 50 + i / 100} {SOUTH + 50})", (str(i),)) for i in range(600)]
    layer = memory_layer({"kind": "string"}, found, "Point")
    listener = Listener()
    results = run(listener, LAYERS=[layer])
    assert rows(results["OUTPUT"])[0]["classes"] == "城市 layer: 600"
    assert any("more than 500 different values" in said for said in listener.said)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"LEVELS": "six"}, "LEVELS"),
        ({"MAX_DISTANCE": -1}, "MAX_DISTANCE"),
        ({"GRID_CODE": "nothing"}, "no field “nothing”"),
        ({"ROSTER_OUTPUT": "TEMPORARY_OUTPUT"}, "ROSTER_OUTPUT.*ROSTER"),
    ],
)
def test_values_that_cannot_be_used_are_named(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(QgsProcessingException, match=told):
        run(**changes)


def test_a_roster_without_its_fields_is_refused() -> None:
    with pytest.raises(QgsProcessingException, match=r"ROSTER is given without ROSTER_ROLE"):
        run(**rostered(ROSTER_ROLE=None))
    with pytest.raises(QgsProcessingException, match=r"REQUIRED_ROLES names no role"):
        run(**rostered(REQUIRED_ROLES=" , "))


def test_an_output_never_replaces_a_layer_of_points(tmp_path: Path) -> None:
    stored = file_layer(lamps(), tmp_path, "gpkg").source().split("|")[0]
    before = Path(stored).read_bytes()
    with pytest.raises(QgsProcessingException, match="OUTPUT would replace the data of LAYERS"):
        run(LAYERS=[stored], OUTPUT=stored)
    assert Path(stored).read_bytes() == before


def test_a_cancelled_run_leaves_nothing(tmp_path: Path) -> None:
    feedback = QgsProcessingFeedback(False)
    feedback.progressChanged.connect(lambda share: feedback.cancel() if share > 10 else None)
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("gridmanager:summarizegrids")
    asked = parameters(LAYERS=[lamps()], OUTPUT=str(tmp_path / "o.gpkg"), REPORT=str(tmp_path / "r.html"))
    _, fine = algorithm.run(asked, QgsProcessingContext(), feedback)
    assert not fine
    assert list(tmp_path.iterdir()) == []
