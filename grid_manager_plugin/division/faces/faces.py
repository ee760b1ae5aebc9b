"""Blocks of a community made from barrier lines.

The barriers, cut off at the community's edge, and the edge itself are noded; what they enclose are the faces. Open
ends are extended first (:mod:`.dangles`); one that reaches nothing divides nothing. Small and narrow faces, such as
those between the carriageways of a street, go to a neighbour (:mod:`.merging`).

Polygons to keep whole (:mod:`.kept`): no barrier counts inside one. Where a barrier crosses one, or where it is a grid
of its own, its outline becomes a border, so that it is a block; one that then lies within a single face becomes part of
that face again, and one that is too small to be a block goes to a neighbour like any face, unless it is a grid of its
own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import shapely

from grid_manager_plugin.division.faces.barriers import NO_BARRIER, Barriers, sound_barriers
from grid_manager_plugin.division.faces.borders import BorderLines
from grid_manager_plugin.division.faces.dangles import extended, open_ends
from grid_manager_plugin.division.faces.drawing import Drawing, near_ground
from grid_manager_plugin.division.faces.halfedges import OUTSIDE, label_faces, polygons
from grid_manager_plugin.division.faces.kept import KeepWhole, KeptGround, kept_ground, nothing_kept
from grid_manager_plugin.division.faces.merging import FaceGraph, face_graph, merge_small
from grid_manager_plugin.division.faces.network import NO_RANK, Lines, Network
from grid_manager_plugin.division.faces.noding import NotNoded, noded
from grid_manager_plugin.division.plane import Plane
from grid_manager_plugin.errors import InputError
from grid_manager_plugin.rules.codes import grid_order
from grid_manager_plugin.rules.geodesy import Measure
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message, named

TOLERANCES = (1e-3, 1e-5)
"""Metres: nodes nearer than this are one. The second one is for communities with cuts narrower than the first."""

EXACT = 1e-9
"""Share of the community's area that the sum of its faces may differ by: float sums."""


STUB = 5.0
"""Metres: a hard barrier that ends no farther beyond another line than this is no open end worth telling of."""


@dataclass(frozen=True)
class FaceSettings:
    """How faces are made.

    Attributes:
        extend: Metres that an open end is extended by at most; 0 for not at all.
        smallest: Square metres that a face must have.
        narrowest: Metres of mean width, twice the area by the perimeter, that a face must have. A long strip has its
            width, a square half its side, a circle its radius.

    The sizes were chosen on Helsinki's centre, where sidewalks and both carriageways are mapped each for itself: of
    1,800 faces, 1,600 lie between the lines of one street or of a square. At 10 m the strips between carriageways
    stay, at 15 m they go; at 20 m house blocks begin to go too.
    """

    extend: float = 20.0
    smallest: float = 400.0
    narrowest: float = 15.0


@dataclass(frozen=True)
class KeptFaces:
    """Polygons to keep whole that lie in the community, one row for each feature and connected piece, by feature.

    Attributes:
        feature: Position of the feature, shape (p,).
        face: Face that the piece lies in, shape (p,).
        alone: The face is this piece and nothing else, shape (p,).
        dedicated: The piece is a grid of its own, shape (p,).
    """

    feature: np.ndarray
    face: np.ndarray
    alone: np.ndarray
    dedicated: np.ndarray


@dataclass(frozen=True)
class Faces:
    """Blocks made from barriers.

    Attributes:
        geometry: Polygons that tile the community vertex for vertex, in rows from north to south, within a row from
            west to east, shape (n,) of object.
        borders: The lines between them with their barriers.
        kept: Where the polygons to keep whole are.
        extended: Open ends that were extended.
        ignored: Open ends that are left and divide nothing.
        merged: Faces that went to a neighbour because they were small or narrow.
        small: Faces that are still small or narrow, because hard barriers or grids of their own are all around.
        notes: What there is to tell.
    """

    geometry: np.ndarray
    borders: BorderLines
    kept: KeptFaces
    extended: int
    ignored: int
    merged: int
    small: int
    notes: tuple[Message, ...]


def make_faces(
    ground: shapely.Geometry,
    barriers: Barriers,
    measure: Measure,
    kept: KeepWhole | None = None,
    settings: FaceSettings | None = None,
    community_id: str = "",
) -> Faces:
    """Make the blocks of a community from barriers.

    Args:
        ground: Valid flat (multi)polygon of the community (see :func:`.surface.sound_polygon`).
        barriers: Barriers in its CRS, in any order; those elsewhere are passed over.
        measure: Measure of the CRS.
        kept: Polygons in its CRS that no border may cut.
        settings: Distances and sizes.
        community_id: For messages.

    Raises:
        InputError: A factor is below 0 or above 1, or the lines could not be brought to faces that tile the
            community exactly.
    """
    settings = settings or FaceSettings()
    lines, notes = sound_barriers(barriers.take(near_ground(barriers.geometry, ground)))
    plane = Plane.of(ground, measure)
    whole = kept_ground(ground, kept or nothing_kept(), plane)
    drawing = Drawing.of(ground, lines, whole.geometry, whole.dedicated, plane)
    for tolerance in TOLERANCES:
        try:
            found = _faces(drawing, lines, whole, settings, tolerance)
        except NotNoded:
            continue
        if _tile(found.geometry, ground):
            return replace(found, notes=notes + whole.notes + found.notes)
    raise InputError(Message(_INEXACT, {"community_id": community_id}))


def _faces(drawing: Drawing, barriers: Barriers, whole: KeptGround, settings: FaceSettings, tolerance: float) -> Faces:
    network = drawing.inside(noded(drawing.network, tolerance))
    network, bridged = extended(network, drawing.cores, settings.extend, tolerance)
    if bridged:
        network = noded(network, tolerance)
    ignored = open_ends(network)
    faces = _numbered(label_faces(network.uv, network.lines.ends, network.lines.sides == drawing.outside))
    crossed = _crossed(network, faces, barriers)
    network, faces = _bordering(network, faces)
    pieces = _Pieces.of(network.lines, faces, drawing.outside)
    joins = pieces.joins(faces, whole.dedicated)
    joined_faces = np.where(faces == OUTSIDE, OUTSIDE, joins[faces])
    graph = _graph(network, joined_faces, pieces.faces[whole.dedicated[pieces.piece]])
    became, small = merge_small(graph, settings.smallest, settings.narrowest)
    became = became[joins]
    raw = np.unique(faces[faces != OUTSIDE])
    final, size = np.unique(became[raw], return_counts=True)
    number = np.full(len(became) + 1, OUTSIDE)  # the last one is OUTSIDE's
    number[raw] = np.searchsorted(final, became[raw])
    network, faces = _bordering(network, number[faces])
    geometry = polygons(network.xy, network.uv, network.lines.ends, faces)
    order = _in_rows(geometry, network.plane)
    place = np.argsort(order)
    in_rows = geometry[order]
    kept = _kept_faces(whole, pieces, place[number[pieces.faces]], size[order] == 1, in_rows)
    merged, still = len(np.unique(joins[raw])) - len(final), int(small[final].sum())
    return Faces(
        in_rows, _borders(network, barriers), kept, bridged, ignored, merged, still,
        crossed + _notes(bridged, ignored, merged, still, kept),
    )


def _crossed(network: Network, faces: np.ndarray, barriers: Barriers) -> tuple[Message, ...]:
    """Return what to tell of hard barriers with the same face on both sides: they hold nothing apart there."""
    lines = network.lines
    loose = np.flatnonzero(lines.hard & (faces[:, 0] == faces[:, 1]) & (lines.barrier != NO_RANK))
    length = np.hypot(*(network.uv[lines.ends[loose, 1]] - network.uv[lines.ends[loose, 0]]).T)
    rank, place = np.unique(lines.barrier[loose], return_inverse=True)
    open_ = np.bincount(place.reshape(-1), length, minlength=len(rank)) > STUB
    if not open_.any():
        return ()
    fids = np.unique(barriers.fid[rank[open_]])
    return (Message(_OPEN_HARD, {"count": len(fids), "fids": named(fids)}),)


def _numbered(faces: np.ndarray) -> np.ndarray:
    """Number faces from 0 in the order of the first line that they lie beside."""
    found, first, place = np.unique(faces.reshape(-1), return_index=True, return_inverse=True)
    rank = np.argsort(np.argsort(np.where(found == OUTSIDE, -1, first))) - int(OUTSIDE in found)
    return rank[place.reshape(-1)].reshape(-1, 2)


def _bordering(network: Network, faces: np.ndarray) -> tuple[Network, np.ndarray]:
    """Leave out the lines that have the same face on both sides."""
    border = np.flatnonzero(faces[:, 0] != faces[:, 1])
    return network.with_lines(network.lines.take(border)), faces[border]


@dataclass(frozen=True)
class _Pieces:
    """Polygons to keep whole that are faces: the piece and its face, shapes (p,)."""

    piece: np.ndarray
    faces: np.ndarray

    @classmethod
    def of(cls, lines: Lines, faces: np.ndarray, outside: int) -> _Pieces:
        sides = lines.sides.reshape(-1)
        known = np.flatnonzero((sides >= 0) & (sides < outside))
        piece, first = np.unique(sides[known], return_index=True)
        return cls(piece, faces.reshape(-1)[known[first]])

    def joins(self, faces: np.ndarray, dedicated: np.ndarray) -> np.ndarray:
        """Return for each face the one that it becomes part of: a piece that one face is all around joins it."""
        count = int(faces.max()) + 1
        joins = np.arange(count)
        inner = (faces != OUTSIDE).all(axis=1)
        pairs = np.concatenate([faces[inner], faces[inner][:, ::-1]])
        pairs = np.unique(pairs[np.isin(pairs[:, 0], self.faces[~dedicated[self.piece]])], axis=0)
        face, first, neighbours = np.unique(pairs[:, 0], return_index=True, return_counts=True)
        around = pairs[first, 1]
        single = (neighbours == 1) & ~np.isin(around, self.faces)
        joins[face[single]] = around[single]
        return joins


def _graph(network: Network, faces: np.ndarray, apart: np.ndarray) -> FaceGraph:
    uv, ends = network.uv, network.lines.ends
    start, end = uv[ends[:, 0]], uv[ends[:, 1]]
    twice = start[:, 0] * end[:, 1] - start[:, 1] * end[:, 0]
    count = int(faces.max()) + 1
    area = np.zeros(count)
    for side, sign in ((0, 0.5), (1, -0.5)):
        real = faces[:, side] != OUTSIDE
        area += sign * np.bincount(faces[real, side], weights=twice[real], minlength=count)
    is_apart = np.zeros(count, dtype=bool)
    is_apart[apart] = True
    length = np.hypot(*(end - start).T)
    between = faces[:, 0] != faces[:, 1]
    lines = network.lines.take(np.flatnonzero(between))
    cost = length[between] * lines.factor
    return face_graph(faces[between], length[between], cost, lines.hard, area, is_apart)


def _in_rows(geometry: np.ndarray, plane: Plane) -> np.ndarray:
    bounds = shapely.bounds(geometry) * plane.scale[1]
    centroids = shapely.get_coordinates(shapely.centroid(geometry)) * plane.scale
    return grid_order(centroids, bounds[:, 3] - bounds[:, 1])


def _kept_faces(
    whole: KeptGround, pieces: _Pieces, face: np.ndarray, untouched: np.ndarray, geometry: np.ndarray
) -> KeptFaces:
    count = len(whole.geometry)
    lies_in = np.full(count, OUTSIDE)
    lies_in[pieces.piece] = face
    alone = np.zeros(count, dtype=bool)
    alone[pieces.piece] = untouched[face]
    others = np.flatnonzero(lies_in == OUTSIDE)
    points = shapely.point_on_surface(whole.geometry[others])
    which, found = shapely.STRtree(points).query(geometry, predicate="intersects")[::-1]
    lies_in[others[which]] = found
    return KeptFaces(whole.feature, lies_in[whole.piece], alone[whole.piece], whole.dedicated[whole.piece])


def _borders(network: Network, barriers: Barriers) -> BorderLines:
    lines = network.lines.take(np.flatnonzero(~network.lines.on_edge()))
    fid = np.full(len(lines.ends), NO_BARRIER)
    known = lines.barrier != NO_RANK
    fid[known] = barriers.fid[lines.barrier[known]]
    start, end = network.xy[lines.ends[:, 0]], network.xy[lines.ends[:, 1]]
    return BorderLines(start, end, lines.factor, lines.hard, fid)


def _tile(geometry: np.ndarray, ground: shapely.Geometry) -> bool:
    """Tell whether faces tile the community; that they share their edges and nodes comes from how they are made."""
    size = float(shapely.area(geometry).sum())
    return abs(size - ground.area) <= EXACT * ground.area and bool(shapely.is_valid(geometry).all())


def _notes(bridged: int, ignored: int, merged: int, small: int, kept: KeptFaces) -> tuple[Message, ...]:
    told = (
        (_EXTENDED, bridged),
        (_IGNORED, ignored),
        (_MERGED, merged),
        (_SMALL, small),
        (_ALONE, len(np.unique(kept.face[kept.alone]))),
    )
    return tuple(Message(text, {"count": count}) for text, count in told if count)


_EXTENDED = QT_TRANSLATE_NOOP("Faces", "Open ends of BARRIERS extended to the next line: {count}.")
_IGNORED = QT_TRANSLATE_NOOP("Faces", "Open ends of BARRIERS that reach no other line and divide nothing: {count}.")
_OPEN_HARD = QT_TRANSLATE_NOOP(
    "Faces",
    "Hard barriers with an open end, round which a grid may lie on both sides: {count} (features: {fids}). Draw them "
    "on to another barrier or to the community's edge, or raise BARRIER_EXTEND.",
)
_MERGED = QT_TRANSLATE_NOOP("Faces", "Small or narrow faces between BARRIERS that went to a neighbour: {count}.")
_SMALL = QT_TRANSLATE_NOOP(
    "Faces", "Small or narrow faces that stay, with hard barriers or grids of their own all around: {count}."
)
_ALONE = QT_TRANSLATE_NOOP(
    "Faces", "Polygons of KEEP_WHOLE that are blocks of their own, cut out of the faces: {count}."
)
_INEXACT = QT_TRANSLATE_NOOP(
    "Faces",
    "BARRIERS of community {community_id} could not be made into blocks that tile it exactly. Mend the outline of the "
    "community: cuts or spikes narrower than 0.01 mm are likely.",
)
