"""Whole blocks packed into the bands of the parts: a plan that holds them all, or the proof that there is none.

The packing is a mixed-integer program, decided by HiGHS through ``scipy.optimize.milp`` within counted nodes and
coefficients, never within a time: the same input gives the same answer. First the blocks are packed without
contiguity. With contiguity, a plan with loose pieces is answered by cuts that every connected plan holds: a way
between two pieces of one part passes a separating set of blocks (Fischetti et al., "Thinning out Steiner trees",
2017). Then the blocks are packed again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.optimize import Bounds as VariableBounds
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import coo_matrix, csr_matrix, vstack

from grid_manager_plugin.division.graph import BlockGraph, components
from grid_manager_plugin.division.proofs.feasibility import Proof, loads
from grid_manager_plugin.rules.limits import Bounds, slackened

NODES = 50
"""Nodes that one packing may take; without an answer by then nothing is proven."""

PACKED = 1100
"""Most blocks times parts that are packed at all: more are rarely decided within the nodes."""

CONNECTED = 400
"""Most blocks times parts for which contiguity is part of the packing."""

WORK = 150_000
"""Sum of the programs' coefficients after which contiguity is given up: their time grows with it."""

MARGIN = 1e-6
"""Share by which bands are widened: a proof must not rest on the solver's own tolerance."""

Row = tuple  # (variables, values, most)


@dataclass(frozen=True)
class Packed:
    """What packing told; all ``None`` when the work allowed did not suffice.

    Attributes:
        labels: A plan that holds the bands and contiguity, shape (n,).
        proof: Why there is none.
    """

    labels: np.ndarray | None = None
    proof: Proof | None = None


def pack(graph: BlockGraph, bounds: Bounds, parts: int, alive: Callable[[], None]) -> Packed:
    """Look for a plan, or for the proof that there is none, by exact means.

    Args:
        graph: The blocks; a part may be in several pieces only where the graph is, bridges apart.
        bounds: The band of every part.
        parts: Number of parts, at most the number of blocks.
        alive: Called between two programs; may raise to stop.
    """
    size = len(graph.population) * parts
    if size > PACKED or parts < 2:
        return Packed()
    answer = _Program(graph, bounds, parts).solve()
    if answer is False:
        return Packed(proof=Proof("packing", _binding(graph, bounds, parts, alive)))
    if size > CONNECTED:
        return Packed()
    return _connected(_Program(graph, bounds, parts), alive)


def _binding(graph: BlockGraph, bounds: Bounds, parts: int, alive: Callable[[], None]) -> str:
    """Return the limit that alone cannot be held; empty when only both together cannot."""
    alone = {
        "population": Bounds(population_min=bounds.population_min, population_max=bounds.population_max),
        "area": Bounds(area_min=bounds.area_min, area_max=bounds.area_max),
    }
    for limit, band in alone.items():
        alive()
        if _Program(graph, band, parts).solve() is False:
            return limit
    return ""


def _connected(program: _Program, alive: Callable[[], None]) -> Packed:
    program.forbid(_lone_blocks(program))
    work = 0
    while work < WORK:
        alive()
        work += program.matrix.nnz
        labels = program.solve()
        if labels is None:
            return Packed()
        if labels is False:
            return Packed(proof=Proof("contiguity", "contiguity"))
        cuts = _cuts(program, labels)
        if not cuts:
            return Packed(labels=labels)
        program.forbid(cuts)
    return Packed()


class _Program:
    """Each block in one part, each part used and within its bands; variable of block i in part p: i * parts + p."""

    def __init__(self, graph: BlockGraph, bounds: Bounds, parts: int) -> None:
        self.count, self.parts = len(graph.population), parts
        self.loads = [
            (load, *_widened(load, low, high))
            for _, load, low, high in loads(graph, bounds)
            if np.isfinite(low) or np.isfinite(high)
        ]
        edges = graph.firm_edges()
        self.pieces, self.piece = components(edges, self.count)
        self.edges = edges
        self.neighbours: list[set[int]] = [set() for _ in range(self.count)]
        for a, b in edges.tolist():
            self.neighbours[a].add(b)
            self.neighbours[b].add(a)
        self.order = np.lexsort((np.arange(self.count), -np.asarray(graph.population, dtype=float)))
        self.matrix, self.lows, self.highs = self._rows()

    def _rows(self) -> tuple[csr_matrix, np.ndarray, np.ndarray]:
        size = self.count * self.parts
        column = np.arange(size)
        matrices = [coo_matrix((np.ones(size), (column // self.parts, column)), shape=(self.count, size))]
        lows, highs = [np.ones(self.count)], [np.ones(self.count)]
        for load, low, high in [(np.ones(self.count), 1.0, np.inf), *self.loads]:
            scale = max(float(load.sum()) / self.parts, 1e-12)
            values = np.repeat(load / scale, self.parts)
            matrices.append(coo_matrix((values, (column % self.parts, column)), shape=(self.parts, size)))
            lows.append(np.full(self.parts, low / scale))
            highs.append(np.full(self.parts, high / scale))
        return vstack(matrices).tocsr(), np.concatenate(lows), np.concatenate(highs)

    def forbid(self, rows: list[Row]) -> None:
        """Add rows: the sum of values times variables is at most ``most``."""
        if not rows:
            return
        number = np.repeat(np.arange(len(rows)), [len(columns) for columns, _, _ in rows])
        columns = np.concatenate([columns for columns, _, _ in rows])
        values = np.concatenate([values for _, values, _ in rows])
        shape = (len(rows), self.count * self.parts)
        self.matrix = vstack([self.matrix, coo_matrix((values, (number, columns)), shape=shape)]).tocsr()
        self.lows = np.concatenate([self.lows, np.full(len(rows), -np.inf)])
        self.highs = np.concatenate([self.highs, [most for _, _, most in rows]])

    def solve(self) -> np.ndarray | Literal[False] | None:
        """Return labels, ``False`` when there are none, ``None`` when the nodes did not suffice."""
        size = self.count * self.parts
        ceiling = np.ones((self.count, self.parts))
        for rank, block in enumerate(self.order[: self.parts]):
            ceiling[block, rank + 1 :] = 0.0  # the parts are alike: the heaviest blocks choose first
        answer = milp(
            np.zeros(size),
            integrality=np.ones(size),
            bounds=VariableBounds(np.zeros(size), ceiling.reshape(-1)),
            constraints=LinearConstraint(self.matrix, self.lows, self.highs),
            options={"node_limit": NODES},
        )
        if answer.status == 2:
            return False
        if answer.x is None:
            return None
        return np.argmax(answer.x.reshape(-1, self.parts), axis=1)

    def too_light(self, blocks: np.ndarray) -> bool:
        """Tell whether no part can consist of these blocks alone, or of fewer of them."""
        return self.pieces == 1 and any(load[blocks].sum() < low for load, low, _ in self.loads)


def _widened(load: np.ndarray, low: float, high: float) -> tuple[float, float]:
    """Return the band with a margin; whole people and whole square metres make it a band of whole numbers first."""
    low, high = slackened(low, -1), slackened(high, 1)
    if np.all(load == np.round(load)):
        low, high = np.ceil(low), np.floor(high)
    mean = max(1.0, float(load.mean()))
    return low - MARGIN * max(mean, abs(low)), high + MARGIN * max(mean, abs(high))


def _lone_blocks(program: _Program) -> list[Row]:
    """Return that a block too light to be a part goes where one of its neighbours goes."""
    rows = []
    for block, around in enumerate(program.neighbours):
        if program.too_light(np.array([block])):
            rows += _joins(program, [block], around)
    return rows


def _cuts(program: _Program, labels: np.ndarray) -> list[Row]:
    """Return rows that forbid the loose pieces of a plan and hold in every connected one."""
    same = labels[program.edges[:, 0]] == labels[program.edges[:, 1]]
    number, chunk = components(program.edges[same], program.count)
    rank = np.argsort(program.order)
    chunks = sorted((np.flatnonzero(chunk == c) for c in range(number)), key=lambda c: (-len(c), int(rank[c].min())))
    main: dict[tuple[int, int], np.ndarray] = {}
    rows: list[Row] = []
    for blocks in chunks:
        key = int(labels[blocks[0]]), int(program.piece[blocks[0]])
        if key not in main:
            main[key] = blocks
            continue
        around = set().union(*(program.neighbours[b] for b in blocks)) - set(blocks.tolist())
        if program.too_light(blocks):
            rows += [row for block in blocks.tolist() for row in _joins(program, [block], around)]
            continue
        ends = [int(some[np.argmin(rank[some])]) for some in (blocks, main[key])]
        rows += _joins(program, ends, _separator(program, around, ends[1]))
    return rows


def _joins(program: _Program, ends: list[int], around: set[int]) -> list[Row]:
    """Return, for every part, that it holds all of ``ends`` only with some block of ``around``."""
    blocks = np.array([*ends, *sorted(around)])
    values = np.concatenate([np.ones(len(ends)), -np.ones(len(around))])
    return [(blocks * program.parts + part, values, len(ends) - 1.0) for part in range(program.parts)]


def _separator(program: _Program, around: set[int], goal: int) -> set[int]:
    """Return those of ``around`` that can be reached from ``goal`` without passing another of them."""
    seen, todo, found = {goal}, [goal], set()
    while todo:
        for block in program.neighbours[todo.pop()]:
            if block in around:
                found.add(block)
            elif block not in seen:
                seen.add(block)
                todo.append(block)
    return found
