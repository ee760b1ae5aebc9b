"""What no grid reaches across: hard barriers and dedicated grids, and the regions that they leave of a community.

A hard barrier takes adjacency away: two blocks on its sides are no neighbours, and no bridge replaces it. A grid may
still reach around the end of a barrier that ends inside the community. A dedicated grid is made of given blocks; no
other grid has any of them, so it may part the rest too. Blocks that are never parted (infinite border cost) outweigh
both: a barrier through them does not count, and those tied to a dedicated block belong to its grid.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from grid_manager_plugin.division.faces.barriers import NO_BARRIER
from grid_manager_plugin.division.graph import BlockGraph, components
from grid_manager_plugin.division.ties import units
from grid_manager_plugin.errors import InputError
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message


@dataclass(frozen=True)
class Walls:
    """Hard barriers and dedicated grids of one community.

    Attributes:
        hard: Edges of the graph along which a hard barrier runs, shape (m,) of bool.
        fid: Feature id (BARRIERS) of the barrier of a hard edge, :data:`.barriers.NO_BARRIER` else, shape (m,).
        dedicated: Number of the dedicated grid of each block, 0..d-1, -1 for none, shape (n,).
    """

    hard: np.ndarray
    fid: np.ndarray
    dedicated: np.ndarray

    @property
    def stand(self) -> bool:
        """Whether there are any."""
        return bool(np.any(self.hard)) or self.grids > 0

    @property
    def grids(self) -> int:
        """Number of dedicated grids."""
        return int(np.max(self.dedicated, initial=-1)) + 1

    def softened(self, fids: Iterable[int]) -> Walls:
        """Return the walls without the hardness of some barriers."""
        hard = self.hard & ~np.isin(self.fid, list(fids))
        return replace(self, hard=hard, fid=np.where(hard, self.fid, NO_BARRIER))

    def opened(self, numbers: Iterable[int]) -> Walls:
        """Return the walls without some dedicated grids; the others are numbered anew."""
        kept = np.where(np.isin(self.dedicated, list(numbers)), -1, self.dedicated)
        names, place = np.unique(kept, return_inverse=True)
        return replace(self, dedicated=place.reshape(-1) - int(names[0] == -1) if len(names) else kept)


@dataclass(frozen=True)
class Region:
    """Blocks that hang together without walls.

    Attributes:
        blocks: Their numbers among the blocks without a dedicated grid, ascending, shape (r,).
        graph: They and the edges between them that are not hard.
        fids: Feature ids of the hard barriers that part it from other regions, ascending.
    """

    blocks: np.ndarray
    graph: BlockGraph
    fids: np.ndarray


@dataclass(frozen=True)
class Ground:
    """A community with its walls.

    Attributes:
        whole: All its blocks.
        walls: The walls as they count.
        rest: Blocks without a dedicated grid, ascending, shape (r,).
        graph: These blocks and the edges between them that are not hard; its block i is ``rest[i]``.
        regions: Its components, ordered by their first blocks.
    """

    whole: BlockGraph
    walls: Walls
    rest: np.ndarray
    graph: BlockGraph
    regions: tuple[Region, ...]


def check_walls(graph: BlockGraph, walls: Walls) -> None:
    """Refuse walls that do not fit the graph.

    Raises:
        InputError: The arrays do not fit the graph, or a number of a dedicated grid is not used.
    """
    edges, blocks = (len(graph.edges),), (len(graph.population),)
    if np.shape(walls.hard) != edges or np.shape(walls.fid) != edges or np.shape(walls.dedicated) != blocks:
        raise InputError(Message(_SHAPES))
    numbers = np.unique(walls.dedicated)
    if not np.array_equal(numbers[numbers >= 0], np.arange(walls.grids)) or np.any(numbers < -1):
        raise InputError(Message(_NUMBERS))


def ground_of(graph: BlockGraph, walls: Walls) -> Ground:
    """Return what the walls leave of a community.

    Args:
        graph: Its blocks.
        walls: Its walls, which fit the graph.

    Raises:
        InputError: Blocks that are never parted have two dedicated grids.
    """
    counting = _counting(graph, walls)
    rest = np.flatnonzero(counting.dedicated < 0)
    ends = counting.dedicated[graph.edges] < 0
    soft = ends.all(axis=1) & ~counting.hard
    inner = _part(graph, rest, soft)
    number, region = _components(inner)
    inner = _with_true_bridges(graph, inner, rest, region)
    barred = ends.all(axis=1) & counting.hard & (counting.fid != NO_BARRIER)
    place = np.searchsorted(rest, graph.edges[barred])
    sides, fids = region[place].reshape(-1, 2), counting.fid[barred]
    apart = sides[:, 0] != sides[:, 1]
    regions = []
    for which in range(number):
        blocks = np.flatnonzero(region == which)
        own = region[inner.edges[:, 0]] == which
        beside = apart & (sides == which).any(axis=1)
        regions.append(Region(blocks, _part(inner, blocks, own), np.unique(fids[beside])))
    return Ground(graph, counting, rest, inner, tuple(regions))


def region_count(graph: BlockGraph, walls: Walls) -> int:
    """Return the number of regions that walls leave; they are walls as they count (:attr:`Ground.walls`)."""
    rest = np.flatnonzero(walls.dedicated < 0)
    soft = (walls.dedicated[graph.edges] < 0).all(axis=1) & ~walls.hard
    return components(np.searchsorted(rest, graph.edges[soft]), len(rest))[0] if len(rest) else 0


def _counting(graph: BlockGraph, walls: Walls) -> Walls:
    """Return the walls as they count: blocks that are never parted outweigh them."""
    member = units(graph).member
    hard = np.asarray(walls.hard, dtype=bool) & (member[graph.edges[:, 0]] != member[graph.edges[:, 1]])
    given = np.asarray(walls.dedicated, dtype=np.int64)
    tied = np.full(int(np.max(member, initial=-1)) + 1, -1)
    np.maximum.at(tied, member, given)
    dedicated = tied[member]
    wrong = (given >= 0) & (given != dedicated)
    if wrong.any():
        block = int(np.argmax(wrong))
        other = int(np.argmax((member == member[block]) & (given == dedicated)))
        raise InputError(Message(_TIED, {"block": min(block, other), "other": max(block, other)}))
    return Walls(hard, np.where(hard, walls.fid, NO_BARRIER), dedicated)


def _part(graph: BlockGraph, blocks: np.ndarray, which: np.ndarray) -> BlockGraph:
    """Return some blocks of a graph, ascending, and some of the edges between them."""
    return BlockGraph(
        graph.population[blocks],
        graph.area[blocks],
        np.searchsorted(blocks, graph.edges[which]).reshape(-1, 2),
        graph.border_cost[which],
        None if graph.bridge is None else graph.bridge[which],
    )


def _with_true_bridges(graph: BlockGraph, inner: BlockGraph, rest: np.ndarray, region: np.ndarray) -> BlockGraph:
    """Return the blocks without a dedicated grid with bridges that let no grid lie on both sides of a wall.

    Across a bridge a grid may be in several pieces. Where bridges join what walls part, that would pass by the wall:
    there they count as edges along which blocks touch. Bridges that make a tree of the parts of a community never do.
    """
    if inner.bridge is None or not inner.bridge.any():
        return inner
    _, given = components(graph.firm_edges(), len(graph.population))
    _, piece = components(inner.firm_edges(), len(rest))
    parts = np.unique(np.column_stack([region, given[rest], piece]), axis=0)
    again = (parts[1:, :2] == parts[:-1, :2]).all(axis=1)
    passing = np.isin(region[inner.edges[:, 0]], parts[1:][again, 0])
    return replace(inner, bridge=inner.bridge & ~passing)


def _components(graph: BlockGraph) -> tuple[int, np.ndarray]:
    """Return the number of components and that of each block, in the order of their first blocks."""
    count = len(graph.population)
    if not count:
        return 0, np.empty(0, dtype=np.int64)
    number, label = components(graph.edges, count)
    first = np.full(number, count)
    np.minimum.at(first, label, np.arange(count))
    return number, np.argsort(np.argsort(first))[label]


_SHAPES = QT_TRANSLATE_NOOP("Partition", "The arrays of hard barriers and dedicated grids do not fit the block graph.")
_NUMBERS = QT_TRANSLATE_NOOP("Partition", "Dedicated grids must be numbered 0, 1, 2 and so on, and -1 for none.")
_TIED = QT_TRANSLATE_NOOP(
    "Partition", "Blocks {block} and {other} are never parted, but KEEP_WHOLE_DEDICATED puts them into two grids."
)
