"""Plans of random patches for tests of the linking, and what GEOS says of points in them, one by one."""

from __future__ import annotations

import numpy as np
import shapely

from grid_manager_plugin.linking.cells import NOISE, segments_of
from grid_manager_plugin.rules.geodesy import Measure

CRS = "EPSG:4548"
CORNER = np.array([500_000.0, 4_400_000.0])
MEASURE = Measure.from_crs(CRS)
WIDE, HIGH = 1000.0, 800.0


def texts(values: list[str]) -> np.ndarray:
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found


def patchwork(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return polygons and their codes: Voronoi patches, some coarse, some overlapping, some with holes and gaps."""
    random = np.random.default_rng(seed)
    count = int(random.integers(2, 30))
    seeds = shapely.multipoints(random.random((count, 2)) * [WIDE, HIGH])
    frame = shapely.box(0, 0, WIDE, HIGH)
    patches = shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=frame))
    patches = shapely.intersection(patches, shapely.box(*random.random(2) * 300, WIDE, HIGH) if seed % 3 else frame)
    if seed % 4 == 1:
        patches = shapely.set_precision(patches[~shapely.is_empty(patches)], 50)
    patches = patches[~shapely.is_empty(patches)]
    if seed % 5 == 2:
        patches = np.append(patches, shapely.buffer(patches[:2], 30.0))
    if seed % 7 == 3:
        patches = np.append(patches[1:], shapely.difference(patches[0], shapely.buffer(patches[0].centroid, 10.0)))
    patches = patches[~shapely.is_empty(patches)]
    patches = shapely.transform(patches[random.permutation(len(patches))], lambda xy: xy + CORNER)
    return patches, texts([f"{i:03d}" for i in random.permutation(len(patches))])


def points_on(patches: np.ndarray, seed: int, many: int = 2000) -> np.ndarray:
    """Return places anywhere, on every corner, and on every border."""
    random = np.random.default_rng(seed)
    anywhere = random.random((many, 2)) * [WIDE + 300, HIGH + 300] - 150 + CORNER
    edges = segments_of(patches)
    between = edges.start + random.random((len(edges.start), 1)) * (edges.end - edges.start)
    return np.concatenate([anywhere, shapely.get_coordinates(patches), between])


def owners(xy: np.ndarray, patches: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Return the lowest code of the grids that each place lies in or on, as GEOS measures; empty for none."""
    found = np.full(len(xy), "", dtype=object)
    pairs = shapely.STRtree(patches).query(shapely.points(xy), predicate="dwithin", distance=NOISE)
    for place, patch in pairs.T.tolist():
        if not found[place] or codes[patch] < found[place]:
            found[place] = codes[patch]
    return found
