"""The gate table: every fact of every row against the others and against Qiskit."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from qiskit.quantum_info import Operator

from qdesign.angle import Angle
from qdesign.circuit import Circuit, Operation
from qdesign.errors import InvalidCircuit
from qdesign.gates import (
    ALIASES,
    GATES,
    PRIMITIVES,
    controlled_matrix,
    definition,
    gate,
    inverse_gate,
    matrix,
    parse_definition,
    rotation_matrix,
)
from tests.simulate.oracle import qiskit_gate, to_qiskit

UNITARY = [name for name, row in GATES.items() if row.is_unitary]
STDGATES = "p x y z h s sdg t tdg sx rx ry rz cx cy cz cp crx cry crz ch swap ccx cswap cu id u2"
WANTED = "rxx ryy rzz rzx crx cry crz cp cu ccx cswap ecr iswap sx sxdg"


def random_angles(name: str, seed: int) -> list[float]:
    rng = np.random.default_rng(seed)
    return [float(x) for x in rng.uniform(-7, 7, len(GATES[name].angles))]


def dense(circuit: Circuit, values: dict[str, float] | None = None) -> NDArray[np.complex128]:
    return np.asarray(Operator(to_qiskit(circuit, values or {})).data)


def same(a: NDArray[np.complex128], b: NDArray[np.complex128]) -> bool:
    return a.shape == b.shape and bool(np.allclose(a, b, atol=1e-12))


def same_up_to_scalar(a: NDArray[np.complex128], b: NDArray[np.complex128]) -> bool:
    overlap = np.vdot(a, b)
    norms = np.linalg.norm(a) * np.linalg.norm(b)
    return a.shape == b.shape and bool(abs(abs(overlap) / norms - 1) < 1e-12)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", UNITARY)
def test_all_facts_of_a_row_agree(name: str, seed: int) -> None:
    row = GATES[name]
    angles = random_angles(name, seed)
    formal = dict(zip(row.angles, angles, strict=True))
    mine = matrix(name, angles)
    assert mine.shape == (2**row.num_qubits,) * 2

    assert same(mine, np.asarray(Operator(qiskit_gate(name, angles)).data))

    wires = tuple(range(row.num_qubits))
    named = tuple(Angle.parameter(a) for a in row.angles)
    whole = Circuit(row.num_qubits, (Operation(name, wires, named),))
    if name not in PRIMITIVES:
        placed = definition(name)
        parts = tuple(Operation(p.gate, p.qubits, p.angles) for p in placed)
        assert same(mine, dense(Circuit(row.num_qubits, parts), formal))

    undo = inverse_gate(name)
    inverse = matrix(undo.gate, [a.at(formal) for a in undo.angles])
    assert same(inverse @ mine, np.eye(len(mine), dtype=complex))

    if row.generator:
        assert same(mine, rotation_matrix(row.generator, angles[0]))
    if row.base:
        assert same(
            mine, controlled_matrix(matrix(row.base, angles), num_controls=row.num_controls)
        )
    if row.phase:
        assert same(mine, np.diag(np.diag(mine)))
        assert np.allclose(np.diag(mine)[:-1], 1)
        assert np.diag(mine)[-1] == pytest.approx(np.exp(1j * Angle.parse(row.phase).at(formal)))
    assert_zx_form(whole, formal, mine)


def assert_zx_form(
    circuit: Circuit, values: dict[str, float], expected: NDArray[np.complex128]
) -> None:
    from qdesign.zx.dense import tensor
    from qdesign.zx.translate import to_diagram

    diagram = to_diagram(circuit)
    known = {name: values[name] for name in diagram.parameters}
    assert same_up_to_scalar(tensor(diagram, known), expected)


@pytest.mark.parametrize("name", UNITARY)
def test_decompositions_end_in_the_primitives(name: str) -> None:
    waiting, seen = [name], 0
    while waiting:
        current = waiting.pop()
        seen += 1
        assert seen < 500, "a decomposition that never ends"
        if current not in PRIMITIVES:
            waiting.extend(step.gate for step in definition(current))


def test_the_table_covers_what_openqasm_and_the_plan_name() -> None:
    for name in (*STDGATES.split(), *WANTED.split(), "measure", "reset", "barrier"):
        assert name in GATES, name
    std = {name for name, row in GATES.items() if row.in_stdgates}
    assert std == set(STDGATES.split()) | {"gphase"}
    for alias, name in ALIASES.items():
        assert alias not in GATES
        assert name in GATES


def test_rows_that_are_no_gate_are_refused_in_words() -> None:
    with pytest.raises(InvalidCircuit, match="There is no gate 'foo'"):
        gate("foo")
    with pytest.raises(InvalidCircuit, match="not unitary"):
        matrix("measure")
    with pytest.raises(InvalidCircuit, match="no inverse"):
        inverse_gate("reset")


def test_definitions_are_read_from_text() -> None:
    first, second = parse_definition("h 0; u(theta, -pi/2, 0) 3")
    assert (first.gate, first.qubits, first.angles) == ("h", (0,), ())
    assert (second.gate, second.qubits) == ("u", (3,))
    assert second.angles == (Angle.parameter("theta"), Angle.parse("-pi/2"), Angle())
