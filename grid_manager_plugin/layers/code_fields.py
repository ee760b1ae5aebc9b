"""The fields of the outputs of assigned codes, and what fills them; names and order are promises to users' scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from qgis.core import QgsFeature, QgsFields, QgsProcessingFeatureSource

from grid_manager_plugin.layers.fields import INTEGER, TEXT, Row
from grid_manager_plugin.layers.messages import tr_message
from grid_manager_plugin.layers.own_fields import with_columns
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
    numbers = [None if number == NONE else int(number) for number in coded.number.tolist()]
    columns = (coded.code, numbers, community_id, coded.previous_code, coded.kind)
    rows = ([value if value != "" else None for value in row] for row in zip(*columns))
    return with_columns(source, dict(zip(fid.tolist(), rows)), fields, alive)


def code_status_rows(rows: tuple[CodeRow, ...]) -> Iterator[Row]:
    """Yield the attributes of the communities' rows."""
    for row in rows:
        figures = [row.grids, row.kept, row.new, row.withdrawn, row.highest_number]
        reason = "" if row.reason is None else tr_message(row.reason)
        yield None, [row.community_id, row.community_name, *figures, reason]
