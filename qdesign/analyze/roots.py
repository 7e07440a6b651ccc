"""Matrices that generate a compact Lie algebra → its simple parts, by their root systems.

Roots of different simple parts are orthogonal, and a system with its numbers of long and short
roots is of one type only. What does not come out as whole numbers is not told.

Source: Humphreys, "Introduction to Lie Algebras and Representation Theory", chapter III.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Matrices = NDArray[np.complex128]
Real = NDArray[np.float64]

_TINY: Final = 1e-7
_WHOLE: Final = 1e-5
_EXCEPTIONAL: Final = {(2, 6, 3): "g2", (4, 24, 2): "f4", (6, 36, 1): "e6", (7, 63, 1): "e7",
                       (8, 120, 1): "e8"}  # fmt: skip
"""By rank, number of positive roots, and ratio of squared lengths."""


def simple_parts(
    generators: Sequence[Any], dimension: int, rank: int, *, ask: Callable[[], None] = lambda: None
) -> tuple[str, ...] | None:
    """The simple parts of the algebra that Hermitian matrices generate, the largest first.

    Args:
        generators: shape (N, N) each, without a trace; i times each is in the algebra.
        dimension: of the algebra, its center included.
        rank: of it, its center included.
        ask: called often; may raise.

    Returns:
        A name for each, such as `su(3)`; None where rounding does not tell.

    Example:
        >>> x, y = np.array([[0, 1], [1, 0]]), np.array([[0, -1j], [1j, 0]])
        >>> simple_parts([x, y], 3, 1)
        ('su(2)',)
    """
    basis = _closed(np.array(generators, dtype=np.complex128), dimension, ask)
    if basis is None:
        return None
    roots = _roots(basis, rank, ask)
    if roots is None:
        return None
    lengths = (roots**2).sum(axis=1)
    numbers = 2 * (roots @ roots.T) / lengths
    whole = np.rint(numbers)
    if np.abs(numbers - whole).max(initial=0.0) > _WHOLE:
        return None
    named: list[tuple[int, str]] = []
    left = list(range(len(roots)))
    while left:
        part = [left.pop(0)]
        for at in part:  # grows while it is read
            near = [k for k in left if whole[at, k]]
            part += near
            left = [k for k in left if k not in near]
        size = int(
            np.linalg.matrix_rank(roots[part], tol=_WHOLE * float(lengths[part].max()) ** 0.5)
        )
        name = _named(size, lengths[part])
        if name is None:
            return None
        named.append((size + 2 * len(part), name))
    return tuple(name for _, name in sorted(named, key=lambda each: (-each[0], each[1])))


def _commutators(matrix: Matrices, others: Matrices) -> Matrices:
    """The Hermitian matrices i[A, B] for each B, shape (k, N, N)."""
    return 1j * (matrix @ others - others @ matrix)


def _flat(matrices: Matrices) -> Real:
    """Real coordinates in which the product of two is the trace of theirs."""
    rows = matrices.reshape(len(matrices), -1)
    return np.concatenate([rows.real, rows.imag], axis=1)


def _closed(generators: Matrices, dimension: int, ask: Callable[[], None]) -> Matrices | None:
    """An orthonormal basis; None where it has another dimension than it should."""
    side = generators.shape[-1]
    rows = np.zeros((0, 2 * side * side))
    new = generators
    while True:
        ask()
        flat = _flat(new)
        scale = np.linalg.norm(flat, axis=1, keepdims=True)
        flat = flat[scale[:, 0] > _TINY] / scale[scale[:, 0] > _TINY]
        for _ in range(2):
            flat = flat - (flat @ rows.T) @ rows
        _, sizes, found = np.linalg.svd(flat, full_matrices=False)
        found = found[sizes > _TINY]
        if not len(found):
            break
        rows = np.concatenate([rows, found])
        if len(rows) > dimension:
            return None
        half = side * side
        added = (found[:, :half] + 1j * found[:, half:]).reshape(-1, side, side)
        new = np.concatenate([_commutators(each, added) for each in generators])
    if len(rows) != dimension:
        return None
    half = side * side
    return (rows[:, :half] + 1j * rows[:, half:]).reshape(-1, side, side)


def _roots(basis: Matrices, rank: int, ask: Callable[[], None]) -> Real | None:
    """One of each pair of roots α, −α, shape (k, rank), on the algebra of what is commuting."""
    flat = _flat(basis)

    def adjoint(vector: Real) -> Real:
        ask()
        made = _commutators(np.tensordot(vector, basis, axes=1), basis)
        return flat @ _flat(made).T

    generic = adjoint(np.random.default_rng(0).normal(size=len(basis)))
    values, vectors = np.linalg.eigh(1j * generic)
    small = np.abs(values) < _TINY * max(1.0, float(np.abs(values).max()))
    commuting = np.linalg.svd(generic)[2][len(basis) - rank :]
    turned = vectors[:, (values > 0) & ~small]
    if int(small.sum()) != rank or 2 * turned.shape[1] != len(basis) - rank:
        return None
    roots = np.zeros((turned.shape[1], rank))
    for k, vector in enumerate(commuting):
        moved = 1j * adjoint(vector) @ turned
        roots[:, k] = (turned.conj() * moved).sum(axis=0).real
        if np.abs(moved - turned * roots[:, k]).max(initial=0.0) > _WHOLE:
            return None
    return roots


def _named(rank: int, lengths: Real) -> str | None:
    """The simple algebra of a root system, by its rank and squared lengths of positive roots."""
    shortest = float(lengths.min())
    ratios = np.rint(lengths / shortest)
    if np.abs(lengths / shortest - ratios).max() > _WHOLE:
        return None
    count, ratio = len(lengths), int(ratios.max())
    num_long = int((ratios > 1).sum())
    if (rank, count, ratio) in _EXCEPTIONAL:
        return _EXCEPTIONAL[rank, count, ratio]
    if ratio == 1 and 2 * count == rank * (rank + 1):
        return f"su({rank + 1})"
    if ratio == 1 and count == rank * (rank - 1):
        return f"so({2 * rank})"
    if ratio == 2 and count == rank * rank and rank == 2:
        return "so(5)"
    if ratio == 2 and count == rank * rank and num_long == rank * (rank - 1):
        return f"so({2 * rank + 1})"
    if ratio == 2 and count == rank * rank and num_long == rank:
        return f"sp({rank})"
    return None
