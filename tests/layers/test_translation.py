"""The plugin speaks the language that the user's QGIS speaks, and English where it has no translation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtCore import QLocale, QSettings

from grid_manager_plugin.layers import translation
from grid_manager_plugin.layers.messages import language, tr_message, translate
from grid_manager_plugin.layers.report_words import TEXTS
from grid_manager_plugin.layers.translation import translator_for, user_locale
from grid_manager_plugin.rules.codes import Scheme, check_code


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> QgsSettings:
    """Settings of this test alone, where the plugin looks for the user's."""

    def own() -> QgsSettings:
        return QgsSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)

    monkeypatch.setattr(translation, "QgsSettings", own)
    return own()


@pytest.fixture
def system_in_french() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("fr_FR"))
    yield
    QLocale.setDefault(before)


@pytest.mark.usefixtures("system_in_french")
@pytest.mark.parametrize(("override", "shown"), [(True, "zh_CN"), (False, "fr_FR")])
def test_setting_counts_only_where_it_overrides_the_system(settings: QgsSettings, override: bool, shown: str) -> None:
    assert user_locale().name() == "fr_FR"
    settings.setValue("locale/userLocale", "zh-Hans")
    settings.setValue("locale/overrideFlag", override)
    settings.sync()
    assert user_locale().name() == shown


@pytest.mark.usefixtures("system_in_french")
def test_an_overriding_setting_without_a_locale_is_none(settings: QgsSettings) -> None:
    settings.setValue("locale/overrideFlag", True)
    settings.sync()
    assert user_locale().name() == "fr_FR"


@pytest.mark.usefixtures("system_in_french")
def test_what_the_desktop_shows_comes_before_settings(
    settings: QgsSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Desktop:
        """QGIS started with ``--lang``."""

        def translation(self) -> str:
            return "zh-Hans"

    monkeypatch.setattr(QgsApplication, "instance", Desktop)
    settings.setValue("locale/userLocale", "de")
    settings.setValue("locale/overrideFlag", True)
    settings.sync()
    assert user_locale().name() == "zh_CN"


@pytest.mark.parametrize("locale", ["zh_CN", "zh-Hans", "zh", "zh_SG", "zh_CN.UTF-8"])
def test_simplified_chinese_has_a_translation(locale: str) -> None:
    translator = translator_for(QLocale(locale))
    assert translator is not None
    assert translator.translate("SplitParameters", "Grids") == "网格"


@pytest.mark.parametrize("locale", ["zh_TW", "zh-Hant", "zh_HK", "en_US", "en", "C", "de_AT"])
def test_other_locales_stay_english(locale: str) -> None:
    assert translator_for(QLocale(locale)) is None


def test_without_the_compiled_file_english_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translation, "FOLDER", tmp_path)
    assert translator_for(QLocale("zh_CN")) is None


def test_words_are_english_without_a_translation() -> None:
    assert (translate(TEXTS["attention"]), language()) == ("Communities that need attention", "en")


@pytest.mark.usefixtures("chinese")
def test_words_and_messages_are_chinese_with_the_translation() -> None:
    assert (translate(TEXTS["attention"]), language()) == ("需要关注的社区", "zh-CN")
    message = check_code(Scheme.UNIT_15, "12345678901")
    assert message is not None
    assert tr_message(message).startswith("社区编码“12345678901”有 11 位；编码方案要求 12 位数字。")
