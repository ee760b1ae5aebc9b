"""Factors from OpenStreetMap tags, by the table that is shipped or one of the user's."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from streets import helsinki

from grid_manager_plugin.division.faces.barrier_profile import SHIPPED, read_profile
from grid_manager_plugin.errors import InputError


def tags(*values: str | None) -> np.ndarray:
    return np.array(values, dtype=object)


def test_the_shipped_table_puts_arterials_rivers_and_railways_first() -> None:
    profile = read_profile()
    assert profile.default == 0.2
    assert set(profile.fields()) >= {"highway", "railway", "waterway"}
    highway = profile.factors["highway"]
    order = ["motorway", "primary", "secondary", "tertiary", "residential", "service", "footway"]
    assert [highway[value] for value in order] == sorted(highway[value] for value in order)
    assert max(highway["primary"], profile.factors["railway"]["rail"], profile.factors["waterway"]["river"]) <= 0.05
    assert highway["footway"] == 0.6


def test_the_lowest_of_several_counts_and_the_default_where_nothing_is_known() -> None:
    factor, used = read_profile().look_up(
        {
            "highway": tags("residential", None, None, "no such", "primary", ""),
            "railway": tags("tram", "rail", None, None, "tram", None),
            "name": tags("a", "b", "c", "d", "e", "f"),
        }
    )
    assert factor.tolist() == [0.15, 0.03, 0.2, 0.2, 0.05, 0.2]
    assert used.all()


def test_what_is_no_barrier_is_told() -> None:
    factor, used = read_profile().look_up(
        {"highway": tags("corridor", "corridor", "residential"), "railway": tags(None, "tram", "subway")}
    )
    assert used.tolist() == [False, True, True]
    assert factor[1:].tolist() == [0.15, 0.2]


def test_every_tag_of_helsinki_is_in_the_table() -> None:
    _, values = helsinki("streets")
    profile = read_profile()
    for field in ("highway", "railway", "waterway"):
        assert {value for value in values[field] if value} <= set(profile.factors[field])


def test_fields_that_the_table_lacks_are_refused() -> None:
    with pytest.raises(ValueError, match="no field"):
        read_profile().look_up({"kind": tags("a")})


def test_a_table_of_the_users(tmp_path: Path) -> None:
    file = tmp_path / "街道.json"
    file.write_text('\ufeff{"highway": {"primary": 0, "track": null}, "等级": {"主干道": 0.1}}', encoding="utf-8")
    profile = read_profile(file)
    factor, used = profile.look_up({"等级": tags("主干道", "支路"), "highway": tags("track", "track")})
    assert (factor.tolist(), used.tolist()) == ([0.1, 0.2], [True, False])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"highway": {"primary": 0.1,}}', r"no JSON: line 1, column 2[89]"),
        ("", "no JSON"),
        ("[1, 2]", "no table"),
        ("{}", "no table"),
        ('{"highway": 0.3}', "no factors by value under “highway”"),
        ('{"highway": {"primary": 1.5}}', "has 1.5 for “highway=primary”"),
        ('{"highway": {"primary": "low"}}', 'has "low" for “highway=primary”'),
        ('{"highway": {"primary": true}}', "has true for “highway=primary”"),
        ('{"highway": {"primary": NaN}}', "has NaN for “highway=primary”"),
        ('{"default": -1, "highway": {}}', "has -1 for “default”"),
        ('{"default": null, "highway": {}}', "has null for “default”"),
    ],
)
def test_a_bad_table_is_refused_with_the_place(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "profile.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message) as caught:
        read_profile(file)
    assert str(file) in str(caught.value)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_profile(tmp_path / "none.json")
    file = tmp_path / "binary.json"
    file.write_bytes(b"\xff\xfe\x00\x80")
    with pytest.raises(InputError, match="no text in UTF-8"):
        read_profile(file)


def test_the_shipped_file_is_plain_json_that_users_can_copy(tmp_path: Path) -> None:
    raw = json.loads(SHIPPED.read_text(encoding="utf-8"))
    assert "null" in raw["about"]
    copy = tmp_path / "mine.json"
    copy.write_text(json.dumps(raw), encoding="utf-8")
    assert read_profile(copy) == read_profile()
