"""What ground polygons share, pair by pair: in chunks, so that a cancel is heard."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import shapely

from grid_manager_plugin.division.surface import polygonal

CHUNK = 500
"""Blocks, or pairs of block and community, that are worked on between two looks at whether the user has cancelled."""


def unasked() -> None:
    """Stand in for a caller who cannot cancel."""


def shared_ground(
    grounds: np.ndarray, shapes: np.ndarray, groundless: np.ndarray, check: Callable[[], None] = unasked
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return every pair of community and block that share ground.

    Returns:
        Community, block, shared geometry, its area in the CRS's unit, and whether it is the whole block.
    """
    usable = shapes.copy()
    usable[groundless] = None
    community, block = meeting(grounds, usable, check)
    whole = in_chunks(shapely.covers, check, grounds[community], shapes[block]).astype(bool)
    geometry = shapes[block]
    geometry[~whole] = in_chunks(common, check, grounds[community[~whole]], geometry[~whole])
    area = shapely.area(geometry)
    real = area > 0
    return community[real], block[real], geometry[real], area[real], whole[real]


def meeting(grounds: np.ndarray, shapes: np.ndarray, check: Callable[[], None]) -> tuple[np.ndarray, np.ndarray]:
    """Return the positions of all grounds and shapes that meet, by ground."""
    near, shape = shapely.STRtree(shapes).query(grounds)
    shapely.prepare(grounds)
    meet = in_chunks(shapely.intersects, check, grounds[near], shapes[shape]).astype(bool)
    return near[meet], shape[meet]


def common(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return the ground that polygons share pair by pair, shape (n,) of object; empty polygons where there is none."""
    return polygonal(shapely.intersection(one, other))


def in_chunks(function: Callable[..., np.ndarray], check: Callable[[], None], *arrays: np.ndarray) -> np.ndarray:
    """Return what a function gives for arrays of one length, element by element, looking for a cancel in between."""
    found = []
    for start in range(0, len(arrays[0]), CHUNK):
        check()
        found.append(function(*(array[start : start + CHUNK] for array in arrays)))
    return np.concatenate(found) if found else np.empty(0, dtype=object)
