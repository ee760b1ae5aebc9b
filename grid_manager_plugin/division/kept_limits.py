"""Polygons to keep whole that are more than a grid may have: no plan can exist, and they are told by name."""

from __future__ import annotations

import numpy as np

from grid_manager_plugin.division.partition import Partition
from grid_manager_plugin.division.people.people_zones import zone_people
from grid_manager_plugin.division.proofs import obstacle_words as words
from grid_manager_plugin.division.proofs.changes import changes_for, parameter_of
from grid_manager_plugin.division.proofs.obstacle import Obstacle, read_figures
from grid_manager_plugin.division.tiles import Site
from grid_manager_plugin.division.verdict import Verdict
from grid_manager_plugin.rules.limits import Breach, above
from grid_manager_plugin.rules.messages import named


def too_large(site: Site, counts: list[int], people: float) -> Partition | None:
    """Return the proof that a polygon which is kept whole is too large for every number of grids, if one is.

    Args:
        site: The community.
        counts: The numbers of grids that are asked for.
        people: Its people, apart from those in grids of their own.
    """
    whole = np.flatnonzero(~site.kept.dedicated)
    if not len(whole):
        return None
    polygons, limits = site.kept.geometry[whole], site.job.settings.limits
    area = site.measure.areas(polygons)
    loads = {"area": area}
    if site.job.people is not None and people > 0:
        loads["population"] = zone_people(polygons, site.job.people, area).people
    # the number whose bound is widest: a polygon that is too large for it is too large for all
    count = min(counts)
    band = limits.bounds(people, count)
    for limit, bound in (("area", band.area_max), ("population", band.population_max)):
        load = loads.get(limit, np.zeros(len(whole)))
        worst = int(np.argmax(load))
        if above(load[worst], bound):
            breach = Breach(limit, "max", None, float(load[worst]), bound)
            return _proof(site, breach, int(whole[worst]), people / count)
    return None


def _proof(site: Site, breach: Breach, piece: int, mean: float) -> Partition:
    limits = site.job.settings.limits
    parameter = parameter_of(breach, limits, mean)
    fids = site.job.surroundings.kept.fid[site.kept.feature[site.kept.piece == piece]]
    values = {"kept": named(fids), "parameter": parameter, **read_figures(breach.limit, breach.value, breach.bound)}
    obstacle = Obstacle(
        breach.limit,
        parameter,
        breach.value,
        breach.bound,
        words.KEPT[breach.limit],
        words.SET_OR_DEDICATED,
        values,
        changes=tuple(changes_for([breach], limits, mean)),
    )
    return Partition(None, 0.0, Verdict.INFEASIBLE, (), True, obstacle)
