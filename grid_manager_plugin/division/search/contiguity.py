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


REMEMBERED = 1 << 17
"""Surroundings that are remembered for all blocks of a community together, which bounds the memory."""


class Ring(dict):
    """Remembers for one block in which surroundings its part stays in one piece when the block leaves it.

    The key is the mask of the part's blocks within two steps of the block. True: the block's neighbours in the part
    hang together through these blocks alone. False: only the part as a whole can tell (or the block is the whole
    part).

    Attributes:
        zone: Mask of the blocks within two steps, without the block itself.
    """

    def __init__(self, neighbours: Sequence[int], block: int) -> None:
        super().__init__()
        self._neighbours, self._beside = neighbours, neighbours[block]
        zone = rest = self._beside
        while rest:
            zone |= neighbours[(rest & -rest).bit_length() - 1]
            rest &= rest - 1
        self.zone = zone & ~(1 << block)
        self._most = max(16, REMEMBERED // len(neighbours))

    def __missing__(self, near: int) -> bool:
        if len(self) >= self._most:
            self.clear()
        goal = near & self._beside
        joined = bool(goal) and not goal & ~flood(self._neighbours, near, goal & -goal, goal)
        self[near] = joined
        return joined
