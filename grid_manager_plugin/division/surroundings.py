"""What lies in and around communities: barriers, polygons to keep whole, today's grids; each community gets its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from grid_manager_plugin.division.faces.barriers import Barriers, no_barriers
from grid_manager_plugin.division.faces.kept import KeepWhole, nothing_kept
from grid_manager_plugin.division.surface import not_finite
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message


@dataclass(frozen=True)
class Existing:
    """Today's grids.

    Attributes:
        geometry: (Multi)polygons in the communities' CRS as they come, ``None`` where there is none, shape (g,) of
            object.
        fid: Feature ids, shape (g,).
    """

    geometry: np.ndarray
    fid: np.ndarray

    def take(self, which: np.ndarray) -> Existing:
        """Return some of the grids."""
        return Existing(self.geometry[which], self.fid[which])


def no_grids() -> Existing:
    """Return no grids at all."""
    return Existing(np.empty(0, dtype=object), np.empty(0, dtype=np.int64))


@dataclass(frozen=True)
class Surroundings:
    """What reaches one community, or what there is in a whole city.

    Attributes:
        barriers: Lines that borders like to follow, or may not cross.
        kept: Polygons that no border may cut.
        existing: Today's grids.
    """

    barriers: Barriers
    kept: KeepWhole
    existing: Existing


def no_surroundings() -> Surroundings:
    """Return nothing at all."""
    return Surroundings(no_barriers(), nothing_kept(), no_grids())


class CitySurroundings:
    """Finds what reaches a community among all there is in a city.

    Args:
        city: All there is, in the communities' CRS.
    """

    def __init__(self, city: Surroundings) -> None:
        self._city = city
        parts = (city.barriers, city.kept, city.existing)
        self._trees = [shapely.STRtree(_placed(part.geometry)) for part in parts]

    def of(self, ground: shapely.Geometry | None) -> Surroundings:
        """Return what may reach a community, by its bounds, in the order of the input."""
        if ground is None or ground.is_empty or not_finite(np.array([ground], dtype=object))[0]:
            return no_surroundings()
        box = shapely.box(*ground.bounds)
        barriers, kept, existing = (np.sort(tree.query(box)) for tree in self._trees)
        city = self._city
        return Surroundings(city.barriers.take(barriers), city.kept.take(kept), city.existing.take(existing))

    def strangers(self, grounds: np.ndarray) -> tuple[Message, ...]:
        """Return what to tell of layers that reach none of the communities at all.

        Args:
            grounds: The communities, ``None`` for one without ground, shape (n,) of object.
        """
        west, south, east, north = shapely.bounds(_placed(grounds)).reshape(-1, 4).T
        boxes = shapely.box(west, south, east, north)
        sizes = zip(("BARRIERS", "KEEP_WHOLE", "EXISTING"), self._trees)
        return tuple(
            Message(_ELSEWHERE, {"parameter": parameter, "count": len(tree.geometries)})
            for parameter, tree in sizes
            if len(tree.geometries) and not tree.query(boxes).size
        )


def _placed(geometry: np.ndarray) -> np.ndarray:
    """Return geometries for a tree; those with coordinates that are no numbers lie near no community."""
    found = np.asarray(geometry, dtype=object).copy()
    found[not_finite(found)] = None
    return found


_ELSEWHERE = QT_TRANSLATE_NOOP(
    "Surroundings",
    "{parameter}: none of its features ({count}) reaches a community. Check the layer, and its coordinate system.",
)
