"""A quarter turn back about X."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

SXDG: Final = Gate(
    name="sxdg",
    title="√X†",
    help="A quarter turn back about X",
    label="√X†",
    kind="clifford",
    num_qubits=1,
    definition="h 0; p(-pi/2) 0; h 0",
    power="gphase(-turn/4); rx(-turn/2) 0",
    inverse="sx",
    matrix=lambda: ((0.5 - 0.5j, 0.5 + 0.5j), (0.5 + 0.5j, 0.5 - 0.5j)),
    axes="X",
    turn="-pi/2",
    is_clifford=True,
    is_part=True,
    latex=r"\sqrt{X}^\dagger",
    braket="vi",
    qiskit="SXdgGate",
    tket="Vdg",
)
