"""One tree of errors, so that callers catch what they mean.

GridManagerError
├── InputError           a value or feature that the user can mend
│   ├── LimitsError      limits that contradict themselves
│   ├── CodeError        a code that does not fit its scheme
│   └── CrsError         a coordinate system that cannot be trusted for measuring
├── RepairError          a repair whose result would be worse than its input
├── OutputError          an output that could not be written whole
├── Cancelled            the user stopped the run
└── WorkerError          worker processes could not be started or died

Rooms without QGIS raise with a ``rules.messages.Message`` as the first argument, which the edge finds in
``error.args[0]`` and translates; ``str(error)`` is its English text. This module imports no room, so it does not
name that type.
"""

from __future__ import annotations


class GridManagerError(Exception):
    """Root of every error that this plugin raises on purpose."""


class InputError(GridManagerError):
    """Input that cannot be used; the message names the feature and the parameter."""


class LimitsError(InputError):
    """Limits that contradict themselves; ``parameter`` names the one to change."""

    def __init__(self, message: object, parameter: str) -> None:
        super().__init__(message)
        self.parameter = parameter


class CodeError(InputError):
    """A code that does not fit its scheme."""


class CrsError(InputError):
    """A coordinate system, or coordinates in it, that cannot be trusted for measuring."""


class RepairError(GridManagerError):
    """A repair whose result would be worse than its input."""


class OutputError(GridManagerError):
    """An output that could not be written, or not whole; the message names it."""


class Cancelled(GridManagerError):
    """Raised out of a progress callable to stop a run; nothing is written after it."""


class WorkerError(GridManagerError):
    """Worker processes could not be started, or died before they answered."""
