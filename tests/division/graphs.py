"""Small block graphs for tests, and every plan of them by brute force."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from grid_manager_plugin.division.graph import BlockGraph
from grid_manager_plugin.rules.limits import Figures, Limits


def checkerboard(columns: int, rows: int, seed: int = 0, people: int = 50) -> BlockGraph:
    """Return columns x rows blocks with random people, areas and border costs."""
    random = np.random.default_rng(seed)
    number = np.arange(columns * rows).reshape(rows, columns)
    edges = np.concatenate(
        [
            np.column_stack([number[:, :-1].ravel(), number[:, 1:].ravel()]),
            np.column_stack([number[:-1].ravel(), number[1:].ravel()]),
        ]
    )
    count = columns * rows
    return BlockGraph(
        random.integers(0, people, count).astype(float),
        random.uniform(500, 2000, count),
        edges,
        random.uniform(10, 100, len(edges)),
    )


def pieces(graph: BlockGraph, labels: np.ndarray) -> int:
    """Return into how many connected pieces the parts of a plan fall."""
    same = labels[graph.edges[:, 0]] == labels[graph.edges[:, 1]]
    inside = graph.edges[same]
    count = len(labels)
    matrix = coo_matrix((np.ones(len(inside)), (inside[:, 0], inside[:, 1])), shape=(count, count))
    return int(connected_components(matrix, directed=False)[0])


def border(graph: BlockGraph, labels: np.ndarray) -> float:
    """Return the border cost of a plan."""
    return float(graph.border_cost[labels[graph.edges[:, 0]] != labels[graph.edges[:, 1]]].sum())


def figures(graph: BlockGraph, labels: np.ndarray, parts: int) -> Figures:
    """Return people and area of each part."""
    return Figures(
        np.bincount(labels, graph.population, minlength=parts), np.bincount(labels, graph.area, minlength=parts)
    )


def all_plans(graph: BlockGraph, parts: int) -> Iterator[np.ndarray]:
    """Yield every connected plan in that many parts."""
    for rest in product(range(parts), repeat=len(graph.population) - 1):
        labels = np.array((0, *rest))
        if len(np.unique(labels)) == parts and pieces(graph, labels) == parts:
            yield labels


def best_plan(graph: BlockGraph, limits: Limits, parts: int) -> float | None:
    """Return the least border of all plans that hold the limits; ``None`` when there is none."""
    held = [border(graph, plan) for plan in all_plans(graph, parts) if not limits.check(figures(graph, plan, parts))]
    return min(held, default=None)
