"""Energies through the queue: one job of several circuits, measured once, told with its error."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import chi2

from qdesign.circuit import Circuit, Operation
from qdesign.errors import InvalidObservable, InvalidRequest, InvalidTarget, QueueError
from qdesign.hardware import lock
from qdesign.hardware.energy import noisy_energy, plan, seed_of
from qdesign.hardware.forecast import Forecast
from qdesign.hardware.job import Job, State, with_error
from qdesign.hardware.lock import WorkerLock
from qdesign.hardware.loopback import Fault
from qdesign.hardware.lower import lower
from qdesign.hardware.measurement import constant_of, energy_of, groups_of, measuring, sums
from qdesign.hardware.outbox import Outbox
from qdesign.hardware.provider import Provider, provider_of, target
from qdesign.hardware.queue import Queue
from qdesign.hardware.store import Lowered, Store
from qdesign.operation import Block
from qdesign.pauli import Observable
from qdesign.placing import walk
from qdesign.problems import get
from qdesign.rows import find
from qdesign.simulate.simulator import Simulator
from tests.hardware.loopback_provider import Service
from tests.hardware.test_sending import (
    LOWERED_FIGURES,
    SAFETY,
    end_worker,
    known_service,
)

pytestmark = pytest.mark.usefixtures("loopback")
ANSATZ = Circuit.of(2, "ry(a) 0; cx 0 1; rx(b) 1")
VALUES = {"a": 0.7, "b": -0.4}
H2 = get("h2").observable
PAIR = Circuit.of(2, "h 0; cx 0 1")
THREE = Observable({"ZZ": 1.0, "XX": -0.5, "YY": 0.25, "II": 3.0})


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    with Service() as made:
        known_service(made, monkeypatch)
        yield made


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    with Queue.open(tmp_path / "queue.sqlite", linger=SAFETY) as made:
        yield made
        end_worker(made.path)


@pytest.fixture
def still(tmp_path: Path) -> Iterator[Queue]:
    """One whose jobs nobody runs."""
    with Queue.open(tmp_path / "still.sqlite") as made:
        held = WorkerLock(made.path)
        assert held.acquire()
        yield made
        held.release()


def ended(queue: Queue, job: Job) -> Job:
    return queue.wait(job.id, timeout=SAFETY)


# --- true ----------------------------------------------------------------------------------------


def test_an_energy_is_one_job_with_its_error(queue: Queue) -> None:
    job = queue.submit(ANSATZ, VALUES, observable=H2, target="local:ideal", shots=4000, seed=1)
    assert (job.state, job.shots, job.num_parts, job.energy) == (State.CREATED, 4000, 2, None)
    done = ended(queue, job)
    assert done.state is State.COMPLETED, done.reason
    exact = Simulator(ANSATZ, H2).expectation(VALUES)
    assert done.energy is not None
    assert done.energy_error is not None
    assert abs(done.energy - exact) < 5 * done.energy_error
    assert 0 < done.energy_error < 0.05
    assert done.counts is None
    assert queue.jobs() == (done,)
    parts = queue.parts(job.id)
    assert sum(part.shots for part in parts) == 4000
    assert {part.whole for part in parts} == {job.id}
    found = queue.observable(job.id)
    assert found is not None
    assert found.as_dict() == H2.as_dict()
    labels = [label for part in parts for label, _ in _terms(queue, part)]
    assert sorted(labels) == sorted(label for label, _ in H2.terms if label != "II")
    gates = [o.gate for o in queue.circuit(parts[1].id).plain_operations]
    assert gates.count("measure") == 2
    assert done.energy_text == with_error(done.energy, done.energy_error)


def _terms(queue: Queue, part: Job) -> tuple[tuple[str, float], ...]:
    found = queue.observable(part.id)
    assert found is not None
    return found.terms


@pytest.mark.parametrize("name", ["local:ideal", "local:fake_manila"])
def test_energies_are_off_by_what_their_errors_say(name: str) -> None:
    chosen = target(name)
    run = provider_of(chosen).run
    assert run is not None
    shots, repeats = (300, 200, 150), 20
    groups = groups_of(THREE)
    texts = [lower(measuring(ANSATZ, g.basis), VALUES, chosen, seed=3).text for g in groups]
    if name == "local:ideal":
        exact = Simulator(ANSATZ, THREE).expectation(VALUES)
    else:  # the noisy device's own, from many shots
        many = [run(text, target=chosen, shots=100_000, seed=9) for text in texts]
        exact, _ = energy_of(3.0, [(g.terms, c) for g, c in zip(groups, many, strict=True)])
    scores: list[float] = []
    for seed in range(repeats):
        counts = [
            run(text, target=chosen, shots=number, seed=100 * seed + k)
            for k, (text, number) in enumerate(zip(texts, shots, strict=True))
        ]
        energy, error = energy_of(3.0, [(g.terms, c) for g, c in zip(groups, counts, strict=True)])
        scores.append((energy - exact) / error)
    squares = float(np.square(scores).sum())
    assert chi2.ppf(1e-4, repeats) < squares < chi2.ppf(1 - 1e-4, repeats)
    assert abs(sum(scores)) < 4 * repeats**0.5


def test_a_noisy_energy_is_that_of_the_devices_density_matrix() -> None:
    chosen = target("local:fake_manila")
    run = provider_of(chosen).run
    assert run is not None
    measured, exact = [], constant_of(THREE)
    for k, group in enumerate(groups_of(THREE)):
        made = lower(measuring(ANSATZ, group.basis), VALUES, chosen, seed=5)
        counts = run(made.text, target=chosen, shots=100_000, seed=k)
        measured.append((group.terms, counts))
        exact += _dense(made.text, group.terms)
    energy, error = energy_of(constant_of(THREE), measured)
    assert abs(energy - exact) < 4 * error


def _dense(text: str, terms: tuple[tuple[str, float], ...]) -> float:
    """The mean of a group from Aer's density matrix and the readout errors of its model."""
    from qiskit_aer import AerSimulator

    from qdesign import qasm
    from qdesign.convert.qiskit import to_qiskit
    from qdesign.hardware.noise import noise_of

    circuit = qasm.loads(text)
    used = circuit.used_qubits
    places = {o.qubits[0]: o.clbits[0] for o in circuit.plain_operations if o.gate == "measure"}
    gates = replace(
        circuit, operations=tuple(o for o in circuit.plain_operations if o.gate != "measure")
    )
    small: Any = to_qiskit(gates.on_qubits(used))
    small.save_density_matrix()
    model: Any = noise_of(target("local:fake_manila"), used)
    simulator = AerSimulator(method="density_matrix", noise_model=model)
    density = np.asarray(simulator.run(small, shots=1).result().data()["density_matrix"])
    chances = np.real(np.diag(density)).reshape((2,) * len(used))
    readout = {qubits[0]: e for qubits, e in _readouts(model)}
    for k in range(len(used)):
        axis = len(used) - 1 - k
        table = readout.get(k, np.eye(2))  # P(read | is)
        chances = np.moveaxis(np.tensordot(chances, table, axes=(axis, 0)), -1, axis)
    width = len(terms[0][0])
    mean = 0.0
    for index, chance in enumerate(chances.ravel()):
        bits = np.zeros((1, width), dtype=np.uint8)
        for k, qubit in enumerate(used):
            if qubit in places:
                bits[0, places[qubit]] = index >> k & 1
        mean += float(chance) * float(sums(terms, bits)[0])
    return mean


def _readouts(model: Any) -> list[tuple[tuple[int, ...], Any]]:
    errors = model.to_dict()["errors"]
    return [
        (tuple(each["gate_qubits"][0]), np.array(each["probabilities"]))
        for each in errors
        if each["type"] == "roerror"
    ]


def test_a_preview_tells_circuits_shots_cost_and_the_error_to_be_expected(still: Queue) -> None:
    seen = still.preview(
        ANSATZ, VALUES, observable=THREE, target="local:fake_manila", shots=999, seed=1
    )
    assert len(seen.circuits) == len(seen.terms) == 3
    assert sum(seen.shots) == 999
    assert seen.shots[0] > seen.shots[1] > seen.shots[2]
    assert seen.energy == pytest.approx(Simulator(ANSATZ, THREE).expectation(VALUES))
    assert seen.energy_error is not None
    assert 0.01 < seen.energy_error < 0.1
    assert seen.noisy == pytest.approx(_dense_energy(1))
    assert seen.noisy_error == 0
    assert seen.estimate is not None
    assert seen.estimate.high == 0
    assert repr(seen).startswith("EnergyPreview(local:fake_manila: 3 circuits, energy ")
    assert still.jobs() == ()


def _dense_energy(seed: int) -> float:
    """The energy from the density matrices of the very circuits that a preview lowers."""
    found = constant_of(THREE)
    for k, group in enumerate(groups_of(THREE)):
        circuit = measuring(ANSATZ, group.basis)
        made = lower(circuit, VALUES, target("local:fake_manila"), seed=seed_of(seed, k))
        found += _dense(made.text, group.terms)
    return found


def test_without_noise_no_noisy_energy_is_told(still: Queue) -> None:
    seen = still.preview(ANSATZ, VALUES, observable=THREE, target="local:ideal", shots=999)
    assert (seen.noisy, seen.noisy_error) == (None, None)


def test_a_noisy_energy_is_sampled_where_it_is_not_exact() -> None:
    made = plan(ANSATZ, THREE, 900, target("local:fake_manila"))
    outcomes = [
        Forecast(
            ideal=None,
            noisy={"00": 0.75, "11": 0.125, "01": 0.125},
            shots=8_192,
            total_variation=None,
            fidelity=None,
        )
        for _ in made.groups
    ]
    found = noisy_energy(made, outcomes)
    assert found is not None
    assert found[0] == pytest.approx(3 + 0.75 * (1 - 0.5 + 0.25))
    variance = (1 - 0.75**2) * (1 + 0.5**2 + 0.25**2)
    assert found[1] == pytest.approx((variance / 8_192) ** 0.5)


def test_a_finished_energy_stands_beside_ideal_and_noisy(queue: Queue) -> None:
    job = queue.submit(
        ANSATZ, VALUES, observable=THREE, target="local:fake_manila", shots=600, seed=1
    )
    done = ended(queue, job)
    assert done.state is State.COMPLETED, done.reason
    assert queue.expected_energy(job.id) == pytest.approx(
        Simulator(ANSATZ, THREE).expectation(VALUES)
    )
    means = queue.expected_means(job.id)
    assert means is not None
    assert sum(means) + 3 == pytest.approx(queue.expected_energy(job.id))
    noisy = queue.expected_energy_with_noise(job.id)
    parts = queue.parts(job.id)
    dense = [_dense(part.text, _terms(queue, part)) for part in parts]
    assert noisy == pytest.approx(3 + sum(dense))
    counted = queue.submit(PAIR, target="local:ideal", shots=10, seed=1)
    assert queue.expected_energy(counted.id) is None
    with pytest.raises(InvalidRequest, match="measures no observable"):
        queue.expected_energy_with_noise(counted.id)


def test_blocks_and_composite_gates_are_measured_as_they_are_drawn(still: Queue) -> None:
    twice = replace(ANSATZ, operations=(Block(ANSATZ.operations, 2),))
    found = still.preview(twice, VALUES, observable=THREE, target="local:fake_manila", shots=900)
    assert found.energy == pytest.approx(Simulator(twice, THREE).expectation(VALUES))
    drawn = {item.id for item in walk(twice.placed().operations)}
    origins = found.circuits[0].origins
    assert origins is not None
    assert {id_ for each in origins for id_ in each} & drawn


# --- bad input -----------------------------------------------------------------------------------


def test_what_cannot_be_measured_is_refused_in_words(still: Queue) -> None:
    def refused(
        error: type[Exception], words: str, circuit: Circuit, observable: Any, **more: Any
    ) -> None:
        given = {"target": "local:fake_manila", "shots": 100, **more}
        values = [0.1] * len(circuit.parameters)
        with pytest.raises(error, match=words):
            still.submit(circuit, values, observable=observable, **given)

    measures = replace(
        PAIR, operations=(*PAIR.operations, Operation("measure", (0,), clbits=(0,))), num_clbits=1
    )
    refused(InvalidRequest, "The circuit measures by itself", measures, THREE)
    refused(InvalidRequest, "is a constant: there is nothing", PAIR, {"II": 2.0})
    refused(InvalidRequest, "2 shots cannot .* 3 circuits", PAIR, THREE, shots=2)
    refused(InvalidRequest, "Shots must be a whole number", PAIR, THREE, shots=2.5)
    refused(InvalidRequest, "0 shots were asked for", PAIR, THREE, shots=0)
    refused(InvalidRequest, "takes at most .* a job. Ask for", PAIR, THREE, shots=10**9)
    refused(InvalidObservable, "on 3 qubits and the circuit on 2", PAIR, {"ZZZ": 1.0})
    refused(InvalidTarget, "There is no target", PAIR, THREE, target="local:fake_nothing")
    assert still.jobs() == ()


def test_the_token_names_the_whole(still: Queue) -> None:
    given = {"target": "local:ideal", "shots": 300, "token": "once"}
    job = still.submit(PAIR, observable=THREE, **given)
    assert still.submit(PAIR, observable=THREE, **given).id == job.id
    assert len(still.parts(job.id)) == 3
    with pytest.raises(QueueError, match="has the token 'once' already, with another observable"):
        still.submit(PAIR, observable={"ZZ": 2.0}, **given)
    with pytest.raises(QueueError, match="has the token 'once' already, with another observable"):
        still.submit(PAIR, **given)


def test_a_part_is_put_away_and_deleted_with_its_whole(still: Queue) -> None:
    job = still.submit(PAIR, observable=THREE, target="local:ideal", shots=300)
    part = still.parts(job.id)[0]
    still.cancel(job.id)
    for change in (still.archive, still.delete):
        with pytest.raises(QueueError, match=f"is a part of job '{job.id}'"):
            change(part.id)
    still.archive(job.id)
    assert [each.id for each in still.archived()] == [job.id]
    still.delete(job.id)
    with pytest.raises(QueueError, match="There is no job"):
        still.job(part.id)


# --- states --------------------------------------------------------------------------------------


def test_cancel_ends_all_circuits(still: Queue) -> None:
    job = still.submit(PAIR, observable=THREE, target="local:ideal", shots=300)
    assert still.cancel(job.id).state is State.CANCELLED
    assert {part.state for part in still.parts(job.id)} == {State.CANCELLED}
    assert still.refresh() == ()


def test_a_whole_says_what_its_parts_say(still: Queue) -> None:
    job = still.submit(PAIR, observable=THREE, target="local:ideal", shots=300)
    first, second, third = (part.id for part in still.parts(job.id))
    shots = [part.shots for part in still.parts(job.id)]
    store = still._store
    revision = still.news("").revision
    walk: list[tuple[str, str]] = []

    def move(id_: str, to: State, **more: Any) -> None:
        assert store.move(id_, to, **more)
        now = still.job(job.id)
        walk.append((str(now.state), now.progress))

    move(first, State.QUEUED)
    move(first, State.RUNNING)
    move(first, State.COMPLETED, counts={"00": shots[0]})
    move(second, State.SUBMITTING)
    move(second, State.UNKNOWN)
    move(third, State.COMPLETED, counts={"00": shots[2]})
    assert walk == [
        ("QUEUED", "0 of 3 circuits measured."),
        ("RUNNING", "0 of 3 circuits measured."),
        ("RUNNING", "1 of 3 circuits measured."),
        ("RUNNING", "1 of 3 circuits measured."),
        ("RUNNING", "1 of 3 circuits measured."),
        ("UNKNOWN", "2 of 3 circuits measured."),
    ]
    assert still.job(job.id).is_settled
    assert f"Circuit 2 of 3 (job {second}) needs you" in still.job(job.id).reason
    assert still.adopt(second, "theirs").state is State.QUEUED
    assert still.job(job.id).state is State.RUNNING
    changed = still.news(revision).changed
    assert changed is not None
    assert job.id in changed
    assert store.move(second, State.COMPLETED, counts={"11": 1, "00": shots[1] - 1})
    done = still.job(job.id)
    assert (done.state, done.reason, done.progress) == (State.COMPLETED, "", "")
    assert done.energy is not None


def test_a_part_that_fails_ends_the_others_and_says_why(still: Queue) -> None:
    job = still.submit(PAIR, observable=THREE, target="local:ideal", shots=300)
    first, second, _ = (part.id for part in still.parts(job.id))
    still._store.move(first, State.COMPLETED, counts={"00": still.job(first).shots})
    still._store.move(second, State.FAILED, reason="It broke.")
    done = still.job(job.id)
    assert (done.state, done.energy) == (State.FAILED, None)
    assert done.reason == f"Circuit 2 of 3 (job {second}) failed: It broke."
    states = [part.state for part in still.parts(job.id)]
    assert states == [State.COMPLETED, State.FAILED, State.CANCELLED]


def test_counts_that_are_no_outcomes_of_the_circuit_are_no_energy(still: Queue) -> None:
    job = still.submit(PAIR, observable={"ZZ": 1.0}, target="local:ideal", shots=300)
    (part,) = still.parts(job.id)
    still._store.move(part.id, State.COMPLETED, counts={"0": 300})
    done = still.job(job.id)
    assert (done.state, done.energy) == (State.FAILED, None)
    assert done.reason == "The counts of its circuits cannot be read."


# --- at a provider -------------------------------------------------------------------------------


def submit(queue: Queue, *, cost: float = 100.0, shots: int = 300) -> Job:
    return queue.submit(
        PAIR, observable=THREE, target="loopback/token:pair", shots=shots, seed=1, max_cost=cost
    )


def test_the_cost_is_that_of_the_whole(queue: Queue, service: Service) -> None:
    done = ended(queue, submit(queue))
    assert done.state is State.COMPLETED, done.reason
    assert (done.energy, done.energy_error) == (pytest.approx(3 + 1 - 0.5 + 0.25), 0.0)
    assert done.estimate is not None
    assert (done.estimate.low, done.estimate.high) == (pytest.approx(1.5), pytest.approx(3))
    assert done.cost == pytest.approx(1.5)  # half a dollar a circuit
    assert queue.spent["session", "USD"] == pytest.approx(1.5)
    assert len(service.jobs) == 3


def test_nothing_is_sent_where_the_whole_costs_too_much(queue: Queue, service: Service) -> None:
    done = ended(queue, submit(queue, cost=2.9))
    assert done.state is State.FAILED
    assert "It may cost 1.50 to 3.00 USD in all, and max_cost allows 2.90 USD" in done.reason
    queue.set_cap("month", 2.5)
    done = ended(queue, submit(queue, cost=100))
    assert "It may cost 3.00 USD; the cap of this month is 2.50 USD" in done.reason
    assert not service.jobs
    assert not queue.spent
    queue.set_cap("month", 3.0)
    assert ended(queue, submit(queue)).state is State.COMPLETED


def test_a_circuit_that_is_refused_gives_back_what_was_set_aside(
    queue: Queue, service: Service
) -> None:
    service.faults.append(Fault("submit", "lost"))
    service.hook = lambda moment, phase: (
        setattr(service, "strange", "broken")
        if moment == "answered" and phase == "submit"
        else None
    )
    done = ended(queue, submit(queue))
    assert done.state is State.FAILED
    assert "says: broken" in done.reason
    left = [part for part in queue.parts(done.id) if part.state is State.CANCELLED]
    kept = sum(part.shots for part in queue.parts(done.id)) - sum(part.shots for part in left)
    assert queue.spent["month", "USD"] <= 0.01 * kept + 1e-9


def test_a_whole_whose_worker_is_killed_at_any_question_is_measured_once(
    queue: Queue, service: Service
) -> None:
    left = ["submit", "submit", "poll", "result", "submit", "result"]
    guard = threading.Lock()

    def kill(moment: str, phase: str) -> None:
        with guard:
            pid = lock.holder(queue.path)
            if moment == "taken" and left and phase == left[0] and pid is not None:
                left.pop(0)
                os.kill(pid, signal.SIGKILL)

    service.hook = kill
    done = ended(queue, submit(queue))  # `wait` starts another worker
    assert done.state is State.COMPLETED, done.reason
    assert len(left) < 6
    assert len(service.jobs) == 3
    assert done.cost == pytest.approx(1.5)


def test_no_part_is_sent_before_the_price_of_all_is_known(tmp_path: Path, service: Service) -> None:
    store = Store.open(tmp_path / "q.sqlite")
    with Queue.open(tmp_path / "q.sqlite") as queue:
        held = WorkerLock(queue.path)
        assert held.acquire()
        parts = queue.parts(submit(queue).id)
        held.release()
    outbox = Outbox(store, find(Provider, "loopback/token"), lambda: 1e9)
    for part in parts:
        assert not outbox.to_send()
        store.set_lowered(part.id, Lowered(text="x", layout=(), figures=LOWERED_FIGURES, notes=()))
    assert [item.id for item in outbox.to_send()] == [parts[0].id]
    store.close()


def test_a_preview_of_an_energy_keeps_the_layout(tmp_path: Path) -> None:
    circuit = Circuit.of(2, "h 0; cx 0 1")
    with Queue.open(tmp_path / "q.sqlite") as queue:
        made = queue.preview(
            circuit, target="local:fake_manila", layout=[3, 4], observable={"ZZ": 1.0, "XX": 0.5}
        )
    assert {each.layout for each in made.circuits} == {(3, 4)}
