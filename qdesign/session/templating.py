"""Asks about templates: ansätze from the literature as documents."""

from __future__ import annotations

from typing import Final

from qdesign.document import Document
from qdesign.session.ask_fields import AskFields
from qdesign.session.replies import Answer, Report

_MAX_QUBITS: Final = 100
_MAX_LAYERS: Final = 100


def templates(fields: AskFields, report: Report) -> Answer:
    """Every template: name, title and group."""
    from qdesign.ansatz import Template
    from qdesign.rows import rows

    listed = [{"name": t.name, "title": t.title, "group": t.group} for t in rows(Template).values()]
    return Answer({"templates": listed})


def template(fields: AskFields, report: Report) -> Answer:
    """One template on as many qubits and layers as asked; one of a fixed size has its own."""
    from qdesign.ansatz import template as make

    num_qubits = fields.integer("num_qubits", low=1, high=_MAX_QUBITS)
    layers = fields.integer("layers", low=1, high=_MAX_LAYERS)
    circuit = make(fields.text("name"), num_qubits=num_qubits, layers=layers)
    return Answer({"document": Document(circuit).dumps()})
