"""The bit flip: half a turn about X."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

X: Final = Gate(
    name="x",
    title="X",
    group="Pauli and Clifford",
    help="The bit flip: half a turn about X",
    label="X",
    kind="clifford",
    num_qubits=1,
    definition="h 0; p(pi) 0; h 0",
    power="gphase(turn/2); rx(turn) 0",
    matrix=lambda: ((0, 1), (1, 0)),
    axes="X",
    turn="pi",
    is_clifford=True,
    is_part=True,
    engine="flip",
    controlled_symbol="not",
    keys=("x",),
    in_stdgates=True,
    openqasm2="x",
    braket="x",
    qiskit="XGate",
    ibm="every",
    tket="X",
    pennylane=("PauliX",),
    in_ionq=True,
    qir="x__body",
    quil="X",
)
