"""Figures of grids, and of the levels above them: what holds for a grid is summed by the first digits of its code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from grid_manager_plugin.errors import InputError
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

SQUARE_KILOMETRE = 1e6


@dataclass(frozen=True)
class GridFigures:
    """Figures of grids by their codes, shapes (g,).

    Attributes:
        code: Codes as text, ascending, each once, of object.
        name: Names; empty where there is none, of object.
        population: People; NaN where nobody counts them.
        area: Square metres.
        perimeter: Metres.
        features: Points in the grid, of all layers together; ``None`` where no layer was given.
        complete: Grids whose roster is complete, of bool; ``None`` without a roster.
    """

    code: np.ndarray
    name: np.ndarray
    population: np.ndarray
    area: np.ndarray
    perimeter: np.ndarray
    features: np.ndarray | None = None
    complete: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.code)

    @property
    def density(self) -> np.ndarray:
        """People per square kilometre; NaN where there is no area or nobody counts people."""
        return _density(self.population, self.area)

    @property
    def compactness(self) -> np.ndarray:
        """Polsby-Popper, 4π times the area by the square of the perimeter; NaN where there is no perimeter."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.perimeter > 0, 4 * np.pi * self.area / self.perimeter**2, np.nan)


@dataclass(frozen=True)
class LevelRow:
    """Figures of one place of a level.

    Attributes:
        level: Number of the level, from 1 for the highest.
        code: First digits of the codes of its grids.
        name: Its name; empty where nobody tells.
        grids: So many grids.
        population: People; NaN where nobody counts them in any of its grids.
        area: Square metres.
        density: People per square kilometre.
        features: Points; ``None`` where no layer was given.
        complete_share: Share of its grids whose roster is complete; ``None`` without a roster.
    """

    level: int
    code: str
    name: str
    grids: int
    population: float
    area: float
    density: float
    features: int | None
    complete_share: float | None


def level_lengths(text: str) -> tuple[int, ...]:
    """Return the lengths of codes that a text names, ascending.

    Args:
        text: Whole numbers from 1 to 50, separated by commas.

    Raises:
        InputError: It names none, or something else.
    """
    parts = [part.strip() for part in text.replace("，", ",").replace(";", ",").split(",") if part.strip()]
    if not parts or not all(part.isascii() and part.isdigit() and 1 <= int(part) <= _LONGEST for part in parts):
        raise InputError(Message(_BAD_LEVELS, {"levels": text, "longest": _LONGEST}))
    return tuple(sorted({int(part) for part in parts}))


def rolled_up(figures: GridFigures, lengths: Sequence[int], names: dict[str, str]) -> list[LevelRow]:
    """Return the figures of all levels, level by level, each in the order of codes.

    A code that is shorter than a level's length stands for itself there, so that every level counts every grid.

    Args:
        figures: Figures of the grids.
        lengths: Lengths of the codes of the levels, ascending.
        names: Names by code; a grid's own name counts where its whole code is meant.
    """
    own = dict(zip(figures.code.tolist(), figures.name.tolist()))
    rows: list[LevelRow] = []
    for level, length in enumerate(lengths, start=1):
        prefix = np.array([code[:length] for code in figures.code.tolist()], dtype=object)
        codes, group = np.unique(prefix.astype(str), return_inverse=True)
        grids = np.bincount(group, minlength=len(codes))
        counted = np.isfinite(figures.population)
        people = np.bincount(group, np.where(counted, figures.population, 0.0), minlength=len(codes))
        people[np.bincount(group, counted, minlength=len(codes)) == 0] = np.nan
        area = np.bincount(group, figures.area, minlength=len(codes))
        density = _density(people, area)
        features = _sums(group, figures.features, len(codes))
        complete = _sums(group, figures.complete, len(codes))
        for i, code in enumerate(codes.tolist()):
            name = names.get(code) or (own.get(code, "") if grids[i] == 1 else "")
            rows.append(
                LevelRow(
                    level, code, name, int(grids[i]), float(people[i]), float(area[i]),
                    float(density[i]), None if features is None else int(features[i]),
                    None if complete is None else float(complete[i] / grids[i]),
                )
            )  # fmt: skip
    return rows


def _sums(group: np.ndarray, values: np.ndarray | None, many: int) -> np.ndarray | None:
    return None if values is None else np.bincount(group, values, minlength=many)


def _density(people: np.ndarray, area: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(area > 0, people / area * SQUARE_KILOMETRE, np.nan)


_LONGEST = 50
_BAD_LEVELS = QT_TRANSLATE_NOOP(
    "Summary",
    "LEVELS is “{levels}”; it must be whole numbers from 1 to {longest}, separated by commas: the lengths of the codes "
    "of the levels, such as 6,9,12,15.",
)
