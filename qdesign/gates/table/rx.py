"""A turn about X by an angle."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

RX: Final = Gate(
    name="rx",
    title="RX",
    group="Rotations",
    help="A turn about X by an angle",
    label="RX",
    kind="rotation",
    num_qubits=1,
    angles=("theta",),
    definition="h 0; rz(theta) 0; h 0",
    generator="X",
    axes="X",
    turn="theta",
    half_angles=("theta",),
    is_additive=True,
    frequencies=((1.0,),),
    latex="R_X",
    keys=("Shift+X",),
    in_stdgates=True,
    openqasm2="rx",
    braket="rx",
    qiskit="RXGate",
    ibm="some",
    tket="Rx",
    pennylane=("RX",),
    in_ionq=True,
    qir="rx__body",
    quil="RX",
)
