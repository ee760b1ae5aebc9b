"""What became of a community, and the ways to it that blocks, faces and cells share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from grid_manager_plugin.division.existing import Moves, Today
from grid_manager_plugin.division.method import Method
from grid_manager_plugin.division.partition import Partition, Progress
from grid_manager_plugin.division.regions.regions import partition_walled
from grid_manager_plugin.division.tiles import NOT_DEDICATED, Site, Tiles
from grid_manager_plugin.division.verdict import Verdict
from grid_manager_plugin.rules.limits import Figures, Limits
from grid_manager_plugin.rules.messages import Message


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
        own: Grids that are grids of their own (KEEP_WHOLE_DEDICATED), ascending.
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
    own: tuple[int, ...] = ()
    moves: Moves | None = None


def solved(
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


def of_tiles(site: Site, tiles: Tiles, answer: Partition) -> Division:
    """Return the division whose grids are made of whole tiles."""
    labels = None if answer.verdict is Verdict.INFEASIBLE else answer.labels
    grids = None if labels is None else dissolved(site, tiles.geometry, labels)
    own = () if labels is None else tuple(np.unique(labels[tiles.walls.dedicated != NOT_DEDICATED]).tolist())
    names, outside, notes = list(tiles.names), tiles.outside, tiles.notes
    return Division(answer, tiles.method, tiles.geometry, tiles.people, labels, grids, names, outside, notes, own)


def dissolved(site: Site, tiles: np.ndarray, labels: np.ndarray) -> np.ndarray:
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


def holds(site: Site, straight: Division, plain: Division, limits: Limits) -> bool:
    """Tell whether straight borders break no limit that cells hold, with people counted once more on their ground."""
    return _broken(site, straight, limits) <= _broken(site, plain, limits)


def _broken(site: Site, division: Division, limits: Limits) -> set[tuple[str, str, int | None]]:
    assert division.labels is not None
    assert division.grids is not None
    people = np.bincount(division.labels, division.people, minlength=len(division.grids))
    figures = Figures(people, site.measure.areas(division.grids))
    return {(breach.limit, breach.side, breach.grid) for breach in limits.check(figures)}
