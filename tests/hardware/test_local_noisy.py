"""The target with noise of one's own, against Aer with the same rates."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from qiskit_aer import AerSimulator
from qiskit_aer.noise import NoiseModel, ReadoutError, amplitude_damping_error, depolarizing_error

import qdesign as qd
from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest
from qdesign.hardware.job import State
from qdesign.hardware.lower import lower
from qdesign.hardware.provider import provider_of, target
from qdesign.session import queueing

NOISE: dict[str, Any] = {
    "depolarizing": {"1": 0.01, "2": 0.05},
    "amplitude_damping": {"1": 0.03},
    "readout": {"one_for_zero": 0.02, "zero_for_one": 0.06},
}
CIRCUIT = Circuit.of(3, "ry(a) 0; cx 0 1; rx(b) 2; cx 1 2; h 0")
VALUES = {"a": 0.7, "b": -1.3}
SHOTS = 40_000


def aer() -> Any:
    model: Any = NoiseModel()
    one = depolarizing_error(0.01, 1).compose(amplitude_damping_error(0.03))
    model.add_all_qubit_quantum_error(one, ["ry", "rx", "h"])
    model.add_all_qubit_quantum_error(depolarizing_error(0.05, 2), ["cx"])
    model.add_all_qubit_readout_error(ReadoutError([[0.98, 0.02], [0.06, 0.94]]))
    bound: Any = qd.to_qiskit(CIRCUIT.bind(VALUES))
    bound.measure_all()
    run: Any = AerSimulator(noise_model=model).run(bound, shots=SHOTS, seed_simulator=5)
    return run.result().get_counts()


def test_counts_are_those_of_aer_with_the_same_rates() -> None:
    chosen = target("local:noisy")
    made = lower(CIRCUIT, VALUES, chosen, shots=SHOTS, seed=3, options={"noise": NOISE})
    run = provider_of(chosen).run
    assert run is not None
    ours = run(made.text, target=chosen, shots=SHOTS, seed=3, options=made.options)
    assert ours == run(made.text, target=chosen, shots=SHOTS, seed=3, options=made.options)
    theirs = aer()
    assert sum(ours.values()) == SHOTS
    for bits in {*ours, *theirs}:
        p, q = ours.get(bits, 0) / SHOTS, theirs.get(bits, 0) / SHOTS
        assert abs(p - q) < 5 * np.sqrt(2 * max(p, q) / SHOTS), bits


def test_a_job_keeps_its_noise_and_its_energy_has_it(tmp_path: Any) -> None:
    observable = qd.Observable({"ZZI": 1.0, "IXX": 0.5})
    with qd.Queue.open(tmp_path / "jobs.sqlite", linger=0) as queue:
        job = queue.submit(
            CIRCUIT,
            VALUES,
            target="local:noisy",
            shots=SHOTS,
            seed=1,
            options={"noise": NOISE},
            observable=observable,
        )
        done = queue.wait(job.id, timeout=120)
        expected = queue.expected_energy_with_noise(job.id)
        [told, *_] = (queue.expected_with_noise(part.id) for part in queue.parts(job.id))
    assert sum(told.values()) == pytest.approx(1)
    assert done.state is State.COMPLETED, done
    assert done.energy is not None
    assert done.energy_error is not None
    assert '"one_for_zero": 0.02' in str(done.options["noise"])
    # Turns before a measurement are gates, too, and have their noise.
    exact = qd.Simulator(CIRCUIT, observable, noise=qd.Noise(NOISE)).expectation(VALUES)
    assert abs(done.energy - exact) < 0.05
    assert abs(done.energy - expected) < 5 * done.energy_error


def test_noise_is_asked_for_where_it_counts_alone() -> None:
    noisy = target("local:noisy")
    with pytest.raises(InvalidRequest, match="local:noisy needs noise"):
        lower(CIRCUIT, VALUES, noisy)
    with pytest.raises(InvalidRequest, match="from 0 to 1"):
        lower(CIRCUIT, VALUES, noisy, options={"noise": {"depolarizing": 2}})
    with pytest.raises(InvalidRequest, match="is not JSON"):
        lower(CIRCUIT, VALUES, noisy, options={"noise": "much"})
    with pytest.raises(InvalidRequest, match="Only local:noisy takes noise"):
        lower(CIRCUIT, VALUES, target("local:ideal"), options={"noise": NOISE})
    assert lower(CIRCUIT, VALUES, target("local:ideal")).options == {}


def test_the_noise_of_a_document_goes_with_it() -> None:
    document = qd.Document(CIRCUIT).with_noise(NOISE)
    found = queueing.with_noise({}, "local:noisy", document)
    assert found == {"noise": qd.Noise(NOISE)}
    assert queueing.with_noise({}, "local:ideal", document) == {}
    assert queueing.with_noise({"noise": "x"}, "local:noisy", document) == {"noise": "x"}
