"""Dense matrices → coefficients of Pauli strings, by one Walsh-Hadamard transform."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from qdesign.errors import InvalidObservable, TooLarge

MAX_QUBITS: Final = 13
_ROWS: Final = 256
"""Rows that are transformed at once, so that they stay in the cache."""

Complex = NDArray[np.complex128]


def pauli_coefficients(matrix: Any) -> Complex:
    """The coefficients c of a matrix M = Σ c[x, z] P(x, z), in about 4ⁿ n additions.

    Args:
        matrix: shape (2**n, 2**n), Qiskit order, of up to 13 qubits.

    Returns:
        complex128, shape (2**n, 2**n): bit k of the row x and of the column z says which letter
        qubit k has: I, X, Z, or Y where both are set. Real for a Hermitian matrix.

    Raises:
        InvalidObservable: no such matrix, or one that is not finite.
        TooLarge: more than 13 qubits.

    Example:
        >>> pauli_coefficients([[0, -1j], [1j, 0]]).real.tolist()
        [[0.0, 0.0], [0.0, 1.0]]

    Source: Georges, Berntson, Sünderhauf, Ivanov, arXiv:2408.06206.
    """
    entries = checked(matrix)
    size = len(entries)
    index = np.arange(size)
    found = np.empty((size, size), dtype=complex)
    for start in range(0, size, _ROWS):
        x = index[start : start + _ROWS, None]
        part = entries[index ^ x, index]
        half = 1
        while half < size:
            pairs = part.reshape(len(part), -1, 2, half)
            low, high = pairs[:, :, 0].copy(), pairs[:, :, 1]
            pairs[:, :, 0] += high
            np.subtract(low, high, out=high)
            half *= 2
        part *= _PHASES[np.bitwise_count(x & index) & 3] / size
        found[start : start + _ROWS] = part
    return found


_PHASES: Final = np.array([1, -1j, -1, 1j])
"""Of X Z against Y, by how many qubits have both."""


def checked(matrix: Any) -> Complex:
    """A square matrix of 2, 4, 8, … rows.

    Raises:
        InvalidObservable: it is none, or not finite.
        TooLarge: more than 13 qubits.
    """
    try:
        entries = np.asarray(matrix, dtype=complex)
    except (TypeError, ValueError):
        raise InvalidObservable("This is no matrix. Give numbers, row by row.") from None
    rows = len(entries) if entries.ndim == 2 else 0
    if rows < 2 or entries.shape != (rows, rows) or rows & (rows - 1):
        raise InvalidObservable(
            f"A matrix of qubits is square with 2, 4, 8, … rows, not of shape {entries.shape}."
        )
    if rows > 1 << MAX_QUBITS:
        raise TooLarge(f"Matrices of up to {MAX_QUBITS} qubits are taken apart.")
    if not np.isfinite(entries).all():
        raise InvalidObservable("The matrix has an entry that is not finite.")
    return entries
