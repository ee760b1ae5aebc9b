"""The outputs of a link: fields, rows, and the two ways to write them. Names and order are promises to scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from qgis.core import QgsFeature, QgsFields

from grid_manager_plugin.layers.fields import REAL, TEXT, TRUTH
from grid_manager_plugin.layers.gpkg_copy import GpkgCopy, Words
from grid_manager_plugin.layers.layer_output import LayerOutput
from grid_manager_plugin.layers.own_fields import joined_feature
from grid_manager_plugin.layers.points import Piece
from grid_manager_plugin.linking.assign import Rule
from grid_manager_plugin.linking.cells import NONE
from grid_manager_plugin.linking.link import Linked

LINKED = (("grid_code", TEXT), ("link_rule", TEXT), ("link_distance_m", REAL))
UNLINKED = (("reason", TEXT), ("nearest_code", TEXT), ("distance_m", REAL))
MISMATCHES = (("typed_code", TEXT), ("grid_code", TEXT), ("typed_exists", TRUTH), ("distance_m", REAL))


@dataclass(frozen=True)
class Rows:
    """Rows of one output.

    Attributes:
        at: Positions of their features in the piece, ascending.
        words: Values of the new columns.
    """

    at: np.ndarray
    words: Words

    @classmethod
    def each(cls, at: np.ndarray, columns: list[list[object]]) -> Rows:
        """Return rows that each have values of their own."""
        return cls(at, Words(columns, np.arange(len(at))))


def link_rows(piece: Piece, linked: Linked, codes: np.ndarray, typed: list[str] | None) -> dict[str, Rows]:
    """Return the rows of all outputs for some points.

    Args:
        piece: The points.
        linked: Their grids.
        codes: Codes of the grids, shape (g,) of object.
        typed: What was typed for the points; ``None`` where nobody did.
    """
    found = linked.assignment
    rows = {"OUTPUT": _linked_rows(linked, codes)}
    left = np.flatnonzero(~found.linked)
    near = found.nearest_index[left]
    nearest = [codes[one] if one != NONE else None for one in near.tolist()]
    rows["UNLINKED"] = Rows.each(left, [_rules(found.rule[left]), nearest, _known(found.distance[left])])
    wrong = np.flatnonzero(linked.mismatched)
    if typed is not None:
        said: list[object] = [typed[i] for i in wrong.tolist()]
        grid = codes[found.grid_index[wrong]].tolist()
        exists = linked.typed_exists[wrong].tolist()
        rows["MISMATCHES"] = Rows.each(wrong, [said, grid, exists, _known(linked.typed_distance[wrong])])
    return rows


def _linked_rows(linked: Linked, codes: np.ndarray) -> Rows:
    """Return the rows of linked points; all inside one grid have the same values, and all on its border."""
    found = linked.assignment
    has = np.flatnonzero(found.linked)
    key = found.grid_index[has] * len(Rule) + found.rule[has]
    near = found.rule[has] == Rule.NEAREST
    key[near] = -1 - np.arange(int(near.sum()))  # each has a distance of its own
    _, first, word = np.unique(key, return_index=True, return_inverse=True)
    of = has[first]
    columns = [codes[found.grid_index[of]].tolist(), _rules(found.rule[of]), found.distance[of].tolist()]
    return Rows(has, Words(columns, word.ravel()))


def write_rows_of(
    piece: Piece,
    rows: Mapping[str, Rows],
    layers: Mapping[str, LayerOutput],
    fields: Mapping[str, QgsFields],
    copy: GpkgCopy | None,
) -> None:
    """Write rows to the outputs that were asked for.

    Args:
        piece: The points.
        rows: Rows by output.
        layers: The outputs.
        fields: Their fields.
        copy: Copies the points' own columns; ``None`` where their features have to be written.

    Raises:
        OutputError: The rows cannot be stored.
    """
    for name, layer in layers.items():
        some = rows.get(name)
        if some is None:
            continue
        if copy is not None:
            copy.add(name, piece.fid[some.at], some.words, piece.xy[some.at])
        else:
            layer.write_features(joined_features(piece.features or [], some, fields[name]))


def joined_features(given: Sequence[QgsFeature], rows: Rows, fields: QgsFields) -> Iterator[QgsFeature]:
    """Yield features with new columns.

    Args:
        given: The features of a piece.
        rows: Which of them, and the values of their new columns.
        fields: Their own fields, whatever they are called there, and then new ones.
    """
    for at, word in zip(rows.at.tolist(), rows.words.word.tolist()):
        yield joined_feature(given[at], (column[word] for column in rows.words.columns), fields)


def _rules(rules: np.ndarray) -> list[object]:
    return _RULE_KEYS[rules].tolist()


def _known(values: np.ndarray) -> list[object]:
    found = values.astype(object)
    found[np.isnan(values)] = None
    return found.tolist()


_RULE_KEYS = np.array([rule.key for rule in Rule], dtype=object)
