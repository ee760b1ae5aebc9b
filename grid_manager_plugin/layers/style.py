"""How the outputs look: in the desktop as they arrive, and in a GeoPackage for whoever opens it later."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from qgis.core import (
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProviderRegistry,
    QgsVectorLayer,
)

from grid_manager_plugin.layers.write import SAME_DATE

STYLES = Path(__file__).parent.parent / "resources" / "styles"


class Styler(QgsProcessingLayerPostProcessorInterface):
    """Gives a layer its style when the desktop has loaded it; it keeps nothing of a run."""

    def __init__(self, style: Path) -> None:
        super().__init__()
        self._style = style

    def postProcessLayer(
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """Style the layer."""
        if isinstance(layer, QgsVectorLayer):
            layer.loadNamedStyle(str(self._style))
            layer.triggerRepaint()


_stylers: dict[str, Styler] = {}
"""One for each style, kept for ever: Processing holds no reference to the one that it is given."""


def style_on_load(destination: str, style: str, context: QgsProcessingContext) -> None:
    """Have a layer styled when the desktop loads it; nothing happens where it is not loaded.

    Args:
        destination: What Processing calls the layer.
        style: Name of a file in ``resources/styles``, without its ending.
        context: The run's context.
    """
    if context.willLoadLayerOnCompletion(destination):
        styler = _stylers.setdefault(style, Styler(_path(style)))
        context.layerToLoadOnCompletionDetails(destination).setPostProcessor(styler)


def style_in_file(destination: str, style: str) -> bool:
    """Store a style as the default one of a layer in a GeoPackage; other destinations cannot hold one.

    Args:
        destination: What Processing calls the layer.
        style: As in :func:`style_on_load`.

    Returns:
        Whether the style was stored.
    """
    path = QgsProviderRegistry.instance().decodeUri("ogr", destination).get("path") or ""
    if not path.lower().endswith(".gpkg"):
        return False
    layer = QgsVectorLayer(destination, style, "ogr")
    layer.loadNamedStyle(str(_path(style)))
    layer.saveStyleToDatabase(style, "", True, "")
    del layer  # closes the file
    with closing(sqlite3.connect(path)) as connection, connection:
        stored = connection.execute("UPDATE layer_styles SET update_time = ?", (SAME_DATE,)).rowcount
    return stored > 0


def _path(style: str) -> Path:
    return STYLES / f"{style}.qml"
