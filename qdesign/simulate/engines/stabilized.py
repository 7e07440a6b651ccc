"""Means of many Pauli strings of a stabilizer state, together: rows of bits of its tableau.

The state is U|0…0⟩. A string P has the mean of U†PU in |0…0⟩, which is 0 where that has an X or
a Y, else its sign; U†PU is the product of the rows of U's inverse that stand for P's letters.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import stim

Real = NDArray[np.float64]
_Places = NDArray[np.intp]

_MOST_BYTES: Final = 1 << 24
"""Of products at one time."""


class Strings:
    """Pauli strings as lists of rows: one for an X or a Z, both for a Y.

    Args:
        terms: the string of each letter, ascending.
        qubits: where it stands.
        letters: its character, `X`, `Y` or `Z`.
        count: of strings.
        num_qubits: of each.
    """

    def __init__(
        self,
        terms: _Places,
        qubits: _Places,
        letters: NDArray[np.uint8],
        *,
        count: int,
        num_qubits: int,
    ) -> None:
        has_x, has_z = letters != ord("Z"), letters != ord("X")
        both = np.stack([has_x, has_z], axis=1).reshape(-1)
        rows = np.stack([qubits, qubits + num_qubits], axis=1).reshape(-1)
        owners = np.repeat(terms, 2)[both]
        self._rows = rows[both]
        self._lengths = np.bincount(owners, minlength=count)
        self._starts = np.cumsum(self._lengths) - self._lengths
        self._turns = np.bincount(terms[letters == ord("Y")], minlength=count)

    def __len__(self) -> int:
        return len(self._lengths)

    def means(self, inverse: stim.Tableau) -> Real:
        """Of each string 1, 0 or -1, shape (k,).

        Args:
            inverse: of the tableau whose first column is the state.
        """
        found = np.zeros(len(self))
        images = _Images(inverse)
        for chosen in self._chunks(images.num_bytes):
            found[chosen] = images.means(
                self._rows, self._starts[chosen], self._lengths[chosen], self._turns[chosen]
            )
        return found

    def _chunks(self, num_bytes: int) -> Iterator[_Places]:
        """Strings in parts, those with most rows first, so that what is still multiplied leads."""
        order = np.argsort(-self._lengths, kind="stable")
        step = max(1, _MOST_BYTES // num_bytes)
        for start in range(0, len(order), step):
            yield order[start : start + step]


class _Images:
    """What the inverse makes of each X and each Z: i^turns X^x Z^z, bits of x and z packed."""

    def __init__(self, inverse: stim.Tableau) -> None:
        xx, xz, zx, zz, x_signs, z_signs = inverse.to_numpy(bit_packed=True)
        self._x, self._z = np.concatenate([xx, zx]), np.concatenate([xz, zz])
        size = len(inverse)
        signs = [np.unpackbits(s, count=size, bitorder="little") for s in (x_signs, z_signs)]
        self._turns = 2 * np.concatenate(signs).astype(np.int64) + _both(self._x, self._z)
        self.num_bytes = 2 * max(1, self._x.shape[1])

    def means(self, rows: _Places, starts: _Places, lengths: _Places, turns: _Places) -> Real:
        """Of strings that begin at `starts` of `rows`, the longest first."""
        x = np.zeros((len(starts), self._x.shape[1]), dtype=np.uint8)
        z, turns = np.zeros_like(x), turns.copy()
        for step in range(int(lengths[0]) if len(lengths) else 0):
            active = int(np.searchsorted(-lengths, -step, side="left"))
            chosen = rows[starts[:active] + step]
            turns[:active] += self._turns[chosen] + 2 * _both(z[:active], self._x[chosen])
            x[:active] ^= self._x[chosen]
            z[:active] ^= self._z[chosen]
        return np.where(x.any(axis=1), 0.0, 1.0 - turns % 4)


def _both(first: NDArray[np.uint8], second: NDArray[np.uint8]) -> NDArray[np.int64]:
    """How many bits both have, of each row."""
    return np.bitwise_count(first & second).sum(axis=1, dtype=np.int64)
