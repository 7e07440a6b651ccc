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
from qdesign.gates import GATES, gate, phase_angle

_SCALED: Final = frozenset(
    ("gphase", "p", "cp", "rx", "ry", "rz", "rxx", "ryy", "rzz", "rzx", "crx", "cry", "crz")
)
"""Rows e^{i angle × generator}: a power scales the angle."""


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
    if item.gate in _SCALED:
        return [replace(item, angles=tuple(angle * exponent for angle in item.angles))]
    if item.gate in ("z", "s", "sdg", "t", "tdg", "cz", "cs", "csdg", "ccz"):
        phase = phase_angle(item.gate)
        assert phase is not None
        last = len(item.qubits) - 1
        if last == 0:
            return [replace(item, gate="p", angles=(phase * exponent,))]
        if last == 1:
            return [replace(item, gate="cp", angles=(phase * exponent,))]
        controls = item.controls + item.qubits[:-2]
        return [
            replace(
                item,
                gate="cp",
                qubits=item.qubits[-2:],
                angles=(phase * exponent,),
                controls=controls,
            )
        ]
    return [item] if item.gate in ("id", "barrier") else None


def _root(item: Operation, exponent: Fraction) -> list[Operation]:
    """Fractional powers of fixed rows, from their eigenvalues ±1 or ±i."""
    scaled = _scaled(item, exponent)
    if scaled is not None:
        return scaled
    turn = Angle.pi_times(exponent)

    def part(name: str, *angles: Angle, wires: tuple[int, ...] = item.qubits) -> Operation:
        return replace(item, gate=name, angles=angles, qubits=wires)

    def phase(angle: Angle) -> Operation:
        return part("gphase", angle, wires=())

    row = gate(item.gate)
    if item.gate == "x" and abs(exponent) == Fraction(1, 2):
        return [part("sx" if exponent > 0 else "sxdg")]
    if item.gate in ("x", "y"):
        return [phase(turn / 2), part("r" + item.gate, turn)]
    if item.gate in ("sx", "sxdg"):
        quarter = turn / 4 if item.gate == "sx" else -(turn / 4)
        return [phase(quarter), part("rx", quarter * 2)]
    if item.gate == "h":
        tilt = Angle.pi_times(Fraction(1, 4))
        return [part("ry", -tilt), part("p", turn), part("ry", tilt)]
    if item.gate == "swap":
        pairs = [part(name, turn / 2) for name in ("rxx", "ryy", "rzz")]
        return [phase(turn / 4), *pairs]
    if item.gate in ("iswap", "iswapdg"):
        half = turn / 2 if item.gate == "iswapdg" else -(turn / 2)
        return [part("rxx", half), part("ryy", half)]
    if row.base:
        inner = replace(
            item,
            gate=row.base,
            qubits=item.qubits[row.num_controls :],
            controls=item.controls + item.qubits[: row.num_controls],
        )
        return _root(inner, exponent)
    raise NoPower(f"a fractional power of '{item.gate}'")
