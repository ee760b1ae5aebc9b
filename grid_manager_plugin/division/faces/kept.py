"""Polygons that no border may cut: compounds, buildings, settlements.

They are brought to one set of polygons that do not overlap and lie in the community: those that overlap one another
by more than two centimetres become one, what lies outside the community is cut off, and ground that one of them
encloses belongs to it, because it can be reached through it only. The parts of a multipolygon are each kept whole.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from grid_manager_plugin.division.graph import components
from grid_manager_plugin.division.plane import Plane
from grid_manager_plugin.division.surface import polygonal
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message, named

CUT = 0.01
"""Metres: what reaches less far into a polygon lies along its wall."""

CRUMB = 0.01
"""Square metres: smaller pieces are none."""


@dataclass(frozen=True)
class KeepWhole:
    """Polygons that no border may cut.

    Attributes:
        geometry: Polygons in the communities' CRS as they come, ``None`` where there is none, shape (q,) of object.
        fid: Feature ids, shape (q,).
        dedicated: True where the polygon is a grid of its own, shape (q,).
    """

    geometry: np.ndarray
    fid: np.ndarray
    dedicated: np.ndarray

    def take(self, which: np.ndarray) -> KeepWhole:
        """Return some of the polygons."""
        return KeepWhole(self.geometry[which], self.fid[which], self.dedicated[which])


@dataclass(frozen=True)
class KeptGround:
    """Ground of one community that is kept whole, piece by piece.

    Attributes:
        geometry: Polygons without holes that do not overlap, inside the community, in a canonical order,
            shape (k,) of object.
        dedicated: True where a feature of the piece is a grid of its own, shape (k,).
        piece: Pieces, shape (p,), and
        feature: positions of the features that they are of, shape (p,); sorted by feature, then piece.
        notes: What was changed.
    """

    geometry: np.ndarray
    dedicated: np.ndarray
    piece: np.ndarray
    feature: np.ndarray
    notes: tuple[Message, ...] = ()


def nothing_kept() -> KeepWhole:
    """Return no polygons at all."""
    return KeepWhole(np.empty(0, dtype=object), np.empty(0, dtype=np.int64), np.empty(0, dtype=bool))


def kept_ground(ground: shapely.Geometry, kept: KeepWhole, plane: Plane) -> KeptGround:
    """Return the ground of a community that is kept whole.

    Args:
        ground: Valid (multi)polygon.
        kept: Polygons as they come; those that do not reach the community are passed over.
        plane: Plane of the community.
    """
    raw = np.asarray(kept.geometry, dtype=object).reshape(-1)
    sound = polygonal(raw)
    shapely.prepare(ground)
    near = np.flatnonzero(shapely.intersects(ground, sound))
    polygons, owner = shapely.get_parts(sound[near], return_index=True)
    owner = near[owner]
    order = np.argsort(shapely.to_wkb(shapely.normalize(polygons)), kind="stable")
    groups = _Groups(_filled(polygons[order]), owner[order], np.arange(len(order)))
    groups = groups.united(plane)
    overlapping = groups.several()
    whole = groups.geometry
    clip = ~shapely.covers(ground, whole)
    lost = np.zeros(len(whole))
    inside = whole.copy()
    inside[clip] = polygonal(shapely.intersection(whole[clip], ground))
    lost[clip] = plane.square_metres(whole[clip]) - plane.square_metres(inside[clip])
    pieces, group = shapely.get_parts(inside, return_index=True)
    real = plane.square_metres(pieces) > CRUMB
    pieces, group = pieces[real], group[real]
    piece, member = _members(group, groups.group)
    fids = np.asarray(kept.fid)
    across = np.isin(groups.group, np.flatnonzero((lost > CRUMB) & np.isin(np.arange(len(whole)), group)))
    invalid = near[~shapely.is_valid(raw[near])]
    feature = groups.owner[member]
    dedicated = np.zeros(len(pieces), dtype=bool)
    dedicated[piece[np.asarray(kept.dedicated)[feature]]] = True
    notes = [
        _note(_INVALID, invalid, fids),
        _note(_ACROSS, groups.owner[across], fids),
        _note(_OVERLAPPING, overlapping, fids),
    ]
    pairs = np.unique(np.column_stack([feature, piece]), axis=0)
    return KeptGround(pieces, dedicated, pairs[:, 1], pairs[:, 0], tuple(note for note in notes if note is not None))


def cores(drawn: np.ndarray) -> np.ndarray:
    """Return polygons in the plane without the strip along their walls, shape (k,) of object."""
    return shapely.buffer(drawn, -CUT, join_style="mitre")


@dataclass(frozen=True)
class _Groups:
    """Polygons (g,), and the parts that were united in them: the feature that each is of, its group, shapes (m,)."""

    geometry: np.ndarray
    owner: np.ndarray
    group: np.ndarray

    def several(self) -> np.ndarray:
        """Return the features that became one with another feature."""
        pairs = np.unique(np.column_stack([self.group, self.owner]), axis=0)
        _, group, count = np.unique(pairs[:, 0], return_inverse=True, return_counts=True)
        return pairs[count[group.reshape(-1)] > 1, 1]

    def united(self, plane: Plane) -> _Groups:
        """Return the groups without overlaps; what they enclose counts as theirs."""
        groups = self
        while True:
            inner = cores(plane.drawn(groups.geometry))
            one, other = shapely.STRtree(inner).query(inner, predicate="intersects")
            one, other = one[one < other], other[one < other]
            if not len(one):
                return groups
            count, joint = components(np.column_stack([one, other]), len(groups.geometry))
            first = np.unique(joint, return_index=True)[1]
            place = np.argsort(np.argsort(first))  # in the order of their first members
            joint = place[joint]
            geometry = np.empty(count, dtype=object)
            geometry[joint] = groups.geometry
            size = np.bincount(joint, minlength=count)
            for i in np.flatnonzero(size > 1):
                geometry[i] = shapely.union_all(groups.geometry[joint == i])
            groups = _Groups(_filled(geometry), groups.owner, joint[groups.group])


def _filled(polygons: np.ndarray) -> np.ndarray:
    return shapely.polygons(shapely.get_exterior_ring(polygons))


def _members(group: np.ndarray, member_group: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return every pair of a piece of a group and a member of that group."""
    order = np.argsort(member_group, kind="stable")
    ordered = member_group[order]
    first, last = np.searchsorted(ordered, group), np.searchsorted(ordered, group, side="right")
    piece = np.repeat(np.arange(len(group)), last - first)
    offset = np.arange(len(piece)) - np.repeat(np.cumsum(last - first) - (last - first), last - first)
    return piece, order[np.repeat(first, last - first) + offset]


def _note(text: str, features: np.ndarray, fids: np.ndarray) -> Message | None:
    features = np.unique(features)
    if not len(features):
        return None
    return Message(text, {"count": len(features), "fids": named(fids[features])})


_INVALID = QT_TRANSLATE_NOOP("Kept", "Polygons of KEEP_WHOLE made valid: {count} (features: {fids}).")
_ACROSS = QT_TRANSLATE_NOOP(
    "Kept",
    "Polygons of KEEP_WHOLE across the community's edge, whose ground in it is kept whole: {count} (features: {fids}).",
)
_OVERLAPPING = QT_TRANSLATE_NOOP(
    "Kept",
    "Polygons of KEEP_WHOLE that overlap others and are kept whole together with them: {count} (features: {fids}).",
)
