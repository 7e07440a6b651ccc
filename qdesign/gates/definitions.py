"""Decompositions, inverses and phases of rows as placed gates with exact angles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from qdesign.angle import Angle
from qdesign.errors import InvalidCircuit
from qdesign.gates.lookup import gate
from qdesign.given import given_text


@dataclass(frozen=True, slots=True)
class PlacedGate:
    """One gate of a decomposition: a row's name, wires of the decomposed gate, affine angles."""

    gate: str
    qubits: tuple[int, ...]
    angles: tuple[Angle, ...] = ()


def parse_definition(text: str) -> tuple[PlacedGate, ...]:
    """Gates from text such as `h 0; cx 0 1; rz(theta/2) 1`.

    Raises:
        InvalidCircuit: a part names something else than wires by their numbers.
        InvalidAngle: an angle that is not read.

    Example:
        >>> [part.gate for part in parse_definition("h 0; cx 0 1")]
        ['h', 'cx']
    """
    placed: list[PlacedGate] = []
    for part in given_text(text, "A circuit").split(";"):
        if not part.strip():
            continue
        head, _, wires = part.strip().partition(" ")
        angles: tuple[Angle, ...] = ()
        if "(" in part:
            name, _, rest = part.strip().partition("(")
            inside, _, wires = rest.rpartition(")")
            angles = tuple(Angle.parse(angle) for angle in inside.split(","))
            head = name
        if not all(wire.isascii() and wire.isdecimal() for wire in wires.split()):
            raise InvalidCircuit(
                f"'{part.strip()}' is no gate on wires. Write it like 'rz(theta/2) 1' or 'cx 0 1'."
            )
        placed.append(PlacedGate(head.strip(), tuple(int(w) for w in wires.split()), angles))
    return tuple(placed)


@cache
def definition(name: str) -> tuple[PlacedGate, ...]:
    """The decomposition of a row, with angles affine in the row's formal angles."""
    return parse_definition(gate(name).definition)


@cache
def controlled_definition(name: str) -> tuple[PlacedGate, ...]:
    """What is done under further controls in place of a row."""
    row = gate(name)
    return parse_definition(row.controlled or row.definition)


@cache
def zx_definition(name: str) -> tuple[PlacedGate, ...]:
    """The decomposition of a row towards Clifford gates and Pauli rotations."""
    row = gate(name)
    return parse_definition(row.zx or row.definition)


@cache
def power_definition(name: str) -> tuple[PlacedGate, ...]:
    """A row's real power, with angles affine in `turn`, which is π × the exponent; or nothing."""
    return parse_definition(gate(name).power)


@cache
def inverse_gate(name: str) -> PlacedGate:
    """The inverse of a unitary row as one gate on the same wires."""
    row = gate(name)
    if not row.is_unitary:
        raise InvalidCircuit(f"Operation '{name}' has no inverse.")
    wires = tuple(range(row.num_qubits))
    if not row.inverse:
        return PlacedGate(name, wires, tuple(-Angle.parameter(angle) for angle in row.angles))
    (part,) = parse_definition(row.inverse)
    return replace(part, qubits=wires)


@cache
def phase_angle(name: str) -> Angle | None:
    """φ of a row diag(1, …, 1, e^{iφ}), affine in its formal angles; None for other rows."""
    row = gate(name)
    return Angle.parse(row.phase) if row.phase else None


@cache
def turn_angle(name: str) -> Angle | None:
    """θ of a row exp(-iθ/2 A) up to a scalar, affine in its formal angles; None for others."""
    row = gate(name)
    return Angle.parse(row.turn) if row.turn else None
