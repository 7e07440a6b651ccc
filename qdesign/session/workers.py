"""Asks → replies in processes that can be killed: on cancel, over time, over memory, on a crash.

Processes start fresh (nothing is forked) and stay warm. Quick asks have a process of their own, so
that neither a long simplification nor a poll of the queue ever holds up a parse.
"""

from __future__ import annotations

import atexit
import logging
import sys
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from qdesign.errors import Cancelled, NotStarted, OutOfTime, TooLarge
from qdesign.process.child import Child, Ended
from qdesign.session.alone import Alone
from qdesign.session.port import Failure
from qdesign.session.replies import Answer

LOG: Final = logging.getLogger("qdesign")
QUICK, HEAVY, QUEUE = "quick", "heavy", "queue"
_WORKER: Final = "qdesign.session.worker"
_TICK: Final = 0.05
_MAX_WAITING: Final = 256
_RECYCLE_BYTES: Final = 1 << 30

Progress = Callable[[dict[str, Any]], None]


class Crashed(RuntimeError):
    """A worker process ended by itself in the middle of an ask."""


class Refused(Exception):
    """An ask that its worker answered with a failure."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


class Workers:
    """A small pool: a process for quick asks, one for the queue's, and `heavy` for long ones."""

    def __init__(self, *, heavy: int = 2, max_bytes: int = 4 << 30) -> None:
        self._max_bytes = max_bytes
        self._sizes = {QUICK: 1, HEAVY: heavy, QUEUE: 1}
        self._idle: dict[str, list[Child]] = {lane: [] for lane in self._sizes}
        self._busy = dict.fromkeys(self._sizes, 0)
        self._waiting = 0
        self._free = threading.Condition()
        self._closed = False

    def warm(self) -> None:
        """Starts a process for quick asks and one for long ones ahead of the first ask."""
        for lane in (QUICK, HEAVY):
            with self._free:
                if self._closed or self._idle[lane] or self._busy[lane]:
                    continue
                self._idle[lane].append(Child(_WORKER))

    def run(
        self,
        message: Mapping[str, Any],
        *,
        lane: str = HEAVY,
        seconds: float = 120.0,
        progress: Progress | None = None,
        started: Callable[[], None] | None = None,
        cancelled: threading.Event | None = None,
    ) -> Answer[Any]:
        """Answers one ask; returns when it is done.

        Args:
            message: the ask as JSON with an integer `id`.
            lane: QUICK, HEAVY or QUEUE.
            seconds: time limit, waiting for a free process not counted.
            progress: called with every `progress` reply.
            started: called once, when a process takes the ask.
            cancelled: set it to stop.

        Raises:
            Refused: the ask failed; with the failure as the worker told it.
            Cancelled: `cancelled` was set.
            OutOfTime: the time ran out, or too many asks wait already.
            TooLarge: over the memory limit.
            Crashed: the process ended by itself.
            NotStarted: there is no process to be had.
        """
        stop = cancelled or threading.Event()
        worker = self._take(lane, stop)
        if started is not None:
            started()
        keep = False
        try:
            answer = self._converse(worker, message, seconds, progress, stop)
            keep = worker.is_alive and worker.resident_bytes() < _RECYCLE_BYTES
            return answer
        except Refused:
            keep = worker.is_alive
            raise
        finally:
            self._give_back(lane, worker, keep=keep)

    def close(self) -> None:
        """Ends every idle process; busy ones end with their ask."""
        with self._free:
            self._closed = True
            idle = [worker for workers in self._idle.values() for worker in workers]
            for workers in self._idle.values():
                workers.clear()
            self._free.notify_all()
        for worker in idle:
            worker.kill()

    def _take(self, lane: str, stop: threading.Event) -> Child:
        with self._free:
            if self._waiting >= _MAX_WAITING:
                raise OutOfTime("The server is busy with other work. Try again in a moment.")
            self._waiting += 1
            try:
                while self._busy[lane] >= self._sizes[lane] and not self._closed:
                    if stop.is_set():
                        raise Cancelled("Cancelled before it began.")
                    self._free.wait(_TICK)
            finally:
                self._waiting -= 1
            if self._closed:
                raise Cancelled("The workers are closed.")
            self._busy[lane] += 1
            while self._idle[lane]:
                worker = self._idle[lane].pop()
                if worker.is_alive:
                    return worker
        try:
            return Child(_WORKER)
        except NotStarted:
            self._release(lane)
            raise

    def _give_back(self, lane: str, worker: Child, *, keep: bool) -> None:
        if keep and not self._closed:
            with self._free:
                self._idle[lane].append(worker)
        else:
            worker.kill()
        self._release(lane)

    def _release(self, lane: str) -> None:
        with self._free:
            self._busy[lane] -= 1
            self._free.notify_all()

    def _converse(
        self,
        worker: Child,
        message: Mapping[str, Any],
        seconds: float,
        progress: Progress | None,
        stop: threading.Event,
    ) -> Answer[Any]:
        deadline = time.monotonic() + seconds
        try:
            self._give(worker, message, deadline, seconds, stop)
            while True:
                self._check(worker, deadline, seconds, stop)
                frame = worker.receive(_TICK)
                if frame is None:
                    continue
                reply, parts = frame
                if reply.get("id") != message.get("id"):
                    continue
                if reply["reply"] == "progress":
                    if progress is not None:
                        progress(reply)
                elif reply["reply"] == "done":
                    return Answer(reply["result"], tuple(parts))
                else:
                    if reply.get("trace"):
                        LOG.error("The ask '%s' failed:\n%s", message.get("ask"), reply["trace"])
                    raise Refused(Failure(**reply["error"]))
        except Ended as ended:
            if self._closed:
                raise Cancelled("The workers are closed.") from None
            raise Crashed(f"The worker process ended with status {ended.status}.") from None

    def _give(
        self,
        worker: Child,
        message: Mapping[str, Any],
        deadline: float,
        seconds: float,
        stop: threading.Event,
    ) -> None:
        """Sends from another thread: a process that takes nothing does not hold up a cancel."""
        failed: list[Exception] = []

        def send() -> None:
            try:
                worker.send(message, seconds=seconds)
            except Exception as error:
                failed.append(error)

        sender = threading.Thread(target=send, name="qdesign-send", daemon=True)
        sender.start()
        while sender.is_alive():
            sender.join(_TICK)
            self._check(worker, deadline, seconds, stop)
        if failed:
            raise failed[0]

    def _check(self, worker: Child, deadline: float, seconds: float, stop: threading.Event) -> None:
        if stop.is_set():
            raise Cancelled("Cancelled.")
        if time.monotonic() > deadline:
            raise OutOfTime(
                f"This took over {seconds:.0f} s and was stopped; nothing was changed. "
                "Try a smaller circuit or another choice."
            )
        if worker.resident_bytes() > self._max_bytes:
            raise TooLarge(
                f"This took over {self._max_bytes / (1 << 30):.0f} GiB of memory and was stopped; "
                "nothing was changed. Try a smaller circuit or another choice."
            )


_shared: Workers | Alone | None = None
_shared_lock = threading.Lock()


def shared() -> Workers | Alone:
    """The pool of this process, made when first asked for and closed at exit."""
    global _shared
    with _shared_lock:
        if _shared is None:
            _shared = Alone() if sys.platform == "emscripten" else Workers()
            atexit.register(_shared.close)
        return _shared
