"""A sign where both qubits are 1."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

CZ: Final = Gate(
    name="cz",
    title="CZ: controlled Z",
    group="Pauli and Clifford",
    help="A sign where both qubits are 1",
    label="Z",
    kind="controlled",
    num_qubits=2,
    definition="h 1; cx 0 1; h 1",
    num_controls=1,
    base="z",
    phase="pi",
    axes="ZZ",
    exchangeable=(0, 1),
    is_clifford=True,
    is_part=True,
    num_two_qubit=1,
    keys=("Shift+C",),
    in_stdgates=True,
    openqasm2="cz",
    braket="cz",
    qiskit="CZGate",
    ibm="every",
    tket="CZ",
    pennylane=("CZ",),
    in_ionq=True,
    qir="cz__body",
    quil="CZ",
)
