"""Slopes of many gates that may be added at 0 to a state, all at once and exact.

A gate with the generator A has the slope ⟨i/2 [A, H]⟩ = Im ⟨Hψ|A|ψ⟩. For Pauli strings P that flip
the same qubits one Walsh-Hadamard transform gives all ⟨Hψ|P|ψ⟩.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.pauli import Observable

State = NDArray[np.complex128]
_MOST: Final = 1 << 22
"""Numbers that are held at once."""


class Slopes:
    """Slopes of gates at states of n qubits.

    Args:
        observable: H.
        generators: A of each gate, by Pauli strings.
    """

    def __init__(self, observable: Observable, generators: Sequence[Mapping[str, float]]) -> None:
        n = observable.num_qubits
        self._size = 1 << n
        self._energy = _Grouped((x, z, c, 0) for x, z, c in observable.masks())
        self._gates = _Grouped(
            (x, z, c, index)
            for index, generator in enumerate(generators)
            for x, z, c in Observable(generator or {"I" * n: 0.0}).masks()
        )
        self._count = len(generators)

    def applied(self, state: State) -> State:
        """H|ψ⟩, shape (2**n,)."""
        index = np.arange(self._size)
        made = np.zeros(self._size, dtype=complex)
        for group in self._energy.chunks(self._size):
            table = np.zeros((len(group.flips), self._size), dtype=complex)
            np.add.at(table, (group.rows, group.signs), group.factors)
            _transform(table)
            moved = index ^ group.flips[:, None]
            # Row x holds the amplitudes that x takes to the others.
            made += np.take_along_axis(table * state, moved, axis=1).sum(axis=0)
        return made

    def __call__(self, state: State) -> tuple[float, NDArray[np.float64]]:
        """The energy of a normed state, and the slope of each gate, per radian of its angle."""
        image = self.applied(state)
        index = np.arange(self._size)
        found = np.zeros(self._count)
        for group in self._gates.chunks(self._size):
            table = image.conj()[index ^ group.flips[:, None]] * state
            _transform(table)
            parts = (table[group.rows, group.signs] * group.factors).imag
            np.add.at(found, group.owners, parts)
        return float(np.vdot(state, image).real), found


class _Group:
    """Strings of a few patterns of flips: their place among these, signs, factor and owner."""

    def __init__(self, members: Sequence[tuple[int, Sequence[tuple[int, complex, int]]]]) -> None:
        self.flips = np.array([x for x, _ in members])
        flat = [(k, *each) for k, (_, strings) in enumerate(members) for each in strings]
        self.rows = np.array([k for k, *_ in flat])
        self.signs = np.array([z for _, z, _, _ in flat])
        self.factors = np.array([factor for _, _, factor, _ in flat])
        self.owners = np.array([owner for *_, owner in flat])


class _Grouped:
    """Strings by what they flip."""

    def __init__(self, strings: Iterable[tuple[int, int, float, int]]) -> None:
        by_flip: dict[int, list[tuple[int, complex, int]]] = defaultdict(list)
        for x, z, coefficient, owner in strings:
            by_flip[x].append((z, coefficient * 1j ** ((x & z).bit_count() % 4), owner))
        self._members = list(by_flip.items())
        self._chunks: list[_Group] | None = None

    def chunks(self, size: int) -> list[_Group]:
        """As many patterns together as are held at once."""
        if self._chunks is None:
            step = max(1, _MOST // size)
            starts = range(0, len(self._members), step)
            self._chunks = [_Group(self._members[k : k + step]) for k in starts]
        return self._chunks


def _transform(table: State) -> None:
    """Walsh-Hadamard transforms of the rows, in place."""
    rows, size = table.shape
    width = 1
    while width < size:
        halves = table.reshape(rows, -1, 2, width)
        low = halves[:, :, 0].copy()
        halves[:, :, 0] += halves[:, :, 1]
        np.subtract(low, halves[:, :, 1], out=halves[:, :, 1])
        width *= 2
