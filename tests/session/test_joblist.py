"""The jobs that a page shows: kept while nothing changes, and current when something does."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.hardware.job import State
from qdesign.hardware.queue import Queue
from qdesign.hardware.store import Order, Store
from qdesign.session.joblist import JobList, open_jobs

BELL = Document(Circuit.of(2, "h 0; cx 0 1"))
PARSE, HASH = Document.loads.__code__, Circuit.__hash__.__code__


def add(store: Store, token: str, *, is_final: bool = True) -> str:
    order = Order(
        source=BELL.dumps(), values={}, target="local:ideal", shots=4, seed=1, token=token
    )
    job = store.add(order)
    store.move(job.id, State.RUNNING, progress="Simulating.")
    if is_final:
        store.move(job.id, State.COMPLETED, counts={"00": 3, "11": 1})
    return job.id


def calls(work: Callable[[], object]) -> Counter[str]:
    """How often a document is parsed and a circuit hashed while `work` is done."""
    found: Counter[str] = Counter()

    def look(frame: FrameType, event: str, _argument: Any) -> None:
        if event == "call" and frame.f_code in (PARSE, HASH):
            found[frame.f_code.co_name] += 1

    sys.setprofile(look)
    try:
        work()
    finally:
        sys.setprofile(None)
    return found


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store.open(tmp_path / "queue.sqlite")
    yield made
    made.close()


@pytest.fixture
def listed(store: Store) -> Iterator[JobList]:
    with Queue.open(store.path) as queue:
        yield JobList(queue)


def test_a_poll_with_nothing_new_is_one_small_read(store: Store, listed: JobList) -> None:
    for k in range(20):
        add(store, str(k))
    assert calls(listed.all) == {"loads": 20}
    statements: list[str] = []
    connection = listed.queue._store._connection
    connection.set_trace_callback(statements.append)
    before = listed.all()
    assert calls(listed.all) == {}
    assert listed.all() is before
    connection.set_trace_callback(None)
    assert statements == ["PRAGMA data_version"] * 3


def test_only_what_changed_is_worked_out_again(store: Store, listed: JobList) -> None:
    first = add(store, "first")
    assert [job.id for job in listed.all()] == [first]
    second = add(store, "second")
    assert calls(listed.all) == {"loads": 1}
    newest, oldest = listed.all()
    assert (newest.id, oldest.id) == (second, first)
    assert newest.ideal == pytest.approx({"00": 0.5, "11": 0.5})


def test_progress_and_own_changes_are_seen(store: Store, listed: JobList) -> None:
    id_ = add(store, "one", is_final=False)
    own = listed.queue._store
    own.set_progress(id_, "Simulating 4 shots.")
    assert listed.queue.changes == listed.queue.changes
    before = listed.queue.changes
    store.set_progress(id_, "Nearly there.")
    assert listed.queue.changes != before
    store.move(id_, State.FAILED, reason="It was too hot.")
    (job,) = listed.all()
    assert (job.state, job.detail) == ("FAILED", "It was too hot.")
    add(own, "two")
    assert len(listed.all()) == 2


def test_the_queue_stays_open_until_another_one_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QDESIGN_QUEUE", str(tmp_path / "a.sqlite"))
    first = open_jobs()
    assert open_jobs() is first
    monkeypatch.setenv("QDESIGN_QUEUE", str(tmp_path / "b.sqlite"))
    second = open_jobs()
    assert second is not first
    for file in tmp_path.glob("b.sqlite*"):
        file.rename(file.with_name("old" + file.name))
    assert open_jobs() is not second
    assert open_jobs().all() == ()
