"""The fields of the outputs of assigned codes, and what fills them; names and order are promises to users' scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from qgis.core import QgsFeature, QgsFeatureRequest, QgsFields, QgsProcessingFeatureSource

from grid_manager_plugin.layers.fields import INTEGER, TEXT, Row
from grid_manager_plugin.layers.messages import tr_message
from grid_manager_plugin.layers.read import CHECK_EVERY, UNCHECKED
from grid_manager_plugin.linking.assign_codes import CodedGrids, CodeRow
from grid_manager_plugin.linking.plan import NONE

CODED = (
    ("grid_code", TEXT),
    ("grid_no", INTEGER),
    ("community_id", TEXT),
    ("previous_code", TEXT),
    ("code_kind", TEXT),
)

CODE_STATUS = (
    ("community_id", TEXT),
    ("community_name", TEXT),
    ("grids", INTEGER),
    ("kept", INTEGER),
    ("new", INTEGER),
    ("withdrawn", INTEGER),
    ("highest_number", INTEGER),
    ("reason", TEXT),
)

def coded_features(
    source: QgsProcessingFeatureSource,
    fid: np.ndarray,
    community_id: np.ndarray,
    coded: CodedGrids,
    fields: QgsFields,
    alive: Callable[[], None],
) -> Iterator[QgsFeature]:
    """Yield the features of a layer as they came, in its order, with their codes behind their own fields.

    Args:
        source: The layer of grids.
        fid: Feature ids of the grids that were read from it, shape (n,).
        community_id: Id of each grid's community, empty for none, shape (n,).
        coded: The codes of these.
        fields: Own fields and ours.
        alive: Called now and then; may raise to cancel.
    """
    position = {one: i for i, one in enumerate(fid.tolist())}
    for number, feature in enumerate(source.getFeatures(QgsFeatureRequest(), UNCHECKED)):
        if number % CHECK_EVERY == 0:
            alive()
        i = position[feature.id()]
        grid_no = None if coded.number[i] == NONE else int(coded.number[i])
        ours = [coded.code[i], grid_no, community_id[i], coded.previous_code[i], coded.kind[i]]
        found = QgsFeature(fields)
        found.setGeometry(feature.geometry())
        found.setAttributes([*feature.attributes(), *(value if value != "" else None for value in ours)])
        yield found


def code_status_rows(rows: tuple[CodeRow, ...]) -> Iterator[Row]:
    """Yield the attributes of the communities' rows."""
    for row in rows:
        figures = [row.grids, row.kept, row.new, row.withdrawn, row.highest_number]
        reason = "" if row.reason is None else tr_message(row.reason)
        yield None, [row.community_id, row.community_name, *figures, reason]
