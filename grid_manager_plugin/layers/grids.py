"""A layer of grids, and the communities that they are checked against."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from qgis.core import QgsFeatureRequest, QgsWkbTypes

from grid_manager_plugin.coverage.inputs import Communities, Grids
from grid_manager_plugin.layers.communities import CommunityFields, community_ids, not_empty
from grid_manager_plugin.layers.crs import brought_to, checked_crs
from grid_manager_plugin.layers.lines import check_kind, truths
from grid_manager_plugin.layers.read import read_layer
from grid_manager_plugin.layers.source import LayerSource
from grid_manager_plugin.layers.table import Table
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message


@dataclass(frozen=True)
class GridFields:
    """Fields of the layer of grids; an empty name is no field.

    Attributes:
        code: A grid's code; without it the feature id.
        community: Id of the community that it belongs to; without it the geometry tells.
        population: Its people.
        locked: Whether its ground may not change.
    """

    code: str = ""
    community: str = ""
    population: str = ""
    locked: str = ""

    def all(self) -> list[str]:
        """Return the names of the fields that are given."""
        return [name for name in (self.code, self.community, self.population, self.locked) if name]


def read_grids(
    source: LayerSource, fields: GridFields, check: Callable[[], None]
) -> tuple[Grids, str, tuple[Message, ...]]:
    """Read the layer of grids, invalid polygons too, and return its CRS as WKT and notes about it.

    Raises:
        InputError: It is no layer of polygons, or has no features; there is no such field; the field of locked grids
            holds something else than yes and no.
        CrsError: Its areas cannot be measured in its coordinate system.
    """
    table = polygon_table(source, fields.all(), check)
    check()
    crs_wkt, placement = checked_crs(source, table)
    notes = table.notes if placement.note is None else (*table.notes, placement.note)
    if not fields.code:
        notes = (*notes, Message(_NO_CODES))
    code = table.columns[fields.code].texts() if fields.code else [str(fid) for fid in table.fid.tolist()]
    community = _texts(table.columns[fields.community].texts()) if fields.community else None
    people = table.columns[fields.population].numbers() if fields.population else None
    locked = truths(table.columns[fields.locked], table, "LOCKED", "INPUT") if fields.locked else None
    found = Grids(table.fid, table.geometry, _texts(code), community, people, placement.lost, locked)
    return found, crs_wkt, notes


def read_parents(
    source: LayerSource, fields: CommunityFields, crs_wkt: str, check: Callable[[], None]
) -> tuple[Communities, tuple[Message, ...]]:
    """Read the communities into the grids' coordinate system, vertex by vertex, and return notes about them.

    Raises:
        InputError: As :func:`read_grids`; or an id is empty or stands for more than one feature.
        CrsError: The layer cannot be brought to the grids' coordinate system.
    """
    table = polygon_table(source, fields.all(), check)
    ids, id_notes = community_ids(table, fields.id, source.parameter)
    names = table.columns[fields.name].texts() if fields.name else [""] * len(table)
    codes = table.columns[fields.code].texts() if fields.code else ids
    check()
    table, placement, crs_notes = brought_to(table, source, crs_wkt)
    found = Communities(table.fid, _texts(ids), _texts(names), _texts(codes), table.geometry, placement.lost)
    return found, (*table.notes, *id_notes, *crs_notes)


def unknown_ids(grids: Grids, communities: Communities) -> tuple[Message, ...]:
    """Return a note where none of the ids that grids say is that of a community."""
    if grids.community is None or not len(grids):
        return ()
    if not set(grids.community.tolist()).isdisjoint(communities.id.tolist()):
        return ()
    return (Message(_NOTHING_MATCHES, {"said": str(grids.community[0]), "id": str(communities.id[0])}),)


def polygon_table(source: LayerSource, fields: list[str], check: Callable[[], None]) -> Table:
    """Read a layer of polygons, invalid ones too.

    Raises:
        InputError: It is no layer of polygons, or has no features; there is no such field.
    """
    check_kind(source, QgsWkbTypes.GeometryType.PolygonGeometry, _NOT_POLYGONS)
    # invalid polygons are findings
    tolerant = replace(source, invalid=QgsFeatureRequest.InvalidGeometryCheck.GeometryNoCheck)
    return not_empty(read_layer(tolerant, fields, check), source)


def _texts(values: list[str]) -> np.ndarray:
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found


_NOT_POLYGONS = QT_TRANSLATE_NOOP(
    "Reading", "{parameter}: the layer {layer} has no polygons. Choose a layer of polygons."
)
_NO_CODES = QT_TRANSLATE_NOOP(
    "Reading", "GRID_CODE was not given: grids are called by the feature ids of INPUT, and codes are not checked."
)
_NOTHING_MATCHES = QT_TRANSLATE_NOOP(
    "Reading",
    "None of the community ids of the grids (such as “{said}”) is that of a community (such as “{id}”). Check that "
    "GRID_COMMUNITY and COMMUNITY_ID hold the same ids, with their leading zeros.",
)
