"""Noise against Qiskit's density matrices and Aer's channels."""

from __future__ import annotations

import pickle
from dataclasses import replace
from typing import Any, cast

import numpy as np
import pytest
from qiskit.circuit.library import RZZGate
from qiskit.quantum_info import DensityMatrix, Operator, Pauli, SparsePauliOp, SuperOp
from qiskit_aer.noise import (
    ReadoutError,
    amplitude_damping_error,
    depolarizing_error,
    pauli_error,
    phase_damping_error,
    thermal_relaxation_error,
)

import qdesign as qd
from qdesign.circuit import Block, Circuit, Condition, Operation
from qdesign.document import Document
from qdesign.errors import InvalidRequest, NotUnitary, TooLarge
from qdesign.pauli import Observable
from qdesign.simulate.noise import Noise
from qdesign.simulate.noisy import NoisyState
from qdesign.simulate.simulator import Simulator
from tests.simulate.oracle import random_circuit, to_qiskit

RATES: dict[str, Any] = {
    "depolarizing": {"1": 0.02, "2": 0.05},
    "amplitude_damping": {"1": 0.03, "2": 0.02},
    "phase_damping": {"1": 0.01},
    "bit_flip": {"2": 0.015},
    "phase_flip": {"1": 0.01, "2": 0.02},
    "thermal": {"1": 0.05, "2": 0.4, "t1": 40.0, "t2": 30.0},
    "crosstalk": {"2": 0.07},
    "readout": {"one_for_zero": 0.02, "zero_for_one": 0.05},
}


def one_qubit_error(kind: str) -> Any:
    """Aer's channels in the order of the catalog, on one qubit of a gate of a kind."""

    def rate(name: str) -> float:
        return RATES[name].get(kind, 0.0)

    found = amplitude_damping_error(rate("amplitude_damping"))
    found = found.compose(phase_damping_error(rate("phase_damping")))
    for letter, name in (("X", "bit_flip"), ("Z", "phase_flip")):
        found = found.compose(pauli_error([(letter, rate(name)), ("I", 1 - rate(name))]))
    thermal = RATES["thermal"]
    return found.compose(thermal_relaxation_error(thermal["t1"], thermal["t2"], thermal[kind]))


def density(circuit: Circuit, values: dict[str, float], only: int | None = None) -> DensityMatrix:
    """The density matrix, every gate (or that of one number) followed by its channels."""
    circuit = circuit.placed()  # crosstalk is of the gates as they are drawn
    converted = to_qiskit(circuit, values)
    n = circuit.num_qubits
    rho = DensityMatrix.from_int(0, 2**n)
    for number, item in enumerate(converted.data):
        wires = [converted.find_bit(q).index for q in item.qubits]
        rho = rho.evolve(item.operation, wires)
        if not wires or only not in (None, number):
            continue
        kind = "1" if len(wires) == 1 else "2"
        rho = rho.evolve(
            depolarizing_error(RATES["depolarizing"][kind], len(wires)).to_quantumchannel(), wires
        )
        each = SuperOp(one_qubit_error(kind))
        for wire in wires:
            rho = rho.evolve(each, [wire])
            if kind == "2":
                for near in {wire - 1, wire + 1} & set(range(n)) - set(wires):
                    rho = rho.evolve(RZZGate(RATES["crosstalk"]["2"]), [wire, near])
    return rho


def as_read(probabilities: Any, num_qubits: int) -> Any:
    """Probabilities behind Aer's readout error on every qubit."""
    wrong, right = RATES["readout"]["one_for_zero"], RATES["readout"]["zero_for_one"]
    given = ReadoutError([[1 - wrong, wrong], [right, 1 - right]]).probabilities
    whole = np.ones((1, 1))
    for _ in range(num_qubits):
        whole = np.kron(whole, given.T)
    return whole @ probabilities


@pytest.mark.parametrize("seed", range(8))
def test_noisy_states_and_gradients_match_aers_channels(seed: int) -> None:
    rng = np.random.default_rng(seed)
    num_qubits = 2 + seed % 3
    circuit = random_circuit(num_qubits, 12, rng)
    values = {name: float(rng.normal()) for name in circuit.parameters}
    labels = ["".join(rng.choice(list("IXYZ"), size=num_qubits)) for _ in range(6)]
    observable = Observable({label: float(rng.normal()) for label in labels})
    rho = density(circuit, values)
    unread = Noise({name: rate for name, rate in RATES.items() if name != "readout"})
    simulator = Simulator(circuit, observable, noise=unread)
    operator = SparsePauliOp.from_list(list(observable.terms))
    energy = simulator.expectation(values)
    assert energy == pytest.approx(rho.expectation_value(Operator(operator)).real, abs=1e-9)
    np.testing.assert_allclose(simulator.probabilities(values), rho.probabilities(), atol=1e-9)
    read = Simulator(circuit, noise=Noise(RATES))
    expected = as_read(rho.probabilities(), num_qubits)
    np.testing.assert_allclose(read.probabilities(values), expected, atol=1e-9)
    point = np.array([values[name] for name in circuit.parameters])
    vector = NoisyState(circuit, unread).pauli_vector(point)
    for index in rng.integers(4**num_qubits, size=20):
        letters = ["IXZY"[int(index) >> 2 * q & 3] for q in reversed(range(num_qubits))]
        wanted = rho.expectation_value(Operator(Pauli("".join(letters)))).real
        assert vector[index] == pytest.approx(wanted, abs=1e-9)
    qubits = (num_qubits - 1, 0)
    left = [q for q in range(num_qubits) if q not in qubits]
    small = np.asarray(_traced(rho, left)).reshape((2,) * 4)
    # Tracing keeps the order of qubits: 0 is the lower one there, and the higher one here.
    swapped = small.transpose(1, 0, 3, 2).reshape(4, 4)
    np.testing.assert_allclose(read.reduced_state(qubits, values), swapped, atol=1e-9)
    again, gradient = simulator.gradient(values)
    assert again == pytest.approx(energy, abs=1e-12)
    for k in range(len(point)):
        ends = []
        for amount in (-2, -1, 1, 2):
            shifted = point.copy()
            shifted[k] += amount * 1e-3
            ends.append(simulator.expectation(shifted))
        slope = (ends[0] - 8 * ends[1] + 8 * ends[2] - ends[3]) / 12e-3
        assert gradient[k] == pytest.approx(slope, abs=1e-7)


def _traced(rho: DensityMatrix, left: list[int]) -> Any:
    from qiskit.quantum_info import partial_trace

    return partial_trace(rho, left).data


def test_without_noise_of_any_strength_the_state_is_pure() -> None:
    rng = np.random.default_rng(0)
    circuit = random_circuit(3, 40, rng)
    values = {name: float(rng.normal()) for name in circuit.parameters}
    state = DensityMatrix(to_qiskit(circuit, values))
    for noise in (Noise({}), Noise({"depolarizing": 0, "crosstalk": 0.0, "readout": 0})):
        probabilities = Simulator(circuit, noise=noise).probabilities(values)
        np.testing.assert_allclose(probabilities, state.probabilities(), atol=1e-12)


def test_readout_errors_flip_what_is_read_by_qubit() -> None:
    noise = Noise({"readout": {"one_for_zero": 0.1, "zero_for_one": 0.3, "one_for_zero@0": 0.2}})
    simulator = Simulator(Circuit.of(2, "x 1"), Observable({"ZI": 1.0}), noise=noise)
    expected = np.kron([0.3, 0.7], [0.8, 0.2])
    np.testing.assert_allclose(simulator.probabilities(), expected, atol=1e-14)
    assert simulator.expectation() == pytest.approx(-0.4)
    counts = simulator.sample(shots=20_000, seed=1)
    assert counts.shots == 20_000
    assert counts["10"] / 20_000 == pytest.approx(0.56, abs=0.02)


def test_a_reset_prepares_zero() -> None:
    circuit = Circuit(2, (Operation("x", (0,)), Operation("h", (1,)), Operation("reset", (0,))))
    probabilities = Simulator(circuit, noise=Noise({})).probabilities()
    np.testing.assert_allclose(probabilities, [0.5, 0, 0.5, 0], atol=1e-14)


def test_the_narrowest_key_counts() -> None:
    keys = {"1": 0.1, "1@2": 0.2, "x": 0.3, "x@1": 0.4, "2": 0.5, "2@3,0": 0.6, "cx@1,2": 0.7}
    noise = Noise({"depolarizing": keys})

    def rate(gate: str, *wires: int) -> float:
        return noise.after(gate, wires)[0][1]

    assert [rate("y", 0), rate("y", 2), rate("x", 2), rate("x", 1)] == [0.1, 0.2, 0.3, 0.4]
    assert [rate("cx", 0, 1), rate("cz", 0, 3), rate("cx", 2, 1)] == [0.5, 0.6, 0.7]
    assert rate("ccx", 0, 1, 2) == 0.5
    # A drawn control counts as part of the gate: an X with one is a CX.
    drawn = Circuit(3, (Operation("x", (2,), controls=(1,)),))
    strong = Noise({"depolarizing": {"cx@1,2": 1.0}})
    probabilities = Simulator(drawn, noise=strong).probabilities()
    np.testing.assert_allclose(probabilities, [0.25, 0, 0.25, 0, 0.25, 0, 0.25, 0], atol=1e-12)


def test_pairs_of_crosstalk_take_the_place_of_neighbors_by_number() -> None:
    circuit = Circuit.of(3, "h 0; h 1; h 2; cx 1 2")
    angle = 0.3
    by_number = Simulator(circuit, noise=Noise({"crosstalk": angle})).bloch_vectors()
    assert by_number[0, 0] == pytest.approx(np.cos(angle))
    pair = Noise({"crosstalk": {"crosstalk@0,2": 0.5, "2": angle}})
    assert Simulator(circuit, noise=pair).bloch_vectors()[0, 0] == pytest.approx(np.cos(0.5))


def test_noise_is_one_value_whatever_way_it_is_given() -> None:
    noise = qd.Noise({"readout": 0.02, "depolarizing": {"2": 0.01, "1": 0.001, "2@3,0": 0.03}})
    assert noise == qd.Noise(noise.to_json()) == qd.Noise(noise.channels)
    assert list(noise.to_json()) == ["depolarizing", "readout"]
    assert list(noise.to_json()["depolarizing"]) == ["1", "2", "2@0,3"]
    assert pickle.loads(pickle.dumps(noise)) == noise
    assert len({noise, qd.Noise(noise.channels)}) == 1
    numbered = cast("Any", {"depolarizing": {1: 0.1}})
    assert qd.Noise(numbered).to_json() == {"depolarizing": {"1": 0.1}}
    document = Document(Circuit.of(1, "rx(a) 0")).with_noise(noise)
    assert Document.loads(document.dumps()).noise == noise
    assert document.with_noise(None).noise is None
    assert Document(Circuit(1)).noise is None


def test_crosstalk_acts_in_the_order_of_the_drawing_however_it_was_written() -> None:
    written = Circuit.of(3, "h 0; ry(a) 1; ry(1.1) 2; t 0; cx 1 0; ry(b) 2")
    observable = Observable({"XXX": 1.0, "ZYI": 0.3})
    noise = Noise({"crosstalk": 0.7, "bit_flip": 0.05})
    values = {"b": 0.9, "a": 0.7}
    drawn = Document(written).body
    assert isinstance(drawn, Circuit)
    simulators = [
        Simulator(circuit, observable, noise=noise)
        for circuit in (written, drawn, qd.qasm.loads(qd.qasm.dumps(written)))
    ]
    for simulator in simulators:
        assert simulator.expectation(values) == pytest.approx(0.6509338051747, abs=1e-12)
        assert simulator.trajectories(values, 2000, 1) == simulators[0].trajectories(
            values, 2000, 1
        )
    # A gate in a later column comes later, though nothing on its own qubits tells.
    late = [
        replace(item, column=7) if item.id == "o6" else item for item in written.placed().operations
    ]
    moved = Simulator(written.with_operations(late), observable, noise=noise)
    assert moved.expectation(values) == pytest.approx(0.5636, abs=1e-3)
    found = qd.mitigate(written, observable, values, noise=noise, method="twirling")
    assert found.raw == pytest.approx(0.6509, abs=5 * found.raw_error)
    assert found.raw_error < 0.015


def test_the_cost_of_crosstalk_is_what_it_takes_first() -> None:
    # Small angles: what each gate takes alone adds up to what all take, but for cross terms.
    circuit = Circuit.of(3, "h 0; h 2; cx 0 1; t 0; ry(0.4) 2")
    costs = Simulator(circuit, noise=Noise({"crosstalk": 1e-3})).gate_costs()
    ideal = Simulator(circuit).statevector()
    vector = NoisyState(circuit, Noise({"crosstalk": 1e-3})).pauli_vector(np.zeros(0))
    rho = sum(
        vector[index] * Operator(Pauli("".join("IXZY"[index >> 2 * q & 3] for q in (2, 1, 0)))).data
        for index in range(64)
    )
    kept = np.vdot(ideal, rho @ ideal).real / 8
    assert sum(costs.values()) == pytest.approx(1 - kept, rel=1e-5)


def test_a_gate_costs_the_fidelity_that_its_noise_alone_takes() -> None:
    for seed in range(4):
        rng = np.random.default_rng(seed)
        circuit = random_circuit(2 + seed % 3, 12, rng).placed()
        values = {name: float(rng.normal()) for name in circuit.parameters}
        state = density(circuit, values, only=-1)
        costs = Simulator(circuit, noise=Noise(RATES)).gate_costs(values)
        assert list(costs) == [operation.id for operation in circuit.operations]
        for number, cost in enumerate(costs.values()):
            noisy = density(circuit, values, only=number)
            fidelity = np.trace(state.data @ noisy.data).real
            assert cost == pytest.approx(1 - fidelity, abs=1e-9)


def test_a_block_costs_what_its_gates_do_and_measurements_at_the_end_nothing() -> None:
    body = Circuit.of(1, "x 0").operations
    last = Operation("measure", (0,), clbits=(0,), id="m")
    circuit = Circuit(1, (Block(body, count=3, id="b"), last), num_clbits=1)
    costs = Simulator(circuit, noise=Noise({"bit_flip": 0.1})).gate_costs()
    assert costs == {"b": pytest.approx(0.3), "m": 0}
    with pytest.raises(InvalidRequest, match="no noise"):
        Simulator(circuit).gate_costs()


BAD: dict[str, tuple[Any, str]] = {
    "a channel": ({"x": 1}, "There is no channel 'x'. Choose from: depolarizing"),
    "a rate": ({"depolarizing": 1.5}, "a number from 0 to 1"),
    "not a number": ({"depolarizing": float("nan")}, "'nan'; it must be a number from 0 to 1"),
    "a key": ({"depolarizing": {"swp": 0.1}}, "has no key 'swp'; it takes 1, 2, a gate's name"),
    "no gate": ({"depolarizing": {"measure": 0.1}}, "has no key 'measure'"),
    "no qubits": ({"depolarizing": {"1@": 0.1}}, "names no qubits"),
    "a qubit twice": ({"depolarizing": {"2@1,1": 0.1}}, "names no qubits"),
    "one of two": ({"depolarizing": {"cx@0": 0.1}}, "'cx' is of 2 qubits: write such as 'cx@0,1'"),
    "two of one": ({"depolarizing": {"1@0,1": 0.1}}, "'1' is of 1 qubit: write such as '1@0'"),
    "fewer than two": ({"depolarizing": {"2@0": 0.1}}, "'2' is of gates on two qubits or more"),
    "an option": ({"thermal": {"t1": 9, "1": 1, "t1@0,1": 9}}, "'t1' is of 1 qubit"),
    "a pair": ({"crosstalk": {"crosstalk@1": 0.1}}, "names no two qubits"),
    "no qubit": ({"depolarizing": {"gphase": 0.1}}, "'gphase' of the channel 'depolarizing' never"),
    "twice": ({"depolarizing": {"2@0,1": 0.1, "2@1,0": 0.2}}, "second time as '2@1,0'"),
    "a number twice": ({"depolarizing": {1: 0.1, "1": 0.2}}, "'1' of the channel 'depolarizing'"),
    "no kind": ({"depolarizing": {True: 0.1}}, "has no key 'True'"),
    "no mapping": (3, "takes a mapping"),
    "no times": ({"thermal": 0.1}, "needs t1 or t2"),
    "T2": ({"thermal": {"1": 0.1, "t1": 10, "t2@4": 21}}, "no qubit has a T2 above 2 T1"),
    "many": ({"depolarizing": {f"1@{k}": 0.1 for k in range(10_001)}}, "10,000 at most"),
}


@pytest.mark.parametrize("given", BAD.values(), ids=BAD.keys())
def test_noise_that_cannot_be_is_said_in_a_sentence(given: tuple[Any, str]) -> None:
    with pytest.raises(InvalidRequest) as caught:
        Noise(given[0])
    assert given[1] in str(caught.value)


def test_what_noise_cannot_follow_is_said() -> None:
    noise = {"depolarizing": 0.1}
    with pytest.raises(TooLarge, match=r"trajectories\(values"):
        Simulator(Circuit.of(13, "h 0"), noise=cast("Any", noise)).probabilities()
    with pytest.raises(InvalidRequest, match="a mapping of channels to rates; int was given"):
        Simulator(Circuit(1), noise=cast("Any", 3))
    circuit = Circuit(1, (Operation("x", (0,), conditions=(Condition((0,), 1),)),), num_clbits=1)
    with pytest.raises(NotUnitary, match="conditions"):
        Simulator(circuit, noise=Noise({})).probabilities()
    simulator = Simulator(Circuit(1), Observable({"Z": 1.0}), noise=Noise(noise))
    for ask in (simulator.statevector, simulator.jacobian, lambda: simulator.entropy([0])):
        with pytest.raises(NotUnitary, match="no single state"):
            ask()
