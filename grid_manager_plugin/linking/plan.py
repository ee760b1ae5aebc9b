"""A plan: grids by their codes, one place a code."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from grid_manager_plugin.rules.ground import polygons_in
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message, named

NONE = -1
"""Position of no grid."""

CODES_NAMED = 5
"""So many codes are named in one message; the rest is counted."""


@dataclass(frozen=True)
class Plan:
    """The grids of a plan, sorted by code, each code once, shapes (n,) of object.

    Attributes:
        code: Their codes, text.
        geometry: Sound (multi)polygons; ``None`` where a grid has no ground.
        valid_from: What the layer says about the day from which they hold, text; empty for nothing.
    """

    code: np.ndarray
    geometry: np.ndarray
    valid_from: np.ndarray

    def __len__(self) -> int:
        return len(self.code)


def plan_of(
    fid: np.ndarray, code: np.ndarray, geometry: np.ndarray, valid_from: np.ndarray, parameter: str
) -> tuple[Plan, tuple[Message, ...]]:
    """Return the plan of a layer's features, and notes about features without a code and codes of several features.

    Features without a code are left out: their ground is that of no grid. Features with one code are one grid, which
    holds from the earliest day that they tell.

    Args:
        fid: Feature ids, for the notes, shape (m,).
        code: Codes as text, empty for none, shape (m,) of object.
        geometry: Sound (multi)polygons or ``None``, shape (m,) of object.
        valid_from: Text, empty for nothing, shape (m,) of object.
        parameter: The parameter that the layer came by.
    """
    texts = code.astype(str)
    coded = np.flatnonzero(texts != "")
    # by what the features are, not by the order that they come in
    order = coded[np.lexsort((ranks(geometry[coded]), texts[coded]))]
    different, first, count = np.unique(texts[order], return_index=True, return_counts=True)
    ground, since = geometry[order[first]], valid_from[order[first]]
    for i in np.flatnonzero(count > 1).tolist():
        mine = order[first[i] : first[i] + count[i]]
        ground[i] = polygons_in(shapely.union_all(geometry[mine]))
        told = sorted(str(one) for one in valid_from[mine] if one)
        since[i] = told[0] if told else ""
    notes: list[Message] = []
    if len(coded) < len(texts):
        bare = fid[texts == ""]
        notes.append(Message(_NO_CODE, {"parameter": parameter, "count": len(bare), "fids": named(bare)}))
    twice = different[count > 1].tolist()
    if twice:
        notes.append(Message(_SAME_CODE, {"parameter": parameter, "count": len(twice), "codes": listed(twice)}))
    return Plan(different.astype(object), ground, since), tuple(notes)


def listed(codes: list[str]) -> str:
    """Return codes for a message, the first few of many."""
    text = ", ".join(codes[:CODES_NAMED])
    return text + ", …" if len(codes) > CODES_NAMED else text


def ranks(geometry: np.ndarray) -> np.ndarray:
    """Return a number for each geometry, by which they sort the same in any order of features, shape (n,)."""
    keys = [b"" if one is None else one for one in shapely.to_wkb(geometry).tolist()]
    number = {key: rank for rank, key in enumerate(sorted(set(keys)))}
    return np.array([number[key] for key in keys], dtype=np.int64)


_NO_CODE = QT_TRANSLATE_NOOP(
    "Plans", "{parameter}: grids without a code count as ground of no grid: {count} (features: {fids})."
)
_SAME_CODE = QT_TRANSLATE_NOOP(
    "Plans",
    "{parameter}: codes that several features have: {count} ({codes}). The features of one code are taken as one grid.",
)
