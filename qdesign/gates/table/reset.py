"""Sets a qubit to |0⟩."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

RESET: Final = Gate(
    name="reset",
    title="Reset to |0⟩",
    group="Measure and classical",
    help="Sets a qubit to |0⟩",
    label="|0⟩",
    kind="nonunitary",
    num_qubits=1,
    symbol="reset",
    latex=r"\ket{0}",
    keys=("0",),
)
