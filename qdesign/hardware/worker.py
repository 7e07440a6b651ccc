"""The worker: one process a queue file, which runs jobs one after the other and then lingers.

It keeps no state of its own: killed at any point, the next worker goes on from the file. The heavy
work is in a child (runner.py), which it ends when a job is cancelled.
"""

from __future__ import annotations

import atexit
import json
import os
import queue
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, Any, Final

from qdesign.errors import QueueError
from qdesign.hardware.job import Figures, State
from qdesign.hardware.lock import WorkerLock
from qdesign.hardware.store import Lowered, Store

MAX_ATTEMPTS: Final = 3
_started: Final[list[subprocess.Popen[bytes]]] = []  # kept, so that the ended can be buried
_TICK: Final = 0.03  # seconds between looks at the file
_MAX_LOG: Final = 1_000_000  # bytes
if sys.platform == "win32":
    _DETACHED: Final = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
else:
    _DETACHED: Final = 0


def log_path(queue: Path) -> Path:
    """Where the worker of a queue writes what happens."""
    return queue.with_name(queue.name + ".log")


def start(queue: Path, *, linger: float) -> None:
    """Starts a worker that outlives this process and has none of its files.

    If one runs already, the new one ends at once.
    """
    _started[:] = [process for process in _started if process.poll() is None]
    log = _open_log(queue)
    try:
        process = subprocess.Popen(  # noqa: S603
            _command("worker", str(queue), repr(linger)),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=queue.parent,
            close_fds=True,
            creationflags=_DETACHED,
            start_new_session=True,
        )
    finally:
        os.close(log)
    _started.append(process)


@atexit.register
def _let_go() -> None:
    """The workers outlive this process on purpose: no warning that they still run."""
    for process in _started:
        process.returncode = 0


def main(path: str, linger: str) -> None:
    """Runs the jobs of a queue until none came for `linger` seconds."""
    file = Path(path)
    lock = WorkerLock(file)
    if not lock.acquire():
        return
    _log(f"worker {os.getpid()} starts")
    identity = _identity(file)
    store = Store.open(file)
    worker = _Worker(store, file, identity or _identity(file))
    try:
        while True:
            worker.work(float(linger))
            # Whoever adds a job looks at the lock after that; so the worker looks at the jobs
            # after it gave up the lock, and one of the two sees the other.
            lock.release()
            if not worker.is_current or not store.unfinished() or not lock.acquire():
                return
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
        self._runner: _Runner | None = _Runner()  # loads the kits while the queue is read

    @property
    def is_current(self) -> bool:
        """Is the file at this path still the one that was opened?"""
        return _identity(self._file) == self._identity

    def work(self, linger: float) -> None:
        """Runs what there is, until nothing came for `linger` seconds or the file is gone."""
        end = time.monotonic() + linger
        seen = None
        while self.is_current:
            version = self._store.version
            if version != seen:
                seen = version
                while self.is_current and (waiting := self._store.unfinished()):
                    if not self._run(waiting[0][0]):
                        time.sleep(_TICK)
                    end = time.monotonic() + linger
            elif time.monotonic() >= end:
                return
            else:
                time.sleep(_TICK)

    def close(self) -> None:
        if self._runner:
            self._runner.end()
            self._runner = None

    def _accept(self, running: str) -> None:
        """Marks the jobs that wait as taken over by the local provider."""
        for id_, state in self._store.unfinished():
            if id_ != running and state in (State.CREATED, State.SUBMITTING):
                self._store.move(id_, State.QUEUED, progress="Waiting for the jobs before it.")

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
        runner = self._runner
        if runner is None or not runner.is_alive or runner.status is not None:
            runner = self._runner = _Runner()
        job, order = self._store.job(id), self._store.order(id)
        progress = f"Simulating {order.shots:,} shots." if job.text else "Lowering the circuit."
        if not self._store.move(id, State.RUNNING, progress=progress):
            self._store.set_progress(id, progress)
        runner.ask(
            {
                "source": order.source,
                "values": dict(order.values),
                "target": order.target,
                "shots": order.shots,
                "seed": order.seed,
                "level": order.optimization_level,
                "text": job.text,
            }
        )
        self._follow(id, runner, order.shots)
        return True

    def _follow(self, id: str, runner: _Runner, shots: int) -> None:  # noqa: A002
        version = -1
        while True:
            answer = runner.answer(_TICK)
            if answer is not None:
                if self._take(id, answer, shots):
                    return
                continue
            if not runner.is_alive:
                _log(f"job {id}: the runner ended with status {runner.status}")
                self._store.set_progress(id, "Starting again: the simulation process ended.")
                return
            now = self._store.version
            if now != version:
                version = now
                if self._store.state(id) is not State.RUNNING:
                    _log(f"job {id} was cancelled")
                    runner.end()
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


class _Runner:
    """The child that lowers and simulates; a thread collects its answers."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603
            _command("runner"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, close_fds=True
        )
        self._answers: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._open = True
        assert self._process.stdout is not None
        threading.Thread(target=self._collect, args=(self._process.stdout,), daemon=True).start()

    @property
    def is_alive(self) -> bool:
        return self._open

    @property
    def status(self) -> int | None:
        """Its exit status; negative when a signal ended it."""
        return self._process.poll()

    def ask(self, request: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(request).encode("ascii") + b"\n")
            self._process.stdin.flush()
        except OSError:
            self.end()

    def answer(self, timeout: float) -> dict[str, Any] | None:
        """What it said next; None when it said nothing for `timeout` seconds or is gone."""
        try:
            answer = self._answers.get(timeout=timeout)
        except queue.Empty:
            return None
        if answer is None:
            self.end()
        return answer

    def end(self) -> None:
        self._open = False
        self._process.kill()
        self._process.wait()

    def _collect(self, lines: IO[bytes]) -> None:
        for line in lines:
            self._answers.put(json.loads(line))
        self._answers.put(None)


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        facts = file.stat()
    except OSError:
        return None
    return facts.st_dev, facts.st_ino


def _command(module: str, *arguments: str) -> list[str]:
    """This Python, this copy of qdesign, and nothing from the folder it happens to start in."""
    if not sys.executable:
        raise QueueError("Python does not know its own program, so no worker can be started.")
    root = str(Path(__file__).resolve().parents[2])
    code = (
        f"import sys; root = {root!r}; root in sys.path or sys.path.insert(0, root); "
        f"from qdesign.hardware.{module} import main; main(*sys.argv[1:])"
    )
    return [sys.executable, "-P", "-c", code, *arguments]


def _open_log(queue: Path) -> int:
    path = log_path(queue)
    too_long = path.exists() and path.stat().st_size > _MAX_LOG
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | (os.O_TRUNC if too_long else 0)
    return os.open(path, flags, 0o600)


def _log(what: str) -> None:
    print(time.strftime("%Y-%m-%dT%H:%M:%S"), what, file=sys.stderr, flush=True)  # noqa: T201
