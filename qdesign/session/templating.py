"""Asks about templates: ansätze from the literature as documents."""

from __future__ import annotations

from qdesign.document import Document
from qdesign.session import port
from qdesign.session.replies import Answer, Report


def template(question: port.TemplateQuestion, report: Report) -> Answer[port.DocumentResult]:
    """One template on as many qubits and layers as asked; one of a fixed size has its own."""
    from qdesign.ansatz import template as make

    circuit = make(question.name, num_qubits=question.num_qubits, layers=question.layers)
    return Answer(port.DocumentResult(Document(circuit)))
