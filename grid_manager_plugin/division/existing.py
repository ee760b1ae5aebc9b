"""Today's grids: where a division starts from, who would move, and whether they are better left as they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.optimize import linear_sum_assignment

from grid_manager_plugin.division.adjacency import build_graph
from grid_manager_plugin.division.blocks import MINOR_OF_BLOCK
from grid_manager_plugin.division.fitting import NOBODY, Names, fit
from grid_manager_plugin.division.graph import components
from grid_manager_plugin.division.overlay import shared_ground
from grid_manager_plugin.division.people.people_zones import zone_people
from grid_manager_plugin.division.segments import segment_table
from grid_manager_plugin.division.surface import polygonal
from grid_manager_plugin.division.tiles import Site
from grid_manager_plugin.division.walled import BESIDE, beside_barriers
from grid_manager_plugin.errors import InputError
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message, named

NO_GRID = -1
"""Stands for today's grid of ground that lies in none."""

TIE = 1e-9
"""People that a square metre counts as: where nobody lives, ground decides which grid is which."""


@dataclass(frozen=True)
class Today:
    """Today's grids of one community, in an order that does not depend on the input's.

    Attributes:
        grids: Valid (multi)polygons that have ground in the community, shape (g,) of object.
        fid: Their feature ids, shape (g,).
        notes: What was mended.
    """

    grids: np.ndarray
    fid: np.ndarray
    notes: tuple[Message, ...] = ()

    @classmethod
    def of(cls, site: Site) -> Today | None:
        """Return today's grids of a community; ``None`` where there are none."""
        existing = site.job.surroundings.existing
        whole = polygonal(existing.geometry)
        grids = polygonal(shapely.intersection(whole, site.ground))
        part, size = shapely.area(grids), shapely.area(whole)
        # smaller parts are lines that were drawn differently: grids of the neighbours, as with blocks
        counts = (part >= MINOR_OF_BLOCK * size) | (part >= MINOR_OF_BLOCK * site.ground.area)
        real = np.flatnonzero((part > 0) & counts)
        order = real[np.argsort(shapely.to_wkb(shapely.normalize(grids[real])), kind="stable")]
        fids = np.asarray(existing.fid)
        mended = fids[order[~shapely.is_valid(np.asarray(existing.geometry)[order])]]
        notes = (Message(_MENDED, {"count": len(mended), "fids": named(mended)}),) if len(mended) else ()
        return cls(grids[order], fids[order], notes) if len(order) else None

    def on(self, tiles: np.ndarray) -> np.ndarray:
        """Return the grid that has most of each tile, :data:`NO_GRID` for none, shape (n,)."""
        grid, tile, _, area, _ = shared_ground(self.grids, tiles, np.zeros(len(tiles), dtype=bool))
        found = np.full(len(tiles), NO_GRID)
        order = np.lexsort((-grid, area))  # of several the last one stays: the largest, of equal ones the lowest
        found[tile[order]] = grid[order]
        return found


@dataclass(frozen=True)
class Moves:
    """Who would come into another grid than today's.

    Attributes:
        people: All of them.
        today: Feature id of the grid that each group leaves, shape (w,).
        grid: The new grid that it comes into, shape (w,).
        group: People of each group, the largest first, shape (w,).
    """

    people: float
    today: np.ndarray
    grid: np.ndarray
    group: np.ndarray


def moves(site: Site, today: Today, tiles: np.ndarray, people: np.ndarray, labels: np.ndarray) -> Moves:
    """Return who would move; a new grid is today's that has most of its people, each of today's once.

    Args:
        site: The community.
        today: Today's grids.
        tiles: Polygons that new grids are made of, shape (n,) of object.
        people: People of each, shape (n,).
        labels: New grid of each, shape (n,).
    """
    grid, tile, pieces, area, _ = shared_ground(today.grids, tiles, np.zeros(len(tiles), dtype=bool))
    if site.job.people is None:
        inside = people[tile] * area / shapely.area(tiles)[tile]
    else:
        inside = zone_people(pieces, site.job.people, site.measure.areas(pieces)).people
    shape = (int(labels.max()) + 1, len(today.grids))
    place = labels[tile] * shape[1] + grid
    both = np.bincount(place, inside, minlength=shape[0] * shape[1]).reshape(shape)
    ground = np.bincount(place, site.plane.square_metres(pieces), minlength=shape[0] * shape[1]).reshape(shape)
    stays = np.zeros(shape, dtype=bool)
    stays[linear_sum_assignment(both + TIE * ground, maximize=True)] = True
    left = np.where(stays, 0.0, both)
    new, old = np.nonzero(left > TIE)
    order = np.lexsort((old, new, -left[new, old]))
    new, old = new[order], old[order]
    return Moves(float(left.sum()), today.fid[old], new, left[new, old])


def crossed(site: Site, today: Today) -> bool:
    """Tell whether a hard barrier runs through one of today's grids, not only along its border."""
    hard = site.plane.drawn(site.barriers.geometry[site.barriers.hard])
    inner = shapely.buffer(site.plane.drawn(today.grids), -BESIDE)
    return bool(shapely.STRtree(inner).query(hard, predicate="intersects").size)


def weighed(site: Site, grids: np.ndarray) -> float:
    """Return what the borders between grids cost: metres times what remains of them beside barriers."""
    table = segment_table(grids)
    inner = np.flatnonzero(table.inner())
    metres = site.measure.segment_lengths(*table.coordinates(inner))
    return float((metres * beside_barriers(table, site.barriers, site.plane).factor[inner]).sum())


@dataclass(frozen=True)
class Kept:
    """Today's grids as they are: pieces of them, with their people, and the grid of each, shapes (n,)."""

    tiles: np.ndarray
    people: np.ndarray
    labels: np.ndarray


def as_they_are(site: Site, today: Today) -> Kept | None:
    """Return today's grids as a plan; ``None`` where they do not tile the community, or are not in one piece each."""
    try:
        fitted = fit(site.ground, today.grids, np.zeros(len(today.grids)), site.measure, Names("", today.fid))
    except InputError:
        return None
    if (fitted.source == NOBODY).any():
        return None
    _, labels = np.unique(fitted.source, return_inverse=True)
    labels = labels.reshape(-1)
    graph, _ = build_graph(fitted.geometry, np.zeros(len(labels)), site.measure)
    within = graph.edges[labels[graph.edges[:, 0]] == labels[graph.edges[:, 1]]]
    if components(within, len(labels))[0] > labels.max() + 1:
        return None
    people = np.zeros(len(labels))
    if site.job.people is not None:
        people = zone_people(fitted.geometry, site.job.people, site.measure.areas(fitted.geometry)).people
    return Kept(fitted.geometry, people, labels)


_MENDED = QT_TRANSLATE_NOOP("Existing", "Invalid grids of EXISTING made valid: {count} (features: {fids}).")
