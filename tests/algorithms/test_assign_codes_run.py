"""``assigngridcodes`` from layers to outputs, through Processing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import shapely
from qgis.core import (
    QgsApplication,
    QgsCoordinateTransformContext,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from grid_manager_plugin.layers.gdal_settings import HEADERS, settings
from tests.algorithms.test_split_run import Listener, rows
from tests.algorithms.test_validate_run import BOW_TIE, rectangle
from tests.city_layers import file_layer, memory_layer, square

pytestmark = pytest.mark.usefixtures("provider")

SAMPLES = Path(__file__).resolve().parent.parent.parent / "samples"

FIELDS = {"name": "string", "community": "string"}
GRIDS = [
    (rectangle(0, 0, 200, 400), ("west A", "A")),
    (rectangle(200, 0, 400, 400), ("east A", "A")),
    (rectangle(400, 200, 800, 400), ("north B", "B")),
    (rectangle(400, 0, 800, 200), ("south B", "B")),
]
LAST = [
    (rectangle(0, 0, 210, 400), ("A-1",)),
    (rectangle(210, 0, 400, 400), ("A-2",)),
    (rectangle(400, 0, 600, 400), ("B-3",)),
    (rectangle(600, 0, 800, 400), ("B-5",)),
]
"""In A a border moved by 10 m; B was cut the other way."""


def grids(found: list | None = None, **kwargs: Any) -> QgsVectorLayer:
    return memory_layer(FIELDS, GRIDS if found is None else found, **kwargs)


def last(found: list | None = None, **kwargs: Any) -> QgsVectorLayer:
    return memory_layer({"code": "string"}, LAST if found is None else found, **kwargs)


def parents(codes: tuple = ("A", "B"), **kwargs: Any) -> QgsVectorLayer:
    ground = [(square(400 * i, 0, 400), (chr(65 + i), f"社区 {i + 1}", codes[i])) for i in range(2)]
    return memory_layer({"id": "string", "name": "string", "code": "string"}, ground, **kwargs)


def run(feedback: QgsProcessingFeedback | None = None, **changes: Any) -> dict[str, Any]:
    import processing

    found: dict[str, Any] = {"COMMUNITY_ID": "id", "COMMUNITY_NAME": "name", "OUTPUT": "TEMPORARY_OUTPUT", **changes}
    found.setdefault("INPUT", grids())
    found.setdefault("COMMUNITIES", parents())
    if "PREVIOUS" in found:
        found.setdefault("PREVIOUS_CODE", "code")
    return processing.run("gridmanager:assigngridcodes", found, feedback=feedback)


def unchecked(feedback: QgsProcessingFeedback, **changes: Any) -> bool:
    """Run as a part of a model does, whose values nobody checks; tell whether it went well."""
    found = {"COMMUNITY_ID": "id", "INPUT": grids(), "COMMUNITIES": parents(), "OUTPUT": "memory:", **changes}
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("gridmanager:assigngridcodes")
    return bool(algorithm.run(found, QgsProcessingContext(), feedback)[1])


def codes(results: dict[str, Any]) -> dict[str, tuple]:
    return {row["name"]: (row["grid_code"], row["previous_code"], row["code_kind"]) for row in rows(results["OUTPUT"])}


def test_without_a_last_plan_grids_are_numbered_in_their_order() -> None:
    results = run()
    assert [row["grid_code"] for row in rows(results["OUTPUT"])] == ["A-1", "A-2", "B-1", "B-2"]
    first = rows(results["OUTPUT"])[0]
    assert (first["grid_no"], first["community_id"]) == (1, "A")
    assert (first["previous_code"], first["code_kind"]) == (None, "new")
    assert {name: results[name] for name in ("GRIDS", "KEPT", "NEW", "WITHDRAWN", "WITHOUT_CODE")} == {
        "GRIDS": 4, "KEPT": 0, "NEW": 4, "WITHDRAWN": 0, "WITHOUT_CODE": 0
    }  # fmt: skip


def test_grids_that_go_on_keep_their_codes_and_new_ones_go_on_from_the_highest() -> None:
    asked = dict.fromkeys(("RETIRED", "STATUS"), "TEMPORARY_OUTPUT")
    results = run(PREVIOUS=last(), DATE="2026-07-01", **asked)
    assert codes(results) == {
        "west A": ("A-1", "A-1", "kept"),
        "east A": ("A-2", "A-2", "kept"),
        "north B": ("B-6", None, "new"),
        "south B": ("B-7", None, "new"),
    }
    assert [tuple(row.values()) for row in rows(results["RETIRED"])] == [
        ("B-3", "B", "2026-07-01", "B-6, B-7"),
        ("B-5", "B", "2026-07-01", "B-6, B-7"),
    ]
    assert [tuple(row.values()) for row in rows(results["STATUS"])] == [
        ("A", "社区 1", 2, 2, 0, 0, 2, ""),
        ("B", "社区 2", 2, 0, 2, 2, 7, ""),
    ]
    assert (results["KEPT"], results["NEW"], results["WITHDRAWN"]) == (2, 2, 2)


REGISTERS = {
    "r.gpkg": "r.gpkg", "r.csv": "r.csv", "r.CSV": "r.CSV", "r.xlsx": "r.xlsx", "r.ods": "r.ods", "r.dbf": "r.dbf",
    "r.DBF": "r.dbf", "r.shp": "r.dbf", "r.geojson": "r.geojson", "r.json": "r.json.geojson", "r.tab": "r.tab",
    "r.mif": "r.mif.tab", "r": "r.gpkg", "r.gz": "r.gz.gpkg",
}  # fmt: skip
"""The file that QGIS makes of each name."""


@pytest.mark.parametrize("name", REGISTERS)
def test_a_register_grows_whatever_its_format(name: str, tmp_path: Path) -> None:
    register = tmp_path / name
    common = {"COMMUNITIES": parents(("010101001001", "010101001002")), "COMMUNITY_CODE": "code", "CODE_SCHEME": 0}
    plan = run(**common)["OUTPUT"]
    withdrawn: list[str] = []
    whole = (rectangle(400, 0, 800, 400), ("whole B", "B"))
    for ground in ([GRIDS[0], whole], [GRIDS[0], *GRIDS[2:]], [*GRIDS[:2], whole]):
        before = [row["grid_code"] for row in rows(plan)]
        results = run(
            INPUT=grids(ground), PREVIOUS=plan, PREVIOUS_CODE="grid_code", RETIRED=str(register), DATE="2026-07-01",
            **common,
        )  # fmt: skip
        plan = results["OUTPUT"]
        now = [row["grid_code"] for row in rows(plan)]
        assert not set(now) & set(withdrawn)
        withdrawn += sorted(set(before) - set(now))
        assert results["RETIRED"] == str(tmp_path / REGISTERS[name])
        with settings(HEADERS):
            assert [row["code"] for row in rows(results["RETIRED"])] == withdrawn
    assert [code[-4:] for code in withdrawn] == ["1002", "2001", "2002", "2003", "2004", "2005"]


@pytest.mark.parametrize("ending", ["gpkg", "shp", "dbf", "geojson"])
def test_a_register_never_replaces_a_layer_with_geometries(ending: str, tmp_path: Path) -> None:
    file_layer(last(), tmp_path, "shp" if ending == "dbf" else ending, name="r")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    path = str(tmp_path / f"r.{ending}")
    with pytest.raises(QgsProcessingException, match=r"RETIRED: .*/r\..*has a field “code” and no geometry"):
        run(PREVIOUS=last(), RETIRED=path)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_nor_a_file_of_several_layers(tmp_path: Path) -> None:
    table = memory_layer({"code": "string"}, [(None, ("A-9",))], kind="NoGeometry", crs="")
    path = Path(file_layer(table, tmp_path, "gpkg", name="r").source().split("|")[0])
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = "other"
    options.actionOnExistingFile = QgsVectorFileWriter.CreateOrOverwriteLayer
    written = QgsVectorFileWriter.writeAsVectorFormatV3(table, str(path), QgsCoordinateTransformContext(), options)
    assert written[0] == QgsVectorFileWriter.NoError
    before = path.read_bytes()
    for destination in (str(path), f"ogr:dbname='{path}' table=\"OTHER\" (geom)"):
        with pytest.raises(QgsProcessingException, match=r"RETIRED: .*r\.gpkg"):
            run(RETIRED=destination)
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["r.kml", "r.geojsonl", "r.shz", "r.fgb", "/vsizip/r.gpkg", "postgres:table=\"r\""])
def test_a_register_that_would_not_be_found_again_is_refused(name: str, tmp_path: Path) -> None:
    place = name if ":" in name or name.startswith("/") else str(tmp_path / name)
    with pytest.raises(QgsProcessingException, match=r"RETIRED: a register .* would not be found again"):
        run(RETIRED=place)
    feedback = QgsProcessingFeedback(False)
    assert not unchecked(feedback, RETIRED=place)
    assert "RETIRED: a register" in feedback.textLog()
    assert list(tmp_path.iterdir()) == []


def test_a_register_is_not_passed_over_for_its_name(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")
    with pytest.raises(QgsProcessingException, match=r"RETIRED: .*r\.json is there already, but .*r\.json\.geojson"):
        run(RETIRED=str(path))


def test_codes_without_their_zeros_bar_those_with_them(tmp_path: Path) -> None:
    register = tmp_path / "r.csv"
    register.write_text("code,note\n10101001001004,\n1.0E13,\n010101001002008,x\n,\n", encoding="utf-8")
    before = memory_layer({"code": "double"}, [(None, (10101001002009.0,))], kind="NoGeometry", crs="")
    listener = Listener()
    results = run(
        listener, COMMUNITIES=parents(("010101001001", "010101001002")), COMMUNITY_CODE="code", CODE_SCHEME=0,
        RETIRED=str(register), RETIRED_BEFORE=before,
    )  # fmt: skip
    assert [one[0][-6:] for one in codes(results).values()] == ["001005", "001006", "002010", "002011"]
    for said in (
        "RETIRED_BEFORE: withdrawn codes that have lost their leading zeros: 1 (10101001002009)",
        "RETIRED: withdrawn codes that have lost their leading zeros: 1 (10101001001004)",
        "RETIRED: withdrawn codes that do not fit the scheme, and keep no code from being given: 1 (1.0E13)",
    ):
        assert any(said in one for one in listener.said), said


def test_grids_of_a_community_without_codes_are_not_said_to_have_new_ones() -> None:
    listener = Listener()
    previous = last([(wkt, (f"11010100100{1 + i // 2}00{i}",)) for i, (wkt, _) in enumerate(GRIDS, 1)])
    layer = parents(("11010100100", "110101001002"))
    results = run(listener, PREVIOUS=previous, COMMUNITIES=layer, COMMUNITY_CODE="code", CODE_SCHEME=0)
    assert results["WITHOUT_CODE"] == 2
    assert not any("1101010010010" in said for said in listener.said)
    assert not any("got new ones" in said for said in listener.said)


@pytest.mark.parametrize("value", [4, -1, "9", "x", 1.5])
def test_a_scheme_that_there_is_not_is_refused_in_models_too(value: object) -> None:
    feedback = QgsProcessingFeedback(False)
    assert not unchecked(feedback, CODE_SCHEME=value)
    assert f"CODE_SCHEME is {value}; it must be a whole number from 0 to 3." in feedback.textLog()


@pytest.mark.parametrize("ending", ["gpkg", "csv"])
def test_one_register_is_kept_over_the_years(ending: str, tmp_path: Path) -> None:
    register = str(tmp_path / f"register.{ending}")
    run(PREVIOUS=last(), DATE="2026-07-01", RETIRED=register)
    merged = [*GRIDS[:2], (rectangle(400, 0, 800, 400), ("whole B", "B"))]
    second = last([(wkt, (code,)) for (wkt, _), code in zip(GRIDS, ("A-1", "A-2", "B-6", "B-7"))])
    results = run(INPUT=grids(merged), PREVIOUS=second, DATE="2027-07-01", RETIRED=register)
    assert codes(results)["whole B"] == ("B-8", None, "new")
    expected = [("B-3", "2026-07-01"), ("B-5", "2026-07-01"), ("B-6", "2027-07-01"), ("B-7", "2027-07-01")]
    assert [(row["code"], row["valid_to"]) for row in rows(register)] == expected
    before = Path(register).read_bytes()
    again = run(INPUT=grids(merged), PREVIOUS=second, DATE="2028-01-01", RETIRED=register)
    assert [(row["code"], row["valid_to"]) for row in rows(register)] == expected
    assert codes(again) == codes(results)
    assert Path(register).read_bytes() == before


def test_a_register_keeps_what_people_added(tmp_path: Path) -> None:
    table = memory_layer({"code": "string", "remark": "string"}, [(None, ("B-9", "旧码"))], kind="NoGeometry", crs="")
    path = file_layer(table, tmp_path, "gpkg", name="register").source().split("|")[0]
    results = run(PREVIOUS=last(), RETIRED=path)
    assert codes(results)["north B"][0] == "B-10"
    found = rows(path)
    assert [(row["code"], row["remark"]) for row in found] == [("B-9", "旧码"), ("B-3", None), ("B-5", None)]


def test_a_file_that_is_no_register_is_left_alone(tmp_path: Path) -> None:
    file_layer(memory_layer({"x": "string"}, [(None, ("1",))], kind="NoGeometry", crs=""), tmp_path, "gpkg", name="r")
    path = tmp_path / "r.gpkg"
    before = path.read_bytes()
    with pytest.raises(QgsProcessingException, match=r"RETIRED: .*is no register of withdrawn codes"):
        run(RETIRED=str(path))
    with pytest.raises(QgsProcessingException, match="give it a file of its own"):
        run(RETIRED=f"ogr:dbname='{path}' table=\"r\" (geom)")
    assert path.read_bytes() == before


@pytest.mark.parametrize("field", [None, "old"])
def test_codes_withdrawn_before_come_from_any_layer(field: str | None) -> None:
    table = memory_layer({field or "code": "string"}, [(None, ("B-41",)), (None, (None,))], kind="NoGeometry", crs="")
    results = run(PREVIOUS=last(), RETIRED_BEFORE=table, RETIRED_CODE=field)
    assert codes(results)["north B"][0] == "B-42"


def test_a_table_without_the_field_is_refused() -> None:
    table = memory_layer({"old": "string"}, [(None, ("B-41",))], kind="NoGeometry", crs="")
    with pytest.raises(QgsProcessingException, match=r"RETIRED_BEFORE: .* has no field “code”.*RETIRED_CODE"):
        run(RETIRED_BEFORE=table)


def test_grids_come_back_as_they_came(tmp_path: Path) -> None:
    layer = file_layer(grids(), tmp_path, "gpkg")
    back = QgsVectorLayer(run(INPUT=layer, OUTPUT=str(tmp_path / "out.gpkg"))["OUTPUT"], "", "ogr")
    assert [one.geometry().asWkb() for one in back.getFeatures()] == [
        one.geometry().asWkb() for one in layer.getFeatures()
    ]
    own = [field.name() for field in layer.fields()]
    assert [field.name() for field in back.fields()] == [
        *own, "grid_code", "grid_no", "community_id", "previous_code", "code_kind"
    ]  # fmt: skip


def test_own_fields_of_our_names_are_renamed() -> None:
    named = [(wkt, (*row, "mine")) for wkt, row in GRIDS]
    listener = Listener()
    layer = memory_layer({**FIELDS, "grid_code": "string"}, named)
    found = rows(run(listener, INPUT=layer)["OUTPUT"])
    assert (found[0]["grid_code_input"], found[0]["grid_code"]) == ("mine", "A-1")
    assert any("“grid_code_input”" in said for said in listener.said)


def test_the_community_of_a_grid_is_what_it_says_or_where_it_lies() -> None:
    swapped = [(wkt, (name, "B" if one == "A" else "A")) for wkt, (name, one) in GRIDS]
    said = rows(run(INPUT=grids(swapped), GRID_COMMUNITY="community")["OUTPUT"])
    assert [row["community_id"] for row in said] == ["B", "B", "A", "A"]
    assert [row["community_id"] for row in rows(run(INPUT=grids(swapped))["OUTPUT"])] == ["A", "A", "B", "B"]


def test_grids_in_no_community_get_no_code_and_are_told() -> None:
    listener = Listener()
    stray = [*GRIDS, (rectangle(5000, 0, 5200, 200), ("far", "A")), (None, ("nowhere", "A"))]
    results = run(listener, INPUT=grids(stray))
    assert (codes(results)["far"], codes(results)["nowhere"]) == ((None, None, "none"), (None, None, "none"))
    assert results["WITHOUT_CODE"] == 2
    assert any("in no community, which get no code: 1 (features: 5)" in said for said in listener.said)
    assert any("without ground, which get no code: 1 (features: 6)" in said for said in listener.said)
    listener = Listener()
    unknown = [(wkt, (name, "C" if name == "west A" else one)) for wkt, (name, one) in GRIDS]
    assert run(listener, INPUT=grids(unknown), GRID_COMMUNITY="community")["WITHOUT_CODE"] == 1
    assert any("id of no community: 1 (such as “C”; features: 1)" in said for said in listener.said)


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("11010100100", "leading zero"),
        ("110101 01001", "space"),
        ("１１０１０１００１００１", "full-width"),
        ("1101010010AB", "not made of digits"),
        (None, "has no code"),
        ("110101001002", "several communities have the code"),
    ],
)
def test_a_community_whose_code_is_wrong_gets_none_and_the_others_go_on(code: str | None, says: str) -> None:
    layer = parents((code, "110101001002"))
    results = run(COMMUNITIES=layer, COMMUNITY_CODE="code", CODE_SCHEME=0, STATUS="TEMPORARY_OUTPUT")
    status = {row["community_id"]: row for row in rows(results["STATUS"])}
    assert says in status["A"]["reason"]
    assert "A (社区 1)" in status["A"]["reason"]
    found = codes(results)
    assert found["west A"] == (None, None, "none")
    assert found["north B"][0] == (None if code == "110101001002" else "110101001002001")


def test_a_community_without_room_gets_no_new_codes() -> None:
    full = last([(rectangle(400, 0, 600, 400), ("11010100100299",)), (rectangle(0, 0, 210, 400), ("11010100100107",))])
    results = run(
        COMMUNITIES=parents(("110101001001", "110101001002")), COMMUNITY_CODE="code", CODE_SCHEME=1, PREVIOUS=full,
        STATUS="TEMPORARY_OUTPUT",
    )  # fmt: skip
    found = codes(results)
    assert found["west A"] == ("11010100100107", "11010100100107", "kept")
    assert found["east A"] == ("11010100100108", None, "new")
    assert found["north B"][2] == found["south B"][2] == "none"
    status = {row["community_id"]: row for row in rows(results["STATUS"])}
    assert "highest number that was given: 99" in status["B"]["reason"]


def test_codes_that_cannot_stay_are_told() -> None:
    listener = Listener()
    wrong = ("C-1", "A-0", "B-1", "B-1")
    ground = [*(wkt for wkt, _ in GRIDS[:3]), rectangle(400, 0, 790, 200)]
    previous = last([(wkt, (code,)) for wkt, code in zip(ground, wrong)])
    results = run(listener, PREVIOUS=previous, RETIRED="TEMPORARY_OUTPUT")
    assert codes(results) == {
        "west A": ("A-1", "C-1", "changed"),
        "east A": ("A-2", "A-0", "changed"),
        "north B": ("B-1", "B-1", "kept"),
        "south B": ("B-2", "B-1", "changed"),
    }
    for said in ("do not fit the scheme", "number 0", "another grid", "codes that several grids have: 1 (B-1"):
        assert any(said in one for one in listener.said), said
    assert [row["code"] for row in rows(results["RETIRED"])] == ["A-0", "C-1"]


def test_a_whole_community_keeps_its_zero_while_it_stays_whole() -> None:
    whole = [(square(0, 0, 400), ("A", "A")), *GRIDS[2:]]
    previous = last([(square(0, 0, 400), ("A-0",)), *((wkt, (f"B-{i}",)) for i, (wkt, _) in enumerate(GRIDS[2:], 1))])
    results = run(INPUT=grids(whole), PREVIOUS=previous)
    assert codes(results)["A"] == ("A-0", "A-0", "kept")
    assert next(row["grid_no"] for row in rows(results["OUTPUT"])) == 0


def test_order_of_features_does_not_matter(tmp_path: Path) -> None:
    def register(path: Path, **changes: Any) -> bytes:
        run(RETIRED=str(path), **changes)
        return path.read_bytes()

    asked = {"INPUT": grids(GRIDS[::-1]), "PREVIOUS": last(LAST[::-1])}
    assert codes(run(**asked)) == codes(run(PREVIOUS=last()))
    assert register(tmp_path / "1.csv", PREVIOUS=last()) == register(tmp_path / "2.csv", **asked)


def test_layers_in_different_systems_and_invalid_grids() -> None:
    import processing

    elsewhere = {
        name: processing.run(
            "native:reprojectlayer", {"INPUT": layer, "TARGET_CRS": "EPSG:4326", "OUTPUT": "TEMPORARY_OUTPUT"}
        )["OUTPUT"]
        for name, layer in (("COMMUNITIES", parents()), ("PREVIOUS", last()))
    }
    assert codes(run(**elsewhere)) == codes(run(PREVIOUS=last()))
    listener = Listener()
    results = run(listener, INPUT=grids([*GRIDS[:3], (BOW_TIE, GRIDS[3][1])]))
    assert results["WITHOUT_CODE"] == 0
    assert any("INPUT: invalid geometries" in said and "1 (features: 4)" in said for said in listener.said)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"DATE": "01.07.2026"}, "DATE is “01.07.2026”; it must be a day written as YYYY-MM-DD"),
        ({"DATE": "2026-02-30"}, "DATE is “2026-02-30”"),
        ({"PREVIOUS": "last", "PREVIOUS_CODE": None}, "PREVIOUS_CODE is needed with PREVIOUS"),
        ({"INPUT": "empty"}, "INPUT: the layer .* has no features"),
        ({"PREVIOUS": "nowhere"}, "PREVIOUS"),
    ],
)
def test_bad_input_is_named(changes: dict[str, Any], says: str) -> None:
    layers = {"last": last, "empty": lambda: grids([]), "nowhere": lambda: last(crs="")}
    given = {name: layers[value]() if value in layers else value for name, value in changes.items()}
    with pytest.raises(QgsProcessingException, match=says):
        run(**given)


def test_a_cancelled_run_leaves_nothing(tmp_path: Path) -> None:
    class Impatient(QgsProcessingFeedback):
        def setProgress(self, progress: float) -> None:  # noqa: N802 - QGIS calls it
            self.cancel()

    names = ("OUTPUT", "RETIRED", "STATUS", "SUMMARY", "REPORT")
    files = {name: str(tmp_path / f"{name}.{'gpkg' if i < 3 else 'txt'}") for i, name in enumerate(names)}
    with pytest.raises(QgsProcessingException, match="cancelled"):
        run(Impatient(), PREVIOUS=last(), **files)
    assert list(tmp_path.iterdir()) == []


def test_report_and_summary_hold_the_same_numbers(tmp_path: Path) -> None:
    page, text = tmp_path / "r.html", tmp_path / "s.json"
    layer = grids([(wkt, (f"<b>{name}", one)) for wkt, (name, one) in GRIDS])
    results = run(INPUT=layer, PREVIOUS=last(), REPORT=str(page), SUMMARY=str(text), COMMUNITIES=parents(("A", "")),
                  COMMUNITY_CODE="code")  # fmt: skip
    summary = json.loads(text.read_text(encoding="utf-8"))
    assert summary["numbers"] == {name: results[name] for name in summary["numbers"]}
    assert [one["community_id"] for one in summary["communities"]] == ["A", "B"]
    html = page.read_text(encoding="utf-8")
    assert "Grids without a code: 2 of 4" in html
    assert "社区 2" in html
    assert str(tmp_path) not in html


def test_the_grids_of_a_division_get_the_codes_that_it_gave_them(tmp_path: Path) -> None:
    import processing

    parent = str(SAMPLES / "denver_communities.gpkg")
    divided = processing.run(
        "gridmanager:splitcommunities",
        {
            "INPUT": parent, "COMMUNITY_ID": "TRACT_GEOID", "BLOCKS": str(SAMPLES / "denver_blocks.gpkg"),
            "POPULATION_FIELD": "TOTPOP20", "TARGET_POPULATION": 1500, "EFFORT": 0, "WORKERS": 1,
            "OUTPUT": str(tmp_path / "divided.gpkg"),
        },
    )  # fmt: skip
    asked = {"INPUT": divided["OUTPUT"], "COMMUNITIES": parent, "COMMUNITY_ID": "TRACT_GEOID", "COMMUNITY_NAME": None}
    fresh = [row for row in rows(run(**asked)["OUTPUT"]) if row["grid_no_input"] > 0]
    assert len(fresh) > 400
    assert [row["grid_code"] for row in fresh] == [row["grid_code_input"] for row in fresh]
    again = run(**asked, PREVIOUS=divided["OUTPUT"], PREVIOUS_CODE="grid_code")
    assert (again["KEPT"], again["WITHDRAWN"]) == (again["GRIDS"], 0)
    assert all(row["grid_code"] == row["grid_code_input"] for row in rows(again["OUTPUT"]))
    assert shapely.is_valid([row["geometry"] for row in fresh]).all()
