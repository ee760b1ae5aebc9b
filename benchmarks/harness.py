"""Whole runs through qgis_process, measured from outside by the operating system's own accounting."""

from __future__ import annotations

import json
import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from grid_manager_plugin.rules.limits import Limits

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"

LIMITS = Limits(population=(500, 2500), area=(None, 30e6))
"""Those of ``make demo``, which wishes for this many people a grid."""

TARGET = 1500


@dataclass(frozen=True)
class Run:
    """One finished run: its summary, wall seconds, and the largest process's peak memory in MiB."""

    summary: dict
    seconds: float
    peak: float


def split(communities: Path, blocks: Path, folder: Path, workers: int) -> Run:
    """Divide communities with the limits of the demo and measure it, start of QGIS included."""
    target = folder / f"summary_{communities.stem}_{workers}.json"
    seconds, peak = run_algorithm(
        [
            f"--INPUT={communities}", "--COMMUNITY_ID=TRACT_GEOID", f"--BLOCKS={blocks}", "--POPULATION_FIELD=TOTPOP20",
            f"--MIN_POPULATION={LIMITS.population[0]}", f"--MAX_POPULATION={LIMITS.population[1]}",
            f"--MAX_AREA={LIMITS.area[1]}", f"--TARGET_POPULATION={TARGET}",
            f"--WORKERS={workers}", f"--OUTPUT={folder / communities.stem}_grids.gpkg", f"--SUMMARY={target}",
        ],
        folder,
    )  # fmt: skip
    return Run(json.loads(target.read_text(encoding="utf-8")), seconds, peak)


def run_algorithm(options: list[str], folder: Path, name: str = "splitcommunities") -> tuple[float, float]:
    """Run an algorithm and return wall seconds and the largest process's peak memory in MiB.

    Raises:
        SystemExit: It failed; with what it said.
    """
    return measured([str(ROOT / "tools" / "qgis_process.sh"), "run", f"gridmanager:{name}", *options], folder)


def measured(command: list[str], folder: Path) -> tuple[float, float]:
    """Run a command and return wall seconds and the largest process's peak memory in MiB.

    Raises:
        SystemExit: It failed; with what it said.
    """
    start = time.perf_counter()
    with open(folder / "log.txt", "wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit((folder / "log.txt").read_text(encoding="utf-8"))
    return seconds, usage.ru_maxrss / 1024
