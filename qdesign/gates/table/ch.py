"""H on the target where the control is 1."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

CH: Final = Gate(
    name="ch",
    title="CH",
    group="More",
    help="H on the target where the control is 1",
    label="H",
    kind="controlled",
    num_qubits=2,
    definition="ry(-pi/4) 1; cz 0 1; ry(pi/4) 1",
    num_controls=1,
    base="h",
    axes="Z-",
    num_two_qubit=1,
    num_rotations=1,
    in_stdgates=True,
    openqasm2="ch",
    qiskit="CHGate",
    pennylane=("CH",),
)
