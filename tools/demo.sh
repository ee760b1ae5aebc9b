#!/bin/bash
# Divide Denver's communities through qgis_process, check the grids that were made, compare them with the city's voting
# precincts; link a week of St. Louis's requests to its neighbourhoods; and leave the results in demo/.
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

# as if the precincts had been the grids so far
run gridmanager:comparegridplans \
    --OLD=samples/denver_precincts.gpkg --OLD_CODE=PRECID --NEW=demo/grids.gpkg --NEW_CODE=grid_code \
    --POPULATION_LAYER=samples/denver_blocks.gpkg --POPULATION_LAYER_FIELD=TOTPOP20 "${limits[@]}" \
    --OUTPUT=demo/moved.gpkg --HISTORY=demo/history.gpkg --REPORT=demo/compare.html --SUMMARY=demo/compare.json

# a CSV file in US survey feet, neighbourhoods in degrees
csv=$(/usr/bin/python3 -c 'from pathlib import Path; print(Path("samples/stlouis_requests.csv").resolve().as_uri())')
requests="delimitedtext://$csv?delimiter=,&xField=srx&yField=sry&crs=ESRI:102696"
run gridmanager:linksurveypoints \
    --INPUT="$requests" --GRIDS=samples/stlouis_neighbourhoods.gpkg --GRID_CODE=NHD_NUM \
    --TYPED_CODE=neighborhood --POINT_ID=requestid --OUTPUT=demo/requests.gpkg --UNLINKED=demo/unlinked.gpkg \
    --MISMATCHES=demo/mismatches.gpkg --REPORT=demo/link.html --SUMMARY=demo/link.json
run gridmanager:summarizegrids \
    --INPUT=samples/stlouis_neighbourhoods.gpkg --GRID_CODE=NHD_NUM --GRID_NAME=NHD_NAME --LEVELS=2 \
    --LAYERS=demo/requests.gpkg --CLASS_FIELD=problemcode --OUTPUT=demo/neighbourhoods.gpkg --REPORT=demo/cards.html

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
compared = json.loads(Path("demo/compare.json").read_text(encoding="utf-8"))
old, new = compared["before"], compared["after"]
print(
    f"  compared with {old['grids']} voting precincts: too many or too few people in {old['population_breaches']} of them, "
    f"in {new['population_breaches']} of the {new['grids']} grids"
)
link = json.loads(Path("demo/link.json").read_text(encoding="utf-8"))
counts, reasons = link["numbers"], link["by_rule"]
print(
    f"St. Louis, {counts['POINTS']:,} requests of a week in 88 neighbourhoods: linked {counts['LINKED']:,}, outside "
    f"{reasons['outside']}, without coordinates {reasons['no_geometry']}; another neighbourhood, or none, was typed "
    f"for {counts['MISMATCHED']}"
)
for name, what in (
    ("grids.gpkg", "the grids, styled"),
    ("blocks.gpkg", "every block with the code of its grid"),
    ("status.gpkg", "one row a community: verdict, figures, reason, suggestion"),
    ("report.html", "map, distributions and table; opens in any browser, offline"),
    ("summary.json", "the report's numbers"),
    ("findings.gpkg", "what the check found, styled"),
    ("check.html", "the check's map and tables"),
    ("check.json", "its numbers"),
    ("compare.html", "the precincts and the new grids side by side: people, ground, codes"),
    ("moved.gpkg", "ground that came to another grid, with its people, styled"),
    ("history.gpkg", "what became of each code"),
    ("requests.gpkg", "the requests with their neighbourhood and the rule"),
    ("unlinked.gpkg", "those without one, and why"),
    ("mismatches.gpkg", "those for which another one was typed"),
    ("link.html", "map and tables of the link"),
    ("cards.html", "a card for each neighbourhood: map, requests by class, neighbours"),
    ("log.txt", "what qgis_process said"),
):
    print(f"  {Path('demo', name).resolve()} ({Path('demo', name).stat().st_size:,} bytes): {what}")
END
