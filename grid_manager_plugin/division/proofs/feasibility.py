"""Proofs from counts and totals alone that no plan can exist: cheap enough to ask before every search."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from grid_manager_plugin.division.graph import BlockGraph
from grid_manager_plugin.rules.limits import Bounds, above, below


@dataclass(frozen=True)
class Proof:
    """Why no plan with that many parts can exist.

    Attributes:
        kind: ``"blocks"`` (fewer blocks than parts), ``"total"``, ``"block"``, ``"packing"`` or ``"contiguity"``.
        limit: ``"grids"``, ``"population"``, ``"area"`` or ``"contiguity"``; empty where only the limits together
            cannot be held.
        side: ``"min"`` or ``"max"``; empty for packing and contiguity.
        figure: The figure that breaks the bound; NaN for packing and contiguity.
        bound: The bound; NaN likewise.
        block: The block in the way, if it is one.
    """

    kind: str
    limit: str
    side: str = ""
    figure: float = float("nan")
    bound: float = float("nan")
    block: int | None = None


def quick_proof(graph: BlockGraph, bounds: Bounds, parts: int) -> Proof | None:
    """Return a proof from counts and totals alone, or ``None``.

    Totals are told before single blocks: a total that does not fit asks for more grids, whatever the blocks are.

    Args:
        graph: The blocks; never-parted ones already are one block.
        bounds: The band of every part.
        parts: Number of parts.
    """
    count = len(graph.population)
    if count < parts:
        return Proof("blocks", "grids", "max", parts, count)
    for limit, load, low, high in loads(graph, bounds):
        total, heaviest = float(load.sum()), int(np.argmax(load))
        # of the two, the one that asks for the higher maximum: the other would only be met next
        if above(load[heaviest], high) and load[heaviest] > total / parts:
            return Proof("block", limit, "max", float(load[heaviest]), high, heaviest)
        if above(total, parts * high):
            return Proof("total", limit, "max", total, high)
        if below(total, parts * low):
            return Proof("total", limit, "min", total, low)
    return None


def loads(graph: BlockGraph, bounds: Bounds) -> Iterator[tuple[str, np.ndarray, float, float]]:
    """Give each limit with what the blocks weigh in it, shape (n,), and the band of every part."""
    yield "population", np.asarray(graph.population, dtype=float), bounds.population_min, bounds.population_max
    yield "area", np.asarray(graph.area, dtype=float), bounds.area_min, bounds.area_max
