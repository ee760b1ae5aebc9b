"""Is a part still in one piece when a block leaves it? Parts and neighbourhoods are bit masks in Python integers."""

from __future__ import annotations

from collections.abc import Sequence


def flood(neighbours: Sequence[int], ground: int, start: int, goal: int) -> int:
    """Return the blocks of ``ground`` reached from ``start``; stop as soon as all of ``goal`` is reached.

    Args:
        neighbours: Mask of neighbours per block.
        ground: Mask of blocks that may be walked on.
        start: Mask of the blocks where the walk begins, within ``ground``.
        goal: Mask of blocks that are looked for; the result holds all of them or is a whole component.
    """
    reach = front = start
    while front:
        low = front & -front
        new = neighbours[low.bit_length() - 1] & ground & ~reach
        reach |= new
        if not goal & ~reach:
            return reach
        front ^= low | new
    return reach


def pieces(neighbours: Sequence[int], ground: int, goal: int) -> list[int]:
    """Return the components of ``ground`` that hold blocks of ``goal``, as masks.

    When all of ``goal`` hangs together there is one answer, which need not reach to the end of its component.
    """
    first = flood(neighbours, ground, goal & -goal, goal)
    goal &= ~first
    found = [first]
    while goal:
        piece = flood(neighbours, ground, goal & -goal, ground)
        found.append(piece)
        goal &= ~piece
    return found


class Rings(dict):
    """Remembers for one block which sets of its neighbours hold together without it.

    The key is the mask of the neighbours in the block's own part. True: they are joined to each other directly, so
    that the part stays in one piece without the block. False: only the part as a whole can tell (or the block is
    the whole part).
    """

    def __init__(self, neighbours: Sequence[int]) -> None:
        super().__init__()
        self._neighbours = neighbours

    def __missing__(self, near: int) -> bool:
        joined = bool(near) and flood(self._neighbours, near, near & -near, near) == near
        self[near] = joined
        return joined
