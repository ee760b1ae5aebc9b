#!/bin/bash
# Check Denver's precincts of 2020, as they were published, against the city's outline, repair them, check them again,
# and leave all in demo-repair/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
mkdir -p demo-repair
rm -f demo-repair/*

run() {
    tools/qgis_process.sh run "$@" >>demo-repair/log.txt 2>&1 || {
        cat demo-repair/log.txt >&2
        exit 1
    }
}

# 356 precincts are no grids of one community: their number is no limit here
plan=(
    --GRID_CODE=PRECID --COMMUNITIES=samples/denver_city.gpkg --COMMUNITY_ID=community_id --COMMUNITY_NAME=name
    --MIN_GRIDS=1 --MAX_GRIDS=99 --CHECKS=0,1,2,3,4,5,6,7,8,9,13,16,17
)

run gridmanager:validategrids --INPUT=samples/denver_precincts.gpkg "${plan[@]}" \
    --OUTPUT=demo-repair/findings_before.gpkg --EDGES=demo-repair/edges_before.gpkg \
    --REPORT=demo-repair/before.html --SUMMARY=demo-repair/before.json

run gridmanager:repairgrids --INPUT=samples/denver_precincts.gpkg "${plan[@]}" \
    --POPULATION_LAYER=samples/denver_blocks.gpkg --POPULATION_LAYER_FIELD=TOTPOP20 \
    --OUTPUT=demo-repair/precincts.gpkg --CHANGES=demo-repair/changes.gpkg --REMAINING=demo-repair/remaining.gpkg

run gridmanager:validategrids --INPUT=demo-repair/precincts.gpkg "${plan[@]}" \
    --OUTPUT=demo-repair/findings_after.gpkg --REPORT=demo-repair/after.html --SUMMARY=demo-repair/after.json

/usr/bin/python3 - <<'END'
import json
import sqlite3
from contextlib import closing
from pathlib import Path

FOLDER = Path("demo-repair")


def summary(name: str) -> dict:
    """Return what a check found."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def found(kinds: list[dict], kind: str) -> str:
    """Return how many findings of a kind there are, and their area where they have one."""
    one = next(one for one in kinds if one["kind"] == kind)
    count = one["errors"] + one["warnings"]
    return f"{count:,}" + (f" ({one['area_m2']:,.2f} m²)" if one["area_m2"] else "")


before, after = summary("before"), summary("after")
print("Denver, 356 precincts as published, against the city's outline (10 enclaves are no gaps):")
for kind in ("gap", "overlap", "spill", "edge_mismatch", "detached"):
    print(f"  {kind:14} {found(before['kinds'], kind):>26}  ->  {found(after['kinds'], kind)}")
with closing(sqlite3.connect(FOLDER / "changes.gpkg")) as file:
    query = "SELECT kind, COUNT(*), SUM(area_m2), SUM(population) FROM changes GROUP BY kind ORDER BY kind"
    for kind, count, area, people in file.execute(query):
        print(f"  moved: {count:,} pieces ({kind}), {area:,.2f} m² with {people:,.0f} people")
    (largest,) = file.execute("SELECT MAX(area_m2) FROM changes").fetchone()
print(f"  the largest is {largest:,.2f} m²; what is larger than 100 m² is left for a person, with the reason")
for name, what in (
    ("before.html", "the check of the precincts as published"),
    ("precincts.gpkg", "the precincts repaired, their fields and order kept"),
    ("changes.gpkg", "every piece that was moved, styled"),
    ("remaining.gpkg", "what is left, and why"),
    ("after.html", "the check of the result"),
    ("log.txt", "what qgis_process said"),
):
    print(f"  {(FOLDER / name).resolve()} ({(FOLDER / name).stat().st_size:,} bytes): {what}")
END
