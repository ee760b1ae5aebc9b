"""What borders like to follow, or may not cross: barrier lines as they come, and what can be used of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from grid_manager_plugin.errors import InputError
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message, named

DEFAULT_FACTOR = 0.2
"""Share of a border's cost that remains along a barrier of which nothing else is known."""

NO_BARRIER = -1
"""Stands for the feature id where no barrier runs."""


@dataclass(frozen=True)
class Barriers:
    """Lines that borders like to follow.

    Attributes:
        geometry: Lines in the communities' CRS as they come, ``None`` where there is none, shape (b,) of object.
        factor: Share of a border's cost that remains along the line, 0 to 1; NaN for :data:`DEFAULT_FACTOR`, infinite
            where words stand for it, shape (b,).
        hard: True where no grid may lie on both sides, shape (b,).
        fid: Feature ids, not negative; :data:`NO_BARRIER` of a line that is none, shape (b,).
        bridge: True where the line is on a bridge or in a tunnel: it joins what hard ones part, and the parts of a
            community, shape (b,); ``None`` for none.
    """

    geometry: np.ndarray
    factor: np.ndarray
    hard: np.ndarray
    fid: np.ndarray
    bridge: np.ndarray | None = None

    def take(self, which: np.ndarray) -> Barriers:
        """Return some of the barriers."""
        bridge = None if self.bridge is None else self.bridge[which]
        return Barriers(self.geometry[which], self.factor[which], self.hard[which], self.fid[which], bridge)

    def bridges(self) -> np.ndarray:
        """Return the lines that join what hard ones part, shape (j,) of object; no hard line joins."""
        return self.geometry[:0] if self.bridge is None else self.geometry[self.bridge & ~self.hard]

    def with_plain(self, lines: np.ndarray) -> Barriers:
        """Return the barriers and lines that cost a border what open ground does."""
        count = len(lines)
        bridge = np.zeros(len(self.fid), dtype=bool) if self.bridge is None else self.bridge
        return Barriers(
            np.concatenate([self.geometry, lines]),
            np.concatenate([self.factor, np.ones(count)]),
            np.concatenate([self.hard, np.zeros(count, dtype=bool)]),
            np.concatenate([self.fid, np.full(count, NO_BARRIER)]),
            np.concatenate([bridge, np.zeros(count, dtype=bool)]),
        )


def no_barriers() -> Barriers:
    """Return no barriers at all."""
    return Barriers(np.empty(0, dtype=object), np.empty(0), np.empty(0, dtype=bool), np.empty(0, dtype=np.int64))


def sound_barriers(barriers: Barriers) -> tuple[Barriers, tuple[Message, ...]]:
    """Return the barriers that are lines, flat, the most important first, and what there is to tell of the others.

    Hard ones come before others, then by factor, then by feature id: of barriers that lie on one another the first
    one gives its name to the border.

    Args:
        barriers: Barriers as they come.

    Raises:
        InputError: A factor is below 0 or above 1, or no number.
    """
    factor = np.where(np.isnan(barriers.factor), DEFAULT_FACTOR, barriers.factor)
    wrong = ~((factor >= 0) & (factor <= 1))
    if wrong.any():
        fids = np.asarray(barriers.fid)[wrong]
        first = float(factor[wrong][np.argsort(fids, kind="stable")[0]])
        text = _FACTOR if np.isfinite(first) else _NO_FACTOR
        raise InputError(Message(text, {"fids": named(fids), "count": int(wrong.sum()), "value": first}))
    lines = shapely.force_2d(np.asarray(barriers.geometry, dtype=object).reshape(-1))
    with np.errstate(invalid="ignore"):
        length = shapely.length(lines)
    usable = np.isin(shapely.get_type_id(lines), _LINES) & np.isfinite(length) & (length > 0)
    order = np.lexsort((barriers.fid, factor, ~barriers.hard))
    order = order[usable[order]]
    bridge = None if barriers.bridge is None else barriers.bridge[order]
    sound = Barriers(lines[order], factor[order], barriers.hard[order], barriers.fid[order], bridge)
    if usable.all():
        return sound, ()
    values = {"count": int((~usable).sum()), "fids": named(np.asarray(barriers.fid)[~usable])}
    return sound, (Message(_NO_LINE, values),)


_LINES = (
    shapely.GeometryType.LINESTRING,
    shapely.GeometryType.LINEARRING,
    shapely.GeometryType.MULTILINESTRING,
)
_FACTOR = QT_TRANSLATE_NOOP(
    "Barriers",
    "BARRIER_FACTOR is below 0 or above 1 in features of BARRIERS: {count} (features: {fids}; the first has "
    "{value:,.10g}). Enter the share of a border's cost that remains along the line.",
)
_NO_FACTOR = QT_TRANSLATE_NOOP(
    "Barriers",
    "BARRIER_FACTOR is no number from 0 to 1 in features of BARRIERS: {count} (features: {fids}). Enter the share of "
    "a border's cost that remains along the line, with a point before decimals.",
)
_NO_LINE = QT_TRANSLATE_NOOP(
    "Barriers",
    "Features of BARRIERS without a line, without length or with coordinates that are no numbers, left out: {count} "
    "(features: {fids}).",
)
