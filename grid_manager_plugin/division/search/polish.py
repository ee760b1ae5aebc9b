"""Greedy descent at the end of a search: single moves and exchanges, as long as one of them helps."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from grid_manager_plugin.division.search.anneal import Chain
from grid_manager_plugin.division.search.contiguity import flood
from grid_manager_plugin.division.search.terrain import Terrain

_STRICT = 1e6
"""Mean border costs that one hundred percent beyond a bound weighs: a bound outweighs any border."""

_LEAST = 1e-9
"""Gain that counts, in mean border costs: more than float noise."""


def polish(
    terrain: Terrain, labels: Sequence[int], parts: int, progress: Callable[[float], None], rounds: int = 50
) -> Chain:
    """Return a plan that is no worse than ``labels`` in the bounds first and in border cost second.

    Args:
        terrain: The community.
        labels: A connected plan, every part used.
        parts: Number of its parts.
        progress: Called again and again; may raise to stop.
        rounds: Most passes over all blocks.
    """
    chain = Chain(terrain, labels, parts)
    for _ in range(rounds):
        if not (_pass_moves(chain, progress) or _pass_exchanges(chain, progress)):
            break
    return chain


def _pass_moves(chain: Chain, progress: Callable[[float], None]) -> bool:
    """Offer every link once to the chain at temperature zero; tell whether it took one."""
    terrain = chain.terrain
    before = chain.labels[:]
    size = len(terrain.source)
    sources, targets = terrain.source.tolist(), terrain.target.tolist()
    chain.walk(sources, targets, [-_LEAST * terrain.mean_cost] * size, _STRICT * terrain.mean_cost)
    progress(0.0)
    return chain.labels != before


def _pass_exchanges(chain: Chain, progress: Callable[[float], None]) -> bool:
    """Exchange one block of a part for one of a neighbouring part wherever that helps; tell whether it did."""
    border: dict[tuple[int, int], list[int]] = {}
    for block, row in enumerate(chain.ties):
        own = chain.labels[block]
        beside = {chain.labels[other] for other, _ in chain.terrain.links[block]}
        for part in range(len(row)):
            if part != own and part in beside:
                border.setdefault((own, part), []).append(block)
    taken = False
    for old, new in sorted(pair for pair in border if pair[0] < pair[1]):
        for one in border[old, new]:
            progress(0.0)
            for other in border.get((new, old), ()):
                if chain.labels[one] == old and chain.labels[other] == new and _exchange(chain, one, other):
                    taken = True
    return taken


def _exchange(chain: Chain, one: int, other: int) -> bool:
    """Exchange two blocks of different parts if that is a gain and both parts stay in one piece."""
    terrain, labels = chain.terrain, chain.labels
    old, new = labels[one], labels[other]
    here, there = chain.ties[one], chain.ties[other]
    change = here[old] - here[new] + there[new] - there[old]
    change += 2.0 * sum(price for beside, price in terrain.links[one] if beside == other)
    people = terrain.population[one] - terrain.population[other]
    ground = terrain.area[one] - terrain.area[other]
    excess = terrain.band.excess(chain.people[old] - people, chain.ground[old] - ground)
    excess += terrain.band.excess(chain.people[new] + people, chain.ground[new] + ground)
    excess -= chain.excess[old] + chain.excess[new]
    if change + _STRICT * terrain.mean_cost * excess > -_LEAST * terrain.mean_cost:
        return False
    both = 1 << one | 1 << other
    for mask in (chain.masks[old] ^ both, chain.masks[new] ^ both):
        if flood(terrain.neighbours, mask, mask & -mask, mask) != mask:
            return False
    chain.exchange(one, other)
    return True
