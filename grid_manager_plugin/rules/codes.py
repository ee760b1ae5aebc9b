"""Grid codes: their schemes, how they are made and the order in which grids are numbered.

A code is the community's own code followed by the grid's number, padded with zeros to the width of its scheme.
Number 0 (all zeros) is a community that is not divided. Codes are text: leading zeros count.

The 20-digit code of professional grids (CJ/T 349) starts with a 6-digit object code. The community's code may carry it
(18 digits); where it has the 12 digits of the community alone, :data:`NO_OBJECT` stands in front.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Container
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

import numpy as np

from grid_manager_plugin.errors import CodeError
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

NO_OBJECT = "000000"
"""Object code of a professional grid whose community's code names none."""

PLAIN_DIGITS = 9
"""Most digits of a grid's number in the plain scheme: more are a date or a serial number, and fit no field."""

NOISE = 0.001
"""Metres; centroids closer than this are level: they differ by float noise, not by place."""


class Scheme(Enum):
    """A way to code grids; the values are the order in which users see them."""

    UNIT_15 = 0
    SOCIAL_14 = 1
    PROFESSIONAL_20 = 2
    PLAIN = 3

    @property
    def sequence_digits(self) -> int | None:
        """Digits of the grid's number; ``None`` where it is written as it is."""
        return {Scheme.UNIT_15: 3, Scheme.SOCIAL_14: 2, Scheme.PROFESSIONAL_20: 2}.get(self)

    @property
    def grid_digits(self) -> int | None:
        """Digits of a grid's whole code; ``None`` where it is free text."""
        return {Scheme.UNIT_15: 15, Scheme.SOCIAL_14: 14, Scheme.PROFESSIONAL_20: 20}.get(self)

    @property
    def community_digits(self) -> tuple[int, ...]:
        """Digits that the community's own code may have; empty where it is free text."""
        return {Scheme.UNIT_15: (12,), Scheme.SOCIAL_14: (12,), Scheme.PROFESSIONAL_20: (12, 18)}.get(self, ())


def grid_codes(scheme: Scheme, community_code: str, count: int) -> tuple[str, ...]:
    """Return the codes of a community's grids 1 to ``count``, in the order of their numbers.

    Raises:
        CodeError: The community's code does not fit the scheme, or the scheme holds fewer grids.
    """
    prefix, digits = _prefix(scheme, community_code), scheme.sequence_digits
    if count > most_grids(scheme):
        values = {"code": community_code, "count": count, "most": most_grids(scheme)}
        raise CodeError(Message(_TOO_MANY, values))
    return tuple(f"{prefix}{number:0{digits or 1}d}" for number in range(1, count + 1))


def grid_code(scheme: Scheme, community_code: str, number: int) -> str:
    """Return the code of one grid, by its number from 0 to :func:`most_grids`.

    Raises:
        CodeError: The community's code does not fit the scheme.
    """
    return f"{_prefix(scheme, community_code)}{number:0{scheme.sequence_digits or 1}d}"


def most_grids(scheme: Scheme) -> int:
    """Return the highest number that a grid can have."""
    return int(10 ** (scheme.sequence_digits or PLAIN_DIGITS) - 1)


def undivided_code(scheme: Scheme, community_code: str) -> str:
    """Return the code of a community that is not divided: grid number 0.

    Raises:
        CodeError: The community's code does not fit the scheme.
    """
    return grid_code(scheme, community_code, 0)


def check_code(scheme: Scheme, community_code: str) -> Message | None:
    """Tell what is wrong with a community's code under a scheme; ``None`` when it fits.

    Args:
        scheme: How grids are coded.
        community_code: The code as text, see :func:`text_code`.
    """
    if not community_code.strip():
        return Message(_EMPTY)
    if scheme is Scheme.PLAIN:
        return None
    lengths = scheme.community_digits
    values = {"code": community_code, "digits": " / ".join(str(n) for n in lengths), "length": len(community_code)}
    if community_code.isascii() and community_code.isdigit():
        if len(community_code) in lengths:
            return None
        # 11 for 12: what a spreadsheet leaves of a code that starts with 0
        return Message(_LOST_ZERO if len(community_code) + 1 in lengths else _WRONG_LENGTH, values)
    if any(character.isspace() for character in community_code):
        return Message(_SPACES, values)
    if community_code.isdigit():
        return Message(_FULL_WIDTH, values)
    return Message(_NOT_DIGITS, values)


@dataclass(frozen=True)
class CodeFault:
    """What is wrong with a grid's code.

    Attributes:
        kind: ``"missing"``, ``"format"`` or ``"prefix"``.
        message: What is wrong, in words.
    """

    kind: str
    message: Message


def check_grid_code(scheme: Scheme, code: str, community_code: str | None) -> CodeFault | None:
    """Tell what is wrong with a grid's code under a scheme; ``None`` when it fits.

    What :func:`grid_codes` and :func:`undivided_code` make fits. Where a community's code names no object, that of
    its professional grids may be any.

    Args:
        scheme: How grids are coded.
        code: The grid's code as text, see :func:`text_code`.
        community_code: The code of the community that the grid belongs to; ``None`` leaves the prefix unchecked.
    """
    if not code.strip():
        return CodeFault("missing", Message(_NO_GRID_CODE))
    values: dict[str, object] = {"code": code, "community_code": community_code}
    parts = code_parts(scheme, code)
    if parts is None:
        if scheme is Scheme.PLAIN:
            return CodeFault("format", Message(_NOT_PLAIN, values))
        found = {**values, "digits": scheme.grid_digits, "length": len(code)}
        return CodeFault("format", Message(_NOT_THE_DIGITS, found))
    if community_code is None or community_of(scheme, parts[0], (community_code,)) is not None:
        return None
    wrong = check_code(scheme, community_code)
    if wrong is not None:
        return CodeFault("prefix", Message(_COMMUNITY_UNFIT, {**values, "why": wrong}))
    return CodeFault("prefix", Message(_OTHER_PREFIX, values))


def code_parts(scheme: Scheme, code: str) -> tuple[str, int] | None:
    """Return what a grid's code starts with, and the grid's number; ``None`` where it is no code of the scheme.

    Args:
        scheme: How grids are coded.
        code: The grid's code as text, see :func:`text_code`.
    """
    if scheme is Scheme.PLAIN:
        prefix, dash, number = code.rpartition("-")
        fits = dash and prefix and number.isascii() and number.isdigit() and len(number) <= PLAIN_DIGITS
        return (prefix, int(number)) if fits else None
    if not (code.isascii() and code.isdigit() and len(code) == scheme.grid_digits):
        return None
    digits = scheme.sequence_digits or 0
    return code[:-digits], int(code[-digits:])


def community_of(scheme: Scheme, prefix: str, community_codes: Container[str]) -> str | None:
    """Return the community's code that grid codes with a prefix belong to; ``None`` where there is none.

    Where a community's code names no object, that of its professional grids may be any.

    Args:
        scheme: How grids are coded.
        prefix: What a grid's code starts with, as :func:`code_parts` has it.
        community_codes: The codes of the communities.
    """
    if prefix in community_codes:
        return prefix
    short = prefix[len(NO_OBJECT) :]
    return short if scheme is Scheme.PROFESSIONAL_20 and short in community_codes else None


def text_code(value: object) -> str:
    """Return a field's value as code: text without outer blanks, a number without its decimal zeros.

    35, 35.0 and ``" 35 "`` are code ``35``; numbers never get an exponent. ``None``, a NULL variant, NaN and infinity
    are no code: the empty string.
    """
    is_null = getattr(value, "isNull", None)
    if value is None or (callable(is_null) and is_null()):
        return ""
    if isinstance(value, numbers.Real) and not isinstance(value, numbers.Integral):
        number = float(value)
        if not math.isfinite(number):
            return ""
        return str(int(number)) if number.is_integer() else format(Decimal(repr(number)), "f")
    return str(value).strip()


def grid_order(centroids: np.ndarray, heights: np.ndarray) -> np.ndarray:
    """Return the order in which a community's grids are numbered: rows from north to south, each from west to east.

    Centroids are sorted by y, descending; a new row begins more than half the median grid height below the row's
    first; ties within a row by x, then y (north first), then height (a ring before what it encloses). Coordinates
    count to the millimetre, so that float noise of a measured centroid neither opens a row nor swaps two grids.

    Args:
        centroids: x (east) and y (north) in the working CRS, metres, shape (k, 2).
        heights: Extent of each grid from south to north, metres, shape (k,).

    Returns:
        Positions in the input, shape (k,): the first is grid number 1.
    """
    if len(heights) == 0:
        return np.zeros(0, dtype=int)
    x, y = np.rint(np.asarray(centroids, dtype=float).reshape(-1, 2) / NOISE).T
    heights = np.rint(np.asarray(heights, dtype=float) / NOISE)
    drop = np.median(heights) / 2
    rows = np.zeros(len(y), dtype=int)
    row, first = 0, math.inf
    for i in np.argsort(-y, kind="stable"):
        if math.isinf(first):
            first = y[i]
        elif first - y[i] > drop:
            row, first = row + 1, y[i]
        rows[i] = row
    return np.lexsort((-heights, -y, x, rows))


def _prefix(scheme: Scheme, community_code: str) -> str:
    wrong = check_code(scheme, community_code)
    if wrong is not None:
        raise CodeError(wrong)
    if scheme is Scheme.PLAIN:
        return f"{community_code}-"
    if scheme is Scheme.PROFESSIONAL_20 and len(community_code) == 12:
        return NO_OBJECT + community_code
    return community_code


_EMPTY = QT_TRANSLATE_NOOP("Codes", "The community has no code.")
_TOO_MANY = QT_TRANSLATE_NOOP(
    "Codes", "Community code “{code}”: {count} grids, but the code scheme holds at most {most} in a community."
)
_WRONG_LENGTH = QT_TRANSLATE_NOOP(
    "Codes", "Community code “{code}” has {length} digits; the code scheme needs {digits} digits."
)
_LOST_ZERO = QT_TRANSLATE_NOOP(
    "Codes",
    "Community code “{code}” has {length} digits; the code scheme needs {digits} digits. A leading zero may have been "
    "lost: keep codes in a text field.",
)
_SPACES = QT_TRANSLATE_NOOP(
    "Codes", "Community code “{code}” contains a space; the code scheme needs {digits} digits and nothing else."
)
_FULL_WIDTH = QT_TRANSLATE_NOOP(
    "Codes",
    "Community code “{code}” is not written in the digits 0-9 (full-width digits?); the code scheme needs {digits} "
    "digits.",
)
_NOT_DIGITS = QT_TRANSLATE_NOOP(
    "Codes",
    "Community code “{code}” is not made of digits alone; the code scheme needs {digits} digits. Choose another code "
    "field, or the plain scheme.",
)
_NO_GRID_CODE = QT_TRANSLATE_NOOP("Codes", "The grid has no code.")
_NOT_PLAIN = QT_TRANSLATE_NOOP(
    "Codes", "Grid code “{code}” is not the community's code, a hyphen and a number, as the plain scheme has it."
)
_NOT_THE_DIGITS = QT_TRANSLATE_NOOP(
    "Codes", "Grid code “{code}” has {length} characters; the code scheme needs {digits} digits 0-9 and nothing else."
)
_OTHER_PREFIX = QT_TRANSLATE_NOOP("Codes", "Grid code “{code}” does not start with its community's “{community_code}”.")
_COMMUNITY_UNFIT = QT_TRANSLATE_NOOP(
    "Codes", "Grid code “{code}” cannot start with its community's code, which does not fit the scheme: {why}"
)
