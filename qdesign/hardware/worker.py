"""The worker: one process a queue file, which runs jobs one after the other and then lingers.

It keeps no state of its own: killed at any point, the next worker goes on from the file. The heavy
work is in a child (runner.py), which it ends when a job is cancelled.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from qdesign.errors import NotStarted, QueueError
from qdesign.hardware.job import Figures, State
from qdesign.hardware.lock import WorkerLock
from qdesign.hardware.schema import file_identity
from qdesign.hardware.store import Lowered, Store
from qdesign.process.child import Child, Ended, start_detached

MAX_ATTEMPTS: Final = 3
_RUNNER: Final = "qdesign.hardware.runner"
_TICK: Final = 0.03  # seconds between looks at the file
_PAUSE: Final = 1.0  # seconds until a file that took nothing is tried again
_MAX_LOG: Final = 1_000_000  # bytes


def log_path(queue: Path) -> Path:
    """Where the worker of a queue writes what happens."""
    return queue.with_name(queue.name + ".log")


def start(queue: Path, *, linger: float) -> None:
    """Starts a worker that outlives this process and has none of its files.

    If one runs already, the new one ends at once.
    """
    log = _open_log(queue)
    try:
        start_detached(
            "qdesign.hardware.worker", str(queue), repr(linger), log=log, folder=queue.parent
        )
    finally:
        os.close(log)


def main(path: str, linger: str) -> None:
    """Runs the jobs of a queue until none came for `linger` seconds."""
    file = Path(path)
    lock = WorkerLock(file)
    if not lock.acquire():
        return
    _log(f"worker {os.getpid()} starts")
    identity = file_identity(file)
    store = Store.open(file)
    worker = _Worker(store, file, identity or file_identity(file))
    try:
        while True:
            worker.work(float(linger))
            # Whoever adds a job looks at the lock after that; so the worker looks at the jobs
            # after it gave up the lock, and one of the two sees the other.
            lock.release()
            if not worker.is_current or not worker.has_work or not lock.acquire():
                return
    except QueueError as error:
        _log(f"worker {os.getpid()} stops: {error}")
    finally:
        worker.close()
        _log(f"worker {os.getpid()} ends")
        if not worker.is_current:
            # SQLite would remove the journal by its name, which is that of the new file by now.
            os._exit(0)
        store.close()


class _Worker:
    """Runs jobs in order; `close` ends its child."""

    def __init__(self, store: Store, file: Path, identity: tuple[int, int] | None) -> None:
        self._store = store
        self._file = file
        self._identity = identity
        self._left: set[str] = set()
        """Jobs whose rows can be neither run nor ended."""
        self._runner: Child | None = None
        with suppress(NotStarted):  # the first job says so
            self._runner = Child(_RUNNER)  # loads the kits while the queue is read

    @property
    def is_current(self) -> bool:
        """Is the file at this path still the one that was opened?"""
        return file_identity(self._file) == self._identity

    @property
    def has_work(self) -> bool:
        """Is there a job to be run?"""
        return bool(self._waiting())

    def _waiting(self) -> list[str]:
        return [id_ for id_, _ in self._store.unfinished() if id_ not in self._left]

    def work(self, linger: float) -> None:
        """Runs what there is, until nothing came for `linger` seconds or the file is gone."""
        end = time.monotonic() + linger
        seen = None
        while self.is_current:
            version = self._store.version
            if version != seen:
                seen = version
                while self.is_current and (waiting := self._waiting()):
                    if not self._run_or_fail(waiting[0]):
                        time.sleep(_TICK)
                    end = time.monotonic() + linger
            elif time.monotonic() >= end:
                return
            else:
                time.sleep(_TICK)

    def close(self) -> None:
        if self._runner:
            self._runner.kill()
            self._runner = None

    def _accept(self, running: str) -> None:
        """Marks the jobs that wait as taken over by the local provider."""
        for id_, state in self._store.unfinished():
            if id_ != running and state in (State.CREATED, State.SUBMITTING):
                self._store.move(id_, State.QUEUED, progress="Waiting for the jobs before it.")

    def _run_or_fail(self, id: str) -> bool:  # noqa: A002
        """Runs one job; one whose row is damaged is failed, so that the others go on."""
        try:
            return self._run(id)
        except QueueError as error:
            # The runner may still be at this job: its answer would be taken for another's.
            self.close()
            if not self.is_current:
                raise
            _log(f"job {id}: {error}")
            if isinstance(error.__cause__, sqlite3.OperationalError):
                time.sleep(_PAUSE)  # a full disk, not a damaged row: the job keeps its turn
                return False
            try:
                if self._store.move(id, State.FAILED, reason=str(error)):
                    return True
            except QueueError as again:
                _log(f"job {id}: {again}")
            self._left.add(id)
            return False

    def _run(self, id: str) -> bool:  # noqa: A002
        """Runs one job to its end, or until it is cancelled or the runner dies.

        Returns:
            Whether the job was still to be run.
        """
        attempt = self._store.start_attempt(id)
        if not attempt:
            return False
        if attempt > MAX_ATTEMPTS:
            self._store.move(
                id,
                State.FAILED,
                reason=f"The process that ran this job ended {MAX_ATTEMPTS} times before it was "
                "done; it may need more memory than there is. Try fewer qubits or shots.",
            )
            return True
        _log(f"job {id} starts, attempt {attempt}")
        job, order = self._store.job(id), self._store.order(id)
        progress = f"Simulating {order.shots:,} shots." if job.text else "Lowering the circuit."
        if not self._store.move(id, State.RUNNING, progress=progress):
            self._store.set_progress(id, progress)
        request = {
            "source": order.source,
            "values": dict(order.values),
            "target": order.target,
            "shots": order.shots,
            "seed": order.seed,
            "level": order.optimization_level,
            "text": job.text,
        }
        try:
            runner = self._runner
            if runner is None or not runner.is_alive:
                runner = self._runner = Child(_RUNNER)
            runner.send(request)
            self._follow(id, runner, order.shots)
        except NotStarted as error:
            if error.status is None:  # it will not start another time either
                self._store.move(id, State.FAILED, reason=str(error))
            else:
                self._ended(id, error.status)
        except Ended as error:
            self._ended(id, error.status)
        return True

    def _ended(self, id: str, status: int) -> None:  # noqa: A002
        _log(f"job {id}: the runner ended with status {status}")
        self._store.set_progress(id, "Starting again: the simulation process ended.")

    def _follow(self, id: str, runner: Child, shots: int) -> None:  # noqa: A002
        version = -1
        while True:
            frame = runner.receive(_TICK)
            if frame is not None:
                if self._take(id, frame[0], shots):
                    return
                continue
            now = self._store.version
            if now != version:
                version = now
                if self._store.state(id) is not State.RUNNING:
                    _log(f"job {id} was cancelled")
                    runner.kill()
                    return
                self._accept(id)

    def _take(self, id: str, answer: dict[str, Any], shots: int) -> bool:  # noqa: A002
        """Keeps what the runner said. Returns whether the job is at its end."""
        if "text" in answer:
            lowered = Lowered(
                text=answer["text"],
                layout=tuple(answer["layout"]),
                figures=Figures(**answer["figures"]),
                notes=tuple(answer["notes"]),
            )
            self._store.set_lowered(id, lowered)
            self._store.set_progress(
                id, f"Simulating {shots:,} shots on {lowered.figures.num_qubits} qubits."
            )
            return False
        if "counts" in answer:
            done = self._store.move(id, State.COMPLETED, counts=answer["counts"])
        else:
            done = self._store.move(id, State.FAILED, reason=answer["failed"])
        _log(f"job {id} is at its end" if done else f"job {id} was cancelled before its end")
        return True


def _open_log(queue: Path) -> int:
    path = log_path(queue)
    too_long = path.exists() and path.stat().st_size > _MAX_LOG
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | (os.O_TRUNC if too_long else 0)
    return os.open(path, flags, 0o600)


def _log(what: str) -> None:
    with suppress(OSError):  # a full disk takes no log, and jobs go on as far as they can
        print(time.strftime("%Y-%m-%dT%H:%M:%S"), what, file=sys.stderr, flush=True)  # noqa: T201
