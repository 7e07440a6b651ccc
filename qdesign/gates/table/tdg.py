"""An eighth of a turn back about Z."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

TDG: Final = Gate(
    name="tdg",
    title="T†",
    group="More",
    help="An eighth of a turn back about Z",
    label="T†",
    kind="rotation",
    num_qubits=1,
    definition="p(-pi/4) 0",
    inverse="t",
    phase="-pi/4",
    axes="Z",
    turn="-pi/4",
    num_rotations=1,
    num_t=1,
    latex=r"T^\dagger",
    keys=("Shift+T",),
    in_stdgates=True,
    openqasm2="tdg",
    braket="ti",
    qiskit="TdgGate",
    in_ionq=True,
    qir="t__adj",
    quil="DAGGER T",
)
