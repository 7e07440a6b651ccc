"""Operations resynthesized by pytket, their angles kept exact.

Every angle that is not Clifford travels as a number of its own that stands for it, and is
recognized when it comes back, possibly negated and with quarter turns added. What is not recognized
is refused. So pytket sees numbers only, and symbols, any names and exact multiples of π survive it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from typing import Any, Final

from qdesign.angle import Angle
from qdesign.control import decompose
from qdesign.gates import GATES, ROWS
from qdesign.operation import Operation
from qdesign.reduction.elementary import rotation_angle, with_angle

_BACK: Final = {row.tket: row.name for row in ROWS if row.tket}
_TURNED: Final = {row.axes: row.tket for row in ROWS if row.tket and row.generator}
"""What turns about the Paulis of `axes`."""

_QUARTER: Final = 0.5
_GRAIN: Final = 1e-9


class Unreadable(Exception):
    """What pytket gave back holds a gate or an angle that is not one of ours."""


@cache
def _types() -> dict[str, Any]:
    from pytket.circuit import OpType

    return {name: getattr(OpType, name) for name in _BACK}


class Stand:
    """Numbers (in half turns) that stand for angles, unlike each other and Clifford angles."""

    def __init__(self) -> None:
        self.angles: list[Angle] = []
        self.known: dict[int, tuple[int, int]] = {}

    def number(self, angle: Angle) -> float:
        """The number for an angle: the multiple of π/2 itself, or a new one between 0 and 1/2."""
        if angle.is_clifford:
            return float(angle.pi % 4)
        k = len(self.angles)
        self.angles.append(angle)
        # Multiples of the golden ratio are as far from each other as numbers get.
        value = 0.03 + 0.19 * math.modf((k + 1) * 0.6180339887498949)[0]
        self.known[round(value / _GRAIN)] = (k, 1)
        self.known[round((_QUARTER - value) / _GRAIN)] = (k, -1)
        return value

    def angle(self, number: Any) -> Angle:
        """The angle that a number stands for."""
        try:
            value = float(number)
        except TypeError:
            raise Unreadable(str(number)) from None
        quarters = math.floor(value / _QUARTER + 1e-7)
        rest = value - quarters * _QUARTER
        if abs(rest) < 1e-7:
            return Angle(pi=Fraction(quarters, 2))
        key = round(rest / _GRAIN)
        for near in (key, key - 1, key + 1):
            found = self.known.get(near)
            if found is not None:
                index, sign = found
                turned = self.angles[index] * sign
                # A negated one comes back as 1/2 - value: a quarter turn more is in `rest`.
                return turned + Angle(pi=Fraction(quarters + (sign < 0), 2))
        raise Unreadable(str(number))


def to_tket(operations: Sequence[Operation], num_qubits: int, stand: Stand) -> Any:
    """The pytket circuit of elementary gates."""
    from pytket.circuit import Circuit

    types = _types()
    circuit = Circuit(num_qubits)
    waiting = list(reversed(operations))
    while waiting:
        operation = waiting.pop()
        row, qubits = GATES[operation.gate], list(operation.qubits)
        if row.is_rotation and row.axes in _TURNED:
            number = stand.number(rotation_angle(operation))
            circuit.add_gate(types[_TURNED[row.axes]], number, qubits)
        elif row.is_rotation:
            waiting.extend(reversed(decompose(operation)))
        elif row.tket:
            circuit.add_gate(types[row.tket], qubits)
        else:
            raise Unreadable(row.name)
    return circuit


def from_tket(circuit: Any, stand: Stand) -> list[Operation]:
    """The operations of a pytket circuit; wires that it exchanged are exchanged back by CX gates.

    Raises:
        Unreadable: a gate or an angle that is not recognized.
    """
    place = {qubit: index for index, qubit in enumerate(circuit.qubits)}
    result: list[Operation] = []
    for command in circuit.get_commands():
        name = command.op.type.name
        gate = _BACK.get(name)
        if gate is None:
            raise Unreadable(name)
        qubits = tuple(place[qubit] for qubit in command.qubits)
        parameters = command.op.params
        if not parameters:
            result.append(Operation(gate, qubits))
            continue
        angle = stand.angle(parameters[0])
        result.extend(with_angle(Operation(gate, qubits, (angle,)), angle))
    result.extend(_exchanges(circuit, place))
    return result


def exchanges(circuit: Any) -> int:
    """How many exchanges of two wires a pytket circuit leaves to be done."""
    permutation = circuit.implicit_qubit_permutation()
    seen: set[Any] = set()
    count = 0
    for start in permutation:
        length, qubit = 0, start
        while qubit not in seen:
            seen.add(qubit)
            qubit = permutation[qubit]
            length += 1
        count += max(0, length - 1)
    return count


def _exchanges(circuit: Any, place: dict[Any, int]) -> Iterator[Operation]:
    """CX gates for the permutation: the state on wire q ends on wire permutation[q]."""
    permutation = {place[a]: place[b] for a, b in circuit.implicit_qubit_permutation().items()}
    for start in sorted(permutation):
        while permutation[start] != start:
            other = permutation[start]
            for a, b in ((start, other), (other, start), (start, other)):
                yield Operation("cx", (a, b))
            permutation[start], permutation[other] = permutation[other], other


def greedy_pauli(
    circuit: Any, *, discount: float, depth_weight: float, seed: int, native: bool
) -> Any:
    """A copy resynthesized by `GreedyPauliSimp`."""
    from pytket.passes import GreedyPauliSimp

    result = circuit.copy()
    GreedyPauliSimp(
        discount_rate=discount, depth_weight=depth_weight, seed=seed, allow_zzphase=native
    ).apply(result)
    return result
