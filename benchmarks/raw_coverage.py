"""The raw work of a check in shapely, which coverage.py measures itself against: no rule, no message, no output."""

from __future__ import annotations

import numpy as np
import shapely
from osgeo import gdal


def read(path: str, column: str) -> tuple[np.ndarray, np.ndarray]:
    """Read geometry and one column through GDAL's Arrow stream."""
    dataset = gdal.OpenEx(path, gdal.OF_VECTOR)
    layer = dataset.GetLayer(0)
    if not hasattr(layer, "GetArrowStreamAsNumPy"):
        raise SystemExit("GDAL is older than 3.6")
    batches = list(layer.GetArrowStreamAsNumPy())
    wkb = np.concatenate([np.ma.getdata(batch[layer.GetGeometryColumn()]) for batch in batches])
    return shapely.from_wkb(wkb), np.concatenate([np.ma.getdata(batch[column]) for batch in batches])


def raw_work(grids_file: str, communities_file: str) -> None:
    """Read both, then is_valid, overlap pairs by STRtree, and union and difference by community; print the sums."""
    grids, owner = read(grids_file, "community_id")
    communities, ids = read(communities_file, "id")
    valid = shapely.is_valid(grids).all() and shapely.is_valid(communities).all()
    one, other = shapely.STRtree(grids).query(grids)
    pair = one < other
    overlap = shapely.area(shapely.intersection(grids[one[pair]], grids[other[pair]]))
    number = {community: i for i, community in enumerate(ids.tolist())}
    members: list[list[int]] = [[] for _ in ids]
    for i, community in enumerate(owner.tolist()):
        members[number[community]].append(i)
    covered = [shapely.union_all(grids[found]) for found in members]
    gaps, spills = shapely.difference(communities, covered), shapely.difference(covered, communities)
    total = [float(np.nansum(shapely.area(found))) for found in (gaps, spills)]
    print(f"valid {valid}, overlaps {overlap.sum():.3f}, gaps {total[0]:.3f}, spills {total[1]:.3f}")

