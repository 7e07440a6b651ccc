"""A turn about Z by an angle."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

RZ: Final = Gate(
    name="rz",
    title="RZ",
    group="Rotations",
    help="A turn about Z by an angle",
    label="RZ",
    kind="rotation",
    num_qubits=1,
    angles=("phi",),
    definition="gphase(-phi/2); p(phi) 0",
    generator="Z",
    axes="Z",
    turn="phi",
    half_angles=("phi",),
    is_additive=True,
    frequencies=((1.0,),),
    latex="R_Z",
    keys=("Shift+Z",),
    in_stdgates=True,
    openqasm2="rz",
    braket="rz",
    qiskit="RZGate",
    ibm="every",
    tket="Rz",
    pennylane=("RZ",),
    in_ionq=True,
    qir="rz__body",
    quil="RZ",
)
