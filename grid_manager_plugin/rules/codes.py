"""Grid codes: their schemes, how they are made and the order in which grids are numbered."""

from __future__ import annotations

from enum import Enum


class Scheme(Enum):
    """A way to code grids; the values are the order in which users see them."""

    UNIT_15 = 0
    SOCIAL_14 = 1
    PROFESSIONAL_20 = 2
    PLAIN = 3
