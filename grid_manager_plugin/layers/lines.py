"""A layer of lines as barriers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import shapely
from qgis.core import QgsFeatureRequest, QgsWkbTypes

from grid_manager_plugin.division.faces.barrier_profile import BarrierProfile, read_profile
from grid_manager_plugin.division.faces.barriers import Barriers
from grid_manager_plugin.errors import InputError
from grid_manager_plugin.layers.crs import brought_to
from grid_manager_plugin.layers.read import read_layer
from grid_manager_plugin.layers.source import LayerSource
from grid_manager_plugin.layers.table import Column, Table, lines_of
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message, named

BRIDGE = ("bridge", "tunnel")
"""Fields, named as in OpenStreetMap, that tell whether a line passes over or under others."""

TRUE = frozenset(("1", "true", "t", "yes", "y", "是"))
FALSE = frozenset(("", "0", "false", "f", "no", "n", "否"))
"""What texts of a boolean field say, in small letters; empty is false."""


@dataclass(frozen=True)
class BarrierFields:
    """Fields of the layer of barriers; an empty name is no field.

    Attributes:
        factor: Share of a border's cost that remains along a line; without it the profile's fields tell.
        hard: Whether no grid may lie on both sides.
        profile: File with the table of factors; empty for the one that comes with the plugin.
    """

    factor: str = ""
    hard: str = ""
    profile: str = ""


def read_barriers(
    source: LayerSource, fields: BarrierFields, crs_wkt: str, check: Callable[[], None]
) -> tuple[Barriers, tuple[Message, ...]]:
    """Read the layer of barriers into the communities' coordinate system, and return notes about it.

    A layer without features is no barrier, and lines that cannot be used are left out and counted: neither hurts.

    Args:
        source: The layer.
        fields: Which of its fields mean what.
        crs_wkt: The communities' coordinate system.
        check: Called now and then; raises to cancel.

    Raises:
        InputError: It is no layer of lines; there is no such field; the field of hard barriers holds something else
            than yes and no; the profile cannot be read.
        CrsError: The layer cannot be brought to the communities' coordinate system.
    """
    check_kind(source, QgsWkbTypes.GeometryType.LineGeometry, _NOT_LINES)
    present = [field.name() for field in source.features.fields()]
    profile = read_profile(fields.profile or None)
    asked = [fields.factor] if fields.factor else [name for name in profile.fields() if name in present]
    bridges = [name for name in BRIDGE if name in present]
    wanted = list(dict.fromkeys([*asked, *([fields.hard] if fields.hard else []), *bridges]))
    # a line without length is invalid, and no reason to stop
    tolerant = replace(source, invalid=QgsFeatureRequest.InvalidGeometryCheck.GeometryNoCheck)
    table = read_layer(tolerant, wanted, check, lines_of)
    if not len(table):
        return _barriers(table, fields, asked, bridges, profile), (Message(_NO_FEATURES, {"layer": source.name}),)
    table, _, notes = brought_to(table, source, crs_wkt)
    drawn = shapely.is_geometry(table.geometry)
    if not drawn.all():
        values = {"count": int((~drawn).sum()), "fids": named(table.fid[~drawn])}
        notes = (*notes, Message(_NO_LINES, values))
    return _barriers(table, fields, asked, bridges, profile), (*table.notes, *notes)


def check_kind(source: LayerSource, kind: QgsWkbTypes.GeometryType, refusal: str) -> None:
    """See that a layer is of a kind of geometry, or of any kind.

    Raises:
        InputError: It is of another one.
    """
    found = QgsWkbTypes.geometryType(source.features.wkbType())
    if found not in (kind, QgsWkbTypes.GeometryType.UnknownGeometry):
        raise InputError(Message(refusal, {"parameter": source.parameter, "layer": source.name}))


def truths(column: Column, table: Table, parameter: str, layer: str) -> np.ndarray:
    """Return a field of yes and no, shape (n,) of bool; NULL is no.

    Raises:
        InputError: It holds something else; the message names the parameter, the feature and what was found.
    """
    texts = np.array([text.lower() for text in column.texts()], dtype=object)
    numbers = column.numbers()
    true = np.array([text in TRUE for text in texts]) | (np.isfinite(numbers) & (numbers != 0))
    false = np.array([text in FALSE for text in texts]) | (numbers == 0)
    unclear = np.flatnonzero(~true & ~false)
    if len(unclear):
        values = {"parameter": parameter, "layer": layer, "fid": int(table.fid[unclear[0]])}
        values["value"] = texts[unclear[0]]
        raise InputError(Message(_UNCLEAR, {**values, "count": len(unclear)}))
    return true


def _barriers(
    table: Table, fields: BarrierFields, asked: list[str], bridges: list[str], profile: BarrierProfile
) -> Barriers:
    count = len(table)
    used = np.ones(count, dtype=bool)
    if fields.factor:
        column = table.columns[fields.factor]
        factor = column.numbers()
        blank = np.array([not text for text in column.texts()], dtype=bool)
        factor[np.isnan(factor) & ~blank] = np.inf  # words: refused where the line matters, as a factor above 1 is
    elif asked:
        values = {}
        for name in asked:
            texts = np.array(table.columns[name].texts(), dtype=object)
            texts[texts == ""] = None
            values[name] = texts
        factor, used = profile.look_up(values)
    else:
        factor = np.full(count, np.nan)
    hard = np.zeros(count, dtype=bool)
    if fields.hard:
        hard = truths(table.columns[fields.hard], table, "BARRIER_HARD", "BARRIERS")
    used = (used | hard) & shapely.is_geometry(table.geometry)
    over = np.zeros(count, dtype=bool)
    for name in bridges:
        over |= np.array([text.lower() not in FALSE for text in table.columns[name].texts()], dtype=bool)
    return Barriers(table.geometry, factor, hard, table.fid, over).take(np.flatnonzero(used))


_NOT_LINES = QT_TRANSLATE_NOOP("Reading", "{parameter}: the layer {layer} has no lines. Choose a layer of lines.")
_NO_FEATURES = QT_TRANSLATE_NOOP("Reading", "BARRIERS: the layer {layer} has no features.")
_NO_LINES = QT_TRANSLATE_NOOP(
    "Reading",
    "BARRIERS: features without a line, or with coordinates that do not belong to the layer's CRS, were left out: "
    "{count} (features: {fids}).",
)
_UNCLEAR = QT_TRANSLATE_NOOP(
    "Reading",
    "{parameter}: “{value}” in feature {fid} of {layer} says neither yes nor no (such features in all: {count}). Enter "
    "true or false, 1 or 0, yes or no.",
)
