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

from grid_manager_plugin.coverage.chunks import Progress
from grid_manager_plugin.coverage.edges import directed_edges
from grid_manager_plugin.coverage.nodes import noded, welded
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
        sides: Faces on both sides of each segment, -1 for none, shape (s, 2).
        length: About the metres of each segment, shape (s,).
    """

    grids: np.ndarray
    community: object
    faces: np.ndarray
    area: np.ndarray
    inside: np.ndarray
    covers: np.ndarray
    sides: np.ndarray
    length: np.ndarray

    def parts(self, chosen: np.ndarray) -> np.ndarray:
        """Return the number of the connected part of each face of a mask, -1 for the others, shape (f,)."""
        one, other = self.sides[(self.sides >= 0).all(axis=1)].T
        joined = chosen[one] & chosen[other]
        many = len(self.faces)
        graph = sparse.coo_matrix((np.ones(joined.sum()), (one[joined], other[joined])), shape=(many, many))
        _, label = connected_components(graph, directed=False)
        found = np.full(many, -1)
        found[chosen] = np.unique(label[chosen], return_inverse=True)[1]
        return found

    def count(self, chosen: np.ndarray) -> int:
        """Return in how many connected parts the faces of a mask are."""
        return int(self.parts(chosen).max(initial=-1)) + 1

    def perimeter(self, chosen: np.ndarray) -> float:
        """Return about the metres of border of the faces of a mask."""
        return float(self.length[self._borders(chosen)].sum())

    def shared(self, chosen: np.ndarray, covers: np.ndarray) -> np.ndarray:
        """Return about the metres of border between the faces of a mask and each grid, shape (k,).

        Args:
            chosen: Faces, shape (f,) of bool.
            covers: Which faces lie in which grid, shape (k, f) of bool.
        """
        one, two = self.sides.T
        edge = np.flatnonzero(self._borders(chosen) & (two >= 0))
        beyond = np.where(chosen[one[edge]], two[edge], one[edge])
        return covers[:, beyond] @ self.length[edge]

    def compactness(self, chosen: np.ndarray) -> float:
        """Return the Polsby-Popper score of the faces of a mask, 4 pi area / perimeter^2."""
        return 4 * np.pi * float(self.area[chosen].sum()) / max(self.perimeter(chosen), 1e-9) ** 2

    def _borders(self, chosen: np.ndarray) -> np.ndarray:
        one, two = self.sides.T
        return chosen[one] != (chosen[two] & (two >= 0))


def arrangement(grids: np.ndarray, community: object, scale: np.ndarray, measure: Measure) -> Arrangement:
    """Return the faces of a community and its grids.

    Args:
        grids: Sound ground of its grids, shape (k,).
        community: Sound ground of the community.
        scale: Metres a unit of x and of y, shape (2,).
        measure: Measures in their coordinate system.
    """
    anchors = shapely.get_coordinates(community)
    tight = welded(grids, anchors, scale)
    vertices = np.unique(np.concatenate([anchors, shapely.get_coordinates(tight)]), axis=0)
    *tight_grids, outline = noded(np.append(tight, np.array([community], dtype=object)), vertices, scale)
    ground = np.empty(len(grids), dtype=object)
    ground[:] = tight_grids
    lines = shapely.union_all(shapely.boundary(np.append(ground, np.array([outline], dtype=object))))
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    faces = faces[np.lexsort(shapely.bounds(faces).T)]
    points = shapely.point_on_surface(faces)
    covers = np.zeros((len(grids), len(faces)), dtype=bool)
    face, grid = shapely.STRtree(ground).query(points, predicate="intersects")
    covers[grid, face] = True
    shapely.prepare(outline)
    inside = shapely.intersects(outline, points)
    sides, length = _segments(faces, scale)
    return Arrangement(ground, outline, faces, measure.flat_areas(faces), inside, covers, sides, length)


def _segments(faces: np.ndarray, scale: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    edges = directed_edges(faces, Progress())
    order = np.argsort(edges.line, kind="stable")
    line = edges.line[order]
    first = np.concatenate([[True], line[1:] != line[:-1]]) if len(line) else np.zeros(0, dtype=bool)
    at = np.flatnonzero(first)
    sides = np.full((len(at), 2), -1)
    sides[:, 0] = edges.owner[order[at]]
    second = np.flatnonzero(~first)
    sides[line[second], 1] = edges.owner[order[second]]
    which = order[at]
    length = np.hypot(*((edges.xy[edges.head[which]] - edges.xy[edges.tail[which]]) * scale).T)
    return sides, length
