"""Borders of bare polygons, against the shortest splitline: villages of Taipei and census tracts of Denver.

Run: python benchmarks/bare_polygons.py [EVERY]
EVERY takes every so many communities only. Limits are on area alone, within a share of the mean, and each line of the
splitline may move as far as they allow. The splitline may leave parts in several pieces, which ours never does.
Exit status 1 when the median ratio to the splitline is above 1.00, or a community is not solved.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from osgeo import ogr
from shapely.geometry.base import BaseGeometry

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from splitline import splitline

from grid_manager_plugin.division.city import divide
from grid_manager_plugin.division.community import Community, CommunityPlan, DivisionSettings
from grid_manager_plugin.division.segments import tiles_exactly
from grid_manager_plugin.division.verdict import Verdict
from grid_manager_plugin.rules.crs import working_crs, working_transformer
from grid_manager_plugin.rules.geodesy import Measure
from grid_manager_plugin.rules.limits import Figures, Limits

HERE = Path(__file__).resolve().parent
LAYERS = (
    ("Taipei", HERE / "data" / "taipei_villages_sample.geojson", "VILLCODE", "EPSG:4326", 1),
    ("Denver", HERE.parent / "samples" / "denver_communities.gpkg", "TRACT_GEOID", "EPSG:2232", 24),
)
"""Name, file, id, CRS, and which share of the communities is taken: every so many."""

COUNTS = (2, 3, 4, 5)
SHARES = (0.1, 0.3)
REACH = 1.0


@dataclass(frozen=True)
class Row:
    """One community, divided into so many parts: metres of border, and what came of it.

    Attributes:
        count: Number of parts.
        share: Share of the mean area that a part may be off by.
        ours: Metres of ours, not a number where there is no plan.
        splitline: Metres of the shortest splitline.
        in_pieces: Whether that left a part in more pieces than the community has.
        seconds: Processor time of ours.
    """

    count: int
    share: float
    ours: float
    splitline: float
    in_pieces: bool
    seconds: float


def communities(path: Path, key: str, every: int) -> list[BaseGeometry]:
    """Return polygons of a file in the order of their ids."""
    source = ogr.Open(str(path))
    rows = sorted((f.GetField(key), bytes(f.GetGeometryRef().ExportToIsoWkb())) for f in source.GetLayer(0))
    return [shapely.from_wkb(row[1]) for row in rows[::every]]


def checked(plan: CommunityPlan, ground: BaseGeometry, limits: Limits, measure: Measure) -> float:
    """Return the metres of border of a plan that keeps its promises; not a number where there is none.

    Args:
        plan: The plan.
        ground: The community.
        limits: Limits of area.
        measure: Measure of the CRS.
    """
    if plan.verdict is not Verdict.SOLVED:
        return float("nan")
    grids = np.array([grid.geometry for grid in plan.grids], dtype=object)
    breaches = limits.check(Figures(np.zeros(len(grids)), measure.areas(grids)))
    pieces = shapely.get_num_geometries(grids) > shapely.get_num_geometries(ground)
    if breaches or pieces.any() or not _tile(grids, ground):
        raise SystemExit(f"a plan of {len(grids)} grids breaks a promise: {breaches}")
    return plan.border


def _tile(grids: np.ndarray, ground: BaseGeometry) -> bool:
    """Tell whether grids tile the ground with all its vertices; others stand only where borders end."""
    whole = shapely.coverage_union_all(grids)
    kept = {tuple(xy) for xy in shapely.get_coordinates(ground).tolist()}
    found = {tuple(xy) for xy in shapely.get_coordinates(grids).tolist()}
    off = abs(whole.area - ground.area) / ground.area
    return kept <= found and off < 1e-9 and tiles_exactly(grids, whole)


def rows(ground: BaseGeometry, crs: str) -> Iterator[Row]:
    """Divide one community in every way."""
    measure = Measure.from_crs(crs)
    area = float(measure.areas(np.array([ground], dtype=object))[0])
    lon, lat = measure.to_lonlat(shapely.get_coordinates(ground.centroid))[0]
    way = working_transformer(crs, working_crs(crs, lon, lat))
    plane = shapely.transform(ground, lambda xy: np.column_stack(way.transform(*xy.T)))
    for count in COUNTS:
        for share in SHARES:
            band = (area / count * (1 - share), area / count * (1 + share))
            shortest, parts = splitline(plane, count, tuple(bound * plane.area / area for bound in band))
            in_pieces = bool((shapely.get_num_geometries(parts) > shapely.get_num_geometries(plane)).any())
            limits = Limits(grids=(count, count), area=band)
            community = Community(1, "1", "", "1", ground)
            start = time.process_time()
            (plan,) = divide([community], None, DivisionSettings(limits), crs)
            seconds = time.process_time() - start
            yield Row(count, share, checked(plan, ground, limits, measure), shortest, in_pieces, seconds)


def told(found: list[Row]) -> str:
    """Return the figures of some rows as one line."""
    ratio = np.array([row.ours / row.splitline for row in found])
    seconds = np.array([row.seconds for row in found])
    ninth = float(np.nanpercentile(ratio, 90))
    return (
        f"{(~np.isnan(ratio)).sum():4}/{len(found):<4} {np.nanmedian(ratio):8.4f} {ninth:8.4f} {np.nanmax(ratio):8.4f}"
        f"  {np.mean([row.in_pieces for row in found]):9.0%}  {np.median(seconds):9.2f} {seconds.max():7.2f}"
    )


def main() -> int:
    """Measure, print, and return the exit status."""
    ogr.UseExceptions()
    thin = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    print("                     solved   our border to the splitline's   splitline  seconds of CPU")
    print("layer    k  share                median  9 of 10    worst  in pieces     median    most")
    found: list[Row] = []
    for layer, path, key, crs, every in LAYERS:
        here = [row for ground in communities(path, key, every * thin) for row in rows(ground, crs)]
        for count in COUNTS:
            for share in SHARES:
                some = [row for row in here if (row.count, row.share) == (count, share)]
                print(f"{layer:7} {count:2} ±{share:4.0%}  {told(some)}", flush=True)
        found += here
    print(f"all               {told(found)}")
    ratio = np.array([row.ours / row.splitline for row in found])
    median, solved = float(np.nanmedian(ratio)), float((~np.isnan(ratio)).mean())
    print(f"median ratio {median:.4f} (reach: {REACH:.2f}), solved {solved:.1%}")
    return 0 if median <= REACH and solved == 1 else 1


if __name__ == "__main__":
    sys.exit(main())
