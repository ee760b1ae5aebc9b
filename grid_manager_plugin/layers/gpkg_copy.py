"""Rows of a GeoPackage copied into others with columns added, by SQLite itself: no Python object a feature.

A million points take QGIS some twenty seconds to write feature by feature. Here their rows go from file to file as
they are, byte for byte; only the values of the new columns pass through Python. It serves where the input is a whole
table of a GeoPackage and an output a GeoPackage of its own; else the features have to be written one by one.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import gdal
from qgis.core import QgsFields

from grid_manager_plugin.layers.destinations import driver_of, first_layer
from grid_manager_plugin.layers.layer_output import LayerOutput, quoted
from grid_manager_plugin.layers.source import LayerSource
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

_log = logging.getLogger(__name__)

INDEX_UP_TO = 100_000
"""Rows up to which a copied layer gets a spatial index; GDAL takes fifteen seconds for that of a million."""


@dataclass(frozen=True)
class _Table:
    """A table of a GeoPackage.

    Attributes:
        schema: What its file is called here.
        name: Its name.
        columns: Names of its columns.
        id_column: Its primary key.
        geometry_column: Its geometry; empty for a table without.
        srs_id: Number of the coordinate system in the file; ``None`` for none.
    """

    schema: str
    name: str
    columns: tuple[str, ...]
    id_column: str
    geometry_column: str
    srs_id: int | None


@dataclass(frozen=True)
class Words:
    """Values of new columns, each different set of them once.

    Attributes:
        columns: The values, each column as long as there are different sets.
        word: Which of these each row has, shape (n,).
    """

    columns: list[list[object]]
    word: np.ndarray


class _DoesNotServe(Exception):
    """The files are not such that rows could be copied as they are."""


class GpkgCopy:
    """Connections to the input's file and to those of the outputs, which their sinks have let go of."""

    def __init__(
        self, source: LayerSource, outputs: Mapping[str, LayerOutput], fields: Mapping[str, QgsFields]
    ) -> None:
        self._outputs = outputs
        self._bounds = {name: np.array([np.inf, np.inf, -np.inf, -np.inf]) for name in outputs}
        # used by one thread at a time: the caller's, and while rows are stored the writer's
        self._connection = sqlite3.connect("", isolation_level=None, uri=True, check_same_thread=False)
        self._writer = ThreadPoolExecutor(1)
        self._stored: Future[None] | None = None
        self._tables: dict[str, _Table] = {}
        self._statements: dict[str, tuple[str, str]] = {}
        self._triggers: list[str] = []
        try:
            self._begin(source, fields)
        except (sqlite3.Error, _DoesNotServe):
            self.close()
            raise

    def _begin(self, source: LayerSource, fields: Mapping[str, QgsFields]) -> None:
        if source.file is None:
            raise _DoesNotServe
        for statement in ("PRAGMA temp_store=MEMORY", "PRAGMA cache_size=-16000", _WORDS, "SELECT json('[]')"):
            self._connection.execute(statement)
        uri = Path(source.file.path).absolute().as_uri() + "?mode=ro"
        self._connection.execute("ATTACH ? AS given", (uri,))
        given = _table(self._connection, "given", source.file.layer or first_layer(source.file.path))
        key, name = quoted(given.id_column), quoted(given.name)
        lowest, highest = self._connection.execute(f"SELECT MIN({key}), MAX({key}) FROM given.{name}").fetchone()
        if (lowest or 0) < 0 or (highest or 0) > _HIGHEST:
            raise _DoesNotServe
        for output in self._outputs.values():
            output.close()
        own = [field.name() for field in source.features.fields()]
        for number, (parameter, output) in enumerate(self._outputs.items()):
            schema = f"out{number}"
            self._connection.execute(f"ATTACH ? AS {schema}", (output.file,))
            self._tables[parameter] = _table(self._connection, schema, None)
            self._statements[parameter] = _statements(given, self._tables[parameter], own, fields[parameter])
        for table in self._tables.values():
            self._bare(table)
        self._connection.execute("BEGIN")

    @classmethod
    def between(
        cls, source: LayerSource, outputs: Mapping[str, LayerOutput], fields: Mapping[str, QgsFields]
    ) -> GpkgCopy | None:
        """Return the copy; ``None`` where it does not serve, and the outputs are as they were.

        Args:
            source: The input.
            outputs: The outputs, still empty, by name.
            fields: Their fields: the input's own, whatever they are called there, and then new ones.
        """
        if source.file is None or any(output.staging is None for output in outputs.values()):
            return None
        if not all(driver_of(path) == "GPKG" for path in (source.file.path, *(one.file for one in outputs.values()))):
            return None
        try:
            return cls(source, outputs, fields)
        except (sqlite3.Error, _DoesNotServe):
            _log.debug("No copy from %s", source.file.path, exc_info=True)
            for output in outputs.values():
                output.reopen()
            return None

    def add(self, name: str, fids: np.ndarray, words: Words, xy: np.ndarray) -> None:
        """Copy rows; SQLite does it while the caller goes on.

        Args:
            name: The output.
            fids: Feature ids of the input, shape (n,).
            words: Values of their new columns.
            xy: Their coordinates, shape (n, 2); NaN where there are none, shape (0, 2) where the layer is no points.

        Raises:
            OutputError: Rows that were added before cannot be stored.
        """
        if not len(fids):
            return
        many = max(len(words.columns[0]), 1)
        # one number a row, read by SQLite from one text: far quicker than a row at a time from Python
        pairs = "[" + ",".join(map(str, (fids * many + words.word).tolist())) + "]"
        self._wait()
        self._stored = self._writer.submit(self._store, name, pairs, many, words.columns)
        output, bounds = self._outputs[name], self._bounds[name]
        output.written += len(fids)
        placed = xy[np.isfinite(xy).all(axis=1)]
        if len(placed):
            bounds[:2] = np.minimum(bounds[:2], placed.min(axis=0))
            bounds[2:] = np.maximum(bounds[2:], placed.max(axis=0))

    def finish(self) -> None:
        """Make the files whole and let go of them.

        Raises:
            OutputError: One cannot be stored.
        """
        self._wait()
        for name, table in self._tables.items():
            output = self._outputs[name]
            try:
                self._complete(table, output.written, self._bounds[name])
            except sqlite3.Error as error:
                raise output.error(str(error)) from error
        try:
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise next(iter(self._outputs.values())).error(str(error)) from error
        self._connection.close()
        for name, table in self._tables.items():
            if table.geometry_column and self._outputs[name].written <= INDEX_UP_TO:
                _index(self._outputs[name].file, table)

    def close(self) -> None:
        """Let go of the files, whatever is in them."""
        self._writer.shutdown()
        self._connection.close()

    def notes(self) -> tuple[Message, ...]:
        """Return what there is to tell about the outputs: some are too large for a spatial index."""
        drawn = [name for name, table in self._tables.items() if table.geometry_column]
        large = (name for name in drawn if self._outputs[name].written > INDEX_UP_TO)
        return tuple(Message(_NO_INDEX, {"parameter": name}) for name in large)

    def _wait(self) -> None:
        stored, self._stored = self._stored, None
        if stored is not None:
            stored.result()

    def _store(self, name: str, pairs: str, many: int, columns: Sequence[Sequence[object]]) -> None:
        keep, copy = self._statements[name]
        try:
            self._connection.executemany(keep, zip(range(many), *columns))
            self._connection.execute(copy, (pairs, many))
            self._connection.execute("DELETE FROM temp.words")
        except sqlite3.Error as error:
            raise self._outputs[name].error(str(error)) from error

    def _bare(self, table: _Table) -> None:
        """Take away what would be done anew for each row: the spatial index, and the counting of rows."""
        connection, schema = self._connection, table.schema
        connection.execute(f"PRAGMA {schema}.journal_mode=OFF")
        connection.execute(f"PRAGMA {schema}.synchronous=OFF")
        query = f"SELECT name, sql FROM {schema}.sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
        for name, sql in connection.execute(query, (table.name,)).fetchall():
            connection.execute(f"DROP TRIGGER {schema}.{quoted(name)}")
            if "feature_count" in name:
                self._triggers.append(sql.replace("CREATE TRIGGER ", f"CREATE TRIGGER {schema}.", 1))
        index = f"rtree_{table.name}_{table.geometry_column}"
        if connection.execute(f"SELECT 1 FROM {schema}.sqlite_master WHERE name = ?", (index,)).fetchone():
            connection.execute(f"DROP TABLE {schema}.{quoted(index)}")
            connection.execute(
                f"DELETE FROM {schema}.gpkg_extensions WHERE table_name = ? AND extension_name = 'gpkg_rtree_index'",
                (table.name,),
            )

    def _complete(self, table: _Table, rows: int, bounds: np.ndarray) -> None:
        connection, schema = self._connection, table.schema
        connection.execute(
            f"UPDATE {schema}.gpkg_ogr_contents SET feature_count = ? WHERE table_name = ?", (rows, table.name)
        )
        if np.isfinite(bounds).all():
            connection.execute(
                f"UPDATE {schema}.gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?",
                (*bounds.tolist(), table.name),
            )
        for sql in self._triggers:
            if f" {schema}." in sql:
                connection.execute(sql)


def _table(connection: sqlite3.Connection, schema: str, name: str | None) -> _Table:
    """Return the table of a layer; where it is not named the only one of a new file."""
    queries = [f"SELECT table_name, '', NULL FROM {schema}.gpkg_contents WHERE data_type = 'attributes'"]
    known = f"SELECT 1 FROM {schema}.sqlite_master WHERE name = 'gpkg_geometry_columns'"
    if connection.execute(known).fetchone():  # a file of tables alone need not have it
        queries.insert(0, f"SELECT table_name, column_name, srs_id FROM {schema}.gpkg_geometry_columns")
    rows = [row for query in queries for row in connection.execute(query).fetchall()]
    found = [row for row in rows if name is None or row[0] == name]
    if not found:
        raise _DoesNotServe
    layer, geometry, srs_id = found[0]
    kind = connection.execute(f"SELECT type FROM {schema}.sqlite_master WHERE name = ?", (layer,)).fetchone()
    columns = connection.execute(f"PRAGMA {schema}.table_info({quoted(layer)})").fetchall()
    keys = [row[1] for row in columns if row[5]]
    if kind != ("table",) or len(keys) != 1:
        raise _DoesNotServe
    return _Table(schema, layer, tuple(row[1] for row in columns), keys[0], geometry, srs_id)


def _statements(given: _Table, target: _Table, own: list[str], fields: QgsFields) -> tuple[str, str]:
    """Return the statement that keeps the values of new columns, and the one that copies rows with them."""
    names = [field.name() for field in fields]
    pairs = list(zip(own, names))
    new = names[len(own) :]
    wanted = [*(other for _, other in pairs), *new]
    if given.srs_id != target.srs_id or not set(wanted) <= set(target.columns):
        raise _DoesNotServe
    if bool(given.geometry_column) != bool(target.geometry_column) or len(new) > _MOST:
        raise _DoesNotServe
    if not {one for one, _ in pairs} <= set(given.columns):
        raise _DoesNotServe
    into, values = list(wanted), [f"s.{quoted(one)}" for one, _ in pairs] + [f"w.v{i}" for i in range(len(new))]
    if target.geometry_column:
        into, values = [target.geometry_column, *into], [f"s.{quoted(given.geometry_column)}", *values]
    keep = f"INSERT INTO temp.words VALUES (?{', ?' * len(new)}{', NULL' * (_MOST - len(new))})"
    copy = (
        f"INSERT INTO {target.schema}.{quoted(target.name)} ({', '.join(map(quoted, into))}) "
        f"SELECT {', '.join(values)} FROM json_each(?1) r CROSS JOIN temp.words w ON w.word = r.value % ?2 "
        f"CROSS JOIN given.{quoted(given.name)} s ON s.{quoted(given.id_column)} = r.value / ?2"
    )
    return keep, copy


def _index(path: str, table: _Table) -> None:
    dataset = gdal.OpenEx(path, gdal.OF_VECTOR | gdal.OF_UPDATE)
    name, column = (one.replace("'", "''") for one in (table.name, table.geometry_column))
    result = dataset.ExecuteSQL(f"SELECT CreateSpatialIndex('{name}', '{column}')")
    dataset.ReleaseResultSet(result)
    del result, dataset  # closes the file


_MOST = 4
"""New columns of an output, at most."""

_HIGHEST = 10**13
"""Feature id up to which it and a word fit into one number."""

_WORDS = f"CREATE TEMP TABLE words (word INTEGER PRIMARY KEY, {', '.join(f'v{i}' for i in range(_MOST))})"

_NO_INDEX = QT_TRANSLATE_NOOP(
    "Linking",
    "{parameter} has no spatial index, which would take longer than the link itself. “Create spatial index” makes one.",
)
