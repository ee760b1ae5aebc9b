"""Names, types, defaults and flags of ``splitcommunities``: promises to users' scripts and models."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.core import QgsApplication

from grid_manager_plugin.layers.fields import BLOCKS, GRIDS, STATUS, fields_of
from tests.algorithms.contract import COMMUNITY_FIELDS, LIMITS, PAGES, numbers_of, parameters_of, parents_of

# name: type, default, optional, advanced
PARAMETERS = {
    "INPUT": ("source", None, False, False),
    **COMMUNITY_FIELDS,
    "BLOCKS": ("source", None, True, False),
    "BLOCK_COMMUNITY": ("field", None, True, False),
    "BARRIERS": ("source", None, True, False),
    "BARRIER_FACTOR": ("field", None, True, False),
    "BARRIER_HARD": ("field", None, True, False),
    "BARRIER_PROFILE": ("file", None, True, True),
    "BARRIER_EXTEND": ("number", 20.0, False, True),
    "MIN_FACE_AREA": ("number", 400.0, False, True),
    "KEEP_WHOLE": ("source", None, True, False),
    "KEEP_WHOLE_DEDICATED": ("field", None, True, False),
    "POPULATION_FIELD": ("field", None, True, False),
    "COMMUNITY_POPULATION": ("field", None, True, False),
    "POPULATION_LAYER": ("source", None, True, False),
    "POPULATION_LAYER_FIELD": ("field", None, True, False),
    "POPULATION_RASTER": ("raster", None, True, False),
    **LIMITS,
    "GRIDS_FIELD": ("field", None, True, False),
    "TARGET_POPULATION": ("number", None, True, False),
    "ALLOW_WHOLE": ("boolean", False, False, False),
    "ALLOW_RELAXED": ("boolean", False, False, False),
    "EXISTING": ("source", None, True, False),
    "MOVE_COST": ("number", 0.0, False, False),
    "CODE_SCHEME": ("enum", 3, False, False),
    "SEED": ("number", 0, False, True),
    "WORKERS": ("number", 0, False, True),
    "SCHEDULER": ("string", None, True, True),
    "EFFORT": ("enum", 1, False, True),
    "FAIL_ON_UNSOLVED": ("boolean", False, False, True),
    "OUTPUT": ("sink", None, False, False),
    "BLOCKS_OUTPUT": ("sink", None, True, False),
    "STATUS": ("sink", None, True, False),
    **PAGES,
}

NUMBERS = ["COMMUNITIES", "SOLVED", "KEPT", "RELAXED", "INFEASIBLE", "FAILED", "GRIDS"]

FIELDS = {
    GRIDS: "grid_code, grid_no, community_id, community_name, population, area_m2, perimeter_m, compactness, border_m, "
    "on_barrier_share, verdict",
    BLOCKS: "block_no, community_id, grid_code, population, area_m2",
    STATUS: "community_id, community_name, verdict, proven, grids, binding_limit, reason, suggestion, population, "
    "area_m2, border_m, on_barrier_share, population_min, population_max, area_min_m2, area_max_m2, blocks, method, "
    "population_source, kept_cut, moved_population",
}


@pytest.fixture
def algorithm(provider: Any) -> Any:
    found = QgsApplication.processingRegistry().createAlgorithmById("gridmanager:splitcommunities")
    assert found is not None
    return found


def test_parameters(algorithm: Any) -> None:
    found = parameters_of(algorithm)
    assert found == PARAMETERS
    assert list(found) == list(PARAMETERS)


def test_numbers_are_declared_outputs(algorithm: Any) -> None:
    assert numbers_of(algorithm) == NUMBERS


def test_optional_outputs_are_not_made_unless_asked(algorithm: Any) -> None:
    for name in ("BLOCKS_OUTPUT", "STATUS", "REPORT", "SUMMARY"):
        assert not algorithm.parameterDefinition(name).createByDefault()


def test_options_stand_in_the_promised_order(algorithm: Any) -> None:
    schemes = algorithm.parameterDefinition("CODE_SCHEME").options()
    assert [scheme.split(" ")[0] for scheme in schemes] == ["Unit", "Social", "Professional", "Plain"]
    assert algorithm.parameterDefinition("EFFORT").options() == ["Quick", "Normal", "Thorough"]


def test_fields_belong_to_their_layers(algorithm: Any) -> None:
    parents = parents_of(algorithm)
    others = {
        "BLOCK_COMMUNITY": "BLOCKS",
        "BARRIER_FACTOR": "BARRIERS",
        "BARRIER_HARD": "BARRIERS",
        "KEEP_WHOLE_DEDICATED": "KEEP_WHOLE",
        "POPULATION_FIELD": "BLOCKS",
        "POPULATION_LAYER_FIELD": "POPULATION_LAYER",
    }
    assert parents == {name: others.get(name, "INPUT") for name in parents}


@pytest.mark.parametrize("columns", list(FIELDS), ids=["grids", "blocks", "status"])
def test_fields_of_the_outputs(columns: tuple) -> None:
    assert [field.name() for field in fields_of(columns)] == FIELDS[columns].split(", ")


def test_types_of_the_fields() -> None:
    types = {field.name(): field.typeName() or field.type() for field in fields_of(GRIDS)}
    assert types["grid_code"] == types["community_id"] == types["verdict"]
    assert types["population"] == types["area_m2"] != types["grid_no"]


def test_everything_has_help_and_a_label(algorithm: Any) -> None:
    assert len(algorithm.shortHelpString()) > 200
    for parameter in algorithm.parameterDefinitions():
        assert parameter.help(), parameter.name()
        assert parameter.description() != parameter.name()


def test_units_stand_in_the_labels(algorithm: Any) -> None:
    units = {"AREA": "(m²)", "POPULATION": "(people)", "TOLERANCE": "(%)"}
    for name in ("MIN_AREA", "MAX_AREA", "MIN_POPULATION", "MAX_POPULATION", "TARGET_POPULATION"):
        assert units[name.split("_")[1]] in algorithm.parameterDefinition(name).description()
    for name in ("POPULATION_FIELD", "POPULATION_LAYER_FIELD"):
        assert units["POPULATION"] in algorithm.parameterDefinition(name).description()
    assert "(people per cell)" in algorithm.parameterDefinition("POPULATION_RASTER").description()
    assert units["TOLERANCE"] in algorithm.parameterDefinition("POPULATION_TOLERANCE").description()


def test_name_and_group(algorithm: Any) -> None:
    assert (algorithm.id(), algorithm.groupId()) == ("gridmanager:splitcommunities", "division")
    assert algorithm.displayName()
    assert algorithm.group()
    assert "grid" in algorithm.tags()
    assert type(algorithm.createInstance()) is type(algorithm)
