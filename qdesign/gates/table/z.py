"""The phase flip: half a turn about Z."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

Z: Final = Gate(
    name="z",
    title="Z",
    group="Pauli and Clifford",
    help="The phase flip: half a turn about Z",
    label="Z",
    kind="clifford",
    num_qubits=1,
    definition="p(pi) 0",
    phase="pi",
    axes="Z",
    turn="pi",
    is_clifford=True,
    is_part=True,
    controlled_symbol="dot",
    keys=("z",),
    in_stdgates=True,
    openqasm2="z",
    braket="z",
    qiskit="ZGate",
    tket="Z",
    pennylane=("PauliZ",),
    in_ionq=True,
    qir="z__body",
    quil="Z",
)
