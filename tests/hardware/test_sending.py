"""Jobs at providers through the queue: exactly once, whatever is killed; and never above a cap.

The services are real, on this machine, and so are the processes that are killed.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.errors import InvalidRequest, InvalidTarget, QdesignError, QueueError
from qdesign.hardware import lock, worker
from qdesign.hardware.cost import Estimate
from qdesign.hardware.job import Figures, Job, State
from qdesign.hardware.known import refresh_targets
from qdesign.hardware.loopback import Fault, Phase
from qdesign.hardware.outbox import Outbox, cancel
from qdesign.hardware.provider import Provider, targets
from qdesign.hardware.queue import Queue
from qdesign.hardware.remote_lane import RemoteLane
from qdesign.hardware.spending import set_cap, spent
from qdesign.hardware.store import Lowered, Order, Store
from qdesign.rows import find
from scripts.campaign import cases
from tests.hardware.loopback_provider import Forgetful, Service

pytestmark = pytest.mark.usefixtures("loopback")
KILLS = pytest.mark.skipif(sys.platform != "linux", reason="kills processes by their ids")
SAFETY = 300
PAIR = Circuit.of(2, "h 0; cx 0 1")
LOWERED_FIGURES = Figures(num_qubits=2, num_gates=2, num_two_qubit=1, depth=2)
SENDERS = "senders killed while they submit, poll and collect"
CAPS = "senders killed while two spend one cap"


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """The one that takes tokens; its providers know its devices."""
    with Service() as made:
        known_service(made, monkeypatch)
        yield made


def known_service(made: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """Providers find the service, and know its devices."""
    for name, value in made.environment.items():
        monkeypatch.setenv(name, value)
    refresh_targets("loopback/token")
    known = Path(os.environ["QDESIGN_DATA"], "targets")
    (known / "loopback+ask.json").write_text((known / "loopback+token.json").read_text())


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    with Queue.open(tmp_path / "queue.sqlite", linger=SAFETY) as made:
        yield made
        end_worker(made.path)


def end_worker(path: Path) -> None:
    while (pid := lock.holder(path)) is not None:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        wait_for(lambda pid=pid: lock.holder(path) != pid)


def wait_for(is_so: Callable[[], object]) -> None:
    end = time.monotonic() + SAFETY
    while not is_so():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


def submit(queue: Queue, recovery: str = "token", *, shots: int = 100, cost: float = 1e3) -> Job:
    target = f"loopback/{recovery}:pair"
    return queue.submit(PAIR, target=target, shots=shots, seed=1, max_cost=cost)


def add(store: Store, recovery: str, *, cost: float = 1.0) -> str:
    """A job that is lowered already."""
    order = Order(
        source=Document(PAIR).dumps(),
        values={},
        target=f"loopback/{recovery}:pair",
        shots=100,
        seed=1,
        provider=f"loopback/{recovery}",
        max_cost=cost,
    )
    id_ = store.add(order).id
    price = Estimate(low=cost, high=cost, unit="USD", source="the tests")
    lowered = Lowered(text="text", layout=(), figures=LOWERED_FIGURES, notes=(), estimate=price)
    store.set_lowered(id_, lowered)
    return id_


# --- through the queue ---------------------------------------------------------------------------


def test_a_job_of_a_provider_goes_from_submit_to_counts(queue: Queue, service: Service) -> None:
    job = queue.wait(submit(queue).id, timeout=SAFETY)
    assert job.state is State.COMPLETED, job.reason
    assert job.counts == {"00": 50, "11": 50}
    assert (job.provider, job.remote_id, job.remote_status) == (
        "loopback/token",
        "remote-1",
        "done",
    )
    assert job.estimate is not None
    assert (job.estimate.high, job.estimate.unit, job.cost) == (1.0, "USD", 0.5)
    assert job.text.startswith("OPENQASM 3")
    walk = [move.state for move in queue._store.history(job.id)]
    assert walk == ["CREATED", "SUBMITTING", "QUEUED", "RUNNING", "COMPLETED"]
    assert queue.spent["session", "USD"] == 0.5
    assert len(service.jobs) == 1


def test_a_provider_that_does_not_answer_blocks_no_local_job(
    queue: Queue, service: Service
) -> None:
    service.faults.append(Fault("submit", "slow"))
    remote = submit(queue)
    wait_for(service.holding.is_set)
    local = queue.submit(PAIR, target="local:ideal", shots=10, seed=1)
    assert queue.wait(local.id, timeout=SAFETY).state is State.COMPLETED
    assert queue.job(remote.id).state is State.SUBMITTING


def test_a_job_that_costs_is_sent_only_where_that_was_agreed_to(
    queue: Queue, service: Service
) -> None:
    with pytest.raises(
        InvalidRequest, match=r"costs up to 0\.01 USD a shot\. Say what .* max_cost"
    ):
        queue.submit(PAIR, target="loopback/token:pair", shots=100)
    with pytest.raises(InvalidRequest, match="max_cost is 'much'"):
        queue.submit(PAIR, target="loopback/token:pair", max_cost="much")  # pyright: ignore[reportArgumentType] (the test)
    dear = queue.wait(submit(queue, shots=1000, cost=2).id, timeout=SAFETY)
    assert dear.state is State.FAILED
    assert "It may cost 5.00 to 10.00 USD, and max_cost allows 2.00 USD" in dear.reason
    assert not service.jobs


def test_a_cap_of_the_month_holds(queue: Queue, service: Service) -> None:
    queue.set_cap("month", 1.2)
    first = queue.wait(submit(queue).id, timeout=SAFETY)
    second = queue.wait(submit(queue).id, timeout=SAFETY)  # 0.5 were spent, 1.0 may be
    assert (first.state, second.state) == (State.COMPLETED, State.FAILED)
    assert "the cap of this month is 1.20 USD, of which 0.50" in second.reason
    queue.set_cap("month", None)
    assert queue.wait(submit(queue).id, timeout=SAFETY).state is State.COMPLETED
    with pytest.raises(InvalidRequest, match="There is no cap 'year'"):
        queue.set_cap("year", 1)


def test_an_unknown_job_is_adopted_or_given_up_by_the_person(
    queue: Queue, service: Service
) -> None:
    service.takes_tokens = False
    service.faults += [Fault("submit", "lost"), Fault("submit", "lost", is_taken=False)]
    kept, lost = (queue.wait(submit(queue, "ask").id, timeout=SAFETY) for _ in range(2))
    assert kept.state is lost.state is State.UNKNOWN
    assert "It may have been sent to Loopback (ask), which cannot be asked" in kept.reason
    assert queue.adopt(kept.id, "remote-1").remote_id == "remote-1"
    assert queue.wait(kept.id, timeout=SAFETY).state is State.COMPLETED
    assert queue.cancel(lost.id).state is State.CANCELLED
    with pytest.raises(QueueError, match=r"is CANCELLED\. Only one that is UNKNOWN"):
        queue.adopt(lost.id, "remote-2")
    assert service.asked["submit"] == 2


def test_a_job_that_is_cancelled_before_it_is_lowered_is_never_sent(
    tmp_path: Path, service: Service
) -> None:
    store = Store.open(tmp_path / "q.sqlite")
    id_ = add(store, "token")
    with Queue.open(tmp_path / "q.sqlite") as queue:
        assert queue.cancel(id_).state is State.CANCELLED
    lane = RemoteLane(store, find(Provider, "loopback/token"), threading.Event())
    assert not lane.has_work
    store.close()


def test_a_process_of_a_kit_that_is_killed_is_replaced(tmp_path: Path, service: Service) -> None:
    store, wake = Store.open(tmp_path / "q.sqlite"), threading.Event()
    id_ = add(store, "token")
    lane = RemoteLane(store, find(Provider, "loopback/token"), wake)
    pids: set[int] = set()

    def kill(moment: str, phase: str) -> None:
        if moment == "taken" and phase not in {known for known, count in seen.items() if count}:
            seen[phase] += 1
            assert lane._child is not None
            pids.add(lane._child.process.pid)
            os.kill(lane._child.process.pid, signal.SIGKILL)

    seen: Counter[str] = Counter()
    service.hook = kill
    while not store.job(id_).is_final:
        lane.step(changed=True)
        wake.wait(0.02)
        wake.clear()
    assert store.job(id_).state is State.COMPLETED
    assert set(seen) == {"submit", "poll", "result"}
    assert len(pids) == 3
    assert len(service.jobs) == 1
    lane.close()
    store.close()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("estimate", "{"),
        ("estimate", '{"low": 3}'),
        ("max_cost", "much"),
        ("looks", "often"),
        ("sent", "never"),
        ("token", b"\xff"),
        ("text", b"\xff"),
    ],
)
def test_a_damaged_row_ends_and_the_next_job_is_sent(
    tmp_path: Path, service: Service, column: str, value: object
) -> None:
    store, wake = Store.open(tmp_path / "q.sqlite"), threading.Event()
    first, second = add(store, "token"), add(store, "token")
    with store.transaction() as connection:
        connection.execute(f"UPDATE jobs SET {column} = ? WHERE id = ?", (value, first))
    lane = RemoteLane(store, find(Provider, "loopback/token"), wake)
    while store.state(second) is not State.COMPLETED:
        lane.step(changed=True)
        wake.wait(0.02)
        wake.clear()
    assert store.state(first) is State.FAILED
    assert len(service.jobs) == 1
    lane.close()
    store.close()


def test_a_refusal_for_now_says_nothing_of_an_answer_that_was_lost_before(
    tmp_path: Path, service: Service
) -> None:
    store, wake = Store.open(tmp_path / "q.sqlite"), threading.Event()
    id_ = add(store, "token")
    service.faults += [Fault("submit", "lost"), Fault("submit", 429, is_taken=False)]
    lane = RemoteLane(store, find(Provider, "loopback/token"), wake)

    def go_on() -> None:
        lane.step(changed=True)
        wake.wait(0.02)
        wake.clear()

    while service.faults or lane.asked_since is not None:
        go_on()
    assert len(service.jobs) == 1  # it is there since the first time
    assert spent(store, now=time.time(), session="")["month", "USD"] == 1.0
    cancel(store, id_, now=time.time())
    assert store.state(id_) is State.SUBMITTING  # the provider is asked
    while not store.job(id_).is_final:
        go_on()
    assert store.state(id_) is State.CANCELLED
    assert service.jobs["remote-1"].is_cancelled
    lane.close()
    store.close()


def test_a_refusal_after_a_lost_answer_asks_the_person(tmp_path: Path, service: Service) -> None:
    """The provider says no to the second sending; the first may be there."""
    store, wake = Store.open(tmp_path / "q.sqlite"), threading.Event()
    id_ = add(store, "token")
    service.faults += [Fault("submit", "lost"), Fault("submit", 429, is_taken=False)]
    lane = RemoteLane(store, find(Provider, "loopback/token"), wake)

    def go_on() -> None:
        lane.step(changed=True)
        wake.wait(0.02)
        wake.clear()

    while service.faults or lane.asked_since is not None:
        go_on()
    set_cap(store, "month", 0.1, "USD")  # it is on its way already: no cap ends it
    service.refuses = True
    while store.state(id_) is State.SUBMITTING:
        go_on()
    job = store.job(id_)
    assert job.state is State.UNKNOWN
    assert job.reason.startswith("Loopback refused it")
    assert "An earlier answer was lost." in job.reason
    assert spent(store, now=time.time(), session="")["month", "USD"] == 1.0
    lane.close()
    store.close()


def test_a_cap_lets_nothing_go_whose_cost_is_not_known(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "q.sqlite")
    outbox = Outbox(store, find(Provider, "loopback/token"), time.time)
    id_ = add(store, "token")
    with store.transaction() as connection:
        connection.execute("UPDATE jobs SET estimate = NULL")
    set_cap(store, "month", 5, "USD")
    items = outbox.to_send()
    assert [item.id for item in items] == [id_]
    assert not outbox.begin(items)
    assert "What it costs is not known, so no cap can be kept." in store.job(id_).reason
    store.close()


def test_a_file_that_takes_nothing_for_a_while_loses_no_job_that_was_sent(
    tmp_path: Path, service: Service
) -> None:
    store, wake = Store.open(tmp_path / "q.sqlite"), threading.Event()
    id_ = add(store, "token")
    lane = RemoteLane(store, find(Provider, "loopback/token"), wake)
    lane.step(changed=True)  # the question is on its way
    store._connection.execute("PRAGMA query_only = ON")  # writes fail as on a full disk
    wait_for(wake.is_set)
    wake.clear()
    wait_for(lambda: lane.step(changed=True) or lane._paused)
    store._connection.execute("PRAGMA query_only = OFF")
    while store.state(id_) is not State.COMPLETED:
        lane.step(changed=True)
        wake.wait(0.02)
        wake.clear()
    assert len(service.jobs) == 1
    lane.close()
    store.close()


def test_tags_and_notes_are_kept(queue: Queue, service: Service) -> None:
    job = queue.submit(PAIR, target="local:ideal", tags=["vqe", "vqe", "h2"], note="a try")
    assert (job.tags, job.note) == (("vqe", "h2"), "a try")
    assert queue.annotate(job.id, tags=[]).note == "a try"
    assert queue.annotate(job.id, note="again").tags == ()
    with pytest.raises(InvalidRequest, match="Tags are a list of words"):
        queue.annotate(job.id, tags="vqe")
    with pytest.raises(QueueError, match="There is no job 'abc'"):
        queue.annotate("abc", note="")


# --- what is missing -----------------------------------------------------------------------------


def test_devices_that_were_never_asked_for_say_how_to_ask() -> None:
    (found,) = targets("loopback/ask")
    assert not found.ready
    assert found.missing.endswith("qdesign targets --provider loopback/ask --refresh")
    with pytest.raises(InvalidTarget, match="is not available: its devices are not known yet"):
        Queue.open(Path(os.environ["QDESIGN_DATA"]).parent / "q").submit(
            PAIR, target=found.name, shots=10
        )


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("LOOPBACK_TOKEN", "", "There is no token. Put it into the variable LOOPBACK_TOKEN"),
        ("LOOPBACK_URL", "http://127.0.0.1:9", "cannot be reached: .* Is there a network"),
    ],
)
def test_a_provider_that_cannot_be_asked_says_what_is_missing(
    service: Service, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, words: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(QdesignError, match=words):
        targets("loopback/token", refresh=True)
    assert targets("loopback/token")[0].ready  # what was known before stays


# --- processes that are killed -------------------------------------------------------------------


class Unsure:
    """Loses one answer of twenty, and kills whoever asks at random moments."""

    def __init__(
        self, service: Service, kill: Callable[[], None], *, count: int, seed: int
    ) -> None:
        self.service = service
        self.left = count
        self._kill = kill
        self._rng = np.random.default_rng(seed)
        self._lock = threading.Lock()
        self.kills: Counter[tuple[str, str]] = Counter()
        service.hook = self.hook
        service.fault_of = self.fault_of  # type: ignore[method-assign]  # of this one service

    def fault_of(self, phase: Phase) -> Fault | None:
        if self._rng.random() < 0.05:
            return Fault(phase, "lost", bool(self._rng.random() < 0.5))
        return None

    def hook(self, moment: str, phase: str) -> None:
        with self._lock:
            if self.left and phase != "targets" and self._rng.random() < 0.2:
                self.left -= 1
                self.kills[moment, phase] += 1
                self._kill()


@KILLS
@pytest.mark.sized(SENDERS)
@pytest.mark.parametrize(
    ("recovery", "kind"), [("token", Service), ("search", Forgetful), ("ask", Forgetful)]
)
def test_senders_killed_anywhere_neither_lose_nor_double(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, recovery: str, kind: type[Service]
) -> None:
    path = tmp_path / "queue.sqlite"
    store = Store.open(path)
    ids: list[str] = []

    def kill() -> None:
        pid = lock.holder(path)
        if pid is not None:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    with kind() as service:
        for name, value in service.environment.items():
            monkeypatch.setenv(name, value)
        unsure = Unsure(service, kill, count=cases(SENDERS), seed=len(recovery))
        end = time.monotonic() + SAFETY + 20 * cases(SENDERS)
        while unsure.left or store.unfinished():
            if unsure.left and len(store.unfinished()) < 4:
                ids += [add(store, recovery) for _ in range(4)]
            if not lock.is_held(path):
                left = unsure.left
                worker.start(path, linger=SAFETY)
                wait_for(lambda left=left: lock.is_held(path) or unsure.left < left)
            assert time.monotonic() < end, "it hangs"
            time.sleep(0.02)
        end_worker(path)
    jobs = [store.job(id_) for id_ in ids]
    sent = Counter(made.token for made in service.jobs.values())
    there = [sent[store.order(id_).token] for id_ in ids]
    if recovery == "ask":
        assert {job.state for job in jobs} <= {State.COMPLETED, State.UNKNOWN}
        assert max(there) == 1
        assert service.asked["submit"] <= len(ids)  # never again
        assert all(
            count or job.state is State.UNKNOWN for job, count in zip(jobs, there, strict=True)
        )
    else:
        assert {job.state for job in jobs} == {State.COMPLETED}
        assert there == [1] * len(ids)
    store.close()


LANE = """
import sys, threading
from pathlib import Path
from qdesign.hardware.provider import Provider
from qdesign.hardware.remote_lane import RemoteLane
from qdesign.hardware.store import Store
from qdesign.rows import find
wake = threading.Event()
lane = RemoteLane(Store.open(Path(sys.argv[1])), find(Provider, sys.argv[2]), wake)
while lane.has_work:
    lane.step(changed=True)
    wake.wait(0.02)
    wake.clear()
"""


class Sender:
    """A process that sends one provider's jobs, started again whenever it was killed."""

    def __init__(self, path: Path, recovery: str, service: Service) -> None:
        self.path, self.recovery, self.service = path, recovery, service
        self.process: subprocess.Popen[bytes] | None = None

    def keep(self) -> bool:
        """Sees to it that it runs. Returns whether it is done."""
        if self.process is None or self.process.poll() not in (None, 0):
            self.process = subprocess.Popen(
                [sys.executable, "-c", LANE, str(self.path), f"loopback/{self.recovery}"],
                cwd=Path(__file__).parents[2],
                env={**os.environ, **self.service.environment},
                stderr=subprocess.DEVNULL,
            )
        return self.process.poll() == 0

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()


@KILLS
@pytest.mark.sized(CAPS)
def test_two_senders_that_are_killed_never_pass_a_cap(tmp_path: Path) -> None:
    path = tmp_path / "queue.sqlite"
    store = Store.open(path)
    count = 4 + cases(CAPS) // 4
    set_cap(store, "month", count, "USD")
    with Service() as first, Forgetful() as second:
        senders = [Sender(path, "token", first), Sender(path, "search", second)]
        for number, sender in enumerate(senders):
            sender.service.price = 1.0  # all that was reserved
            Unsure(sender.service, sender.kill, count=-(-cases(CAPS) // 2), seed=number)
        ids = [add(store, s.recovery) for _ in range(count) for s in senders]
        end = time.monotonic() + SAFETY + 20 * cases(CAPS)
        while sum(sender.keep() for sender in senders) < len(senders):
            assert len(first.jobs) + len(second.jobs) <= count
            assert spent(store, now=time.time(), session="").get(("month", "USD"), 0.0) <= count
            assert time.monotonic() < end, "it hangs"
            time.sleep(0.02)
        taken = len(first.jobs) + len(second.jobs)
    states = Counter(store.job(id_).state for id_ in ids)
    assert states == {State.COMPLETED: count, State.FAILED: count}
    assert taken == count
    assert spent(store, now=time.time(), session="")["month", "USD"] == count
    store.close()


def test_two_threads_with_one_cap_reserve_it_once(tmp_path: Path, service: Service) -> None:
    store = Store.open(tmp_path / "q.sqlite")
    set_cap(store, "month", 1.0, "USD")
    for _ in range(10):
        ids = [add(store, "token") for _ in range(4)]
        started = threading.Barrier(4)
        begun: list[str] = []

        def begin(id_: str, started: threading.Barrier = started, begun: list[str] = begun) -> None:
            other = Store.open(store.path)
            outbox = Outbox(other, find(Provider, "loopback/token"), time.time)
            items = outbox._items("id = ?", id_, limit=1)
            started.wait()
            if outbox.begin(items):
                begun.append(id_)
            other.close()

        threads = [threading.Thread(target=begin, args=(id_,)) for id_ in ids]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(begun) == 1
        with store.transaction() as connection:
            connection.execute("DELETE FROM spending")
    store.close()
