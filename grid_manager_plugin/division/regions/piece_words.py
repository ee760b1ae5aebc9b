"""The words in which an obstacle is told that has to do with pieces of a community between walls.

``{community_id}``, ``{piece}`` and ``{pieces}`` are filled where the blocks' names are known.
"""

from __future__ import annotations

from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP

PIECE = QT_TRANSLATE_NOOP("Obstacle", "blocks {blocks} ({population} people, {area} m²)")
NEXT = QT_TRANSLATE_NOOP("Obstacle", "{first}; {rest}")
MORE = QT_TRANSLATE_NOOP("Obstacle", "{first}; and more: {count}")
CUT_BY_BARRIERS = QT_TRANSLATE_NOOP("Obstacle", "cut off by hard barriers (BARRIER_HARD; features {barriers})")
CUT_BY_DEDICATED = QT_TRANSLATE_NOOP("Obstacle", "cut off by dedicated grids (KEEP_WHOLE_DEDICATED)")

MANY = {
    "BARRIER_HARD": QT_TRANSLATE_NOOP(
        "Obstacle",
        "Community {community_id}: hard barriers (BARRIER_HARD) part it into {figure} pieces, and no grid may lie in "
        "two of them, but {asked} allows {bound}. The pieces: {pieces}.",
    ),
    "KEEP_WHOLE_DEDICATED": QT_TRANSLATE_NOOP(
        "Obstacle",
        "Community {community_id}: dedicated grids (KEEP_WHOLE_DEDICATED) part the rest of it into {figure} pieces, "
        "and no grid may lie in two of them, but {asked} allows {bound}. The pieces: {pieces}.",
    ),
}
NEED = {
    "BARRIER_HARD": QT_TRANSLATE_NOOP(
        "Obstacle",
        "Community {community_id}: no grid may lie in two of its {count} pieces between hard barriers (BARRIER_HARD), "
        "and in a plan of {bound} grids ({asked}) they need {figure} together to hold the maximums. The pieces: "
        "{pieces}.",
    ),
    "KEEP_WHOLE_DEDICATED": QT_TRANSLATE_NOOP(
        "Obstacle",
        "Community {community_id}: no grid may lie in two of its {count} pieces between dedicated grids "
        "(KEEP_WHOLE_DEDICATED), and in a plan of {bound} grids ({asked}) they need {figure} together to hold the "
        "maximums. The pieces: {pieces}.",
    ),
}
SUFFICE = {
    "BARRIER_HARD": QT_TRANSLATE_NOOP(
        "Obstacle",
        "Community {community_id}: no grid may lie in two of its {count} pieces between hard barriers (BARRIER_HARD), "
        "and in a plan of {bound} grids ({asked}) their blocks and the minimums are enough for {figure} together. The "
        "pieces: {pieces}.",
    ),
    "KEEP_WHOLE_DEDICATED": QT_TRANSLATE_NOOP(
        "Obstacle",
        "Community {community_id}: no grid may lie in two of its {count} pieces between dedicated grids "
        "(KEEP_WHOLE_DEDICATED), and in a plan of {bound} grids ({asked}) their blocks and the minimums are enough for "
        "{figure} together. The pieces: {pieces}.",
    ),
}
SMALL = {
    "population": QT_TRANSLATE_NOOP(
        "Obstacle",
        "Community {community_id}: the piece of {piece}, {cut}, has {figure} people, {amount} below the minimum of "
        "{bound} for one grid ({parameter}).",
    ),
    "area": QT_TRANSLATE_NOOP(
        "Obstacle",
        "Community {community_id}: the piece of {piece}, {cut}, has {figure} m², {amount} m² below the minimum of "
        "{bound} m² for one grid ({parameter}).",
    ),
}
BETWEEN = QT_TRANSLATE_NOOP(
    "Obstacle",
    "Community {community_id}: the piece of {piece}, {cut}, needs {needed} grids of at most {high} ({upper}), but is "
    "only enough for {enough} of at least {low} ({parameter}).",
)
FIGURE = {
    "population": QT_TRANSLATE_NOOP("Obstacle", "{number} people"),
    "area": QT_TRANSLATE_NOOP("Obstacle", "{number} m²"),
}
FOUND = QT_TRANSLATE_NOOP(
    "Obstacle",
    "Community {community_id}: no plan of {grids} grids was found that holds every limit with no grid in two of its "
    "{count} pieces, which proves nothing; the best one has a grid of {breach} in the piece of {piece}, {cut}.",
)
NONE_HOLDS = QT_TRANSLATE_NOOP(
    "Obstacle",
    "Community {community_id}: no plan of {grids} grids holds every limit with no grid in two of its {count} pieces; "
    "the best one found has a grid of {breach} in the piece of {piece}, {cut}.",
)
BREACH = {
    ("population", "max"): QT_TRANSLATE_NOOP(
        "Obstacle", "{figure} people, {amount} above the maximum of {bound} ({parameter}),"
    ),
    ("population", "min"): QT_TRANSLATE_NOOP(
        "Obstacle", "{figure} people, {amount} below the minimum of {bound} ({parameter}),"
    ),
    ("area", "max"): QT_TRANSLATE_NOOP(
        "Obstacle", "{figure} m², {amount} m² above the maximum of {bound} m² ({parameter}),"
    ),
    ("area", "min"): QT_TRANSLATE_NOOP(
        "Obstacle", "{figure} m², {amount} m² below the minimum of {bound} m² ({parameter}),"
    ),
}

SOFTEN = QT_TRANSLATE_NOOP("Obstacle", "Set BARRIER_HARD to false for these features of BARRIERS: {barriers}.")
SOFTEN_OR_SET = QT_TRANSLATE_NOOP(
    "Obstacle", "Set BARRIER_HARD to false for these features of BARRIERS: {barriers}; or set {other}."
)
OPEN = QT_TRANSLATE_NOOP("Obstacle", "Set KEEP_WHOLE_DEDICATED to false for the polygons of these blocks: {opened}.")
OPEN_OR_SET = QT_TRANSLATE_NOOP(
    "Obstacle", "Set KEEP_WHOLE_DEDICATED to false for the polygons of these blocks: {opened}; or set {other}."
)
SET_OTHER = QT_TRANSLATE_NOOP("Obstacle", "Set {other}.")
NO_HELP = QT_TRANSLATE_NOOP(
    "Obstacle", "No single change was found that helps: give fewer walls (BARRIER_HARD, KEEP_WHOLE_DEDICATED)."
)
