"""The order of a community's grids on the ground: what :func:`.codes.grid_order` needs, measured in the working CRS."""

from __future__ import annotations

import numpy as np
import pyproj
import shapely

from grid_manager_plugin.rules.codes import grid_order
from grid_manager_plugin.rules.geodesy import Measure, middle


def code_order(geometry: np.ndarray, ground: object, measure: Measure) -> np.ndarray:
    """Return the order in which grids are numbered, positions of shape (k,): the first is grid number 1.

    They are measured in the plane of :func:`.crs.working_crs` round the community's middle.

    Args:
        geometry: (Multi)polygons of the grids, each with ground, shape (k,) of object.
        ground: The community, in the same coordinate system; its vertices tell where its middle is.
        measure: Measures in that coordinate system.

    Raises:
        CrsError: A coordinate lies where the coordinate system is not defined.
    """
    if len(geometry) < 2:
        return np.arange(len(geometry))
    lon, lat = middle(measure.to_lonlat(shapely.get_coordinates(ground)))
    # the conversion of working_crs alone: cities have thousands of communities, and a CRS takes a hundred times as long
    to_plane = pyproj.Proj(proj="laea", lat_0=lat, lon_0=lon, a=measure.geod.a, b=measure.geod.b)
    plane = shapely.transform(geometry, lambda xy: np.column_stack(to_plane(*measure.to_lonlat(xy).T)))
    bounds = shapely.bounds(plane)
    return grid_order(shapely.get_coordinates(shapely.centroid(plane)), bounds[:, 3] - bounds[:, 1])
