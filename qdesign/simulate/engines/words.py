"""Circuits → rotations about Pauli strings of the first state, with Clifford gates behind them."""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit
from qdesign.errors import TooLarge
from qdesign.simulate.chain import Chain
from qdesign.simulate.turns import turns_of

Real = NDArray[np.float64]

Word = tuple[int, int, int]
"""i^k X^x Z^z as (x, z, k): bit q of x and z for qubit q."""

_NEAR: Final = 1e-10
"""Radians by which a fixed angle may miss a multiple of π/2."""
_SPARE: Final = 64
"""Rotations not about X alone, beside one for each qubit, beyond which it is no use to go on."""


@dataclass(slots=True)
class Words:
    """Rotations about strings, in order, and what Clifford gates behind make of strings.

    Attributes:
        strings: masks of x and z of what each turns about.
        signs: 1 or -1, shape (w,).
    """

    strings: list[tuple[int, int]]
    signs: Real
    _slots: NDArray[np.intp]
    _constants: Real
    _rows: NDArray[np.intp]
    _columns: NDArray[np.intp]
    _coefficients: Real
    _num_free: int
    _num_columns: int
    _chain: Chain | None
    _frame: dict[int, Word] = field(default_factory=dict[int, Word])
    _size: int = 0

    def angles(self, values: Real) -> Real:
        """Radians of each rotation, its sign included, shape (w,)."""
        whole = values
        if self._chain is not None:
            whole = np.concatenate([values, self._chain.values(values)])
        moved = np.bincount(
            self._rows, self._coefficients * whole[self._columns], minlength=len(self._constants)
        )
        return (self._constants + moved[: len(self._constants)])[self._slots] * self.signs

    def back(self, values: Real, slopes: Real) -> Real:
        """Slopes by the free parameters from those by the rotations' angles."""
        by_slot = np.bincount(self._slots, self.signs * slopes, minlength=len(self._constants))
        found = np.bincount(
            self._columns, self._coefficients * by_slot[self._rows], minlength=self._num_columns
        )
        found = np.asarray(found, dtype=np.float64)
        if self._chain is None:
            return found
        return found[: self._num_free] + found[self._num_free :] @ self._chain.slopes(values)

    def moved(self, mask: tuple[int, int]) -> Word:
        """A string, given by its x and z masks (Y in both), before the Clifford gates."""
        x, z = mask
        return _image(self._frame, self._size, x, z)


def words_of(circuit: Circuit) -> Words:
    """The words of a flat, unitary circuit.

    Raises:
        TooLarge: more rotations than help are not about strings of X alone.
    """
    turns = turns_of(circuit)
    read = _Reader(turns.data)
    size = read.num_qubits
    frame: dict[int, Word] = {}
    strings: list[tuple[int, int]] = []
    signs: list[float] = []
    slots: list[int] = []
    others, most = 0, size + _SPARE
    for slot, letters in read.turns():
        x = sum(1 << q for q, kind in letters if kind & 1)
        z = sum(1 << q for q, kind in letters if kind & 2)
        quarters = read.quarters[slot]
        if quarters is None:
            wx, wz, turned = _image(frame, size, x, z)
            sign = turned - (wx & wz).bit_count()  # of i^{|x·z|} X^x Z^z, which is a string
            others += bool(wz)
            if others > most:
                raise TooLarge("Rotations are not diagonal in one basis from a product state.")
            strings.append((wx, wz))
            signs.append(1.0 - sign % 4)
            slots.append(slot)
        elif quarters % 4:
            _turn(frame, size, letters, quarters % 4, _image(frame, size, x, z))
    chain = Chain(turns.parameters, turns.derived) if turns.derived else None
    return Words(
        strings,
        np.array(signs),
        np.array(slots, dtype=np.intp),
        read.constants,
        read.rows,
        read.columns,
        read.coefficients,
        len(turns.parameters),
        len(turns.parameters) + len(turns.derived),
        chain,
        frame,
        size,
    )


class _Reader:
    """The bytes of `turns_of`, as lists."""

    def __init__(self, data: bytes) -> None:
        _, _, self.num_qubits, _, slots, terms, turns, letters = struct.unpack_from("<4s7I", data)
        at = 32

        def take(count: int, kind: str) -> NDArray[np.generic]:
            nonlocal at
            found = np.frombuffer(data, dtype=kind, count=count, offset=at)
            at += found.nbytes
            return found

        self.constants = take(slots, "<f8").astype(np.float64)
        self.coefficients = take(terms, "<f8").astype(np.float64)
        offsets = take(slots + 1, "<u4").astype(np.intp)
        self.columns = take(terms, "<u4").astype(np.intp)
        self._starts: list[int] = take(turns + 1, "<u4").tolist()
        self._sources: list[int] = take(turns, "<u4").tolist()
        self._letters: list[int] = take(letters, "<u4").tolist()
        self.rows = np.repeat(np.arange(slots), np.diff(offsets))
        fixed = np.diff(offsets) == 0
        near = np.rint(self.constants / (math.pi / 2))
        is_quarter = fixed & (np.abs(self.constants - near * (math.pi / 2)) <= _NEAR)
        self.quarters = [
            int(turned) if kept else None
            for turned, kept in zip(near.tolist(), is_quarter.tolist(), strict=True)
        ]

    def turns(self) -> Sequence[tuple[int, list[tuple[int, int]]]]:
        """The slot of each turn and its letters: a qubit, and 1 for X, 2 for Z, 3 for Y."""
        return [
            (slot, [(code >> 2, code & 3) for code in self._letters[start:end]])
            for slot, start, end in zip(
                self._sources, self._starts[:-1], self._starts[1:], strict=True
            )
        ]


def _image(frame: dict[int, Word], size: int, x: int, z: int) -> Word:
    """C† P C of the string with these masks; `frame` has that of X (q) and Z (q + size)."""
    found: Word = (0, 0, (x & z).bit_count())
    rest = x | z
    while rest:
        low = rest & -rest
        qubit = low.bit_length() - 1
        rest ^= low
        if x & low:
            found = _product(found, frame.get(qubit, (low, 0, 0)))
        if z & low:
            found = _product(found, frame.get(qubit + size, (0, low, 0)))
    return found


def _product(first: Word, second: Word) -> Word:
    (ax, az, ak), (bx, bz, bk) = first, second
    return ax ^ bx, az ^ bz, (ak + bk + 2 * (az & bx).bit_count()) % 4


def _turn(
    frame: dict[int, Word], size: int, letters: list[tuple[int, int]], quarters: int, about: Word
) -> None:
    """One more Clifford gate behind the others: exp(-iπ/4 A), `quarters` times.

    What anticommutes with A becomes -i g A by one, -g by two, i g A by three.
    """
    for qubit, kind in letters:
        for place, anticommutes in ((qubit, kind & 2), (qubit + size, kind & 1)):
            if anticommutes:
                known = (1 << qubit, 0, 0) if place == qubit else (0, 1 << qubit, 0)
                x, z, turned = frame.get(place, known)
                if quarters != 2:
                    x, z, turned = _product((x, z, turned), about)
                frame[place] = x, z, (turned + {1: 3, 2: 2, 3: 1}[quarters]) % 4
