"""Worker processes run nothing but what they are given, and end at once."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor
from pathlib import Path

import pytest

from grid_manager_plugin.division.pool import WorkerPool

ROOT = Path(__file__).parents[2]

SCRIPT = """
import sys
from pathlib import Path
with open(sys.argv[1], "a") as starts:
    starts.write("started\\n")
from grid_manager_plugin.division.pool import WorkerPool
pool = WorkerPool(2, Path(sys.executable))
print(pool.submit(abs, -3).result(timeout=60))
pool.shutdown()
"""


@pytest.fixture
def pool():  # noqa: ANN201
    made = WorkerPool(2, Path(sys.executable))
    yield made
    made.stop()
    made.shutdown()


def test_what_a_call_raises_is_raised_here(pool: WorkerPool) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        pool.submit(int, "x").result(timeout=30)
    assert pool.submit(int, "7").result(timeout=30) == 7


def test_keywords_are_refused_not_lost(pool: WorkerPool) -> None:
    with pytest.raises(TypeError, match="keyword"):
        pool.submit(int, "7", base=8)


def test_a_stopped_pool_ends_its_calls(pool: WorkerPool) -> None:
    calls = [pool.submit(time.sleep, 3600) for _ in range(3)]
    pool.stop()
    assert all(isinstance(call.exception(timeout=30), BrokenExecutor) for call in calls)


def test_large_jobs_that_wait_do_not_hold_up_a_stop(pool: WorkerPool) -> None:
    """More than a pipe takes in, sent to processes that do not read."""
    payload = b"x" * 20_000_000
    calls = [pool.submit(time.sleep, 3600) for _ in range(2)]
    calls += [pool.submit(len, payload) for _ in range(4)]
    pool.stop()
    pool.shutdown(cancel_futures=True)
    assert all(call.done() for call in calls)


def test_a_script_without_a_main_guard_is_not_run_again(tmp_path: Path) -> None:
    script, starts = tmp_path / "script.py", tmp_path / "starts"
    script.write_text(SCRIPT, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        [sys.executable, str(script), str(starts)], env=environment, capture_output=True, text=True, timeout=120
    )
    assert run.stdout.strip() == "3", run.stderr
    assert starts.read_text() == "started\n"


def test_workers_do_not_outlive_a_killed_parent(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        "import os, sys, time\nfrom pathlib import Path\nfrom grid_manager_plugin.division.pool import WorkerPool\n"
        "pool = WorkerPool(2, Path(sys.executable))\n"
        "print(*{pool.submit(os.getpid).result(timeout=60) for _ in range(20)}, flush=True)\n"
        "calls = [pool.submit(time.sleep, 3600) for _ in range(2)]\ntime.sleep(3600)\n",
        encoding="utf-8",
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, str(script)], env=environment, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        workers = [int(pid) for pid in parent.stdout.readline().split()]
        time.sleep(0.3)  # the two calls are under way
        parent.kill()
    end = time.monotonic() + 30
    while any(Path(f"/proc/{pid}").exists() for pid in workers) and time.monotonic() < end:
        time.sleep(0.05)
    assert workers
    assert not any(Path(f"/proc/{pid}").exists() for pid in workers)
