"""The inverse of DCX."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

DCXDG: Final = Gate(
    name="dcxdg",
    title="DCX†",
    help="The inverse of DCX",
    label="DCX†",
    kind="clifford",
    num_qubits=2,
    definition="cx 1 0; cx 0 1",
    inverse="dcx",
    matrix=lambda: ((1, 0, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1), (0, 1, 0, 0)),
    axes="--",
    is_clifford=True,
    num_two_qubit=1,
    latex=r"\mathrm{DCX}^\dagger",
    qiskit="DCXGate",
    qiskit_names=("dcx_dg",),
    qiskit_inverse=True,
)
