"""How the outputs look: in the desktop as they arrive, and in a GeoPackage for whoever opens it later."""

from __future__ import annotations

import html
import re
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
from qgis.PyQt.QtXml import QDomDocument

from grid_manager_plugin.layers.layer_output import LayerOutput
from grid_manager_plugin.layers.messages import translate
from grid_manager_plugin.layers.write import SAME_DATE
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP

STYLES = Path(__file__).parent.parent / "resources" / "styles"


_STYLE_TABLE = """CREATE TABLE "layer_styles" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "f_table_catalog" TEXT(256), "f_table_schema" TEXT(256),
    "f_table_name" TEXT(256), "f_geometry_column" TEXT(256), "styleName" TEXT(30), "styleQML" TEXT, "styleSLD" TEXT,
    "useAsDefault" BOOLEAN, "description" TEXT, "owner" TEXT(30), "ui" TEXT(30),
    "update_time" DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))"""
"""The table that QGIS makes for styles in a GeoPackage."""


class Styler(QgsProcessingLayerPostProcessorInterface):
    """Gives a layer its style when the desktop has loaded it; it keeps nothing of a run."""

    def __init__(self, style: str) -> None:
        super().__init__()
        self._style = style

    def postProcessLayer(
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """Style the layer."""
        if isinstance(layer, QgsVectorLayer):
            document = QDomDocument()
            document.setContent(_styled(self._style))
            layer.importNamedStyle(document)
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
        styler = _stylers.setdefault(style, Styler(style))
        context.layerToLoadOnCompletionDetails(destination).setPostProcessor(styler)


def style_in_file(output: LayerOutput, style: str) -> bool:
    """Store a style as the default one of a layer in a GeoPackage; other destinations cannot hold one.

    It is stored here and not through QGIS, which writes the same style in another order every time: two runs would
    differ.

    Args:
        output: The layer, closed.
        style: As in :func:`style_on_load`.

    Returns:
        Whether the style was stored.

    Raises:
        OutputError: The file cannot be written.
    """
    parts = QgsProviderRegistry.instance().decodeUri("ogr", output.destination)
    path = parts.get("path") or ""
    if not path.lower().endswith(".gpkg"):
        return False
    try:
        with closing(sqlite3.connect(path)) as connection, connection:
            _store(connection, parts.get("layerName"), style)
    except sqlite3.Error as error:
        raise output.error(str(error)) from error
    return True


def _store(connection: sqlite3.Connection, layer: str | None, style: str) -> None:
    layers = dict(connection.execute("SELECT table_name, column_name FROM gpkg_geometry_columns"))
    layer = layer or next(iter(layers))
    if not connection.execute("SELECT 1 FROM gpkg_contents WHERE table_name = 'layer_styles'").fetchone():
        connection.execute(_STYLE_TABLE)
        connection.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change) "
            "VALUES ('layer_styles', 'attributes', 'layer_styles', ?)",
            (SAME_DATE,),
        )
    connection.execute("DELETE FROM layer_styles WHERE f_table_name = ?", (layer,))
    connection.execute(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, "
        "styleQML, styleSLD, useAsDefault, description, owner, update_time) "
        "VALUES ('', '', ?, ?, ?, ?, '', 1, '', '', ?)",
        (layer, layers[layer], style, _styled(style), SAME_DATE),
    )


def _styled(style: str) -> str:
    """Return the text of a style, with its legend and its actions in the user's language."""

    def told(label: re.Match[str]) -> str:
        # symbols have names too, that nobody sees
        known = _LEGEND[label[2]] if label[1] == "label" else _LEGEND.get(label[2])
        return label[0] if known is None else f'{label[1]}="{html.escape(translate(known))}"'

    text = (STYLES / f"{style}.qml").read_text(encoding="utf-8")
    return re.sub(r'\b(label|name|shortTitle)="([^"]*)"', told, text)


_LEGEND = {
    text: text
    for text in (
        QT_TRANSLATE_NOOP("Legend", "Grid 1"),
        QT_TRANSLATE_NOOP("Legend", "Grid 2"),
        QT_TRANSLATE_NOOP("Legend", "Grid 3"),
        QT_TRANSLATE_NOOP("Legend", "Grid 4"),
        QT_TRANSLATE_NOOP("Legend", "Grid 5"),
        QT_TRANSLATE_NOOP("Legend", "Grid 6 (colours repeat)"),
        QT_TRANSLATE_NOOP("Legend", "Relaxed: breaks a limit"),
        QT_TRANSLATE_NOOP("Legend", "Infeasible: not divided"),
        QT_TRANSLATE_NOOP("Legend", "Failed: not divided"),
        QT_TRANSLATE_NOOP("Legend", "Error: gap"),
        QT_TRANSLATE_NOOP("Legend", "Error: overlap"),
        QT_TRANSLATE_NOOP("Legend", "Error: spill"),
        QT_TRANSLATE_NOOP("Legend", "Error: rule of a grid or community"),
        QT_TRANSLATE_NOOP("Legend", "Warning: sliver"),
        QT_TRANSLATE_NOOP("Legend", "Warning: border that does not match"),
        QT_TRANSLATE_NOOP("Legend", "Border that does not match"),
        QT_TRANSLATE_NOOP("Legend", "Accepted"),
        QT_TRANSLATE_NOOP("Legend", "Zoom to the next finding"),
        QT_TRANSLATE_NOOP("Legend", "Next finding"),
        QT_TRANSLATE_NOOP("Legend", "Gap closed"),
        QT_TRANSLATE_NOOP("Legend", "Overlap resolved"),
        QT_TRANSLATE_NOOP("Legend", "Spill cut"),
        QT_TRANSLATE_NOOP("Legend", "Other repair"),
        QT_TRANSLATE_NOOP("Legend", "Went to another grid"),
        QT_TRANSLATE_NOOP("Legend", "Was in no grid"),
        QT_TRANSLATE_NOOP("Legend", "In no grid now"),
    )
}
"""Labels and names of actions that the style files have, each marked for translation."""
