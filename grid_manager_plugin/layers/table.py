"""What a layer is once it is read: arrays. Both ways of reading give the same ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from grid_manager_plugin.division.surface import parts_of
from grid_manager_plugin.rules.codes import text_code
from grid_manager_plugin.rules.messages import Message

_POINT, _LINE, _RING, _POLYGON, _MULTIPOINT, _MULTILINE, _MULTIPOLYGON, _COLLECTION = range(8)

Shapes = Callable[[np.ndarray, bool], np.ndarray]
"""Makes a table's geometries of those that were read, as :func:`polygons_of` does; told whether all are flat."""


@dataclass(frozen=True)
class Column:
    """The values of one field.

    Attributes:
        values: int64, float64 or, for fields of any other type, str objects, shape (n,).
        missing: Where the field is NULL, shape (n,) of bool; the value there means nothing.
    """

    values: np.ndarray
    missing: np.ndarray

    @property
    def is_text(self) -> bool:
        """Tell whether the field holds anything but numbers."""
        return self.values.dtype == object

    def texts(self) -> list[str]:
        """Return the values as codes: blanks around them cut, 35.0 as ``35``, NULL as the empty string."""
        found = [value.strip() if type(value) is str else text_code(value) for value in self.values.tolist()]
        for i in np.flatnonzero(self.missing):
            found[i] = ""
        return found

    def numbers(self) -> np.ndarray:
        """Return the values as float64, shape (n,); NaN where the field is NULL or its text is no number."""
        if not self.is_text:
            return np.where(self.missing, np.nan, self.values.astype(float))
        absent = self.missing.tolist()
        return np.array([np.nan if gone else _number(value) for value, gone in zip(self.values.tolist(), absent)])


@dataclass(frozen=True)
class Table:
    """The features of one layer, in the layer's own order.

    Attributes:
        fid: Feature ids, shape (n,) of int64.
        geometry: (Multi)polygons in the layer's CRS (points or lines where they were asked for), x and y only, shape
            (n,) of object; ``None`` where a feature has none, an empty one or one of another type.
        columns: The fields that were asked for, by name.
        notes: What there is to tell about the reading.
    """

    fid: np.ndarray
    geometry: np.ndarray
    columns: Mapping[str, Column]
    notes: tuple[Message, ...] = ()

    def __len__(self) -> int:
        return len(self.fid)

    def where(self, chosen: np.ndarray) -> Table:
        """Return the table of the features that are chosen, shape (n,) of bool."""
        columns = {name: Column(one.values[chosen], one.missing[chosen]) for name, one in self.columns.items()}
        return Table(self.fid[chosen], self.geometry[chosen], columns, self.notes)


    def in_order(self, fid: np.ndarray) -> Table:
        """Return the table with its features in the order of their ids: a second reading may have another one.

        Args:
            fid: Ids, each one of the table's, shape (m,).
        """
        order = np.argsort(self.fid, kind="stable")
        at = order[np.minimum(np.searchsorted(self.fid[order], fid), max(len(order) - 1, 0))]
        columns = {name: Column(one.values[at], one.missing[at]) for name, one in self.columns.items()}
        return Table(self.fid[at], self.geometry[at], columns, self.notes)


def column_of(values: Sequence[object]) -> Column:
    """Return the column of Python values of one field; ``None`` is NULL."""
    missing = np.array([value is None for value in values], dtype=bool)
    present = [value for value in values if value is not None]
    if present and all(type(value) is int for value in present):
        kind: type = np.int64
    elif all(type(value) in (int, float) for value in present):
        kind = np.float64
    else:
        return Column(np.array([None if v is None else str(v) for v in values], dtype=object), missing)
    return Column(np.array([0 if value is None else value for value in values], dtype=kind), missing)


def polygons_of(geometry: np.ndarray, is_flat: bool = False) -> np.ndarray:
    """Return geometries as a table holds them: flat, one part without a wrapping, no vertex touched.

    Args:
        geometry: Any geometries, shape (n,) of object; ``None`` for none.
        is_flat: None of them has heights or measures, so nobody has to look.
    """
    found = geometry.copy()
    if not is_flat:
        solid = shapely.has_z(found)
        found[solid] = shapely.force_2d(found[solid])
    kinds = shapely.get_type_id(found)
    for i in np.flatnonzero(kinds == _COLLECTION):
        found[i] = shapely.multipolygons(parts_of(found[i], _POLYGON))
    kinds = shapely.get_type_id(found)
    single = (kinds == _MULTIPOLYGON) & (shapely.get_num_geometries(found) == 1)
    found[single] = shapely.get_geometry(found[single], 0)
    found[((kinds != _POLYGON) & (kinds != _MULTIPOLYGON)) | shapely.is_empty(found)] = None
    return found


def points_or_polygons_of(geometry: np.ndarray, is_flat: bool = False) -> np.ndarray:
    """Return geometries as :func:`polygons_of` does, and (multi)points flat as they are."""
    kinds = shapely.get_type_id(geometry)
    points = ((kinds == _POINT) | (kinds == _MULTIPOINT)) & ~shapely.is_empty(geometry)
    others = geometry.copy()
    others[points] = None
    found = polygons_of(others, is_flat)
    found[points] = geometry[points] if is_flat else shapely.force_2d(geometry[points])
    return found


def lines_of(geometry: np.ndarray, is_flat: bool = False) -> np.ndarray:
    """Return (multi)lines flat as they are, ``None`` for other geometries; of collections the lines in them."""
    found = geometry.copy() if is_flat else shapely.force_2d(geometry)
    for i in np.flatnonzero(shapely.get_type_id(found) == _COLLECTION):
        found[i] = shapely.multilinestrings(parts_of(found[i], _LINE))
    kinds = shapely.get_type_id(found)
    found[~np.isin(kinds, (_LINE, _RING, _MULTILINE)) | shapely.is_empty(found)] = None
    return found


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")
