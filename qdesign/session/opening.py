"""Files and bytes from elsewhere → documents; documents → the circuit that they must have."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from qdesign.circuit import Circuit
from qdesign.document import MAX_BYTES, Document, read_text
from qdesign.errors import InvalidFile, InvalidRequest, TooLarge
from qdesign.importers import read
from qdesign.pauli import Observable
from qdesign.qasm.limits import is_empty


def open_document(path: str | PathLike[str]) -> Document:
    """The document in a `.qdesign` file, or around the circuit of a `.qasm` file.

    Raises:
        InvalidFile, InvalidDocument, InvalidText, TooLarge: in words for a person.
    """
    return read(read_text(path), name=str(path))


def open_to_draw(path: str | PathLike[str]) -> Document:
    """The document in a file that is to be drawn in.

    Where there is no file, no word in it, or in a program's nothing but comments, it is a new one.

    Raises:
        InvalidFile, InvalidDocument, InvalidText, TooLarge: as in `open_document`.
    """
    text = read_text(path) if Path(path).exists() else ""
    is_program = str(path).lower().endswith(".qasm")
    is_new = is_empty(text) if is_program else not text.strip()
    return Document(Circuit(2)) if is_new else read(text, name=str(path))


def open_text(data: bytes, *, name: str) -> Document:
    """The document in bytes that came from elsewhere, `name` for messages."""
    if len(data) > MAX_BYTES:
        raise TooLarge(f"'{name}' is over {MAX_BYTES // 1_000_000} MB, more than is taken.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidFile(f"'{name}' is not text in UTF-8.") from None
    return read(text, name=name)


def drawn_circuit(document: Document) -> Circuit:
    """The document's circuit.

    Raises:
        InvalidRequest: it has a diagram.
    """
    if not isinstance(document.body, Circuit):
        raise InvalidRequest("This takes a circuit. Extract one from the diagram first.")
    return document.body


def drawn_observable(document: Document) -> Observable:
    """The document's observable, whose energy is asked for.

    Raises:
        InvalidRequest: it has none.
    """
    if document.observable is None:
        raise InvalidRequest("This measures an observable. Choose a problem for the drawing first.")
    return document.observable
