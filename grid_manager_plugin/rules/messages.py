"""Messages as data: an English template and its values, so that the edge can translate what a QGIS-free room says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

NAMED = 5
"""How many features a message names before it only counts them."""


class Marked(str):
    """A text marked for translation; ``context`` is where translators find it."""

    context: str


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802 - the marker that Qt's lupdate looks for
    """Mark a literal for translation and return it, equal to itself, with its context for the edge to use."""
    marked = Marked(text)
    marked.context = context
    return marked


@dataclass(frozen=True)
class Message:
    """One sentence to a user.

    Attributes:
        text: English template with named ``{placeholders}``, marked with :func:`QT_TRANSLATE_NOOP`.
        values: What the placeholders stand for.
    """

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format(**self.values)


def named(fids: np.ndarray) -> str:
    """Return feature ids for a message, in ascending order, the first few of many.

    Args:
        fids: Feature ids, shape (n,), in any order, one or more times.
    """
    ordered = np.unique(fids)
    text = ", ".join(str(fid) for fid in ordered[:NAMED].tolist())
    return text + ", …" if len(ordered) > NAMED else text
