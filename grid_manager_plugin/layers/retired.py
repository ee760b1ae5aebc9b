"""Registers of withdrawn codes: one that is kept over the years, and codes from any other layer."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from qgis.core import (
    NULL,
    QgsFeature,
    QgsFields,
    QgsProcessing,
    QgsProcessingContext,
    QgsProviderRegistry,
    QgsVectorLayer,
    QgsWkbTypes,
)

from grid_manager_plugin.errors import InputError, OutputError
from grid_manager_plugin.layers.destinations import Place, destination_text, driver_of, layer_place
from grid_manager_plugin.layers.fields import TEXT, fields_of
from grid_manager_plugin.layers.gdal_settings import HEADERS, settings
from grid_manager_plugin.layers.read import read_layer
from grid_manager_plugin.layers.source import LayerSource
from grid_manager_plugin.linking.assign_codes import WithdrawnCode
from grid_manager_plugin.rules.codes import text_code
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

RETIRED = (
    ("code", TEXT),
    ("community_id", TEXT),
    ("valid_to", TEXT),
    ("successors", TEXT),
)

CODE = "code"
"""The field of a register that holds the codes."""

ENDINGS = (".gpkg", ".csv", ".xlsx", ".ods", ".shp", ".dbf", ".geojson", ".tab")
"""Endings of the files that a register is read from as it was written."""

DBASE = 10
"""Characters of a field's name in a .dbf file."""


@dataclass(frozen=True)
class Register:
    """What a register has already.

    Attributes:
        fields: Our fields, then others that people added.
        rows: The values of each row, in the order of the fields.
    """

    fields: QgsFields
    rows: tuple[tuple[object, ...], ...]

    @property
    def codes(self) -> frozenset[str]:
        """The codes that were withdrawn before."""
        return frozenset(str(row[0]) for row in self.rows if row[0])


def read_register(
    parameter: str, parameters: Mapping[str, object], context: QgsProcessingContext, alive: Callable[[], None]
) -> Register:
    """Return the register that lies where a new one shall be written; an empty one where there is none.

    Args:
        parameter: Name of the output.
        parameters: The run's parameters.
        context: The run's context.
        alive: Called now and then; may raise to cancel.

    Raises:
        OutputError: Something else lies there, which would be lost; or it is a layer in a file of others, which an
            error could not bring back; or :func:`check_register_place`.
    """
    check_register_place(parameter, parameters, context)
    destination = destination_text(parameter, parameters, context)
    place = layer_place(parameter, destination)
    path = "" if place is None else _file_of(place)
    if place is None or not os.path.exists(path):
        if os.path.exists(destination):
            raise OutputError(Message(_OTHER_NAME, {"parameter": parameter, "path": destination, "written": path}))
        return Register(fields_of(RETIRED), ())
    if destination.startswith("ogr:"):  # written in its place
        name = place.layer or os.path.splitext(os.path.basename(path))[0]
        if driver_of(path) != "GPKG" or name.lower() in (one.lower() for one in _layers_in(path)):
            raise OutputError(Message(_IN_PLACE, {"parameter": parameter, "path": path, "layer": name}))
        return Register(fields_of(RETIRED), ())
    with settings(HEADERS):
        return _read(parameter, path, alive)


def check_register_place(parameter: str, parameters: Mapping[str, object], context: QgsProcessingContext) -> None:
    """See that the next run will find the register where this one puts it, and in it what was put there.

    Args:
        parameter: Name of the output.
        parameters: The run's parameters.
        context: The run's context.

    Raises:
        OutputError: It would not.
    """
    destination = destination_text(parameter, parameters, context)
    if destination in ("", QgsProcessing.TEMPORARY_OUTPUT) or destination.startswith("memory:"):
        return
    place = layer_place(parameter, destination)
    if place is None or os.path.splitext(place.path)[1].lower() not in ENDINGS:
        raise OutputError(Message(_NO_PLACE, {"parameter": parameter, "destination": destination}))


def _file_of(place: Place) -> str:
    """Return the file that a table lies in: of a shapefile without shapes the .dbf."""
    stem, ending = os.path.splitext(place.path)
    return f"{stem}.dbf" if ending.lower() == ".shp" and not os.path.exists(place.path) else place.path


def _read(parameter: str, path: str, alive: Callable[[], None]) -> Register:
    is_csv = driver_of(path) == "CSV"  # newer QGIS guesses numbers there, which have no leading zeros
    layer = QgsVectorLayer(f"{path}|option:AUTODETECT_TYPE=NO" if is_csv else path, parameter, "ogr")
    try:
        names = [field.name() for field in layer.fields()]
        if (
            not layer.isValid()
            or CODE not in names
            or len(_layers_in(path)) > 1
            or layer.wkbType() not in (QgsWkbTypes.Type.NoGeometry, QgsWkbTypes.Type.Unknown)
        ):
            raise OutputError(Message(_NO_REGISTER, {"parameter": parameter, "path": path}))
        # dBase cuts names
        ours = [name if name in names else name[:DBASE] for name, _ in RETIRED]
        added = [i for i, name in enumerate(names) if name not in (*ours, "fid")]
        fields = fields_of(RETIRED)
        for i in added:
            fields.append(layer.fields()[i])
        found = [names.index(name) if name in names else None for name in ours] + added
        rows = []
        for number, feature in enumerate(layer.getFeatures()):
            if number % 1000 == 0:
                alive()
            if feature.hasGeometry():
                raise OutputError(Message(_NO_REGISTER, {"parameter": parameter, "path": path}))
            values = [None if i is None else _plain(feature.attribute(i)) for i in found]
            # a spreadsheet makes numbers of codes, which a text field would hold with an exponent
            values[0] = text_code(values[0]) or None
            rows.append(tuple(values))
    finally:
        del layer  # a traceback may live until QGIS is gone; a layer must not
    return Register(fields, tuple(rows))


def retired_features(
    register: Register, withdrawn: tuple[WithdrawnCode, ...], date: str
) -> Iterator[QgsFeature]:
    """Yield the rows of a register, then those of the codes that are withdrawn now and not in it yet.

    Args:
        register: What it has already.
        withdrawn: The codes that are withdrawn now.
        date: Day from which they hold no more; empty for unknown.
    """
    more = register.fields.count() - len(RETIRED)
    known = register.codes
    new = (
        (one.code, one.community_id, date or None, ", ".join(one.successors), *([None] * more))
        for one in withdrawn
        if one.code not in known
    )
    for row in (*register.rows, *new):
        feature = QgsFeature(register.fields)
        feature.setAttributes(list(row))
        yield feature


def retired_codes(source: LayerSource, field: str, check: Callable[[], None]) -> frozenset[str]:
    """Return the codes that a layer of withdrawn ones holds.

    Args:
        source: The layer; it may have no features, and needs no geometry.
        field: Its field with the codes; empty for the one called ``code``.
        check: Called now and then; raises to cancel.

    Raises:
        InputError: There is no such field.
    """
    if not field and source.features.fields().indexOf(CODE) < 0:
        raise InputError(Message(_NO_FIELD, {"parameter": source.parameter, "layer": source.name}))
    table = read_layer(source, [field or CODE], check)
    return frozenset(table.columns[field or CODE].texts()) - {""}


def _plain(value: object) -> object:
    return None if value is None or value == NULL else value


def _layers_in(path: str) -> list[str]:
    found = QgsProviderRegistry.instance().querySublayers(path)
    return [one.name() for one in found if one.name() != "layer_styles"]


_IN_PLACE = QT_TRANSLATE_NOOP(
    "GridCodes",
    "{parameter}: {path} has a layer “{layer}” already. A register of withdrawn codes that lies beside other layers "
    "could be lost by an error; give it a file of its own.",
)
_NO_REGISTER = QT_TRANSLATE_NOOP(
    "GridCodes",
    "{parameter}: {path} is there already, and is no register of withdrawn codes: a file with one layer that has a "
    "field “code” and no geometry. Choose another file.",
)
_OTHER_NAME = QT_TRANSLATE_NOOP(
    "GridCodes",
    "{parameter}: {path} is there already, but QGIS would write the register to {written}. Rename the file, or choose "
    "a GeoPackage (.gpkg).",
)
_NO_PLACE = QT_TRANSLATE_NOOP(
    "GridCodes",
    "{parameter}: a register of withdrawn codes at {destination} would not be found again by the next run, and codes "
    "would be given twice. Choose a GeoPackage (.gpkg) or a CSV file (.csv).",
)
_NO_FIELD = QT_TRANSLATE_NOOP(
    "GridCodes",
    "{parameter}: the layer {layer} has no field “code”. Choose the field with the withdrawn codes (RETIRED_CODE).",
)
