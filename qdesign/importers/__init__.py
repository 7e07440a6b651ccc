"""What can be opened, one file a kind; texts come first, the one that takes any text last."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from qdesign.document import Document
from qdesign.errors import InvalidDocument, InvalidRequest, InvalidText
from qdesign.importers.importer import Importer
from qdesign.importers.openqasm import OPENQASM
from qdesign.importers.pennylane import PENNYLANE
from qdesign.importers.pyzx import PYZX
from qdesign.importers.qdesign_document import QDESIGN
from qdesign.importers.qiskit import QISKIT
from qdesign.importers.qiskit_code import QISKIT_CODE
from qdesign.importers.quirk import QUIRK
from qdesign.importers.tikz import TIKZ
from qdesign.importers.zxg import ZXG
from qdesign.importers.zxp import ZXP
from qdesign.importers.zxr import ZXR
from qdesign.rows import rows

ROWS: Final[tuple[Importer, ...]] = (
    ZXG,
    ZXP,
    ZXR,
    TIKZ,
    QDESIGN,
    QUIRK,
    QISKIT_CODE,
    OPENQASM,
    QISKIT,
    PENNYLANE,
    PYZX,
)


def read(value: object, *, name: str = "") -> Document:
    """The document that a text, or a value of another library, denotes.

    Args:
        value: a text, or a circuit or diagram of a library.
        name: of the file that a text came in, whose ending says what it should be.

    Raises:
        InvalidRequest: nothing reads such values.
        InvalidDocument, InvalidText, NotConvertible, TooLarge: what reads it says what is wrong.
    """
    # A text that nothing else accepts is taken for a program, so that its errors have a place.
    known = [row for row in rows(Importer).values() if row is not OPENQASM]
    for row in (*known, OPENQASM):
        if not row.accepts(value):
            continue
        try:
            return row.read(value)
        except (InvalidDocument, InvalidText):
            _refuse_by_ending(name, row)
            raise
    kits = ", ".join(row.title for row in rows(Importer).values() if not row.is_text)
    raise InvalidRequest(
        f"A circuit, a diagram or a document is needed, not {type(value).__name__}. "
        f"Values of these libraries are taken as well: {kits}."
    )


def _refuse_by_ending(name: str, tried: Importer) -> None:
    """Speaks of what a file should be, where its text was taken for something else."""
    ending = Path(name).suffix.lower()
    for row in rows(Importer).values():
        if ending and ending in row.suffixes and row is not tried:
            raise InvalidDocument(
                f"This text is no {row.title}, which a file '{ending}' holds. Save it once more "
                "from where it comes, or give the file the ending of what it is."
            ) from None


def suffixes() -> tuple[str, ...]:
    """Endings of the files that can be opened."""
    return tuple(suffix for row in rows(Importer).values() for suffix in row.suffixes)


def endings() -> tuple[str, ...]:
    """Endings of all files whose text may be read, to choose among on a disk."""
    every = rows(Importer).values()
    return tuple(dict.fromkeys((*suffixes(), *(each for row in every for each in row.found_in))))
