"""One community divided: from given blocks, or from faces between barriers and, where these are too large, cells.

Without blocks each number of grids is tried on the faces first: their borders are barriers. Only where faces cannot
hold the limits are they refined to cells; borders between cells of a face are made straight afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import shapely

from grid_manager_plugin.division.border_facts import borders_of
from grid_manager_plugin.division.faces import Faces
from grid_manager_plugin.division.method import Method
from grid_manager_plugin.division.partition import Partition, preferred_counts
from grid_manager_plugin.division.people_zones import zone_people
from grid_manager_plugin.division.refining import Cells, refine
from grid_manager_plugin.division.regions import partition_walled
from grid_manager_plugin.division.site_people import inhabitants_of, places_of
from grid_manager_plugin.division.straighten import Plan, straighten
from grid_manager_plugin.division.surface import polygonal
from grid_manager_plugin.division.tiles import (
    NOT_DEDICATED,
    Site,
    Tiles,
    faces_of,
    tiles_of_blocks,
    tiles_of_cells,
    tiles_of_faces,
)
from grid_manager_plugin.division.today import Moves, Today, as_they_are, moves, weighed
from grid_manager_plugin.division.verdict import Verdict
from grid_manager_plugin.rules.limits import Figures, Limits
from grid_manager_plugin.rules.messages import Message

CELLS_OF_A_GRID = 40
"""Cells that a grid is put together from, where faces are refined: fine enough for the limits that people set."""

MOST_CELLS = 400
"""Cells of a community at most, which bounds the time of the search."""

SMALL = 1.5 / CELLS_OF_A_GRID
"""Share of a grid up to which a face is a cell as it is."""

CRUMB = 1e-4
"""Square metres: smaller pieces of a face are float noise."""

HELD = (Verdict.SOLVED, Verdict.KEPT)
"""Verdicts of plans that hold every limit."""

Progress = Callable[[float], None]


@dataclass(frozen=True)
class Division:
    """What became of a community.

    Attributes:
        answer: Verdict, and what stands in the way.
        method: What its grids were put together from.
        tiles: Blocks, faces, or pieces of faces, as they stand in the outputs, shape (n,) of object.
        people: People of each, shape (n,).
        labels: Grid of each, 0..k-1, shape (n,); ``None`` where there are no grids.
        grids: The grids, shape (k,) of object; ``None`` where there are none.
        names: What messages call the tiles that the answer is about.
        outside: People who found no ground in the community.
        notes: What there is to tell.
        moves: Who comes into another grid than today's; ``None`` where today's grids were not given.
    """

    answer: Partition
    method: Method
    tiles: np.ndarray
    people: np.ndarray
    labels: np.ndarray | None
    grids: np.ndarray | None
    names: list[str]
    outside: float
    notes: tuple[Message, ...]
    moves: Moves | None = None


def divided(site: Site, progress: Progress) -> Division:
    """Divide a community.

    Args:
        site: The community.
        progress: Called with the share of work done; may raise to stop.

    Raises:
        InputError: Blocks, barriers or polygons to keep whole cannot be used; the message names the community.
    """
    today = Today.of(site)
    if site.job.has_blocks:
        tiles = tiles_of_blocks(site)
        progress(0.0)
        found = _of_tiles(site, tiles, _solved(site, tiles, today, progress))
        return found if today is None else _with_moves(site, found, today)
    found = _freely(site, today, progress)
    return found if today is None else _or_today(site, _with_moves(site, found, today), today)


def _solved(
    site: Site, tiles: Tiles, today: Today | None, progress: Progress, parts: int | None = None, *, last: bool = True
) -> Partition:
    """Divide tiles; ``last``: there is no other try, so what stands in the way is looked into."""
    settings = site.job.settings
    return partition_walled(
        tiles.graph,
        tiles.walls,
        settings.limits,
        parts=site.job.community.grids if parts is None else parts,
        seed=settings.seed,
        effort=settings.effort,
        start=None if today is None else today.on(tiles.geometry),
        move_cost=settings.move_cost,
        progress=progress,
        target_population=settings.target_population,
        allow_whole=settings.allow_whole,
        allow_relaxed=settings.allow_relaxed and last,
        proofs=last,
    )


def _of_tiles(site: Site, tiles: Tiles, answer: Partition) -> Division:
    """Return the division whose grids are made of whole tiles."""
    labels = None if answer.verdict is Verdict.INFEASIBLE else answer.labels
    grids = None if labels is None else _dissolved(site, tiles.geometry, labels)
    return Division(
        answer, tiles.method, tiles.geometry, tiles.people, labels, grids, list(tiles.names), tiles.outside, tiles.notes
    )


def _dissolved(site: Site, tiles: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Join tiles that match vertex for vertex: what two of them share goes, every other vertex stays."""
    count = int(labels.max()) + 1
    found = np.empty(count, dtype=object)
    if count == 1:  # one grid is its community: nothing to dissolve, no vertex to lose
        found[0] = site.ground
        return found
    for i in range(count):
        members = tiles[labels == i]
        found[i] = members[0] if len(members) == 1 else shapely.coverage_union_all(members)
    return found


def _freely(site: Site, today: Today | None, progress: Progress) -> Division:
    """Divide a community that has no blocks."""
    faces = faces_of(site)
    on_faces = tiles_of_faces(site, faces)
    progress(0.0)
    tries = _Tries(site, faces, on_faces)
    steps = list(tries.counts())
    for number, (count, refined) in enumerate(steps):

        def within(share: float, number: int = number) -> None:
            progress((number + share) / (len(steps) + 1))

        tiles = tries.cells.tiles if refined else on_faces
        if refined and tiles is on_faces:
            continue
        answer = _solved(site, tiles, today, within, count, last=False)
        if answer.verdict in HELD:
            return _straightened(site, tries.cells, answer) if refined else _of_tiles(site, on_faces, answer)

    def at_last(share: float) -> None:
        progress((len(steps) + share) / (len(steps) + 1))

    answer = _solved(site, tries.cells.tiles, today, at_last)
    return _straightened(site, tries.cells, _only_proven(tries.cells, answer))


@dataclass(frozen=True)
class _Refined:
    """Faces refined to cells; the tiles of the faces, and no cells, where there is nothing to refine."""

    tiles: Tiles
    faces: Faces
    cells: Cells | None


class _Tries:
    """The numbers of grids to try, on faces and on cells; cells are made when they are asked for."""

    def __init__(self, site: Site, faces: Faces, tiles: Tiles) -> None:
        self._site, self._faces, self._tiles = site, faces, tiles
        self._refined: _Refined | None = None

    def counts(self) -> Iterator[tuple[int, bool]]:
        """Yield each number of grids, and whether it is tried on cells."""
        settings, exact = self._site.job.settings, self._site.job.community.grids
        shared = self._tiles.walls.dedicated == NOT_DEDICATED
        people = float(self._tiles.people[shared].sum())
        if settings.allow_whole and exact is None:
            yield 1, False
        for count in preferred_counts(settings.limits, exact, people, settings.target_population):
            yield count, False
            yield count, True

    @property
    def cells(self) -> _Refined:
        """The faces as cells."""
        if self._refined is None:
            self._refined = _refined(self._site, self._faces, self._tiles)
        return self._refined


def _refined(site: Site, faces: Faces, tiles: Tiles) -> _Refined:
    wanted = _wanted(site, tiles)
    if not (wanted > 1).any():
        return _Refined(tiles, faces, None)
    people = places_of(site.job.people)
    cells = refine(faces.geometry, wanted, site.kept.geometry, people, site.measure)
    if len(cells.geometry) == len(faces.geometry):
        return _Refined(tiles, faces, None)
    return _Refined(tiles_of_cells(site, faces, cells), faces, cells)


def _wanted(site: Site, tiles: Tiles) -> np.ndarray:
    """Return the number of cells of each face: as many as its share of the community's ground, or people, asks for."""
    limits, exact = site.job.settings.limits, site.job.community.grids
    grids = min(limits.grids[1] if exact is None else exact, MOST_CELLS // CELLS_OF_A_GRID)
    loads = [tiles.graph.area, tiles.people]
    load = np.maximum(*(one / max(float(one.sum()), 1e-9) for one in loads)) * grids
    wanted = np.where(load > SMALL, np.ceil(load * CELLS_OF_A_GRID), 1.0)
    wanted[tiles.walls.dedicated != NOT_DEDICATED] = 1.0
    many = wanted > 1
    room = max(MOST_CELLS - int((~many).sum()), 1)
    wanted[many] = np.maximum(np.floor(wanted[many] * min(1.0, room / max(wanted[many].sum(), 1.0))), 2.0)
    return wanted.astype(np.int64)


def _only_proven(refined: _Refined, answer: Partition) -> Partition:
    """Return an answer about cells without proofs that finer cells might overturn."""
    if refined.cells is None or answer.verdict is not Verdict.INFEASIBLE or not answer.proven:
        return answer
    told = answer.obstacle
    whole = told is not None and (told.block is None or "KEEP_WHOLE" in refined.tiles.names[told.block])
    return replace(answer, proven=whole and answer.labels is None)


def _straightened(site: Site, refined: _Refined, answer: Partition) -> Division:
    """Return the division of cells, with straight borders inside the faces."""
    tiles, cells = refined.tiles, refined.cells
    plain = _of_tiles(site, tiles, answer)
    if cells is None or plain.labels is None or plain.grids is None or len(plain.grids) == 1:
        return plain
    labels = plain.labels
    plan = Plan(cells.geometry, tiles.table, labels, cells.movable(tiles.table), cells.own(tiles.table), tiles.factor)
    people = inhabitants_of(site.job.people, cells.geometry, tiles.people)
    limits = _limits(site, tiles, labels)
    grids = straighten(plan, people, site.kept.geometry, limits, site.measure).geometry
    straight = _cut_faces(site, refined, plain, grids)
    return straight if _holds(site, straight, plain, limits) else plain


def _limits(site: Site, tiles: Tiles, labels: np.ndarray) -> Limits:
    """Return the limits of this plan's grids in people, apart from grids of their own."""
    shared = tiles.walls.dedicated == NOT_DEDICATED
    count = len(np.unique(labels[shared]))
    bounds = site.job.settings.limits.bounds(float(tiles.people[shared].sum()), max(count, 1))
    total = int(labels.max()) + 1
    return Limits(
        grids=(total, total),
        population=(_given(bounds.population_min), _given(bounds.population_max)),
        area=(_given(bounds.area_min), _given(bounds.area_max)),
    )


def _given(bound: float) -> float | None:
    return bound if np.isfinite(bound) and bound >= 0 else None


def _cut_faces(site: Site, refined: _Refined, plain: Division, grids: np.ndarray) -> Division:
    """Return the division with faces, and the pieces that straight borders cut them to, as its tiles."""
    faces, cells = refined.faces.geometry, refined.cells
    assert cells is not None
    assert plain.labels is not None
    pairs = np.unique(np.column_stack([cells.face, plain.labels]), axis=0)
    face, label = pairs.T
    whole = np.bincount(face, minlength=len(faces))[face] == 1
    pieces = faces[face]
    pieces[~whole] = polygonal(shapely.intersection(faces[face[~whole]], grids[label[~whole]]))
    real = site.plane.square_metres(pieces) > CRUMB
    pieces, label = pieces[real], label[real]
    if site.job.people is None:
        return replace(plain, tiles=pieces, people=np.zeros(len(pieces)), labels=label, grids=grids)
    shared = zone_people(pieces, site.job.people, site.measure.areas(pieces))
    return replace(plain, tiles=pieces, people=shared.people, labels=label, grids=grids, outside=shared.outside)


def _with_moves(site: Site, found: Division, today: Today) -> Division:
    if found.labels is None:
        return found
    return replace(found, moves=moves(site, today, found.tiles, found.people, found.labels))


def _or_today(site: Site, found: Division, today: Today) -> Division:
    """Return today's grids where they hold every limit and cost no more than the new ones and the moves to them.

    Faces cannot follow them everywhere: a strip between a street and today's border is too narrow for a face.
    """
    if site.kept.dedicated.any() or site.barriers.hard.any():
        return found  # what parts the community parts today's grids too, or they are no plan
    kept = as_they_are(site, today)
    if kept is None:
        return found
    grids = _dissolved(site, kept.tiles, kept.labels)
    limits, exact = site.job.settings.limits, site.job.community.grids
    limits = limits if exact is None else replace(limits, grids=(exact, exact))
    people = np.bincount(kept.labels, kept.people, minlength=len(grids))
    cost = weighed(site, grids)
    if limits.check(Figures(people, site.measure.areas(grids))) or len(borders_of(grids, site).cut):
        return found
    if found.answer.verdict in HELD and _cost(site, found) < cost:
        return found
    answer = Partition(kept.labels, cost, Verdict.KEPT if len(grids) == 1 else Verdict.SOLVED)
    nobody = Moves(0.0, *(np.empty(0, dtype=np.int64),) * 2, np.empty(0))
    return replace(
        found, answer=answer, method=Method.TODAY, tiles=kept.tiles, people=kept.people, labels=kept.labels,
        grids=grids, names=[], moves=nobody,
    )


def _cost(site: Site, found: Division) -> float:
    """Return what the borders of a division and the moves to it cost."""
    assert found.grids is not None
    moved = 0.0 if found.moves is None else found.moves.people
    return weighed(site, found.grids) + site.job.settings.move_cost * moved


def _holds(site: Site, straight: Division, plain: Division, limits: Limits) -> bool:
    """Tell whether straight borders break no limit that cells hold, with people counted once more on their ground."""
    return _broken(site, straight, limits) <= _broken(site, plain, limits)


def _broken(site: Site, division: Division, limits: Limits) -> set[tuple[str, str, int | None]]:
    assert division.labels is not None
    assert division.grids is not None
    people = np.bincount(division.labels, division.people, minlength=len(division.grids))
    figures = Figures(people, site.measure.areas(division.grids))
    return {(breach.limit, breach.side, breach.grid) for breach in limits.check(figures)}
