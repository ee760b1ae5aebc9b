"""Proofs that no plan can exist, cheap ones first.

Population and area are two loads with one band each. A proof holds without looking at any plan: totals against
``parts`` times a bound, one block against a maximum, whole blocks packed into bands without regard to contiguity,
and, on small communities, packed with contiguity. The packing is a mixed-integer program; HiGHS decides it (through
``scipy.optimize.milp``) within a bounded number of nodes, so that the answer does not depend on the clock.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.optimize import Bounds as VariableBounds
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import coo_matrix, csr_matrix, vstack
from scipy.sparse.csgraph import connected_components

from grid_manager_plugin.division.graph import BlockGraph
from grid_manager_plugin.rules.limits import SLACK, Bounds, above, below

NODES = 500
"""Nodes that one packing may take; without an answer by then nothing is proven."""

PACKED = 600
"""Most blocks times parts that are packed at all: larger ones are rarely decided within the nodes."""

CONNECTED = 160
"""Most blocks times parts for which contiguity is part of the packing."""

ROUNDS = 40
"""Rounds of contiguity cuts before a packing is given up."""

LOADS = ("population", "area")


@dataclass(frozen=True)
class Proof:
    """Why no plan with that many parts can exist.

    Attributes:
        kind: ``"blocks"`` (fewer blocks than parts), ``"total"``, ``"block"``, ``"packing"`` or ``"contiguity"``.
        limit: ``"grids"``, ``"population"``, ``"area"`` or ``"contiguity"``.
        side: ``"min"`` or ``"max"``; empty for a packing.
        figure: The figure that breaks the bound.
        bound: The bound.
        block: The block in the way, if it is one.
    """

    kind: str
    limit: str
    side: str
    figure: float
    bound: float
    block: int | None = None


def quick_proof(graph: BlockGraph, bounds: Bounds, parts: int) -> Proof | None:
    """Return a proof from counts and totals alone, or ``None``.

    Args:
        graph: The blocks; never-parted ones already are one block.
        bounds: The band of every part.
        parts: Number of parts.
    """
    count = len(graph.population)
    if count < parts:
        return Proof("blocks", "grids", "max", parts, count)
    for limit, load, low, high in _bands(graph, bounds):
        total = float(load.sum())
        if above(total, parts * high):
            return Proof("total", limit, "max", total, high)
        if below(total, parts * low):
            return Proof("total", limit, "min", total, low)
        heaviest = int(np.argmax(load))
        if above(load[heaviest], high):
            return Proof("block", limit, "max", float(load[heaviest]), high, heaviest)
    return None


def packing_proof(graph: BlockGraph, bounds: Bounds, parts: int) -> Proof | None:
    """Return a proof by packing whole blocks into the bands, or ``None`` where none was found."""
    size = len(graph.population) * parts
    if size > PACKED:
        return None
    for limit in LOADS:
        if _packable(graph, _only(bounds, limit), parts) is False:
            return Proof("packing", limit, "", parts, parts)
    if _packable(graph, bounds, parts) is False:
        return Proof("packing", "population", "", parts, parts)
    if size <= CONNECTED and _connected_packable(graph, bounds, parts) is False:
        return Proof("contiguity", "contiguity", "", parts, parts)
    return None


def _bands(graph: BlockGraph, bounds: Bounds) -> tuple[tuple[str, np.ndarray, float, float], ...]:
    return (
        ("population", np.asarray(graph.population, dtype=float), bounds.population_min, bounds.population_max),
        ("area", np.asarray(graph.area, dtype=float), bounds.area_min, bounds.area_max),
    )


def _only(bounds: Bounds, limit: str) -> Bounds:
    if limit == "population":
        return Bounds(population_min=bounds.population_min, population_max=bounds.population_max)
    return Bounds(area_min=bounds.area_min, area_max=bounds.area_max)


def _program(graph: BlockGraph, bounds: Bounds, parts: int) -> tuple[csr_matrix, np.ndarray, np.ndarray]:
    """Return rows and their bounds: each block in one part, each part used and within its bands.

    The variable of block ``i`` in part ``p`` stands at ``i * parts + p``.
    """
    count = len(graph.population)
    column = np.arange(count * parts)
    matrices = [coo_matrix((np.ones(count * parts), (column // parts, column)), shape=(count, count * parts))]
    lows, highs = [np.ones(count)], [np.ones(count)]
    loads = [(np.ones(count), 1.0, np.inf), *((load, low, high) for _, load, low, high in _bands(graph, bounds))]
    for load, low, high in loads:
        if math.isinf(low) and math.isinf(high):
            continue
        scale = max(float(load.max()), 1e-12)
        matrices.append(
            coo_matrix((np.repeat(load / scale, parts), (column % parts, column)), shape=(parts, count * parts))
        )
        # wider than the limits' own slack: a proof must not rest on float noise
        lows.append(np.full(parts, (low - 1e3 * SLACK * abs(low)) / scale if math.isfinite(low) else -np.inf))
        highs.append(np.full(parts, (high + 1e3 * SLACK * abs(high)) / scale if math.isfinite(high) else np.inf))
    return vstack(matrices).tocsr(), np.concatenate(lows), np.concatenate(highs)


def _solve(
    matrix: csr_matrix, lows: np.ndarray, highs: np.ndarray, graph: BlockGraph, parts: int
) -> np.ndarray | Literal[False] | None:
    """Return labels, ``False`` when there are none, ``None`` when the nodes did not suffice."""
    size = matrix.shape[1]
    floor = np.zeros(size)
    floor[int(np.argmax(graph.population)) * parts] = 1.0  # the parts are alike: one block may choose first
    answer = milp(
        np.zeros(size),
        integrality=np.ones(size),
        bounds=VariableBounds(floor, np.ones(size)),
        constraints=LinearConstraint(matrix, lows, highs),
        options={"node_limit": NODES},
    )
    if answer.status == 2:
        return False
    if answer.x is None:
        return None
    return np.argmax(answer.x.reshape(-1, parts), axis=1)


def _packable(graph: BlockGraph, bounds: Bounds, parts: int) -> bool | None:
    if bounds == Bounds():
        return True
    found = _solve(*_program(graph, bounds, parts), graph, parts)
    return found if found is None or found is False else True


def _connected_packable(graph: BlockGraph, bounds: Bounds, parts: int) -> bool | None:
    """Pack with contiguity: what hangs loose is forbidden by a cut, then packed again."""
    matrix, lows, highs = _program(graph, bounds, parts)
    count = len(graph.population)
    for _ in range(ROUNDS):
        labels = _solve(matrix, lows, highs, graph, parts)
        if labels is None or labels is False:
            return labels
        cuts = _cuts(graph, labels, parts)
        if not cuts:
            return True
        rows = [
            coo_matrix((values, (np.zeros(len(values), dtype=int), columns)), shape=(1, count * parts))
            for columns, values in cuts
        ]
        matrix = vstack([matrix, *rows]).tocsr()
        lows = np.concatenate([lows, np.full(len(cuts), -np.inf)])
        highs = np.concatenate([highs, np.ones(len(cuts))])
    return None


def _cuts(graph: BlockGraph, labels: np.ndarray, parts: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return, for each loose piece, that it joins the rest of its part only through a neighbour of the piece."""
    count = len(labels)
    edges = np.asarray(graph.edges)
    same = labels[edges[:, 0]] == labels[edges[:, 1]]
    inside = coo_matrix((np.ones(same.sum()), (edges[same, 0], edges[same, 1])), shape=(count, count))
    _, piece = connected_components(inside, directed=False)
    found = []
    for part in range(parts):
        pieces = np.unique(piece[labels == part])
        main = max(pieces, key=lambda p: (np.sum(piece == p), -p))
        anchor = int(np.flatnonzero(piece == main)[0])
        for loose in pieces[pieces != main]:
            members = piece == loose
            around = np.unique(np.concatenate([edges[members[edges[:, 0]], 1], edges[members[edges[:, 1]], 0]]))
            around = around[~members[around]]
            blocks = np.concatenate([[int(np.flatnonzero(members)[0]), anchor], around])
            # a way from the piece to the anchor passes one of the blocks around it, whatever the others do
            values = np.concatenate([[1.0, 1.0], -np.ones(len(around))])
            found += [(blocks * parts + p, values) for p in range(parts)]
    return found

