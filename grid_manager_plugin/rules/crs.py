"""Coordinate systems: reading them, their longitude and latitude, and the local system of a community."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence

import numpy as np

from grid_manager_plugin.errors import CrsError
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

with warnings.catch_warnings():
    # In a virtual environment over a distribution's pyproj, pyproj looks for PROJ's data beside the environment,
    # does not find it and says so; PROJ itself knows where it was installed.
    warnings.filterwarnings("ignore", "Valid PROJ data directory not found", UserWarning)
    import pyproj
    from pyproj.crs import CRS, ProjectedCRS
    from pyproj.crs.coordinate_operation import LambertAzimuthalEqualAreaConversion
    from pyproj.exceptions import CRSError
    from pyproj.transformer import AreaOfInterest, TransformerGroup


def parse_crs(crs: pyproj.CRS | str) -> pyproj.CRS:
    """Return a coordinate system as it is given.

    Args:
        crs: A CRS, its WKT or an authority code.

    Raises:
        CrsError: The text is no coordinate system.
    """
    try:
        return CRS.from_user_input(crs)
    except CRSError as error:
        raise CrsError(Message(_UNREADABLE, {"crs": str(crs)[:80]})) from error


def read_crs(crs: pyproj.CRS | str) -> pyproj.CRS:
    """Return the horizontal coordinate system, without a datum shift that may be bound to it (TOWGS84).

    Args:
        crs: A CRS, its WKT or an authority code.

    Raises:
        CrsError: The text is no coordinate system, or the system is not tied to an ellipsoid.
    """
    found = parse_crs(crs)
    while found.is_compound or found.is_bound:
        found = found.sub_crs_list[0] if found.is_compound else (found.source_crs or _base(found))
    _base(found)
    return found


def geod(crs: pyproj.CRS) -> pyproj.Geod:
    """Return the ellipsoid of a system of :func:`read_crs`."""
    ellipsoid = _base(crs).get_geod()
    if ellipsoid is None:
        raise CrsError(Message(_NO_ELLIPSOID, {"crs": crs.name}))
    return ellipsoid


def geographic_transformer(crs: pyproj.CRS) -> tuple[pyproj.Transformer, float]:
    """Return the way from a system of :func:`read_crs` to longitude and latitude on its own datum.

    Returns:
        The transformer (x, y to longitude, latitude in the datum's own unit) and that unit in degrees.
    """
    base = _base(crs)
    unit = math.degrees(base.axis_info[0].unit_conversion_factor)
    # degrees are degrees: no float noise from the factor
    return pyproj.Transformer.from_crs(crs, base, always_xy=True), 1.0 if abs(unit - 1) < 1e-9 else unit


def working_crs(crs: pyproj.CRS | str, lon: float, lat: float) -> pyproj.CRS:
    """Return the local metric system of a community: Lambert azimuthal equal-area round its centre.

    It stands on the same datum as the source, so nothing is shifted. Within 20 km of the centre areas are true and
    lengths are off by less than 1 part in 200,000.

    Args:
        crs: The source coordinate system.
        lon: Longitude of the centre in degrees on the source's datum.
        lat: Latitude of the centre in degrees.

    Raises:
        CrsError: As :func:`read_crs`.
    """
    return ProjectedCRS(
        conversion=LambertAzimuthalEqualAreaConversion(
            latitude_natural_origin=float(lat), longitude_natural_origin=float(lon)
        ),
        geodetic_crs=_base(read_crs(crs)),
        name="Local plane of a community",
    )


def working_transformer(crs: pyproj.CRS | str, working: pyproj.CRS) -> pyproj.Transformer:
    """Return the way from source coordinates (x east, y north) to those of :func:`working_crs` in metres."""
    return pyproj.Transformer.from_crs(read_crs(crs), working, always_xy=True)


def best_accuracy(source: pyproj.CRS, target: pyproj.CRS, bounds: Sequence[float]) -> float | None:
    """Return the accuracy in metres of the best installed way between two systems, as PROJ tells it.

    Args:
        source: From here; a datum shift bound to it counts.
        target: To here.
        bounds: West, south, east, north in degrees of the place where the way must hold.

    Returns:
        Metres; 0 where PROJ does not know the accuracy (parameters that the user gave). ``None`` where only a
        "ballpark" is known, which takes one datum for the other.
    """
    area = AreaOfInterest(*(float(value) for value in bounds))
    with warnings.catch_warnings():
        # a better way whose grid file is not installed: the accuracy of what is there is told instead
        warnings.filterwarnings("ignore", "Best transformation is not available", UserWarning)
        ways = TransformerGroup(source, target, always_xy=True, area_of_interest=area).transformers
    known = [
        way
        for way in ways
        if "ballpark" not in way.description.lower()
        and (way.area_of_use is None or area_covers(way.area_of_use.bounds, bounds))
    ]
    return max(0.0, float(known[0].accuracy)) if known else None


def transformed(transformer: pyproj.Transformer, xy: np.ndarray) -> np.ndarray:
    """Return places in another system, shape (n, 2), infinite where they have none there.

    Args:
        transformer: The way, x before y.
        xy: Places, shape (n, 2).
    """
    if len(xy) == 1:  # newer pyproj takes an array of one for a number, and numpy warns of that
        return np.array([transformer.transform(*xy[0].tolist())])
    return np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))


def area_covers(area: Sequence[float], bounds: Sequence[float]) -> bool:
    """Tell whether an area of use, which may run over 180 degrees, covers all of the bounds.

    Args:
        area: West, south, east, north of the area of a system or transformation.
        bounds: The same of a layer, in degrees.
    """
    west, south, east, north = area
    lons = [(lon + 180) % 360 - 180 for lon in (bounds[0], bounds[2])]
    within = [west <= lon <= east if west <= east else lon >= west or lon <= east for lon in lons]
    return all(within) and south <= bounds[1] and bounds[3] <= north


def _base(crs: pyproj.CRS) -> pyproj.CRS:
    """Return the longitude and latitude under a coordinate system."""
    base = crs.geodetic_crs
    if base is None or base.ellipsoid is None or crs.is_geocentric:
        raise CrsError(Message(_NO_ELLIPSOID, {"crs": crs.name}))
    return base


_UNREADABLE = QT_TRANSLATE_NOOP("Crs", "“{crs}” is not a coordinate system that PROJ understands.")
_NO_ELLIPSOID = QT_TRANSLATE_NOOP(
    "Crs",
    "{crs} is not tied to an ellipsoid, so areas cannot be measured. Assign a projected or geographic CRS; for a "
    "local system define a custom projected CRS.",
)
