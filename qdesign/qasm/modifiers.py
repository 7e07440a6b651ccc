"""Gate modifiers: `inv`, `pow`, `ctrl` and `negctrl` on a sequence of operations, exactly.

A modified gate is a list of operations on wires 0, 1, …; controls come first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from qdesign.angle import Angle
from qdesign.circuit import MAX_OPERATIONS, GateDefinition, Operation, inverse_operation
from qdesign.control import placed
from qdesign.gates import GATES, ROWS, gate, phase_angle, power_definition, turn_angle


class NoPower(Exception):
    """A power that has no exact form; the text names the gate."""


class Composites:
    """Composite gates and their inverses, which are made when first needed."""

    def __init__(self, definitions: dict[str, GateDefinition], inverses: dict[str, str]) -> None:
        self.definitions = definitions
        self.inverses = inverses

    def inverse(self, operation: Operation) -> Operation:
        """The inverse of an operation, of a row or of a composite gate."""
        if operation.gate not in self.definitions:
            return inverse_operation(operation)
        return replace(operation, gate=self._inverse_name(operation.gate))

    def _inverse_name(self, name: str) -> str:
        known = self.inverses.get(name)
        if known is not None:
            return known
        definition = self.definitions[name]
        items = [item for item in definition.operations if isinstance(item, Operation)]
        operations = tuple(self.inverse(item) for item in reversed(items))
        fresh = f"{name}_dg"
        while fresh in GATES or fresh in self.definitions:
            fresh += "_"
        phase = -definition.global_phase
        self.definitions[fresh] = replace(
            definition, name=fresh, operations=operations, global_phase=phase
        )
        self.inverses[name], self.inverses[fresh] = fresh, name
        return fresh

    def single(self, operation: Operation) -> Operation | None:
        """The one row that a composite gate consists of, in its place; None for others."""
        while operation.gate in self.definitions:
            definition = self.definitions[operation.gate]
            if len(definition.operations) != 1 or not definition.global_phase.is_zero:
                return None
            item = definition.operations[0]
            assert isinstance(item, Operation)
            formal = dict(zip(definition.parameters, operation.angles, strict=True))
            wires = operation.qubits
            operation = Operation(
                item.gate,
                tuple(wires[q] for q in item.qubits),
                tuple(angle.substitute(formal) for angle in item.angles),
                operation.controls + tuple(wires[q] for q in item.controls),
                operation.anticontrols + tuple(wires[q] for q in item.anticontrols),
            )
        return operation


def controlled(operations: Sequence[Operation], count: int, *, anti: bool) -> list[Operation]:
    """The operations with `count` further controls, on wires 0 to count - 1."""
    new = tuple(range(count))
    result: list[Operation] = []
    for item in operations:
        controls = tuple(w + count for w in item.controls)
        anticontrols = tuple(w + count for w in item.anticontrols)
        result.append(
            Operation(
                item.gate,
                tuple(w + count for w in item.qubits),
                item.angles,
                controls if anti else new + controls,
                new + anticontrols if anti else anticontrols,
            )
        )
    return result


def inverted(operations: Sequence[Operation], composites: Composites) -> list[Operation]:
    """The inverse of the sequence."""
    return [composites.inverse(item) for item in reversed(operations)]


def powered(
    operations: Sequence[Operation], exponent: Fraction, composites: Composites
) -> list[Operation]:
    """The sequence to the power `exponent`: repeated, inverted, or by its exact form.

    Raises:
        NoPower: a fractional power of more than one row, or of a row without exact powers.
    """
    if exponent == 1:
        return list(operations)
    if len(operations) == 1 and operations[0].gate in GATES:
        scaled = _scaled(operations[0], exponent)
        if scaled is not None:
            return scaled
    if exponent.denominator != 1:
        row = composites.single(operations[0]) if len(operations) == 1 else None
        if row is None:
            raise NoPower("a fractional power of a gate of several operations")
        return _root(row, exponent)
    base = list(operations)
    if exponent < 0:
        base = inverted(base, composites)
    if len(base) * abs(exponent.numerator) > MAX_OPERATIONS:
        raise NoPower(f"a power of more than {MAX_OPERATIONS:,} operations")
    return base * abs(exponent.numerator)


def _scaled(item: Operation, exponent: Fraction) -> list[Operation] | None:
    """Powers of rotations and phases, whole or not."""
    row = gate(item.gate)
    if row.is_additive:
        return [replace(item, angles=tuple(angle * exponent for angle in item.angles))]
    phase = phase_angle(item.gate)
    if phase is not None:
        angles = (phase * exponent,)
        if row.num_qubits == 1:
            return [replace(item, gate="p", angles=angles)]
        controls = item.controls + item.qubits[:-2]
        return [replace(item, gate="cp", qubits=item.qubits[-2:], angles=angles, controls=controls)]
    return [item] if row.is_idle else None


def _root(item: Operation, exponent: Fraction) -> list[Operation]:
    """Fractional powers of fixed rows, from their eigenvalues ±1 or ±i."""
    scaled = _scaled(item, exponent)
    if scaled is not None:
        return scaled
    row = gate(item.gate)
    turn = turn_angle(item.gate)
    named = _FIXED_TURNS.get((row.axes, turn * exponent)) if turn is not None else None
    if named is not None:
        return [replace(item, gate=named)]
    if row.power:
        parts = placed(item, power_definition(item.gate))
        values = {"turn": Angle.pi_times(exponent)}
        return [part.map_angles(lambda angle: angle.substitute(values)) for part in parts]
    if row.base:
        inner = replace(
            item,
            gate=row.base,
            qubits=item.qubits[row.num_controls :],
            controls=item.controls + item.qubits[: row.num_controls],
        )
        return _root(inner, exponent)
    raise NoPower(f"a fractional power of '{item.gate}'")


_FIXED_TURNS: Final = {
    (row.axes, Angle.parse(row.turn)): row.name for row in ROWS if row.turn and not row.angles
}
"""Fixed rows by what they turn about and how far."""
