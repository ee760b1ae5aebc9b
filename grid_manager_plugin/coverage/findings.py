"""What a check finds, as arrays, in an order that depends on nothing but the grids and communities themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace

import numpy as np
import shapely

from grid_manager_plugin.coverage.inputs import ranks
from grid_manager_plugin.coverage.kinds import KINDS, Kind, Severity
from grid_manager_plugin.rules.messages import Message

NONE = -1
"""Stands where a finding has no community, or no grid."""


@dataclass(frozen=True)
class Findings:
    """Findings of one check, shapes (f,): errors before warnings, then by community, kind, grid and place.

    Attributes:
        kind: What each is about (:class:`.kinds.Kind`).
        severity: Error or warning (:class:`.kinds.Severity`).
        geometry: The place itself (gap, overlap, spill), or the polygon of the grid or community that a rule is about;
            ``None`` where there is no ground.
        community: Position of the community; :data:`NONE` where there is none.
        grid: Position of the grid; :data:`NONE` where it is about a community.
        other: Position of the other grid of a pair; :data:`NONE` where there is none.
        community_id: Id of the community; what the grid says where that is unknown.
        grid_code: Code of the grid; blank where it has none.
        other_code: Code of the other grid; for a spill and a wrong community, the id of the one that it lies in.
        area: Square metres of the place; NaN where the finding is no place.
        value: The figure that breaks a rule; NaN where there is none.
        limit: The bound that it breaks; NaN where there is none.
        message: What is wrong, in words (:class:`~grid_manager_plugin.rules.messages.Message`).
        accepted: Whether a person accepted it in an earlier run, of bool.
        note: What that person noted.
        line: Where borders do not match; ``None`` for any other kind.
    """

    kind: np.ndarray
    severity: np.ndarray
    geometry: np.ndarray
    community: np.ndarray
    grid: np.ndarray
    other: np.ndarray
    community_id: np.ndarray
    grid_code: np.ndarray
    other_code: np.ndarray
    area: np.ndarray
    value: np.ndarray
    limit: np.ndarray
    message: np.ndarray
    accepted: np.ndarray
    note: np.ndarray
    line: np.ndarray

    def __len__(self) -> int:
        return len(self.kind)

    def take(self, chosen: np.ndarray) -> Findings:
        """Return some of the findings: positions in the order wanted, or a mask of shape (f,)."""
        return Findings(**{field.name: getattr(self, field.name)[chosen] for field in fields(self)})

    def are(self, *kinds: Kind) -> np.ndarray:
        """Tell which findings are of one of these kinds, shape (f,) of bool."""
        return np.isin(self.kind, np.array(kinds, dtype=object))

    def counted(self, severity: Severity) -> np.ndarray:
        """Tell which findings are of a severity and not accepted, shape (f,) of bool."""
        return (self.severity == severity) & ~self.accepted

    def with_accepted(self, accepted: np.ndarray, note: np.ndarray) -> Findings:
        """Return the findings with what persons said of them, shapes (f,)."""
        return replace(self, accepted=accepted, note=note)


@dataclass(frozen=True)
class Finding:
    """One finding while it is made; see :class:`Findings` for what the parts mean."""

    kind: Kind
    message: Message
    geometry: object = None
    community: int = NONE
    grid: int = NONE
    other: int = NONE
    community_id: str = ""
    grid_code: str = ""
    other_code: str = ""
    severity: Severity = Severity.ERROR
    area: float = float("nan")
    value: float = float("nan")
    limit: float = float("nan")
    line: object = None


def gathered(found: Iterable[Finding]) -> Findings:
    """Return findings as arrays, in their order."""
    rows = list(found)

    def column(get: Callable[[Finding], object], dtype: type) -> np.ndarray:
        values: np.ndarray = np.empty(len(rows), dtype=dtype)
        values[:] = [get(row) for row in rows]
        return values

    table = Findings(
        kind=column(lambda row: row.kind, object),
        severity=column(lambda row: row.severity, object),
        geometry=column(lambda row: row.geometry, object),
        community=column(lambda row: row.community, np.int64),
        grid=column(lambda row: row.grid, np.int64),
        other=column(lambda row: row.other, np.int64),
        community_id=column(lambda row: row.community_id, object),
        grid_code=column(lambda row: row.grid_code, object),
        other_code=column(lambda row: row.other_code, object),
        area=column(lambda row: row.area, float),
        value=column(lambda row: row.value, float),
        limit=column(lambda row: row.limit, float),
        message=column(lambda row: row.message, object),
        accepted=np.zeros(len(rows), dtype=bool),
        note=np.full(len(rows), "", dtype=object),
        line=column(lambda row: row.line, object),
    )
    return table.take(_order(table))


def _order(found: Findings) -> np.ndarray:
    if not len(found):
        return np.zeros(0, dtype=np.int64)
    boxes = np.nan_to_num(shapely.bounds(found.geometry))
    number = {kind: i for i, kind in enumerate(KINDS)}
    keys = [
        *boxes.T,
        ranks(found.other_code),
        ranks(found.grid_code),
        np.array([number[kind] for kind in found.kind]),
        ranks(found.community_id),
        found.severity == Severity.WARNING,
    ]
    return np.lexsort(keys)
