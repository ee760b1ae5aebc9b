"""The fields of a check's outputs, and the rows that fill them; names and order are promises to users' scripts."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator

import numpy as np

from grid_manager_plugin.coverage.findings import Findings
from grid_manager_plugin.coverage.kinds import Kind
from grid_manager_plugin.coverage.summary import CommunityRow
from grid_manager_plugin.layers.fields import INTEGER, REAL, TEXT, TRUTH, Row
from grid_manager_plugin.layers.messages import tr_message

FINDINGS = (
    ("kind", TEXT),
    ("severity", TEXT),
    ("community_id", TEXT),
    ("grid_code", TEXT),
    ("other_code", TEXT),
    ("area_m2", REAL),
    ("value", REAL),
    ("limit", REAL),
    ("message", TEXT),
    ("accepted", TRUTH),
    ("note", TEXT),
)

EDGES = (
    ("kind", TEXT),
    ("severity", TEXT),
    ("community_id", TEXT),
    ("grid_code", TEXT),
    ("other_code", TEXT),
    ("length_m", REAL),
    ("message", TEXT),
    ("accepted", TRUTH),
)

CHECK_STATUS = (
    ("community_id", TEXT),
    ("community_name", TEXT),
    ("valid", TRUTH),
    ("grids", INTEGER),
    ("gap_m2", REAL),
    ("overlap_m2", REAL),
    ("spill_m2", REAL),
    ("errors", INTEGER),
    ("warnings", INTEGER),
)


def finding_rows(findings: Findings) -> Iterator[Row]:
    """Yield geometry and attributes of findings; a figure that there is not is NULL."""
    for i in range(len(findings)):
        figures = (_known(findings.area[i]), _known(findings.value[i]), _known(findings.limit[i]))
        said = (tr_message(findings.message[i]), bool(findings.accepted[i]), findings.note[i])
        yield findings.geometry[i], [*_ids(findings, i), *figures, *said]


def edge_rows(findings: Findings) -> Iterator[Row]:
    """Yield lines and attributes of the findings about borders that do not match."""
    for i in np.flatnonzero(findings.are(Kind.EDGE_MISMATCH)).tolist():
        said = (tr_message(findings.message[i]), bool(findings.accepted[i]))
        yield findings.line[i], [*_ids(findings, i), _known(findings.value[i]), *said]


def check_status_rows(rows: tuple[CommunityRow, ...]) -> Iterator[Row]:
    """Yield the attributes of the communities' rows."""
    for row in rows:
        yield None, list(dataclasses.astuple(row))


def _ids(findings: Findings, position: int) -> list[str]:
    return [
        findings.kind[position].value,
        findings.severity[position].value,
        findings.community_id[position],
        findings.grid_code[position],
        findings.other_code[position],
    ]


def _known(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
