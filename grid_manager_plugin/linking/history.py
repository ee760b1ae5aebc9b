"""What became of each code from one plan to the next.

A code of both plans is ``kept`` where no ground came to it or left it (what is smaller than the comparison tells does
not count), else ``changed``. A code of the new plan alone is ``new``. A code of the old plan alone is

- ``split`` where most of the ground of two or more new grids is from it,
- else ``merged`` where more than half of its ground went into one new grid that holds ground of others too,
- else ``split`` where its ground went to two or more new grids,
- else ``withdrawn``.

Successors of a code are the new codes with more than 1 % of its old ground; predecessors of a code are the old ones
with more than 1 % of its new ground. A code that goes on is among its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from grid_manager_plugin.linking.compare import Comparison
from grid_manager_plugin.linking.overlay import MOST
from grid_manager_plugin.linking.plan import NONE

PART = 0.01
"""More than this share of a grid's ground makes the other one its predecessor or successor."""


@dataclass(frozen=True)
class CodeHistory:
    """One code of either plan.

    Attributes:
        code: The code.
        valid_from: Day from which it holds, as text; empty where nobody said.
        valid_to: Day from which it holds no more; empty where it goes on or nobody said.
        predecessors: Codes that it had its ground from, sorted.
        successors: Codes that its ground went to, sorted.
        kind: ``kept``, ``changed``, ``new``, ``withdrawn``, ``split`` or ``merged``.
    """

    code: str
    valid_from: str
    valid_to: str
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    kind: str


def history(comparison: Comparison, date: str) -> tuple[CodeHistory, ...]:
    """Return what became of each code, sorted by code.

    Args:
        comparison: The two plans.
        date: First day of the new plan as text; empty where nobody said.
    """
    old, new = comparison.before.plan, comparison.after.plan
    successors = _partners(comparison.old, comparison.new, comparison.share_of_old, new.code, len(old))
    predecessors = _partners(comparison.new, comparison.old, comparison.share_of_new, old.code, len(new))
    touched = {str(code) for codes in (comparison.old_code, comparison.new_code) for code in codes[comparison.moved]}
    ends = _ends(comparison)
    old_at, new_at = ({str(code): i for i, code in enumerate(plan.code)} for plan in (old, new))
    found = []
    for code in sorted({*old_at, *new_at}):
        was, now = old_at.get(code), new_at.get(code)
        if was is None:
            kind = "new"
        elif now is None:
            kind = ends[was] if ends[was] else "split" if len(successors[was]) > 1 else "withdrawn"
        else:
            kind = "changed" if code in touched else "kept"
        found.append(
            CodeHistory(
                code=code,
                valid_from=date if was is None else str(old.valid_from[was]),
                valid_to=date if now is None else "",
                predecessors=() if now is None else predecessors[now],
                successors=() if was is None else successors[was],
                kind=kind,
            )
        )
    return tuple(found)


def _partners(
    mine: np.ndarray, others: np.ndarray, share: np.ndarray, code: np.ndarray, count: int
) -> list[tuple[str, ...]]:
    """Return the codes of the other plan's grids that each grid shares more than a trifle with."""
    chosen = (mine != NONE) & (others != NONE)
    chosen[chosen] = share[chosen] > PART
    found: list[list[str]] = [[] for _ in range(count)]
    for one, other in zip(mine[chosen].tolist(), others[chosen].tolist()):
        found[one].append(str(code[other]))
    return [tuple(sorted(codes)) for codes in found]


def _ends(comparison: Comparison) -> list[str]:
    """Return ``split`` or ``merged`` for each old grid by the larger parts of its ground, empty for neither."""
    count, chosen = len(comparison.before.plan), (comparison.old != NONE) & (comparison.new != NONE)
    old, new = comparison.old[chosen], comparison.new[chosen]
    of_old, of_new = comparison.share_of_old[chosen], comparison.share_of_new[chosen]
    main = np.bincount(old[of_new > MOST], minlength=count)
    with_others = np.bincount(new[of_new > PART], minlength=len(comparison.after.plan)) > 1
    into_one = np.bincount(old[(of_old > MOST) & with_others[new]], minlength=count)
    return ["split" if main[i] > 1 else "merged" if into_one[i] else "" for i in range(count)]
