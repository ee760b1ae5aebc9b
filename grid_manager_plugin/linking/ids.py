"""Ids of many records, kept small: a number of eight bytes each to compare them by, and their text for those named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

BLANK = 0
"""Key of an empty id."""


class Ids:
    """Ids in the order of their records, added piece by piece.

    Two different ids of a city share a key with a chance of less than one in a million, even with ten million records.
    """

    def __init__(self, texts: Sequence[str] = ()) -> None:
        self._keys: list[np.ndarray] = []
        self._ends: list[np.ndarray] = []
        self._packed: list[str] = []
        self._starts = [0]
        if texts:
            self.add(texts)

    def __len__(self) -> int:
        return self._starts[-1]

    def add(self, texts: Sequence[str]) -> None:
        """Add some.

        Args:
            texts: As :func:`.rules.codes.text_code` gives them; empty for none.
        """
        if not texts:
            return
        self._keys.append(np.fromiter(map(hash, texts), dtype=np.int64, count=len(texts)))
        lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        self._ends.append(np.cumsum(lengths).astype(np.uint32))
        self._packed.append("".join(texts))  # one text for all: an object each would take five times as much
        self._starts.append(self._starts[-1] + len(texts))

    def keys(self) -> np.ndarray:
        """Return the keys, shape (n,) of int64: equal for equal ids, :data:`BLANK` for none, other in each process."""
        return np.concatenate(self._keys) if self._keys else np.zeros(0, dtype=np.int64)

    def texts(self, positions: Iterable[int]) -> list[str]:
        """Return the ids of some records, in the order asked.

        Args:
            positions: Of the records, any number of them.
        """
        wanted = np.fromiter(positions, dtype=np.int64)
        piece = np.searchsorted(self._starts, wanted, side="right") - 1
        found: list[str] = [""] * len(wanted)
        for one in np.unique(piece).tolist():
            here = np.flatnonzero(piece == one)
            inner = wanted[here] - self._starts[one]
            ends, packed = self._ends[one], self._packed[one]
            begins = np.where(inner > 0, ends[inner - 1], 0)
            for at, begin, end in zip(here.tolist(), begins.tolist(), ends[inner].tolist()):
                found[at] = packed[begin:end]
        return found
