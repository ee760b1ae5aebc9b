"""Small coverages that are torn in known ways: a quilt of four-cornered patches, some with one seam undone."""

from __future__ import annotations

import numpy as np
import shapely

SIDE = 6
WEST, SOUTH = 500_000.0, 5_500_000.0


def quilt(seed: int) -> np.ndarray:
    """Return patches that share their corners exactly, each about 100 m wide, shape (36,)."""
    random = np.random.default_rng(seed)
    corner = np.stack(np.meshgrid(np.arange(SIDE + 1), np.arange(SIDE + 1), indexing="ij"), axis=2) * 100.0
    corner[1:-1, 1:-1] += random.integers(-200, 200, (SIDE - 1, SIDE - 1, 2)) / 8
    corner += (WEST, SOUTH)
    rings = [
        [corner[x, y], corner[x + 1, y], corner[x + 1, y + 1], corner[x, y + 1]]
        for x in range(SIDE)
        for y in range(SIDE)
    ]
    return shapely.polygons(np.array(rings))


def torn(seed: int) -> np.ndarray:
    """Return a quilt with four patches changed, each in its own way."""
    random = np.random.default_rng(seed)
    patches = quilt(seed)
    for i in random.choice(len(patches), 4, replace=False).tolist():
        patches[i] = TEARS[int(random.integers(len(TEARS)))](patches[i], random)
    return patches


def with_vertex(patch: shapely.Polygon, random: np.random.Generator) -> shapely.Polygon:
    """Return a patch with one more vertex on an edge, exactly on it: corners are whole eighths."""
    corners = shapely.get_coordinates(patch)[:-1]
    at = int(random.integers(4))
    between = (corners[at] + corners[(at + 1) % 4]) / 2
    return shapely.Polygon(np.insert(corners, at + 1, between, axis=0))


def pulled(patch: shapely.Polygon, random: np.random.Generator) -> shapely.Polygon:
    """Return a patch with one corner elsewhere, inside or outside."""
    corners = shapely.get_coordinates(patch)[:-1]
    corners[int(random.integers(4))] += random.uniform(-9, 9, 2)
    return shapely.Polygon(corners)


def shrunk(patch: shapely.Polygon, random: np.random.Generator) -> shapely.Polygon:
    """Return a patch that touches no other any more."""
    return patch.buffer(-float(random.uniform(1, 5)), join_style="mitre")


def grown(patch: shapely.Polygon, random: np.random.Generator) -> shapely.Polygon:
    """Return a patch that lies on all its neighbours' edges."""
    return patch.buffer(float(random.uniform(1, 5)), join_style="mitre")


def shifted(patch: shapely.Polygon, random: np.random.Generator) -> shapely.Polygon:
    """Return a patch that lies a bit elsewhere."""
    return shapely.transform(patch, lambda xy: xy + random.uniform(-4, 4, 2))


TEARS = (with_vertex, with_vertex, pulled, shrunk, grown, shifted)
