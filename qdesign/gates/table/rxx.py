"""A turn about X ⊗ X by an angle."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

RXX: Final = Gate(
    name="rxx",
    title="RXX",
    group="Rotations",
    help="A turn about X ⊗ X by an angle",
    label="RXX",
    kind="rotation",
    num_qubits=2,
    angles=("theta",),
    definition="h 0; h 1; rzz(theta) 0 1; h 0; h 1",
    generator="XX",
    axes="XX",
    turn="theta",
    half_angles=("theta",),
    is_additive=True,
    frequencies=((1.0,),),
    exchangeable=(0, 1),
    num_two_qubit=1,
    latex="R_{XX}",
    keys=("Shift+R",),
    braket="xx",
    qiskit="RXXGate",
    tket="XXPhase",
    pennylane=("IsingXX",),
    qir="rxx__body",
)
