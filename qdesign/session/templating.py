"""Asks about templates, ansätze from the literature as documents, and about examples."""

from __future__ import annotations

from typing import Final

from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.errors import TooLarge
from qdesign.rows import find
from qdesign.session import port
from qdesign.session.naming import problem_of
from qdesign.session.replies import Answer, Report

_MOST: Final = 100
"""Of qubits and of layers: what is put on a page can be drawn there."""


_MOST_GATES: Final = 50_000


def template(question: port.TemplateQuestion, report: Report) -> Answer[port.DocumentResult]:
    """One template with the options of its row, and with the problem of its row."""
    from qdesign.ansatz import Template

    row = find(Template, question.name)
    options = row.checked(question.options)
    for name in ("num_qubits", "layers"):
        size = options.get(name, 0)
        if isinstance(size, int) and size > _MOST:
            raise TooLarge(
                f"'{name}' is {size:,}; on a page templates have at most {_MOST}. "
                f'For more, use Python: qdesign.ansatz.template("{row.name}", …).'
            )
    circuit = row.make(**options)
    if circuit.num_operations > _MOST_GATES:
        raise TooLarge(
            f"This template has {circuit.num_operations:,} gates; a page draws at most "
            f"{_MOST_GATES:,}. Choose fewer qubits or layers."
        )
    problem = problem_of(row, circuit.num_qubits)
    return Answer(port.DocumentResult(Document(circuit).with_problem(problem)))


def recognize(question: port.DocumentQuestion, report: Report) -> Answer[port.RecognizeResult]:
    """Which template the drawn circuit is, up to the order of gates on other qubits and names."""
    from qdesign.ansatz import recognized

    body = question.document.body
    found = recognized(body) if isinstance(body, Circuit) else None
    if found is None:
        return Answer(port.RecognizeResult("", {}))
    return Answer(port.RecognizeResult(found.row.name, found.options))


def example(question: port.ExampleQuestion, report: Report) -> Answer[port.DocumentResult]:
    """One example."""
    from qdesign.examples.example import Example

    report("Making the example")
    return Answer(port.DocumentResult(find(Example, question.name).make()))
