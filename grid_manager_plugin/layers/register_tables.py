"""Houses, households and people of a register, from their layers to arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from grid_manager_plugin.layers.point_link import PointLink
from grid_manager_plugin.layers.records import RecordLayer
from grid_manager_plugin.linking.assign import IndexedGrids
from grid_manager_plugin.linking.cells import NONE
from grid_manager_plugin.linking.ids import Ids
from grid_manager_plugin.linking.register import Houses, Records, Step

Tell = Callable[[int], None]
"""Called with the number of records that are done so far; may raise to cancel."""


@dataclass(frozen=True)
class Tables:
    """A register as it was read.

    Attributes:
        houses: The houses, linked to their grids.
        households: The households; ``None`` where they were not given.
        people: The people; likewise.
    """

    houses: Houses
    households: Records | None = None
    people: Records | None = None

    def steps(self) -> Iterator[tuple[Step, Houses | Records]]:
        """Yield those that were given."""
        for step, table in zip((Step.HOUSE, Step.HOUSEHOLD, Step.PERSON), (self.houses, self.households, self.people)):
            if table is not None:
                yield step, table


@dataclass(frozen=True)
class GridCodes:
    """The different codes of grids; features with the same code are one grid.

    Attributes:
        code: Codes by their numbers, and ``None`` at the end, for :data:`.cells.NONE`.
        of_grid: Number of each feature's code, shape (g,).
    """

    code: np.ndarray
    of_grid: np.ndarray

    @classmethod
    def of(cls, grids: IndexedGrids) -> GridCodes:
        """Number the codes."""
        different, number = np.unique(grids.code.astype(str), return_inverse=True)
        return cls(np.array([*different.tolist(), None], dtype=object), number.ravel())


def read_houses(link: PointLink, id_field: str, codes: GridCodes, tell: Tell) -> Houses:
    """Read and link the houses.

    Args:
        link: Their layer.
        id_field: Their field with the id, among those that ``link`` reads.
        codes: Codes of the grids.
        tell: Called now and then.

    Raises:
        InputError: A feature is no point, or several points that lie apart.
    """
    ids, fids, places, rules, grids = Ids(), [_NO_NUMBERS], [np.zeros((0, 2))], [_NO_NUMBERS], [_NO_NUMBERS]
    for one in link.pieces(with_features=False):
        piece, found = one.points, one.linked.assignment
        ids.add(piece.columns[id_field].texts())
        grid = np.full(len(piece), NONE)
        grid[found.linked] = codes.of_grid[found.grid_index[found.linked]]
        fids.append(piece.fid)
        places.append(piece.xy)
        rules.append(found.rule)
        grids.append(grid)
        tell(link.done)
    fid, xy, rule, grid = (np.concatenate(parts) for parts in (fids, places, rules, grids))
    return Houses(fid, ids, xy, rule, grid)


def read_records(layer: RecordLayer, id_field: str, reference_field: str, tell: Tell) -> Records:
    """Read households or people.

    Args:
        layer: Their layer.
        id_field: The field with their id.
        reference_field: The field with the id of the record that they name.
        tell: Called now and then.

    Raises:
        InputError: There is no such field.
    """
    ids, refers, fids = Ids(), Ids(), [_NO_NUMBERS]
    for piece in layer.pieces([id_field, reference_field]):
        ids.add(piece.columns[id_field].texts())
        refers.add(piece.columns[reference_field].texts())
        fids.append(piece.fid)
        tell(len(ids))
    return Records(np.concatenate(fids), ids, refers)


_NO_NUMBERS = np.zeros(0, dtype=np.int64)
