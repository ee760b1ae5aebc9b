"""Why coordinates cannot belong to their system: degrees and metres mixed up, axes swapped, another zone, no place."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from grid_manager_plugin.rules.crs import geographic_transformer, transformed
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    import pyproj

Bounds = Sequence[float]  # smallest x, smallest y, largest x, largest y

_EARTH = (-180.0, -90.0, 180.0, 90.0)

FARTHEST = 1e9
"""Metres: no projected system has places beyond, zone numbers in front included, though some formulas find one."""


class Cause(IntEnum):
    """Why coordinates cannot belong to their system."""

    FINE = 0
    NOT_DEGREES = 1
    SWAPPED = 2
    DEGREES_IN_PROJECTED = 3
    OFF_THE_MAP = 4
    ZONE_PREFIX = 5
    NO_ZONE_PREFIX = 6
    OTHER_ZONE = 7


def causes(crs: pyproj.CRS, boxes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return why each box cannot belong to the system, shape (n,), and the boxes in degrees, shape (n, 4)."""
    if crs.is_projected:
        degrees = _lonlat_boxes(crs, boxes)
        cause = _zone_causes(crs, boxes)
        cause[(cause == Cause.FINE) & ~np.isfinite(degrees).all(axis=1)] = Cause.OFF_THE_MAP
    else:
        degrees = boxes * geographic_transformer(crs)[1]
        cause = _degree_causes(degrees)
    if crs.area_of_use is not None:
        area, outside = crs.area_of_use.bounds, cause == Cause.FINE
        outside[outside] = degrees_beyond(area, *centres(degrees[outside])) > 0
        x, y = centres((boxes if crs.is_projected else degrees)[outside])
        mistaken = degrees_beyond(area, y, x) == 0
        if crs.is_projected:
            mistaken |= (np.abs(x) <= 180) & (np.abs(y) <= 90)  # beside the origin, and the origin is not in the area
        meant = Cause.DEGREES_IN_PROJECTED if crs.is_projected else Cause.SWAPPED
        cause[outside] = np.where(mistaken, meant, Cause.FINE)
    return cause, degrees


def _degree_causes(boxes: np.ndarray) -> np.ndarray:
    east, north = np.abs(boxes[:, [0, 2]]).max(axis=1), np.abs(boxes[:, [1, 3]]).max(axis=1)
    cause = np.where((east <= 90) & (north <= 180), Cause.SWAPPED, Cause.NOT_DEGREES)
    return np.where((north <= 90) & (east <= 360), Cause.FINE, cause)


def _zone_causes(crs: pyproj.CRS, boxes: np.ndarray) -> np.ndarray:
    """Compare the zone number that Gauss-Krueger eastings may carry in front with that of the system."""
    cause = np.full(len(boxes), Cause.FINE, dtype=np.int64)
    wanted = wanted_zone(crs)
    if wanted is None:
        return cause
    found = zones(crs, boxes)
    other = (wanted != found) & ((13 <= wanted <= 60) | ((found >= 13) & (found <= 60)))
    cause[other] = Cause.OTHER_ZONE if wanted else Cause.ZONE_PREFIX
    cause[other & (found == 0)] = Cause.NO_ZONE_PREFIX
    return cause


def wanted_zone(crs: pyproj.CRS) -> int | None:
    """Return the zone number in the system's false easting, 0 for none; ``None`` where there are no such zones."""
    operation = crs.coordinate_operation
    if operation is None or "Transverse Mercator" not in operation.method_name:
        return None
    offsets = [float(p.value) * p.unit_conversion_factor for p in operation.params if p.name == "False easting"]
    return int(sum(offsets) // 1e6)


def zones(crs: pyproj.CRS, boxes: np.ndarray) -> np.ndarray:
    return centres(boxes)[0] * crs.axis_info[0].unit_conversion_factor // 1e6


def _lonlat_boxes(crs: pyproj.CRS, boxes: np.ndarray) -> np.ndarray:
    """Return west, south, east and north in degrees of projected boxes; not finite where they are no place."""
    if len(boxes) > 1:
        # where the layer as a whole lies in the system's area, so does each feature: no need to ask for each
        whole = _lonlat_boxes(crs, whole_of(boxes))
        area = crs.area_of_use.bounds if crs.area_of_use is not None else _EARTH
        if np.isfinite(whole).all() and not degrees_beyond(area, *whole[0].reshape(2, 2).T).any():
            return np.repeat(whole, len(boxes), axis=0)
    transformer, unit = geographic_transformer(crs)
    are_points = (boxes[:, :2] == boxes[:, 2:]).all()
    x, y = (boxes[:, [0]], boxes[:, [1]]) if are_points else (boxes[:, [0, 0, 2, 2]], boxes[:, [1, 3, 1, 3]])
    lonlat = transformed(transformer, np.column_stack([x.ravel(), y.ravel()])) * unit
    lon, lat = (part.reshape(x.shape) for part in lonlat.T)
    found = np.column_stack([lon.min(axis=1), lat.min(axis=1), lon.max(axis=1), lat.max(axis=1)])
    reach = np.abs(boxes).max(axis=1) * crs.axis_info[0].unit_conversion_factor
    found[~np.isfinite(found).all(axis=1) | (reach > FARTHEST)] = np.nan
    return found


def degrees_beyond(area: Bounds, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Return how far points lie outside an area of use, in degrees of longitude or latitude, whichever is more.

    Args:
        area: West, south, east, north; east of 180 degrees the area goes on where east is the smaller.
        lon: Degrees, shape (n,).
        lat: Degrees, shape (n,).
    """
    west, south, east, north = area
    beyond = np.minimum((west - lon) % 360, (lon - east) % 360)
    within = (lon - west) % 360 <= (east - west) % 360 if east - west < 360 else np.ones(len(lon), dtype=bool)
    return np.maximum(np.where(within, 0.0, beyond), np.maximum(np.maximum(south - lat, lat - north), 0.0))


def whole_of(boxes: np.ndarray) -> np.ndarray:
    return np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])[np.newaxis]


def centres(boxes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2


_NOT_DEGREES = QT_TRANSLATE_NOOP(
    "Crs",
    "{parameter}: {crs} has coordinates in degrees, but those of the layer run over {bounds}. They seem to be metres "
    "or feet: assign the layer the projected CRS that they are in.",
)
_SWAPPED = QT_TRANSLATE_NOOP(
    "Crs",
    "{parameter}: the coordinates of the layer ({bounds}) seem to have latitude and longitude swapped. Swap x and y, "
    "or load the layer again with the right axis order.",
)
_DEGREES_IN_PROJECTED = QT_TRANSLATE_NOOP(
    "Crs",
    "{parameter}: {crs} has coordinates in metres or feet, but those of the layer ({bounds}) seem to be degrees. "
    "Assign the layer the geographic CRS that they are in.",
)
_OFF_THE_MAP = QT_TRANSLATE_NOOP(
    "Crs", "{parameter}: the coordinates {bounds} have no place on the Earth in {crs}. Assign the layer its right CRS."
)
_ZONE_PREFIX = QT_TRANSLATE_NOOP(
    "Crs",
    "{parameter}: the eastings of the layer ({bounds}) start with the zone number {zone}, but {crs} has none. Assign "
    "the CRS of zone {zone} with the number in its false easting.",
)
_NO_ZONE_PREFIX = QT_TRANSLATE_NOOP(
    "Crs",
    "{parameter}: the eastings of {crs} start with a zone number, but those of the layer do not ({bounds}). Assign the "
    "CRS that is named after its central meridian (CM).",
)
_OTHER_ZONE = QT_TRANSLATE_NOOP(
    "Crs",
    "{parameter}: the eastings of the layer ({bounds}) start with the zone number {found}, those of {crs} with "
    "{wanted}. Assign the CRS of zone {found}.",
)
TEXTS = {
    Cause.NOT_DEGREES: _NOT_DEGREES,
    Cause.SWAPPED: _SWAPPED,
    Cause.DEGREES_IN_PROJECTED: _DEGREES_IN_PROJECTED,
    Cause.OFF_THE_MAP: _OFF_THE_MAP,
    Cause.ZONE_PREFIX: _ZONE_PREFIX,
    Cause.NO_ZONE_PREFIX: _NO_ZONE_PREFIX,
    Cause.OTHER_ZONE: _OTHER_ZONE,
}
