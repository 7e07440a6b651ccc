"""Gate names known without a file: the table, its aliases, the rest of qelib1.inc, Braket's."""

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

_PRX: Final = "rz(-phi) 0; rx(theta) 0; rz(phi) 0"
_BRAKET_DEFINED: Final = (
    ("cphaseshift00", ("phi",), 2, "x 0; x 1; cp(phi) 0 1; x 0; x 1"),
    ("cphaseshift01", ("phi",), 2, "x 0; cp(phi) 0 1; x 0"),
    ("cphaseshift10", ("phi",), 2, "x 1; cp(phi) 0 1; x 1"),
    ("xy", ("phi",), 2, "rxx(-phi/2) 0 1; ryy(-phi/2) 0 1"),
    ("pswap", ("phi",), 2, "cx 0 1; p(phi) 1; cx 0 1; swap 0 1"),
    ("prx", ("theta", "phi"), 1, _PRX),
    ("gpi", ("phi",), 1, "x 0; rz(2*phi) 0"),
    ("gpi2", ("phi",), 1, _PRX.replace("theta", "pi/2")),
    (
        "ms",
        ("phi", "lambda", "theta"),
        2,
        "rz(-phi) 0; rz(-lambda) 1; rxx(theta) 0 1; rz(phi) 0; rz(lambda) 1",
    ),
)

DEFINED: Final = {
    RC3X.name: RC3X,
    **{
        name: GateDefinition(name, size, Circuit.of(size, text).operations, angles)
        for name, angles, size, text in _BRAKET_DEFINED
    },
}
"""Gates that are no rows: programs that use them get these composite gates."""


def _standard() -> dict[str, Meaning]:
    known = {row.name: _row(row) for row in ROWS if row.is_unitary}
    for alias, name in ALIASES.items():
        known[alias] = known[name]
    known["cu3"] = Meaning("cu", 3, 2, extra=(Angle(),))
    known["u0"] = Meaning("id", 1, 1, keeps_angles=False)
    known["c3x"] = Meaning("x", 0, 4, num_controls=3)
    known["c4x"] = Meaning("x", 0, 5, num_controls=4)
    known["c3sqrtx"] = known["c3sx"] = Meaning("sx", 0, 4, num_controls=3)
    known["rcccx"] = _defined(RC3X)
    known |= {name: _defined(item) for name, item in DEFINED.items()}
    known |= {row.braket: known[row.name] for row in ROWS if row.braket}
    return known


def _defined(item: GateDefinition) -> Meaning:
    return Meaning(item.name, len(item.parameters), item.num_qubits, size=len(item.operations))


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
