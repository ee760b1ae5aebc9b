"""People as data: as they are read for a whole city, and as one community's worker gets them.

A source tells where people are (points, polygons, cells of a raster). Where a community's total is known from
elsewhere, its figures are weights by which the total is spread: floors of a building times its area, flats at a house
point, cells of another year's raster.

Shares of area are taken in the plane of the communities' CRS: over one polygon or cell its scale is the same, so they
are those of the ellipsoid to the digits that matter.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol, Union

import numpy as np

from grid_manager_plugin.rules.messages import Message

NOWHERE = -1
"""Zone or community of people who are in none."""


@dataclass(frozen=True)
class PointPeople:
    """A layer of points with people, in the communities' CRS.

    A feature of several points is in one place: at its first point that lies in a community.

    Attributes:
        fid: Feature ids, for messages only, shape (n,).
        xy: All points of all features, finite, shape (p, 2).
        feature: Position of the feature that each point is of, ascending, shape (p,).
        people: People (or weight) of each feature, shape (n,); NaN where the field is NULL or no number.
        written: What a text field says, ``None`` for NULL, shape (n,) of object; ``None`` for a field of numbers.
    """

    fid: np.ndarray
    xy: np.ndarray
    feature: np.ndarray
    people: np.ndarray
    written: np.ndarray | None = None


@dataclass(frozen=True)
class AreaPeople:
    """A layer of polygons with people, in the communities' CRS.

    Attributes:
        fid: Feature ids, for messages only, shape (n,).
        geometry: (Multi)polygons, ``None`` where a feature has none, shape (n,) of object.
        people: People (or weight of a unit of area) of each, shape (n,); NaN where the field is NULL or no number.
        written: What a text field says, ``None`` for NULL, shape (n,) of object; ``None`` for a field of numbers.
    """

    fid: np.ndarray
    geometry: np.ndarray
    people: np.ndarray
    written: np.ndarray | None = None


PeopleLayer = Union[PointPeople, AreaPeople]


@dataclass(frozen=True)
class Totals:
    """People of whole communities, from a field of INPUT.

    Attributes:
        people: People of each community, shape (n,); NaN where the field is NULL or no number.
        written: What a text field says, ``None`` for NULL, shape (n,) of object; ``None`` for a field of numbers.
        parameter: The parameter that names the field.
    """

    people: np.ndarray
    written: np.ndarray | None = None
    parameter: str = "COMMUNITY_POPULATION"


@dataclass(frozen=True)
class PointShare:
    """Points of one community: coordinates, shape (n, 2), and people, numbers of 0 or more, shape (n,)."""

    xy: np.ndarray
    people: np.ndarray

    def between(self, start: int, stop: int) -> PointShare:
        """Return those from one position up to another."""
        return PointShare(self.xy[start:stop], self.people[start:stop])


@dataclass(frozen=True)
class AreaShare:
    """Polygons, or the pieces of them in one community, shape (n,) of object, and their people, shape (n,)."""

    geometry: np.ndarray
    people: np.ndarray

    def between(self, start: int, stop: int) -> AreaShare:
        """Return those from one position up to another."""
        return AreaShare(self.geometry[start:stop], self.people[start:stop])


@dataclass(frozen=True)
class CellShare:
    """Cells of a raster that lie wholly in one community.

    Attributes:
        corners: In the communities' CRS, going round, shape (n, 4, 2).
        people: Numbers of 0 or more, shape (n,).
    """

    corners: np.ndarray
    people: np.ndarray


@dataclass(frozen=True)
class CommunityPeople:
    """The people of one community, before its zones are known: plain, picklable, nothing of its neighbours.

    Attributes:
        points: People at points.
        areas: People on polygons, which lie in the community.
        cells: People on cells.
        total: People of the whole community, for whom all the others are weights; ``None`` where they are the people.
        problem: Why its people cannot be counted; ``None`` when nothing is wrong.
        notes: What there is to tell about them.
    """

    points: PointShare | None = None
    areas: AreaShare | None = None
    cells: CellShare | None = None
    total: float | None = None
    problem: Message | None = None
    notes: tuple[Message, ...] = ()

    @property
    def counted(self) -> float:
        """Return how many they are; NaN where nothing tells."""
        if self.total is not None:
            return self.total
        parts = [part for part in (self.points, self.areas, self.cells) if part is not None]
        return math.fsum(people for part in parts for people in part.people.tolist()) if parts else math.nan


@dataclass(frozen=True)
class OutsidePeople:
    """People who are in no community: features (points, polygons) wholly or in part outside, and their people."""

    features: int = 0
    people: float = 0.0


class Places(Protocol):
    """Where the people of a city are: asked community by community, so that nobody holds all of them."""

    @property
    def notes(self) -> tuple[Message, ...]:
        """Return what there is to tell about the whole source."""

    def of(self, position: int) -> CommunityPeople:
        """Return the people of a community; ``position`` counts in the order of ids as text."""

    def outside(self) -> OutsidePeople:
        """Return the people of no community; final once every community was asked for."""
