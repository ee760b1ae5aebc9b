"""Small plans of squares for tests of the coverage, in metres from a corner of their own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from grid_manager_plugin.coverage.check import check
from grid_manager_plugin.coverage.inputs import CheckSettings, Communities, Grids
from grid_manager_plugin.coverage.kinds import GROUND, Kind
from grid_manager_plugin.coverage.mend.moves import RepairSettings
from grid_manager_plugin.coverage.repair import Repair, Repaired
from grid_manager_plugin.coverage.summary import CheckSummary
from grid_manager_plugin.rules.geodesy import Measure
from grid_manager_plugin.rules.limits import Limits

CRS = "EPSG:32633"
WEST, SOUTH = 500_000.0, 5_500_000.0
MEASURE = Measure.from_crs(CRS)
SCALE = 0.9996**2
"""Square metres of the plane that a square metre of ground has here, at the zone's central meridian."""

Row = tuple  # (code, community or None, geometry), and the people where they matter


def box(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    """Return a rectangle."""
    return shapely.box(WEST + west, SOUTH + south, WEST + east, SOUTH + north)


def polygon(*corners: tuple[float, float]) -> shapely.Polygon:
    """Return a polygon."""
    return shapely.Polygon(np.add(corners, (WEST, SOUTH)))


def texts(values: Sequence[object]) -> np.ndarray:
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found


def grids_of(*rows: Row, locked: Sequence[str] = ()) -> Grids:
    """Return grids; without communities where the first row has none."""
    codes = [row[0] for row in rows]
    community = None if rows and rows[0][1] is None else texts([row[1] for row in rows])
    people = np.array([float(row[3]) for row in rows]) if rows and len(rows[0]) > 3 else None
    return Grids(
        fid=np.arange(1, len(rows) + 1),
        geometry=texts([row[2] for row in rows]),
        code=texts(codes),
        community=community,
        population=people,
        locked=np.array([code in locked for code in codes], dtype=bool),
    )


def communities_of(**ground: object) -> Communities:
    """Return communities by their ids."""
    ids, names = texts(list(ground)), texts([f"社区 {one}" for one in ground])
    return Communities(np.arange(1, len(ids) + 1), ids, names, ids, texts(list(ground.values())))


def checked(grids: Grids, communities: Communities, **settings: object) -> CheckSummary:
    """Check with limits of 1 to 99 grids unless others are given."""
    return check(grids, communities, CheckSettings(**{"limits": Limits(grids=(1, 99)), **settings}), MEASURE)


def found(summary: CheckSummary) -> list[tuple]:
    """Return kind, community, grid and other of each finding, sorted."""
    rows = summary.findings
    return sorted(
        (kind.value, *map(str, ids))
        for kind, *ids in zip(rows.kind, rows.community_id, rows.grid_code, rows.other_code)
    )


def repaired(grids: Grids, communities: Communities, largest: float = 100.0, **settings: object) -> Repaired:
    """Repair with limits of 1 to 99 grids unless others are given."""
    asked = CheckSettings(**{"limits": Limits(grids=(1, 99)), **settings})
    bounds = RepairSettings(dict.fromkeys(GROUND, largest), kinds=asked.checks & frozenset(GROUND))
    return Repair(grids, communities, asked, bounds, MEASURE).run()


def with_checks(*kinds: Kind) -> dict[str, object]:
    """Return the setting that looks for some kinds only."""
    return {"checks": frozenset(kinds)}
