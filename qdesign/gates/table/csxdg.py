"""√X† on the target where the control is 1."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

CSXDG: Final = Gate(
    name="csxdg",
    title="C√X†",
    help="√X† on the target where the control is 1",
    label="√X†",
    kind="controlled",
    num_qubits=2,
    definition="h 1; cp(-pi/2) 0 1; h 1",
    inverse="csx",
    num_controls=1,
    base="sxdg",
    axes="ZX",
    num_two_qubit=1,
    num_rotations=1,
    qiskit="CSXGate",
    qiskit_inverse=True,
)
