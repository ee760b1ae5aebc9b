"""Recall and precision of the check: faults of all kinds in Denver and Taipei, found or not, and nothing else found.

Run: python benchmarks/faults.py [ROUNDS]
ROUNDS of each city (default 6), each with a seed of its own; as many where no grid says its community, and as many with
limits of area. A finding is the one that is expected when kind, ids and severity are the same, and of the place that
the two cover together more than 99 % is common to both.
Exit status 1 unless all faults were found and nothing else, with areas within 0.5 %, and there were 300 at least.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from osgeo import ogr
from shapely.geometry.base import BaseGeometry

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.injected_faults import (
    AREAS,
    BY_PLACE,
    ExpectedFinding,
    Injected,
    by_place,
    denver,
    injected,
    taipei,
    with_area_limits,
)
from benchmarks.injected_plan import Plan
from grid_manager_plugin.coverage.check import check
from grid_manager_plugin.coverage.findings import Findings
from grid_manager_plugin.coverage.kinds import KINDS, Kind, Severity
from grid_manager_plugin.rules.geodesy import Measure

ROUNDS = 6
FAULTS = 300
AREA_ERROR = 0.005
SAME_PLACE = 0.99


@dataclass(frozen=True)
class Match:
    """What was expected and what was found of one round: positions in the truth and in the findings.

    Attributes:
        truth: What was expected.
        findings: What was found.
        pairs: Which finding is which.
        missed: What was expected and not found.
        extra: What was found and not expected.
    """

    truth: tuple[ExpectedFinding, ...]
    findings: Findings
    pairs: tuple[tuple[int, int], ...]
    missed: tuple[int, ...]
    extra: tuple[int, ...]

    def area_errors(self, kind: Kind) -> Iterator[float]:
        """Yield how far areas of a kind are off, as shares; infinite where none was told."""
        for i, j in self.pairs:
            expected = self.truth[i]
            if expected.kind is kind and expected.area_m2 is not None:
                told = self.findings.value[j] if kind is Kind.AREA else self.findings.area[j]
                yield abs(told / expected.area_m2 - 1) if np.isfinite(told) else float("inf")


def checked(some: Injected, plan: Plan) -> Findings:
    """Return the findings of the check, but for warnings that the faultless plan brings too."""
    measure = Measure.from_crs(plan.crs)
    found = check(some.grids, some.communities, some.settings, measure).findings
    base = check(plan.grids(plan.rows), some.communities, some.settings, measure)
    if not base.passed:
        raise SystemExit(f"{plan.name}: the plan to inject faults into is not faultless")
    known = {_key(base.findings, i) for i in range(len(base.findings))}
    return found.take(np.array([_key(found, i) not in known for i in range(len(found))], dtype=bool))


def matched(truth: tuple[ExpectedFinding, ...], found: Findings) -> Match:
    """Return which finding is which of those expected, each once, the same place before a similar one."""
    at: dict[tuple, list[int]] = {}
    for j in range(len(found)):
        at.setdefault(_key(found, j)[:5], []).append(j)
    ranked = []
    for i, one in enumerate(truth):
        for j in at.get((one.kind, one.severity, one.community_id, one.grid_code, one.other_code), ()):
            same = same_place(one.place, found.geometry[j])
            if same > SAME_PLACE:
                ranked.append((-same, i, j))
    pairs: dict[int, int] = {}
    for _, i, j in sorted(ranked):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    missed = tuple(i for i in range(len(truth)) if i not in pairs)
    extra = tuple(sorted(set(range(len(found))) - set(pairs.values())))
    return Match(truth, found, tuple(pairs.items()), missed, extra)


def same_place(expected: BaseGeometry | None, found: BaseGeometry | None) -> float:
    """Return the share of what two places cover that both do; 1 where the truth tells none."""
    if expected is None:
        return 1.0
    if found is None or not found.is_valid:
        return 0.0
    both = shapely.intersection(expected, found).area
    return both / (expected.area + found.area - both)


def _key(found: Findings, position: int) -> tuple:
    place = shapely.to_wkb(found.geometry[position])
    ids = (str(part[position]) for part in (found.community_id, found.grid_code, found.other_code))
    return (found.kind[position], found.severity[position], *ids, place)


def rounds(many: int) -> Iterator[tuple[str, int, Injected, Match]]:
    """Yield name, seed, faults and findings of each round."""
    for city in (denver, taipei):
        plan = city()
        areas = with_area_limits(plan)
        for seed in range(many):
            for name, here, some in (
                (plan.name, plan, injected(plan, seed)),
                (f"{plan.name} (by place)", plan, by_place(injected(plan, seed + many, BY_PLACE))),
                (areas.name, areas, injected(areas, seed, AREAS, most=8)),
            ):
                yield name, seed, some, matched(some.truth, checked(some, here))


def told(match: Match) -> Iterator[str]:
    """Yield in words what was missed, and what was found and not expected."""
    found = match.findings
    for i in match.missed:
        one = match.truth[i]
        what = (one.kind.value, one.severity.value, one.community_id, one.grid_code, one.other_code, one.area_m2)
        yield f"  missed {what}"
    for j in match.extra:
        yield f"  extra  {_key(found, j)[:5]}: {found.message[j]}"


def line(name: str, kinds: tuple[Kind, ...], matches: list[Match]) -> tuple[str, bool]:
    """Return the figures of some kinds as a line, and whether they are what was promised."""
    expected = sum(one.kind in kinds for match in matches for one in match.truth)
    hits = sum(match.truth[i].kind in kinds for match in matches for i, _ in match.pairs)
    extra = sum(match.findings.kind[j] in kinds for match in matches for j in match.extra)
    warnings = sum(
        one.kind in kinds and one.severity is Severity.WARNING for match in matches for one in match.truth
    )  # fmt: skip
    errors = [off for match in matches for kind in kinds for off in match.area_errors(kind)]
    recall = hits / expected if expected else 0.0
    precision = hits / (hits + extra) if hits + extra else 0.0
    off = f"{max(errors):12.6%}" if errors else f"{'-':>12}"
    text = f"{name:20} {expected:8} {warnings:8} {hits:6} {recall:8.2%} {extra:6} {precision:9.2%} {off}"
    return text, recall == precision == 1 and max(errors, default=0.0) <= AREA_ERROR


def main() -> int:
    """Measure, print, and return the exit status."""
    ogr.UseExceptions()
    many = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    matches, names, start = [], Counter(), time.perf_counter()
    faults = controls = 0
    for name, seed, some, match in rounds(many):
        matches.append(match)
        names.update(fault.name for fault in some.faults)
        controls += sum(not fault.expected for fault in some.faults)
        faults += sum(bool(fault.expected) for fault in some.faults)
        missed, extra = len(match.missed), len(match.extra)
        print(f"{name:17} seed {seed}: {len(some.faults):3} faults, {missed} missed, {extra} extra", flush=True)
        print("".join(f"{text}\n" for text in told(match)), end="")
    print("\n" + "\n".join(f"{count:5} {name}" for name, count in sorted(names.items())))
    print("\nkind                 expected warnings  found   recall  extra precision  area off by")
    lines = [line(kind.value, (kind,), matches) for kind in KINDS]
    lines.append(line("all", KINDS, matches))
    print("\n".join(text for text, _ in lines))
    print(f"{faults} faults (reach: {FAULTS}) and {controls} controls in {time.perf_counter() - start:.0f} s")
    return 0 if all(good for _, good in lines) and faults >= FAULTS else 1


if __name__ == "__main__":
    sys.exit(main())
