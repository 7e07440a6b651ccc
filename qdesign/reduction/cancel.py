"""Commutation-aware cancellation: Hadamards pushed right, inverse gates met, rotations added."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from qdesign.angle import Angle
from qdesign.errors import Cancelled
from qdesign.gates import GATES, ROWS
from qdesign.operation import Operation, has_controls
from qdesign.reduction.elementary import X_GATES, Z_GATES, reduced, with_angle

_TURNED: Final = {"X": "Z", "Z": "X"}
_ROTATIONS: Final = {row.axes: row.name for row in ROWS if row.generator and row.num_qubits == 2}
_FLIPS: Final = {row.axes: row.name for row in ROWS if row.is_part and row.base}
_WINDOW: Final = 400


def cancel(
    operations: Sequence[Operation], stop: Callable[[], bool] | None = None
) -> list[Operation]:
    """The same map with fewer gates; repeated until nothing is gained.

    Raises:
        Cancelled: `stop` said so.
    """
    current = list(operations)
    while True:
        shorter = _meet(_push_hadamards(current), stop)
        if len(shorter) >= len(current):
            return current if len(shorter) > len(current) else shorter
        current = shorter


def meet(
    operations: Sequence[Operation], stop: Callable[[], bool] | None = None
) -> list[Operation]:
    """Cancellation alone, no gate rewritten; untouched operations stay the same objects.

    Raises:
        Cancelled: `stop` said so.
    """
    current = list(operations)
    while True:
        shorter = _meet(current, stop)
        if len(shorter) == len(current):
            return shorter
        current = shorter


def _axis(operation: Operation, qubit: int) -> str:
    """Z, X or Y where the operation is a function of that Pauli on the qubit; `-` where not."""
    if has_controls(operation) or operation.conditions:
        return "-"
    row = GATES.get(operation.gate)
    return row.axes[operation.qubits.index(qubit)] if row is not None and row.axes else "-"


def _commute(a: Operation, b: Operation) -> bool:
    for qubit in a.wires:
        if qubit in b.wires:
            axis = _axis(a, qubit)
            if axis == "-" or axis != _axis(b, qubit):
                return False
    return True


def _meet(operations: Sequence[Operation], stop: Callable[[], bool] | None) -> list[Operation]:
    kept: list[Operation | None] = []
    on: dict[int, list[int]] = {}
    for count, operation in enumerate(operations):
        if stop is not None and count % 256 == 0 and stop():
            raise Cancelled("Cancelling gates was stopped.")
        pending = [operation]
        while pending:
            current = pending.pop()
            if current.gate == "id" and not has_controls(current):
                continue
            place = _mate(current, kept, on)
            if place is None:
                for wire in current.wires:
                    on.setdefault(wire, []).append(len(kept))
                kept.append(current)
                continue
            earlier = kept[place]
            assert earlier is not None
            kept[place] = None
            for wire in earlier.wires:
                on[wire].remove(place)
            # All that lies between commutes with both: the two may stand at either end.
            pending.extend(_joined(earlier, current) or ())
    return [operation for operation in kept if operation is not None]


def _mate(
    operation: Operation, kept: Sequence[Operation | None], on: dict[int, list[int]]
) -> int | None:
    """The place of an earlier operation that this one can reach and join."""
    lists = [on.get(wire, ()) for wire in operation.wires]
    heads = [len(places) - 1 for places in lists]
    for _ in range(_WINDOW):
        place = max(
            (places[head] for places, head in zip(lists, heads, strict=True) if head >= 0),
            default=None,
        )
        if place is None:
            return None
        for k, places in enumerate(lists):
            if heads[k] >= 0 and places[heads[k]] == place:
                heads[k] -= 1
        earlier = kept[place]
        assert earlier is not None
        if _joined(earlier, operation) is not None:
            return place
        if not _commute(earlier, operation):
            return None
    return None


def _joined(a: Operation, b: Operation) -> tuple[Operation, ...] | None:
    """Two operations on the same wires as one, or as nothing; None where they do not join."""
    if has_controls(a) or has_controls(b) or a.conditions or b.conditions:
        return None
    if len(a.qubits) != len(b.qubits):
        return None
    row = GATES.get(a.gate)
    if row is None:
        return None
    if a.qubits != b.qubits and not _exchanged(a.qubits, b.qubits, row.exchangeable):
        return None
    if row.turn and len(a.qubits) == 1:
        joined = _joined_turns(a, b)
        if joined is not None:
            return joined
    if row.is_additive and a.gate == b.gate:
        return _summed(a, a.angles[0] + b.angles[0])
    if b.gate == (row.inverse or row.name) and not row.angles and row.is_unitary:
        return ()
    return None


def _exchanged(a: tuple[int, ...], b: tuple[int, ...], exchangeable: tuple[int, ...]) -> bool:
    """Are they the same wires, but for the order of exchangeable ones?"""
    if not exchangeable or set(a) != set(b):
        return False
    return all(p == q or k in exchangeable for k, (p, q) in enumerate(zip(a, b, strict=True)))


def _joined_turns(a: Operation, b: Operation) -> tuple[Operation, ...] | None:
    for family, name in ((Z_GATES, "p"), (X_GATES, "rx")):
        first, second = _family_angle(a, family, name), _family_angle(b, family, name)
        if first is not None and second is not None:
            kind = "rz" if a.gate == "rz" or b.gate == "rz" else name
            return with_angle(Operation(kind, a.qubits, (first,)), first + second)
    return None


def _family_angle(operation: Operation, family: dict[str, Angle], name: str) -> Angle | None:
    if operation.gate in family:
        return family[operation.gate]
    if operation.gate == name or (name == "p" and operation.gate == "rz"):
        return operation.angles[0]
    return None


def _summed(operation: Operation, angle: Angle) -> tuple[Operation, ...]:
    row = GATES[operation.gate]
    if row.is_rotation:
        return with_angle(operation, angle)
    period = 4 if row.half_angles else 2
    angle = Angle(angle.pi % period, angle.radians, angle.terms)
    return () if angle.is_zero else (Operation(operation.gate, operation.qubits, (angle,)),)


def _push_hadamards(operations: Iterable[Operation]) -> list[Operation]:
    """Every Hadamard as far to the right as gates change into gates of the table on its way."""
    result: list[Operation] = []
    waiting: set[int] = set()

    def flush(qubits: Iterable[int]) -> None:
        for qubit in qubits:
            if qubit in waiting:
                waiting.discard(qubit)
                result.append(Operation("h", (qubit,)))

    for operation in operations:
        if has_controls(operation) or operation.conditions:
            flush(operation.wires)
            result.append(operation)
            continue
        if operation.gate == "h":
            waiting ^= {operation.qubits[0]}
            continue
        turned = tuple(q in waiting for q in operation.qubits)
        if not any(turned):
            result.append(operation)
            continue
        changed = _through(operation, turned)
        if changed is None:
            flush(operation.qubits)
            result.append(operation)
        else:
            result.extend(changed)
    flush(sorted(waiting))
    return result


def _through(operation: Operation, turned: tuple[bool, ...]) -> tuple[Operation, ...] | None:
    """G' with G · H = H · G' for Hadamards on the turned wires; None where there is no such row."""
    gate, qubits = operation.gate, operation.qubits
    if len(qubits) == 1:
        return _through_single(operation)
    if gate == "swap" and all(turned):
        return (operation,)
    row = GATES.get(gate)
    axes = row.axes if row is not None else ""
    for family in (_ROTATIONS, _FLIPS):
        if family.get(axes) != gate:
            continue
        # A Hadamard takes X to Z and back; of Y it would change the sign.
        letters = [
            _TURNED.get(letter, "") if turn else letter
            for letter, turn in zip(axes, turned, strict=True)
        ]
        for order in (1, -1):
            name = family.get("".join(letters[::order])) if all(letters) else None
            if name is not None:
                return (Operation(name, qubits[::order], operation.angles),)
    return None


def _through_single(operation: Operation) -> tuple[Operation, ...] | None:
    gate, qubits = operation.gate, operation.qubits
    angle = _family_angle(operation, Z_GATES, "p")
    if angle is not None:
        return with_angle(Operation("rx", qubits, (angle,)), angle)
    angle = _family_angle(operation, X_GATES, "rx")
    if angle is not None:
        return with_angle(Operation("rz", qubits, (angle,)), angle)
    if gate == "y":
        return (operation,)
    if gate == "ry":
        return (Operation("ry", qubits, (reduced(-operation.angles[0]),)),)
    return None
