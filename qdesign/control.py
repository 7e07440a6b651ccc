"""Operations with controls as table gates without them, exactly; inverses and decompositions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import Final

from qdesign import many_controls
from qdesign.angle import Angle
from qdesign.gates import (
    ROWS,
    PlacedGate,
    controlled_definition,
    definition,
    gate,
    inverse_gate,
    phase_angle,
)
from qdesign.operation import Operation, has_controls

_CONTROLLED: Final = {(row.base, row.num_controls): row.name for row in ROWS if row.base}


def inverse_operation(operation: Operation) -> Operation:
    """The inverse of an operation of a table gate."""
    if operation.gate == "barrier":
        return operation
    part = inverse_gate(operation.gate)
    formal = dict(zip(gate(operation.gate).angles, operation.angles, strict=True))
    return replace(
        operation, gate=part.gate, angles=tuple(a.substitute(formal) for a in part.angles)
    )


def decompose(operation: Operation) -> tuple[Operation, ...]:
    """One level of a table gate's decomposition; its controls and conditions on every part.

    A primitive row decomposes into itself.
    """
    parts = _decomposed(operation.gate, operation.angles)
    return _moved(operation, parts) if parts else (operation,)


@lru_cache(maxsize=1 << 14)
def _decomposed(name: str, angles: tuple[Angle, ...]) -> tuple[PlacedGate, ...]:
    return _at(definition(name), name, angles)


def placed(operation: Operation, parts: Iterable[PlacedGate]) -> tuple[Operation, ...]:
    """Parts of a table gate where an operation has it; its controls and conditions on every one."""
    return _moved(operation, _at(parts, operation.gate, operation.angles))


def _at(
    parts: Iterable[PlacedGate], name: str, angles: tuple[Angle, ...]
) -> tuple[PlacedGate, ...]:
    """Parts of a table gate with its angles put in."""
    formal = dict(zip(gate(name).angles, angles, strict=True))
    return tuple(
        PlacedGate(part.gate, part.qubits, tuple(angle.substitute(formal) for angle in part.angles))
        for part in parts
    )


def _moved(operation: Operation, parts: Iterable[PlacedGate]) -> tuple[Operation, ...]:
    qubits = operation.qubits
    return tuple(
        Operation(
            part.gate,
            tuple([qubits[wire] for wire in part.qubits]),
            part.angles,
            operation.controls,
            operation.anticontrols,
            (),
            operation.conditions,
        )
        for part in parts
    )


def expand_controls(operation: Operation, num_qubits: int = 0) -> Iterator[Operation]:
    """An operation with control modifiers as table gates without them, exactly.

    Anti-controls become controls between X gates. The number of gates is polynomial; they use the
    circuit's other wires as helpers, which hold afterwards what they held before.

    Args:
        operation: of a table gate.
        num_qubits: wires of the circuit; without it only the operation's own are used.
    """
    if not has_controls(operation):
        yield operation
        return
    flips = [
        Operation("x", (q,), (), (), (), (), operation.conditions) for q in operation.anticontrols
    ]
    controls = operation.controls + operation.anticontrols
    wires = dict.fromkeys((*operation.wires, *range(num_qubits)))
    yield from flips
    bare = replace(operation, controls=controls, anticontrols=(), id="", column=None)
    yield from _controlled(bare, tuple(wires))
    yield from flips


def _controlled(operation: Operation, wires: tuple[int, ...]) -> Iterator[Operation]:
    controls = operation.controls
    if not controls:
        yield operation
        return
    row = gate(operation.gate)
    if row.base:
        inner = replace(
            operation,
            gate=row.base,
            qubits=operation.qubits[row.num_controls :],
            controls=controls + operation.qubits[: row.num_controls],
        )
        yield from _controlled(inner, wires)
        return
    if row.is_idle:
        return
    plain = _CONTROLLED.get((operation.gate, len(controls)))
    if plain is not None:
        yield replace(operation, gate=plain, qubits=operation.wires, controls=())
        return
    parts = _many(operation, wires)
    if parts is None:
        for part in _conjugated(operation):
            yield from _controlled(part, wires)
        return
    for part in parts:
        yield Operation(part.gate, part.qubits, part.angles, (), (), (), operation.conditions)


def _many(operation: Operation, wires: tuple[int, ...]) -> Iterator[PlacedGate] | None:
    """X, a phase or a Z-rotation under controls; nothing of other gates."""
    own = operation.wires
    helpers = tuple(islice((wire for wire in wires if wire not in own), len(own)))
    row = gate(operation.gate)
    if operation.gate == "x":
        return many_controls.flip(operation.controls, operation.qubits[0], helpers)
    if row.generator == "Z":
        turns = [(operation.qubits[0], operation.angles[0])]
        return many_controls.turn(operation.controls, turns, helpers)
    angle = phase_angle(operation.gate)
    if angle is None:
        return None
    formal = dict(zip(row.angles, operation.angles, strict=True))
    return many_controls.phase(own, angle.substitute(formal), helpers)


def _conjugated(operation: Operation) -> Iterator[Operation]:
    """The decomposition, controls only where they are needed: A B A† controls B alone."""
    parts = placed(operation, controlled_definition(operation.gate))
    last = len(parts) - 1
    paired = 0
    while paired < last - paired and parts[last - paired] == inverse_operation(parts[paired]):
        paired += 1
    for index, part in enumerate(parts):
        outer = index < paired or index > last - paired
        yield replace(part, controls=()) if outer else part
