"""The house's arrows: who may import whom, read from the source; and the rooms without QGIS, run without QGIS."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "grid_manager_plugin"

MIDDLE = ("division", "coverage", "linking", "cases")
BELOW = {"errors": (), "rules": ("errors",)}
BELOW |= dict.fromkeys(MIDDLE, ("errors", "rules"))
BELOW["layers"] = ("errors", "rules", *MIDDLE)
BELOW["algorithms"] = (*BELOW["layers"], "layers")
BELOW["ui"] = (*BELOW["algorithms"], "algorithms")
BELOW["plugin"] = (*BELOW["ui"], "ui")
BELOW["__init__"] = ("plugin",)

WITHOUT_QGIS = ("errors", "rules", *MIDDLE)
LIBRARIES = sys.stdlib_module_names | {"numpy", "scipy", "shapely", "pyproj", "requests"}
ONLY_THROUGH_QGIS = ("PyQt5", "PyQt6", "PySide2", "PySide6", "sip")
WIDGETS = ("qgis.gui", "qgis.utils", "qgis.PyQt.QtWidgets")


def imported_names(source: str, module: str, is_package: bool) -> Iterator[tuple[int, str]]:
    """Yield line and dotted name of everything that a module imports, at its top or inside a function.

    ``from a import b`` yields ``a.b``: b may be a module of its own.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                around = module.split(".")
                around = around[: len(around) - node.level + is_package]
                base = ".".join(around + ([base] if base else []))
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in ("import_module", "__import__"):
                yield node.lineno, str(node.args[0].value)


def complaint(room: str, name: str) -> str | None:
    """Say why code of a room may not import a dotted name; ``None`` when it may."""
    parts = name.split(".")
    if parts[0] in ONLY_THROUGH_QGIS:
        return "Qt comes through qgis.PyQt only"
    if parts[0] == PACKAGE:
        target = parts[1] if len(parts) > 1 and parts[1] in BELOW else "__init__"
        return None if target == room or target in BELOW[room] else f"{room} may not import {target}"
    if room in WITHOUT_QGIS:
        return None if parts[0] in LIBRARIES else f"{room} may not import {parts[0]}"
    widgets = any(name == widget or name.startswith(f"{widget}.") for widget in WIDGETS)
    return "widgets belong to ui" if widgets and room in ("layers", "algorithms") else None


def forbidden_imports(package: Path) -> list[str]:
    """Return one line for each import under a package folder that breaks the arrows."""
    found = []
    for path in sorted(package.rglob("*.py")):
        inside = path.relative_to(package)
        room = inside.parts[0].removesuffix(".py")
        where = inside.as_posix()
        if room not in BELOW:
            found.append(f"{where}: belongs to no room")
            continue
        is_package = path.name == "__init__.py"
        dotted = ".".join([PACKAGE, *(inside.parent if is_package else inside.with_suffix("")).parts])
        for line, name in imported_names(path.read_text(encoding="utf-8"), dotted, is_package):
            reason = complaint(room, name)
            if reason:
                found.append(f"{where}:{line}: {name}: {reason}")
    return found


def test_imports_go_one_way() -> None:
    assert forbidden_imports(ROOT / PACKAGE) == []


@pytest.mark.parametrize(
    ("path", "source", "reason"),
    [
        ("rules/limits.py", "from grid_manager_plugin.division.graph import BlockGraph", "may not import division"),
        ("rules/limits.py", "def f():\n    import grid_manager_plugin.layers.read", "may not import layers"),
        ("rules/limits.py", "from ..division import graph", "may not import division"),
        ("rules/limits.py", "from .. import layers", "may not import layers"),
        ("rules/__init__.py", "from ..layers import read", "may not import layers"),
        ("rules/limits.py", "from grid_manager_plugin import ui", "may not import ui"),
        ("rules/limits.py", "import grid_manager_plugin", "may not import __init__"),
        ("errors.py", "from .rules.messages import Message", "may not import rules"),
        ("coverage/check.py", "from grid_manager_plugin.division import plan", "may not import division"),
        ("division/city.py", "if True:\n    from qgis.core import QgsGeometry", "may not import qgis"),
        ("division/city.py", "import geopandas", "may not import geopandas"),
        ("division/city.py", "import importlib\nimportlib.import_module('qgis.core')", "may not import qgis"),
        ("division/city.py", "__import__('osgeo.ogr')", "may not import osgeo"),
        ("layers/read.py", "from grid_manager_plugin.algorithms import provider", "may not import algorithms"),
        ("layers/read.py", "from qgis.PyQt import QtWidgets", "widgets belong to ui"),
        ("layers/read.py", "from qgis.utils import iface", "widgets belong to ui"),
        ("algorithms/split.py", "from qgis.gui import QgsMapTool", "widgets belong to ui"),
        ("algorithms/split.py", "from grid_manager_plugin.plugin import GridManagerPlugin", "may not import plugin"),
        ("ui/dock.py", "from PyQt5.QtWidgets import QDockWidget", "qgis.PyQt only"),
        ("plugin.py", "import PyQt6", "qgis.PyQt only"),
        ("utils.py", "", "no room"),
        ("helpers/things.py", "", "no room"),
    ],
)
def test_wrong_arrows_are_found(tmp_path: Path, path: str, source: str, reason: str) -> None:
    file = tmp_path / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(source, encoding="utf-8")
    (found,) = forbidden_imports(tmp_path)
    assert reason in found


def test_right_arrows_are_left_alone(tmp_path: Path) -> None:
    for path, source in {
        "errors.py": "import sys",
        "rules/codes.py": "import numpy as np\nfrom ..errors import CodeError\nfrom . import messages",
        "rules/__init__.py": "from .codes import Scheme",
        "division/city.py": "from grid_manager_plugin.rules.limits import Limits\nfrom scipy import sparse",
        "layers/read.py": "from osgeo import gdal\nfrom qgis.core import QgsFeature\nfrom ..linking import assign",
        "ui/dock.py": "from qgis.PyQt.QtWidgets import QAction\nfrom grid_manager_plugin.algorithms import a",
        "__init__.py": "def classFactory(iface):\n    from grid_manager_plugin.plugin import Plugin",
    }.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source, encoding="utf-8")
    assert forbidden_imports(tmp_path) == []


RUN_WITHOUT_QGIS = """
import importlib, importlib.abc, pkgutil, sys

class NoQgis(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("qgis", "processing", "osgeo", "PyQt5", "PyQt6", "sip"):
            raise ModuleNotFoundError(f"{name} is not there", name=name)

sys.meta_path.insert(0, NoQgis())
try:
    import qgis
except ModuleNotFoundError:
    pass
else:
    raise SystemExit("qgis is there: this run proves nothing")

import grid_manager_plugin
for room in sys.argv[1:]:
    module = importlib.import_module(f"grid_manager_plugin.{room}")
    for inner in pkgutil.walk_packages(getattr(module, "__path__", []), f"{module.__name__}."):
        importlib.import_module(inner.name)

import numpy as np
import shapely
from grid_manager_plugin.division.city import divide
from grid_manager_plugin.division.community import Blocks, Community, DivisionSettings
from grid_manager_plugin.rules.limits import Limits

blocks = shapely.box(*np.array([[x, y, x + 100, y + 100] for y in (4400000, 4400100) for x in (500000, 500100)]).T)
city = divide(
    [Community(1, "A", "", "A", shapely.union_all(blocks))],
    Blocks(np.arange(4), blocks, np.full(4, 100.0)),
    DivisionSettings(Limits(grids=(2, 2), population=(150, 250))),
    "EPSG:4548",
)
print(*(f"{plan.verdict} {len(plan.grids)}" for plan in city))
"""


def test_rooms_without_qgis_run_without_it() -> None:
    rooms = [room for room in WITHOUT_QGIS if any((ROOT / PACKAGE).glob(f"{room}*"))]
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", RUN_WITHOUT_QGIS, *rooms],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.strip() == "solved 2"
