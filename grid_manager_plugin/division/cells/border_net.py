"""The borders between grids as a net of lines that can be moved.

Walls are what never moves: the community's edge, barriers, and every other edge of a face. Chains are the borders
inside faces, each between two grids from one end to the other: a wall, a place where several borders meet, or for a
border that closes on itself any of its nodes. Coordinates are kept twice: in the plane of the community, in metres,
where moves are decided, and in the source CRS, which goes into the grids.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import shapely

from grid_manager_plugin.division.plane import Plane
from grid_manager_plugin.division.segments import OUTSIDE, SegmentTable

NEW = -1
"""Node of a changed path that is not made yet."""


@dataclass
class Chain:
    """A border inside a face: its nodes in order, and the grids on both sides of that direction."""

    nodes: list[int]
    left: int
    right: int


@dataclass
class Wall:
    """A segment that does not move, the grids on both sides, and the cost of a metre of border along it."""

    start: int
    end: int
    left: int
    right: int
    factor: float

    def other(self, node: int) -> int:
        """Return the node at the other end."""
        return self.end if node == self.start else self.start

    def sides(self, node: int) -> tuple[int, int]:
        """Return the grids to the left and right of who walks away from a node."""
        return (self.left, self.right) if node == self.start else (self.right, self.left)

    def relabel(self, node: int, sides: tuple[int, int]) -> None:
        """Set the grids to the left and right of who walks away from a node."""
        self.left, self.right = sides if node == self.start else sides[::-1]


@dataclass(frozen=True)
class Slide:
    """A node that moves along walls.

    Attributes:
        node: From here.
        walls: Walls passed, the last one in part unless a node is reached, in order.
        nodes: Wall nodes passed, in order; where a node is reached, without it.
        to: The node reached, or :data:`NEW` for a place on the last wall.
        xy: The place in the plane.
        length: Metres walked.
        cost: By how much the cost of borders along the walls changes.
        border: By how much their metres change.
    """

    node: int
    walls: tuple[int, ...]
    nodes: tuple[int, ...]
    to: int
    xy: tuple[float, float]
    length: float
    cost: float
    border: float


@dataclass(frozen=True)
class Change:
    """A piece of a chain that takes another way.

    Attributes:
        chain: Number of the chain.
        first: Position in it where the piece starts,
        last: and where it ends.
        nodes: Nodes of the new way, :data:`NEW` for those to be made.
        path: Their places in the plane, shape (p, 2).
        head: Slide of the first node; ``None``: it is on no wall, or stays.
        tail: Slide of the last node.
    """

    chain: int
    first: int
    last: int
    nodes: tuple[int, ...]
    path: np.ndarray
    head: Slide | None = None
    tail: Slide | None = None


class BorderNet:
    """Walls and chains of a plan; see the module."""

    def __init__(
        self, table: SegmentTable, labels: np.ndarray, movable: np.ndarray, factor: np.ndarray, plane: Plane
    ) -> None:
        self.plane = plane
        self.source = table.nodes
        self.at = plane.metres(table.nodes)
        left, right = labels[table.left], np.where(table.inner(), labels[table.right], OUTSIDE)
        free = movable & table.inner()
        fixed = np.flatnonzero(~free)
        self.walls = [
            Wall(int(table.ends[i, 0]), int(table.ends[i, 1]), int(left[i]), int(right[i]), float(factor[i]))
            for i in fixed
        ]
        self.walls_at: dict[int, list[int]] = defaultdict(list)
        for number, wall in enumerate(self.walls):
            self.walls_at[wall.start].append(number)
            self.walls_at[wall.end].append(number)
        self.wall_lines = shapely.linestrings(self.at[table.ends[fixed]])
        border = np.flatnonzero(free & (left != right))
        self.chains = _chains(table.ends[border], left[border], right[border], set(self.walls_at))
        self.on_wall = np.zeros(len(self.at), dtype=bool)
        self.on_wall[list(self.walls_at)] = True
        self._refresh()

    def _refresh(self) -> None:
        """Take stock of the chains after one has changed."""
        self.ends_at: dict[int, list[int]] = defaultdict(list)
        pairs, owner = [], []
        for number, chain in enumerate(self.chains):
            self.ends_at[chain.nodes[0]].append(number)
            self.ends_at[chain.nodes[-1]].append(number)
            pairs += list(zip(chain.nodes, chain.nodes[1:]))
            owner += [number] * (len(chain.nodes) - 1)
        self.segments = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        self.segment_chain = np.array(owner, dtype=np.int64)
        self.alive = self.on_wall.copy()
        self.alive[self.segments] = True

    def apply(self, changes: list[Change]) -> None:
        """Make changes that belong together: new nodes at one place become one node."""
        made: dict[tuple[float, float], int] = {}
        slid: set[int] = set()
        for change in changes:
            for slide in (change.head, change.tail):
                if slide is not None and slide.node not in slid:
                    slid.add(slide.node)
                    made[slide.xy] = self._slid(slide)
        for change in sorted(changes, key=lambda one: (one.chain, -one.first)):
            nodes = [
                node if node != NEW else self._made(made, (float(xy[0]), float(xy[1])))
                for node, xy in zip(change.nodes, change.path)
            ]
            self.chains[change.chain].nodes[change.first : change.last + 1] = nodes
        self._refresh()

    def _made(self, made: dict[tuple[float, float], int], xy: tuple[float, float]) -> int:
        if xy not in made:
            made[xy] = self._node(xy)
        return made[xy]

    def _node(self, xy: tuple[float, float], on_wall: bool = False) -> int:
        source = np.array(xy) / self.plane.scale + self.plane.origin
        self.source = np.vstack([self.source, source])
        self.at = np.vstack([self.at, self.plane.metres(source)])
        self.on_wall = np.append(self.on_wall, on_wall)
        return len(self.at) - 1

    def _slid(self, slide: Slide) -> int:
        """Give the walls that a node passes the sides that lie behind it; return the node that is reached."""
        behind = next(wall for wall in self.walls_at[slide.node] if wall != slide.walls[0])
        right, left = self.walls[behind].sides(slide.node)
        node, last = slide.node, slide.walls[-1]
        for number in slide.walls:
            wall = self.walls[number]
            if slide.to == NEW and number == last:
                break
            wall.relabel(node, (left, right))
            node = wall.other(node)
        if slide.to != NEW:
            return slide.to
        new = self._node(slide.xy, on_wall=True)
        self._part(last, node, new)
        self.walls[last].relabel(node, (left, right))
        return new

    def part(self, number: int) -> None:
        """Make a node in the middle of a wall, which changes no grid."""
        start = self.walls[number].start
        x, y = ((self.at[start] + self.at[self.walls[number].end]) / 2).tolist()
        self._part(number, start, self._node((x, y), on_wall=True))
        self.alive = np.append(self.alive, True)

    def _part(self, number: int, node: int, new: int) -> None:
        """Part a wall at a new node; its number stays with the part beside ``node``."""
        wall = self.walls[number]
        beyond, (left, right) = wall.other(node), wall.sides(node)
        rest = Wall(new, beyond, left, right, wall.factor)
        wall.start, wall.end, wall.left, wall.right = node, new, left, right
        self.walls.append(rest)
        self.walls_at[beyond][self.walls_at[beyond].index(number)] = len(self.walls) - 1
        self.walls_at[new] = [number, len(self.walls) - 1]

    def slidable(self, node: int) -> bool:
        """Tell whether a chain's end lies on a single line of walls, and so can move along it."""
        return len(self.walls_at.get(node, ())) == 2

    def metres(self) -> float:
        """Return the length of the chains."""
        return float(np.hypot(*(self.at[self.segments[:, 0]] - self.at[self.segments[:, 1]]).T).sum())

    def grids(self, count: int, own: np.ndarray) -> np.ndarray:
        """Return the grids as the net draws them, in source coordinates, shape (count,) of object.

        Args:
            count: Number of grids.
            own: Which of the nodes that were there first must stay even where no border ends, shape (v,).
        """
        sides: dict[tuple[tuple[float, ...], tuple[float, ...]], int] = {}
        at = [tuple(xy) for xy in self.source.tolist()]
        for start, end, left, right in (*self._outlines(own), *self._drawn()):
            if left != right:
                sides[at[start], at[end]] = left
                sides[at[end], at[start]] = right
        lines = shapely.linestrings(np.array([pair for pair in sides if pair[0] < pair[1]]))
        faces = shapely.get_parts(shapely.polygonize(lines))
        rings = shapely.get_exterior_ring(faces)
        backwards = ~shapely.is_ccw(rings)
        xy, ring = shapely.get_coordinates(rings, return_index=True)
        first = np.searchsorted(ring, np.arange(len(rings)))
        owner = np.array(
            [
                sides[(tuple(a), tuple(b)) if not back else (tuple(b), tuple(a))]
                for a, b, back in zip(xy[first].tolist(), xy[first + 1].tolist(), backwards.tolist())
            ]
        )
        found = np.empty(count, dtype=object)
        for label in range(count):
            parts = faces[owner == label]
            found[label] = parts[0] if len(parts) == 1 else shapely.multipolygons(parts)
        return found

    def _drawn(self) -> list[tuple[int, int, int, int]]:
        return [(a, b, chain.left, chain.right) for chain in self.chains for a, b in zip(chain.nodes, chain.nodes[1:])]

    def _outlines(self, own: np.ndarray) -> list[tuple[int, int, int, int]]:
        """Return the walls, those on both sides of a node that is not needed as one."""
        needed = np.ones(len(self.at), dtype=bool)
        for node, walls in self.walls_at.items():
            stays = node < len(own) and own[node]
            needed[node] = stays or len(walls) != 2 or node in self.ends_at or self._turns(node, walls)
        found = []
        for node, walls in self.walls_at.items():
            if not needed[node]:
                continue
            for number in walls:
                wall, here = self.walls[number], node
                left, right = wall.sides(node)
                here = wall.other(here)
                while not needed[here]:
                    number = next(one for one in self.walls_at[here] if one != number)
                    here = self.walls[number].other(here)
                if (node, left) <= (here, right):  # once, not from both ends
                    found.append((node, here, left, right))
        return found

    def _turns(self, node: int, walls: list[int]) -> bool:
        one, other = (self.walls[number] for number in walls)
        return one.sides(node) != other.sides(node)[::-1]


def _chains(ends: np.ndarray, left: np.ndarray, right: np.ndarray, walls: set[int]) -> list[Chain]:
    """Put segments together to chains, in the order of their nodes."""
    at: dict[int, list[int]] = defaultdict(list)
    for number, (start, end) in enumerate(ends.tolist()):
        at[start].append(number)
        at[end].append(number)
    stops = sorted(node for node, found in at.items() if len(found) != 2 or node in walls)
    used = np.zeros(len(ends), dtype=bool)
    chains = []
    for node in (*stops, *sorted(at)):  # those left over after the stops close on themselves
        for number in at[node]:
            if used[number]:
                continue
            sides = (left[number], right[number]) if ends[number, 0] == node else (right[number], left[number])
            nodes = [node]
            step: int | None = number
            while step is not None:
                used[step] = True
                here = int(ends[step].sum()) - nodes[-1]
                nodes.append(here)
                stop = len(at[here]) != 2 or here in walls or here == node
                step = None if stop else next((one for one in at[here] if not used[one]), None)
            chains.append(Chain(nodes, int(sides[0]), int(sides[1])))
    return chains
