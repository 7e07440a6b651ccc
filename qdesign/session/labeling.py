"""Asks about labeled data: the rows, and how a circuit reads them."""

from __future__ import annotations

from qdesign.document import Document
from qdesign.errors import InvalidRequest
from qdesign.problems import LabeledData, Problem
from qdesign.session import port
from qdesign.session.opening import drawn_circuit
from qdesign.session.replies import Answer, Report


def labeled(question: port.DocumentQuestion, report: Report) -> Answer[port.LabeledResult]:
    """The rows that the document's problem is about."""
    _, data = _labeled(question.document)
    baseline = data.baseline
    result = port.LabeledResult(
        tuple(tuple(row) for row in data.features.round(6).tolist()),
        tuple(data.labels.tolist()),
        tuple(data.is_test.nonzero()[0].tolist()),
        data.feature_names,
        data.classes,
        baseline.train,
        baseline.test,
        f"{data.source}; {data.licence}",
    )
    return Answer(result)


def accuracy(question: port.DocumentQuestion, report: Report) -> Answer[port.AccuracyResult]:
    """How the document's circuit reads the rows at its values."""
    from qdesign.tune.labeled import loss_of, readings

    problem, data = _labeled(question.document)
    circuit = drawn_circuit(question.document)
    found = readings(circuit, problem, question.document.values)
    guesses = data.guesses(found)
    right = data.accuracy(guesses)
    told = (right.train, right.test, tuple(guesses.tolist()))
    return Answer(port.AccuracyResult(loss_of(data, found), *told))


def _labeled(document: Document) -> tuple[Problem, LabeledData]:
    problem = document.problem
    if problem is None or problem.data is None:
        raise InvalidRequest("The document is not about labeled data. Choose Iris or Digits first.")
    return problem, problem.data
