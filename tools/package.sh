#!/bin/bash
# Zip the plugin as it stands in the last commit: one top folder with metadata.txt and LICENSE, as QGIS asks.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
version=$(sed -n 's/^version=//p' grid_manager_plugin/metadata.txt)
[ -n "$version" ] || {
    echo "grid_manager_plugin/metadata.txt names no version." >&2
    exit 1
}
mkdir -p build
archive=build/grid_manager_plugin-$version.zip
git archive --format=zip --output="$archive" HEAD -- grid_manager_plugin
listing=$(/usr/bin/python3 -m zipfile --list "$archive")
for needed in __init__.py metadata.txt LICENSE i18n/grid_manager_zh_CN.qm; do
    grep -q "^grid_manager_plugin/$needed " <<<"$listing" || {
        echo "$archive holds no grid_manager_plugin/$needed." >&2
        exit 1
    }
done
echo "$archive"
