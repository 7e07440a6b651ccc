"""Circuit → Pauli rotations followed by one Clifford, and the merging of equal rotations.

U = C · R_m ⋯ R_1 with R_k = exp(-iθ_k/2 P_k). A Pauli is a pair of bit masks (x, z); a signed one
carries k, and means i^k X^x Z^z. Source: Zhang and Chen, arXiv:1903.12456; minimal by
arXiv:2401.12877.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final

from qdesign.angle import Angle
from qdesign.circuit import Circuit
from qdesign.errors import Cancelled
from qdesign.gates import GATES, ROWS
from qdesign.zx.parts import Part, parts, parts_of

Row = tuple[int, int, int]
_LARGEST_SHIFT: Final = 16
_ROTATIONS: Final = ("rotation", "x_rotation")


def product(a: Row, b: Row) -> Row:
    """The product of two signed Paulis."""
    return a[0] ^ b[0], a[1] ^ b[1], (a[2] + b[2] + 2 * (a[1] & b[0]).bit_count()) & 3


def anticommute(x1: int, z1: int, x2: int, z2: int) -> bool:
    """Do two Paulis, given by their masks, anticommute?"""
    return ((x1 & z2) ^ (z1 & x2)).bit_count() & 1 == 1


def quarter_turns(angle: Angle) -> int | None:
    """How many times π/2, modulo 4; None for an angle that is not Clifford."""
    if angle.terms or angle.radians != 0.0 or angle.pi.denominator > 2:
        return None
    return int(angle.pi * 2) % 4


def split_quarters(angle: Angle) -> tuple[int, Angle]:
    """Quarter turns (modulo 4) and a rest whose multiple of π is in [-1/4, 1/4)."""
    quarters = math.floor(angle.pi * 2 + Fraction(1, 2))
    if not quarters:
        return 0, angle
    return quarters % 4, Angle(angle.pi - Fraction(quarters, 2), angle.radians, angle.terms)


class Frame:
    """What each X_q and Z_q becomes under C† · C, as a Clifford C grows by gates."""

    __slots__ = ("num_qubits", "x", "z")

    def __init__(self, num_qubits: int) -> None:
        self.num_qubits = num_qubits
        self.x: list[Row] = [(1 << q, 0, 0) for q in range(num_qubits)]
        self.z: list[Row] = [(0, 1 << q, 0) for q in range(num_qubits)]

    @property
    def is_identity(self) -> bool:
        """Is it the Clifford that does nothing?"""
        return all(
            self.x[q] == (1 << q, 0, 0) and self.z[q] == (0, 1 << q, 0)
            for q in range(self.num_qubits)
        )

    def copy(self) -> Frame:
        """A frame of its own with the same Clifford."""
        other = Frame(0)
        other.num_qubits, other.x, other.z = self.num_qubits, list(self.x), list(self.z)
        return other

    def gate(self, kind: str, qubits: Sequence[int]) -> None:
        """C becomes gate · C."""
        q = qubits[0]
        x, z = self.x, self.z
        if kind == "h":
            x[q], z[q] = z[q], x[q]
        elif kind == "cx":
            t = qubits[1]
            x[q] = product(x[q], x[t])
            z[t] = product(z[q], z[t])
        elif kind == "cz":
            t = qubits[1]
            x[q], x[t] = product(x[q], z[t]), product(z[q], x[t])
        elif kind in ("s", "sdg"):
            a, b, k = product(x[q], z[q])
            x[q] = (a, b, (k + (3 if kind == "s" else 1)) & 3)
        elif kind in ("sx", "sxdg"):
            a, b, k = product(x[q], z[q])
            z[q] = (a, b, (k + (1 if kind == "sx" else 3)) & 3)
        elif kind == "swap":
            t = qubits[1]
            x[q], x[t], z[q], z[t] = x[t], x[q], z[t], z[q]
        else:
            if kind in ("z", "y"):
                x[q] = (x[q][0], x[q][1], x[q][2] ^ 2)
            if kind in ("x", "y"):
                z[q] = (z[q][0], z[q][1], z[q][2] ^ 2)

    def axis(self, part: Part) -> Row:
        """The signed Pauli about which a rotation part turns, seen before C."""
        if part.kind == "x_rotation":
            return self.x[part.qubits[0]]
        row = self.z[part.qubits[0]]
        for q in part.qubits[1:]:
            row = product(row, self.z[q])
        return row

    def turn(self, axis: Row, quarters: int) -> None:
        """C becomes (rotation by `quarters` × π/2 whose axis is `axis` seen before C) · C."""
        x, z = axis[0], axis[1]
        for rows in (self.x, self.z):
            for q, row in enumerate(rows):
                if anticommute(x, z, row[0], row[1]):
                    rows[q] = turned(row, axis, quarters)

    def image(self, x: int, z: int) -> Row:
        """C† P C for P = X^x Z^z as a Hermitian Pauli (Y where both)."""
        row: Row = (0, 0, (x & z).bit_count() & 3)
        rest = x
        while rest:
            q = (rest & -rest).bit_length() - 1
            row = product(row, self.x[q])
            rest &= rest - 1
        rest = z
        while rest:
            q = (rest & -rest).bit_length() - 1
            row = product(row, self.z[q])
            rest &= rest - 1
        return row

    def inverse(self) -> Frame:
        """The frame of C†: what each X_q and Z_q becomes under C · C†."""
        result = Frame(self.num_qubits)
        for mine in (result.x, result.z):
            for q, target in enumerate(mine):
                x = z = 0
                for j in range(self.num_qubits):
                    if anticommute(target[0], target[1], self.z[j][0], self.z[j][1]):
                        x |= 1 << j
                    if anticommute(target[0], target[1], self.x[j][0], self.x[j][1]):
                        z |= 1 << j
                flip = 0 if sign(self.image(x, z)) > 0 else 2
                mine[q] = (x, z, ((x & z).bit_count() + flip) & 3)
        return result


def turned(row: Row, axis: Row, quarters: int) -> Row:
    """R†PR for a Pauli P that anticommutes with the axis of R = exp(-i·quarters·π/4·axis)."""
    if quarters == 2:
        return row[0], row[1], row[2] ^ 2
    x, z, k = product(axis, row)
    return x, z, (k + quarters) & 3


def sign(row: Row) -> int:
    """+1 or -1 for a Hermitian signed Pauli."""
    return 1 if (row[2] - (row[0] & row[1]).bit_count()) & 3 == 0 else -1


@dataclass(slots=True)
class Rotation:
    """exp(-iθ/2 P), P the Hermitian Pauli with masks x and z."""

    x: int
    z: int
    angle: Angle


@dataclass(slots=True)
class Rotations:
    """Rotations in time order, then the Clifford C that `frame` describes; scalars are dropped."""

    num_qubits: int
    rotations: list[Rotation]
    frame: Frame

    @property
    def is_identity(self) -> bool:
        """Are there no rotations, and a Clifford that does nothing?"""
        return not self.rotations and self.frame.is_identity


def to_rotations(circuit: Circuit, cancelled: Callable[[], bool] | None = None) -> Rotations:
    """The Pauli rotations and the Clifford of a unitary circuit, as they stand.

    Raises:
        NotUnitary: it measures, resets or has conditions.
        Cancelled: `cancelled` said so.
    """
    frame = Frame(circuit.num_qubits)
    found: list[Rotation] = []
    for count, operation in enumerate(circuit.elementary().plain_operations):
        if cancelled is not None and count % 256 == 0 and cancelled():
            raise Cancelled("Reading the rotations of a circuit was stopped.")
        if operation.conditions or not GATES[operation.gate].is_unitary:
            next(parts(operation), None)  # which says that it is not unitary, or idle
            continue
        qubits = operation.qubits
        for part in _turned_parts(operation.gate, operation.angles):
            wires = tuple([qubits[wire] for wire in part.qubits])
            if part.kind in _ROTATIONS:
                add_part(Part(part.kind, wires, part.angle), frame, found)
            else:
                frame.gate(part.kind, wires)
    return Rotations(circuit.num_qubits, found, frame)


_QUARTERS: Final = {
    (row.axes, quarter_turns(Angle.parse(row.turn))): row.name
    for row in ROWS
    if row.is_part and row.num_qubits == 1 and row.turn
}
"""Gates that turn one wire by so many quarters, about Z and about X."""


@lru_cache(maxsize=1 << 14)
def _turned_parts(gate: str, angles: tuple[Angle, ...]) -> tuple[Part, ...]:
    """The parts of a row with given angles; quarter turns of one wire are gates, scalars go."""
    found: list[Part] = []
    for part in parts_of(gate, angles):
        quarters = quarter_turns(part.angle) if part.kind in _ROTATIONS else None
        if quarters is not None and len(part.qubits) == 1:
            axis = "Z" if part.kind == "rotation" else "X"
            found.extend([Part(_QUARTERS[axis, quarters], part.qubits)] if quarters else ())
        elif part.kind != "gphase":
            found.append(part)
    return tuple(found)


def add_part(part: Part, frame: Frame, found: list[Rotation]) -> None:
    """Append a part: a Clifford to `frame`, a rotation to `found`."""
    if part.kind == "gphase":
        return
    if part.kind not in _ROTATIONS:
        frame.gate(part.kind, part.qubits)
        return
    axis = frame.axis(part)
    quarters = quarter_turns(part.angle)
    if quarters is None:
        angle = part.angle if sign(axis) > 0 else -part.angle
        found.append(Rotation(axis[0], axis[1], angle))
    elif quarters:
        frame.turn(axis, quarters)


def merge(form: Rotations, cancelled: Callable[[], bool] | None = None) -> Rotations:
    """The same map with equal rotations added up and Clifford ones moved into the Clifford.

    Repeated until nothing changes. Rotations come out in layers that commute within themselves.
    """
    rotations, frame = form.rotations, form.frame
    while True:
        merged = [r for layer in layers(rotations, cancelled) for r in layer]
        kept, moved = _absorb(merged, form.num_qubits)
        if moved is not None:
            frame = _after(frame, moved)
        elif len(kept) == len(rotations):
            return Rotations(form.num_qubits, kept, frame)
        rotations = kept


def compose(first: Rotations, second: Rotations) -> Rotations:
    """`first` followed by `second`, not merged."""
    moved = list(first.rotations)
    for rotation in second.rotations:
        row = first.frame.image(rotation.x, rotation.z)
        angle = rotation.angle if sign(row) > 0 else -rotation.angle
        moved.append(Rotation(row[0], row[1], angle))
    return Rotations(first.num_qubits, moved, _after(second.frame, first.frame))


def inverse(form: Rotations) -> Rotations:
    """The rotations of the inverse map."""
    frame = form.frame.inverse()
    turned_back: list[Rotation] = []
    for rotation in reversed(form.rotations):
        row = frame.image(rotation.x, rotation.z)
        angle = -rotation.angle if sign(row) > 0 else rotation.angle
        turned_back.append(Rotation(row[0], row[1], angle))
    return Rotations(form.num_qubits, turned_back, frame)


class NamedRadians:
    """A parameter for every number of plain radians, so that sums of them stay exact.

    Numbers that differ by a sign or a small power of two share a parameter.

    Attributes:
        values: radians of each parameter.
    """

    def __init__(self, taken: Iterable[str]) -> None:
        self.values: dict[str, float] = {}
        self._taken = set(taken)
        self._names: dict[float, str] = {}

    def named(self, angle: Angle) -> Angle:
        """The angle with a parameter in place of its radians."""
        if angle.radians == 0.0:
            return angle
        size, exponent = math.frexp(angle.radians)
        factor = Fraction(2) ** exponent
        if abs(exponent) > _LARGEST_SHIFT:
            size, factor = angle.radians, Fraction(1)
        if size < 0:
            size, factor = -size, -factor
        name = self._names.get(size)
        if name is None:
            name = f"radians {size!r}"
            while name in self._taken:
                name += "'"
            self._names[size] = name
            self.values[name] = size
        return Angle(angle.pi, 0.0, angle.terms) + Angle.parameter(name, factor)

    def restored(self, angle: Angle) -> Angle:
        """The angle with numbers in place of the parameters given here."""
        return angle.substitute({n: Angle(radians=v) for n, v in self.values.items()})


def named_radians(circuit: Circuit) -> Circuit:
    """The flat circuit with parameters for its plain radians."""
    names = NamedRadians(circuit.parameters)
    flat = circuit.flat()
    return flat.with_operations(o.map_angles(names.named) for o in flat.plain_operations)


def layers(
    rotations: Iterable[Rotation], cancelled: Callable[[], bool] | None = None
) -> list[list[Rotation]]:
    """Rotations as early as they commute, equal ones added; each layer commutes within itself."""
    found: list[dict[tuple[int, int], Rotation]] = []
    for count, rotation in enumerate(rotations):
        if cancelled is not None and count % 256 == 0 and cancelled():
            raise Cancelled("Merging rotations was cancelled.")
        place = _place(rotation, found)
        x, z = rotation.x, rotation.z
        mate = found[place].get((x, z)) if place < len(found) else None
        if mate is not None:
            total = _reduced(mate.angle + rotation.angle)
            if total.is_zero:
                del found[place][x, z]
                while found and not found[-1]:
                    found.pop()
            else:
                found[place][x, z] = Rotation(x, z, total)
            continue
        if place == len(found):
            found.append({})
        found[place][x, z] = Rotation(x, z, _reduced(rotation.angle))
    return [list(layer.values()) for layer in found if layer]


def _place(rotation: Rotation, found: Sequence[dict[tuple[int, int], Rotation]]) -> int:
    """The layer with an equal rotation that can be reached, else the earliest that can be."""
    x, z = rotation.x, rotation.z
    place = len(found)
    while place > 0:
        layer = found[place - 1]
        if (x, z) in layer:
            return place - 1
        for ax, az in layer:
            if ((x & az) ^ (z & ax)).bit_count() & 1:
                return place
        place -= 1
    return place


def _reduced(angle: Angle) -> Angle:
    return Angle(angle.pi % 2, angle.radians, angle.terms)


def _absorb(rotations: Sequence[Rotation], num_qubits: int) -> tuple[list[Rotation], Frame | None]:
    """Quarter turns taken out to the end, past the rotations after them."""
    moved: Frame | None = None
    kept: list[Rotation] = []
    for rotation in rotations:
        x, z, angle = rotation.x, rotation.z, rotation.angle
        if moved is not None:
            row = moved.image(x, z)
            x, z = row[0], row[1]
            angle = angle if sign(row) > 0 else -angle
        quarters, rest = split_quarters(angle)
        if not rest.is_zero:
            kept.append(Rotation(x, z, rest))
        if quarters:
            if moved is None:
                moved = Frame(num_qubits)
            moved.turn((x, z, (x & z).bit_count() & 3), quarters)
    return kept, moved


def _after(frame: Frame, moved: Frame) -> Frame:
    """The frame of C · M from those of C and M: M† (C† P C) M."""
    result = Frame(frame.num_qubits)
    for mine, rows in ((result.x, frame.x), (result.z, frame.z)):
        for q, (x, z, k) in enumerate(rows):
            row = moved.image(x, z)
            mine[q] = (row[0], row[1], (row[2] + k - (x & z).bit_count()) & 3)
    return result
