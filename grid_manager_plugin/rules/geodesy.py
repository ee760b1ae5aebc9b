"""Areas and lengths on the ellipsoid of the layer's own datum, whatever its coordinate system.

Vertices are taken to longitude and latitude on the same datum (no datum shift) and joined by geodesics, as
``QgsDistanceArea`` and ``pyproj.Geod`` do: whoever measures an output with either finds the same figure. An edge that
is straight in a projected system leaves its geodesic by at most ``x / R^2 * L^3 / 12`` square metres (L its length,
x its distance from the central meridian; 0.3 m² for 1 km at the border of a 6-degree zone), so long edges are not
densified: that would make the figures differ from those of the measuring tools, and from each other after a vertex
was added. In geographic coordinates a long edge along a parallel differs more (11 m² for 1 km at 40 degrees).

Rings round a pole are refused; edges over the antimeridian take the short way.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from grid_manager_plugin.errors import CrsError
from grid_manager_plugin.rules.crs import geod, geographic_transformer, read_crs
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

if TYPE_CHECKING:
    import pyproj

LONG_EDGE = 10_000.0
"""Metres; rings with a longer edge are measured by ``Geod`` one by one, where the series below is not exact enough."""


@dataclass(frozen=True)
class Measure:
    """Measures geometries given in one coordinate system, x to the east and y to the north as QGIS gives them.

    Attributes:
        crs: The coordinate system of the geometries (horizontal part, without a datum shift bound to it).
        geod: Its ellipsoid.
        transformer: Takes x, y to longitude and latitude on the same datum.
        degrees: Degrees in one angular unit of the transformer's result (0.9 for grads).
    """

    crs: pyproj.CRS
    geod: pyproj.Geod
    transformer: pyproj.Transformer
    degrees: float

    @classmethod
    def from_crs(cls, crs: pyproj.CRS | str) -> Measure:
        """Build the measure of a coordinate system.

        Args:
            crs: A CRS or its WKT (also EPSG:...); compound systems count with their horizontal part.

        Raises:
            CrsError: The text is no coordinate system, or it has no ellipsoid to measure on.
        """
        # by its text, which is how it travels to a worker process: there it measures the same to the last bit
        source = read_crs(read_crs(crs).to_wkt())
        transformer, degrees = geographic_transformer(source)
        return cls(source, geod(source), transformer, degrees)

    def __reduce__(self) -> tuple[Callable[[str], Measure], tuple[str]]:
        return Measure.from_crs, (self.crs.to_wkt(),)

    def to_lonlat(self, xy: np.ndarray) -> np.ndarray:
        """Return longitude and latitude in degrees on the same datum, shape (n, 2), of source coordinates (n, 2).

        Raises:
            CrsError: A coordinate lies where the coordinate system is not defined.
        """
        xy = np.asarray(xy, dtype=float).reshape(-1, 2)
        lonlat = np.column_stack(self.transformer.transform(*_columns(xy))) * self.degrees
        bad = ~np.isfinite(lonlat).all(axis=1)
        if bad.any():
            x, y = xy[int(np.argmax(bad))].tolist()
            raise CrsError(Message(_NOT_ON_EARTH, {"x": x, "y": y, "crs": self.crs.name}))
        return lonlat

    def areas(self, geometries: np.ndarray) -> np.ndarray:
        """Return the area of each geometry in square metres.

        Holes are subtracted, parts added, the direction of rings does not matter; empty geometries, ``None``, points
        and lines have no area.

        Args:
            geometries: Geometries in source coordinates, shape (n,).

        Returns:
            Square metres, shape (n,).

        Raises:
            CrsError: A coordinate lies where the coordinate system is not defined, or a ring goes round a pole.
        """
        geometries = np.asarray(geometries, dtype=object).reshape(-1)
        rings = _Rings.of(geometries)
        lonlat = self.to_lonlat(rings.xy)
        sizes = np.abs(self._ring_areas(lonlat, rings.ring, len(rings.owner)))
        return _sums(rings.owner, np.where(rings.is_hole, -sizes, sizes), len(geometries))

    def flat_areas(self, geometries: np.ndarray) -> np.ndarray:
        """Return the area of each geometry in square metres, its edges taken as straight in the source system.

        A sliver between a long edge and the same edge with one more vertex has no area here, while :meth:`areas`
        finds what lies between their geodesics (4 m² for 1 km along a parallel). The planar area is multiplied by the
        scale at the centroid, so the figure is meant for pieces of some kilometres at most: their scale varies by
        less than 1 part in 10,000 round the middle.

        Args:
            geometries: Polygons in source coordinates, shape (n,).

        Returns:
            Square metres, shape (n,).

        Raises:
            CrsError: A centroid lies where the coordinate system is not defined.
        """
        geometries = np.asarray(geometries, dtype=object).reshape(-1)
        planar = np.nan_to_num(shapely.area(geometries))
        some = np.flatnonzero(planar > 0)
        x, y = shapely.get_coordinates(shapely.centroid(geometries[some])).T
        half = _HALF_DEGREES if self.crs.is_geographic else _HALF_UNITS
        boxes = shapely.box(x - half, y - half, x + half, y + half)
        planar[some] *= self.areas(boxes) / (2 * half) ** 2
        return planar

    def perimeters(self, geometries: np.ndarray) -> np.ndarray:
        """Return the length of all rings, holes too, of each geometry in metres, shape (n,)."""
        geometries = np.asarray(geometries, dtype=object).reshape(-1)
        rings = _Rings.of(geometries)
        lonlat = self.to_lonlat(rings.xy)
        start = np.flatnonzero(rings.ring[:-1] == rings.ring[1:])
        lengths = self._lengths(lonlat[start], lonlat[start + 1])
        return _sums(rings.owner[rings.ring[start]], lengths, len(geometries))

    def segment_lengths(self, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        """Return the length of straight segments in metres, shape (m,).

        Args:
            start: First points in source coordinates, shape (m, 2).
            end: Last points, shape (m, 2).
        """
        return self._lengths(self.to_lonlat(start), self.to_lonlat(end))

    def _lengths(self, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        return np.asarray(self.geod.inv(*_columns(start), *_columns(end))[2], dtype=float)

    def _ring_areas(self, lonlat: np.ndarray, ring: np.ndarray, count: int) -> np.ndarray:
        """Return the signed area of each ring whose edges are geodesics, shape (count,).

        The area between an edge and the parallel of the ring's first vertex is the trapezoid under the chord in the
        plane of longitude and authalic height, plus the sliver between chord and geodesic: with the geodesic's own
        equations on a surface of revolution that is sin(lat) dlon (r^2 dlon^2 + 3 M^2 dlat^2) / 12, exact to the
        order (L/R)^2 of itself.
        """
        start = np.flatnonzero(ring[:-1] == ring[1:])
        edge = ring[start]
        lon, lat = np.radians(lonlat).T
        height = self._authalic_height(lat)
        first = np.searchsorted(ring, np.arange(count + 1))
        height -= height[first[:-1]][ring]
        d_lon = lon[start + 1] - lon[start]
        d_lon -= 2 * np.pi * np.round(d_lon / (2 * np.pi))
        if (np.abs(np.bincount(edge, d_lon)) > np.pi).any():
            raise CrsError(Message(_ROUND_A_POLE))
        d_lat = lat[start + 1] - lat[start]
        sin_lat = np.sin((lat[start] + lat[start + 1]) / 2)
        narrow = 1 - self.geod.es * sin_lat**2
        east = (self.geod.a * d_lon) ** 2 * (1 - sin_lat**2) / narrow
        north = (self.geod.a * (1 - self.geod.es) * d_lat) ** 2 / narrow**3
        pieces = d_lon * ((height[start] + height[start + 1]) / 2 + sin_lat * (east + 3 * north) / 12)
        areas = _sums(edge, pieces, count)
        for i in np.unique(edge[east + north > LONG_EDGE**2]):
            lon_deg, lat_deg = lonlat[first[i] : first[i + 1]].T
            areas[i] = self.geod.polygon_area_perimeter(lon_deg, lat_deg)[0]
        return areas

    def _authalic_height(self, lat: np.ndarray) -> np.ndarray:
        """Return square metres per radian of longitude between the equator and latitudes in radians.

        Snyder, Map Projections: A Working Manual (1987), eq. 3-12, times half the squared semi-major axis.
        """
        sin_lat = np.sin(lat)
        if self.geod.es == 0:
            return self.geod.a**2 * sin_lat
        e = np.sqrt(self.geod.es)
        return self.geod.b**2 / 2 * (sin_lat / (1 - self.geod.es * sin_lat**2) + np.arctanh(e * sin_lat) / e)


def middle(lonlat: np.ndarray) -> tuple[float, float]:
    """Return longitude and latitude of the middle of points, which may lie on both sides of the antimeridian.

    It is the direction of the mean of their unit vectors; the first point where they cancel each other out.

    Args:
        lonlat: Degrees, shape (n, 2), n > 0.
    """
    lon, lat = np.radians(lonlat).T
    x, y, z = (float(part.mean()) for part in (np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))
    if math.hypot(x, y, z) < _CANCELLED:
        return float(lonlat[0, 0]), float(lonlat[0, 1])
    return math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))


@dataclass(frozen=True)
class _Rings:
    """All rings of many geometries: their vertices, the ring of each vertex, the geometry of each ring."""

    xy: np.ndarray
    ring: np.ndarray
    owner: np.ndarray
    is_hole: np.ndarray

    @classmethod
    def of(cls, geometries: np.ndarray) -> _Rings:
        parts, owner = shapely.get_parts(geometries, return_index=True)
        while (shapely.get_type_id(parts) > _POLYGON).any():
            parts, inner = shapely.get_parts(parts, return_index=True)
            owner = owner[inner]
        rings, part = shapely.get_rings(parts, return_index=True)
        is_hole = np.concatenate([[False], part[1:] == part[:-1]])[: len(part)]
        xy, ring = shapely.get_coordinates(rings, return_index=True)
        return cls(xy, ring, owner[part], is_hole)


def _columns(points: np.ndarray) -> Iterator[Any]:
    """Yield x and y as pyproj takes them: from one point as lists, because 3.7 makes a number of such an array.

    numpy has deprecated that, and every call would warn.
    """
    return (column if len(points) != 1 else column.tolist() for column in points.T)


def _sums(group: np.ndarray, values: np.ndarray, count: int) -> np.ndarray:
    """Return the sum of the values of each group, shape (count,); bincount counts in integers where it has none."""
    return np.bincount(group, values, minlength=count).astype(float, copy=False)


_POLYGON = 3
_HALF_DEGREES, _HALF_UNITS = 2e-4, 20.0
"""Half the side of the square that tells the scale at a place: small enough for the scale to be the same in it."""
_CANCELLED = 1e-9
_NOT_ON_EARTH = QT_TRANSLATE_NOOP(
    "Geodesy", "The coordinates {x}, {y} have no place on the Earth in {crs}. Assign the layer its right CRS."
)
_ROUND_A_POLE = QT_TRANSLATE_NOOP(
    "Geodesy", "A ring goes round a pole; its area cannot be measured. Cut it into parts that do not."
)
