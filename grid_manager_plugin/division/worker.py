"""What runs inside a worker process: no QGIS, and no life after the parent's."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from multiprocessing.connection import Connection

from grid_manager_plugin.division.community import CommunityPlan
from grid_manager_plugin.division.plan import CommunityJob, divide_one


def serve(connection: Connection) -> None:
    """Answer calls until the other end of the connection is closed.

    A call is a function and its arguments; the answer is whether it returned, and what it returned or raised.

    Args:
        connection: This process's end of a pipe to the pool.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides what it means
    threading.Thread(target=_leave_with_parent, name="leave-with-parent", daemon=True).start()
    while True:
        try:
            function, arguments = connection.recv()
        except EOFError:
            return
        try:
            answer = (True, function(*arguments))
        except Exception as error:
            answer = (False, error)
        connection.send(answer)


def run_job(job: CommunityJob) -> CommunityPlan:
    """Divide one community; the function that executors are given."""
    return divide_one(job)


def ready() -> bool:
    """Answer that a worker process works."""
    return True


def _leave_with_parent() -> None:
    # The pipe tells an idle worker that the parent was killed; a busy one would go on with its community.
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
