"""What ``summarizegrids`` comes to: figures of grids and levels, points by class, staff; and the rows of its outputs.

Names and order of the fields are promises to users' scripts.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from qgis.core import QgsFeature, QgsFeatureRequest, QgsFields, QgsProcessingFeatureSource

from grid_manager_plugin.layers.fields import INTEGER, REAL, TEXT, TRUTH, Row
from grid_manager_plugin.layers.link_grids import LinkGrids
from grid_manager_plugin.layers.own_fields import with_columns
from grid_manager_plugin.layers.point_counts import Counted
from grid_manager_plugin.layers.read import read_layer
from grid_manager_plugin.layers.source import LayerSource
from grid_manager_plugin.linking.figures import GridFigures, LevelRow
from grid_manager_plugin.linking.roster import Roster
from grid_manager_plugin.rules.chunks import Progress, chunks
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message, named

GRIDS = (
    ("grid_code", TEXT),
    ("population", REAL),
    ("area_m2", REAL),
    ("perimeter_m", REAL),
    ("compactness", REAL),
    ("density_km2", REAL),
    ("features", INTEGER),
    ("classes", TEXT),
    ("persons", INTEGER),
    ("roster_complete", TRUTH),
    ("missing_roles", TEXT),
)

LEVELS = (
    ("level", INTEGER),
    ("code", TEXT),
    ("name", TEXT),
    ("grids", INTEGER),
    ("population", REAL),
    ("area_m2", REAL),
    ("density_km2", REAL),
    ("features", INTEGER),
    ("roster_complete_share", REAL),
)

CLASSES = (("grid_code", TEXT), ("layer", TEXT), ("class", TEXT), ("features", INTEGER))

MEASURED = 2000
"""Grids measured between two looks at whether somebody has cancelled."""

@dataclass(frozen=True)
class GridSummary:
    """The figures of all grids.

    Attributes:
        grids: The grids' layer.
        number: Number of each feature's grid among ``figures``; -1 for features without a code, shape (n,).
        figures: Figures of grids by code.
        counted: Points of each layer.
        roster: The staff; ``None`` without a roster.
        levels: Figures of the levels.
        notes: What there is to tell about the input.
    """

    grids: LinkGrids
    number: np.ndarray
    figures: GridFigures
    counted: tuple[Counted, ...]
    roster: Roster | None
    levels: tuple[LevelRow, ...]
    notes: tuple[Message, ...]

    def by_code(self, of_features: np.ndarray) -> np.ndarray:
        """Return sums by grid of a figure of each feature, shape (g,)."""
        some = self.number >= 0
        return np.bincount(self.number[some], of_features[some], minlength=len(self.figures)).astype(np.int64)

    def numbers(self) -> dict[str, float]:
        """Return the numbers of the run by the names of its outputs."""
        figures, complete = self.figures, self.figures.complete
        points, linked = sum(one.points for one in self.counted), sum(one.linked for one in self.counted)
        done = 0 if complete is None else int(complete.sum())
        return {
            "GRIDS": len(figures),
            "POPULATION": float(np.nansum(figures.population)),
            "AREA_M2": float(figures.area.sum()),
            "FEATURES": linked,
            "FEATURES_UNLINKED": points - linked,
            "ROSTER_COMPLETE": done,
            "ROSTER_INCOMPLETE": 0 if complete is None else len(figures) - done,
            "PERSONS": 0 if self.roster is None else self.roster.persons,
            "PERSONS_IN_SEVERAL": 0 if self.roster is None else self.roster.in_several,
        }


def read_figures(
    source: LayerSource, grids: LinkGrids, name: str, population: str, alive: Callable[[], None]
) -> tuple[np.ndarray, GridFigures, tuple[Message, ...]]:
    """Return the number of each feature's grid, the grids' own figures, and notes about them.

    Args:
        source: The layer of grids.
        grids: The same, read before.
        name: Field with the grids' names; empty for none.
        population: Field with their people; empty for none.
        alive: Called now and then; raises to cancel.
    """
    tolerant = replace(source, invalid=QgsFeatureRequest.InvalidGeometryCheck.GeometryNoCheck)
    table = read_layer(tolerant, [one for one in (name, population) if one], alive)
    table = table.in_order(grids.fid)
    codes = grids.indexed.code
    coded = np.array([bool(code) for code in codes.tolist()], dtype=bool)
    different, which = np.unique(codes[coded].astype(str), return_inverse=True)
    number = np.full(len(codes), -1)
    number[coded] = which.ravel()
    area, perimeter = np.zeros(len(different)), np.zeros(len(different))
    indexed = grids.indexed
    for some in chunks(np.arange(len(indexed.order)), Progress(lambda share: alive()), MEASURED):
        at = number[indexed.order[some]]
        area[at] = indexed.measure.areas(indexed.whole[some])
        perimeter[at] = indexed.measure.perimeters(indexed.whole[some])
    people = np.full(len(different), np.nan)
    notes: tuple[Message, ...] = ()
    if population:
        told = table.columns[population].numbers()
        known = coded & np.isfinite(told) & (told >= 0)
        people = np.bincount(number[known], told[known], minlength=len(different)).astype(float)
        people[np.bincount(number[known], minlength=len(different)) == 0] = np.nan
        unknown = coded & ~known
        if unknown.any():
            values = {"field": population, "count": int(unknown.sum()), "fids": named(grids.fid[unknown])}
            notes = (Message(_NO_PEOPLE, values),)
    names = np.full(len(different), "", dtype=object)
    if name:
        texts = table.columns[name].texts()
        for i in np.flatnonzero(coded).tolist():
            if texts[i]:  # of several names the first by text, whatever the order of the features
                names[number[i]] = min(texts[i], names[number[i]] or texts[i])
    return number, GridFigures(different.astype(object), names, people, area, perimeter), notes


def grid_features(
    source: QgsProcessingFeatureSource, summary: GridSummary, fields: QgsFields, alive: Callable[[], None]
) -> Iterator[QgsFeature]:
    """Yield the features of the grids' layer as they came, with their figures."""
    values, nothing = _grid_values(summary), [None] * len(GRIDS)
    numbers = zip(summary.grids.fid.tolist(), summary.number.tolist())
    return with_columns(source, {fid: values[one] if one >= 0 else nothing for fid, one in numbers}, fields, alive)


def classes_text(summary: GridSummary) -> list[str]:
    """Return the points of each grid by class, in words such as ``lamp: 12; manhole: 3``."""
    parts: list[list[str]] = [[] for _ in range(len(summary.figures))]
    for layer, name, points in class_counts(summary):
        for i in np.flatnonzero(points).tolist():
            parts[i].append(f"{name or layer}: {points[i]}")
    return ["; ".join(found) for found in parts]


def class_counts(summary: GridSummary) -> Iterator[tuple[str, str, np.ndarray]]:
    """Yield layer, class (empty where the layer has none) and points by grid."""
    for one in summary.counted:
        if not one.by_class:
            yield one.layer, "", summary.by_code(one.by_grid)
        for name, points in one.by_class.items():
            yield one.layer, name, summary.by_code(points)


def level_rows(summary: GridSummary) -> Iterator[Row]:
    """Yield the attributes of the rows of all levels."""
    for row in summary.levels:
        figures = (known(row.population), row.area, known(row.density), row.features, row.complete_share)
        yield None, [row.level, row.code, row.name, row.grids, *figures]


def class_rows(summary: GridSummary) -> Iterator[Row]:
    """Yield the points of each grid by layer and class, where there are any; in the order of the grids."""
    found = [(layer, name, points.tolist()) for layer, name, points in class_counts(summary)]
    for i, code in enumerate(summary.figures.code.tolist()):
        for layer, name, points in found:
            if points[i]:
                yield None, [code, layer, name, points[i]]


def known(value: float) -> float | None:
    """Return a figure; ``None`` where there is none."""
    return float(value) if math.isfinite(value) else None


def _grid_values(summary: GridSummary) -> list[list[object]]:
    figures, texts = summary.figures, classes_text(summary)
    features = [None] * len(figures) if figures.features is None else figures.features.tolist()
    found = []
    for i, code in enumerate(figures.code.tolist()):
        staff = None if summary.roster is None else summary.roster.staff[code]
        people: list[object] = [None, None, None]
        if staff is not None:
            people = [staff.persons, staff.complete, ", ".join(staff.missing)]
        measured = (figures.population[i], figures.area[i], figures.perimeter[i], figures.compactness[i])
        figured = [known(value) for value in (*measured, figures.density[i])]
        found.append([code, *figured, features[i], texts[i] if summary.counted else None, *people])
    return found


_NO_PEOPLE = QT_TRANSLATE_NOOP(
    "Summary",
    "POPULATION_FIELD: “{field}” is no number, or below 0; such features count for nobody: {count} (features: {fids}).",
)
