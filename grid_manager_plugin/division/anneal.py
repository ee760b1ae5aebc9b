"""Simulated annealing on block moves: the parts stay in one piece, limits are a penalty that grows."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from grid_manager_plugin.division.contiguity import pieces
from grid_manager_plugin.division.terrain import Terrain

CHUNK = 4096


class Chain:
    """A plan that changes by moving blocks between parts."""

    def __init__(self, terrain: Terrain, labels: Sequence[int], parts: int) -> None:
        self.terrain = terrain
        self.parts = parts
        self.labels = list(labels)
        self.best: list[int] | None = None
        self.best_cost = math.inf
        self._recount()
        if not any(self.excess):
            self.best, self.best_cost = self.labels[:], self.cost

    def _recount(self) -> None:
        terrain, parts = self.terrain, self.parts
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
        self.cost = cut / 2.0
        self.excess = [terrain.band.excess(p, a) for p, a in zip(self.people, self.ground)]

    def run(self, hot: float, cold: float, steps: int, weights, random, progress) -> None:
        """Anneal from temperature ``hot`` to ``cold`` in about ``steps`` proposals."""
        links = len(self.terrain.source)
        if not links:
            return
        done = 0
        while done < steps:
            size = min(CHUNK, steps - done)
            share = (done + np.arange(size)) / steps
            pick = (random.random(size) * links).astype(np.int64)
            heat = hot * (cold / hot) ** share
            thresholds = (-heat * np.log1p(-random.random(size))).tolist()
            weight = weights[0] * (weights[1] / weights[0]) ** (done / steps)
            self._chunk(self.terrain.source[pick].tolist(), self.terrain.target[pick].tolist(), thresholds, weight)
            done += size
            progress(done / steps)

    def _chunk(self, sources, targets, thresholds, weight) -> None:
        terrain = self.terrain
        labels, ties, masks, people, ground, excess = (
            self.labels, self.ties, self.masks, self.people, self.ground, self.excess)
        population, areas, neighbours, rings, links = (
            terrain.population, terrain.area, terrain.neighbours, terrain.rings, terrain.links)
        band = terrain.band
        low_people, high_people, low_area, high_area = (
            band.population_min, band.population_max, band.area_min, band.area_max)
        measure = band.excess
        clean = not any(excess)
        cost, best = self.cost, self.best_cost
        for block, beside, threshold in zip(sources, targets, thresholds):
            old = labels[block]
            new = labels[beside]
            if old == new:
                continue
            row = ties[block]
            change = row[old] - row[new]
            if clean and change > threshold:
                continue
            p = population[block]
            a = areas[block]
            old_people = people[old] - p
            new_people = people[new] + p
            old_ground = ground[old] - a
            new_ground = ground[new] + a
            if (clean and old_people >= low_people and new_people <= high_people
                    and old_ground >= low_area and new_ground <= high_area):
                old_excess = new_excess = 0.0
            else:
                old_excess = measure(old_people, old_ground)
                new_excess = measure(new_people, new_ground)
                if change + weight * (old_excess + new_excess - excess[old] - excess[new]) > threshold:
                    continue
            near = neighbours[block] & masks[old]
            if not rings[block][near]:
                if not near:
                    continue
                moved = self._split(block, old, near)
                if moved:
                    change = self._move_many(block, moved, old, new, threshold, weight)
                    if change is not None:
                        cost += change
                        clean = not any(excess)
                        if clean and cost < best - 1e-9:
                            best = cost
                            self.best = labels[:]
                    continue
            bit = 1 << block
            masks[old] ^= bit
            masks[new] |= bit
            labels[block] = new
            people[old] = old_people
            people[new] = new_people
            ground[old] = old_ground
            ground[new] = new_ground
            for other, price in links[block]:
                row = ties[other]
                row[old] -= price
                row[new] += price
            cost += change
            if not clean or old_excess or new_excess:
                excess[old] = old_excess
                excess[new] = new_excess
                clean = not any(excess)
            if clean and cost < best:
                best = cost - 1e-9
                self.best = labels[:]
        self.cost, self.best_cost = cost, best

    def _split(self, block: int, part: int, near: int) -> int:
        """Return the mask of what must move along with ``block`` so that ``part`` stays in one piece."""
        neighbours = self.terrain.neighbours
        rest = self.masks[part] ^ (1 << block)
        found = pieces(neighbours, rest, near)
        if len(found) == 1:
            return 0
        biggest = max(found, key=lambda piece: bin(piece).count("1"))
        along = 1 << block
        for piece in found:
            if piece != biggest:
                along |= piece
        return along

    def _move_many(self, block, moved, old, new, threshold, weight):
        terrain = self.terrain
        members = []
        rest = moved
        while rest:
            low = rest & -rest
            members.append(low.bit_length() - 1)
            rest ^= low
        ties, labels, links = self.ties, self.labels, terrain.links
        change = p = a = 0.0
        for one in members:
            row = ties[one]
            change += row[old] - row[new]
            p += terrain.population[one]
            a += terrain.area[one]
            for other, price in links[one]:
                if moved >> other & 1:
                    change -= price
        old_people = self.people[old] - p
        new_people = self.people[new] + p
        old_ground = self.ground[old] - a
        new_ground = self.ground[new] + a
        old_excess = terrain.band.excess(old_people, old_ground)
        new_excess = terrain.band.excess(new_people, new_ground)
        excess = self.excess
        if change + weight * (old_excess + new_excess - excess[old] - excess[new]) > threshold:
            return None
        self.masks[old] ^= moved
        self.masks[new] |= moved
        self.people[old] = old_people
        self.people[new] = new_people
        self.ground[old] = old_ground
        self.ground[new] = new_ground
        excess[old] = old_excess
        excess[new] = new_excess
        for one in members:
            labels[one] = new
            for other, price in links[one]:
                row = ties[other]
                row[old] -= price
                row[new] += price
        return change
