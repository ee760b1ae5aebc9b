"""The plugin as QGIS loads it: it wires, and decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication

from grid_manager_plugin.algorithms.provider import GridManagerProvider
from grid_manager_plugin.layers.translation import translator_for, user_locale

if TYPE_CHECKING:
    from qgis.gui import QgisInterface
    from qgis.PyQt.QtCore import QTranslator


class GridManagerPlugin:
    """Adds the Processing provider; ``qgis_process`` calls ``initProcessing`` alone, the desktop ``initGui``."""

    def __init__(self, iface: QgisInterface | None) -> None:
        self._iface = iface
        self._provider: GridManagerProvider | None = None
        self._translator: QTranslator | None = None

    def initProcessing(self) -> None:
        """Add the provider, once, in the user's language."""
        if self._provider is None:
            self._translate()
            provider = GridManagerProvider()
            if QgsApplication.processingRegistry().addProvider(provider):
                self._provider = provider

    def initGui(self) -> None:
        """Set up what the desktop needs."""
        self.initProcessing()

    def unload(self) -> None:
        """Take away everything that was added."""
        if self._provider is not None:
            QgsApplication.processingRegistry().removeProvider(self._provider)
            self._provider = None
        if self._translator is not None:
            QCoreApplication.removeTranslator(self._translator)
            self._translator = None

    def _translate(self) -> None:
        if self._translator is None:
            self._translator = translator_for(user_locale())
            if self._translator is not None:
                QCoreApplication.installTranslator(self._translator)
