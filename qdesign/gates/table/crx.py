"""A turn about X where the control is 1."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

CRX: Final = Gate(
    name="crx",
    title="CRX",
    help="A turn about X where the control is 1",
    label="RX",
    kind="controlled",
    num_qubits=2,
    angles=("theta",),
    definition="h 1; crz(theta) 0 1; h 1",
    num_controls=1,
    base="rx",
    axes="ZX",
    half_angles=("theta",),
    is_additive=True,
    frequencies=((0.5, 1.0),),
    num_two_qubit=1,
    in_stdgates=True,
    qiskit="CRXGate",
    pennylane=("CRX",),
    in_ionq=True,
)
