"""Asks about problems and exact energies."""

from __future__ import annotations

import numpy as np

from qdesign.errors import InvalidRequest, TooLarge
from qdesign.session import port
from qdesign.session.naming import fitting
from qdesign.session.replies import Answer, Report


def problem(question: port.ProblemQuestion, report: Report) -> Answer[port.ProblemResult]:
    """One problem: its observable; `exact` says what is known of it."""
    from qdesign.problems import ProblemRow
    from qdesign.rows import find

    row = find(ProblemRow, question.name)
    size: dict[str, object] = {} if row.num_qubits else {"num_qubits": question.num_qubits}
    found = fitting(row.problem({**question.options, **size}), question.num_qubits)
    terms = found.observable.as_dict()
    return Answer(port.ProblemResult(found.name, found.options, terms, found.quick_energy))


def exact(question: port.DocumentQuestion, report: Report) -> Answer[port.ExactResult]:
    """What is known of the document's observable: its problem, ground energy and ground space.

    The buffer is float64, shape (2**n,), Qiskit order: the mean over the space where it has several
    dimensions; none where the observable is too large to diagonalize.
    """
    from qdesign.problems import ground_space

    observable = question.document.observable
    if observable is None:
        raise InvalidRequest("The document has no observable. Choose a problem first.")
    problem = question.document.problem
    title = "" if problem is None else problem.name
    report("Diagonalizing")
    try:
        energy, weights, dimension = ground_space(observable)
    except TooLarge:
        energy = None if problem is None else problem.exact_energy
        return Answer(port.ExactResult(title, energy, None))
    result = port.ExactResult(title, energy, dimension)
    return Answer(result, (np.ascontiguousarray(weights).tobytes(),))
