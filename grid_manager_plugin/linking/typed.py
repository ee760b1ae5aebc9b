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
        self._lengths = sorted({len(code) for code in self.codes})
        self.of_grid = np.array([self._numbers.get(code, UNKNOWN) for code in codes.tolist()], dtype=np.int64)
        """Number of each grid's code, shape (g,)."""

    def read(self, typed: Sequence[str]) -> Typed:
        """Return what typed codes mean.

        Args:
            typed: Texts as :func:`.rules.codes.text_code` gives them; empty for nothing.
        """
        known = self._numbers.get
        number = np.array([known(text, UNKNOWN) for text in typed], dtype=np.int64)
        respelled, padded = np.zeros(len(number), dtype=bool), np.zeros(len(number), dtype=bool)
        for i in np.flatnonzero(number == UNKNOWN).tolist():
            text = "".join(unicodedata.normalize("NFKC", typed[i]).split())
            if not text:
                number[i] = BLANK
                continue
            number[i] = known(text, UNKNOWN)
            respelled[i] = number[i] != UNKNOWN
            if number[i] == UNKNOWN:
                number[i] = self._padded(text)
                padded[i] = number[i] != UNKNOWN
        return Typed(number, respelled, padded)

    def _padded(self, text: str) -> int:
        if not (text.isascii() and text.isdigit()):
            return UNKNOWN
        longer = (text.zfill(length) for length in self._lengths if length > len(text))
        return next((self._numbers[code] for code in longer if code in self._numbers), UNKNOWN)
