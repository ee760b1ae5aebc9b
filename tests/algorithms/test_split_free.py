"""``splitcommunities`` without blocks, from layers to outputs: streets, compounds, today's grids, and bad ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import pytest
import shapely
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingException, QgsVectorLayer

from tests.algorithms.test_split_run import Listener, rows
from tests.city_layers import CRS, SIDE, SOUTH, WEST, communities, community_rows, file_layer, memory_layer, square

pytestmark = pytest.mark.usefixtures("provider")

MIDDLE = SIDE / 2
HALF = SIDE * SIDE / 2


def line(*places: tuple[float, float]) -> str:
    """Return a line as WKT, given from the layers' corner, in metres."""
    return f"LINESTRING({', '.join(f'{WEST + x} {SOUTH + y}' for x, y in places)})"


STREETS = [
    (line((-50, MIDDLE), (2 * SIDE + 50, MIDDLE)), ("primary", 0.1, False, "")),
    (line((MIDDLE + 20, -50), (MIDDLE + 20, SIDE + 50)), ("residential", 0.3, False, "")),
    (line((SIDE + MIDDLE, -50), (SIDE + MIDDLE, SIDE + 50)), ("residential", 0.3, False, "")),
]
FIELDS = {"highway": "string", "factor": "double", "hard": "boolean", "bridge": "string"}


def streets(rows: Any = None, fields: dict[str, str] | None = None, **kwargs: Any) -> QgsVectorLayer:
    """Return streets: one along both communities, one across each."""
    return memory_layer(fields or FIELDS, STREETS if rows is None else rows, kind="LineString", **kwargs)


def parameters(**changes: Any) -> dict[str, Any]:
    """Return parameters of a run over the two communities of the test city, without blocks."""
    found: dict[str, Any] = {
        "COMMUNITY_ID": "id",
        "COMMUNITY_NAME": "name",
        "MAX_AREA": 90_000,
        "WORKERS": 1,
        "EFFORT": 0,
        "OUTPUT": "TEMPORARY_OUTPUT",
        "STATUS": "TEMPORARY_OUTPUT",
        "BLOCKS_OUTPUT": "TEMPORARY_OUTPUT",
    }
    found.update(changes)
    found.setdefault("INPUT", communities())
    return found


def run(listener: Listener | None = None, **changes: Any) -> dict[str, Any]:
    import processing

    return processing.run("gridmanager:splitcommunities", parameters(**changes), feedback=listener)


def check(**changes: Any) -> tuple[bool, str]:
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("gridmanager:splitcommunities")
    return algorithm.checkParameterValues(parameters(**changes), QgsProcessingContext())


def status(results: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["community_id"]: row for row in rows(results["STATUS"])}


def assert_covers(results: dict[str, Any]) -> None:
    """Grids together are the communities, to the last vertex, and blocks too."""
    for name in ("OUTPUT", "BLOCKS_OUTPUT"):
        parts = rows(results[name])
        for number, community in enumerate("AB"):
            shapes = [row["geometry"] for row in parts if row["community_id"] == community]
            ground = shapely.from_wkt(community_rows()[number][0])
            assert shapely.symmetric_difference(shapely.union_all(shapes), ground).area < 1e-6


def test_borders_follow_streets() -> None:
    results = run(BARRIERS=streets())
    assert_covers(results)
    for row in status(results).values():
        assert (row["verdict"], row["method"], row["grids"]) == ("solved", "faces", 2)
        assert row["on_barrier_share"] == pytest.approx(1.0)
        assert row["border_m"] == pytest.approx(SIDE, rel=1e-3)
        assert (row["kept_cut"], row["moved_population"], row["population_source"]) == (0, None, "")
        assert row["blocks"] == 4
    assert [row["on_barrier_share"] for row in rows(results["OUTPUT"])] == pytest.approx([1.0] * 4)


def test_factor_field_comes_before_the_profile(tmp_path: Path) -> None:
    profile = tmp_path / "factors.json"
    profile.write_text(json.dumps({"highway": {"primary": 0.9, "residential": 0.05}}), encoding="utf-8")

    def across(**changes: Any) -> list[bool]:
        """Tell for each community whether its border runs from south to north."""
        found = rows(run(BARRIERS=streets(), **changes)["OUTPUT"])
        return [shapely.bounds(row["geometry"])[3] - SOUTH > SIDE - 1 for row in found if row["grid_no"] == 2]

    assert across() == [False, False]
    assert across(BARRIER_PROFILE=str(profile)) == [True, True]
    assert across(BARRIER_PROFILE=str(profile), BARRIER_FACTOR="factor") == [False, False]


def test_without_anything_borders_are_straight() -> None:
    results = run()
    assert_covers(results)
    for row in status(results).values():
        assert (row["verdict"], row["method"], row["on_barrier_share"]) == ("solved", "cells", 0.0)
        assert row["border_m"] <= SIDE * 1.01


def test_compounds_stay_whole() -> None:
    compound = (square(MIDDLE - 60, MIDDLE - 60, 120), (True,))
    layer = memory_layer({"own": "boolean"}, [compound])
    results = run(BARRIERS=streets(), KEEP_WHOLE=layer)
    assert_covers(results)
    row = status(results)["A"]
    assert (row["verdict"], row["kept_cut"]) == ("solved", 0)
    inner = shapely.from_wkt(compound[0]).buffer(-0.05)
    holders = [grid for grid in rows(results["OUTPUT"]) if grid["geometry"].intersects(inner)]
    assert len(holders) == 1


def test_people_of_communities_are_spread_over_floors() -> None:
    buildings = ((20, 20, 40, 20.0), (300, 300, 40, 10.0), (500, 5, 9, 1.0))
    towers = memory_layer({"floors": "double"}, [(square(*place), (floors,)) for *place, floors in buildings])
    ground = memory_layer(
        {"id": "string", "name": "string", "people": "double"},
        [(wkt, (*values, 900.0 * (i + 1))) for i, (wkt, values) in enumerate(community_rows())],
    )
    asked = {"POPULATION_LAYER": towers, "POPULATION_LAYER_FIELD": "floors", "KEEP_WHOLE": towers}
    for field in ("POPULATION_FIELD", "COMMUNITY_POPULATION"):
        results = run(INPUT=ground, MAX_AREA=None, MAX_POPULATION=600, **asked, **{field: "people"})
        found = status(results)
        assert found["A"]["population"] == 900
        assert (found["A"]["population_min"], found["A"]["population_max"]) == pytest.approx((300, 600))
        assert found["A"]["population_source"] == "total by polygons"
        assert found["B"]["verdict"] == "infeasible"
        assert "KEEP_WHOLE" in found["B"]["reason"]


def test_moved_people_are_told(tmp_path: Path) -> None:
    today = memory_layer({"code": "string"}, [(square(SIDE * i, 0, SIDE / 2), (str(i),)) for i in range(2)])
    report = tmp_path / "r.html"
    spots = [(f"POINT({WEST + x} {SOUTH + y})", ()) for x in range(10, 800, 20) for y in range(10, 400, 20)]
    people = memory_layer({}, spots, kind="Point")
    results = run(
        EXISTING=today, MOVE_COST=1.0, POPULATION_LAYER=people, MAX_POPULATION=250, REPORT=str(report),
        SUMMARY=str(tmp_path / "s.json"),
    )
    for row in status(results).values():
        assert row["moved_population"] is not None
        assert "EXISTING" in row["reason"] or "Nobody" in row["reason"]
    summary = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))
    assert summary["totals"]["moved_population"] == sum(row["moved_population"] for row in status(results).values())
    assert "People in another grid" in report.read_text(encoding="utf-8")


def test_workers_and_order_change_nothing(tmp_path: Path) -> None:
    outputs = []
    for workers, lines in ((1, STREETS), (2, STREETS[::-1])):
        path = tmp_path / f"{workers}.geojson"
        run(BARRIERS=streets(lines), WORKERS=workers, OUTPUT=str(path))
        outputs.append(path.read_bytes().replace(f'"{workers}"'.encode(), b'"n"'))
    assert outputs[0] == outputs[1]


class TestBadInput:
    """Each is told clearly, nothing is lost, and the run goes on."""

    def test_lines_that_are_none(self) -> None:
        none = ("", 0.1, False, "")
        flat = f"LINESTRING({WEST} {SOUTH}, {WEST} {SOUTH})"
        listener = Listener()
        results = run(listener, BARRIERS=streets([*STREETS, (None, none), ("LINESTRING EMPTY", none), (flat, none)]))
        assert_covers(results)
        assert {row["method"] for row in status(results).values()} == {"faces"}
        (told,) = [text for text in listener.said if "BARRIERS: features without a line" in text]
        assert "2 (features: 4, 5)." in told
        assert "left out: 1 (features: 6)" in status(results)["A"]["reason"]

    def test_three_dimensions_another_crs_and_lines_on_themselves(self) -> None:
        there = pyproj.Transformer.from_crs(CRS, "EPSG:4326", always_xy=True)
        doubled = [*STREETS, STREETS[0], (line((0, MIDDLE), (SIDE, MIDDLE), (0, MIDDLE)), STREETS[0][1])]
        moved = []
        for wkt, values in doubled:
            shape = shapely.from_wkt(wkt)
            lonlat = shapely.transform(shape, lambda xy: np.column_stack(there.transform(xy[:, 0], xy[:, 1])))
            moved.append((shapely.to_wkt(shapely.force_3d(lonlat, 7.0), rounding_precision=12), values))
        layer = memory_layer(FIELDS, moved, kind="LineStringZ", crs="EPSG:4326")
        results = run(BARRIERS=layer)
        assert_covers(results)
        for row in status(results).values():
            assert (row["verdict"], row["blocks"]) == ("solved", 4)
            assert row["on_barrier_share"] == pytest.approx(1.0)

    def test_all_outside_is_told(self) -> None:
        listener = Listener()
        far = [(line((5000, 0), (6000, 0)), STREETS[0][1])]
        kept = memory_layer({}, [(square(5000, 5000, 10), ())])
        results = run(listener, BARRIERS=streets(far), KEEP_WHOLE=kept, EXISTING=kept)
        assert {row["method"] for row in status(results).values()} == {"cells"}
        for name in ("BARRIERS", "KEEP_WHOLE", "EXISTING"):
            assert any(text.startswith(f"{name}: none of its features (1) reaches") for text in listener.said)

    def test_exactly_on_the_edge(self) -> None:
        edge = [(line((0, 0), (2 * SIDE, 0)), STREETS[0][1]), (line((SIDE, 0), (SIDE, SIDE)), STREETS[0][1])]
        results = run(BARRIERS=streets([*STREETS, *edge]))
        assert_covers(results)
        assert {row["blocks"] for row in status(results).values()} == {4}

    def test_a_layer_without_features(self) -> None:
        listener = Listener()
        results = run(listener, BARRIERS=streets([]), KEEP_WHOLE=memory_layer({}, []), EXISTING=memory_layer({}, []))
        assert {row["verdict"] for row in status(results).values()} == {"solved"}
        for name in ("BARRIERS", "KEEP_WHOLE", "EXISTING"):
            assert any(text.startswith(f"{name}: the layer") and "no features" in text for text in listener.said)

    @pytest.mark.parametrize(("value", "said"), [(1.5, "the first has 1.5"), (-0.1, "the first has -0.1")])
    def test_a_factor_out_of_range_fails_its_community_only(self, value: float, said: str) -> None:
        wrong = (line((SIDE + 50, -50), (SIDE + 50, SIDE + 50)), ("primary", value, False, ""))
        results = run(BARRIERS=streets([*STREETS, wrong]), BARRIER_FACTOR="factor")
        found = status(results)
        assert (found["A"]["verdict"], found["B"]["verdict"]) == ("solved", "failed")
        assert "BARRIER_FACTOR" in found["B"]["reason"]
        assert ": 1 (features: 4;" in found["B"]["reason"]
        assert said in found["B"]["reason"]
        assert_covers({**results, "BLOCKS_OUTPUT": results["OUTPUT"]})

    def test_a_factor_of_words(self) -> None:
        rows_ = [(wkt, ("", text, False, "")) for (wkt, _), text in zip(STREETS, ("0.1", "0,3", ""))]
        layer = streets(rows_, {**FIELDS, "factor": "string"})
        found = status(run(BARRIERS=layer, BARRIER_FACTOR="factor"))
        assert (found["A"]["verdict"], found["B"]["verdict"]) == ("failed", "solved")
        assert "no number" in found["A"]["reason"]

    def test_hard_that_says_neither_yes_nor_no(self) -> None:
        layer = streets(fields={**FIELDS, "hard": "string"}, rows=[(STREETS[0][0], ("", 0.1, "perhaps", ""))])
        with pytest.raises(QgsProcessingException, match="BARRIER_HARD: “perhaps” in feature 1"):
            run(BARRIERS=layer, BARRIER_HARD="hard")

    def test_invalid_polygons_to_keep_whole(self) -> None:
        x, y = WEST + 100, SOUTH + 100
        bow_tie = f"POLYGON(({x} {y}, {x + 50} {y + 50}, {x + 50} {y}, {x} {y + 50}, {x} {y}))"
        layer = memory_layer({}, [(bow_tie, ()), (None, ()), (square(90, 90, 30), ()), (square(-20, 200, 60), ())])
        listener = Listener()
        results = run(listener, KEEP_WHOLE=layer)
        row = status(results)["A"]
        assert (row["verdict"], row["kept_cut"]) == ("solved", 0)
        for text in ("made valid", "across the community's edge", "overlap"):
            assert text in row["reason"]
        assert any("KEEP_WHOLE: features without a polygon" in text for text in listener.said)

    def test_points_at_equal_places(self) -> None:
        places = [(100.0, 100.0), (300.0, 300.0), (500.0, 100.0), (700.0, 300.0)]
        spots = [(f"POINT({WEST + x} {SOUTH + y})", ()) for x, y in places for _ in range(50)]
        results = run(POPULATION_LAYER=memory_layer({}, spots, kind="Point"), MAX_AREA=None, MAX_POPULATION=50)
        assert [row["population"] for row in rows(results["OUTPUT"])] == [50.0] * 4
        tight = status(run(POPULATION_LAYER=memory_layer({}, spots, kind="Point"), MAX_AREA=None, MAX_POPULATION=30))
        assert {row["verdict"] for row in tight.values()} == {"infeasible"}

    @pytest.mark.parametrize(
        ("name", "kind"), [("BARRIERS", "Polygon"), ("KEEP_WHOLE", "Point"), ("EXISTING", "LineString")]
    )
    def test_a_layer_of_another_kind_is_refused(self, name: str, kind: str) -> None:
        with pytest.raises(QgsProcessingException, match=f"{name}: .*has no (lines|polygons)"):
            run(**{name: memory_layer({}, [], kind=kind)})

    def test_negative_people_fail_their_community(self) -> None:
        spots = [(f"POINT({WEST + x} {SOUTH + 100})", (value,)) for x, value in ((100, 5.0), (300, 5.0), (500, -1.0))]
        layer = memory_layer({"people": "double"}, spots, kind="Point")
        found = status(run(POPULATION_LAYER=layer, POPULATION_LAYER_FIELD="people"))
        assert (found["A"]["verdict"], found["B"]["verdict"]) == ("solved", "failed")
        assert "negative" in found["B"]["reason"]

    def test_hundreds_of_short_segments(self) -> None:
        wave = [(x / 2.0, MIDDLE + (x % 3) * 0.2) for x in range(-100, 4 * SIDE + 100)]
        results = run(BARRIERS=streets([(line(*wave), STREETS[0][1])]))
        assert_covers(results)
        assert {row["method"] for row in status(results).values()} == {"faces"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"BARRIER_FACTOR": "factor"}, "BARRIER_FACTOR is given without BARRIERS"),
        ({"BARRIER_HARD": "hard"}, "BARRIER_HARD is given without BARRIERS"),
        ({"KEEP_WHOLE_DEDICATED": "own"}, "KEEP_WHOLE_DEDICATED is given without KEEP_WHOLE"),
        ({"BLOCK_COMMUNITY": "community"}, "BLOCK_COMMUNITY is given without BLOCKS"),
        ({"POPULATION_FIELD": "a", "COMMUNITY_POPULATION": "b"}, "POPULATION_FIELD and COMMUNITY_POPULATION"),
        ({"MOVE_COST": -1}, "MOVE_COST"),
        ({"BARRIER_EXTEND": -1}, "BARRIER_EXTEND"),
        ({"MIN_FACE_AREA": -1}, "MIN_FACE_AREA"),
    ],
)
def test_values_are_checked_before_the_run(changes: dict[str, Any], said: str) -> None:
    fine, message = check(**changes)
    assert not fine
    assert said in message


def test_a_broken_profile_is_told_by_name(tmp_path: Path) -> None:
    profile = tmp_path / "p.json"
    profile.write_text("{", encoding="utf-8")
    with pytest.raises(QgsProcessingException, match=r"p\.json is no JSON"):
        run(BARRIERS=streets(), BARRIER_PROFILE=str(profile))


@pytest.mark.parametrize("ending", ["gpkg", "shp", "geojson", "fgb"])
def test_barriers_come_from_files(ending: str, tmp_path: Path) -> None:
    plain = [(wkt, (*values[:2], 0, "")) for wkt, values in STREETS]
    layer = file_layer(streets(plain, {**FIELDS, "hard": "integer"}), tmp_path, ending)
    results = run(BARRIERS=layer, BARRIER_FACTOR="factor", BARRIER_HARD="hard")
    assert {(row["verdict"], row["method"]) for row in status(results).values()} == {("solved", "faces")}
