"""Operations with controls as table gates without them, exactly; inverses and decompositions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from qdesign.angle import Angle
from qdesign.errors import TooLarge
from qdesign.gates import (
    PlacedGate,
    controlled_definition,
    definition,
    gate,
    inverse_gate,
    phase_angle,
)
from qdesign.operation import Condition, Operation, has_controls


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
    parts = definition(operation.gate)
    return placed(operation, parts) if parts else (operation,)


def placed(operation: Operation, parts: Iterable[PlacedGate]) -> tuple[Operation, ...]:
    """Parts of a table gate where an operation has it; its controls and conditions on every one."""
    formal = dict(zip(gate(operation.gate).angles, operation.angles, strict=True))
    return tuple(
        Operation(
            part.gate,
            tuple(operation.qubits[wire] for wire in part.qubits),
            tuple(angle.substitute(formal) for angle in part.angles),
            operation.controls,
            operation.anticontrols,
            (),
            operation.conditions,
        )
        for part in parts
    )


def expand_controls(operation: Operation) -> Iterator[Operation]:
    """An operation with control modifiers as table gates without them, exactly.

    Anti-controls become controls between X gates; controlled phases become parities: 2^k - 1
    rotations on k wires, so at most 12 controls are taken.
    """
    if not has_controls(operation):
        yield operation
        return
    flips = [
        Operation("x", (q,), (), (), (), (), operation.conditions) for q in operation.anticontrols
    ]
    controls = operation.controls + operation.anticontrols
    if len(controls) + len(operation.qubits) > 13:
        raise TooLarge(
            f"Gate {operation.gate} has {len(controls)} controls; at most 12 can be expanded. "
            "Use helper qubits."
        )
    yield from flips
    bare = replace(operation, controls=controls, anticontrols=(), id="", column=None)
    yield from _controlled(bare)
    yield from flips


def _controlled(operation: Operation) -> Iterator[Operation]:
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
        yield from _controlled(inner)
        return
    phase = phase_angle(operation.gate)
    if phase is not None:
        formal = dict(zip(row.angles, operation.angles, strict=True))
        wires = controls + operation.qubits
        yield from _controlled_phase(wires, phase.substitute(formal), operation.conditions)
        return
    if row.is_idle:
        return
    if operation.gate == "x" and len(controls) <= 2:
        name = ("cx", "ccx")[len(controls) - 1]
        yield Operation(name, controls + operation.qubits, (), (), (), (), operation.conditions)
        return
    for part in _conjugated(operation):
        yield from _controlled(part)


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


def _controlled_phase(
    wires: tuple[int, ...], angle: Angle, conditions: tuple[Condition, ...]
) -> Iterator[Operation]:
    """e^{iφ} where all wires are 1: a table row, or its parities by a Gray-code walk."""

    def plain(name: str, qubits: tuple[int, ...], *angles: Angle) -> Operation:
        return Operation(name, qubits, angles, (), (), (), conditions)

    if len(wires) <= 2:
        yield plain(("p", "cp")[len(wires) - 1], wires, angle)
        return
    if len(wires) == 3 and angle == Angle.pi_times(1):
        yield plain("ccz", wires)
        return
    share = angle / 2 ** (len(wires) - 1)
    for top in range(len(wires)):
        target = wires[top]
        parity = 0
        yield plain("p", (target,), share)
        for count in range(1, 1 << top):
            gray = count ^ count >> 1
            flipped = (parity ^ gray).bit_length() - 1
            parity = gray
            yield plain("cx", (wires[flipped], target))
            odd = parity.bit_count() % 2 == 1
            yield plain("p", (target,), -share if odd else share)
        if parity:
            yield plain("cx", (wires[parity.bit_length() - 1], target))
