"""Gate names known without reading a file: the table, its aliases, and the rest of qelib1.inc."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from qdesign.angle import Angle
from qdesign.circuit import Circuit, GateDefinition, Operation
from qdesign.gates import ALIASES, GATES, ROWS, Gate, Matrix, controlled_matrix, matrix
from qdesign.qasm.state import Meaning

_LARGEST_COMPARED: Final = 3

RC3X: Final = GateDefinition(
    "rc3x",
    4,
    Circuit.of(
        4,
        "h 3; t 3; cx 2 3; tdg 3; h 3; cx 0 3; t 3; cx 1 3; tdg 3; cx 0 3; t 3; cx 1 3; tdg 3; "
        "h 3; t 3; cx 2 3; tdg 3; h 3",
    ).operations,
)
"""The relative-phase gate with three controls, arXiv:1508.03273, figure 4; not in the table."""


def _standard() -> dict[str, Meaning]:
    known = {row.name: _row(row) for row in ROWS if row.is_unitary}
    for alias, name in ALIASES.items():
        known[alias] = known[name]
    known["cu3"] = Meaning("cu", 3, 2, extra=(Angle(),))
    known["u0"] = Meaning("id", 1, 1, keeps_angles=False)
    known["c3x"] = Meaning("x", 0, 4, num_controls=3)
    known["c4x"] = Meaning("x", 0, 5, num_controls=4)
    known["c3sqrtx"] = known["c3sx"] = Meaning("sx", 0, 4, num_controls=3)
    known["rc3x"] = known["rcccx"] = Meaning("rc3x", 0, 4, size=len(RC3X.operations))
    return known


def _row(row: Gate) -> Meaning:
    return Meaning(row.name, len(row.angles), row.num_qubits)


STANDARD: Final[Mapping[str, Meaning]] = _standard()
"""Every known name; `gphase` is one of them."""


def _specified() -> dict[str, Meaning]:
    return {
        name: replace(STANDARD[name], phase=Angle.parse(phase))
        for row in ROWS
        for name, phase in row.openqasm3_phases
    }


SPECIFIED: Final[Mapping[str, Meaning]] = _specified()
"""Names that version 3 gives a phase that the rows, which are Qiskit's gates, lack."""


def equals_row(definition: GateDefinition, name: str) -> bool:
    """Is `definition` the map of the table's row `name`, global phase included?

    Small gates only; compared as matrices at two points that no formula singles out.
    """
    row = GATES[name]
    size = definition.num_qubits
    if size != row.num_qubits or len(definition.parameters) != len(row.angles):
        return False
    if size > _LARGEST_COMPARED or len(definition.operations) > 1000:
        return False
    for point in (0.7368062997, -2.1132486541):
        angles = [point * (1 + 0.31 * k) for k in range(len(row.angles))]
        values = dict(zip(definition.parameters, angles, strict=True))
        actual = _unitary(definition, values)
        if actual is None or not np.allclose(actual, matrix(name, angles), atol=1e-12):
            return False
    return True


def _unitary(definition: GateDefinition, values: Mapping[str, float]) -> Matrix | None:
    size = definition.num_qubits
    total: Matrix = np.exp(1j * definition.global_phase.at(values)) * np.eye(1 << size)
    for item in definition.operations:
        if not isinstance(item, Operation) or item.gate not in GATES:
            return None
        if item.gate == "barrier":
            continue
        small = matrix(item.gate, [angle.at(values) for angle in item.angles])
        small = controlled_matrix(small, num_controls=len(item.wires) - len(item.qubits))
        total = _embed(small, item, size) @ total
    return total


def _embed(small: Matrix, item: Operation, size: int) -> Matrix:
    full = np.zeros((1 << size, 1 << size), dtype=complex)
    flipped = sum(1 << wire for wire in item.anticontrols)
    for column in range(1 << size):
        seen = column ^ flipped
        inner = sum((seen >> wire & 1) << place for place, wire in enumerate(item.wires))
        rest = seen & ~sum(1 << wire for wire in item.wires)
        for row in range(small.shape[0]):
            target = rest | sum((row >> place & 1) << w for place, w in enumerate(item.wires))
            full[target ^ flipped, column] += small[row, inner]
    return full
