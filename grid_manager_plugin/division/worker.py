"""What runs inside a worker process: no QGIS, a stop signal, and no life after the parent's."""

from __future__ import annotations

import multiprocessing
import os
import threading
from multiprocessing.synchronize import Event

from grid_manager_plugin.division.community import CommunityPlan
from grid_manager_plugin.division.plan import CommunityJob, divide_one
from grid_manager_plugin.errors import Cancelled

_stop: Event | None = None


def start_worker(stop: Event) -> None:
    """Prepare a worker process of a pool.

    Args:
        stop: Set by the parent when the run is cancelled; seen within a large community too.
    """
    global _stop
    _stop = stop
    threading.Thread(target=_leave_with_parent, name="leave-with-parent", daemon=True).start()


def run_job(job: CommunityJob) -> CommunityPlan:
    """Divide one community; the function that executors are given."""
    return divide_one(job, _check_stop)


def ready() -> bool:
    """Answer that a worker process works."""
    return True


def _check_stop(_fraction: float) -> None:
    if _stop is not None and _stop.is_set():
        raise Cancelled


def _leave_with_parent() -> None:
    # A pool's worker waits for its queue for ever when the parent is killed: nobody closes the pipe.
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
