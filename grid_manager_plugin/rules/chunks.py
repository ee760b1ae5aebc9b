"""Long work in pieces, so that a person sees how far it is and can stop it at any time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

SIZE = 250
"""Overlays between two looks at whether somebody has cancelled."""


def _nobody(fraction: float) -> None:
    """Stand in for a caller who does not look."""


@dataclass(frozen=True)
class Progress:
    """Tells a caller how far a part of the work is.

    Attributes:
        tell: Called with the share of the whole that is done, 0 to 1; may raise to cancel.
        low: Share of the whole at which this part begins.
        high: Share at which it ends.
    """

    tell: Callable[[float], None] = _nobody
    low: float = 0.0
    high: float = 1.0

    def __call__(self, fraction: float) -> None:
        """Tell the share of this part that is done."""
        self.tell(self.low + (self.high - self.low) * fraction)

    def part(self, low: float, high: float) -> Progress:
        """Return the progress of a part of this part."""
        span = self.high - self.low
        return Progress(self.tell, self.low + span * low, self.low + span * high)


def rising(progress: Progress) -> Progress:
    """Return a progress that never goes back, for work that is done again in part."""
    reached = 0.0

    def tell(fraction: float) -> None:
        nonlocal reached
        reached = max(reached, fraction)
        progress(reached)

    return Progress(tell)


def chunks(positions: np.ndarray, progress: Progress, size: int = SIZE) -> Iterator[np.ndarray]:
    """Yield positions in pieces, and tell how far the work on them is."""
    for start in range(0, len(positions), size):
        progress(start / len(positions))
        yield positions[start : start + size]
    progress(1.0)
