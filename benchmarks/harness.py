"""Whole runs through qgis_process, measured from outside by the operating system's own accounting."""

from __future__ import annotations

import json
import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"

LIMITS = ("--MIN_POPULATION=500", "--MAX_POPULATION=2500", "--MAX_AREA=30000000", "--TARGET_POPULATION=1500")
"""Those of ``make demo``."""


@dataclass(frozen=True)
class Run:
    """One finished run: its summary, wall seconds, and the largest process's peak memory in MiB."""

    summary: dict
    seconds: float
    peak: float


def split(communities: Path, blocks: Path, folder: Path, workers: int) -> Run:
    """Divide communities with the limits of the demo and measure it, start of QGIS included."""
    target = folder / f"summary_{communities.stem}_{workers}.json"
    command = [
        str(ROOT / "tools" / "qgis_process.sh"), "run", "gridmanager:splitcommunities",
        f"--INPUT={communities}", "--COMMUNITY_ID=TRACT_GEOID", f"--BLOCKS={blocks}", "--POPULATION_FIELD=TOTPOP20",
        *LIMITS, f"--WORKERS={workers}", f"--OUTPUT={folder / communities.stem}_grids.gpkg", f"--SUMMARY={target}",
    ]  # fmt: skip
    start = time.perf_counter()
    with open(folder / "log.txt", "wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit((folder / "log.txt").read_text(encoding="utf-8"))
    return Run(json.loads(target.read_text(encoding="utf-8")), seconds, usage.ru_maxrss / 1024)
