"""No output goes where an input or another output lies."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProject,
    QgsProperty,
    QgsVectorLayer,
)

from grid_manager_plugin.errors import OutputError
from grid_manager_plugin.layers.destinations import check_destinations
from tests.city_layers import communities, file_layer

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the inputs, which is the current one."""
    monkeypatch.chdir(tmp_path)
    for ending in ("gpkg", "shp", "geojson"):
        file_layer(communities(), tmp_path, ending, "in")
    shutil.copy(tmp_path / "in.geojson", tmp_path / "in.json.geojson")
    os.symlink(tmp_path / "in.gpkg", tmp_path / "link.gpkg")
    (tmp_path / "sub").mkdir()
    return tmp_path


def check(**parameters: Any) -> None:
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    given = {"INPUT": "in.gpkg", "OUTPUT": "memory:", **parameters}
    sources = [QgsProcessingParameterFeatureSource(name) for name in ("INPUT", "BLOCKS")]
    check_destinations(sources, ["OUTPUT", "STATUS"], ["REPORT", "SUMMARY"], given, context)


REPLACED = {
    "same words": {"OUTPUT": "in.gpkg"},
    "by another way": {"OUTPUT": "sub/../in.gpkg"},
    "by a link": {"OUTPUT": "link.gpkg"},
    "input by a link": {"INPUT": "link.gpkg", "OUTPUT": "in.gpkg"},
    "one layer of it is read": {"INPUT": "in.gpkg|layername=in", "OUTPUT": "in.gpkg"},
    "the layer that is read": {"OUTPUT": "ogr:dbname='in.gpkg' table=\"IN\" (geom)"},
    "ending left out": {"OUTPUT": "in"},
    "table of a shapefile": {"INPUT": "in.shp", "STATUS": "in.dbf"},
    "report": {"INPUT": "in.geojson", "REPORT": "in.geojson"},
    "ending of the format added": {"INPUT": "in.json.geojson", "OUTPUT": "in.json"},
}


@pytest.mark.parametrize("case", REPLACED)
def test_an_output_that_would_replace_an_input_is_refused(case: str) -> None:
    given = REPLACED[case]
    output = next(name for name in given if name != "INPUT")
    with pytest.raises(OutputError, match=rf"{output} would replace the data of INPUT in .*(in|link)\."):
        check(**given)


@pytest.mark.parametrize("wrap", ["layer", "definition", "property", "selected"])
def test_inputs_and_outputs_are_known_in_every_form(wrap: str, folder: Path) -> None:
    path = str(folder / "in.gpkg")
    layer = QgsVectorLayer(path, "", "ogr")
    QgsProject.instance().addMapLayer(layer, False)
    given: dict[str, Any] = {
        "layer": {"BLOCKS": layer, "OUTPUT": path},
        "definition": {"BLOCKS": path, "OUTPUT": QgsProcessingOutputLayerDefinition(path)},
        "property": {"BLOCKS": path, "OUTPUT": QgsProperty.fromExpression(f"'{path}'")},
        "selected": {"BLOCKS": QgsProcessingFeatureSourceDefinition(layer.id(), True), "OUTPUT": path},
    }[wrap]
    with pytest.raises(OutputError, match="OUTPUT would replace the data of BLOCKS"):
        check(INPUT=communities(), **given)
    QgsProject.instance().removeMapLayer(layer.id())


TWICE = {
    "two layers": {"OUTPUT": "x.gpkg", "STATUS": "./x.gpkg"},
    "two files": {"REPORT": "a", "SUMMARY": "a"},
    "layer and file": {"OUTPUT": "x.geojson", "SUMMARY": "x.geojson"},
    "file and layer in it": {"OUTPUT": "x.gpkg", "STATUS": "ogr:dbname='x.gpkg' table=\"status\""},
    "one layer twice": {
        "OUTPUT": "ogr:dbname='x.gpkg' table=\"grids\" (geom)",
        "STATUS": "ogr:dbname='x.gpkg' table=\"Grids\"",
    },
    "ending left out": {"OUTPUT": "x", "STATUS": "x.gpkg"},
    "shapefile and its table": {"OUTPUT": "x.shp", "STATUS": "x.dbf"},
    "ending of the format added": {"OUTPUT": "x.json", "STATUS": "x.json.geojson"},
}


@pytest.mark.parametrize("case", TWICE)
def test_two_outputs_in_one_place_are_refused(case: str) -> None:
    first, second = TWICE[case]
    with pytest.raises(OutputError, match=f"{first} and {second} would both be written to .*[ax]"):
        check(**TWICE[case])


def test_a_layer_is_not_written_by_the_name_that_inputs_have() -> None:
    with pytest.raises(OutputError, match=r"OUTPUT: .* ogr:dbname='in.gpkg' table=\"grids\" \(geom\)"):
        check(OUTPUT="in.gpkg|layername=grids")


FINE = {
    "other files": {"OUTPUT": "x.gpkg", "STATUS": "y.gpkg", "REPORT": "r.html", "SUMMARY": "s.json"},
    "nothing": {},
    "temporary": {"OUTPUT": "TEMPORARY_OUTPUT", "STATUS": "TEMPORARY_OUTPUT", "REPORT": "TEMPORARY_OUTPUT"},
    "memory": {"OUTPUT": "memory:", "STATUS": "memory:"},
    "another layer of the file that is read": {"OUTPUT": "ogr:dbname='in.gpkg' table=\"grids\" (geom)"},
    "two layers of one file": {
        "OUTPUT": "ogr:dbname='x.gpkg' table=\"grids\" (geom)",
        "STATUS": "ogr:dbname='x.gpkg' table=\"status\"",
    },
    "an ending that layers do not keep": {"OUTPUT": "x.json", "SUMMARY": "x.json"},
    "same name in another folder": {"OUTPUT": "sub/in.gpkg"},
    "database": {"OUTPUT": "postgres:dbname='in.gpkg' table=\"x\".\"y\" (geom)"},
}


@pytest.mark.parametrize("case", FINE)
def test_places_apart_are_fine(case: str) -> None:
    check(**FINE[case])
