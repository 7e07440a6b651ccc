"""An eighth of a turn about Z."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

T: Final = Gate(
    name="t",
    title="T",
    group="More",
    help="An eighth of a turn about Z",
    label="T",
    kind="rotation",
    num_qubits=1,
    definition="p(pi/4) 0",
    inverse="tdg",
    phase="pi/4",
    axes="Z",
    turn="pi/4",
    num_rotations=1,
    num_t=1,
    keys=("t",),
    in_stdgates=True,
    openqasm2="t",
    braket="t",
    qiskit="TGate",
    pennylane=("T",),
    in_ionq=True,
    qir="t__body",
    quil="T",
)
