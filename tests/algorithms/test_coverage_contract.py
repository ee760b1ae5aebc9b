"""Names, types, defaults and flags of ``validategrids`` and ``repairgrids``: promises to users' scripts and models."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.core import QgsApplication

from grid_manager_plugin.algorithms.coverage_parameters import KINDS
from grid_manager_plugin.coverage.kinds import Kind
from grid_manager_plugin.layers.fields import fields_of
from grid_manager_plugin.layers.finding_fields import CHECK_STATUS, EDGES, FINDINGS
from grid_manager_plugin.layers.repaired import CHANGES, REMAINING
from tests.algorithms.contract import COMMUNITY_FIELDS, LIMITS, PAGES, numbers_of, parameters_of, parents_of

# name: type, default, optional, advanced
INPUTS = {
    "INPUT": ("source", None, False, False),
    "GRID_CODE": ("field", None, True, False),
    "GRID_COMMUNITY": ("field", None, True, False),
    "POPULATION_FIELD": ("field", None, True, False),
    "COMMUNITIES": ("source", None, False, False),
    **COMMUNITY_FIELDS,
    **LIMITS,
    "CODE_SCHEME": ("enum", None, True, False),
}
REPAIR = {
    "MAX_GAP_AREA": ("number", 100.0, False, False),
    "MAX_OVERLAP_AREA": ("number", 100.0, False, False),
    "MAX_SPILL_AREA": ("number", 100.0, False, False),
    "SNAP_TOLERANCE": ("number", 0.05, False, False),
    "LOCKED": ("field", None, True, False),
    "POPULATION_LAYER": ("source", None, True, False),
    "POPULATION_LAYER_FIELD": ("field", None, True, False),
}
THRESHOLDS = {
    "IGNORE_BELOW": ("number", 0.01, False, True),
    "SLIVER_BELOW": ("number", 1.0, False, True),
    "ACCEPTED": ("source", None, True, False),
    "CHECKS": ("enum", list(range(18)), False, True),
    "FAIL_ON_ERROR": ("boolean", False, False, True),
    "OUTPUT": ("sink", None, False, False),
}
SINK = ("sink", None, True, False)

PARAMETERS = {
    "validategrids": {**INPUTS, **THRESHOLDS, "EDGES": SINK, "STATUS": SINK, **PAGES},
    "repairgrids": {**INPUTS, **REPAIR, **THRESHOLDS, "CHANGES": SINK, "REMAINING": SINK, **PAGES},
}
NUMBERS = {
    "validategrids": "ERRORS WARNINGS ACCEPTED_COUNT COMMUNITIES_VALID COMMUNITIES_INVALID GAP_M2 OVERLAP_M2 SPILL_M2",
    "repairgrids": "REPAIRED LEFT AREA_MOVED_M2 NODED",
}
FIELDS = {
    FINDINGS: "kind, severity, community_id, grid_code, other_code, area_m2, value, limit, message, accepted, note",
    EDGES: "kind, severity, community_id, grid_code, other_code, length_m, message, accepted",
    CHECK_STATUS: "community_id, community_name, valid, grids, gap_m2, overlap_m2, spill_m2, errors, warnings",
    CHANGES: "kind, from_code, to_code, area_m2, population, message",
    REMAINING: "kind, severity, community_id, grid_code, other_code, area_m2, value, limit, message, accepted, note, "
    "reason",
}


@pytest.fixture(params=sorted(PARAMETERS))
def algorithm(request: pytest.FixtureRequest, provider: Any) -> Any:
    found = QgsApplication.processingRegistry().createAlgorithmById(f"gridmanager:{request.param}")
    assert found is not None
    return found


def test_parameters(algorithm: Any) -> None:
    found = parameters_of(algorithm)
    assert found == PARAMETERS[algorithm.name()]
    assert list(found) == list(PARAMETERS[algorithm.name()])


def test_numbers_are_declared_outputs(algorithm: Any) -> None:
    assert numbers_of(algorithm) == NUMBERS[algorithm.name()].split()


def test_optional_outputs_are_not_made_unless_asked(algorithm: Any) -> None:
    names = {"EDGES", "STATUS", "CHANGES", "REMAINING", "REPORT", "SUMMARY"} & set(PARAMETERS[algorithm.name()])
    assert len(names) == 4
    for name in names:
        assert not algorithm.parameterDefinition(name).createByDefault()


def test_fields_belong_to_their_layers(algorithm: Any) -> None:
    parents = parents_of(algorithm)
    assert {parents[name] for name in parents if name.startswith("COMMUNITY_")} == {"COMMUNITIES"}
    assert {parents[name] for name in parents if name in ("GRID_CODE", "GRID_COMMUNITY", "LOCKED")} == {"INPUT"}


def test_everything_is_explained(algorithm: Any) -> None:
    assert all(parameter.help() for parameter in algorithm.parameterDefinitions())
    assert len(algorithm.shortHelpString()) > 300
    assert algorithm.groupId() == "coverage"


def test_the_checks_stand_in_the_promised_order(algorithm: Any) -> None:
    assert len(algorithm.parameterDefinition("CHECKS").options()) == len(KINDS)
    assert algorithm.parameterDefinition("CHECKS").allowMultiple()
    assert tuple(kind.value for kind in Kind) == KINDS
    schemes = algorithm.parameterDefinition("CODE_SCHEME").options()
    assert [scheme.split(" ")[0] for scheme in schemes] == ["Unit", "Social", "Professional", "Plain"]


@pytest.mark.parametrize("columns", list(FIELDS), ids=["findings", "edges", "status", "changes", "remaining"])
def test_fields_of_the_outputs(columns: tuple) -> None:
    assert [field.name() for field in fields_of(columns)] == FIELDS[columns].split(", ")
