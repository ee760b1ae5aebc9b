"""A raster of people per cell, as the people of communities: read around each one when it is asked for.

No more than a window of cells is in memory, and of a community no more than :data:`MOST_CELLS` figures: finer cells
inside it go together (:mod:`grid_manager_plugin.division.people.raster_cells`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import pyproj
import shapely
from osgeo import gdal
from shapely.geometry.base import BaseGeometry

from grid_manager_plugin.division.community import Community
from grid_manager_plugin.division.people.people import AreaShare, CellShare, CommunityPeople, OutsidePeople
from grid_manager_plugin.division.people.raster_cells import CellLattice, Tile, cells_in, cells_on
from grid_manager_plugin.division.surface import polygonal
from grid_manager_plugin.errors import InputError
from grid_manager_plugin.layers.raster import RasterBand, RasterWindow
from grid_manager_plugin.rules.crs import parse_crs
from grid_manager_plugin.rules.crs_guard import check_coordinates, check_transformation
from grid_manager_plugin.rules.geodesy import Measure
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

MOST_CELLS = 1 << 16
"""Cells of a community's window that are kept apart; of more, squares of them go together."""

WHOLE = 1 << 30
"""A raster of so many cells is added up whole for the people outside; of a larger one, what lies around INPUT."""

MOST_PEOPLE = 1e9
"""More cannot be in a cell: such a figure stands for something else, as 4294967295 does for no data."""

NOISE = 1e-9
"""Share of all people that may be left over by rounding when those of the communities are subtracted."""

UNCOVERED = 1e-6
"""Share of a community beyond the raster's edge that is worth a note."""

STEPS = 21
"""Points along each side of a rectangle that is taken to another coordinate system: its sides become curves."""


class PeopleRaster:
    """Where the people of a city are, by cells: a :class:`~grid_manager_plugin.division.people.people.Places`.

    Attributes:
        notes: What there is to tell about the raster.
    """

    def __init__(
        self, band: RasterBand, communities: Sequence[Community], crs_wkt: str, check: Callable[[], None]
    ) -> None:
        """Look where the raster lies, and add it up.

        Args:
            band: The raster.
            communities: The communities, in any order.
            crs_wkt: Their coordinate system.
            check: Called now and then; raises to cancel.

        Raises:
            InputError: The raster does not reach any community, or is damaged.
            CrsError: It cannot be brought to the communities' coordinate system.
        """
        self._band, self._check = band, check
        self._communities = sorted(communities, key=lambda community: community.id)
        self._grounds = polygonal(np.array([community.geometry for community in self._communities], dtype=object))
        self._lattice = CellLattice(band.geotransform, band.crs_wkt, crs_wkt)
        self._to_raster = _way(crs_wkt, band.crs_wkt)
        self._to_cells = gdal.InvGeoTransform(band.geotransform)
        self._inside: dict[int, float] = {}
        around, notes = self._around_input(crs_wkt)
        is_whole = band.whole.cells <= WHOLE
        self._total, wrong = self._added_up(band.whole if is_whole else around)
        told = [
            Message(text, {"layer": band.name, "count": wrong})
            for text, found in ((_AROUND, not is_whole), (_WRONG_CELLS, wrong))
            if found
        ]
        self.notes: tuple[Message, ...] = (*band.notes, *notes, *told)

    def of(self, position: int) -> CommunityPeople:
        """Return the people of a community; ``position`` counts in the order of ids as text."""
        community, ground = self._communities[position], self._grounds[position]
        self._inside[position] = 0.0
        if ground.is_empty:
            return CommunityPeople()
        asked = self._window(ground.bounds)
        window = asked.clipped(self._band.columns, self._band.rows)
        uncovered = self._uncovered(ground, window) if window != asked else 0.0
        values = {"community_id": community.title, "fid": community.fid, "share": uncovered}
        if uncovered == 1:
            return CommunityPeople(problem=Message(_NOT_REACHED, values))
        try:
            cells, areas, problem = self._cells(community, ground, window)
        except InputError as error:
            return CommunityPeople(problem=error.args[0])
        self._inside[position] = math.fsum([*cells.people.tolist(), *areas.people.tolist()])
        notes = (Message(_PARTLY, values),) if uncovered > UNCOVERED else ()
        return CommunityPeople(areas=areas, cells=cells, problem=problem, notes=notes)

    def outside(self) -> OutsidePeople:
        """Return the people in no community; final once every community was asked for."""
        left = math.fsum([self._total, *(-people for people in self._inside.values())])
        return OutsidePeople(0, left if left > NOISE * self._total else 0.0)

    def _cells(
        self, community: Community, ground: BaseGeometry, window: RasterWindow
    ) -> tuple[CellShare, AreaShare, Message | None]:
        factor = math.ceil(math.sqrt(window.cells / MOST_CELLS))
        cells, areas = [_NO_CELLS], [_NO_AREAS]
        problem = None
        for place in window.tiles(factor, factor):
            self._check()
            if self._band.is_blank(place):
                continue
            values = self._band.read(place)
            wrong = _wrong(values)
            if problem is None and wrong.any():
                problem = self._problem(community, ground, place, values, wrong)
            people = np.where(wrong | np.isnan(values), 0.0, values)
            found, pieces = cells_in(ground, self._lattice, Tile(place.column, place.row, people), factor)
            cells.append(found)
            areas.append(pieces)
        self._band.release()
        return (
            CellShare(np.concatenate([c.corners for c in cells]), np.concatenate([c.people for c in cells])),
            AreaShare(np.concatenate([a.geometry for a in areas]), np.concatenate([a.people for a in areas])),
            problem,
        )

    def _problem(
        self, community: Community, ground: BaseGeometry, place: RasterWindow, values: np.ndarray, wrong: np.ndarray
    ) -> Message | None:
        """Return what to say of the first cell in the community whose figure cannot be people."""
        row, column = np.nonzero(wrong)
        on = np.flatnonzero(cells_on(ground, self._lattice, place.column + column, place.row + row))
        if not len(on):
            return None
        row, column = row[on[0]], column[on[0]]
        value = float(values[row, column])
        x, y = self._lattice.places(place.column + column + 0.5, place.row + row + 0.5).tolist()
        where = {"column": place.column + int(column), "row": place.row + int(row), "x": x, "y": y}
        named = {"community_id": community.title, "fid": community.fid, "layer": self._band.name, "value": value}
        return Message(_NEGATIVE if value < 0 else _HUGE, {**named, **where})

    def _added_up(self, window: RasterWindow) -> tuple[float, int]:
        """Return the people in a window, and the number of cells whose figures cannot be people."""
        sums, wrong = [], 0
        for number, place in enumerate(window.tiles(*self._band.block) if window.cells else ()):
            self._check()
            if self._band.is_blank(place):
                continue
            values = self._band.read(place)
            bad = _wrong(values)
            wrong += int(bad.sum())
            values[bad] = 0.0
            sums.append(float(np.nansum(values)))
            if number % _KEPT == 0:
                self._band.release()
        self._band.release()
        return math.fsum(sums), wrong

    def _around_input(self, crs_wkt: str) -> tuple[RasterWindow, list[Message]]:
        """Return the window round all communities and notes about the way there; refuse what is not the same place."""
        band = self._band
        if shapely.is_empty(self._grounds).all():
            return RasterWindow(0, 0, 0, 0), []
        bounds = shapely.total_bounds(self._grounds)
        lonlat = Measure.from_crs(crs_wkt).to_lonlat(_around(*bounds))
        box = (*lonlat.min(axis=0), *lonlat.max(axis=0))
        way = check_transformation(band.crs_wkt, crs_wkt, band.parameter, box)
        window = self._window(bounds).clipped(band.columns, band.rows)
        extent = self._bounds(window if window.cells else band.whole)
        corner = check_coordinates(band.crs_wkt, extent, band.parameter)  # wrong ones are why layers lie apart
        if not window.cells:
            values = {"parameter": band.parameter, "layer": band.name, "crs": parse_crs(band.crs_wkt).name}
            raise InputError(Message(_APART, {**values, "bounds": ", ".join(f"{value:.12g}" for value in extent)}))
        return window, [note for note in (way, corner) if note is not None]

    def _window(self, bounds: Sequence[float]) -> RasterWindow:
        """Return the window, one cell wider on each side, of a rectangle in the communities' CRS; it may be empty."""
        xy = _around(*bounds)
        if self._to_raster is not None:
            xy = np.column_stack(self._to_raster.transform(xy[:, 0], xy[:, 1]))
        xy = xy[np.isfinite(xy).all(axis=1)]
        if not len(xy):
            return RasterWindow(0, 0, 0, 0)
        x0, x_x, x_y, y0, y_x, y_y = self._to_cells
        column, row = x0 + xy[:, 0] * x_x + xy[:, 1] * x_y, y0 + xy[:, 0] * y_x + xy[:, 1] * y_y
        left, top = math.floor(column.min()) - 1, math.floor(row.min()) - 1
        return RasterWindow(left, top, math.ceil(column.max()) + 1 - left, math.ceil(row.max()) + 1 - top)

    def _bounds(self, window: RasterWindow) -> tuple[float, float, float, float]:
        """Return the bounds of a window in the raster's own coordinates."""
        right, bottom = window.column + window.columns, window.row + window.rows
        ends = _around(window.column, window.row, right, bottom)
        x0, x_column, x_row, y0, y_column, y_row = self._band.geotransform
        x, y = x0 + ends @ [x_column, x_row], y0 + ends @ [y_column, y_row]
        return float(x.min()), float(y.min()), float(x.max()), float(y.max())

    def _uncovered(self, ground: BaseGeometry, window: RasterWindow) -> float:
        """Return the share of a community's ground beyond the raster's edge; exactly 1 where all of it is."""
        if not window.cells:
            return 1.0
        right, bottom = window.column + window.columns, window.row + window.rows
        ring = self._lattice.places(*_around(window.column, window.row, right, bottom).T)
        covered = shapely.intersection(ground, polygonal(np.array([shapely.Polygon(ring)], dtype=object))[0])
        return 1.0 if not covered.area > 0 else max(0.0, 1.0 - covered.area / ground.area)


def _way(source: str, target: str) -> pyproj.Transformer | None:
    one, other = parse_crs(source), parse_crs(target)
    return None if one == other else pyproj.Transformer.from_crs(one, other, always_xy=True)


def _around(west: float, south: float, east: float, north: float) -> np.ndarray:
    """Return points round a rectangle, shape (n, 2)."""
    x, y = np.linspace(west, east, STEPS), np.linspace(south, north, STEPS)
    sides = [(x, np.full(STEPS, south)), (np.full(STEPS, east), y), (x[::-1], np.full(STEPS, north))]
    sides.append((np.full(STEPS, west), y[::-1]))
    return np.concatenate([np.column_stack(side) for side in sides])


def _wrong(values: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        return (values < 0) | (values > MOST_PEOPLE)


_KEPT = 16
"""Windows that GDAL may keep in its own memory before they are given back."""

_NO_CELLS = CellShare(np.empty((0, 4, 2)), np.empty(0))
_NO_AREAS = AreaShare(np.empty(0, dtype=object), np.empty(0))

_APART = QT_TRANSLATE_NOOP(
    "Raster",
    "{parameter}: the layer {layer} ({bounds} in {crs}) does not reach any community of INPUT. Choose the raster of "
    "this place, or check the CRS of both layers.",
)
_NOT_REACHED = QT_TRANSLATE_NOOP(
    "Raster",
    "POPULATION_RASTER does not reach community {community_id} (feature {fid} of INPUT), so nobody can tell its "
    "people. Choose a raster that covers it, or leave the community out.",
)
_PARTLY = QT_TRANSLATE_NOOP(
    "Raster", "{share:.2%} of the community lie beyond the edge of POPULATION_RASTER; nobody was counted there."
)
_NEGATIVE = QT_TRANSLATE_NOOP(
    "Raster",
    "POPULATION_RASTER is {value:.10g} in community {community_id} (column {column}, row {row} of {layer}, at "
    "{x:.10g}, {y:.10g}); people cannot be negative. If that figure stands for no data, declare it "
    "as the raster's nodata value.",
)
_HUGE = QT_TRANSLATE_NOOP(
    "Raster",
    "POPULATION_RASTER is {value:.10g} in community {community_id} (column {column}, row {row} of {layer}, at "
    "{x:.10g}, {y:.10g}); that cannot be people. If it stands for no data, declare it as the raster's nodata value.",
)
_AROUND = QT_TRANSLATE_NOOP(
    "Raster",
    "POPULATION_RASTER {layer} is too large to be added up whole: people outside every community were counted in the "
    "rectangle around INPUT only.",
)
_WRONG_CELLS = QT_TRANSLATE_NOOP(
    "Raster",
    "POPULATION_RASTER {layer} has cells with figures that cannot be people (negative or above a billion): {count}. "
    "Communities with ground there have failed, elsewhere nobody was counted in them.",
)
