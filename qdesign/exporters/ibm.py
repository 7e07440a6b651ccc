"""OpenQASM 3 as IBM's devices take it: native gates on `$n`, dynamic circuits with plain branches.

Without a device every gate becomes RZ, SX, X and CZ, which all of them have, on a trivial layout.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from typing import Final

from qdesign.angle import Angle
from qdesign.circuit import Circuit, Condition, Operation
from qdesign.control import decompose
from qdesign.decisions import TooManyTerms, groups, on_registers
from qdesign.errors import NotConvertible
from qdesign.exporter import Exporter
from qdesign.formula import is_derived
from qdesign.gates import ROWS
from qdesign.qasm.writer import dumps_physical

_NATIVE: Final = frozenset(row.name for row in ROWS if row.ibm == "every")
_DEVICE: Final = frozenset(row.name for row in ROWS if row.ibm)
_STAYS: Final = frozenset(row.name for row in ROWS if not row.is_unitary)
_MOST_BITS: Final = 6
"""Of a register whose values are tried one by one where a condition reads some of its bits."""
_FUNCTION: Final = re.compile(r"\*\*|[a-z]\(")
_PI: Final = Angle.pi_times(1)
_HALF: Final = Angle.pi_times(Fraction(1, 2))
_QUARTER: Final = Angle.pi_times(Fraction(1, 4))


def write(circuit: Circuit) -> str:
    """The text of a circuit in generic native gates, qubit k on `$k`.

    Raises:
        NotConvertible: a branch inside a branch, a measurement or reset in one, a formula that
            IBM's reader does not take; the operation is named.
    """
    native = _native(circuit)
    if circuit.num_qubits and circuit.num_qubits - 1 not in native.used_qubits:
        # A text on $n has as many qubits as it names.
        last = Operation("barrier", (circuit.num_qubits - 1,))
        native = replace(native, operations=(last, *native.operations))
    return dumps_physical(_branches(native))


def write_placed(circuit: Circuit) -> str:
    """The text of a circuit that is on a device's qubits, in its gates.

    Angles of RZZ that are bound are put into [0, π/2], all that such devices are calibrated for;
    RZZ and RX whose angles are not become other gates, since nobody could put them there later.

    Raises:
        NotConvertible: as `write` does.
    """
    if any(o.gate not in _DEVICE | _STAYS for o in circuit.plain_operations):
        return write(circuit)
    _check(circuit)
    phase = circuit.global_phase
    operations: list[Operation] = []
    for operation in circuit.plain_operations:
        is_free = any(not angle.is_constant for angle in operation.angles)
        if operation.gate in ("rzz", "rx") and is_free:
            parts, more = _joined(_expanded(operation))
        elif operation.gate == "rzz":
            parts, more = _folded(operation)
        else:
            parts, more = [operation], Angle()
        operations.extend(parts)
        phase += more
    made = replace(circuit, operations=tuple(operations), global_phase=phase)
    return dumps_physical(_branches(made))


# --- native gates ---------------------------------------------------------------------------------


def _native(circuit: Circuit) -> Circuit:
    """The circuit in RZ, SX, X and CZ, with the same global phase."""
    _check(circuit)
    flat = circuit.elementary()
    operations, phase = _joined(o for each in flat.plain_operations for o in _expanded(each))
    phase += flat.global_phase
    made = replace(flat, operations=tuple(operations), global_phase=phase, unused_parameters=())
    lost = tuple(name for name in circuit.parameters if name not in made.parameters)
    return replace(made, unused_parameters=lost)


def _expanded(operation: Operation) -> Iterator[Operation]:
    """The parts of an operation: native gates, H and global phases."""
    gate, qubits = operation.gate, operation.qubits
    if gate in _NATIVE or gate in _STAYS or gate in ("h", "gphase"):
        yield replace(operation, column=None)
    elif gate == "p":
        yield replace(operation, gate="gphase", qubits=(), angles=(operation.angles[0] / 2,))
        yield replace(operation, gate="rz", column=None)
    elif gate == "cx":
        turn = replace(operation, gate="h", qubits=qubits[1:], column=None)
        yield turn
        yield replace(operation, gate="cz", column=None)
        yield turn
    else:
        for part in decompose(operation):
            yield from _expanded(part)


def _joined(operations: Iterable[Operation]) -> tuple[list[Operation], Angle]:
    """Native gates without those that cancel, and the phase that is over."""
    first = _Joiner()
    for operation in operations:
        first.add(operation)
    second = _Joiner()
    second.phase = first.phase
    for operation in first.operations:
        if operation.gate != "h":
            second.add(operation)
            continue
        turn = replace(operation, gate="rz", angles=(_HALF,))
        second.add(turn)
        second.add(replace(operation, gate="sx"))
        second.add(turn)
        second.add(replace(operation, gate="gphase", qubits=(), angles=(_QUARTER,)))
    return second.operations, second.phase


class _Joiner:
    """Takes operations and joins neighbors on one qubit: RZ add up, pairs go or become X."""

    def __init__(self) -> None:
        self.phase = Angle()
        self._kept: list[Operation | None] = []
        self._ends: dict[int, list[int]] = {}

    @property
    def operations(self) -> list[Operation]:
        """What is left."""
        return [operation for operation in self._kept if operation is not None]

    def add(self, operation: Operation) -> None:
        """Puts one behind the others."""
        if operation.gate == "gphase":
            if not operation.conditions:  # no measurement shows that of one branch
                self.phase += operation.angles[0]
            return
        is_alone = len(operation.qubits) == 1 and operation.gate not in _STAYS
        if not is_alone or operation.conditions:
            wires = operation.wires or tuple(self._ends)  # a barrier without qubits is on all
            for wire in wires:
                self._ends.pop(wire, None)
            self._kept.append(operation)
            return
        ends = self._ends.get(operation.qubits[0], [])
        before = self._kept[ends[-1]] if ends else None
        if before is not None and before.gate == operation.gate:
            self._kept[ends.pop()] = None
            if operation.gate == "sx":
                self.add(replace(operation, gate="x"))
            elif operation.gate == "rz":
                self.add(replace(operation, angles=(before.angles[0] + operation.angles[0],)))
        elif operation.gate == "rz" and _is_whole(operation.angles[0]):
            self.phase += operation.angles[0] / 2
        else:
            self._ends.setdefault(operation.qubits[0], []).append(len(self._kept))
            self._kept.append(operation)


def _is_whole(angle: Angle) -> bool:
    """Is it a number of whole turns, which RZ shows by its sign alone?"""
    return angle.is_constant and angle.radians == 0.0 and angle.pi % 2 == 0


# --- fractional gates -----------------------------------------------------------------------------


def _folded(operation: Operation) -> tuple[list[Operation], Angle]:
    """RZZ with its angle in [0, π/2] between other gates, and the phase that is over.

    RZZ has the period 2π up to its sign; RZZ(π) is RZ(π) on both up to a phase; X on one of them
    turns it around.
    """
    angle = operation.angles[0]
    turns = math.floor(angle.at({}) / math.tau)
    angle -= Angle.pi_times(2 * turns)
    phase = Angle.pi_times(turns)
    quarter = min(max(math.ceil(angle.at({}) / (math.pi / 2)), 1), 4)
    flips = [replace(operation, gate="x", qubits=operation.qubits[:1], angles=())]
    turned: list[Operation] = []
    if quarter in (2, 3):
        phase += _HALF
        turned = [
            replace(operation, gate="rz", qubits=(q,), angles=(_PI,)) for q in operation.qubits
        ]
    elif quarter == 4:
        phase += _PI
    inner = (angle, _PI - angle, angle - _PI, 2 * _PI - angle)[quarter - 1]
    if quarter in (1, 3):
        flips = []
    if inner.radians:  # sums of π and decimals may be off by the last digit, and outside
        inner = Angle(radians=min(max(inner.at({}), 0.0), math.pi / 2))
    middle = [*flips, replace(operation, angles=(inner,)), *flips]
    if turned and inner.is_zero:
        middle = []
    return [*turned, *middle], Angle() if operation.conditions else phase


# --- branches -------------------------------------------------------------------------------------


def _branches(circuit: Circuit) -> Circuit:
    """The circuit with conditions that one branch each says: a bit, or a register.

    Raises:
        NotConvertible: a condition on bits of several registers.
    """
    registers = [tuple(r.wires) for r in circuit.declared.all_clbits(circuit.num_clbits)]
    operations: list[Operation] = []
    for conditions, group in groups(circuit.plain_operations):
        if not conditions:
            operations.extend(group)
            continue
        for condition in _single(conditions, registers, group[0]):
            operations.extend(replace(o, conditions=condition) for o in group)
    return replace(circuit, operations=tuple(operations))


def _single(
    conditions: tuple[Condition, ...], registers: Sequence[tuple[int, ...]], first: Operation
) -> list[tuple[Condition, ...]]:
    """Conditions of one part, of which one at most holds, that together say the same."""
    with suppress(TooManyTerms):
        found = list(on_registers(conditions, registers).terms)
        if all(len(term) == 1 for term in found):
            return found
    read = {bit for condition in conditions for bit in condition.clbits}
    whole = next((bits for bits in registers if read <= set(bits)), None)
    if whole is None or len(whole) > _MOST_BITS:
        raise NotConvertible(
            f"{_named(first)} waits for bits of several registers, or for some of many: a device "
            "of IBM takes no branch inside a branch. Measure into one register of at most "
            f"{_MOST_BITS} bits."
        )
    return [
        (Condition(whole, value),)
        for value in range(1 << len(whole))
        if all(_holds(condition, whole, value) for condition in conditions)
    ]


def _holds(condition: Condition, bits: tuple[int, ...], value: int) -> bool:
    found = sum((value >> bits.index(bit) & 1) << k for k, bit in enumerate(condition.clbits))
    return (found == condition.value) == condition.equal


def _check(circuit: Circuit) -> None:
    """Refuses what no device of IBM takes, as the drawing has it."""
    for operation in circuit.flat().plain_operations:
        if operation.gate in ("measure", "reset") and operation.conditions:
            raise NotConvertible(
                f"{_named(operation)} is under a condition, where a device of IBM takes gates "
                "alone. Take it out of the branch."
            )
        for name in (name for angle in operation.angles for name in angle.symbols):
            if is_derived(name) and _FUNCTION.search(name):
                raise NotConvertible(
                    f"{_named(operation)} has the angle '{operation.angles[0]}': IBM's reader "
                    "takes sums, products and quotients of parameters. Give values."
                )
    _branches(circuit)


def _named(operation: Operation) -> str:
    wires = ", ".join(map(str, operation.wires))
    return f"Operation {operation.gate} on qubit{'s' * (len(operation.wires) > 1)} {wires}"


IBM: Final = Exporter(
    name="ibm",
    title="OpenQASM 3 for IBM",
    group="Programs",
    help="Native gates on the device's qubits; free parameters become inputs",
    source="https://quantum.cloud.ibm.com/docs/guides/execute-dynamic-circuits",
    write=write,
    takes="circuit",
    mime="text/plain",
    suffix=".qasm",
    is_program=True,
    write_placed=write_placed,
)
