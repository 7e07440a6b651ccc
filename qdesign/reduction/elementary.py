"""Operations → elementary gates: Clifford gates and Pauli rotations on at most two qubits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qdesign.angle import Angle
from qdesign.control import decompose, expand_controls
from qdesign.gates import GATES
from qdesign.operation import Operation, has_controls
from qdesign.zx.parts import CLIFFORD_PARTS, Part, parts

_PI: Final = Angle.pi_times(1)
Z_GATES: Final = {
    "z": _PI,
    "s": _PI / 2,
    "sdg": -_PI / 2,
    "t": _PI / 4,
    "tdg": -_PI / 4,
}
X_GATES: Final = {"x": _PI, "sx": _PI / 2, "sxdg": -_PI / 2}
_ROTATION_ROWS: Final = frozenset(("rz", "p", "t", "tdg", "rx", "ry", "rzz", "rxx", "ryy", "rzx"))
_Z_NAMES: Final = {_reduced_pi: name for name, a in Z_GATES.items() for _reduced_pi in (a.pi % 2,)}
_X_NAMES: Final = {_reduced_pi: name for name, a in X_GATES.items() for _reduced_pi in (a.pi % 2,)}


def reduced(angle: Angle) -> Angle:
    """The angle with its multiple of π in [0, 2)."""
    return Angle(angle.pi % 2, angle.radians, angle.terms)


def is_rotation(operation: Operation) -> bool:
    """Is it one Pauli rotation, a row of the table without controls?"""
    return operation.gate in _ROTATION_ROWS


def rotation_angle(operation: Operation) -> Angle:
    """The angle of a rotation, T gates included."""
    return Z_GATES[operation.gate] if operation.gate in ("t", "tdg") else operation.angles[0]


def to_elementary(operation: Operation) -> tuple[Operation, ...]:
    """The operation as elementary gates; itself where it is one."""
    if not has_controls(operation):
        if operation.gate in CLIFFORD_PARTS or operation.gate in _ROTATION_ROWS:
            return (operation,)
        if operation.gate in ("cy", "iswap", "iswapdg", "dcx", "dcxdg", "ecr"):
            return (operation,)
    return tuple(_elementary(operation))


def _elementary(operation: Operation) -> Iterator[Operation]:
    for plain in expand_controls(operation):
        if plain.gate in ("id", "gphase", "barrier"):
            continue
        if len(plain.qubits) > 2:
            for part in decompose(plain):
                yield from to_elementary(part)
        elif GATES[plain.gate].base or len(plain.angles) > 1:
            yield from (_operation(p) for p in parts(plain) if p.kind != "gphase")
        else:
            yield plain


def to_plain_elementary(operation: Operation) -> tuple[Operation, ...]:
    """Elementary gates with every two-qubit Clifford gate as cx, cz and swap."""
    found: list[Operation] = []
    for element in to_elementary(operation):
        if element.gate in CLIFFORD_PARTS or is_rotation(element):
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
    plain = not angle.terms and angle.radians == 0.0
    if gate in ("rz", "p", "t", "tdg"):
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
    return (Operation(gate, qubits, (angle,)),)
