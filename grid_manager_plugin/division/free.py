"""Communities without blocks: faces between barriers first, cells where faces cannot hold the limits.

Each number of grids is tried on the faces, whose borders are barriers, then on cells: faces that are large for a grid,
refined. Borders between cells of a face are made straight afterwards. Where no number of grids holds the limits, finer
cells are the last try.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import shapely

from grid_manager_plugin.division.cells.refining import Cells, refine
from grid_manager_plugin.division.cells.settlements import Whole, polygons_whole, settlements_whole, walled_in
from grid_manager_plugin.division.cells.site_people import inhabitants_of, places_of
from grid_manager_plugin.division.cells.straighten import Plan, straighten
from grid_manager_plugin.division.division import Division, holds, of_tiles, solved
from grid_manager_plugin.division.existing import Today
from grid_manager_plugin.division.faces.faces import Faces
from grid_manager_plugin.division.kept_limits import too_large
from grid_manager_plugin.division.partition import Onward, Partition, Progress, grid_numbers
from grid_manager_plugin.division.people.people_zones import zone_people
from grid_manager_plugin.division.proofs.obstacle import Question, from_plan, without_blocks
from grid_manager_plugin.division.regions.apportion import MOST, absolute, numbers_within
from grid_manager_plugin.division.regions.walls import ground_of, region_count
from grid_manager_plugin.division.surface import polygonal
from grid_manager_plugin.division.ties import units
from grid_manager_plugin.division.tiles import NOT_DEDICATED, Site, Tiles, faces_of, tiles_of_cells, tiles_of_faces
from grid_manager_plugin.division.verdict import HELD, Verdict
from grid_manager_plugin.rules.limits import Figures, Limits

MANY_GRIDS = 10
"""Grids of a community from which on cells are no longer as small for each of them, to bound the time."""

LARGE = 1.5
"""A face of so many cells' size or less is a cell as it is."""

CRUMB = 1e-4
"""Square metres: smaller pieces of a face are float noise."""

COARSE, FINE = 40, 100
"""Cells that a grid is put together from: enough for the limits that people set, as a rule; and for the last try."""


def freely(site: Site, today: Today | None, progress: Progress, *, along_today: bool = False) -> Division:
    """Divide a community that has no blocks.

    Args:
        site: The community.
        today: Its grids of today; ``None`` where there are none.
        progress: Called with the share of work done; may raise to stop.
        along_today: Today's borders part faces too: only so can new ones follow them everywhere.

    Raises:
        InputError: Its barriers cannot be made into faces.
    """
    progress = Onward(progress)
    tries = _Tries(site, today, faces_of(site, along_today=along_today), progress)
    proof = tries.hopeless()
    if proof is not None and not site.job.settings.allow_relaxed:
        return proof
    found = tries.first_held()
    if found is None:
        apart = walled_in(site, tries.most)
        if apart is not None:
            faces = faces_of(site, along_today=along_today, apart=apart)
            tries = _Tries(site, today, faces, progress)
            found = tries.first_held()
    found = found or tries.last()
    return proof if proof is not None and found.answer.verdict is Verdict.INFEASIBLE else found


@dataclass(frozen=True)
class Refined:
    """Faces refined to cells round what is kept whole; the faces' tiles alone where there is nothing to refine."""

    tiles: Tiles
    faces: Faces
    cells: Cells | None = None
    whole: Whole | None = None


class _Tries:
    """The tries to divide a community, one after the other."""

    def __init__(self, site: Site, today: Today | None, faces: Faces, progress: Progress) -> None:
        self._site, self._today, self._progress = site, today, progress
        self._on_faces = Refined(tiles_of_faces(site, faces), faces)
        self._ways: list[Refined] | None = None
        self._counts = _counts(site, self._on_faces.tiles)
        self._done, self._all = 0, 3 * len(self._counts) + 1
        progress(0.0)

    @property
    def most(self) -> int:
        """The largest number of grids to try."""
        return max(self._counts)

    def hopeless(self) -> Division | None:
        """Return the proof that no cells would help: more pieces than grids, or a polygon too large for any grid."""
        tiles = self._on_faces.tiles
        if region_count(tiles.graph, tiles.walls) > self.most:
            return of_tiles(self._site, tiles, self.answer(self._on_faces))
        people = float(tiles.people[tiles.walls.dedicated == NOT_DEDICATED].sum())
        proof = too_large(self._site, self._counts, people)
        return None if proof is None else of_tiles(self._site, tiles, proof)

    def first_held(self) -> Division | None:
        """Return the first plan that holds every limit: number after number of grids, faces before cells."""
        for number, count in enumerate(self._counts):
            self._done = 3 * number
            if _total_forbids(self._site, self._on_faces.tiles, count):
                continue
            answer = self.answer(self._on_faces, count)
            if answer.verdict in HELD:
                return of_tiles(self._site, self._on_faces.tiles, answer)
            for refined in self._on_cells() if count > 1 else ():
                answer = self.answer(refined, count)
                if answer.verdict in HELD:
                    return straightened(self._site, refined, answer)
        return None

    def last(self) -> Division:
        """Try fine cells, and look into what is in the way; where totals alone forbid a plan, fine ones help nobody."""
        tiles = self._on_faces.tiles
        fineness = COARSE if all(_total_forbids(self._site, tiles, count) for count in self._counts) else FINE
        refined = self.refined(fineness, polygons_whole(self._site))
        return straightened(self._site, refined, _only_proven(self.answer(refined)))

    def answer(self, refined: Refined, count: int | None = None) -> Partition:
        """Divide faces or cells; without a number of grids it is the last try, which looks into what is in the way."""
        first, self._done = self._done, self._done + 1

        def within(share: float) -> None:
            self._progress(min((first + share) / self._all, 1.0))

        return solved(self._site, refined.tiles, self._today, within, count, last=count is None)

    def refined(self, fineness: int, whole: Whole) -> Refined:
        """Return the faces as cells."""
        return _refined(self._site, self._on_faces, fineness, whole)

    def _on_cells(self) -> list[Refined]:
        """Return the ways to make cells, made once: settlements whole, where there are some, then as limits need."""
        if self._ways is None:
            wholes = (settlements_whole(self._site), polygons_whole(self._site))
            ways = [self.refined(COARSE, whole) for whole in wholes if whole is not None]
            self._ways = [refined for refined in ways if refined.cells is not None]
        return self._ways


def _counts(site: Site, tiles: Tiles) -> list[int]:
    """Return the numbers of grids to try, in order."""
    settings, exact = site.job.settings, site.job.community.grids
    people = float(tiles.people[tiles.walls.dedicated == NOT_DEDICATED].sum())
    counts = grid_numbers(settings.limits, exact, people, settings.target_population)
    return [1, *counts] if settings.allow_whole and exact is None else counts


def _total_forbids(site: Site, tiles: Tiles, count: int) -> bool:
    """Tell whether people and ground of the pieces between walls are too much, or too little, for so many grids."""
    ground = ground_of(tiles.graph, tiles.walls)
    band = site.job.settings.limits.bounds(float(ground.graph.population.sum()), count)
    fewest = most = 0
    for region in ground.regions:
        numbers = list(numbers_within(region.graph, band).values())
        low, high = max((one[0] for one in numbers), default=1), min((one[1] for one in numbers), default=MOST)
        if low > high:
            return True
        fewest, most = fewest + low, most + high
    return bool(ground.regions) and not fewest <= count <= most


def _refined(site: Site, on_faces: Refined, fineness: int, whole: Whole) -> Refined:
    wanted = _wanted(site, on_faces.tiles, fineness)
    if not (wanted > 1).any():
        return on_faces
    faces = on_faces.faces
    people = places_of(site.job.people)
    cells = refine(faces.geometry, wanted, whole.geometry, people, site.measure, whole.together, whole.open_land)
    if len(cells.geometry) == len(faces.geometry):
        return on_faces
    return Refined(tiles_of_cells(site, faces, cells), faces, cells, whole)


def _wanted(site: Site, tiles: Tiles, fineness: int) -> np.ndarray:
    """Return the number of cells of each face: as many as its share of the community's ground, or people, asks for."""
    limits, exact = site.job.settings.limits, site.job.community.grids
    cells = fineness * min(limits.grids[1] if exact is None else exact, MANY_GRIDS)
    loads = (tiles.graph.area, tiles.people)
    load = np.maximum(*(one / max(float(one.sum()), 1e-9) for one in loads)) * cells
    wanted = np.where(load > LARGE, np.ceil(load), 1.0)
    wanted[tiles.walls.dedicated != NOT_DEDICATED] = 1.0
    return wanted.astype(np.int64)


def _only_proven(answer: Partition) -> Partition:
    """Return an answer about faces or cells without proofs that other borders might overturn, in words that fit."""
    told = answer.obstacle
    if told is None or answer.verdict is not Verdict.INFEASIBLE:
        return answer
    total = answer.labels is None and told.block is None and told.limit != "grids"
    proven = answer.proven and total
    return replace(answer, proven=proven, obstacle=without_blocks(told, proven=proven))


def straightened(site: Site, refined: Refined, answer: Partition) -> Division:
    """Return the division of cells, with straight borders inside the faces."""
    tiles, cells, whole = refined.tiles, refined.cells, refined.whole
    plain = of_tiles(site, tiles, answer)
    if cells is None or whole is None or plain.labels is None or plain.grids is None or len(plain.grids) == 1:
        return plain
    labels = plain.labels
    plan = Plan(cells.geometry, tiles.table, labels, cells.movable(tiles.table), cells.own(tiles.table), tiles.factor)
    people = inhabitants_of(site.job.people, cells.geometry, tiles.people)
    limits = _limits(site, tiles, labels)
    grids = straighten(plan, people, whole.geometry, limits, site.measure, whole.clearance).geometry
    straight = _cut_faces(site, refined, plain, grids)
    return _told_anew(site, tiles, straight) if holds(site, straight, plain, limits) else plain


def _told_anew(site: Site, tiles: Tiles, straight: Division) -> Division:
    """Return a relaxed division with what its straight borders break, which is not to the metre what cells did."""
    if straight.answer.verdict is not Verdict.RELAXED or straight.grids is None or straight.labels is None:
        return straight
    shared = ~np.isin(np.arange(len(straight.grids)), straight.own)
    people = np.bincount(straight.labels, straight.people, minlength=len(straight.grids))[shared]
    exact = site.job.community.grids
    limits = site.job.settings.limits
    count = int(shared.sum())
    breaches = replace(limits, grids=(count, count)).check(Figures(people, site.measure.areas(straight.grids[shared])))
    if not breaches:
        return replace(straight, answer=replace(straight.answer, verdict=Verdict.SOLVED, breaches=(), obstacle=None))
    question = Question(units(tiles.graph), limits, exact is not None)
    obstacle = from_plan(breaches, question, count, None, relaxed=True)
    return replace(straight, answer=replace(straight.answer, breaches=breaches, obstacle=obstacle))


def _limits(site: Site, tiles: Tiles, labels: np.ndarray) -> Limits:
    """Return the limits of this plan's grids in people, apart from grids of their own."""
    shared = tiles.walls.dedicated == NOT_DEDICATED
    count = len(np.unique(labels[shared]))
    bounds = site.job.settings.limits.bounds(float(tiles.people[shared].sum()), max(count, 1))
    return absolute(bounds, int(labels.max()) + 1)


def _cut_faces(site: Site, refined: Refined, plain: Division, grids: np.ndarray) -> Division:
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
