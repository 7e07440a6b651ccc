"""Clifford gates as linear maps of Pauli strings over GF(2), found from their matrices."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from qdesign.gates import Matrix, matrix, pauli_matrix


@dataclass(frozen=True, slots=True)
class Images:
    """What a Clifford gate on k wires makes of Pauli strings on them.

    A string is an integer: bit w for X on wire w, bit k + w for Z; Y has both.

    Attributes:
        rows: images U P U† of X on each wire, then of Z, signs left out.
        back: the same of the inverse, U† P U.
        flipped: strings that only change their sign.
    """

    rows: tuple[int, ...]
    back: tuple[int, ...]
    flipped: tuple[int, ...]


@lru_cache(maxsize=4096)
def images(gate: str, angles: tuple[float, ...] = ()) -> Images | None:
    """The images under a gate of the table at angles in radians; None where it is not Clifford.

    Example:
        >>> images("cx").rows
        (3, 2, 4, 12)
    """
    unitary = matrix(gate, angles)
    size = len(unitary).bit_length() - 1
    strings = [_label(bits, size) for bits in range(4**size)]
    rows: list[int] = []
    back: list[int] = []
    for wire in range(2 * size):
        moved, returned = _image(unitary, strings, wire), _image(unitary.conj().T, strings, wire)
        if moved is None or returned is None:
            return None
        rows.append(moved)
        back.append(returned)
    flipped = tuple(bits for bits, label in enumerate(strings) if _is_flipped(unitary, label))
    return Images(tuple(rows), tuple(back), flipped)


def _label(bits: int, size: int) -> str:
    letters = ("IXZY"[(bits >> w & 1) + 2 * (bits >> size + w & 1)] for w in range(size))
    return "".join(letters)[::-1]


def _image(unitary: Matrix, strings: list[str], wire: int) -> int | None:
    turned = unitary @ pauli_matrix(strings[1 << wire]) @ unitary.conj().T
    weights = [abs(np.trace(pauli_matrix(label) @ turned)) for label in strings]
    best = int(np.argmax(weights))
    return best if weights[best] > len(unitary) * (1 - 1e-9) else None


def _is_flipped(unitary: Matrix, label: str) -> bool:
    string = pauli_matrix(label)
    return bool(np.abs(unitary @ string @ unitary.conj().T + string).max() < 1e-9)
