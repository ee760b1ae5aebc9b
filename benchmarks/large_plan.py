"""A plan of the size of a large city: Denver's grids and communities, copied side by side without touching."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from harness import SAMPLES, run_algorithm
from osgeo import gdal, ogr

COMMUNITIES = 5800
"""Communities of the whole plan; 2.99 grids each make the 17,350 of the largest city that is known."""

STEP = 210_000.0
"""US survey feet from copy to copy, a bit more than the city is wide."""


ORIGIN = np.array([3_109_888.0, 1_648_896.0])
"""Corner of the city in US survey feet."""


@dataclass(frozen=True)
class LargePlan:
    """Files of one size: grids (grid_code, community_id, population) and communities (id), and how many each has."""

    grids: Path
    communities: Path
    grid_count: int
    community_count: int


def denver(folder: Path) -> tuple[list, list]:
    """Divide Denver into about three grids a community; return rows of grids and of communities."""
    target = folder / "denver.gpkg"
    run_algorithm(
        [
            f"--INPUT={SAMPLES / 'denver_communities.gpkg'}", "--COMMUNITY_ID=TRACT_GEOID",
            f"--BLOCKS={SAMPLES / 'denver_blocks.gpkg'}", "--POPULATION_FIELD=TOTPOP20", "--MIN_POPULATION=400",
            "--MAX_POPULATION=2500", "--TARGET_POPULATION=1330", "--EFFORT=0", f"--OUTPUT={target}",
        ],
        folder,
    )  # fmt: skip
    grids = rows(target, "grid_code", "community_id", "population")
    return grids, rows(SAMPLES / "denver_communities.gpkg", "TRACT_GEOID")


def large_plan(
    city: tuple[list, list], folder: Path, share: int, shift: float = 0.0, scale: float = 1.0
) -> LargePlan:
    """Write a plan of one ``share``-th of the communities.

    Args:
        city: What :func:`denver` returned.
        folder: Where the files go.
        share: 1 for the whole plan.
        shift: Feet that every tenth grid is moved by, to the east: a plan full of gaps, overlaps and spills.
        scale: What all is made smaller by; by a power of two borders still match to the last bit, and by 1/8 all
            copies have room where one was, each grid with the ground of a unit grid.
    """
    grids, communities = city
    wanted = COMMUNITIES // share
    by_community: dict[str, list] = {}
    for row in grids:
        by_community.setdefault(row[2], []).append(row)
    found: list[tuple] = []
    parents: list[tuple] = []
    for number in range(wanted):
        copy, which = divmod(number, len(communities))
        by = (copy % 6 * STEP, copy // 6 * STEP)
        outline, community = communities[which]
        parents.append((scaled(moved(outline, by), scale), f"{copy}-{community}"))
        for geometry, code, owner, people in by_community[community]:
            more = shift if len(found) % 10 == 9 else 0.0
            ground = scaled(moved(geometry, (by[0] + more, by[1])), scale)
            found.append((ground, f"{copy}-{code}", f"{copy}-{owner}", people))
    plan = folder / f"plan_{share}_{shift:g}_{scale:g}"
    texts = ogr.OFTString
    grid_file, parent_file = Path(f"{plan}_grids.gpkg"), Path(f"{plan}_communities.gpkg")
    write(grid_file, found, (("grid_code", texts), ("community_id", texts), ("population", ogr.OFTReal)))
    write(parent_file, parents, (("id", texts),))
    return LargePlan(grid_file, parent_file, len(found), len(parents))


def moved(geometry: shapely.Geometry, by: tuple[float, float]) -> shapely.Geometry:
    """Return a geometry elsewhere."""
    return shapely.transform(geometry, lambda xy: np.add(xy, by))


def scaled(geometry: shapely.Geometry, scale: float) -> shapely.Geometry:
    """Return a geometry made smaller towards the corner of the city."""
    return shapely.transform(geometry, lambda xy: ORIGIN + (xy - ORIGIN) * scale) if scale != 1 else geometry


def rows(path: Path, *fields: str) -> list[tuple]:
    """Read geometry and fields of a file's first layer."""
    dataset = ogr.Open(str(path))
    layer = dataset.GetLayer(0)
    found = []
    for feature in layer:
        ground = shapely.from_wkb(bytes(feature.GetGeometryRef().ExportToIsoWkb()))
        found.append((ground, *(feature.GetField(name) for name in fields)))
    return found


def write(path: Path, found: list[tuple], fields: tuple) -> None:
    """Write rows of geometry and fields to a GeoPackage in Denver's coordinate system."""
    model = ogr.Open(str(SAMPLES / "denver_communities.gpkg"))
    system = model.GetLayer(0).GetSpatialRef()
    path.unlink(missing_ok=True)
    dataset = gdal.GetDriverByName("GPKG").Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
    layer = dataset.CreateLayer(path.stem, system, ogr.wkbMultiPolygon)
    for name, kind in fields:
        layer.CreateField(ogr.FieldDefn(name, kind))
    layer.StartTransaction()
    for wkb, row in zip(shapely.to_wkb([row[0] for row in found]), found):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometryDirectly(ogr.CreateGeometryFromWkb(wkb))
        for (name, _), value in zip(fields, row[1:]):
            feature.SetField(name, value)
        layer.CreateFeature(feature)
    layer.CommitTransaction()
    del feature, layer, dataset  # closes the file
