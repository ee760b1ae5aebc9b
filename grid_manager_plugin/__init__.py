"""Grid Manager: divides a city's communities into grids, and keeps the grids true."""

from __future__ import annotations

from typing import Any


def classFactory(iface: Any) -> Any:  # noqa: N802 - the name that QGIS calls
    """Return the plugin; imported here, so that the package itself imports without QGIS."""
    from grid_manager_plugin.plugin import GridManagerPlugin

    return GridManagerPlugin(iface)
