"""Phase teleportation: equal Pauli rotations of a circuit added up in place, its structure kept.

Source: Kissinger and van de Wetering, arXiv:1903.10477; by Pauli rotations as in arXiv:1903.12456.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qdesign.angle import Angle
from qdesign.errors import Cancelled
from qdesign.gates import GATES
from qdesign.operation import Operation
from qdesign.reduction.elementary import (
    reduced,
    rotation_angle,
    to_elementary,
    with_angle,
)
from qdesign.zx.gadgets import Frame, quarter_turns, sign
from qdesign.zx.parts import parts


@dataclass(slots=True)
class _Slot:
    """A rotation of the circuit: where it stands, its signed axis, its angle now."""

    operation: int
    element: int
    width: int
    sign: int
    angle: Angle


def teleport_phases(
    operations: Sequence[Operation],
    num_qubits: int,
    cancelled: Callable[[], bool] | None = None,
) -> list[Operation]:
    """The same map with rotations merged where they stand; untouched operations stay themselves.

    Raises:
        Cancelled: `cancelled` said so.
    """
    current = list(operations)
    while True:
        teleported = _teleport_once(current, num_qubits, cancelled)
        if teleported is None:
            return current
        current = teleported


def _teleport_once(
    operations: Sequence[Operation], num_qubits: int, cancelled: Callable[[], bool] | None
) -> list[Operation] | None:
    frame = Frame(num_qubits)
    pieces: list[tuple[Operation, ...]] = []
    slots: list[_Slot] = []
    layers: list[dict[tuple[int, int], int]] = []
    changed: set[int] = set()
    for index, operation in enumerate(operations):
        if cancelled is not None and index % 64 == 0 and cancelled():
            raise Cancelled("Teleporting phases was cancelled.")
        expanded = to_elementary(operation, num_qubits)
        pieces.append(expanded)
        for place, element in enumerate(expanded):
            for part in parts(element):
                if part.kind not in ("rotation", "x_rotation"):
                    if part.kind != "gphase":
                        frame.gate(part.kind, part.qubits)
                    continue
                axis = frame.axis(part)
                quarters = quarter_turns(part.angle)
                if quarters is not None:
                    if quarters:
                        frame.turn(axis, quarters)
                    continue
                width = len(part.qubits)
                slots.append(_Slot(index, place, width, sign(axis), rotation_angle(element)))
                changed.update(_merge(len(slots) - 1, slots, layers, axis[0], axis[1]))
    if not changed:
        return None
    return _emit(operations, pieces, slots, changed)


def _merge(
    new: int, slots: list[_Slot], layers: list[dict[tuple[int, int], int]], x: int, z: int
) -> tuple[int, ...]:
    """Put a slot into its layer, or add it to an equal one; the slots that changed."""
    key = (x, z)
    place = len(layers)
    while place > 0:
        layer = layers[place - 1]
        mate = layer.get(key)
        if mate is not None:
            return _join(new, mate, slots, layers, place - 1, key)
        if any(((x & az) ^ (z & ax)).bit_count() & 1 for ax, az in layer):
            break
        place -= 1
    if place == len(layers):
        layers.append({})
    layers[place][key] = new
    return ()


def _join(
    new: int,
    mate: int,
    slots: list[_Slot],
    layers: list[dict[tuple[int, int], int]],
    place: int,
    key: tuple[int, int],
) -> tuple[int, ...]:
    """Keep the sum where it needs fewer qubits; every rotation between the two commutes with it."""
    kept, gone = (new, mate) if slots[new].width < slots[mate].width else (mate, new)
    same = slots[kept].sign == slots[gone].sign
    other = slots[gone].angle
    total = reduced(slots[kept].angle + (other if same else -other))
    slots[kept].angle, slots[gone].angle = total, Angle()
    if total.is_zero:
        del layers[place][key]
        while layers and not layers[-1]:
            layers.pop()
    else:
        layers[place][key] = kept
    return kept, gone


def _emit(
    operations: Sequence[Operation],
    pieces: Sequence[tuple[Operation, ...]],
    slots: Sequence[_Slot],
    changed: set[int],
) -> list[Operation]:
    angles = {(slots[k].operation, slots[k].element): slots[k].angle for k in changed}
    touched = {slots[k].operation for k in changed}
    result: list[Operation] = []
    for index, operation in enumerate(operations):
        if index not in touched:
            result.append(operation)
            continue
        for place, element in enumerate(pieces[index]):
            angle = angles.get((index, place))
            if angle is None or not GATES[element.gate].is_rotation:
                result.append(element)
            else:
                result.extend(with_angle(element, angle))
    return result
