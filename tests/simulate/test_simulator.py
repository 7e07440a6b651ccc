"""Circuits through the whole simulator, against Qiskit."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from qiskit.quantum_info import (
    DensityMatrix,
    Operator,
    SparsePauliOp,
    Statevector,
    entropy,
    partial_trace,
)

from qdesign.angle import Angle
from qdesign.circuit import Block, Circuit, Condition, Operation
from qdesign.errors import (
    InvalidObservable,
    InvalidRequest,
    MissingValue,
    NotUnitary,
    TooLarge,
    UnknownParameter,
)
from qdesign.gates import GATES
from qdesign.pauli import Observable
from qdesign.simulate.noise import Noise
from qdesign.simulate.simulator import Simulator
from tests.simulate.oracle import UNITARY_GATES, random_circuit, to_qiskit


def random_values(circuit: Circuit, rng: np.random.Generator) -> dict[str, float]:
    return {name: float(rng.uniform(-np.pi, np.pi)) for name in circuit.parameters}


@pytest.mark.parametrize("name", UNITARY_GATES)
def test_every_row_of_the_gate_table_is_qiskits_matrix(name: str) -> None:
    rng = np.random.default_rng(len(name))
    row = GATES[name]
    wires = max(row.num_qubits, 1)
    angles = tuple(Angle.of(float(rng.normal())) for _ in row.angles)
    order = tuple(int(q) for q in rng.permutation(wires)[: row.num_qubits])
    gate = Circuit(wires, (Operation(name, order, angles),))
    full = np.asarray(Operator(to_qiskit(gate, {})).data)
    for index in range(1 << wires):
        flips = tuple(Operation("x", (q,)) for q in range(wires) if index >> q & 1)
        state = Simulator(Circuit(wires, flips).then(gate)).statevector()
        np.testing.assert_allclose(state, full[:, index], atol=1e-14)


@pytest.mark.parametrize("seed", range(100))
def test_random_circuits_match_qiskit(seed: int) -> None:
    rng = np.random.default_rng(seed)
    circuit = random_circuit(2 + seed % 5, 40, rng)
    values = random_values(circuit, rng)
    expected = Statevector(to_qiskit(circuit, values)).data
    np.testing.assert_allclose(Simulator(circuit).statevector(values), expected, atol=1e-12)


def random_observable(num_qubits: int, rng: np.random.Generator) -> Observable:
    labels = ["".join(rng.choice(list("IXYZ"), size=num_qubits)) for _ in range(8)]
    return Observable({label: float(rng.normal()) for label in labels})


@pytest.mark.parametrize("seed", range(100))
def test_energies_and_gradients_match_qiskit_and_finite_differences(seed: int) -> None:
    rng = np.random.default_rng(seed)
    circuit = random_circuit(2 + seed % 3, 25, rng)
    observable = random_observable(circuit.num_qubits, rng)
    simulator = Simulator(circuit, observable)
    values = np.array(list(random_values(circuit, rng).values()))
    energy, gradient = simulator.gradient(values)
    assert simulator.expectation(values) == pytest.approx(energy, abs=1e-11)
    state = Statevector(to_qiskit(circuit, dict(zip(circuit.parameters, values, strict=True))))
    operator = SparsePauliOp.from_list(list(observable.as_dict().items()))
    assert energy == pytest.approx(state.expectation_value(operator).real, abs=1e-11)
    for k in range(len(values)):
        shifted = [values.copy() for _ in range(4)]
        for copy, amount in zip(shifted, (-2, -1, 1, 2), strict=True):
            copy[k] += amount * 1e-3
        a, b, c, d = (simulator.expectation(copy) for copy in shifted)
        assert gradient[k] == pytest.approx((a - 8 * b + 8 * c - d) / 12e-3, abs=1e-6)


def test_controls_blocks_and_global_phase_are_run() -> None:
    a = Angle.parameter("a")
    body = (Operation("rx", (1,), (a,), controls=(0,), anticontrols=(2,)), Operation("h", (2,)))
    circuit = Circuit(
        3,
        (
            Operation("h", (0,)),
            Block(body, count=2, indexed=(("a", ("a_1", "a_2")),)),
            Operation("swap", (0, 1), anticontrols=(2,)),
            Operation("iswap", (0, 1), controls=(2,)),
        ),
        global_phase=Angle.parse("a_1/2"),
    )
    values = {"a_1": 0.4, "a_2": -1.3}
    expected = Statevector(to_qiskit(circuit.flat(), values)).data
    np.testing.assert_allclose(Simulator(circuit).statevector(values), expected, atol=1e-13)


def test_outputs_match_qiskits_partial_traces() -> None:
    rng = np.random.default_rng(3)
    circuit = random_circuit(5, 60, rng)
    values = random_values(circuit, rng)
    simulator = Simulator(circuit)
    state = Statevector(to_qiskit(circuit, values))
    reduced = partial_trace(state, [0, 2, 4])
    np.testing.assert_allclose(simulator.reduced_state([1, 3], values), reduced.data, atol=1e-12)
    swapped = DensityMatrix(reduced).reverse_qargs()
    np.testing.assert_allclose(simulator.reduced_state([3, 1], values), swapped.data, atol=1e-12)
    assert simulator.entropy([1, 3], values) == pytest.approx(entropy(reduced, base=2), abs=1e-10)
    np.testing.assert_allclose(
        simulator.marginal([3, 1], values), state.probabilities([3, 1]), atol=1e-12
    )
    for qubit, vector in enumerate(simulator.bloch_vectors(values)):
        expected = [
            state.expectation_value(SparsePauliOp.from_sparse_list([(p, [qubit], 1.0)], 5)).real
            for p in "XYZ"
        ]
        np.testing.assert_allclose(vector, expected, atol=1e-12)


def test_the_state_after_a_column_is_that_of_the_gates_so_far() -> None:
    circuit = Circuit.of(2, "ry(a) 0; cx 0 1; rx(b) 1")
    simulator = Simulator(circuit)
    values = {"a": 0.3, "b": 1.1}
    np.testing.assert_allclose(simulator.state_after(-1, values), [1, 0, 0, 0])
    np.testing.assert_allclose(
        simulator.state_after(1, values),
        Simulator(Circuit.of(2, "ry(a) 0; cx 0 1")).statevector({"a": 0.3}),
    )
    np.testing.assert_allclose(simulator.state_after(9, values), simulator.statevector(values))


def measured(text: str, *more: Operation, num_qubits: int = 2) -> Circuit:
    circuit = Circuit.of(num_qubits, text, num_clbits=2)
    return circuit.with_operations((*circuit.operations, *more))


def test_measurements_at_the_end_do_not_hide_the_state() -> None:
    circuit = measured(
        "h 0; cx 0 1",
        Operation("measure", (0,), clbits=(1,)),
        Operation("measure", (1,), clbits=(0,)),
    )
    simulator = Simulator(circuit)
    np.testing.assert_allclose(simulator.probabilities(), [0.5, 0, 0, 0.5], atol=1e-15)
    counts = simulator.shots(1000, seed=1)
    assert set(counts) == {"00", "11"}
    assert sum(counts.values()) == 1000
    assert abs(counts["00"] - 500) < 80
    assert simulator.shots(1000, seed=1) == counts


@pytest.mark.parametrize(
    ("condition", "outcome"),
    [
        (Condition((0, 1), 1), 1),
        (Condition((0, 1), 2), 0),
        (Condition((0, 1), 1, equal=False), 0),
        (Condition((0, 1), 3, equal=False), 1),
        (Condition((0, 1), 2, equal=False), 1),
    ],
)
def test_conditions_compare_all_their_bits(condition: Condition, outcome: int) -> None:
    circuit = measured(
        "x 0",
        Operation("measure", (0,), clbits=(0,)),
        Operation("x", (1,), conditions=(condition, Condition((0,), 1))),
    )
    probabilities = Simulator(circuit).probabilities(seed=0)
    assert probabilities[1 + 2 * outcome] == pytest.approx(1)


def test_teleportation_moves_the_state() -> None:
    circuit = measured(
        "ry(0.7) 0; rz(0.4) 0; h 1; cx 1 2; cx 0 1; h 0",
        Operation("measure", (0,), clbits=(0,)),
        Operation("measure", (1,), clbits=(1,)),
        Operation("x", (2,), conditions=(Condition((1,), 1),)),
        Operation("z", (2,), conditions=(Condition((0,), 1),)),
        num_qubits=3,
    )
    simulator = Simulator(circuit)
    sent = Simulator(Circuit.of(1, "ry(0.7) 0; rz(0.4) 0")).bloch_vectors()[0]
    for seed in range(8):
        np.testing.assert_allclose(simulator.bloch_vectors(seed=seed)[2], sent, atol=1e-12)
    with pytest.raises(NotUnitary, match="seed"):
        simulator.statevector()
    counts = simulator.shots(400, seed=5)
    assert sum(counts.values()) == 400
    assert len(counts) == 4


def test_wrong_requests_are_told_by_name() -> None:
    circuit = Circuit.of(2, "ry(a) 0; ry(b) 1")
    simulator = Simulator(circuit, Observable({"ZZ": 1.0}))
    with pytest.raises(MissingValue, match="'b'"):
        simulator.expectation({"a": 0.1})
    with pytest.raises(UnknownParameter, match="'c'"):
        simulator.expectation({"a": 0.1, "b": 0.2, "c": 0.3})
    with pytest.raises(InvalidObservable, match="3 qubits"):
        Simulator(circuit, Observable({"ZZZ": 1.0}))
    with pytest.raises(InvalidRequest, match="no observable"):
        Simulator(circuit).expectation([0.1, 0.2])
    with pytest.raises(InvalidRequest, match="name each once"):
        simulator.marginal([0, 0], [0.1, 0.2])
    with pytest.raises(TooLarge, match="40 qubits need"):
        Simulator(Circuit.of(40, "h 0")).statevector()


def test_a_simulator_goes_to_another_process_and_runs_as_here() -> None:
    circuit = Circuit.of(2, "ry(a) 0; cx 0 1")
    for noise in (None, Noise({"depolarizing": 0.1})):
        simulator = Simulator(circuit, Observable({"ZZ": 1.0, "IX": 0.5}), noise=noise)
        simulator.expectation([0.4])
        again = pickle.loads(pickle.dumps(simulator))
        assert again.expectation([0.4]) == simulator.expectation([0.4])


@pytest.mark.parametrize("count", [9, 10, 11])
def test_states_larger_than_a_block_get_every_flip(count: int) -> None:
    rng = np.random.default_rng(count)
    n = 15
    wires = rng.choice(n, size=count, replace=False)
    flips = {"I" * (n - 1 - q) + "X" + "I" * q: 0.1 + q for q in wires.tolist()}
    bonds = {"I" * (n - 2 - q) + "ZZ" + "I" * q: rng.normal() for q in range(n - 1)}
    observable = Observable({**flips, **bonds})
    gates = (f"ry(a{q}) {q}; rz(b{q}) {q}; cx {q} {(q + 1) % n}" for q in range(n))
    circuit = Circuit.of(n, "; ".join(gates))
    simulator = Simulator(circuit, observable)
    values = rng.normal(size=2 * n)
    energy, slope = simulator.gradient(values)
    assert energy == pytest.approx(observable.expectation(simulator.statevector(values)), abs=1e-11)
    shift = np.zeros(2 * n)
    shift[4] = np.pi / 2
    ends = simulator.expectation(values + shift), simulator.expectation(values - shift)
    assert slope[4] == pytest.approx((ends[0] - ends[1]) / 2, abs=1e-11)


def test_states_at_many_points_are_those_one_by_one() -> None:
    simulator = Simulator(Circuit.of(3, "ry(a) 0; cx 0 1; rx(a*b) 1; crz(b) 1 2; h 2; rz(c) 2"))
    points = np.random.default_rng(5).uniform(-9, 9, (7, 3))
    found = simulator.statevectors(points)
    assert np.array_equal(found, [simulator.statevector(point) for point in points])
    assert simulator.statevectors(points[:0]).shape == (0, 8)
    with pytest.raises(InvalidRequest, match="one column for each of the 3"):
        simulator.statevectors(points[:, :2])
    with pytest.raises(NotUnitary):
        Simulator(Circuit.of(1, "h 0; reset 0; rx(a) 0")).statevectors(points[:, :1])
