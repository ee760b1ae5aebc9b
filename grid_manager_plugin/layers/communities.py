"""A layer of polygons as communities."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely

from grid_manager_plugin.division.community import Community
from grid_manager_plugin.errors import InputError
from grid_manager_plugin.layers.crs import title_of
from grid_manager_plugin.layers.read import read_layer
from grid_manager_plugin.layers.source import LayerSource
from grid_manager_plugin.layers.table import Table
from grid_manager_plugin.rules.crs_guard import Placement, bounds_text
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

NAMED = 10
"""So many features are named in one message; the rest is counted."""

_NO_FEATURES = QT_TRANSLATE_NOOP("Reading", "{parameter}: the layer {layer} has no features.")
_EMPTY_IDS = QT_TRANSLATE_NOOP(
    "Reading",
    "COMMUNITY_ID: the field “{field}” of {parameter} is empty. Such features: {count}, namely {fids}. Give each its "
    "own id.",
)
_DUPLICATE_IDS = QT_TRANSLATE_NOOP(
    "Reading",
    "COMMUNITY_ID: the field “{field}” of {parameter} gives several features the same id. Such ids: {count}, namely "
    "{ids}. Merge these features or give each its own id.",
)
_FEATURE_IDS = QT_TRANSLATE_NOOP(
    "Reading", "COMMUNITY_ID was not given: communities are called by the feature ids of {parameter}."
)
_BAD_COUNT = QT_TRANSLATE_NOOP(
    "Reading",
    "GRIDS_FIELD “{field}” of community {community_id} (feature {fid} of INPUT) is {value}; it must be a whole number "
    "from 1 to 99, or empty to leave the number to the limits.",
)
_NOWHERE = QT_TRANSLATE_NOOP(
    "Reading",
    "Community {community_id} (feature {fid} of INPUT) has coordinates that are no finite numbers. Draw its outline "
    "again.",
)
_STRAY = QT_TRANSLATE_NOOP(
    "Reading",
    "Community {community_id} (feature {fid} of INPUT) has coordinates ({bounds}) that do not belong to {crs}, as "
    "those of most other communities do. Move it to its place, or mend the vertices that lie elsewhere.",
)


@dataclass(frozen=True)
class CommunityFields:
    """Fields of the layer of communities; an empty name is no field.

    Attributes:
        id: The community's id; without it the feature id.
        name: Its name.
        code: What its grids' codes start with; without it the id.
        grids: Exact number of its grids.
    """

    id: str = ""
    name: str = ""
    code: str = ""
    grids: str = ""

    def all(self) -> list[str]:
        """Return the names of the fields that are given."""
        return [name for name in (self.id, self.name, self.code, self.grids) if name]


def read_communities(
    source: LayerSource, fields: CommunityFields, check: Callable[[], None], others: Sequence[str] = ()
) -> Table:
    """Read the layer of communities.

    Args:
        source: The layer.
        fields: Which of its fields mean what.
        check: Called now and then; raises to cancel.
        others: Names of more fields to read.

    Raises:
        InputError: There is no feature, or no such field.
    """
    return not_empty(read_layer(source, [*fields.all(), *others], check), source)


def not_empty(table: Table, source: LayerSource) -> Table:
    """Return a table that has features.

    Raises:
        InputError: It has none.
    """
    if not len(table):
        raise InputError(Message(_NO_FEATURES, {"parameter": source.parameter, "layer": source.name}))
    return table


def communities_of(table: Table, fields: CommunityFields) -> tuple[list[Community], tuple[Message, ...]]:
    """Return the communities of a table, in its order, and notes about them.

    Raises:
        InputError: An id is empty or stands for more than one feature; the message lists them.
    """
    ids, notes = community_ids(table, fields.id, "INPUT")
    names = table.columns[fields.name].texts() if fields.name else [""] * len(table)
    codes = table.columns[fields.code].texts() if fields.code else ids
    counts, written = _counts(table, fields.grids)
    communities = []
    for i, fid in enumerate(table.fid.tolist()):
        grids, problem = _exact_number(counts[i])
        one = Community(fid, ids[i], names[i], codes[i], table.geometry[i], grids)
        if problem:
            values = {"field": fields.grids, "community_id": one.title, "fid": fid, "value": written[i]}
            one = replace(one, problem=Message(_BAD_COUNT, values))
        communities.append(one)
    return communities, notes


def community_ids(table: Table, field: str, parameter: str) -> tuple[list[str], tuple[Message, ...]]:
    """Return the ids of communities, and a note where feature ids stand for them.

    Args:
        table: The communities.
        field: The field with their ids; empty for none.
        parameter: The parameter that their layer came by.

    Raises:
        InputError: An id is empty or stands for more than one feature; the message lists them.
    """
    if not field:
        return [str(fid) for fid in table.fid.tolist()], (Message(_FEATURE_IDS, {"parameter": parameter}),)
    ids = table.columns[field].texts()
    _check_ids(ids, table.fid, {"field": field, "parameter": parameter})
    return ids, ()


def with_lost(
    communities: list[Community], placement: Placement, table: Table, source: LayerSource
) -> list[Community]:
    """Return the communities; those whose coordinates cannot be used lose their ground and have that as their problem.

    Ground that lies anywhere would take the blocks of others and overlap them.

    Args:
        communities: The communities of the table, in its order.
        placement: What :func:`.crs.checked_crs` says of the table.
        table: The table.
        source: Where it was read from.
    """
    found = list(communities)
    for i in np.flatnonzero(placement.lost).tolist():
        one = found[i]
        values: dict[str, object] = {"community_id": one.title, "fid": one.fid, "crs": title_of(source.crs)}
        if placement.nowhere[i]:
            problem = Message(_NOWHERE, values)
        else:
            problem = Message(_STRAY, {**values, "bounds": bounds_text(shapely.bounds(table.geometry[i]))})
        found[i] = replace(one, geometry=None, problem=problem)
    return found


def _counts(table: Table, field: str) -> tuple[list[float | None], list[str]]:
    """Return the asked numbers of grids, ``None`` where none is asked, and how they stand in the field."""
    if not field:
        return [None] * len(table), [""] * len(table)
    column = table.columns[field]
    written = column.texts()
    numbers = column.numbers().tolist()
    absent = column.missing.tolist()
    if column.is_text:
        absent = [gone or not text for gone, text in zip(absent, written)]
    else:
        written = [text or str(number) for text, number in zip(written, numbers)]
    return [None if gone else number for number, gone in zip(numbers, absent)], written


def _exact_number(count: float | None) -> tuple[int | None, bool]:
    """Return the number of grids that is asked, and whether it is no number that can be asked."""
    if count is None:
        return None, False
    if 1 <= count <= 99 and count == int(count):
        return int(count), False
    return None, True


def _check_ids(ids: list[str], fids: np.ndarray, values: dict[str, object]) -> None:
    features: dict[str, list[int]] = {}
    for community_id, fid in zip(ids, fids.tolist()):
        features.setdefault(community_id, []).append(fid)
    empty = sorted(features.pop("", []))
    if empty:
        raise InputError(
            Message(_EMPTY_IDS, {**values, "count": len(empty), "fids": _listed([str(fid) for fid in empty])})
        )
    twice = sorted((one, sorted(found)) for one, found in features.items() if len(found) > 1)
    if twice:
        listed = _listed([f"“{one}” ({', '.join(map(str, found))})" for one, found in twice])
        raise InputError(Message(_DUPLICATE_IDS, {**values, "count": len(twice), "ids": listed}))


def _listed(texts: list[str]) -> str:
    more = len(texts) - NAMED
    return ", ".join(texts[:NAMED]) + (f", … (+{more})" if more > 0 else "")
