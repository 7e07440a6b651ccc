"""The lane of this machine: as many processes as cores run jobs, and lower those of providers.

Each job is claimed by compare-and-set. Simulations that together would take more memory than this
machine gives wait for each other. A process that ends costs one start of the job it had.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from qdesign.errors import NotStarted, QueueError
from qdesign.hardware.cost import Estimate
from qdesign.hardware.job import DeviceThen, Figures, State
from qdesign.hardware.log import log
from qdesign.hardware.provider import Provider
from qdesign.hardware.store import Lowered, Store
from qdesign.process.child import Child, Ended
from qdesign.rows import rows

MAX_ATTEMPTS: Final = 3
_RUNNER: Final = "qdesign.hardware.runner"
_PAUSE: Final = 1.0  # seconds until a file that took nothing is tried again
_REST: Final = 120.0  # seconds without a job after which its processes end
_WAITS: Final = "Waiting for the jobs before it."
_NO_MEMORY: Final = "Waiting for memory: other simulations take it."


def num_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(slots=True)
class _Runner:
    """A process and what it is at.

    Attributes:
        job: the id of its job; empty when it has none.
        state: where that job is meanwhile; anywhere else, it was cancelled.
        request: what it was asked for that job.
        amplitudes: that its simulation holds; 0 while it simulates nothing.
        waiting: amplitudes that it waits for; 0 when it does not wait.
        limit: amplitudes that all of them may hold.
    """

    child: Child
    job: str = ""
    state: State = State.RUNNING
    request: dict[str, Any] | None = None
    amplitudes: int = 0
    waiting: int = 0
    limit: int = 0

    def forget(self) -> None:
        self.job, self.request = "", None
        self.amplitudes = self.waiting = 0


class LocalLane:
    """Runs what can be run here.

    Args:
        store: of the queue.
        wake: set whenever a process said something.
        num_runners: processes at most.
    """

    def __init__(self, store: Store, wake: threading.Event, *, num_runners: int = 0) -> None:
        self._store = store
        self._wake = wake
        self._num_runners = num_runners or num_cores()
        self._providers = [name for name, row in rows(Provider).items() if row.run is not None]
        self._runners: list[_Runner] = []
        self._left: set[str] = set()
        """Jobs whose rows can be neither run nor ended."""
        self._paused = 0.0
        self._looks_again = True
        self._idle_since = time.monotonic()
        self._has_waiting = self.has_work
        if self._has_waiting:
            with suppress(NotStarted):  # the first job says so
                self._start_runner()  # loads the kits while the queue is read

    @property
    def has_work(self) -> bool:
        """Is there a job to be run?"""
        return bool(self._next(limit=1, but=self._left))

    @property
    def is_busy(self) -> bool:
        """Is a job being run, or about to be?"""
        return self._has_waiting or any(runner.job for runner in self._runners)

    def close(self) -> None:
        """Ends the processes; what they were at is run again later."""
        for runner in self._runners:
            runner.child.kill()
        self._runners.clear()

    def step(self, *, changed: bool) -> None:
        """Takes what was said, ends what was cancelled, begins what can be begun.

        Args:
            changed: the file may have changed since the last step.
        """
        now = time.monotonic()
        if now < self._paused:
            return
        if self.is_busy or changed:
            self._idle_since = now
        elif self._runners and now - self._idle_since > _REST:
            self.close()  # a provider's queue of hours is no reason to keep the kits loaded
        self._looks_again = self._looks_again or changed
        for runner in list(self._runners):
            if runner.job:
                self._safely(runner, partial(self._follow, runner, changed=changed))
        for runner in self._runners:
            if runner.waiting and self._has_room(runner.waiting, runner.limit):
                self._safely(runner, partial(self._simulate, runner))
        if self._looks_again and time.monotonic() >= self._paused:
            self._fill()

    # --- choosing --------------------------------------------------------------------------------

    def _next(self, *, limit: int, but: set[str]) -> tuple[tuple[str, int, bool], ...]:
        return self._store.to_run(self._providers, but=sorted(but), limit=limit)

    def _fill(self) -> None:
        """Gives each free process a job, the oldest first, and starts processes for the others."""
        if any(runner.waiting for runner in self._runners):
            return  # it would wait for ever behind smaller ones
        busy = {runner.job for runner in self._runners if runner.job}
        waiting = list(self._next(limit=self._num_runners + 1, but=busy | self._left))
        self._looks_again = False
        for runner in [runner for runner in self._runners if not runner.job]:
            if waiting and self._is_ready(runner, is_last=len(self._runners) == 1):
                self._begin(runner, *waiting.pop(0))
        starting = sum(not runner.job for runner in self._runners)
        while len(waiting) > starting and len(self._runners) < self._num_runners:
            try:
                self._start_runner()
            except NotStarted as error:
                if self._runners:
                    break
                self._store.move(waiting.pop(0)[0], State.FAILED, reason=str(error))
                continue
            starting += 1
        # A process that ended while it was given a job has set it, too.
        self._looks_again = self._looks_again or (bool(waiting) and starting > 0)
        self._has_waiting = self._looks_again or bool(waiting)
        if waiting:
            self._store.accept(self._providers, _WAITS)

    def _start_runner(self) -> None:
        self._runners.append(_Runner(Child(_RUNNER, wake=self._wake)))

    def _is_ready(self, runner: _Runner, *, is_last: bool) -> bool:
        """Has the process loaded? Where it is the only one, a job is given to it all the same."""
        if is_last:
            return True
        try:
            return runner.child.wait_started(0)
        except NotStarted:
            self._runners.remove(runner)
            self._looks_again = True
            return False

    def _begin(self, runner: _Runner, id: str, attempts: int, is_here: bool) -> None:  # noqa: A002 (a row of the store)
        runner.job = id
        self._safely(runner, partial(self._claim, runner, id, attempts, is_here=is_here))

    def _claim(self, runner: _Runner, id: str, attempts: int, *, is_here: bool) -> None:  # noqa: A002
        if not self._store.start_attempt(id, before=attempts):
            runner.forget()
            return
        if attempts >= MAX_ATTEMPTS:
            self._store.move(
                id,
                State.FAILED,
                reason=f"The process that ran this job ended {MAX_ATTEMPTS} times before it was "
                "done; it may need more memory than there is. Try fewer qubits or shots.",
            )
            runner.forget()
            return
        log(f"job {id} starts, attempt {attempts + 1}")
        job, order = self._store.job(id), self._store.order(id)
        progress = f"Simulating {order.shots:,} shots." if job.text else "Lowering the circuit."
        if not is_here or not self._store.move(id, State.RUNNING, progress=progress):
            self._store.set_progress(id, progress)
        runner.state = State.RUNNING if is_here else State.CREATED
        runner.request = {
            "do": "lower",
            "source": order.source,
            "basis": order.basis,
            "values": dict(order.values),
            "target": order.target,
            "shots": order.shots,
            "seed": order.seed,
            "level": order.optimization_level,
            "layout": order.layout,
            "options": dict(order.options),
            "together": () if is_here else self._store.sent_with(id),
            "text": job.text,
            "num_qubits": job.figures.num_qubits if job.figures else 0,
        }
        try:
            if not runner.child.is_alive:
                runner.child = Child(_RUNNER, wake=self._wake)
            runner.child.send(runner.request)
        except NotStarted as error:
            self._not_started(runner, error)
        except Ended as error:
            self._ended(runner, error.status)

    # --- following -------------------------------------------------------------------------------

    def _follow(self, runner: _Runner, *, changed: bool) -> None:
        try:
            while runner.job and (frame := runner.child.receive(0)) is not None:
                self._take(runner, frame[0])
        except NotStarted as error:
            self._not_started(runner, error)
        except Ended as error:
            self._ended(runner, error.status)
        if runner.job and changed and self._store.state(runner.job) is not runner.state:
            log(f"job {runner.job} was cancelled")
            self._drop(runner)

    def _take(self, runner: _Runner, answer: dict[str, Any]) -> None:
        """Keeps what a process said."""
        id_ = runner.job
        if "text" in answer:
            estimate, device = answer["estimate"], answer["device"]
            lowered = Lowered(
                text=answer["text"],
                layout=tuple(answer["layout"]),
                figures=Figures(**answer["figures"]),
                notes=tuple(answer["notes"]),
                estimate=None if estimate is None else Estimate(**estimate),
                device=None if device is None else DeviceThen.from_dict(device),
                versions=answer["versions"],
            )
            self._store.set_lowered(id_, lowered)
            return
        if "qubits" in answer:
            if runner.state is State.CREATED:
                self._store.set_progress(id_, "Waiting to be sent.")
                self._free(runner)
                return
            runner.waiting, runner.limit = 2 ** answer["qubits"], 2 ** answer["limit"]
            if self._has_room(runner.waiting, runner.limit):
                self._simulate(runner)
            else:
                self._store.set_progress(id_, _NO_MEMORY)
            return
        if "counts" in answer:
            done = self._store.move(id_, State.COMPLETED, counts=answer["counts"])
        else:
            done = self._store.move(id_, State.FAILED, reason=answer["failed"])
        log(f"job {id_} is at its end" if done else f"job {id_} was cancelled before its end")
        self._free(runner)

    def _has_room(self, amplitudes: int, limit: int) -> bool:
        """May a simulation begin beside those that run? One alone always may."""
        held = sum(runner.amplitudes for runner in self._runners)
        return not held or held + amplitudes <= limit

    def _simulate(self, runner: _Runner) -> None:
        assert runner.request is not None
        job = self._store.job(runner.job)
        qubits = "" if job.figures is None else f" on {job.figures.num_qubits} qubits"
        self._store.set_progress(job.id, f"Simulating {job.shots:,} shots{qubits}.")
        runner.amplitudes, runner.waiting = runner.waiting, 0
        try:
            runner.child.send(runner.request | {"do": "run", "text": job.text})
        except Ended as error:
            self._ended(runner, error.status)

    def _free(self, runner: _Runner) -> None:
        runner.forget()
        self._looks_again = True

    def _drop(self, runner: _Runner) -> None:
        """Ends a process, so that its answer is not taken for another job's."""
        runner.child.kill()
        self._free(runner)
        if runner in self._runners:
            self._runners.remove(runner)

    def _not_started(self, runner: _Runner, error: NotStarted) -> None:
        if error.status is None:  # it will not start another time either
            self._store.move(runner.job, State.FAILED, reason=str(error))
            self._drop(runner)
        else:
            self._ended(runner, error.status)

    def _ended(self, runner: _Runner, status: int) -> None:
        log(f"job {runner.job}: the runner ended with status {status}")
        self._store.set_progress(runner.job, "Starting again: the simulation process ended.")
        self._drop(runner)

    def _safely(self, runner: _Runner, work: Callable[[], None]) -> None:
        """Does something for a job; one whose row is damaged is failed, and the others go on."""
        id_ = runner.job
        try:
            work()
        except QueueError as error:
            self._drop(runner)
            if not self._store.is_current:
                raise
            log(f"job {id_}: {error}")
            if isinstance(error.__cause__, sqlite3.OperationalError):
                self._paused = time.monotonic() + _PAUSE  # a full disk: the job keeps its turn
                return
            try:
                if self._store.move(id_, State.FAILED, reason=str(error)):
                    return
            except QueueError as again:
                log(f"job {id_}: {again}")
            self._left.add(id_)
