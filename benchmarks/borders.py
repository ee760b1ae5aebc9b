"""New borders of Helsinki's communities: how much lies on barriers, and what they cut, against straight cuts.

Run: python benchmarks/borders.py
Nine communities of the sample are divided along its streets, railways and streams, its 486 buildings kept whole, once
for each pair of limits on area. All figures are taken from the files that the run wrote, by shapely and pyproj alone.
A border lies on a barrier within 1 m of it; a building is cut by a border that runs more than 5 cm inside it. Straight
cuts are the shortest splitline of each community into as many grids, held to the same limits on area.
Data: © OpenStreetMap contributors, ODbL 1.0.
Exit status 1 when less than 0.85 of the border lies on barriers, a building is cut, or a grid breaks a limit.
"""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyproj
import shapely
from osgeo import gdal
from shapely.geometry.base import BaseGeometry

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from harness import ROOT, SAMPLES, run_algorithm
from splitline import splitline

LIMITS = ((20_000, 80_000), (30_000, 100_000), (30_000, 120_000))
"""Least and most square metres of a grid; the middle ones are those of ``make demo-osm``."""

GRIDS = (2, 5)
REACH = 0.85
NEAR = 1.0
INSIDE = 0.05
LOST = 0.01
"""Square metres of a community that its grids may leave or share: rounding in outputs."""

PLANE = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:3067", always_xy=True)
ELLIPSOID = pyproj.Geod(ellps="WGS84")


@dataclass(frozen=True)
class Layer:
    """A file's only layer: geometries in degrees and in metres, shapes (n,) of object, and its fields."""

    degrees: np.ndarray
    metres: np.ndarray
    fields: list[dict]


@dataclass(frozen=True)
class Borders:
    """Metres of border, metres of them on barriers, and how many buildings they cut."""

    length: float
    on_barrier: float
    cut: int

    @property
    def share(self) -> float:
        """Share of the border on barriers."""
        return self.on_barrier / self.length


def read(path: Path) -> Layer:
    """Read a file's first layer."""
    dataset = gdal.OpenEx(str(path))
    features = list(dataset.GetLayer(0))
    degrees = shapely.from_wkb([bytes(feature.GetGeometryRef().ExportToIsoWkb()) for feature in features])
    metres = shapely.transform(degrees, lambda xy: np.column_stack(PLANE.transform(*xy.T)))
    return Layer(degrees, metres, [feature.items() for feature in features])


def barriers() -> BaseGeometry:
    """Return the ground within a metre of the lines that are barriers by the table that comes with the plugin."""
    path = ROOT / "grid_manager_plugin" / "resources" / "barrier_profile.json"
    table = json.loads(path.read_text(encoding="utf-8"))
    lines = read(SAMPLES / "helsinki_streets.gpkg")

    def is_barrier(fields: dict) -> bool:
        tags = [(key, fields[key]) for key in ("highway", "railway", "waterway") if fields[key]]
        return any(table[key].get(value, 1.0) is not None for key, value in tags)

    used = np.array([is_barrier(fields) for fields in lines.fields])
    return shapely.union_all(shapely.buffer(lines.metres[used], NEAR))


def border_between(grids: np.ndarray) -> BaseGeometry:
    """Return the lines that two of the grids of one community share."""
    outline = shapely.boundary(grids)
    pairs = [(i, j) for i in range(len(grids)) for j in range(i)]
    shared = [shapely.intersection(outline[i], outline[j]) for i, j in pairs]
    parts = shapely.get_parts(shapely.get_parts(shared))
    return shapely.multilinestrings(parts[shapely.get_type_id(parts) == 1])


def measured(border: list[BaseGeometry], strip: BaseGeometry, buildings: np.ndarray) -> Borders:
    """Measure the borders of all communities in the plane."""
    lines = shapely.get_parts(border)
    length = float(shapely.length(lines).sum())
    on_barrier = float(shapely.length(shapely.intersection(lines, strip)).sum())
    inner = shapely.buffer(shapely.make_valid(buildings), -INSIDE)
    cut = np.unique(shapely.STRtree(inner).query(lines, predicate="intersects")[1])
    return Borders(length, on_barrier, len(cut))


def faults(community: int, communities: Layer, grids: Layer, limits: tuple[float, float]) -> list[str]:
    """Return what is wrong with the grids of a community."""
    number = communities.fields[community]["community_id"]
    mine = [i for i, fields in enumerate(grids.fields) if fields["community_id"] == number]
    found = []
    if not GRIDS[0] <= len(mine) <= GRIDS[1]:
        found.append(f"{number}: {len(mine)} grids")
    for i in mine:
        area = abs(ELLIPSOID.geometry_area_perimeter(grids.degrees[i])[0])
        if not limits[0] <= area <= limits[1]:
            found.append(f"{number}: a grid of {area:,.0f} m²")
        if len(shapely.get_parts(grids.degrees[i])) != 1:
            found.append(f"{number}: a grid in pieces")
    # in degrees, where edges are straight: a vertex more on an edge loses no ground
    ground, own = communities.degrees[community], grids.degrees[mine]
    square_metres = communities.metres[community].area / ground.area
    missed = shapely.area(shapely.symmetric_difference(shapely.union_all(own), ground)) * square_metres
    if missed > LOST or abs(shapely.area(own).sum() - ground.area) * square_metres > LOST:
        found.append(f"{number}: the grids are not the community")
    return found


def straight(communities: Layer, grids: Layer, limits: tuple[float, float]) -> tuple[list[BaseGeometry], int]:
    """Return the borders of straight cuts into as many grids, and how many parts of them lie in pieces."""
    borders, pieces = [], 0
    for ground, fields in zip(communities.metres, communities.fields):
        count = sum(one["community_id"] == fields["community_id"] for one in grids.fields)
        corner = np.array(ground.bounds[:2])
        near = shapely.transform(ground, lambda xy, corner=corner: xy - corner)
        _, cells = splitline(near, count, limits)
        pieces += sum(len(shapely.get_parts(cell)) > 1 for cell in cells)
        outside = shapely.buffer(shapely.boundary(near), 1e-6)
        lines = shapely.union_all([shapely.difference(shapely.boundary(cell), outside) for cell in cells])
        borders.append(shapely.transform(lines, lambda xy, corner=corner: xy + corner))
    return borders, pieces


def main() -> int:
    """Measure, print, and return the exit status."""
    gdal.UseExceptions()
    strip = barriers()
    communities, buildings = read(SAMPLES / "helsinki_communities.gpkg"), read(SAMPLES / "helsinki_buildings.gpkg")
    reached = True
    ground = shapely.union_all(communities.metres)
    near = shapely.area(shapely.intersection(strip, ground)) / shapely.area(ground)
    print(f"{len(communities.metres)} communities, {len(buildings.metres)} buildings")
    print(f"{near:.3f} of the ground lies within {NEAR:g} m of a barrier")
    with tempfile.TemporaryDirectory() as name:
        for limits in LIMITS:
            target = Path(name) / f"{limits[1]}.gpkg"
            seconds, _ = run_algorithm(
                [
                    f"--INPUT={SAMPLES / 'helsinki_communities.gpkg'}", "--COMMUNITY_ID=community_id",
                    f"--BARRIERS={SAMPLES / 'helsinki_streets.gpkg'}",
                    f"--KEEP_WHOLE={SAMPLES / 'helsinki_buildings.gpkg'}",
                    f"--MIN_GRIDS={GRIDS[0]}", f"--MAX_GRIDS={GRIDS[1]}",
                    f"--MIN_AREA={limits[0]}", f"--MAX_AREA={limits[1]}", f"--OUTPUT={target}",
                ],
                Path(name),
            )  # fmt: skip
            grids = read(target)
            wrong = [fault for i in range(len(communities.metres)) for fault in faults(i, communities, grids, limits)]
            numbers = np.array([fields["community_id"] for fields in grids.fields])
            ours = [border_between(grids.metres[numbers == number]) for number in np.unique(numbers)]
            ours = measured(ours, strip, buildings.metres)
            lines, pieces = straight(communities, grids, limits)
            cuts = measured(lines, strip, buildings.metres)
            reached &= ours.share >= REACH and not ours.cut and not wrong
            print(f"{limits[0]:,} to {limits[1]:,} m² a grid: {len(grids.metres)} grids, {seconds:.1f} s")
            print(f"  ours      {ours.length:8,.0f} m, {ours.share:.3f} on barriers, buildings cut {ours.cut}")
            print(
                f"  straight  {cuts.length:8,.0f} m, {cuts.share:.3f} on barriers, buildings cut {cuts.cut}; "
                f"grids in pieces {pieces}"
            )
            for fault in wrong:
                print(f"  {fault}")
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
