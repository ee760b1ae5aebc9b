"""What is checked: grids and the communities that they shall tile, as arrays; and what is asked of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import shapely

from grid_manager_plugin.coverage.kinds import Kind
from grid_manager_plugin.rules.codes import Scheme
from grid_manager_plugin.rules.limits import Limits


@dataclass(frozen=True)
class Grids:
    """Grids as read from a layer, shapes (n,).

    Attributes:
        fid: Feature ids; messages name them where a grid has no code.
        geometry: (Multi)polygons, valid or not; ``None`` where a grid has none.
        code: Codes as text, blank where there is none.
        community: Id of the community that each grid says it belongs to; ``None`` lets the geometry tell.
        population: People, NaN where unknown; ``None`` where nobody counts them.
        lost: Grids whose coordinates are no place in their coordinate system, of bool; ``None`` for none.
        locked: Grids whose ground may not change, of bool; ``None`` for none.
    """

    fid: np.ndarray
    geometry: np.ndarray
    code: np.ndarray
    community: np.ndarray | None = None
    population: np.ndarray | None = None
    lost: np.ndarray | None = None
    locked: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.fid)

    def take(self, chosen: np.ndarray) -> Grids:
        """Return some of the grids, in the order of ``chosen``, positions of shape (m,)."""
        return Grids(
            self.fid[chosen],
            self.geometry[chosen],
            self.code[chosen],
            None if self.community is None else self.community[chosen],
            None if self.population is None else self.population[chosen],
            None if self.lost is None else self.lost[chosen],
            None if self.locked is None else self.locked[chosen],
        )

    def order(self) -> np.ndarray:
        """Return an order of the grids that depends on nothing but themselves: positions, shape (n,)."""
        size = shapely.get_num_coordinates(self.geometry)
        said = np.zeros(len(self)) if self.community is None else ranks(self.community)
        with np.errstate(invalid="ignore", over="ignore"):  # of coordinates that are no numbers, or no places
            boxes = np.nan_to_num(shapely.bounds(self.geometry))
            area = np.nan_to_num(shapely.area(self.geometry))
        return np.lexsort([self.fid, area, size, *boxes.T, said, ranks(self.code)])

    def with_geometry(self, geometry: np.ndarray) -> Grids:
        """Return the grids on other ground, shape (n,) of object."""
        return replace(self, geometry=geometry)

    def title(self, position: int) -> str:
        """Return what messages call a grid: its code, or its feature id where it has none."""
        code = str(self.code[position])
        return code if code.strip() else f"#{self.fid[position]}"


@dataclass(frozen=True)
class Communities:
    """Communities as read from a layer, in the grids' coordinate system, shapes (m,).

    Attributes:
        fid: Feature ids.
        id: Ids as text; no two are the same.
        name: Names; empty where there are none.
        code: Codes that their grids' codes start with.
        geometry: (Multi)polygons, valid or not; ``None`` where a community has none.
        lost: Communities whose coordinates are no place in the coordinate system, of bool; ``None`` for none.
    """

    fid: np.ndarray
    id: np.ndarray
    name: np.ndarray
    code: np.ndarray
    geometry: np.ndarray
    lost: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.fid)

    def take(self, chosen: np.ndarray) -> Communities:
        """Return some of the communities, in the order of ``chosen``, positions of shape (k,)."""
        return Communities(
            self.fid[chosen],
            self.id[chosen],
            self.name[chosen],
            self.code[chosen],
            self.geometry[chosen],
            None if self.lost is None else self.lost[chosen],
        )

    def order(self) -> np.ndarray:
        """Return the order of their ids: positions, shape (m,)."""
        return np.argsort(ranks(self.id), kind="stable")

    def title(self, position: int) -> str:
        """Return what messages call a community: its id, and its name in brackets where it has another one."""
        one, name = str(self.id[position]), str(self.name[position])
        return f"{one} ({name})" if name and name != one else one


def ranks(texts: np.ndarray) -> np.ndarray:
    """Return the place of each text among the sorted distinct ones, shape (n,)."""
    return np.unique(texts.astype(str), return_inverse=True)[1].ravel()


@dataclass(frozen=True)
class CheckSettings:
    """What is asked of the grids.

    Attributes:
        limits: Limits on number, population and area.
        scheme: How grids are coded; ``None`` leaves the form and the start of codes unchecked.
        has_codes: Whether codes were given at all; else ``Grids.code`` only names the grids.
        ignore_below: Square metres; smaller gaps, overlaps and spills are float noise and not told.
        sliver_below: Square metres; smaller ones are warnings, not errors.
        checks: The kinds that are looked for.
    """

    limits: Limits = field(default_factory=Limits)
    scheme: Scheme | None = None
    has_codes: bool = True
    ignore_below: float = 0.01
    sliver_below: float = 1.0
    checks: frozenset[Kind] = frozenset(Kind)
