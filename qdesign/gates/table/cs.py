"""S on the target where the control is 1."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

CS: Final = Gate(
    name="cs",
    title="CS",
    help="S on the target where the control is 1",
    label="S",
    kind="controlled",
    num_qubits=2,
    definition="cp(pi/2) 0 1",
    inverse="csdg",
    num_controls=1,
    base="s",
    phase="pi/2",
    axes="ZZ",
    exchangeable=(0, 1),
    num_two_qubit=1,
    num_rotations=1,
    qiskit="CSGate",
)
