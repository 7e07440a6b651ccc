"""Hadamards and Hadamard gadgets compared exactly, for every record of outcomes.

Both are read as sums over paths: bits for the inputs and one for each Hadamard, a parity on each
wire, and phases modulo 8 in units of π/4. It knows nothing of how the gadgets were made.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from qdesign.operation import Operation
from qdesign.reduction.elementary import Z_GATES, rotation_angle
from qdesign.zx.phases import polynomial

Term = tuple[int, int]

_FLIPS: Final = 4


class _Reading:
    """What wires hold and which phases there are, behind some gates.

    A wire holds a parity and perhaps a 1 added, as (bits, constant).
    """

    def __init__(self, num_qubits: int, num_extra: int = 0) -> None:
        self.wires = [(1 << q, 0) for q in range(num_qubits)] + [(0, 0)] * num_extra
        self.terms: list[Term] = []
        self.num_bits = num_qubits

    def all(self, operations: Iterable[Operation]) -> bool:
        """Follows operations; is each of a kind that can be?"""
        return all(self.gate(operation) for operation in operations)

    def gate(self, operation: Operation) -> bool:
        if operation.conditions or operation.controls or operation.anticontrols:
            return False
        return self.local(operation) or self._other(operation)

    def local(self, operation: Operation) -> bool:
        """Follows a gate that makes no path and mixes no wires."""
        q, *rest = operation.qubits
        bits, constant = self.wires[q]
        if operation.gate == "x":
            self.wires[q] = bits, constant ^ 1
        elif operation.gate in Z_GATES or operation.gate == "rz":
            return self._turn(operation)
        elif operation.gate == "cz":
            other = self.wires[rest[0]]
            self.phase(q, 2)
            self.phase(rest[0], 2)
            self.wires[q] = bits ^ other[0], constant ^ other[1]
            self.phase(q, -2)
            self.wires[q] = bits, constant
        else:
            return False
        return True

    def _other(self, operation: Operation) -> bool:
        q = operation.qubits[0]
        bits, constant = self.wires[q]
        if operation.gate == "cx":
            target = operation.qubits[1]
            other = self.wires[target]
            self.wires[target] = other[0] ^ bits, other[1] ^ constant
        elif operation.gate == "h":
            new = 1 << self.num_bits
            self.num_bits += 1
            self.wires[q] = new, 0
            # (-1)^{(p + c) v}: a CZ between both.
            self.terms += [(bits, 2), (new, 2), (bits ^ new, -2), (new, 4 * constant)]
        else:
            return False
        return True

    def _turn(self, operation: Operation) -> bool:
        angle = rotation_angle(operation)
        eighths = angle.pi * 4
        if angle.terms or angle.radians or eighths.denominator != 1:
            return False
        self.phase(operation.qubits[0], int(eighths))
        return True

    def phase(self, wire: int, weight: int) -> None:
        """A phase where the wire is 1."""
        bits, constant = self.wires[wire]
        self.terms.append((bits, -weight if constant else weight))


def gadgets_hold(
    plain: Sequence[Operation], measured: Sequence[Operation], num_qubits: int, num_extra: int
) -> bool:
    """Are they the same map, up to a scalar, for every record of outcomes?

    Args:
        plain: operations on qubits, with Hadamards.
        measured: operations with further qubits, which start in 0, each measured once.
        num_qubits: of `plain`.
        num_extra: further qubits, as many as `plain` has Hadamards.
    """
    first, second = _Reading(num_qubits), _Reading(num_qubits, num_extra)
    ends = [k for k, o in enumerate(measured) if o.gate == "measure"]
    starts = [max(0, end - 1) for end in ends]
    if len(ends) != num_extra or not first.all(plain) or first.num_bits != num_qubits + num_extra:
        return False
    head = measured[: starts[0]] if starts else measured
    if not second.all(head) or second.num_bits != first.num_bits:
        return False
    difference = [*first.terms, *((bits, -weight) for bits, weight in second.terms)]
    if polynomial(difference) or second.wires[:num_qubits] != first.wires:
        return False
    gone: set[int] = set()
    for k, (start, stop) in enumerate(zip(starts, [*starts[1:], len(measured)], strict=True)):
        new = 1 << (num_qubits + k)
        if not _round_holds(second, measured[start:stop], new, gone):
            return False
    return gone == set(range(num_qubits, num_qubits + num_extra))


def _round_holds(
    reading: _Reading, operations: Sequence[Operation], new: int, gone: set[int]
) -> bool:
    """Is what follows the outcome 1 the same as what follows 0, when the bit `new` is flipped?

    The outcome 0 sums over what the measured wire holds. The outcome 1 puts a sign to it; its
    corrections must be undone by another name for the paths.
    """
    if len(operations) < 2 or operations[1].gate != "measure":
        return False
    turn, measure, *corrections = operations
    wire = measure.qubits[0]
    if turn.gate != "h" or turn.conditions or turn.qubits != measure.qubits or wire in gone:
        return False
    if measure.conditions or 1 << len(reading.wires) <= new:
        return False
    gone.add(wire)
    (clbit,) = measure.clbits
    after = _Reading(0)
    after.wires = [(bits, constant ^ bool(bits & new)) for bits, constant in reading.wires]
    after.terms = [(bits, -2 * weight) for bits, weight in reading.terms if bits & new]
    after.phase(wire, _FLIPS)
    after.wires[wire] = (0, 1)
    for operation in corrections:
        (condition,) = operation.conditions or (None,)
        if condition is None or (condition.clbits, condition.value) != ((clbit,), 1):
            return False
        touched = set(operation.qubits) & (gone - {wire})
        if not condition.equal or touched or not after.local(operation):
            return False
    kept = [q for q in range(len(reading.wires)) if q not in gone]
    same = all(after.wires[q] == reading.wires[q] for q in kept)
    return same and after.wires[wire] == (0, 0) and not polynomial(after.terms)
