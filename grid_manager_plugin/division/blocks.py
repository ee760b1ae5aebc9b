"""Which block belongs to which community.

By field, a block belongs to the community that it names. By geometry, every community with a part of the block that
counts has a claim, and so has the ground outside all communities. A part counts when it is at least
:data:`MINOR_OF_BLOCK` of the block or :data:`MINOR_OF_COMMUNITY` of the community: smaller ones are lines that were
drawn differently. With one claim the block goes there whole, with all its people. With several it straddles: each
community gets the piece that lies in it, and the people are shared by area.

What was wrong with blocks fails the community that they fall to, by name, never the run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from grid_manager_plugin.division.community import Blocks, Community, DivisionSettings
from grid_manager_plugin.division.job import CommunityJob
from grid_manager_plugin.division.overlay import common, in_chunks, meeting, shared_ground, unasked
from grid_manager_plugin.division.same_codes import same_codes
from grid_manager_plugin.division.surface import polygonal
from grid_manager_plugin.division.surroundings import CitySurroundings, no_surroundings
from grid_manager_plugin.errors import CrsError
from grid_manager_plugin.rules.geodesy import Measure
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message, named

if TYPE_CHECKING:
    from grid_manager_plugin.division.people.people_allotment import CityPeople

MINOR_OF_BLOCK = 0.05
"""A part below this share of its block does not count, unless it counts for the community."""

MINOR_OF_COMMUNITY = 0.01
"""A part of at least this share of a community counts, however small a share of its block it is."""

OVERLAP_NOISE = 1.0
"""Square metres that two communities may overlap by: what validation calls a sliver."""


@dataclass(frozen=True)
class Pieces:
    """Blocks or pieces of blocks, and whose they are.

    Attributes:
        community: Position of the community, ascending, shape (p,).
        block: Position of the block that the piece is of, shape (p,).
        geometry: The piece, shape (p,) of object.
        population: Its people, shape (p,).
    """

    community: np.ndarray
    block: np.ndarray
    geometry: np.ndarray
    population: np.ndarray


@dataclass(frozen=True)
class Allotment:
    """All blocks of a city, each with its community.

    Attributes:
        communities: In the order of their ids as text.
        pieces: The blocks, by community.
        block_fids: Feature ids of all blocks, for messages.
        overlaps: Communities that share ground: position, position, shared geometry.
        outside_blocks: Number of blocks that fell to no community.
        outside_population: People of those, and of the outer pieces of blocks that fell to one only in part.
        notes: What there is to tell about the blocks of no community.
        has_blocks: Blocks were given; else communities are divided freely.
    """

    communities: tuple[Community, ...]
    pieces: Pieces
    block_fids: np.ndarray
    overlaps: tuple[tuple[int, int, shapely.Geometry], ...]
    outside_blocks: int
    outside_population: float
    notes: tuple[Message, ...]
    has_blocks: bool = True

    def jobs(
        self,
        settings: DivisionSettings,
        crs_wkt: str,
        people: CityPeople | None = None,
        surroundings: CitySurroundings | None = None,
    ) -> Iterator[CommunityJob]:
        """Yield one job a community, in the order of ids as text, made when asked for.

        Args:
            settings: What was asked.
            crs_wkt: CRS of all geometries.
            people: The city's people, asked once for each community; ``None`` where the blocks tell.
            surroundings: Barriers, polygons to keep whole and today's grids; ``None`` for none.
        """
        overlapping = self._overlapping(crs_wkt)
        coded_alike = same_codes(self.communities, settings.scheme)
        for position, community in enumerate(self.communities):
            start, stop = np.searchsorted(self.pieces.community, [position, position + 1])
            own = None if people is None else people.of(position)
            population = self.pieces.population[start:stop] if own is None else np.zeros(stop - start)
            fids = self.block_fids[self.pieces.block[start:stop]]
            problem = community.problem or _no_ground(community) or coded_alike.get(position)
            problem = problem or overlapping.get(position)
            if self.has_blocks:
                problem = problem or _population_problem(community, population, fids)
            yield CommunityJob(
                community=community,
                geometries=self.pieces.geometry[start:stop],
                population=population,
                block_fids=fids,
                settings=settings,
                crs_wkt=crs_wkt,
                problem=problem or (own.problem if own else None),
                notes=own.notes if own else (),
                people=own,
                surroundings=no_surroundings() if surroundings is None else surroundings.of(community.geometry),
                has_blocks=self.has_blocks,
            )

    def _overlapping(self, crs_wkt: str) -> dict[int, Message]:
        """Return what to say of communities that overlap by more than noise; of several, the largest overlap."""
        if not self.overlaps:
            return {}
        measure = Measure.from_crs(crs_wkt)
        areas = _areas(np.array([ground for _, _, ground in self.overlaps], dtype=object), measure)
        found: dict[int, Message] = {}
        for i in np.argsort(-areas, kind="stable"):
            one, other, _ = self.overlaps[i]
            for this, that in ((one, other), (other, one)):
                if areas[i] > OVERLAP_NOISE and this not in found:
                    found[this] = _overlap(self.communities[this], self.communities[that], float(areas[i]))
        return found


def allot(communities: Sequence[Community], blocks: Blocks, check: Callable[[], None] = unasked) -> Allotment:
    """Allot every block to the community, or the communities, that it belongs to.

    Args:
        communities: The communities, ids unique and not empty, in any order.
        blocks: All blocks, in the communities' CRS.
        check: Called every :data:`CHUNK` blocks or so; may raise to cancel.
    """
    ordered = tuple(sorted(communities, key=lambda community: community.id))
    grounds = in_chunks(polygonal, check, np.array([community.geometry for community in ordered], dtype=object))
    shapes = in_chunks(polygonal, check, blocks.geometry)
    groundless = ~(shapely.area(shapes) > 0)
    if blocks.community is None:
        pieces, lost, lost_shares = _by_geometry(grounds, shapes, groundless, blocks, check)
        unknown = np.zeros(len(shapes), dtype=bool)
    else:
        pieces, unknown = _by_field([community.id for community in ordered], groundless, blocks)
        lost, lost_shares = np.empty(0, dtype=np.int64), np.empty(0)
    whole_outside = np.ones(len(shapes), dtype=bool)
    whole_outside[pieces.block] = False
    people = np.where(np.isfinite(blocks.population), blocks.population, 0.0)
    outside = float(people[whole_outside].sum() + (people[lost] * lost_shares).sum())
    told = np.zeros(len(shapes), dtype=bool) if blocks.left_out is None else blocks.left_out
    notes = [
        _note(_GROUNDLESS, groundless & ~told, blocks.fid, people),
        _note(_UNKNOWN, unknown & ~groundless, blocks.fid, people),
        _note(_OUTSIDE, whole_outside & ~groundless & ~unknown, blocks.fid, people),
        _straddling(pieces, lost, blocks.fid),
    ]
    return Allotment(
        ordered,
        pieces,
        np.asarray(blocks.fid),
        _overlaps(grounds, check),
        int(whole_outside.sum()),
        outside,
        tuple(note for note in notes if note is not None),
    )


def without_blocks(communities: Sequence[Community], check: Callable[[], None] = unasked) -> Allotment:
    """Return the allotment of a city without blocks; arguments as for :func:`allot`."""
    nothing = np.empty(0, dtype=object)
    none = Blocks(np.empty(0, dtype=np.int64), nothing, np.empty(0))
    return replace(allot(communities, none, check), has_blocks=False)


def _by_field(ids: list[str], groundless: np.ndarray, blocks: Blocks) -> tuple[Pieces, np.ndarray]:
    named = np.asarray(blocks.community, dtype=str)
    known = np.array(ids, dtype=str)
    community = np.searchsorted(known, named)
    unknown = community == len(known)
    unknown[~unknown] = known[community[~unknown]] != named[~unknown]
    block = np.flatnonzero(~unknown & ~groundless)
    block = block[np.argsort(community[block], kind="stable")]
    return Pieces(community[block], block, blocks.geometry[block], blocks.population[block]), unknown


def _by_geometry(
    grounds: np.ndarray, shapes: np.ndarray, groundless: np.ndarray, blocks: Blocks, check: Callable[[], None]
) -> tuple[Pieces, np.ndarray, np.ndarray]:
    """Return the pieces, the blocks that lie outside in part, and the shares of them that do."""
    community, block, geometry, area, whole = shared_ground(grounds, shapes, groundless, check)
    block_area = shapely.area(shapes)
    share = area / block_area[block]
    inside = np.bincount(block, weights=share, minlength=len(shapes))
    outer = np.maximum(1.0 - inside, 0.0)
    outer = np.where((outer >= MINOR_OF_BLOCK) & ~groundless, outer, 0.0)
    counts = (share >= MINOR_OF_BLOCK) | (area >= MINOR_OF_COMMUNITY * shapely.area(grounds)[community])
    # A block of crumbs only, none outside: the largest one has it.
    claims = np.bincount(block[counts], minlength=len(shapes))
    largest = _largest_of_each(block, area)
    counts[largest] |= (claims[block[largest]] == 0) & (outer[block[largest]] == 0)
    community, block, geometry, share, whole = (array[counts] for array in (community, block, geometry, share, whole))
    claims = np.bincount(block, minlength=len(shapes)) + (outer > 0)
    claimed = np.bincount(block, weights=share, minlength=len(shapes)) + outer
    alone = claims[block] == 1
    people = np.where(alone, blocks.population[block], blocks.population[block] * share / claimed[block])
    geometry[alone | whole] = blocks.geometry[block[alone | whole]]
    order = np.lexsort((block, community))
    lost = np.intersect1d(np.flatnonzero(outer > 0), block)
    pieces = Pieces(community[order], block[order], geometry[order], people[order])
    return pieces, lost, outer[lost] / claimed[lost]


def _largest_of_each(block: np.ndarray, area: np.ndarray) -> np.ndarray:
    """Return the positions of the pieces that are the largest of their block."""
    order = np.lexsort((-area, block))
    first = np.ones(len(order), dtype=bool)
    first[1:] = block[order][1:] != block[order][:-1]
    return order[first]


def _overlaps(grounds: np.ndarray, check: Callable[[], None]) -> tuple[tuple[int, int, shapely.Geometry], ...]:
    one, other = meeting(grounds, grounds, check)
    one, other = one[one < other], other[one < other]
    shared = in_chunks(common, check, grounds[one], grounds[other])
    return tuple((int(one[i]), int(other[i]), shared[i]) for i in np.flatnonzero(shapely.area(shared) > 0))


def _no_ground(community: Community) -> Message | None:
    if community.geometry is None or community.geometry.is_empty:
        return Message(_NO_GEOMETRY, {"community_id": community.title, "fid": community.fid})
    return None


def _areas(grounds: np.ndarray, measure: Measure) -> np.ndarray:
    """Return square metres; 0 where ground cannot be measured, which its communities are told anyway."""
    try:
        return measure.areas(grounds)
    except CrsError:
        if len(grounds) == 1:
            return np.zeros(1)
        return np.concatenate([_areas(grounds[[i]], measure) for i in range(len(grounds))])


def _overlap(community: Community, other: Community, area: float) -> Message:
    values = {"community_id": community.title, "fid": community.fid, "other_id": other.title, "other_fid": other.fid}
    return Message(_OVERLAP, {**values, "area": area, "bound": OVERLAP_NOISE})


def _population_problem(community: Community, population: np.ndarray, fids: np.ndarray) -> Message | None:
    """Return what to say when a population is missing, infinite or negative: a sum would be wrong in silence."""
    if not len(population):
        flat = community.geometry is not None and community.geometry.area == 0  # said later, with its own words
        return None if flat else Message(_NO_BLOCKS, {"community_id": community.title})
    wrong = ((_MISSING, np.isnan(population)), (_INFINITE, np.isinf(population)), (_NEGATIVE, population < 0))
    for text, bad in wrong:
        if bad.any():
            first = np.flatnonzero(bad)[np.argsort(fids[bad], kind="stable")][0]
            values = {"community_id": community.title, "fids": named(fids[bad]), "count": int(bad.sum())}
            return Message(text, {**values, "value": float(population[first])})
    return None


def _note(text: str, which: np.ndarray, fids: np.ndarray, people: np.ndarray) -> Message | None:
    if not which.any():
        return None
    values = {"count": int(which.sum()), "population": float(people[which].sum()), "fids": named(fids[which])}
    return Message(text, values)


def _straddling(pieces: Pieces, lost: np.ndarray, fids: np.ndarray) -> Message | None:
    block, times = np.unique(pieces.block, return_counts=True)
    shared = np.union1d(block[times > 1], lost)
    if not len(shared):
        return None
    return Message(_STRADDLING, {"count": len(shared), "fids": named(fids[shared])})


_NO_GEOMETRY = QT_TRANSLATE_NOOP(
    "Blocks", "Community {community_id} (feature {fid} of INPUT) has no polygon. Draw it, or leave the feature out."
)
_OVERLAP = QT_TRANSLATE_NOOP(
    "Blocks",
    "Community {community_id} (feature {fid} of INPUT) overlaps community {other_id} (feature {other_fid}) on "
    "{area:,.2f} m², more than the {bound:g} m² that pass for noise. Give that ground to one of them.",
)
_NO_BLOCKS = QT_TRANSLATE_NOOP(
    "Blocks", "No feature of BLOCKS belongs to community {community_id}. Check BLOCKS and BLOCK_COMMUNITY."
)
_MISSING = QT_TRANSLATE_NOOP(
    "Blocks",
    "POPULATION_FIELD is empty or not a number in blocks of community {community_id}: {count} (features of BLOCKS: "
    "{fids}). Enter their people, 0 where nobody lives.",
)
_INFINITE = QT_TRANSLATE_NOOP(
    "Blocks",
    "POPULATION_FIELD is infinite in blocks of community {community_id}: {count} (features of BLOCKS: {fids}). Enter "
    "their people, 0 where nobody lives.",
)
_NEGATIVE = QT_TRANSLATE_NOOP(
    "Blocks",
    "POPULATION_FIELD is negative in blocks of community {community_id}: {count} (features of BLOCKS: {fids}; the "
    "first has {value:,.10g}). Enter their people, 0 where nobody lives.",
)
_GROUNDLESS = QT_TRANSLATE_NOOP(
    "Blocks",
    "Blocks without a polygon or without area, left out: {count}, with a population of {population:,.10g} (features "
    "of BLOCKS: {fids}).",
)
_UNKNOWN = QT_TRANSLATE_NOOP(
    "Blocks",
    "Blocks that belong to no grid, because BLOCK_COMMUNITY names a community that INPUT does not have: {count}, with "
    "a population of {population:,.10g} (features of BLOCKS: {fids}).",
)
_OUTSIDE = QT_TRANSLATE_NOOP(
    "Blocks",
    "Blocks outside every community, which belong to no grid: {count}, with a population of {population:,.10g} "
    "(features of BLOCKS: {fids}).",
)
_STRADDLING = QT_TRANSLATE_NOOP(
    "Blocks",
    "Blocks on both sides of a community's edge, cut there with their people shared by area: {count} (features of "
    "BLOCKS: {fids}).",
)
