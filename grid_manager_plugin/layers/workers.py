"""Where a city run is worked on: this process, worker processes of the right Python, or a Dask cluster."""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future, wait
from contextlib import contextmanager
from pathlib import Path

from qgis.core import QgsProcessingFeedback
from qgis.PyQt.QtCore import QCoreApplication

from grid_manager_plugin.division.city import POLL_SECONDS
from grid_manager_plugin.division.pool import WorkerPool
from grid_manager_plugin.errors import Cancelled, WorkerError
from grid_manager_plugin.rules.messages import QT_TRANSLATE_NOOP, Message

START_SECONDS = 60
"""How long the first worker may take to answer; a cold disk needs some seconds to load numpy and shapely."""

_log = logging.getLogger(__name__)


@contextmanager
def open_executor(
    workers: int, communities: int, scheduler: str, feedback: QgsProcessingFeedback
) -> Iterator[Executor | None]:
    """Open what a city run works in, and close it whatever happens.

    Args:
        workers: Worker processes; 0 takes all cores. One is a process of its own as well: this process stays free
            to hear a cancel, and in the desktop to draw, while a long call into a C library runs.
        communities: How many there are to divide: no more processes are started.
        scheduler: Address of a Dask scheduler; empty for this machine.
        feedback: Told when no worker process can be started.

    Yields:
        An executor, or ``None`` to work in this process.

    Raises:
        WorkerError: The Dask scheduler cannot be used.
        Cancelled: The user stopped the run while the processes started.
    """
    if scheduler:
        with _dask(scheduler) as executor:
            yield executor
        return
    pool = _started_pool(min(workers or os.cpu_count() or 1, communities), feedback)
    if pool is None:
        feedback.pushInfo(
            QCoreApplication.translate("Workers", "No worker process could be started: the run goes on in one process.")
        )
        yield None
        return
    try:
        yield pool
    except BaseException:
        pool.stop()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def worker_python() -> Path | None:
    """Return the Python that worker processes can be started with, or ``None`` where there is none.

    Inside QGIS ``sys.executable`` may be QGIS itself: starting that would open another desktop.
    """
    names = ("pythonw.exe", "python.exe", "python3.exe") if os.name == "nt" else ("python3", "python")
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    current = Path(sys.executable or "")
    if current.stem.lower().startswith("python") and current.is_file():
        return current
    folders = (Path(sys.exec_prefix), Path(sys.exec_prefix, "bin"), current.parent, current.parent / "bin")
    candidates = (folder / name for folder in folders for name in (version, *names))
    return next((path for path in candidates if path.is_file()), None)


def _started_pool(count: int, feedback: QgsProcessingFeedback) -> WorkerPool | None:
    python = worker_python()
    if python is None:
        return None
    pool = None
    try:
        pool = WorkerPool(count, python)
        _wait_for(pool.call_ready(), feedback)
    except Exception as error:  # whatever the reason, one process does the job as well
        if pool is not None:
            pool.stop()
            pool.shutdown(wait=True, cancel_futures=True)
        if isinstance(error, Cancelled):
            raise
        _log.warning(Message(_NOT_STARTED, {"python": python}), exc_info=True)
        return None
    return pool


def _wait_for(call: Future, feedback: QgsProcessingFeedback) -> None:
    """Wait until a first process answers, with an eye on cancel."""
    end = time.monotonic() + START_SECONDS
    while not wait([call], timeout=POLL_SECONDS).done:
        if feedback.isCanceled():
            raise Cancelled
        if time.monotonic() > end:
            raise TimeoutError(f"No worker process answered within {START_SECONDS} s")
    call.result()


@contextmanager
def _dask(address: str) -> Iterator[Executor]:
    try:
        from dask.distributed import Client
    except ImportError as error:
        raise WorkerError(Message(_NO_DASK)) from error
    try:
        client = Client(address, timeout="10s")
    except (OSError, ValueError) as error:
        raise WorkerError(Message(_NO_SCHEDULER, {"address": address, "error": error})) from error
    try:
        yield client.get_executor()
    finally:
        client.close()


_NOT_STARTED = QT_TRANSLATE_NOOP("Workers", "Worker processes cannot be started with {python}")
_NO_DASK = QT_TRANSLATE_NOOP(
    "Workers", "SCHEDULER: the Python package dask.distributed is not installed. Install it, or leave SCHEDULER empty."
)
_NO_SCHEDULER = QT_TRANSLATE_NOOP("Workers", "SCHEDULER: no Dask scheduler answers at {address}: {error}")
