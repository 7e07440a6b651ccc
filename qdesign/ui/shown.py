"""What a person hands to a studio → the document that it shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qdesign.circuit import Circuit
from qdesign.diagram import Diagram
from qdesign.document import Document
from qdesign.errors import InvalidRequest
from qdesign.importers import read


def document_in(content: Any, lesson: Any) -> Document:
    """The document to show; that of a lesson where one is named.

    Raises:
        InvalidRequest: there is no such lesson, or something is to be shown beside it.
    """
    if lesson is None:
        return document_of(content)
    if content is not None:
        raise InvalidRequest("A lesson begins with a drawing of its own: give it, or a drawing.")
    from qdesign.lessons import Lesson, get

    return get(lesson.name if isinstance(lesson, Lesson) else lesson).begun


def document_of(content: Any) -> Document:
    """The document to show: around a circuit or diagram of ours or of another library.

    Raises:
        InvalidRequest: nothing shows it.
    """
    if content is None:
        return Document(Circuit(2))
    if isinstance(content, Document):
        return content
    if isinstance(content, (Circuit, Diagram)):
        return Document(content)
    if isinstance(content, str):
        raise InvalidRequest(
            "A studio shows a circuit, a diagram or a document, not text. "
            "Read it with qdesign.qasm.loads, or a file with qdesign.Document.load."
        )
    return read(content)


def circuit_of(content: Any) -> Circuit:
    """The circuit to show.

    Raises:
        InvalidRequest: it is no circuit.
    """
    body = document_of(content).body
    if not isinstance(body, Circuit):
        raise InvalidRequest("'circuit' takes a circuit. Assign a diagram to 'document'.")
    return body


def circuit_in(document: Document) -> Circuit | None:
    """A document's circuit; None while it holds a diagram."""
    return document.body if isinstance(document.body, Circuit) else None


def known_values(values: Mapping[str, Any], document: Document) -> dict[str, float]:
    """Those of the values that are of parameters of the document's body."""
    return {n: float(v) for n, v in values.items() if n in document.body.parameters}
