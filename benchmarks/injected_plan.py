"""A faultless plan to inject faults into: grids, communities, and which grid lies beyond each edge of a grid.

Nothing here comes from the check or from the plugin's measures: areas are those of ``pyproj.Geod``, vertex by vertex.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from grid_manager_plugin.coverage.inputs import CheckSettings, Communities, Grids
from grid_manager_plugin.coverage.kinds import Kind, Severity
from grid_manager_plugin.rules.codes import Scheme

XY = tuple  # x, y
NOBODY = -1
"""Stands where no grid lies beyond an edge."""


@dataclass(frozen=True)
class Row:
    """One grid: a feature of the layer."""

    geometry: BaseGeometry | None
    code: str
    community: str
    population: float


@dataclass(frozen=True)
class ExpectedFinding:
    """What the check has to find.

    Of a pair, ``grid_code`` is the lower code and ``other_code`` the higher; of a duplicate it is the other way round.

    Attributes:
        kind: What it is about.
        community_id: Id of the community.
        grid_code: Code of the grid; empty where it is about a community.
        other_code: Code of the other grid; for a spill and a wrong community, the id of the one that it lies in.
        area_m2: Square metres of the place (of an area out of limits, of the grid); ``None`` where there is none.
        severity: Error or warning.
        place: The place, or the polygon of the grid or community; ``None`` where the contract names none.
    """

    kind: Kind
    community_id: str
    grid_code: str = ""
    other_code: str = ""
    area_m2: float | None = None
    severity: Severity = Severity.ERROR
    place: BaseGeometry | None = None


@dataclass(frozen=True)
class Fault:
    """One fault, and all that has to be found because of it; nothing, where it is a control.

    Attributes:
        name: What was done.
        touched: Grids that are part of it; no other fault comes near them.
        expected: What has to be found, the fault itself first.
        changed: New rows of grids.
        added: Grids that come on top.
        dropped: Grids that are taken away.
    """

    name: str
    touched: frozenset[int]
    expected: tuple[ExpectedFinding, ...]
    changed: Mapping[int, Row] = field(default_factory=dict)
    added: tuple[Row, ...] = ()
    dropped: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Side:
    """One edge of a grid, which lies on its left, and the grid beyond it (:data:`NOBODY` for none)."""

    a: XY
    b: XY
    beyond: int


@dataclass(frozen=True)
class Ruler:
    """Areas by ``pyproj.Geod`` on the ellipsoid of a coordinate system, rings vertex by vertex."""

    geod: pyproj.Geod
    transformer: pyproj.Transformer

    @classmethod
    def of(cls, crs: str) -> Ruler:
        """Return the ruler of a coordinate system."""
        system = pyproj.CRS(crs)
        return cls(system.get_geod(), pyproj.Transformer.from_crs(system, system.geodetic_crs, always_xy=True))

    def area(self, geometry: BaseGeometry) -> float:
        """Return square metres of a (multi)polygon."""
        parts = shapely.get_parts(geometry)
        rings = [(self._ring(p.exterior), [self._ring(hole) for hole in p.interiors]) for p in parts]
        return sum(shell - sum(holes) for shell, holes in rings)

    def length(self, a: XY, b: XY) -> float:
        """Return metres from one place to another."""
        lon, lat = self.transformer.transform(*zip(a, b))
        return float(self.geod.inv(lon[0], lat[0], lon[1], lat[1])[2])

    def _ring(self, ring: BaseGeometry) -> float:
        lon, lat = self.transformer.transform(*ring.coords.xy)
        return abs(self.geod.polygon_area_perimeter(lon, lat)[0])


@dataclass(frozen=True)
class Plan:
    """Grids that tile their communities without a fault.

    Attributes:
        name: Name of the city.
        crs: Its coordinate system.
        rows: The grids; (multi)polygons whose shells run counterclockwise.
        communities: The communities.
        settings: What the check is asked.
        by_community: Faults keep to communities of their own; else to grids of their own.
    """

    name: str
    crs: str
    rows: tuple[Row, ...]
    communities: Communities
    settings: CheckSettings
    by_community: bool

    @cached_property
    def ruler(self) -> Ruler:
        """Areas in its coordinate system."""
        return Ruler.of(self.crs)

    @cached_property
    def unit(self) -> float:
        """Coordinate units to the north in one metre."""
        x, y = self.rows[0].geometry.representative_point().coords[0]
        return 1e-3 / self.ruler.length((x, y), (x, y + 1e-3))

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Index of the grids."""
        return shapely.STRtree([row.geometry for row in self.rows])

    @cached_property
    def members(self) -> dict[str, tuple[int, ...]]:
        """Grids of each community."""
        found: dict[str, list[int]] = {}
        for i, row in enumerate(self.rows):
            found.setdefault(row.community, []).append(i)
        return {one: tuple(grids) for one, grids in found.items()}

    @cached_property
    def sides(self) -> tuple[tuple[Side, ...], ...]:
        """Edges of each grid, in the order of its rings."""
        mine = [list(directed(row.geometry)) for row in self.rows]
        owner = {edge: i for i, edges in enumerate(mine) for edge in edges}
        return tuple(tuple(Side(a, b, owner.get((b, a), NOBODY)) for a, b in edges) for edges in mine)

    @cached_property
    def near(self) -> tuple[frozenset[int], ...]:
        """Grids that share a vertex with each, itself among them."""
        at: dict[XY, set[int]] = {}
        for i, sides in enumerate(self.sides):
            for side in sides:
                at.setdefault(side.a, set()).add(i)
        return tuple(frozenset().union(*(at[side.a] for side in sides)) for sides in self.sides)

    def mates(self, grid: int) -> tuple[int, ...]:
        """Return the grids of a grid's community, itself among them."""
        return self.members[self.rows[grid].community]

    def room(self, grid: int, more: int) -> bool:
        """Tell whether the community may have so many more grids (fewer, when negative)."""
        low, high = self.settings.limits.grids
        return low <= len(self.mates(grid)) + more <= high

    def inner(self, grid: int) -> list[Side]:
        """Return edges to other grids of the same community."""
        own = self.rows[grid].community
        return [s for s in self.sides[grid] if s.beyond != NOBODY and self.rows[s.beyond].community == own]

    def seam(self, grid: int) -> list[Side]:
        """Return edges to grids of other communities."""
        own = self.rows[grid].community
        return [s for s in self.sides[grid] if s.beyond != NOBODY and self.rows[s.beyond].community != own]

    def rim(self, grid: int) -> list[Side]:
        """Return edges beyond which there is no grid: the outer edge of the city, and its enclaves."""
        return [side for side in self.sides[grid] if side.beyond == NOBODY]

    def community(self, community_id: str) -> BaseGeometry:
        """Return the ground of a community."""
        return self.communities.geometry[self.communities.id.tolist().index(community_id)]

    def new_code(self, grid: int, number: int) -> str:
        """Return the code of one of up to five grids more, that come with a fault of a grid: no other has it."""
        own, mates = self.rows[grid].community, self.mates(grid)
        code = self.communities.code[self.communities.id.tolist().index(own)]
        return coded(self.settings.scheme, code, len(mates) + 5 * mates.index(grid) + number)

    def zone(self, touched: frozenset[int]) -> frozenset[int]:
        """Return the grids that no other fault may touch."""
        if not self.by_community:
            return frozenset().union(*(self.near[i] for i in touched))
        own = frozenset(mate for i in touched for mate in self.mates(i))
        beside = frozenset().union(*(self.near[i] for i in own))
        return frozenset(mate for i in beside for mate in self.mates(i))

    def grids(self, rows: tuple[Row, ...]) -> Grids:
        """Return rows as the check takes them."""
        geometry = np.empty(len(rows), dtype=object)
        geometry[:] = [row.geometry for row in rows]
        return Grids(
            fid=np.arange(1, len(rows) + 1),
            geometry=geometry,
            code=np.array([row.code for row in rows], dtype=object),
            community=np.array([row.community for row in rows], dtype=object),
            population=np.array([row.population for row in rows], dtype=float),
        )


def coded(scheme: Scheme, code: str, number: int) -> str:
    """Return a grid's code."""
    return f"{code}-{number}" if scheme is Scheme.PLAIN else f"{code}{number:03d}"


def directed(geometry: BaseGeometry) -> Iterator[tuple[XY, XY]]:
    """Yield the edges of a (multi)polygon, ring by ring."""
    for part in shapely.get_parts(geometry):
        for ring in (part.exterior, *part.interiors):
            coordinates = list(ring.coords)
            yield from ((a, b) for a, b in zip(coordinates, coordinates[1:]) if a != b)
