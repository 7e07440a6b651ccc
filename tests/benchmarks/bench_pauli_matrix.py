"""A dense matrix of twelve qubits as a sum of Pauli strings."""

from __future__ import annotations

import time
from collections.abc import Iterable
from functools import reduce

import numpy as np

from qdesign.gates import pauli_matrix
from qdesign.pauli_matrix import pauli_coefficients
from tests.benchmarks.report import Row

_QUBITS = 12
_STRINGS = 6


def rows() -> Iterable[Row]:
    rng = np.random.default_rng(0)
    size = 1 << _QUBITS
    matrix = rng.normal(size=(size, size)) + 1j * rng.normal(size=(size, size))
    matrix += matrix.conj().T
    start = time.perf_counter()
    found = pauli_coefficients(matrix)
    ours = time.perf_counter() - start
    worst, begun = 0.0, time.perf_counter()
    for _ in range(_STRINGS):
        letters = "".join(rng.choice(list("IXYZ"), _QUBITS))
        dense = reduce(np.kron, (pauli_matrix(letter) for letter in letters))
        weight = np.einsum("ij,ji->", dense, matrix) / size
        x = int("".join("01"[letter in "XY"] for letter in letters), 2)
        z = int("".join("01"[letter in "ZY"] for letter in letters), 2)
        worst = max(worst, abs(found[x, z] - weight))
    kron = (time.perf_counter() - begun) / _STRINGS * 4**_QUBITS
    told = f"{ours:.2f} s; numpy.kron of {_STRINGS} strings, for all {4**_QUBITS:,} of them"
    yield Row.at_least("against dense kron", goal=1000, measured=kron / ours, unit="x", note=told)
    yield Row.at_most("error against dense kron", goal=1e-10, measured=worst)
