"""One worker for a queue file: a lock that the system takes back when its holder dies."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from pathlib import Path


def lock_path(queue: Path) -> Path:
    """The file whose lock the worker of a queue holds."""
    return queue.with_name(queue.name + ".worker")


class WorkerLock:
    """Held by at most one process. A killed holder loses it at once; nothing has to expire."""

    def __init__(self, queue: Path) -> None:
        self._path = lock_path(queue)
        self._handle: int | None = None

    def acquire(self, *, timeout: float = 1.0) -> bool:
        """Takes the lock and writes this process' id into the file.

        It waits a moment, because `is_held` of another process looks like a holder while it looks.
        """
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        end = time.monotonic() + timeout
        while not _try(handle, shared=False):
            if time.monotonic() > end:
                os.close(handle)
                return False
            time.sleep(0.01)
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode("ascii"), 0) if os.name == "posix" else None
        self._handle = handle
        return True

    def release(self) -> None:
        """Lets another worker take the queue; nothing where the lock is not held."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def is_held(queue: Path) -> bool:
    """Does a worker of this queue live?"""
    try:
        handle = os.open(lock_path(queue), os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        return not _try(handle, shared=True)
    finally:
        os.close(handle)


def holder(queue: Path) -> int | None:
    """The process id of the worker that lives, where that is known."""
    if not is_held(queue):
        return None
    with suppress(OSError, ValueError):
        return int(lock_path(queue).read_text("ascii"))
    return None


if sys.platform == "win32":
    import msvcrt

    def _try(handle: int, *, shared: bool) -> bool:
        """Takes the lock if it is free; a shared one is given back at once."""
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        if shared:
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
        return True

else:
    import fcntl

    def _try(handle: int, *, shared: bool) -> bool:
        """Takes the lock if it is free; lookers share it, so that they do not see each other."""
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(handle, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
