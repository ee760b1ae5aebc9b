"""One community as the search walks it: plain Python lists and bit masks, quick to read one item at a time."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from grid_manager_plugin.division.graph import BlockGraph
from grid_manager_plugin.division.search.contiguity import Ring
from grid_manager_plugin.rules.limits import Bounds, slackened


class Terrain:
    """The blocks of one community, their neighbours and the band that each part must keep.

    Attributes:
        blocks: Number of blocks.
        population: People per block.
        area: Square metres per block.
        links: Per block the (neighbour, border cost) pairs.
        neighbours: Per block the mask of its neighbours.
        rings: Per block in which surroundings its part holds together without it.
        zones: Per block the mask of those surroundings.
        source: Blocks at the start of each directed link, shape (2m,).
        target: Blocks at its end, shape (2m,).
        mean_cost: Mean border cost of a link that costs something.
        band: What the figures of a part must keep.
        home: Part of today's plan that each block lies in, -1 for none; ``None`` without such a plan.
        leave: What it costs that a block lies in another part than its home, in the unit of border costs.
    """

    def __init__(self, graph: BlockGraph, bounds: Bounds, home: Home | None = None) -> None:
        ends = np.asarray(graph.edges, dtype=np.int64).reshape(-1, 2)
        cost = np.asarray(graph.border_cost, dtype=float)
        self.blocks = len(graph.population)
        self.population = np.asarray(graph.population, dtype=float).tolist()
        self.area = np.asarray(graph.area, dtype=float).tolist()
        self.links: list[list[tuple[int, float]]] = [[] for _ in range(self.blocks)]
        self.neighbours = [0] * self.blocks
        for (one, other), price in zip(ends.tolist(), cost.tolist()):
            self.links[one].append((other, price))
            self.links[other].append((one, price))
            self.neighbours[one] |= 1 << other
            self.neighbours[other] |= 1 << one
        self.rings = [Ring(self.neighbours, block) for block in range(self.blocks)]
        self.zones = [ring.zone for ring in self.rings]
        self.source = np.concatenate([ends[:, 0], ends[:, 1]])
        self.target = np.concatenate([ends[:, 1], ends[:, 0]])
        paid = cost[cost > 0]
        self.mean_cost = float(paid.mean()) if len(paid) else 1.0
        self.band = Band.of(bounds)
        self.home: list[int] | None = None if home is None else home.part.tolist()
        self.leave: list[float] = [0.0] * self.blocks if home is None else home.cost.tolist()


@dataclass(frozen=True)
class Home:
    """Today's plan.

    Attributes:
        part: Part of each block today, -1 for none, shape (n,).
        cost: What it costs to move each block out of it, in the unit of border costs, shape (n,).
    """

    part: np.ndarray
    cost: np.ndarray


@dataclass(frozen=True)
class Band:
    """Bounds of a part, widened by the slack for float noise, and the share of each bound that one unit is.

    ``scales`` has the order of the bounds: fewest and most people, smallest and largest area.
    """

    population_min: float
    population_max: float
    area_min: float
    area_max: float
    scales: tuple[float, float, float, float]

    @classmethod
    def of(cls, bounds: Bounds) -> Band:
        """Return the band for ``bounds``."""
        plain = (bounds.population_min, bounds.population_max, bounds.area_min, bounds.area_max)
        sides = (-1, 1, -1, 1)
        edges, scales = [], []
        for bound, side in zip(plain, sides):
            edges.append(slackened(bound, side))
            scales.append(1.0 / abs(bound) if math.isfinite(bound) and bound else 1.0)
        return cls(edges[0], edges[1], edges[2], edges[3], (scales[0], scales[1], scales[2], scales[3]))

    def excess(self, population: float, area: float) -> float:
        """Return how far a part's figures lie outside the band, as shares of the bounds."""
        low_people, high_people, low_area, high_area = self.scales
        total = 0.0
        if population > self.population_max:
            total = (population - self.population_max) * high_people
        elif population < self.population_min:
            total = (self.population_min - population) * low_people
        if area > self.area_max:
            total += (area - self.area_max) * high_area
        elif area < self.area_min:
            total += (self.area_min - area) * low_area
        return total
