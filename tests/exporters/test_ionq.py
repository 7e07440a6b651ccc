"""IonQ's OpenQASM 3: gates that it takes and nothing else, read back as the same state."""

from __future__ import annotations

import re

import numpy as np
import pytest

import qdesign as qd
from qdesign import Angle, Circuit, Operation
from qdesign.errors import NotConvertible
from qdesign.exporters.ionq import GATES
from qdesign.registers import Register, Registers
from tests.simulate.oracle import random_circuit

_LINE = re.compile(
    r'OPENQASM 3\.0;|include "stdgates\.inc";|(qubit|bit)\[\d+\] \w+;'
    r"|\w+\[\d+\] = measure \w+\[\d+\];"
    r"|(?P<gate>\w+)(\([^()a-hj-oq-z;]*\))? \w+\[\d+\](, \w+\[\d+\])*;"
)


def check_lines(text: str) -> None:
    for line in text.splitlines():
        match = _LINE.fullmatch(line)
        assert match, line
        assert match["gate"] is None or match["gate"] in GATES, line


@pytest.mark.parametrize("seed", range(200))
def test_a_random_circuit_is_read_back_as_the_same_state(seed: int) -> None:
    rng = np.random.default_rng(seed)
    circuit = random_circuit(int(rng.integers(1, 6)), 20, rng)
    values = {name: float(rng.normal()) for name in circuit.parameters}
    text = qd.qasm.dumps(circuit, values, dialect="ionq")
    check_lines(text)
    here = qd.Simulator(circuit).statevector(values)
    there = qd.Simulator(qd.qasm.loads(text)).statevector({})
    assert abs(np.vdot(here, there)) == pytest.approx(1, abs=1e-10)


def test_controls_blocks_and_composite_gates_become_gates_that_it_takes() -> None:
    circuit = qd.qasm.loads(
        'OPENQASM 3.0; include "stdgates.inc"; gate pair(a) x, y { h x; ctrl @ rx(a) x, y; }'
        "qubit[4] q; pair(0.3) q[0], q[1]; ctrl(2) @ x q[0], q[1], q[3];"
        "negctrl @ pair(0.2) q[3], q[0], q[2]; barrier q; ctrl @ gphase(0.4) q[2];"
    )
    text = qd.qasm.dumps(circuit, dialect="ionq")
    check_lines(text)
    assert qd.equivalent(qd.qasm.loads(text), circuit).equal is True


def test_measurements_keep_their_bits_and_registers() -> None:
    circuit = qd.qasm.loads(
        "qubit[2] a; qubit b; bit[2] q; bit[1] output_all; h a[1]; q[1] = measure a[0];"
        "output_all[0] = measure b; q[0] = measure a[1];"
    )
    text = qd.qasm.dumps(circuit, dialect="ionq")
    check_lines(text)
    assert "qubit[3] q_;" in text
    assert "bit[2] q;\nbit[1] output_all_;" in text
    assert "output_all_[0] = measure q_[2];" in text
    read = qd.qasm.loads(text)
    measured = [(o.qubits, o.clbits) for o in read.plain_operations if o.gate == "measure"]
    assert sorted(measured) == [((0,), (1,)), ((1,), (0,)), ((2,), (2,))]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("h q[1]; reset q[1];", "Operation reset on q1: IonQ's OpenQASM 3 has no reset"),
        ("c[0] = measure q[1]; h q[1];", "Operation h on q1: .* after the measurement"),
        ("c[0] = measure q[1]; if (c[0]) x q[0];", "Operation x on q0: .* no conditions"),
        ("for int i in [0:1] { c[i] = measure q[1]; }", "Operation measure on q1: .* Measure last"),
    ],
)
def test_what_it_cannot_say_is_refused_by_the_name_of_the_operation(lines: str, words: str) -> None:
    circuit = qd.qasm.loads(f'include "stdgates.inc"; qubit[2] q; bit[2] c; {lines}')
    with pytest.raises(NotConvertible, match=words):
        qd.qasm.dumps(circuit, dialect="ionq")


def test_a_reset_of_a_qubit_that_is_0_is_left_out() -> None:
    circuit = qd.qasm.loads('include "stdgates.inc"; qubit[2] q; reset q; h q[0]; reset q[1];')
    text = qd.qasm.dumps(circuit, dialect="ionq")
    assert text.splitlines()[2:] == ["qubit[2] q;", "h q[0];"]


def test_free_parameters_are_refused() -> None:
    with pytest.raises(NotConvertible, match=r"these are: a, θ\[0\]\. Bind values first"):
        qd.qasm.dumps(Circuit.of(1, "rx(a) 0; rz(θ[0]) 0"), dialect="ionq")


def test_names_and_phases_are_no_matter() -> None:
    wild = Circuit(
        1,
        (Operation("rx", (0,), (Angle.parse("pi/2"),)), Operation("measure", (0,), clbits=(0,))),
        num_clbits=1,
        global_phase=Angle.parse("pi/7"),
        declared=Registers(clbits=(Register("input", (0,)),)),
    )
    text = qd.qasm.dumps(wild, dialect="ionq")
    check_lines(text)
    assert "rx(pi/2) q[0];" in text
    assert "gphase" not in text
    empty = qd.qasm.dumps(Circuit(0), dialect="ionq")
    assert empty == 'OPENQASM 3.0;\ninclude "stdgates.inc";\n'
