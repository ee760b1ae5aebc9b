"""What the grids of a community were put together from."""

from __future__ import annotations

from enum import Enum


class Method(str, Enum):
    """How a community was divided; the values stand in outputs and scripts."""

    BLOCKS = "blocks"
    FACES = "faces"
    CELLS = "cells"
    TODAY = "today"

    def __str__(self) -> str:
        return self.value
