"""``splitcommunities`` from layers to outputs, through Processing."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import distributed
import numpy as np
import pytest
import shapely
from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingUtils,
    QgsProject,
    QgsVectorLayer,
)

from grid_manager_plugin.layers.report_words import TEXTS
from tests.city_layers import SIDE, block_rows, blocks, communities, community_rows, file_layer, memory_layer

pytestmark = pytest.mark.usefixtures("provider")


def parameters(**changes: Any) -> dict[str, Any]:
    """Return parameters of a run over the two communities of the test city."""
    found: dict[str, Any] = {
        "COMMUNITY_ID": "id",
        "COMMUNITY_NAME": "name",
        "BLOCK_COMMUNITY": "community",
        "POPULATION_FIELD": "people",
        "MAX_POPULATION": 90,
        "WORKERS": 1,
        "EFFORT": 0,
        "OUTPUT": "TEMPORARY_OUTPUT",
    }
    found.update(changes)
    found.setdefault("INPUT", communities())
    found.setdefault("BLOCKS", blocks())
    return found


def run(feedback: QgsProcessingFeedback | None = None, **changes: Any) -> dict[str, Any]:
    import processing

    return processing.run("gridmanager:splitcommunities", parameters(**changes), feedback=feedback)


def rows(layer: QgsVectorLayer | str) -> list[dict[str, Any]]:
    """Return attributes and geometry of every feature; NULL is ``None``."""
    layer = QgsVectorLayer(layer, "", "ogr") if isinstance(layer, str) else layer
    assert layer.isValid()
    names = [field.name() for field in layer.fields()]
    found = []
    for feature in layer.getFeatures():
        row = {name: None if value is None or repr(value) == "NULL" else value for name, value in zip(names, feature)}
        if feature.hasGeometry():
            row["geometry"] = shapely.from_wkb(feature.geometry().asWkb().data())
        found.append(row)
    return found


class Listener(QgsProcessingFeedback):
    """Hears what a run says, and cancels it when a word falls."""

    def __init__(self, cancel_at: str = "") -> None:
        super().__init__(False)
        self.said: list[str] = []
        self.warned: list[str] = []
        self.steps: list[float] = []
        self._cancel_at = cancel_at
        self.progressChanged.connect(self.steps.append)

    def setProgressText(self, text: str) -> None:  # noqa: N802 - QGIS calls it
        if self._cancel_at and text == self._cancel_at:
            self.cancel()

    def pushInfo(self, info: str) -> None:  # noqa: N802 - QGIS calls it
        self.said.append(info)

    def pushWarning(self, warning: str) -> None:  # noqa: N802 - QGIS calls it
        self.warned.append(warning)


def test_grids_are_their_communities_exactly() -> None:
    results = run(BLOCKS_OUTPUT="TEMPORARY_OUTPUT", STATUS="TEMPORARY_OUTPUT")
    grids = rows(results["OUTPUT"])
    assert [(grid["grid_code"], grid["grid_no"], grid["verdict"]) for grid in grids] == [
        ("A-1", 1, "solved"),
        ("A-2", 2, "solved"),
        ("B-1", 1, "solved"),
        ("B-2", 2, "solved"),
    ]
    assert [grid["population"] for grid in grids] == [80.0] * 4
    for i, community in enumerate("AB"):
        parts = [grid["geometry"] for grid in grids if grid["community_id"] == community]
        ground = shapely.from_wkt(community_rows()[i][0])
        assert shapely.symmetric_difference(shapely.union_all(parts), ground).area == 0
        assert shapely.intersection(*parts).area == 0
        assert set(map(tuple, shapely.get_coordinates(ground))) <= set(map(tuple, shapely.get_coordinates(parts)))
    assert [grid["border_m"] for grid in grids] == pytest.approx([SIDE] * 4, rel=1e-3)
    assert {grid["community_name"] for grid in grids} == {"社区 1", "社区 2"}


def test_numbers_blocks_and_status() -> None:
    results = run(BLOCKS_OUTPUT="TEMPORARY_OUTPUT", STATUS="TEMPORARY_OUTPUT")
    numbers = {"COMMUNITIES": 2, "SOLVED": 2, "KEPT": 0, "RELAXED": 0, "INFEASIBLE": 0, "FAILED": 0, "GRIDS": 4}
    assert {name: results[name] for name in numbers} == numbers
    planned = rows(results["BLOCKS_OUTPUT"])
    assert len(planned) == 32
    assert sum(block["population"] for block in planned) == 320
    assert {block["grid_code"] for block in planned} == {"A-1", "A-2", "B-1", "B-2"}
    status = rows(results["STATUS"])
    assert [row["community_id"] for row in status] == ["A", "B"]
    assert status[0]["verdict"] == "solved"
    assert status[0]["proven"] is None
    assert (status[0]["population_min"], status[0]["population_max"], status[0]["blocks"]) == (80.0, 80.0, 16)
    assert not results["STATUS"].isSpatial()


def test_infeasible_community_stays_whole_and_says_why() -> None:
    heavy = [(wkt, (95.0 if i == 0 else 10.0, one)) for i, (wkt, (_, one)) in enumerate(block_rows())]
    listener = Listener()
    results = run(listener, BLOCKS=blocks(heavy), STATUS="TEMPORARY_OUTPUT")
    assert (results["SOLVED"], results["INFEASIBLE"], results["GRIDS"]) == (1, 1, 2)
    whole, *others = rows(results["OUTPUT"])
    assert (whole["grid_no"], whole["verdict"], whole["community_id"]) == (0, "infeasible", "A")
    assert shapely.equals(whole["geometry"], shapely.from_wkt(community_rows()[0][0]))
    assert len(others) == 2
    row = rows(results["STATUS"])[0]
    assert row["proven"] is True
    assert row["binding_limit"] == "population"
    assert "95" in row["reason"]
    assert "A" in row["reason"]
    assert row["suggestion"]
    assert row["population_min"] is None
    assert any("A" in text and "95" in text for text in listener.warned)


def test_fail_on_unsolved_writes_outputs_and_ends_with_an_error(tmp_path: Path) -> None:
    heavy = [(wkt, (500.0 if i == 0 else 10.0, one)) for i, (wkt, (_, one)) in enumerate(block_rows())]
    path = tmp_path / "grids.gpkg"
    with pytest.raises(QgsProcessingException, match="1 of 2 communities could not be divided"):
        run(BLOCKS=blocks(heavy), OUTPUT=str(path), FAIL_ON_UNSOLVED=True)
    assert len(rows(str(path))) == 3
    assert run(FAIL_ON_UNSOLVED=True)["SOLVED"] == 2


def test_allowed_to_stay_whole_or_to_be_relaxed() -> None:
    kept = run(MIN_GRIDS=1, MAX_POPULATION=200, ALLOW_WHOLE=True)
    assert (kept["KEPT"], kept["GRIDS"]) == (2, 2)
    heavy = [(wkt, (95.0 if i == 0 else 10.0, one)) for i, (wkt, (_, one)) in enumerate(block_rows())]
    relaxed = run(BLOCKS=blocks(heavy), ALLOW_RELAXED=True)
    assert (relaxed["RELAXED"], relaxed["SOLVED"]) == (1, 1)
    assert {row["verdict"] for row in rows(relaxed["OUTPUT"]) if row["community_id"] == "A"} == {"relaxed"}


def test_exact_numbers_from_a_field() -> None:
    wanted = [(wkt, (*values, 2 + i)) for i, (wkt, values) in enumerate(community_rows())]
    layer = memory_layer({"id": "string", "name": "string", "k": "integer"}, wanted)
    results = run(INPUT=layer, GRIDS_FIELD="k")
    assert [row["community_id"] for row in rows(results["OUTPUT"])] == ["A", "A", "B", "B", "B"]


def test_codes_of_a_scheme() -> None:
    layer = memory_layer({"id": "string", "name": "string"}, [(community_rows()[0][0], ("110101001035", "甲"))])
    mine = [(wkt, (people, "110101001035")) for wkt, (people, _) in block_rows(1)]
    results = run(INPUT=layer, BLOCKS=blocks(mine), CODE_SCHEME=0)
    assert [row["grid_code"] for row in rows(results["OUTPUT"])] == ["110101001035001", "110101001035002"]


def test_blocks_in_another_crs_and_by_geometry() -> None:
    import processing

    moved = processing.run(
        "native:reprojectlayer", {"INPUT": blocks(), "TARGET_CRS": "EPSG:4326", "OUTPUT": "TEMPORARY_OUTPUT"}
    )["OUTPUT"]
    results = run(BLOCKS=moved, BLOCK_COMMUNITY=None)
    assert (results["SOLVED"], results["GRIDS"]) == (2, 4)
    for i, community in enumerate("AB"):
        parts = [row["geometry"] for row in rows(results["OUTPUT"]) if row["community_id"] == community]
        ground = shapely.from_wkt(community_rows()[i][0])
        assert shapely.symmetric_difference(shapely.union_all(parts), ground).area == 0


def test_report_and_summary_hold_the_same_numbers(tmp_path: Path) -> None:
    results = run(REPORT=str(tmp_path / "报告.html"), SUMMARY=str(tmp_path / "summary.json"))
    report = Path(results["REPORT"]).read_text(encoding="utf-8")
    summary = Path(results["SUMMARY"]).read_text(encoding="utf-8")
    assert str(tmp_path) not in summary + report
    told = json.loads(summary)
    assert told["numbers"] == {name: results[name] for name in told["numbers"]}
    assert (told["numbers"]["COMMUNITIES"], told["totals"]["population"]) == (2, 320)
    for shown, name in (("2", "Communities"), ("4", "Grids"), ("320", "People")):
        assert re.search(rf"<b>{shown}</b><span>{name}</span>", report, re.IGNORECASE)
    assert [one["community_name"] for one in told["communities"]] == ["社区 1", "社区 2"]
    assert all(one["community_name"] in report for one in told["communities"])


def test_results_are_the_files_that_there_are_in_the_words_of_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    listener = Listener()
    results = run(listener, OUTPUT="grids.csv", BLOCKS_OUTPUT="blocks", STATUS="status.shp", SUMMARY="s.json")
    named = {name: results[name] for name in ("OUTPUT", "BLOCKS_OUTPUT", "STATUS", "SUMMARY")}
    assert named == {
        "OUTPUT": "grids.csv",
        "BLOCKS_OUTPUT": "blocks.gpkg",
        "STATUS": "status.dbf",
        "SUMMARY": "s.json",
    }
    assert all(os.path.exists(path) for path in named.values())
    assert len((tmp_path / "grids.csv").read_text(encoding="utf-8").splitlines()) == 5
    assert any("grids.csv holds the attributes only" in text for text in listener.warned)


def test_outputs_that_were_not_asked_for_are_not_made() -> None:
    assert not {"BLOCKS_OUTPUT", "STATUS", "REPORT", "SUMMARY"} & set(run())


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "shp"])
def test_files_of_two_runs_are_equal_byte_for_byte(ending: str, tmp_path: Path) -> None:
    contents = []
    peopled = [(wkt, (7 + i % 5, one)) for i, (wkt, (_, one)) in enumerate(block_rows())]
    shuffled = [peopled[i] for i in np.random.default_rng(5).permutation(32)]
    inputs = [
        {"INPUT": communities(), "BLOCKS": blocks(peopled)},
        {"INPUT": communities(community_rows()[::-1]), "BLOCKS": blocks(shuffled)},
    ]
    for number, layers in enumerate(inputs):
        folder = tmp_path / str(number)
        folder.mkdir()
        names = {
            "OUTPUT": f"grids.{ending}",
            "BLOCKS_OUTPUT": f"blocks.{ending}",
            "STATUS": f"status.{'dbf' if ending == 'shp' else ending}",
            "REPORT": "r.html",
            "SUMMARY": "s.json",
        }
        run(**layers, **{name: str(folder / file) for name, file in names.items()})
        contents.append({path.name: path.read_bytes() for path in sorted(folder.iterdir())})
    assert len(contents[0]) >= 5
    assert list(contents[0]) == list(contents[1])
    assert [name for name, content in contents[0].items() if content != contents[1][name]] == []


def test_worker_processes_give_the_same_bytes(tmp_path: Path) -> None:
    contents = []
    for workers in (1, 2):
        path = tmp_path / f"{workers}" / "grids.gpkg"
        path.parent.mkdir()
        run(OUTPUT=str(path), WORKERS=workers)
        contents.append(path.read_bytes())
    assert contents[0] == contents[1]


def test_a_dask_scheduler_gives_the_same_bytes(tmp_path: Path) -> None:
    def files(folder: str, **changes: Any) -> dict[str, bytes]:
        (tmp_path / folder).mkdir()
        names = {"OUTPUT": "grids.gpkg", "BLOCKS_OUTPUT": "blocks.gpkg", "SUMMARY": "s.json"}
        run(**{name: str(tmp_path / folder / file) for name, file in names.items()}, **changes)
        return {path.name: path.read_bytes() for path in sorted((tmp_path / folder).iterdir())}

    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        before = cluster.scheduler.transition_counter
        by_dask = files("dask", SCHEDULER=f" {cluster.scheduler_address} ")
        assert cluster.scheduler.transition_counter > before
    assert by_dask == files("here")


def test_output_layer_is_styled_when_the_desktop_loads_it(tmp_path: Path) -> None:
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("gridmanager:splitcommunities")
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    context.setFeedback(QgsProcessingFeedback())
    path = str(tmp_path / "grids.geojson")
    details = QgsProcessingContext.LayerDetails("Grids", context.project(), "OUTPUT")
    context.addLayerToLoadOnCompletion(path, details)
    results, fine = algorithm.run(parameters(OUTPUT=path), context, QgsProcessingFeedback())
    assert fine
    processor = context.layerToLoadOnCompletionDetails(results["OUTPUT"]).postProcessor()
    layer = QgsProcessingUtils.mapLayerFromString(results["OUTPUT"], context)
    assert layer.renderer().type() == "singleSymbol"
    processor.postProcessLayer(layer, context, QgsProcessingFeedback())
    assert layer.renderer().type() == "RuleRenderer"
    assert layer.labelsEnabled()
    shown = layer.renderer().rootRule().children()
    assert all(rule.filter() is None or not rule.filter().hasParserError() for rule in shown)


def test_geopackage_opens_styled_and_labelled(tmp_path: Path) -> None:
    path = str(tmp_path / "grids.gpkg")
    run(OUTPUT=path)
    layer = QgsVectorLayer(path, "", "ogr")
    assert layer.renderer().type() == "RuleRenderer"
    assert layer.labelsEnabled()


@pytest.mark.parametrize(("workers", "at"), [(1, "A"), (1, "B"), (2, "B")])
def test_a_cancelled_run_leaves_nothing(workers: int, at: str, tmp_path: Path) -> None:
    files = {"OUTPUT": "g.gpkg", "BLOCKS_OUTPUT": "b.shp", "STATUS": "s.gpkg", "REPORT": "r.html", "SUMMARY": "s.json"}
    destinations = {name: str(tmp_path / file) for name, file in files.items()}
    listener = Listener(cancel_at=at)
    with pytest.raises(QgsProcessingException, match="cancelled"):
        run(listener, WORKERS=workers, **destinations)
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_is_cancelled_before_it_starts_leaves_nothing(tmp_path: Path) -> None:
    listener = Listener()
    listener.cancel()
    with pytest.raises(QgsProcessingException, match="cancelled"):
        run(listener, OUTPUT=str(tmp_path / "grids.gpkg"))
    assert list(tmp_path.iterdir()) == []


def test_progress_only_grows_and_reaches_the_end() -> None:
    listener = Listener()
    run(listener)
    assert listener.steps == sorted(listener.steps)
    assert listener.steps[-1] == pytest.approx(100)


def test_fields_in_chinese_from_a_file(tmp_path: Path) -> None:
    named = memory_layer({"社区编号": "string", "名称": "string"}, community_rows())
    peopled = memory_layer({"人口": "integer", "所属": "string"}, [(w, (10, c)) for w, (_, c) in block_rows()])
    folder = tmp_path / "数据 文件夹"
    folder.mkdir()
    results = run(
        INPUT=file_layer(named, folder, "gpkg", "社区"),
        BLOCKS=file_layer(peopled, folder, "gpkg", "block's"),
        COMMUNITY_ID="社区编号",
        COMMUNITY_NAME="名称",
        POPULATION_FIELD="人口",
        BLOCK_COMMUNITY="所属",
        OUTPUT=str(folder / "网格.gpkg"),
    )
    assert [row["grid_code"] for row in rows(results["OUTPUT"])] == ["A-1", "A-2", "B-1", "B-2"]
    assert os.path.exists(results["OUTPUT"])


def test_area_limits_are_square_metres_whatever_the_crs() -> None:
    import processing

    feet = {"TARGET_CRS": "EPSG:2232", "OUTPUT": "TEMPORARY_OUTPUT"}
    west = "EPSG:32613"
    layers = {"INPUT": communities(crs=west), "BLOCKS": blocks(crs=west)}
    moved = {
        name: processing.run("native:reprojectlayer", {"INPUT": layer, **feet})["OUTPUT"]
        for name, layer in layers.items()
    }
    results = run(**moved, MAX_POPULATION=None, MAX_AREA=85_000, MIN_AREA=70_000)
    assert results["SOLVED"] == 2
    assert all(70_000 < row["area_m2"] < 85_000 for row in rows(results["OUTPUT"]))


@pytest.mark.usefixtures("chinese")
def test_people_read_chinese_and_programs_what_they_always_read(tmp_path: Path) -> None:
    listener = Listener()
    path = {name: str(tmp_path / name) for name in ("s.gpkg", "g.gpkg", "r.html", "s.json")}
    results = run(
        listener,
        OUTPUT=path["g.gpkg"],
        STATUS=path["s.gpkg"],
        REPORT=path["r.html"],
        SUMMARY=path["s.json"],
        MAX_POPULATION=30,
        INPUT=communities(community_rows(1)),
        BLOCKS=blocks(block_rows(1)),
    )
    assert results["INFEASIBLE"] == 1
    reason = "社区 A (社区 1)：人口 160 人，分为 2-5 个网格，每个至多 30 人（MAX_POPULATION）：需要 6 个网格。"
    suggestion = "请设置 MAX_POPULATION 40 或 MAX_GRIDS 6。"
    (row,) = rows(path["s.gpkg"])
    assert (row["verdict"], row["binding_limit"]) == ("infeasible", "population")
    assert row["reason"].startswith(reason)
    assert row["suggestion"] == suggestion
    assert [warning for warning in listener.warned if warning.startswith("A")] == [f"A：不可行。{reason}"]
    report = Path(path["r.html"]).read_text(encoding="utf-8")
    assert '<html lang="zh-CN">' in report
    assert "<h2>需要关注的社区</h2>" in report
    assert reason in report
    assert not set(TEXTS.values()) & set(re.findall(r">([^<>]+)<", report))
    summary = json.loads(Path(path["s.json"]).read_text(encoding="utf-8"))
    (community,) = summary["communities"]
    assert (community["verdict"], community["binding_limit"]) == ("infeasible", "population")
    assert (community["reason"], community["suggestion"]) == (reason, suggestion)
    assert summary["request"]["code_scheme"] == "PLAIN"
    grids = QgsVectorLayer(path["g.gpkg"], "", "ogr")
    legend = [rule.label() for rule in grids.renderer().rootRule().children()]
    assert legend[0] == "网格 1"
    assert "不可行：未划分" in legend
