"""The input layers of a run: what Processing was given for a parameter, and how it may be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsProcessingContext,
    QgsProcessingFeatureSource,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingParameterDefinition,
    QgsProcessingParameters,
    QgsProviderRegistry,
    QgsVectorLayer,
)

FILE_FORMATS = ("GPKG", "FlatGeobuf", "GeoJSON", "ESRI Shapefile")
"""Formats whose files are read in one go: their text is UTF-8, or the layer's encoding tells that it is."""


@dataclass(frozen=True)
class WholeFile:
    """A layer of a file that is read whole, as it lies on the disk.

    Attributes:
        path: The file, as GDAL opens it.
        layer: Name of the layer in it; ``None`` for the first.
        is_shapefile: Whether GDAL has to be told the encoding.
    """

    path: str
    layer: str | None
    is_shapefile: bool


@dataclass(frozen=True)
class LayerSource:
    """One input of a run.

    Attributes:
        parameter: The parameter that it came by.
        features: What Processing makes of it, filters included.
        layer: The layer behind it; ``None`` when there is none to be had.
        file: Where all its features can be read at once; ``None`` when only ``features`` tells them.
        invalid: What shall become of features whose geometry is invalid.
    """

    parameter: str
    features: QgsProcessingFeatureSource
    layer: QgsVectorLayer | None
    file: WholeFile | None
    invalid: QgsFeatureRequest.InvalidGeometryCheck

    @property
    def name(self) -> str:
        """Return the layer's name for people."""
        return self.features.sourceName()

    @property
    def crs(self) -> QgsCoordinateReferenceSystem:
        """Return the layer's coordinate system."""
        return self.features.sourceCrs()


def open_source(
    definition: QgsProcessingParameterDefinition, parameters: Mapping[str, object], context: QgsProcessingContext
) -> LayerSource | None:
    """Return the input that a parameter names; ``None`` when there is no such layer."""
    features = QgsProcessingParameters.parameterAsSource(definition, parameters, context)
    if features is None:
        return None
    value = parameters.get(definition.name())
    check = context.invalidGeometryCheck()
    whole = True
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        whole = not value.selectedFeaturesOnly and value.featureLimit < 0
        whole = whole and not getattr(value, "filterExpression", "")  # QGIS 3.32 and later
        if value.flags & QgsProcessingFeatureSourceDefinition.Flag.FlagOverrideDefaultGeometryCheck:
            check = value.geometryCheck
    layer = layer_behind(definition, parameters, context)
    file = whole_file(layer) if whole and layer is not None else None
    return LayerSource(definition.name(), features, layer, file, check)


def layer_behind(
    definition: QgsProcessingParameterDefinition, parameters: Mapping[str, object], context: QgsProcessingContext
) -> QgsVectorLayer | None:
    """Return the layer that an input's features come from; ``None`` when there is none to be had."""
    value = parameters.get(definition.name())
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        parameters = {definition.name(): value.source}
    return QgsProcessingParameters.parameterAsVectorLayer(definition, dict(parameters), context)


def whole_file(layer: QgsVectorLayer) -> WholeFile | None:
    """Return the file whose layer holds just the features of a QGIS layer; ``None`` when in doubt."""
    if layer.providerType() != "ogr" or layer.isEditable() or layer.subsetString():
        return None
    parts = {
        name: value
        for name, value in QgsProviderRegistry.instance().decodeUri("ogr", layer.source()).items()
        if value not in (None, "", [], {})
    }
    if "path" not in parts or not set(parts) <= {"path", "layerName"}:
        return None
    kind = layer.storageType()
    if kind not in FILE_FORMATS or (kind == "ESRI Shapefile" and layer.dataProvider().encoding() != "UTF-8"):
        return None
    return WholeFile(parts["path"], parts.get("layerName"), kind == "ESRI Shapefile")
