"""Faces between lines, in arrays: every line has two sides, and a face is what the same walk keeps to its left.

The lines have to be noded (:mod:`.noding`). Merging faces is then a change of numbers: no geometry is united, and
what two faces share they share vertex for vertex.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, depth_first_order

from grid_manager_plugin.division.faces.nearby import Boxes, meeting
from grid_manager_plugin.division.graph import components

OUTSIDE = -1
"""Number of the face outside the community."""


@dataclass(frozen=True)
class Sides:
    """The two sides of every line: side 2i of line i looks from its lower node, side 2i + 1 from its upper.

    Attributes:
        origin: Node that a side starts from, shape (2s,).
        order: Sides around each node, against the clock, node by node, shape (2s,).
        following: Side that the face to the left goes on with at the end of each, shape (2s,).
        step: Twice the area between a side and the origin of coordinates, shape (2s,).
    """

    origin: np.ndarray
    order: np.ndarray
    following: np.ndarray
    step: np.ndarray

    @classmethod
    def of(cls, uv: np.ndarray, ends: np.ndarray) -> Sides:
        """Return the sides of lines between nodes.

        Args:
            uv: Nodes in metres, shape (v, 2).
            ends: Noded lines, shape (s, 2).
        """
        origin, target = ends.reshape(-1), ends[:, ::-1].reshape(-1)
        along = uv[target] - uv[origin]
        order = np.lexsort((np.arctan2(along[:, 1], along[:, 0]), origin))
        ordered = origin[order]
        first = np.searchsorted(ordered, ordered)
        last = np.searchsorted(ordered, ordered, side="right") - 1
        at = np.arange(len(order))
        clockwise = np.empty_like(order)
        clockwise[order] = order[np.where(at == first, last, at - 1)]
        twin = np.arange(len(order)) ^ 1
        step = uv[origin, 0] * uv[target, 1] - uv[origin, 1] * uv[target, 0]
        return cls(origin, order, clockwise[twin], step)

    def walks(self) -> tuple[int, np.ndarray]:
        """Return the number of closed walks, and the walk of each side, shape (2s,)."""
        count = len(self.following)
        links = csr_matrix((np.ones(count, dtype=np.int8), self.following, np.arange(count + 1)), shape=(count, count))
        number, walk = connected_components(links, directed=False)
        return int(number), walk


def label_faces(uv: np.ndarray, ends: np.ndarray, outer: np.ndarray) -> np.ndarray:
    """Return the face to the left and to the right of each line, looking from its lower node, shape (s, 2).

    Faces are numbered from 0 in no particular order; lines with the same face on both sides are no border.

    Args:
        uv: Nodes in metres, shape (v, 2).
        ends: Noded lines, the lower node first, shape (s, 2).
        outer: True where the community is not to the left, and not to the right, of a line, shape (s, 2).
    """
    sides = Sides.of(uv, ends)
    count, walk = sides.walks()
    face = np.arange(count)
    outside = np.zeros(count, dtype=bool)
    outside[walk[outer.reshape(-1)]] = True
    number, part_of_node = components(ends, len(uv))
    part = np.empty(count, dtype=np.int64)
    part[walk] = part_of_node[sides.origin]
    size = np.bincount(walk, weights=sides.step, minlength=count)
    # The walk round a connected set of lines from without has the most negative area; a set with one walk is a tree.
    order = np.lexsort((size, part))
    around = order[np.diff(part[order], prepend=-1) > 0]
    inner = around[~outside[around] & (np.bincount(part, minlength=number)[part[around]] > 1)]
    is_shell = ~outside
    is_shell[around] = False
    face[inner] = _enclosing(uv, sides, _Walks(walk, part, size), np.flatnonzero(is_shell), inner)
    face[outside] = OUTSIDE
    return face[walk].reshape(-1, 2)


@dataclass(frozen=True)
class _Walks:
    """The walk of each side, shape (2s,); the connected set of lines and twice the area of each walk, shapes (w,)."""

    walk: np.ndarray
    part: np.ndarray
    size: np.ndarray


def _enclosing(uv: np.ndarray, sides: Sides, walks: _Walks, shells: np.ndarray, inner: np.ndarray) -> np.ndarray:
    """Return for each walk round lines from without the smallest face of other lines that a node of it lies in."""
    found = np.full(len(inner), OUTSIDE)
    if not len(inner):
        return found
    order = np.argsort(walks.walk, kind="stable")
    first = np.flatnonzero(np.diff(walks.walk[order], prepend=-1))
    corners = uv[sides.origin[order]]
    boxes = Boxes(np.minimum.reduceat(corners, first), np.maximum.reduceat(corners, first))
    points = corners[first[inner]]
    which, shell = meeting(Boxes(points, points), boxes.take(shells))
    shell = shells[shell]
    apart = walks.part[shell] != walks.part[inner[which]]
    which, shell = which[apart], shell[apart]
    candidates, place = np.unique(shell, return_inverse=True)
    rings = shapely.polygons(_rings(uv, sides, walks.walk, candidates))
    shapely.prepare(rings)
    within = shapely.contains_xy(rings[place.reshape(-1)], points[which, 0], points[which, 1])
    which, shell = which[within], shell[within]
    order = np.lexsort((shell, walks.size[shell], which))
    first = order[np.diff(which[order], prepend=-1) > 0]
    found[which[first]] = shell[first]
    return found


def _rings(uv: np.ndarray, sides: Sides, walk: np.ndarray, which: np.ndarray) -> np.ndarray:
    """Return some walks as rings, in ascending order as they are given, shape (w,) of object."""
    wanted = np.flatnonzero(np.isin(walk, which))
    number = np.empty(len(walk), dtype=np.int64)
    number[wanted] = np.arange(len(wanted))
    order, ring = in_walks(number[sides.following[wanted]], walk[wanted], sides.origin[wanted])
    by_ring = np.argsort(ring, kind="stable")
    indices = np.searchsorted(which, ring[by_ring])
    return shapely.linearrings(uv[sides.origin[wanted[order[by_ring]]]], indices=indices)


def in_walks(following: np.ndarray, walk: np.ndarray, origin: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return all sides in the order that walks take them, each walk from its lowest node, and their walks.

    Args:
        following: Side after each, shape (h,).
        walk: Walk of each side, shape (h,).
        origin: Node that each side starts from, shape (h,).
    """
    count = len(following)
    by_walk = np.lexsort((origin, walk))
    starts = by_walk[np.diff(walk[by_walk], prepend=-1) > 0]
    is_start = np.zeros(count, dtype=bool)
    is_start[starts] = True
    going = np.flatnonzero(~is_start[following])
    # a tree: from a root to the start of every walk, and on from side to side; each walk is gone to its end
    source = np.concatenate([np.full(len(starts), count), going])
    target = np.concatenate([starts, following[going]])
    tree = csr_matrix((np.ones(len(source), dtype=np.int8), (source, target)), shape=(count + 1, count + 1))
    order = depth_first_order(tree, count, directed=True, return_predecessors=False)[1:]
    return order, walk[order]


def polygons(xy: np.ndarray, uv: np.ndarray, ends: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Return the polygons of faces numbered from 0 without a gap, shape (n,) of object.

    Args:
        xy: Nodes in source coordinates, shape (v, 2).
        uv: Nodes in metres, shape (v, 2).
        ends: Noded lines with different faces on both sides, shape (s, 2).
        faces: Face to the left and to the right of each line, :data:`OUTSIDE` on the edge, shape (s, 2). What has
            the same number is connected by more than points.
    """
    sides = Sides.of(uv, ends)
    face = faces.reshape(-1)
    following = _parted_at_nodes(sides, face)
    parted = Sides(sides.origin, sides.order, following, sides.step)
    count, walk = parted.walks()
    size = np.bincount(walk, weights=sides.step, minlength=count)
    face_of = np.empty(count, dtype=np.int64)
    face_of[walk] = face
    order, ring = in_walks(following, walk, sides.origin)
    first_node = np.full(count, len(uv))
    np.minimum.at(first_node, walk, sides.origin)
    rank = np.empty(count, dtype=np.int64)
    by_face = np.lexsort((first_node, size < 0, face_of))
    rank[by_face] = np.arange(count)
    real = face_of[ring] != OUTSIDE
    order, ring = order[real], ring[real]
    place = np.argsort(rank[ring], kind="stable")
    number = np.unique(rank[ring][place], return_inverse=True)[1].reshape(-1)
    rings = shapely.linearrings(xy[sides.origin[order[place]]], indices=number)
    owner = face_of[by_face]
    return shapely.polygons(rings, indices=owner[owner != OUTSIDE])


def _parted_at_nodes(sides: Sides, face: np.ndarray) -> np.ndarray:
    """Return the following sides so that no ring meets itself in a node.

    Where a face comes to a node several times, each of its ways in goes on with the way out beyond the ground that
    is not of the face, instead of the one before it.
    """
    following = sides.following.copy()
    order = sides.order[np.argsort(sides.origin[sides.order] * (face.max() + 2) + face[sides.order] + 1, kind="stable")]
    key = sides.origin[order] * (face.max() + 2) + face[order] + 1
    first = np.searchsorted(key, key)
    last = np.searchsorted(key, key, side="right") - 1
    several = np.flatnonzero(last > first)
    if not len(several):
        return following
    out = order[several]
    next_out = order[np.where(several == last[several], first[several], several + 1)]
    into = np.empty(len(following), dtype=np.int64)
    into[following] = np.arange(len(following))  # the way in that goes on with a way out
    following[into[out]] = next_out
    return following
