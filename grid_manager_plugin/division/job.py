"""What one worker needs to divide one community: plain, picklable, free of everything else of the city."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from grid_manager_plugin.division.community import Community, DivisionSettings
from grid_manager_plugin.division.people.people import CommunityPeople
from grid_manager_plugin.division.surroundings import Surroundings, no_surroundings
from grid_manager_plugin.rules.messages import Message


@dataclass(frozen=True)
class CommunityJob:
    """One community with the blocks that were allotted to it.

    Attributes:
        community: The community as read.
        geometries: Blocks, or the pieces of them that fell to this community, source CRS, shape (n,) of object.
        population: People of each, shape (n,); NaN where the field was NULL, 0 where ``people`` tells.
        block_fids: Feature id of each block, which reasons and notes name, shape (n,).
        settings: What was asked.
        crs_wkt: CRS of all geometries.
        problem: Why this community cannot be divided, found while allotting; ``None`` when nothing is wrong.
        notes: What there is to tell about the allotment.
        people: Where people are; ``None`` where the blocks tell.
        surroundings: Barriers, polygons to keep whole and today's grids that reach the community.
        has_blocks: Blocks were given; else its ground is divided freely.
    """

    community: Community
    geometries: np.ndarray
    population: np.ndarray
    block_fids: np.ndarray
    settings: DivisionSettings
    crs_wkt: str
    problem: Message | None = None
    notes: tuple[Message, ...] = ()
    people: CommunityPeople | None = None
    surroundings: Surroundings = field(default_factory=no_surroundings)
    has_blocks: bool = True
