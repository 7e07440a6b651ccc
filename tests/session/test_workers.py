"""The pool: progress, cancel, limits, crashes; and the session over it."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.errors import Cancelled, OutOfTime, TooLarge
from qdesign.pauli import Observable
from qdesign.session import Session
from qdesign.session.workers import HEAVY, QUICK, Crashed, Refused, Workers

SAFETY = 120
"""Seconds after which something hangs; nothing that works comes near, on any machine."""

# Takes many seconds and reports nothing on the way.
DICE = random.Random(0)
LABELS = {"".join(DICE.choices("XYZ", k=16)): 1.0 for _ in range(400)}
LONG = {
    "id": 1,
    "ask": "exact",
    "document": Document(Circuit(16), observable=Observable(LABELS)).dumps(),
}
QUESTION = {"id": 2, "ask": "to_diagram", "document": Document(Circuit.of(1, "h 0")).dumps()}


@pytest.fixture
def workers() -> Iterator[Workers]:
    pool = Workers(heavy=1)
    yield pool
    pool.close()


def test_an_answer_comes_back_from_another_process(workers: Workers) -> None:
    done = workers.run(QUESTION)
    assert '"diagram"' in done.result["document"]


def test_a_process_is_used_again(workers: Workers) -> None:
    workers.run(QUESTION)
    (worker,) = workers._idle[HEAVY]
    for _ in range(5):
        workers.run(QUESTION)
    assert workers._idle[HEAVY] == [worker]
    assert worker.is_alive


def test_a_refusal_carries_the_failure(workers: Workers) -> None:
    with pytest.raises(Refused) as caught:
        workers.run({"id": 1, "ask": "parse", "text": "{", "format": "qdesign"})
    assert caught.value.failure.kind == "InvalidDocument"


def test_cancel_kills_the_process_and_not_the_pool(workers: Workers) -> None:
    stop = threading.Event()
    reported = threading.Event()
    raised: list[BaseException] = []

    def work() -> None:
        try:
            workers.run(LONG, progress=lambda _: reported.set(), cancelled=stop)
        except Cancelled as error:
            raised.append(error)

    thread = threading.Thread(target=work)
    workers.run(QUESTION)
    (worker,) = workers._idle[HEAVY]
    thread.start()
    assert reported.wait(SAFETY)
    assert worker.is_alive
    stop.set()
    thread.join(SAFETY)
    assert [type(error) for error in raised] == [Cancelled]
    assert not worker.is_alive
    assert workers.run(QUESTION).result


@pytest.mark.skipif(os.name != "posix", reason="stops a process by a signal")
@pytest.mark.parametrize("size", [10, 5_000_000])
def test_an_ask_of_a_stopped_process_can_be_cancelled(workers: Workers, size: int) -> None:
    """Also one that is larger than what a pipe takes, and so never arrives."""
    workers.run(QUESTION)
    (worker,) = workers._idle[HEAVY]
    os.kill(worker.process.pid, signal.SIGSTOP)
    stop, started = threading.Event(), threading.Event()
    raised: list[BaseException] = []

    def work() -> None:
        try:
            message = QUESTION | {"padding": "x" * size}
            workers.run(message, started=started.set, cancelled=stop, seconds=10 * SAFETY)
        except Cancelled as error:
            raised.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    assert started.wait(SAFETY)
    stop.set()
    thread.join(SAFETY)
    assert [type(error) for error in raised] == [Cancelled]
    assert not worker.is_alive
    assert workers.run(QUESTION).result


def test_the_time_limit_is_said_in_words(workers: Workers) -> None:
    workers.run(QUESTION)
    with pytest.raises(OutOfTime, match=r"over 0 s and was stopped"):
        workers.run(LONG, seconds=0.3)
    assert workers.run(QUESTION).result


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_the_memory_limit_is_said_in_words() -> None:
    pool = Workers(heavy=1, max_bytes=1 << 20)
    try:
        with pytest.raises(TooLarge, match="of memory"):
            pool.run(LONG)
    finally:
        pool.close()


def test_a_crash_does_not_take_the_parent_along(workers: Workers) -> None:
    workers.run(QUESTION)
    pid = workers._idle[HEAVY][0].process.pid
    with pytest.raises(Crashed):
        workers.run(LONG, progress=lambda _: os.kill(pid, signal.SIGSEGV))
    assert workers.run(QUESTION).result


def test_a_long_ask_does_not_hold_up_a_quick_one(workers: Workers) -> None:
    stop = threading.Event()
    reported = threading.Event()

    def work() -> None:
        with pytest.raises(Cancelled):
            workers.run(LONG, progress=lambda _: reported.set(), cancelled=stop)

    thread = threading.Thread(target=work)
    thread.start()
    assert reported.wait(SAFETY)
    assert workers.run(QUESTION, lane=QUICK).result
    assert thread.is_alive()
    stop.set()
    thread.join()


def test_workers_end_with_a_killed_parent(tmp_path: Path) -> None:
    code = (
        "from qdesign.session.workers import Workers, HEAVY\n"
        "import sys, time\n"
        "pool = Workers(heavy=1)\n"
        "pool.run({'id': 1, 'ask': 'catalog'})\n"
        "print(pool._idle[HEAVY][0].process.pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + SAFETY
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        if Path(f"/proc/{pid}/stat").exists():
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
            if state == "Z":
                return
        time.sleep(0.05)
    raise AssertionError("the worker outlived its parent")


class Replies:
    """Collects what a session sends."""

    def __init__(self) -> None:
        self.all: list[dict[str, Any]] = []
        self.changed = threading.Condition()

    def __call__(self, reply: dict[str, Any], buffers: Any) -> None:
        with self.changed:
            self.all.append(reply)
            self.changed.notify_all()

    def final(self, number: int) -> dict[str, Any]:
        def found() -> list[dict[str, Any]]:
            return [r for r in self.all if r["id"] == number and r["reply"] != "progress"]

        with self.changed:
            assert self.changed.wait_for(found, timeout=SAFETY)
            return found()[0]

    def started(self, number: int) -> None:
        with self.changed:
            told = self.changed.wait_for(lambda: any(r["id"] == number for r in self.all), SAFETY)
            assert told


def test_scripts_of_the_page_need_no_process(workers: Workers) -> None:
    workers.close()
    replies = Replies()
    Session(replies, workers=workers).receive({"id": 1, "ask": "later"})
    assert replies.final(1)["reply"] == "done"


def test_a_session_cancels_what_is_open(workers: Workers) -> None:
    replies = Replies()
    session = Session(replies, workers=workers)
    session.receive(LONG)
    replies.started(1)
    session.receive({"cancel": 1})
    assert replies.final(1) == {"id": 1, "reply": "cancelled"}
    assert session.num_open == 0


def test_a_newer_question_replaces_one_that_waits(workers: Workers) -> None:
    replies = Replies()
    session = Session(replies, workers=workers)
    session.receive(LONG)
    replies.started(1)
    text = LONG["document"]
    session.receive({"id": 2, "ask": "exact", "document": text})
    session.receive({"id": 3, "ask": "exact", "document": text})
    assert replies.final(2)["reply"] == "cancelled"
    session.close()
    assert replies.final(1)["reply"] == "cancelled"
    assert replies.final(3)["reply"] == "cancelled"


@pytest.mark.parametrize(
    "message", [None, 3, [], {}, {"id": "1"}, {"id": True, "ask": "jobs"}, {"cancel": 99}]
)
def test_what_is_no_ask_is_dropped(workers: Workers, message: Any) -> None:
    replies = Replies()
    Session(replies, workers=workers).receive(message)
    assert replies.all == []


def test_a_bug_is_said_and_logged(
    workers: Workers, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    replies = Replies()
    Session(replies, workers=workers).receive({"id": 1, "ask": "parse", "text": 1e400})
    error = replies.final(1)["error"]
    assert error["kind"] == "Bug"
    assert "nothing was changed" in error["message"]
    assert "Out of range float" in caplog.text
