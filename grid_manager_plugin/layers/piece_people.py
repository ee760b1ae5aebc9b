"""People on pieces of ground, from a layer of points or polygons."""

from __future__ import annotations

import numpy as np
import shapely

from grid_manager_plugin.division.people.people import AreaPeople, PeopleLayer
from grid_manager_plugin.rules.chunks import Progress, chunks
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
    # ground that two grids lost to a third is a piece of each
    _, first, number = np.unique(shapely.to_wkb(pieces).astype(bytes), return_index=True, return_inverse=True)
    return people_apart(pieces[first], people)[number.ravel()]


def people_apart(pieces: np.ndarray, people: PeopleLayer, progress: Progress | None = None) -> np.ndarray:
    """Return the people on pieces that share no ground, as :func:`people_on` does; shape (n,).

    Points on the border of several pieces count once, for the first of them.

    Args:
        pieces: Polygons in the CRS of the people, or ``None``, shape (n,).
        people: The layer of people.
        progress: Called with the share that is done; may raise to cancel.
    """
    counts = np.where(_counts(people), people.people, 0.0)
    return np.round(_people(pieces, people, counts, Progress() if progress is None else progress), DECIMALS)


def nobody(people: PeopleLayer) -> tuple[Message, ...]:
    """Return a note about features of POPULATION_LAYER whose people are missing, or fewer than nobody."""
    bad = ~_counts(people)
    if not bad.any():
        return ()
    return (Message(_NOBODY, {"count": int(bad.sum()), "fids": named(people.fid[bad])}),)


def _counts(people: PeopleLayer) -> np.ndarray:
    return np.isfinite(people.people) & (people.people >= 0)


def _people(pieces: np.ndarray, people: PeopleLayer, counts: np.ndarray, progress: Progress) -> np.ndarray:
    if isinstance(people, AreaPeople):
        piece, feature = _meeting(pieces, people.geometry, progress.part(0.0, 0.3))
        whole, share = shapely.area(people.geometry[feature]), np.zeros(len(piece))
        for some in chunks(np.arange(len(piece)), progress.part(0.3, 1.0)):
            share[some] = shapely.area(shapely.intersection(pieces[piece[some]], people.geometry[feature[some]]))
        weight = counts[feature] * np.divide(share, whole, out=np.zeros(len(share)), where=whole > 0)
        return np.bincount(piece, weight, minlength=len(pieces)).astype(float)
    piece, point = _meeting(pieces, shapely.points(people.xy), progress)
    # once, where a point lies on the border of two pieces, or a feature has several points
    _, first = np.unique(people.feature[point], return_index=True)
    return np.bincount(piece[first], counts[people.feature[point[first]]], minlength=len(pieces)).astype(float)


def _meeting(pieces: np.ndarray, others: np.ndarray, progress: Progress) -> tuple[np.ndarray, np.ndarray]:
    """Return which pieces meet which other geometries, by ascending pieces."""
    tree, found = shapely.STRtree(others), [np.zeros((2, 0), dtype=np.int64)]
    for some in chunks(np.arange(len(pieces)), progress):
        piece, other = tree.query(pieces[some], predicate="intersects")
        found.append(np.stack([some[piece], other]))
    piece, other = np.concatenate(found, axis=1)
    return piece, other


_NOBODY = QT_TRANSLATE_NOOP(
    "Repair",
    "POPULATION_LAYER: features whose number of people is missing or below 0 count for nobody: {count} (features: "
    "{fids}).",
)
