"""A turn about Y where the control is 1."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

CRY: Final = Gate(
    name="cry",
    title="CRY",
    help="A turn about Y where the control is 1",
    label="RY",
    kind="controlled",
    num_qubits=2,
    angles=("theta",),
    definition="ry(theta/2) 1; cx 0 1; ry(-theta/2) 1; cx 0 1",
    zx="sdg 1; crx(theta) 0 1; s 1",
    num_controls=1,
    base="ry",
    axes="ZY",
    half_angles=("theta",),
    is_additive=True,
    frequencies=((0.5, 1.0),),
    num_two_qubit=1,
    in_stdgates=True,
    qiskit="CRYGate",
    pennylane=("CRY",),
    in_ionq=True,
)
