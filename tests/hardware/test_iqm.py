"""IQM: programs as its circuits, results as counts; what needs no kit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qiskit import QuantumCircuit, transpile
from qiskit.circuit.random import random_circuit
from qiskit.quantum_info import Statevector

import qdesign as qd
from qdesign.hardware.device import device_of
from qdesign.hardware.providers.iqm import counts_of, instructions
from qdesign.hardware.providers.iqm_loopback import outcomes, run
from qdesign.hardware.remote import LostAnswer, Refused

DEVICE = device_of(
    {
        "date": None,
        "dt": None,
        "qubits": [{}] * 5,
        "gates": {
            "r": [{"on": [q]} for q in range(5)],
            "cz": [{"on": [0, 2]}, {"on": [1, 2]}, {"on": [2, 3]}, {"on": [2, 4]}],
            "measure": [{"on": [q]} for q in range(5)],
        },
    }
)


def sent(text: str) -> list[dict[str, Any]]:
    """As its client writes them."""
    return [
        {"name": name, "locus": list(qubits), "args": facts}
        for name, qubits, facts in instructions(text)
    ]


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**31), st.integers(2, 4), st.integers(1, 6))
def test_random_circuits_keep_their_outcomes(seed: int, num_qubits: int, depth: int) -> None:
    made = random_circuit(num_qubits, depth, max_operands=2, seed=seed)
    wanted = Statevector(made).probabilities()
    made.measure_all()
    fitted: Any = transpile(made, target=DEVICE, seed_transpiler=seed, optimization_level=1)
    keys, found = outcomes(sent(qd.qasm.dumps(qd.from_qiskit(fitted))))
    shares = {f"{place:0{len(keys)}b}": int(1e9 * share) for place, share in enumerate(found)}
    counts = counts_of(keys, shares)
    for place, share in enumerate(wanted):
        assert abs(counts[f"{place:0{num_qubits}b}"] / 1e9 - share) < 1e-6


def test_bits_stand_where_the_program_puts_them() -> None:
    circuit = QuantumCircuit(3)
    from qiskit import ClassicalRegister

    a, b = ClassicalRegister(1, "a"), ClassicalRegister(3, "b")
    circuit.add_register(a, b)
    circuit.r(np.pi, 0.0, 2)
    circuit.measure(2, b[1])
    circuit.measure(0, a[0])
    text = qd.qasm.dumps(qd.from_qiskit(circuit))
    said = run({"instructions": sent(text)}, 7)
    assert counts_of(said["measurement_keys"], said["counts"]) == {"010 0": 7}


def test_prx_is_qiskits_r() -> None:
    circuit = QuantumCircuit(1, 1)
    circuit.r(0.3, -1.1, 0)
    circuit.barrier()
    circuit.measure(0, 0)
    made = sent(qd.qasm.dumps(qd.from_qiskit(circuit)))
    assert made[0]["name"] == "prx"
    assert made[0]["locus"] == ["QB1"]
    assert np.allclose([made[0]["args"]["angle"], made[0]["args"]["phase"]], [0.3, -1.1])
    assert made[1:] == [
        {"name": "barrier", "locus": ["QB1"], "args": {}},
        {"name": "measure", "locus": ["QB1"], "args": {"key": "m_1__0_0"}},
    ]


@pytest.mark.parametrize(
    "line", ["h q[0];", "U(0.1, 0.2, 0.3) q[0];", "reset q[0];", "if (c[0]) { x q[0]; }"]
)
def test_what_iqm_does_not_take_is_refused(line: str) -> None:
    with pytest.raises(Refused, match="IQM's devices do not take"):
        list(instructions(f"OPENQASM 3.0;\nqubit[1] q;\nbit[1] c;\n{line}\n"))


def test_a_result_of_another_program_is_none() -> None:
    with pytest.raises(LostAnswer, match="another program"):
        counts_of(["meas_2_0_0"], {"0": 1})
