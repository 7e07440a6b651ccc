"""The queue and its workers: jobs run once, survive kills, and are told truly.

It is long because each of its promises has a test here.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from scipy.stats import chisquare

from qdesign.angle import Angle
from qdesign.circuit import Circuit, Condition, Operation
from qdesign.errors import (
    InvalidAngle,
    InvalidRequest,
    InvalidTarget,
    MissingValue,
    QdesignError,
    QueueError,
    TooLarge,
    UnknownParameter,
)
from qdesign.hardware import lock, worker
from qdesign.hardware.job import State
from qdesign.hardware.local_lane import LocalLane, _Runner, num_cores
from qdesign.hardware.queue import Queue, default_path, watch
from qdesign.hardware.store import Store
from qdesign.process.child import Child
from qdesign.simulate.simulator import Simulator
from scripts.campaign import cases

BELL = Circuit.of(2, "h 0; cx 0 1")
ANSATZ = Circuit.of(2, "ry(a) 0; cx 0 1; ry(b) 1")
SUBMITTERS = "processes killed while they submit"
WORKERS = "queue workers killed"
SAFETY = 300
"""Seconds after which something hangs, and that a worker without work stays; no test comes near."""
KILLS = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")


def slow_circuit(num_qubits: int, layers: int) -> Circuit:
    """A circuit that measures before it goes on, so that each shot is simulated by itself."""
    measure = Operation("measure", (0,), clbits=(0,))
    layer = [
        step
        for q in range(num_qubits)
        for step in (f"ry({0.1 + q}) {q}", f"cx {q} {(q + 1) % num_qubits}")
    ]
    gates = Circuit.of(num_qubits, "; ".join(layer * layers))
    flip = Operation("x", (0,), conditions=(Condition((0,), 1),))
    operations = (*gates.operations, measure, flip, *gates.operations, measure)
    return Circuit(num_qubits, operations, num_clbits=1)


def submit_long(queue: Queue):
    """A job that would take an hour."""
    return queue.submit(slow_circuit(16, 20), target="local:ideal", shots=1_000_000, seed=1)


def wait_for(condition):
    end = time.monotonic() + SAFETY
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.01)
    raise AssertionError("it did not happen in time")


def children(pid: int | None) -> list[int]:
    assert pid is not None
    found: list[int] = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = path.read_text("utf-8").rpartition(")")[2].split()[:2]
        except OSError:
            continue  # it ended meanwhile
        if int(parent) == pid and state != "Z":
            found.append(int(path.parent.name))
    return found


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def end_worker(queue: Queue) -> None:
    """Kills the worker; one that was started beside it and waits for the lock may take over."""
    pid = lock.holder(queue.path)
    if pid is not None:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        wait_for(lambda: lock.holder(queue.path) != pid)


def end_workers(queue: Queue) -> None:
    while lock.is_held(queue.path):
        end_worker(queue)


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """One queue, and so one worker, for the tests that kill no worker."""
    with Queue.open(tmp_path_factory.mktemp("queue") / "queue.sqlite", linger=SAFETY) as queue:
        yield queue
        end_workers(queue)


@pytest.fixture
def own(tmp_path):
    """A queue of the test's own."""
    with Queue.open(tmp_path / "queue.sqlite", linger=SAFETY) as queue:
        yield queue
        end_workers(queue)


# --- the main path -------------------------------------------------------------------------------


def test_a_job_goes_from_submit_to_counts(shared):
    job = shared.submit(BELL, target="local:ideal", shots=1000, seed=7, name="a pair")
    assert job.state == "CREATED"
    done = shared.wait(job.id, timeout=SAFETY)
    assert done.state == "COMPLETED", done.reason
    assert set(done.counts) == {"00", "11"}
    assert sum(done.counts.values()) == 1000
    assert done.text.startswith("OPENQASM 3")
    assert done.notes == ("The circuit measured nothing, so every qubit is measured at the end.",)
    assert (done.name, done.progress, done.reason, done.attempts) == ("a pair", "", "", 1)
    assert done.figures.num_two_qubit == 1
    json.dumps(done.to_dict())


def test_ideal_counts_follow_the_exact_probabilities(shared):
    from qiskit import QuantumCircuit
    from qiskit.quantum_info import Statevector

    values = {"a": 0.7, "b": -1.9, "c": 0.4}
    circuit = Circuit.of(3, "h 0; ry(a) 1; cx 0 1; crx(b) 1 2; rzz(c) 0 2; h 2; ry(2*a) 0")
    oracle = QuantumCircuit(3)
    oracle.h(0)
    oracle.ry(0.7, 1)
    oracle.cx(0, 1)
    oracle.crx(-1.9, 1, 2)
    oracle.rzz(0.4, 0, 2)
    oracle.h(2)
    oracle.ry(1.4, 0)
    exact = Statevector(oracle).probabilities_dict()
    job = shared.submit(circuit, values, target="local:ideal", shots=20_000, seed=11)
    counts = shared.wait(job.id, timeout=SAFETY).counts
    keys = sorted(exact)
    assert set(counts) <= set(keys)
    seen = [counts.get(key, 0) for key in keys]
    assert chisquare(seen, [20_000 * exact[key] for key in keys]).pvalue > 1e-3


@pytest.mark.parametrize("target", ["local:ideal", "local:fake_torino"])
def test_counts_after_a_condition_are_those_of_the_exact_distribution(shared, target):
    measured = Operation("measure", (0,), clbits=(0,))
    flip = Operation("x", (1,), conditions=(Condition((0,), 1),))
    last = [Operation("measure", (q,), clbits=(1 + q,)) for q in range(2)]
    before, after = Circuit.of(2, "ry(1.1) 0").operations, Circuit.of(2, "ry(0.6) 0").operations
    operations = (*before, measured, flip, *after)
    exact = Simulator(Circuit(2, operations, num_clbits=3)).probabilities()
    job = shared.submit(
        Circuit(2, (*operations, *last), num_clbits=3), target=target, shots=4000, seed=3
    )
    counts = shared.wait(job.id, timeout=SAFETY).counts
    # The two measured last are bits 2 and 1, in the order of the exact ones.
    seen = np.bincount([int(key[:2], 2) for key in counts], list(counts.values()), 4) / 4000
    assert np.abs(seen - exact).max() < (0.03 if target == "local:ideal" else 0.12)


def test_bit_zero_is_rightmost(shared):
    job = shared.submit(Circuit.of(3, "x 0"), target="local:ideal", shots=5, seed=1)
    assert shared.wait(job.id, timeout=SAFETY).counts == {"001": 5}


def test_a_fake_device_gives_noisy_counts_with_figures(shared):
    job = shared.submit(BELL, target="local:fake_manila", shots=4000, seed=7)
    done = shared.wait(job.id, timeout=SAFETY)
    assert done.state == "COMPLETED", done.reason
    right = (done.counts["00"] + done.counts["11"]) / 4000
    assert 0.85 < right < 0.995
    assert abs(right - done.figures.success) < 0.05
    assert len(done.layout) == 2
    assert done.figures.duration > 0


def test_a_watch_tells_each_change_and_ends_with_the_last_job(shared):
    over = shared.submit(BELL, target="local:ideal", shots=10, seed=1)
    shared.wait(over.id, timeout=SAFETY)
    jobs = [shared.submit(BELL, target="local:ideal", shots=10, seed=k) for k in range(3)]
    seen = list(watch(shared))
    assert {job.id for job in seen} == {job.id for job in jobs}
    last = {job.id: job.state for job in seen}
    assert set(last.values()) == {State.COMPLETED}


def test_the_same_seed_gives_the_same_counts(shared):
    jobs = [
        shared.submit(ANSATZ, [0.3, 0.4], target="local:fake_manila", shots=500, seed=seed)
        for seed in (5, 5, 6)
    ]
    first, again, other = (shared.wait(job.id, timeout=SAFETY).counts for job in jobs)
    assert first == again != other


def test_measurement_in_the_middle_and_conditions_run(shared):
    circuit = Circuit(
        2,
        (
            Operation("x", (0,)),
            Operation("measure", (0,), clbits=(0,)),
            Operation("x", (1,), conditions=(Condition((0,), 1),)),
            Operation("reset", (0,)),
            Operation("measure", (1,), clbits=(1,)),
        ),
        num_clbits=2,
    )
    ideal = shared.submit(circuit, target="local:ideal", shots=100, seed=1)
    noisy = shared.submit(circuit, target="local:fake_manila", shots=1000, seed=1)
    assert shared.wait(ideal.id, timeout=SAFETY).counts == {"11": 100}
    done = shared.wait(noisy.id, timeout=SAFETY)
    assert done.state == "COMPLETED", done.reason
    assert done.counts["11"] > 800


def test_the_submitted_circuit_can_be_had_again(shared):
    job = shared.submit(ANSATZ, {"a": 1.0, "b": 2.0}, target="local:ideal", shots=10, seed=1)
    assert shared.circuit(job.id) == ANSATZ
    assert shared.job(job.id).values == {"a": 1.0, "b": 2.0}


def test_names_of_parameters_may_be_anything(shared):
    odd = Circuit(
        1,
        tuple(
            Operation("rx", (0,), (Angle.parameter(name),)) for name in ("t", "pi", "θ[0]", "input")
        ),
    )
    job = shared.submit(odd, [np.pi / 4] * 4, target="local:ideal", shots=10, seed=1)
    assert shared.wait(job.id, timeout=SAFETY).counts == {"1": 10}


def test_a_token_makes_a_second_request_the_same_job(shared):
    first = shared.submit(BELL, target="local:ideal", shots=10, seed=1, token="retry-1")
    second = shared.submit(BELL, target="local:ideal", shots=10, seed=1, token="retry-1")
    assert first.id == second.id


def test_a_token_used_again_for_something_else_is_refused(shared):
    first = shared.submit(ANSATZ, {"a": 1, "b": 2}, target="local:ideal", shots=10, token="retry-2")
    again = shared.submit(ANSATZ, [1.0, 2.0], target="local:ideal", shots=10, token="retry-2")
    assert again.id == first.id
    with pytest.raises(QueueError, match="another set of values"):
        shared.submit(ANSATZ, [1.0, 2.5], target="local:ideal", shots=10, token="retry-2")
    with pytest.raises(QueueError, match="another circuit and another set of values"):
        shared.submit(BELL, target="local:ideal", shots=10, token="retry-2")


# --- bad input -----------------------------------------------------------------------------------

BAD = {
    "unknown target": (InvalidTarget, BELL, None, {"target": "local:fake_nowhere"}),
    "target of another type": (InvalidTarget, BELL, None, {"target": 3}),
    "vendor that is not there": (InvalidTarget, BELL, None, {"target": "ibm:ibm_fez"}),
    "missing value": (MissingValue, ANSATZ, {"a": 1.0}, {}),
    "unknown value": (UnknownParameter, ANSATZ, {"a": 1.0, "b": 1.0, "c": 1.0}, {}),
    "value that is not finite": (InvalidAngle, ANSATZ, {"a": float("nan"), "b": 1.0}, {}),
    "too few values": (QdesignError, ANSATZ, [1.0], {}),
    "no shots": (InvalidRequest, BELL, None, {"shots": 0}),
    "too many shots": (InvalidRequest, BELL, None, {"shots": 10**9}),
    "seed below 0": (InvalidRequest, BELL, None, {"seed": -1}),
    "level 7": (InvalidRequest, BELL, None, {"optimization_level": 7}),
    "name of two lines": (InvalidRequest, BELL, None, {"name": "a\nb"}),
    "too many qubits": (InvalidTarget, Circuit.of(9, "h 0"), None, {}),
    "40 qubits": (TooLarge, Circuit.of(40, "h 0"), None, {"target": "local:ideal"}),
    "no circuit": (InvalidRequest, "OPENQASM 3.0;", None, {}),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_refused_at_submit_and_nothing_is_kept(case, tmp_path):
    kind, circuit, values, options = BAD[case]
    with Queue.open(tmp_path / "queue.sqlite") as queue:
        with pytest.raises(kind) as caught:
            queue.submit(circuit, values, **{"target": "local:fake_manila", "shots": 10, **options})
        assert "\n" not in str(caught.value)
        assert str(caught.value).endswith((".", ")", "kit install ibm"))
        assert queue.jobs() == ()
        assert not lock.is_held(queue.path)


LINE = "is one line of at most"
MANY: Any = {"target": "local:ideal"}


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda q: q.submit(BELL, tags=[5], **MANY), f"A tag {LINE} 200 characters, not int"),
        (lambda q: q.submit(BELL, tags=["x" * 1000], **MANY), f"A tag {LINE} .*has 1,000"),
        (lambda q: q.submit(BELL, tags=[" "], **MANY), "A tag is empty"),
        (lambda q: q.submit(BELL, token=5, **MANY), f"A token {LINE}"),
        (lambda q: q.submit(BELL, token="x" * 500, **MANY), f"A token {LINE} .*has 500"),
        (lambda q: q.submit_batch(BELL, [None], name="x" * 200, **MANY), f"A batch's name {LINE}"),
        (lambda q: q.submit_batch(BELL, [None], token=5, **MANY), f"A batch's token {LINE}"),
        (lambda q: q.submit_batch(ANSATZ, [0.1] * 4, **MANY), "list of sets of values, one set"),
        (lambda q: q.submit_batch(5, [None], **MANY), "A circuit is submitted, and this is a int"),
        (lambda q: q.adopt("nothere", 5), f"The provider's name for the job {LINE}"),
        (lambda q: q.jobs(states=["foo"]), "no state 'foo' of a job. Choose: CREATED, SUB"),
        (lambda q: q.jobs(states="completed"), "no state 'completed'"),
        (lambda q: q.jobs(limit=-1), "The limit of jobs must be a whole number from 1 on, not -1"),
        (lambda q: q.listing(archived=False, search=5), "given as text, not as int"),
        (lambda q: q.count(archived=False, states=[None]), "no state 'None'"),
    ],
)
def test_what_is_wrong_is_named(shared, ask, told):
    with pytest.raises(InvalidRequest, match=told):
        ask(shared)


def test_jobs_in_one_state_are_listed_by_its_name(shared):
    job = shared.submit(BELL, target="local:ideal", shots=10, seed=1)
    shared.wait(job.id, timeout=SAFETY)
    for states in ("COMPLETED", State.COMPLETED, ["COMPLETED"], {State.COMPLETED}):
        assert job.id in {each.id for each in shared.jobs(states=states)}
    assert job.id not in {each.id for each in shared.jobs(states="FAILED")}


def test_sums_are_told_without_the_rest_of_floats(tmp_path):
    with Queue.open(tmp_path / "queue.sqlite") as queue:
        queue.set_cap("month", 0.1 + 0.2)
        with queue._store.transaction() as connection:
            connection.executemany(
                "INSERT INTO spending (job, at, month, session, unit, amount) "
                "VALUES (?, 0, '', ?, 'USD', ?)",
                [("a", queue._session, 0.1), ("b", queue._session, 0.2)],
            )
        assert queue.caps == {("month", "USD"): 0.3}
        assert queue.spent == {("session", "USD"): 0.3}


def test_an_unknown_job_is_an_error_for_every_question(shared):
    for ask in (shared.job, shared.wait, shared.cancel, shared.circuit):
        with pytest.raises(QueueError, match="There is no job 'abc'"):
            ask("abc")


def test_a_mistyped_path_makes_nothing(monkeypatch, tmp_path):
    path = tmp_path / "no" / "such" / "queue.sqlite"
    with pytest.raises(QueueError, match="There is no folder"):
        Queue.open(path)
    monkeypatch.setenv("QDESIGN_QUEUE", str(path))
    with pytest.raises(QueueError, match="Check the path in QDESIGN_QUEUE"):
        Queue.open()
    with pytest.raises(QueueError, match="There is no queue file"):
        Queue.find()
    monkeypatch.delenv("QDESIGN_QUEUE")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    if sys.platform == "linux":
        assert Queue.find() is None
    assert list(tmp_path.iterdir()) == []


def test_the_default_file_is_the_users_own(monkeypatch, tmp_path):
    monkeypatch.delenv("QDESIGN_QUEUE", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    if sys.platform == "linux":
        assert default_path() == tmp_path / "qdesign" / "queue.sqlite"
    monkeypatch.setenv("QDESIGN_QUEUE", str(tmp_path / "mine.sqlite"))
    assert default_path() == tmp_path / "mine.sqlite"


# --- cancel --------------------------------------------------------------------------------------


@KILLS
def test_cancel_ends_waiting_and_running_jobs_at_once(shared):
    running = [submit_long(shared) for _ in range(num_cores())]
    waiting = shared.submit(BELL, target="local:ideal", shots=10, seed=1)
    for each in running:
        wait_for(lambda each=each: shared.job(each.id).progress.startswith("Simulating"))
    wait_for(lambda: shared.job(waiting.id).state is State.QUEUED)
    assert "Waiting" in shared.job(waiting.id).progress
    assert shared.wait(running[0].id, timeout=0.1).state is State.RUNNING

    assert shared.cancel(waiting.id).state is State.CANCELLED
    runners = children(lock.holder(shared.path))
    assert len(runners) == num_cores()
    for each in running:
        assert shared.cancel(each.id).state is State.CANCELLED
    for runner in runners:
        wait_for(lambda runner=runner: not is_alive(runner))

    after = shared.submit(BELL, target="local:ideal", shots=10, seed=1)
    assert shared.wait(after.id, timeout=SAFETY).state is State.COMPLETED
    assert shared.job(running[0].id).counts is None
    assert shared.cancel(running[0].id).state is State.CANCELLED  # twice is no harm
    assert shared.cancel(after.id).state is State.COMPLETED  # too late is no harm either


@KILLS
def test_simulations_that_do_not_fit_into_memory_together_wait_for_each_other(tmp_path):
    """Two that each take most of what there is, as the runners' own answers tell it."""
    store = Store.open(tmp_path / "queue.sqlite")
    lane = LocalLane(store, threading.Event(), num_runners=2)
    large, other, small = (_Runner(cast("Child", None), job=name) for name in "abc")
    lane._runners = [large, other, small]
    large.amplitudes = 2**29
    assert not lane._has_room(2**29, 2**29)
    assert lane._has_room(2**29, 2**30)
    large.amplitudes = 0
    assert lane._has_room(2**40, 2**29)  # alone: what is too large was refused before
    store.close()


# --- processes that are killed -------------------------------------------------------------------

SUBMIT = """
import sys, time
from qdesign.circuit import Circuit
from qdesign.hardware.queue import Queue
queue = Queue.open(sys.argv[1], linger=300)
for index in range(int(sys.argv[2])):
    job = queue.submit(Circuit.of(2, "h 0; cx 0 1"), target="local:ideal", shots=50,
                       seed=index, name=f"{sys.argv[3]}-{index}")
    print(job.id, flush=True)
"""


def submitter(queue: Queue, count: int, label: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SUBMIT, str(queue.path), str(count), label],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )


@KILLS
@pytest.mark.sized(SUBMITTERS)
def test_a_killed_parent_loses_nothing(shared):
    rng = np.random.default_rng(3)
    before = {job.id for job in shared.jobs()}
    printed: list[str] = []
    for round_ in range(cases(SUBMITTERS)):
        process = submitter(shared, 1000, f"r{round_}")
        assert process.stdout is not None
        printed.append(process.stdout.readline().strip())
        time.sleep(rng.uniform(0, 0.1))
        process.kill()
        # To the end, which comes: the worker holds none of its pipes. `communicate` would miss the
        # lines that came along with the first one.
        printed += [line.strip() for line in process.stdout if line.endswith("\n")]
        process.communicate()
    jobs = [job for job in shared.jobs() if job.id not in before]
    ids = [job.id for job in jobs]
    assert set(printed) <= set(ids)
    assert len({job.name for job in jobs}) == len(ids)  # none twice
    # At most one a round was kept and not yet printed.
    assert len(ids) - len(printed) <= cases(SUBMITTERS)
    for job in jobs[8:]:
        shared.cancel(job.id) if not shared.job(job.id).is_final else None
    for job in jobs[:8]:
        done = shared.wait(job.id, timeout=SAFETY)
        assert done.state is State.COMPLETED, done.reason
        assert sum(done.counts.values()) == 50


@KILLS
def test_a_killed_worker_leaves_the_queue_readable_and_the_job_goes_on(own):
    job = own.submit(slow_circuit(10, 5), target="local:ideal", shots=2000, seed=4)
    wait_for(lambda: own.job(job.id).progress.startswith("Simulating"))
    text = own.job(job.id).text
    (runner,) = children(lock.holder(own.path))
    end_worker(own)
    assert own.job(job.id).state is State.RUNNING
    assert [item.id for item in own.jobs()] == [job.id]
    wait_for(lambda: not is_alive(runner))  # nothing of it stays behind

    assert [item.id for item in own.refresh()] == [job.id]
    done = own.wait(job.id, timeout=SAFETY)
    assert done.state is State.COMPLETED, done.reason
    assert done.attempts == 2
    assert done.text == text
    assert [move.state for move in own._store.history(job.id)] == [
        "CREATED",
        "RUNNING",
        "COMPLETED",
    ]


@KILLS
@pytest.mark.sized(WORKERS)
def test_workers_killed_at_random_points_do_not_lose_or_repeat_jobs(own):
    rng = np.random.default_rng(8)
    count = 15 + cases(WORKERS)
    jobs = [own.submit(BELL, target="local:ideal", shots=20, seed=seed) for seed in range(count)]
    for ended in range(cases(WORKERS)):
        # One more job at its end each time: a job that ends its worker three times is failed.
        wait_for(lambda ended=ended: count - len(own.refresh()) > ended)
        time.sleep(rng.uniform(0, 0.15))
        end_worker(own)
        own.refresh()
    for job in jobs:
        done = own.wait(job.id, timeout=SAFETY)
        assert done.state is State.COMPLETED, done.reason
        assert sum(done.counts.values()) == 20
        walk = [move.state for move in own._store.history(job.id)]
        assert len(walk) == len(set(walk))
        assert walk[-1] == "COMPLETED"
    assert len(own.jobs()) == count


@KILLS
def test_a_job_that_keeps_ending_its_process_fails_with_the_reason(own):
    job = submit_long(own)

    def ends(attempt: int) -> bool:
        """Kills what runs it, again where that was not there yet; has the attempt ended?"""
        for child in children(wait_for(lambda: lock.holder(own.path))):
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        now = own.job(job.id)
        return now.attempts != attempt or now.state is State.FAILED

    for attempt in (1, 2, 3):
        wait_for(lambda attempt=attempt: own.job(job.id).attempts == attempt)
        wait_for(lambda attempt=attempt: ends(attempt))
    done = own.wait(job.id, timeout=SAFETY)
    assert done.state is State.FAILED
    assert "ended 3 times before it was done" in done.reason
    after = own.submit(BELL, target="local:ideal", shots=10, seed=1)
    assert own.wait(after.id, timeout=SAFETY).state is State.COMPLETED


@KILLS
def test_a_worker_that_ended_is_buried_by_who_started_it(own):
    own.submit(BELL, target="local:ideal", shots=10, seed=1)
    pid = wait_for(lambda: lock.holder(own.path))
    os.kill(pid, signal.SIGKILL)
    wait_for(lambda: not Path(f"/proc/{pid}").exists())


@KILLS
def test_two_processes_share_a_queue_and_one_worker(shared):
    before = len(shared.jobs())
    processes = [submitter(shared, 5, label) for label in ("left", "right")]
    mine = shared.submit(BELL, target="local:ideal", shots=50, seed=1)
    ids = [line for p in processes for line in p.communicate(timeout=SAFETY)[0].split()]
    assert len(ids) == 10
    for id_ in [*ids, mine.id]:
        assert shared.wait(id_, timeout=SAFETY).state is State.COMPLETED
    assert len(shared.jobs()) == before + 11
    log = worker.log_path(shared.path).read_text("utf-8")
    assert log.count(" starts\n") <= 2  # the worker, and perhaps one that found it there
    assert worker.log_path(shared.path).stat().st_mode & 0o077 == 0


@KILLS
def test_a_worker_ends_when_it_is_idle_and_when_its_file_is_gone(tmp_path):
    path = tmp_path / "queue.sqlite"
    with Queue.open(path, linger=SAFETY) as old:
        old.submit(BELL, target="local:ideal", shots=10, seed=1)
        first = wait_for(lambda: lock.holder(path))
    for file in tmp_path.glob("queue.sqlite*"):
        if file != lock.lock_path(path):
            file.unlink()
    with Queue.open(path, linger=0) as new:
        job = new.submit(BELL, target="local:ideal", shots=10, seed=1)
        assert new.wait(job.id, timeout=SAFETY).state is State.COMPLETED
        wait_for(lambda: not is_alive(first))
        wait_for(lambda: not lock.is_held(path))
