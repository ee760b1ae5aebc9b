"""Every text of the plugin is in the translations, whole, with its placeholders; the compiled files are up to date."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "grid_manager_plugin"
FILES = sorted((PACKAGE / "i18n").glob("*.ts"))

MARKERS = ("QT_TRANSLATE_NOOP", "translate")
"""Calls with a context and a text; ``tr`` has the name of its class for a context."""

FOR_USERS = {"Message", "pushInfo", "pushWarning", "pushCommandInfo", "reportError", "setHelp", "setProgressText"}
"""Calls whose text a user reads: it may not be a literal that nobody marked."""

COUNTED = re.compile(r"\{count[^}]*\} (?!in all\b)\w|\bfeatures \{fids\}|\(s\)")
"""A count before its noun, which is wrong for 1: the noun comes first, as in “Blocks made valid: 1”."""

NEVER_ONE = ("{count} bands", "{count} grids, but the code scheme holds at most", "its {count} pieces")
"""What is told only of several."""

Text = tuple[str, str]


def marked_texts(source: str) -> Iterator[Text]:
    """Yield context and text of everything in a module that is marked for translation.

    Raises:
        ValueError: A text cannot be read from the source, or one for users is not marked.
    """

    def walk(node: ast.AST, owner: str) -> Iterator[Text]:
        if isinstance(node, ast.ClassDef):
            owner = node.name
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            first = literal(node.args[0]) if node.args else None
            if called in FOR_USERS and isinstance(node.args[0], (ast.Constant, ast.JoinedStr, ast.BinOp)):
                raise ValueError(f"line {node.lineno}: a text for users is not marked for translation")
            if called == "tr":
                if first is None:
                    raise ValueError(f"line {node.lineno}: tr() of something that is no literal")
                yield owner, first
            elif called in MARKERS and len(node.args) > 1 and first is not None:
                text = literal(node.args[1])
                if text is None and not isinstance(node.args[1], ast.Name):
                    raise ValueError(f"line {node.lineno}: {called}() of something that is no literal")
                if text is not None:
                    yield first, text
        for inner in ast.iter_child_nodes(node):
            yield from walk(inner, owner)

    yield from walk(ast.parse(source), "")


def literal(node: ast.expr) -> str | None:
    """Return the text of a literal; two that stand side by side are one."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def sources() -> set[Text]:
    """Return context and text of everything in the package that is marked for translation."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        found |= set(marked_texts(path.read_text(encoding="utf-8")))
    return found


def messages(file: Path) -> dict[Text, tuple[str, str]]:
    """Return translation and state (empty when finished) of each text of a .ts file, by context and text."""
    found = {}
    for context in ElementTree.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            key = (context.findtext("name", ""), message.findtext("source", ""))
            found[key] = (translation.text or "", translation.get("type", ""))
    return found


def in_use(file: Path) -> dict[Text, str]:
    """Return the translations of a .ts file, without those whose text is gone."""
    return {key: text for key, (text, state) in messages(file).items() if state not in ("vanished", "obsolete")}


def placeholders(text: str) -> list[tuple[str, str, str]]:
    """Return name, format and conversion of each placeholder of a text, sorted."""
    parts = Formatter().parse(text)
    return sorted((name, form or "", conversion or "") for _, name, form, conversion in parts if name is not None)


def test_the_texts_of_all_rooms_are_found() -> None:
    contexts = {context for context, _ in sources()}
    assert {"Obstacle", "Limits", "Reading", "Report", "Legend", "GridManagerAlgorithm"} <= contexts
    assert {"SplitParameters", "SplitCommunitiesAlgorithm", "GridManagerProvider"} <= contexts
    assert len(sources()) > 300


def test_texts_with_a_count_are_right_for_one_and_for_many() -> None:
    counted = [text for _, text in sorted(sources()) if COUNTED.search(text)]
    assert [text for text in counted if not any(several in text for several in NEVER_ONE)] == []
    assert all(any(several in text for text in counted) for several in NEVER_ONE)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("class A:\n    def f(self, n): return self.tr(f'{n} grids')", "tr"),
        ("class A:\n    def f(self, n): return self.tr('{} grids'.format(n))", "tr"),
        ("T = QT_TRANSLATE_NOOP('Plan', 'a' + 'b')", "QT_TRANSLATE_NOOP"),
        ("raise InputError(Message('No grids.'))", "not marked"),
        ("feedback.pushInfo(f'{n} grids')", "not marked"),
    ],
)
def test_a_text_that_cannot_be_translated_is_found(source: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        list(marked_texts(source))


def test_marked_texts_are_read_whole() -> None:
    source = "class A:\n    x = tr('one ' 'two')\ny = {1: QT_TRANSLATE_NOOP('C', 'three '\n'four')}"
    assert list(marked_texts(source)) == [("A", "one two"), ("C", "three four")]


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_translation_has_every_text_and_no_other(file: Path) -> None:
    assert set(in_use(file)) == sources(), "run make i18n"


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_no_text_is_left_untranslated(file: Path) -> None:
    assert [key for key, (text, state) in messages(file).items() if not text.strip() or state == "unfinished"] == []


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_placeholders_are_those_of_the_source(file: Path) -> None:
    wrong = [key for key, text in in_use(file).items() if placeholders(key[1]) != placeholders(text)]
    assert wrong == []


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_parameter_names_and_file_patterns_stay(file: Path) -> None:
    kept = re.compile(r"[A-Z]+_[A-Z_]+|\b(?:INPUT|BLOCKS|EFFORT|SCHEDULER|EXISTING)\b|\*\.\w+")
    for (_, source), text in in_use(file).items():
        assert set(kept.findall(source)) == set(kept.findall(text)), text


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_compiled_translation_says_the_same(file: Path, qgis_app: Any) -> None:
    from qgis.PyQt.QtCore import QCoreApplication, QTranslator

    translator = QTranslator()
    assert translator.load(str(file.with_suffix(".qm")))
    assert QCoreApplication.installTranslator(translator)
    try:
        stale = [key for key, text in in_use(file).items() if QCoreApplication.translate(*key) != text]
    finally:
        QCoreApplication.removeTranslator(translator)
    assert stale == [], "run make i18n"


def test_there_is_a_chinese_translation() -> None:
    assert "grid_manager_zh_CN.ts" in [file.name for file in FILES]


def test_every_label_and_action_of_a_style_is_marked() -> None:
    styles = sorted((PACKAGE / "resources" / "styles").glob("*.qml"))
    named = {"rule": ("label",), "actionsetting": ("name", "shortTitle")}
    labels = {
        element.get(attribute)
        for style in styles
        for tag, attributes in named.items()
        for element in ElementTree.parse(style).getroot().iter(tag)
        for attribute in attributes
        if element.get(attribute)
    }
    assert labels == {text for context, text in sources() if context == "Legend"}
