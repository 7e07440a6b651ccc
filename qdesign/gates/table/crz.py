"""A turn about Z where the control is 1."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

CRZ: Final = Gate(
    name="crz",
    title="CRZ",
    group="Rotations",
    help="A turn about Z where the control is 1",
    label="RZ",
    kind="controlled",
    num_qubits=2,
    angles=("phi",),
    definition="rz(phi/2) 1; cx 0 1; rz(-phi/2) 1; cx 0 1",
    zx="rz(phi/2) 1; rzz(-phi/2) 0 1",
    num_controls=1,
    base="rz",
    axes="ZZ",
    half_angles=("phi",),
    is_additive=True,
    frequencies=((0.5, 1.0),),
    num_two_qubit=1,
    in_stdgates=True,
    openqasm2="crz",
    qiskit="CRZGate",
    pennylane=("CRZ",),
    in_ionq=True,
)
