"""Operations → elementary gates: Clifford gates and Pauli rotations on at most two qubits."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from qdesign.angle import Angle
from qdesign.control import decompose, expand_controls
from qdesign.gates import GATES, ROWS
from qdesign.operation import Operation, has_controls
from qdesign.zx.parts import Part, parts


def _fixed_turns(axis: str) -> dict[str, Angle]:
    return {
        row.name: Angle.parse(row.turn)
        for row in ROWS
        if row.axes == axis and row.turn and not row.angles
    }


Z_GATES: Final = _fixed_turns("Z")
X_GATES: Final = _fixed_turns("X")
_Z_NAMES: Final = {angle.pi % 2: name for name, angle in Z_GATES.items()}
_X_NAMES: Final = {angle.pi % 2: name for name, angle in X_GATES.items()}


def reduced(angle: Angle) -> Angle:
    """The angle with its multiple of π in [0, 2)."""
    return Angle(angle.pi % 2, angle.radians, angle.terms)


def rotation_angle(operation: Operation) -> Angle:
    """The angle of a rotation, T gates included."""
    return operation.angles[0] if operation.angles else Angle.parse(GATES[operation.gate].turn)


@cache
def _is_elementary(name: str) -> bool:
    row = GATES[name]
    return row.num_qubits <= 2 and (row.is_rotation or (row.is_clifford and not row.is_idle))


def to_elementary(operation: Operation, num_qubits: int = 0) -> tuple[Operation, ...]:
    """The operation as elementary gates; itself where it is one.

    Many controls may use all of `num_qubits` wires of the circuit, as in `Circuit.elementary`.
    """
    if not has_controls(operation) and _is_elementary(operation.gate):
        return (operation,)
    return tuple(_elementary(operation, num_qubits))


def _elementary(operation: Operation, num_qubits: int) -> Iterator[Operation]:
    for plain in expand_controls(operation, num_qubits):
        row = GATES[plain.gate]
        if row.is_idle or not plain.qubits:
            continue
        if len(plain.qubits) > 2:
            for part in decompose(plain):
                yield from to_elementary(part)
        elif (row.is_rotation or row.is_clifford) and not row.base:
            yield plain
        else:
            yield from (_operation(p) for p in parts(plain) if p.kind != "gphase")


def to_plain_elementary(operation: Operation, num_qubits: int = 0) -> tuple[Operation, ...]:
    """Elementary gates with every two-qubit Clifford gate as cx, cz and swap."""
    found: list[Operation] = []
    for element in to_elementary(operation, num_qubits):
        row = GATES[element.gate]
        if row.is_part or row.is_rotation:
            found.append(element)
        else:
            found.extend(_operation(p) for p in parts(element) if p.kind != "gphase")
    return tuple(found)


def _operation(part: Part) -> Operation:
    if part.kind == "rotation":
        return Operation(("rz", "rzz")[len(part.qubits) - 1], part.qubits, (part.angle,))
    if part.kind == "x_rotation":
        return Operation("rx", part.qubits, (part.angle,))
    return Operation(part.kind, part.qubits)


def with_angle(operation: Operation, angle: Angle) -> tuple[Operation, ...]:
    """A rotation with another angle, by the plainest gates; nothing where it is zero."""
    angle = reduced(angle)
    if angle.is_zero:
        return ()
    gate, qubits = operation.gate, operation.qubits
    row = GATES[gate]
    plain = not angle.terms and angle.radians == 0.0
    if row.axes == "Z":
        name = _Z_NAMES.get(angle.pi) if plain else None
        if name is not None:
            return (Operation(name, qubits),)
        return (Operation("rz" if gate == "rz" else "p", qubits, (angle,)),)
    if gate == "rx" and plain and angle.pi in _X_NAMES:
        return (Operation(_X_NAMES[angle.pi], qubits),)
    if gate == "rzz" and plain and angle.pi.denominator <= 2:
        a, b = (qubits[0],), (qubits[1],)
        if angle.pi == 1:
            return Operation("z", a), Operation("z", b)
        name = "s" if angle.pi * 2 == 1 else "sdg"
        return Operation("cz", qubits), Operation(name, a), Operation(name, b)
    return (Operation(gate if row.angles else f"r{row.axes.lower()}", qubits, (angle,)),)
