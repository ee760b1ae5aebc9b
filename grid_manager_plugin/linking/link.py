"""Points linked to grids piece by piece, what was typed for them compared with that, and all of it counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from grid_manager_plugin.linking.assign import Assignment, IndexedGrids, Rule, assign, typed_distance
from grid_manager_plugin.linking.cells import NONE
from grid_manager_plugin.linking.confusions import Confusion, Confusions
from grid_manager_plugin.linking.typed import BLANK, TypedCodes
from grid_manager_plugin.rules.chunks import Progress


@dataclass(frozen=True)
class LinkSettings:
    """What is asked of the links.

    Attributes:
        max_distance: Metres up to which a point outside belongs to the nearest grid; 0 for none.
        tell_nearest: Tell the nearest grid of points that have none.
        tell_typed_distance: Tell how far the grid is that was typed.
    """

    max_distance: float = 0.0
    tell_nearest: bool = False
    tell_typed_distance: bool = False

    @property
    def asks_nearest(self) -> bool:
        """Tell whether the nearest grids of points outside are asked."""
        return self.max_distance > 0 or self.tell_nearest


@dataclass(frozen=True)
class Linked:
    """Some points with their grids, shapes (n,).

    Attributes:
        assignment: Their grids.
        mismatched: Linked points for which the code of another grid, or of none, was typed, of bool.
        typed_exists: Whether it is the code of a grid, of bool.
        typed_distance: Metres to that grid, of mismatched points where that was asked for; else NaN.
    """

    assignment: Assignment
    mismatched: np.ndarray
    typed_exists: np.ndarray
    typed_distance: np.ndarray


@dataclass(frozen=True)
class LinkSummary:
    """What a run came to.

    Attributes:
        by_rule: Points by :class:`.assign.Rule`, shape (rules,).
        mismatched: Points for which another code was typed.
        typed_blank: Points for which nothing was typed, linked or not.
        respelled: Typed codes that are those of grids once blanks are cut and full-width digits are read as digits.
        padded: Typed codes that are those of grids once zeros are put in front.
        points_of_grid: Points of each grid, shape (g,).
        confusions: Who was typed for whom, the most frequent first.
    """

    by_rule: np.ndarray
    mismatched: int
    typed_blank: int
    respelled: int
    padded: int
    points_of_grid: np.ndarray
    confusions: tuple[Confusion, ...]

    def numbers(self) -> dict[str, int]:
        """Return the numbers of the run by the names of its outputs."""
        inside, border, nearest = (int(self.by_rule[rule]) for rule in (Rule.INSIDE, Rule.BORDER, Rule.NEAREST))
        points, linked = int(self.by_rule.sum()), inside + border + nearest
        return {
            "POINTS": points,
            "LINKED": linked,
            "UNLINKED_COUNT": points - linked,
            "MISMATCHED": self.mismatched,
            "INSIDE": inside,
            "ON_BORDER": border,
            "NEAREST": nearest,
            "TYPED_BLANK": self.typed_blank,
        }


class Linker:
    """Links points, and counts them as it goes."""

    def __init__(self, grids: IndexedGrids, settings: LinkSettings) -> None:
        self.grids = grids
        self._settings = settings
        self._codes = TypedCodes(grids.code)
        self._position = np.full(len(self._codes.codes), NONE)
        self._position[self._codes.of_grid[grids.order]] = grids.order
        self._by_rule = np.zeros(len(Rule), dtype=np.int64)
        self._points_of_grid = np.zeros(len(grids.code), dtype=np.int64)
        self._confusions = Confusions(self._codes.codes)
        self._blank = self._mismatched = self._respelled = self._padded = 0

    def link(
        self, xy: np.ndarray, fault: np.ndarray, typed: Sequence[str] | None, progress: Progress | None = None
    ) -> Linked:
        """Return the grids of points.

        Args:
            xy: Coordinates in the grids' coordinate system, shape (n, 2); not finite where there are none.
            fault: What is wrong with their coordinates, a :class:`.assign.Rule` or NONE, shape (n,).
            typed: Codes that were typed, n of them; ``None`` where nobody did.
            progress: Called with the share that is done; may raise to cancel.
        """
        settings = self._settings
        found = assign(
            xy, self.grids, settings.max_distance, tell_nearest=settings.tell_nearest, progress=progress
        )
        found.rule[fault != NONE] = fault[fault != NONE]
        self._by_rule += np.bincount(found.rule, minlength=len(Rule))
        self._points_of_grid += np.bincount(found.grid_index[found.linked], minlength=len(self._points_of_grid))
        if typed is None:
            nothing = np.zeros(len(xy), dtype=bool)
            return Linked(found, nothing, nothing, np.full(len(xy), np.nan))
        return self._compared(xy, found, typed)

    def summary(self) -> LinkSummary:
        """Return what all that was linked came to."""
        return LinkSummary(
            self._by_rule, self._mismatched, self._blank, self._respelled, self._padded, self._points_of_grid,
            self._confusions.found(),
        )  # fmt: skip

    def _compared(self, xy: np.ndarray, found: Assignment, said: Sequence[str]) -> Linked:
        own = np.full(len(xy), BLANK)
        own[found.linked] = self._codes.of_grid[found.grid_index[found.linked]]
        typed = self._codes.read(said, own)
        mismatched = found.linked & (typed.number != BLANK) & (typed.number != own)
        exists = typed.number >= 0
        distance = np.full(len(xy), np.nan)
        if self._settings.tell_typed_distance:
            far = np.flatnonzero(mismatched & exists)
            distance[far] = typed_distance(xy[far], self._position[typed.number[far]], self.grids)
        self._blank += int((typed.number == BLANK).sum())
        self._mismatched += int(mismatched.sum())
        self._respelled += int(typed.respelled.sum())
        self._padded += int(typed.padded.sum())
        self._confusions.add(said, typed, own, mismatched)
        return Linked(found, mismatched, exists, distance)
