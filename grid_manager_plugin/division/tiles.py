"""What the grids of a community are put together from: given blocks, faces between barriers, or cells of faces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from grid_manager_plugin.division.adjacency import build_graph
from grid_manager_plugin.division.cells.refining import Cells
from grid_manager_plugin.division.faces.barriers import Barriers, sound_barriers
from grid_manager_plugin.division.faces.borders import SegmentBarriers
from grid_manager_plugin.division.faces.drawing import near_ground
from grid_manager_plugin.division.faces.faces import Faces, make_faces
from grid_manager_plugin.division.faces.kept import KeptGround, cores, kept_ground
from grid_manager_plugin.division.fitting import NOBODY, Names, fit
from grid_manager_plugin.division.graph import BlockGraph
from grid_manager_plugin.division.job import CommunityJob
from grid_manager_plugin.division.method import Method
from grid_manager_plugin.division.overlay import shared_ground
from grid_manager_plugin.division.people.people_zones import zone_people
from grid_manager_plugin.division.plane import Plane
from grid_manager_plugin.division.regions.walls import Walls
from grid_manager_plugin.division.segments import SegmentTable
from grid_manager_plugin.division.surface import polygonal
from grid_manager_plugin.division.walled import BESIDE, NOISE, beside_barriers, bridged, crossing, on_borders, walled
from grid_manager_plugin.rules.geodesy import Measure
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message, named

NOT_DEDICATED = -1
"""Stands for the number of the grid of its own where a tile is part of none."""

MOST = 0.5
"""Share of a block that must lie in a polygon which is a grid of its own, for the block to be of that grid."""


@dataclass(frozen=True)
class Site:
    """One community ready to be divided.

    Attributes:
        job: The community with all that reaches it.
        ground: Its valid ground.
        plane: The plane that it is drawn in.
        measure: Measure of the CRS.
        barriers: Its barriers that can be used, the most important first.
        kept: Its ground that is kept whole.
        notes: What there is to tell of barriers that cannot be used.
    """

    job: CommunityJob
    ground: BaseGeometry
    plane: Plane
    measure: Measure
    barriers: Barriers
    kept: KeptGround
    notes: tuple[Message, ...]

    @classmethod
    def of(cls, job: CommunityJob, ground: BaseGeometry, measure: Measure) -> Site:
        """Make ready a community.

        Args:
            job: The community.
            ground: Valid flat (multi)polygon.
            measure: Measure of its CRS.

        Raises:
            InputError: The factor of a barrier is below 0 or above 1.
        """
        plane = Plane.of(ground, measure)
        given = job.surroundings.barriers
        barriers, notes = sound_barriers(given.take(near_ground(given.geometry, ground)))
        kept = kept_ground(ground, job.surroundings.kept, plane)
        return cls(job, ground, plane, measure, barriers, kept, notes)


@dataclass(frozen=True)
class Tiles:
    """Polygons that tile a community.

    Attributes:
        geometry: Polygons, shape (n,) of object.
        graph: Their graph, with people, areas and what borders cost.
        walls: Where no grid may go on, and which tiles are grids of their own.
        table: Their segments.
        factor: Share of a border's cost that remains along each segment, shape (m,).
        names: What messages call each.
        method: What they are.
        notes: What there is to tell about making them.
        outside: People who found no ground in the community.
    """

    geometry: np.ndarray
    graph: BlockGraph
    walls: Walls
    table: SegmentTable
    factor: np.ndarray
    names: Sequence[str]
    method: Method
    notes: tuple[Message, ...] = ()
    outside: float = 0.0

    @property
    def people(self) -> np.ndarray:
        """People of each tile, shape (n,)."""
        return self.graph.population


@dataclass(frozen=True)
class _Peopled:
    """Polygons with their people and neighbours; what there is to tell, and the people who found no ground."""

    geometry: np.ndarray
    graph: BlockGraph
    table: SegmentTable
    notes: tuple[Message, ...] = ()
    outside: float = 0.0

    @classmethod
    def of(cls, site: Site, geometry: np.ndarray, population: np.ndarray | None = None) -> _Peopled:
        """Return polygons with the people of the community's source; with ``population`` where it has none."""
        people, over = site.job.people, site.barriers.bridges()
        if people is None:
            known = np.zeros(len(geometry)) if population is None else population
            graph, table = build_graph(geometry, known, site.measure, over)
            return cls(geometry, graph, table)
        shared = zone_people(geometry, people, site.measure.areas(geometry))
        graph, table = build_graph(geometry, shared.people, site.measure, over)
        return cls(geometry, graph, table, shared.notes, shared.outside)

    def tiles(
        self,
        site: Site,
        along: SegmentBarriers,
        dedicated: np.ndarray,
        method: Method,
        *,
        never: np.ndarray | None = None,
    ) -> Tiles:
        """Return them as tiles.

        Args:
            site: The community.
            along: What runs along their segments.
            dedicated: Number of the grid of its own that each makes, shape (n,).
            method: What they are.
            never: Segments where no border may run, shape (m,); ``None`` for none.
        """
        distance = BESIDE if site.job.has_blocks else NOISE
        along = bridged(self.table, along, site.barriers, site.plane, distance)
        nowhere = np.zeros(len(self.table.left), dtype=bool)
        graph, walls = walled(
            self.graph, self.table, along, nowhere if never is None else never, dedicated, site.measure
        )
        names = _names(site, self.geometry)
        return Tiles(self.geometry, graph, walls, self.table, along.factor, names, method, self.notes, self.outside)


def tiles_of_blocks(site: Site) -> Tiles:
    """Return the given blocks, made to tile the community.

    Raises:
        InputError: They cannot be (see :func:`.fitting.fit`).
    """
    job = site.job
    fitted = fit(site.ground, job.geometries, job.population, site.measure, Names(job.community.title, job.block_fids))
    peopled = _Peopled.of(site, fitted.geometry, fitted.population)
    dedicated, lost = _dedicated_blocks(site, fitted.geometry)
    # the border of a grid of its own is that of its blocks, wherever the polygon was drawn
    tied = site.kept.geometry[~site.kept.dedicated]
    never = crossing(peopled.table, cores(site.plane.drawn(tied)), site.plane)
    beside = beside_barriers(peopled.table, site.barriers, site.plane)
    tiles = peopled.tiles(site, beside, dedicated, Method.BLOCKS, never=never)
    names = ["-" if i == NOBODY else str(job.block_fids[i]) for i in fitted.source.tolist()]
    outside = fitted.outside_population if job.people is None else tiles.outside
    notes = (*fitted.notes, *tiles.notes, *site.notes, *site.kept.notes, *lost)
    return replace(tiles, names=names, notes=notes, outside=outside)


def faces_of(site: Site, *, along_today: bool = False, apart: np.ndarray | None = None) -> Faces:
    """Return the faces between barriers and the community's edge.

    Args:
        site: The community.
        along_today: Today's borders part faces too.
        apart: Polygons to keep whole that are faces of their own, by feature, shape (q,) of bool.

    Raises:
        InputError: As :func:`.faces.make_faces`.
    """
    surroundings, settings = site.job.surroundings, site.job.settings
    barriers = surroundings.barriers
    if along_today:
        barriers = barriers.with_plain(shapely.get_parts(shapely.boundary(polygonal(surroundings.existing.geometry))))
    title, kept = site.job.community.title, surroundings.kept
    if apart is not None:
        kept = replace(kept, dedicated=kept.dedicated | apart)
    return make_faces(site.ground, barriers, site.measure, kept, settings.faces, title)


def tiles_of_faces(site: Site, faces: Faces) -> Tiles:
    """Return faces as tiles."""
    peopled = _Peopled.of(site, faces.geometry)
    along = faces.borders.along(peopled.table)
    tiles = peopled.tiles(site, along, _dedicated_faces(site, faces), Method.FACES)
    return replace(tiles, notes=faces.notes + tiles.notes)


def tiles_of_cells(site: Site, faces: Faces, cells: Cells) -> Tiles:
    """Return the cells of faces as tiles."""
    peopled = _Peopled.of(site, cells.geometry)
    table = peopled.table
    between = table.inner() & ~cells.movable(table)
    along = on_borders(table, between, faces.borders, site.plane)
    tiles = peopled.tiles(site, along, _dedicated_faces(site, faces)[cells.face], Method.CELLS)
    return replace(tiles, notes=faces.notes + tiles.notes)


def _dedicated_faces(site: Site, faces: Faces) -> np.ndarray:
    """Return the number of the grid of its own that each face makes, shape (n,)."""
    number = np.full(len(faces.geometry), NOT_DEDICATED)
    dedicated = site.job.surroundings.kept.dedicated[faces.kept.feature]
    own = np.unique(faces.kept.face[dedicated & faces.kept.alone])
    number[own] = np.arange(len(own))
    return number


def _dedicated_blocks(site: Site, blocks: np.ndarray) -> tuple[np.ndarray, tuple[Message, ...]]:
    """Return the number of the grid of its own that each block is of, and what to tell of those without any."""
    number = np.full(len(blocks), NOT_DEDICATED)
    own = np.flatnonzero(site.kept.dedicated)
    polygon, block, _, area, _ = shared_ground(site.kept.geometry[own], blocks, np.zeros(len(blocks), dtype=bool))
    most = area > MOST * shapely.area(blocks)[block]
    used, place = np.unique(polygon[most], return_inverse=True)
    number[block[most]] = place.reshape(-1)
    without = np.setdiff1d(np.arange(len(own)), used)
    if not len(without):
        return number, ()
    features = site.kept.feature[np.isin(site.kept.piece, own[without])]
    fids = site.job.surroundings.kept.fid[features]
    return number, (Message(_NO_BLOCK, {"count": len(np.unique(fids)), "fids": named(fids)}),)


def _names(site: Site, geometry: np.ndarray) -> list[str]:
    """Return numbers from 1, with the polygons to keep whole that a tile holds: these are in the way, not the tile."""
    inside = shapely.point_on_surface(site.kept.geometry)
    tile, piece = shapely.STRtree(inside).query(geometry, predicate="intersects")
    fids = site.job.surroundings.kept.fid
    found = [str(number) for number in range(1, len(geometry) + 1)]
    for number in np.unique(tile).tolist():
        features = site.kept.feature[np.isin(site.kept.piece, piece[tile == number])]
        found[number] = f"{number + 1} (KEEP_WHOLE {named(fids[features])})"
    return found


_NO_BLOCK = QT_TRANSLATE_NOOP(
    "Tiles",
    "Polygons of KEEP_WHOLE that KEEP_WHOLE_DEDICATED marks, but that are no grids of their own, because no block "
    "lies in them for the most part: {count} (features: {fids}).",
)
