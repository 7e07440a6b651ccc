"""OpenQASM 3 as Braket has it: names, registers and refusals; its own parser reads it in kits/."""

from __future__ import annotations

import re

import numpy as np
import pytest

from qdesign import Angle, Circuit, Condition, Operation, qasm
from qdesign.equivalence import equivalent
from qdesign.errors import NotConvertible
from qdesign.exporters.braket import verbatim
from qdesign.gates import ROWS
from qdesign.simulate.simulator import Simulator

NAMES = ("t", "pi", "gate", "θ[0]", "output", "i", "v", "xx", "ms", "beta")


def written(circuit: Circuit) -> str:
    return qasm.dumps(circuit, dialect="braket")


def test_only_names_of_braket_are_written_and_nothing_is_defined() -> None:
    angles = {row.name: tuple(Angle.parse("0.3") for _ in row.angles) for row in ROWS}
    for row in ROWS:
        if not row.is_unitary:
            continue
        wires = tuple(range(row.num_qubits))
        circuit = Circuit(5, (Operation(row.name, wires, angles[row.name], (3,), (4,)),))
        text = written(circuit)
        assert not re.search(r"include|gate |ctrl|pow|inv", text)
        names = {re.split(r"[( ]", line)[0] for line in text.splitlines()[2:]}
        assert names <= {row.braket for row in ROWS if row.braket}
        assert equivalent(qasm.loads(text), circuit, up_to="exactly").equal is True


@pytest.mark.parametrize("name", NAMES)
def test_parameters_come_back_under_their_own_names(name: str) -> None:
    circuit = Circuit(1, (Operation("rx", (0,), (Angle.parameter(name),)),))
    text = written(circuit)
    assert qasm.loads(text).parameters == (name,)
    assert not re.search(rf"\b{re.escape(name)}\b", text) or name == "beta"


def test_registers_share_one_and_a_comment_says_which_bits_are_whose() -> None:
    circuit = qasm.loads("qubit[2] v; bit[2] a; bit b; a[1] = measure v[0]; b = measure v[1];")
    text = written(circuit)
    assert "bit[3] c; // a[2] b[1]" in text
    assert "c[1] = measure esc__000076_[0];" in text
    assert list(qasm.loads(text).qubit_registers) == ["v"]


def test_bits_that_are_read_start_at_zero_and_conditions_read_single_bits() -> None:
    waits = Operation("x", (1,), conditions=(Condition((0, 1), 2, False),))
    circuit = Circuit(2, (Operation("measure", (0,), clbits=(0,)), waits), num_clbits=2)
    text = written(circuit)
    assert 'bit[2] c = "00";' in text
    assert "if (c[0] == 1) {" in text
    assert "if (c[0] == 0 && c[1] == 0) {" in text


def test_a_reset_is_a_measurement_into_one_bit_more_and_a_flip() -> None:
    operations = (*Circuit.of(1, "reset 0; h 0; reset 0").operations,)
    circuit = Circuit(1, (*operations, Operation("measure", (0,), clbits=(0,))), num_clbits=1)
    lines = written(circuit).splitlines()
    assert lines[2:5] == ['bit[2] c = "00"; // c[1]', "h q[0];", "c[1] = measure q[0];"]
    assert lines[5:] == ["if (c[1] == 1) {", "  x q[0];", "}", "c[0] = measure q[0];"]


def test_what_it_cannot_say_is_refused_by_the_name_of_the_operation() -> None:
    under = Operation("measure", (1,), clbits=(1,), conditions=(Condition((0,), 1),))
    circuit = Circuit(2, (Operation("measure", (0,), clbits=(0,)), under), num_clbits=2)
    with pytest.raises(NotConvertible, match="Operation measure on q1: Braket has no measurement"):
        written(circuit)


def test_a_placed_circuit_is_in_a_verbatim_box_on_physical_qubits() -> None:
    circuit = Circuit.of(4, "sx 3; rz(0.4) 3; u(0.3, a-pi/2, pi/2-a) 1; cz 3 1")
    measured = (Operation("measure", (1,), clbits=(1,)), Operation("measure", (3,), clbits=(0,)))
    placed = Circuit(4, (*circuit.operations, *measured), num_clbits=2)
    lines = verbatim(placed).splitlines()
    assert lines[3:5] == ["#pragma braket verbatim", "box{"]
    assert lines[5:9] == ["  rx(pi/2) $3;", "  rz(0.4) $3;", "  prx(0.3, a) $1;", "  cz $3, $1;"]
    assert lines[9:] == ["}", "c[0] = measure $3;", "c[1] = measure $1;"]
    back = qasm.loads(verbatim(circuit))
    assert equivalent(back, circuit).equal is True
    with pytest.raises(NotConvertible, match="Operation u on q0: a device of Braket"):
        verbatim(Circuit.of(1, "u(0.3, 0.1, 0.2) 0"))


@pytest.mark.parametrize(
    ("call", "matrix"),
    [
        ("prx(0.3, 0.7)", lambda: _prx(0.3, 0.7)),
        ("gpi2(0.7)", lambda: _prx(np.pi / 2, 0.7)),
        ("gpi(0.7)", lambda: np.array([[0, np.exp(-0.7j)], [np.exp(0.7j), 0]])),
    ],
)
def test_gates_of_devices_are_read(call: str, matrix) -> None:
    found = qasm.loads(f"qubit q; {call} q;")
    assert np.allclose(Simulator(found).statevector({}), matrix()[:, 0], atol=1e-12)


def _prx(theta: float, phi: float) -> np.ndarray:
    c, s = np.cos(theta / 2), np.sin(theta / 2)
    return np.array([[c, -1j * np.exp(-1j * phi) * s], [-1j * np.exp(1j * phi) * s, c]])
