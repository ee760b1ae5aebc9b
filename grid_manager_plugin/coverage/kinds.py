"""The kinds of findings, in the order in which users choose and read them."""

from __future__ import annotations

from enum import Enum


class Severity(Enum):
    """How bad a finding is; the values are written into outputs."""

    ERROR = "error"
    WARNING = "warning"


class Kind(Enum):
    """What a finding is about; the values are written into outputs and never change.

    Gap: ground of a community that none of its grids covers. Overlap: ground in two grids. Spill: ground of a grid
    outside its own community. Sliver: one of these three so small that it is a warning.
    """

    GAP = "gap"
    OVERLAP = "overlap"
    SPILL = "spill"
    UNCOVERED_COMMUNITY = "uncovered_community"
    ORPHAN_GRID = "orphan_grid"
    WRONG_COMMUNITY = "wrong_community"
    DETACHED = "detached"
    INVALID_GEOMETRY = "invalid_geometry"
    EMPTY_GEOMETRY = "empty_geometry"
    DUPLICATE_GEOMETRY = "duplicate_geometry"
    GRID_COUNT = "grid_count"
    POPULATION = "population"
    AREA = "area"
    CODE_MISSING = "code_missing"
    CODE_FORMAT = "code_format"
    CODE_PREFIX = "code_prefix"
    CODE_DUPLICATE = "code_duplicate"
    EDGE_MISMATCH = "edge_mismatch"


KINDS = tuple(Kind)
"""All kinds, in their order."""

GROUND = (Kind.GAP, Kind.OVERLAP, Kind.SPILL)
"""Kinds that are a place, measured in square metres."""
