"""Simple parts are those of algebras that are known by their definition."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from qdesign.analyze.roots import simple_parts

Matrix = NDArray[np.complexfloating]


def _su(n: int, rng: np.random.Generator) -> Matrix:
    a = rng.normal(size=(n, n)) + 1j * rng.normal(size=(n, n))
    a = a + a.conj().T
    return a - np.eye(n) * np.trace(a) / n


def _so(n: int, rng: np.random.Generator) -> Matrix:
    a = rng.normal(size=(n, n))
    return 1j * (a - a.T)


def _sp(n: int, rng: np.random.Generator) -> Matrix:
    # Hermitian A with AᵀJ + JA = 0.
    j = np.kron([[0, 1], [-1, 0]], np.eye(n))
    a = _su(2 * n, rng)
    return (a + j @ a.T @ j) / 2


def _sum(*parts: Matrix) -> Matrix:
    size = sum(len(each) for each in parts)
    whole, at = np.zeros((size, size), dtype=complex), 0
    for each in parts:
        whole[at : at + len(each), at : at + len(each)] = each
        at += len(each)
    return whole


@pytest.mark.parametrize(
    ("kinds", "dimension", "rank", "names"),
    [
        ([(_su, 4)], 15, 3, ("su(4)",)),
        ([(_so, 5)], 10, 2, ("so(5)",)),
        ([(_sp, 2)], 10, 2, ("so(5)",)),
        ([(_so, 7)], 21, 3, ("so(7)",)),
        ([(_sp, 3)], 21, 3, ("sp(3)",)),
        ([(_so, 8)], 28, 4, ("so(8)",)),
        ([(_so, 4)], 6, 2, ("su(2)", "su(2)")),
        ([(_su, 3), (_sp, 3), (_su, 2)], 32, 6, ("sp(3)", "su(3)", "su(2)")),
    ],
)
def test_classical_algebras_are_told_apart(
    kinds: list[tuple[object, int]], dimension: int, rank: int, names: tuple[str, ...]
) -> None:
    rng = np.random.default_rng(5)
    generators = [_sum(*(make(n, rng) for make, n in kinds)) for _ in range(2)]  # type: ignore[operator]
    assert simple_parts(generators, dimension, rank) == names
    assert simple_parts(generators, dimension + 1, rank) is None  # not what was counted
    assert simple_parts(generators, dimension, rank + 2) is None
