"""A few of Denver's communities and their blocks, from the samples, for tests."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import lru_cache
from pathlib import Path

import numpy as np
import shapely

from grid_manager_plugin.division.community import Blocks, Community

SAMPLES = Path(__file__).parents[2] / "samples"
CRS = "EPSG:2232"  # US survey feet

ISLANDS = "08031015500"
"""Lies in two parts."""

HOLES = "08031011902"
"""Has two holes."""

SIX = ("08031000102", "08031000501", "08031007013", HOLES, "08031011903", ISLANDS)
"""In ``08031000501`` and ``08031007013`` blocks lie in the holes of others; 266 blocks in all."""


def communities(ids: tuple[str, ...] | None = SIX) -> list[Community]:
    """Return communities by id; ``None`` returns all."""
    rows = _rows("communities", "TRACT_GEOID, TRACT_GEOID")
    return [
        Community(fid, name, f"Tract {name}", name, _geometry(blob))
        for fid, blob, name, _ in rows
        if ids is None or name in ids
    ]


def blocks(ids: tuple[str, ...] | None = SIX, *, by_field: bool = True) -> Blocks:
    """Return the blocks of some communities; ``None`` returns all."""
    rows = [row for row in _rows("blocks", "TRACT_GEOID, TOTPOP20") if ids is None or row[2] in ids]
    geometry = np.empty(len(rows), dtype=object)
    geometry[:] = [_geometry(row[1]) for row in rows]
    return Blocks(
        np.array([row[0] for row in rows]),
        geometry,
        np.array([row[3] for row in rows], dtype=float),
        np.array([row[2] for row in rows]) if by_field else None,
    )


def block_ids() -> dict[int, str]:
    """Return the census id of each block by its feature id."""
    return {fid: name for fid, _, name, _ in _rows("blocks", "GEOID20, TOTPOP20")}


@lru_cache(maxsize=4)
def _rows(layer: str, fields: str) -> list[tuple]:
    path = (SAMPLES / f"denver_{layer}.gpkg").as_uri() + "?mode=ro&immutable=1"
    with closing(sqlite3.connect(path, uri=True)) as file:
        return file.execute(f"SELECT fid, geom, {fields} FROM denver_{layer} ORDER BY fid").fetchall()


def _geometry(blob: bytes) -> shapely.Geometry:
    """Return the geometry in a GeoPackage blob: flags tell how long the envelope before the WKB is."""
    envelope = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[blob[3] >> 1 & 7]
    return shapely.from_wkb(blob[8 + envelope :])
