"""People on pieces of ground, from a layer of points or polygons."""

from __future__ import annotations

import numpy as np
import shapely

from grid_manager_plugin.division.people.people import AreaPeople, PeopleLayer
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message, named

DECIMALS = 6
"""Of shares of people; what is beyond is dust of the overlay."""


def people_on(pieces: np.ndarray, people: PeopleLayer) -> np.ndarray:
    """Return the people on each piece: points in it, and of polygons the share by area; shape (n,).

    Figures that are missing or negative count for nobody; :func:`nobody` tells of them.

    Args:
        pieces: Polygons in the CRS of the people, shape (n,).
        people: The layer of people.
    """
    counts = np.where(_counts(people), people.people, 0.0)
    # ground that two grids lost to a third is a piece of each
    _, first, number = np.unique(shapely.to_wkb(pieces).astype(bytes), return_index=True, return_inverse=True)
    return np.round(_people(pieces[first], people, counts)[number.ravel()], DECIMALS)


def nobody(people: PeopleLayer) -> tuple[Message, ...]:
    """Return a note about features of POPULATION_LAYER whose people are missing, or fewer than nobody."""
    bad = ~_counts(people)
    if not bad.any():
        return ()
    return (Message(_NOBODY, {"count": int(bad.sum()), "fids": named(people.fid[bad])}),)


def _counts(people: PeopleLayer) -> np.ndarray:
    return np.isfinite(people.people) & (people.people >= 0)


def _people(pieces: np.ndarray, people: PeopleLayer, counts: np.ndarray) -> np.ndarray:
    if isinstance(people, AreaPeople):
        piece, feature = shapely.STRtree(people.geometry).query(pieces, predicate="intersects")
        whole = shapely.area(people.geometry[feature])
        share = shapely.area(shapely.intersection(pieces[piece], people.geometry[feature]))
        weight = counts[feature] * np.divide(share, whole, out=np.zeros(len(share)), where=whole > 0)
        return np.bincount(piece, weight, minlength=len(pieces)).astype(float)
    piece, point = shapely.STRtree(shapely.points(people.xy)).query(pieces, predicate="intersects")
    # once, where a point lies on the border of two pieces, or a feature has several points
    _, first = np.unique(people.feature[point], return_index=True)
    return np.bincount(piece[first], counts[people.feature[point[first]]], minlength=len(pieces)).astype(float)


_NOBODY = QT_TRANSLATE_NOOP(
    "Repair",
    "POPULATION_LAYER: features whose number of people is missing or below 0 count for nobody: {count} (features: "
    "{fids}).",
)
