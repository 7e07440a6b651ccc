"""Measurement, reset, conditions in the middle, against density matrices that Qiskit evolves."""

import importlib
import itertools
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from qdesign.circuit import Circuit, Condition, Operation
from qdesign.errors import NotUnitary, TooLarge
from qdesign.pauli import Observable
from qdesign.simulate.simulator import Simulator
from tests.simulate.oracle import qiskit_gate, random_circuit

info: Any = importlib.import_module("qiskit.quantum_info")
_ZERO = np.array([[1, 0], [0, 0]])
_ONE = np.array([[0, 0], [0, 1]])
_DOWN = np.array([[0, 1], [0, 0]])


def random_measured(num_qubits: int, length: int, rng: np.random.Generator) -> Circuit:
    """Gates of any row, with measurements, resets and conditions strewn in."""
    bits = 3
    operations: list[Operation] = []
    for operation in random_circuit(num_qubits, length, rng).plain_operations:
        qubit = int(rng.integers(num_qubits))
        kind = rng.random()
        if kind < 0.12:
            operations.append(Operation("measure", (qubit,), clbits=(int(rng.integers(bits)),)))
        elif kind < 0.2:
            operations.append(Operation("reset", (qubit,)))
        if rng.random() < 0.3:
            some = tuple(int(b) for b in rng.permutation(bits)[: int(rng.integers(1, 3))])
            condition = Condition(some, int(rng.integers(1 << len(some))), bool(rng.random() < 0.6))
            operation = Operation(
                operation.gate, operation.qubits, operation.angles, conditions=(condition,)
            )
        operations.append(operation)
    return Circuit(num_qubits, tuple(operations), num_clbits=bits)


def multiplied_out(circuit: Circuit, values: dict[str, float]) -> NDArray[np.complex128]:
    """The density matrix at the end, one for each content of the classical bits carried along.

    As everywhere, measurements after which nothing happens are left out.
    """
    size = 1 << circuit.num_qubits
    start = np.zeros((size, size), dtype=complex)
    start[0, 0] = 1
    branches = {(0,) * circuit.num_clbits: start}
    for operation in circuit.without_final_measurements().plain_operations:
        after: dict[tuple[int, ...], NDArray[np.complex128]] = {}
        for bits, rho in branches.items():
            if not all(_holds(c, bits) for c in operation.conditions):
                after[bits] = after.get(bits, 0) + rho
                continue
            for outcome, matrix in _maps(operation, values):
                seen = list(bits)
                if outcome is not None:
                    seen[operation.clbits[0]] = outcome
                state = info.DensityMatrix(rho).evolve(
                    info.Operator(matrix), list(operation.qubits)
                )
                key = tuple(seen)
                after[key] = after.get(key, 0) + state.data
        branches = after
    return sum(branches.values(), np.zeros_like(start))


def _holds(condition: Condition, bits: tuple[int, ...]) -> bool:
    value = sum(bits[bit] << k for k, bit in enumerate(condition.clbits))
    return (value == condition.value) is condition.equal


def _maps(
    operation: Operation, values: dict[str, float]
) -> list[tuple[int | None, NDArray[np.complex128]]]:
    if operation.gate == "measure":
        return [(0, _ZERO), (1, _ONE)]
    if operation.gate == "reset":
        return [(None, _ZERO), (None, _DOWN)]
    gate = qiskit_gate(operation.gate, [angle.at(values) for angle in operation.angles])
    return [(None, info.Operator(gate).data)]


@pytest.mark.parametrize("seed", range(60))
def test_the_mixture_is_the_density_matrix(seed: int) -> None:
    rng = np.random.default_rng(seed)
    circuit = random_measured(2 + seed % 3, 22, rng)
    num_qubits = circuit.num_qubits
    labels = ["".join(letters) for letters in itertools.product("IXYZ", repeat=num_qubits)]
    weights = {str(label): float(rng.normal()) for label in rng.choice(labels, 5, replace=False)}
    simulator = Simulator(circuit, Observable(weights))
    values = {name: float(rng.normal()) for name in circuit.parameters}
    rho = multiplied_out(circuit, values)
    matrix: NDArray[np.complex128] = info.SparsePauliOp.from_list([*weights.items()]).to_matrix()

    def energy(point: dict[str, float]) -> float:
        return float(np.trace(multiplied_out(circuit, point) @ matrix).real)

    np.testing.assert_allclose(simulator.probabilities(values), np.diag(rho).real, atol=1e-10)
    assert simulator.expectation(values) == pytest.approx(energy(values), abs=1e-9)
    found = simulator.reduced_state([1, 0], values)
    kept = info.partial_trace(info.DensityMatrix(rho), list(range(2, num_qubits)))
    swapped = kept.evolve(qiskit_gate("swap", []))
    np.testing.assert_allclose(found, swapped.data, atol=1e-10)
    for qubit, vector in enumerate(simulator.bloch_vectors(values)):
        each = info.partial_trace(
            info.DensityMatrix(rho), [q for q in range(num_qubits) if q != qubit]
        )
        wanted = [float(each.expectation_value(info.SparsePauliOp(p)).real) for p in "XYZ"]
        np.testing.assert_allclose(vector, wanted, atol=1e-10)
    total, derivatives = simulator.gradient(values)
    assert total == pytest.approx(energy(values), abs=1e-9)
    step = 1e-5
    for name, derivative in zip(circuit.parameters, derivatives, strict=True):
        above = energy({**values, name: values[name] + step})
        below = energy({**values, name: values[name] - step})
        assert derivative == pytest.approx((above - below) / (2 * step), abs=1e-6)


def teleported() -> Circuit:
    return Circuit(
        3,
        (
            *Circuit.of(3, "ry(1.1) 0; h 1; cx 1 2; cx 0 1; h 0").operations,
            Operation("measure", (0,), clbits=(0,)),
            Operation("measure", (1,), clbits=(1,)),
            Operation("x", (2,), conditions=(Condition((1,), 1),)),
            Operation("z", (2,), conditions=(Condition((0,), 1),)),
        ),
        num_clbits=2,
    )


def test_teleportation_shows_all_four_outcomes() -> None:
    simulator = Simulator(teleported())
    probabilities = simulator.probabilities()
    kept = np.cos(0.55) ** 2 / 4
    np.testing.assert_allclose(probabilities, [kept] * 4 + [0.25 - kept] * 4, atol=1e-12)
    assert probabilities[3].round(2) == 0.18
    with pytest.raises(NotUnitary, match="no single state"):
        simulator.statevector()


def test_outcomes_that_are_certain_are_no_branches() -> None:
    """Thirty measurements of a state that is known stay one branch; ten of |+⟩ are 1,024."""
    certain = [Operation("measure", (0,), clbits=(0,)), Operation("x", (0,))] * 30
    circuit = Circuit(1, tuple(certain), num_clbits=1)
    np.testing.assert_allclose(Simulator(circuit).probabilities(), [1, 0])
    drawn = [Operation("h", (0,)), Operation("measure", (0,), clbits=(0,))]
    for count in (10, 11):
        simulator = Simulator(
            Circuit(1, (*drawn * count, Operation("x", (0,))), num_clbits=1), Observable({"Z": 1})
        )
        if count == 10:
            assert simulator.expectation() == pytest.approx(0, abs=1e-12)
            continue
        for ask in (simulator.probabilities, simulator.expectation, simulator.gradient):
            with pytest.raises(TooLarge, match="more than 1,024 branches"):
                ask()


def test_all_qubits_are_sampled_where_nothing_is_measured() -> None:
    reset = (*Circuit.of(3, "x 2; h 0").operations, Operation("reset", (0,)))
    assert Simulator(Circuit(3, reset)).shots(9, seed=1) == {"100": 9}
