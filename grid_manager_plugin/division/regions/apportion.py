"""How many grids each region of a community gets: the combination of least border whose plans hold the limits.

Regions are searched one by one and lazily: of all combinations the cheapest is looked at, as far as it is known, and
only its regions are searched; until the cheapest is known as a whole. What people and area of a region alone forbid is
never searched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from grid_manager_plugin.division.graph import BlockGraph
from grid_manager_plugin.division.partition import partition
from grid_manager_plugin.division.proofs.feasibility import loads
from grid_manager_plugin.division.regions.walls import Ground
from grid_manager_plugin.division.search.search import search
from grid_manager_plugin.division.ties import units
from grid_manager_plugin.division.today import Today
from grid_manager_plugin.rules.limits import Bounds, Figures, Limits, above, below, excess

Rank = tuple  # (how far limits are broken, as a sum of shares of the bounds; border cost)

MOST = 99
"""Most grids of a community."""

NOTHING = (0.0, 0.0)
"""The rank that cannot be beaten."""


@dataclass(frozen=True)
class Settings:
    """How regions are searched.

    Attributes:
        seed: Start of the search's random numbers.
        effort: ``"quick"``, ``"normal"`` or ``"thorough"``.
        start: Today's grid of each block without a dedicated grid, -1 for none, shape (r,); ``None`` without any.
        move_cost: Border cost that one person weighs who comes into another grid than today's.
        proofs: Where no plan is found, look for a proof that there is none.
    """

    seed: int
    effort: str
    start: np.ndarray | None
    move_cost: float
    proofs: bool = True


@dataclass(frozen=True)
class Share:
    """A region in some grids.

    Attributes:
        labels: Grid of each of its blocks, 0..k-1.
        rank: What it breaks and what it costs.
        proven: Whether no plan holds the limits, when this one does not.
    """

    labels: np.ndarray
    rank: Rank
    proven: bool


@dataclass(frozen=True)
class Plan:
    """All regions in their grids.

    Attributes:
        counts: Number of grids of each region.
        labels: Grid of each block without a dedicated grid, shape (r,).
        rank: What it breaks and what it costs.
    """

    counts: tuple[int, ...]
    labels: np.ndarray
    rank: Rank


@dataclass(frozen=True)
class _Key:
    """A region, the number of its grids, their band, and whether it is only searched."""

    region: int
    count: int
    bounds: Bounds
    quick: bool


class Divider:
    """Divides the regions of one community and remembers what was searched."""

    def __init__(self, ground: Ground, settings: Settings) -> None:
        self.ground, self.settings = ground, settings
        self.units = [units(region.graph) for region in ground.regions]
        self._known: dict[_Key, Share] = {}

    def plan(self, count: int, bounds: Bounds, tell: Callable[[float], None]) -> Plan | None:
        """Return the cheapest plan of ``count`` grids that was found to hold the bounds, or ``None``.

        Args:
            count: Number of grids of all regions together.
            bounds: The band of every grid.
            tell: Told the share done, may go back; may raise to stop.
        """
        return self._cheapest(count, bounds, tell, anyway=False, quick=False)

    def best(self, count: int, bounds: Bounds, tell: Callable[[float], None], *, quick: bool = False) -> Plan:
        """Return the plan of ``count`` grids that breaks the bounds least, of those the cheapest.

        Args:
            count: Number of grids of all regions together.
            bounds: The band of every grid.
            tell: As for :meth:`plan`.
            quick: Only search: today's grids do not count, and what was not found is proven nowhere.

        Raises:
            ValueError: There are more regions, or fewer blocks, than grids.
        """
        plan = self._cheapest(count, bounds, tell, anyway=True, quick=quick)
        if plan is None:
            raise ValueError(f"{count} grids of {len(self.units)} regions are asked for")
        return plan

    def _cheapest(
        self, count: int, bounds: Bounds, tell: Callable[[float], None], *, anyway: bool, quick: bool
    ) -> Plan | None:
        ranks = [self._ranks(region, count, bounds, quick) for region in range(len(self.units))]
        keys = [_Key(region, k, bounds, quick) for region, some in enumerate(ranks) for k in some if k > 1]
        searches = max(1, sum(key not in self._known and not ranks[key.region][key.count][0] for key in keys))
        done = 0
        while True:
            counts = cheapest(ranks, count)
            if counts is None or (not anyway and any(some[k][0] for some, k in zip(ranks, counts))):
                return None
            keys = [_Key(region, k, bounds, quick) for region, k in enumerate(counts)]
            if all(key in self._known for key in keys):
                return self._whole(counts, [self._known[key] for key in keys])
            for key in keys:
                if key in self._known:
                    continue

                def tell_part(share: float, done: int = done) -> None:
                    tell(min(1.0, (done + share) / searches))

                self._known[key] = self._divided(key, tell_part)
                ranks[key.region][key.count] = self._known[key].rank
                done += int(key.count > 1)

    def ruled_out(self, count: int, bounds: Bounds) -> bool:
        """Tell whether what :meth:`plan` came upon proves that no plan of ``count`` grids holds the bounds."""
        chances = []
        for region in range(len(self.units)):
            ranks = self._ranks(region, count, bounds, False)
            known = {k: self._known.get(_Key(region, k, bounds, False)) for k in ranks}
            chances.append({k: NOTHING for k, share in known.items() if _chance(share, ranks[k])})
        return cheapest(chances, count) is None

    def _ranks(self, region: int, count: int, bounds: Bounds, quick: bool) -> dict[int, Rank]:
        """Return, for each number of grids that a region may get, its rank or what that cannot fall below."""
        graph = self.units[region].graph
        most = min(count - len(self.units) + 1, len(graph.population))
        found = {}
        for k in range(1, most + 1):
            known = self._known.get(_Key(region, k, bounds, quick))
            found[k] = (least_excess(graph, bounds, k), 0.0) if known is None else known.rank
        return found

    def _divided(self, key: _Key, tell: Callable[[float], None]) -> Share:
        region, k, bounds, quick = key.region, key.count, key.bounds, key.quick
        tell(0.0)
        if k == 1:
            return self._single(region, bounds, quick)
        own, graph = self.settings, self.ground.regions[region].graph
        if quick:
            parted = self.units[region]
            found = search(parted.graph, bounds, k, seed=own.seed, effort=own.effort, progress=tell)
            return Share(found.labels[parted.member], (found.violation, found.cost), False)
        answer = partition(
            graph,
            absolute(bounds, k),
            parts=k,
            seed=own.seed,
            effort=own.effort,
            start=self._start(region),
            move_cost=own.move_cost,
            progress=tell,
            allow_relaxed=True,
            proofs=own.proofs,
        )
        labels = np.asarray(answer.labels, dtype=np.int64)  # there is a plan: the region has blocks for k grids
        return Share(labels, (excess(answer.breaches), answer.cost + self._leaving(region, labels, k)), answer.proven)

    def _single(self, region: int, bounds: Bounds, quick: bool) -> Share:
        graph = self.ground.regions[region].graph
        labels = np.zeros(len(graph.population), dtype=np.int64)
        figures = Figures(graph.population.sum(keepdims=True), graph.area.sum(keepdims=True))
        moved = 0.0 if quick else self._leaving(region, labels, 1)
        return Share(labels, (excess(absolute(bounds, 1).check(figures)), moved), True)

    def _start(self, region: int) -> np.ndarray | None:
        """Return today's grids in a region; ``None`` where there are none."""
        start = self.settings.start
        if start is None:
            return None
        inside = start[self.ground.regions[region].blocks]
        return inside if (inside >= 0).any() else None

    def _leaving(self, region: int, labels: np.ndarray, k: int) -> float:
        start = self._start(region)
        return 0.0 if start is None else Today(start, self.settings.move_cost).leaving(self.units[region], labels, k)

    def _whole(self, counts: tuple[int, ...], shares: Sequence[Share]) -> Plan:
        labels = np.empty(len(self.ground.rest), dtype=np.int64)
        first = 0
        for region, k, share in zip(self.ground.regions, counts, shares):
            labels[region.blocks] = first + share.labels
            first += k
        return Plan(counts, labels, _sum([share.rank for share in shares]))


def cheapest(ranks: Sequence[Mapping[int, Rank]], total: int) -> tuple[int, ...] | None:
    """Return the numbers of grids, one a region, that make ``total`` at the least rank; ties by the smaller numbers.

    Args:
        ranks: For each region the rank of every number that it may get.
        total: Number of grids of all regions together.

    Returns:
        The numbers; ``None`` when none make the total.
    """
    best: dict[int, tuple[float, float, tuple[int, ...]]] = {0: (0.0, 0.0, ())}
    for some in ranks:
        wider: dict[int, tuple[float, float, tuple[int, ...]]] = {}
        for made, (broken, cost, counts) in best.items():
            for k, rank in some.items():
                way = (broken + rank[0], cost + rank[1], (*counts, k))
                if made + k <= total and (made + k not in wider or way < wider[made + k]):
                    wider[made + k] = way
        best = wider
    return best[total][2] if total in best else None


def absolute(bounds: Bounds, count: int) -> Limits:
    """Return bounds as limits of exactly ``count`` grids."""
    bands = []
    for low, high in ((bounds.population_min, bounds.population_max), (bounds.area_min, bounds.area_max)):
        # within the slack for float noise a minimum may lie above its maximum
        bands.append((low if low > 0 else None, max(low, high) if np.isfinite(high) else None))
    return Limits((count, count), bands[0], bands[1])


def least_excess(graph: BlockGraph, bounds: Bounds, count: int) -> float:
    """Return what any plan of ``count`` grids breaks at least, from people and area alone: shares as in `excess`."""
    total = 0.0
    for _, load, low, high in loads(graph, bounds):
        weight = float(load.sum())
        if above(weight, count * high):
            total += (weight - count * high) / max(1.0, high)
        elif below(weight, count * low):
            total += (count * low - weight) / max(1.0, low)
    return total


def numbers_within(graph: BlockGraph, bounds: Bounds) -> dict[str, tuple[int, int]]:
    """Return the fewest and most grids that people and area of a region alone allow, by limit.

    The fewest is one above :data:`MOST` where none is enough; the most is 0 where it is not even enough for one.
    """
    number = np.arange(1, MOST + 1)
    found = {}
    for limit, load, low, high in loads(graph, bounds):
        weight = float(load.sum())
        roomy = [k for k in number.tolist() if not above(weight, k * high)]
        rich = [k for k in number.tolist() if not below(weight, k * low)]
        found[limit] = (min(roomy, default=MOST + 1), max(rich, default=0))
    return found


def _chance(share: Share | None, rank: Rank) -> bool:
    """Tell whether a region may hold the limits in some grids, for all that is known of it."""
    return rank[0] == 0 if share is None or share.rank[0] == 0 else not share.proven


def _sum(ranks: Sequence[Rank]) -> Rank:
    return sum(rank[0] for rank in ranks), sum(rank[1] for rank in ranks)
