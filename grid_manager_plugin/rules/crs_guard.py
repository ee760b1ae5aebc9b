"""Guards against coordinate systems, transformations and coordinates that would give wrong figures in silence.

Each guard raises CrsError with what was found and what to do, or returns a note that belongs into the report.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grid_manager_plugin.errors import CrsError
from grid_manager_plugin.rules.crs import best_accuracy, geod, parse_crs, read_crs
from grid_manager_plugin.rules.crs_causes import (
    TEXTS,
    Bounds,
    Cause,
    causes,
    centres,
    degrees_beyond,
    wanted_zone,
    whole_of,
    zones,
)
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

if TYPE_CHECKING:
    import pyproj

FAR = 10.0
"""Degrees: a single feature farther than this from the area that its system is made for got there by mistake; one that
is nearer may lie across a zone's border."""

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


class Census:
    """Counts, piece by piece, the features of a layer whose coordinates cannot belong to their system.

    The layer is refused when that is so for more than half of them; one bad feature speaks for itself alone. Each
    feature's place is told once all are counted.
    """

    def __init__(self, crs: pyproj.CRS | str, parameter: str) -> None:
        """Begin to count.

        Args:
            crs: Coordinate system of the layer.
            parameter: Name of the parameter that the layer came by.
        """
        self._crs = read_crs(crs)
        self._parameter = parameter
        self._features = 0
        self._wrong = np.zeros(len(Cause), dtype=np.int64)  # by cause; under FINE those that are in their place
        self._bounds = np.tile([np.inf, np.inf, -np.inf, -np.inf], (len(Cause), 1))
        self._given = np.full(4, np.nan)
        self._zones: Counter[int] = Counter()
        self._outside = self._far = 0

    @property
    def bounds(self) -> np.ndarray:
        """Smallest x and y, largest x and y of the features whose coordinates can belong to the system, shape (4,)."""
        return self._bounds[Cause.FINE]

    def add(self, boxes: np.ndarray) -> None:
        """Count features.

        Args:
            boxes: Smallest x and y, largest x and y of each, x east and y north, shape (n, 4); not finite where one of
                its vertices is not.
        """
        self._features += len(boxes)
        if len(boxes):
            self._given = whole_of(boxes)[0]
        boxes = boxes[np.isfinite(boxes).all(axis=1)]
        cause, degrees = causes(self._crs, boxes)
        self._wrong += np.bincount(cause, minlength=len(Cause))
        for one in np.unique(cause).tolist():
            low, high = np.split(whole_of(boxes[cause == one])[0], 2)
            self._bounds[one, :2] = np.minimum(self._bounds[one, :2], low)
            self._bounds[one, 2:] = np.maximum(self._bounds[one, 2:], high)
        in_zone = (cause == Cause.OTHER_ZONE) | (cause == Cause.ZONE_PREFIX)
        if in_zone.any():
            self._zones.update(zones(self._crs, boxes[in_zone]).astype(int).tolist())
        beyond = self._beyond(degrees[cause == Cause.FINE])
        self._outside += int((beyond > 0).sum())
        self._far += int((beyond > FAR).sum())

    def settle(self) -> Message | None:
        """Refuse the layer where it has to be, and return what there is to tell about it as a whole.

        Raises:
            CrsError: Coordinates are not finite, out of range, swapped, in degrees where metres are expected or the
                other way round, or their zone prefix does not go with the system, for most features.
        """
        finite = int(self._wrong.sum())
        if self._features and not finite:
            raise CrsError(Message(_NOT_FINITE, self._values(self._given)))
        wrong = self._wrong.copy()
        fine, wrong[Cause.FINE] = int(wrong[Cause.FINE]), 0
        if 2 * wrong.sum() > finite:
            raise CrsError(self._refusal(Cause(int(np.argmax(wrong)))))
        if self._crs.area_of_use is None or not self._lies_outside(fine):
            return None
        return Message(_OUTSIDE_AREA, {**self._values(self.bounds), "area": self._crs.area_of_use.name})

    def placed(self, boxes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Tell which features are nowhere and which stray, as :class:`Placement` does; boxes as :meth:`add`."""
        finite = np.isfinite(boxes).all(axis=1)
        stray = np.zeros(len(boxes), dtype=bool)
        if self._wrong.sum() == self._wrong[Cause.FINE] and not self._far:
            return ~finite, stray
        cause, degrees = causes(self._crs, boxes[finite])
        wrong = cause != Cause.FINE
        if not self._lies_outside(int(self._wrong[Cause.FINE])):
            far = self._beyond(degrees[~wrong]) > FAR
            wrong[~wrong] = far
        stray[finite] = wrong
        return ~finite, stray

    def _lies_outside(self, fine: int) -> bool:
        return 2 * self._outside > fine

    def _beyond(self, degrees: np.ndarray) -> np.ndarray:
        if self._crs.area_of_use is None:
            return np.zeros(len(degrees))
        return degrees_beyond(self._crs.area_of_use.bounds, *centres(degrees))

    def _refusal(self, main: Cause) -> Message:
        """Return what to say of the layer: the cause that most features have."""
        values = self._values(self._bounds[main])
        if main in (Cause.OTHER_ZONE, Cause.ZONE_PREFIX):
            found = min(self._zones, key=lambda zone: (-self._zones[zone], zone))
            values.update(found=found, zone=found, wanted=wanted_zone(self._crs))
        return Message(TEXTS[main], values)

    def _values(self, bounds: np.ndarray) -> dict[str, object]:
        return {"parameter": self._parameter, "crs": self._crs.name, "bounds": bounds_text(bounds.tolist())}


def check_features(crs: pyproj.CRS | str, boxes: np.ndarray, parameter: str) -> Placement:
    """Refuse a layer whose coordinates cannot belong to their system, and find the single features that do not.

    Args:
        crs: Coordinate system of the layer.
        boxes: As :meth:`Census.add`.
        parameter: Name of the parameter that the layer came by.

    Raises:
        CrsError: As :func:`check_coordinates`, for most features.
    """
    census = Census(crs, parameter)
    census.add(boxes)
    note = census.settle()
    return Placement(*census.placed(boxes), note)


def _is_geocentric_datum(crs: pyproj.CRS) -> bool:
    """Tell whether a datum stands on the ellipsoid WGS 84 or GRS 80, as the satellite-era ones do."""
    ellipsoid = geod(read_crs(crs))
    return ellipsoid.a == 6378137.0 and 298.2572 * ellipsoid.f < 1 < 298.2573 * ellipsoid.f


def bounds_text(bounds: Bounds) -> str:
    """Return bounds for a message."""
    return ", ".join(f"{value:.12g}" for value in bounds)


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
_OUTSIDE_AREA = QT_TRANSLATE_NOOP(
    "Crs", "{parameter}: the layer lies outside the area that {crs} is made for ({area}). Check that its CRS is right."
)
