"""From one community's job to its plan: ground made valid, divided, coded and measured, or failed with the reason."""

from __future__ import annotations

import logging
import math
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from grid_manager_plugin.division.coded import Coded, coded_grids, figures, no_grids, undivided
from grid_manager_plugin.division.community import Community, CommunityPlan, Grid, PlannedBlock
from grid_manager_plugin.division.dividing import divided
from grid_manager_plugin.division.division import Division
from grid_manager_plugin.division.job import CommunityJob
from grid_manager_plugin.division.surface import not_finite, polygonal, sound_polygon
from grid_manager_plugin.division.tiles import Site
from grid_manager_plugin.division.verdict import Verdict
from grid_manager_plugin.errors import Cancelled, InputError
from grid_manager_plugin.rules.codes import check_code
from grid_manager_plugin.rules.geodesy import Measure
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

MENDED_SHARE = 0.01
"""Share of its area that a community may gain or lose when it is made valid; beyond, nobody knows what was meant."""

MOVES = 10
"""So many groups of people who move are told; the rest is counted."""

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
    community = job.community
    if job.problem is not None:
        raise InputError(job.problem)
    wrong = check_code(job.settings.scheme, community.code)
    if wrong is not None:
        raise InputError(Message(_CODE, {"community_id": community.title, "fid": community.fid, "text": wrong}))
    ground = _ground(community, measure)
    site = Site.of(job, ground.geometry, measure)
    return _planned(job, ground, site, divided(site, progress))


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


def _planned(job: CommunityJob, ground: _Ground, site: Site, found: Division) -> CommunityPlan:
    """Make the plan of a community from its division."""
    population = math.fsum(found.people.tolist())
    if found.labels is not None and found.grids is not None:
        made = coded_grids(site, found.grids, np.bincount(found.labels, found.people, minlength=len(found.grids)))
        tile_codes = [made.grids[i].code for i in made.number[found.labels].tolist()]
    else:
        made = no_grids(undivided(job, ground.geometry, population, site.measure))
        tile_codes = [made.grids[0].code] * len(found.people)
    obstacle = found.answer.obstacle
    areas = site.measure.areas(found.tiles).tolist()
    return CommunityPlan(
        id=job.community.id,
        name=job.community.name,
        verdict=found.answer.verdict,
        proven=found.answer.proven,
        binding_limit="" if obstacle is None else obstacle.limit,
        reason=None if obstacle is None else obstacle.reason(job.community.title, found.names),
        suggestion=None if obstacle is None else obstacle.suggestion(found.names),
        population=population,
        area=ground.area,
        border=made.borders.total,
        on_barrier_share=made.borders.share,
        grids=made.grids,
        blocks=tuple(
            PlannedBlock(number, *block)
            for number, block in enumerate(zip(tile_codes, found.tiles, found.people.tolist(), areas), start=1)
        ),
        divided=0 if found.labels is None else len(made.grids),
        outside_population=found.outside,
        notes=(*ground.notes, *job.notes, *found.notes, *made.notes, *_own(found, made), *_moves(found, made)),
        method=str(found.method),
        population_source=job.settings.population_source,
        cut=len(made.borders.cut),
        moved=None if found.moves is None else found.moves.people,
    )


def _own(found: Division, made: Coded) -> tuple[Message, ...]:
    """Return which grids are grids of their own, apart from the limits."""
    codes = [made.grids[made.number[label]].code for label in found.own]
    return (Message(_DEDICATED, {"codes": ", ".join(sorted(codes))}),) if codes else ()


def _moves(found: Division, made: Coded) -> tuple[Message, ...]:
    """Return who would come into another grid than today's."""
    if found.moves is None:
        return ()
    told = found.moves
    groups = [
        f"{old} → {made.grids[made.number[new]].code}: {people:,.10g}"
        for old, new, people in zip(told.today.tolist(), told.grid.tolist(), told.group.tolist())
    ]
    more = len(groups) - MOVES
    text = "; ".join(groups[:MOVES]) + (f"; … (+{more})" if more > 0 else "")
    return (Message(_MOVED if groups else _NOBODY_MOVES, {"people": told.people, "moves": text}),)


def _failed(job: CommunityJob, measure: Measure, reason: Message) -> CommunityPlan:
    """Return the plan of a community that could not be worked on: itself, undivided, with its blocks as they came."""
    geometry = job.community.geometry
    population, people = _known_people(job)
    grids: tuple[Grid, ...] = ()
    # a polygon with a vertex that is no number is none: no file holds it, and nobody can draw it
    if geometry is not None and not geometry.is_empty and not not_finite(np.array([geometry], dtype=object))[0]:
        grids = (undivided(job, shapely.force_2d(geometry), people, measure),)
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
            PlannedBlock(number, code, shapes[i], float(population[i]), figures(shapes[i], measure)[0])
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


_MOVED = QT_TRANSLATE_NOOP(
    "Plan",
    "People who come into another grid than today's: {people:,.10g} (feature of EXISTING → new grid: {moves}).",
)
_DEDICATED = QT_TRANSLATE_NOOP(
    "Plan", "Grids of their own (KEEP_WHOLE_DEDICATED), apart from the limits and the number of grids: {codes}."
)
_NOBODY_MOVES = QT_TRANSLATE_NOOP("Plan", "Nobody comes into another grid than today's.")
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
