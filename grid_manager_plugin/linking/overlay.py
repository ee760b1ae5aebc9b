"""Two layers of grids laid over each other: which are the same, and what ground the others have in common."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from grid_manager_plugin.rules.chunks import Progress, chunks

MOST = 0.5
"""More than this share of a grid is most of it."""


@dataclass(frozen=True)
class Pairs:
    """Grids of two layers that have ground in common, shapes (p,).

    Attributes:
        first: Position in the first layer, ascending.
        second: Position in the second layer, ascending within one of the first.
        area: Their common ground in square units of the coordinate system, above 0.
        geometry: Their common ground, as the overlay gives it; it may have lines and points too. ``None`` where
            nobody asked for it.
    """

    first: np.ndarray
    second: np.ndarray
    area: np.ndarray
    geometry: np.ndarray | None = None


def same_ground(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the pairs of grids with the same vertices, each grid in one pair at most.

    Where a ring begins and which way it runs does not matter.

    Args:
        first: Sound (multi)polygons, ``None`` where there is no ground, shape (n,) of object.
        second: The same of the other layer, shape (m,).

    Returns:
        Positions in the one and the other, shapes (s,), the first ascending.
    """
    boxes: dict[bytes, list[int]] = {}
    for position, box in zip(np.flatnonzero(shapely.is_geometry(second)).tolist(), _boxes(second)):
        boxes.setdefault(box, []).append(position)
    found_first: list[int] = []
    found_second: list[int] = []
    for position, box in zip(np.flatnonzero(shapely.is_geometry(first)).tolist(), _boxes(first)):
        candidates = boxes.get(box, [])
        for other in candidates:
            if _is_same(first[position], second[other]):
                candidates.remove(other)
                found_first.append(position)
                found_second.append(other)
                break
    return np.array(found_first, dtype=np.int64), np.array(found_second, dtype=np.int64)


def _boxes(geometry: np.ndarray) -> list[bytes]:
    """Return the bounds of the grids that have ground, as keys."""
    bounds = np.ascontiguousarray(shapely.bounds(geometry[shapely.is_geometry(geometry)]).reshape(-1, 4)) + 0.0
    return [row.tobytes() for row in bounds]


def _is_same(one: object, other: object) -> bool:
    if shapely.equals_exact(one, other, 0.0):
        return True
    if shapely.get_num_coordinates(one) != shapely.get_num_coordinates(other):
        return False
    return bool(shapely.equals_exact(shapely.normalize(one), shapely.normalize(other), 0.0))


def common_ground(first: np.ndarray, second: np.ndarray, progress: Progress) -> Pairs:
    """Return all pairs with ground in common, and that ground.

    Args:
        first: Sound (multi)polygons, ``None`` where there is no ground, shape (n,) of object.
        second: The same of the other layer, shape (m,).
        progress: Called with the share that is done; may raise to cancel.
    """
    one, other = _meeting(first, second, progress.part(0.0, 0.1))
    ground = np.empty(len(one), dtype=object)
    for some in chunks(np.arange(len(one)), progress.part(0.1, 1.0)):
        ground[some] = shapely.intersection(first[one[some]], second[other[some]])
    area = shapely.area(ground) if len(ground) else np.zeros(0)
    kept = area > 0
    return Pairs(one[kept], other[kept], area[kept], ground[kept])


def _meeting(first: np.ndarray, second: np.ndarray, progress: Progress) -> tuple[np.ndarray, np.ndarray]:
    """Return the pairs whose boxes meet, sorted."""
    tree = shapely.STRtree(second)
    ones, others = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for some in chunks(np.arange(len(first)), progress, 2000):
        one, other = tree.query(first[some])
        ones.append(some[one])
        others.append(other)
    one, other = np.concatenate(ones), np.concatenate(others)
    order = np.lexsort((other, one))
    return one[order], other[order]


def most_in_common(first: np.ndarray, second: np.ndarray, progress: Progress) -> Pairs:
    """Return the pairs whose common ground is most of both grids; without that ground.

    A grid is in several pairs only where grids of one layer lie on each other.

    Args:
        first: As :func:`common_ground`.
        second: As :func:`common_ground`.
        progress: Called with the share that is done; may raise to cancel.
    """
    sizes, other_sizes = shapely.area(first), shapely.area(second)
    one, other = _meeting(first, second, progress.part(0.0, 0.2))
    # the ground of few neighbours has to be laid over each other: their boxes have to have enough in common
    boxes, other_boxes = shapely.bounds(first)[one], shapely.bounds(second)[other]
    sides = np.minimum(boxes[:, 2:], other_boxes[:, 2:]) - np.maximum(boxes[:, :2], other_boxes[:, :2])
    larger, smaller = np.maximum(sizes[one], other_sizes[other]), np.minimum(sizes[one], other_sizes[other])
    may = (sides.prod(axis=1) > MOST * larger) & (smaller > MOST * larger) & (sides > 0).all(axis=1)
    one, other = one[may], other[may]
    area = np.zeros(len(one))
    for some in chunks(np.arange(len(one)), progress.part(0.2, 1.0)):
        area[some] = shapely.area(shapely.intersection(first[one[some]], second[other[some]]))
    kept = (area > MOST * sizes[one]) & (area > MOST * other_sizes[other])
    return Pairs(one[kept], other[kept], area[kept])
