"""What goes into the division of one community, and what comes out: the seam between the rooms."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from shapely.geometry.base import BaseGeometry

from grid_manager_plugin.division.faces.faces import FaceSettings
from grid_manager_plugin.division.verdict import Verdict
from grid_manager_plugin.rules.codes import Scheme
from grid_manager_plugin.rules.limits import Limits
from grid_manager_plugin.rules.messages import Message


@dataclass(frozen=True)
class Community:
    """One community as read from the input.

    Attributes:
        fid: Feature id in the input layer. Reasons and notes name it; grids, codes and figures do not depend on it.
        id: The community's own id, as text.
        name: Its name; empty when there is none.
        code: The code that its grids' codes start with.
        geometry: Its ground in the source CRS, (multi)polygon; ``None`` when the feature has none, or none that can be
            used.
        grids: Exact number of grids asked for this community; ``None`` leaves it to the limits.
        problem: Why this community cannot be divided, found while reading; ``None`` when nothing is wrong.
    """

    fid: int
    id: str
    name: str
    code: str
    geometry: BaseGeometry | None
    grids: int | None = None
    problem: Message | None = None

    @property
    def title(self) -> str:
        """What messages call it: its id, and its name in brackets where it has another one."""
        return f"{self.id} ({self.name})" if self.name and self.name != self.id else self.id


@dataclass(frozen=True)
class Blocks:
    """Blocks (census blocks, plots) as read from the input, in the communities' CRS.

    Attributes:
        fid: Feature ids in the block layer, shape (n,). Reasons and notes name them; nothing else depends on them.
        geometry: (Multi)polygons, shape (n,) of object.
        population: People per block, shape (n,); NaN where the field is NULL.
        community: Community id per block, shape (n,) of str; ``None`` when the geometry shall tell.
        left_out: Blocks that have no geometry because it cannot be used, and that the reading told of, shape (n,) of
            bool; ``None`` for none.
    """

    fid: np.ndarray
    geometry: np.ndarray
    population: np.ndarray
    community: np.ndarray | None = None
    left_out: np.ndarray | None = None


@dataclass(frozen=True)
class DivisionSettings:
    """What the user asked of a division; the same for every community of a run.

    Attributes:
        limits: Limits on number, population and area.
        target_population: Mean people per grid wished for; ``None`` makes the fewest grids.
        allow_whole: A community that holds the limits for one grid may stay whole.
        allow_relaxed: Give the plan that breaks the limits least where none holds them.
        scheme: How grids are coded.
        seed: Start of the search's random numbers.
        effort: ``"quick"``, ``"normal"`` or ``"thorough"``.
        faces: How faces are made where there are no blocks.
        move_cost: Metres of border that one person weighs who comes into another grid than today's.
        population_source: Where people come from, as the status tells it: ``"field"``, ``"points"``, ``"polygons"``,
            ``"raster"``, or ``"total by ..."`` points, polygons, raster or area; empty without any.
    """

    limits: Limits
    target_population: float | None = None
    allow_whole: bool = False
    allow_relaxed: bool = False
    scheme: Scheme = Scheme.PLAIN
    seed: int = 0
    effort: str = "normal"
    faces: FaceSettings = field(default_factory=FaceSettings)
    move_cost: float = 0.0
    population_source: str = ""


@dataclass(frozen=True)
class Grid:
    """One grid of a plan, or the undivided community of an infeasible or failed one.

    Lengths in metres and areas in square metres, on the ellipsoid; geometry in the source CRS.
    ``number`` is 0 and ``code`` ends in zeros where the community could not be divided.
    """

    code: str
    number: int
    geometry: BaseGeometry
    population: float
    area: float
    perimeter: float
    compactness: float
    border: float
    on_barrier_share: float


@dataclass(frozen=True)
class PlannedBlock:
    """One block, or the piece of it that lies in the community, and the grid that it went to."""

    number: int
    grid_code: str
    geometry: BaseGeometry
    population: float
    area: float


@dataclass(frozen=True)
class CommunityPlan:
    """The answer for one community: its status row, its grids and its blocks.

    Attributes:
        id: The community's id.
        name: Its name.
        verdict: What became of it.
        proven: For an infeasible one: no plan can exist (else none was found).
        binding_limit: ``"grids"``, ``"population"``, ``"area"``, ``"contiguity"``, ``"geometry"`` or empty.
        reason: Why, with the figures and bounds; ``None`` for a plain solved one.
        suggestion: The smallest change that would help; ``None`` when nothing is wrong.
        population: People of the whole community.
        area: Square metres of the whole community.
        border: Metres of new border inside the community.
        on_barrier_share: Share of the new border that follows barriers, 0-1.
        grids: Its grids in code order; one undivided feature when infeasible or failed; empty only when the
            community has no geometry at all, or one with coordinates that are no numbers.
        blocks: Its blocks in their own order.
        divided: How many of ``grids`` count as grids (0 when infeasible or failed).
        outside_population: People of the given blocks that fell outside the community's ground.
        notes: Things to tell that do not change the verdict (made valid, clipped, filled), one line each.
        method: What its grids were put together from; empty for a failed one.
        population_source: Where its people come from (see :class:`DivisionSettings`).
        cut: Features of KEEP_WHOLE that a new border runs through.
        moved: People who come into another grid than today's; ``None`` where today's grids were not given.
    """

    id: str
    name: str
    verdict: Verdict
    proven: bool
    binding_limit: str
    reason: Message | None
    suggestion: Message | None
    population: float
    area: float
    border: float
    on_barrier_share: float
    grids: tuple[Grid, ...]
    blocks: tuple[PlannedBlock, ...]
    divided: int
    outside_population: float = 0.0
    notes: tuple[Message, ...] = ()
    method: str = ""
    population_source: str = ""
    cut: int = 0
    moved: float | None = None
