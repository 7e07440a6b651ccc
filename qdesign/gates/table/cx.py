"""Flips the target where the control is 1."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

CX: Final = Gate(
    name="cx",
    title="CX: controlled X",
    group="Pauli and Clifford",
    help="Flips the target where the control is 1",
    label="X",
    kind="controlled",
    num_qubits=2,
    aliases=("CX", "cnot"),
    num_controls=1,
    base="x",
    axes="ZX",
    is_clifford=True,
    is_part=True,
    num_two_qubit=1,
    keys=("c",),
    in_stdgates=True,
    openqasm2="cx",
    braket="cnot",
    qiskit="CXGate",
    ibm="some",
    tket="CX",
    pennylane=("CNOT",),
    in_ionq=True,
    qir="cx__body",
    quil="CNOT",
)
