#!/bin/bash
# Divide Denver's communities through qgis_process and leave the results in demo/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
mkdir -p demo
rm -f demo/*

tools/qgis_process.sh run gridmanager:splitcommunities \
    --INPUT=samples/denver_communities.gpkg --COMMUNITY_ID=TRACT_GEOID \
    --BLOCKS=samples/denver_blocks.gpkg --POPULATION_FIELD=TOTPOP20 \
    --MIN_POPULATION=500 --MAX_POPULATION=2500 --MAX_AREA=30000000 --TARGET_POPULATION=1500 \
    --OUTPUT=demo/grids.gpkg --BLOCKS_OUTPUT=demo/blocks.gpkg --STATUS=demo/status.gpkg \
    --REPORT=demo/report.html --SUMMARY=demo/summary.json >demo/log.txt 2>&1 || {
    cat demo/log.txt >&2
    exit 1
}

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
for name, what in (
    ("grids.gpkg", "the grids, styled"),
    ("blocks.gpkg", "every block with the code of its grid"),
    ("status.gpkg", "one row a community: verdict, figures, reason, suggestion"),
    ("report.html", "map, distributions and table; opens in any browser, offline"),
    ("summary.json", "the report's numbers"),
    ("log.txt", "what qgis_process said"),
):
    print(f"  {Path('demo', name).resolve()} ({Path('demo', name).stat().st_size:,} bytes): {what}")
END
