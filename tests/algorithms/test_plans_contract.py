"""Names, types, defaults and flags of ``assigngridcodes`` and ``comparegridplans``: promises to scripts and models."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.core import QgsApplication

from grid_manager_plugin.layers.code_fields import CODE_STATUS, CODED
from grid_manager_plugin.layers.compare_fields import HISTORY, MOVED, PAIRS
from grid_manager_plugin.layers.fields import fields_of
from grid_manager_plugin.layers.retired import RETIRED
from tests.algorithms.contract import COMMUNITY_FIELDS, LIMITS, PAGES, numbers_of, parameters_of, parents_of

SINK = ("sink", None, True, False)
OUTPUT = {"OUTPUT": ("sink", None, False, False)}

# name: type, default, optional, advanced
PARAMETERS = {
    "assigngridcodes": {
        "INPUT": ("source", None, False, False),
        "GRID_COMMUNITY": ("field", None, True, False),
        "COMMUNITIES": ("source", None, False, False),
        **COMMUNITY_FIELDS,
        "CODE_SCHEME": ("enum", 3, False, False),
        "PREVIOUS": ("source", None, True, False),
        "PREVIOUS_CODE": ("field", None, True, False),
        "RETIRED_BEFORE": ("source", None, True, True),
        "RETIRED_CODE": ("field", None, True, True),
        "DATE": ("string", None, True, False),
        **OUTPUT,
        "RETIRED": SINK,
        "STATUS": SINK,
        **PAGES,
    },
    "comparegridplans": {
        "OLD": ("source", None, False, False),
        "OLD_CODE": ("field", None, False, False),
        "NEW": ("source", None, False, False),
        "NEW_CODE": ("field", None, False, False),
        "POPULATION_LAYER": ("source", None, True, False),
        "POPULATION_LAYER_FIELD": ("field", None, True, False),
        "POINTS": ("source", None, True, False),
        "OLD_VALID_FROM": ("field", None, True, False),
        "DATE": ("string", None, True, False),
        **{name: LIMITS[name] for name in ("MIN_POPULATION", "MAX_POPULATION", "MIN_AREA", "MAX_AREA")},
        "IGNORE_BELOW": ("number", 1.0, False, True),
        **OUTPUT,
        "TABLE": SINK,
        "HISTORY": SINK,
        **PAGES,
    },
}
NUMBERS = {
    "assigngridcodes": "GRIDS KEPT NEW WITHDRAWN WITHOUT_CODE",
    "comparegridplans": "CHANGED AREA_MOVED_M2 POPULATION_MOVED POINTS_MOVED KEPT WITHDRAWN NEW",
}
PARENTS = {
    "assigngridcodes": {
        "GRID_COMMUNITY": "INPUT", "COMMUNITY_ID": "COMMUNITIES", "COMMUNITY_NAME": "COMMUNITIES",
        "COMMUNITY_CODE": "COMMUNITIES", "PREVIOUS_CODE": "PREVIOUS", "RETIRED_CODE": "RETIRED_BEFORE",
    },
    "comparegridplans": {
        "OLD_CODE": "OLD", "NEW_CODE": "NEW", "POPULATION_LAYER_FIELD": "POPULATION_LAYER", "OLD_VALID_FROM": "OLD",
    },
}  # fmt: skip
FIELDS = {
    CODED: "grid_code, grid_no, community_id, previous_code, code_kind",
    RETIRED: "code, community_id, valid_to, successors",
    CODE_STATUS: "community_id, community_name, grids, kept, new, withdrawn, highest_number, reason",
    MOVED: "old_code, new_code, area_m2, population, points",
    PAIRS: "old_code, new_code, area_m2, share_of_old, share_of_new, population, points",
    HISTORY: "code, valid_from, valid_to, predecessors, successors, kind",
}


@pytest.fixture(params=sorted(PARAMETERS))
def algorithm(request: pytest.FixtureRequest, provider: Any) -> Any:
    found = QgsApplication.processingRegistry().createAlgorithmById(f"gridmanager:{request.param}")
    assert found is not None
    return found


def test_parameters(algorithm: Any) -> None:
    found = parameters_of(algorithm)
    assert {name: (kind, default or None, *flags) for name, (kind, default, *flags) in found.items()} == PARAMETERS[
        algorithm.name()
    ]
    assert list(found) == list(PARAMETERS[algorithm.name()])


def test_numbers_are_declared_outputs(algorithm: Any) -> None:
    assert numbers_of(algorithm) == NUMBERS[algorithm.name()].split()


def test_fields_belong_to_their_layers(algorithm: Any) -> None:
    assert parents_of(algorithm) == PARENTS[algorithm.name()]


def test_optional_outputs_are_not_made_unless_asked(algorithm: Any) -> None:
    names = {"RETIRED", "STATUS", "TABLE", "HISTORY", "REPORT", "SUMMARY"} & set(PARAMETERS[algorithm.name()])
    assert len(names) == 4
    for name in names:
        assert not algorithm.parameterDefinition(name).createByDefault()


def test_everything_is_explained(algorithm: Any) -> None:
    assert all(parameter.help() for parameter in algorithm.parameterDefinitions())
    assert len(algorithm.shortHelpString()) > 300
    assert algorithm.groupId() == "codes"


@pytest.mark.parametrize("columns", list(FIELDS), ids=["coded", "retired", "status", "moved", "pairs", "history"])
def test_fields_of_the_outputs(columns: tuple) -> None:
    assert [field.name() for field in fields_of(columns)] == FIELDS[columns].split(", ")
