#!/bin/bash
# Bring the translations up to date: collect every text of the plugin into the .ts files and compile them to .qm.
# Translations stay; new texts come unfinished, and those whose text is gone are marked vanished.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tools/packages.sh pyqt6-dev-tools qt6-l10n-tools
qt=/usr/lib/qt6/bin

mapfile -t sources < <(find grid_manager_plugin -name '*.py' | LC_ALL=C sort)
for ts in grid_manager_plugin/i18n/*.ts; do
    # pylupdate6 reads Python as Python does; pylupdate5 loses a fifth of the texts without a word
    pylupdate6 --ts "$ts" "${sources[@]}"
    # without line numbers: a change of code that changes no text changes no .ts
    "$qt/lconvert" -locations none -i "$ts" -o "$ts"
    "$qt/lrelease" -silent -nounfinished "$ts" -qm "${ts%.ts}.qm"
done
