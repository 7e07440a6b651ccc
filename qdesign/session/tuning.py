"""Asks about problems and exact energies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qdesign.errors import InvalidRequest
from qdesign.session import port
from qdesign.session.naming import problem_named
from qdesign.session.replies import Answer, Report

if TYPE_CHECKING:
    from numpy.typing import NDArray


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
    from qdesign.problems import ground_state

    observable = question.document.observable
    if observable is None:
        raise InvalidRequest("The document has no observable. Choose a problem first.")
    report("Diagonalizing")
    energy, state = ground_state(observable)
    chances: NDArray[np.float64] = np.abs(state) ** 2
    return Answer(port.ExactResult(energy), (np.ascontiguousarray(chances).tobytes(),))
