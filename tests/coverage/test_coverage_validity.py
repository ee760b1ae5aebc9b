"""The check agrees with the coverage validity of newer GEOS about who is at fault where borders do not match.

Recorded from GEOS 3.13.1 (shapely 2.1.2, ``coverage_invalid_edges``), and asked anew where shapely has it.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import shapely
from quilts import quilt, torn

from grid_manager_plugin.coverage.check import check
from grid_manager_plugin.coverage.inputs import CheckSettings, Communities, Grids
from grid_manager_plugin.coverage.kinds import Kind
from grid_manager_plugin.rules.geodesy import Measure

ROOT = Path(__file__).resolve().parent.parent.parent
RECORDED = json.loads((ROOT / "tests" / "data" / "coverage_validity.json").read_text(encoding="utf-8"))
MAKERS = {"quilt": quilt, "torn": torn}


def polygons(name: str) -> tuple[np.ndarray, str]:
    kind, _, seed = name.partition(" ")
    if kind in MAKERS:
        return MAKERS[kind](int(seed)), "EPSG:32633"
    uri = f"{(ROOT / 'samples' / f'{name}.gpkg').as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as file:
        blobs = [row[0] for row in file.execute(f"SELECT geom FROM {name} ORDER BY fid")]
    envelope = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
    found = shapely.from_wkb([blob[8 + envelope[blob[3] >> 1 & 7] :] for blob in blobs])
    return found, "EPSG:2232" if name == "denver_communities" else "EPSG:26913"


def at_fault(grids: np.ndarray, crs: str) -> list[int]:
    """Return the grids that overlap another or do not match its border."""
    texts = np.array([f"{i:03d}" for i in range(len(grids))], dtype=object)
    whole = np.array([shapely.box(*shapely.total_bounds(grids))], dtype=object)
    one = np.array(["A"], dtype=object)
    checks = frozenset((Kind.OVERLAP, Kind.EDGE_MISMATCH))
    settings = CheckSettings(ignore_below=0.0, checks=checks)
    found = check(
        Grids(np.arange(len(grids)), grids, texts),
        Communities(np.arange(1), one, one, one, whole),
        settings,
        Measure.from_crs(crs),
    ).findings
    return sorted({*found.grid.tolist(), *found.other.tolist()})


@pytest.mark.parametrize("name", sorted(RECORDED))
def test_the_same_polygons_are_at_fault(name: str) -> None:
    """GEOS takes an edge that two polygons share for sound, even where a third lies on it: that one alone is told."""
    grids, crs = polygons(name)
    theirs, ours = set(RECORDED[name]), set(at_fault(grids, crs))
    assert theirs <= ours
    assert bool(theirs) == bool(ours)
    for i in ours - theirs:
        assert shapely.area(shapely.intersection(grids[i], grids[sorted(theirs)])).max() > 0
    if hasattr(shapely, "coverage_invalid_edges"):
        invalid = shapely.coverage_invalid_edges(grids)
        assert np.flatnonzero(~shapely.is_empty(invalid)).tolist() == RECORDED[name]


def test_the_recorded_answers_tell_something() -> None:
    faults = [len(found) for name, found in RECORDED.items() if name.startswith("torn")]
    assert sorted(faults)[:2] == [0, 4]
    assert sum(faults) > 150
    assert RECORDED["denver_communities"] == []
    assert len(RECORDED["denver_precincts"]) == 35
