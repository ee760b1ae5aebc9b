"""Small layers for tests: a row of square communities of 400 m, each with 16 square blocks of 10 people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsGeometry,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

CRS = "EPSG:32633"
WEST, SOUTH = 500_000, 5_500_000
SIDE = 400
DRIVERS = {"gpkg": "GPKG", "shp": "ESRI Shapefile", "geojson": "GeoJSON", "fgb": "FlatGeobuf"}

Row = tuple  # (WKT or None, values of the fields)


def memory_layer(
    fields: Mapping[str, str], rows: Iterable[Row], kind: str = "Polygon", crs: str = CRS
) -> QgsVectorLayer:
    """Return a memory layer.

    Args:
        fields: Type of each field, such as ``double``, by its name.
        rows: Geometry as WKT, or ``None``, and the fields' values; ``None`` is NULL.
        kind: Geometry type of the layer.
        crs: Authority code; empty for none.
    """
    layer = QgsVectorLayer(f"{kind}?crs={crs}", "城市 layer", "memory")
    plain = QgsVectorLayer("None?" + "&".join(f"field=f{i}:{t}" for i, t in enumerate(fields.values())), "", "memory")
    described = list(plain.fields())
    for field, name in zip(described, fields):
        field.setName(name)
    assert not described or layer.dataProvider().addAttributes(described)
    layer.updateFields()
    features = []
    for wkt, values in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttributes(list(values))
        if wkt is not None:
            feature.setGeometry(QgsGeometry.fromWkt(wkt))
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    return layer


def file_layer(
    layer: QgsVectorLayer, folder: Path, ending: str, name: str = "数据 layer", indexed: bool = True
) -> QgsVectorLayer:
    """Save a layer to a file and return it opened from there."""
    path = str(folder / f"{name}.{ending}")
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.fileEncoding = DRIVERS[ending], "UTF-8"
    if not indexed:
        options.layerOptions = ["SPATIAL_INDEX=NO"]
    result = QgsVectorFileWriter.writeAsVectorFormatV3(layer, path, QgsCoordinateTransformContext(), options)
    assert result[0] == QgsVectorFileWriter.WriterError.NoError, result
    opened = QgsVectorLayer(path, name, "ogr")
    assert opened.isValid()
    return opened


def square(west: float, south: float, side: float) -> str:
    """Return a square as WKT, its corner given from the layers' corner, in metres."""
    x, y = WEST + west, SOUTH + south
    return f"POLYGON(({x} {y}, {x} {y + side}, {x + side} {y + side}, {x + side} {y}, {x} {y}))"


def community_rows(count: int = 2) -> list[Row]:
    """Return communities A, B, … side by side."""
    return [(square(SIDE * i, 0, SIDE), (chr(65 + i), f"社区 {i + 1}")) for i in range(count)]


def block_rows(count: int = 2, people: Any = 10.0) -> list[Row]:
    """Return the blocks of :func:`community_rows`, community by community, each row by row."""
    step = SIDE / 4
    return [
        (square(SIDE * i + step * x, step * y, step), (people, chr(65 + i)))
        for i in range(count)
        for y in range(4)
        for x in range(4)
    ]


def communities(rows: Sequence[Row] | None = None, **kwargs: Any) -> QgsVectorLayer:
    """Return a layer of communities with the fields id and name."""
    return memory_layer({"id": "string", "name": "string"}, community_rows() if rows is None else rows, **kwargs)


def blocks(rows: Sequence[Row] | None = None, **kwargs: Any) -> QgsVectorLayer:
    """Return a layer of blocks with the fields people and community."""
    fields = {"people": "double", "community": "string"}
    return memory_layer(fields, block_rows() if rows is None else rows, **kwargs)
