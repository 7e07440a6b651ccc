"""Circuits as Pauli rotations in one frame: all Clifford gates are moved behind the rotations.

A circuit is then exp(-i φ₁/2 P₁), …, exp(-i φₘ/2 Pₘ) in this order and one Clifford map C after
them. Whether two words commute is not changed by that, so light cones and algebras stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.angle import Angle
from qdesign.circuit import Circuit, Operation, decompose
from qdesign.errors import NotUnitary
from qdesign.formula import is_derived
from qdesign.gates import GATES, matrix, pauli_matrix, turn_angle

Bits = NDArray[np.uint64]
_WIDTH: Final = 64
_LARGEST_LOCAL: Final = 3


@dataclass(frozen=True, slots=True)
class Word:
    """A Pauli string with a sign: bit q of `x` and `z` for qubit q, Y in both."""

    x: int
    z: int
    sign: int = 1

    def commutes(self, other: Word) -> bool:
        """Do the two commute?"""
        return not ((self.x & other.z).bit_count() + (self.z & other.x).bit_count()) & 1


@dataclass(frozen=True, slots=True)
class Turn:
    """exp(-i·angle/2·P) for a word P of sign +1.

    Attributes:
        wires: where its gate stands in the circuit; `word` may act elsewhere.
        gate: id of the operation that it comes from.
    """

    word: Word
    angle: Angle
    wires: tuple[int, ...]
    gate: str = ""


@dataclass(frozen=True, slots=True)
class Turns:
    """A circuit as rotations in its order, then a Clifford map C.

    Attributes:
        images: C†·P·C for X on each qubit, then for Z on each qubit.
    """

    num_qubits: int
    turns: tuple[Turn, ...]
    images: tuple[Word, ...]

    def pulled(self, word: Word) -> Word:
        """C†·word·C: what the rotations alone measure where the circuit measures `word`."""
        return _image(word.x, word.z, word.sign, self.images[: self.num_qubits], self._z_images)

    @property
    def _z_images(self) -> Sequence[Word]:
        return self.images[self.num_qubits :]


def turns_of(circuit: Circuit, *, ask: Callable[[], None] = lambda: None) -> Turns:
    """The rotations of a circuit and the Clifford map after them.

    Measurements at the end are left out. Gates that are neither are written as their decomposition.

    Args:
        circuit: any number of qubits.
        ask: called often; may raise.

    Raises:
        NotUnitary: it measures, resets or has conditions before its end.

    Example:
        >>> found = turns_of(Circuit.of(2, "h 0; cx 0 1; rz(a) 1"))
        >>> [label(turn.word, 2) for turn in found.turns]
        ['ZX']
    """
    bare = circuit.without_final_measurements()
    if not bare.is_unitary:
        raise NotUnitary(
            "A circuit that measures, resets or has conditions before its end is not taken here. "
            "Remove them first."
        )
    n = bare.num_qubits
    xs = [Word(1 << q, 0) for q in range(n)]
    zs = [Word(0, 1 << q) for q in range(n)]
    found: list[Turn] = []
    waiting = list(reversed(bare.elementary().plain_operations))
    while waiting:
        operation = waiting.pop()
        row = GATES[operation.gate]
        if row.is_idle or not operation.qubits:
            continue
        ask()
        local = _local(operation)
        if local is not None:
            _follow(operation.qubits, local, xs, zs)
        elif row.turn:
            x, z = _axes(row.axes, operation.qubits)
            word = _image(x, z, 1, xs, zs)
            formal = turn_angle(operation.gate) or Angle()
            angle = formal.substitute(dict(zip(row.angles, operation.angles, strict=True)))
            angle = angle if word.sign > 0 else -angle
            turn = Turn(Word(word.x, word.z), angle, operation.wires, operation.id)
            found.append(turn)
        else:
            waiting.extend(reversed([_kept(o, operation.id) for o in decompose(operation)]))
    return Turns(n, tuple(found), (*xs, *zs))


def _kept(operation: Operation, identity: str) -> Operation:
    return operation.at(identity, 0.0)


def _axes(axes: str, qubits: Sequence[int]) -> tuple[int, int]:
    x = sum(1 << q for q, letter in zip(qubits, axes, strict=True) if letter in "XY")
    z = sum(1 << q for q, letter in zip(qubits, axes, strict=True) if letter in "YZ")
    return x, z


def _local(operation: Operation) -> tuple[tuple[int, int, int], ...] | None:
    if any(angle.terms for angle in operation.angles):
        return None
    if len(operation.qubits) > _LARGEST_LOCAL:
        return None
    angles = tuple(angle.at({}) for angle in operation.angles)
    return local_images(operation.gate, angles)


@lru_cache(maxsize=4096)
def local_images(gate: str, angles: tuple[float, ...]) -> tuple[tuple[int, int, int], ...] | None:
    """G†·P·G as (x, z, sign) for X on each wire, then Z; None where a gate is not Clifford."""
    unitary = matrix(gate, angles)
    size = len(unitary).bit_length() - 1
    strings = list(product("IXYZ", repeat=size))
    found: list[tuple[int, int, int]] = []
    for letter in "XZ":
        for wire in range(size):
            start = "I" * (size - 1 - wire) + letter + "I" * wire
            turned = unitary.conj().T @ pauli_matrix(start) @ unitary
            weights = [np.trace(pauli_matrix("".join(s)) @ turned).real for s in strings]
            best = int(np.argmax(np.abs(weights)))
            if abs(weights[best]) < len(unitary) * (1 - 1e-9):
                return None
            letters = strings[best][::-1]
            x = sum(1 << q for q, at in enumerate(letters) if at in "XY")
            z = sum(1 << q for q, at in enumerate(letters) if at in "YZ")
            found.append((x, z, 1 if weights[best] > 0 else -1))
    return tuple(found)


def _follow(
    qubits: Sequence[int], local: Sequence[tuple[int, int, int]], xs: list[Word], zs: list[Word]
) -> None:
    """Puts a Clifford gate behind the map whose images are `xs` and `zs`."""
    near_x, near_z = [xs[q] for q in qubits], [zs[q] for q in qubits]
    moved = [_image(x, z, sign, near_x, near_z) for x, z, sign in local]
    for place, qubit in enumerate(qubits):
        xs[qubit], zs[qubit] = moved[place], moved[len(qubits) + place]


def _image(x: int, z: int, sign: int, xs: Sequence[Word], zs: Sequence[Word]) -> Word:
    """The product of images that a word stands for."""
    # i^power X^a Z^b: a word of sign +1 has as many powers of i as letters Y.
    a = b = 0
    power = (x & z).bit_count() + (0 if sign > 0 else 2)
    rest = x | z
    while rest:
        lowest = rest & -rest
        rest ^= lowest
        at = lowest.bit_length() - 1
        for each in ((xs[at],) if x & lowest else ()) + ((zs[at],) if z & lowest else ()):
            power += (each.x & each.z).bit_count() + 2 * (b & each.x).bit_count()
            power += 0 if each.sign > 0 else 2
            a, b = a ^ each.x, b ^ each.z
    return Word(a, b, 1 if (power - (a & b).bit_count()) % 4 == 0 else -1)


def times(a: Word, b: Word) -> tuple[Word, int]:
    """a·b as a word of sign +1 and a power of i."""
    x, z = a.x ^ b.x, a.z ^ b.z
    power = (a.x & a.z).bit_count() + (b.x & b.z).bit_count() + 2 * (a.z & b.x).bit_count()
    power += (0 if a.sign > 0 else 2) + (0 if b.sign > 0 else 2)
    return Word(x, z), (power - (x & z).bit_count()) % 4


def label(word: Word, num_qubits: int) -> str:
    """The word's letters, the rightmost for qubit 0; its sign in front where it is −."""
    pairs = ((word.x >> q & 1, word.z >> q & 1) for q in reversed(range(num_qubits)))
    letters = "".join("IZXY"[2 * x + z] for x, z in pairs)
    return letters if word.sign > 0 else f"−{letters}"


def why_dependent(turns: Sequence[Turn]) -> str:
    """Why the angles of rotations are not independent and uniform; empty where they are.

    With each parameter uniform over [0, 2π) they are where each rotation has a parameter that no
    other one has, with a whole coefficient, and no parameter is in two of them.
    """
    seen: set[str] = set()
    for turn in turns:
        names = turn.angle.symbols
        if not names:
            return "a gate that is no Clifford gate has a fixed angle"
        for name in names:
            if is_derived(name):
                return f"an angle is a formula, {name.removeprefix('=')}"
            if name in seen:
                return f"'{name}' is in several rotations"
            if turn.angle.coefficient(name).denominator != 1:
                return f"'{name}' does not turn its rotation by whole turns"
            seen.add(name)
    return ""


# --- words as bits -------------------------------------------------------------------------------


def packed(numbers: Iterable[int], num_qubits: int) -> Bits:
    """Masks as rows of 64 bits each, shape (k, ⌈n/64⌉), lowest bits first."""
    width = max(1, -(-num_qubits // _WIDTH))
    data = b"".join(number.to_bytes(8 * width, "little") for number in numbers)
    return np.frombuffer(data, dtype="<u8").reshape(-1, width).astype(np.uint64)


def odd(bits: Bits) -> NDArray[np.bool_]:
    """Is the number of bits in each row odd?"""
    folded = np.bitwise_xor.reduce(bits, axis=-1)
    return (np.bitwise_count(folded) & 1).astype(bool)
