#!/bin/bash
# Divide communities without blocks through qgis_process and leave the results in demo-osm/: Helsinki's along its
# streets, round its buildings; Taipei's villages by straight borders.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

divide() {
    local folder=demo-osm/$1
    mkdir -p "$folder"
    rm -f "$folder"/*
    tools/qgis_process.sh run gridmanager:splitcommunities "${@:2}" \
        --OUTPUT="$folder/grids.gpkg" --BLOCKS_OUTPUT="$folder/blocks.gpkg" --STATUS="$folder/status.gpkg" \
        --REPORT="$folder/report.html" --SUMMARY="$folder/summary.json" >"$folder/log.txt" 2>&1 || {
        cat "$folder/log.txt" >&2
        exit 1
    }
}

divide helsinki \
    --INPUT=samples/helsinki_communities.gpkg --COMMUNITY_ID=community_id --COMMUNITY_NAME=name \
    --BARRIERS=samples/helsinki_streets.gpkg --KEEP_WHOLE=samples/helsinki_buildings.gpkg \
    --MIN_AREA=30000 --MAX_AREA=100000

divide taipei \
    --INPUT=samples/taipei_villages.gpkg --COMMUNITY_ID=VILLCODE --COMMUNITY_NAME=VILLNAME \
    --MIN_AREA=30000 --MAX_AREA=500000 --ALLOW_WHOLE=true

/usr/bin/python3 - <<'END'
import json
from pathlib import Path


def told(city: str, asked: str) -> dict:
    """Print what was asked, the numbers and whose data it is; return the summary."""
    summary = json.loads(Path("demo-osm", city, "summary.json").read_text(encoding="utf-8"))
    print(asked)
    print("  " + ", ".join(f"{name.lower()} {number:,}" for name, number in summary["numbers"].items()))
    for text in dict.fromkeys(right["text"] for right in summary["rights"]):
        print(f"  data: {text}")
    return summary


def files(city: str, blocks: str) -> None:
    """Print where the results are."""
    for name, what in (
        ("grids.gpkg", "the grids, styled"),
        ("blocks.gpkg", blocks),
        ("status.gpkg", "one row a community: verdict, figures, reason, suggestion"),
        ("report.html", "map, distributions and table; opens in any browser, offline"),
        ("summary.json", "the report's numbers"),
        ("log.txt", "what qgis_process said"),
    ):
        path = Path("demo-osm", city, name)
        print(f"  {path.resolve()} ({path.stat().st_size:,} bytes): {what}")


totals = told("helsinki", "Helsinki, no blocks: along the streets, 30,000 to 100,000 m² a grid, buildings kept whole.")["totals"]
print(
    f"  {totals['on_barrier_share']:.0%} of {totals['border_m']:,.0f} m of new border lie on streets, railways or "
    f"streams; buildings cut: {totals['kept_cut']}"
)
files("helsinki", "the faces between streets that grids are made of, with the codes of their grids")
summary = told("taipei", "Taipei, 456 villages, outlines alone: 30,000 to 500,000 m² a grid; small villages stay whole.")
for row in [row for row in summary["communities"] if row["verdict"] == "infeasible"][:1]:
    print(f"  one of those that cannot be: {row['reason']} {row['suggestion']}")
files("taipei", "the pieces that grids are made of, with the codes of their grids")
END
