#!/bin/bash
# Run qgis_process with the plugin of this checkout: without a display, and away from the user's own QGIS profile.
# Usage: tools/qgis_process.sh run gridmanager:splitcommunities --INPUT=... ; relative paths are the caller's.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
state=$root/build/qgis
settings=$state/profiles/default/QGIS/QGIS3.ini

mkdir -p "${settings%/*}" "$state/run"
chmod 700 "$state/run"
# Written by hand: `qgis_process plugins enable` fails when the plugin is enabled already.
[ -s "$settings" ] || printf '[PythonPlugins]\ngrid_manager_plugin=true\n' >"$settings"

libraries=("$root"/.venv/lib/python3*/site-packages)
# QGIS takes its Python from the first python3 on PATH: the system's, never that of an active virtual environment.
export PATH=/usr/bin:/bin
export PYTHONPATH="${libraries[0]}"
export QGIS_PLUGINPATH="$root" QGIS_CUSTOM_CONFIG_PATH="$state" XDG_RUNTIME_DIR="$state/run"
export QT_QPA_PLATFORM=offscreen LC_ALL=C.UTF-8 PYTHONWARNINGS=ignore

# The wrapper script `qgis_process` of Debian 12 passes an option that the program itself refuses.
program=$(command -v qgis_process.bin || command -v qgis_process)
exec "$program" "$@"
