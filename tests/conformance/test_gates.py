"""Every row of the gate table: each fact against the others, against Qiskit and the libraries."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from numpy.typing import NDArray
from qiskit.circuit import QuantumCircuit
from qiskit.circuit import library as qiskit_library
from qiskit.quantum_info import Operator

from qdesign import qasm
from qdesign.angle import Angle
from qdesign.circuit import Circuit, Operation
from qdesign.gates import (
    ALIASES,
    GATES,
    PRIMITIVES,
    Gate,
    controlled_definition,
    controlled_matrix,
    definition,
    embedded,
    inverse_gate,
    matrix,
    pauli_matrix,
    power_definition,
    rotation_matrix,
    turn_angle,
    zx_definition,
)
from qdesign.gates.definitions import PlacedGate
from qdesign.rows import rows
from qdesign.simulate.simulator import Simulator

ROWS = list(rows(Gate).values())
GATE_ROWS = [row for row in ROWS if row.is_unitary]
Matrix = NDArray[np.complex128]
every = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
every_gate = pytest.mark.parametrize("row", GATE_ROWS, ids=lambda row: row.name)


def some_angles(row: Gate, seed: int = 3) -> list[float]:
    rng = np.random.default_rng(seed)
    return [float(x) for x in rng.uniform(-7, 7, len(row.angles))]


def same(a: Matrix, b: Matrix) -> bool:
    return a.shape == b.shape and bool(np.allclose(a, b, atol=1e-12))


def like(a: Matrix, b: Matrix) -> bool:
    """Equal up to a scalar."""
    overlap = abs(np.vdot(a, b)) / (np.linalg.norm(a) * np.linalg.norm(b))
    return a.shape == b.shape and bool(abs(overlap - 1) < 1e-12)


def product(steps: tuple[PlacedGate, ...], num_qubits: int, values: dict[str, float]) -> Matrix:
    total: Matrix = np.eye(2**num_qubits, dtype=complex)
    for step in steps:
        small = matrix(step.gate, [a.at(values) for a in step.angles])
        total = embedded(small, step.qubits, num_qubits) @ total
    return total


def on_wire(letter: str, wire: int, row: Gate) -> Matrix:
    word = ["I"] * row.num_qubits
    word[row.num_qubits - 1 - wire] = letter
    return pauli_matrix("".join(word))


def paulis(num_qubits: int) -> list[Matrix]:
    return [pauli_matrix("".join(word)) for word in itertools.product("IXYZ", repeat=num_qubits)]


@every_gate
def test_decompositions_equal_the_matrix(row: Gate) -> None:
    angles = some_angles(row)
    values = dict(zip(row.angles, angles, strict=True))
    mine = matrix(row.name, angles)
    assert mine.shape == (2**row.num_qubits,) * 2
    assert same(mine @ mine.conj().T, np.eye(len(mine), dtype=complex))
    if row.name in PRIMITIVES:
        assert row.definition == row.zx == ""
    else:
        assert same(mine, product(definition(row.name), row.num_qubits, values))
        assert same(mine, product(zx_definition(row.name), row.num_qubits, values))
    if row.controlled:
        assert same(mine, product(controlled_definition(row.name), row.num_qubits, values))


@every_gate
def test_the_inverse_undoes_the_row(row: Gate) -> None:
    angles = some_angles(row)
    values = dict(zip(row.angles, angles, strict=True))
    step = inverse_gate(row.name)
    back = matrix(step.gate, [a.at(values) for a in step.angles])
    mine = matrix(row.name, angles)
    assert same(back @ mine, np.eye(len(mine), dtype=complex))
    assert row.is_self_inverse is (not row.angles and same(mine @ mine, back @ mine))


@every_gate
def test_base_generator_and_phase_say_the_same(row: Gate) -> None:
    angles = some_angles(row)
    mine = matrix(row.name, angles)
    if row.base:
        base = matrix(row.base, angles)
        assert same(mine, controlled_matrix(base, num_controls=row.num_controls))
        assert GATES[row.base].angles == row.angles
    elif row.num_controls:
        acts = (1 << row.num_controls) - 1
        idle = [k for k in range(len(mine)) if k & acts != acts]
        assert np.array_equal(mine[idle], np.eye(len(mine))[idle])
    if row.generator:
        assert same(mine, rotation_matrix(row.generator, angles[0]))
    if row.phase:
        phase = Angle.parse(row.phase).at(dict(zip(row.angles, angles, strict=True)))
        expected = np.ones(len(mine), dtype=complex)
        expected[-1] = np.exp(1j * phase)
        assert same(mine, np.diag(expected))
    if row.matrix is not None:
        assert same(mine, np.array(row.matrix(*angles), dtype=complex))


@every_gate
def test_axes_are_the_paulis_that_the_row_commutes_with(row: Gate) -> None:
    mine = matrix(row.name, some_angles(row))
    found = ""
    for wire in range(row.num_qubits):
        kept = [
            letter
            for letter in "XYZ"
            for pauli in (on_wire(letter, wire, row),)
            if same(pauli @ mine, mine @ pauli)
        ]
        found += "I" if len(kept) == 3 else kept[0] if kept else "-"
    assert row.axes == found
    assert row.is_diagonal is same(mine, np.diag(np.diag(mine)))


@every_gate
def test_a_turn_is_about_the_paulis_of_the_axes(row: Gate) -> None:
    turn = turn_angle(row.name)
    if turn is None:
        assert not row.generator
        return
    values = dict(zip(row.angles, some_angles(row), strict=True))
    theta = turn.at(values)
    mine = matrix(row.name, list(values.values()))
    turned = rotation_matrix(row.axes[::-1], theta)
    assert like(mine, turned)
    if row.angles:
        assert (row.turn,) == row.angles
        assert row.is_additive
    if row.generator:
        assert row.generator == row.axes[::-1]
    else:
        assert same(mine, np.exp(0.5j * theta) * turned)


@every_gate
def test_exchangeable_wires_are_all_that_may_be_exchanged(row: Gate) -> None:
    mine = matrix(row.name, some_angles(row))
    for a, b in itertools.combinations(range(row.num_qubits), 2):
        place = list(range(row.num_qubits))
        place[a], place[b] = b, a
        exchanged = [sum((i >> q & 1) << place[q] for q in place) for i in range(len(mine))]
        free = same(mine[np.ix_(exchanged, exchanged)], mine)
        assert free is (a in row.exchangeable and b in row.exchangeable)


@every_gate
def test_clifford_rows_take_paulis_to_paulis(row: Gate) -> None:
    mine = matrix(row.name, some_angles(row))
    known = paulis(row.num_qubits)
    images = [
        mine @ on_wire(letter, wire, row) @ mine.conj().T
        for letter in "XZ"
        for wire in range(row.num_qubits)
    ]
    keeps = all(any(like(image, pauli) for pauli in known) for image in images)
    assert row.is_clifford is (keeps and row.num_qubits > 0)
    if row.is_part:
        assert row.is_clifford


@every_gate
def test_angles_of_additive_rows_add_up(row: Gate) -> None:
    assert not row.is_additive or len(row.angles) == 1
    if len(row.angles) == 1:
        both = matrix(row.name, [0.3]) @ matrix(row.name, [1.1])
        assert row.is_additive is same(both, matrix(row.name, [1.4]))


@every_gate
def test_half_angles_are_those_whose_full_turn_is_seen(row: Gate) -> None:
    angles = some_angles(row)
    mine = matrix(row.name, angles)
    found: list[str] = []
    for k, name in enumerate(row.angles):
        turned = [a + 2 * math.pi * (j == k) for j, a in enumerate(angles)]
        if not same(matrix(row.name, turned), mine):
            found.append(name)
    assert row.half_angles == tuple(found)


@every_gate
def test_an_expectation_has_the_stated_frequencies(row: Gate) -> None:
    rng = np.random.default_rng(5)
    size = 2**row.num_qubits
    state = rng.normal(size=size) + 1j * rng.normal(size=size)
    observable = rng.normal(size=(size, size)) + 1j * rng.normal(size=(size, size))
    observable = observable + observable.conj().T
    grid = np.linspace(0, 4 * np.pi, 64, endpoint=False)
    found: list[tuple[float, ...]] = []
    for k in range(len(row.angles)):
        angles = some_angles(row)
        energies: list[float] = []
        for value in grid:
            angles[k] = float(value)
            moved = matrix(row.name, angles) @ state
            energies.append(float((moved.conj() @ observable @ moved).real))
        spectrum = np.abs(np.fft.rfft(energies))
        present = np.flatnonzero(spectrum > 1e-9 * np.abs(energies).sum()) / 2
        found.append(tuple(float(f) for f in present if f))
    assert row.frequencies == tuple(found)


@every_gate
def test_a_power_has_the_powers_of_the_eigenvalues(row: Gate) -> None:
    steps = power_definition(row.name)
    if not steps:
        return
    mine = matrix(row.name)
    for whole in (1, 2, -1):
        powered = product(steps, row.num_qubits, {"turn": math.pi * whole})
        assert same(powered, np.linalg.matrix_power(mine, whole))
    third = product(steps, row.num_qubits, {"turn": math.pi / 3})
    assert same(np.linalg.matrix_power(third, 3), mine)


@every_gate
def test_its_figures_are_those_of_its_decomposition(row: Gate) -> None:
    """What a circuit's statistics say of the row is its own, or what its parts say together."""
    wires = tuple(range(row.num_qubits))
    angles = tuple(Angle.parameter(name) for name in row.angles)
    stats = Circuit(row.num_qubits, (Operation(row.name, wires, angles),)).stats
    fixed = not row.angles
    if fixed:
        assert (row.num_rotations == 0) is (row.is_clifford or row.num_qubits == 0)
    if row.num_qubits < 3:
        assert row.num_two_qubit == (row.num_qubits == 2)
        assert row.num_t == (fixed and row.num_qubits == 1 and not row.is_clifford)
        assert stats.num_rotations == row.num_rotations + (len(angles) if row.num_qubits else 0)
        return
    parts = tuple(Operation(s.gate, s.qubits, s.angles) for s in definition(row.name))
    whole = Circuit(row.num_qubits, parts).stats
    for each in (stats, row):
        assert each.num_two_qubit == whole.num_two_qubit
        assert each.num_rotations == whole.num_rotations
        assert each.num_t == whole.num_t


@every_gate
def test_qiskits_class_has_the_same_matrix(row: Gate) -> None:
    if not row.qiskit:
        assert row.qiskit_names == ()
        return
    angles = some_angles(row)
    made = getattr(qiskit_library, row.qiskit)(*angles)
    if row.qiskit_inverse:
        made = made.inverse()
    assert same(np.asarray(Operator(made).data), matrix(row.name, angles))
    method = row.name if row.qiskit_method is None else row.qiskit_method
    if method and not row.qiskit_inverse:
        circuit = QuantumCircuit(row.num_qubits)
        getattr(circuit, method)(*angles, *range(row.num_qubits))
        assert same(np.asarray(Operator(circuit).data), matrix(row.name, angles))


@every_gate
def test_pennylanes_operations_have_the_same_matrix(row: Gate) -> None:
    pennylane = pytest.importorskip("pennylane")
    angles = some_angles(row)
    wires = list(range(row.num_qubits))
    for name in row.pennylane:
        made = getattr(pennylane, name)(*angles, wires=wires)
        theirs = np.asarray(pennylane.matrix(made, wire_order=wires[::-1]))
        assert same(theirs, matrix(row.name, angles))


@every_gate
def test_pytkets_operation_has_the_same_matrix(row: Gate) -> None:
    circuits = pytest.importorskip("pytket.circuit")
    if not row.tket:
        return
    angles = some_angles(row)
    circuit = circuits.Circuit(row.num_qubits)
    kind = getattr(circuits.OpType, row.tket)
    circuit.add_gate(kind, [a / math.pi for a in angles], list(reversed(range(row.num_qubits))))
    assert like(np.asarray(circuit.get_unitary()), matrix(row.name, angles))


@every
def test_names_are_read_once_only(row: Gate) -> None:
    for alias in row.aliases:
        assert alias not in GATES
        assert ALIASES.get(alias, row.name) == row.name
    others = [each for each in ROWS if each.name != row.name]
    assert not {key for each in others for key in each.keys}.intersection(row.keys)
    assert not {name for each in others for name in each.pennylane}.intersection(row.pennylane)
    assert row.help
    assert row.title
    assert row.kind != "nonunitary" or not row.definition


@every_gate
def test_a_circuit_with_the_row_runs_and_reads_back(row: Gate) -> None:
    angles = tuple(Angle(radians=value) for value in some_angles(row))
    wires = tuple(range(row.num_qubits))
    start = tuple(Operation("ry", (q,), (Angle(radians=0.3 + q),)) for q in wires)
    circuit = Circuit(row.num_qubits, (*start, Operation(row.name, wires, angles)))
    state = product(
        tuple(PlacedGate(o.gate, o.qubits, o.angles) for o in circuit.plain_operations),
        row.num_qubits,
        {},
    )[:, 0]
    assert np.allclose(Simulator(circuit).statevector(), state, atol=1e-12)
    read = qasm.loads(qasm.dumps(circuit))
    assert np.allclose(Simulator(read).statevector(), state, atol=1e-12)
