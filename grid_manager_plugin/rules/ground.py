"""The ground that is checked: what is invalid is made valid, and the check goes on with that."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from grid_manager_plugin.rules.chunks import Progress, chunks
from grid_manager_plugin.rules.geodesy import Measure

POLYGON, MULTIPOLYGON = 3, 6


@dataclass(frozen=True)
class Ground:
    """Sound ground of features, shapes (n,).

    Attributes:
        geometry: Valid (multi)polygons; ``None`` where there is no ground at all.
        invalid: Where the geometry that was given is invalid.
        reason: Why, as GEOS says it; empty where it is valid, and where its coordinates are no place.
        given_area: Square metres of invalid ones as their rings stand; NaN elsewhere.
        sound_area: Square metres of invalid ones made valid; NaN elsewhere.
    """

    geometry: np.ndarray
    invalid: np.ndarray
    reason: np.ndarray
    given_area: np.ndarray
    sound_area: np.ndarray

    @property
    def empty(self) -> np.ndarray:
        """Features without ground, shape (n,) of bool."""
        return ~shapely.is_geometry(self.geometry)


def sound_ground(
    geometry: np.ndarray, measure: Measure, lost: np.ndarray | None = None, progress: Progress | None = None
) -> Ground:
    """Return ground to check: valid polygons as they are, invalid ones made valid.

    Rings are kept: a hole that lies outside its shell, as writers leave it who mix up parts and holes, becomes ground.

    Args:
        geometry: (Multi)polygons or ``None``, shape (n,) of object.
        measure: Measures in their coordinate system.
        lost: Those whose coordinates are no place in it, shape (n,) of bool; ``None`` for none. These, and those with
            coordinates that are no finite numbers, have no ground.
        progress: Called with the share that is done; may raise to cancel.
    """
    found = np.array(geometry, dtype=object)
    found[shapely.is_empty(found)] = None
    lost = np.zeros(len(found), dtype=bool) if lost is None else lost.copy()
    xy, owner = shapely.get_coordinates(found, return_index=True)
    lost[owner[~np.isfinite(xy).all(axis=1)]] = True
    found[lost] = None
    drawn = shapely.is_geometry(found)
    invalid = drawn.copy()
    for some in chunks(np.arange(len(found)), Progress() if progress is None else progress, 2000):
        invalid[some] &= ~shapely.is_valid(found[some])
    reason = np.full(len(found), "", dtype=object)
    given, sound = np.full(len(found), np.nan), np.full(len(found), np.nan)
    if invalid.any():
        reason[invalid] = shapely.is_valid_reason(found[invalid])
        given[invalid] = measure.areas(found[invalid])
        found[invalid] = [polygons_in(one) for one in shapely.make_valid(found[invalid])]
        sound[invalid] = measure.areas(found[invalid])
    return Ground(found, invalid | lost, reason, given, sound)


def polygons_in(geometry: object) -> object:
    """Return the polygons of a geometry as one (multi)polygon; ``None`` where it has none."""
    parts, _ = polygon_parts(np.array([geometry], dtype=object))
    if not len(parts):
        return None
    return parts[0] if len(parts) == 1 else shapely.multipolygons(parts)


def polygon_parts(geometry: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the polygons that geometries consist of, lines and points left out, and whose each is.

    Args:
        geometry: Any geometries, collections too, shape (n,) of object.

    Returns:
        Polygons, shape (p,), and positions in ``geometry``, ascending, shape (p,).
    """
    parts, owner = shapely.get_parts(geometry, return_index=True)
    if (shapely.get_type_id(parts) == MULTIPOLYGON).any():
        parts, inner = shapely.get_parts(parts, return_index=True)
        owner = owner[inner]
    chosen = (shapely.get_type_id(parts) == POLYGON) & ~shapely.is_empty(parts)
    return parts[chosen], owner[chosen]
