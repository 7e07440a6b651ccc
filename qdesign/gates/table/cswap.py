"""Fredkin: exchanges two qubits where the control is 1."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

CSWAP: Final = Gate(
    name="cswap",
    title="CSWAP",
    help="Fredkin: exchanges two qubits where the control is 1",
    label="SWAP",
    kind="controlled",
    num_qubits=3,
    aliases=("fredkin",),
    definition="cx 2 1; ccx 0 1 2; cx 2 1",
    num_controls=1,
    base="swap",
    axes="Z--",
    exchangeable=(1, 2),
    num_two_qubit=8,
    num_rotations=7,
    num_t=7,
    in_stdgates=True,
    braket="cswap",
    qiskit="CSwapGate",
    pennylane=("CSWAP",),
    in_ionq=True,
    quil="CSWAP",
)
