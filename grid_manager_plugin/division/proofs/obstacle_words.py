"""The words in which an obstacle is told: templates by kind, limit and side.

``{community_id}`` and ``{block}`` are filled where they are known; figures come as people read them.
"""

from __future__ import annotations

from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP

FEW_BLOCKS = QT_TRANSLATE_NOOP(
    "Obstacle",
    "Community {community_id}: too few blocks ({blocks}) for the number of grids that {parameter} asks for ({grids}).",
)
FEW_GROUPS = QT_TRANSLATE_NOOP(
    "Obstacle",
    "Community {community_id}: too few groups of blocks that are never parted ({blocks}) for the number of grids that "
    "{parameter} asks for ({grids}).",
)
FEW_PIECES = QT_TRANSLATE_NOOP(
    "Obstacle",
    "Community {community_id}: too few pieces that no border may cut ({blocks}) for the number of grids that "
    "{parameter} asks for ({grids}).",
)
KEEP_LESS = QT_TRANSLATE_NOOP("Obstacle", "Leave polygons out of KEEP_WHOLE, or keep smaller ones.")
GIVE_BLOCKS = QT_TRANSLATE_NOOP("Obstacle", "Give blocks that cover the community.")
SMALLER_BLOCKS = QT_TRANSLATE_NOOP("Obstacle", "Set {change}, or give smaller blocks.")
GIVE_SMALLER_BLOCKS = QT_TRANSLATE_NOOP("Obstacle", "Give smaller blocks.")
SET = QT_TRANSLATE_NOOP("Obstacle", "Set {change}.")
SET_EITHER = QT_TRANSLATE_NOOP("Obstacle", "Set {change} or {other}.")
WOULD_HOLD = QT_TRANSLATE_NOOP("Obstacle", "The best plan found would hold with {change}.")

TOTAL = {
    ("population", "max"): QT_TRANSLATE_NOOP(
        "Obstacle",
        "Community {community_id}: population {figure} in {grids} grids of at most {bound} ({parameter}): "
        "{needed} grids would be needed.",
    ),
    ("population", "min"): QT_TRANSLATE_NOOP(
        "Obstacle",
        "Community {community_id}: population {figure} in {grids} grids of at least {bound} ({parameter}): it "
        "is enough for {needed}.",
    ),
    ("area", "max"): QT_TRANSLATE_NOOP(
        "Obstacle",
        "Community {community_id}: {figure} m² in {grids} grids of at most {bound} m² ({parameter}): {needed} "
        "would be needed.",
    ),
    ("area", "min"): QT_TRANSLATE_NOOP(
        "Obstacle",
        "Community {community_id}: {figure} m² in {grids} grids of at least {bound} m² ({parameter}): it is "
        "enough for {needed}.",
    ),
}
TOTAL_NEVER = {
    "population": QT_TRANSLATE_NOOP(
        "Obstacle",
        "Community {community_id}: population {figure} in {grids} grids of at most {bound} ({parameter}): no number "
        "of grids is enough.",
    ),
    "area": QT_TRANSLATE_NOOP(
        "Obstacle",
        "Community {community_id}: {figure} m² in {grids} grids of at most {bound} m² ({parameter}): no number of "
        "grids is enough.",
    ),
}
BLOCK = {
    "population": QT_TRANSLATE_NOOP(
        "Obstacle",
        "Community {community_id}: block {block} alone has {figure} people, more than the {bound} that "
        "{parameter} allows in each of {grids} grids.",
    ),
    "area": QT_TRANSLATE_NOOP(
        "Obstacle",
        "Community {community_id}: block {block} alone has {figure} m², more than the {bound} m² that "
        "{parameter} allows in each of {grids} grids.",
    ),
}
KEPT = {
    "population": QT_TRANSLATE_NOOP(
        "Obstacle",
        "Community {community_id}: what KEEP_WHOLE keeps together (features {kept}) has {figure} people, more than the "
        "{bound} that {parameter} allows in a grid.",
    ),
    "area": QT_TRANSLATE_NOOP(
        "Obstacle",
        "Community {community_id}: what KEEP_WHOLE keeps together (features {kept}) has {figure} m², more than the "
        "{bound} m² that {parameter} allows in a grid.",
    ),
}
SET_OR_DEDICATED = QT_TRANSLATE_NOOP(
    "Obstacle",
    "Mark it in KEEP_WHOLE_DEDICATED as a grid of its own, leave it out of KEEP_WHOLE, or set {change} at least.",
)
GROUP = {
    "population": QT_TRANSLATE_NOOP(
        "Obstacle",
        "Community {community_id}: block {block} and those never parted from it have {figure} people, more than"
        " the {bound} that {parameter} allows in each of {grids} grids.",
    ),
    "area": QT_TRANSLATE_NOOP(
        "Obstacle",
        "Community {community_id}: block {block} and those never parted from it have {figure} m², more than the"
        " {bound} m² that {parameter} allows in each of {grids} grids.",
    ),
}
_FOUND = {
    ("population", "max"): QT_TRANSLATE_NOOP(
        "Obstacle",
        "Community {community_id}: no plan was found that holds every limit, which proves nothing; the best "
        "plan of {grids} grids has one of {figure} people, {amount} above the maximum of {bound} ({parameter}).",
    ),
    ("population", "min"): QT_TRANSLATE_NOOP(
        "Obstacle",
        "Community {community_id}: no plan was found that holds every limit, which proves nothing; the best "
        "plan of {grids} grids has one of {figure} people, {amount} below the minimum of {bound} ({parameter}).",
    ),
    ("area", "max"): QT_TRANSLATE_NOOP(
        "Obstacle",
        "Community {community_id}: no plan was found that holds every limit, which proves nothing; the best "
        "plan of {grids} grids has one of {figure} m², {amount} m² above the maximum of {bound} m² "
        "({parameter}).",
    ),
    ("area", "min"): QT_TRANSLATE_NOOP(
        "Obstacle",
        "Community {community_id}: no plan was found that holds every limit, which proves nothing; the best "
        "plan of {grids} grids has one of {figure} m², {amount} m² below the minimum of {bound} m² "
        "({parameter}).",
    ),
}
_PACKING = {
    ("population", "max"): QT_TRANSLATE_NOOP(
        "Obstacle",
        "Community {community_id}: whole blocks cannot make {grids} grids within the limits, contiguous or not;"
        " the best plan found has a grid of {figure} people, {amount} above the maximum of {bound} "
        "({parameter}).",
    ),
    ("population", "min"): QT_TRANSLATE_NOOP(
        "Obstacle",
        "Community {community_id}: whole blocks cannot make {grids} grids within the limits, contiguous or not;"
        " the best plan found has a grid of {figure} people, {amount} below the minimum of {bound} "
        "({parameter}).",
    ),
    ("area", "max"): QT_TRANSLATE_NOOP(
        "Obstacle",
        "Community {community_id}: whole blocks cannot make {grids} grids within the limits, contiguous or not;"
        " the best plan found has a grid of {figure} m², {amount} m² above the maximum of {bound} m² "
        "({parameter}).",
    ),
    ("area", "min"): QT_TRANSLATE_NOOP(
        "Obstacle",
        "Community {community_id}: whole blocks cannot make {grids} grids within the limits, contiguous or not;"
        " the best plan found has a grid of {figure} m², {amount} m² below the minimum of {bound} m² "
        "({parameter}).",
    ),
}
_CONTIGUITY = {
    ("population", "max"): QT_TRANSLATE_NOOP(
        "Obstacle",
        "Community {community_id}: whole blocks make {grids} grids within the limits only with grids in pieces;"
        " the best connected plan found has a grid of {figure} people, {amount} above the maximum of {bound} "
        "({parameter}).",
    ),
    ("population", "min"): QT_TRANSLATE_NOOP(
        "Obstacle",
        "Community {community_id}: whole blocks make {grids} grids within the limits only with grids in pieces;"
        " the best connected plan found has a grid of {figure} people, {amount} below the minimum of {bound} "
        "({parameter}).",
    ),
    ("area", "max"): QT_TRANSLATE_NOOP(
        "Obstacle",
        "Community {community_id}: whole blocks make {grids} grids within the limits only with grids in pieces;"
        " the best connected plan found has a grid of {figure} m², {amount} m² above the maximum of {bound} m² "
        "({parameter}).",
    ),
    ("area", "min"): QT_TRANSLATE_NOOP(
        "Obstacle",
        "Community {community_id}: whole blocks make {grids} grids within the limits only with grids in pieces;"
        " the best connected plan found has a grid of {figure} m², {amount} m² below the minimum of {bound} m² "
        "({parameter}).",
    ),
}
_RELAXED = {
    ("population", "max"): QT_TRANSLATE_NOOP(
        "Obstacle",
        "Community {community_id}: a limit is relaxed: of {grids} grids, one has {figure} people, {amount} "
        "above the maximum of {bound} ({parameter}).",
    ),
    ("population", "min"): QT_TRANSLATE_NOOP(
        "Obstacle",
        "Community {community_id}: a limit is relaxed: of {grids} grids, one has {figure} people, {amount} "
        "below the minimum of {bound} ({parameter}).",
    ),
    ("area", "max"): QT_TRANSLATE_NOOP(
        "Obstacle",
        "Community {community_id}: a limit is relaxed: of {grids} grids, one has {figure} m², {amount} m² above"
        " the maximum of {bound} m² ({parameter}).",
    ),
    ("area", "min"): QT_TRANSLATE_NOOP(
        "Obstacle",
        "Community {community_id}: a limit is relaxed: of {grids} grids, one has {figure} m², {amount} m² below"
        " the minimum of {bound} m² ({parameter}).",
    ),
}

PLAN = {"found": _FOUND, "packing": _PACKING, "contiguity": _CONTIGUITY, "relaxed": _RELAXED}
