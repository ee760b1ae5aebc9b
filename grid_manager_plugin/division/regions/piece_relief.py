"""What helps a community that walls part: fewer walls, another number of grids, else other limits; all were tried."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from grid_manager_plugin.division.proofs.changes import Change, changed, changes_for
from grid_manager_plugin.division.proofs.obstacle import Obstacle, Question
from grid_manager_plugin.division.proofs.relief import Plan, with_relief
from grid_manager_plugin.division.regions import piece_words as words
from grid_manager_plugin.division.regions.piece_obstacle import PieceObstacle, blame
from grid_manager_plugin.division.regions.walls import Ground, Walls, region_count
from grid_manager_plugin.rules.limits import Breach, Limits

TRIES = 10
"""Most ways of taking walls away that are tried: each is a division of the whole community."""

Chosen = tuple  # feature ids of barriers, or numbers of dedicated grids


@dataclass(frozen=True)
class PieceRelief:
    """Looks for what helps one community in several regions.

    Attributes:
        ground: The community and its walls.
        question: What was asked of its blocks without a dedicated grid.
        parts: Exact number of grids, if one was asked for.
        solves: Tells whether a plan is found with other walls, limits and exact number of grids.
        eased: Searches for a plan under other limits.
    """

    ground: Ground
    question: Question
    parts: int | None
    solves: Callable[[Walls, Limits, int | None], bool]
    eased: Plan

    def of(self, obstacle: Obstacle, count: int, breaches: tuple[Breach, ...]) -> Obstacle:
        """Return an obstacle with what helps.

        Args:
            obstacle: What stands in the way of ``count`` grids.
            count: Number of grids, at least one for each region.
            breaches: What the best plan under the limits as they are breaks; empty where a proof came before any.
        """
        if not isinstance(obstacle, PieceObstacle):
            regions, blocks = len(self.ground.regions), len(self.question.units.graph.population)
            instead = obstacle.instead
            if instead is not None and not regions <= instead.value <= blocks:
                obstacle = replace(obstacle, instead=None)
            return with_relief(obstacle, self.question, count, self.eased, breaches)
        return self._simple(obstacle) or self._limits(obstacle, self.question, count, breaches)

    def of_many(self, obstacle: PieceObstacle) -> Obstacle:
        """Return the obstacle of more regions than grids with what helps."""
        simple = self._simple(obstacle)
        if simple is not None or obstacle.instead is None:
            return simple or replace(obstacle, advice=words.NO_HELP)
        count = len(self.ground.regions)
        question = replace(self.question, limits=changed(self.question.limits, [obstacle.instead]))
        eased = self._limits(obstacle, question, count, ())
        return replace(eased, changes=(obstacle.instead, *eased.changes))

    def _simple(self, obstacle: PieceObstacle) -> Obstacle | None:
        """Return the obstacle with walls to take away, or another number of grids, or both; ``None`` for neither."""
        other = obstacle.instead if obstacle.instead and self._number_solves(obstacle.instead) else None
        barriers = blame(self.ground) == "BARRIER_HARD"
        lifted = self._barriers(obstacle) if barriers else self._dedicated()
        if barriers and lifted:
            advice = words.SOFTEN_OR_SET if other else words.SOFTEN
            return replace(obstacle, soften=lifted, instead=other, advice=advice)
        if lifted:
            firsts = tuple(int(np.argmax(self.ground.walls.dedicated == number)) for number in lifted)
            return replace(obstacle, opened=firsts, instead=other, advice=words.OPEN_OR_SET if other else words.OPEN)
        return replace(obstacle, instead=other, advice=words.SET_OTHER) if other else None

    def _number_solves(self, number: Change) -> bool:
        if number.parameter == "GRIDS_FIELD":
            return self.solves(self.ground.walls, self.question.limits, int(number.value))
        return self.solves(self.ground.walls, changed(self.question.limits, [number]), self.parts)

    def _barriers(self, obstacle: PieceObstacle) -> Chosen:
        regions = self.ground.regions
        candidates = {fid for region in regions for fid in region.fids.tolist()}
        firsts = {int(self.ground.rest[region.blocks[0]]): region for region in regions}
        preferred = firsts[obstacle.pieces[0].blocks[0]].fids.tolist() if len(obstacle.pieces) == 1 else []
        return self._fewest(sorted(candidates), preferred, self.ground.walls.softened)

    def _dedicated(self) -> Chosen:
        walls = self.ground.walls
        return self._fewest(list(range(walls.grids)), [], walls.opened)

    def _fewest(self, candidates: list[int], preferred: list[int], without: Callable[[Chosen], Walls]) -> Chosen:
        """Return walls without which a plan is found, as few as a greedy choice takes; empty when none was found.

        One wall that is enough comes first: of the preferred ones, then that which leaves the fewest regions, then
        the lowest. Where no single one is enough, the one that leaves the fewest regions is taken away and others are
        looked for besides.
        """
        chosen: Chosen = ()
        tries, most = TRIES, self.parts if self.parts is not None else self.question.limits.grids[1]
        while candidates:
            left = {one: region_count(self.ground.whole, without((*chosen, one))) for one in candidates}
            order = sorted(left, key=lambda one: (left[one] > most, one not in preferred, left[one], one))
            for one in order:
                if left[one] > most:
                    break
                if not tries:
                    return ()
                tries -= 1
                if self._solves_without((*chosen, one), without):
                    return self._needed((*chosen, one), without)
            chosen = (*chosen, order[0])
            candidates = [one for one in candidates if one != order[0]]
        return ()

    def _needed(self, chosen: Chosen, without: Callable[[Chosen], Walls]) -> Chosen:
        """Return those of some walls that all have to be taken away, ascending."""
        for one in chosen[:-1]:
            others = tuple(other for other in chosen if other != one)
            if self._solves_without(others, without):
                chosen = others
        return tuple(sorted(chosen))

    def _solves_without(self, chosen: Chosen, without: Callable[[Chosen], Walls]) -> bool:
        return self.solves(without(chosen), self.question.limits, self.parts)

    def _limits(
        self, obstacle: PieceObstacle, question: Question, count: int, breaches: tuple[Breach, ...]
    ) -> Obstacle:
        """Return the obstacle with changes of limits."""
        exact = replace(question.limits, grids=(count, count))
        first = breaches or exact.check(self.eased(exact, count))
        changes = changes_for(first, question.limits, question.people / count)
        return with_relief(replace(obstacle, changes=changes, instead=None), question, count, self.eased, first)
