"""What holds the project together around the code: make's targets, licence, version, attribution, words."""

from __future__ import annotations

import configparser
import os
import re
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TARGETS = ("help", "setup", "demo", "demo-osm", "demo-repair", "test", "lint", "bench", "clean", "package", "i18n")
TEXTS = (".md", ".py", ".sh", ".toml", ".txt", ".html", ".qml", ".svg", ".json", ".ts")
NAMES = ("Makefile", "LICENSE", "run", ".gitignore")
MADE = {".git", ".venv", ".bench-venv", "build", "demo", "demo-osm", "demo-repair", "__pycache__"}
MADE |= {".pytest_cache", ".ruff_cache", ".mypy_cache", ".hypothesis"}
MACHINE_PATHS = re.compile(r"/(?:work|home|root|Users)/(?!grid-manager\b)[\w.-]+|\.\./shared\b|(?<![\w.])shared/docs/")
ADDRESSES = re.compile(r"https?://([\w.-]+)")
HOSTS = {
    "127.0.0.1",
    "example.org",
    "keepachangelog.com",
    "localhost",
    "mrcc.com",  # the document type that QGIS writes into style files
    "semver.org",
    "www.geopackage.org",
    "www.gnu.org",
    "www.w3.org",
}


def texts() -> list[Path]:
    """Return the checkout's text files, without what was installed or made."""
    found = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = sorted(set(folders) - MADE)
        found += [Path(folder, name) for name in sorted(files) if name.endswith(TEXTS) or name in NAMES]
    return found


def make(*arguments: str) -> str:
    command = ["make", "--no-print-directory", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def version() -> str:
    parser = configparser.ConfigParser()
    parser.read(ROOT / "grid_manager_plugin" / "metadata.txt", encoding="utf-8")
    return parser["general"]["version"]


def test_there_are_texts_to_look_at() -> None:
    names = {path.name for path in texts()}
    assert {"README.md", "Makefile", "metadata.txt", "test_project.py"} <= names


def test_texts_name_no_machine_of_ours() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {hit.group(0)}"
        for path in texts()
        if path != Path(__file__).resolve()
        for hit in MACHINE_PATHS.finditer(path.read_text(encoding="utf-8"))
    }
    assert not found


def test_texts_point_to_known_sites_only() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {hit.group(1)}"
        for path in texts()
        if path.name != "LICENSE"
        for hit in ADDRESSES.finditer(path.read_text(encoding="utf-8"))
        if hit.group(1).lower() not in HOSTS
    }
    assert not found


@pytest.mark.parametrize("text", ["/work/main/x", "see /home/me/x", "../shared/data", "`shared/docs/design.md`"])
def test_a_machine_path_would_be_seen(text: str) -> None:
    assert MACHINE_PATHS.search(text)


@pytest.mark.parametrize("target", TARGETS)
def test_help_tells_what_each_target_does(target: str) -> None:
    assert re.search(rf"^{target} +\S.{{10,}}", make("help"), re.MULTILINE)


def test_help_lists_every_target() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z0-9-]+):", text, re.MULTILINE))
    assert targets == set(re.findall(r"^([a-z0-9-]+) ", make("help"), re.MULTILINE))
    assert targets == set(re.search(r"^\.PHONY: (.+)$", text, re.MULTILINE).group(1).split())


@pytest.mark.parametrize("target", [target for target in TARGETS if target != "help"])
def test_a_target_fails_when_its_first_command_fails(target: str) -> None:
    done = subprocess.run(["make", target, "SHELL=/bin/false"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2


def test_commands_do_not_swallow_failures() -> None:
    for line in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines():
        assert not re.search(r"^\t@?-|\|\| *(true|:)", line), line


@pytest.mark.parametrize("script", sorted((ROOT / "tools").glob("*.sh")), ids=lambda path: path.name)
def test_scripts_stop_at_the_first_error(script: Path) -> None:
    assert "set -euo pipefail" in script.read_text(encoding="utf-8")
    assert script.stat().st_mode & 0o100


def test_ci_runs_the_tests() -> None:
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_licence_is_whole_and_the_same_in_the_plugin() -> None:
    text = (ROOT / "LICENSE").read_bytes()
    assert text == (ROOT / "grid_manager_plugin" / "LICENSE").read_bytes()
    assert not (ROOT / "grid_manager_plugin" / "LICENSE").is_symlink()
    assert b"GNU GENERAL PUBLIC LICENSE\n                       Version 2, June 1991" in text
    assert b"END OF TERMS AND CONDITIONS" in text


def test_changelog_has_the_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    released = re.findall(r"^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d{2}-\d{2}$", text, re.MULTILINE)
    assert released[0] == version()
    assert "## [Unreleased]" in text


def test_the_version_stands_in_one_place() -> None:
    quoted = re.compile(rf"[\"'=]{re.escape(version())}[\"'\s]")
    code = [path for path in texts() if path.suffix in (".py", ".toml", ".sh")]
    assert not [path.name for path in code if quoted.search(path.read_text(encoding="utf-8"))]


def test_the_chinese_guide_keeps_to_the_english_one() -> None:
    def names(text: str) -> set[str]:
        return {" ".join(name.split()) for name in re.findall(r"`([^`]+)`", re.sub(r"```.*?```", "", text, flags=re.S))}

    def outline(text: str) -> list[str]:
        return [line[:2] for line in text.splitlines() if line.startswith(("#", "|", "- "))]

    english, chinese = (
        (ROOT / "docs" / f"user-guide{ending}").read_text(encoding="utf-8") for ending in (".md", ".zh_CN.md")
    )
    assert names(english) == names(chinese)
    assert outline(english) == outline(chinese)
    assert re.findall(r"```.*?```", english, re.S) == re.findall(r"```.*?```", chinese, re.S)
    assert english.count("\n**") == chinese.count("\n**")


def test_samples_have_their_attribution() -> None:
    text = (ROOT / "samples" / "README.md").read_text(encoding="utf-8")
    samples = sorted(path.name for path in (ROOT / "samples").glob("*.gpkg"))
    assert samples
    assert all(f"`{name}`" in text for name in samples)
    assert "US Census Bureau" in text
    assert "mggg/maup" in text


@pytest.mark.parametrize(
    ("file", "rows", "people"), [("denver_communities", 178, 715522), ("denver_blocks", 10149, 715522)]
)
def test_samples_are_what_their_readme_says(file: str, rows: int, people: int) -> None:
    uri = f"{(ROOT / 'samples' / file).with_suffix('.gpkg').as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        found = connection.execute(f"SELECT count(*), sum(TOTPOP20), count(geom) FROM {file}").fetchone()
    assert found == (rows, people, rows)
    assert f"{rows:,} polygons" in (ROOT / "samples" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [path for path in texts() if path.suffix == ".md"], ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []
