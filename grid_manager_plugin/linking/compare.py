"""Two plans compared: which ground changed hands, from which grid to which."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from grid_manager_plugin.linking.apart import taken_apart
from grid_manager_plugin.linking.overlay import common_ground, same_ground
from grid_manager_plugin.linking.plan import NONE, Plan, listed
from grid_manager_plugin.rules.chunks import Progress, chunks
from grid_manager_plugin.rules.edges import Edges, directed_edges
from grid_manager_plugin.rules.geodesy import Measure
from grid_manager_plugin.rules.ground import polygon_parts, polygons_in
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

NOISE = 1e-9
"""Share of a grid's ground that sums of areas may be off by."""


@dataclass(frozen=True)
class PlanGround:
    """One of the two plans, its grids taken apart from each other.

    Attributes:
        plan: The plan as it came.
        geometry: Ground of each grid that no other grid of the plan has, shape (n,) of object.
        area: Square metres of that ground, shape (n,).
        edges: Edges of the plan as it came.
    """

    plan: Plan
    geometry: np.ndarray
    area: np.ndarray
    edges: Edges


@dataclass(frozen=True)
class Comparison:
    """The ground of two plans in pieces, one for each pair of an old and a new grid with ground in common.

    Ground of one plan only is in pieces too. Pieces are sorted by the old code, then the new one, what is in no grid
    last. Shapes (p,).

    Attributes:
        before: The old plan.
        after: The new plan.
        old: Position of the piece's grid in the old plan, :data:`.plan.NONE` for none.
        new: Position of its grid in the new plan, NONE for none.
        geometry: The piece, a (multi)polygon, without parts that are too small to be told.
        area: Its square metres.
        notes: What there is to tell.
    """

    before: PlanGround
    after: PlanGround
    old: np.ndarray
    new: np.ndarray
    geometry: np.ndarray
    area: np.ndarray
    notes: tuple[Message, ...] = ()

    def __len__(self) -> int:
        return len(self.old)

    @property
    def old_code(self) -> np.ndarray:
        """The old grids' codes, empty for none, shape (p,) of object."""
        return _codes(self.before.plan, self.old)

    @property
    def new_code(self) -> np.ndarray:
        """The new grids' codes, empty for none, shape (p,) of object."""
        return _codes(self.after.plan, self.new)

    @property
    def moved(self) -> np.ndarray:
        """Which pieces changed hands, shape (p,) of bool."""
        return self.old_code != self.new_code

    @property
    def share_of_old(self) -> np.ndarray:
        """Each piece's share of its old grid, NaN where it was in none, shape (p,)."""
        return _shares(self.area, self.before.area, self.old)

    @property
    def share_of_new(self) -> np.ndarray:
        """Each piece's share of its new grid, NaN where it is in none, shape (p,)."""
        return _shares(self.area, self.after.area, self.new)


def compare(old: Plan, new: Plan, measure: Measure, ignore_below: float, progress: Progress) -> Comparison:
    """Compare two plans in one coordinate system.

    Ground that is in several grids of one plan counts for the lowest code among them. Areas are those of flat pieces
    on the ellipsoid (:meth:`.geodesy.Measure.flat_areas`), so that slivers along long edges are not made up.

    Args:
        old: The one plan.
        new: The other.
        measure: Measures in their coordinate system.
        ignore_below: Square metres; connected parts of pieces that are smaller are float noise, and not told.
        progress: Called with the share that is done; may raise to cancel.
    """
    before, told = _ground(old, measure, "OLD", progress.part(0.0, 0.2))
    after, more = _ground(new, measure, "NEW", progress.part(0.2, 0.4))
    same_old, same_new = same_ground(before.geometry, after.geometry)
    rest, rest_new = before.geometry.copy(), after.geometry.copy()
    rest[same_old], rest_new[same_new] = None, None
    pairs = common_ground(rest, rest_new, progress.part(0.4, 0.8))
    assert pairs.geometry is not None
    least = ignore_below / _scale(before, after)
    lost = _rest(rest, rest_new, pairs.first, pairs.second, pairs.area, least, progress.part(0.8, 0.9))
    won = _rest(rest_new, rest, pairs.second, pairs.first, pairs.area, least, progress.part(0.9, 0.95))
    one = np.concatenate([pairs.first, lost[0], np.full(len(won[0]), NONE)])
    other = np.concatenate([pairs.second, np.full(len(lost[0]), NONE), won[0]])
    ground, piece = _large_parts(np.concatenate([pairs.geometry, lost[1], won[1]]), ignore_below, measure)
    one = np.concatenate([one[piece], same_old])
    other = np.concatenate([other[piece], same_new])
    ground = np.concatenate([ground, before.geometry[same_old]])
    order = np.lexsort((np.where(other == NONE, len(new), other), np.where(one == NONE, len(old), one)))
    area = measure.flat_areas(ground)
    progress(1.0)
    found = (one[order], other[order], ground[order], area[order])
    return Comparison(before, after, *found, notes=(*told, *more))


def _ground(
    plan: Plan, measure: Measure, parameter: str, progress: Progress
) -> tuple[PlanGround, tuple[Message, ...]]:
    edges = directed_edges(plan.geometry, progress.part(0.0, 0.5))
    geometry, overlaps = taken_apart(plan.geometry, edges, measure, progress.part(0.5, 1.0))
    notes: tuple[Message, ...] = ()
    if len(overlaps):
        pairs = [f"{plan.code[low]} / {plan.code[high]}" for low, high in overlaps.tolist()]
        notes = (Message(_OVERLAPS, {"parameter": parameter, "count": len(pairs), "codes": listed(pairs)}),)
    return PlanGround(plan, geometry, measure.flat_areas(geometry), edges), notes


def _scale(before: PlanGround, after: PlanGround) -> float:
    """Return about how many square metres a square unit of the coordinate system has."""
    flat = sum(float(np.nansum(shapely.area(one.geometry))) for one in (before, after))
    return float(before.area.sum() + after.area.sum()) / flat if flat > 0 else 1.0


def _rest(
    grids: np.ndarray,
    others: np.ndarray,
    position: np.ndarray,
    other: np.ndarray,
    area: np.ndarray,
    least: float,
    progress: Progress,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the grids with ground that no grid of the other plan has, and that ground.

    Args:
        grids: Ground of the grids, shape (n,).
        others: Ground of the other plan's, shape (m,).
        position: Grid of each pair with ground in common, shape (p,).
        other: Its partner in the other plan, shape (p,).
        area: Their common ground in square units, shape (p,).
        least: Square units; less is not told.
        progress: Called with the share that is done; may raise to cancel.
    """
    whole = np.nan_to_num(shapely.area(grids))
    left = whole - np.bincount(position, area, minlength=len(grids))
    short = np.flatnonzero(left > np.maximum(least / 2, NOISE * whole))
    order = np.argsort(position, kind="stable")
    first, last = (np.searchsorted(position[order], short, side) for side in ("left", "right"))
    ground = np.empty(len(short), dtype=object)
    for some in chunks(np.arange(len(short)), progress):
        for i in some.tolist():
            partners = others[other[order[first[i] : last[i]]]]
            ground[i] = shapely.difference(grids[short[i]], shapely.union_all(partners))
    ground[:] = [polygons_in(one) for one in ground]
    found = shapely.is_geometry(ground)
    return short[found], ground[found]


def _large_parts(geometry: np.ndarray, ignore_below: float, measure: Measure) -> tuple[np.ndarray, np.ndarray]:
    """Return (multi)polygons of the parts that are large enough, and the position of each in ``geometry``."""
    parts, owner = polygon_parts(geometry)
    large = measure.flat_areas(parts) >= ignore_below
    parts, owner = parts[large], owner[large]
    piece, number, count = np.unique(owner, return_inverse=True, return_counts=True)
    ground = shapely.multipolygons(parts, indices=number.ravel()) if len(parts) else np.empty(0, dtype=object)
    ground[count == 1] = shapely.get_geometry(ground[count == 1], 0)
    return ground, piece


def _codes(plan: Plan, position: np.ndarray) -> np.ndarray:
    found = np.full(len(position), "", dtype=object)
    found[position != NONE] = plan.code[position[position != NONE]]
    return found


def _shares(area: np.ndarray, whole: np.ndarray, position: np.ndarray) -> np.ndarray:
    found = np.full(len(area), np.nan)
    inside = (position != NONE) & (np.append(whole, 0.0)[position] > 0)
    found[inside] = area[inside] / whole[position[inside]]
    return found


_OVERLAPS = QT_TRANSLATE_NOOP(
    "Plans",
    "{parameter}: pairs of grids that lie on each other: {count} ({codes}). Ground in several grids counts for the "
    "lowest code. “Repair grids” mends them.",
)
