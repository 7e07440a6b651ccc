"""Unitaries of one and two qubits → angles: turns about Z, Y, Z, and turns about XX, YY, ZZ."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.complex128]

_MAGIC: Final[Matrix] = np.array(
    [[1, 0, 0, 1j], [0, 1j, 1, 0], [0, 1j, -1, 0], [1, 0, 0, -1j]]
) / np.sqrt(2)
_X: Final[Matrix] = np.array([[0, 1], [1, 0]], dtype=complex)
_Y: Final[Matrix] = np.array([[0, -1j], [1j, 0]])
_Z: Final[Matrix] = np.diag([1, -1]).astype(complex)
_PAIRS: Final = tuple(np.kron(each, each) for each in (_X, _Y, _Z))
_PHASES: Final = np.column_stack(
    [np.ones(4), *((_MAGIC.conj().T @ each @ _MAGIC).diagonal().real for each in _PAIRS)]
)
"""Of exp(i (g + a XX + b YY + c ZZ)) in the magic basis, by g, a, b, c."""
_TRIES: Final = 20


def angles_of(unitary: Any) -> tuple[float, float, float]:
    """θ, φ, λ of `u`, which is the unitary up to a phase, radians."""
    u: Matrix = np.asarray(unitary, dtype=complex)
    theta = 2 * float(np.arctan2(abs(u[1, 0]), abs(u[0, 0])))
    if abs(u[0, 0]) < 1e-12:
        return theta, float(np.angle(u[1, 0] / -u[0, 1])), 0.0
    phi = float(np.angle(u[1, 0] / u[0, 0])) if abs(u[1, 0]) > 1e-12 else 0.0
    if abs(u[1, 0]) > 1e-12:
        return theta, phi, float(np.angle(-u[0, 1] / u[0, 0]))
    return theta, 0.0, float(np.angle(u[1, 1] / u[0, 0]))


def canonical(
    unitary: Any,
) -> tuple[tuple[Matrix, Matrix], tuple[float, float, float], tuple[Matrix, Matrix]]:
    """A unitary of two qubits as turns of each, then about both, then of each.

    Args:
        unitary: shape (4, 4), bit k of an index is qubit k.

    Returns:
        (before of qubit 0, of qubit 1), angles of rxx, ryy and rzz in radians, (after of qubit 0,
        of qubit 1); their product is the unitary up to a phase.

    Source: Kraus and Cirac, arXiv:quant-ph/0011050; Khaneja and Glaser, arXiv:quant-ph/0010100.
    """
    u: Matrix = np.asarray(unitary, dtype=complex)
    u = u / np.linalg.det(u) ** 0.25
    inside = _MAGIC.conj().T @ u @ _MAGIC
    squared = inside.T @ inside
    right = _real_vectors(squared)
    if np.linalg.det(right) < 0:
        right[:, 0] = -right[:, 0]
    half = np.exp(0.5j * np.angle((right.T @ squared @ right).diagonal()))
    left = (inside @ right @ np.diag(1 / half)).real
    if np.linalg.det(left) < 0:
        half[0] = -half[0]
        left[:, 0] = -left[:, 0]
    _, a, b, c = np.linalg.solve(_PHASES, np.angle(half))
    after = _MAGIC @ left @ _MAGIC.conj().T
    before = _MAGIC @ right.T @ _MAGIC.conj().T
    return _factors(before), (-2 * float(a), -2 * float(b), -2 * float(c)), _factors(after)


def _real_vectors(symmetric: Matrix) -> NDArray[np.float64]:
    """Real orthogonal vectors of a symmetric unitary, whose real and imaginary parts commute."""
    rng = np.random.default_rng(0)
    best, error = np.eye(4), np.inf
    for _ in range(_TRIES):
        a, b = rng.normal(size=2)
        _, vectors = np.linalg.eigh(a * symmetric.real + b * symmetric.imag)
        turned = vectors.T @ symmetric @ vectors
        off = float(np.abs(turned - np.diag(turned.diagonal())).max())
        if off < error:
            best, error = vectors, off
        if error < 1e-13:
            break
    return best


def _factors(product: Matrix) -> tuple[Matrix, Matrix]:
    """A, of qubit 0, and B, of qubit 1, with product = B ⊗ A."""
    table = product.reshape(2, 2, 2, 2).transpose(0, 2, 1, 3).reshape(4, 4)
    left, sizes, right = np.linalg.svd(table)
    scale = np.sqrt(sizes[0])
    return scale * right[0].reshape(2, 2), scale * left[:, 0].reshape(2, 2)
