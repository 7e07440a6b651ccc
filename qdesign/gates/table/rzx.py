"""A turn about Z ⊗ X by an angle."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

RZX: Final = Gate(
    name="rzx",
    title="RZX",
    help="A turn about Z ⊗ X by an angle",
    label="RZX",
    kind="rotation",
    num_qubits=2,
    angles=("theta",),
    definition="h 1; rzz(theta) 0 1; h 1",
    generator="XZ",
    axes="ZX",
    turn="theta",
    half_angles=("theta",),
    is_additive=True,
    frequencies=((1.0,),),
    num_two_qubit=1,
    latex="R_{ZX}",
    keys=(),
    qiskit="RZXGate",
)
