"""Rings of polygons on their way to a map: as they are, thinned to what can be seen, and as SVG paths."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from grid_manager_plugin.division.outline import FARTHEST, round_rings
from grid_manager_plugin.layers.map_drawing import outer_edges, ring_paths
from grid_manager_plugin.rules.ground import polygon_parts

LATTICE = 4096
"""Outlines are thinned to so many steps across the map before they are transformed: nobody sees more."""


@dataclass(frozen=True)
class Rings:
    """Rings of geometries.

    Attributes:
        xy: Vertices, one ring after the other, shape (n, 2).
        ring: Ring of each vertex, ascending from 0, shape (n,).
        owner: Position of the geometry that each ring belongs to, shape (rings,).
    """

    xy: np.ndarray
    ring: np.ndarray
    owner: np.ndarray

    @classmethod
    def of(cls, geometry: np.ndarray) -> Rings:
        """Return the rings of the polygons in geometries that are somewhere, shape (n,) of object."""
        parts, owner = polygon_parts(geometry)
        rings, part = shapely.get_rings(parts, return_index=True)
        xy, ring = shapely.get_coordinates(rings, return_index=True)
        somewhere = np.bincount(ring[~is_place(xy)], minlength=len(rings)) == 0
        kept = somewhere[ring]
        number_of = np.cumsum(somewhere) - 1
        return cls(xy[kept], number_of[ring[kept]], owner[part][somewhere])

    def rounded(self, xy: np.ndarray, step: float) -> Rings:
        """Return what is left of the rings with other vertices, shape (n, 2), on a lattice."""
        rounded, ring, kept = round_rings(xy, self.ring, step)
        return Rings(rounded, ring, self.owner[kept])


def is_place(xy: np.ndarray) -> np.ndarray:
    """Tell which coordinates are near enough to be somewhere, shape (n,) of bool."""
    return (np.abs(xy) < FARTHEST).all(axis=1)


def thinned(layers: list[Rings]) -> list[Rings]:
    """Return rings with fewer vertices where they have many more than can be seen, which saves transforming them."""
    xy = layers[0].xy if len(layers[0].xy) else np.concatenate([layer.xy for layer in layers])
    step = float(np.ptp(xy, axis=0).max()) / LATTICE if len(xy) else 0.0
    return [layer.rounded(layer.xy, step) for layer in layers] if step > 0 else layers


def edge_path(rings: Rings) -> str:
    """Return the path of all edges that have not the same owner on both sides."""
    return outer_edges(rings.xy, rings.ring, rings.owner)


def owner_paths(rings: Rings) -> list[tuple[int, str]]:
    """Return the path of each geometry that has rings."""
    paths = ring_paths(rings.xy, rings.ring)
    firsts = np.flatnonzero(np.concatenate([[True], rings.owner[1:] != rings.owner[:-1]])[: len(rings.owner)])
    lasts = np.append(firsts[1:], len(paths))
    return [(int(rings.owner[a]), "".join(paths[a:b])) for a, b in zip(firsts.tolist(), lasts.tolist())]
