"""Reads a qubit into a classical bit."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

MEASURE: Final = Gate(
    name="measure",
    title="Measure",
    group="Measure and classical",
    help="Reads a qubit into a classical bit",
    label="M",
    kind="nonunitary",
    num_qubits=1,
    symbol="measure",
    keys=("m",),
)
