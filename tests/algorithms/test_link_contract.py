"""Names, types, defaults and flags of ``linksurveypoints``: promises to users' scripts and models."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.core import QgsApplication

from grid_manager_plugin.layers.fields import fields_of
from grid_manager_plugin.layers.link_rows import LINKED, MISMATCHES, UNLINKED
from grid_manager_plugin.linking.assign import Rule
from tests.algorithms.contract import PAGES, numbers_of, parameters_of, parents_of

SINK = ("sink", None, True, False)

# name: type, default, optional, advanced
PARAMETERS = {
    "INPUT": ("source", None, False, False),
    "GRIDS": ("source", None, False, False),
    "GRID_CODE": ("field", None, False, False),
    "TYPED_CODE": ("field", None, True, False),
    "POINT_ID": ("field", None, True, False),
    "MAX_DISTANCE": ("number", 0.0, False, False),
    "OUTPUT": ("sink", None, False, False),
    "UNLINKED": SINK,
    "MISMATCHES": SINK,
    **PAGES,
}
FIELDS = {
    LINKED: "grid_code, link_rule, link_distance_m",
    UNLINKED: "reason, nearest_code, distance_m",
    MISMATCHES: "typed_code, grid_code, typed_exists, distance_m",
}


@pytest.fixture
def algorithm(provider: Any) -> Any:
    return QgsApplication.processingRegistry().createAlgorithmById("gridmanager:linksurveypoints")


def test_parameters(algorithm: Any) -> None:
    found = parameters_of(algorithm)
    assert found == PARAMETERS
    assert list(found) == list(PARAMETERS)


def test_numbers_are_declared_outputs(algorithm: Any) -> None:
    wanted = "POINTS LINKED UNLINKED_COUNT MISMATCHED INSIDE ON_BORDER NEAREST TYPED_BLANK"
    assert numbers_of(algorithm) == wanted.split()


def test_optional_outputs_are_not_made_unless_asked(algorithm: Any) -> None:
    for name in ("UNLINKED", "MISMATCHES", "REPORT", "SUMMARY"):
        assert not algorithm.parameterDefinition(name).createByDefault()


def test_fields_belong_to_their_layers(algorithm: Any) -> None:
    assert parents_of(algorithm) == {"GRID_CODE": "GRIDS", "TYPED_CODE": "INPUT", "POINT_ID": "INPUT"}


def test_everything_is_explained(algorithm: Any) -> None:
    assert all(parameter.help() for parameter in algorithm.parameterDefinitions())
    assert len(algorithm.shortHelpString()) > 300
    assert algorithm.groupId() == "linking"


@pytest.mark.parametrize("columns", list(FIELDS), ids=["linked", "unlinked", "mismatches"])
def test_fields_of_the_outputs(columns: tuple) -> None:
    assert [field.name() for field in fields_of(columns)] == FIELDS[columns].split(", ")


def test_rules_and_reasons_have_the_promised_names() -> None:
    wanted = "inside border nearest outside too_far no_geometry invalid_coordinates"
    assert [rule.key for rule in Rule] == wanted.split()
