"""QIR: read back by qdk's simulator, and call by call through pyqir's parser of LLVM."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pyqir
import pytest
from qdk.simulation import run_qir
from qiskit import QuantumCircuit
from qiskit.quantum_info import Statevector

import qdesign as qd
from qdesign import Circuit
from qdesign.circuit import Condition, Operation
from qdesign.errors import NotConvertible
from qdesign.exporters.qir import _number
from qdesign.hardware.lower import measured
from qdesign.simulate.branches import branches
from tests.simulate.oracle import random_circuit

_ADJOINTS = {"s__adj": "sdg", "t__adj": "tdg"}


def state_in(text: str, num_qubits: int) -> Statevector:
    """The state of a program of gates alone, by pyqir's parser and Qiskit's gates."""
    module = pyqir.Module.from_ir(pyqir.Context(), text)
    assert module.verify() is None
    (entry,) = [each for each in module.functions if pyqir.is_entry_point(each)]
    assert pyqir.required_num_qubits(entry) == num_qubits
    circuit = QuantumCircuit(num_qubits)
    for instruction in entry.basic_blocks[0].instructions:
        if not isinstance(instruction, pyqir.Call):
            continue
        kind, _, name = instruction.callee.name.removeprefix("__quantum__").partition("__")
        if kind != "qis":
            continue
        angles = [each.value for each in instruction.args if isinstance(each, pyqir.FloatConstant)]
        wires = [
            pyqir.ptr_id(each)
            for each in instruction.args
            if not isinstance(each, pyqir.FloatConstant)
        ]
        gate = _ADJOINTS.get(name, name.removesuffix("__body"))
        getattr(circuit, gate)(*angles, *wires)
    return Statevector(circuit)


def outcomes(text: str, shots: int, seed: int) -> Counter[str]:
    """Counts of what is recorded, the first rightmost, as qdk's simulator runs it."""
    runs = run_qir(text, shots=shots, seed=seed, type="cpu")
    letters = {"One": "1", "Zero": "0"}
    return Counter("".join(letters[str(bit)] for bit in reversed(run)) for run in runs)


@pytest.mark.parametrize("seed", range(200))
def test_a_random_circuit_is_read_back_as_the_same_state_and_distribution(seed: int) -> None:
    rng = np.random.default_rng(seed)
    circuit = random_circuit(int(rng.integers(1, 6)), 20, rng)
    values = {name: float(rng.normal()) for name in circuit.parameters}
    here = qd.Simulator(circuit).statevector(values)
    there = np.asarray(state_in(qd.qasm.dumps(circuit, values, dialect="qir"), circuit.num_qubits))
    assert abs(np.vdot(here, there)) == pytest.approx(1, abs=1e-10)
    shots = 1000
    counts = outcomes(qd.qasm.dumps(measured(circuit), values, dialect="qir"), shots, seed)
    exact = np.abs(here) ** 2
    found = np.array([counts[f"{k:0{circuit.num_qubits}b}"] / shots for k in range(exact.size)])
    assert counts.total() == shots
    # Four times the expected distance of a sample; the seeds are fixed.
    assert (
        np.abs(found - exact).sum() / 2 < 4 * np.sqrt(exact * (1 - exact) / shots).sum() / 2 + 1e-9
    )


def test_the_base_profile_has_its_measurements_last() -> None:
    circuit = Circuit(
        2,
        (
            Operation("measure", (0,), clbits=(1,)),
            Operation("h", (1,)),
            Operation("measure", (1,), clbits=(0,)),
        ),
        num_clbits=3,
    )
    text = qd.qasm.dumps(circuit, dialect="qir")
    assert '"qir_profiles"="base_profile"' in text
    assert '"required_num_qubits"="2" "required_num_results"="2"' in text
    assert text.index("h__body(%Qubit*") < text.index("m__body(%Qubit*")
    assert 'c"c[0]\\00"' in text
    assert 'c"c[2]\\00"' not in text
    assert set(outcomes(text, 100, 1)) == {"00", "01"}


DYNAMIC = [
    "h q[0]; c[0] = measure q[0]; if (c[0]) x q[1]; c[1] = measure q[1];",
    "h q[0]; c[0] = measure q[0]; reset q[0]; rx(0.3) q[0]; c[1] = measure q[0];",
    "h q[0]; h q[1]; c = measure q[0:1]; if (c == 2) x q[2]; d = measure q[2];",
    "h q[0]; h q[1]; c = measure q[0:1]; if (c != 2) x q[2]; d = measure q[2];",
    "h q[0]; c[0] = measure q[0]; if (c == 1) { ry(0.7) q[2]; x q[1]; } d = measure q[2];",
    "h q[0]; c[0] = measure q[0]; if (!c[0]) { if (d == 0) h q[2]; } d = measure q[2];",
    "h q[0]; c[0] = measure q[0]; h q[0]; c[0] = measure q[0]; if (c[0]) x q[2]; d = measure q[2];",
    "h q[0]; c[0] = measure q[0]; if (c[1]) x q[2]; else h q[2]; d = measure q[2];",
]


@pytest.mark.parametrize("lines", DYNAMIC)
def test_the_adaptive_profile_has_conditions_reset_and_measurement_in_the_middle(
    lines: str,
) -> None:
    circuit = qd.qasm.loads(f'include "stdgates.inc"; qubit[3] q; bit[2] c; bit[1] d; {lines}')
    text = qd.qasm.dumps(circuit, dialect="qir")
    assert '"qir_profiles"="adaptive_profile"' in text
    assert pyqir.Module.from_ir(pyqir.Context(), text).verify() is None
    bits = sorted({bit for each in circuit.plain_operations for bit in each.clbits})
    start = np.zeros(1 << circuit.num_qubits, dtype=complex)
    start[0] = 1
    exact: dict[str, float] = {}
    for record, states in branches(circuit, {}, start).items():
        outcome = "".join(str(record >> bit & 1) for bit in reversed(bits))
        weight = float(sum(np.vdot(state, state).real for state in states))
        exact[outcome] = exact.get(outcome, 0.0) + weight
    shots = 4000
    counts = outcomes(text, shots, 5)
    assert set(counts) <= set(exact)
    for outcome, weight in exact.items():
        assert counts[outcome] / shots == pytest.approx(weight, abs=0.04)


def test_a_measurement_under_a_condition_is_refused_by_name() -> None:
    measure = Operation("measure", (1,), clbits=(1,), conditions=(Condition((0,), 1),))
    circuit = Circuit(2, (Operation("measure", (0,), clbits=(0,)), measure), num_clbits=2)
    with pytest.raises(NotConvertible, match=r"Operation measure on q1: .* under conditions"):
        qd.qasm.dumps(circuit, dialect="qir")


def test_free_parameters_are_refused() -> None:
    with pytest.raises(NotConvertible, match=r"QIR has no free parameters.* Bind values first"):
        qd.qasm.dumps(Circuit.of(1, "rx(a) 0"), dialect="qir")


@pytest.mark.parametrize("value", [0.1, -3.0, 1e-5, 2.5e-17, 1e22, 0.30000000000000004])
def test_angles_are_written_to_the_last_digit(value: float) -> None:
    assert float(_number(value)) == value
    assert "." in _number(value)
    text = qd.qasm.dumps(Circuit.of(1, f"rx({value!r}) 0"), dialect="qir")
    module = pyqir.Module.from_ir(pyqir.Context(), text)
    (found,) = [
        argument.value
        for function in module.functions
        for block in function.basic_blocks
        for each in block.instructions
        if isinstance(each, pyqir.Call)
        for argument in each.args
        if isinstance(argument, pyqir.FloatConstant)
    ]
    assert found == value


def test_names_of_bits_are_data() -> None:
    circuit = qd.qasm.loads("qubit q; bit[1] θ; θ = measure q;")
    text = qd.qasm.dumps(circuit, dialect="qir")
    assert 'c"\\CE\\B8[0]\\00"' in text
    assert dict(outcomes(text, 5, 1)) == {"0": 5}
