"""Averages of runs with noise against the exact mixture, and what they alone follow."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from qdesign.circuit import Circuit, Condition, Operation
from qdesign.errors import InvalidRequest
from qdesign.pauli import Observable
from qdesign.simulate.engine import Engine
from qdesign.simulate.noise import Noise
from qdesign.simulate.noisy import as_read, compile_runs
from qdesign.simulate.simulator import Simulator
from tests.simulate.oracle import random_circuit
from tests.simulate.test_noisy import RATES

NOISE = Noise(RATES)
RUNS = 4000


def problem(seed: int, num_qubits: int) -> tuple[Circuit, Observable, dict[str, float]]:
    rng = np.random.default_rng(seed)
    circuit = random_circuit(num_qubits, 20, rng)
    labels = ["".join(rng.choice(list("IXYZ"), size=num_qubits)) for _ in range(5)]
    values = {name: float(rng.normal()) for name in circuit.parameters}
    return circuit, Observable({label: float(rng.normal()) for label in labels}), values


def test_averages_are_off_the_exact_energy_by_what_their_errors_say() -> None:
    off: list[float] = []
    for seed in range(16):
        circuit, observable, values = problem(seed, 2 + seed % 4)
        simulator = Simulator(circuit, observable, noise=NOISE)
        mean, error = simulator.trajectories(values, RUNS, seed)
        off.append((mean - simulator.expectation(values)) / error)
    assert max(map(abs, off)) < 4
    assert 0.5 < np.std(off) < 1.6


def test_probabilities_and_bloch_vectors_are_averaged_in_slices_of_any_size() -> None:
    circuit, observable, values = problem(1, 4)
    program = compile_runs(circuit, NOISE)
    point = np.array([values[name] for name in circuit.parameters])
    unread = Noise({name: rate for name, rate in RATES.items() if name != "readout"})
    exact = Simulator(circuit, observable, noise=unread)
    whole, sliced = (Engine(program, averaged=True) for _ in range(2))
    for engine, slices in ((whole, [RUNS]), (sliced, [1, 7, 992, RUNS - 1000])):
        engine.begin_runs(point, seed=3, sums=True)
        assert [engine.more_runs(k) for k in slices][-1] == RUNS
    for read, wanted in (
        (Engine.runs_probabilities, exact.probabilities(values)),
        (Engine.runs_bloch_vectors, exact.bloch_vectors(values)),
    ):
        sums, squares = read(whole)
        np.testing.assert_array_equal(sums, read(sliced)[0])
        mean = sums / RUNS
        error = np.sqrt(np.maximum(squares / RUNS - mean**2, 0) / RUNS)
        assert np.all(np.abs(mean - wanted) <= 5 * error + 1e-12)


def test_readout_errors_act_on_each_letter_of_an_observable() -> None:
    circuit, observable, values = problem(2, 3)
    unread = Noise({name: rate for name, rate in RATES.items() if name != "readout"})
    read = Simulator(circuit, observable, noise=NOISE).expectation(values)
    by_terms = Simulator(circuit, as_read(observable, NOISE), noise=unread)
    assert by_terms.expectation(values) == pytest.approx(read, abs=1e-12)


def test_runs_follow_measurements_resets_and_conditions_with_noise() -> None:
    teleport = Circuit(
        2,
        (
            Operation("h", (0,)),
            Operation("measure", (0,), clbits=(0,)),
            Operation("x", (1,), conditions=(Condition((0,), 1),)),
            Operation("reset", (0,)),
        ),
        num_clbits=1,
    )
    noise = Noise({"bit_flip": {"x": 0.2}, "readout": 0.1})
    simulator = Simulator(teleport, Observable({"ZI": 1.0, "IZ": 2.0}), noise=noise)
    mean, error = simulator.trajectories(runs=RUNS, seed=1)
    # The bit is 1 in half of the runs, misread or not; X then errs in one of five.
    assert mean == pytest.approx(0.8 * (0.5 - 0.5 * 0.6) + 0.8 * 2, abs=4 * error)
    counts = simulator.sample(shots=RUNS, seed=2)
    assert set(counts) == {"0", "1"}
    assert counts["1"] / RUNS == pytest.approx(0.5, abs=0.04)
    stuck = Circuit(1, (*teleport.operations[1:2], Operation("reset", (0,))), num_clbits=1)
    misread = Simulator(stuck, noise=noise).sample(shots=RUNS, seed=3)
    assert misread["1"] / RUNS == pytest.approx(0.1, abs=0.02)


def test_counts_above_ten_qubits_come_one_a_run() -> None:
    circuit = Circuit.of(12, "x 11")
    noise = Noise({"amplitude_damping": {"x": 0.3}, "readout": {"one_for_zero@0": 0.25}})
    counts = Simulator(circuit, noise=noise).sample(shots=RUNS, seed=0)
    assert counts.shots == RUNS
    decayed = sum(number for bits, number in counts.items() if bits[0] == "0")
    wrong = sum(number for bits, number in counts.items() if bits[-1] == "1")
    assert decayed / RUNS == pytest.approx(0.3, abs=0.03)
    assert wrong / RUNS == pytest.approx(0.25, abs=0.03)
    assert counts == Simulator(circuit, noise=noise).sample(shots=RUNS, seed=0)


def test_runs_that_say_nothing_are_refused() -> None:
    simulator = Simulator(Circuit(1), Observable({"Z": 1.0}), noise=NOISE)
    wrong: list[Any] = ["a", 2.5]
    for runs in wrong:
        with pytest.raises(InvalidRequest, match="The number of runs must be a whole number"):
            simulator.trajectories(runs=runs)
    with pytest.raises(InvalidRequest, match="1 runs were asked for; an error needs 2"):
        simulator.trajectories(runs=1)
    with pytest.raises(InvalidRequest, match="no noise to average over"):
        Simulator(Circuit(1), Observable({"Z": 1.0})).trajectories()
