"""How much of a border's cost remains along a line, told from its OpenStreetMap tags by a table that users can change.

The table is JSON: ``{"default": 0.2, "highway": {"primary": 0.05, "corridor": null, ...}, ...}``. A key beside
``default`` and ``about`` names a field; ``null`` says that such a line is no barrier.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from grid_manager_plugin.division.faces.barriers import DEFAULT_FACTOR
from grid_manager_plugin.errors import InputError
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

SHIPPED = Path(__file__).parents[2] / "resources" / "barrier_profile.json"
"""The table that comes with the plugin."""


@dataclass(frozen=True)
class BarrierProfile:
    """A table of factors.

    Attributes:
        default: Factor of a line of which no listed value is known.
        factors: Factor by value, by field; ``None`` for what is no barrier.
    """

    default: float
    factors: Mapping[str, Mapping[str, float | None]]

    def fields(self) -> tuple[str, ...]:
        """Return the names of the fields that the table asks for."""
        return tuple(self.factors)

    def look_up(self, values: Mapping[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
        """Return the factor of each line, and whether it is a barrier at all, shapes (n,).

        Args:
            values: Text or ``None`` of each line, shape (n,), by field; fields that the table does not have are
                passed over. Of several factors the lowest counts; a line is no barrier when all that is listed of it
                says so.

        Raises:
            ValueError: There is no field that the table has.
        """
        known = [field for field in self.factors if field in values]
        if not known:
            raise ValueError("no field that the profile has")
        lowest = np.full(len(values[known[0]]), np.inf)
        denied = np.zeros(len(lowest), dtype=bool)
        for field in known:
            texts, place = np.unique(["" if one is None else str(one) for one in values[field]], return_inverse=True)
            place = place.reshape(-1)
            table = self.factors[field]
            listed = [table.get(text, np.inf) for text in texts]
            denied |= np.array([factor is None for factor in listed], dtype=bool)[place]
            lowest = np.minimum(lowest, np.array([np.inf if one is None else one for one in listed])[place])
        return np.where(np.isfinite(lowest), lowest, self.default), ~(denied & np.isinf(lowest))


def read_profile(file: Path | str | None = None) -> BarrierProfile:
    """Read a table of factors.

    Args:
        file: A JSON file of the user's; ``None`` for the table that comes with the plugin.

    Raises:
        InputError: The file cannot be read, is no JSON, or holds something else than such a table; the message names
            the file and the place.
    """
    path = Path(file) if file else SHIPPED
    try:
        raw = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(Message(_UNREADABLE, {"file": str(path), "reason": reason})) from error
    except UnicodeDecodeError as error:
        raise InputError(Message(_NO_TEXT, {"file": str(path)})) from error
    except json.JSONDecodeError as error:
        values = {"file": str(path), "line": error.lineno, "column": error.colno, "reason": error.msg}
        raise InputError(Message(_NO_JSON, values)) from error
    if not isinstance(raw, dict):
        raise InputError(Message(_NO_TABLE, {"file": str(path)}))
    default = _factor(raw.get("default", DEFAULT_FACTOR), path, "default")
    if default is None:
        raise InputError(Message(_NO_FACTOR, {"file": str(path), "key": "default", "value": "null"}))
    factors = {field: _column(raw[field], path, field) for field in raw if field not in ("default", "about")}
    if not factors:
        raise InputError(Message(_NO_TABLE, {"file": str(path)}))
    return BarrierProfile(default, factors)


def _column(raw: object, path: Path, field: str) -> dict[str, float | None]:
    if not isinstance(raw, dict):
        raise InputError(Message(_NO_COLUMN, {"file": str(path), "key": field}))
    return {value: _factor(raw[value], path, f"{field}={value}") for value in raw}


def _factor(raw: object, path: Path, key: str) -> float | None:
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, (int, float)) or not 0 <= raw <= 1:
        raise InputError(Message(_NO_FACTOR, {"file": str(path), "key": key, "value": json.dumps(raw)[:40]}))
    return float(raw)


_UNREADABLE = QT_TRANSLATE_NOOP("BarrierProfile", "The barrier profile {file} cannot be read: {reason}.")
_NO_TEXT = QT_TRANSLATE_NOOP("BarrierProfile", "The barrier profile {file} is no text in UTF-8.")
_NO_JSON = QT_TRANSLATE_NOOP(
    "BarrierProfile", "The barrier profile {file} is no JSON: line {line}, column {column}: {reason}."
)
_NO_TABLE = QT_TRANSLATE_NOOP(
    "BarrierProfile",
    "The barrier profile {file} holds no table of factors. It has to look like {{\"default\": 0.2, \"highway\": "
    "{{\"primary\": 0.05}}}}.",
)
_NO_COLUMN = QT_TRANSLATE_NOOP(
    "BarrierProfile",
    "The barrier profile {file} has no factors by value under “{key}”. It has to look like \"{key}\": "
    "{{\"primary\": 0.05}}.",
)
_NO_FACTOR = QT_TRANSLATE_NOOP(
    "BarrierProfile",
    "The barrier profile {file} has {value} for “{key}”. Enter a number from 0 to 1, or null for what is no barrier.",
)
