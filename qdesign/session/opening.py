"""Files and bytes from elsewhere → documents; documents → the circuit that they must have."""

from __future__ import annotations

from os import PathLike

from qdesign.circuit import Circuit
from qdesign.document import MAX_BYTES, Document, read_text
from qdesign.errors import InvalidFile, InvalidRequest, TooLarge
from qdesign.importers import read


def open_document(path: str | PathLike[str]) -> Document:
    """The document in a `.qdesign` file, or around the circuit of a `.qasm` file.

    Raises:
        InvalidFile, InvalidDocument, InvalidText, TooLarge: in words for a person.
    """
    return read(read_text(path))


def open_text(data: bytes, *, name: str) -> Document:
    """The document in bytes that came from elsewhere, `name` for messages."""
    if len(data) > MAX_BYTES:
        raise TooLarge(f"'{name}' is over {MAX_BYTES // 1_000_000} MB, more than is taken.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidFile(f"'{name}' is not text in UTF-8.") from None
    return read(text)


def drawn_circuit(document: Document) -> Circuit:
    """The document's circuit.

    Raises:
        InvalidRequest: it has a diagram.
    """
    if not isinstance(document.body, Circuit):
        raise InvalidRequest("This takes a circuit. Turn the diagram into a circuit first.")
    return document.body
