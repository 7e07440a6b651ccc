"""Exchanges two qubits; those that differ get a phase of i."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

ISWAP: Final = Gate(
    name="iswap",
    title="iSWAP",
    help="Exchanges two qubits; those that differ get a phase of i",
    label="iSWAP",
    kind="clifford",
    num_qubits=2,
    definition="s 0; s 1; h 0; cx 0 1; cx 1 0; h 1",
    power="rxx(-turn/2) 0 1; ryy(-turn/2) 0 1",
    inverse="iswapdg",
    matrix=lambda: ((1, 0, 0, 0), (0, 0, 1j, 0), (0, 1j, 0, 0), (0, 0, 0, 1)),
    axes="--",
    exchangeable=(0, 1),
    is_clifford=True,
    num_two_qubit=1,
    braket="iswap",
    qiskit="iSwapGate",
    pennylane=("ISWAP",),
    quil="ISWAP",
)
