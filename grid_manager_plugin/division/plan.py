"""From one community's job to its plan: blocks fitted, parted, dissolved into grids, coded and measured."""

from __future__ import annotations

import logging
import math
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from grid_manager_plugin.division.adjacency import build_graph
from grid_manager_plugin.division.community import Community, CommunityPlan, Grid, PlannedBlock
from grid_manager_plugin.division.fitting import NOBODY, FittedBlocks, Names, fit
from grid_manager_plugin.division.job import CommunityJob
from grid_manager_plugin.division.partition import Partition, partition
from grid_manager_plugin.division.people_zones import zone_people
from grid_manager_plugin.division.segments import SegmentTable
from grid_manager_plugin.division.surface import not_finite, polygonal, sound_polygon
from grid_manager_plugin.division.verdict import Verdict
from grid_manager_plugin.errors import Cancelled, CodeError, CrsError, InputError
from grid_manager_plugin.rules.codes import check_code, grid_codes, grid_order, undivided_code
from grid_manager_plugin.rules.crs import working_crs, working_transformer
from grid_manager_plugin.rules.geodesy import Measure, middle
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

MENDED_SHARE = 0.01
"""Share of its area that a community may gain or lose when it is made valid; beyond, nobody knows what was meant."""

_log = logging.getLogger(__name__)


def divide_one(job: CommunityJob, progress: Callable[[float], None] = lambda _share: None) -> CommunityPlan:
    """Divide one community; whatever is wrong with it becomes a failed plan with the reason.

    Args:
        job: The community with its blocks.
        progress: Called with the share of work done; may raise Cancelled, which passes through.
    """
    measure = _measure(job.crs_wkt)
    try:
        return _divided(job, measure, progress)
    except Cancelled:
        raise
    except InputError as error:
        return _failed(job, measure, _naming(job.community, error))
    except Exception as error:  # one bad community never ends a city run; its row and the log tell the cause
        _log.exception(Message(_FAILED, {"community_id": job.community.title}))
        place = traceback.extract_tb(error.__traceback__)[-1]
        values = {"community_id": job.community.title, "type": type(error).__name__, "text": str(error)}
        values["place"] = f"{Path(place.filename).stem}, line {place.lineno}"
        return _failed(job, measure, Message(_UNEXPECTED, values))


def _naming(community: Community, error: InputError) -> Message:
    """Return what an error says; rules do not know whose geometry or code they look at, so it is named here."""
    said = error.args[0] if error.args and isinstance(error.args[0], Message) else str(error)
    if isinstance(said, Message) and "community_id" in said.values:
        return said
    return Message(_OF_COMMUNITY, {"community_id": community.title, "fid": community.fid, "text": said})


@lru_cache(maxsize=4)
def _measure(crs_wkt: str) -> Measure:
    return Measure.from_crs(crs_wkt)


@dataclass(frozen=True)
class _Ground:
    """The valid ground of a community, its square metres, and what was done to make it valid."""

    geometry: BaseGeometry
    area: float
    notes: tuple[Message, ...]


def _divided(job: CommunityJob, measure: Measure, progress: Callable[[float], None]) -> CommunityPlan:
    community, settings = job.community, job.settings
    if job.problem is not None:
        raise InputError(job.problem)
    wrong = check_code(settings.scheme, community.code)
    if wrong is not None:
        raise InputError(Message(_CODE, {"community_id": community.title, "fid": community.fid, "text": wrong}))
    ground = _ground(community, measure)
    fitted = fit(ground.geometry, job.geometries, job.population, measure, Names(community.title, job.block_fids))
    progress(0.0)
    fitted = _peopled(fitted, job, measure)
    graph, table = build_graph(fitted.geometry, fitted.population, measure)
    answer = partition(
        graph,
        settings.limits,
        parts=community.grids,
        seed=settings.seed,
        effort=settings.effort,
        progress=progress,
        target_population=settings.target_population,
        allow_whole=settings.allow_whole,
        allow_relaxed=settings.allow_relaxed,
    )
    return make(job, ground, fitted, graph.area, table, answer, measure)


def _peopled(fitted: FittedBlocks, job: CommunityJob, measure: Measure) -> FittedBlocks:
    """Return the blocks with the people of the job's source, where the blocks themselves do not tell."""
    if job.people is None:
        return fitted
    shared = zone_people(fitted.geometry, job.people, measure.areas(fitted.geometry))
    notes = fitted.notes + shared.notes
    return replace(fitted, population=shared.people, outside_population=shared.outside, notes=notes)


def _ground(community: Community, measure: Measure) -> _Ground:
    geometry, before, after = sound_polygon(community.geometry, measure)
    values = {"community_id": community.title, "fid": community.fid, "before": before, "after": after}
    if not after > 0:
        raise InputError(Message(_NO_AREA, values))
    if shapely.is_valid(community.geometry):
        return _Ground(geometry, after, ())
    if not abs(after - before) <= MENDED_SHARE * after:
        raise InputError(Message(_INVALID, values))
    return _Ground(geometry, after, (Message(_MADE_VALID, values),))


def make(
    job: CommunityJob,
    ground: _Ground,
    fitted: FittedBlocks,
    block_area: np.ndarray,
    table: SegmentTable,
    answer: Partition,
    measure: Measure,
) -> CommunityPlan:
    """Make the plan of a community from the labels of its blocks.

    Args:
        job: The community and what was asked.
        ground: Its valid ground.
        fitted: Its blocks.
        block_area: Square metres of each, shape (n,).
        table: The segments of their tiling.
        answer: The partition.
        measure: Measure of the CRS.
    """
    labels = None if answer.verdict is Verdict.INFEASIBLE else answer.labels
    if labels is not None:
        grids, block_codes, border = _grids(job, ground, fitted, table, labels, measure)
    else:
        grids = (_undivided(job, ground.geometry, float(fitted.population.sum()), measure),)
        block_codes, border = [grids[0].code] * len(fitted.population), 0.0
    names = ["-" if i == NOBODY else str(job.block_fids[i]) for i in fitted.source.tolist()]
    obstacle = answer.obstacle
    return CommunityPlan(
        id=job.community.id,
        name=job.community.name,
        verdict=answer.verdict,
        proven=answer.proven,
        binding_limit="" if obstacle is None else obstacle.limit,
        reason=None if obstacle is None else obstacle.reason(job.community.title, names),
        suggestion=None if obstacle is None else obstacle.suggestion(),
        population=float(fitted.population.sum()),
        area=ground.area,
        border=border,
        on_barrier_share=0.0,
        grids=grids,
        blocks=tuple(
            PlannedBlock(number, *block)
            for number, block in enumerate(
                zip(block_codes, fitted.geometry, fitted.population.tolist(), block_area.tolist()), start=1
            )
        ),
        divided=0 if labels is None else len(grids),
        outside_population=fitted.outside_population,
        notes=ground.notes + job.notes + fitted.notes,
    )


def _grids(
    job: CommunityJob, ground: _Ground, fitted: FittedBlocks, table: SegmentTable, labels: np.ndarray, measure: Measure
) -> tuple[tuple[Grid, ...], list[str], float]:
    """Return the grids in code order, the code of each block's grid, and the metres of new border."""
    count = int(labels.max()) + 1
    # One grid is its community: nothing to dissolve, no vertex to lose.
    shapes = [ground.geometry] if count == 1 else [_dissolved(fitted.geometry[labels == i]) for i in range(count)]
    geometry = np.empty(count, dtype=object)
    geometry[:] = shapes
    order = _code_order(geometry, ground.geometry, measure)
    number = np.empty(count, dtype=np.int64)
    number[order] = np.arange(count)
    labels, geometry = number[labels], geometry[order]
    codes = grid_codes(job.settings.scheme, job.community.code, count)
    area, perimeter = measure.areas(geometry), measure.perimeters(geometry)
    border, total = _borders(table, labels, count, measure)
    people = np.bincount(labels, fitted.population, minlength=count)
    grids = tuple(
        Grid(
            code=codes[i],
            number=i + 1,
            geometry=geometry[i],
            population=float(people[i]),
            area=float(area[i]),
            perimeter=float(perimeter[i]),
            compactness=_compactness(float(area[i]), float(perimeter[i])),
            border=float(border[i]),
            on_barrier_share=0.0,
        )
        for i in range(count)
    )
    return grids, [codes[i] for i in labels.tolist()], total


def _dissolved(blocks: np.ndarray) -> BaseGeometry:
    """Join blocks that match vertex for vertex: what two of them share goes, every other vertex stays."""
    return blocks[0] if len(blocks) == 1 else shapely.coverage_union_all(blocks)


def _code_order(geometry: np.ndarray, ground: BaseGeometry, measure: Measure) -> np.ndarray:
    lon, lat = middle(measure.to_lonlat(shapely.get_coordinates(ground)))
    to_working = working_transformer(measure.crs, working_crs(measure.crs, lon, lat))
    plane = shapely.transform(geometry, lambda xy: np.column_stack(to_working.transform(xy[:, 0], xy[:, 1])))
    bounds = shapely.bounds(plane)
    return grid_order(shapely.get_coordinates(shapely.centroid(plane)), bounds[:, 3] - bounds[:, 1])


def _borders(table: SegmentTable, labels: np.ndarray, count: int, measure: Measure) -> tuple[np.ndarray, float]:
    """Return the metres of new border of each grid, shape (count,), and of the community, each metre once."""
    inner = np.flatnonzero(table.inner())
    left, right = labels[table.left[inner]], labels[table.right[inner]]
    new = left != right
    lengths = measure.segment_lengths(*table.coordinates(inner[new]))
    border = np.bincount(left[new], lengths, minlength=count) + np.bincount(right[new], lengths, minlength=count)
    return border, float(lengths.sum())


def _compactness(area: float, perimeter: float) -> float:
    """Return 4 pi A / P^2: 1 for a circle (Polsby and Popper, 1991)."""
    return 4 * math.pi * area / perimeter**2 if perimeter != 0 else 0.0


def _undivided(job: CommunityJob, geometry: BaseGeometry, population: float, measure: Measure) -> Grid:
    try:
        code = undivided_code(job.settings.scheme, job.community.code)
    except CodeError:  # told in the reason already; the coverage must stay whole
        code = f"{job.community.code or job.community.id}-0"
    area, perimeter = _figures(geometry, measure)
    return Grid(code, 0, geometry, population, area, perimeter, _compactness(area, perimeter), 0.0, 0.0)


def _figures(geometry: BaseGeometry, measure: Measure) -> tuple[float, float]:
    """Return square metres and metres; NaN where the coordinates have no place on the Earth."""
    alone = np.array([geometry], dtype=object)
    try:
        return float(measure.areas(alone)[0]), float(measure.perimeters(alone)[0])
    except CrsError:
        return math.nan, math.nan


def _failed(job: CommunityJob, measure: Measure, reason: Message) -> CommunityPlan:
    """Return the plan of a community that could not be worked on: itself, undivided, with its blocks as they came."""
    geometry = job.community.geometry
    population, people = _known_people(job)
    grids: tuple[Grid, ...] = ()
    # a polygon with a vertex that is no number is none: no file holds it, and nobody can draw it
    if geometry is not None and not geometry.is_empty and not not_finite(np.array([geometry], dtype=object))[0]:
        grids = (_undivided(job, shapely.force_2d(geometry), people, measure),)
    code = grids[0].code if grids else ""
    shapes = polygonal(job.geometries)
    _, rank = np.unique(shapely.to_wkb(shapes), return_inverse=True)
    order = np.lexsort((population, rank.reshape(-1)))
    return CommunityPlan(
        id=job.community.id,
        name=job.community.name,
        verdict=Verdict.FAILED,
        proven=False,
        binding_limit="",
        reason=reason,
        suggestion=None,
        population=people,
        area=grids[0].area if grids else math.nan,
        border=0.0,
        on_barrier_share=0.0,
        grids=grids,
        blocks=tuple(
            PlannedBlock(number, code, shapes[i], float(population[i]), _figures(shapes[i], measure)[0])
            for number, i in enumerate(order.tolist(), start=1)
        ),
        divided=0,
        notes=job.notes,
    )


def _known_people(job: CommunityJob) -> tuple[np.ndarray, float]:
    """Return the people of each block and of a whole community that is not worked on; NaN where nobody can tell."""
    if job.people is not None:
        return np.full(len(job.population), math.nan), job.people.counted
    return job.population, float(np.nansum(job.population)) if len(job.population) else math.nan


_OF_COMMUNITY = QT_TRANSLATE_NOOP("Plan", "Community {community_id} (feature {fid} of INPUT): {text}")
_FAILED = QT_TRANSLATE_NOOP("Plan", "Community {community_id} failed")
_UNEXPECTED = QT_TRANSLATE_NOOP(
    "Plan",
    "Community {community_id} could not be worked on. This is a fault of the plugin; please report it with this line: "
    "{type}: {text} ({place}).",
)
_CODE = QT_TRANSLATE_NOOP("Plan", "Community {community_id} (feature {fid} of INPUT), COMMUNITY_CODE: {text}")
_NO_AREA = QT_TRANSLATE_NOOP("Plan", "Community {community_id} (feature {fid} of INPUT) is a polygon without area.")
_INVALID = QT_TRANSLATE_NOOP(
    "Plan",
    "Community {community_id} (feature {fid} of INPUT) is an invalid polygon: made valid its area would change from "
    "{before:,.2f} m² to {after:,.2f} m². Mend its outline first.",
)
_MADE_VALID = QT_TRANSLATE_NOOP(
    "Plan",
    "Community {community_id} (feature {fid} of INPUT) was made valid: {before:,.2f} m² before, {after:,.2f} m² after.",
)
