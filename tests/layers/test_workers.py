"""Worker processes are started with the right Python, stopped on cancel, and done without where there are none."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProcessingFeedback

from grid_manager_plugin.errors import Cancelled, WorkerError
from grid_manager_plugin.layers import workers
from grid_manager_plugin.layers.workers import open_executor, worker_python


def wait_for_stop(seconds: float) -> bool:
    """Run in a worker: tell whether the pool's stop signal came."""
    from grid_manager_plugin.division import worker

    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if worker._stop is not None and worker._stop.is_set():
            return True
        time.sleep(0.02)
    return False


class Told(QgsProcessingFeedback):
    """Remembers what was said."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def pushInfo(self, info: str) -> None:  # noqa: N802 - QGIS's name
        self.said.append(info)


def test_running_python_is_taken() -> None:
    assert worker_python() == Path(sys.executable)


def test_inside_qgis_python_is_looked_for_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/usr/bin/qgis.bin")
    found = worker_python()
    assert found is not None
    assert found.name.startswith("python3")


def test_no_python_is_no_python(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "qgis-bin.exe"))
    monkeypatch.setattr(sys, "exec_prefix", str(tmp_path))
    assert worker_python() is None


def test_without_a_python_one_process_goes_on_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "worker_python", lambda: None)
    feedback = Told()
    with open_executor(2, "", feedback) as executor:
        assert executor is None
    assert any("one process" in text for text in feedback.said)


def test_a_python_that_does_not_start_is_done_without(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "python3"
    broken.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setattr(workers, "worker_python", lambda: broken)
    feedback = Told()
    with open_executor(2, "", feedback) as executor:
        assert executor is None
    assert any("one process" in text for text in feedback.said)


def test_one_worker_is_this_process() -> None:
    with open_executor(1, "", QgsProcessingFeedback()) as executor:
        assert executor is None


def test_workers_are_other_processes_and_hear_the_stop() -> None:
    started: dict[str, Any] = {}

    def cancelled() -> None:
        with open_executor(2, "", QgsProcessingFeedback()) as executor:
            assert executor is not None
            started["pid"] = executor.submit(os.getpid).result(timeout=30)
            started["waiting"] = executor.submit(wait_for_stop, 30.0)
            while not started["waiting"].running():
                time.sleep(0.01)
            raise Cancelled

    with pytest.raises(Cancelled):
        cancelled()
    assert started["pid"] != os.getpid()
    assert started["waiting"].result(timeout=0) is True


def test_scheduler_that_does_not_answer_is_an_error_that_names_the_parameter() -> None:
    with pytest.raises(WorkerError, match="SCHEDULER"), open_executor(2, "tcp://127.0.0.1:9", QgsProcessingFeedback()):
        pass
