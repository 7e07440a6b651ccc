"""What a person hands to a studio → the document that it shows."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from qdesign.circuit import Circuit
from qdesign.diagram import Diagram
from qdesign.document import Document
from qdesign.errors import InvalidRequest
from qdesign.importers import read

if TYPE_CHECKING:
    from qdesign.lessons import Lesson


def lesson_in(content: Any, lesson: Any) -> Lesson | None:
    """The lesson to begin with: given as such, by its name in the catalog, or as a file.

    Raises:
        InvalidRequest: there is no such lesson, or something is to be shown beside it.
        InvalidFile, InvalidDocument: there is no such file, or it holds no lesson.
    """
    if lesson is None:
        return None
    if content is not None:
        raise InvalidRequest("A lesson begins with a drawing of its own: give it, or a drawing.")
    from qdesign.lessons import Lesson, get, load

    if isinstance(lesson, Lesson):
        return lesson
    if isinstance(lesson, os.PathLike):
        return load(cast("os.PathLike[str]", lesson))
    if isinstance(lesson, str):
        return load(lesson) if lesson.endswith(".qlesson") else get(lesson)
    raise InvalidRequest(
        f"A lesson is given by its name or its file, not as {type(lesson).__name__}."
    )


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
