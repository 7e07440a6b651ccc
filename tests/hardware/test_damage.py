"""Queue files with damage: said in words, and what is whole goes on."""

import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.errors import QdesignError, QueueError
from qdesign.hardware.job import Figures, State
from qdesign.hardware.local_lane import LocalLane
from qdesign.hardware.lock import WorkerLock
from qdesign.hardware.queue import Queue
from qdesign.hardware.store import Lowered, Order, Store
from scripts.campaign import cases
from tests.hardware.test_sending import end_worker

FLIPS = "flipped bits in queue files"
BELL = Document(Circuit.of(2, "ry(a) 0; cx 0 1")).dumps()
LOWERED = Lowered(
    text="OPENQASM 3.0;",
    layout=(4, 2),
    figures=Figures(num_qubits=2, num_gates=3, num_two_qubit=1, depth=2),
    notes=("measured",),
)


def order(number: int) -> Order:
    return Order(
        source=BELL, values={"a": 0.5}, target="local:ideal", shots=100, seed=1, name=f"{number}"
    )


def make(path: Path, count: int) -> list[str]:
    """A queue of finished jobs and one that waits, all of it in its one file."""
    store = Store.open(path)
    ids = [store.add(order(number)).id for number in range(count)]
    for id_ in ids[:-1]:
        store.set_lowered(id_, LOWERED)
        store.move(id_, State.COMPLETED, counts={"00": 60, "11": 40})
    store.close()
    return ids


def change(path: Path, column: str, value: object, id_: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(f"UPDATE jobs SET {column} = ? WHERE id = ?", (value, id_))
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("counts", '{"00": 60', "its counts cannot be read"),
        ("counts", '{"00": 60, "11": 41}', "its counts cannot be read"),
        ("counts", '{"00": 60, "12": 40}', "its counts cannot be read"),
        ("counts", b"\xff\xfe", "its counts cannot be read"),
        ("state", "COMPLETEE", "its state cannot be read"),
        ("created", 1e300, "its date cannot be read"),
        ("created", "yesterday", "its date cannot be read"),
        ("shots", "many", "its number of shots cannot be read"),
        ("layout", "[4, x]", "its layout cannot be read"),
        ("figures", '{"depht": 1}', "its figures cannot be read"),
        ("parameter_values", "[]", "its values cannot be read"),
        ("name", sqlite3.Binary(b"\xff"), "its name cannot be read"),
        ("estimate", '{"low": 3}', "its estimate cannot be read"),
        ("estimate", "[]", "its estimate cannot be read"),
        ("cost", "much", "its cost cannot be read"),
        ("position", -1, "its position cannot be read"),
        ("remote_id", sqlite3.Binary(b"\xff"), "its provider's id cannot be read"),
        ("tags", "[1]", "its tags cannot be read"),
    ],
)
def test_one_damaged_row_is_set_aside_and_named(
    tmp_path: Path, column: str, value: object, words: str
) -> None:
    path = tmp_path / "queue.sqlite"
    ids = make(path, 5)
    change(path, column, value, ids[1])
    with Queue.open(path) as queue:
        assert [job.id for job in queue.jobs()] == [ids[0], *ids[2:]]
        (damaged,) = queue.damaged()
        assert (damaged.id, damaged.number, damaged.reason) == (ids[1], 2, words)
        with pytest.raises(QueueError, match=f"Job '{ids[1]}' is damaged"):
            queue.job(ids[1])
        queue.delete(ids[1])
        assert queue.damaged() == ()


def test_a_text_that_is_not_utf8_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "queue.sqlite"
    ids = make(path, 3)
    connection = sqlite3.connect(path)
    connection.execute("UPDATE jobs SET name = CAST(x'ff41' AS TEXT) WHERE id = ?", (ids[0],))
    connection.commit()
    connection.close()
    with Queue.open(path) as queue:
        assert [job.id for job in queue.jobs()] == ids[1:]
        assert [damaged.id for damaged in queue.damaged()] == [ids[0]]


@pytest.mark.parametrize("column", ["source", "target", "name", "token", "parameter_values"])
def test_an_order_that_is_not_text_is_told_in_words(tmp_path: Path, column: str) -> None:
    path = tmp_path / "queue.sqlite"
    (first, _) = make(path, 2)
    connection = sqlite3.connect(path)
    query = f"UPDATE jobs SET {column} = CAST(x'7bff' AS TEXT) WHERE id = ?"
    connection.execute(query, (first,))
    connection.commit()
    connection.close()
    with Queue.open(path) as queue, pytest.raises(QueueError, match="is damaged"):
        queue.circuit(first)


def test_a_damaged_job_that_waits_fails_and_the_next_one_runs(tmp_path: Path) -> None:
    path = tmp_path / "queue.sqlite"
    (first, second) = make(path, 2)
    change(path, "state", "CREATED", first)
    change(path, "counts", None, first)
    change(path, "parameter_values", "{", first)
    with Queue.open(path, linger=0) as queue:
        assert queue.wait(second, timeout=300).state is State.COMPLETED
        change(path, "parameter_values", "{}", first)
        assert queue.job(first).state is State.FAILED
        assert "is damaged" in queue.job(first).reason


def test_a_file_that_takes_nothing_for_a_while_is_no_damage_of_a_job(tmp_path: Path) -> None:
    path = tmp_path / "q.sqlite"
    store = Store.open(path)
    job = store.add(order(1))
    wake = threading.Event()
    lane = LocalLane(store, wake)
    store._connection.execute("PRAGMA query_only = ON")  # writes fail as on a full disk
    lane.step(changed=True)
    assert lane._runners == []
    assert lane.has_work
    store._connection.execute("PRAGMA query_only = OFF")
    while not store.job(job.id).is_final:
        lane.step(changed=True)
        wake.wait(0.1)
        wake.clear()
    assert store.job(job.id).state is State.COMPLETED
    assert store.job(job.id).attempts == 1
    lane.close()
    store.close()


@pytest.mark.sized(FLIPS)
def test_flipped_bits_end_in_words_or_in_the_jobs_that_are_whole(tmp_path: Path) -> None:
    whole = tmp_path / "whole.sqlite"
    ids = make(whole, 30)
    content = whole.read_bytes()
    rng = np.random.default_rng(9)
    listed = 0
    for number in range(cases(FLIPS)):
        path = tmp_path / f"{number}.sqlite"
        flipped = bytearray(content)
        for place in rng.integers(0, len(content), size=rng.choice([1, 1, 4])):
            flipped[place] ^= 1 << int(rng.integers(8))
        path.write_bytes(flipped)
        lock = WorkerLock(path)  # so that no worker starts
        assert lock.acquire()
        listed += use(path, ids, int(rng.integers(len(ids))))
        lock.release()
        for file in tmp_path.glob(f"{number}.sqlite*"):
            file.unlink()
    assert listed > 0.8 * len(ids) * cases(FLIPS)


def use(path: Path, ids: list[str], one: int) -> int:
    """Everything that can be asked of a queue; returns how many jobs were listed."""
    try:
        queue = Queue.open(path)
    except QueueError:
        return 0
    with queue:
        try:
            found = queue.listing(archived=False)
        except QueueError:
            found = None
        questions: tuple[Callable[[], object], ...] = (
            queue.damaged,
            queue.archived,
            lambda: queue.news(queue.news("").revision),
            lambda: queue.count(archived=False),
            queue.refresh,
            lambda: queue.job(ids[one]),
            lambda: queue.circuit(ids[one]),
            lambda: queue.archive(ids[one]),
            lambda: queue.unarchive(ids[one]),
            lambda: queue.cancel(ids[-1]),
            lambda: queue.submit(Circuit.of(1, "h 0"), target="local:ideal", shots=1),
            lambda: queue.delete(ids[one]),
        )
        for ask in questions:
            with suppress(QdesignError):
                ask()
    if found is None:
        return 0
    assert len(found.jobs) + len(found.damaged) <= len(ids)
    return len(found.jobs)


@pytest.mark.parametrize("content", [b"no database at all " * 300, b"\x00" * 8192])
def test_ones_own_file_that_cannot_be_read_is_kept_and_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    monkeypatch.delenv("QDESIGN_QUEUE", raising=False)
    monkeypatch.setenv("QDESIGN_DATA", str(tmp_path))
    path = tmp_path / "queue.sqlite"
    for kept in ("queue.sqlite.damaged", "queue.sqlite.damaged-2"):
        path.write_bytes(content)
        with Queue.open() as queue:
            assert queue.jobs() == ()
            assert queue.kept_aside[-1] == tmp_path / kept
        assert (tmp_path / kept).read_bytes() == content
    with Queue.open() as queue:
        assert len(queue.kept_aside) == 2


def test_a_damaged_file_that_somebody_named_stays_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "queue.sqlite"
    path.write_bytes(b"notes " * 900)
    monkeypatch.setenv("QDESIGN_QUEUE", str(path))
    for given in (None, path):
        with pytest.raises(QueueError, match="it holds something else"):
            Queue.open(given)
    assert [each.name for each in tmp_path.iterdir()] == ["queue.sqlite"]


def test_a_named_queue_that_cannot_be_read_any_more_is_kept_and_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "mine.sqlite"
    make(path, 3)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    broken = path.read_bytes()[:100] + b"\xff" * 9000
    path.write_bytes(broken)
    with Queue.open(path) as queue:
        assert queue.jobs() == ()
        (kept,) = queue.kept_aside
    assert kept.read_bytes() == broken


def test_processes_that_find_a_damaged_file_together_keep_it_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("QDESIGN_QUEUE", raising=False)
    monkeypatch.setenv("QDESIGN_DATA", str(tmp_path))
    (tmp_path / "queue.sqlite").write_bytes(b"no database at all " * 300)
    opened: list[Queue] = []
    threads = [threading.Thread(target=lambda: opened.append(Queue.open())) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 6
    assert all(len(queue.kept_aside) == 1 for queue in opened)
    opened[0].submit(Circuit.of(1, "h 0"), target="local:ideal", shots=5)
    assert all(len(queue.jobs()) == 1 for queue in opened)
    opened[0].cancel(opened[0].jobs()[0].id)
    end_worker(opened[0].path)
    for queue in opened:
        queue.close()
