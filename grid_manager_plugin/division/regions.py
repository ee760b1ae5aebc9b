"""Where no grid may go on: hard barriers, and ground that is a grid of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from grid_manager_plugin.division.graph import BlockGraph
from grid_manager_plugin.division.partition import Partition, partition
from grid_manager_plugin.errors import InputError
from grid_manager_plugin.rules.limits import Limits
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message


@dataclass(frozen=True)
class Walls:
    """Where no grid may go on.

    Attributes:
        hard: Edges of the graph with a hard barrier between the blocks, shape (m,) of bool.
        fid: Feature id of that barrier, :data:`.barriers.NO_BARRIER` for none, shape (m,).
        dedicated: Number of the grid of its own that each block is of, -1 for none, shape (n,).
    """

    hard: np.ndarray
    fid: np.ndarray
    dedicated: np.ndarray


def partition_walled(graph: BlockGraph, walls: Walls, limits: Limits, **asked: Any) -> Partition:
    """Divide the blocks of one community; arguments as for :func:`.partition.partition`."""
    if walls.hard.any() or (walls.dedicated >= 0).any():
        raise InputError(Message(_NOT_YET))
    return partition(graph, limits, **asked)


_NOT_YET = QT_TRANSLATE_NOOP("Regions", "BARRIER_HARD and KEEP_WHOLE_DEDICATED are not heeded yet.")
