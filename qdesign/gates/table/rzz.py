"""A turn about Z ⊗ Z by an angle."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

RZZ: Final = Gate(
    name="rzz",
    title="RZZ",
    group="Rotations",
    help="A turn about Z ⊗ Z by an angle",
    label="RZZ",
    kind="rotation",
    num_qubits=2,
    angles=("theta",),
    definition="cx 0 1; rz(theta) 1; cx 0 1",
    generator="ZZ",
    axes="ZZ",
    turn="theta",
    half_angles=("theta",),
    is_additive=True,
    frequencies=((1.0,),),
    exchangeable=(0, 1),
    num_two_qubit=1,
    latex="R_{ZZ}",
    keys=("r",),
    braket="zz",
    qiskit="RZZGate",
    ibm="some",
    tket="ZZPhase",
    pennylane=("IsingZZ",),
    qir="rzz__body",
)
