"""Margolus: CCX up to signs, with half its cost."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

_ENTRIES: Final = (
    (1, 0, 0, 0, 0, 0, 0, 0),
    (0, 1, 0, 0, 0, 0, 0, 0),
    (0, 0, 1, 0, 0, 0, 0, 0),
    (0, 0, 0, 0, 0, 0, 0, -1j),
    (0, 0, 0, 0, 1, 0, 0, 0),
    (0, 0, 0, 0, 0, -1, 0, 0),
    (0, 0, 0, 0, 0, 0, 1, 0),
    (0, 0, 0, 1j, 0, 0, 0, 0),
)

RCCX: Final = Gate(
    name="rccx",
    title="RCCX",
    help="Margolus: CCX up to signs, with half its cost",
    source="arXiv:1508.03273",
    label="RCCX",
    kind="controlled",
    num_qubits=3,
    definition="h 2; t 2; cx 1 2; tdg 2; cx 0 2; t 2; cx 1 2; tdg 2; h 2",
    matrix=lambda: _ENTRIES,
    axes="ZZ-",
    num_two_qubit=3,
    num_rotations=4,
    num_t=4,
    qiskit="RCCXGate",
)
