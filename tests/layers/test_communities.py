"""Ids, names, codes and asked numbers of communities, and what is said when they cannot be used."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.core import QgsProcessingContext, QgsProcessingParameterFeatureSource, QgsVectorLayer

from grid_manager_plugin.division.community import Community
from grid_manager_plugin.errors import InputError
from grid_manager_plugin.layers.communities import CommunityFields, communities_of, read_communities
from grid_manager_plugin.layers.source import open_source
from tests.city_layers import communities, memory_layer, square

pytestmark = pytest.mark.usefixtures("qgis_app")


def read(layer: QgsVectorLayer, **fields: str) -> tuple[list[Community], tuple]:
    context = QgsProcessingContext()
    source = open_source(QgsProcessingParameterFeatureSource("INPUT"), {"INPUT": layer}, context)
    chosen = CommunityFields(**fields)
    return communities_of(read_communities(source, chosen, lambda: None), chosen)


def with_ids(kind: str, *ids: Any) -> QgsVectorLayer:
    return memory_layer({"id": kind}, [(square(10 * i, 0, 10), (one,)) for i, one in enumerate(ids)])


def test_fields_are_read_as_they_are_called() -> None:
    found, notes = read(communities(), id="id", name="name", code="name")
    assert [(one.fid, one.id, one.name, one.code) for one in found] == [
        (1, "A", "社区 1", "社区 1"),
        (2, "B", "社区 2", "社区 2"),
    ]
    assert notes == ()
    assert found[0].geometry.area == 400 * 400


def test_without_an_id_field_feature_ids_are_used_and_said_so() -> None:
    found, notes = read(communities())
    assert [(one.id, one.code, one.name) for one in found] == [("1", "1", ""), ("2", "2", "")]
    assert "feature ids" in str(notes[0])


@pytest.mark.parametrize(("kind", "given", "expected"), [("double", 35.0, "35"), ("string", " 035 ", "035")])
def test_ids_are_text(kind: str, given: object, expected: str) -> None:
    assert read(with_ids(kind, given), id="id")[0][0].id == expected


def test_empty_ids_are_listed_with_their_features() -> None:
    with pytest.raises(InputError, match=r"COMMUNITY_ID.*“id”.* 3, namely 1, 3, 4"):
        read(with_ids("string", None, "a", "", "  "), id="id")


def test_duplicate_ids_are_listed_with_their_features() -> None:
    with pytest.raises(InputError, match=r"COMMUNITY_ID: .* 2, namely “a” \(1, 3\), “社区” \(2, 4, 5\)"):
        read(with_ids("string", "a", "社区", "a", "社区", "社区 ", "c"), id="id")


def test_many_duplicates_are_counted() -> None:
    with pytest.raises(InputError, match=r"12, namely .*\(\+2\)"):
        read(with_ids("integer", *range(12), *range(12)), id="id")


def test_a_layer_without_features_is_refused() -> None:
    with pytest.raises(InputError, match=r"INPUT: the layer .* has no features"):
        read(communities([]), id="id")


@pytest.mark.parametrize(
    ("kind", "given", "grids", "bad"),
    [
        ("double", 3.0, 3, False),
        ("integer", 1, 1, False),
        ("integer", 99, 99, False),
        ("integer", None, None, False),
        ("string", "", None, False),
        ("string", "4", 4, False),
        ("integer", 0, None, True),
        ("integer", 100, None, True),
        ("integer", -2, None, True),
        ("double", 2.5, None, True),
        ("double", float("nan"), None, True),
        ("double", float("inf"), None, True),
        ("string", "two", None, True),
    ],
)
def test_asked_number_of_grids(kind: str, given: object, grids: int | None, bad: bool) -> None:
    layer = memory_layer({"id": "string", "k": kind}, [(square(0, 0, 10), ("A", given))])
    community = read(layer, id="id", grids="k")[0][0]
    assert community.grids == grids
    assert (community.problem is not None) == bad
    if bad:
        said = str(community.problem)
        assert "GRIDS_FIELD “k” of community A (feature 1 of INPUT)" in said
        assert "1 to 99" in said


def test_a_bad_number_fails_its_community_alone() -> None:
    rows = [(square(0, 0, 10), ("A", 0)), (square(10, 0, 10), ("B", 2))]
    found = read(memory_layer({"id": "string", "k": "integer"}, rows), id="id", grids="k")[0]
    assert [one.problem is None for one in found] == [False, True]


@pytest.mark.parametrize(("name", "title"), [("甲", "A (甲)"), ("", "A"), ("A", "A")])
def test_messages_call_a_community_by_id_and_name(name: str, title: str) -> None:
    assert Community(1, "A", name, "A", None).title == title
    layer = memory_layer({"id": "string", "n": "string", "k": "integer"}, [(square(0, 0, 10), ("A", name, 0))])
    (one,) = read(layer, id="id", name="n", grids="k")[0]
    assert f"of community {title} (feature 1 of INPUT)" in str(one.problem)
