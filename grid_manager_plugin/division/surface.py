"""Polygons that can be worked with: flat, valid, of polygon parts only."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from grid_manager_plugin.rules.geodesy import Measure


def polygonal(geometries: np.ndarray) -> np.ndarray:
    """Return valid (multi)polygons; what was valid comes back with its own vertices.

    Z and M are dropped: ground is divided in the plane. Lines and points that are left over when an invalid polygon
    is made valid are dropped too. ``None``, other types and coordinates that are no numbers become empty polygons.

    Args:
        geometries: Geometries or ``None``, shape (n,) of object.
    """
    found = shapely.force_2d(np.asarray(geometries, dtype=object).reshape(-1))
    areal = np.isin(shapely.get_type_id(found), _AREAL) & ~not_finite(found)
    found[~areal] = shapely.Polygon()
    mend = ~shapely.is_valid(found)
    if mend.any():
        found[mend] = shapely.make_valid(found[mend])
    mixed = np.flatnonzero(shapely.get_type_id(found) == shapely.GeometryType.GEOMETRYCOLLECTION)
    for i in mixed:  # the few that were mended or came mixed
        parts = parts_of(found[i], shapely.GeometryType.POLYGON)
        found[i] = parts[0] if len(parts) == 1 else shapely.union_all(parts)
    found[~np.isin(shapely.get_type_id(found), _POLYGONS)] = shapely.Polygon()
    return found


def sound_polygon(geometry: BaseGeometry, measure: Measure) -> tuple[BaseGeometry, float, float]:
    """Return a valid flat (multi)polygon and its area before and after it was made valid.

    Args:
        geometry: A (multi)polygon, valid or not.
        measure: Measure of its CRS.

    Returns:
        The geometry, its square metres as it came (loops that cross themselves count against each other) and as it
        is returned; equal when it was valid.
    """
    sound = polygonal(np.array([geometry], dtype=object))
    after = float(measure.areas(sound)[0])
    if shapely.is_valid(geometry):
        return sound[0], after, after
    raw = shapely.force_2d(np.array([geometry], dtype=object))
    return sound[0], float("nan") if not_finite(raw)[0] else float(measure.areas(raw)[0]), after


def not_finite(geometries: np.ndarray) -> np.ndarray:
    """Tell which geometries have a vertex whose x or y is no number or infinite, shape (n,) of bool."""
    xy, owner = shapely.get_coordinates(geometries, return_index=True)
    bad = np.zeros(len(geometries), dtype=bool)
    bad[owner[~np.isfinite(xy).all(axis=1)]] = True
    return bad


def parts_of(collection: BaseGeometry, kind: int) -> np.ndarray:
    """Return the parts of one kind in a collection, those of collections and multiparts in it too, shape (k,)."""
    parts = shapely.get_parts(collection)
    while np.isin(shapely.get_type_id(parts), _SEVERAL).any():
        parts = shapely.get_parts(parts)
    return parts[shapely.get_type_id(parts) == kind]


_POLYGONS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
_AREAL = (*_POLYGONS, shapely.GeometryType.GEOMETRYCOLLECTION)
_SEVERAL = (
    shapely.GeometryType.MULTIPOINT,
    shapely.GeometryType.MULTILINESTRING,
    shapely.GeometryType.MULTIPOLYGON,
    shapely.GeometryType.GEOMETRYCOLLECTION,
)
