"""``linkregister`` from layers to outputs, through Processing."""

from __future__ import annotations

import json
import random
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)

from grid_manager_plugin.linking.register import Break
from tests.algorithms.test_split_run import Listener, rows
from tests.city_layers import CRS, SIDE, SOUTH, WEST, file_layer, memory_layer, square

pytestmark = pytest.mark.usefixtures("provider")

GRIDS = [(square(SIDE * i, 0, SIDE), (code,)) for i, code in enumerate(("G-1", "G-2"))]


def place(x: float, y: float = 100) -> str:
    """Return a point as WKT, in metres from the layers' corner; grid G-1 ends at 400, G-2 at 800."""
    return f"POINT({WEST + x} {SOUTH + y})"


HOUSES = [
    (place(100), ("h1", "first")),
    (place(500), ("h2", "second")),
    (place(400), ("h3", "on the border")),
    (place(950), ("h4", "outside")),
    (None, ("h5", "nowhere")),
    (place(600), (None, "without id")),
    (place(700), ("h2", "double, in the same grid")),
    (place(110), ("h8", "double")),
    (place(510), ("h8", "double, in another grid")),
    ("POINT(1e9 5500000)", ("h9", "no place")),
]
HOUSEHOLDS = [
    (None, ("a", "h1", 3)),
    (None, ("b", "h2", 1)),
    (None, ("c", " h3 ", 2)),
    (None, ("d", "h4", 2)),
    (None, ("e", None, 2)),
    (None, ("f", "nobody", 2)),
    (None, ("g", "h8", 2)),
    (None, (None, "h1", 2)),
    (None, ("i", "a", 2)),
    (None, ("a", "h2", 9)),
    (None, ("k", "h5", 2)),
    (None, ("l", "p1", 2)),
    (None, ("m", "h9", 2)),
]
PEOPLE = [
    (None, ("p1", "b")),
    (None, ("p2", "c")),
    (None, ("p3", "d")),
    (None, ("p4", "e")),
    (None, ("p5", "")),
    (None, ("p6", "nobody")),
    (None, ("p7", "a")),
    (None, ("", "b")),
    (None, ("p1", "c")),
    (None, ("p10", "h1")),
    (None, ("p11", "p2")),
    (None, ("p12", "g")),
]
ASKED = dict.fromkeys(("HOUSEHOLDS_OUTPUT", "PEOPLE_OUTPUT", "BREAKS"), "TEMPORARY_OUTPUT")

BREAKS = {
    ("house", "h4", "outside", None, "grid", "The house lies in no grid."),
    ("house", "h5", "no_geometry", None, "grid", "The house has no geometry."),
    ("house", None, "no_id", None, "house", "The house has no id, so no household can name it."),
    ("house", "h2", "duplicate_id", None, "house", "Another house has the id “h2” too."),
    ("house", "h8", "duplicate_id", None, "house", "Another house has the id “h8” too."),
    ("house", "h9", "invalid_coordinates", None, "grid",
     "The house's coordinates cannot belong to its layer's coordinate system."),
    ("household", None, "no_id", "h1", "household", "The household has no id, so no person can name it."),
    ("household", "a", "duplicate_id", "h2", "household", "Another household has the id “a” too."),
    ("household", "d", "house_broken", "h4", "grid", "The house “h4” has no grid."),
    ("household", "e", "no_reference", None, "house", "The household names no house."),
    ("household", "f", "unknown_reference", "nobody", "house", "No house has the id “nobody”."),
    ("household", "g", "ambiguous_reference", "h8", "house",
     "Several houses have the id “h8”, and they are not all in the same grid."),
    ("household", "i", "unknown_reference", "a", "house", "No house has the id “a”; it is the id of a household."),
    ("household", "k", "house_broken", "h5", "grid", "The house “h5” has no grid."),
    ("household", "l", "unknown_reference", "p1", "house", "No house has the id “p1”; it is the id of a person."),
    ("household", "m", "house_broken", "h9", "grid", "The house “h9” has no grid."),
    ("person", None, "no_id", "b", None, "The person has no id."),
    ("person", "p1", "duplicate_id", "c", None, "Another person has the id “p1” too."),
    ("person", "p3", "household_broken", "d", "grid", "The house of the household “d” has no grid."),
    ("person", "p4", "household_broken", "e", "house", "The household “e” has no house."),
    ("person", "p5", "no_reference", None, "household", "The person names no household."),
    ("person", "p6", "unknown_reference", "nobody", "household", "No household has the id “nobody”."),
    ("person", "p7", "ambiguous_reference", "a", "household",
     "Several households have the id “a”, and they are not all in the same grid."),
    ("person", "p10", "unknown_reference", "h1", "household",
     "No household has the id “h1”; it is the id of a house."),
    ("person", "p11", "unknown_reference", "p2", "household",
     "No household has the id “p2”; it is the id of a person."),
    ("person", "p12", "household_broken", "g", "house", "The household “g” has no house."),
}  # fmt: skip


def grids(**kwargs: Any) -> QgsVectorLayer:
    return memory_layer({"code": "string"}, GRIDS, **kwargs)


def houses(found: list | None = None, **kwargs: Any) -> QgsVectorLayer:
    return memory_layer({"no": "string", "said": "string"}, HOUSES if found is None else found, "Point", **kwargs)


def households(found: list | None = None, fields: dict | None = None) -> QgsVectorLayer:
    fields = {"no": "string", "house": "string", "rooms": "integer"} if fields is None else fields
    return memory_layer(fields, HOUSEHOLDS if found is None else found, "None")


def people(found: list | None = None) -> QgsVectorLayer:
    return memory_layer({"no": "string", "household": "string"}, PEOPLE if found is None else found, "None")


def parameters(**changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = {
        "HOUSE_ID": "no", "HOUSEHOLD_ID": "no", "HOUSEHOLD_HOUSE": "house", "PERSON_ID": "no",
        "PERSON_HOUSEHOLD": "household", "GRID_CODE": "code", "OUTPUT": "TEMPORARY_OUTPUT",
    }  # fmt: skip
    found.update(changes)
    for name, make in (("HOUSES", houses), ("HOUSEHOLDS", households), ("PEOPLE", people), ("GRIDS", grids)):
        if name not in found:
            found[name] = make()
    return {name: value for name, value in found.items() if value is not None}


def run(feedback: QgsProcessingFeedback | None = None, **changes: Any) -> dict[str, Any]:
    import processing

    results = processing.run("gridmanager:linkregister", parameters(**changes), feedback=feedback)
    assert results["BREAKS_COUNT"] == sum(results[f"{name}_BREAKS"] for name in ("HOUSE", "HOUSEHOLD", "PERSON"))
    return results


def register_of(results: dict[str, Any]) -> list[list[tuple]]:
    """Return the content of all outputs, without what depends on the order of the records; see that none is lost."""
    found = []
    names = ("OUTPUT", "HOUSES"), ("HOUSEHOLDS_OUTPUT", "HOUSEHOLDS_COUNT"), ("PEOPLE_OUTPUT", "PEOPLE_COUNT")
    for output, count in names:
        content = rows(results[output])
        assert len(content) == results[count]
        linked = sum(row["grid_code"] is not None for row in content)
        assert linked == results[count.replace("_COUNT", "") + "_LINKED"]
        found.append(content)
    of_houses = [row for row in found[0] if row["grid_code"]]
    assert sum(row["households"] for row in of_houses) == results["HOUSEHOLDS_LINKED"]
    assert sum(row["people"] for row in of_houses) == results["PEOPLE_LINKED"]
    breaks = rows(results["BREAKS"])
    assert len(breaks) == results["BREAKS_COUNT"]
    chain = [row for row in breaks if row["kind"] not in ("no_id", "duplicate_id")]
    without = sum(row["grid_code"] is None for content in found for row in content)
    assert len(chain) == without  # one reason for each that has no grid
    plain = [[{k: v for k, v in row.items() if k not in ("fid", "feature_id", "geometry")} for row in part]
             for part in (*found, breaks)]  # fmt: skip
    return [sorted((tuple(row.values()) for row in part), key=repr) for part in plain]


def test_every_record_comes_out_with_its_grid_or_the_reason() -> None:
    results = run(**ASKED)
    found = rows(results["OUTPUT"])
    assert [(row["no"], row["grid_code"], row["link_rule"], row["households"], row["people"]) for row in found] == [
        ("h1", "G-1", "inside", 2, 0),
        ("h2", "G-2", "inside", 2, 2),
        ("h3", "G-1", "border", 1, 2),
        ("h4", None, "outside", 1, 1),
        ("h5", None, "no_geometry", 1, 0),
        (None, "G-2", "inside", 0, 0),
        ("h2", "G-2", "inside", 0, 0),
        ("h8", "G-1", "inside", 0, 0),
        ("h8", "G-2", "inside", 0, 0),
        ("h9", None, "invalid_coordinates", 1, 0),
    ]
    assert [row["geometry"].wkt if "geometry" in row else None for row in found[:5]] == [
        QgsGeometry.fromWkt(wkt).asWkt(0).replace("Point (", "POINT (") if wkt else None for wkt, _ in HOUSES[:5]
    ]
    households_found = rows(results["HOUSEHOLDS_OUTPUT"])
    assert [(row["no"], row["rooms"], row["grid_code"], row["people"]) for row in households_found] == [
        ("a", 3, "G-1", 0), ("b", 1, "G-2", 2), ("c", 2, "G-1", 2), ("d", 2, None, 1), ("e", 2, None, 1),
        ("f", 2, None, 0), ("g", 2, None, 1), (None, 2, "G-1", 0), ("i", 2, None, 0), ("a", 9, "G-2", 0),
        ("k", 2, None, 0), ("l", 2, None, 0), ("m", 2, None, 0),
    ]  # fmt: skip
    codes = [row["grid_code"] for row in rows(results["PEOPLE_OUTPUT"])]
    assert codes == ["G-2", "G-1", None, None, None, None, None, "G-2", "G-1", None, None, None]
    breaks = rows(results["BREAKS"])
    keys = ("record", "id", "kind", "refers_to", "at", "message")
    assert {tuple(row[key] for key in keys) for row in breaks} == BREAKS
    assert len(breaks) == len(BREAKS) == results["BREAKS_COUNT"]
    (house,) = [row for row in breaks if row["record"] == "house" and row["id"] == "h4"]
    assert house["feature_id"] == 4
    register_of(results)
    names = ("HOUSES", "HOUSES_LINKED", "HOUSEHOLDS_COUNT", "HOUSEHOLDS_LINKED", "PEOPLE_COUNT", "PEOPLE_LINKED")
    assert [results[name] for name in names] == [10, 7, 13, 5, 12, 4]


def test_every_kind_of_break_is_among_them() -> None:
    kinds = {row[2] for row in BREAKS}
    results = run(MAX_DISTANCE=100, **ASKED)
    kinds |= {row["kind"] for row in rows(results["BREAKS"])}
    assert kinds == {kind.key for kind in Break}


def test_a_house_outside_may_belong_to_the_nearest_grid() -> None:
    results = run(MAX_DISTANCE=160, **ASKED)
    (house,) = [row for row in rows(results["OUTPUT"]) if row["no"] == "h4"]
    assert (house["grid_code"], house["link_rule"]) == ("G-2", "nearest")
    assert {row["no"]: row["grid_code"] for row in rows(results["PEOPLE_OUTPUT"])}["p3"] == "G-2"
    near = run(MAX_DISTANCE=100, BREAKS="TEMPORARY_OUTPUT")
    (house,) = [row for row in rows(near["BREAKS"]) if row["id"] == "h4"]
    assert (house["kind"], house["message"]) == (
        "too_far", "The house lies farther than 100 m from every grid (MAX_DISTANCE)."
    )  # fmt: skip


def test_the_answer_does_not_depend_on_the_order() -> None:
    first = register_of(run(**ASKED))
    for seed in range(3):
        shuffled = [random.Random(seed).sample(found, len(found)) for found in (HOUSES, HOUSEHOLDS, PEOPLE)]
        layers = zip(("HOUSES", "HOUSEHOLDS", "PEOPLE"), (houses, households, people), shuffled)
        again = run(**ASKED, **{name: make(found) for name, make, found in layers})
        content = register_of(again)
        assert content == first
        breaks = rows(again["BREAKS"])
        kinds = {kind.key: kind for kind in Break}
        steps = ("house", "household", "person")
        assert breaks == sorted(
            breaks, key=lambda row: (steps.index(row["record"]), row["id"] or "", kinds[row["kind"]])
        )


def file_layers(folder: Path, ending: str = "gpkg") -> dict[str, Any]:
    layers = (("HOUSES", houses), ("HOUSEHOLDS", households), ("PEOPLE", people), ("GRIDS", grids))
    return {name: file_layer(make(), folder, ending, name.lower()) for name, make in layers}


def paths_of(layers: dict[str, QgsVectorLayer]) -> dict[str, str]:
    """Return the layers' sources, for runs that fail: a layer in their traceback would outlive QGIS."""
    return {name: layer.source() for name, layer in layers.items()}


def test_files_and_memory_layers_give_the_same(tmp_path: Path) -> None:
    there = {name: str(tmp_path / f"{name}.gpkg") for name in ("OUTPUT", *ASKED)}
    results = run(**file_layers(tmp_path), **there)
    assert register_of(results) == register_of(run(**ASKED))
    assert register_of(run(**file_layers(tmp_path), **ASKED)) == register_of(results)
    with closing(sqlite3.connect(there["PEOPLE_OUTPUT"])) as file:
        contents = file.execute("SELECT data_type FROM gpkg_contents").fetchall()
        counted = file.execute("SELECT feature_count FROM gpkg_ogr_contents").fetchall()
        triggers = file.execute("SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'PEOPLE%'")
        assert (contents, counted, triggers.fetchone()) == ([("attributes",)], [(len(PEOPLE),)], (2,))
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    again = {name: str(tmp_path / "again" / f"{name}.gpkg") for name in ("OUTPUT", *ASKED)}
    (tmp_path / "again").mkdir()
    run(**file_layers(tmp_path), **again)
    assert all(Path(there[name]).read_bytes() == Path(again[name]).read_bytes() for name in there)


def test_rows_of_tables_are_copied_by_sqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from grid_manager_plugin.layers import register_rows

    made = []
    between = register_rows.GpkgCopy.between

    def watched(*arguments: Any) -> Any:
        made.append(between(*arguments))
        return made[-1]

    monkeypatch.setattr(register_rows.GpkgCopy, "between", watched)
    there = {name: str(tmp_path / f"{name}.gpkg") for name in ("OUTPUT", *ASKED)}
    run(**file_layers(tmp_path), **there)
    assert len(made) == 3
    assert all(copy is not None for copy in made)


def test_several_tables_of_one_file(tmp_path: Path) -> None:
    from osgeo import gdal

    file = tmp_path / "all.gpkg"
    for number, (name, layer) in enumerate(file_layers(tmp_path).items()):
        mode = {"accessMode": "update"} if number else {}
        done = gdal.VectorTranslate(str(file), layer.source().split("|")[0], layerName=name.lower(), **mode)
        del done  # closes the file
    names = ("HOUSES", "HOUSEHOLDS", "PEOPLE", "GRIDS")
    there = {name: str(tmp_path / f"{name}.gpkg") for name in ("OUTPUT", *ASKED)}
    results = run(**{name: f"{file}|layername={name.lower()}" for name in names}, **there)
    assert register_of(results) == register_of(run(**ASKED))


def test_houses_from_a_csv_file(tmp_path: Path) -> None:
    file = tmp_path / "houses.csv"
    lines = ["no,x,y", *(f"{no},{WEST + x},{SOUTH + 100}" for no, x in (("35", 100), ("36", 500), (" 37 ", 950)))]
    file.write_text("\n".join(lines), encoding="utf-8")
    layer = QgsVectorLayer(f"{file.as_uri()}?type=csv&xField=x&yField=y&crs={CRS}", "csv", "delimitedtext")
    assert layer.isValid()
    fields = {"no": "integer", "house": "double", "rooms": "integer"}
    named = ((1, 35.0), (2, 36.0), (3, 37.0), (4, None))
    numbers = households([(None, (*one, 1)) for one in named], fields)
    persons = people([(None, ("x", "1")), (None, ("y", " 2 ")), (None, ("z", "1.5"))])
    results = run(HOUSES=layer, HOUSEHOLDS=numbers, PEOPLE=persons, **ASKED)
    assert [row["grid_code"] for row in rows(results["HOUSEHOLDS_OUTPUT"])] == ["G-1", "G-2", None, None]
    assert [row["grid_code"] for row in rows(results["PEOPLE_OUTPUT"])] == ["G-1", "G-2", None]
    assert [row["kind"] for row in rows(results["BREAKS"])] == [
        "outside", "house_broken", "no_reference", "unknown_reference",
    ]  # fmt: skip
    register_of(results)


def test_numbers_that_are_none_are_no_ids() -> None:
    fields = {"no": "double", "house": "double", "rooms": "integer"}
    found = households([(None, (float("nan"), float("inf"), 1)), (None, (2.5, 1e6, 1))], fields)
    numbered = memory_layer({"no": "double"}, [(place(100), (1_000_000,)), (place(500), (float("nan"),))], "Point")
    results = run(HOUSES=numbered, HOUSEHOLDS=found, PEOPLE=people([]), **ASKED)
    assert [row["grid_code"] for row in rows(results["HOUSEHOLDS_OUTPUT"])] == [None, "G-1"]
    kinds = [(row["record"], row["id"], row["kind"]) for row in rows(results["BREAKS"])]
    assert kinds == [("house", None, "no_id"), ("household", None, "no_id"), ("household", None, "no_reference")]


def test_houses_in_another_system() -> None:
    degrees = QgsCoordinateReferenceSystem("EPSG:4326")
    way = QgsCoordinateTransform(QgsCoordinateReferenceSystem(CRS), degrees, QgsProject.instance())
    found = []
    for wkt, values in HOUSES[:-1]:
        geometry = QgsGeometry.fromWkt(wkt or "")
        geometry.transform(way)
        found.append((geometry.asWkt(12) if wkt else None, values))
    results = run(HOUSES=houses(found, crs="EPSG:4326"), HOUSEHOLDS=households(HOUSEHOLDS[:-1]), **ASKED)
    assert [row["grid_code"] for row in rows(results["OUTPUT"])] == [
        "G-1", "G-2", "G-1", None, None, "G-2", "G-2", "G-1", "G-2",
    ]  # fmt: skip
    assert results["PEOPLE_LINKED"] == 4


def test_households_may_have_places_of_their_own(tmp_path: Path) -> None:
    fields = {"no": "string", "house": "string", "grid_code": "string"}
    found = [(square(0, 0, 10), ("a", "h1", "old")), (None, ("b", "h2", "older"))]
    drawn = memory_layer(fields, found, "Polygon", crs="")
    for layer, output in (
        (drawn, "TEMPORARY_OUTPUT"),
        (file_layer(drawn, tmp_path, "gpkg"), str(tmp_path / "o.gpkg")),
    ):
        listener = Listener()
        results = run(listener, HOUSEHOLDS=layer, PEOPLE=None, HOUSEHOLDS_OUTPUT=output)
        first, second = rows(results["HOUSEHOLDS_OUTPUT"])
        assert (first["grid_code"], first["grid_code_input"], first["people"]) == ("G-1", "old", 0)
        assert first["geometry"].area == 100
        assert second["grid_code"] == "G-2"
        assert second.get("geometry") is None or second["geometry"].is_empty  # as QGIS writes it into a file
        assert any("“grid_code” of the input is called “grid_code_input”" in said for said in listener.said)


def test_houses_alone() -> None:
    results = run(HOUSEHOLDS=None, PEOPLE=None, BREAKS="TEMPORARY_OUTPUT")
    assert (results["HOUSES"], results["HOUSES_LINKED"], results["HOUSEHOLDS_COUNT"], results["PEOPLE_COUNT"]) == (
        10, 7, 0, 0,
    )  # fmt: skip
    assert {row["households"] for row in rows(results["OUTPUT"])} == {0}
    assert {row["record"] for row in rows(results["BREAKS"])} == {"house"}


@pytest.mark.parametrize("ending", ["", "gpkg"])
def test_empty_tables(ending: str, tmp_path: Path) -> None:
    empty = {"HOUSES": houses([]), "HOUSEHOLDS": households([]), "PEOPLE": people([])}
    outputs = dict(ASKED)
    if ending:
        empty = {name: file_layer(layer, tmp_path, ending, name) for name, layer in empty.items()}
        outputs = {name: str(tmp_path / f"{name}.{ending}") for name in ("OUTPUT", *ASKED)}
    results = run(**empty, **outputs)
    assert register_of(results) == [[], [], [], []]
    alone = run(HOUSES=empty["HOUSES"], PEOPLE=people([(None, ("p", "a"))]), **ASKED)
    assert alone["HOUSEHOLDS_COUNT"] == 13
    assert (alone["HOUSEHOLDS_LINKED"], alone["PEOPLE_LINKED"]) == (0, 0)
    register_of(alone)


def test_only_selected_households(tmp_path: Path) -> None:
    layer = file_layer(households(), tmp_path, "gpkg")
    QgsProject.instance().addMapLayer(layer)
    layer.selectByIds([1, 2])
    chosen = QgsProcessingFeatureSourceDefinition(layer.id(), selectedFeaturesOnly=True)
    results = run(HOUSEHOLDS=chosen, HOUSEHOLDS_OUTPUT=str(tmp_path / "chosen.gpkg"))
    assert results["HOUSEHOLDS_COUNT"] == 2
    assert sorted(row["grid_code"] for row in rows(results["HOUSEHOLDS_OUTPUT"])) == ["G-1", "G-2"]
    QgsProject.instance().removeMapLayer(layer)


def test_the_report_counts_and_names_nobody(tmp_path: Path) -> None:
    file = tmp_path / "r.html"
    results = run(REPORT=str(file), **ASKED)
    page = file.read_text(encoding="utf-8")
    for name in ("HOUSES", "HOUSEHOLDS_COUNT", "PEOPLE_COUNT", "BREAKS_COUNT"):
        assert f"<b>{results[name]}</b>" in page
    assert page.count('<tr id="b-house-') == 5
    assert '<tr id="s-person">' in page
    assert "<b>G-1</b>" in page
    assert not [number for number in range(10) if f">p{number}<" in page]


def test_the_summary_and_the_log_say_the_same(tmp_path: Path) -> None:
    listener, file = Listener(), tmp_path / "s.json"
    results = run(listener, SUMMARY=str(file), **ASKED)
    summary = json.loads(file.read_text(encoding="utf-8"))
    assert list(summary) == ["algorithm", "numbers", "request", "breaks", "notes", "rights"]
    assert summary["algorithm"] == "linkregister"
    assert summary["numbers"] == {name: results[name] for name in summary["numbers"]}
    assert summary["breaks"]["house"] == {
        "no_geometry": 1, "invalid_coordinates": 1, "outside": 1, "no_id": 1, "duplicate_id": 2,
    }  # fmt: skip
    counts = {step: sum(kinds.values()) for step, kinds in summary["breaks"].items()}
    assert counts == {
        "house": results["HOUSE_BREAKS"],
        "household": results["HOUSEHOLD_BREAKS"],
        "person": results["PERSON_BREAKS"],
    }
    assert summary["request"]["household_house_field"] == "house"
    assert str(tmp_path) not in file.read_text(encoding="utf-8")
    assert "Houses: 10, of these in a grid: 7." in listener.said
    assert any(said.startswith("Breaks at people: 10 (no_id 1, duplicate_id 1, ") for said in listener.said)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"HOUSEHOLDS": None}, "PEOPLE is given, but not HOUSEHOLDS"),
        ({"HOUSEHOLD_HOUSE": None}, "HOUSEHOLDS is given, but not HOUSEHOLD_HOUSE"),
        ({"HOUSEHOLD_ID": ""}, "HOUSEHOLDS is given, but not HOUSEHOLD_ID"),
        ({"PERSON_ID": None}, "PEOPLE is given, but not PERSON_ID"),
        ({"PERSON_HOUSEHOLD": None}, "PEOPLE is given, but not PERSON_HOUSEHOLD"),
        ({"PEOPLE": None, "PEOPLE_OUTPUT": "TEMPORARY_OUTPUT"}, "PEOPLE_OUTPUT is given, but not PEOPLE"),
        (
            {"PEOPLE": None, "HOUSEHOLDS": None, "HOUSEHOLDS_OUTPUT": "TEMPORARY_OUTPUT"},
            "HOUSEHOLDS_OUTPUT is given, but not HOUSEHOLDS",
        ),
        ({"MAX_DISTANCE": -1}, "MAX_DISTANCE"),
    ],
)
def test_what_is_missing_is_named_before_the_run_and_by_it(changes: dict, message: str) -> None:
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("gridmanager:linkregister")
    asked, context = parameters(**changes), QgsProcessingContext()
    fine, said = algorithm.checkParameterValues(asked, context)
    assert not fine
    assert message in said
    if "MAX_DISTANCE" in changes:
        return
    _, ran = algorithm.run(asked, context, QgsProcessingFeedback())
    assert not ran
    with pytest.raises(QgsProcessingException, match=message):
        algorithm.create().run(asked, context, QgsProcessingFeedback(), {}, False)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"HOUSE_ID": "nothing"}, "HOUSES: the layer .* has no field “nothing”"),
        ({"PERSON_HOUSEHOLD": "nothing"}, "PEOPLE: the layer .* has no field “nothing”"),
        ({"HOUSES": "areas"}, "HOUSES"),
    ],
)
def test_what_cannot_be_used_is_named(changes: dict, message: str) -> None:
    if changes.get("HOUSES") == "areas":
        changes = {"HOUSES": memory_layer({"no": "string"}, [(square(0, 0, 10), ("h1",))])}
    with pytest.raises(QgsProcessingException, match=message):
        run(**changes)


def test_an_output_never_replaces_a_table(tmp_path: Path) -> None:
    layers = paths_of(file_layers(tmp_path))
    before = Path(tmp_path / "people.gpkg").read_bytes()
    with pytest.raises(QgsProcessingException, match="PEOPLE_OUTPUT would replace the data of PEOPLE"):
        run(**layers, PEOPLE_OUTPUT=str(tmp_path / "people.gpkg"))
    assert Path(tmp_path / "people.gpkg").read_bytes() == before


class Impatient(Listener):
    """Cancels a run once it is so far."""

    def __init__(self, at: float) -> None:
        super().__init__()
        self._at = at
        self.progressChanged.connect(self._look)

    def _look(self, progress: float) -> None:
        if progress >= self._at:
            self.cancel()


@pytest.mark.parametrize("at", [1, 20, 35, 50, 60, 90])
def test_a_cancelled_run_leaves_nothing(at: float, tmp_path: Path) -> None:
    layers, folder = paths_of(file_layers(tmp_path)), tmp_path / "out"
    folder.mkdir()
    there = {name: str(folder / f"{name}.gpkg") for name in ("OUTPUT", *ASKED)}
    with pytest.raises(QgsProcessingException, match="cancelled"):
        run(Impatient(at), **layers, **there)
    assert list(folder.iterdir()) == []
