"""Faces refined into small cells, so that a border can pass between buildings.

Cells grow round seeds (:mod:`.seeds`): their borders are the Voronoi borders between polygons that are kept whole and
points in empty land, so they run as far from every building as they can. Where the borders run is decided in the plane
of the face, in metres; the face itself is cut in its own coordinates by :mod:`.arrangement`, which moves none of its
vertices.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.spatial import Voronoi, cKDTree

from grid_manager_plugin.division import arrangement
from grid_manager_plugin.division.adjacency import shared_lengths
from grid_manager_plugin.division.cells.seeds import TOUCHING, Seeds, find_seeds
from grid_manager_plugin.division.cells.stitching import with_nodes
from grid_manager_plugin.division.graph import components
from grid_manager_plugin.division.plane import Plane
from grid_manager_plugin.division.segments import OUTSIDE, SegmentTable, segment_table
from grid_manager_plugin.rules.codes import grid_order
from grid_manager_plugin.rules.geodesy import Measure

NOISE = 0.01
"""Metres: nodes closer than this are one."""

CRUMB = 0.2
"""Share of the mean cell below which a piece cut off from its seed goes to a neighbour."""

_BEND = 0.25
"""Share of the distance to the nearest seed that a border may leave the Voronoi border by, to have fewer vertices."""


@dataclass(frozen=True)
class Places:
    """Where people are.

    Attributes:
        xy: Source coordinates, shape (p, 2).
        weight: People there, shape (p,).
    """

    xy: np.ndarray
    weight: np.ndarray


@dataclass(frozen=True)
class Cells:
    """Cells that tile faces.

    Attributes:
        geometry: Polygons, those of a face one after another, in rows from north to south, shape (n,) of object.
        face: Face that each lies in, shape (n,).
        faces: The faces as they came, shape (f,) of object.
    """

    geometry: np.ndarray
    face: np.ndarray
    faces: np.ndarray

    def movable(self, table: SegmentTable) -> np.ndarray:
        """Tell which segments of the cells lie inside a face, where a border may move, shape (m,)."""
        return table.inner() & (self.face[table.left] == self.face[table.right])

    def own(self, table: SegmentTable) -> np.ndarray:
        """Tell which nodes are vertices of a face as it came, shape (v,)."""
        return _among(table.nodes, shapely.get_coordinates(self.faces))


def refine(
    faces: np.ndarray,
    wanted: np.ndarray,
    kept: np.ndarray,
    places: Places,
    measure: Measure,
    together: float = TOUCHING,
    open_land: bool = True,
) -> Cells:
    """Refine the faces of a community.

    Together the cells tile what the faces tile, vertex for vertex: where a border of cells meets the edge of a face,
    the neighbour has the node too. Only such nodes are added to the faces' own vertices.

    Args:
        faces: Valid polygons that tile vertex for vertex, shape (f,) of object.
        wanted: Number of cells for each, shape (f,); 1 leaves it as it is.
        kept: Polygons that no border may cross, or points such as houses, in the same CRS, shape (q,) of object, in
            any order. They count in the faces that they share ground with.
        places: Where people are, in any order: there cells are smaller.
        measure: Measure of the CRS.
        together: Metres: polygons and points nearer to each other than this belong to one cell.
        open_land: Land far from any polygon or point gets cells of its own; else its cells are theirs, and all borders
            run halfway between them.

    Raises:
        ValueError: A number of cells is below 1.
    """
    if (np.asarray(wanted) < 1).any():
        raise ValueError("every face needs at least one cell")
    order = np.argsort(shapely.to_wkb(shapely.normalize(kept)), kind="stable")
    kept = kept[order]
    ranked = np.lexsort((places.weight, places.xy[:, 1], places.xy[:, 0]))
    xy, weight = places.xy[ranked], places.weight[ranked]
    kept_in = _members(kept, faces, inside=True)
    people_in = _members(shapely.points(xy), faces, inside=False)
    beside = shapely.STRtree(faces)
    parts = [faces[i : i + 1] for i in range(len(faces))]
    tolerance = NOISE / Plane.of(shapely.multipolygons(faces), measure).scale.max() if len(faces) else 0.0
    for i in np.flatnonzero(np.asarray(wanted) > 1):
        face, people = parts[i][0], people_in[i]
        parts[i] = refine_face(
            face, int(wanted[i]), kept[kept_in[i]], xy[people], weight[people], measure, together, open_land
        )
        added = _added(parts[i], face)
        for j in beside.query(faces[i], predicate="intersects") if len(added) else ():
            if j != i:
                parts[j] = with_nodes(parts[j], added, tolerance)
    number = np.repeat(np.arange(len(faces)), [len(part) for part in parts])
    return Cells(np.concatenate([*parts, np.empty(0, dtype=object)]), number, faces)


def refine_face(
    face: shapely.Polygon,
    wanted: int,
    kept: np.ndarray,
    xy: np.ndarray,
    weight: np.ndarray,
    measure: Measure,
    together: float = TOUCHING,
    open_land: bool = True,
) -> np.ndarray:
    """Return about the wanted number of cells of one face; arguments as for :func:`refine`, in canonical order."""
    plane = Plane.of(face, measure)
    ground = plane.drawn(np.array([face], dtype=object))[0]
    solid = _solid(kept)
    seeds = find_seeds(ground, plane.drawn(solid), plane.metres(xy), weight, wanted, together, open_land)
    if len(np.unique(seeds.group)) < 2:
        return np.array([face], dtype=object)
    sites, group = _sites(seeds)
    zones = shapely.transform(_zones(sites, group, ground, seeds), lambda at: at / plane.scale + plane.origin)
    pieces = arrangement.faces(face, zones, NOISE / plane.scale.max())
    points = shapely.point_on_surface(pieces)
    shapely.prepare(face)
    within = shapely.intersects(face, points)
    pieces, points = pieces[within], points[within]
    owner = group[cKDTree(sites).query(plane.metres(shapely.get_coordinates(points)))[1]]
    cell = _joined(pieces, owner, solid, plane, seeds, measure)
    return _in_rows(_dissolved(pieces, cell), plane)


def _members(things: np.ndarray, faces: np.ndarray, inside: bool) -> list[np.ndarray]:
    """Return for each face the things that lie on it; ``inside``: that share its inside, not its edge only."""
    thing, face = shapely.STRtree(faces).query(things, predicate="intersects")
    if inside:
        deep = shapely.relate_pattern(things[thing], faces[face], "T********")
        thing, face = thing[deep], face[deep]
    order = np.lexsort((thing, face))
    return np.split(thing[order], np.searchsorted(face[order], np.arange(1, max(len(faces), 1))))


def _solid(kept: np.ndarray) -> np.ndarray:
    """Return polygons without holes, and points: what a polygon encloses can be reached through it only."""
    parts = shapely.get_parts(kept)
    areal = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    parts[areal] = shapely.polygons(shapely.get_exterior_ring(parts[areal]))
    return parts


def _sites(seeds: Seeds) -> tuple[np.ndarray, np.ndarray]:
    """Return points along the outlines of the seeds, shape (t, 2), and the group of each.

    Two neighbours on an outline lie nearer to each other than to any seed of another group, so that the Voronoi border
    between the points crosses no polygon.
    """
    points, number = shapely.get_coordinates(seeds.geometry, return_index=True)
    along = np.flatnonzero(number[1:] == number[:-1])
    start, end, owner = points[along], points[along + 1], number[along]
    lines = shapely.linestrings(np.stack([start, end], axis=1))
    reach = seeds.side / 4
    line, other = shapely.STRtree(seeds.geometry).query(lines, predicate="dwithin", distance=reach)
    foreign = seeds.group[owner[line]] != seeds.group[other]
    line, other = line[foreign], other[foreign]
    gap = np.full(len(lines), reach)
    np.minimum.at(gap, line, shapely.distance(lines[line], seeds.geometry[other]))
    pieces = np.ceil(np.hypot(*(end - start).T) / np.maximum(gap / 2, TOUCHING / 4)).astype(np.int64).clip(1)
    which = np.repeat(np.arange(len(lines)), pieces)
    share = (np.arange(len(which)) - np.repeat(np.cumsum(pieces) - pieces, pieces)) / pieces[which]
    between = start[which] + share[:, None] * (end - start)[which]
    xy = np.concatenate([points, between])
    group = seeds.group[np.concatenate([number, owner[which]])]
    xy, first = np.unique(xy, axis=0, return_index=True)
    return xy, group[first]


def _zones(sites: np.ndarray, group: np.ndarray, ground: shapely.Polygon, seeds: Seeds) -> np.ndarray:
    """Return polygons that cover the ground: the Voronoi zones of the groups, their borders with few vertices."""
    west, south, east, north = shapely.total_bounds([shapely.multipoints(sites), ground])
    centre, radius = np.array([west + east, south + north]) / 2, np.hypot(east - west, north - south)
    turn = np.arange(8) * np.pi / 4
    far = centre + 4 * radius * np.column_stack([np.cos(turn), np.sin(turn)])  # so that all zones here are finite
    found = Voronoi(np.concatenate([sites, far]))
    group = np.concatenate([group, np.full(len(far), -1)])
    one, other = group[found.ridge_points].T
    ends = np.array(found.ridge_vertices)
    border = (one != other) & (one >= 0) & (other >= 0) & (ends >= 0).all(axis=1)
    margin = NOISE * 100 + radius / 100
    frame = np.array(ground.bounds) + margin * np.array([-1, -1, 1, 1])
    lines = shapely.clip_by_rect(shapely.linestrings(found.vertices[ends[border]]), *frame)
    chains = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(shapely.get_parts(lines))))
    (chain, _), apart = shapely.STRtree(seeds.geometry).query_nearest(chains, return_distance=True, all_matches=False)
    room = np.zeros(len(chains))
    room[chain] = apart
    chains = shapely.simplify(chains, _BEND * room, preserve_topology=False)
    noded = shapely.union_all(np.append(chains, shapely.box(*frame).exterior))
    return shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))


def _joined(
    pieces: np.ndarray, owner: np.ndarray, solid: np.ndarray, plane: Plane, seeds: Seeds, measure: Measure
) -> np.ndarray:
    """Return the cell of each piece: what lies in one zone and side by side, with the crumbs beside it."""
    table = segment_table(pieces)
    edges, lengths = shared_lengths(table, len(pieces), measure)
    links = np.concatenate([edges[owner[edges[:, 0]] == owner[edges[:, 1]]], _crossed(table, solid)])
    count, cell = components(links, len(pieces))
    area = plane.square_metres(pieces)
    at = shapely.transform(shapely.point_on_surface(seeds.geometry), lambda xy: xy / plane.scale + plane.origin)
    holder = shapely.STRtree(pieces).query(at, predicate="intersects")[1]
    while True:
        size = np.bincount(cell, area, minlength=count)
        crumb = size < CRUMB * area.sum() / max(seeds.group.max() + 1, 1)
        crumb[cell[holder]] = False
        ends = cell[edges]
        giver = np.concatenate([ends, ends[:, ::-1]])
        across = crumb[giver[:, 0]] & (giver[:, 0] != giver[:, 1])
        giver, shared = giver[across], np.tile(lengths, 2)[across]
        if not len(giver):
            return cell
        pairs, place = np.unique(giver, axis=0, return_inverse=True)
        shared = np.bincount(place.reshape(-1), shared)
        best = np.lexsort((pairs[:, 1], -shared, crumb[pairs[:, 1]], pairs[:, 0]))
        _, first = np.unique(pairs[best, 0], return_index=True)
        count, merged = components(pairs[best[first]], count)
        cell = merged[cell]


def _crossed(table: SegmentTable, solid: np.ndarray) -> np.ndarray:
    """Return the pairs of pieces with a border through a polygon, shape (c, 2): float noise, if there are any."""
    inner = np.flatnonzero(table.inner())
    lines = shapely.linestrings(table.nodes[table.ends[inner]])
    line, polygon = shapely.STRtree(solid).query(lines, predicate="intersects")
    deep = shapely.relate_pattern(lines[line], solid[polygon], "T********")
    deep &= shapely.get_type_id(solid[polygon]) == shapely.GeometryType.POLYGON
    hit = inner[line[deep]]
    return np.column_stack([table.left[hit], table.right[hit]])


def _dissolved(pieces: np.ndarray, cell: np.ndarray) -> np.ndarray:
    order = np.argsort(cell, kind="stable")
    groups = np.split(pieces[order], np.flatnonzero(np.diff(cell[order])) + 1)
    found = np.empty(len(groups), dtype=object)
    found[:] = [group[0] if len(group) == 1 else shapely.coverage_union_all(group) for group in groups]
    return shapely.get_parts(found)


def _in_rows(cells: np.ndarray, plane: Plane) -> np.ndarray:
    drawn = plane.drawn(cells)
    bounds = shapely.bounds(drawn)
    return cells[grid_order(shapely.get_coordinates(shapely.centroid(drawn)), bounds[:, 3] - bounds[:, 1])]


def _added(cells: np.ndarray, face: shapely.Polygon) -> np.ndarray:
    """Return the nodes that cells have on the edge of their face and the face had not, shape (a, 2)."""
    table = segment_table(cells)
    on_edge = table.nodes[np.unique(table.ends[table.right == OUTSIDE])]
    return on_edge[~_among(on_edge, shapely.get_coordinates(face))]


def _among(nodes: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Tell which nodes, shape (v, 2), are bit for bit among the known ones, shape (v,)."""
    known_set = {tuple(xy) for xy in known.tolist()}
    return np.array([tuple(xy) in known_set for xy in nodes.tolist()], dtype=bool)
