#!/bin/bash
# Make one virtual environment on top of the system's Python, the one that QGIS runs on.
# Usage: tools/environment.sh FOLDER REQUIREMENTS_FILE...
# Does nothing when the folder was made from the same files by the same Python.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python=/usr/bin/python3
folder=$1
files=("${@:2}")

# The system's own shapely shares one GEOS with QGIS and is the safe choice wherever it is 2.0 or newer: told by what it
# can do, because Debian builds exist that do not know their own version.
if ! "$python" -c 'from shapely import area' 2>/dev/null; then
    files+=(requirements-old-shapely.txt)
fi

version=$("$python" -VV)
wanted=$({ echo "$version"; cat -- "${files[@]}"; } | sha256sum)
stamp=$folder/installed.sha256
[ "$(cat "$stamp" 2>/dev/null || true)" != "$wanted" ] || exit 0

if [ "$("$folder/bin/python" -VV 2>/dev/null || true)" != "$version" ]; then
    "$python" -m venv --clear --system-site-packages "$folder"
fi
options=()
for file in "${files[@]}"; do
    options+=(--requirement "$file")
done
"$folder/bin/python" -m pip install --disable-pip-version-check --quiet "${options[@]}" </dev/null
echo "$wanted" >"$stamp"
