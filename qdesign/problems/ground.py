"""The lowest eigenvalue of an observable and a state that has it, by exact diagonalization."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from qdesign.errors import TooLarge
from qdesign.pauli import Observable

_MAX_DENSE: Final = 8
_MAX_SPARSE: Final = 16
_MAX_DIAGONAL: Final = 24

State = NDArray[np.complex128]


@lru_cache(maxsize=32)
def ground_energy(observable: Observable) -> float:
    """The lowest eigenvalue of an observable.

    Diagonal observables are taken up to 24 qubits, others up to 16.

    Raises:
        TooLarge: more qubits than that.

    Example:
        >>> ground_energy(Observable({"ZZ": 1.0, "XI": 0.5}))
        -1.118033988749895
    """
    n = observable.num_qubits
    if _is_diagonal(observable):
        _check(n, _MAX_DIAGONAL)
        return float(_diagonal(observable).min())
    _check(n, _MAX_SPARSE)
    if n <= _MAX_DENSE:
        return float(np.linalg.eigvalsh(observable.matrix())[0])
    return float(_lanczos(observable, return_eigenvectors=False)[0])


def ground_state(observable: Observable) -> tuple[float, State]:
    """The lowest eigenvalue and a state that has it, complex128, shape (2**n,), Qiskit order.

    Where several states have it, it is one of them.

    Raises:
        TooLarge: more than 16 qubits.
    """
    n = observable.num_qubits
    _check(n, _MAX_SPARSE)
    if _is_diagonal(observable):
        energies = _diagonal(observable)
        state = np.zeros(1 << n, dtype=complex)
        state[lowest := int(np.argmin(energies))] = 1.0
        return float(energies[lowest]), state
    if n <= _MAX_DENSE:
        values, vectors = np.linalg.eigh(observable.matrix())
    else:
        values, vectors = _lanczos(observable, return_eigenvectors=True)
    return float(values[0]), np.asarray(vectors[:, 0], dtype=complex)


def _check(num_qubits: int, limit: int) -> None:
    if num_qubits > limit:
        raise TooLarge(
            f"The exact energy on {num_qubits} qubits is not computed: at most {limit} qubits are "
            "diagonalized here. Minimize the observable without it."
        )


def _is_diagonal(observable: Observable) -> bool:
    return all(not set(label) - set("IZ") for label, _ in observable.terms)


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


def _lanczos(observable: Observable, *, return_eigenvectors: bool) -> Any:
    """What scipy's `eigsh` says of the lowest level of a sparse observable."""
    import scipy.sparse.linalg

    # A Krylov space wider than scipy's default: neighboring levels are close at 16 qubits.
    solvers: Any = scipy.sparse.linalg
    return solvers.eigsh(
        _sparse(observable),
        k=1,
        which="SA",
        v0=np.random.default_rng(0).normal(size=1 << observable.num_qubits),
        ncv=40,
        return_eigenvectors=return_eigenvectors,
    )


def _sparse(observable: Observable) -> Any:
    """The matrix, real where it can be: in each row one entry for each pattern of flipped bits."""
    import scipy.sparse

    size = 1 << observable.num_qubits
    index = np.arange(size, dtype=np.int32)
    flips: dict[int, list[tuple[int, complex]]] = defaultdict(list)
    for x, z, coefficient in observable.masks():
        flips[x].append((z, coefficient * 1j ** ((x & z).bit_count() % 4)))
    is_real = all(not factor.imag for terms in flips.values() for _, factor in terms)
    data = np.zeros((size, len(flips)), dtype=float if is_real else complex)
    columns = np.empty((size, len(flips)), dtype=np.int32)
    for place, (x, terms) in enumerate(flips.items()):
        column = columns[:, place] = index ^ x
        for z, factor in terms:
            signs = 1.0 - 2.0 * (np.bitwise_count(column & z) & 1)
            data[:, place] += (factor.real if is_real else factor) * signs
    starts = np.arange(size + 1) * len(flips)
    return scipy.sparse.csr_array((data.ravel(), columns.ravel(), starts), shape=(size, size))
