"""IonQ against its loopback service: the suite, what is posted, bits, prices."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import qdesign as qd
from qdesign.circuit import Circuit
from qdesign.errors import InvalidTarget
from qdesign.hardware.conformance import bench
from qdesign.hardware.forecast import forecast
from qdesign.hardware.job import State
from qdesign.hardware.known import refresh_targets
from qdesign.hardware.loopback import Fault
from qdesign.hardware.lower import lower
from qdesign.hardware.outcomes import Bits, counted, sampled
from qdesign.hardware.provider import target
from qdesign.hardware.providers.ionq import IONQ, IonQ
from qdesign.hardware.providers.ionq_loopback import Service, price, run
from qdesign.hardware.remote import LostAnswer, Program, Waiting
from tests.simulate.oracle import random_circuit


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Service]:
    with Service() as made:
        for name, value in made.environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("QDESIGN_DATA", str(tmp_path))
        yield made


def test_it_passes_the_suite() -> None:
    report = qd.providers.conformance("ionq")
    assert [str(failure) for failure in report.failed] == []
    assert report.skipped == ""
    assert len(report.passed) > 40


def sent(circuit: Circuit, name: str, *, shots: int = 1000, seed: int = 7) -> Program:
    made = lower(circuit, None, target(name), shots=shots, seed=seed)
    device = name.partition(":")[2]
    return Program(target=device, text=made.text, shots=shots, token="token-1", seed=seed)


def test_devices_come_with_calibration_and_simulators_without(service: Service) -> None:
    rows = {row.name: row for row in refresh_targets("ionq")}
    assert list(rows) == ["ionq:qpu.forte-1", "ionq:simulator", "ionq:simulator:forte-1"]
    assert rows["ionq:qpu.forte-1"].calibrated == "2026-11-01"
    assert "about 20 min" in rows["ionq:qpu.forte-1"].notes
    assert "sampled" in rows["ionq:simulator"].notes
    made = lower(Circuit.of(2, "h 0; rzz(0.3) 0 1"), None, rows["ionq:qpu.forte-1"])
    assert made.figures.num_two_qubit == 2
    assert made.figures.success == pytest.approx(0.9998 * 0.995**4, abs=1e-4)
    told = forecast(Circuit.of(2, "h 0; cx 0 1"), None, made, rows["ionq:qpu.forte-1"])
    assert told.noisy is not None
    assert told.noisy["01"] > 0
    ideal = rows["ionq:simulator"]
    alone = lower(Circuit.of(2, "h 0; cx 0 1"), None, ideal)
    assert forecast(Circuit.of(2, "h 0; cx 0 1"), None, alone, ideal).noisy is None


def test_a_job_is_posted_as_the_api_has_it(service: Service) -> None:
    refresh_targets("ionq")
    api = IonQ()
    id_ = api.submit(sent(Circuit.of(2, "h 0; cx 0 1"), "ionq:simulator"))
    body = service.taken[id_]
    assert body["type"] == "ionq.qasm3.v1"
    assert body["backend"] == "simulator"
    assert body["noise"] == {"model": "ideal", "seed": 7}
    assert set(body["input"]) == {"data"}
    assert all(isinstance(value, str) and len(value) <= 400 for value in body["metadata"].values())
    assert api.find("token-1") == id_
    assert api.find("token-2") is None
    noisy = api.submit(sent(Circuit.of(2, "h 0; cx 0 1"), "ionq:simulator:forte-1"))
    assert service.taken[noisy]["noise"]["model"] == "forte-1"
    assert service.taken[noisy]["backend"] == "simulator"


def test_a_search_looks_through_all_pages(service: Service) -> None:
    refresh_targets("ionq")
    api = IonQ()
    first = api.submit(sent(Circuit.of(1, "h 0"), "ionq:simulator"))
    program = sent(Circuit.of(1, "x 0"), "ionq:simulator")
    for number in range(60):
        api.submit(Program(target="simulator", text=program.text, shots=1, token=f"other-{number}"))
    assert api.find("token-1") == first
    assert service.asked["find"] == 3


@pytest.mark.parametrize("name", ["ionq:simulator", "ionq:simulator:forte-1", "ionq:qpu.forte-1"])
def test_bits_come_back_where_the_circuit_put_them(service: Service, name: str) -> None:
    refresh_targets("ionq")
    circuit = qd.qasm.loads(
        'include "stdgates.inc"; qubit[3] q; bit[2] a; bit[2] b; x q[0]; x q[2];'
        "a[1] = measure q[0]; b[0] = measure q[1]; b[1] = measure q[2];"
    )
    api = IonQ()
    id_ = api.submit(sent(circuit, name))
    assert dict(api.result(id_).counts) == {"10 10": 1000}


def test_exact_probabilities_are_sampled_with_the_seed_and_histograms_taken(
    service: Service,
) -> None:
    refresh_targets("ionq")
    api, pair = IonQ(), Circuit.of(2, "h 0; cx 0 1")
    ideal = api.result(api.submit(sent(pair, "ionq:simulator", seed=3)))
    again = api.result(api.submit(sent(pair, "ionq:simulator", seed=3)))
    other = api.result(api.submit(sent(pair, "ionq:simulator", seed=4)))
    assert ideal.counts == again.counts
    assert ideal.counts != other.counts
    assert sum(ideal.counts.values()) == 1000
    assert ideal.cost == 0
    device = api.result(api.submit(sent(pair, "ionq:qpu.forte-1")))
    assert dict(device.counts) == {"00": 500, "11": 500}
    assert device.cost == 25.79


def test_the_estimate_is_ionqs_formula(service: Service) -> None:
    assert IONQ.estimate is not None
    refresh_targets("ionq")
    chosen = target("ionq:qpu.forte-1")
    for seed in range(50):
        rng = np.random.default_rng(seed)
        circuit = random_circuit(int(rng.integers(2, 6)), 20, rng)
        values = dict.fromkeys(circuit.parameters, 0.3)
        shots = int(rng.integers(1, 10_000))
        made = lower(circuit, values, chosen, shots=shots)
        said = IONQ.estimate(made, chosen)
        sent = [o for o in made.circuit.plain_operations if o.gate != "measure"]
        assert len(sent) < len(made.circuit.plain_operations)
        sizes = [len(each.wires) for each in sent]
        gates = {f"{size}q_gates": [str(sizes.count(size))] for size in (1, 2)}
        formula = price({"backend": ["b"], "shots": [str(shots)], **gates})["estimated_total_cost"]
        assert said is not None
        assert (said.low, said.unit) == (said.high, "USD")
        assert said.high == pytest.approx(formula)


def test_without_an_answer_the_cost_is_not_known(service: Service) -> None:
    refresh_targets("ionq")
    chosen = target("ionq:qpu.forte-1")
    made = lower(Circuit.of(1, "h 0"), None, chosen)
    assert IONQ.estimate is not None
    service.__exit__(None, None, None)
    assert IONQ.estimate(made, chosen) is None


def test_without_a_key_it_says_which_variable(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("IONQ_API_KEY")
    with pytest.raises(Waiting, match="variable IONQ_API_KEY"):
        IonQ()
    monkeypatch.setenv("QISKIT_IONQ_API_TOKEN", os.environ["IONQ_API_URL"])
    IonQ()


def test_a_failure_comes_with_its_reason(service: Service) -> None:
    refresh_targets("ionq")
    api = IonQ()
    service.times = ("failed",)
    id_ = api.submit(sent(Circuit.of(1, "h 0"), "ionq:simulator"))
    assert api.poll([id_])[id_].reason == "It has a loop"
    assert api.poll([id_])[id_].state == "FAILED"


def test_many_jobs_are_asked_for_in_pages(service: Service) -> None:
    refresh_targets("ionq")
    api = IonQ()
    program = sent(Circuit.of(1, "h 0"), "ionq:simulator")
    ids = [api.submit(program) for _ in range(30)]
    assert set(api.poll(ids)) == set(ids)
    assert service.asked["poll"] == 2


def test_what_it_does_not_take_is_refused_before_anything_is_sent(service: Service) -> None:
    refresh_targets("ionq")
    reset = qd.qasm.loads('include "stdgates.inc"; qubit q; reset q; h q;')
    with pytest.raises(InvalidTarget, match="does not take reset"):
        lower(reset, None, target("ionq:simulator"))


def test_a_result_of_another_form_is_no_result(service: Service) -> None:
    refresh_targets("ionq")
    api = IonQ()
    id_ = api.submit(sent(Circuit.of(1, "h 0"), "ionq:simulator"))
    service.taken[id_] = {**service.taken[id_], "metadata": {}}
    with pytest.raises(LostAnswer, match="form that is not known"):
        api.result(id_)


def test_outcomes_count_and_draw() -> None:
    bits = Bits.of("bit[2] a;\nbit[1] b;\na[0] = measure q[2];\nb[0] = measure q[0];\n")
    assert str(bits) == "2 -1|0"
    assert Bits.read(str(bits)) == bits
    wide = Bits(((None,) * 300, (3, None, None, 1)))
    assert str(wide) == "-300|3 -2 1"
    assert Bits.read(str(wide)) == wide
    assert bits.counts({"100": 3, "001": 4, "101": 1}) == {"0 01": 3, "1 00": 4, "1 01": 1}
    assert counted({"0": 33.4, "1": 33.3, "2": 33.3}, 100) == {"0": 34, "1": 33, "2": 33}
    assert counted({"0": 99.9999999, "1": 0.0}, 100) == {"0": 100}
    with pytest.raises(ValueError, match="50"):
        counted({"0": 50.0}, 100)
    assert sum(sampled({"0": 0.5, "1": 0.5}, 101, 1).values()) == 101
    with pytest.raises(ValueError, match="0"):
        sampled({"0": 0.3}, 10, 1)
    assert run('OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[3] q;\nx q[0];\n') == {"100": 1.0}


def test_the_queue_runs_a_job_there() -> None:
    with bench(IONQ) as made:
        job = made.end(made.send())
        assert job.counts is not None
        assert job.counts.shots == 100


MOMENTS = [
    (moment, phase)
    for moment in ("before", "taken", "answered")
    for phase in ("submit", "find", "poll", "result")
]


@pytest.mark.skipif(sys.platform != "linux", reason="kills a process by its id")
def test_a_process_that_is_killed_at_any_moment_sends_no_job_twice() -> None:
    with bench(IONQ) as made:
        for moment, phase in MOMENTS:
            left = [(moment, phase)]

            def kill(*seen: str, left: list[tuple[str, str]] = left) -> None:
                child = made.lane._child
                if seen in left and child is not None:
                    left.clear()
                    os.kill(child.process.pid, signal.SIGKILL)

            if phase == "find":
                made.service.faults.append(Fault("submit", "lost"))
            made.service.hook = kill
            id_ = made.send()
            job = made.end(id_)
            assert not left, f"nothing was killed {moment} {phase}"
            assert (job.state, made.made(id_)) == (State.COMPLETED, 1), f"{moment} {phase}"
