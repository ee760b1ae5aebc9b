#!/bin/bash
# Install what is missing: Debian packages by apt, Python packages into .venv.
# Where nothing is missing it asks no network and changes nothing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# proj-bin: pyproj in a virtual environment finds the PROJ database through the `proj` program.
tools/packages.sh \
    qgis python3-qgis python3-gdal \
    python3-numpy python3-scipy python3-shapely python3-pyproj proj-bin \
    python3-venv

exec tools/environment.sh .venv requirements-dev.txt
