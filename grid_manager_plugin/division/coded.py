"""Grids in code order, with their figures."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from shapely.geometry.base import BaseGeometry

from grid_manager_plugin.division.border_facts import Borders, borders_of
from grid_manager_plugin.division.community import Grid
from grid_manager_plugin.division.job import CommunityJob
from grid_manager_plugin.division.tiles import Site
from grid_manager_plugin.errors import CodeError, CrsError
from grid_manager_plugin.rules.codes import grid_codes, undivided_code
from grid_manager_plugin.rules.geodesy import Measure
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message, named
from grid_manager_plugin.rules.order import code_order


@dataclass(frozen=True)
class Coded:
    """The grids of a community.

    Attributes:
        grids: In code order.
        number: Position there of each grid as it was given, shape (k,).
        borders: The borders between them, by the grids as they were given.
        notes: What there is to tell.
    """

    grids: tuple[Grid, ...]
    number: np.ndarray
    borders: Borders
    notes: tuple[Message, ...] = ()


def coded_grids(site: Site, shapes: np.ndarray, people: np.ndarray) -> Coded:
    """Return grids in code order with their codes and figures.

    Args:
        site: Their community.
        shapes: (Multi)polygons that tile it vertex for vertex, shape (k,) of object.
        people: People of each, shape (k,).
    """
    job, measure = site.job, site.measure
    order = code_order(shapes, site.ground, measure)
    codes = grid_codes(job.settings.scheme, job.community.code, len(shapes))
    area, perimeter = measure.areas(shapes), measure.perimeters(shapes)
    borders = borders_of(shapes, site)
    shares = borders.shares()
    grids = tuple(
        Grid(
            code=code,
            number=number,
            geometry=shapes[i],
            population=float(people[i]),
            area=float(area[i]),
            perimeter=float(perimeter[i]),
            compactness=_compactness(float(area[i]), float(perimeter[i])),
            border=float(borders.length[i]),
            on_barrier_share=float(shares[i]),
        )
        for number, (i, code) in enumerate(zip(order.tolist(), codes), start=1)
    )
    return Coded(grids, np.argsort(order), borders, _cut_note(site, borders))


def no_grids(whole: Grid) -> Coded:
    """Return the one feature of a community that is not divided."""
    none = Borders(np.zeros(1), np.zeros(1), 0.0, 0.0, np.empty(0, dtype=np.int64))
    return Coded((whole,), np.zeros(1, dtype=np.int64), none)


def undivided(job: CommunityJob, geometry: BaseGeometry, population: float, measure: Measure) -> Grid:
    """Return a community as the one feature that stands for it where it could not be divided."""
    try:
        code = undivided_code(job.settings.scheme, job.community.code)
    except CodeError:  # told in the reason already; the coverage must stay whole
        code = f"{job.community.code or job.community.id}-0"
    area, perimeter = figures(geometry, measure)
    return Grid(code, 0, geometry, population, area, perimeter, _compactness(area, perimeter), 0.0, 0.0)


def figures(geometry: BaseGeometry, measure: Measure) -> tuple[float, float]:
    """Return square metres and metres; NaN where the coordinates have no place on the Earth."""
    alone = np.array([geometry], dtype=object)
    try:
        return float(measure.areas(alone)[0]), float(measure.perimeters(alone)[0])
    except CrsError:
        return math.nan, math.nan


def _compactness(area: float, perimeter: float) -> float:
    """Return 4 pi A / P^2: 1 for a circle (Polsby and Popper, 1991)."""
    return 4 * math.pi * area / perimeter**2 if perimeter != 0 else 0.0


def _cut_note(site: Site, borders: Borders) -> tuple[Message, ...]:
    if not len(borders.cut):
        return ()
    return (Message(_CUT, {"count": len(borders.cut), "fids": named(site.job.surroundings.kept.fid[borders.cut])}),)


_CUT = QT_TRANSLATE_NOOP("Plan", "Polygons of KEEP_WHOLE that a new border cuts: {count} (features: {fids}).")
