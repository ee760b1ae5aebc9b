"""``linksurveypoints`` from layers to outputs, through Processing."""

from __future__ import annotations

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
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsGeometry,
    QgsPoint,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from grid_manager_plugin.layers import gpkg_copy
from tests.algorithms.test_split_run import Listener, rows
from tests.city_layers import CRS, SOUTH, WEST, file_layer, memory_layer, square

pytestmark = pytest.mark.usefixtures("provider")

FIELDS = {"id": "string", "typed": "string", "depth": "double"}
ASKED = dict.fromkeys(("UNLINKED", "MISMATCHES"), "TEMPORARY_OUTPUT")

PLACES = [
    ((50, 50), ("p1", "08-1", 1.5)),
    ((150, 50), ("p2", "08-1", None)),
    ((100, 50), ("p3", None, 2.0)),
    ((250, 50), ("p4", "08-2", 3.0)),
    ((1000, 50), ("p5", "", 4.0)),
    (None, ("p6", "08-1", 5.0)),
    ((150, 150), ("p7", "no such", 6.0)),
]


def grids(codes: tuple = ("08-1", "08-2", "08-3"), **kwargs: Any) -> QgsVectorLayer:
    """Return two squares of 100 m side by side, and one over the second."""
    places = ((0, 0), (100, 0), (100, 100))
    return memory_layer({"code": "string"}, [(square(*at, 100), (code,)) for at, code in zip(places, codes)], **kwargs)


def points(places: list | None = None, kind: str = "Point", **kwargs: Any) -> QgsVectorLayer:
    found = PLACES if places is None else places
    rows = [(None if at is None else wkt(*at).replace("POINT", kind.upper()), values) for at, values in found]
    return memory_layer(FIELDS, rows, kind, **kwargs)


def wkt(east: float, north: float) -> str:
    return f"POINT({WEST + east} {SOUTH + north})"


def parameters(**changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"GRID_CODE": "code", "TYPED_CODE": "typed", "OUTPUT": "TEMPORARY_OUTPUT"}
    found.update(changes)
    found.setdefault("INPUT", points())
    found.setdefault("GRIDS", grids())
    return found


def run(feedback: QgsProcessingFeedback | None = None, **changes: Any) -> dict[str, Any]:
    import processing

    return processing.run("gridmanager:linksurveypoints", parameters(**changes), feedback=feedback)


def links(results: dict[str, Any]) -> dict[str, tuple]:
    return {row["id"]: (row["grid_code"], row["link_rule"], row["link_distance_m"]) for row in rows(results["OUTPUT"])}


def reasons(results: dict[str, Any]) -> dict[str, str]:
    return {row["id"]: row["reason"] for row in rows(results["UNLINKED"])}


def test_every_point_is_somewhere_and_says_why() -> None:
    results = run(**ASKED)
    assert links(results) == {
        "p1": ("08-1", "inside", 0),
        "p2": ("08-2", "inside", 0),
        "p3": ("08-1", "border", 0),
        "p7": ("08-3", "inside", 0),
    }
    far, nowhere = sorted(rows(results["UNLINKED"]), key=lambda row: row["id"])[1:]
    near = next(row for row in rows(results["UNLINKED"]) if row["id"] == "p4")
    assert (near["reason"], near["nearest_code"]) == ("outside", "08-2")
    assert near["distance_m"] == pytest.approx(50, rel=1e-3)
    assert (far["id"], far["reason"], far["nearest_code"]) == ("p5", "outside", "08-2")
    assert (nowhere["id"], nowhere["reason"], nowhere["nearest_code"]) == ("p6", "no_geometry", None)
    assert nowhere["distance_m"] is None
    wanted = {
        "POINTS": 7, "LINKED": 4, "UNLINKED_COUNT": 3, "MISMATCHED": 2, "INSIDE": 3, "ON_BORDER": 1, "NEAREST": 0,
        "TYPED_BLANK": 2,
    }  # fmt: skip
    assert {name: results[name] for name in wanted} == wanted


def test_mismatches_tell_the_distance_to_what_was_typed() -> None:
    wrong, unknown = sorted(rows(run(**ASKED)["MISMATCHES"]), key=lambda row: row["id"])
    assert (wrong["id"], wrong["typed_code"], wrong["grid_code"], wrong["typed_exists"]) == ("p2", "08-1", "08-2", True)
    assert wrong["distance_m"] == pytest.approx(50, rel=1e-3)
    assert (unknown["id"], unknown["typed_code"], unknown["typed_exists"]) == ("p7", "no such", False)
    assert unknown["distance_m"] is None


def test_the_nearest_grid_counts_within_the_distance() -> None:
    results = run(MAX_DISTANCE=60, **ASKED)
    code, rule, distance = links(results)["p4"]
    assert (code, rule) == ("08-2", "nearest")
    assert distance == pytest.approx(50, rel=1e-3)
    assert reasons(results) == {"p5": "too_far", "p6": "no_geometry"}
    assert (results["NEAREST"], results["MISMATCHED"]) == (1, 2)


def test_own_fields_and_geometries_stay() -> None:
    solid = [(f"POINT Z({WEST + x} {SOUTH + y} 7)", values) for (x, y), values in PLACES[:2]]
    solid = memory_layer(FIELDS, solid, "PointZ")
    first, second = rows(run(INPUT=solid)["OUTPUT"])
    assert (first["id"], first["typed"], first["depth"], second["depth"]) == ("p1", "08-1", 1.5, None)
    assert shapely.get_z(first["geometry"]) == 7


def test_an_own_field_makes_room() -> None:
    layer = memory_layer({"grid_code": "string", "Link_Rule": "int"}, [(wkt(50, 50), ("old", 3))], "Point")
    listener = Listener()
    (row,) = rows(run(listener, INPUT=layer, TYPED_CODE="grid_code", MISMATCHES="TEMPORARY_OUTPUT")["OUTPUT"])
    assert (row["grid_code"], row["grid_code_input"], row["Link_Rule_input"]) == ("08-1", "old", 3)
    assert any("grid_code_input" in said for said in listener.said)


def many(count: int = 3000) -> list:
    random = np.random.default_rng(1)
    at = random.random((count, 2)) * [340, 240] - 20
    at[::50] = np.round(at[::50], -2)
    codes = random.choice(["08-1", "08-2", " 08-3 ", "０８-1", "", "9"], count)
    return [(tuple(xy), (f"p{i}", code, i / 2)) for i, (xy, code) in enumerate(zip(at.tolist(), codes.tolist()))]


def as_text(results: dict[str, Any], names: tuple[str, ...]) -> dict[str, list[str]]:
    found = {}
    for name in names:
        listed = [{key: one for key, one in row.items() if key != "fid"} for row in rows(results[name])]
        found[name] = [repr({**row, "geometry": shapely.to_wkt(row["geometry"], -1)}) for row in listed]
    return found


@pytest.mark.parametrize("kind", ["Point", "MultiPoint"])
def test_the_fast_way_gives_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    places = many() if kind == "Point" else many(300)
    layer = points(places, kind)
    stored = file_layer(layer, tmp_path, "gpkg")
    names = ("OUTPUT", "UNLINKED", "MISMATCHES")
    slow = run(INPUT=layer, MAX_DISTANCE=8, **ASKED)
    fast = run(INPUT=stored, MAX_DISTANCE=8, **{name: str(tmp_path / f"{name}.gpkg") for name in names})
    assert as_text(slow, names) == as_text(fast, names)
    assert [slow[name] for name in slow if name not in names] == [fast[name] for name in slow if name not in names]
    assert min(fast[name] for name in ("NEAREST", "ON_BORDER", "MISMATCHED", "UNLINKED_COUNT")) > 0
    assert QgsVectorLayer(fast["OUTPUT"], "", "ogr").dataProvider().hasSpatialIndex() == 2
    monkeypatch.setattr(gpkg_copy, "INDEX_UP_TO", 10)
    listener = Listener()
    bare = run(listener, INPUT=stored, MAX_DISTANCE=8, OUTPUT=str(tmp_path / "bare.gpkg"))
    assert as_text(bare, ("OUTPUT",)) == {"OUTPUT": as_text(slow, names)["OUTPUT"]}
    assert any("Create spatial index" in said for said in listener.said)
    layer = QgsVectorLayer(bare["OUTPUT"], "", "ogr")
    assert layer.featureCount() == bare["LINKED"]
    assert layer.extent().width() > 200


def keyed(tmp_path: Path, key: str, name: str = "keyed") -> str:
    """Save points to a GeoPackage whose ids are called otherwise, and return its path."""
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName, options.layerOptions = "GPKG", name, [f"FID={key}"]
    path, context = str(tmp_path / f"{name}.gpkg"), QgsCoordinateTransformContext()
    result = QgsVectorFileWriter.writeAsVectorFormatV3(points(), path, context, options)
    assert result[0] == QgsVectorFileWriter.WriterError.NoError
    return path


@pytest.mark.parametrize("key", ["house_id", "OBJECTID", "grid_code"])
def test_own_ids_stay_whatever_they_are_called(tmp_path: Path, key: str) -> None:
    path, name = keyed(tmp_path, key), f"{key}_input" if key == "grid_code" else key
    slow = rows(run(INPUT=path)["OUTPUT"])
    fast = rows(run(INPUT=path, OUTPUT=str(tmp_path / "out.gpkg"))["OUTPUT"])
    assert [row[name] for row in fast] == [row[name] for row in slow] == [1, 2, 3, 7]
    assert [row["grid_code"] for row in fast] == [row["grid_code"] for row in slow]


def test_ids_below_zero_are_copied_one_by_one(tmp_path: Path) -> None:
    path = keyed(tmp_path, "fid")
    with closing(sqlite3.connect(path)) as file:
        for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            file.execute(f'DROP TRIGGER "{name}"')
        file.execute("INSERT INTO keyed (fid, id) VALUES (-5, 'below')")
        file.commit()
    results = run(INPUT=path, OUTPUT=str(tmp_path / "out.gpkg"), UNLINKED=str(tmp_path / "left.gpkg"))
    assert (results["POINTS"], results["LINKED"]) == (8, 4)
    assert "below" in {row["id"] for row in rows(results["UNLINKED"])}


def test_the_first_layer_of_a_file_is_meant(tmp_path: Path) -> None:
    path = keyed(tmp_path, "fid", "bbb")
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE aaa AS SELECT * FROM bbb WHERE 0")
        file.execute("DROP TABLE aaa")
        copied = "fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom POINT, id TEXT, typed TEXT, depth REAL"
        file.execute(f"CREATE TABLE aaa ({copied})")
        file.execute("INSERT INTO aaa (fid, geom, id) SELECT fid, geom, 'other' FROM bbb")
        rest = "description, last_change, min_x, min_y, max_x, max_y, srs_id FROM gpkg_contents"
        file.execute(f"INSERT INTO gpkg_contents SELECT 'aaa', data_type, 'aaa', {rest}")
        columns = "column_name, geometry_type_name, srs_id, z, m"
        file.execute(f"CREATE TABLE kept AS SELECT {columns} FROM gpkg_geometry_columns")
        file.execute("DELETE FROM gpkg_geometry_columns")
        for table in ("aaa", "bbb"):
            file.execute(f"INSERT INTO gpkg_geometry_columns SELECT '{table}', {columns} FROM kept")
        file.execute("DROP TABLE kept")
        file.commit()
    first = {row["id"] for row in rows(path)}
    assert {row["id"] for row in rows(run(INPUT=path, OUTPUT=str(tmp_path / "out.gpkg"))["OUTPUT"])} <= first


@pytest.mark.parametrize(
    ("name", "kind", "values"), [("fid", "string", "ab"), ("fid", "int", (1, 1)), ("GEOM", "string", "ab")]
)
def test_fields_that_a_geopackage_calls_its_own_make_room(tmp_path: Path, name: str, kind: str, values: Any) -> None:
    layer = memory_layer({name: kind}, [(wkt(50, 50), (values[0],)), (wkt(150, 50), (values[1],))], "Point")
    listener = Listener()
    results = run(listener, INPUT=layer, TYPED_CODE=None, OUTPUT=str(tmp_path / "out.gpkg"))
    assert [row[f"{name}_input"] for row in rows(results["OUTPUT"])] == list(values)
    assert any(f"“{name}_input”" in said for said in listener.said)


def test_a_copied_file_can_be_edited(tmp_path: Path) -> None:
    stored = file_layer(points(), tmp_path, "gpkg")
    layer = QgsVectorLayer(run(INPUT=stored, OUTPUT=str(tmp_path / "out.gpkg"))["OUTPUT"], "", "ogr")
    assert layer.featureCount() == 4
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry(QgsPoint(WEST, SOUTH)))
    assert layer.dataProvider().addFeatures([feature])[0]
    again = QgsVectorLayer(layer.source(), "", "ogr")
    assert again.featureCount() == 5


def test_two_runs_are_the_same_bytes(tmp_path: Path) -> None:
    stored = file_layer(points(many()), tmp_path, "gpkg")
    found = []
    for name in ("a", "b"):
        folder = tmp_path / name
        folder.mkdir()
        run(INPUT=stored, OUTPUT=str(folder / "o.gpkg"), UNLINKED=str(folder / "u.gpkg"))
        found.append([(folder / one).read_bytes() for one in ("o.gpkg", "u.gpkg")])
    assert found[0] == found[1]


@pytest.mark.parametrize("ending", ["shp", "geojson", "fgb"])
def test_other_files_give_the_same(tmp_path: Path, ending: str) -> None:
    places = [place for place in PLACES if place[0] is not None]
    stored = file_layer(points(places), tmp_path, ending)
    assert links(run(INPUT=stored)) == links(run(INPUT=points(places)))


def test_any_order_of_features_gives_the_same() -> None:
    places, codes = many(400), ("08-1", "08-2", "08-3")
    there = run(INPUT=points(places), MAX_DISTANCE=8)
    turned = memory_layer(
        {"code": "string"},
        [(square(*at, 100), (code,)) for at, code in reversed(list(zip(((0, 0), (100, 0), (100, 100)), codes)))],
    )
    back = run(INPUT=points(places[::-1]), GRIDS=turned, MAX_DISTANCE=8)
    assert links(there) == links(back)


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857", "EPSG:32634", "EPSG:25833"])
def test_any_pair_of_systems_gives_the_same(crs: str) -> None:
    places = [*many(300), *PLACES[:5]]
    way = pyproj.Transformer.from_crs(CRS, crs, always_xy=True)
    moved = []
    for at, values in places:
        x, y = way.transform(WEST + at[0], SOUTH + at[1])
        moved.append((f"POINT({x!r} {y!r})", values))
    layer = memory_layer(FIELDS, moved, "Point", crs=crs)
    here, there = links(run(INPUT=points(places), MAX_DISTANCE=8)), links(run(INPUT=layer, MAX_DISTANCE=8))
    assert {key: one[:2] for key, one in here.items()} == {key: one[:2] for key, one in there.items()}
    assert [one[2] for one in there.values()] == pytest.approx([one[2] for one in here.values()], abs=1e-5)
    assert run(INPUT=layer)["OUTPUT"].crs().authid() == crs


def test_a_rough_way_between_datums_is_refused() -> None:
    beijing = memory_layer({"id": "string"}, [("POINT(116.4 39.9)", ("1",))], "Point", crs="EPSG:4214")
    degree = [("POLYGON((116 39, 117 39, 117 40, 116 40, 116 39))", ("1",))]
    ground = memory_layer({"code": "string"}, degree, crs="EPSG:4490")
    with pytest.raises(QgsProcessingException, match=r"INPUT.*rough"):
        run(INPUT=beijing, GRIDS=ground, TYPED_CODE=None)


def test_bad_coordinates_are_reasons() -> None:
    layer = points([*PLACES[:1] * 5])
    provider = layer.dataProvider()
    for number, (x, y) in enumerate([(np.inf, 0.0), (np.nan, 5.0), (np.nan, np.nan), (WEST, 1e30)]):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([f"bad{number}", None, None])
        feature.setGeometry(QgsGeometry(QgsPoint(x, y)))
        assert provider.addFeatures([feature])[0]
    results = run(INPUT=layer, **ASKED)
    assert reasons(results) == {
        "bad0": "invalid_coordinates", "bad1": "invalid_coordinates", "bad2": "no_geometry",
        "bad3": "invalid_coordinates",
    }  # fmt: skip
    assert results["POINTS"] == results["LINKED"] + results["UNLINKED_COUNT"] == 9


def test_swapped_points_are_told_where_the_swapped_place_fits() -> None:
    degree = [("POLYGON((24 60, 25 60, 25 61, 24 61, 24 60))", ("1",))]
    ground = memory_layer({"code": "string"}, degree, crs="EPSG:4326")
    two = [("POINT(24.5 60.5)", ("a",)), ("POINT(60.5 24.5)", ("b",))]
    layer = memory_layer({"id": "string"}, two, "Point", crs="EPSG:4326")
    listener = Listener()
    results = run(listener, INPUT=layer, GRIDS=ground, TYPED_CODE=None, UNLINKED="TEMPORARY_OUTPUT")
    assert reasons(results) == {"b": "outside"}
    assert any("swapped: 1 (features: 2)" in said for said in listener.said)


def test_a_layer_in_metres_under_degrees_is_refused() -> None:
    with pytest.raises(QgsProcessingException, match=r"INPUT.*metres"):
        run(INPUT=points(PLACES[:3], crs="EPSG:4326"))


def test_many_points_on_one_place_are_told() -> None:
    listener = Listener()
    run(listener, INPUT=points([*many(500), *[((50, 50), (f"d{i}", "", None)) for i in range(60)]]))
    assert any("many points on one place: 60 (11% of all)" in said for said in listener.said)


def test_double_ids_are_told_and_all_linked() -> None:
    listener = Listener()
    places = [((10 + i, 50), (name, None, None)) for i, name in enumerate(["a", "b", "a", "c", "b"])]
    results = run(listener, INPUT=points(places), POINT_ID="id")
    assert results["LINKED"] == 5
    assert any("several points have: 2, such as a, b" in said for said in listener.said)


@pytest.mark.parametrize(
    ("typed", "told"), [("０８-1", "read as digits: 1"), ("0 8 - 1", "read as digits: 1"), ("8-1", None)]
)
def test_typed_codes_are_read_as_they_are_meant(typed: str, told: str | None) -> None:
    listener = Listener()
    results = run(listener, INPUT=points([((50, 50), ("p", typed, None))]))
    assert results["MISMATCHED"] == (0 if told else 1)
    assert any(told in said for said in listener.said) if told else True


def test_lost_zeros_are_told_and_no_mismatch() -> None:
    ground = grids(("080100", "080200", "080300"))
    places = [(wkt(50, 50), (80100,)), (wkt(150, 50), (80100,)), (wkt(50, 60), (None,))]
    layer = memory_layer({"typed": "int"}, places, "Point")
    listener = Listener()
    results = run(listener, INPUT=layer, GRIDS=ground, MISMATCHES="TEMPORARY_OUTPUT")
    assert (results["MISMATCHED"], results["TYPED_BLANK"]) == (1, 1)
    assert any("zeros are put in front: 2" in said for said in listener.said)
    (row,) = rows(results["MISMATCHES"])
    assert (row["typed_code"], row["grid_code"], row["typed_exists"]) == ("80100", "080200", True)


def test_number_codes_are_text_without_decimals() -> None:
    ground = memory_layer({"code": "double"}, [(square(0, 0, 100), (35.0,))])
    layer = memory_layer({"typed": "string"}, [(wkt(50, 50), ("35",))], "Point")
    results = run(INPUT=layer, GRIDS=ground)
    assert (rows(results["OUTPUT"])[0]["grid_code"], results["MISMATCHED"]) == ("35", 0)


def test_grids_without_code_are_named() -> None:
    listener = Listener()
    results = run(listener, GRIDS=grids(("08-1", None, "08-3")), UNLINKED="TEMPORARY_OUTPUT")
    assert any("own no points: 1, namely 2" in said for said in listener.said)
    assert reasons(results)["p2"] == "outside"
    with pytest.raises(QgsProcessingException, match=r"GRID_CODE.*empty in all"):
        run(GRIDS=grids((None, "", " ")))


def test_double_codes_are_one_grid() -> None:
    listener = Listener()
    results = run(listener, GRIDS=grids(("08-1", "08-1", "08-3")))
    assert links(results)["p2"][0] == "08-1"
    assert any("namely 08-1" in said for said in listener.said)
    assert results["MISMATCHED"] == 1


def test_an_invalid_grid_is_told() -> None:
    corners = ((0, 0), (100, 100), (100, 0), (0, 100))
    ring = shapely.Polygon([(WEST + x, SOUTH + y) for x, y in corners]).wkt
    bow = memory_layer({"code": "string"}, [(ring, ("1",))])
    listener = Listener()
    assert run(listener, GRIDS=bow)["POINTS"] == 7
    assert any("made valid: 1 (features: 1)" in said for said in listener.said)


def test_several_places_in_one_feature_are_refused() -> None:
    apart = f"MULTIPOINT({WEST} {SOUTH}, {WEST + 1} {SOUTH})"
    layer = memory_layer({"id": "string"}, [(apart, ("a",))], "MultiPoint")
    with pytest.raises(QgsProcessingException, match=r"INPUT.*different places: 1 \(features: 1\).*single"):
        run(INPUT=layer, TYPED_CODE=None)


def test_a_selection_is_linked_alone() -> None:
    layer = points()
    layer.selectByIds([1, 2])
    from qgis.core import QgsProject

    QgsProject.instance().addMapLayer(layer, False)
    source = QgsProcessingFeatureSourceDefinition(layer.id(), selectedFeaturesOnly=True)
    assert run(INPUT=source)["POINTS"] == 2
    QgsProject.instance().removeMapLayer(layer)


def test_a_csv_comes_in_as_delimited_text(tmp_path: Path) -> None:
    lines = ["id;x;y;typed", f"a;{WEST + 50};{SOUTH + 50};08-1", "b;;;08-1", f"c;{WEST + 150};{SOUTH + 50};"]
    file = tmp_path / "survey.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    uri = f"{file.as_uri()}?delimiter=;&xField=x&yField=y&crs={CRS}"
    layer = QgsVectorLayer(uri, "survey", "delimitedtext")
    results = run(INPUT=layer, UNLINKED="TEMPORARY_OUTPUT")
    assert {key: one[0] for key, one in links(results).items()} == {"a": "08-1", "c": "08-2"}
    assert reasons(results) == {"b": "no_geometry"}
    assert results["TYPED_BLANK"] == 1


def test_no_points_is_nothing_linked() -> None:
    results = run(INPUT=points([]), **ASKED)
    assert (results["POINTS"], results["LINKED"], results["UNLINKED_COUNT"]) == (0, 0, 0)


def test_lost_zeros_mean_the_points_own_grid_where_they_can() -> None:
    layer = points([((50, 50), ("a", "12", None)), ((150, 50), ("b", "12", None)), ((150, 150), ("c", "12", None))])
    results = run(INPUT=layer, GRIDS=grids(("0012", "012", "7")), MISMATCHES="TEMPORARY_OUTPUT")
    assert [row["id"] for row in rows(results["MISMATCHES"])] == ["c"]


def test_codes_of_grids_are_read_as_they_are_meant_too() -> None:
    layer = points([((50, 50), ("a", "12", None)), ((150, 50), ("b", "A  1", None))])
    assert run(INPUT=layer, GRIDS=grids(("１２", "A 1", "7")))["MISMATCHED"] == 0


def test_a_seam_within_a_grid_is_no_border() -> None:
    results = run(GRIDS=grids(("08-1", "08-1", "08-3")))
    assert links(results)["p3"] == ("08-1", "inside", 0)
    assert results["ON_BORDER"] == 0


@pytest.mark.parametrize("value", ["abc", "1e400"])
def test_text_is_no_distance(value: str) -> None:
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("gridmanager:linksurveypoints")
    with pytest.raises(QgsProcessingException, match="MAX_DISTANCE"):
        algorithm.processAlgorithm(parameters(MAX_DISTANCE=value), QgsProcessingContext(), QgsProcessingFeedback(False))


def test_models_look_for_the_field_too() -> None:
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("gridmanager:linksurveypoints")
    with pytest.raises(QgsProcessingException, match="GRID_CODE is not given"):
        algorithm.processAlgorithm(parameters(GRID_CODE=None), QgsProcessingContext(), QgsProcessingFeedback(False))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"MAX_DISTANCE": -1}, "MAX_DISTANCE is -1"),
        ({"GRID_CODE": "nothing"}, "GRIDS.*no field “nothing”"),
        ({"TYPED_CODE": "nothing"}, "INPUT.*no field “nothing”"),
        ({"TYPED_CODE": None, "MISMATCHES": "TEMPORARY_OUTPUT"}, "MISMATCHES.*TYPED_CODE"),
    ],
)
def test_values_that_cannot_be_used_are_named(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(QgsProcessingException, match=told):
        run(**changes)


def test_layers_without_a_system_are_refused(tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="INPUT"):
        run(INPUT=points(crs=""))
    with pytest.raises(QgsProcessingException, match="GRIDS"):
        run(GRIDS=grids(crs=""))


def test_an_output_never_replaces_an_input(tmp_path: Path) -> None:
    stored = file_layer(points(), tmp_path, "gpkg")
    before = Path(stored.source().split("|")[0]).read_bytes()
    with pytest.raises(QgsProcessingException, match="OUTPUT would replace"):
        run(INPUT=stored, OUTPUT=stored.source().split("|")[0])
    assert Path(stored.source().split("|")[0]).read_bytes() == before


def test_a_cancelled_run_leaves_nothing(tmp_path: Path) -> None:
    stored = file_layer(points(many()), tmp_path, "gpkg").source().split("|")[0]
    feedback = QgsProcessingFeedback(False)
    feedback.progressChanged.connect(lambda share: feedback.cancel() if share > 15 else None)
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("gridmanager:linksurveypoints")
    target = tmp_path / "out" / "o.gpkg"
    target.parent.mkdir()
    asked = parameters(INPUT=stored, OUTPUT=str(target))
    _, fine = algorithm.run(asked, QgsProcessingContext(), feedback)
    assert not fine
    assert list(target.parent.iterdir()) == []
