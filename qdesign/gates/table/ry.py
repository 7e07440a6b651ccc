"""A turn about Y by an angle."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

RY: Final = Gate(
    name="ry",
    title="RY",
    group="Rotations",
    help="A turn about Y by an angle",
    label="RY",
    kind="rotation",
    num_qubits=1,
    angles=("theta",),
    definition="sdg 0; rx(theta) 0; s 0",
    generator="Y",
    axes="Y",
    turn="theta",
    half_angles=("theta",),
    is_additive=True,
    frequencies=((1.0,),),
    latex="R_Y",
    keys=("Shift+Y",),
    in_stdgates=True,
    openqasm2="ry",
    braket="ry",
    qiskit="RYGate",
    tket="Ry",
    pennylane=("RY",),
    in_ionq=True,
    qir="ry__body",
    quil="RY",
)
