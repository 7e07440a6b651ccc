"""Exchanges two qubits."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

SWAP: Final = Gate(
    name="swap",
    title="SWAP",
    group="Pauli and Clifford",
    help="Exchanges two qubits",
    label="SWAP",
    kind="clifford",
    num_qubits=2,
    definition="cx 0 1; cx 1 0; cx 0 1",
    controlled="cx 1 0; cx 0 1; cx 1 0",
    power="gphase(turn/4); rxx(turn/2) 0 1; ryy(turn/2) 0 1; rzz(turn/2) 0 1",
    matrix=lambda: ((1, 0, 0, 0), (0, 0, 1, 0), (0, 1, 0, 0), (0, 0, 0, 1)),
    axes="--",
    exchangeable=(0, 1),
    is_clifford=True,
    is_part=True,
    engine="exchange",
    num_two_qubit=1,
    symbol="swap",
    keys=("w",),
    in_stdgates=True,
    braket="swap",
    qiskit="SwapGate",
    tket="SWAP",
    pennylane=("SWAP",),
    in_ionq=True,
    qir="swap__body",
    quil="SWAP",
)
