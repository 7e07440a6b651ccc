"""Tuning on a target: every energy a job, paid for once, within a price, whatever is killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import qdesign as qd
from qdesign.errors import Cancelled, InvalidRequest, InvalidTarget, QueueError
from qdesign.hardware.job import State
from qdesign.hardware.lock import WorkerLock
from qdesign.hardware.loopback import Fault
from qdesign.hardware.queue import Queue
from qdesign.tune.sampled import SampledOptimization
from scripts.campaign import cases
from tests.hardware.loopback_provider import Service
from tests.hardware.test_sending import SAFETY, end_worker, known_service

KILLS = "tuning loops killed"
PAIR = qd.Circuit.of(2, "ry(a) 0; cx 0 1; ry(b) 1")
ZZ = qd.Observable({"ZZ": 1.0, "XI": 0.3})
PAID = {"target": "loopback/token:pair", "shots": 100, "seed": 1}


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    with Queue.open(tmp_path / "queue.sqlite", linger=SAFETY) as made:
        yield made
        end_worker(made.path)


@pytest.fixture
def service(loopback: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    with Service() as made:
        known_service(made, monkeypatch)
        yield made


def tune(queue: Queue, **given: Any) -> SampledOptimization:
    settings: dict[str, Any] = {"target": "local:ideal", "shots": 200, "seed": 3, **given}
    return qd.optimize(PAIR, ZZ, queue=queue, **settings)


# --- true ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "options"),
    [
        (None, {"max_steps": 6, "calibrations": 2}),
        ("cobyla", {"max_steps": 12}),
        ("rotosolve", {"max_steps": 1}),
    ],
)
def test_every_energy_is_a_job_that_is_met_again(
    queue: Queue, method: str | None, options: dict[str, Any]
) -> None:
    done = tune(queue, method=method, **options)
    assert done.method == (method or "spsa")
    assert done.is_measured_anew
    jobs = {job.id: job for job in queue.jobs()}
    assert len(jobs) == done.num_evaluations > 5
    for each in done.evaluations:
        job = jobs[each.job]
        assert (each.energy, each.error, each.shots) == (job.energy, job.energy_error, 200)
        assert each.values == job.values
    last = done.evaluations[-1]
    assert (done.values, done.energy, done.energy_error) == (last.values, last.energy, last.error)
    assert list(done.history) == sorted(done.history, reverse=True)
    assert done.cost == 0
    assert "sampled with 200 shots each on local:ideal" in repr(done)
    assert tune(queue, method=method, **options) == done
    assert len(queue.jobs()) == done.num_evaluations


def test_another_run_measures_anew(queue: Queue) -> None:
    few = {"max_steps": 1, "calibrations": 1}
    first = tune(queue, **few)
    for other in ({"name": "again"}, {"seed": 4}, {"shots": 300}, {"start": [0.1, 0.2]}):
        done = tune(queue, **few, **other)
        assert not {each.job for each in done.evaluations} & {e.job for e in first.evaluations}
    assert {job.name for job in queue.jobs() if job.name.startswith("again")} == {
        *(f"again {k}" for k in range(1, 6)),
        "again, the end",
    }


def test_histories_are_tables_and_figures_that_say_what_they_are(queue: Queue) -> None:
    done = tune(queue, max_steps=1, calibrations=1)
    table = done.to_pandas()
    assert list(table["job"]) == [each.job for each in done.evaluations]
    assert list(table["error"]) == [each.error for each in done.evaluations]
    assert "sampled with 200 shots each" in done.plot().layout.title.subtitle.text
    assert "sampled with 200 shots each" in done._repr_html_()


def test_a_circuit_without_parameters_is_measured_once(queue: Queue) -> None:
    circuit = qd.Circuit.of(2, "x 0")
    done = qd.optimize(circuit, ZZ, target="local:ideal", shots=100, queue=queue)
    assert (done.values, done.num_evaluations, done.reason) == ({}, 1, "converged")
    assert done.energy == pytest.approx(-1.0, abs=0.3)


# --- stopped -------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["event", "Ctrl-C"])
def test_what_is_cancelled_keeps_the_best_so_far_and_goes_on_later(queue: Queue, how: str) -> None:
    event = threading.Event()

    def progress(step: int, energy: float) -> None:
        if step == 1 and how == "event":
            event.set()
        elif step == 1:
            raise KeyboardInterrupt  # as Ctrl-C does, which not every test process hears

    stopped = tune(queue, max_steps=4, progress=progress, cancel=event)
    assert (stopped.reason, stopped.is_measured_anew) == ("cancelled", False)
    assert stopped.energy == min(each.energy for each in stopped.evaluations)
    before = len(queue.jobs())
    assert before == stopped.num_evaluations
    done = tune(queue, max_steps=4)
    assert done.evaluations[:before] == stopped.evaluations
    assert len(queue.jobs()) == done.num_evaluations


def test_a_job_that_is_waited_for_is_cancelled_and_measured_anew_later(tmp_path: Path) -> None:
    with Queue.open(tmp_path / "still.sqlite", linger=SAFETY) as still:
        held = WorkerLock(still.path)
        assert held.acquire()
        with pytest.raises(Cancelled):
            tune(still, cancel=lambda: bool(still.jobs()))
        (job,) = still.jobs()
        assert job.state is State.CANCELLED
        held.release()
        done = tune(still, max_steps=1, calibrations=1)
        assert len(still.jobs()) == done.num_evaluations + 1
        end_worker(still.path)


def test_a_job_that_fails_says_so_and_the_same_call_goes_on(
    queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    stock = Queue.submit

    def submit(self: Queue, *given: Any, **more: Any) -> Any:
        job = stock(self, *given, **more)
        if len(self.jobs()) == 4:
            for part in self.parts(job.id):
                self._store.move(part.id, State.FAILED, reason="It was too hot.")
        return self.job(job.id)

    monkeypatch.setattr(Queue, "submit", submit)
    with pytest.raises(QueueError, match=r"failed: .*It was too hot.* same call goes on"):
        tune(queue, max_steps=2, calibrations=2)
    monkeypatch.undo()
    done = tune(queue, max_steps=2, calibrations=2)
    assert done.reason == "out of steps"
    assert len(queue.jobs()) == done.num_evaluations + 1


def test_values_that_differ_from_those_of_a_job_are_not_paid_for(queue: Queue) -> None:
    few = {"max_steps": 1, "calibrations": 1}
    done = tune(queue, **few)
    with queue._store.transaction() as connection:
        connection.execute('UPDATE jobs SET parameter_values = \'{"a": 1, "b": 2}\'')
    with pytest.raises(QueueError, match=r"other values.*Give another name"):
        tune(queue, **few)
    assert len(queue.jobs()) == done.num_evaluations


# --- paid ----------------------------------------------------------------------------------------


def paid(queue: Queue, **given: Any) -> SampledOptimization:
    settings: dict[str, Any] = {**PAID, "method": "cobyla", **given}
    return qd.optimize(PAIR, qd.Observable({"ZZ": 1.0}), queue=queue, **settings)


@pytest.mark.parametrize("most", [1.0, 2.4, 3.2, 4.0])
def test_the_price_is_never_passed_and_the_end_is_kept_for(
    queue: Queue, service: Service, most: float
) -> None:
    done = paid(queue, max_cost=most)
    assert done.reason == "max_cost reached"
    assert done.cost is not None
    assert done.cost == pytest.approx(0.5 * len(service.jobs)) == 0.5 * done.num_evaluations
    assert done.cost <= most
    assert done.is_measured_anew
    assert all(job.state is State.COMPLETED for job in queue.jobs())
    assert queue.spent["session", "USD"] == pytest.approx(done.cost)
    assert done.unit == "USD"
    assert paid(queue, max_cost=most) == done
    assert len(service.jobs) == done.num_evaluations


def test_with_more_money_a_run_goes_on_where_it_was(queue: Queue, service: Service) -> None:
    done = paid(queue, max_cost=2.0)
    for most in (2.5, 4.0, 5.5, 8.0):
        before, done = done, paid(queue, max_cost=most)
        told = [each.job for each in done.evaluations]
        assert {each.job for each in before.evaluations} <= set(told)
        assert len(told) == len(set(told)) == len(service.jobs) == len(queue.jobs())
        assert done.cost == pytest.approx(queue.spent["session", "USD"]) == 0.5 * len(told)
        assert done.cost is not None
        assert done.cost <= most


def test_a_cap_of_the_queue_ends_a_run_as_its_own_price_does(
    queue: Queue, service: Service
) -> None:
    queue.set_cap("month", 3.2)
    done = paid(queue, max_cost=100.0)
    assert done.reason == "cap reached"
    assert done.is_measured_anew
    assert all(job.state is State.COMPLETED for job in queue.jobs())
    assert 0 < queue.spent["month", "USD"] <= 3.2


def test_each_job_asks_the_provider_for_what_the_run_asks(queue: Queue, service: Service) -> None:
    done = paid(queue, max_cost=9.0, job_options={"repeats": 2}, max_steps=3)
    assert {job.options["repeats"] for job in queue.jobs()} == {2}
    other = paid(queue, max_cost=9.0, job_options={"repeats": 1}, max_steps=3)
    assert {each.job for each in other.evaluations}.isdisjoint(e.job for e in done.evaluations)
    with pytest.raises(InvalidRequest, match="has no option 'twirling'; it takes repeats"):
        paid(queue, max_cost=9.0, job_options={"twirling": "both"})


def test_what_costs_something_needs_a_price(queue: Queue, service: Service) -> None:
    with pytest.raises(InvalidRequest, match="max_cost="):
        paid(queue)
    with pytest.raises(InvalidRequest, match="first energy may cost more than max_cost allows"):
        paid(queue, max_cost=0.3)
    assert not service.jobs


def test_an_energy_that_is_unknown_waits_for_a_person(queue: Queue, service: Service) -> None:
    service.takes_tokens = False
    service.faults.append(Fault("submit", "lost"))
    given = {"target": "loopback/ask:pair", "max_cost": 3.0}
    for _ in range(2):  # asking again sends nothing
        with pytest.raises(QueueError, match=r"is UNKNOWN.*First see 'qdesign job .* goes on"):
            paid(queue, **given)
    assert len(service.jobs) == 1
    (job,) = queue.jobs()
    queue.adopt(queue.parts(job.id)[0].id, "remote-1")
    done = paid(queue, **given)
    assert done.evaluations[0].job == job.id
    assert len(service.jobs) == done.num_evaluations


# --- killed --------------------------------------------------------------------------------------

LOOP = """
import os, signal, sys
from contextlib import contextmanager
import qdesign as qd
from qdesign.hardware.store import Store

left, stock = int(sys.argv[2]), Store.reading

@contextmanager
def reading(self):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    with stock(self) as connection:
        yield connection
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

Store.reading = reading
circuit = qd.Circuit.of(2, "ry(a) 0; cx 0 1; ry(b) 1")
with qd.Queue.open(sys.argv[1]) as queue:
    qd.optimize(circuit, qd.Observable({"ZZ": 1.0, "XI": 0.3}), queue=queue, target="local:ideal",
                shots=200, seed=3, max_steps=3, calibrations=2)
"""


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.sized(KILLS)
def test_a_loop_that_is_killed_anywhere_goes_on_and_measures_nothing_twice(
    queue: Queue, tmp_path: Path
) -> None:
    whole = tune(queue, max_steps=3, calibrations=2)
    drawn = random.Random(11)
    left, round_ = cases(KILLS), 0
    while left > 0:
        round_ += 1
        with Queue.open(tmp_path / f"{round_}.sqlite", linger=SAFETY) as other:
            met = 0
            while True:
                # The kills of one run come further each time, or it would never end.
                command = [sys.executable, "-c", LOOP, str(other.path)]
                moment = str(drawn.randrange(1, 60 + 40 * met))
                code = subprocess.run([*command, moment], check=False, timeout=600).returncode
                if code == 0:
                    break
                assert code == -signal.SIGKILL
                met, left = met + 1, left - 1
            done = tune(other, max_steps=3, calibrations=2)
            assert len(other.jobs()) == done.num_evaluations
            told = [(each.values, each.energy) for each in done.evaluations]
            assert told == [(each.values, each.energy) for each in whole.evaluations]
            end_worker(other.path)


# --- refused -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"method": "lbfgs"}, "L-BFGS needs exact energies.*cobyla, nelder_mead, rotosolve, adam"),
        ({"method": "natural_gradient"}, "Quantum natural gradient needs exact energies"),
        ({"noise": {"depolarizing": 0.1}}, "'noise' is of energies that are found here"),
        ({"starts": 3}, "'starts' is of energies that are found here"),
        ({"method": "qn_spsa"}, "QN-SPSA needs overlaps of states"),
        ({"method": "newton"}, "no optimizer 'newton'"),
        ({"shots": None}, "how many shots"),
        ({"shots": 0}, "[Ss]hots"),
        ({"shots": "many"}, "[Ss]hots"),
        ({"speed": 1}, "no option 'speed'"),
        ({"seed": -1}, "Seed must be"),
        ({"name": 3}, "The name of a run is given as text"),
        ({"name": "two\nlines"}, "name is one line"),
        ({"max_cost": "much"}, "max_cost is 'much'"),
        ({"queue": "queue.sqlite"}, r"A queue is one of Queue.open\(\), not a str"),
    ],
)
def test_what_is_not_meant_is_refused_in_words(
    queue: Queue, given: dict[str, Any], words: str
) -> None:
    with pytest.raises(InvalidRequest, match=words):
        tune(**{"queue": queue, **given})
    assert queue.jobs() == ()


def test_a_target_that_is_not_there_is_refused(queue: Queue) -> None:
    with pytest.raises(InvalidTarget, match="no target 'local:nothing'"):
        tune(queue, target="local:nothing")


@pytest.mark.parametrize("given", [{"max_cost": 1}, {"name": "x"}, {"job_options": {}}])
def test_what_is_of_a_target_needs_one(given: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest, match="no target is given"):
        qd.optimize(PAIR, ZZ, **given)


def test_without_a_target_nothing_is_new() -> None:
    done = qd.optimize(PAIR, ZZ, seed=3)
    assert done == qd.optimize(PAIR, ZZ, method="lbfgs", seed=3)
    assert (done.method, done.reason) == ("lbfgs", "converged")
