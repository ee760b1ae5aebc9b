"""Worker processes that can be stopped at any moment: cancel must not wait for a call into a C library.

``concurrent.futures.ProcessPoolExecutor`` has no public way to stop a running call before Python 3.14, and up to
Python 3.11.4 it may hang when its processes die while a large job waits in its pipe. Here every thread of a thread
pool speaks to one process of its own through a pipe, so there is no queue that a dead process could block.
"""

from __future__ import annotations

import multiprocessing
import pickle
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from queue import SimpleQueue
from types import ModuleType
from typing import Any

from grid_manager_plugin.division.worker import ready, serve


@dataclass(frozen=True)
class _Member:
    process: SpawnProcess
    connection: Connection


class WorkerPool(Executor):
    """An executor of processes started by spawn: never by fork of a Qt process, which has threads and locks."""

    def __init__(self, count: int, python: Path) -> None:
        """Start the processes.

        Args:
            count: How many.
            python: The interpreter that they run.
        """
        context = multiprocessing.get_context("spawn")
        context.set_executable(str(python))
        self._members: list[_Member] = []
        self._idle: SimpleQueue[_Member] = SimpleQueue()
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="grid-manager-worker")
        for _ in range(count):
            ours, theirs = context.Pipe()
            process = context.Process(target=serve, args=(theirs,), daemon=True)
            with _no_main_module():
                process.start()
            theirs.close()  # so that our end hears when the process is gone
            self._members.append(_Member(process, ours))
            self._idle.put(self._members[-1])

    def call_ready(self) -> Future:
        """Return a call that ends when one process answers; with BrokenExecutor when the processes do not start."""
        return self.submit(ready)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future:
        """Have a process call ``fn``, which it must be able to import; keyword arguments are not passed on."""
        if kwargs:
            raise TypeError("keyword arguments are not passed to worker processes")
        return self._threads.submit(self._call, fn, args)

    def stop(self) -> None:
        """End all processes now, whatever they are doing; calls that wait for them end with BrokenExecutor."""
        for member in self._members:
            member.process.kill()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let running calls end (see :meth:`stop`), then end the processes."""
        self._threads.shutdown(wait=wait, cancel_futures=cancel_futures)
        for member in self._members:
            member.connection.close()
        if wait:
            for member in self._members:
                member.process.join()

    def _call(self, function: Callable[..., Any], arguments: tuple) -> Any:
        member = self._idle.get()
        try:
            # send() would leave a buffer open in the traceback when the process is gone
            member.connection.send_bytes(pickle.dumps((function, arguments)))
            returned, answer = member.connection.recv()
        except (EOFError, OSError) as error:
            raise BrokenExecutor(f"Worker process {member.process.pid} is gone") from error
        finally:
            self._idle.put(member)
        if returned:
            return answer
        raise answer


@contextmanager
def _no_main_module() -> Iterator[None]:
    """Hide the running script: a spawned process would run it again, QGIS, outputs and all."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
