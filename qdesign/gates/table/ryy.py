"""A turn about Y ⊗ Y by an angle."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

RYY: Final = Gate(
    name="ryy",
    title="RYY",
    group="Rotations",
    help="A turn about Y ⊗ Y by an angle",
    label="RYY",
    kind="rotation",
    num_qubits=2,
    angles=("theta",),
    definition="sdg 0; sdg 1; rxx(theta) 0 1; s 0; s 1",
    generator="YY",
    axes="YY",
    turn="theta",
    half_angles=("theta",),
    is_additive=True,
    frequencies=((1.0,),),
    exchangeable=(0, 1),
    num_two_qubit=1,
    latex="R_{YY}",
    keys=(),
    braket="yy",
    qiskit="RYYGate",
    tket="YYPhase",
    pennylane=("IsingYY",),
    qir="ryy__body",
)
