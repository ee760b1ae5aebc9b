"""The plugin's texts in the language that the user's QGIS speaks."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtCore import QLocale, QTranslator

FOLDER = Path(__file__).parent.parent / "i18n"


def user_locale() -> QLocale:
    """Return the locale of QGIS's own texts.

    The desktop knows which translation it shows. ``qgis_process`` shows none: there the user's setting counts where it
    overrides the system, and else the system.
    """
    shown = QgsApplication.instance().translation()
    settings = QgsSettings()
    if not shown and settings.value("locale/overrideFlag", False, type=bool):
        shown = settings.value("locale/userLocale", "", type=str)
    return QLocale(shown) if shown else QLocale()


def translator_for(locale: QLocale) -> QTranslator | None:
    """Return the plugin's translation, not yet installed; ``None`` where there is none and English stays.

    Args:
        locale: Where a country has no translation of its own, that of the language's main country in the same script
            serves: simplified Chinese in Singapore too, but not where traditional characters are read.
    """
    main = QLocale(locale.language(), locale.script(), QLocale.Country.AnyCountry)
    for name in (locale.name(), main.name()):
        translator = QTranslator()
        if translator.load(str(FOLDER / f"grid_manager_{name}.qm")):
            return translator
    return None
