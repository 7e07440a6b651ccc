"""Export formats, one file each; documents → text and pictures for other tools."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Any, Final

from qdesign.document import Document
from qdesign.exporter import Exporter
from qdesign.exporters.braket import BRAKET
from qdesign.exporters.ibm import IBM
from qdesign.exporters.ionq import IONQ
from qdesign.exporters.openqasm2 import OPENQASM2
from qdesign.exporters.openqasm3 import OPENQASM3
from qdesign.exporters.proofs import PROOF_PYTHON, PROOF_TIKZ, ZXP
from qdesign.exporters.qir import QIR
from qdesign.exporters.qiskit_code import QISKIT
from qdesign.exporters.quantikz import QUANTIKZ
from qdesign.exporters.quil import QUIL
from qdesign.exporters.svg import SVG
from qdesign.exporters.text import TEXT
from qdesign.exporters.tikz import TIKZ
from qdesign.exporters.zxg import ZXG
from qdesign.rows import find
from qdesign.zx.bodies import circuit_of, diagram_of

ROWS: Final[tuple[Exporter, ...]] = (
    OPENQASM3,
    OPENQASM2,
    IBM,
    BRAKET,
    IONQ,
    QIR,
    QUIL,
    QISKIT,
    QUANTIKZ,
    TIKZ,
    ZXG,
    ZXP,
    PROOF_TIKZ,
    PROOF_PYTHON,
    SVG,
    TEXT,
)


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export gives."""

    text: str
    mime: str


def export(document: Document, *, format: str, bind: bool = False) -> Exported:  # noqa: A002
    """A document in another format.

    Args:
        document: a circuit or a diagram; translated where the format needs the other. Formats of
            proofs take its proof.
        format: the name of an exporter.
        bind: put the values of the parameters first.

    Raises:
        InvalidRequest: an unknown format.
        NotExtractable: a diagram without circuit form, for formats of circuits.
        NotConvertible: something that the format cannot say.
    """
    row = find(Exporter, format)
    if row.takes == "proof":
        return Exported(row.write(_proof_of(document)), row.mime)
    body = document.body
    if bind:
        body = body.bind(document.values)
    translated = {"circuit": circuit_of, "diagram": diagram_of}.get(row.takes)
    return Exported(row.write(body if translated is None else translated(body)), row.mime)


def _proof_of(document: Document) -> Any:
    """The document's proof, or one that only begins."""
    # It stands above exporters, as above documents, which keep it as JSON.
    return document.proof or importlib.import_module("qdesign.proofs").Proof(document.body)
