"""The worker: one process a queue file, a loop over lanes, which lingers when nothing is left.

It keeps no state of its own: killed at any point, the next worker goes on from the file. This
machine is one lane (local_lane.py), each provider that is reached from here another
(remote_lane.py), so that none waits for another.
"""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import Final

from qdesign.errors import QueueError
from qdesign.hardware.local_lane import LocalLane
from qdesign.hardware.lock import WorkerLock
from qdesign.hardware.log import log, log_path, open_log
from qdesign.hardware.provider import Provider
from qdesign.hardware.remote_lane import RemoteLane
from qdesign.hardware.schema import file_identity
from qdesign.hardware.store import Store
from qdesign.process.child import start_detached
from qdesign.rows import rows

__all__ = ["Worker", "log_path", "main", "start"]

_TICK: Final = 0.03  # seconds between looks at the file


def start(queue: Path, *, linger: float) -> None:
    """Starts a worker that outlives this process and has none of its files.

    If one runs already, the new one ends at once.
    """
    to = open_log(queue)
    try:
        start_detached(
            "qdesign.hardware.worker", str(queue), repr(linger), log=to, folder=queue.parent
        )
    finally:
        os.close(to)


def main(path: str, linger: str) -> None:
    """Runs the jobs of a queue until none came for `linger` seconds."""
    file = Path(path)
    lock = WorkerLock(file)
    if not lock.acquire():
        return
    log(f"worker {os.getpid()} starts")
    identity = file_identity(file)
    store = Store.open(file)
    worker = Worker(store, file, identity or file_identity(file))
    try:
        while True:
            worker.work(float(linger))
            # Whoever adds a job looks at the lock after that; so the worker looks at the jobs
            # after it gave up the lock, and one of the two sees the other.
            lock.release()
            if not worker.is_current or not worker.has_work or not lock.acquire():
                return
    except QueueError as error:
        log(f"worker {os.getpid()} stops: {error}")
    finally:
        worker.close()
        log(f"worker {os.getpid()} ends")
        if not worker.is_current:
            # SQLite would remove the journal by its name, which is that of the new file by now.
            os._exit(0)
        store.close()


class Worker:
    """All lanes of a queue; `close` ends their processes.

    Args:
        store: of the queue.
        file: its path.
        identity: of the file, as it was opened.
        num_runners: processes that simulate; one a core when 0.
    """

    def __init__(
        self, store: Store, file: Path, identity: tuple[int, int] | None, *, num_runners: int = 0
    ) -> None:
        self._store = store
        self._file = file
        self._identity = identity
        self._wake = threading.Event()
        self._local = LocalLane(store, self._wake, num_runners=num_runners)
        self._remote: dict[str, RemoteLane] = {}
        self._wrote = False
        self._find_lanes()

    @property
    def is_current(self) -> bool:
        """Is the file at this path still the one that was opened?"""
        return file_identity(self._file) == self._identity

    @property
    def has_work(self) -> bool:
        """Is there something to do in a lane?"""
        self._find_lanes()
        return any(lane.has_work for lane in self._lanes)

    @property
    def _lanes(self) -> tuple[LocalLane | RemoteLane, ...]:
        return (self._local, *self._remote.values())

    def _find_lanes(self) -> None:
        """A lane for each provider that has jobs; of those that are not known, nothing is done."""
        known = rows(Provider)
        for name in self._store.providers_at_work():
            row = known.get(name)
            if row is not None and row.remote and name not in self._remote:
                self._remote[name] = RemoteLane(self._store, row, self._wake)

    def work(self, linger: float) -> None:
        """Does what there is, until nothing came for `linger` seconds or the file is gone."""
        end = time.monotonic() + linger
        seen = None
        while self.is_current:
            self._wake.clear()
            version = self._store.version
            if version != seen:
                self._find_lanes()
            before = self._store.num_changes
            for lane in self._lanes:
                # What one lane wrote may be for another, which the file's version does not tell.
                lane.step(changed=version != seen or self._wrote)
            self._wrote = self._store.num_changes != before
            seen = version
            if any(lane.is_busy for lane in self._lanes):
                end = time.monotonic() + linger
            elif time.monotonic() >= end:
                return
            self._wake.wait(_TICK)

    def close(self) -> None:
        """Ends the processes of all lanes."""
        for lane in self._lanes:
            lane.close()
