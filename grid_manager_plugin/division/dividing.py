"""One community divided: from given blocks, or freely, or as its grids are today."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from grid_manager_plugin.division.border_facts import borders_of
from grid_manager_plugin.division.division import Division, dissolved, of_tiles, solved
from grid_manager_plugin.division.existing import Moves, Today, as_they_are, crossed, moves, weighed
from grid_manager_plugin.division.free import freely
from grid_manager_plugin.division.method import Method
from grid_manager_plugin.division.partition import Partition, Progress, grid_numbers
from grid_manager_plugin.division.tiles import Site, tiles_of_blocks
from grid_manager_plugin.division.verdict import HELD, Verdict
from grid_manager_plugin.rules.limits import Figures, excess


def divided(site: Site, progress: Progress) -> Division:
    """Divide a community.

    Args:
        site: The community.
        progress: Called with the share of work done; may raise to stop.

    Raises:
        InputError: Blocks, barriers or polygons to keep whole cannot be used; the message names the community.
    """
    today = Today.of(site)
    found = _divided(site, today, progress)
    return found if today is None else replace(found, notes=found.notes + today.notes)


def _divided(site: Site, today: Today | None, progress: Progress) -> Division:
    if site.job.has_blocks:
        tiles = tiles_of_blocks(site)
        progress(0.0)
        found = of_tiles(site, tiles, solved(site, tiles, today, progress))
        return found if today is None else _with_moves(site, found, today)
    if today is None:
        return freely(site, today, progress)
    return _or_today(site, _with_few_moves(site, today, progress), today)


def _with_few_moves(site: Site, today: Today, progress: Progress) -> Division:
    """Divide a community without blocks that has grids today: along their borders too, where moves weigh anything."""
    if not site.job.settings.move_cost > 0:
        return _with_moves(site, freely(site, today, progress), today)
    plain = _with_moves(site, freely(site, today, lambda share: progress(share / 2)), today)
    along = freely(site, today, lambda share: progress((1 + share) / 2), along_today=True)
    along = _with_moves(site, along, today)
    return min(plain, along, key=lambda found: _preference(site, found))


def _preference(site: Site, found: Division) -> tuple[int, float, int, float]:
    """Return what sorts divisions: what holds all limits, what breaks them least, the preferred number, the cost."""
    if found.grids is None:
        return 2, 0.0, 0, 0.0
    held = found.answer.verdict in HELD
    return int(not held), excess(found.answer.breaches), _place(site, found), _cost(site, found)


def _place(site: Site, found: Division) -> int:
    """Return how many numbers of grids are preferred to that of a division; grids of their own do not count."""
    assert found.grids is not None
    assert found.labels is not None
    limits, exact, target = site.job.settings.limits, site.job.community.grids, site.job.settings.target_population
    shared = ~np.isin(found.labels, found.own)
    numbers = grid_numbers(limits, exact, float(found.people[shared].sum()), target)
    count = len(found.grids) - len(found.own)
    return numbers.index(count) if count in numbers else len(numbers)


def _with_moves(site: Site, found: Division, today: Today) -> Division:
    if found.labels is None or not found.people.any():
        return found  # nobody is known to live here, so nobody is known to move
    return replace(found, moves=moves(site, today, found.tiles, found.people, found.labels))


def _or_today(site: Site, found: Division, today: Today) -> Division:
    """Return today's grids where they hold every limit and cost no more than the new ones and the moves to them.

    Faces cannot follow them everywhere: a strip between a street and today's border is too narrow for a face.
    """
    if site.kept.dedicated.any() or crossed(site, today):
        return found  # what parts the community parts today's grids too, or they are no plan
    kept = as_they_are(site, today)
    if kept is None:
        return found
    grids = dissolved(site, kept.tiles, kept.labels)
    limits, exact = site.job.settings.limits, site.job.community.grids
    limits = limits if exact is None else replace(limits, grids=(exact, exact))
    people = np.bincount(kept.labels, kept.people, minlength=len(grids))
    cost = weighed(site, grids)
    if limits.check(Figures(people, site.measure.areas(grids))) or len(borders_of(grids, site).cut):
        return found
    kept_place = grid_numbers(limits, None, float(people.sum()), site.job.settings.target_population).index(len(grids))
    # where nobody is known to live, moves cannot be weighed: what is asked to stay stays
    comparable = kept.people.any() or not site.job.settings.move_cost > 0
    held = found.answer.verdict in HELD
    if held and comparable and (_place(site, found), _cost(site, found)) < (kept_place, cost):
        return found
    answer = Partition(kept.labels, cost, Verdict.KEPT if len(grids) == 1 else Verdict.SOLVED)
    nobody = Moves(0.0, *(np.empty(0, dtype=np.int64),) * 2, np.empty(0))
    return replace(
        found, answer=answer, method=Method.TODAY, tiles=kept.tiles, people=kept.people, labels=kept.labels,
        grids=grids, names=[], moves=nobody if kept.people.any() else None,
    )


def _cost(site: Site, found: Division) -> float:
    """Return what the borders of a division and the moves to it cost."""
    assert found.grids is not None
    moved = 0.0 if found.moves is None else found.moves.people
    return weighed(site, found.grids) + site.job.settings.move_cost * moved


