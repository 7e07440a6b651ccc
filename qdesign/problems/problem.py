"""A problem: an observable with the energy to reach, and exact diagonalization to find it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from qdesign.errors import TooLarge
from qdesign.pauli import Observable

_MAX_DENSE: Final = 8
_MAX_SPARSE: Final = 16
_MAX_DIAGONAL: Final = 24


@dataclass(frozen=True, slots=True)
class Problem:
    """An observable to minimize.

    Attributes:
        name: what a person calls it.
        observable: on `num_qubits` qubits.
    """

    name: str
    observable: Observable
    _known: float | None = field(default=None, compare=False, repr=False)

    @property
    def num_qubits(self) -> int:
        """Qubits of the observable."""
        return self.observable.num_qubits

    @property
    def exact_energy(self) -> float | None:
        """The lowest eigenvalue of the observable.

        None where no formula is known and `ground_energy` finds the observable too large.
        """
        if self._known is not None:
            return self._known
        try:
            return ground_energy(self.observable)
        except TooLarge:
            return None


@lru_cache(maxsize=32)
def ground_energy(observable: Observable) -> float:
    """The lowest eigenvalue of an observable, by exact diagonalization.

    Diagonal observables are taken up to 24 qubits, others up to 16.

    Raises:
        TooLarge: more qubits than that.

    Example:
        >>> ground_energy(Observable({"ZZ": 1.0, "XI": 0.5}))
        -1.118033988749895
    """
    n = observable.num_qubits
    if all(not set(label) - set("IZ") for label, _ in observable.terms):
        _check(n, _MAX_DIAGONAL)
        return float(_diagonal(observable).min())
    _check(n, _MAX_SPARSE)
    if n <= _MAX_DENSE:
        return float(np.linalg.eigvalsh(observable.matrix())[0])
    return _lowest_sparse(observable)


def _check(num_qubits: int, limit: int) -> None:
    if num_qubits > limit:
        raise TooLarge(
            f"The exact energy on {num_qubits} qubits is not computed: at most {limit} qubits are "
            "diagonalized here. Minimize the observable without it."
        )


def _diagonal(observable: Observable) -> NDArray[np.float64]:
    """Diagonal of Σ c_z Z^z, float64, shape (2**n,): the Walsh-Hadamard transform of c."""
    values = np.zeros(1 << observable.num_qubits)
    for _, z, coefficient in observable.masks():
        values[z] += coefficient
    for k in range(observable.num_qubits):
        halves = values.reshape(-1, 2, 1 << k)
        low = halves[:, 0].copy()
        halves[:, 0] += halves[:, 1]
        np.subtract(low, halves[:, 1], out=halves[:, 1])
    return values


def _lowest_sparse(observable: Observable) -> float:
    import scipy.sparse.linalg

    size = 1 << observable.num_qubits
    index = np.arange(size, dtype=np.int64)
    rows: dict[int, NDArray[np.complex128]] = defaultdict(lambda: np.zeros(size, dtype=complex))
    for x, z, coefficient in observable.masks():
        signs = 1.0 - 2.0 * (np.bitwise_count(index & z) & 1)
        rows[x] += coefficient * 1j ** ((x & z).bit_count() % 4) * signs
    data = np.concatenate(list(rows.values()))
    if not data.imag.any():
        data = data.real
    columns = np.tile(index, len(rows))
    targets = np.concatenate([index ^ x for x in rows])
    matrix: Any = scipy.sparse.csr_array((data, (targets, columns)), shape=(size, size))
    first = np.random.default_rng(0).normal(size=size)
    # A Krylov space wider than scipy's default: neighbouring levels are close at 16 qubits.
    solvers: Any = scipy.sparse.linalg
    found = solvers.eigsh(matrix, k=1, which="SA", v0=first, ncv=40, return_eigenvectors=False)
    return float(found[0])
