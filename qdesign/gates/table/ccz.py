"""A sign where all three qubits are 1."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

CCZ: Final = Gate(
    name="ccz",
    title="CCZ",
    help="A sign where all three qubits are 1",
    label="Z",
    kind="controlled",
    num_qubits=3,
    definition="h 2; ccx 0 1 2; h 2",
    num_controls=2,
    base="z",
    phase="pi",
    axes="ZZZ",
    exchangeable=(0, 1, 2),
    num_two_qubit=6,
    num_rotations=7,
    num_t=7,
    qiskit="CCZGate",
    pennylane=("CCZ",),
)
