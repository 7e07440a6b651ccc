"""Gates under many controls: the maps, the numbers of CX, and the wires that help."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pytest

from qdesign import exporters, many_controls, qasm
from qdesign.angle import Angle
from qdesign.circuit import Circuit, GateDefinition, Operation, expand_controls
from qdesign.convert.qiskit import from_qiskit, to_qiskit
from qdesign.document import Document
from qdesign.equivalence import equivalent
from qdesign.errors import TooLarge
from qdesign.gates import GATES, controlled_matrix, matrix
from qdesign.gates.definitions import PlacedGate
from qdesign.gates.matrices import Matrix
from qdesign.simulate.simulator import Simulator

CX = {"cx": 1, "cp": 2, "crz": 2, "ccx": 6, "ccz": 6}
BESIDE_QISKIT = {3: 14, 4: 36, 5: 80, 6: 120, 7: 168, 8: 224, 9: 288, 10: 360, 12: 528, 15: 840}
"""CX of Qiskit 2.6.2 without a free wire, the best of its methods at level 3."""
PHI = Angle.parameter("phi")
UNITARY = [row.name for row in GATES.values() if row.is_unitary and row.num_qubits]


def num_cx(parts: Iterable[PlacedGate]) -> int:
    return sum(CX.get(part.gate, 0) for part in parts)


def product(parts: Iterable[PlacedGate | Operation], size: int, phi: float = 0.0) -> Matrix:
    """The matrix of gates, each applied to the axes of its wires."""
    total = np.eye(2**size, dtype=complex).reshape(*(2,) * size, 2**size)
    for part in parts:
        small = matrix(part.gate, [angle.at({"phi": phi}) for angle in part.angles])
        count = len(part.qubits)
        axes = [size - 1 - wire for wire in reversed(part.qubits)]
        bits = small.reshape((2,) * (2 * count))
        total = np.tensordot(bits, total, axes=(list(range(count, 2 * count)), axes))
        total = np.moveaxis(total, list(range(count)), axes)
    return total.reshape(2**size, 2**size)


def on_ones(gate: str, angles: Sequence[float], controls: int, wires: int, free: int) -> Matrix:
    """The gate on wires behind its controls, and free wires behind those."""
    small = controlled_matrix(matrix(gate, angles), num_controls=controls)
    return np.asarray(np.kron(np.eye(2**free), small), dtype=np.complex128)


@pytest.mark.parametrize("free", range(4))
@pytest.mark.parametrize("controls", range(1, 7))
def test_x_phases_and_turns_are_their_matrices(controls: int, free: int) -> None:
    size = controls + 1 + free
    if size > 7:
        return
    wires, helpers = tuple(range(controls)), tuple(range(controls + 1, size))
    flips = list(many_controls.flip(wires, controls, helpers))
    phases = list(many_controls.phase((*wires, controls), PHI, helpers))
    turns = list(many_controls.turn(wires, [(controls, PHI)], helpers))
    for parts, gate, angles in ((flips, "x", ()), (phases, "p", (0.7,)), (turns, "rz", (0.7,))):
        made = product(parts, size, phi=0.7)
        assert np.allclose(made, on_ones(gate, angles, controls, size, free), atol=1e-12), gate
    assert num_cx(flips) == many_controls.flip_cost(controls, free)
    assert num_cx(phases) == many_controls.phase_cost(controls + 1, free)
    assert num_cx(turns) == many_controls.turn_cost(controls, free)


@pytest.mark.parametrize("name", UNITARY)
def test_every_gate_is_expanded_to_its_controlled_matrix(name: str) -> None:
    row = GATES[name]
    angles = tuple(Angle.of(0.3 + k) for k in range(len(row.angles)))
    for controls, free in ((1, 0), (2, 1), (3, 0), (4, 1)):
        size = controls + row.num_qubits + free
        own = tuple(range(controls, controls + row.num_qubits))
        operation = Operation(name, own, angles, tuple(range(controls)))
        made = product(expand_controls(operation, size), size)
        want = on_ones(name, [angle.at({}) for angle in angles], controls, size, free)
        assert np.allclose(made, want, atol=1e-12), (controls, free)


class Sparse:
    """A state as the amplitudes that are not zero: what many wires with few branches need."""

    def __init__(self, index: int) -> None:
        self.keys = np.array([index], dtype=np.int64)
        self.amplitudes = np.array([1.0 + 0j])

    def run(self, parts: Iterable[PlacedGate]) -> None:
        for part in parts:
            *controls, target = part.qubits
            bit = np.int64(1) << target
            on = np.all([self.keys >> q & 1 == 1 for q in controls], axis=0) if controls else True
            if part.gate in ("x", "cx", "ccx"):
                self.keys = np.where(on, self.keys ^ bit, self.keys)
            elif part.gate == "h":
                self._hadamard(bit)
            else:
                diagonal = np.diag(matrix(part.gate, [angle.at({}) for angle in part.angles]))
                places = sum((self.keys >> q & 1) << k for k, q in enumerate(part.qubits))
                self.amplitudes = self.amplitudes * diagonal[places]

    def _hadamard(self, bit: np.int64) -> None:
        sign = np.where(self.keys & bit, -1, 1)
        keys = np.concatenate((self.keys & ~bit, self.keys | bit))
        amplitudes = np.concatenate((self.amplitudes, sign * self.amplitudes)) / np.sqrt(2)
        self.keys, places = np.unique(keys, return_inverse=True)
        sums = np.zeros(len(self.keys), dtype=complex)
        np.add.at(sums, places, amplitudes)
        kept = abs(sums) > 1e-13
        self.keys, self.amplitudes = self.keys[kept], sums[kept]


@pytest.mark.parametrize(
    ("controls", "free"), [(9, 0), (13, 1), (16, 0), (21, 2), (24, 12), (30, 0), (30, 1), (40, 3)]
)
def test_x_under_many_controls_flips_where_all_are_1_and_nowhere_else(
    controls: int, free: int
) -> None:
    rng = np.random.default_rng(controls)
    helpers = tuple(range(controls + 1, controls + 1 + free))
    parts = list(many_controls.flip(tuple(range(controls)), controls, helpers))
    assert num_cx(parts) == many_controls.flip_cost(controls, free)
    ones = (1 << controls) - 1
    for _ in range(3):
        rest = int(rng.integers(2 ** (free + 1))) << controls
        lacking = ones ^ (1 << int(rng.integers(controls)))
        for values in (ones, lacking, int(rng.integers(ones))):
            state = Sparse(values | rest)
            state.run(parts)
            flipped = 1 << controls if values == ones else 0
            assert state.keys.tolist() == [(values | rest) ^ flipped]
            assert abs(state.amplitudes[0] - 1) < 1e-9


def test_a_phase_with_a_symbol_is_the_same_for_the_engine() -> None:
    gate = Operation("p", (3,), (PHI / 2,), tuple(range(4, 14)), (0, 1))
    spread = "; ".join(f"ry(0.{k + 3}) {k}; rx(0.{k + 2}) {k}" for k in range(15))
    start = Circuit.of(15, spread)
    circuit = start.then(Circuit(15, (gate,)))
    states = [Simulator(c).statevector({"phi": 1.1}) for c in (circuit, circuit.elementary())]
    assert np.allclose(*states, atol=1e-10)


def test_numbers_of_cx_are_polynomial_and_never_above_qiskits() -> None:
    for controls, theirs in BESIDE_QISKIT.items():
        assert many_controls.flip_cost(controls, 0) <= theirs
    for controls in range(3, 31):
        enough = -(-(controls - 2) // 2)
        assert controls == 3 or many_controls.flip_cost(controls, enough) <= 8 * controls - 12
        assert many_controls.flip_cost(controls, 1) <= 12 * controls - 18
    assert many_controls.flip_cost(30, 0) < 2_000


def test_helpers_are_wires_of_the_circuit_that_the_gate_leaves_free() -> None:
    gate = Operation("z", (0,), (), (2, 3, 4, 5, 6))
    assert Circuit(7, (gate,)).elementary().used_qubits == tuple(range(7))
    assert Circuit(7, (gate,)).stats.num_two_qubit == 38
    assert Circuit(9, (gate,)).stats.num_two_qubit == 28


def test_what_runs_under_many_controls_is_counted_verified_and_refused_in_one_way() -> None:
    fifteen = Circuit(15, (Operation("z", (14,), (), tuple(range(14))),))
    assert fifteen.stats.num_two_qubit < 600
    assert equivalent(fifteen, fifteen).equal
    with pytest.raises(TooLarge, match=r"has 1,001 controls; at most 1,000 are expanded"):
        Circuit(1002, (Operation("x", (0,), (), tuple(range(1, 1002))),)).elementary()
    with_a_free_wire = Circuit(1003, (Operation("x", (0,), (), tuple(range(1, 1002))),))
    assert with_a_free_wire.stats.num_two_qubit == 12 * 1001 - 22


@pytest.mark.parametrize("gate", ["x", "z", "p", "ry", "h", "swap", "mine"])
@pytest.mark.parametrize("controls", [3, 8, 13, 21, 30])
def test_what_runs_under_many_controls_passes_every_door(controls: int, gate: str) -> None:
    inner = (
        Operation("h", (0,)),
        Operation("cx", (0, 1)),
        Operation("rz", (1,), (Angle.parse("t"),)),
    )
    gates = (GateDefinition("mine", 2, inner, ("t",)),) if gate == "mine" else ()
    angles = (Angle.parse("pi/3"),) if gate in ("p", "ry", "mine") else ()
    own = tuple(range(controls, controls + (2 if gate in ("swap", "mine") else 1)))
    open_ones = (1,) if gate == "h" else ()
    closed = tuple(q for q in range(controls) if q not in open_ones)
    circuit = Circuit(
        controls + len(own), (Operation(gate, own, angles, closed, open_ones),), gates=gates
    )
    assert circuit.stats.num_two_qubit > 0
    assert equivalent(circuit, circuit).equal is True
    for form in ("svg", "text", "quantikz", "qiskit"):
        assert exporters.export(Document(circuit), format=form).text
    assert qasm.loads(qasm.dumps(circuit)) == circuit
    old = qasm.loads(qasm.dumps(circuit, dialect="openqasm2"))
    if controls < 13:
        assert equivalent(old, circuit).equal is True
        assert equivalent(from_qiskit(to_qiskit(circuit)), circuit).equal is True
