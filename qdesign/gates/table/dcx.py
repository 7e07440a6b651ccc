"""CX and then CX the other way around."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

DCX: Final = Gate(
    name="dcx",
    title="DCX",
    help="CX and then CX the other way around",
    label="DCX",
    kind="clifford",
    num_qubits=2,
    definition="cx 0 1; cx 1 0",
    inverse="dcxdg",
    matrix=lambda: ((1, 0, 0, 0), (0, 0, 0, 1), (0, 1, 0, 0), (0, 0, 1, 0)),
    axes="--",
    is_clifford=True,
    num_two_qubit=1,
    qiskit="DCXGate",
)
