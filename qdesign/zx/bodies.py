"""A body as the kind that is asked for: circuits as they are, diagrams extracted, and back."""

from __future__ import annotations

from qdesign.circuit import Circuit
from qdesign.convert.bodies import as_body
from qdesign.diagram import Diagram


def circuit_of(body: Circuit | Diagram) -> Circuit:
    """The body as a circuit; a diagram is extracted.

    Raises:
        NotExtractable: the diagram has no circuit form.
    """
    if isinstance(body, Circuit):
        return body
    from qdesign.zx.extraction import extract

    return extract(body)


def diagram_of(body: Circuit | Diagram) -> Diagram:
    """The body as a diagram; a circuit is translated.

    Raises:
        NotUnitary: the circuit measures, resets or has conditions.
    """
    if isinstance(body, Diagram):
        return body
    from qdesign.zx.translate import to_diagram

    return to_diagram(body)


def as_diagram(value: object) -> Diagram:
    """The diagram that `value` is or plainly stands for; a circuit is translated.

    Raises:
        InvalidRequest: it is nothing of the kind.
        NotUnitary: the circuit measures, resets or has conditions.
    """
    return diagram_of(as_body(value))
