"""What is before it stays before it; takes any number of qubits."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

BARRIER: Final = Gate(
    name="barrier",
    title="Barrier",
    group="Measure and classical",
    help="What is before it stays before it; takes any number of qubits",
    label="",
    kind="nonunitary",
    num_qubits=1,
    is_idle=True,
    symbol="barrier",
    keys=("b",),
)
