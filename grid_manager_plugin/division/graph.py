"""The graph of blocks: who lies beside whom, and what a border between them costs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components


@dataclass(frozen=True)
class BlockGraph:
    """Blocks of one community and their rook adjacency.

    Attributes:
        population: People per block, shape (n,).
        area: Square metres per block, shape (n,).
        edges: Pairs of neighbouring blocks, shape (m, 2), each pair once.
        border_cost: Cost of a grid border along that edge, shape (m,): shared length in metres times the
            barrier factor. Infinite: the two blocks are never parted.
        bridge: Which edges only bridge a gap between the parts of a community, shape (m,) of bool: there a grid
            may be in several pieces, and no border runs. ``None``: none of them.
    """

    population: np.ndarray
    area: np.ndarray
    edges: np.ndarray
    border_cost: np.ndarray
    bridge: np.ndarray | None = None

    def firm_edges(self) -> np.ndarray:
        """Return the edges along which blocks truly touch, shape (f, 2): a proof must not rest on a bridge."""
        return self.edges if self.bridge is None else self.edges[~self.bridge]


def components(edges: np.ndarray, count: int) -> tuple[int, np.ndarray]:
    """Return the number of connected parts of a graph with ``count`` nodes, and the part of each node, shape (count,).

    Args:
        edges: Pairs of nodes, shape (m, 2).
        count: Number of nodes.
    """
    links = coo_matrix((np.ones(len(edges), dtype=np.int8), (edges[:, 0], edges[:, 1])), shape=(count, count))
    number, part = connected_components(links, directed=False)
    return int(number), part
