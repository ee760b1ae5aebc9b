"""Guards against coordinate systems, transformations and coordinates that would give wrong figures in silence.

Each guard raises CrsError with what was found and what to do, or returns a note that belongs into the report.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from grid_manager_plugin.errors import CrsError
from grid_manager_plugin.rules.crs import best_accuracy, geod, geographic_transformer, parse_crs, read_crs
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

if TYPE_CHECKING:
    import pyproj

Bounds = Sequence[float]  # smallest x, smallest y, largest x, largest y

FAR = 10.0
"""Degrees: a single feature farther than this from the area that its system is made for got there by mistake; one that
is nearer may lie across a zone's border."""

_EARTH = (-180.0, -90.0, 180.0, 90.0)

FARTHEST = 1e9
"""Metres: no projected system has places beyond, zone numbers in front included, though some formulas find one."""


class _Cause(IntEnum):
    """Why coordinates cannot belong to their system."""

    FINE = 0
    NOT_DEGREES = 1
    SWAPPED = 2
    DEGREES_IN_PROJECTED = 3
    OFF_THE_MAP = 4
    ZONE_PREFIX = 5
    NO_ZONE_PREFIX = 6
    OTHER_ZONE = 7


def check_source(crs: str, is_valid: bool, parameter: str) -> pyproj.CRS:
    """Return the coordinate system of a layer, if areas can be measured in it.

    Args:
        crs: WKT of the layer's coordinate system.
        is_valid: What the layer says of it.
        parameter: Name of the parameter that the layer came by, for the message.

    Raises:
        CrsError: The layer has none, or it is not tied to the Earth.
    """
    if not is_valid or not crs.strip():
        raise CrsError(Message(_NO_CRS, {"parameter": parameter}))
    return read_crs(crs)


def check_transformation(
    source: pyproj.CRS | str, target: pyproj.CRS | str, parameter: str, bounds: Bounds
) -> Message | None:
    """Refuse to bring a layer into another coordinate system where the way between their datums is not known.

    PROJ then answers with a "ballpark" offset that moves nothing, though Beijing 1954 or Xi'an 1980 lie tens of metres
    or more from CGCS2000. Between datums that are both centred in the Earth's mass (WGS 84, CGCS2000, ETRS89, NAD83 and
    others on the ellipsoids WGS 84 and GRS 80) the neglected shift is below about 2 m: those pass, with a note.

    Args:
        source: Coordinate system of the layer; a TOWGS84 bound to it counts.
        target: The system it shall be brought to.
        parameter: Name of the parameter that the layer came by.
        bounds: West, south, east and north of the layer in degrees (``Measure.to_lonlat``); a transformation that
            does not hold there does not count.

    Returns:
        A note on the accuracy of the way; ``None`` when it is better than 1 m.

    Raises:
        CrsError: Only a ballpark transformation is known.
    """
    source, target = parse_crs(source), parse_crs(target)
    values = {"parameter": parameter, "source": source.name, "target": target.name}
    if source == target:
        return None
    accuracy = best_accuracy(source, target, bounds)
    if accuracy is not None:
        return Message(_COARSE, {**values, "accuracy": accuracy}) if accuracy > 1 else None
    if _is_geocentric_datum(source) and _is_geocentric_datum(target):
        return Message(_BALLPARK_HARMLESS, values)
    raise CrsError(Message(_BALLPARK, values))


def check_coordinates(crs: pyproj.CRS | str, bounds: Bounds, parameter: str) -> Message | None:
    """Refuse coordinates that cannot belong to their coordinate system.

    Args:
        crs: Coordinate system of the layer.
        bounds: Smallest x and y, largest x and y of the layer's coordinates, x east and y north.
        parameter: Name of the parameter that the layer came by.

    Returns:
        A note when the coordinates lie outside the area that the system is made for; else ``None``.

    Raises:
        CrsError: Coordinates are not finite, out of range, swapped, in degrees where metres are expected or the other
            way round, or their zone prefix does not go with the system.
    """
    return check_features(crs, np.array([bounds], dtype=float), parameter).note


@dataclass(frozen=True)
class Placement:
    """Which features of a layer lie where their coordinate system has no place for them.

    Attributes:
        nowhere: They have coordinates that are no finite numbers, shape (n,) of bool.
        stray: Their coordinates cannot belong to the system, or lie far from the area that it is made for, though
            those of most other features do belong, shape (n,) of bool.
        note: What there is to tell about the layer as a whole.
    """

    nowhere: np.ndarray
    stray: np.ndarray
    note: Message | None = None

    @property
    def lost(self) -> np.ndarray:
        """Features that are either, shape (n,) of bool."""
        return self.nowhere | self.stray


def check_features(crs: pyproj.CRS | str, boxes: np.ndarray, parameter: str) -> Placement:
    """Refuse a layer whose coordinates cannot belong to their system, and find the single features that do not.

    The layer is refused when that is so for more than half of the features; one bad feature speaks for itself alone.

    Args:
        crs: Coordinate system of the layer.
        boxes: Smallest x and y, largest x and y of each feature, x east and y north, shape (n, 4); not finite where
            one of its vertices is not.
        parameter: Name of the parameter that the layer came by.

    Raises:
        CrsError: As :func:`check_coordinates`, for most features.
    """
    crs = read_crs(crs)
    finite = np.isfinite(boxes).all(axis=1)
    if len(boxes) and not finite.any():
        raise CrsError(Message(_NOT_FINITE, _values(crs, boxes, parameter)))
    nowhere, stray = ~finite, np.zeros(len(boxes), dtype=bool)
    boxes = boxes[finite]
    cause, degrees = _causes(crs, boxes)
    wrong = cause != _Cause.FINE
    if 2 * wrong.sum() > len(boxes):
        raise CrsError(_refusal(crs, boxes, cause, parameter))
    stray[finite] = wrong
    if crs.area_of_use is None:
        return Placement(nowhere, stray)
    beyond = np.zeros(len(boxes))
    beyond[~wrong] = _degrees_beyond(crs.area_of_use.bounds, *_centres(degrees[~wrong]))
    if 2 * (beyond > 0).sum() > (~wrong).sum():
        values = {**_values(crs, boxes[~wrong], parameter), "area": crs.area_of_use.name}
        return Placement(nowhere, stray, Message(_OUTSIDE_AREA, values))
    stray[finite] |= beyond > FAR
    return Placement(nowhere, stray)


def _is_geocentric_datum(crs: pyproj.CRS) -> bool:
    """Tell whether a datum stands on the ellipsoid WGS 84 or GRS 80, as the satellite-era ones do."""
    ellipsoid = geod(read_crs(crs))
    return ellipsoid.a == 6378137.0 and 298.2572 * ellipsoid.f < 1 < 298.2573 * ellipsoid.f


def _causes(crs: pyproj.CRS, boxes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return why each box cannot belong to the system, shape (n,), and the boxes in degrees, shape (n, 4)."""
    if crs.is_projected:
        degrees = _lonlat_boxes(crs, boxes)
        cause = _zone_causes(crs, boxes)
        cause[(cause == _Cause.FINE) & ~np.isfinite(degrees).all(axis=1)] = _Cause.OFF_THE_MAP
    else:
        degrees = boxes * geographic_transformer(crs)[1]
        cause = _degree_causes(degrees)
    if crs.area_of_use is not None:
        area, outside = crs.area_of_use.bounds, cause == _Cause.FINE
        outside[outside] = _degrees_beyond(area, *_centres(degrees[outside])) > 0
        x, y = _centres((boxes if crs.is_projected else degrees)[outside])
        mistaken = _degrees_beyond(area, y, x) == 0
        if crs.is_projected:
            mistaken |= (np.abs(x) <= 180) & (np.abs(y) <= 90)  # beside the origin, and the origin is not in the area
        meant = _Cause.DEGREES_IN_PROJECTED if crs.is_projected else _Cause.SWAPPED
        cause[outside] = np.where(mistaken, meant, _Cause.FINE)
    return cause, degrees


def _degree_causes(boxes: np.ndarray) -> np.ndarray:
    east, north = np.abs(boxes[:, [0, 2]]).max(axis=1), np.abs(boxes[:, [1, 3]]).max(axis=1)
    cause = np.where((east <= 90) & (north <= 180), _Cause.SWAPPED, _Cause.NOT_DEGREES)
    return np.where((north <= 90) & (east <= 360), _Cause.FINE, cause)


def _zone_causes(crs: pyproj.CRS, boxes: np.ndarray) -> np.ndarray:
    """Compare the zone number that Gauss-Krueger eastings may carry in front with that of the system."""
    cause = np.full(len(boxes), _Cause.FINE, dtype=np.int64)
    wanted = _wanted_zone(crs)
    if wanted is None:
        return cause
    found = _zones(crs, boxes)
    other = (wanted != found) & ((13 <= wanted <= 60) | ((found >= 13) & (found <= 60)))
    cause[other] = _Cause.OTHER_ZONE if wanted else _Cause.ZONE_PREFIX
    cause[other & (found == 0)] = _Cause.NO_ZONE_PREFIX
    return cause


def _wanted_zone(crs: pyproj.CRS) -> int | None:
    """Return the zone number in the system's false easting, 0 for none; ``None`` where there are no such zones."""
    operation = crs.coordinate_operation
    if operation is None or "Transverse Mercator" not in operation.method_name:
        return None
    offsets = [float(p.value) * p.unit_conversion_factor for p in operation.params if p.name == "False easting"]
    return int(sum(offsets) // 1e6)


def _zones(crs: pyproj.CRS, boxes: np.ndarray) -> np.ndarray:
    return _centres(boxes)[0] * crs.axis_info[0].unit_conversion_factor // 1e6


def _lonlat_boxes(crs: pyproj.CRS, boxes: np.ndarray) -> np.ndarray:
    """Return west, south, east and north in degrees of projected boxes; not finite where they are no place."""
    if len(boxes) > 1:
        # where the layer as a whole lies in the system's area, so does each feature: no need to ask for each
        whole = _lonlat_boxes(crs, _whole(boxes))
        area = crs.area_of_use.bounds if crs.area_of_use is not None else _EARTH
        if np.isfinite(whole).all() and not _degrees_beyond(area, *whole[0].reshape(2, 2).T).any():
            return np.repeat(whole, len(boxes), axis=0)
    transformer, unit = geographic_transformer(crs)
    x, y = boxes[:, [0, 0, 2, 2]], boxes[:, [1, 3, 1, 3]]
    lon, lat = (np.reshape(part, x.shape) * unit for part in transformer.transform(x.ravel(), y.ravel()))
    found = np.column_stack([lon.min(axis=1), lat.min(axis=1), lon.max(axis=1), lat.max(axis=1)])
    reach = np.abs(boxes).max(axis=1) * crs.axis_info[0].unit_conversion_factor
    found[~np.isfinite(found).all(axis=1) | (reach > FARTHEST)] = np.nan
    return found


def _degrees_beyond(area: Bounds, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
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


def _refusal(crs: pyproj.CRS, boxes: np.ndarray, cause: np.ndarray, parameter: str) -> Message:
    """Return what to say of the layer: the cause that most features have."""
    main = _Cause(int(np.argmax(np.bincount(cause[cause != _Cause.FINE]))))
    boxes = boxes[cause == main]
    values = _values(crs, boxes, parameter)
    if main in (_Cause.OTHER_ZONE, _Cause.ZONE_PREFIX):
        found = int(np.sort(_zones(crs, boxes))[len(boxes) // 2])
        values.update(found=found, zone=found, wanted=_wanted_zone(crs))
    return Message(_TEXTS[main], values)


def _values(crs: pyproj.CRS, boxes: np.ndarray, parameter: str) -> dict[str, object]:
    return {"parameter": parameter, "crs": crs.name, "bounds": bounds_text(_whole(boxes)[0])}


def bounds_text(bounds: Bounds) -> str:
    """Return bounds for a message."""
    return ", ".join(f"{value:.12g}" for value in bounds)


def _whole(boxes: np.ndarray) -> np.ndarray:
    return np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])[np.newaxis]


def _centres(boxes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2


_NO_CRS = QT_TRANSLATE_NOOP(
    "Crs", "{parameter}: the layer has no coordinate system. Assign the one that its coordinates are in and run again."
)
_BALLPARK = QT_TRANSLATE_NOOP(
    "Crs",
    "{parameter}: no transformation from {source} to {target} is known for this place, only a rough one that leaves "
    "the coordinates where they are and may be wrong by 100 m. Get the control-point parameters for your city, define "
    "a custom CRS with them (WKT with TOWGS84) and reproject the layer to WGS 84 first, or use a layer that is already "
    "in {target}.",
)
_BALLPARK_HARMLESS = QT_TRANSLATE_NOOP(
    "Crs", "{parameter}: {source} is taken to be equal to {target}; they differ by less than about 2 m."
)
_COARSE = QT_TRANSLATE_NOOP("Crs", "{parameter}: from {source} to {target} coordinates are true to {accuracy:g} m.")
_NOT_FINITE = QT_TRANSLATE_NOOP(
    "Crs", "{parameter}: the layer has coordinates that are no finite numbers ({bounds}). Repair its geometries."
)
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
_OUTSIDE_AREA = QT_TRANSLATE_NOOP(
    "Crs", "{parameter}: the layer lies outside the area that {crs} is made for ({area}). Check that its CRS is right."
)
_TEXTS = {
    _Cause.NOT_DEGREES: _NOT_DEGREES,
    _Cause.SWAPPED: _SWAPPED,
    _Cause.DEGREES_IN_PROJECTED: _DEGREES_IN_PROJECTED,
    _Cause.OFF_THE_MAP: _OFF_THE_MAP,
    _Cause.ZONE_PREFIX: _ZONE_PREFIX,
    _Cause.NO_ZONE_PREFIX: _NO_ZONE_PREFIX,
    _Cause.OTHER_ZONE: _OTHER_ZONE,
}
