"""Codes that surveyors typed, read as what they mean: blanks, full-width digits and lost zeros are no other grid."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

BLANK, UNKNOWN = -2, -1
"""What was typed: nothing, or the code of no grid."""


@dataclass(frozen=True)
class Typed:
    """What was typed for points, shapes (n,).

    Attributes:
        number: Number of the code among the grids' different codes, :data:`UNKNOWN` or :data:`BLANK`.
        respelled: Where the code is that of a grid once blanks are cut and full-width digits are read as digits.
        padded: Where it is once zeros are put in front.
    """

    number: np.ndarray
    respelled: np.ndarray
    padded: np.ndarray


class TypedCodes:
    """Reads typed codes against those of the grids."""

    def __init__(self, codes: np.ndarray) -> None:
        """Make a dictionary of the codes.

        Args:
            codes: Codes of the grids as text, shape (g,) of object; empty ones are none.
        """
        self.codes: tuple[str, ...] = tuple(sorted({code for code in codes.tolist() if code}))
        """The different codes, by their numbers."""
        self._numbers = {code: i for i, code in enumerate(self.codes)}
        self._clean = [_clean(code) for code in self.codes]
        self._meant: dict[str, int] = {}
        for i, code in enumerate(self._clean):
            self._meant.setdefault(code, i)
        self._lengths = sorted({len(code) for code in self._clean})
        self.of_grid = np.array([self._numbers.get(code, UNKNOWN) for code in codes.tolist()], dtype=np.int64)
        """Number of each grid's code, shape (g,)."""

    def read(self, typed: Sequence[str], own: np.ndarray) -> Typed:
        """Return what typed codes mean; where that is not certain, the grid that the point lies in.

        Args:
            typed: Texts as :func:`.rules.codes.text_code` gives them; empty for nothing.
            own: Number of the code of each point's grid, negative for none, shape (n,).
        """
        known = self._numbers.get
        number = np.array([known(text, UNKNOWN) for text in typed], dtype=np.int64)
        respelled, padded = np.zeros(len(number), dtype=bool), np.zeros(len(number), dtype=bool)
        for i in np.flatnonzero(number == UNKNOWN).tolist():
            text, mine = _clean(typed[i]), int(own[i])
            if not text:
                number[i] = BLANK
                continue
            number[i] = mine if mine >= 0 and text == self._clean[mine] else self._meant.get(text, UNKNOWN)
            respelled[i] = number[i] != UNKNOWN
            if number[i] == UNKNOWN:
                number[i] = self._padded(text, mine)
                padded[i] = number[i] != UNKNOWN
        return Typed(number, respelled, padded)

    def _padded(self, text: str, mine: int) -> int:
        if not (text.isascii() and text.isdigit()):
            return UNKNOWN
        if mine >= 0 and text.zfill(len(self._clean[mine])) == self._clean[mine]:
            return mine
        longer = (text.zfill(length) for length in self._lengths if length > len(text))
        return next((self._meant[code] for code in longer if code in self._meant), UNKNOWN)


def _clean(text: str) -> str:
    """Return a code without blanks, full-width characters as usual ones."""
    return "".join(unicodedata.normalize("NFKC", text).split())
