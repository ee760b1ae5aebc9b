"""Faces that are too small to be a block go to a neighbour."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

ALIKE = 1e-6
"""Barriers whose shares of the cost differ by less are equally important."""


@dataclass(frozen=True)
class FaceGraph:
    """Faces and what lies between them.

    Attributes:
        area: Square metres, shape (f,).
        perimeter: Metres, shape (f,).
        apart: Faces that stay as they are: nothing is merged into them, nor they into others, shape (f,).
        pairs: Neighbours, the lower first, each pair once, shape (m, 2).
        length: Metres that they share, shape (m,).
        cost: Metres times the share of the cost that remains along the barrier, shape (m,).
        hard: A hard barrier lies between them, shape (m,).
    """

    area: np.ndarray
    perimeter: np.ndarray
    apart: np.ndarray
    pairs: np.ndarray
    length: np.ndarray
    cost: np.ndarray
    hard: np.ndarray


def merge_small(graph: FaceGraph, smallest: float, narrowest: float) -> tuple[np.ndarray, np.ndarray]:
    """Merge small and narrow faces into neighbours, the smallest first, until none is left that can be merged.

    A face goes across the least important barrier (the highest mean share of the cost), of equal ones across the
    longest, of those to the face with the lower number; never across a hard barrier.

    In each round those faces go that are smaller than every small neighbour of theirs. None of them touches another,
    so the order among them does not matter: the result is that of taking one face after the other.

    Args:
        graph: Faces, numbered in an order that does not depend on the input's.
        smallest: Square metres that a face must have.
        narrowest: Metres of mean width (twice the area by the perimeter) that a face must have.

    Returns:
        The face that each one became part of, shape (f,); whether a face is left too small, shape (f,).
    """
    area, perimeter = graph.area.copy(), graph.perimeter.copy()
    became = np.arange(len(area))
    small = _too_small(area, perimeter, smallest, narrowest) & ~graph.apart
    pairs, length, cost, hard = graph.pairs, graph.length, graph.cost, graph.hard
    while True:
        useful = small[pairs].any(axis=1)
        pairs, length, cost, hard = pairs[useful], length[useful], cost[useful], hard[useful]
        open_ = ~hard & ~graph.apart[pairs].any(axis=1)
        goes = _going(pairs, open_, small, area)
        giver, taker, shared = _givers(pairs[open_], length[open_], cost[open_], goes)
        if not len(giver):
            return became, small
        np.add.at(area, taker, area[giver])
        np.add.at(perimeter, taker, perimeter[giver] - 2 * shared)
        small[giver] = False
        # a face that was large enough stays so, whatever shape it gets by what it takes
        small[taker] &= _too_small(area[taker], perimeter[taker], smallest, narrowest)
        step = np.arange(len(area))
        step[giver] = taker
        became = step[became]
        pairs, length, cost, hard = _contracted(step[pairs], length, cost, hard, len(area))


def _too_small(area: np.ndarray, perimeter: np.ndarray, smallest: float, narrowest: float) -> np.ndarray:
    return (area < smallest) | (2 * area < narrowest * perimeter)


def _going(pairs: np.ndarray, open_: np.ndarray, small: np.ndarray, area: np.ndarray) -> np.ndarray:
    """Tell which faces go in this round: small ones that can go and are smaller than every such neighbour.

    Neighbours beyond a hard barrier count too: the barrier comes along with what they become part of.
    """
    able = np.zeros(len(area), dtype=bool)
    able[pairs[open_]] = True
    able &= small
    rank = np.empty(len(area), dtype=np.int64)
    rank[np.argsort(area, kind="stable")] = np.arange(len(area))
    both = pairs[able[pairs[:, 0]] & able[pairs[:, 1]]]
    able[np.where(rank[both[:, 0]] > rank[both[:, 1]], both[:, 0], both[:, 1])] = False
    return able


def _givers(
    pairs: np.ndarray, length: np.ndarray, cost: np.ndarray, goes: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the faces that go, those that take them, and the metres that they share."""
    giver = np.concatenate([pairs[:, 0], pairs[:, 1]])
    taker = np.concatenate([pairs[:, 1], pairs[:, 0]])
    length, cost = np.tile(length, 2), np.tile(cost, 2)
    real = goes[giver]
    giver, taker, length, cost = giver[real], taker[real], length[real], cost[real]
    factor = np.rint(cost / length / ALIKE)
    order = np.lexsort((taker, -length, -factor, giver))
    first = order[np.diff(giver[order], prepend=-1) > 0]
    return giver[first], taker[first], length[first]


def _contracted(
    pairs: np.ndarray, length: np.ndarray, cost: np.ndarray, hard: np.ndarray, count: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Make one of pairs that became the same, and drop those within one face."""
    low, high = pairs.min(axis=1), pairs.max(axis=1)
    real = low != high
    key = (low * count + high)[real]
    order = np.argsort(key, kind="stable")
    key = key[order]
    first = np.flatnonzero(np.diff(key, prepend=-1) > 0)
    if not len(first):
        return np.empty((0, 2), dtype=np.int64), np.empty(0), np.empty(0), np.empty(0, dtype=bool)
    length, cost, hard = length[real][order], cost[real][order], hard[real][order]
    return (
        np.column_stack([key[first] // count, key[first] % count]),
        np.add.reduceat(length, first),
        np.add.reduceat(cost, first),
        np.logical_or.reduceat(hard, first),
    )


def face_graph(
    faces: np.ndarray, length: np.ndarray, cost: np.ndarray, hard: np.ndarray, area: np.ndarray, apart: np.ndarray
) -> FaceGraph:
    """Return the graph of faces.

    Args:
        faces: Face to the left and right of each line that is a border, negative outside, shape (s, 2).
        length: Metres of each line, shape (s,).
        cost: Metres times the share of the cost that remains, shape (s,).
        hard: Whether the barrier on it is hard, shape (s,).
        area: Square metres of each face, shape (f,).
        apart: Faces that stay as they are, shape (f,).
    """
    count = len(area)
    perimeter = sum(
        np.bincount(faces[real, i], weights=length[real], minlength=count)
        for i, real in ((0, faces[:, 0] >= 0), (1, faces[:, 1] >= 0))
    )
    inner = (faces >= 0).all(axis=1)
    pairs, length, cost, hard = _contracted(faces[inner], length[inner], cost[inner], hard[inner], count)
    return FaceGraph(area, np.asarray(perimeter, dtype=float), apart, pairs, length, cost, hard)
