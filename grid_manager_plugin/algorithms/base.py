"""What every algorithm of the provider has in common, and nothing else."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from qgis.core import QgsProcessingAlgorithm
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QIcon

ICON = Path(__file__).parent.parent / "resources" / "icons" / "grid_manager.svg"

LIBRARIES = {"numpy": (1, 20), "scipy": (1, 9), "shapely": (2, 0), "pyproj": (3, 0)}
"""Python packages that the rooms need, and the oldest version that serves."""


class GridManagerAlgorithm(QgsProcessingAlgorithm):
    """Base of the provider's algorithms."""

    def createInstance(self) -> GridManagerAlgorithm:
        """Return a fresh instance, as Processing asks for each run."""
        return type(self)()

    def icon(self) -> QIcon:
        """Return the provider's icon."""
        return QIcon(str(ICON))

    def svgIconPath(self) -> str:
        """Return the path of the provider's icon."""
        return str(ICON)

    def tr(self, text: str) -> str:
        """Return the text in the user's language."""
        return QCoreApplication.translate(type(self).__name__, text)

    def canExecute(self) -> tuple[bool, str]:
        """Tell whether the Python packages are there, and else how to get them."""
        missing = missing_libraries()
        if not missing:
            return True, ""
        message = QCoreApplication.translate(
            "GridManagerAlgorithm",
            "Python packages that are missing or too old: {packages}. Install them into the Python that QGIS uses: on "
            "Debian and Ubuntu with apt (python3-shapely, python3-scipy, python3-pyproj) or, where the distribution's "
            "are too old, with pip (“shapely>=2,<2.1” together with “numpy<2” on Debian 12); on Windows with the "
            "OSGeo4W installer. Then restart QGIS.",
        )
        return False, message.format(packages=", ".join(missing))


def missing_libraries() -> list[str]:
    """Return the packages that cannot be imported or are too old, as ``name >= version``."""
    return [
        f"{name} >= {'.'.join(map(str, oldest))}" for name, oldest in LIBRARIES.items() if not _present(name, oldest)
    ]


def _present(name: str, oldest: tuple[int, ...]) -> bool:
    try:
        found = import_module(name).__version__
        return tuple(int(part) for part in found.split(".")[:2]) >= oldest
    except ValueError:
        return True  # distributions build packages that do not know their own version (“0+unknown”)
    except (ImportError, AttributeError):
        return False
