"""Simulated annealing on block moves: parts stay in one piece, limits are a penalty that grows as it cools."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from grid_manager_plugin.division.search.contiguity import pieces
from grid_manager_plugin.division.search.terrain import Terrain

_CHUNK = 4096
"""Proposals between two looks at the clock of the anneal: some milliseconds of work."""

_GAIN = 1e-9
"""What a plan must save, as a share of the mean border, to count as better: more than float noise."""


@dataclass(frozen=True)
class Schedule:
    """How an anneal cools.

    Attributes:
        hot: First temperature, in mean border costs.
        cold: Last temperature, in mean border costs.
        light: What one hundred percent beyond a bound costs at first, in mean border costs.
        heavy: The same at the end.
        steps: Proposals per block.
    """

    hot: float
    cold: float
    light: float
    heavy: float
    steps: int


class Chain:
    """A connected plan that changes by moving blocks from part to part, and the best plan that it came through.

    Attributes:
        labels: Part of each block, now.
        cost: Border cost of the plan, now, and the cost of blocks that lie away from home.
        excess: How far each part lies outside the band, now.
        best: Labels of the cheapest plan inside the band so far; ``None`` before there is one.
        best_cost: Its cost.
    """

    def __init__(self, terrain: Terrain, labels: Sequence[int], parts: int) -> None:
        self.terrain = terrain
        self.labels = list(labels)
        self.masks = [0] * parts
        self.people = [0.0] * parts
        self.ground = [0.0] * parts
        self.ties = [[0.0] * parts for _ in self.labels]
        cut = 0.0
        for block, part in enumerate(self.labels):
            self.masks[part] |= 1 << block
            self.people[part] += terrain.population[block]
            self.ground[part] += terrain.area[block]
            row = self.ties[block]
            for other, price in terrain.links[block]:
                row[self.labels[other]] += price
            cut += sum(row) - row[part]
        self.cost = cut / 2.0 + self._settle()
        self.excess = [terrain.band.excess(p, a) for p, a in zip(self.people, self.ground)]
        clean = not any(self.excess)
        self.best: list[int] | None = self.labels[:] if clean else None
        self.best_cost = self.cost if clean else math.inf

    def run(self, schedule: Schedule, random: np.random.Generator, progress: Callable[[float], None]) -> None:
        """Cool once through ``schedule``; ``progress`` hears the share done and may raise to stop."""
        terrain, unit = self.terrain, self.terrain.mean_cost
        links, steps = len(terrain.source), schedule.steps * terrain.blocks
        cooling, growth = schedule.cold / schedule.hot, schedule.heavy / schedule.light
        for done in range(0, steps if links else 0, _CHUNK):
            size = min(_CHUNK, steps - done)
            pick = (random.random(size) * links).astype(np.int64)
            heat = unit * schedule.hot * cooling ** ((done + np.arange(size)) / steps)
            # Metropolis turned round: a change is taken when it lies below a random threshold
            thresholds = -heat * np.log1p(-random.random(size))
            weight = unit * schedule.light * growth ** (done / steps)
            self.walk(terrain.source[pick].tolist(), terrain.target[pick].tolist(), thresholds.tolist(), weight)
            progress((done + size) / steps)

    def walk(self, blocks: list[int], besides: list[int], thresholds: list[float], weight: float) -> None:
        """Try to move each block to the part of the block beside it.

        A move is made when border cost plus ``weight`` times excess grows by no more than its threshold.
        All search time is spent in this loop, so it is one function that calls nothing in the usual case.
        """
        terrain, labels, ties, masks = self.terrain, self.labels, self.ties, self.masks
        people, ground, excess = self.people, self.ground, self.excess
        population, areas, links = terrain.population, terrain.area, terrain.links
        rings, zones, band = terrain.rings, terrain.zones, terrain.band
        low_people, high_people = band.population_min, band.population_max
        low_ground, high_ground, measure = band.area_min, band.area_max, band.excess
        clean, cost, gain = not any(excess), self.cost, _GAIN * terrain.mean_cost
        target = self.best_cost - gain
        for block, beside, threshold in zip(blocks, besides, thresholds):
            old, new = labels[block], labels[beside]
            if old == new:
                continue
            row = ties[block]
            change = row[old] - row[new]
            if clean and change > threshold:  # the penalty could only add to it
                continue
            old_people, new_people = people[old] - population[block], people[new] + population[block]
            old_ground, new_ground = ground[old] - areas[block], ground[new] + areas[block]
            if (clean and old_people >= low_people and new_people <= high_people
                    and old_ground >= low_ground and new_ground <= high_ground):  # fmt: skip
                old_excess = new_excess = 0.0
            else:
                old_excess, new_excess = measure(old_people, old_ground), measure(new_people, new_ground)
                if change + weight * (old_excess + new_excess - excess[old] - excess[new]) > threshold:
                    continue
            bit = 1 << block
            along = bit if rings[block][zones[block] & masks[old]] else self._along(block, old)
            if along == bit:
                masks[old] ^= bit
                masks[new] |= bit
                labels[block] = new
                people[old], people[new] = old_people, new_people
                ground[old], ground[new] = old_ground, new_ground
                for other, price in links[block]:
                    row = ties[other]
                    row[old] -= price
                    row[new] += price
                if not clean or old_excess or new_excess:
                    excess[old], excess[new] = old_excess, new_excess
                    clean = not any(excess)
            elif not along:
                continue
            else:
                taken = self._move(along, old, new, threshold, weight)
                if taken is None:
                    continue
                change = taken
                clean = not any(excess)
            cost += change
            if clean and cost < target:
                target = cost - gain
                self.best, self.best_cost = labels[:], cost
        self.cost = cost

    def _settle(self) -> float:
        """Tie every block to its home; return what those cost that lie elsewhere."""
        away = 0.0
        for block, home in enumerate(self.terrain.home or ()):
            if 0 <= home < len(self.masks):
                self.ties[block][home] += self.terrain.leave[block]
            if home != self.labels[block]:
                away += self.terrain.leave[block]
        return away

    def exchange(self, one: int, other: int) -> None:
        """Exchange two blocks of different parts, whatever it costs; the caller knows that both stay in one piece."""
        old, new = self.labels[one], self.labels[other]
        for block, source, target in ((one, old, new), (other, new, old)):
            self.cost += self._shift(1 << block, [block], source, target)
        if not any(self.excess) and self.cost < self.best_cost - _GAIN * self.terrain.mean_cost:
            self.best, self.best_cost = self.labels[:], self.cost

    def _along(self, block: int, part: int) -> int:
        """Return the mask of ``block`` and all that its leaving would cut off; 0 when the part would be empty."""
        near = self.terrain.neighbours[block] & self.masks[part]
        if not near:
            return 0
        bit = 1 << block
        found = pieces(self.terrain.neighbours, self.masks[part] ^ bit, near)
        if len(found) == 1:
            return bit
        largest = max(found, key=lambda piece: bin(piece).count("1"))
        return self.masks[part] ^ largest

    def _move(self, moved: int, old: int, new: int, threshold: float, weight: float) -> float | None:
        """Move a set of blocks together; return the change of cost, or ``None`` when the threshold forbids it."""
        terrain, ties, excess = self.terrain, self.ties, self.excess
        members, rest = [], moved
        while rest:
            members.append((rest & -rest).bit_length() - 1)
            rest &= rest - 1
        change = 0.0
        for block in members:
            row = ties[block]
            change += row[old] - row[new]
            change -= sum(price for other, price in terrain.links[block] if moved >> other & 1)
        people = sum(terrain.population[block] for block in members)
        ground = sum(terrain.area[block] for block in members)
        beyond = terrain.band.excess(self.people[old] - people, self.ground[old] - ground)
        beyond += terrain.band.excess(self.people[new] + people, self.ground[new] + ground)
        if change + weight * (beyond - excess[old] - excess[new]) > threshold:
            return None
        self._shift(moved, members, old, new)
        return change

    def _shift(self, moved: int, members: list[int], old: int, new: int) -> float:
        """Move ``members``, whose mask is ``moved``; return the change of cost."""
        terrain, change = self.terrain, 0.0
        self.masks[old] ^= moved
        self.masks[new] |= moved
        for block in members:
            row = self.ties[block]
            change += row[old] - row[new]
            self.labels[block] = new
            self.people[old] -= terrain.population[block]
            self.people[new] += terrain.population[block]
            self.ground[old] -= terrain.area[block]
            self.ground[new] += terrain.area[block]
            for other, price in terrain.links[block]:
                row = self.ties[other]
                row[old] -= price
                row[new] += price
        for part in (old, new):
            self.excess[part] = terrain.band.excess(self.people[part], self.ground[part])
        return change
