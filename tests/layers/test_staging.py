"""Files become whole beside their place, and what lay there stays until they are."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from grid_manager_plugin.errors import OutputError
from grid_manager_plugin.layers.staging import Staging


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


def test_a_file_lies_in_its_place_only_once_it_is_published(tmp_path: Path) -> None:
    staging = Staging("REPORT", str(tmp_path / "报告.html"))
    staging.write("社区")
    assert not (tmp_path / "报告.html").exists()
    staging.publish()
    staging.clean()
    assert names(tmp_path) == ["报告.html"]
    assert (tmp_path / "报告.html").read_text(encoding="utf-8") == "社区"


def test_published_files_have_ordinary_rights(tmp_path: Path) -> None:
    staging = Staging("REPORT", str(tmp_path / "a"))
    staging.write("x")
    staging.publish()
    staging.clean()
    (tmp_path / "b").write_text("x", encoding="utf-8")
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == stat.S_IMODE((tmp_path / "b").stat().st_mode)


@pytest.mark.parametrize("published", [False, True])
def test_what_lay_there_comes_back(published: bool, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_text("former", encoding="utf-8")
    staging = Staging("SUMMARY", str(target))
    staging.write("new")
    if published:
        staging.publish()
        assert target.read_text(encoding="utf-8") == "new"
    staging.discard()
    assert names(tmp_path) == ["out.json"]
    assert target.read_text(encoding="utf-8") == "former"


def test_no_part_of_an_earlier_layer_stays_beside_a_new_one(tmp_path: Path) -> None:
    for ending in ("shp", "shx", "dbf", "qix", "qml", "txt"):
        (tmp_path / f"grids.{ending}").write_text("former", encoding="utf-8")
    staging = Staging("OUTPUT", str(tmp_path / "grids.shp"))
    for ending in ("shp", "shx", "dbf"):
        Path(staging.path).with_suffix(f".{ending}").write_text("new", encoding="utf-8")
    staging.publish()
    staging.clean()
    found = {name: (tmp_path / name).read_text(encoding="utf-8") for name in names(tmp_path)}
    ours = {f"grids.{ending}": "new" for ending in ("shp", "shx", "dbf")}
    assert found == {**ours, "grids.qml": "former", "grids.txt": "former"}


def test_a_journal_of_an_earlier_geopackage_is_not_played_into_the_new_one(tmp_path: Path) -> None:
    for name in ("g.gpkg", "g.gpkg-wal", "g.gpkg-shm"):
        (tmp_path / name).write_text("former", encoding="utf-8")
    staging = Staging("OUTPUT", str(tmp_path / "g.gpkg"))
    staging.write("new")
    staging.publish()
    assert names(tmp_path)[-1] == "g.gpkg"
    staging.discard()
    assert names(tmp_path) == ["g.gpkg", "g.gpkg-shm", "g.gpkg-wal"]


def test_a_move_that_fails_half_way_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for ending in ("shp", "dbf"):
        (tmp_path / f"g.{ending}").write_text("former", encoding="utf-8")
    staging = Staging("OUTPUT", str(tmp_path / "g.shp"))
    for ending in ("shp", "dbf"):
        Path(staging.path).with_suffix(f".{ending}").write_text("new", encoding="utf-8")
    move, moves = os.replace, []

    def third_fails(source: str, destination: str) -> None:
        moves.append(source)
        if len(moves) == 3:
            raise PermissionError(13, "in use")
        move(source, destination)

    monkeypatch.setattr(os, "replace", third_fails)
    with pytest.raises(OutputError, match=r"OUTPUT: .*g.shp cannot be written \(in use\)"):
        staging.publish()
    staging.discard()
    assert {name: (tmp_path / name).read_text(encoding="utf-8") for name in names(tmp_path)} == {
        "g.shp": "former",
        "g.dbf": "former",
    }


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"REPORT: .* is a folder"):
        Staging("REPORT", str(tmp_path))
    assert names(tmp_path) == []


def test_a_device_is_not_replaced() -> None:
    with pytest.raises(OutputError, match="REPORT: /dev/null is no file"):
        Staging("REPORT", "/dev/null")


@pytest.mark.parametrize("path", ["/proc/x.html", "missing folder/x.html"])
def test_a_place_that_cannot_be_written_is_told_at_once(path: str, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"SUMMARY: .*x.html cannot be written"):
        Staging("SUMMARY", str(tmp_path / path))


def test_a_file_that_may_not_be_changed_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "r.html"
    target.write_text("former", encoding="utf-8")
    # the superuser may write anything, so the answer is the system's to any other user
    monkeypatch.setattr(os, "access", lambda path, mode: not (str(path) == str(target) and mode & os.W_OK))
    with pytest.raises(OutputError, match=r"REPORT: .*Permission denied"):
        Staging("REPORT", str(target))


def test_a_full_disk_is_told_with_the_place_that_was_asked_for(tmp_path: Path) -> None:
    staging = Staging("REPORT", str(tmp_path / "r.html"))
    os.symlink("/dev/full", staging.path)
    with pytest.raises(OutputError, match=r"REPORT: .*/r.html cannot be written \(No space left on device\)") as caught:
        staging.write("x" * 100_000)
    assert "grid_manager-" not in str(caught.value)
