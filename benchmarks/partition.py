"""Border length and time of the partition against the best known plans and against GerryChain, in one run.

Run: python benchmarks/partition.py [--effort quick normal thorough] [--seed 0] [--no-peer]
Exit status 1 when a figure that the project promises is missed.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from peers import border, faults, gerrychain_best

from grid_manager_plugin.division.graph import BlockGraph
from grid_manager_plugin.division.partition import partition
from grid_manager_plugin.rules.limits import Limits

DATA = Path(__file__).resolve().parent / "data"
SAME = 1 + 1e-6  # a ratio up to here is the same plan, summed in another order


@dataclass(frozen=True)
class Instance:
    """One real community with its number of grids, its limits and its best known border."""

    name: str
    parts: int
    limits: Limits
    graph: BlockGraph
    best: float | None
    optimal: bool
    status: str


@dataclass(frozen=True)
class Promise:
    """What an effort must reach: ratios to the best known border, and its time to the peer's."""

    median: float
    worst: float
    at_best: int
    time: float


PROMISES = {
    "quick": Promise(1.005, 1.10, 0, 0.25),
    "normal": Promise(1.0, 1.02, 60, 1.0),
    "thorough": Promise(1.0, 1.005, 0, np.inf),
}


def instances() -> Iterator[Instance]:
    """Read the instances."""
    known = json.loads((DATA / "denver_partition_best.json").read_text(encoding="utf-8"))
    with np.load(DATA / "denver_partition_instances.npz", allow_pickle=False) as z:
        data = {key: z[key] for key in z.files}
    for i, name in enumerate(data["name"].tolist()):
        blocks = slice(*data["block_start"][i : i + 2])
        edges = slice(*data["edge_start"][i : i + 2])
        low_people, high_people, low_area, high_area = map(float, data["limits"][i])
        about = known["instances"].get(name) or known["hard"][name]
        yield Instance(
            name,
            int(data["k"][i]),
            Limits(population=(low_people, high_people), area=(low_area, high_area)),
            BlockGraph(
                data["population"][blocks].astype(float),
                data["area"][blocks].astype(float),
                data["edges"][edges].astype(np.int64),
                data["border_cost"][edges].astype(float),
            ),
            about.get("cost"),
            bool(about.get("proven_optimal")),
            about.get("status", ""),
        )


def solve(instance: Instance, seed: int, effort: str) -> tuple[float, float, list[str]]:
    """Return the ratio to the best known border, the seconds, and what is wrong."""
    start = time.perf_counter()
    answer = partition(instance.graph, instance.limits, parts=instance.parts, seed=seed, effort=effort)
    seconds = time.perf_counter() - start
    if answer.labels is None or str(answer.verdict) != "solved":
        return np.inf, seconds, [str(answer.verdict)]
    bounds = instance.limits.bounds(float(instance.graph.population.sum()), instance.parts)
    wrong = faults(instance.graph, bounds, instance.parts, answer.labels)
    return border(instance.graph, answer.labels) / instance.best, seconds, wrong


def measure(feasible: list[Instance], seed: int, effort: str, peer_seconds: float | None) -> bool:
    """Print one effort's line and tell whether its promise is kept."""
    answers = [solve(instance, seed, effort) for instance in feasible]
    ratio = np.array([a[0] for a in answers])
    seconds = sum(a[1] for a in answers)
    optima_missed = sum(i.optimal and r > SAME for i, r in zip(feasible, ratio))
    for instance, (value, _, wrong) in zip(feasible, answers):
        if wrong or value > 1.02:
            print(f"  {instance.name}: ratio {value:.4f} {'; '.join(wrong)}")
    promise = PROMISES[effort]
    share = seconds / peer_seconds if peer_seconds else np.nan
    print(
        f"{effort:9} held every limit {sum(not a[2] for a in answers)}/{len(feasible)}; border to best known: median "
        f"{np.median(ratio):.4f}, worst {ratio.max():.4f}, at best or below {(ratio <= SAME).sum()}, below "
        f"{(ratio < 1 - 1e-6).sum()}, proven optima missed {optima_missed}; {seconds:.1f} s, to GerryChain {share:.2f}"
    )
    return (
        not any(a[2] for a in answers)
        and np.median(ratio) <= promise.median * SAME
        and ratio.max() <= promise.worst * SAME
        and (ratio <= SAME).sum() >= promise.at_best
        and not (effort == "thorough" and optima_missed)
        and not share > promise.time
    )


def hard_ones(hard: list[Instance], seed: int) -> bool:
    """Print the verdict on each hard instance and tell whether none is untrue."""
    true = True
    for instance in hard:
        start = time.perf_counter()
        answer = partition(instance.graph, instance.limits, parts=instance.parts, seed=seed)
        seconds = time.perf_counter() - start
        verdict = str(answer.verdict)
        wrong = []
        if verdict == "solved":
            bounds = instance.limits.bounds(float(instance.graph.population.sum()), instance.parts)
            wrong = faults(instance.graph, bounds, instance.parts, answer.labels)
        elif instance.status == "proven infeasible" and verdict != "infeasible":
            wrong = ["should be infeasible"]
        true &= not wrong
        proven = " (proven)" if answer.proven else ""
        print(f"  {instance.name:32} {instance.status:18} {verdict}{proven} {seconds:.2f} s {'; '.join(wrong)}")
    return true


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--effort", nargs="+", default=list(PROMISES), choices=list(PROMISES))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--no-peer", action="store_true", help="leave GerryChain out: no ratio of times")
    options = parser.parse_args()
    everything = list(instances())
    feasible = [i for i in everything if i.best]
    peer_seconds = None
    if not options.no_peer:
        peers = [
            gerrychain_best(i.graph, i.limits.bounds(float(i.graph.population.sum()), i.parts), i.parts)
            for i in feasible
        ]
        peer_seconds = sum(p.seconds for p in peers)
        ratios = [p.cost / i.best for p, i in zip(peers, feasible) if p.cost]
        print(
            f"GerryChain best of 100: held every limit {len(ratios)}/{len(feasible)}, border median "
            f"{np.median(ratios):.3f}, worst {max(ratios):.3f}, {peer_seconds:.1f} s"
        )
    kept = [measure(feasible, options.seed, effort, peer_seconds) for effort in options.effort]
    kept.append(hard_ones([i for i in everything if not i.best], options.seed))
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
