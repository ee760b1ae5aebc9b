"""One community and its grids as faces: what all their edges together cut the ground into.

Each face lies in some of the grids, and in the community or not. Moving whole faces from grid to grid keeps every
border vertex for vertex: the faces share their edges exactly, and nothing is computed that could leave a sliver.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from grid_manager_plugin.coverage.mend.nodes import NOISE, noded, welded
from grid_manager_plugin.rules.chunks import Progress
from grid_manager_plugin.rules.edges import directed_edges
from grid_manager_plugin.rules.geodesy import Measure


@dataclass(frozen=True)
class Arrangement:
    """Faces of one community, f of them, and of its grids, k of them.

    Attributes:
        grids: The grids' ground, welded and noded, shape (k,).
        community: The community's ground, noded.
        faces: Polygons that share their edges exactly, shape (f,).
        area: Square metres of each face, shape (f,).
        inside: Faces in the community, shape (f,) of bool.
        covers: Which faces lie in which grid, shape (k, f) of bool.
        border: About the metres of border of each face, shape (f,).
        common: About the metres of border that two faces share, sparse, symmetric, shape (f, f).
    """

    grids: np.ndarray
    community: object
    faces: np.ndarray
    area: np.ndarray
    inside: np.ndarray
    covers: np.ndarray
    border: np.ndarray
    common: sparse.csr_matrix

    def parts(self, faces: np.ndarray) -> list[np.ndarray]:
        """Return the connected parts of some faces, given by ascending positions, each likewise."""
        if not len(faces):
            return []
        one, other, _ = self._beside(faces)
        local = np.searchsorted(faces, other)
        local[local == len(faces)] = 0
        inside = faces[local] == other
        shape = (len(faces), len(faces))
        graph = sparse.coo_matrix((np.ones(int(inside.sum())), (one[inside], local[inside])), shape=shape)
        many, label = connected_components(graph, directed=False)
        order = np.argsort(label, kind="stable")
        return np.split(faces[order], np.searchsorted(label[order], np.arange(1, many)))

    def perimeter(self, faces: np.ndarray) -> float:
        """Return about the metres of border round some faces, given by their positions."""
        _, other, metres = self._beside(faces)
        return float(self.border[faces].sum() - metres[np.isin(other, faces)].sum())

    def shared(self, faces: np.ndarray, covers: np.ndarray) -> np.ndarray:
        """Return about the metres of border between some faces and each grid, shape (k,).

        Args:
            faces: Positions of the faces.
            covers: Which faces lie in which grid, shape (k, f) of bool.
        """
        _, other, metres = self._beside(faces)
        beyond = ~np.isin(other, faces)
        return covers[:, other[beyond]] @ metres[beyond]

    def _beside(self, faces: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return for each pair of one of the faces and one beside it the former's place in ``faces``, the latter's
        position, and the metres that they share."""
        start, stop = self.common.indptr[faces], self.common.indptr[faces + 1]
        count = stop - start
        one = np.repeat(np.arange(len(faces)), count)
        at = np.arange(count.sum()) + np.repeat(start - np.concatenate([[0], np.cumsum(count)[:-1]]), count)
        return one, self.common.indices[at], self.common.data[at]

    def compactness(self, faces: np.ndarray) -> float:
        """Return the Polsby-Popper score of some faces, 4 pi area / perimeter^2."""
        return 4 * np.pi * float(self.area[faces].sum()) / max(self.perimeter(faces), 1e-9) ** 2


def arrangement(
    grids: np.ndarray, community: object, anchors: np.ndarray, scale: np.ndarray, measure: Measure
) -> Arrangement:
    """Return the faces of a community and its grids.

    Args:
        grids: Sound ground of its grids, shape (k,).
        community: Sound ground of the community.
        anchors: Vertices that do not move, those of the community among them, shape (a, 2).
        scale: Metres a unit of x and of y, shape (2,).
        measure: Measures in their coordinate system.
    """
    tight = welded(grids, anchors, scale)
    vertices = np.unique(np.concatenate([anchors, shapely.get_coordinates(tight)]), axis=0)
    *tight_grids, outline = noded(np.append(tight, np.array([community], dtype=object)), vertices, scale)
    ground = np.empty(len(grids), dtype=object)
    ground[:] = tight_grids
    lines = shapely.union_all(shapely.boundary(np.append(ground, np.array([outline], dtype=object))))
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    faces = faces[np.lexsort(shapely.bounds(faces).T)]
    points = _inner_points(faces, scale)
    covers = np.zeros((len(grids), len(faces)), dtype=bool)
    face, grid = shapely.STRtree(ground).query(points, predicate="intersects")
    covers[grid, face] = True
    shapely.prepare(outline)
    inside = shapely.intersects(outline, points)
    border, common = _borders(faces, scale)
    return Arrangement(ground, outline, faces, measure.flat_areas(faces), inside, covers, border, common)


def dissolved(faces: np.ndarray) -> object:
    """Return the ground of faces together, exactly where GEOS takes them for noded."""
    try:
        return shapely.coverage_union_all(faces)
    except shapely.GEOSException:  # crossings that fell together in the last bits; the check sees what comes of it
        return shapely.union_all(faces)


def _inner_points(faces: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """Return a point well inside of each face.

    In a face with a tail as narrow as float noise GEOS may find one on the border, which is in the neighbour too.
    """
    points = shapely.point_on_surface(faces)
    near = np.flatnonzero(shapely.distance(points, shapely.boundary(faces)) * scale.min() < 2 * NOISE)
    bodies = shapely.buffer(faces[near], -2 * NOISE / scale.min(), join_style="mitre")
    bodied = ~shapely.is_empty(bodies)
    points[near[bodied]] = shapely.point_on_surface(bodies[bodied])
    return points


def _borders(faces: np.ndarray, scale: np.ndarray) -> tuple[np.ndarray, sparse.csr_matrix]:
    """Return the metres of border of each face, and of those that two share."""
    edges = directed_edges(faces, Progress())
    length = np.hypot(*((edges.xy[edges.head] - edges.xy[edges.tail]) * scale).T)
    border = np.bincount(edges.owner, length, minlength=len(faces)).astype(float)
    order = np.argsort(edges.line, kind="stable")
    twice = np.flatnonzero(edges.line[order[1:]] == edges.line[order[:-1]])
    one, two = edges.owner[order[twice]], edges.owner[order[twice + 1]]
    both = np.concatenate([one, two]), np.concatenate([two, one])
    metres = np.concatenate([length[order[twice]]] * 2)
    return border, sparse.coo_matrix((metres, both), shape=(len(faces), len(faces))).tocsr()
