"""The plugin as QGIS loads, uses and unloads it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent

SHAPELY_FAILS = """
import sys, types
fake = {fake}
if fake is None:
    sys.modules["shapely"] = None
else:
    sys.modules["shapely"] = types.ModuleType("shapely")
    sys.modules["shapely"].__version__ = fake
from qgis.core import QgsApplication
application = QgsApplication([], False)
application.initQgis()
from grid_manager_plugin import classFactory
plugin = classFactory(None)
plugin.initProcessing()
algorithm = QgsApplication.processingRegistry().algorithmById("gridmanager:splitcommunities")
assert algorithm is not None
assert len(algorithm.parameterDefinitions()) > 20
fine, message = algorithm.canExecute()
assert not fine
assert "shapely >= 2.0" in message and "apt" in message and "numpy >=" not in message, message
plugin.unload()
print("loaded and unloaded")
"""


def provider_ids() -> list[str]:
    from qgis.core import QgsApplication

    return [provider.id() for provider in QgsApplication.processingRegistry().providers()]


@pytest.mark.parametrize("entry", ["initProcessing", "initGui"])
@pytest.mark.parametrize("with_iface", [False, True])
def test_life_of_the_plugin(entry: str, with_iface: bool, qgis_iface: Any, qgis_processing: Any) -> None:
    from grid_manager_plugin import classFactory

    plugin = classFactory(qgis_iface if with_iface else None)
    assert "gridmanager" not in provider_ids()
    getattr(plugin, entry)()
    assert provider_ids().count("gridmanager") == 1
    getattr(plugin, entry)()
    assert provider_ids().count("gridmanager") == 1
    plugin.unload()
    assert "gridmanager" not in provider_ids()
    plugin.unload()


@pytest.mark.parametrize("entry", ["initProcessing", "initGui"])
def test_plugin_speaks_the_users_language_until_it_is_unloaded(
    entry: str, qgis_processing: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qgis.core import QgsApplication
    from qgis.PyQt.QtCore import QLocale

    from grid_manager_plugin import classFactory, plugin
    from grid_manager_plugin.algorithms.base import GridManagerAlgorithm
    from grid_manager_plugin.algorithms.split_communities import SplitCommunitiesAlgorithm

    monkeypatch.setattr(plugin, "user_locale", lambda: QLocale("zh_CN"))
    loaded = classFactory(None)
    getattr(loaded, entry)()
    getattr(loaded, entry)()
    algorithm = QgsApplication.processingRegistry().algorithmById("gridmanager:splitcommunities")
    assert isinstance(algorithm, GridManagerAlgorithm)
    assert algorithm.displayName() == "将社区划分为网格"
    assert algorithm.provider().name() == "网格管理"
    assert algorithm.parameterDefinition("MAX_POPULATION").description() == "网格人口上限（人）"
    assert algorithm.parameterDefinition("MAX_POPULATION").help().startswith("留空表示不限")
    assert "网格" in algorithm.tags()
    loaded.unload()
    assert SplitCommunitiesAlgorithm().displayName() == "Split communities into grids"


def test_provider_has_a_name_and_an_icon(provider: Any) -> None:
    assert provider.name() == "Grid Manager"
    assert not provider.icon().isNull()
    assert provider.icon().pixmap(24, 24).toImage().pixelColor(12, 6).alpha() > 0
    assert Path(provider.svgIconPath()).is_file()
    assert [algorithm.name() for algorithm in provider.algorithms()] == [
        "assigngridcodes",
        "comparegridplans",
        "linkregister",
        "linksurveypoints",
        "repairgrids",
        "splitcommunities",
        "summarizegrids",
        "validategrids",
    ]


def test_algorithm_can_be_executed(provider: Any) -> None:
    assert provider.algorithm("splitcommunities").canExecute() == (True, "")


@pytest.mark.parametrize("fake", [None, "1.8.5"])
def test_without_shapely_the_plugin_loads_and_says_how_to_get_it(fake: str | None) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-W", "ignore", "-c", SHAPELY_FAILS.format(fake=repr(fake))]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "loaded and unloaded" in done.stdout


def test_a_package_that_does_not_know_its_own_version_serves(provider: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shapely.__version__", "0+unknown")
    assert provider.algorithm("splitcommunities").canExecute() == (True, "")
