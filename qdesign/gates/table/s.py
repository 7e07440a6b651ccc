"""A quarter turn about Z."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

S: Final = Gate(
    name="s",
    title="S",
    group="Pauli and Clifford",
    help="A quarter turn about Z",
    label="S",
    kind="clifford",
    num_qubits=1,
    definition="p(pi/2) 0",
    inverse="sdg",
    phase="pi/2",
    axes="Z",
    turn="pi/2",
    is_clifford=True,
    is_part=True,
    keys=("s",),
    in_stdgates=True,
    openqasm2="s",
    braket="s",
    qiskit="SGate",
    tket="S",
    pennylane=("S",),
    in_ionq=True,
    qir="s__body",
    quil="S",
)
