"""Faults of known kind, place and area, put into a faultless plan, far enough apart that none touches another.

One seed gives one round: a set of dirty grids, and the truth about them. Every area of the truth is measured on the
polygon that was drawn, by ``pyproj.Geod`` vertex by vertex; nothing comes from the check or the plugin's measures.

Communities (in a city of few, grids) with a fault have none beside them. Controls are changes that are no fault.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import shapely

from benchmarks.injected_cities import denver, taipei
from benchmarks.injected_gaps import GAPS
from benchmarks.injected_geometry import GEOMETRY
from benchmarks.injected_overlaps import OVERLAPS
from benchmarks.injected_plan import ExpectedFinding, Fault, Plan
from benchmarks.injected_rules import AREAS, LABELLED, RULES, WHOLE
from grid_manager_plugin.coverage.inputs import CheckSettings, Communities, Grids

__all__ = [
    "ALL", "AREAS", "BY_PLACE", "ExpectedFinding", "Fault", "Injected", "by_place", "denver", "injected", "taipei",
    "with_area_limits",
]  # fmt: skip

Maker = Callable[[Plan, int, np.random.Generator], "Fault | None"]

ALL: tuple[Maker, ...] = (*GAPS, *OVERLAPS, *GEOMETRY, *RULES)
"""Makers of all faults but those of area."""

BY_PLACE = tuple(maker for maker in ALL if maker not in LABELLED)
"""Makers of what has to be found where no grid says its community."""

TRIES = 60
"""Grids that a maker tries in vain before it is given up for the round."""

STEP = 20.0
"""Metres; edges are cut into pieces of this length to see what they measure when they are straight."""

UNSURE = 0.003
"""Share of an area; places whose area depends more than this on how edges are measured are not drawn."""


@dataclass(frozen=True)
class Injected:
    """Grids with faults, and the truth about them.

    Attributes:
        grids: The dirty grids, in random order.
        communities: Their communities.
        settings: What the check is asked.
        faults: What was done.
    """

    grids: Grids
    communities: Communities
    settings: CheckSettings
    faults: tuple[Fault, ...]

    @property
    def truth(self) -> tuple[ExpectedFinding, ...]:
        """All that has to be found, and nothing else may be."""
        return tuple(one for fault in self.faults for one in fault.expected)


def injected(plan: Plan, seed: int, makers: tuple[Maker, ...] = ALL, most: int | None = None) -> Injected:
    """Return a plan with one round of faults.

    Args:
        plan: A faultless plan.
        seed: The same seed gives the same faults.
        makers: What is done, in turn, until nothing has room any more.
        most: Number of faults after which to stop; ``None`` for no bound.
    """
    rng = np.random.default_rng(seed)
    once = set() if plan.by_community else {i for i, maker in enumerate(makers) if maker in WHOLE}
    turn = sorted(rng.permutation(len(makers)).tolist(), key=lambda i: i not in once)
    faults: list[Fault] = []
    taken: frozenset[int] = frozenset()
    while turn and (most is None or len(faults) < most):
        maker = turn.pop(0)
        fault = _made(plan, makers[maker], taken, rng)
        if fault is not None:
            faults.append(fault)
            taken |= plan.zone(fault.touched)
            turn += [maker] if maker not in once else []
    return Injected(_dirty(plan, faults, rng), plan.communities, plan.settings, tuple(faults))


def _made(plan: Plan, maker: Maker, taken: frozenset[int], rng: np.random.Generator) -> Fault | None:
    free = sorted(set(range(len(plan.rows))) - taken)
    for i in rng.permutation(len(free))[:TRIES].tolist():
        fault = maker(plan, free[i], rng)
        if fault is not None and not fault.touched & taken and _is_certain(plan, fault):
            return fault
    return None


def _is_certain(plan: Plan, fault: Fault) -> bool:
    """Tell whether the places of a fault have the area that they have, however long edges are measured.

    Edges are straight in the coordinate system, and geodesics to ``Geod``: in degrees the two enclose up to a square
    metre along an edge of some hundred metres, as much as a sliver.
    """
    for one in fault.expected:
        if one.area_m2 is not None and one.place is not None:
            dense = shapely.segmentize(one.place, STEP * plan.unit)
            if abs(plan.ruler.area(dense) / one.area_m2 - 1) > UNSURE:
                return False
    return True


def _dirty(plan: Plan, faults: list[Fault], rng: np.random.Generator) -> Grids:
    rows = dict(enumerate(plan.rows))
    for fault in faults:
        rows.update(fault.changed)
        for gone in fault.dropped:
            del rows[gone]
    ordered = [*rows.values(), *(row for fault in faults for row in fault.added)]
    return plan.grids(tuple(ordered[i] for i in rng.permutation(len(ordered))))


def by_place(some: Injected) -> Injected:
    """Return the same grids, none of which says its community."""
    return replace(some, grids=replace(some.grids, community=None))


def with_area_limits(plan: Plan) -> Plan:
    """Return the communities whose grids are not large, with limits that all of their grids hold."""
    area = np.array([plan.ruler.area(row.geometry) for row in plan.rows])
    largest = {one: max(area[i] for i in grids) for one, grids in plan.members.items()}
    bound = float(np.median(list(largest.values())))
    kept = np.array([largest[one] <= bound for one in plan.communities.id.tolist()])
    some = plan.communities
    communities = Communities(some.fid[kept], some.id[kept], some.name[kept], some.code[kept], some.geometry[kept])
    chosen = [i for i, row in enumerate(plan.rows) if largest[row.community] <= bound]
    limits = replace(plan.settings.limits, area=(0.9 * float(area[chosen].min()), 1.02 * bound))
    settings = replace(plan.settings, limits=limits)
    rows = tuple(plan.rows[i] for i in chosen)
    return replace(plan, name=f"{plan.name} (areas)", rows=rows, communities=communities, settings=settings)
