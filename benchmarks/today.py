"""People moved when today's plan breaks one limit: by a start from today's grids, against a full new split.

Run: python benchmarks/today.py
Each of the 62 Denver communities of benchmarks/data has today's plan, and then the most people a grid may have is set
halfway from those of its largest grid to those of the next (or the mean, where that is more), so that one grid breaks
it and no other limit is broken. Both ways have to hold every limit; people moved are those outside the best matching of
new grids to today's. Today's plan is the first tree plan of GerryChain that holds the limits: grids that were drawn
without looking for the shortest border. The figure for grids that have the shortest border known is printed too, and
promised nothing: a full new split comes near to such grids by itself, and where blocks are large few plans exist.
Exit status 1 when more than a quarter is moved, in sum or in the median community, or a plan breaks a limit.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from partition import DATA, Instance, instances
from peers import border, faults, tree_plans

from grid_manager_plugin.division.partition import partition
from grid_manager_plugin.rules.limits import Limits

REACH = 0.25
MOVE_COSTS = (0.0, 1.0, 10.0)
"""Metres of border that one moved person weighs; the promise is on the last."""


@dataclass(frozen=True)
class Case:
    """One community with today's grids and the limit that one of them breaks."""

    instance: Instance
    today: np.ndarray
    limits: Limits

    @classmethod
    def of(cls, instance: Instance, today: np.ndarray) -> Case:
        """Tighten the limit."""
        people = np.bincount(today, instance.graph.population, minlength=instance.parts)
        *_, second, largest = np.sort(people).tolist()
        most = (largest + max(second, float(people.mean()))) / 2
        return cls(instance, today, replace(instance.limits, population=(instance.limits.population[0], most)))

    def broken(self) -> int:
        """Return how many limits today's grids break, counted by grid."""
        graph, parts = self.instance.graph, self.instance.parts
        bounds = self.limits.bounds(float(graph.population.sum()), parts)
        people = np.bincount(self.today, graph.population, minlength=parts)
        area = np.bincount(self.today, graph.area, minlength=parts)
        return int(
            sum((people > bounds.population_max).tolist())
            + sum((people < bounds.population_min).tolist())
            + sum((area > bounds.area_max).tolist())
            + sum((area < bounds.area_min).tolist())
        )

    def plan(self, move_cost: float | None) -> np.ndarray | None:
        """Return a new plan that holds the limits: a full new split for ``None``, else one that starts from today."""
        start = {} if move_cost is None else {"start": self.today, "move_cost": move_cost}
        answer = partition(self.instance.graph, self.limits, parts=self.instance.parts, **start)
        if answer.labels is None or str(answer.verdict) != "solved":
            return None
        bounds = self.limits.bounds(float(self.instance.graph.population.sum()), self.instance.parts)
        wrong = faults(self.instance.graph, bounds, self.instance.parts, answer.labels)
        if wrong:
            raise SystemExit(f"{self.instance.name}: {'; '.join(wrong)}")
        return answer.labels

    def moved(self, labels: np.ndarray) -> float:
        """Return the people outside the best matching of new grids to today's."""
        people = self.instance.graph.population
        both = np.zeros((self.instance.parts,) * 2)
        np.add.at(both, (self.today, labels), people)
        return float(people.sum() - both[linear_sum_assignment(both, maximize=True)].sum())


def measure(title: str, cases: list[Case]) -> tuple[float, float]:
    """Print the figures of one kind of today's plans; return the share moved in sum and in the median community."""
    if any(case.broken() != 1 for case in cases):
        raise SystemExit("today's grids do not break exactly one limit")
    new = {case.instance.name: case.plan(None) for case in cases}
    solvable = [case for case in cases if new[case.instance.name] is not None]
    full = np.array([case.moved(new[case.instance.name]) for case in solvable])
    before = sum(border(case.instance.graph, case.today) for case in solvable)
    after = sum(border(case.instance.graph, new[case.instance.name]) for case in solvable)
    print(f"{title}: {len(cases)} communities, {len(solvable)} of them can be divided under the new limit")
    print(f"  full new split                   {full.sum():8,.0f} people moved; border {after / before:.3f} of today's")
    share = (np.inf, np.inf)
    for move_cost in MOVE_COSTS:
        plans = [case.plan(move_cost) for case in solvable]
        lost = [case.instance.name for case, plan in zip(solvable, plans) if plan is None]
        if lost:
            raise SystemExit(f"no plan from today's grids: {', '.join(lost)}")
        moved = np.array([case.moved(plan) for case, plan in zip(solvable, plans)])
        length = sum(border(case.instance.graph, plan) for case, plan in zip(solvable, plans)) / before
        ratio = np.where(full > 0, moved / np.where(full > 0, full, 1.0), np.where(moved > 0, np.inf, 1.0))
        share = (float(moved.sum() / full.sum()), float(np.median(ratio)))
        print(
            f"  from today's grids, MOVE_COST {move_cost:3g} {moved.sum():8,.0f} people moved: {share[0]:.3f} of that, "
            f"median {share[1]:.3f}; border {length:.3f} of today's"
        )
    return share


def first_tree(instance: Instance) -> np.ndarray | None:
    """Return the peer's first plan that holds the limits."""
    bounds = instance.limits.bounds(float(instance.graph.population.sum()), instance.parts)
    return next(tree_plans(instance.graph, bounds, instance.parts), None)


def main() -> int:
    """Measure, print, and return the exit status."""
    known = json.loads((DATA / "denver_partition_best.json").read_text(encoding="utf-8"))["instances"]
    feasible = [instance for instance in instances() if instance.best]

    def cases(plan: Callable[[Instance], np.ndarray | None]) -> list[Case]:
        drawn = [(instance, plan(instance)) for instance in feasible]
        return [Case.of(instance, today) for instance, today in drawn if today is not None]

    shares = measure("Today's grids drawn as trees", cases(first_tree))
    shortest = cases(lambda instance: np.array([int(digit) for digit in known[instance.name]["labels"]]))
    measure("Today's grids with the shortest border known", shortest)
    print(f"reach: {REACH} of the first kind with MOVE_COST {MOVE_COSTS[-1]:g}, in sum and in the median")
    return 0 if max(shares) <= REACH else 1


if __name__ == "__main__":
    sys.exit(main())
