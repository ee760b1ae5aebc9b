"""Blocks made to tile their community exactly.

Blocks that already do come back untouched. Otherwise the outlines are brought together (:mod:`.arrangement`) and each
face between them gets an owner: the block that it lies in; where none does, or where only a crumb cut off from its
block lies, the neighbour with the longest shared border. Faces outside the community fall away. Afterwards the union
of the blocks is the community with all its vertices, nothing overlaps, neighbours share edges vertex for vertex, and
the people add up to what was given.

Blocks in several parts become several blocks that share the people by area, so that a grid is in one piece unless the
community is not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from grid_manager_plugin.division.adjacency import shared_lengths
from grid_manager_plugin.division.arrangement import faces
from grid_manager_plugin.division.graph import components
from grid_manager_plugin.division.segments import directed, segment_table, tiles_exactly
from grid_manager_plugin.division.surface import polygonal
from grid_manager_plugin.errors import InputError
from grid_manager_plugin.rules.codes import grid_order
from grid_manager_plugin.rules.geodesy import Measure
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message, named

NOISE = 0.01
"""Metres: nodes closer than this are one. Degrees written with 7 decimals are off by less."""

SLIVER = 1.0
"""Square metres: smaller overlaps are noise, smaller pieces cut off from their block go to a neighbour."""

OVERLAP_SHARE = 0.01
"""Two blocks that share more than this part of the smaller one overlap, even if it is less than a sliver."""

MISFIT = 0.05
"""Share of the community's area that blocks may leave uncovered, and that they may stick out by, at most."""

TOLD = 0.01
"""Square metres below which a repair is float noise and not worth a note."""

EXACT = 1e-9
"""Share of the community's area that the sum of its blocks may differ by: float sums."""

NOBODY = -1
"""Source of a block that was made of uncovered ground."""


@dataclass(frozen=True)
class FittedBlocks:
    """Blocks that tile their community.

    Attributes:
        geometry: Polygons, in rows from north to south, within a row from west to east, shape (n,) of object.
        population: People per block, shape (n,).
        source: Position of the block that each was made of, :data:`NOBODY` for uncovered ground, shape (n,).
        notes: What was changed.
        outside_population: People of blocks that have no ground in the community.
    """

    geometry: np.ndarray
    population: np.ndarray
    source: np.ndarray
    notes: tuple[Message, ...] = ()
    outside_population: float = 0.0


@dataclass(frozen=True)
class Names:
    """What messages call the community and its blocks.

    Attributes:
        community_id: The community's title.
        block_fids: Feature ids of the blocks, shape (n,).
    """

    community_id: str
    block_fids: np.ndarray


def fit(
    community: BaseGeometry,
    geometries: np.ndarray,
    population: np.ndarray,
    measure: Measure,
    names: Names | None = None,
) -> FittedBlocks:
    """Make blocks tile their community exactly.

    Args:
        community: Valid flat (multi)polygon (see :func:`.surface.sound_polygon`).
        geometries: Blocks in the same CRS, shape (n,) of object, in any order; invalid ones are made valid.
        population: People per block, shape (n,), numbers of 0 or more.
        measure: Measure of the CRS.
        names: For messages; ``None`` counts blocks from 0.

    Raises:
        InputError: Blocks overlap, or leave uncovered or stick out by more than :data:`MISFIT`. Its argument is a
            message that names community and blocks, with the figures.
    """
    names = names or Names("", np.arange(len(geometries)))
    valid = shapely.is_valid(geometries)
    sound = polygonal(geometries)
    parts = _parts(sound, np.asarray(population, dtype=float), measure)
    notes = _notes(
        [
            (_MENDED, int((~valid).sum()), named(names.block_fids[~valid]), 0.0),
            (_SPLIT, *_doubled(parts.source, names), 0.0),
        ]
    )
    ground = float(measure.areas(np.array([community], dtype=object))[0])
    scale = float(np.sqrt(ground / community.area))  # metres in one unit of the CRS, here
    if tiles_exactly(parts.geometry, community):
        return _in_rows(parts, scale, notes, 0.0)
    fitted, outside, told = _arranged(community, parts, scale, measure, names)
    _check_exact(community, fitted, names)
    return _in_rows(fitted, scale, notes + told, outside)


@dataclass(frozen=True)
class _Parts:
    """Polygons, their people, the block that each comes from."""

    geometry: np.ndarray
    population: np.ndarray
    source: np.ndarray

    def take(self, which: np.ndarray) -> _Parts:
        return _Parts(self.geometry[which], self.population[which], self.source[which])


def _parts(sound: np.ndarray, population: np.ndarray, measure: Measure) -> _Parts:
    """Take multipart blocks apart, people by area, in an order that does not depend on the input's."""
    parts, source = shapely.get_parts(sound, return_index=True)
    real = shapely.area(parts) > 0
    parts, source = parts[real], source[real]
    people = population[source]
    multiple = np.bincount(source, minlength=len(sound))[source] > 1
    if multiple.any():
        people = np.where(multiple, people * _share(measure.areas(parts), source), people)
    found = _Parts(parts, people, source)
    return found.take(np.argsort(shapely.to_wkb(shapely.normalize(parts)), kind="stable"))


def _share(area: np.ndarray, group: np.ndarray) -> np.ndarray:
    return area / np.bincount(group, weights=area)[group]


def _in_rows(parts: _Parts, scale: float, notes: tuple[Message, ...], outside: float) -> FittedBlocks:
    bounds = shapely.bounds(parts.geometry) * scale
    centroids = shapely.get_coordinates(shapely.centroid(parts.geometry)) * scale
    ordered = parts.take(grid_order(centroids, bounds[:, 3] - bounds[:, 1]))
    return FittedBlocks(ordered.geometry, ordered.population, ordered.source, notes, outside)


def _arranged(
    community: BaseGeometry, parts: _Parts, scale: float, measure: Measure, names: Names
) -> tuple[_Parts, float, tuple[Message, ...]]:
    """Return fitted parts, the people that found no ground, and what to tell."""
    ground = community.area * scale**2
    face = faces(community, parts.geometry, NOISE / scale)
    area = measure.areas(face)
    points = shapely.point_on_surface(face)
    shapely.prepare(community)
    inside = shapely.intersects(community, points)
    part, covered = shapely.STRtree(points).query(parts.geometry, predicate="intersects")
    _check_overlaps(parts, part, covered, area, measure, names)
    owner = np.full(len(face), len(parts.source))
    np.minimum.at(owner, covered, part)
    owner[owner == len(parts.source)] = NOBODY
    clipped = float(area[~inside & (owner != NOBODY)].sum())
    bare = float(area[inside & (owner == NOBODY)].sum())
    _check_misfit(ground, bare, clipped, names)
    face, area, owner = face[inside], area[inside], owner[inside]
    piece, owner = _pieces(face, area, owner, measure)
    fitted, outside, homeless = _dissolved(face, piece, owner, parts, measure)
    new = len(fitted.source) - len(np.unique(fitted.source))
    told = _notes(
        [
            (_CLIPPED, int(clipped >= TOLD), "", clipped),
            (_FILLED, int(bare >= TOLD), "", bare),
            (_CUT, new, "", 0.0),
            (_HOMELESS, len(homeless), named(names.block_fids[homeless]), outside),
        ]
    )
    return fitted, outside, told


def _pieces(face: np.ndarray, area: np.ndarray, owner: np.ndarray, measure: Measure) -> tuple[np.ndarray, np.ndarray]:
    """Give every face to a piece: connected ground of one block, with the loose ground beside it.

    Returns:
        The piece of each face, numbered from 0, shape (f,); the owner of each piece, :data:`NOBODY` for uncovered
        ground that no block lies beside.
    """
    edges, lengths = shared_lengths(segment_table(face), len(face), measure)
    count, piece = components(edges[owner[edges[:, 0]] == owner[edges[:, 1]]], len(face))
    size = np.bincount(piece, weights=area, minlength=count)
    of_piece = np.empty(count, dtype=np.int64)
    of_piece[piece] = owner
    largest = np.zeros(int(owner.max(initial=0)) + 2)
    np.maximum.at(largest, of_piece, size)  # NOBODY, -1, is the last
    loose = (of_piece == NOBODY) | ((size < SLIVER) & (size < largest[of_piece]))
    # Loose pieces side by side go together, the whole to one neighbour.
    ends = piece[edges]
    groups, group = components(ends[loose[ends].all(axis=1)], count)
    owner_of = np.full(groups, NOBODY)
    owner_of[group[~loose]] = of_piece[~loose]
    is_loose = np.ones(groups, dtype=bool)
    is_loose[group[~loose]] = False
    receiver = _receivers(group[ends], lengths, is_loose)
    kept, piece = np.unique(receiver[group[piece]], return_inverse=True)
    return piece.reshape(-1), owner_of[kept]


def _receivers(ends: np.ndarray, lengths: np.ndarray, loose: np.ndarray) -> np.ndarray:
    """Return who gets each piece: itself, or for a loose one the neighbour with the longest shared border."""
    receiver = np.arange(len(loose))
    across = loose[ends[:, 0]] != loose[ends[:, 1]]
    ends, lengths = ends[across], lengths[across]
    giver = np.where(loose[ends[:, 0]], ends[:, 0], ends[:, 1])
    taker = ends.sum(axis=1) - giver
    pairs, place = np.unique(giver * len(loose) + taker, return_inverse=True)
    shared = np.bincount(place.reshape(-1), weights=lengths, minlength=len(pairs))
    giver, taker = pairs // len(loose), pairs % len(loose)
    shortest_first = np.lexsort((-taker, shared, giver))
    receiver[giver[shortest_first]] = taker[shortest_first]  # of several, the last one stays: the longest
    return receiver


def _dissolved(
    face: np.ndarray, piece: np.ndarray, owner: np.ndarray, parts: _Parts, measure: Measure
) -> tuple[_Parts, float, np.ndarray]:
    """Return the pieces as blocks, the people without ground, and the blocks that they are of."""
    order = np.argsort(piece, kind="stable")
    starts = np.flatnonzero(np.diff(piece[order], prepend=-1))
    groups = np.split(face[order], starts[1:])
    shapes = [group[0] if len(group) == 1 else shapely.coverage_union_all(group) for group in groups]
    geometry = np.empty(len(shapes), dtype=object)
    geometry[:] = shapes
    owned = owner != NOBODY
    population = np.zeros(len(shapes))
    source = np.full(len(shapes), NOBODY)
    source[owned] = parts.source[owner[owned]]
    alone = np.bincount(owner[owned], minlength=len(parts.source))[owner] == 1
    share = np.ones(len(shapes))
    share[owned] = _share(measure.areas(geometry[owned]), owner[owned])
    share[alone] = 1.0  # whole people stay whole
    population[owned] = parts.population[owner[owned]] * share[owned]
    homeless = np.setdiff1d(np.arange(len(parts.source)), owner)
    outside = float(parts.population[homeless].sum())
    return _Parts(geometry, population, source), outside, np.unique(parts.source[homeless])


def _check_overlaps(
    parts: _Parts, part: np.ndarray, covered: np.ndarray, area: np.ndarray, measure: Measure, names: Names
) -> None:
    """Refuse blocks that share more ground than noise; ``part[i]`` covers face ``covered[i]``."""
    order = np.lexsort((part, covered))
    part, covered = part[order], covered[order]
    first = np.searchsorted(covered, covered)  # the lowest block on the same face
    twice = np.flatnonzero(first < np.arange(len(covered)))
    if not len(twice):
        return
    pairs, place = np.unique(np.column_stack([part[first[twice]], part[twice]]), axis=0, return_inverse=True)
    shared = np.bincount(place.reshape(-1), weights=area[covered[twice]])
    smaller = measure.areas(parts.geometry)[pairs].min(axis=1)
    bad = (shared > SLIVER) | ((shared > TOLD) & (shared > OVERLAP_SHARE * smaller))
    if bad.any():
        worst = np.flatnonzero(bad)[np.argmax(shared[bad])]
        one, other = np.sort(names.block_fids[parts.source[pairs[worst]]]).tolist()
        values = {"community_id": names.community_id, "one": one, "other": other, "area": float(shared[worst])}
        bound = min(SLIVER, max(TOLD, OVERLAP_SHARE * float(smaller[worst])))
        raise InputError(Message(_OVERLAPPING, {**values, "count": int(bad.sum()), "bound": bound}))


def _check_misfit(ground: float, bare: float, clipped: float, names: Names) -> None:
    for text, misfit in ((_BARE, bare), (_STICKING_OUT, clipped)):
        if misfit > MISFIT * ground:
            values = {"community_id": names.community_id, "misfit": misfit, "ground": ground}
            raise InputError(Message(text, {**values, "share": misfit / ground, "bound": MISFIT}))


def _check_exact(community: BaseGeometry, fitted: _Parts, names: Names) -> None:
    """Refuse to go on with blocks that do not tile: better a failed community than grids with a gap."""
    found = directed(fitted.geometry)
    sign = np.where(found.start < found.end, 1, -1)
    _, place, uses = np.unique(found.keys(), return_inverse=True, return_counts=True)
    balance = np.bincount(place.reshape(-1), weights=sign)
    matched = np.all(uses <= 2) and not np.any(balance[uses == 2])
    nodes = {tuple(node) for node in found.nodes.tolist()}
    kept = all(tuple(node) in nodes for node in shapely.get_coordinates(community).tolist())
    size = abs(float(shapely.area(fitted.geometry).sum()) - community.area) <= EXACT * community.area
    if not (matched and kept and size and shapely.is_valid(fitted.geometry).all()):
        raise InputError(Message(_INEXACT, {"community_id": names.community_id}))


def _doubled(source: np.ndarray, names: Names) -> tuple[int, str]:
    block, times = np.unique(source, return_counts=True)
    return int((times > 1).sum()), named(names.block_fids[block[times > 1]])


def _notes(told: list[tuple[str, int, str, float]]) -> tuple[Message, ...]:
    return tuple(
        Message(text, {"count": count, "fids": fids, "amount": amount}) for text, count, fids, amount in told if count
    )


_MENDED = QT_TRANSLATE_NOOP("Fitting", "Blocks made valid: {count} (features of BLOCKS: {fids}).")
_SPLIT = QT_TRANSLATE_NOOP(
    "Fitting", "Blocks in several parts, taken apart with their people by area: {count} (features of BLOCKS: {fids})."
)
_CLIPPED = QT_TRANSLATE_NOOP("Fitting", "Blocks stuck out of the community by {amount:,.2f} m², which was cut off.")
_FILLED = QT_TRANSLATE_NOOP(
    "Fitting", "Blocks left {amount:,.2f} m² of the community uncovered, which went to the neighbouring blocks."
)
_CUT = QT_TRANSLATE_NOOP(
    "Fitting", "Pieces of blocks, or of uncovered ground, that became blocks of their own: {count}."
)
_HOMELESS = QT_TRANSLATE_NOOP(
    "Fitting",
    "Blocks without ground in the community, which belong to no grid: {count}, with a population of {amount:,.10g} "
    "(features of BLOCKS: {fids}).",
)
_OVERLAPPING = QT_TRANSLATE_NOOP(
    "Fitting",
    "BLOCKS of community {community_id} overlap. Places: {count}; the largest is {area:,.2f} m², between features "
    "{one} and {other}; up to {bound:,.2g} m² pass for noise. Remove duplicates, or mend the blocks' outlines.",
)
_BARE = QT_TRANSLATE_NOOP(
    "Fitting",
    "BLOCKS leave {misfit:,.0f} m² of community {community_id} uncovered, {share:.1%} of its {ground:,.0f} m²; at "
    "most {bound:.0%} can be mended.",
)
_STICKING_OUT = QT_TRANSLATE_NOOP(
    "Fitting",
    "BLOCKS stick out of community {community_id} by {misfit:,.0f} m², {share:.1%} of its {ground:,.0f} m²; at most "
    "{bound:.0%} can be cut off.",
)
_INEXACT = QT_TRANSLATE_NOOP(
    "Fitting",
    "BLOCKS of community {community_id} could not be made to tile it exactly. Mend their outlines: nodes closer than "
    "1 cm, spikes or lines that cross at very small angles are likely.",
)
