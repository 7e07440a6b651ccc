"""√X on the target where the control is 1."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

CSX: Final = Gate(
    name="csx",
    title="C√X",
    help="√X on the target where the control is 1",
    label="√X",
    kind="controlled",
    num_qubits=2,
    definition="h 1; cp(pi/2) 0 1; h 1",
    inverse="csxdg",
    num_controls=1,
    base="sx",
    axes="ZX",
    num_two_qubit=1,
    num_rotations=1,
    braket="cv",
    qiskit="CSXGate",
)
