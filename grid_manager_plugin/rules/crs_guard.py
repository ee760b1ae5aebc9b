"""Guards against coordinate systems, transformations and coordinates that would give wrong figures in silence.

Each guard raises CrsError with what was found and what to do, or returns a note that belongs into the report.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from grid_manager_plugin.errors import CrsError
from grid_manager_plugin.rules.crs import area_covers, best_accuracy, geod, geographic_transformer, parse_crs, read_crs
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

if TYPE_CHECKING:
    import pyproj

Bounds = Sequence[float]  # smallest x, smallest y, largest x, largest y


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
    crs = read_crs(crs)
    values = {"parameter": parameter, "crs": crs.name, "bounds": ", ".join(f"{value:.12g}" for value in bounds)}
    if not all(math.isfinite(value) for value in bounds):
        raise CrsError(Message(_NOT_FINITE, values))
    if crs.is_projected:
        _check_zone(crs, bounds, values)
        box = _lonlat_box(crs, bounds)
        if box is None:
            raise CrsError(Message(_OFF_THE_MAP, values))
    else:
        degrees = geographic_transformer(crs)[1]
        box = tuple(value * degrees for value in bounds)
        _check_degrees(box, values)
    return _check_area_of_use(crs, bounds, box, values)


def _is_geocentric_datum(crs: pyproj.CRS) -> bool:
    """Tell whether a datum stands on the ellipsoid WGS 84 or GRS 80, as the satellite-era ones do."""
    ellipsoid = geod(read_crs(crs))
    return ellipsoid.a == 6378137.0 and 298.2572 * ellipsoid.f < 1 < 298.2573 * ellipsoid.f


def _check_degrees(box: Bounds, values: dict[str, str]) -> None:
    west, south, east, north = box
    if max(abs(south), abs(north)) <= 90 and max(abs(west), abs(east)) <= 360:
        return
    swapped = max(abs(west), abs(east)) <= 90 and max(abs(south), abs(north)) <= 180
    raise CrsError(Message(_SWAPPED if swapped else _NOT_DEGREES, values))


def _check_zone(crs: pyproj.CRS, bounds: Bounds, values: dict[str, str]) -> None:
    """Compare the zone number that Gauss-Krueger eastings may carry in front with that of the system."""
    operation = crs.coordinate_operation
    if operation is None or "Transverse Mercator" not in operation.method_name:
        return
    offsets = [float(p.value) * p.unit_conversion_factor for p in operation.params if p.name == "False easting"]
    easting = (bounds[0] + bounds[2]) / 2 * crs.axis_info[0].unit_conversion_factor
    wanted, found = int(sum(offsets) // 1e6), int(easting // 1e6)
    if wanted == found or not (13 <= wanted <= 60 or 13 <= found <= 60):
        return
    if wanted and found:
        raise CrsError(Message(_OTHER_ZONE, {**values, "found": found, "wanted": wanted}))
    raise CrsError(Message(_ZONE_PREFIX, {**values, "zone": found}) if found else Message(_NO_ZONE_PREFIX, values))


def _lonlat_box(crs: pyproj.CRS, bounds: Bounds) -> tuple[float, ...] | None:
    """Return west, south, east and north in degrees of projected bounds; ``None`` where they are no place."""
    transformer, degrees = geographic_transformer(crs)
    x, y = np.meshgrid([bounds[0], bounds[2]], [bounds[1], bounds[3]])
    lon, lat = (np.asarray(part) * degrees for part in transformer.transform(x.ravel(), y.ravel()))
    if not (np.isfinite(lon).all() and np.isfinite(lat).all()):
        return None
    return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())


def _check_area_of_use(crs: pyproj.CRS, bounds: Bounds, box: Bounds, values: dict[str, str]) -> Message | None:
    if crs.area_of_use is None:
        return None
    area = crs.area_of_use.bounds
    x, y = _centre(box)
    if area_covers(area, (x, y, x, y)):
        return None
    if crs.is_projected:
        x, y = _centre(bounds)
        if area_covers(area, (x, y, x, y)) or area_covers(area, (y, x, y, x)):
            raise CrsError(Message(_DEGREES_IN_PROJECTED, values))
    elif area_covers(area, (y, x, y, x)):
        raise CrsError(Message(_SWAPPED, values))
    return Message(_OUTSIDE_AREA, {**values, "area": crs.area_of_use.name})


def _centre(bounds: Bounds) -> tuple[float, float]:
    return (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2


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
