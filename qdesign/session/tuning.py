"""Asks about problems and exact energies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qdesign.errors import InvalidRequest, TooLarge
from qdesign.session import port
from qdesign.session.naming import problem_named
from qdesign.session.replies import Answer, Report

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qdesign.pauli import Observable

_MAX_EXACT_QUBITS: Final = 16
_DENSE_QUBITS: Final = 8


def problem(question: port.ProblemQuestion, report: Report) -> Answer[port.ProblemResult]:
    """One problem: its observable and its exact energy where that is known."""
    from qdesign.problems import ProblemRow
    from qdesign.rows import find

    row = find(ProblemRow, question.name)
    found = problem_named(row.name, num_qubits=question.num_qubits)
    observable = found.observable.as_dict()
    return Answer(port.ProblemResult(row.title, observable, found.exact_energy))


def exact(question: port.DocumentQuestion, report: Report) -> Answer[port.ExactResult]:
    """Ground energy of the document's observable, and probabilities of a ground state.

    The buffer is float64, shape (2**n,), Qiskit order. In a degenerate ground space the state is
    one of many.
    """
    observable = question.document.observable
    if observable is None:
        raise InvalidRequest("The document has no observable. Choose a problem first.")
    report("Diagonalizing")
    energy, state = ground_state(observable)
    chances: NDArray[np.float64] = np.abs(state) ** 2
    return Answer(port.ExactResult(energy), (np.ascontiguousarray(chances).tobytes(),))


def ground_state(observable: Observable) -> tuple[float, NDArray[np.complex128]]:
    """Smallest eigenvalue and an eigenvector, shape (2**n,).

    Raises:
        TooLarge: more than 16 qubits.
    """
    n = observable.num_qubits
    if n > _MAX_EXACT_QUBITS:
        raise TooLarge(
            f"The exact energy on {n} qubits is not computed; at most {_MAX_EXACT_QUBITS} are."
        )
    if n <= _DENSE_QUBITS:
        values, vectors = np.linalg.eigh(observable.matrix())
        return float(values[0]), vectors[:, 0]
    import scipy.sparse.linalg

    solvers: Any = scipy.sparse.linalg

    index = np.arange(1 << n, dtype=np.uint64)
    diagonals: dict[int, NDArray[np.complex128]] = {}
    nothing = np.zeros(1 << n, dtype=complex)
    for x, z, coefficient in observable.masks():
        signs = 1.0 - 2.0 * (np.bitwise_count(index & np.uint64(z)) & 1)
        factor = coefficient * 1j ** ((x & z).bit_count() % 4)
        diagonals[x] = diagonals.get(x, nothing) + factor * signs

    def apply(vector: NDArray[np.complex128]) -> NDArray[np.complex128]:
        flat = vector.ravel()
        total = np.zeros(1 << n, dtype=complex)
        for x, diagonal in diagonals.items():
            moved = index ^ np.uint64(x)
            total += (diagonal * flat)[moved]
        return total

    operator = solvers.LinearOperator((1 << n, 1 << n), matvec=apply, dtype=complex)
    start = np.random.default_rng(0).normal(size=1 << n).astype(complex)
    lowest, states = solvers.eigsh(operator, k=1, which="SA", v0=start)
    return float(lowest[0]), states[:, 0]
