"""Who receives what: pieces of ground of one community that go from one grid to another, or out of all.

A spill is cut at the community's edge. An overlap goes to the locked grid, else to the one that leaves both more
compact. A gap goes to the neighbour with the longest shared border that is not locked. No grid is emptied and none
falls into more parts than it was in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from grid_manager_plugin.coverage.findings import NONE
from grid_manager_plugin.coverage.kinds import GROUND, Kind
from grid_manager_plugin.coverage.mend.arrangement import Arrangement, dissolved
from grid_manager_plugin.rules.chunks import Progress
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

DUST = 0.01
"""Square metres; smaller pieces are moved along with others and not told."""


@dataclass(frozen=True)
class RepairSettings:
    """How far a repair goes.

    Attributes:
        largest: Square metres of the largest piece of each kind that is moved; larger ones are left for a person.
        snap: Metres; slivers that are not wider are moved however long they are.
        ignore_below: Square metres below which a piece is no finding; it stays, but for dust.
        kinds: Kinds of pieces that are moved.
    """

    largest: dict[Kind, float]
    snap: float = 0.05
    ignore_below: float = 0.01
    kinds: frozenset[Kind] = frozenset(GROUND)


@dataclass(frozen=True)
class Move:
    """One piece of ground that was moved.

    Attributes:
        kind: What it was.
        source: Position of the grid that lost it; :data:`.findings.NONE` for a gap.
        target: Position of the grid that has it now; NONE for a spill.
        geometry: Its polygon.
        area: Square metres.
    """

    kind: Kind
    source: int
    target: int
    geometry: object
    area: float


@dataclass(frozen=True)
class Stay:
    """One piece of ground that stays as it is, and why."""

    kind: Kind
    geometry: object
    reason: Message


class Stays:
    """Pieces of ground that stay, found by their place."""

    def __init__(self, stays: Sequence[Stay]) -> None:
        self._stays = tuple(stays)
        self._tree = shapely.STRtree([stay.geometry for stay in stays])

    def reason(self, kind: Kind, place: object) -> Message | None:
        """Return why a piece of a kind stays that holds a point; ``None`` where there is none."""
        for i in sorted(self._tree.query(place, predicate="intersects").tolist()):
            if self._stays[i].kind is kind:
                return self._stays[i].reason
        return None


class Redistribution:
    """Moves the pieces of one community; ``covers`` is what lies in which grid in the end."""

    def __init__(
        self,
        ground: Arrangement,
        positions: np.ndarray,
        locked: np.ndarray,
        settings: RepairSettings,
        untouchable: Stays,
        progress: Progress,
    ) -> None:
        """Take in a community.

        Args:
            ground: Its faces.
            positions: Positions of its grids in the city, shape (k,).
            locked: Grids whose ground does not change, shape (k,) of bool.
            settings: How far the repair goes.
            untouchable: Pieces that shall stay.
            progress: Called again and again; may raise to cancel.
        """
        self.covers = ground.covers.copy()
        self.moves: list[Move] = []
        self.stays: list[Stay] = []
        self._ground = ground
        self._positions = positions
        self._locked = locked
        self._settings = settings
        self._untouchable = untouchable
        self._progress = progress

    def run(self) -> None:
        """Move what can be moved: spills, then overlaps, then gaps."""
        self._cut_spills()
        self._resolve_overlaps()
        self._close_gaps()

    def _cut_spills(self) -> None:
        for grid in range(len(self._positions)):
            for piece in self._pieces(Kind.SPILL, self.covers[grid] & ~self._ground.inside):
                if self._locked[grid]:
                    self._stay(Kind.SPILL, piece, _LOCKED)
                elif not self._can_lose(grid, piece):
                    self._stay(Kind.SPILL, piece, _NEEDED)
                else:
                    self.covers[grid, piece] = False
                    self._moved(Kind.SPILL, piece, grid, NONE)

    def _resolve_overlaps(self) -> None:
        shared = np.flatnonzero(self._ground.inside & (self.covers.sum(axis=0) > 1))
        patterns, which = np.unique(self.covers[:, shared], axis=1, return_inverse=True)
        for number, pattern in enumerate(patterns.T):
            same = np.zeros(len(self._ground.faces), dtype=bool)
            same[shared[which.ravel() == number]] = True
            for piece in self._pieces(Kind.OVERLAP, same):
                self._resolve(piece, np.flatnonzero(pattern).tolist())

    def _resolve(self, piece: np.ndarray, grids: list[int]) -> None:
        locked = [grid for grid in grids if self._locked[grid]]
        if len(locked) > 1:
            self._stay(Kind.OVERLAP, piece, _LOCKED)
            return
        options = locked or sorted(grids, key=lambda keeper: -self._compact_without(piece, grids, keeper))
        for keeper in options:
            losers = [grid for grid in grids if grid != keeper]
            if all(self._can_lose(grid, piece) for grid in losers):
                for grid in losers:
                    self.covers[grid, piece] = False
                    self._moved(Kind.OVERLAP, piece, grid, keeper)
                return
        self._stay(Kind.OVERLAP, piece, _NEEDED)

    def _close_gaps(self) -> None:
        for piece in self._pieces(Kind.GAP, self._ground.inside & ~self.covers.any(axis=0)):
            borders = self._ground.shared(piece, self.covers)
            free = np.where(self._locked, 0.0, borders)
            if free.any():
                receiver = int(np.argmax(free))
                self.covers[receiver, piece] = True
                self._moved(Kind.GAP, piece, NONE, receiver)
            else:
                self._stay(Kind.GAP, piece, _LOCKED if borders.any() else _NO_NEIGHBOUR)

    def _pieces(self, kind: Kind, chosen: np.ndarray) -> Iterator[np.ndarray]:
        """Yield the connected pieces of faces that may be moved, as positions; the others are noted as they stay."""
        if kind not in self._settings.kinds:
            return
        for piece in self._ground.parts(np.flatnonzero(chosen)):
            self._progress(0.0)
            if DUST <= self._area(piece) < self._settings.ignore_below:
                continue
            reason = self._reason_to_stay(kind, piece)
            if reason is None:
                yield piece
            else:
                self.stays.append(Stay(kind, self._polygon(piece), reason))

    def _reason_to_stay(self, kind: Kind, piece: np.ndarray) -> Message | None:
        area, bound = self._area(piece), self._settings.largest[kind]
        width = 2 * area / max(self._ground.perimeter(piece), 1e-9)
        if area > bound and width > self._settings.snap:
            values = {"area": area, "parameter": f"MAX_{kind.name}_AREA", "bound": bound}
            return Message(_TOO_LARGE, values)
        largest = piece[np.argmax(self._ground.area[piece])]
        return self._untouchable.reason(kind, shapely.point_on_surface(self._ground.faces[largest]))

    def _can_lose(self, grid: int, piece: np.ndarray) -> bool:
        """Tell whether a grid without a piece has most of its ground left, in no more parts than before."""
        before = np.flatnonzero(self.covers[grid])
        after = np.setdiff1d(before, piece, assume_unique=True)
        if self._area(after) < self._area(piece):
            return False
        return len(self._ground.parts(after)) <= max(1, len(self._ground.parts(before)))

    def _compact_without(self, piece: np.ndarray, grids: list[int], keeper: int) -> float:
        """Return how compact grids are together when one of them keeps a piece."""
        score = 0.0
        for grid in grids:
            kept = np.flatnonzero(self.covers[grid])
            kept = kept if grid == keeper else np.setdiff1d(kept, piece, assume_unique=True)
            score += self._ground.compactness(kept)
        return score

    def _area(self, piece: np.ndarray) -> float:
        return float(self._ground.area[piece].sum())

    def _polygon(self, piece: np.ndarray) -> object:
        return dissolved(self._ground.faces[piece])

    def _moved(self, kind: Kind, piece: np.ndarray, source: int, target: int) -> None:
        if self._area(piece) >= min(DUST, self._settings.ignore_below):
            loser, winner = (NONE if grid == NONE else int(self._positions[grid]) for grid in (source, target))
            self.moves.append(Move(kind, loser, winner, self._polygon(piece), self._area(piece)))

    def _stay(self, kind: Kind, piece: np.ndarray, reason: str) -> None:
        self.stays.append(Stay(kind, self._polygon(piece), Message(reason)))


_TOO_LARGE = QT_TRANSLATE_NOOP(
    "Coverage", "A piece of {area:,.2f} m² is larger than {parameter} ({bound:,.10g} m²): a person has to decide."
)
_LOCKED = QT_TRANSLATE_NOOP("Coverage", "Only grids that are locked, or invalid, could change here.")
_NEEDED = QT_TRANSLATE_NOOP(
    "Coverage", "If it were moved, a grid would lose most of its ground or fall into more parts."
)
_NO_NEIGHBOUR = QT_TRANSLATE_NOOP("Coverage", "No grid of the community borders on it.")
