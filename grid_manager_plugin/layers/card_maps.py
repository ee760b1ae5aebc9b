"""A small map for each grid: its ground among its neighbours, as inline SVG."""

from __future__ import annotations

import numpy as np

from grid_manager_plugin.layers.map_drawing import local_plane
from grid_manager_plugin.layers.map_rings import Rings, owner_paths
from grid_manager_plugin.linking.neighbours import Neighbours

SIZE = 240
"""Drawing units of a card's map, in both directions."""

ROOM = 0.25
"""Share of the map that is left round the grid."""


class CardMaps:
    """Draws the maps, one at a time: a city may have tens of thousands."""

    def __init__(
        self, geometry: np.ndarray, number: np.ndarray, neighbours: Neighbours, many: int, crs_wkt: str
    ) -> None:
        """Take the grids.

        Args:
            geometry: Sound (multi)polygons or ``None``, shape (n,) of object.
            number: Number of the grid that each belongs to, -1 for none, shape (n,).
            neighbours: Which grids share a border.
            many: So many grids.
            crs_wkt: Coordinate system of the geometries.
        """
        rings = Rings.of(geometry)
        xy = rings.xy
        if len(xy):
            xy = local_plane(rings.xy, crs_wkt)
        owner = number[rings.owner]
        order = np.argsort(owner[rings.ring], kind="stable")
        self._xy, self._ring = xy[order], rings.ring[order]
        self._first = np.searchsorted(owner[rings.ring][order], np.arange(many + 1))
        self._near: list[list[int]] = [[] for _ in range(many)]
        for one, other in zip(neighbours.one.tolist(), neighbours.other.tolist()):
            self._near[one].append(other)
            self._near[other].append(one)

    def near(self, number: int) -> list[int]:
        """Return the numbers of a grid's neighbours."""
        return self._near[number]

    def draw(self, number: int, title: str) -> str:
        """Return the map of a grid; nothing where it has no ground.

        Args:
            number: Its number.
            title: What the map is called, safe HTML.
        """
        own = self._places(number)
        own = own[np.isfinite(own).all(axis=1)]
        if not len(own):
            return ""
        low, high = own.min(axis=0), own.max(axis=0)
        unit = max(float((high - low).max()) * (1 + 2 * ROOM) / SIZE, 1e-9)
        west, north = ((low[0] + high[0]) - SIZE * unit) / 2, ((low[1] + high[1]) + SIZE * unit) / 2
        corner = np.array([west, north])
        others = "".join(self._path(one, corner, unit) for one in self._near[number])
        return (
            f'<svg class="minimap" viewBox="0 0 {SIZE} {SIZE}" role="img" aria-label="{title}">'
            f'<path class="near" d="{others}"/><path class="own" d="{self._path(number, corner, unit)}"/></svg>'
        )

    def _places(self, number: int) -> np.ndarray:
        return self._xy[self._first[number] : self._first[number + 1]]

    def _path(self, number: int, corner: np.ndarray, unit: float) -> str:
        xy, ring = self._places(number), self._ring[self._first[number] : self._first[number + 1]]
        if not len(xy):
            return ""
        # far vertices of a large neighbour keep their direction, which is all that is seen of them
        drawn = np.clip((xy - corner) * (1, -1) / unit, -4 * SIZE, 5 * SIZE)
        _, ring = np.unique(ring, return_inverse=True)
        rings = Rings(xy, ring, np.zeros(int(ring.max()) + 1, dtype=np.int64)).rounded(np.nan_to_num(drawn), 1.0)
        whole = Rings(rings.xy.astype(np.int64), rings.ring, rings.owner)
        return "".join(path for _, path in owner_paths(whole))
