"""A layer of grids as a plan: its sound ground, its codes, in the coordinate system in which plans are compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from grid_manager_plugin.layers.crs import brought_to, checked_crs
from grid_manager_plugin.layers.grids import polygon_table
from grid_manager_plugin.layers.source import LayerSource
from grid_manager_plugin.layers.table import Table
from grid_manager_plugin.rules.crs_guard import Placement
from grid_manager_plugin.rules.geodesy import Measure
from grid_manager_plugin.rules.ground import Ground, sound_ground
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message, named


@dataclass(frozen=True)
class PlanFields:
    """Fields of a layer of grids; an empty name is no field.

    Attributes:
        code: A grid's code.
        community: Id of its community.
        valid_from: Day from which it holds.
    """

    code: str = ""
    community: str = ""
    valid_from: str = ""

    def all(self) -> list[str]:
        """Return the names of the fields that are given."""
        return [name for name in (self.code, self.community, self.valid_from) if name]


@dataclass(frozen=True)
class PlanLayer:
    """The features of a layer of grids, in its order, shapes (n,).

    Attributes:
        fid: Feature ids.
        geometry: Sound (multi)polygons; ``None`` where there is no ground.
        code: Codes as text; empty for none.
        community: Ids of their communities as text; ``None`` without such a field.
        valid_from: Days from which they hold, as text; empty for none.
    """

    fid: np.ndarray
    geometry: np.ndarray
    code: np.ndarray
    community: np.ndarray | None
    valid_from: np.ndarray


def read_plan(
    source: LayerSource, fields: PlanFields, check: Callable[[], None]
) -> tuple[PlanLayer, str, tuple[Message, ...]]:
    """Read a plan, and return its coordinate system as WKT and notes about it.

    Raises:
        InputError: It is no layer of polygons, or has no features; there is no such field.
        CrsError: Its areas cannot be measured in its coordinate system.
    """
    table = polygon_table(source, fields.all(), check)
    check()
    wkt, placement = checked_crs(source, table)
    notes = () if placement.note is None else (placement.note,)
    found, more = _plan(table, placement, fields, source.parameter, Measure.from_crs(wkt))
    return found, wkt, (*table.notes, *notes, *more)


def read_plan_into(
    source: LayerSource, fields: PlanFields, crs_wkt: str, check: Callable[[], None]
) -> tuple[PlanLayer, tuple[Message, ...]]:
    """Read a plan into another coordinate system, vertex by vertex, and return notes about it.

    Raises:
        InputError: As :func:`read_plan`.
        CrsError: The layer cannot be brought there.
    """
    table = polygon_table(source, fields.all(), check)
    check()
    table, placement, notes = brought_to(table, source, crs_wkt)
    found, more = _plan(table, placement, fields, source.parameter, Measure.from_crs(crs_wkt))
    return found, (*table.notes, *notes, *more)


def _plan(
    table: Table, placement: Placement, fields: PlanFields, parameter: str, measure: Measure
) -> tuple[PlanLayer, tuple[Message, ...]]:
    ground = sound_ground(table.geometry, measure, placement.lost)
    community = _texts(table, fields.community) if fields.community else None
    found = PlanLayer(
        table.fid, ground.geometry, _texts(table, fields.code), community, _texts(table, fields.valid_from)
    )
    return found, ground_notes(ground, table.fid, parameter)


def ground_notes(ground: Ground, fid: np.ndarray, parameter: str) -> tuple[Message, ...]:
    """Return notes about features that were made valid, and about those without ground.

    Args:
        ground: Their ground, n of them.
        fid: Their ids, shape (n,).
        parameter: The parameter that their layer came by.
    """
    told = ((_MADE_VALID, ground.invalid & ~ground.empty), (_NO_GROUND, ground.empty))
    return tuple(
        Message(text, {"parameter": parameter, "count": int(chosen.sum()), "fids": named(fid[chosen])})
        for text, chosen in told
        if chosen.any()
    )


def _texts(table: Table, field: str) -> np.ndarray:
    found = np.full(len(table), "", dtype=object)
    if field:
        found[:] = table.columns[field].texts()
    return found


_MADE_VALID = QT_TRANSLATE_NOOP(
    "Plans", "{parameter}: invalid geometries, which count as made valid: {count} (features: {fids})."
)
_NO_GROUND = QT_TRANSLATE_NOOP("Plans", "{parameter}: features without ground: {count} (features: {fids}).")
