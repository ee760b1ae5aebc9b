"""What stands in the way where walls part a community: which piece, what cuts it off, and what would help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from grid_manager_plugin.division.proofs.changes import Change, changes_for, parameter_of
from grid_manager_plugin.division.proofs.obstacle import Obstacle, Question, read_figures, read_number
from grid_manager_plugin.division.regions import piece_words as words
from grid_manager_plugin.division.regions.apportion import MOST, numbers_within
from grid_manager_plugin.division.regions.walls import Ground, region_count
from grid_manager_plugin.division.ties import units
from grid_manager_plugin.rules.limits import Bounds, Breach
from grid_manager_plugin.rules.messages import Message, named

LISTED = 3
"""Pieces, and blocks of a piece, that are told by name; of more only the number."""


@dataclass(frozen=True)
class Piece:
    """A region, told to people.

    Attributes:
        blocks: Its blocks, ascending.
        population: Its people.
        area: Its square metres.
    """

    blocks: tuple[int, ...]
    population: float
    area: float

    def message(self, names: Sequence[str]) -> Message:
        """Return blocks, people and area."""
        told = [names[block] if len(names) else str(block) for block in self.blocks[:LISTED]]
        more = ", …" if len(self.blocks) > LISTED else ""
        figures = {"population": read_number(self.population, 1), "area": read_number(self.area, 0)}
        return Message(words.PIECE, {"blocks": ", ".join(told) + more, **figures})


@dataclass(frozen=True)
class PieceObstacle(Obstacle):
    """An obstacle that has to do with the pieces of a community.

    Attributes:
        pieces: The pieces in the way.
        soften: Feature ids of the hard barriers (BARRIERS) that would have to be soft, all of them together.
        opened: A block of each dedicated grid that would have to be none, all of them together.
    """

    pieces: tuple[Piece, ...] = ()
    soften: tuple[int, ...] = ()
    opened: tuple[int, ...] = ()

    def reason(self, community_id: str, block_names: Sequence[str] = ()) -> Message:
        """Return why, naming the community and the pieces."""
        told = [piece.message(block_names) for piece in self.pieces]
        values = {**self.values, "community_id": community_id, "piece": told[0], "pieces": _listed(told)}
        return Message(self.text, values)

    def suggestion(self, block_names: Sequence[str] = ()) -> Message:
        """Return the smallest change that would help."""
        plain = super().suggestion()
        opened = [block_names[block] if len(block_names) else str(block) for block in self.opened]
        told = {"barriers": ", ".join(map(str, self.soften)), "opened": ", ".join(opened)}
        return Message(plain.text, {**plain.values, **told})


def too_many(ground: Ground, question: Question, most: int) -> PieceObstacle:
    """Tell that a community has more pieces than grids may be made."""
    blamed, count = blame(ground), len(ground.regions)
    asked = "GRIDS_FIELD" if question.exact else "MAX_GRIDS"
    values = {"figure": count, "bound": most, "asked": asked}
    pieces = tuple(_piece(ground, region) for region in range(count))
    instead = Change(asked, count) if count <= MOST else None
    return PieceObstacle(
        "contiguity", blamed, count, most, words.MANY[blamed], "", values, instead=instead, pieces=pieces
    )


def trouble(ground: Ground, question: Question, bounds: Bounds, count: int) -> PieceObstacle | None:
    """Return why people, area and number of blocks of the pieces alone leave no plan of ``count`` grids.

    Args:
        ground: The community and its walls.
        question: What was asked of its blocks without a dedicated grid.
        bounds: The band of every grid of such a plan.
        count: Number of grids, at least one for each piece.
    """
    spans = [_Span.of(ground, region, bounds) for region in range(len(ground.regions))]
    alone = [_alone(ground, question, bounds, count, span) for span in spans if span.least > span.enough]
    if alone:
        return max(alone, key=lambda obstacle: obstacle.distance)
    need, suffice = sum(span.least for span in spans), sum(span.most for span in spans)
    if need <= count <= suffice:
        return None
    return _together(ground, question, count, need if need > count else suffice)


def found(
    ground: Ground, question: Question, breaches: Sequence[Breach], counts: Sequence[int], *, proven: bool
) -> PieceObstacle:
    """Word what the best plan that was found breaks; the largest breach, as a share of its bound, is told.

    Args:
        ground: The community and its walls.
        question: What was asked of its blocks without a dedicated grid.
        breaches: What the plan breaks, at least one.
        counts: Number of grids of each piece in that plan.
        proven: Whether there is no better plan.
    """
    worst = max(breaches, key=lambda breach: breach.share)
    count = sum(counts)
    mean = question.people / count
    parameter = parameter_of(worst, question.limits, mean)
    region = int(np.searchsorted(np.cumsum(counts), worst.grid or 0, side="right"))
    told = {"parameter": parameter, **read_figures(worst.limit, worst.value, worst.bound)}
    values = {
        **told,
        "breach": Message(words.BREACH[worst.limit, worst.side], told),
        "grids": count,
        "count": len(counts),
        "cut": _cut(ground, region),
    }
    changes = changes_for(breaches, question.limits, mean)
    text = words.NONE_HOLDS if proven else words.FOUND
    pieces = (_piece(ground, region),)
    return PieceObstacle(
        worst.limit, parameter, worst.value, worst.bound, text, "", values, changes=changes, pieces=pieces
    )


def blame(ground: Ground) -> str:
    """Return the parameter that parts a community: hard barriers, unless dedicated grids alone leave as many pieces."""
    soft = replace(ground.walls, hard=np.zeros_like(ground.walls.hard))
    return "BARRIER_HARD" if region_count(ground.whole, soft) < len(ground.regions) else "KEEP_WHOLE_DEDICATED"


@dataclass(frozen=True)
class _Span:
    """The fewest and most grids that people and area of a region alone allow.

    Attributes:
        region: The region.
        limits: Fewest and most by limit.
        blocks: How many blocks it has that can be parted.
    """

    region: int
    limits: dict[str, tuple[int, int]]
    blocks: int

    @classmethod
    def of(cls, ground: Ground, region: int, bounds: Bounds) -> _Span:
        """Return the span of a region under some bounds."""
        graph = units(ground.regions[region].graph).graph
        return cls(region, numbers_within(graph, bounds), len(graph.population))

    @property
    def least(self) -> int:
        """Fewest grids."""
        return max(least for least, _ in self.limits.values())

    @property
    def enough(self) -> int:
        """Most grids that people and area allow."""
        return min(most for _, most in self.limits.values())

    @property
    def most(self) -> int:
        """Most grids."""
        return min(self.blocks, self.enough)

    def upper(self) -> str:
        """Return the limit whose maximum asks for the fewest grids."""
        return max(self.limits, key=lambda limit: self.limits[limit][0])

    def lower(self) -> str:
        """Return the limit whose minimum allows the most grids."""
        return min(self.limits, key=lambda limit: self.limits[limit][1])


def _alone(ground: Ground, question: Question, bounds: Bounds, count: int, span: _Span) -> PieceObstacle:
    """Tell a piece that holds the limits in no number of grids."""
    piece = _piece(ground, span.region)
    mean, limits = question.people / count, question.limits
    needed, enough, lower = span.least, span.enough, span.lower()
    figure = {"population": piece.population, "area": piece.area}[lower] / needed
    bound = float(getattr(bounds, f"{lower}_min"))
    parameter = parameter_of(Breach(lower, "min", None, figure, bound), limits, mean)
    values: dict[str, object] = {"parameter": parameter, "cut": _cut(ground, span.region), "grids": count}
    if enough == 0:
        values.update(read_figures(lower, figure, bound))
        return PieceObstacle(lower, parameter, figure, bound, words.SMALL[lower], "", values, pieces=(piece,))
    upper = span.upper()
    high = float(getattr(bounds, f"{upper}_max"))
    over = parameter_of(Breach(upper, "max", None, np.inf, high), limits, mean)
    values.update({"needed": needed, "enough": enough, "upper": over})
    values.update({"high": _figure(upper, high), "low": _figure(lower, bound)})
    return PieceObstacle(lower, parameter, figure, bound, words.BETWEEN, "", values, pieces=(piece,))


def _figure(limit: str, value: float) -> Message:
    decimals = 1 if limit == "population" else 0
    return Message(words.FIGURE[limit], {"number": read_number(round(value, decimals), decimals)})


def _together(ground: Ground, question: Question, count: int, figure: int) -> PieceObstacle:
    """Tell that all pieces together need more grids, or are enough for fewer."""
    blamed = blame(ground)
    low, high = question.limits.grids
    side = "MAX_GRIDS" if figure > count else "MIN_GRIDS"
    asked = "GRIDS_FIELD" if question.exact else side if count in (low, high) else "MIN_GRIDS, MAX_GRIDS"
    text = (words.NEED if figure > count else words.SUFFICE)[blamed]
    values = {"figure": figure, "bound": count, "asked": asked, "count": len(ground.regions), "grids": count}
    pieces = tuple(_piece(ground, region) for region in range(len(ground.regions)))
    instead = Change("GRIDS_FIELD" if question.exact else side, figure) if figure <= MOST else None
    return PieceObstacle("contiguity", blamed, figure, count, text, "", values, instead=instead, pieces=pieces)


def _piece(ground: Ground, region: int) -> Piece:
    own = ground.regions[region]
    blocks = tuple(ground.rest[own.blocks].tolist())
    return Piece(blocks, float(own.graph.population.sum()), float(own.graph.area.sum()))


def _cut(ground: Ground, region: int) -> Message:
    fids = ground.regions[region].fids
    return Message(words.CUT_BY_BARRIERS, {"barriers": named(fids)}) if len(fids) else Message(words.CUT_BY_DEDICATED)


def _listed(told: Sequence[Message]) -> Message:
    """Return some messages as one; of many the first few, and the number of the others."""
    shown = told[:LISTED]
    listed = shown[-1]
    if len(told) > LISTED:
        listed = Message(words.MORE, {"first": listed, "count": len(told) - LISTED})
    for message in reversed(shown[:-1]):
        listed = Message(words.NEXT, {"first": message, "rest": listed})
    return listed
