"""Worker processes are started with the right Python, stopped on cancel, and done without where there are none."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
import time
from concurrent.futures import BrokenExecutor
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProcessingFeedback

from grid_manager_plugin.errors import Cancelled, WorkerError
from grid_manager_plugin.layers import workers
from grid_manager_plugin.layers.workers import open_executor, worker_python

# the tests with a Python that does not start leave multiprocessing's helper process dead as well; it is started anew
pytestmark = pytest.mark.filterwarnings("ignore:resource_tracker:UserWarning")


def busy() -> int:
    """Run in a worker: a call into C that takes hours and lets no other Python code run."""
    return sum(range(10**13))


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
    with open_executor(2, 9, "", feedback) as executor:
        assert executor is None
    assert any("one process" in text for text in feedback.said)


def test_a_python_that_does_not_start_is_done_without(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "python3"
    broken.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setattr(workers, "worker_python", lambda: broken)
    feedback = Told()
    with open_executor(2, 9, "", feedback) as executor:
        assert executor is None
    assert any("one process" in text for text in feedback.said)


@pytest.mark.parametrize("count", [1, 2])
def test_workers_are_other_processes(count: int) -> None:
    with open_executor(count, 9, "", QgsProcessingFeedback()) as executor:
        assert executor is not None
        assert executor.submit(os.getpid).result(timeout=30) != os.getpid()


def test_no_more_processes_than_communities() -> None:
    with open_executor(7, 2, "", QgsProcessingFeedback()):
        assert len(multiprocessing.active_children()) == 2


def test_cancel_ends_workers_in_the_middle_of_a_call() -> None:
    started: dict[str, Any] = {}

    def cancelled() -> None:
        with open_executor(2, 9, "", QgsProcessingFeedback()) as executor:
            assert executor is not None
            started["futures"] = [executor.submit(busy) for _ in range(5)]
            while not started["futures"][1].running():
                time.sleep(0.01)
            raise Cancelled

    with pytest.raises(Cancelled):
        cancelled()
    assert all(future.done() for future in started["futures"])
    assert all(isinstance(future.exception(timeout=0), BrokenExecutor) for future in started["futures"][:2])
    assert not multiprocessing.active_children()


def test_cancel_is_heard_while_workers_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    slow = tmp_path / "python3"
    slow.write_text("#!/bin/sh\nexec sleep 3600\n", encoding="utf-8")
    slow.chmod(0o755)
    monkeypatch.setattr(workers, "worker_python", lambda: slow)
    feedback = QgsProcessingFeedback()
    threading.Timer(0.3, feedback.cancel).start()
    with pytest.raises(Cancelled), open_executor(2, 9, "", feedback):
        pass
    assert not multiprocessing.active_children()


def test_scheduler_that_does_not_answer_is_an_error_that_names_the_parameter() -> None:
    feedback = QgsProcessingFeedback()
    with pytest.raises(WorkerError, match="SCHEDULER"), open_executor(2, 9, "tcp://127.0.0.1:9", feedback):
        pass
