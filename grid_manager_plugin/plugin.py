"""The plugin as QGIS loads it: it wires, and decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsApplication

from grid_manager_plugin.algorithms.provider import GridManagerProvider

if TYPE_CHECKING:
    from qgis.gui import QgisInterface


class GridManagerPlugin:
    """Adds the Processing provider; ``qgis_process`` calls ``initProcessing`` alone, the desktop ``initGui``."""

    def __init__(self, iface: QgisInterface | None) -> None:
        self._iface = iface
        self._provider: GridManagerProvider | None = None

    def initProcessing(self) -> None:
        """Add the provider, once."""
        if self._provider is None:
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
