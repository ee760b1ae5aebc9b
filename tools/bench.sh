#!/bin/bash
# Run every benchmark in its own environment; each exits with an error when its figure is missed.
# All of them run, whatever the first ones say.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LC_ALL=C.UTF-8 QT_QPA_PLATFORM=offscreen
tools/environment.sh .bench-venv benchmarks/requirements.txt

missed=()
mapfile -t scripts < <(grep --files-with-matches "__main__" benchmarks/*.py)
for script in "${scripts[@]}"; do
    echo "== $script"
    .bench-venv/bin/python "$script" || missed+=("$script")
done
[ "${#missed[@]}" -eq 0 ] || {
    echo "Missed: ${missed[*]}" >&2
    exit 1
}
