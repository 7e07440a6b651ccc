"""Givens rotations of neighboring orbitals, from which every Slater determinant comes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qdesign.angle import Angle
from qdesign.ansatz.drawing import Pairs, check_size
from qdesign.ansatz.excitations import SINGLE
from qdesign.ansatz.occupied import check_ones
from qdesign.circuit import Circuit, Operation
from qdesign.errors import InvalidRequest


def givens_pairs(num_qubits: int, electrons: int) -> Pairs:
    """Neighbors that are turned, in order: k (n - k) of them for k electrons.

    Example:
        >>> givens_pairs(4, 2)
        ((1, 2), (2, 3), (0, 1), (1, 2))
    """
    empty = num_qubits - electrons
    return tuple(
        (row + step, row + step + 1) for row in reversed(range(electrons)) for step in range(empty)
    )


def givens(num_qubits: int = 4, electrons: int = 2) -> Circuit:
    """Electrons in the first orbitals, then Givens rotations of neighbors with an angle each.

    One qubit is one orbital, spin set aside. Every real Slater determinant is reached, with
    electrons · (orbitals - electrons) angles.

    Example:
        >>> givens(6, 3).stats.num_parameters
        9

    Source: Kivlichan et al., arXiv:1711.04789; Arute et al., arXiv:2004.04174.
    """
    check_size(num_qubits, 1, per_layer=0)
    check_ones(num_qubits, electrons)
    check_size(num_qubits, 1, per_layer=electrons * (num_qubits - electrons) + electrons)
    pairs = givens_pairs(num_qubits, electrons)
    angles = [Angle.parameter(f"theta_{k}") for k in range(len(pairs))]
    return _turned(num_qubits, electrons, pairs, angles)


def slater_determinant(orbitals: Any) -> Circuit:
    """The circuit of one Slater determinant, up to its sign.

    Args:
        orbitals: float64, shape (electrons, n): orthonormal rows, the filled orbitals over n sites.

    Raises:
        InvalidRequest: the rows are not orthonormal, or no such array.

    Example:
        >>> slater_determinant([[0.6, 0.8]]).num_qubits
        2

    Source: Kivlichan et al., arXiv:1711.04789.
    """
    try:
        given = np.array(orbitals, dtype=np.float64)
    except (TypeError, ValueError):
        raise InvalidRequest(
            "Orbitals are given as numbers, shape (electrons, orbitals)."
        ) from None
    rows, n = given.shape if given.ndim == 2 else (0, 0)
    if not 1 <= rows <= n or not np.allclose(given @ given.T, np.eye(rows), atol=1e-9):
        raise InvalidRequest(
            f"Orbitals of shape {given.shape} are not orthonormal rows. Give one row for each "
            "electron, of length 1 and at right angles to the others."
        )
    check_size(n, 1, per_layer=rows * (n - rows) + rows)
    filled = _staircase(given)
    angles: list[Angle] = []
    for row in range(rows):
        for column in reversed(range(row + 1, row + 1 + n - rows)):
            angle = math.atan2(filled[row, column], filled[row, column - 1])
            turn = np.array(
                [[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]]
            )
            filled[:, column - 1 : column + 1] = filled[:, column - 1 : column + 1] @ turn
            angles.append(Angle.of(2 * angle))
    return _turned(n, rows, givens_pairs(n, rows), angles[::-1])


def _staircase(orbitals: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same space, spanned by rows of which row i is zero from column n - rows + i + 1 on."""
    # The lower-triangular factor of an RQ-like decomposition of the last columns.
    rows, n = orbitals.shape
    found = orbitals.copy()
    for column in reversed(range(n - rows + 1, n)):
        top = column - (n - rows)  # rows above `top` become zero here
        for row in range(top):
            a, b = found[row, column], found[top, column]
            length = math.hypot(a, b)
            if length == 0.0:
                continue
            c, s = b / length, a / length
            found[[row, top]] = np.array([[c, -s], [s, c]]) @ found[[row, top]]
    return found


def _turned(num_qubits: int, electrons: int, pairs: Pairs, angles: list[Angle]) -> Circuit:
    head = tuple(Operation("x", (qubit,)) for qubit in range(electrons))
    turns = tuple(
        Operation("single", pair, (angle,)) for pair, angle in zip(pairs, angles, strict=True)
    )
    return Circuit(num_qubits, (*head, *turns), gates=(SINGLE,) if turns else ())
