"""Bad input of ``splitcommunities``: what is said, and that one bad community never ends the run."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from qgis.core import (
    QgsApplication,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)

from grid_manager_plugin.algorithms.running import check_outputs
from grid_manager_plugin.algorithms.split_run import READ_SHARE
from grid_manager_plugin.errors import OutputError
from tests.algorithms.test_split_run import Listener, parameters, rows, run
from tests.city_layers import block_rows, blocks, communities, community_rows, file_layer, memory_layer, square

pytestmark = pytest.mark.usefixtures("provider")

ROOT = Path(__file__).resolve().parents[2]

BOW_TIE = "POLYGON((500000 5500000, 500400 5500400, 500400 5500000, 500000 5500400, 500000 5500000))"
SPIKE = "POLYGON((500000 5500000, 500000 5500400, 500400 5500400, 500400 5500000, 500200 5500000, 500200 5499990, "
SPIKE += "500200 5500000, 500000 5500000))"
FLAT = "POLYGON((500000 5500000, 500400 5500400, 500000 5500000))"


def lenient_run(**changes: Any) -> dict[str, Any]:
    """Run with Processing's own filter of invalid geometries off, as ``qgis_process`` does."""
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    context.setInvalidGeometryCheck(QgsFeatureRequest.InvalidGeometryCheck.GeometryNoCheck)
    feedback = QgsProcessingFeedback(False)
    context.setFeedback(feedback)
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("gridmanager:splitcommunities")
    given = parameters(**{"STATUS": "TEMPORARY_OUTPUT", **changes})
    accepted, message = algorithm.checkParameterValues(given, context)
    assert accepted, message
    results, fine = algorithm.run(given, context, feedback)
    assert fine, feedback.textLog()
    for name in ("OUTPUT", "STATUS"):
        results[name] = context.takeResultLayer(results[name]) or results[name]
    return results


def status(results: dict[str, Any], community: str = "A") -> dict[str, Any]:
    return next(row for row in rows(results["STATUS"]) if row["community_id"] == community)


def with_ground(wkt: str | None) -> Callable[[], dict[str, Any]]:
    return lambda: {"INPUT": communities([(wkt, ("A", "甲")), community_rows()[1]])}


def with_blocks(change: Callable[[list], list]) -> Callable[[], dict[str, Any]]:
    """Change the blocks of community A, whose rows are handed over; those of B stay."""
    own = block_rows()
    return lambda: {"BLOCKS": blocks([*change(own[:16]), *own[16:]])}


def people(value: Any) -> Callable[[], dict[str, Any]]:
    return with_blocks(lambda own: [(own[0][0], (value, "A")), *own[1:]])


def with_geometry(layer: QgsVectorLayer, fid: int, geometry: shapely.Geometry) -> QgsVectorLayer:
    """Give a feature of a layer another geometry, byte for byte: WKT knows no infinity."""
    found = QgsGeometry()
    found.fromWkb(shapely.to_wkb(geometry))
    assert layer.dataProvider().changeGeometryValues({fid: found})
    return layer


FAILING = {
    "no polygon": (with_ground(None), ["community A", "feature 1 of INPUT"]),
    "empty polygon": (with_ground("POLYGON EMPTY"), ["community A", "feature 1 of INPUT"]),
    "zero area": (with_ground(FLAT), ["community A", "feature 1"]),
    "self-intersecting beyond one percent": (with_ground(BOW_TIE), ["community A", "feature 1"]),
    "no people given": (people(None), ["community A", "POPULATION_FIELD", "features of BLOCKS: 1"]),
    "negative people": (people(-3.0), ["community A", "POPULATION_FIELD", "features of BLOCKS: 1", "-3"]),
    "people not a number": (people(float("nan")), ["community A", "POPULATION_FIELD", "features of BLOCKS: 1"]),
    "people without end": (people(math.inf), ["community A", "POPULATION_FIELD is infinite", "features of BLOCKS: 1"]),
    "no blocks": (with_blocks(lambda own: []), ["community A", "BLOCKS"]),
    "blocks elsewhere": (
        with_blocks(lambda own: [(square(9000, 9000, 10), (10, "A"))]),
        ["community A"],
    ),
}


@pytest.mark.parametrize("case", FAILING)
def test_a_bad_community_fails_by_name_and_alone(case: str) -> None:
    changes, words = FAILING[case]
    results = lenient_run(**changes())
    assert (results["COMMUNITIES"], results["FAILED"], results["SOLVED"]) == (2, 1, 1)
    row = status(results)
    assert row["verdict"] == "failed"
    assert [word for word in words if word.lower() not in row["reason"].lower()] == [], row["reason"]
    assert f"A ({row['community_name']})" in row["reason"]
    assert status(results, "B")["verdict"] == "solved"
    undivided = [grid for grid in rows(results["OUTPUT"]) if grid["community_id"] == "A"]
    assert [grid["grid_no"] for grid in undivided] in ([0], [])


@pytest.mark.filterwarnings("ignore:invalid value encountered:RuntimeWarning")  # newer shapely tells of them
@pytest.mark.parametrize("ending", ["gpkg", "shp", "geojson", "fgb"])
@pytest.mark.parametrize("nowhere", [float("nan"), float("inf"), 1e30])
def test_a_community_with_a_vertex_that_is_nowhere_fails_alone_in_every_output(
    nowhere: float, ending: str, tmp_path: Path
) -> None:
    torn = shapely.Polygon([(500_000, 5_500_000), (500_000, nowhere), (500_400, 5_500_400), (500_400, 5_500_000)])
    layer = with_geometry(communities(), 1, torn)
    paths = {name: str(tmp_path / f"{name}.{ending}") for name in ("OUTPUT", "BLOCKS_OUTPUT")}
    paths |= {name: str(tmp_path / file) for name, file in (("STATUS", "s.gpkg"), ("REPORT", "r.html"))}
    results = lenient_run(INPUT=layer, **paths)
    assert (results["COMMUNITIES"], results["FAILED"], results["SOLVED"]) == (2, 1, 1)
    failed, solved = rows(paths["STATUS"])
    assert (failed["community_id"], failed["verdict"]) == ("A", "failed")
    assert (solved["community_id"], solved["verdict"]) == ("B", "solved")
    assert "feature 1 of INPUT" in failed["reason"]
    assert failed["reason"] in Path(paths["REPORT"]).read_text(encoding="utf-8")
    assert [row["grid_code"] for row in rows(paths["OUTPUT"])] == ["B-1", "B-2"]


@pytest.mark.filterwarnings("ignore:invalid value encountered:RuntimeWarning")  # newer shapely tells of them
def test_a_community_that_is_nowhere_fails_alone_in_memory_too() -> None:
    torn = shapely.Polygon([(500_000, 5_500_000), (500_000, float("nan")), (500_400, 5_500_400)])
    results = lenient_run(INPUT=with_geometry(communities(), 1, torn), BLOCK_COMMUNITY=None)
    assert (results["FAILED"], results["SOLVED"], results["GRIDS"]) == (1, 1, 2)
    assert "no finite numbers" in status(results)["reason"]
    assert status(results, "B")["population"] == 160


def moved(wkt: str, scale: float, x: float, y: float) -> str:
    """Return a geometry of the test city with its corner at x and y."""
    corner, place = np.array([500_000, 5_500_000]), np.array([x, y])
    return shapely.to_wkt(shapely.transform(shapely.from_wkt(wkt), lambda xy: (xy - corner) * scale + place), 9)


def gauss_krueger(wkt: str) -> str:
    return moved(wkt, 1, 39_450_000, 4_400_000)


def central_meridian(wkt: str) -> str:
    return moved(wkt, 1, 450_000, 4_400_000)


def degrees(wkt: str) -> str:
    return moved(wkt, 1e-5, 116, 40)


AT_ZERO = "POLYGON((0 0, 0 400, 400 400, 400 0, 0 0))"
NORTH_OF_THE_POLE = "POLYGON((116 40, 116.002 95, 116.004 40.004, 116.004 40, 116 40))"
STRAY = {
    "at zero, zone prefix": ("EPSG:4527", gauss_krueger, AT_ZERO),
    "at zero, no zone prefix": ("EPSG:4548", central_meridian, AT_ZERO),
    "in degrees": ("EPSG:4527", gauss_krueger, degrees(community_rows()[0][0])),
    "latitude 95": ("EPSG:4490", degrees, NORTH_OF_THE_POLE),
    "swapped": ("EPSG:4490", degrees, "POLYGON((40 116, 40 116.004, 40.004 116.004, 40.004 116, 40 116))"),
    "null island": ("EPSG:4490", degrees, "POLYGON((0 0, 0 0.004, 0.004 0.004, 0.004 0, 0 0))"),
}


@pytest.mark.filterwarnings("ignore:invalid value encountered:RuntimeWarning")  # newer shapely tells of them
@pytest.mark.parametrize("case", STRAY)
@pytest.mark.parametrize("by", ["community", None])
def test_a_stray_community_fails_by_name_and_alone(case: str, by: str | None, tmp_path: Path) -> None:
    crs, move, stray = STRAY[case]
    places = [(stray, ("A", "甲")), *((move(wkt), values) for wkt, values in community_rows(3)[1:])]
    given = blocks([(move(wkt), values) for wkt, values in block_rows(3)], crs=crs)
    results = lenient_run(
        INPUT=communities(places, crs=crs), BLOCKS=given, BLOCK_COMMUNITY=by, REPORT=str(tmp_path / "r.html")
    )
    assert (results["COMMUNITIES"], results["FAILED"], results["SOLVED"]) == (3, 1, 2)
    assert "Community A (甲)" in status(results)["reason"]
    assert "feature 1 of INPUT" in status(results)["reason"]
    assert "do not belong to EPSG:" in status(results)["reason"]
    assert [status(results, one)["population"] for one in "BC"] == [160, 160]


@pytest.mark.filterwarnings("ignore:invalid value encountered:RuntimeWarning")  # newer shapely tells of them
@pytest.mark.parametrize("case", [*STRAY, "not finite"])
@pytest.mark.parametrize("by", ["community", None])
def test_a_stray_block_is_left_out_and_told_with_its_people(case: str, by: str | None, tmp_path: Path) -> None:
    crs, move, stray = STRAY.get(case, STRAY["latitude 95"])
    own = [(move(wkt), values) for wkt, values in block_rows()]
    layer = blocks([*own[:5], (stray, (7, "A")), *own[5:]], crs=crs)
    if case == "not finite":
        with_geometry(layer, 6, shapely.Polygon([(116, 40), (float("inf"), 40), (116, 41)]))
    city = communities([(move(wkt), values) for wkt, values in community_rows()], crs=crs)
    path = tmp_path / "s.json"
    results = lenient_run(INPUT=city, BLOCKS=layer, BLOCK_COMMUNITY=by, SUMMARY=str(path))
    assert results["SOLVED"] == 2
    told = json.loads(path.read_text(encoding="utf-8"))
    assert (told["totals"]["outside_blocks"], told["totals"]["outside_population"]) == (1, 7)
    assert told["totals"]["population"] == 320
    (note,) = [one for one in told["notes"] if "BLOCKS" in one]
    assert "belong to no grid: 1, with a population of 7 (features: 6)." in note


@pytest.mark.parametrize("name", ["INPUT", "BLOCKS"])
def test_a_layer_that_is_wholly_elsewhere_is_refused_with_advice(name: str) -> None:
    elsewhere = {
        "INPUT": communities([(gauss_krueger(wkt), values) for wkt, values in community_rows()], crs="EPSG:4548"),
        "BLOCKS": blocks([(gauss_krueger(wkt), values) for wkt, values in block_rows()], crs="EPSG:4548"),
    }
    with pytest.raises(QgsProcessingException, match=f"{name}: the eastings .* zone number 39"):
        run(**{name: elsewhere[name]})


def test_people_without_end_are_unknown_in_every_output(tmp_path: Path) -> None:
    files = {"SUMMARY": str(tmp_path / "s.json"), "REPORT": str(tmp_path / "r.html")}
    listener = Listener()
    layers = dict.fromkeys(("OUTPUT", "BLOCKS_OUTPUT", "STATUS"), "TEMPORARY_OUTPUT")
    results = run(listener, **layers, **files, **people(math.inf)())
    assert (results["FAILED"], results["SOLVED"]) == (1, 1)
    assert status(results)["population"] is None
    assert rows(results["OUTPUT"])[0]["population"] is None
    assert [row["population"] for row in rows(results["BLOCKS_OUTPUT"])].count(None) == 1
    summary = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))
    assert [row["population"] for row in summary["communities"]] == [None, 160]
    assert summary["totals"]["population"] == 160


INFEASIBLE = {
    "one block": (with_blocks(lambda own: [(square(0, 0, 400), (80, "A"))]), "too few blocks (1)"),
    "fewer blocks than grids": (lambda: {"MIN_GRIDS": 5, **two_blocks_in_a()}, "too few blocks (2)"),
    "a block above the maximum": (people(91), "91"),
    "nobody at all": (with_blocks(lambda own: [(wkt, (0, "A")) for wkt, _ in own]), ""),
}


def two_blocks_in_a() -> dict[str, Any]:
    halves = [
        f"POLYGON(({x} 5500000, {x} 5500400, {x + 200} 5500400, {x + 200} 5500000, {x} 5500000))"
        for x in (500000, 500200)
    ]
    return with_blocks(lambda own: [(wkt, (45, "A")) for wkt in halves])()


@pytest.mark.parametrize("case", ["one block", "fewer blocks than grids", "a block above the maximum"])
def test_a_community_that_no_plan_can_hold_is_infeasible_and_proven(case: str) -> None:
    changes, word = INFEASIBLE[case]
    row = status(lenient_run(**changes()))
    assert (row["verdict"], row["proven"]) == ("infeasible", True)
    assert word in row["reason"]
    assert "A (社区 1)" in row["reason"]
    assert row["suggestion"]


def test_a_community_without_people_is_divided_where_no_limit_forbids_it() -> None:
    results = lenient_run(**INFEASIBLE["nobody at all"][0]())
    assert status(results)["verdict"] == "solved"
    assert status(results)["population"] == 0


@pytest.mark.parametrize("value", [0.25, 10])
def test_fractional_people_are_people(value: float) -> None:
    assert status(lenient_run(**people(value)()))["population"] == 150 + value


def test_a_thousand_million_people_are_counted() -> None:
    results = lenient_run(**people(1e9)())
    assert status(results)["population"] == 1e9 + 150
    assert status(results)["verdict"] == "infeasible"


def test_a_harmless_flaw_is_mended_and_said_so() -> None:
    results = lenient_run(**with_ground(SPIKE)())
    assert status(results)["verdict"] == "solved"
    assert "valid" in status(results)["reason"]


@pytest.mark.parametrize("case", ["duplicated", "overlapping"])
def test_communities_that_overlap_fail_both_and_alone(case: str) -> None:
    second = community_rows()[0][0] if case == "duplicated" else square(200, 0, 400)
    layer = communities([community_rows()[0], (second, ("A2", "乙")), community_rows(3)[2]])
    results = lenient_run(INPUT=layer, BLOCKS=blocks(block_rows(3)), BLOCK_COMMUNITY=None)
    assert [row["verdict"] for row in rows(results["STATUS"])] == ["failed", "failed", "solved"]
    assert "A2 (乙)" in status(results)["reason"]
    assert "feature 2" in status(results)["reason"]


def test_communities_of_one_code_fail_both_and_alone() -> None:
    coded = [(wkt, (*values, code)) for (wkt, values), code in zip(community_rows(3), ("7", "7", "8"))]
    layer = memory_layer({"id": "string", "name": "string", "code": "string"}, coded)
    results = lenient_run(INPUT=layer, BLOCKS=blocks(block_rows(3)), COMMUNITY_CODE="code")
    assert [row["verdict"] for row in rows(results["STATUS"])] == ["failed", "failed", "solved"]
    assert "COMMUNITY_CODE" in status(results)["reason"]
    assert "B (社区 2) (2: “7”)" in status(results)["reason"]


UNTILED = {
    "duplicated": (square(0, 0, 100), "A: .* Places: 1; .* between features 1 and 33;", [167, 160], 1),
    "overlapping": (square(50, 50, 100), "A: .* Places: 4; .* between features [1256] and 33;", [167, 160], 1),
    "outside": (square(0, 5000, 100), "outside every .*: 1, with a population of 7 .*BLOCKS: 33[)]", [160, 160], 0),
    "in two communities": (square(350, 0, 100), "both sides .*: 1 [(]features of BLOCKS: 33[)]", [163.5, 163.5], 2),
}


@pytest.mark.parametrize("case", UNTILED)
def test_blocks_that_do_not_tile_are_told_of(case: str) -> None:
    extra, told, people, failed = UNTILED[case]
    listener = QgsProcessingFeedback(False)
    results = run(listener, BLOCKS=blocks([*block_rows(), (extra, (7, "A"))]), BLOCK_COMMUNITY=None, STATUS="memory:")
    found = rows(results["STATUS"])
    said = [f"{row['community_id']}: {row['reason']}" for row in found] + listener.textLog().splitlines()
    assert any(re.search(told, line) for line in said), said
    assert (results["COMMUNITIES"], results["FAILED"]) == (2, failed)
    assert [row["population"] for row in found] == people


ENDING = {
    "no communities": (lambda: {"INPUT": communities([])}, "INPUT: the layer .* has no features"),
    "no blocks": (lambda: {"BLOCKS": blocks([])}, "BLOCKS: the layer .* has no features"),
    "empty ids": (
        lambda: {"INPUT": communities([(square(0, 0, 400), (None, "")), community_rows()[1]])},
        "COMMUNITY_ID: .* is empty. Such features: 1, namely 1[.]",
    ),
    "duplicate ids": (
        lambda: {"INPUT": communities([(square(400 * i, 0, 400), ("社区", "")) for i in range(2)])},
        r"COMMUNITY_ID: .*: 1, namely “社区” \(1, 2\)",
    ),
    "people are words": (lambda: {"POPULATION_FIELD": "community"}, "POPULATION_FIELD: .*“community”.* feature 1"),
    "unknown field": (lambda: {"POPULATION_FIELD": "人数"}, "BLOCKS: .* no field “人数”"),
    "degrees that are metres": (lambda: {"BLOCKS": blocks(crs="EPSG:4326")}, "BLOCKS: WGS 84 has .* degrees"),
}


@pytest.mark.parametrize("case", ENDING)
def test_what_concerns_the_whole_layer_ends_the_run_by_name(case: str, tmp_path: Path) -> None:
    changes, words = ENDING[case]
    with pytest.raises(QgsProcessingException, match=words):
        run(OUTPUT=str(tmp_path / "grids.gpkg"), **changes())
    assert list(tmp_path.iterdir()) == []


CHECKED = {
    "MIN_GRIDS above MAX_GRIDS": ({"MIN_GRIDS": 6}, "MIN_GRIDS (6) is above MAX_GRIDS (5)"),
    "no grids": ({"MIN_GRIDS": 0}, "MIN_GRIDS is 0"),
    "100 grids": ({"MAX_GRIDS": 100}, "MAX_GRIDS is 100"),
    "negative people": ({"MIN_POPULATION": -1}, "MIN_POPULATION is -1"),
    "people crossed": ({"MIN_POPULATION": 91}, "MIN_POPULATION (91"),
    "negative area": ({"MAX_AREA": -5}, "MAX_AREA is -5"),
    "areas crossed": ({"MIN_AREA": 2, "MAX_AREA": 1}, "MIN_AREA (2"),
    "negative tolerance": ({"POPULATION_TOLERANCE": -1}, "POPULATION_TOLERANCE is -1"),
    "no target": ({"TARGET_POPULATION": 0}, "TARGET_POPULATION is 0"),
    "negative seed": ({"SEED": -1}, "SEED is -1"),
    "negative workers": ({"WORKERS": -2}, "WORKERS is -2"),
    "half a grid": ({"MAX_GRIDS": 2.7}, "MAX_GRIDS is 2.7; it must be a whole number from 1 to 99"),
    "half a grid as text": ({"MIN_GRIDS": "1.5"}, "MIN_GRIDS is 1.5"),
    "seed beyond integers": ({"SEED": 3e9}, "SEED is 3000000000; it must be a whole number from 0 to 2147483647"),
    "half a seed": ({"SEED": 2.5}, "SEED is 2.5"),
    "half a process": ({"WORKERS": 0.5}, "WORKERS is 0.5"),
    "no number of grids": ({"MAX_GRIDS": float("nan")}, "MAX_GRIDS"),
    "limits on people without people": (
        {"POPULATION_FIELD": None},
        "give POPULATION_FIELD, COMMUNITY_POPULATION, POPULATION_LAYER or POPULATION_RASTER",
    ),
    "a target without people": (
        {"POPULATION_FIELD": None, "MAX_POPULATION": None, "TARGET_POPULATION": 9},
        "give POPULATION_FIELD, COMMUNITY_POPULATION, POPULATION_LAYER or POPULATION_RASTER",
    ),
    "a field without its layer": ({"POPULATION_LAYER_FIELD": "people"}, "POPULATION_LAYER_FIELD is given without"),
    "no number": ({"MAX_POPULATION": "1,500"}, "MAX_POPULATION is “1,500”"),
    "no scheme": ({"CODE_SCHEME": 4}, "CODE_SCHEME"),
}


@pytest.mark.parametrize("case", CHECKED)
def test_values_are_checked_before_the_run(case: str) -> None:
    changes, words = CHECKED[case]
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("gridmanager:splitcommunities")
    fine, message = algorithm.checkParameterValues(parameters(**changes), QgsProcessingContext())
    assert not fine
    assert words in message


@pytest.mark.parametrize(("name", "value"), [("CODE_SCHEME", 4), ("CODE_SCHEME", -1), ("EFFORT", 3), ("EFFORT", "x")])
def test_an_option_that_there_is_not_is_refused_in_models_too(name: str, value: object) -> None:
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("gridmanager:splitcommunities")
    feedback = QgsProcessingFeedback(False)
    assert not algorithm.run(parameters(**{name: value}), QgsProcessingContext(), feedback)[1]
    assert f"{name} is {value}; it must be a whole number from 0 to" in feedback.textLog()


@pytest.mark.parametrize("name", ["INPUT", "BLOCKS"])
def test_a_layer_without_crs_is_refused_before_the_run(name: str) -> None:
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("gridmanager:splitcommunities")
    layer = communities(crs="") if name == "INPUT" else blocks(crs="")
    fine, message = algorithm.checkParameterValues(parameters(**{name: layer}), QgsProcessingContext())
    assert not fine
    assert f"{name}: the layer has no coordinate system" in message


@pytest.mark.parametrize("changes", [{}, {"MAX_GRIDS": "4", "SEED": 2**31 - 1}, {"MIN_GRIDS": 2.0, "WORKERS": 0}])
def test_good_values_pass_the_check(changes: dict[str, Any]) -> None:
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("gridmanager:splitcommunities")
    assert algorithm.checkParameterValues(parameters(**changes), QgsProcessingContext()) == (True, "")


@pytest.mark.parametrize("name", ["OUTPUT", "BLOCKS_OUTPUT", "STATUS", "REPORT", "SUMMARY"])
@pytest.mark.parametrize("place", ["under a file", "a folder"])
def test_a_path_that_cannot_be_written_is_told_by_name_before_the_work(name: str, place: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    (tmp_path / "folder.gpkg").mkdir()
    out = tmp_path / "out"
    out.mkdir()
    (out / "grids.gpkg").write_text("former", encoding="utf-8")
    path = tmp_path / ("file/x.gpkg" if place == "under a file" else "folder.gpkg")
    listener = Listener()
    with pytest.raises(QgsProcessingException, match=rf"{name}: .*{path.name} (cannot be written|is a folder)"):
        run(listener, **{"OUTPUT": str(out / "grids.gpkg"), name: str(path)})
    assert listener.steps == [pytest.approx(READ_SHARE)]
    assert [one.name for one in out.iterdir()] == ["grids.gpkg"]
    assert (out / "grids.gpkg").read_text(encoding="utf-8") == "former"


@pytest.mark.parametrize("name", ["INPUT", "BLOCKS"])
def test_an_output_onto_an_input_is_refused_and_the_input_stays(name: str, tmp_path: Path) -> None:
    layers = {"INPUT": communities(), "BLOCKS": blocks()}
    layers[name] = file_layer(layers[name], tmp_path, "gpkg", "mine")
    path = tmp_path / "mine.gpkg"
    before = path.read_bytes()
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("gridmanager:splitcommunities")
    given = parameters(**layers, OUTPUT=str(path))
    fine, message = algorithm.checkParameterValues(given, QgsProcessingContext())
    assert not fine
    assert f"OUTPUT would replace the data of {name}" in message
    # models run their parts without that check
    with pytest.raises(OutputError, match=f"OUTPUT would replace the data of {name}"):
        check_outputs(algorithm, given, QgsProcessingContext())
    assert path.read_bytes() == before


def test_two_outputs_in_one_file_are_refused(tmp_path: Path) -> None:
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("gridmanager:splitcommunities")
    given = parameters(REPORT=str(tmp_path / "x"), SUMMARY=str(tmp_path / "x"))
    fine, message = algorithm.checkParameterValues(given, QgsProcessingContext())
    assert not fine
    assert "REPORT and SUMMARY would both be written to" in message


def test_a_full_disk_ends_qgis_process_with_an_error_and_nothing_stays(tmp_path: Path) -> None:
    file_layer(communities(), tmp_path, "gpkg", "communities")

    file_layer(blocks(), tmp_path, "gpkg", "blocks")
    out = tmp_path / "out"
    out.mkdir()
    command = [
        str(ROOT / "tools" / "qgis_process.sh"), "run", "gridmanager:splitcommunities",
        f"--INPUT={tmp_path}/communities.gpkg", f"--BLOCKS={tmp_path}/blocks.gpkg", "--COMMUNITY_ID=id",
        "--BLOCK_COMMUNITY=community", "--POPULATION_FIELD=people", "--MAX_POPULATION=90", "--WORKERS=1",
        f"--OUTPUT={out}/grids.gpkg", f"--BLOCKS_OUTPUT={out}/blocks.gpkg",
    ]  # fmt: skip

    limit = "import resource, signal, os, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    limit += "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)); os.execv(sys.argv[1], sys.argv[1:])"
    full = subprocess.run([sys.executable, "-c", limit, *command], capture_output=True, text=True, check=False)
    assert full.returncode != 0
    assert "OUTPUT: " in full.stderr
    assert list(out.iterdir()) == []
