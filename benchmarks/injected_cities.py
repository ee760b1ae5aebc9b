"""The two cities that faults are injected into: Denver in feet, by groups of blocks; Taipei in degrees, by villages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import numpy as np
import shapely
from osgeo import gdal
from shapely.geometry.base import BaseGeometry

from benchmarks.injected_plan import Plan, Row, coded, directed
from benchmarks.injected_shapes import oriented
from grid_manager_plugin.coverage.inputs import CheckSettings, Communities
from grid_manager_plugin.rules.codes import Scheme
from grid_manager_plugin.rules.limits import Limits

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
PEOPLE = 1500
"""People that a grid of Denver shall have about."""


@cache
def denver() -> Plan:
    """Return Denver: its blocks in two to four connected groups a community."""
    ground = dict(_read("denver_communities.gpkg", "TRACT_GEOID"))
    blocks: dict[str, list[tuple[str, int, BaseGeometry]]] = {}
    for block, tract, people, geometry in _read("denver_blocks.gpkg", "GEOID20", "TRACT_GEOID", "TOTPOP20"):
        blocks.setdefault(tract, []).append((block, people, geometry))
    rows: list[Row] = []
    for tract in sorted(blocks):
        mine = sorted(blocks[tract], key=lambda block: block[0])
        people, geometry = [block[1] for block in mine], [block[2] for block in mine]
        for number, group in enumerate(_grouped(geometry, people), 1):
            whole = oriented(shapely.coverage_union_all([geometry[i] for i in group]))
            rows.append(Row(whole, coded(Scheme.PLAIN, tract, number), tract, float(sum(people[i] for i in group))))
    most = max(row.population for row in rows)
    limits = Limits(grids=(2, 5), population=(None, most))
    ids = sorted(ground)
    communities = _communities(ids, ids, [ground[i] for i in ids])
    return Plan("Denver", "EPSG:2232", tuple(rows), communities, CheckSettings(limits, Scheme.PLAIN), True)


@cache
def taipei() -> Plan:
    """Return Taipei: its villages as the grids of its towns; the numbers of people are made up."""
    villages: dict[str, list[BaseGeometry]] = {}
    for code, geometry in sorted(_read("taipei_villages.gpkg", "VILLCODE"), key=lambda row: row[0]):
        parts = shapely.get_parts(geometry if geometry.is_valid else shapely.make_valid(geometry))
        ground = [part for part in parts if part.geom_type == "Polygon"]  # a village crosses itself along a line
        villages.setdefault(code[:8], []).append(oriented(shapely.multipolygons(ground)))
    towns = sorted(villages)
    codes = [f"{town}0000" for town in towns]
    rows = tuple(
        Row(geometry, coded(Scheme.UNIT_15, code, number), town, 1000.0 + 7 * number)
        for town, code in zip(towns, codes)
        for number, geometry in enumerate(villages[town], 1)
    )
    limits = Limits(grids=(2, 99), population=(900, 1500))
    whole = [shapely.coverage_union_all(villages[town]) for town in towns]
    settings = CheckSettings(limits, Scheme.UNIT_15)
    return Plan("Taipei", "EPSG:4326", rows, _communities(towns, codes, whole), settings, False)


def _communities(ids: list[str], codes: list[str], ground: list[BaseGeometry]) -> Communities:
    geometry = np.empty(len(ids), dtype=object)
    geometry[:] = ground
    text = np.array(ids, dtype=object)
    return Communities(np.arange(1, len(ids) + 1), text, text, np.array(codes, dtype=object), geometry)


def _read(name: str, *fields: str) -> Iterator[tuple]:
    source = gdal.OpenEx(str(SAMPLES / name))
    layer = source.GetLayer(0)
    for feature in layer:
        geometry = shapely.from_wkb(bytes(feature.GetGeometryRef().ExportToIsoWkb()))
        yield (*(feature.GetField(one) for one in fields), geometry)


def _grouped(blocks: list[BaseGeometry], people: list[int]) -> list[list[int]]:
    """Return two to four groups of blocks that are connected wherever the community is.

    The group with the fewest people takes the block beside it that is nearest to its first, until none is left.
    """
    many = min(max(round(sum(people) / PEOPLE), 2), 4, len(blocks))
    beside = _beside(blocks)
    centre = shapely.get_coordinates(shapely.centroid(blocks))
    first = _far_apart(centre, many)
    group = {block: i for i, block in enumerate(first)}
    total = [people[block] for block in first]
    while True:
        free = [sorted({n for b, g in group.items() if g == i for n in beside[b]} - group.keys()) for i in range(many)]
        open_groups = [i for i in range(many) if free[i]]
        if not open_groups:
            break
        i = min(open_groups, key=lambda one: total[one])
        away = np.hypot(*(centre[free[i]] - centre[first[i]]).T)
        block = free[i][int(np.argmin(away))]
        group[block] = i
        total[i] += people[block]
    apart = set(range(len(blocks))) - group.keys()  # another part of the community
    group.update(dict.fromkeys(apart, many - 1))
    return [sorted(b for b, g in group.items() if g == i) for i in range(many)]


def _beside(blocks: Iterable[BaseGeometry]) -> list[set[int]]:
    edges = [list(directed(oriented(block))) for block in blocks]
    owner = {edge: i for i, mine in enumerate(edges) for edge in mine}
    return [{owner[b, a] for a, b in mine if (b, a) in owner} for mine in edges]


def _far_apart(centre: np.ndarray, many: int) -> list[int]:
    chosen = [int(np.argmin(centre.sum(axis=1)))]
    while len(chosen) < many:
        away = np.min([np.hypot(*(centre - centre[one]).T) for one in chosen], axis=0)
        chosen.append(int(np.argmax(away)))
    return chosen
