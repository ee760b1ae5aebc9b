"""What the plugin says of itself to QGIS and to the plugin repository."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

import pytest

PLUGIN = Path(__file__).resolve().parent.parent / "grid_manager_plugin"


@pytest.fixture(scope="module")
def general() -> configparser.SectionProxy:
    parser = configparser.ConfigParser()
    parser.read(PLUGIN / "metadata.txt", encoding="utf-8")
    return parser["general"]


@pytest.mark.parametrize(
    "key",
    ["name", "description", "about", "version", "author", "email", "homepage", "tracker", "repository", "icon", "tags"],
)
def test_key_is_given(general: configparser.SectionProxy, key: str) -> None:
    assert general[key].strip()


def test_versions_and_switches(general: configparser.SectionProxy) -> None:
    assert general["qgisMinimumVersion"] == "3.22"
    assert general["qgisMaximumVersion"] == "4.99"
    assert general["hasProcessingProvider"] == "yes"
    assert general["supportsQt6"] == "True"
    assert re.fullmatch(r"\d+\.\d+\.\d+", general["version"])


def test_author_holds_no_slash(general: configparser.SectionProxy) -> None:
    assert "/" not in general["author"]


def test_icon_and_licence_are_there(general: configparser.SectionProxy) -> None:
    assert (PLUGIN / general["icon"]).is_file()
    assert (PLUGIN / "LICENSE").is_file()
