"""The edge where messages of the QGIS-free rooms meet the user's language."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication

from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Marked, Message

#: The language of the translation as an HTML lang attribute, such as zh-CN; not its name.
_LANGUAGE = QT_TRANSLATE_NOOP("Language", "en")


def language() -> str:
    """Return the language that the user's words are in, as an HTML ``lang`` attribute; English where none is loaded."""
    return translate(_LANGUAGE)


def translate(text: str) -> str:
    """Return the user's words for an English text, looked up in the context that it was marked with."""
    context = text.context if isinstance(text, Marked) else "GridManager"
    return QCoreApplication.translate(context, text)


def tr_message(message: Message) -> str:
    """Return a message in the user's language, with its values filled in; messages among them are translated too."""
    values = {
        name: tr_message(value) if isinstance(value, Message) else value for name, value in message.values.items()
    }
    return translate(message.text).format(**values)


def tr_error(error: BaseException) -> str:
    """Return what an error says to the user, in the user's language where it carries a message."""
    message = error.args[0] if error.args else None
    return tr_message(message) if isinstance(message, Message) else str(error) or type(error).__name__
