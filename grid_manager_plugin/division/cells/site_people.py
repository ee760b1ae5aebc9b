"""Where the people of a community are, as cells and straight borders ask for it."""

from __future__ import annotations

import numpy as np
import shapely

from grid_manager_plugin.division.cells.refining import Places
from grid_manager_plugin.division.cells.straighten import Inhabitants
from grid_manager_plugin.division.people.people import NOWHERE, AreaShare, CommunityPeople
from grid_manager_plugin.division.people.people_zones import owners, share_areas, share_cells
from grid_manager_plugin.division.surface import polygonal


def nowhere() -> Places:
    """Return no places at all."""
    return Places(np.empty((0, 2)), np.empty(0))


def places_of(people: CommunityPeople | None) -> Places:
    """Return points, and the middles of polygons and cells, with the people there; weights where a total is spread."""
    if people is None:
        return nowhere()
    xy, weight = [np.empty((0, 2))], [np.empty(0)]
    if people.points is not None:
        xy.append(people.points.xy)
        weight.append(people.points.people)
    if people.areas is not None:
        shapes = polygonal(people.areas.geometry)
        real = shapely.area(shapes) > 0
        xy.append(shapely.get_coordinates(shapely.point_on_surface(shapes[real])))
        weight.append(people.areas.people[real])
    if people.cells is not None:
        xy.append(people.cells.corners.mean(axis=1))
        weight.append(people.cells.people)
    places = Places(np.concatenate(xy), np.concatenate(weight))
    lived_in = places.weight > 0
    return Places(places.xy[lived_in], places.weight[lived_in])


def inhabitants_of(people: CommunityPeople | None, cells: np.ndarray, population: np.ndarray) -> Inhabitants:
    """Return the people of cells: at points and in polygons that one cell holds, the others all over their cells.

    Args:
        people: The people of the community.
        cells: Polygons that tile it, shape (n,) of object.
        population: People of each, shape (n,).
    """
    if people is None:
        return Inhabitants(nowhere(), np.empty(0, dtype=np.int64), np.asarray(population, dtype=float))
    xy, weight = [np.empty((0, 2))], [np.empty(0)]
    spread = np.zeros(len(cells))
    if people.points is not None:
        xy.append(people.points.xy)
        weight.append(people.points.people)
    if people.areas is not None:
        shapes = polygonal(people.areas.geometry)
        shapely.prepare(cells)
        small = np.zeros(len(shapes), dtype=bool)
        small[shapely.STRtree(shapes).query(cells, predicate="covers")[1]] = True
        small &= shapely.area(shapes) > 0
        xy.append(shapely.get_coordinates(shapely.point_on_surface(shapes[small])))
        weight.append(people.areas.people[small])
        spread += share_areas(cells, AreaShare(shapes[~small], people.areas.people[~small])).people
    if people.cells is not None:
        spread += share_cells(cells, people.cells).people
    places = Places(np.concatenate(xy), np.concatenate(weight))
    cell = owners(cells, places.xy)
    held = cell != NOWHERE
    found = Inhabitants(Places(places.xy[held], places.weight[held]), cell[held], spread)
    return found if people.total is None else _scaled(found, people.total, population)


def _scaled(found: Inhabitants, total: float, population: np.ndarray) -> Inhabitants:
    """Return weights as shares of the total; where nothing tells, people live as the cells were given them."""
    weights = float(found.places.weight.sum() + found.spread.sum())
    if not weights > 0:
        return Inhabitants(nowhere(), np.empty(0, dtype=np.int64), np.asarray(population, dtype=float))
    share = total / weights
    return Inhabitants(Places(found.places.xy, found.places.weight * share), found.cell, found.spread * share)
