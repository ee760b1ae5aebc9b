"""Straight walls beside the ends of borders: how far an end can slide on a straight line, and what it passes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from grid_manager_plugin.division.cells.border_net import NEW, BorderNet, Slide
from grid_manager_plugin.division.segments import OUTSIDE

_BESIDE = 1e-6
"""Metres that a node may lie beside the straight line that walls go on in."""

_SPARE = 0.01
"""Metres that an end stays away from where its straight walls stop."""


@dataclass(frozen=True)
class Run:
    """Walls that lead straight on from an end.

    Attributes:
        walls: Their numbers, in order.
        metres: From the end of the border to where each of them ends.
    """

    walls: tuple[int, ...] = ()
    metres: tuple[float, ...] = ()


@dataclass(frozen=True)
class StraightWalls:
    """The straight line that an end lies on.

    Attributes:
        node: The end.
        way: Direction of the line in the plane, shape (2,).
        ahead: Walls in that direction.
        back: Walls in the other.
    """

    node: int
    way: np.ndarray
    ahead: Run
    back: Run

    def bounds(self) -> tuple[float, float]:
        """Return the metres that the end can slide at least and at most, those back below 0."""
        back, ahead = (max(run.metres[-1] - _SPARE, 0.0) if run.metres else 0.0 for run in (self.back, self.ahead))
        return -back, ahead

    def slide(self, net: BorderNet, metres: float) -> Slide:
        """Return the slide of the end by some metres within the bounds, not 0."""
        run, length = (self.ahead if metres > 0 else self.back), abs(metres)
        last = next(i for i, end in enumerate(run.metres) if end > length)
        walls, passed = run.walls[: last + 1], [self.node]
        for number in walls[:-1]:
            passed.append(net.walls[number].other(passed[-1]))
        x, y = (net.at[self.node] + self.way * metres).tolist()
        return Slide(self.node, walls, tuple(passed[1:]), NEW, (x, y), length, cost=0.0, border=0.0)


def straight_walls(net: BorderNet, nodes: list[int], side: int) -> list[StraightWalls]:
    """Return the straight line of each end along the edge of the community.

    Ends take walls in turn, so that no wall belongs to two of them; one between two ends is parted first.

    Args:
        net: The net; walls may be parted in it.
        nodes: Ends between two walls each (:meth:`.border_net.BorderNet.slidable`), in order.
        side: Which of the two walls, 0 or 1, an end in a corner goes along.
    """
    ways = {node: _way(net, node, side) for node in nodes if _on_edge(net, node)}
    for beside in sorted({number for node in ways for number in net.walls_at[node]}):
        if net.walls[beside].start in net.ends_at and net.walls[beside].end in net.ends_at:
            net.part(beside)
    runs = {(node, sign): Run() for node in ways for sign in (1, -1)}
    taken: set[int] = set()
    going = [(node, sign, node) for node, sign in runs]
    while going:
        onward = []
        for node, sign, here in going:
            number = _next(net, here, net.at[node], ways[node] * sign)
            if number is None or number in taken or (here != node and (here in net.ends_at or not net.slidable(here))):
                continue
            taken.add(number)
            run, there = runs[node, sign], net.walls[number].other(here)
            metres = float(np.hypot(*(net.at[there] - net.at[node])))
            runs[node, sign] = Run((*run.walls, number), (*run.metres, metres))
            onward.append((node, sign, there))
        going = onward
    return [StraightWalls(node, way, runs[node, 1], runs[node, -1]) for node, way in ways.items()]


def _on_edge(net: BorderNet, node: int) -> bool:
    return all(OUTSIDE in net.walls[number].sides(node) for number in net.walls_at[node])


def _way(net: BorderNet, node: int, side: int) -> np.ndarray:
    along = net.at[net.walls[net.walls_at[node][side]].other(node)] - net.at[node]
    return along / np.hypot(*along)


def _next(net: BorderNet, here: int, origin: np.ndarray, way: np.ndarray) -> int | None:
    """Return the wall at a node that goes on in a direction from the origin."""
    for number in net.walls_at[here]:
        there = net.at[net.walls[number].other(here)]
        east, north = there - origin
        if abs(east * way[1] - north * way[0]) < _BESIDE and (there - net.at[here]) @ way > 0:
            return number
    return None
