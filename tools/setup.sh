#!/bin/bash
# Install what is missing: Debian packages by apt, Python packages into .venv.
# Where nothing is missing it asks no network and changes nothing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# proj-bin: pyproj in a virtual environment finds the PROJ database through the `proj` program.
packages=(
    qgis python3-qgis python3-gdal
    python3-numpy python3-scipy python3-shapely python3-pyproj proj-bin
    python3-venv
)

missing=()
for package in "${packages[@]}"; do
    status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$status" = installed ] || missing+=("$package")
done

if [ "${#missing[@]}" -gt 0 ]; then
    as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || {
            echo "These packages are missing: ${missing[*]}. Install them as root, then try again." >&2
            exit 1
        }
        as_root=(sudo)
    fi
    echo "Installing ${missing[*]}"
    "${as_root[@]}" apt-get update </dev/null
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install --yes --no-install-recommends "${missing[@]}" </dev/null
fi

exec tools/environment.sh .venv requirements-dev.txt
