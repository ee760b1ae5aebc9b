"""The outputs of a repair: the grids as they came with new ground where it changed, what was moved, what is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import shapely
from qgis.core import QgsFeature, QgsFeatureRequest, QgsGeometry, QgsProcessingFeatureSource, QgsWkbTypes

from grid_manager_plugin.coverage.findings import NONE
from grid_manager_plugin.coverage.inputs import Grids
from grid_manager_plugin.coverage.repair import Repaired
from grid_manager_plugin.layers.fields import REAL, TEXT, Row
from grid_manager_plugin.layers.finding_fields import FINDINGS, finding_rows
from grid_manager_plugin.layers.messages import tr_message
from grid_manager_plugin.layers.read import CHECK_EVERY, UNCHECKED
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message, named

CHANGES = (
    ("kind", TEXT),
    ("from_code", TEXT),
    ("to_code", TEXT),
    ("area_m2", REAL),
    ("population", REAL),
    ("message", TEXT),
)

REMAINING = (*FINDINGS, ("reason", TEXT))

def repaired_features(
    source: QgsProcessingFeatureSource, grids: Grids, repaired: Repaired, alive: Callable[[], None]
) -> Iterator[QgsFeature]:
    """Yield the features of a layer, in its order, with new ground where the repair changed it.

    Args:
        source: The layer of grids.
        grids: What was read from it.
        repaired: What the repair came to.
        alive: Called now and then; may raise to cancel.
    """
    changed = [i for i, one in enumerate(repaired.geometry) if one is not grids.geometry[i]]
    wkb = dict(zip(grids.fid[changed].tolist(), shapely.to_wkb(repaired.geometry[changed])))
    for number, feature in enumerate(source.getFeatures(QgsFeatureRequest(), UNCHECKED)):
        if number % CHECK_EVERY == 0:
            alive()
        ground = wkb.get(feature.id())
        if ground is not None:
            feature.setGeometry(_of_type(ground, source.wkbType()))
        yield feature


def changed_heights(source: QgsProcessingFeatureSource, grids: Grids, repaired: Repaired) -> tuple[Message, ...]:
    """Return a note where grids that changed lose their heights or measures."""
    kind = source.wkbType()
    changed = [i for i, one in enumerate(repaired.geometry) if one is not grids.geometry[i]]
    if not changed or not (QgsWkbTypes.hasZ(kind) or QgsWkbTypes.hasM(kind)):
        return ()
    return (Message(_HEIGHTS, {"count": len(changed), "fids": named(grids.fid[changed])}),)


def change_rows(grids: Grids, repaired: Repaired, people: np.ndarray | None) -> Iterator[Row]:
    """Yield polygon and attributes of each moved piece, then of each grid that was made valid.

    Args:
        grids: The grids.
        repaired: What the repair came to.
        people: People of each moved piece; ``None`` where nobody knows them.
    """
    for i, move in enumerate(repaired.moves):
        source, target = (None if one == NONE else grids.title(one) for one in (move.source, move.target))
        values: dict[str, object] = {"source": source, "target": target, "area": move.area}
        text = _SPILL if target is None else _GAP if source is None else _OVERLAP
        codes = ["" if one == NONE else str(grids.code[one]) for one in (move.source, move.target)]
        count = None if people is None else float(people[i])
        yield move.geometry, [move.kind.value, *codes, move.area, count, tr_message(Message(text, values))]
    for i in repaired.made_valid:
        code, message = str(grids.code[i]), Message(_MADE_VALID, {"grid": grids.title(i), "fid": int(grids.fid[i])})
        yield repaired.geometry[i], ["invalid_geometry", code, code, 0.0, None, tr_message(message)]


def remaining_rows(repaired: Repaired) -> Iterator[Row]:
    """Yield polygon and attributes of each finding that is left, with the reason."""
    for (geometry, attributes), reason in zip(finding_rows(repaired.after.findings), repaired.reasons):
        yield geometry, [*attributes, tr_message(reason)]


def _of_type(wkb: bytes, kind: QgsWkbTypes.Type) -> QgsGeometry:
    """Return ground in the geometry type of a layer: several parts or one, heights of 0 where it has heights."""
    geometry = QgsGeometry()
    geometry.fromWkb(wkb)
    return geometry if kind == QgsWkbTypes.Type.Unknown else geometry.coerceToType(kind)[0]


_HEIGHTS = QT_TRANSLATE_NOOP(
    "Repair",
    "OUTPUT: the heights (Z) and measures (M) of grids whose geometry changed are 0 now: {count} (features of INPUT: "
    "{fids}).",
)
_GAP = QT_TRANSLATE_NOOP(
    "Repair",
    "A gap of {area:,.2f} m² went to grid {target}, of the neighbours that are not locked the one with the longest "
    "shared border.",
)
_OVERLAP = QT_TRANSLATE_NOOP(
    "Repair", "{area:,.2f} m² in two grids stay with grid {target}, and are no longer in grid {source}."
)
_SPILL = QT_TRANSLATE_NOOP("Repair", "{area:,.2f} m² of grid {source} outside its community were cut off.")
_MADE_VALID = QT_TRANSLATE_NOOP(
    "Repair", "The geometry of grid {grid} (feature {fid}) was made valid; its area changed by at most 1 %."
)
