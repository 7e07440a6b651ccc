"""OpenQASM 2 and 3, told apart by the version line."""

from __future__ import annotations

from typing import Final

from qdesign.document import Document
from qdesign.importers.importer import Importer


def _read(text: str) -> Document:
    from qdesign import qasm

    return Document(qasm.loads(text))


OPENQASM: Final = Importer(
    name="openqasm",
    title="OpenQASM 2 or 3",
    group="Files",
    help="A program; its inputs become free parameters",
    source="arXiv:1707.03429, arXiv:2104.14722; docs/openqasm.md says what is read",
    accepts=lambda value: isinstance(value, str),
    read=_read,
    example=lambda: 'OPENQASM 3.0; include "stdgates.inc"; qubit[2] q; h q[0]; cx q[0], q[1];',
    suffixes=(".qasm",),
    is_text=True,
)
