"""The lowest eigenvalue of an observable and its space, by exact diagonalization."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from qdesign.errors import InvalidRequest, TooLarge
from qdesign.pauli import Observable
from qdesign.problems.sector import Sector
from qdesign.problems.structured import structured_energy

_MAX_DENSE: Final = 8
_MAX_DENSE_SPACE: Final = 10
_MAX_SPARSE: Final = 16
_MAX_DIAGONAL: Final = 24

_MAX_DIMENSION: Final = 16
_NEAR: Final = 1e-9
"""Of the sum of the coefficients: levels that are nearer are one."""

State = NDArray[np.complex128]


@lru_cache(maxsize=32)
def ground_energy(observable: Observable, sector: Sector | None = None) -> float:
    """The lowest eigenvalue of an observable, in a sector where one is given.

    Diagonal observables are diagonalized up to 24 qubits, others up to 16. Beyond, structure gives
    it where there is one: free fermions on a line, bits that can be taken out one after the other,
    parts that share no qubit.

    Raises:
        TooLarge: more qubits than that, and no such structure; or more, and a sector.

    Example:
        >>> ground_energy(Observable({"ZZ": 1.0, "XI": 0.5}))
        -1.118033988749895
    """
    if sector is not None:
        return ground_space(observable, sector)[0]
    n = observable.num_qubits
    limit = _MAX_DIAGONAL if _is_diagonal(observable) else _MAX_SPARSE
    if n > limit:
        found = structured_energy(observable)
        if found is not None:
            return found[0]
    _check(n, limit)
    if limit == _MAX_DIAGONAL:
        return float(_diagonal(observable).min())
    if n <= _MAX_DENSE:
        return float(np.linalg.eigvalsh(observable.matrix())[0])
    return float(_lanczos(observable, return_eigenvectors=False)[0])


def lowest_bits(observable: Observable) -> str | None:
    """The first basis state of lowest energy, as bits; None where the observable is not diagonal.

    Raises:
        TooLarge: more than 24 qubits.

    Example:
        >>> lowest_bits(Observable({"ZZ": 1.0}))
        '01'
    """
    if not _is_diagonal(observable):
        return None
    _check(observable.num_qubits, _MAX_DIAGONAL)
    return format(int(np.argmin(_diagonal(observable))), f"0{observable.num_qubits}b")


def ground_space(
    observable: Observable, sector: Sector | None = None
) -> tuple[float, NDArray[np.float64], int]:
    """The lowest eigenvalue, the probabilities of its eigenspace, and how many dimensions that has.

    Args:
        observable: of all terms.
        sector: only its states count where one is given; the observable is taken to keep it.

    Returns:
        The energy; ⟨b|Π|b⟩ / tr Π for each basis state b, float64, shape (2**n,), Qiskit order,
        where Π projects onto the eigenspace: the mean over an orthonormal basis of it, whichever;
        and tr Π.

    Raises:
        TooLarge: more than 16 qubits, or above 10 a space of more than 16 dimensions.

    Example:
        >>> energy, weights, dimension = ground_space(Observable({"ZZ": -1.0}))
        >>> energy, weights.tolist(), dimension
        (-1.0, [0.5, 0.0, 0.0, 0.5], 2)
    """
    n = observable.num_qubits
    _check(n, _MAX_SPARSE)
    near = _NEAR * sum(abs(coefficient) for _, coefficient in observable.terms)
    if sector is not None:
        return _of_sector(observable, sector, near)
    if _is_diagonal(observable):
        energies = _diagonal(observable)
        lowest = energies <= energies.min() + near
        dimension = int(lowest.sum())
        return float(energies.min()), lowest / dimension, dimension
    if n <= _MAX_DENSE_SPACE:
        values, vectors = np.linalg.eigh(observable.matrix())
        dimension = int((values <= values[0] + near).sum())
        found = vectors[:, :dimension]
        return float(values[0]), (np.abs(found) ** 2).sum(axis=1) / dimension, dimension
    energy, found = _lanczos_space(_sparse(observable), _lift(observable), near)
    return energy, (np.abs(found) ** 2).sum(axis=1) / found.shape[1], found.shape[1]


def _of_sector(
    observable: Observable, sector: Sector, near: float
) -> tuple[float, NDArray[np.float64], int]:
    """As `ground_space` says, from the rows and columns of the sector's states alone."""
    states = sector.states(observable.num_qubits)
    if not states.size:
        raise InvalidRequest(f"{observable.num_qubits} qubits have no state of {sector}.")
    part = _sparse(observable)[states][:, states]
    if states.size <= 1 << _MAX_DENSE_SPACE:
        values, vectors = np.linalg.eigh(part.toarray())
        found = vectors[:, values <= values[0] + near]
        energy = float(values[0])
    else:
        energy, found = _lanczos_space(part, _lift(observable), near)
    weights = np.zeros(1 << observable.num_qubits)
    weights[states] = (np.abs(found) ** 2).sum(axis=1) / found.shape[1]
    return energy, weights, int(found.shape[1])


def _lift(observable: Observable) -> float:
    """More than any level stands above the lowest."""
    return 2 * sum(abs(coefficient) for _, coefficient in observable.terms) + 1


def _lanczos_space(matrix: Any, lift: float, near: float) -> tuple[float, Any]:
    """The lowest eigenvalue and an orthonormal basis of its space, one column each.

    Lanczos sees one vector of a space: each that was found is lifted out of the way of the next.
    """
    import scipy.sparse.linalg

    kit: Any = scipy.sparse.linalg
    columns: list[Any] = []
    energy = np.inf
    while True:
        known = np.array(columns).reshape(len(columns), -1).T if columns else None

        def lifted(vector: Any, known: Any = known) -> Any:
            image = matrix @ vector
            return image if known is None else image + lift * (known @ (known.conj().T @ vector))

        operator = kit.LinearOperator(matrix.shape, matvec=lifted, dtype=matrix.dtype)
        values, vectors = _lowest(operator, matrix.shape[0])
        if columns and values[0] > energy + near:
            return energy, np.array(columns).T
        if len(columns) == _MAX_DIMENSION:
            raise TooLarge(
                f"Over {_MAX_DIMENSION} states have the lowest energy; they are not all computed."
            )
        energy = min(energy, float(values[0]))
        columns.append(vectors[:, 0])


def _check(num_qubits: int, limit: int) -> None:
    if num_qubits > limit:
        raise TooLarge(
            f"The exact energy on {num_qubits} qubits is not computed: at most {limit} qubits are "
            "diagonalized here, and its terms have no structure that gives it. Minimize the "
            "observable without it."
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
    size = 1 << observable.num_qubits
    return _lowest(_sparse(observable), size, return_eigenvectors=return_eigenvectors)


def _lowest(operator: Any, size: int, *, return_eigenvectors: bool = True) -> Any:
    import scipy.sparse.linalg

    # A Krylov space wider than scipy's default: neighboring levels are close at 16 qubits.
    solvers: Any = scipy.sparse.linalg
    return solvers.eigsh(
        operator,
        k=1,
        which="SA",
        v0=np.random.default_rng(0).normal(size=size),
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
