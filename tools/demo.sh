#!/bin/bash
# Divide Denver's communities through qgis_process, check the grids that were made, and leave the results in demo/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
mkdir -p demo
rm -f demo/*

run() {
    tools/qgis_process.sh run "$@" >>demo/log.txt 2>&1 || {
        cat demo/log.txt >&2
        exit 1
    }
}

limits=(--MIN_POPULATION=500 --MAX_POPULATION=2500 --MAX_AREA=30000000)

run gridmanager:splitcommunities \
    --INPUT=samples/denver_communities.gpkg --COMMUNITY_ID=TRACT_GEOID \
    --BLOCKS=samples/denver_blocks.gpkg --POPULATION_FIELD=TOTPOP20 \
    "${limits[@]}" --TARGET_POPULATION=1500 \
    --OUTPUT=demo/grids.gpkg --BLOCKS_OUTPUT=demo/blocks.gpkg --STATUS=demo/status.gpkg \
    --REPORT=demo/report.html --SUMMARY=demo/summary.json

# by another way than they were made: the check shares nothing with the division but limits, codes and measures
run gridmanager:validategrids \
    --INPUT=demo/grids.gpkg --GRID_CODE=grid_code --GRID_COMMUNITY=community_id --POPULATION_FIELD=population \
    --COMMUNITIES=samples/denver_communities.gpkg --COMMUNITY_ID=TRACT_GEOID --CODE_SCHEME=3 "${limits[@]}" \
    --OUTPUT=demo/findings.gpkg --REPORT=demo/check.html --SUMMARY=demo/check.json

/usr/bin/python3 - <<'END'
import json
from pathlib import Path

summary = json.loads(Path("demo/summary.json").read_text(encoding="utf-8"))
numbers = summary["numbers"]
blocks = summary["totals"]["blocks"]
print(
    f"Denver, {numbers['COMMUNITIES']} communities and {blocks:,} blocks: 500 to 2,500 people a grid, at most 30 km², "
    "about 1,500 wished for."
)
print("  " + ", ".join(f"{name.lower()} {numbers[name]:,}" for name in numbers))
check = json.loads(Path("demo/check.json").read_text(encoding="utf-8"))
undivided = {one["community_id"] for one in summary["communities"] if one["verdict"] in ("infeasible", "failed")}
wrong = {one["community_id"] for one in check["communities"] if one["errors"]}
proven = len(check["communities"]) - len(undivided)
found = sum(one["errors"] for one in check["communities"] if one["community_id"] not in undivided)
print(
    f"  checked: {found} errors and {check['numbers']['WARNINGS']} warnings in the {proven} communities that were "
    f"divided; {check['numbers']['ERRORS'] - found} errors in the {len(undivided)} that break a limit undivided"
)
if found or wrong - undivided:
    raise SystemExit("The check found errors in grids that were made: see demo/check.html.")
for name, what in (
    ("grids.gpkg", "the grids, styled"),
    ("blocks.gpkg", "every block with the code of its grid"),
    ("status.gpkg", "one row a community: verdict, figures, reason, suggestion"),
    ("report.html", "map, distributions and table; opens in any browser, offline"),
    ("summary.json", "the report's numbers"),
    ("findings.gpkg", "what the check found, styled"),
    ("check.html", "the check's map and tables"),
    ("check.json", "its numbers"),
    ("log.txt", "what qgis_process said"),
):
    print(f"  {Path('demo', name).resolve()} ({Path('demo', name).stat().st_size:,} bytes): {what}")
END
