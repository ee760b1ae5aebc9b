"""The fields of the outputs, and the rows that fill them; names and order are promises to users' scripts."""

from __future__ import annotations

from collections.abc import Iterator

from qgis.core import Qgis, QgsField, QgsFields
from qgis.PyQt.QtCore import QMetaType, QVariant

from grid_manager_plugin.division.community import CommunityPlan
from grid_manager_plugin.division.summary import StatusRow, known
from grid_manager_plugin.division.verdict import Verdict
from grid_manager_plugin.layers.messages import tr_message
from grid_manager_plugin.rules.messages import Message

# QgsField took to QMetaType with QGIS 3.38
INTEGER, REAL, TEXT, TRUTH, LONG = (
    (
        QMetaType.Type.Int,
        QMetaType.Type.Double,
        QMetaType.Type.QString,
        QMetaType.Type.Bool,
        QMetaType.Type.LongLong,
    )
    if Qgis.QGIS_VERSION_INT >= 33800
    else (QVariant.Int, QVariant.Double, QVariant.String, QVariant.Bool, QVariant.LongLong)
)

Row = tuple  # (geometry or None, attributes in the order of the fields)

GRIDS = (
    ("grid_code", TEXT),
    ("grid_no", INTEGER),
    ("community_id", TEXT),
    ("community_name", TEXT),
    ("population", REAL),
    ("area_m2", REAL),
    ("perimeter_m", REAL),
    ("compactness", REAL),
    ("border_m", REAL),
    ("on_barrier_share", REAL),
    ("verdict", TEXT),
)

BLOCKS = (
    ("block_no", INTEGER),
    ("community_id", TEXT),
    ("grid_code", TEXT),
    ("population", REAL),
    ("area_m2", REAL),
)

STATUS = (
    ("community_id", TEXT),
    ("community_name", TEXT),
    ("verdict", TEXT),
    ("proven", TRUTH),
    ("grids", INTEGER),
    ("binding_limit", TEXT),
    ("reason", TEXT),
    ("suggestion", TEXT),
    ("population", REAL),
    ("area_m2", REAL),
    ("border_m", REAL),
    ("on_barrier_share", REAL),
    ("population_min", REAL),
    ("population_max", REAL),
    ("area_min_m2", REAL),
    ("area_max_m2", REAL),
    ("blocks", INTEGER),
    ("method", TEXT),
    ("population_source", TEXT),
    ("kept_cut", INTEGER),
    ("moved_population", REAL),
)


def fields_of(columns: tuple) -> QgsFields:
    """Return the fields of an output, from pairs of name and type."""
    fields = QgsFields()
    for name, kind in columns:
        fields.append(QgsField(name, kind))
    return fields


def grid_rows(plan: CommunityPlan) -> Iterator[Row]:
    """Yield geometry and attributes of a plan's grids; a figure that is unknown or infinite is NULL."""
    for grid in plan.grids:
        yield (
            grid.geometry,
            [
                grid.code,
                grid.number,
                plan.id,
                plan.name,
                known(grid.population),
                known(grid.area),
                known(grid.perimeter),
                known(grid.compactness),
                known(grid.border),
                grid.on_barrier_share,
                str(plan.verdict),
            ],
        )


def block_rows(plan: CommunityPlan) -> Iterator[Row]:
    """Yield geometry and attributes of a plan's blocks; figures as :func:`grid_rows`."""
    for block in plan.blocks:
        yield block.geometry, [block.number, plan.id, block.grid_code, known(block.population), known(block.area)]


def status_rows(row: StatusRow, notes: tuple[Message, ...]) -> Iterator[Row]:
    """Yield the attributes of a community's status; what there is to note stands behind the reason."""
    said = [message for message in (row.reason, *notes) if message is not None]
    yield (
        None,
        [
            row.community_id,
            row.community_name,
            str(row.verdict),
            row.proven if row.verdict is Verdict.INFEASIBLE else None,
            row.grids,
            row.binding_limit,
            " ".join(tr_message(message) for message in said),
            "" if row.suggestion is None else tr_message(row.suggestion),
            row.population,
            row.area_m2,
            row.border_m,
            row.on_barrier_share,
            row.population_min,
            row.population_max,
            row.area_min_m2,
            row.area_max_m2,
            row.blocks,
            row.method,
            row.population_source,
            row.kept_cut,
            row.moved_population,
        ],
    )
