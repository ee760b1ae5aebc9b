"""Today's grids as the start of a division: which of them stay, and what it costs to leave one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from grid_manager_plugin.division.search.terrain import Home
from grid_manager_plugin.division.ties import Units

TINY = 1e-9
"""People that ground without people counts as: among equals, the larger share of it decides."""


@dataclass(frozen=True)
class Today:
    """Today's grids, -1 for none, shape (n,), and what one person weighs who leaves them."""

    grids: np.ndarray
    move_cost: float

    def home(self, units: Units, count: int) -> Home:
        """Return the part of each unit in a plan of ``count`` parts: that of most of its people, or of its ground."""
        people = np.asarray(units.graph.population, dtype=float)
        kept = self._kept(units, count)
        part = np.full(len(people), -1)
        best = np.zeros(len(people))
        for number, grid in enumerate(kept):
            inside = self.grids == grid
            weight = np.bincount(units.member, inside * (self._people(units) + TINY), minlength=len(people))
            part[weight > best] = number
            best = np.maximum(weight, best)
        return Home(part, self.move_cost * people)

    def leaving(self, units: Units, labels: np.ndarray, count: int) -> float:
        """Return what a plan of ``count`` parts costs for those who leave their home; labels of blocks, shape (n,)."""
        home = self.home(units, count)
        part = np.empty(len(home.part), dtype=np.int64)
        part[units.member] = labels
        return float(home.cost[part != home.part].sum())

    def _people(self, units: Units) -> np.ndarray:
        """Return the people of each block; those of a unit are shared evenly by its blocks."""
        blocks = np.bincount(units.member)
        return np.asarray(units.graph.population, dtype=float)[units.member] / blocks[units.member]

    def _kept(self, units: Units, count: int) -> np.ndarray:
        """Return today's grids that stay, ascending."""
        grids = np.unique(self.grids[self.grids >= 0])
        people = [float(self._people(units)[self.grids == grid].sum()) for grid in grids.tolist()]
        return np.sort(grids[np.argsort(-np.array(people), kind="stable")[:count]])
