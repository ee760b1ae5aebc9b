"""Records of a register and points, read by stream and one by one: both ways give the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from qgis.core import QgsProcessingContext, QgsProcessingParameterFeatureSource, QgsVectorLayer

from grid_manager_plugin.errors import InputError
from grid_manager_plugin.layers import pieces
from grid_manager_plugin.layers.pieces import FeaturePiece, PieceReader
from grid_manager_plugin.layers.points import PointLayer
from grid_manager_plugin.layers.records import RecordLayer
from grid_manager_plugin.layers.source import LayerSource, open_source
from grid_manager_plugin.layers.table import Column
from tests.city_layers import file_layer, memory_layer, square

pytestmark = pytest.mark.usefixtures("provider")

FIELDS = {"no": "string", "much": "double", "many": "integer"}
ROWS = [(None, ("a", 1.5, 1)), (None, (None, 35.0, None)), (None, (" 户 3 ", None, 3)), (None, ("a", -2.0, 4))]
TEXTS = {"no": ["a", "", "户 3", "a"], "much": ["1.5", "35", "", "-2"], "many": ["1", "", "3", "4"]}


def source_of(layer: QgsVectorLayer) -> LayerSource:
    definition = QgsProcessingParameterFeatureSource("PEOPLE", "", [5])
    source = open_source(definition, {"PEOPLE": layer}, QgsProcessingContext())
    assert source is not None
    return source


def opened(layer: QgsVectorLayer) -> RecordLayer:
    return RecordLayer(source_of(layer), lambda: None)


def texts(layer: RecordLayer, with_features: bool = False) -> dict[str, list[str]]:
    found = list(layer.pieces(list(FIELDS), with_features))
    return {name: [text for piece in found for text in piece.columns[name].texts()] for name in FIELDS}


def test_memory_layers_and_files_give_the_same(tmp_path: Path) -> None:
    drawn = [(square(0, 0, 10 + i), values) for i, (_, values) in enumerate(ROWS)]
    table, polygons = memory_layer(FIELDS, ROWS, "None"), memory_layer(FIELDS, drawn, crs="")
    files = (file_layer(layer, tmp_path, "gpkg", name) for layer, name in ((table, "t"), (polygons, "p")))
    for layer in (table, polygons, *files):
        reader = opened(layer)
        assert texts(reader) == texts(reader, with_features=True) == TEXTS
        fids = np.concatenate([piece.fid for piece in reader.pieces([])])
        assert fids.tolist() == [feature.id() for feature in layer.getFeatures()]


def test_the_feature_id_may_be_the_id(tmp_path: Path) -> None:
    reader = opened(file_layer(memory_layer(FIELDS, ROWS, "None"), tmp_path, "gpkg"))
    (piece,) = reader.pieces(["fid", "no"])
    assert piece.columns["fid"].texts() == ["1", "2", "3", "4"]


def test_files_are_streamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = opened(file_layer(memory_layer(FIELDS, ROWS, "None"), tmp_path, "gpkg"))

    def nobody(*_: Any) -> Iterator[Any]:
        raise AssertionError("asked one by one")

    monkeypatch.setattr(RecordLayer, "_asked", nobody)
    assert texts(reader) == TEXTS


@pytest.fixture
def breaks_off(monkeypatch: pytest.MonkeyPatch) -> Callable[[PieceReader[Any], int], None]:
    """Make a reader's stream break off after some features, and pieces of features that are asked for small."""

    def made(reader: PieceReader[Any], read: int) -> None:
        whole = reader._streamed

        def broken(fields: list[str]) -> Iterator[FeaturePiece]:
            for piece in whole(fields) or ():
                if read:
                    columns = {
                        name: Column(one.values[:read], one.missing[:read]) for name, one in piece.columns.items()
                    }
                    yield FeaturePiece(piece.fid[:read], columns, None if piece.wkb is None else piece.wkb[:read])
            raise RuntimeError("broken off")

        monkeypatch.setattr(reader, "_streamed", broken)
        monkeypatch.setattr(pieces, "PIECE", 2)

    return made


@pytest.mark.parametrize("read", [0, 1, 3])
def test_a_stream_that_breaks_off_is_gone_on_with(
    read: int, tmp_path: Path, breaks_off: Callable[[PieceReader[Any], int], None]
) -> None:
    reader = opened(file_layer(memory_layer(FIELDS, ROWS, "None"), tmp_path, "gpkg"))
    breaks_off(reader, read)
    assert texts(reader) == texts(reader) == TEXTS


@pytest.mark.parametrize("read", [0, 1, 3])
def test_points_of_a_stream_that_breaks_off_are_gone_on_with(
    read: int, tmp_path: Path, breaks_off: Callable[[PieceReader[Any], int], None]
) -> None:
    places = [f"Point ({i} {10 * i})" for i in range(5)]
    rows = [(place, ("a", 0.5, i)) for i, place in enumerate(places)]
    layer = file_layer(memory_layer(FIELDS, rows, "Point"), tmp_path, "gpkg")
    reader = PointLayer(source_of(layer), lambda: None)
    breaks_off(reader, read)
    for _ in range(2):
        found = list(reader.pieces(["many"]))
        assert np.concatenate([piece.xy for piece in found]).tolist() == [[i, 10 * i] for i in range(5)]
        assert np.concatenate([piece.columns["many"].values for piece in found]).tolist() == list(range(5))


def test_a_field_that_is_not_there_is_named() -> None:
    with pytest.raises(InputError, match=r"PEOPLE: the layer .* has no field “nothing”"):
        list(opened(memory_layer(FIELDS, ROWS, "None")).pieces(["nothing"]))
