"""``linkregister`` by qgis_process on 100,000 houses, 400,000 households and 1,000,000 people in Denver's grids.

Run: python benchmarks/register.py
Houses lie at seeded places inside real grids. Some of each kind of break are put in; what has to come out is worked
out record by record with plain dictionaries, apart from the plugin. Exit status 1 when one record has another grid,
when one kind of break is counted otherwise, or when the numbers do not reconcile.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from osgeo import gdal, ogr

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from harness import SAMPLES, run_algorithm
from large_plan import denver

HOUSES, HOUSEHOLDS, PEOPLE = 100_000, 400_000, 1_000_000
FAULTS = 500
"""Records of each fault that is put in."""

SEED = 7
NOWHERE, ELSEWHERE = (1e12, 1e12), 20_000.0
"""Coordinates that are no place in Denver's system; and US survey feet from the city to a place outside."""

Rows = list[list]


@dataclass(frozen=True)
class Table:
    """Records: ``[id, reference]`` each; of houses ``[id, code of the grid or fault, x, y]``."""

    name: str
    fields: tuple[str, ...]
    rows: Rows


def houses_of(grids: list, rng: np.random.Generator) -> Table:
    """Return houses inside grids, some of them faulty."""
    ground = np.array([row[0] for row in grids], dtype=object)
    shapely.prepare(ground)
    which = np.arange(HOUSES) % len(grids)
    bounds = shapely.bounds(ground)[which]
    xy = np.full((HOUSES, 2), np.nan)
    left = np.arange(HOUSES)
    while len(left):
        tried = rng.uniform(bounds[left, :2], bounds[left, 2:])
        inside = shapely.contains_xy(ground[which[left]], *tried.T)
        xy[left[inside]] = tried[inside]
        left = left[~inside]
    rows = [[f"H{i:06d}", grids[which[i]][1], *xy[i].tolist()] for i in range(HOUSES)]
    east = float(shapely.total_bounds(ground)[2]) + ELSEWHERE
    picked = iter(rng.permutation(HOUSES).reshape(-1, FAULTS).tolist())
    for kind, place in (("no_geometry", None), ("invalid_coordinates", NOWHERE), ("outside", None)):
        for i in next(picked):
            x, y = place or (east, rows[i][3])
            rows[i][1:] = [kind, None, None] if kind == "no_geometry" else [kind, x, y]
    for i in next(picked):
        rows[i][0] = None
    sound = next(picked)
    for i, j in zip(next(picked), sound):  # an id for two houses in one grid
        rows[i] = list(rows[j])
    for i, j in zip(next(picked), next(picked)):  # and for two in different ones
        rows[i][0] = rows[j][0]
    return Table("houses", ("id",), rows)


def records_of(name: str, count: int, above: Table, unfit: Iterable[str], rng: np.random.Generator) -> Table:
    """Return records that name those above, some of them faulty; ``unfit`` are ids of other steps."""
    letter = {"households": "F", "people": "P"}[name]
    ids = [row[0] for row in above.rows]
    named = rng.integers(0, len(ids), count).tolist()
    rows = [[f"{letter}{i:07d}", ids[j] or ids[0]] for i, j in enumerate(named)]
    picked = rng.permutation(count)[: 5 * FAULTS].reshape(5, FAULTS).tolist()
    for i in picked[0]:
        rows[i][0] = "  "
    for i in picked[1]:
        rows[i][0] = rows[i - 1][0]
    for i in picked[2]:
        rows[i][1] = None
    for i in picked[3]:
        rows[i][1] = f"unknown {i}"
    for i, other in zip(picked[4], unfit):
        rows[i][1] = other
    return Table(name, ("id", "refers_to"), rows)


def expected(tables: list[Table]) -> tuple[list[list[str | None]], dict[str, Counter]]:
    """Return the grid of each record of each table, and the breaks by kind, by plain dictionaries."""
    codes: list[list[str | None]] = []
    breaks: dict[str, Counter] = {}
    bearers: dict[str, set[str | None]] = {}
    for table, step, above in zip(tables, ("house", "household", "person"), ("", "house", "household")):
        kinds, found = Counter(), []
        for row in table.rows:
            reason = None
            if step == "house":
                reason = row[1] if row[1] in ("no_geometry", "invalid_coordinates", "outside") else None
                grid = None if reason else row[1]
            else:
                refers = (row[1] or "").strip()
                grids = bearers.get(refers, set())
                grid = next(iter(grids)) if len(grids) == 1 else None
                if not refers:
                    reason = "no_reference"
                elif not grids:
                    reason = "unknown_reference"
                elif len(grids) > 1:
                    reason = "ambiguous_reference"
                elif grid is None:
                    reason = f"{above}_broken"
            found.append(grid)
            kinds.update([reason] if reason else [])
        bearers, seen = {}, Counter()
        for row, grid in zip(table.rows, found):
            own = (row[0] or "").strip()
            if own:
                bearers.setdefault(own, set()).add(grid)
                seen[own] += 1
            else:
                kinds["no_id"] += 1
        kinds["duplicate_id"] += sum(count - 1 for count in seen.values())
        codes.append(found)
        breaks[step] = kinds
    return codes, breaks


def write(table: Table, folder: Path) -> Path:
    """Write a table to a GeoPackage; houses as points in Denver's coordinate system."""
    path = folder / f"{table.name}.gpkg"
    model = ogr.Open(str(SAMPLES / "denver_communities.gpkg"))
    system = model.GetLayer(0).GetSpatialRef()
    is_houses = table.name == "houses"
    dataset = gdal.GetDriverByName("GPKG").Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
    layer = dataset.CreateLayer(table.name, system if is_houses else None, ogr.wkbPoint if is_houses else ogr.wkbNone)
    for name in table.fields:
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTString))
    layer.StartTransaction()
    feature = ogr.Feature(layer.GetLayerDefn())
    for row in table.rows:
        feature.SetFID(-1)
        for i in range(len(table.fields)):
            feature.SetField(i, row[i])
        if is_houses:
            feature.SetGeometryDirectly(
                None if row[2] is None else ogr.CreateGeometryFromWkt(f"POINT({row[2]!r} {row[3]!r})")
            )
        layer.CreateFeature(feature)
    layer.CommitTransaction()
    del feature, layer, dataset, model  # closes the file
    return path


def written(path: Path) -> list[str | None]:
    """Return the codes in an output, in its order."""
    with closing(sqlite3.connect(path)) as file:
        (table,) = file.execute("SELECT table_name FROM gpkg_contents").fetchone()
        return [code for (code,) in file.execute(f'SELECT grid_code FROM "{table}" ORDER BY fid')]


def main() -> int:
    """Measure, print, and return the exit status."""
    gdal.UseExceptions()
    ogr.UseExceptions()
    rng = np.random.default_rng(SEED)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        grids, _ = denver(folder)
        houses = houses_of(grids, rng)
        households = records_of("households", HOUSEHOLDS, houses, (f"F{i:07d}" for i in range(1000, 2000)), rng)
        people = records_of("people", PEOPLE, households, (f"H{i:06d}" for i in range(1000, 2000)), rng)
        tables = [houses, households, people]
        paths = [write(table, folder) for table in tables]
        codes, breaks = expected(tables)
        outputs = [folder / f"linked_{table.name}.gpkg" for table in tables]
        summary = folder / "summary.json"
        seconds, peak = run_algorithm(
            [
                f"--HOUSES={paths[0]}", "--HOUSE_ID=id", f"--HOUSEHOLDS={paths[1]}", "--HOUSEHOLD_ID=id",
                "--HOUSEHOLD_HOUSE=refers_to", f"--PEOPLE={paths[2]}", "--PERSON_ID=id",
                "--PERSON_HOUSEHOLD=refers_to", f"--GRIDS={folder / 'denver.gpkg'}", "--GRID_CODE=grid_code",
                f"--OUTPUT={outputs[0]}", f"--HOUSEHOLDS_OUTPUT={outputs[1]}", f"--PEOPLE_OUTPUT={outputs[2]}",
                f"--BREAKS={folder / 'breaks.gpkg'}", f"--SUMMARY={summary}",
            ],
            folder,
            "linkregister",
        )  # fmt: skip
        said = json.loads(summary.read_text(encoding="utf-8"))
        wrong = [
            sum(one != other for one, other in zip(written(path), wanted)) + abs(len(wanted) - len(written(path)))
            for path, wanted in zip(outputs, codes)
        ]
        with closing(sqlite3.connect(folder / "breaks.gpkg")) as file:
            rows = Counter(file.execute("SELECT record, kind FROM breaks").fetchall())
    return 0 if told(said, wrong, breaks, rows, (seconds, peak)) else 1


def told(said: dict, wrong: list[int], breaks: dict[str, Counter], rows: Counter, cost: tuple[float, float]) -> bool:
    """Print what was measured, and tell whether all of it is as it has to be."""
    numbers = said["numbers"]
    wanted = {step: {kind: n for kind, n in kinds.items() if n} for step, kinds in breaks.items()}
    same = said["breaks"] == wanted and rows == Counter({(s, k): n for s, ks in wanted.items() for k, n in ks.items()})
    whole = numbers["BREAKS_COUNT"] == sum(rows.values())
    names = (("HOUSES", "HOUSES_LINKED"), ("HOUSEHOLDS_COUNT", "HOUSEHOLDS_LINKED"), ("PEOPLE_COUNT", "PEOPLE_LINKED"))
    for (count, linked), kinds in zip(names, wanted.values()):
        left = sum(n for kind, n in kinds.items() if kind not in ("no_id", "duplicate_id"))
        whole &= numbers[count] == numbers[linked] + left
    counts = [[f"{numbers[name]:,}" for name in pair] for pair in reversed(names)]
    people, households, houses = counts
    print(
        f"{people[0]} people, {households[0]} households, {houses[0]} houses: {cost[0]:.1f} s, peak {cost[1]:.0f} MiB; "
        f"in a grid {people[1]}, {households[1]}, {houses[1]}; records with another grid than expected {sum(wrong)}; "
        f"{numbers['BREAKS_COUNT']:,} breaks, by kind {'as' if same else 'OTHER THAN'} expected: {wanted}"
    )
    return not sum(wrong) and same and whole


if __name__ == "__main__":
    sys.exit(main())
