"""Asks about problems, exact energies and optimization."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qdesign.document import Document
from qdesign.errors import InvalidRequest, TooLarge
from qdesign.session.ask_fields import AskFields
from qdesign.session.naming import problem_named
from qdesign.session.replies import Answer, Report

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qdesign.pauli import Observable

_PERIOD: Final = 0.1
_NO_GAIN: Final = 1e-9
_MAX_EXACT_QUBITS: Final = 16
_DENSE_QUBITS: Final = 8


def problems(fields: AskFields, report: Report) -> Answer:
    """The problems that can be chosen."""
    from qdesign.problems import ProblemRow
    from qdesign.rows import rows

    listed = [
        {"name": row.name, "title": row.title, "num_qubits": row.num_qubits}
        for row in rows(ProblemRow).values()
    ]
    return Answer({"problems": listed})


def problem(fields: AskFields, report: Report) -> Answer:
    """One problem: its observable and its exact energy where that is known."""
    from qdesign.problems import ProblemRow
    from qdesign.rows import find

    row = find(ProblemRow, fields.text("name"))
    num_qubits = fields.integer("num_qubits", low=1, high=64)
    found = problem_named(row.name, num_qubits=num_qubits)
    energy = found.exact_energy
    return Answer(
        {
            "title": row.title,
            "observable": found.observable.as_dict(),
            "exact_energy": None if energy is None else float(energy),
            "num_qubits": found.num_qubits,
        }
    )


def exact(fields: AskFields, report: Report) -> Answer:
    """Ground energy of the document's observable, and probabilities of a ground state.

    The buffer is float64, shape (2**n,), Qiskit order. In a degenerate ground space the state is
    one of many.
    """
    observable = _observable(fields.document())
    report("Diagonalizing", None)
    energy, state = ground_state(observable)
    chances: NDArray[np.float64] = np.abs(state) ** 2
    return Answer({"energy": energy}, (np.ascontiguousarray(chances).tobytes(),))


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


def optimize(fields: AskFields, report: Report) -> Answer:
    """Values that lower the energy of the document's observable, from its values on."""
    from qdesign.tune.optimize import optimize as run

    circuit, document = fields.circuit()
    observable = _observable(document)
    if not circuit.parameters:
        raise InvalidRequest("The circuit has no free parameters to optimize.")
    method = fields.text("method")
    seed = fields.seed() or 0
    report("Optimizing", None)
    progress = _Told(report)
    start = np.array([document.values[name] for name in circuit.parameters])
    done = run(circuit, observable, method=method, start=start, seed=seed, progress=progress)
    if done.energy > done.history[0] - _NO_GAIN:
        # All zeros is often a saddle, where no gradient leads away.
        again = run(circuit, observable, method=method, seed=seed, progress=progress)
        done = min(done, again, key=lambda one: one.energy)
    return Answer(
        {"values": done.values, "energy": float(done.energy), "history": list(done.history)}
    )


class _Told:
    """Passes an optimizer's progress on, at most ten times a second."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.history: list[float] = []
        self.last = time.monotonic()

    def __call__(self, steps: int, energy: float) -> None:
        self.history.append(float(energy))
        if time.monotonic() - self.last < _PERIOD:
            return
        self.last = time.monotonic()
        partial = {"energy": float(energy), "history": list(self.history)}
        self.report(f"{steps} steps, energy {energy:.6f}", None, partial=partial)


def _observable(document: Document) -> Observable:
    if document.observable is None:
        raise InvalidRequest("The document has no observable. Choose a problem first.")
    return document.observable
