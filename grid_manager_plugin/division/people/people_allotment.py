"""Which people belong to which community.

A point belongs to the community that it lies in, on a common border to the one whose id comes first. A polygon's
people are shared by area among the communities that it lies in and the ground outside all; each gets its piece.
What is wrong with a number fails the community that its feature falls to, by name, never the run.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely

from grid_manager_plugin.division.community import Community
from grid_manager_plugin.division.overlay import shared_ground
from grid_manager_plugin.division.people.people import (
    NOWHERE,
    AreaPeople,
    AreaShare,
    CommunityPeople,
    OutsidePeople,
    PeopleLayer,
    Places,
    PointPeople,
    PointShare,
    Totals,
)
from grid_manager_plugin.division.people.people_zones import owners, split_exactly
from grid_manager_plugin.division.surface import polygonal
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message, named


@dataclass(frozen=True)
class PeopleAllotment:
    """All people of a layer, each with their community.

    Attributes:
        communities: In the order of their ids as text.
        layer: The layer as read.
        community: Position of the community of each entry, ascending, shape (k,).
        feature: Position of the feature that each entry is of, shape (k,).
        share: The entries: points, or pieces of polygons, with the people that are there.
        outside_people: Features and people of no community.
        notes: What there is to tell about them.
    """

    communities: tuple[Community, ...]
    layer: PeopleLayer
    community: np.ndarray
    feature: np.ndarray
    share: PointShare | AreaShare
    outside_people: OutsidePeople
    notes: tuple[Message, ...]

    def of(self, position: int) -> CommunityPeople:
        """Return the people of a community; ``position`` counts in the order of ids as text."""
        start, stop = np.searchsorted(self.community, [position, position + 1]).tolist()
        share = self.share.between(start, stop)
        problem = self._problem(self.communities[position], self.feature[start:stop])
        if isinstance(share, PointShare):
            return CommunityPeople(points=share, problem=problem)
        return CommunityPeople(areas=share, problem=problem)

    def outside(self) -> OutsidePeople:
        """Return the people of no community."""
        return self.outside_people

    def _problem(self, community: Community, feature: np.ndarray) -> Message | None:
        """Return what to say when a number is missing, infinite or negative: a sum would be wrong in silence."""
        people, fids = self.layer.people[feature], self.layer.fid[feature]
        for text, bad in ((_NO_NUMBER, np.isnan(people)), (_INFINITE, np.isinf(people)), (_NEGATIVE, people < 0)):
            if bad.any():
                first = feature[bad][np.argmin(fids[bad])]
                values = {"community_id": community.title, "fids": named(fids[bad]), "count": len(np.unique(fids[bad]))}
                return Message(text, {**values, "value": as_written(self.layer, int(first))})
        return None


@dataclass(frozen=True)
class CityPeople:
    """The people of a city: where they are, how many a community has, or both.

    Attributes:
        communities: In the order of their ids as text.
        places: Where people are; ``None`` spreads the totals by area.
        totals: People of each community, in the same order, for which the places give weights; ``None`` where the
            places tell the people themselves.
    """

    communities: tuple[Community, ...]
    places: Places | None
    totals: Totals | None

    @classmethod
    def from_sources(
        cls, communities: Sequence[Community], places: Places | None, totals: Totals | None = None
    ) -> CityPeople:
        """Bring communities and their totals, given in any common order, into the order of ids as text."""
        order = sorted(range(len(communities)), key=lambda i: communities[i].id)
        if totals is not None:
            written = None if totals.written is None else totals.written[order]
            totals = replace(totals, people=totals.people[order], written=written)
        return cls(tuple(communities[i] for i in order), places, totals)

    @property
    def notes(self) -> tuple[Message, ...]:
        """Return what there is to tell about where people are."""
        return () if self.places is None else self.places.notes

    def of(self, position: int) -> CommunityPeople:
        """Return the people of a community, by its position in the order of ids; ``problem`` tells what is wrong."""
        found = CommunityPeople() if self.places is None else self.places.of(position)
        if self.totals is None:
            return found
        total = float(self.totals.people[position])
        problem = found.problem
        if not (math.isfinite(total) and total >= 0):
            community = self.communities[position]
            values = {"community_id": community.title, "fid": community.fid, "value": as_written(self.totals, position)}
            values["parameter"] = self.totals.parameter
            problem = Message(_TOTAL, values)
        return replace(found, total=total, problem=problem)

    def outside(self) -> OutsidePeople:
        """Return the people of no community: nobody where totals are spread, since these are the communities' own."""
        return OutsidePeople() if self.places is None or self.totals is not None else self.places.outside()


def allot_people(communities: Sequence[Community], layer: PeopleLayer, *, are_weights: bool = False) -> PeopleAllotment:
    """Allot the people of a layer to communities.

    Args:
        communities: The communities, ids unique and not empty, in any order.
        layer: Points or polygons with people, in the communities' CRS.
        are_weights: The layer's figures are weights to spread the communities' totals by; a polygon's then counts for
            every unit of its area.
    """
    ordered = tuple(sorted(communities, key=lambda community: community.id))
    grounds = polygonal(np.array([community.geometry for community in ordered], dtype=object))
    people = np.where(np.isfinite(layer.people) & (layer.people > 0), layer.people, 0.0)
    if isinstance(layer, PointPeople):
        return _points(ordered, grounds, layer, people, are_weights)
    return _areas(ordered, grounds, layer, people, are_weights)


def as_written(source: PeopleLayer | Totals, position: int) -> str:
    """Return what the field says, for a message: NULL, its text or its number."""
    if source.written is not None:
        text = source.written[position]
        return "NULL" if text is None else str(text)
    number = float(source.people[position])
    return "NULL" if math.isnan(number) else f"{number:.10g}"


def _points(
    ordered: tuple[Community, ...], grounds: np.ndarray, layer: PointPeople, people: np.ndarray, are_weights: bool
) -> PeopleAllotment:
    owner = owners(grounds, layer.xy)
    inside = np.flatnonzero(owner != NOWHERE)
    # of several points of one feature the first that lies in a community
    feature, first = np.unique(layer.feature[inside], return_index=True)
    point = inside[first]
    order = np.argsort(owner[point], kind="stable")
    feature, point = feature[order], point[order]
    placed = np.zeros(len(people), dtype=bool)
    placed[layer.feature] = True
    outside = placed.copy()
    outside[feature] = False
    notes = (
        _note(_NO_PLACE, ~placed, layer, people),
        _note(_WEIGHTS_OUTSIDE if are_weights else _OUTSIDE, outside, layer, people),
    )
    lost = ~placed | outside
    return PeopleAllotment(
        ordered,
        layer,
        owner[point],
        feature,
        PointShare(layer.xy[point], people[feature]),
        OutsidePeople(int(lost.sum()), math.fsum(people[lost].tolist())),
        tuple(note for note in notes if note is not None),
    )


def _areas(
    ordered: tuple[Community, ...], grounds: np.ndarray, layer: AreaPeople, people: np.ndarray, are_weights: bool
) -> PeopleAllotment:
    shapes = polygonal(layer.geometry)
    size = shapely.area(shapes)
    groundless = ~(size > 0)
    community, feature, geometry, area, _ = shared_ground(grounds, shapes, groundless)
    order = np.lexsort((feature, community))
    community, feature, geometry, area = (array[order] for array in (community, feature, geometry, area))
    parts, outer = split_exactly(people, feature, community, area / size[feature])
    whole = ~groundless
    whole[feature] = False
    partly = np.zeros(len(people), dtype=bool)
    partly[feature] = outer[feature] > 0
    if are_weights:
        parts = people[feature] * area
        notes = [_note(_NO_AREA, groundless, layer, people), _note(_WEIGHTS_OUTSIDE, whole, layer, people)]
    else:
        notes = [_note(_NO_AREA, groundless, layer, outer), _note(_OUTSIDE, whole, layer, outer)]
        notes.append(_note(_PARTLY_OUTSIDE, partly, layer, outer))
    return PeopleAllotment(
        ordered,
        layer,
        community,
        feature,
        AreaShare(geometry, parts),
        OutsidePeople(int((groundless | whole | partly).sum()), math.fsum(outer.tolist())),
        tuple(note for note in notes if note is not None),
    )


def _note(text: str, which: np.ndarray, layer: PeopleLayer, people: np.ndarray) -> Message | None:
    if not which.any():
        return None
    total = math.fsum(people[which].tolist())
    return Message(text, {"count": int(which.sum()), "population": total, "fids": named(layer.fid[which])})


_NO_NUMBER = QT_TRANSLATE_NOOP(
    "People",
    "POPULATION_LAYER_FIELD is empty or not a number in features of POPULATION_LAYER that fall to community "
    "{community_id}: {count} (features: {fids}; the first has “{value}”). Enter a number, 0 where nobody lives.",
)
_INFINITE = QT_TRANSLATE_NOOP(
    "People",
    "POPULATION_LAYER_FIELD is infinite in features of POPULATION_LAYER that fall to community {community_id}: {count} "
    "(features: {fids}; the first has “{value}”). Enter a number, 0 where nobody lives.",
)
_NEGATIVE = QT_TRANSLATE_NOOP(
    "People",
    "POPULATION_LAYER_FIELD is negative in features of POPULATION_LAYER that fall to community {community_id}: "
    "{count} (features: {fids}; the first has {value}). Enter a number, 0 where nobody lives.",
)
_TOTAL = QT_TRANSLATE_NOOP(
    "People",
    "{parameter} of community {community_id} (feature {fid} of INPUT) is “{value}”; it must be a number of 0 or "
    "more.",
)
_NO_PLACE = QT_TRANSLATE_NOOP(
    "People",
    "Features of POPULATION_LAYER that belong to no grid, without a geometry or with coordinates that do not belong "
    "to the layer's CRS: {count}, with a population of {population:,.10g} (features: {fids}).",
)
_NO_AREA = QT_TRANSLATE_NOOP(
    "People",
    "Features of POPULATION_LAYER without a polygon, without area or with coordinates that do not belong to the "
    "layer's CRS, left out: {count}, with a population of {population:,.10g} (features: {fids}).",
)
_OUTSIDE = QT_TRANSLATE_NOOP(
    "People",
    "Features of POPULATION_LAYER outside every community, which belong to no grid: {count}, with a population of "
    "{population:,.10g} (features: {fids}).",
)
_PARTLY_OUTSIDE = QT_TRANSLATE_NOOP(
    "People",
    "Polygons of POPULATION_LAYER that lie outside every community in part: {count} (features: {fids}). By area, a "
    "population of {population:,.10g} there belongs to no grid.",
)
_WEIGHTS_OUTSIDE = QT_TRANSLATE_NOOP(
    "People",
    "Features of POPULATION_LAYER outside every community, to which nobody was spread: {count} (features: {fids}).",
)
