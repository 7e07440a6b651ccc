"""Noise against Qiskit's density matrices and Aer's channels."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from qiskit.quantum_info import DensityMatrix, Operator, Pauli, SparsePauliOp
from qiskit_aer.noise import amplitude_damping_error, depolarizing_error, phase_damping_error

from qdesign.circuit import Circuit, Condition, Operation
from qdesign.errors import InvalidRequest, NotUnitary, TooLarge
from qdesign.pauli import Observable
from qdesign.simulate.noise import Channels, Noise
from qdesign.simulate.noisy import NoisySimulator
from tests.simulate.oracle import random_circuit, to_qiskit

ONE = Channels(depolarizing=0.02, amplitude_damping=0.03, phase_damping=0.01)
TWO = Channels(depolarizing=0.05, amplitude_damping=0.02)


def errors(channels: Channels, num_qubits: int) -> Any:
    damping = amplitude_damping_error(channels["amplitude_damping"]).compose(
        phase_damping_error(channels["phase_damping"])
    )
    each = damping
    for _ in range(num_qubits - 1):
        each = each.tensor(damping)
    return depolarizing_error(channels["depolarizing"], num_qubits).compose(each)


def density(circuit: Circuit, values: dict[str, float]) -> DensityMatrix:
    """The density matrix, every gate followed by its channels."""
    converted = to_qiskit(circuit, values)
    rho = DensityMatrix.from_int(0, 2**circuit.num_qubits)
    for item in converted.data:
        wires = [converted.find_bit(q).index for q in item.qubits]
        rho = rho.evolve(item.operation, wires)
        if wires:
            found = errors(ONE if len(wires) == 1 else TWO, len(wires))
            rho = rho.evolve(found.to_quantumchannel(), wires)
    return rho


@pytest.mark.parametrize("seed", range(12))
def test_noisy_states_and_gradients_match_qiskit(seed: int) -> None:
    rng = np.random.default_rng(seed)
    num_qubits = 2 + seed % 3
    circuit = random_circuit(num_qubits, 12, rng)
    values = {name: float(rng.normal()) for name in circuit.parameters}
    labels = ["".join(rng.choice(list("IXYZ"), size=num_qubits)) for _ in range(6)]
    observable = Observable({label: float(rng.normal()) for label in labels})
    noise = Noise(one_qubit=ONE, several_qubits=TWO)
    simulator = NoisySimulator(circuit, noise, observable)
    rho = density(circuit, values)
    operator = SparsePauliOp.from_list(list(observable.terms))
    energy = simulator.expectation(values)
    assert energy == pytest.approx(rho.expectation_value(Operator(operator)).real, abs=1e-9)
    np.testing.assert_allclose(simulator.probabilities(values), rho.probabilities(), atol=1e-9)
    vector = simulator.pauli_vector(values)
    for index in rng.integers(4**num_qubits, size=20):
        letters = ["IXZY"[int(index) >> 2 * q & 3] for q in reversed(range(num_qubits))]
        expected = rho.expectation_value(Operator(Pauli("".join(letters)))).real
        assert vector[index] == pytest.approx(expected, abs=1e-9)
    again, gradient = simulator.gradient(values)
    assert again == pytest.approx(energy, abs=1e-12)
    point = np.array([values[name] for name in circuit.parameters])
    for k in range(len(point)):
        ends = []
        for amount in (-2, -1, 1, 2):
            shifted = point.copy()
            shifted[k] += amount * 1e-3
            ends.append(simulator.expectation(shifted))
        slope = (ends[0] - 8 * ends[1] + 8 * ends[2] - ends[3]) / 12e-3
        assert gradient[k] == pytest.approx(slope, abs=1e-7)


def test_without_channels_strength_zero_the_state_is_pure() -> None:
    rng = np.random.default_rng(0)
    circuit = random_circuit(3, 40, rng)
    values = {name: float(rng.normal()) for name in circuit.parameters}
    noise = Noise(readout=(1e-300, 0.0))
    state = DensityMatrix(to_qiskit(circuit, values))
    probabilities = NoisySimulator(circuit, noise).probabilities(values)
    np.testing.assert_allclose(probabilities, state.probabilities(), atol=1e-12)


def test_readout_errors_flip_what_is_read() -> None:
    noise = Noise(readout=(0.1, 0.3))
    simulator = NoisySimulator(Circuit.of(2, "x 1"), noise, Observable({"ZI": 1.0}))
    expected = np.kron([0.3, 0.7], [0.9, 0.1])
    np.testing.assert_allclose(simulator.probabilities(), expected, atol=1e-14)
    assert simulator.expectation() == pytest.approx(-0.4)


def test_a_reset_prepares_zero() -> None:
    circuit = Circuit(2, (Operation("x", (0,)), Operation("h", (1,)), Operation("reset", (0,))))
    simulator = NoisySimulator(circuit, Noise(readout=(0.0, 1e-300)))
    np.testing.assert_allclose(simulator.probabilities(), [0.5, 0, 0.5, 0], atol=1e-14)


def test_channels_by_gate_take_the_place_of_those_by_size() -> None:
    noise = Noise(one_qubit=ONE, by_gate={"x": Channels(depolarizing=0.5)})
    assert noise.after("x", 1)["depolarizing"] == 0.5
    assert noise.after("y", 1) == ONE
    simulator = NoisySimulator(Circuit.of(1, "x 0"), noise, Observable({"Z": 1.0}))
    assert simulator.expectation() == pytest.approx(-0.5)


def test_what_noise_cannot_follow_is_said() -> None:
    with pytest.raises(TooLarge, match="13 qubits"):
        NoisySimulator(Circuit.of(13, "h 0"), Noise())
    with pytest.raises(InvalidRequest, match="from 0 to 1"):
        Channels(depolarizing=1.5)
    circuit = Circuit(1, (Operation("x", (0,), conditions=(Condition((0,), 1),)),), num_clbits=1)
    with pytest.raises(NotUnitary, match="conditions"):
        NoisySimulator(circuit, Noise())
