"""What must be known of a block graph before any search: is it sound, who is never parted, what is in pieces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from grid_manager_plugin.division.graph import BlockGraph, components
from grid_manager_plugin.errors import InputError
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

BRIDGINGS = 3
"""Ways of joining the pieces of a community that are tried: each lets other grids lie on several pieces."""


@dataclass(frozen=True)
class Units:
    """Blocks as a division moves them: those that are never parted are one unit.

    Attributes:
        graph: The units; every border cost is finite.
        member: Unit of each block, shape (n,).
    """

    graph: BlockGraph
    member: np.ndarray

    def block(self, unit: int) -> int:
        """Return the first block of a unit."""
        return int(np.argmax(self.member == unit))

    def blocks(self, unit: int) -> int:
        """Return how many blocks a unit has."""
        return int((self.member == unit).sum())


def check_graph(graph: BlockGraph) -> None:
    """Refuse arrays that do not fit each other, and figures that are no figures.

    Raises:
        InputError: Names what is wrong, and the block.
    """
    count = len(graph.population)
    edges = np.asarray(graph.edges)
    fits = np.shape(graph.area) == (count,) and edges.ndim == 2 and edges.shape[1] == 2
    marks = (graph.border_cost, *([] if graph.bridge is None else [graph.bridge]))
    if not fits or any(np.shape(mark) != (len(edges),) for mark in marks):
        raise InputError(Message(_SHAPES))
    if len(edges) and (edges.dtype.kind not in "iu" or edges.min() < 0 or edges.max() >= count):
        raise InputError(Message(_SHAPES))
    for text, values in ((_BAD_POPULATION, graph.population), (_BAD_AREA, graph.area)):
        bad = ~(np.isfinite(values) & (np.asarray(values) >= 0))
        if bad.any():
            block = int(np.argmax(bad))
            raise InputError(Message(text, {"block": block, "value": float(values[block])}))
    if len(edges) and not np.all(np.asarray(graph.border_cost) >= 0):
        raise InputError(Message(_BAD_COST))


def units(graph: BlockGraph) -> Units:
    """Make one unit of blocks that an edge of infinite cost joins; parallel edges between units add up."""
    count = len(graph.population)
    never = np.isinf(graph.border_cost)
    if not never.any():
        return Units(graph, np.arange(count))
    number, label = components(graph.edges[never], count)
    first = np.full(number, count)
    np.minimum.at(first, label, np.arange(count))
    member = np.argsort(np.argsort(first))[label]  # in the order of their first blocks
    pairs = np.sort(member[graph.edges], axis=1)
    apart = pairs[:, 0] != pairs[:, 1]
    keys, place = np.unique(pairs[apart, 0] * number + pairs[apart, 1], return_inverse=True)
    joined = BlockGraph(
        np.bincount(member, graph.population, minlength=number),
        np.bincount(member, graph.area, minlength=number),
        np.column_stack([keys // number, keys % number]),
        np.bincount(place.reshape(-1), graph.border_cost[apart], minlength=len(keys)),
        None if graph.bridge is None else np.bincount(place.reshape(-1), ~graph.bridge[apart], len(keys)) == 0,
    )
    return Units(joined, member)


def bridged(graph: BlockGraph, seed: int) -> Iterator[BlockGraph]:
    """Give the graph in one piece: itself, or its pieces joined by bridges that cost nothing, in several ways.

    The bridges make a tree of the pieces, so a part that is connected with them is connected within each piece.
    First the largest blocks of the pieces are joined to the largest of all, then blocks drawn by ``seed``.
    """
    count = len(graph.population)
    number, component = components(graph.edges, count)
    if number <= 1:
        yield graph
        return
    order = np.lexsort((np.arange(count), -np.asarray(graph.area)))
    _, first = np.unique(component[order], return_index=True)
    ends = order[first]
    main = int(np.argmax(np.bincount(component)))
    others = np.flatnonzero(np.arange(number) != main)
    random = np.random.default_rng(seed)
    hubs = np.full(number - 1, ends[main])
    for _ in range(BRIDGINGS):
        bridges = np.sort(np.column_stack([hubs, ends[others]]), axis=1)
        given = np.zeros(len(graph.edges), dtype=bool) if graph.bridge is None else graph.bridge
        yield BlockGraph(
            graph.population,
            graph.area,
            np.concatenate([graph.edges, bridges]),
            np.concatenate([graph.border_cost, np.zeros(number - 1)]),
            np.concatenate([given, np.ones(number - 1, dtype=bool)]),
        )
        hubs = random.choice(np.flatnonzero(component == main), number - 1)
        ends = np.array([random.choice(np.flatnonzero(component == piece)) for piece in range(number)])


_SHAPES = QT_TRANSLATE_NOOP("Partition", "The arrays of a block graph do not fit each other.")
_BAD_POPULATION = QT_TRANSLATE_NOOP("Partition", "Block {block}: population is {value}; it must be 0 or more.")
_BAD_AREA = QT_TRANSLATE_NOOP("Partition", "Block {block}: area is {value}; it must be 0 or more.")
_BAD_COST = QT_TRANSLATE_NOOP("Partition", "Border costs must be numbers of 0 or more.")
