"""Small plans for tests: rectangles in metres, in one zone of UTM."""

from __future__ import annotations

import numpy as np
import shapely

from grid_manager_plugin.linking.plan import Plan, plan_of
from grid_manager_plugin.rules.geodesy import Measure

WEST, SOUTH = 500_000, 5_500_000
MEASURE = Measure.from_crs("EPSG:32633")


def box(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    """Return a rectangle, given from the corner of all."""
    return shapely.box(WEST + west, SOUTH + south, WEST + east, SOUTH + north)


def array(items: list) -> np.ndarray:
    """Return an array of objects."""
    found = np.empty(len(items), dtype=object)
    found[:] = items
    return found


def plan(grids: dict, parameter: str = "OLD") -> Plan:
    """Return the plan of rectangles by code; several where the value is a list."""
    found = [(code, one) for code, ones in grids.items() for one in (ones if isinstance(ones, list) else [ones])]
    codes, ground = array([code for code, _ in found]), array([one for _, one in found])
    return plan_of(np.arange(len(found)), codes, ground, array([""] * len(found)), parameter)[0]
