"""Asks about templates: ansätze from the literature as documents."""

from __future__ import annotations

from qdesign.document import Document
from qdesign.rows import find
from qdesign.session import port
from qdesign.session.naming import problem_named
from qdesign.session.replies import Answer, Report


def template(question: port.TemplateQuestion, report: Report) -> Answer[port.DocumentResult]:
    """One template on as many qubits and layers as asked, with the problem of its row.

    One of a fixed size has its own.
    """
    from qdesign.ansatz import Template
    from qdesign.ansatz import template as make

    circuit = make(question.name, num_qubits=question.num_qubits, layers=question.layers)
    row = find(Template, question.name)
    problem = problem_named(row.problem, num_qubits=circuit.num_qubits) if row.problem else None
    observable = None if problem is None else problem.observable
    return Answer(port.DocumentResult(Document(circuit, observable=observable)))
