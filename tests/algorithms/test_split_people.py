"""People of ``splitcommunities`` from a layer or a raster: counted to the last one, wherever they are."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import pytest
import shapely
from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsRasterLayer,
    QgsVectorLayer,
)

from tests.algorithms.test_split_run import Listener, parameters, rows, run
from tests.city_layers import (
    CRS,
    SIDE,
    SOUTH,
    WEST,
    block_rows,
    blocks,
    communities,
    community_rows,
    file_layer,
    memory_layer,
    square,
)
from tests.city_rasters import nodata, raster

pytestmark = pytest.mark.usefixtures("provider")

STEP = SIDE / 4
HOUSES = [(WEST + STEP * (x + 0.5), SOUTH + STEP * (y + 0.5)) for x in range(8) for y in range(4)]
"""A place in the middle of each block."""


def at(place: tuple[float, float]) -> str:
    return f"POINT({place[0]} {place[1]})"


def houses(people: Any = 10.0, more: tuple = (), order: Any = None, **kwargs: Any) -> QgsVectorLayer:
    """Return one point a block."""
    found = [*((at(place), (people,)) for place in HOUSES), *more]
    chosen = found if order is None else [found[i] for i in order]
    return memory_layer({"人口": "double"}, chosen, kind="Point", **kwargs)


def estates(values: tuple = (160.0, 160.0)) -> QgsVectorLayer:
    """Return polygons that cover the upper half of each community."""
    shapes = [(square(SIDE * i, SIDE / 2, SIDE), (value,)) for i, value in enumerate(values)]
    return memory_layer({"人口": "double"}, shapes)


def by_layer(layer: QgsVectorLayer, field: str | None = "人口") -> dict[str, Any]:
    return {"POPULATION_FIELD": None, "POPULATION_LAYER": layer, "POPULATION_LAYER_FIELD": field}


def by_raster(layer: QgsRasterLayer) -> dict[str, Any]:
    return {"POPULATION_FIELD": None, "POPULATION_RASTER": layer}


def divided(tmp_path: Path, **changes: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Run with all outputs, and return the results and the summary."""
    asked = {"STATUS": "TEMPORARY_OUTPUT", "BLOCKS_OUTPUT": "TEMPORARY_OUTPUT", "SUMMARY": str(tmp_path / "s.json")}
    results = run(**{**asked, "REPORT": str(tmp_path / "r.html"), **changes})
    return results, json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))


def people_of(results: dict[str, Any], name: str) -> list[float]:
    return [row["population"] for row in rows(results[name])]


def status(results: dict[str, Any], community: str) -> dict[str, Any]:
    return next(row for row in rows(results["STATUS"]) if row["community_id"] == community)


def test_points_give_the_same_grids_as_the_field_of_the_blocks(tmp_path: Path) -> None:
    results, summary = divided(tmp_path, **by_layer(houses()))
    assert rows(results["OUTPUT"]) == rows(run()["OUTPUT"])
    assert people_of(results, "BLOCKS_OUTPUT") == [10.0] * 32
    assert summary["totals"]["population"] == 320
    assert summary["totals"]["outside_population"] == 0


def test_people_of_the_blocks_are_ignored_where_a_layer_tells(tmp_path: Path) -> None:
    results, _ = divided(tmp_path, **by_layer(houses(5.0)), BLOCKS=blocks(block_rows(people=None)))
    assert people_of(results, "BLOCKS_OUTPUT") == [5.0] * 32


def test_points_without_a_field_count_one_each(tmp_path: Path) -> None:
    results, _ = divided(tmp_path, **by_layer(houses(99.0), None), MAX_POPULATION=8)
    assert people_of(results, "OUTPUT") == [8.0] * 4


def test_points_of_a_multipoint_are_one_place(tmp_path: Path) -> None:
    inside, other, outside = HOUSES[0], HOUSES[31], (WEST - 50, SOUTH - 50)
    shapes = [(f"MULTIPOINT({x[0]} {x[1]}, {y[0]} {y[1]})", (7.5,)) for x, y in [(inside, other), (outside, other)]]
    layer = memory_layer({"人口": "double"}, shapes, kind="MultiPoint")
    results, summary = divided(tmp_path, **by_layer(layer))
    assert [row["population"] for row in rows(results["STATUS"])] == [7.5, 7.5]
    assert summary["totals"]["outside_population"] == 0


def test_polygons_are_shared_by_area_to_the_last_person(tmp_path: Path) -> None:
    results, summary = divided(tmp_path, **by_layer(estates((101.0, 160.0))))
    # half of each estate lies above the communities
    assert [row["population"] for row in rows(results["STATUS"])] == [50.5, 80.0]
    assert summary["totals"]["outside_population"] == 130.5
    planned = rows(results["BLOCKS_OUTPUT"])
    north = [block["geometry"].centroid.y > SOUTH + SIDE / 2 for block in planned]
    assert [block["population"] > 0 for block in planned] == north
    assert sum(block["population"] for block in planned) == 130.5


def test_people_outside_are_told_and_every_one_is_counted(tmp_path: Path) -> None:
    stray = ((at((WEST - 50, SOUTH + 50)), (3.25,)), (None, (4.5,)))
    results, summary = divided(tmp_path, **by_layer(houses(more=stray)))
    assert sum(people_of(results, "OUTPUT")) == 320
    assert summary["totals"]["outside_population"] == 7.75
    told = " ".join(summary["notes"])
    assert "outside every community, which belong to no grid: 1, with a population of 3.25 (features: 33)." in told
    assert "Features of POPULATION_LAYER that belong to no grid, without a geometry" in told
    assert "lie outside: 7.8. They are in no grid." in Path(results["REPORT"]).read_text(encoding="utf-8")


def test_cells_of_a_raster_in_another_crs(tmp_path: Path) -> None:
    way = pyproj.Transformer.from_crs(CRS, "EPSG:4326", always_xy=True)
    lon, lat = way.transform([WEST - 100, WEST + 900], [SOUTH - 100, SOUTH + 500])
    columns, lines = 40, 30
    place = (lon[0], (lon[1] - lon[0]) / columns, 0.0, lat[1], 0.0, (lat[0] - lat[1]) / lines)
    values = np.random.default_rng(3).integers(0, 4, (lines, columns)).astype(float)
    values[::7, ::5] = -9999
    layer = raster(tmp_path / "人口.tif", values, place=place, crs="EPSG:4326", change=nodata(-9999))
    results, summary = divided(tmp_path, **by_raster(layer), MAX_POPULATION=None, MIN_POPULATION=1)
    assert (results["SOLVED"], results["FAILED"]) == (2, 0)
    inside, outside = summary["totals"]["population"], summary["totals"]["outside_population"]
    assert inside + outside == pytest.approx(values[values > 0].sum(), rel=1e-12)
    assert 0.3 < inside / (inside + outside) < 0.8
    for name in ("OUTPUT", "BLOCKS_OUTPUT"):
        assert sum(people_of(results, name)) == pytest.approx(inside, rel=1e-12)


def test_a_raster_over_the_blocks_gives_each_block_its_cell(tmp_path: Path) -> None:
    values = np.full((4, 8), 10.0)
    results, summary = divided(tmp_path, **by_raster(raster(tmp_path / "a.tif", values)))
    assert rows(results["OUTPUT"]) == rows(run()["OUTPUT"])
    assert summary["totals"]["outside_population"] == 0


def test_people_outside_a_raster_s_communities_are_counted_after_the_run(tmp_path: Path) -> None:
    values = np.full((4, 10), 10.0)  # two columns of cells lie east of the communities
    _, summary = divided(tmp_path, **by_raster(raster(tmp_path / "a.tif", values)))
    assert (summary["totals"]["population"], summary["totals"]["outside_population"]) == (320, 80)


def bad_cell(tmp_path: Path) -> dict[str, Any]:
    values = np.full((4, 8), 10.0)
    values[1, 2] = -5
    return by_raster(raster(tmp_path / "a.tif", values))


def short_raster(tmp_path: Path) -> dict[str, Any]:
    place = (WEST + SIDE, 100.0, 0.0, SOUTH + 400.0, 0.0, -100.0)
    return by_raster(raster(tmp_path / "a.tif", np.full((4, 4), 10.0), place=place))


FAILING: dict[str, tuple[Callable[[Path], dict[str, Any]], str, float | None]] = {
    "no number at a point": (
        lambda _: by_layer(houses(more=((at(HOUSES[0]), (None,)),))),
        "POPULATION_LAYER_FIELD is empty or not a number in features of POPULATION_LAYER that fall to community "
        "A (社区 1): 1 (features: 33",
        160,
    ),
    "fewer than nobody at a point": (
        lambda _: by_layer(houses(more=((at(HOUSES[0]), (-2,)),))),
        "POPULATION_LAYER_FIELD is negative",
        160,
    ),
    "no number on a polygon": (lambda _: by_layer(estates((None, 160.0))), ": 1 (features: 1; ", 0),
    "a negative cell": (bad_cell, "POPULATION_RASTER is -5 in community A (社区 1) (column 2, row 1", 150),
    "beyond the raster": (short_raster, "POPULATION_RASTER does not reach community A (社区 1)", None),
}


@pytest.mark.parametrize("case", FAILING)
def test_people_that_cannot_be_counted_fail_their_community_alone(case: str, tmp_path: Path) -> None:
    make, words, people = FAILING[case]
    results, summary = divided(tmp_path, **make(tmp_path))
    assert (results["FAILED"], results["SOLVED"]) == (1, 1)
    failed = status(results, "A")
    assert words in failed["reason"]
    assert failed["population"] == people
    assert status(results, "B")["verdict"] == "solved"
    own = [block for block in rows(results["BLOCKS_OUTPUT"]) if block["community_id"] == "A"]
    assert {block["population"] for block in own} == {None}
    assert summary["communities"][0]["population"] == people


def test_a_community_that_fails_for_its_ground_keeps_its_people(tmp_path: Path) -> None:
    overlapping = [community_rows()[0], (square(SIDE - 100, 0, SIDE + 100), ("B", "社区 2"))]
    results, summary = divided(tmp_path, INPUT=communities(overlapping), **by_layer(houses()))
    assert results["FAILED"] == 2
    assert [row["population"] for row in rows(results["STATUS"])] == [160, 160]
    assert summary["totals"]["population"] == 320


ENDING: dict[str, tuple[Callable[[], dict[str, Any]], str]] = {
    "polygons without a field": (lambda: by_layer(estates(), None), "POPULATION_LAYER_FIELD is not given"),
    "no such field": (lambda: by_layer(houses(), "人数"), "POPULATION_LAYER: .* no field “人数”"),
    "no features": (
        lambda: by_layer(memory_layer({"人口": "double"}, [], kind="Point")),
        "POPULATION_LAYER: the layer .* has no features",
    ),
    "no such layer": (lambda: {**by_layer(houses()), "POPULATION_LAYER": "/nowhere.gpkg"}, "POPULATION_LAYER"),
    "no such raster": (lambda: {"POPULATION_FIELD": None, "POPULATION_RASTER": "/nowhere.tif"}, "POPULATION_RASTER"),
}


@pytest.mark.parametrize("case", ENDING)
def test_a_source_that_cannot_be_used_ends_the_run_by_name(case: str, tmp_path: Path) -> None:
    changes, words = ENDING[case]
    with pytest.raises(QgsProcessingException, match=words):
        run(OUTPUT=str(tmp_path / "grids.gpkg"), **changes())
    assert list(tmp_path.iterdir()) == []


def test_a_raster_that_is_elsewhere_ends_the_run_by_name(tmp_path: Path) -> None:
    place = (WEST + 9000, 100.0, 0.0, SOUTH + 400.0, 0.0, -100.0)
    with pytest.raises(QgsProcessingException, match=r"POPULATION_RASTER: .* does not reach any community"):
        run(**by_raster(raster(tmp_path / "a.tif", np.ones((4, 8)), place=place)))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("POPULATION_FIELD", "POPULATION_LAYER"),
        ("POPULATION_FIELD", "POPULATION_RASTER"),
        ("POPULATION_LAYER", "POPULATION_RASTER"),
    ],
)
def test_two_sources_are_refused_before_the_run(first: str, second: str, tmp_path: Path) -> None:
    given = {
        "POPULATION_FIELD": "people",
        "POPULATION_LAYER": houses(),
        "POPULATION_RASTER": raster(tmp_path / "a.tif", np.ones((4, 8))),
    }
    chosen = {name: value if name in (first, second) else None for name, value in given.items()}
    assert checked(**chosen) == (
        False,
        f"{first} and {second} are both given; people can come from one of them only. Leave one empty.",
    )


def test_a_layer_of_people_without_crs_is_refused_before_the_run() -> None:
    fine, message = checked(**by_layer(houses(crs="")))
    assert not fine
    assert "POPULATION_LAYER: the layer has no coordinate system" in message


def test_each_source_alone_passes_the_check(tmp_path: Path) -> None:
    assert checked(**by_layer(houses())) == (True, "")
    assert checked(**by_layer(houses(), "")) == (True, "")
    assert checked(**by_raster(raster(tmp_path / "a.tif", np.ones((4, 8))))) == (True, "")


def checked(**changes: Any) -> tuple[bool, str]:
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("gridmanager:splitcommunities")
    fine, message = algorithm.checkParameterValues(parameters(**changes), QgsProcessingContext())
    return fine, message


@pytest.mark.parametrize("source", ["points", "polygons", "raster"])
def test_any_number_of_workers_and_any_order_give_the_same_bytes(source: str, tmp_path: Path) -> None:
    random = np.random.default_rng(11)
    places = random.uniform(0, 400, (90, 2)).tolist()
    more = tuple((at((WEST + x, SOUTH + y)), (0.1 * i,)) for i, (x, y) in enumerate(places))
    wild = [(square(*place, 130), (1.1,)) for place in random.uniform(0, 600, (40, 2))]
    turned = (WEST, 8.7, 0.4, SOUTH + 420, 0.2, -7.9)
    cells = raster(tmp_path / "人口.tif", random.uniform(0, 3, (57, 93)), place=turned)
    contents = []
    for number, workers in enumerate((1, 2, 1)):
        order = np.arange(122) if number < 2 else random.permutation(122)
        made = {
            "points": lambda order=order: by_layer(houses(more=more, order=order)),
            "polygons": lambda order=order: by_layer(
                memory_layer({"人口": "double"}, [wild[i] for i in order if i < len(wild)])
            ),
            "raster": lambda: by_raster(cells),
        }[source]()
        towns = communities(community_rows()[:: -1 if number == 2 else 1])
        folder = tmp_path / str(number)
        folder.mkdir()
        names = {"OUTPUT": "grids.gpkg", "BLOCKS_OUTPUT": "blocks.gpkg", "STATUS": "status.gpkg"}
        outputs = {name: str(folder / file) for name, file in names.items()}
        run(**outputs, **made, INPUT=towns, WORKERS=workers, MAX_POPULATION=None, MIN_POPULATION=0.5)
        contents.append({path.name: path.read_bytes() for path in sorted(folder.iterdir())})
    assert list(contents[0]) == ["blocks.gpkg", "grids.gpkg", "status.gpkg"]
    for other in contents[1:]:
        assert [name for name in contents[0] if contents[0][name] != other[name]] == []


def test_summary_and_report_tell_the_source(tmp_path: Path) -> None:
    _, summary = divided(tmp_path, **by_layer(houses()))
    asked = summary["request"]
    assert (asked["population_layer"], asked["population_layer_field"]) == ("城市 layer", "人口")
    assert (asked["population_field"], asked["population_raster"]) == (None, None)
    assert "Population layer" in (tmp_path / "r.html").read_text(encoding="utf-8")
    _, summary = divided(tmp_path, **by_raster(raster(tmp_path / "a.tif", np.full((4, 8), 10.0))))
    assert (summary["request"]["population_raster"], summary["request"]["population_layer"]) == ("人口 raster", None)
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "Population raster" in page
    assert str(tmp_path) not in page


def test_notes_on_a_community_s_people_stand_in_its_status(tmp_path: Path) -> None:
    place = (WEST + 100, 100.0, 0.0, SOUTH + 400.0, 0.0, -100.0)
    _, summary = divided(tmp_path, **by_raster(raster(tmp_path / "a.tif", np.full((4, 7), 10.0), place=place)))
    notes = {one["community_id"]: " ".join(one["notes"]) for one in summary["communities"]}
    assert "25.00% of the community lie beyond the edge of POPULATION_RASTER" in notes["A"]
    assert notes["B"] == ""


@pytest.mark.parametrize("name", ["OUTPUT", "REPORT"])
def test_an_output_onto_a_source_of_people_is_refused_and_it_stays(name: str, tmp_path: Path) -> None:
    layer = file_layer(houses(), tmp_path, "gpkg")
    cells = raster(tmp_path / "cells.tif", np.full((4, 8), 10.0))
    for made, path in ((by_layer(layer), layer.source()), (by_raster(cells), cells.source())):
        path = path.partition("|")[0]
        if name == "OUTPUT" and path.endswith(".tif"):
            continue  # QGIS writes no layer there: the ending is no vector format's
        before = Path(path).read_bytes()
        with pytest.raises(QgsProcessingException, match=f"{name} would replace the data of POPULATION_"):
            run(**made, **{name: path})
        assert Path(path).read_bytes() == before


def test_a_cancelled_run_over_a_raster_leaves_nothing(tmp_path: Path) -> None:
    cells = raster(tmp_path / "cells.tif", np.full((4, 8), 10.0))
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(QgsProcessingException, match="cancelled"):
        run(Listener(cancel_at="A"), OUTPUT=str(out / "grids.gpkg"), **by_raster(cells))
    assert list(out.iterdir()) == []


def test_points_on_a_border_go_to_one_block_only(tmp_path: Path) -> None:
    corners = [(WEST + STEP * x, SOUTH + STEP * y) for x in range(9) for y in range(5)]
    layer = memory_layer({}, [(at(place), ()) for place in corners], kind="Point")
    results, _ = divided(tmp_path, **by_layer(layer, None), MAX_POPULATION=None)
    assert sum(people_of(results, "BLOCKS_OUTPUT")) == len(corners)
    assert [row["population"] for row in rows(results["STATUS"])] == [25, 20]
    assert shapely.area([row["geometry"] for row in rows(results["OUTPUT"])]).sum() == pytest.approx(2 * SIDE**2)
