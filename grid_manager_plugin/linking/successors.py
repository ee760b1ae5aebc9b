"""Which grid of the new plan goes on for which one of the last, and who has the ground of those that end."""

from __future__ import annotations

import numpy as np
import shapely

from grid_manager_plugin.linking.history import PART
from grid_manager_plugin.linking.overlay import common_ground, most_in_common, same_ground
from grid_manager_plugin.rules.chunks import Progress


def partners(new: np.ndarray, previous: np.ndarray, progress: Progress) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the grids that go on: the common ground is most of both, and each is in one pair at most.

    Where grids of one layer lie on each other, the pair with more common ground counts, then the lower positions.

    Args:
        new: Sound ground of the new grids, ``None`` for none, shape (n,) of object.
        previous: The same of the last plan, shape (q,).
        progress: Called with the share that is done; may raise to cancel.

    Returns:
        Positions in ``new`` and in ``previous``, and the common area in square units, shapes (p,).
    """
    one, other = same_ground(new, previous)
    rest, rest_previous = new.copy(), previous.copy()
    rest[one], rest_previous[other] = None, None
    found = most_in_common(rest, rest_previous, progress)
    taken = np.zeros(len(new), dtype=bool), np.zeros(len(previous), dtype=bool)
    kept = []
    for i in np.lexsort((found.second, found.first, -found.area)).tolist():
        if not (taken[0][found.first[i]] or taken[1][found.second[i]]):
            taken[0][found.first[i]] = taken[1][found.second[i]] = True
            kept.append(i)
    return (
        np.concatenate([one, found.first[kept]]),
        np.concatenate([other, found.second[kept]]),
        np.concatenate([shapely.area(new[one]) if len(one) else np.zeros(0), found.area[kept]]),
    )


def successors(
    ground: np.ndarray, code: np.ndarray, new: np.ndarray, new_code: np.ndarray, progress: Progress
) -> dict[str, tuple[str, ...]]:
    """Return the codes of the grids that have more than 1 % of the ground of each withdrawn code, sorted.

    Args:
        ground: Sound ground of grids that end, shape (w,) of object.
        code: Their codes; several may have one, shape (w,) of object.
        new: Sound ground of the new grids, shape (n,) of object.
        new_code: Their codes, empty for none, shape (n,) of object.
        progress: Called with the share that is done; may raise to cancel.
    """
    pairs = common_ground(ground, new, progress)
    whole: dict[str, float] = {}
    for one, area in zip(code.tolist(), np.nan_to_num(shapely.area(ground)).tolist()):
        whole[one] = whole.get(one, 0.0) + area
    shared: dict[tuple[str, str], float] = {}
    for first, second, area in zip(pairs.first.tolist(), pairs.second.tolist(), pairs.area.tolist()):
        key = (code[first], new_code[second])
        shared[key] = shared.get(key, 0.0) + area
    found: dict[str, list[str]] = {one: [] for one in whole}
    for (one, other), area in sorted(shared.items()):
        if other and area > PART * whole[one]:
            found[one].append(other)
    return {one: tuple(others) for one, others in found.items()}
