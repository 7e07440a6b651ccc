"""A circuit as turns exp(-iθ/2 P) about Pauli strings, up to a phase: what `beyond.wasm` reads.

The format is written down in docs/engine.md; extension/src/live/turns.ts makes the same bytes.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import numpy as np

from qdesign.angle import Angle
from qdesign.circuit import Circuit
from qdesign.control import placed
from qdesign.errors import NotUnitary, TooLarge
from qdesign.formula import is_derived
from qdesign.gates import (
    Gate,
    controlled_definition,
    gate,
    matrix,
    pauli_matrix,
    zx_definition,
)
from qdesign.operation import Operation

MOST_QUBITS: Final = 4096
"""Qubits that strings may have."""
MOST_CONTROLS: Final = 12
"""Controls of a gate beside what it acts on."""
_MAGIC: Final = b"QGDT"
_VERSION: Final = 1
_LETTERS: Final = {"X": 1, "Z": 2, "Y": 3}
_HALF: Final = Angle.parse("pi")
_QUARTER: Final = Angle.parse("pi/2")

_Places = tuple[tuple[int, str], ...]
_Signs = tuple[tuple[int, int], ...]
"""Controls: a qubit, and 1 where it must be 1, -1 where it must be 0."""


@dataclass(frozen=True, slots=True)
class Turns:
    """A circuit as `beyond.wasm` reads it.

    Attributes:
        data: the bytes.
        num_qubits: of the circuit.
        num_turns: turns in `data`.
        parameters: names of the free ones, in the order of the values.
        derived: names of the derived ones, whose values follow.
    """

    data: bytes
    num_qubits: int
    num_turns: int
    parameters: tuple[str, ...]
    derived: tuple[str, ...]


def turns_of(circuit: Circuit, parameters: Sequence[str] | None = None) -> Turns:
    """The turns of a circuit, of any gates of the table; measurements at the end are left out.

    Args:
        circuit: blocks and composite gates are expanded.
        parameters: order of the values; the circuit's own order when None.

    Raises:
        NotUnitary: a measurement with something behind it, a reset or a condition.
        TooLarge: too many qubits, or a gate with too many controls.

    Example:
        >>> turns_of(Circuit.of(2, "h 0; cx 0 1; rz(2*theta) 1")).num_turns
        6
    """
    if circuit.num_qubits > MOST_QUBITS:
        raise TooLarge(
            f"{circuit.num_qubits:,} qubits are more than Pauli strings may have here, which is "
            f"{MOST_QUBITS:,}. Take a smaller circuit."
        )
    builder = _Builder(circuit.parameters if parameters is None else tuple(parameters))
    for operation in circuit.without_final_measurements().plain_operations:
        builder.lower(operation)
    return builder.build(circuit.num_qubits)


@dataclass(slots=True)
class _Builder:
    parameters: tuple[str, ...]
    _names: dict[str, int] = field(init=False)
    _slots: dict[tuple[float, tuple[tuple[int, float], ...]], int] = field(
        init=False, default_factory=dict[tuple[float, tuple[tuple[int, float], ...]], int]
    )
    _turns: list[tuple[int, _Places]] = field(init=False, default_factory=list[tuple[int, _Places]])

    def __post_init__(self) -> None:
        self._names = {name: k for k, name in enumerate(self.parameters)}

    def lower(self, operation: Operation) -> None:
        """Add the turns of an operation."""
        row = gate(operation.gate)
        if row.is_idle:
            return
        if not row.is_unitary or operation.conditions:
            raise NotUnitary(
                f"Operation {operation.gate} on qubits {operation.wires} is not unitary: Pauli "
                "strings go through gates alone. Remove measurements inside, resets and conditions."
            )
        signs = (*((q, 1) for q in operation.controls), *((q, -1) for q in operation.anticontrols))
        self._gate(row, operation, signs)

    def _gate(self, row: Gate, operation: Operation, signs: _Signs) -> None:
        qubits, angles = operation.qubits, operation.angles
        if row.turn and not signs:
            angle = _bound(row.turn, row, angles)
            self._add(angle, 1.0, _on(qubits, row.axes))
        elif row.phase:
            controls = (*signs, *((q, 1) for q in qubits))
            self._projector(_bound(row.phase, row, angles), controls, ())
        elif row.base:
            own = tuple((q, 1) for q in qubits[: row.num_controls])
            inner = Operation(row.base, qubits[row.num_controls :], angles)
            self._gate(gate(row.base), inner, (*signs, *own))
        elif row.generator:
            self._under(angles[0], signs, _on(qubits, row.generator[::-1]))
        elif _is_projector(row.name):
            angle = _bound(row.turn, row, angles)
            self._projector(angle, signs, _on(qubits, row.axes))
        elif row.engine == "exchange":
            self._under(-_QUARTER, signs, ())
            for letter in "XYZ":
                self._under(_QUARTER, signs, _on(qubits, letter * 2))
        elif not row.definition and not signs:
            self._add(_HALF, 1.0, _on(qubits, "Z"))
            self._add(_QUARTER, 1.0, _on(qubits, "Y"))
        else:
            parts = (controlled_definition if signs else zx_definition)(row.name)
            for part in placed(Operation(row.name, qubits, angles), parts):
                self._gate(gate(part.gate), part, signs)

    def _projector(self, phase: Angle, signs: _Signs, axis: _Places) -> None:
        """exp(iφ Π) for the product Π of (1 ∓ Z) / 2 of controls, and of (1 - A) / 2 of an axis."""
        halves = 2.0 ** (1 - len(signs) - (1 if axis else 0))
        for sign, places in _subsets(signs):
            if places:
                self._add(phase, -sign * halves, places)
            if axis:
                self._add(phase, sign * halves, (*places, *axis))

    def _under(self, angle: Angle, signs: _Signs, axis: _Places) -> None:
        """exp(-iθ/2 A Π) for the product Π of (1 ∓ Z) / 2 of controls."""
        for sign, places in _subsets(signs):
            if places or axis:
                self._add(angle, sign * 2.0 ** -len(signs), (*places, *axis))

    def _add(self, angle: Angle, factor: float, places: _Places) -> None:
        constant = (math.pi * float(angle.pi) + angle.radians) * factor + 0.0
        terms = sorted((self._number(name), float(c) * factor) for name, c in angle.terms)
        slot = self._slots.setdefault((constant, tuple(terms)), len(self._slots))
        self._turns.append((slot, places))

    def _number(self, name: str) -> int:
        """The place of a value; derived ones get theirs when they are first met."""
        return (
            self._names.setdefault(name, len(self._names))
            if is_derived(name)
            else self._names[name]
        )

    def build(self, num_qubits: int) -> Turns:
        terms = [term for _, slot_terms in self._slots for term in slot_terms]
        places = [q << 2 | _LETTERS[a] for _, some in self._turns for q, a in some]
        sizes = [len(slot_terms) for _, slot_terms in self._slots]
        lengths = [len(some) for _, some in self._turns]
        counts = (num_qubits, len(self._names), len(sizes), len(terms), len(lengths), len(places))
        derived = tuple(name for name in self._names if is_derived(name))
        data = b"".join(
            (
                struct.pack("<4s7I", _MAGIC, _VERSION, *counts),
                np.array([constant for constant, _ in self._slots], dtype="<f8").tobytes(),
                np.array([c for _, c in terms], dtype="<f8").tobytes(),
                _summed(sizes),
                np.array([k for k, _ in terms], dtype="<u4").tobytes(),
                _summed(lengths),
                np.array([slot for slot, _ in self._turns], dtype="<u4").tobytes(),
                np.array(places, dtype="<u4").tobytes(),
            )
        )
        return Turns(data, num_qubits, len(lengths), self.parameters, derived)


def _summed(lengths: list[int]) -> bytes:
    return np.concatenate(([0], np.cumsum(lengths, dtype="<u4"))).astype("<u4").tobytes()


def _on(qubits: tuple[int, ...], letters: str) -> _Places:
    """Letters on wires, wire 0 first."""
    return tuple((q, a) for q, a in zip(qubits, letters, strict=True) if a != "I")


def _bound(text: str, row: Gate, angles: tuple[Angle, ...]) -> Angle:
    """An angle of a row, by its text in the row's own angles."""
    if text in row.angles:
        return angles[row.angles.index(text)]
    return _parsed(text).substitute(dict(zip(row.angles, angles, strict=True)))


@cache
def _parsed(text: str) -> Angle:
    return Angle.parse(text)


def _subsets(signs: _Signs) -> Iterator[tuple[float, _Places]]:
    """Products of -s Z over subsets of the controls: the sign, and where Z stands."""
    if len(signs) > MOST_CONTROLS:
        raise TooLarge(
            f"A gate with {len(signs)} controls is {2 ** len(signs):,} Pauli rotations; at most "
            f"{MOST_CONTROLS} controls are taken. Write it with fewer."
        )
    for mask in range(1 << len(signs)):
        chosen = [signs[k] for k in range(len(signs)) if mask >> k & 1]
        sign = math.prod(-s for _, s in chosen)
        yield float(sign), tuple((q, "Z") for q, _ in chosen)


@cache
def _is_projector(name: str) -> bool:
    """Is a fixed one-qubit row exactly exp(iφ (1 - A) / 2) for its turn φ about its axis A?"""
    row = gate(name)
    if not row.turn or row.angles or row.num_qubits != 1:
        return False
    angle = _parsed(row.turn)
    phase = math.pi * float(angle.pi) + angle.radians
    axis = pauli_matrix(row.axes)
    wanted = (np.eye(2) + axis) / 2 + np.exp(1j * phase) * (np.eye(2) - axis) / 2
    return bool(np.allclose(matrix(name), wanted, atol=1e-12))
