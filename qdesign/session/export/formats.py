"""The formats a document can be exported in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from qdesign.circuit import Circuit
from qdesign.diagram import Diagram
from qdesign.document import Document
from qdesign.errors import InvalidRequest
from qdesign.session.export.picture import picture
from qdesign.session.export.qiskit_code import qiskit_code
from qdesign.session.export.quantikz import quantikz
from qdesign.session.export.tikz import tikz
from qdesign.session.export.vector import to_svg
from qdesign.session.opening import circuit_of


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export gives."""

    text: str
    mime: str


def export(document: Document, *, format: str, bind: bool = False) -> Exported:  # noqa: A002
    """A document in another format.

    Args:
        document: a circuit or a diagram; translated where the format needs the other.
        format: a key of `FORMATS`.
        bind: put the values of the parameters first.

    Raises:
        InvalidRequest: an unknown format.
        NotExtractable: a diagram without circuit form, for formats of circuits.
        NotConvertible: something that the format cannot say.
    """
    if format not in FORMATS:
        raise InvalidRequest(f"There is no format '{format[:40]}'; use {', '.join(FORMATS)}.")
    mime, write = FORMATS[format]
    body = document.body
    if bind and isinstance(body, Circuit):
        body = body.bind(document.values)
    return Exported(write(body), mime)


def picture_svg(document: Document) -> str:
    """A drawing of the body, as SVG text that stands alone."""
    return to_svg(picture(document.body))


def _openqasm3(body: Circuit | Diagram) -> str:
    from qdesign import qasm

    return qasm.dumps(circuit_of(body))


def _openqasm2(body: Circuit | Diagram) -> str:
    from qdesign import qasm

    return qasm.dumps(circuit_of(body), dialect="openqasm2")


FORMATS: Final[Mapping[str, tuple[str, Callable[[Circuit | Diagram], str]]]] = {
    "openqasm3": ("text/plain", _openqasm3),
    "openqasm2": ("text/plain", _openqasm2),
    "qiskit": ("text/x-python", lambda body: qiskit_code(circuit_of(body))),
    "quantikz": ("application/x-tex", lambda body: quantikz(circuit_of(body))),
    "tikz": ("application/x-tex", tikz),
    "svg": ("image/svg+xml", lambda body: to_svg(picture(body))),
}
"""MIME type and writer of each format."""
