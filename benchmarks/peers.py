"""The peers that the benchmarks measure against, called the way their users call them."""

from __future__ import annotations

import random
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from grid_manager_plugin.division.graph import BlockGraph
from grid_manager_plugin.rules.limits import Bounds, above, below


@dataclass(frozen=True)
class PeerAnswer:
    """Best plan of a peer: its border (``None`` when no plan held every limit) and the seconds it took."""

    cost: float | None
    seconds: float


def faults(graph: BlockGraph, bounds: Bounds, parts: int, labels: np.ndarray) -> list[str]:
    """Return what is wrong with a plan, told by code that shares nothing with the search."""
    labels = np.asarray(labels, dtype=np.int64)
    if np.unique(labels).tolist() != list(range(parts)):
        return [f"{len(np.unique(labels))} parts, not {parts}"]
    found = []
    same = labels[graph.edges[:, 0]] == labels[graph.edges[:, 1]]
    inside = graph.edges[same]
    matrix = coo_matrix((np.ones(len(inside)), (inside[:, 0], inside[:, 1])), shape=(len(labels),) * 2)
    pieces = connected_components(matrix, directed=False)[0]
    if pieces != parts:
        found.append(f"{pieces - parts} loose pieces")
    people = np.bincount(labels, graph.population, minlength=parts)
    ground = np.bincount(labels, graph.area, minlength=parts)
    for word, figures, low, high in (
        ("population", people, bounds.population_min, bounds.population_max),
        ("area", ground, bounds.area_min, bounds.area_max),
    ):
        if np.any(below(figures, low)) or np.any(above(figures, high)):
            found.append(f"{word} out of limits")
    return found


def border(graph: BlockGraph, labels: np.ndarray) -> float:
    """Return the border cost of a plan."""
    cut = labels[graph.edges[:, 0]] != labels[graph.edges[:, 1]]
    return float(graph.border_cost[cut].sum())


def tree_plans(graph: BlockGraph, bounds: Bounds, parts: int, tries: int = 100) -> Iterator[np.ndarray]:
    """Return those of ``tries`` recursive tree plans of GerryChain that hold every limit, labels of shape (n,).

    They are drawn when they are asked for.
    """
    import gerrychain
    import networkx
    from gerrychain.tree import bipartition_tree, recursive_tree_part

    network = networkx.Graph()
    network.add_nodes_from((i, {"population": round(p)}) for i, p in enumerate(graph.population.tolist()))
    network.add_edges_from(graph.edges.tolist())
    network = gerrychain.Graph.from_networkx(network)
    mean = graph.population.sum() / parts
    epsilon = min(bounds.population_max / mean - 1.0, 1.0 - max(bounds.population_min, 0.0) / mean)
    method = partial(bipartition_tree, max_attempts=100)
    random.seed(0)

    def drawn() -> Iterator[np.ndarray]:
        for _ in range(tries):
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    plan = recursive_tree_part(network, range(parts), mean, "population", epsilon, method=method)
            except Exception:  # no balanced cut in this tree; the peer raises several types
                continue
            labels = np.array([plan[i] for i in range(len(plan))])
            if not faults(graph, bounds, parts, labels):
                yield labels

    return drawn()


def gerrychain_best(graph: BlockGraph, bounds: Bounds, parts: int, tries: int = 100) -> PeerAnswer:
    """Return the best of ``tries`` recursive tree plans of GerryChain that hold every limit."""
    plans = tree_plans(graph, bounds, parts, tries)
    start = time.perf_counter()
    best = min((border(graph, labels) for labels in plans), default=None)
    return PeerAnswer(best, time.perf_counter() - start)
