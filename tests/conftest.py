"""What tests with QGIS share. Nothing here imports QGIS before a test asks for it: the core's tests run without."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="module")
def provider(qgis_app: Any, qgis_processing: Any) -> Iterator[Any]:
    """The plugin's provider, known to Processing."""
    from qgis.core import QgsApplication

    from grid_manager_plugin.algorithms.provider import GridManagerProvider

    found = GridManagerProvider()
    assert QgsApplication.processingRegistry().addProvider(found)
    yield found
    QgsApplication.processingRegistry().removeProvider(found)


@pytest.fixture
def chinese(qgis_app: Any) -> Iterator[None]:
    """The plugin's texts in simplified Chinese."""
    from qgis.PyQt.QtCore import QCoreApplication, QLocale

    from grid_manager_plugin.layers.translation import translator_for

    translator = translator_for(QLocale("zh_CN"))
    assert QCoreApplication.installTranslator(translator)
    yield
    assert QCoreApplication.removeTranslator(translator)
