"""What the cells of a face grow round: polygons kept whole, and points in the land far from any of them.

Everything here is in the plane of the face, in metres (:mod:`.plane`). Polygons that touch are one seed, and when
there are more than wanted, near ones go together (Ward's method). Land that lies far from every polygon gets points
of its own, evenly spread and denser where people live (Lloyd's method), so that no cell is much larger than wanted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial import cKDTree

from grid_manager_plugin.division.graph import components
from grid_manager_plugin.division.segments import distinct

TOUCHING = 0.5
"""Metres: between polygons that are nearer than this no border can pass."""

FAR = 0.5
"""Land is far from a polygon at this share of the mean cell's side."""

_MOST = 1500
"""Things that are grouped by their distances; more are put into square bins first."""

_FINE = 16
"""Points of the ground for each cell wanted."""

_ROUNDS = 20


@dataclass(frozen=True)
class Seeds:
    """What cells grow round.

    Attributes:
        geometry: Polygons or points in the plane, shape (s,) of object.
        group: The cell of each, numbered from 0, shape (s,).
        side: Metres: side of a square as large as the mean cell.
    """

    geometry: np.ndarray
    group: np.ndarray
    side: float


def find_seeds(
    ground: shapely.Polygon,
    kept: np.ndarray,
    places: np.ndarray,
    weight: np.ndarray,
    wanted: int,
    together: float,
    open_land: bool = True,
) -> Seeds:
    """Find seeds for about the wanted number of cells.

    Args:
        ground: Face in the plane.
        kept: Polygons without holes, or points, in the plane, shape (q,) of object, in a canonical order.
        places: Where people are, shape (p, 2), in a canonical order.
        weight: People there, shape (p,).
        wanted: Number of cells.
        together: Metres: polygons and points nearer than this are one seed.
        open_land: Land far from any polygon gets seeds of its own, where there are polygons.
    """
    side = float(np.sqrt(ground.area / wanted))
    near, unit = shapely.STRtree(kept).query(kept, predicate="dwithin", distance=max(together, TOUCHING))
    count, unit = components(np.column_stack([near, unit]), len(kept))
    if count and not open_land:
        return Seeds(kept, _grouped(_centres(kept, unit, count), min(count, wanted))[unit], side)
    fine = _fine_points(ground, wanted)
    share = _shares(fine, places, weight)
    far = ~_near(fine, kept, FAR * side)
    spread = share[far].sum() * wanted if count else wanted
    cells = min(round(spread), int(far.sum()))
    group = _grouped(_centres(kept, unit, count), max(1, min(count, wanted - cells))) if count else unit
    points = shapely.points(_spread(fine[far], share[far], cells))
    own = int(group.max(initial=-1)) + 1 + np.arange(len(points))
    return Seeds(np.concatenate([kept, points]), np.concatenate([group[unit], own]), side)


def _centres(kept: np.ndarray, unit: np.ndarray, count: int) -> np.ndarray:
    weight = shapely.area(kept) + 1.0  # square metres; points count too
    xy = shapely.get_coordinates(shapely.centroid(kept)) * weight[:, None]
    total = np.bincount(unit, weight, minlength=count)
    return np.column_stack([np.bincount(unit, xy[:, i], minlength=count) / total for i in (0, 1)])


def _grouped(xy: np.ndarray, count: int) -> np.ndarray:
    """Return the group of each point, at most ``count`` groups of near ones."""
    if count >= len(xy):
        return np.arange(len(xy))
    size = np.ptp(xy, axis=0).max() / _MOST
    binned, place = distinct(xy)
    while len(binned) > _MOST:
        binned, place = distinct(np.floor(xy / size))
        size *= 1.5
    if count == 1 or len(binned) == 1:
        return np.zeros(len(xy), dtype=np.int64)
    number = np.bincount(place)
    centre = np.column_stack([np.bincount(place, xy[:, i]) / number for i in (0, 1)])
    return fcluster(linkage(centre, "ward"), count, "maxclust")[place] - 1


def _fine_points(ground: shapely.Polygon, wanted: int) -> np.ndarray:
    """Return a hexagonal lattice over the ground, at least half as many points as meant in the thinnest face."""
    west, south, east, north = ground.bounds
    step = float(np.sqrt(2 / np.sqrt(3) * ground.area / (_FINE * wanted)))
    shapely.prepare(ground)
    while True:
        y = np.arange(south + step / 2, north, step * np.sqrt(3) / 2)
        x = np.arange(west + step / 2, east + step, step)
        xy = np.stack(np.meshgrid(x, y), axis=-1)
        xy[1::2, :, 0] -= step / 2
        xy = xy.reshape(-1, 2)
        xy = xy[shapely.contains_xy(ground, xy[:, 0], xy[:, 1])]
        if len(xy) * 2 >= _FINE * wanted:
            return xy
        step /= 1.5


def _shares(fine: np.ndarray, places: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Return what share of the cells each point of the ground asks for: by its area, and by people near it."""
    area = np.full(len(fine), 1 / len(fine))
    if not weight.sum() > 0:
        return area
    nearest = cKDTree(fine).query(places)[1]
    return (area + np.bincount(nearest, weight, minlength=len(fine)) / weight.sum()) / 2


def _near(xy: np.ndarray, kept: np.ndarray, distance: float) -> np.ndarray:
    found = np.zeros(len(xy), dtype=bool)
    found[shapely.STRtree(kept).query(shapely.points(xy), predicate="dwithin", distance=distance)[0]] = True
    return found


def _spread(xy: np.ndarray, weight: np.ndarray, count: int) -> np.ndarray:
    """Return ``count`` of the points, evenly spread over their weight."""
    if count == 0:
        return np.empty((0, 2))
    order = _along_curve(xy)
    run = (np.cumsum(weight[order]) / weight.sum() * count - 1e-9).astype(np.int64).clip(0, count - 1)
    first = np.searchsorted(run, np.arange(count)).clip(0, len(xy) - 1)
    centre = xy[order[np.minimum((first + np.append(first[1:], len(xy))) // 2, len(xy) - 1)]]
    for _ in range(_ROUNDS):
        owner = cKDTree(centre).query(xy)[1]
        total = np.bincount(owner, weight, minlength=len(centre))
        used = total > 0
        for i in (0, 1):
            centre[used, i] = (np.bincount(owner, weight * xy[:, i], minlength=len(centre))[used]) / total[used]
    return xy[np.unique(cKDTree(xy).query(centre)[1])]


def _along_curve(xy: np.ndarray) -> np.ndarray:
    """Return the order of points along a Z-shaped curve that keeps near ones near."""
    cell = ((xy - xy.min(axis=0)) / max(np.ptp(xy, axis=0).max(), 1e-9) * 1023).astype(np.int64)
    code = np.zeros(len(xy), dtype=np.int64)
    for bit in range(10):
        code |= ((cell[:, 0] >> bit & 1) << 2 * bit) | ((cell[:, 1] >> bit & 1) << 2 * bit + 1)
    return np.lexsort((xy[:, 1], xy[:, 0], code))
