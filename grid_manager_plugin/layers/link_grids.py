"""A layer of grids that points are linked to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from grid_manager_plugin.errors import InputError
from grid_manager_plugin.layers.grids import GridFields, read_grids
from grid_manager_plugin.layers.source import LayerSource
from grid_manager_plugin.linking.assign import IndexedGrids
from grid_manager_plugin.rules.geodesy import Measure
from grid_manager_plugin.rules.messages import NAMED, QT_TRANSLATE_NOOP, Message, named


@dataclass(frozen=True)
class LinkGrids:
    """The grids.

    Attributes:
        indexed: The grids, ready to be asked.
        fid: Their feature ids, shape (g,).
        crs_wkt: Their coordinate system.
        notes: What there is to tell about them.
    """

    indexed: IndexedGrids
    fid: np.ndarray
    crs_wkt: str
    notes: tuple[Message, ...]


def read_link_grids(source: LayerSource, code_field: str, alive: Callable[[], None]) -> LinkGrids:
    """Read the layer.

    Args:
        source: The layer.
        code_field: Its field with the grids' codes.
        alive: Called now and then; raises to cancel.

    Raises:
        InputError: It is no layer of polygons, or has no features; there is no such field, or no code in it.
        CrsError: Its coordinate system cannot be used.
    """
    grids, crs_wkt, notes = read_grids(source, GridFields(code=code_field), alive)
    indexed = IndexedGrids.of(grids.geometry, grids.code, Measure.from_crs(crs_wkt), grids.lost)
    coded = np.array([bool(code) for code in grids.code.tolist()], dtype=bool)
    values = {"parameter": source.parameter, "field": code_field}
    if not coded.any():
        raise InputError(Message(_NO_CODE_AT_ALL, values))
    told = []
    if not coded.all():
        told.append(Message(_NO_CODE, {**values, "count": int((~coded).sum()), "fids": named(grids.fid[~coded])}))
    codes, many = np.unique(grids.code[coded].astype(str), return_counts=True)
    double = codes[many > 1].tolist()
    if double:
        listed = ", ".join(double[:NAMED]) + (", …" if len(double) > NAMED else "")
        told.append(Message(_DOUBLE, {**values, "count": len(double), "codes": listed}))
    ground = indexed.ground
    mended = ground.invalid & ~ground.empty
    if mended.any():
        told.append(Message(_MENDED, {**values, "count": int(mended.sum()), "fids": named(grids.fid[mended])}))
    empty = ground.empty
    if empty.any():
        told.append(Message(_EMPTY, {**values, "count": int(empty.sum()), "fids": named(grids.fid[empty])}))
    return LinkGrids(indexed, grids.fid, crs_wkt, (*notes, *told))


_NO_CODE_AT_ALL = QT_TRANSLATE_NOOP(
    "Linking",
    "GRID_CODE: the field “{field}” of {parameter} is empty in all features. Choose the field with the codes.",
)
_NO_CODE = QT_TRANSLATE_NOOP(
    "Linking",
    "GRID_CODE: the field “{field}” of {parameter} is empty. Such features own no points: {count}, namely {fids}. Give "
    "each its code.",
)
_DOUBLE = QT_TRANSLATE_NOOP(
    "Linking",
    "GRID_CODE: several features of {parameter} have the same code and count as one grid. Such codes: {count}, namely "
    "{codes}.",
)
_MENDED = QT_TRANSLATE_NOOP(
    "Linking", "{parameter}: invalid geometries count as made valid: {count} (features: {fids})."
)
_EMPTY = QT_TRANSLATE_NOOP(
    "Linking",
    "{parameter}: features without ground, or with coordinates that do not belong to the layer's CRS, own no points: "
    "{count} (features: {fids}).",
)
