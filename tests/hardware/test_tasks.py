"""Tasks: a batch or an energy that goes out as one, once, whatever is killed."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

import qdesign as qd
from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.errors import QueueError
from qdesign.hardware import lock, worker
from qdesign.hardware.cost import Estimate
from qdesign.hardware.job import State
from qdesign.hardware.known import refresh_targets
from qdesign.hardware.loopback import Fault
from qdesign.hardware.outbox import Outbox, cancel
from qdesign.hardware.provider import Provider
from qdesign.hardware.queue import Queue
from qdesign.hardware.remote_lane import RemoteLane
from qdesign.hardware.store import Lowered, Order, Store
from qdesign.hardware.tasks import adopt, task_token
from qdesign.rows import find
from scripts.campaign import cases
from tests.hardware.loopback_provider import Forgetful, Service
from tests.hardware.test_sending import (
    KILLS,
    LOWERED_FIGURES,
    SAFETY,
    Unsure,
    end_worker,
    wait_for,
)

pytestmark = pytest.mark.usefixtures("loopback")
ANSATZ = Circuit.of(2, "ry(a) 0; cx 0 1")
PAIR = Circuit.of(2, "h 0; cx 0 1")
THREE = qd.Observable({"ZZ": 1.0, "XX": -0.5, "YY": 0.25, "II": 3.0})
SENDERS = "senders of tasks killed while they submit, poll and collect"


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """One whose devices are known to the providers of all classes."""
    with Service() as made:
        for name, value in made.environment.items():
            monkeypatch.setenv(name, value)
        refresh_targets("loopback/token_tasks")
        known = Path(os.environ["QDESIGN_DATA"], "targets")
        text = (known / "loopback+token_tasks.json").read_text()
        for recovery in ("search", "ask"):
            (known / f"loopback+{recovery}_tasks.json").write_text(text)
        yield made


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    with Queue.open(tmp_path / "queue.sqlite", linger=SAFETY) as made:
        yield made
        end_worker(made.path)


def add(store: Store, recovery: str, *, count: int = 3, cost: float = 1.0) -> tuple[str, ...]:
    """Jobs of one batch, lowered already."""
    order = Order(
        source=Document(PAIR).dumps(),
        values={},
        target=f"loopback/{recovery}_tasks:pair",
        shots=100,
        seed=1,
        provider=f"loopback/{recovery}_tasks",
        max_cost=cost,
    )
    group = store.add_group([order] * count, name="", any_seed=False)
    ids = tuple(job.id for job in store.listing(group=group).jobs)
    price = Estimate(low=cost, high=cost, unit="USD", source="the tests")
    for id_ in ids:
        text = "measure; measure"
        given = Lowered(text=text, layout=(), figures=LOWERED_FIGURES, notes=(), estimate=price)
        store.set_lowered(id_, given)
    return ids


def lane_of(store: Store, recovery: str, wake: threading.Event) -> RemoteLane:
    return RemoteLane(store, find(Provider, f"loopback/{recovery}_tasks"), wake)


def states(store: Store, ids: Sequence[str]) -> list[State | None]:
    return [store.state(id_) for id_ in ids]


# --- through the queue ---------------------------------------------------------------------------


def test_a_sweep_goes_out_as_tasks_of_as_many_jobs_as_they_hold(
    queue: Queue, service: Service
) -> None:
    points = [[0.1 * k] for k in range(9)]
    batch = queue.submit_batch(
        ANSATZ, points, target="loopback/token_tasks:pair", shots=100, max_cost=50
    )
    jobs = [queue.wait(job.id, timeout=SAFETY) for job in batch.jobs]
    assert [job.counts for job in jobs] == [{"00": 50, "11": 50}] * 9, jobs[0].reason
    names = [job.remote_id for job in jobs]
    assert names == [f"remote-1#{k}" for k in range(4)] + [f"remote-2#{k}" for k in range(4)] + [
        "remote-3"
    ]
    assert service.asked["submit"] == 3
    estimate = queue.batch(batch.id).estimate
    assert estimate is not None
    assert estimate.high == pytest.approx(3 * 0.3 + 9 * 1.0)  # three fees, not nine
    assert estimate.parts["task"] == pytest.approx(0.9)


def test_an_energy_goes_out_as_one_task_whose_fee_is_paid_once(
    queue: Queue, service: Service
) -> None:
    given = {"target": "loopback/token_tasks:pair", "shots": 300}
    seen = queue.preview(PAIR, observable=THREE, **given)
    assert seen.estimate is not None
    assert seen.estimate.high == pytest.approx(0.3 + 3.0)
    dear = queue.wait(queue.submit(PAIR, observable=THREE, max_cost=3.2, **given).id)
    assert "It may cost 1.65 to 3.30 USD in all, and max_cost allows 3.20 USD" in dear.reason
    assert not service.jobs
    job = queue.submit(PAIR, observable=THREE, max_cost=3.3, **given)
    done = queue.wait(job.id, timeout=SAFETY)
    assert done.state is State.COMPLETED, done.reason
    assert done.estimate is not None
    assert done.estimate.high == pytest.approx(3.3)
    assert (len(service.jobs), service.asked["submit"]) == (1, 1)
    assert [part.remote_id for part in queue.parts(job.id)] == [f"remote-1#{k}" for k in range(3)]
    assert done.energy == pytest.approx(3 + 1 - 0.5 + 0.25)


def test_an_energy_whose_answer_was_lost_is_adopted_as_one(queue: Queue, service: Service) -> None:
    service.faults.append(Fault("submit", "lost"))
    job = queue.submit(
        PAIR, observable=THREE, target="loopback/ask_tasks:pair", shots=300, max_cost=50
    )
    lost = queue.wait(job.id, timeout=SAFETY)
    assert lost.state is State.UNKNOWN
    assert "name the one that holds these 3 circuits (Queue.adopt)" in lost.reason
    queue.adopt(job.id, "remote-1")
    assert queue.wait(job.id, timeout=SAFETY).state is State.COMPLETED
    assert service.asked["submit"] == 1


# --- damage and persons --------------------------------------------------------------------------


def test_a_part_of_a_task_whose_fellow_was_deleted_is_named_by_its_place(
    tmp_path: Path, service: Service
) -> None:
    store, wake = Store.open(tmp_path / "q.sqlite"), threading.Event()
    ids = add(store, "ask")
    service.faults.append(Fault("submit", "lost"))
    lane = lane_of(store, "ask", wake)
    while set(states(store, ids)) != {State.UNKNOWN}:
        lane.step(changed=True)
        wake.wait(0.02)
        wake.clear()
    cancel(store, ids[0], now=time.time())
    store.delete([ids[0]])
    with pytest.raises(QueueError, match="Give the part's own name: remote-1#0 for the first"):
        adopt(store, ids[1], "remote-1", now=time.time())
    assert states(store, ids[1:]) == [State.UNKNOWN] * 2
    assert adopt(store, ids[1], "remote-1#1", now=time.time())
    assert store.job(ids[1]).remote_id == "remote-1#1"
    lane.close()
    store.close()


def test_a_task_with_a_damaged_job_is_never_sent_as_another_one(
    tmp_path: Path, service: Service
) -> None:
    store, wake = Store.open(tmp_path / "q.sqlite"), threading.Event()
    ids = add(store, "token")
    service.faults += [Fault("submit", "lost"), Fault("submit", 429, is_taken=False)]
    lane = lane_of(store, "token", wake)
    while service.faults or lane.asked_since is not None:
        lane.step(changed=True)
        wake.wait(0.02)
        wake.clear()
    with store.transaction() as connection:
        connection.execute("UPDATE jobs SET text = ?, due = 0 WHERE id = ?", (b"\xff", ids[1]))
    while State.SUBMITTING in states(store, ids):
        lane.step(changed=True)
        wake.wait(0.02)
        wake.clear()
    assert states(store, ids) == [State.UNKNOWN, State.FAILED, State.UNKNOWN]
    assert "some of which are damaged" in store.job(ids[0]).reason
    assert service.asked["submit"] == 2
    lane.close()
    store.close()


def test_the_token_of_a_task_is_kept_with_the_intent_for_all_of_its_jobs(
    tmp_path: Path, service: Service
) -> None:
    store = Store.open(tmp_path / "q.sqlite")
    ids = add(store, "token")
    outbox = Outbox(store, find(Provider, "loopback/token_tasks"), time.time)
    begun = outbox.begin(outbox.to_send())
    token = task_token([store.order(id_).token for id_ in ids])
    assert {item.sent_as for item in begun} == {token}
    with store.reading() as connection:
        rows = connection.execute("SELECT state, task, sent IS NULL FROM jobs").fetchall()
    assert rows == [("SUBMITTING", token, 0)] * 3
    store.close()


def test_what_is_paid_once_is_split_among_the_jobs_of_a_task() -> None:
    price = Estimate(
        low=1.0, high=2.0, unit="s", source="", parts={"fee": 1.0, "shots": 1.0}, once=("fee",)
    )
    each = price.among(4)
    assert (each.low, each.high) == (pytest.approx(0.625), pytest.approx(1.25))
    assert each.parts == {"fee": 0.25, "shots": 1.0}
    assert each.among(1) == price
    assert Estimate(**each.kept()) == each
    free = Estimate(low=0, high=0, unit="", source="")
    assert free.among(3) == free


# --- processes that are killed -------------------------------------------------------------------


@KILLS
@pytest.mark.sized(SENDERS)
@pytest.mark.parametrize(
    ("recovery", "kind"), [("token", Service), ("search", Forgetful), ("ask", Forgetful)]
)
def test_senders_of_tasks_killed_anywhere_neither_lose_nor_double(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, recovery: str, kind: type[Service]
) -> None:
    path = tmp_path / "queue.sqlite"
    store = Store.open(path)
    groups: list[tuple[str, ...]] = []

    def kill() -> None:
        pid = lock.holder(path)
        if pid is not None:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    with kind() as service:
        for name, value in service.environment.items():
            monkeypatch.setenv(name, value)
        refresh_targets(f"loopback/{recovery}_tasks")
        unsure = Unsure(service, kill, count=cases(SENDERS), seed=len(recovery))
        end = time.monotonic() + SAFETY + 20 * cases(SENDERS)
        while unsure.left or store.unfinished():
            if unsure.left and len(store.unfinished()) < 6:
                groups += [add(store, recovery) for _ in range(2)]
            if not lock.is_held(path):
                left = unsure.left
                worker.start(path, linger=SAFETY)
                wait_for(lambda left=left: lock.is_held(path) or unsure.left < left)
            assert time.monotonic() < end, "it hangs"
            time.sleep(0.02)
        end_worker(path)
    sent = Counter(made.token for made in service.jobs.values())
    for ids in groups:
        tokens = [store.order(id_).token for id_ in ids]
        there = sum(sent[token] for token in (task_token(tokens), *tokens))
        found = {store.job(id_).state for id_ in ids}
        if recovery == "ask":
            assert len(found) == 1  # never half of a task
            assert found <= {State.COMPLETED, State.UNKNOWN}
            assert there == 1 or (there == 0 and found == {State.UNKNOWN})
        else:
            assert found == {State.COMPLETED}
            assert there == 1
    if recovery == "ask":
        assert service.asked["submit"] <= len(groups)  # never again
    store.close()
