"""Names, types, defaults and flags of ``linkregister``: promises to users' scripts and models."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.core import QgsApplication, QgsProcessing

from grid_manager_plugin.layers.fields import fields_of
from grid_manager_plugin.layers.register_rows import BREAKS, HOUSEHOLDS, HOUSES, PEOPLE
from grid_manager_plugin.linking.register import Break, Step
from tests.algorithms.contract import PAGES, numbers_of, parameters_of, parents_of

SINK = ("sink", None, True, False)
FIELD = ("field", None, True, False)

# name: type, default, optional, advanced
PARAMETERS = {
    "HOUSES": ("source", None, False, False),
    "HOUSE_ID": ("field", None, False, False),
    "HOUSEHOLDS": ("source", None, True, False),
    "HOUSEHOLD_ID": FIELD,
    "HOUSEHOLD_HOUSE": FIELD,
    "PEOPLE": ("source", None, True, False),
    "PERSON_ID": FIELD,
    "PERSON_HOUSEHOLD": FIELD,
    "GRIDS": ("source", None, False, False),
    "GRID_CODE": ("field", None, False, False),
    "MAX_DISTANCE": ("number", 0.0, False, False),
    "OUTPUT": ("sink", None, False, False),
    "HOUSEHOLDS_OUTPUT": SINK,
    "PEOPLE_OUTPUT": SINK,
    "BREAKS": SINK,
    **PAGES,
}
NUMBERS = (
    "HOUSES HOUSES_LINKED HOUSEHOLDS_COUNT HOUSEHOLDS_LINKED PEOPLE_COUNT PEOPLE_LINKED HOUSE_BREAKS HOUSEHOLD_BREAKS "
    "PERSON_BREAKS BREAKS_COUNT"
)
FIELDS = {
    HOUSES: "grid_code, link_rule, households, people",
    HOUSEHOLDS: "grid_code, people",
    PEOPLE: "grid_code",
    BREAKS: "record, id, feature_id, kind, refers_to, at, message",
}


@pytest.fixture
def algorithm(provider: Any) -> Any:
    found = QgsApplication.processingRegistry().createAlgorithmById("gridmanager:linkregister")
    assert found is not None
    return found


def test_parameters(algorithm: Any) -> None:
    found = parameters_of(algorithm)
    assert found == PARAMETERS
    assert list(found) == list(PARAMETERS)


def test_numbers_are_declared_outputs(algorithm: Any) -> None:
    assert numbers_of(algorithm) == NUMBERS.split()


def test_optional_outputs_are_not_made_unless_asked(algorithm: Any) -> None:
    for name in ("HOUSEHOLDS_OUTPUT", "PEOPLE_OUTPUT", "BREAKS", "REPORT", "SUMMARY"):
        assert not algorithm.parameterDefinition(name).createByDefault()


def test_fields_belong_to_their_layers(algorithm: Any) -> None:
    assert parents_of(algorithm) == {
        "HOUSE_ID": "HOUSES",
        "HOUSEHOLD_ID": "HOUSEHOLDS",
        "HOUSEHOLD_HOUSE": "HOUSEHOLDS",
        "PERSON_ID": "PEOPLE",
        "PERSON_HOUSEHOLD": "PEOPLE",
        "GRID_CODE": "GRIDS",
    }


def test_tables_without_geometry_serve(algorithm: Any) -> None:
    kinds = QgsProcessing.SourceType
    assert algorithm.parameterDefinition("HOUSES").dataTypes() == [kinds.TypeVectorPoint]
    for name in ("HOUSEHOLDS", "PEOPLE"):
        assert algorithm.parameterDefinition(name).dataTypes() == [kinds.TypeVector]


def test_everything_is_explained(algorithm: Any) -> None:
    assert all(parameter.help() for parameter in algorithm.parameterDefinitions())
    assert len(algorithm.shortHelpString()) > 300
    assert (algorithm.groupId(), algorithm.group()) == ("linking", "Linking")
    assert algorithm.displayName() == "Link people and households to grids"


@pytest.mark.parametrize("columns", list(FIELDS), ids=["houses", "households", "people", "breaks"])
def test_fields_of_the_outputs(columns: tuple) -> None:
    assert [field.name() for field in fields_of(columns)] == FIELDS[columns].split(", ")


def test_words_that_programs_read() -> None:
    words = "no_geometry invalid_coordinates outside too_far no_id duplicate_id no_reference unknown_reference "
    words += "ambiguous_reference house_broken household_broken"
    assert [kind.key for kind in Break] == words.split(" ")
    assert [step.key for step in Step] == ["house", "household", "person", "grid"]
