"""All borders pulled tight at once.

A single move cannot go far along a limit: what it gives to a grid must be taken from it elsewhere. Here ends of borders
on the edge of the community, bends, and places where borders meet move together to where the borders are shortest
while the area of every grid stays within its limits (sequential quadratic programming).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from grid_manager_plugin.division.cells.border_checks import Judge
from grid_manager_plugin.division.cells.border_net import NEW, BorderNet, Change
from grid_manager_plugin.division.cells.straight_walls import StraightWalls, straight_walls

MOST = 60
"""Numbers sought at once; a net with more of them has bends round buildings, which hold it."""

LEAST = 1e-3
"""Metres of border that must be saved."""

_MARGINS = (1e-7, 1e-5, 1e-3)
"""Shares of the limits kept as room: areas are those of the plane here, while moves are judged by those on the
ellipsoid."""

_SHARES = (1.0, 0.5, 0.2)
"""Shares of the way that are tried."""

_STILL = 1e-6
"""Metres: a node that would move less stays."""

_ROUNDS = 60
_EXACT = 1e-9
"""Share of the size of the net by which a round must shorten it."""


def pull_tight(judge: Judge) -> bool:
    """Move ends, bends and meetings of borders together; tell whether metres were saved."""
    one, other = _pulled(judge, 0), _pulled(judge, 1)
    return one or other


def _pulled(judge: Judge, side: int) -> bool:
    """Do so once; ends in corners go along one of the two walls there."""
    net = judge.net
    strings = _Strings.of(net, side)
    if strings is None:
        return False
    low, high = judge.room()
    for margin in _MARGINS:
        spare = np.minimum(high * margin, (high - low) / 2)
        found = _shortest(strings, low + spare - judge.area, high - spare - judge.area)
        if strings.length(0 * found)[0] - strings.length(found)[0] < LEAST:
            return False
        if any(judge.make(strings.changes(net, found * share), least=LEAST) for share in _SHARES):
            return True
    return False


@dataclass(frozen=True)
class _Strings:
    """Borders as segments, and the numbers that say how far their nodes move.

    Attributes:
        chains: Numbers of the chains.
        nodes: Their nodes, in order.
        at: Where these are, shape (n, 2).
        start: Place of each segment's start among the nodes, shape (s,).
        end: Place of its end, shape (s,).
        sides: Grids to its left and right, shape (s, 2).
        tips: Place of the first and last node of each chain, shape (c, 2).
        tip_sides: Grids to the left and right of each chain, shape (c, 2).
        lines: The straight walls of the ends that slide: the first numbers.
        moves: Place of the node that each number moves, shape (v,).
        way: Direction that it moves it in, shape (v, 2).
        bounds: Metres at least and at most, shape (v, 2).
    """

    chains: list[int]
    nodes: list[int]
    at: np.ndarray
    start: np.ndarray
    end: np.ndarray
    sides: np.ndarray
    tips: np.ndarray
    tip_sides: np.ndarray
    lines: list[StraightWalls]
    moves: np.ndarray
    way: np.ndarray
    bounds: np.ndarray

    @classmethod
    def of(cls, net: BorderNet, side: int) -> _Strings | None:
        """Return the strings of a net; ``None`` where nothing can move, or too much.

        Borders that close on themselves stay as they are; ``side`` as for :func:`.straight_walls.straight_walls`.
        """
        closed = {chain.nodes[0] for chain in net.chains if chain.nodes[0] == chain.nodes[-1]}
        chains = [i for i, chain in enumerate(net.chains) if chain.nodes[0] != chain.nodes[-1]]
        nodes = sorted({node for number in chains for node in net.chains[number].nodes})
        free = [node for node in nodes if not net.on_wall[node] and node not in closed]
        if not chains or 2 * len(free) > MOST:
            return None
        lines = straight_walls(net, [node for node in nodes if net.slidable(node) and node not in closed], side)
        if not lines and not free:
            return None
        place = {node: i for i, node in enumerate(nodes)}
        paths = [[place[node] for node in net.chains[number].nodes] for number in chains]
        tip_sides = np.array([(net.chains[number].left, net.chains[number].right) for number in chains])
        return cls(
            chains=chains,
            nodes=nodes,
            at=net.at[nodes],
            start=np.array([i for path in paths for i in path[:-1]]),
            end=np.array([i for path in paths for i in path[1:]]),
            sides=np.repeat(tip_sides, [len(path) - 1 for path in paths], axis=0),
            tips=np.array([(path[0], path[-1]) for path in paths]),
            tip_sides=tip_sides,
            lines=lines,
            moves=np.array([place[node] for node in [line.node for line in lines] + [n for n in free for _ in (0, 1)]]),
            way=np.array([line.way for line in lines] + [(1.0, 0.0), (0.0, 1.0)] * len(free)),
            bounds=np.array([line.bounds() for line in lines] + [(-np.inf, np.inf)] * (2 * len(free))),
        )

    def moved(self, x: np.ndarray) -> np.ndarray:
        """Return the places of the nodes after a move, shape (n, 2)."""
        at = self.at.copy()
        np.add.at(at, self.moves, x[:, None] * self.way)
        return at

    def along(self, slopes: np.ndarray) -> np.ndarray:
        """Return slopes by the numbers, shape (..., v), from those by the places, shape (..., n, 2)."""
        return (slopes[..., self.moves, :] * self.way).sum(axis=-1)

    def length(self, x: np.ndarray) -> tuple[float, np.ndarray]:
        """Return the metres of border after a move and their slopes, shape (v,)."""
        at = self.moved(x)
        ahead = at[self.end] - at[self.start]
        metres = np.maximum(np.hypot(*ahead.T), 1e-9)
        slopes = np.zeros_like(at)
        np.add.at(slopes, self.end, ahead / metres[:, None])
        np.add.at(slopes, self.start, -ahead / metres[:, None])
        return float(metres.sum()), self.along(slopes)

    def gained(self, x: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the square metres of the plane that each grid gains, shape (k,), and their slopes, shape (k, v)."""
        # swept: back along the old way, over to the new first node, on along the new way, over to the old last node
        at = np.concatenate([self.moved(x), self.at])
        old, (first, last) = len(self.at), self.tips.T
        start = np.concatenate([self.start, old + self.end, old + first, last])
        end = np.concatenate([self.end, old + self.start, first, old + last])
        sides = np.concatenate([self.sides, self.sides, self.tip_sides, self.tip_sides])
        doubled = at[start, 0] * at[end, 1] - at[start, 1] * at[end, 0]
        gained, slopes = np.zeros(count), np.zeros((count, *at.shape))
        for side, sign in ((0, 0.5), (1, -0.5)):
            np.add.at(gained, sides[:, side], sign * doubled)
            np.add.at(slopes, (sides[:, side], start), sign * (at[end, ::-1] * (1, -1)))
            np.add.at(slopes, (sides[:, side], end), sign * (at[start, ::-1] * (-1, 1)))
        return gained, self.along(slopes[:, :old])

    def changes(self, net: BorderNet, x: np.ndarray) -> list[Change]:
        """Return the changes of the net that a move makes."""
        at = self.moved(x)
        far = (np.abs(at - self.at) > _STILL).any(axis=1)
        slides = {
            line.node: line.slide(net, metres)
            for line, metres, place in zip(self.lines, x.tolist(), self.moves.tolist())
            if far[place]
        }
        place = {node: i for i, node in enumerate(self.nodes)}
        found = []
        for number in self.chains:
            nodes = net.chains[number].nodes
            which = [place[node] for node in nodes]
            ways = tuple(NEW if far[i] else node for i, node in zip(which, nodes))
            path = np.where(far[which, None], at[which], self.at[which])
            if NEW in ways:
                ends = slides.get(nodes[0]), slides.get(nodes[-1])
                found.append(Change(number, 0, len(nodes) - 1, ways, path, *ends))
        return found


def _shortest(strings: _Strings, least: np.ndarray, most: np.ndarray) -> np.ndarray:
    """Return the move to the shortest borders, shape (v,).

    Args:
        strings: The borders.
        least: Square metres that each grid must gain, below 0 what it may lose, shape (k,).
        most: Square metres that it may gain, shape (k,).
    """
    size = float(np.ptp(strings.at, axis=0).max())
    low, high = strings.bounds.T / size
    begins, stops, unit = np.isfinite(low), np.isfinite(high), np.eye(len(low))
    held, limits = np.concatenate([unit[begins], -unit[stops]]), np.concatenate([low[begins], -high[stops]])

    def room(x: np.ndarray) -> np.ndarray:
        gained = strings.gained(x * size, len(least))[0]
        return np.concatenate([gained - least, most - gained]) / size**2

    def room_slopes(x: np.ndarray) -> np.ndarray:
        slopes = strings.gained(x * size, len(least))[1] / size
        return np.concatenate([slopes, -slopes])

    def length(x: np.ndarray) -> tuple[float, np.ndarray]:
        metres, slopes = strings.length(x * size)
        return metres / size, slopes

    answer = minimize(
        length,
        np.zeros(len(low)),
        jac=True,
        method="SLSQP",
        constraints=[
            {"type": "ineq", "fun": room, "jac": room_slopes},
            {"type": "ineq", "fun": lambda x: held @ x - limits, "jac": lambda x: held},
        ],
        options={"maxiter": _ROUNDS, "ftol": _EXACT},
    )
    found = np.clip(answer.x, low, high) * size
    return found if np.isfinite(found).all() else np.zeros(len(low))
