"""A quarter turn about X."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

SX: Final = Gate(
    name="sx",
    title="√X",
    group="Pauli and Clifford",
    help="A quarter turn about X",
    label="√X",
    kind="clifford",
    num_qubits=1,
    definition="h 0; p(pi/2) 0; h 0",
    power="gphase(turn/4); rx(turn/2) 0",
    inverse="sxdg",
    matrix=lambda: ((0.5 + 0.5j, 0.5 - 0.5j), (0.5 - 0.5j, 0.5 + 0.5j)),
    axes="X",
    turn="pi/2",
    is_clifford=True,
    is_part=True,
    latex=r"\sqrt{X}",
    keys=("v",),
    in_stdgates=True,
    braket="v",
    qiskit="SXGate",
    ibm="every",
    tket="V",
    pennylane=("SX",),
    in_ionq=True,
)
