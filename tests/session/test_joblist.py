"""The jobs that a page shows: what is new and no more, a page at a time."""

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
from qdesign.errors import InvalidRequest
from qdesign.hardware.job import State
from qdesign.hardware.queue import Queue
from qdesign.hardware.store import Order, Store
from qdesign.session import port
from qdesign.session.joblist import JobList, open_jobs
from qdesign.session.jobreport import job_report, noise_report

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


def question(
    since: str = "",
    before: str = "",
    *,
    archived: bool = False,
    which: str = "all",
    search: str = "",
) -> port.JobsQuestion:
    return port.JobsQuestion(
        since=since, before=before, archived=archived, which=which, search=search
    )


def test_a_poll_with_nothing_new_is_two_indexed_reads(store: Store, listed: JobList) -> None:
    for k in range(20):
        add(store, str(k))
    first = listed.news(question())
    assert (first.is_whole, len(first.jobs), first.total) == (True, 20, 20)
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1

    connection = listed.queue._store._connection
    connection.set_progress_handler(step, 1)
    again = listed.news(question(first.revision))
    few = steps
    assert (again.jobs, again.is_whole, again.revision) == ((), False, first.revision)
    for k in range(400):
        add(store, f"more {k}")
    revision = listed.news(question()).revision
    steps = 0
    assert listed.news(question(revision)).jobs == ()
    assert steps <= few + 10, "the work does not grow with the queue"
    connection.set_progress_handler(None, 1)


def test_lists_work_out_no_circuit(store: Store, listed: JobList) -> None:
    for k in range(20):
        add(store, str(k))
    assert calls(lambda: listed.news(question())) == {}


def test_only_what_changed_is_told(store: Store, listed: JobList) -> None:
    first = add(store, "first")
    before = listed.news(question())
    second = add(store, "second")
    after = listed.news(question(before.revision))
    assert [job.id for job in before.jobs] == [first]
    assert [job.id for job in after.jobs] == [second]
    assert after.total == 2
    assert after.jobs[0].most == (("00", 3), ("11", 1))


def test_a_report_has_counts_over_the_ideal_what_made_them_and_the_way(
    store: Store, listed: JobList
) -> None:
    report = job_report(listed.queue, add(store, "one"))
    assert report.counts == {"00": 3, "11": 1}
    assert report.ideal == pytest.approx({"00": 0.5, "11": 0.5})
    assert report.from_ideal is not None
    assert report.from_ideal.total_variation == pytest.approx(0.25)
    assert [move.state for move in report.moves] == ["CREATED", "RUNNING", "COMPLETED"]
    assert (report.token, report.seed, report.level) == ("one", 1, 2)
    assert report.document.body == BELL.body
    waits = job_report(listed.queue, add(store, "two", is_final=False))
    assert (waits.counts, waits.from_ideal, waits.has_noise) == (None, None, False)
    with pytest.raises(InvalidRequest, match="has no counts: it is RUNNING"):
        noise_report(listed.queue, waits.job.id)


def test_lists_are_narrowed_by_words_and_by_whether_jobs_are_done(
    store: Store, listed: JobList
) -> None:
    done, waits = add(store, "first"), add(store, "second", is_final=False)
    listed.queue.annotate(done, tags=["vqe"], note="mine")
    found = listed.news(question(search="VQE"))
    assert [job.id for job in found.jobs] == [done]
    assert (found.jobs[0].tags, found.jobs[0].note) == (("vqe",), "mine")
    assert (found.total, found.num_open, found.num_done) == (1, 0, 1)
    open_ones = listed.news(question(which="open"))
    assert [job.id for job in open_ones.jobs] == [waits]
    assert (open_ones.total, open_ones.num_open, open_ones.num_done) == (1, 1, 1)
    store.move(waits, State.FAILED, reason="no")
    after = listed.news(question(open_ones.revision, which="open"))
    assert (after.jobs, after.gone, after.total) == ((), (waits,), 0)
    with pytest.raises(InvalidRequest, match="'which' is 'some'"):
        listed.news(question(which="some"))


def test_batches_and_what_was_spent_come_with_the_jobs(store: Store, listed: JobList) -> None:
    orders = [
        Order(source=BELL.dumps(), values={}, target="local:ideal", shots=1, seed=k, token=str(k))
        for k in range(2)
    ]
    group = store.add_group(orders, name="sweep", any_seed=False)
    assert listed.queue.spent == {}
    listed.queue.set_cap("month", 40.0)
    found = listed.news(question())
    assert found.batches == (port.Batch(group, "sweep", 0, 2),)
    assert found.month == (port.Spent("USD", 0.0, 40.0),)


def test_progress_and_own_changes_are_seen(store: Store, listed: JobList) -> None:
    id_ = add(store, "one", is_final=False)
    own = listed.queue._store
    before = listed.news(question()).revision
    store.set_progress(id_, "Nearly there.")
    told = listed.news(question(before))
    assert [job.detail for job in told.jobs] == ["Nearly there."]
    store.move(id_, State.FAILED, reason="It was too hot.")
    (job,) = listed.news(question(told.revision)).jobs
    assert (job.state, job.detail) == ("FAILED", "It was too hot.")
    add(own, "two")
    assert len(listed.news(question(told.revision)).jobs) == 2


def test_archived_and_deleted_jobs_are_told_as_gone(store: Store, listed: JobList) -> None:
    first, second, third = (add(store, str(k)) for k in range(3))
    before = listed.news(question()).revision
    store.archive([first])
    store.delete([second])
    told = listed.news(question(before))
    assert (told.jobs, set(told.gone), told.total, told.others) == ((), {first, second}, 1, 1)
    archive = listed.news(question(archived=True))
    assert [job.id for job in archive.jobs] == [first]
    assert [job.id for job in listed.news(question()).jobs] == [third]


def test_a_long_list_comes_in_pages(store: Store, listed: JobList) -> None:
    ids = [add(store, str(k)) for k in range(450)][::-1]
    first = listed.news(question())
    second = listed.news(question(first.revision, first.jobs[-1].id))
    third = listed.news(question(first.revision, second.jobs[-1].id))
    pages = [[job.id for job in page.jobs] for page in (first, second, third)]
    assert pages == [ids[:200], ids[200:400], ids[400:]]
    assert not second.is_whole
    assert second.revision == first.revision
    assert {page.total for page in (first, second, third)} == {450}


def test_a_revision_that_is_not_known_means_everything(store: Store, listed: JobList) -> None:
    add(store, "one")
    told = listed.news(question("of another file:7"))
    assert (told.is_whole, len(told.jobs)) == (True, 1)


def test_a_damaged_job_is_named_beside_the_others(store: Store, listed: JobList) -> None:
    first, second = add(store, "first"), add(store, "second")
    store._connection.execute("UPDATE jobs SET counts = '{' WHERE id = ?", (first,))
    told = listed.news(question())
    assert [job.id for job in told.jobs] == [second]
    assert told.damaged == (f"{first} (its counts cannot be read)",)


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
    assert open_jobs().news(question()).jobs == ()
