"""Lines of a community in arrays: its own edge, barriers and outlines of polygons to keep whole."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from grid_manager_plugin.division.faces.nearby import Boxes
from grid_manager_plugin.division.plane import Plane

NOTHING = -1
"""No ground segment, no polygon to keep whole, no barrier."""


@dataclass(frozen=True)
class Lines:
    """Straight lines between two nodes, each pair of nodes once when settled.

    Attributes:
        ends: The two nodes, the lower number first, shape (s, 2).
        factor: Share of a border's cost that remains along it, 1 where no barrier runs, shape (s,).
        hard: No grid may lie on both sides, shape (s,).
        barrier: The most important barrier on it, counted from the most important one of all, shape (s,).
        home: Segment of the community's edge that it lies on, or :data:`NOTHING`, shape (s,).
        sides: Polygon to keep whole to the left and to the right, looking from the lower node: its number;
            the number of such polygons for the outside of the community; :data:`NOTHING` where a line does not tell,
            shape (s, 2).
        dirty: Has to be looked at for crossings, shape (s,).
    """

    ends: np.ndarray
    factor: np.ndarray
    hard: np.ndarray
    barrier: np.ndarray
    home: np.ndarray
    sides: np.ndarray
    dirty: np.ndarray

    @classmethod
    def plain(cls, ends: np.ndarray) -> Lines:
        """Return lines that are neither barrier nor edge, between nodes (s, 2)."""
        count = len(ends)
        return cls(
            ends=ends,
            factor=np.ones(count),
            hard=np.zeros(count, dtype=bool),
            barrier=np.full(count, NO_RANK),
            home=np.full(count, NOTHING),
            sides=np.full((count, 2), NOTHING),
            dirty=np.ones(count, dtype=bool),
        )

    def take(self, which: np.ndarray) -> Lines:
        """Return some of the lines, in the order given."""
        return Lines(*(getattr(self, field.name)[which] for field in fields(self)))

    def between(self, ends: np.ndarray) -> Lines:
        """Return the same lines between other nodes (s, 2), those of no length left out, duplicates made one.

        The lowest factor wins, and hard wins. Where the higher node comes first the line's sides are changed over.
        The result is in canonical order.
        """
        low, high = np.minimum(ends[:, 0], ends[:, 1]), np.maximum(ends[:, 0], ends[:, 1])
        turned = ends[:, 0] > ends[:, 1]
        key = low * (int(high.max(initial=0)) + 1) + high
        order = np.argsort(key, kind="stable")
        order = order[low[order] != high[order]]
        sides = np.where(turned[:, None], self.sides[:, ::-1], self.sides)
        found = replace(self, ends=np.column_stack([low, high]), sides=sides).take(order)
        first = np.flatnonzero(np.diff(key[order], prepend=-1))
        if len(first) == len(order):
            return found
        return Lines(
            found.ends[first],
            np.minimum.reduceat(found.factor, first),
            np.logical_or.reduceat(found.hard, first),
            np.minimum.reduceat(found.barrier, first),
            np.maximum.reduceat(found.home, first),
            np.maximum.reduceat(found.sides, first, axis=0),
            np.logical_or.reduceat(found.dirty, first),
        )

    def on_edge(self) -> np.ndarray:
        """Tell which lines are of the community's edge, shape (s,)."""
        return self.home != NOTHING


NO_RANK = np.iinfo(np.int64).max
"""Place of no barrier among the barriers: after all of them."""


def joined(lines: list[Lines]) -> Lines:
    """Return several sets of lines as one."""
    return Lines(*(np.concatenate([getattr(one, field.name) for one in lines]) for field in fields(Lines)))


@dataclass(frozen=True)
class Network:
    """Nodes and the lines between them.

    Attributes:
        plane: Plane of the community.
        xy: Nodes in source coordinates, shape (v, 2).
        uv: The same in metres in the plane, shape (v, 2).
        vertices: The first so many nodes are the community's own vertices, which never move.
        home: Segment of the community's edge that a node was put on, or :data:`NOTHING`, shape (v,).
        fresh: Node has to be brought together with others, shape (v,).
        lines: The lines.
    """

    plane: Plane
    xy: np.ndarray
    uv: np.ndarray
    vertices: int
    home: np.ndarray
    fresh: np.ndarray
    lines: Lines

    @classmethod
    def drawn(cls, plane: Plane, xy: np.ndarray, vertices: int, lines: Lines) -> Network:
        """Return the network of lines between nodes in source coordinates (v, 2), all of them to be settled."""
        fresh = np.arange(len(xy)) >= vertices
        return cls(plane, xy, plane.metres(xy), vertices, np.full(len(xy), NOTHING), fresh, lines)

    def with_nodes(self, xy: np.ndarray, home: np.ndarray) -> Network:
        """Return the network with more nodes (n, 2), at the end, to be settled."""
        return replace(
            self,
            xy=np.concatenate([self.xy, xy]),
            uv=np.concatenate([self.uv, self.plane.metres(xy)]),
            home=np.concatenate([self.home, home]),
            fresh=np.concatenate([self.fresh, np.ones(len(xy), dtype=bool)]),
        )

    def with_lines(self, lines: Lines) -> Network:
        """Return the network with other lines."""
        return replace(self, lines=lines)

    def compact(self) -> tuple[Network, np.ndarray]:
        """Return the network without nodes that no line ends at, and the new number of each node, shape (v,)."""
        used = np.zeros(len(self.xy), dtype=bool)
        used[: self.vertices] = True
        used[self.lines.ends] = True
        number = np.cumsum(used) - 1
        lines = replace(self.lines, ends=number[self.lines.ends])
        found = replace(
            self, xy=self.xy[used], uv=self.uv[used], home=self.home[used], fresh=self.fresh[used], lines=lines
        )
        return found, number

    def along(self, line: np.ndarray, share: np.ndarray) -> np.ndarray:
        """Return the points of lines (n,) at shares (n,) of their length from the lower node, shape (n, 2)."""
        start, end = self.xy[self.lines.ends[line, 0]], self.xy[self.lines.ends[line, 1]]
        return start + share[:, None] * (end - start)

    def boxes(self, which: np.ndarray | slice = slice(None)) -> Boxes:
        """Return the boxes of lines in the plane."""
        ends = self.lines.ends[which]
        return Boxes.around(self.uv[ends[:, 0]], self.uv[ends[:, 1]])
