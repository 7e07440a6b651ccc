"""Results → files and standard output, in the format that a name or the ending of the file says."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final

from qdesign.errors import InvalidFile, InvalidRequest

if TYPE_CHECKING:
    from qdesign.circuit import Circuit
    from qdesign.diagram import Diagram
    from qdesign.document import Document, StepRecord

DOCUMENT: Final = "qdesign"
_PROGRAM: Final = "openqasm3"
_PROGRAMS: Final = ".qasm"
_OF_THE_STUDIO: Final = (".pdf", ".png")


def formats() -> Mapping[str, str]:
    """What a body can be written as, with the ending of its files: by exporters, or a document."""
    from qdesign.exporter import Exporter
    from qdesign.rows import rows

    return {row.name: row.suffix for row in rows(Exporter).values()} | {DOCUMENT: ".qdesign"}


def expect_place(output: str | None) -> None:
    """Refuses what nothing can be written to, before the work that it would be lost with.

    Raises:
        InvalidFile: a folder, in a folder that is not there, or where one may not write.
    """
    if output in (None, "-"):
        return
    place = Path(output)
    if place.is_dir():
        raise InvalidFile(f"'{output}' is a folder. Name a file.")
    if not place.parent.is_dir():
        raise InvalidFile(
            f"There is no folder '{place.parent}'. Make it first, or name another file."
        )
    if not place.exists() and not os.access(place.parent, os.W_OK):
        raise InvalidFile(f"You may not write in '{place.parent}'. Name another place.")


def format_for(output: str | None, chosen: str | None = None) -> str:
    """The format of what goes to `output`: the one that is chosen, or that the ending says.

    Args:
        output: the name of a file; - or None for standard output.
        chosen: one of `formats()`, where a person names it.

    Raises:
        InvalidRequest: nothing is written with that ending, or the one that is chosen has another.
        InvalidFile: nothing can be written there.
    """
    expect_place(output)
    ending = PurePath(output).suffix.lower() if output else ""
    if not ending:  # standard output, a device, a pipe
        return chosen or _PROGRAM
    known = formats()
    if ending not in known.values():
        listed = ", ".join(dict.fromkeys(known.values()))
        by = " The studio exports PDF and PNG." if ending in _OF_THE_STUDIO else ""
        raise InvalidRequest(
            f"Nothing is written as '{ending}'. Give '{output}' one of these endings: {listed}.{by}"
        )
    if chosen is None:
        return next(name for name, each in known.items() if each == ending)
    if known[chosen] != ending:
        raise InvalidRequest(
            f"'{output}' is no file of the format {chosen}, which has the ending {known[chosen]}. "
            "Change one of them."
        )
    return chosen


def write(output: str | None, text: str) -> None:
    """Writes a file, or prints."""
    from qdesign.document import write_text

    if output in (None, "-"):
        sys.stdout.write(text)
    else:
        write_text(output, text)


def write_body(
    output: str, body: Circuit | Diagram, document: Document, *, step: StepRecord | None = None
) -> None:
    """Writes a body by the ending of the file; a document keeps what it has beside the body.

    What must be known of the body, `step`, goes into the history of a document and stands above a
    program.
    """
    from qdesign.document import Document
    from qdesign.exporters import export

    name = format_for(output)
    if name == DOCUMENT:
        made = document.with_body(body)
        if step is not None:
            made = replace(made, history=(*made.history, step))
        write(output, made.dumps())
        return
    text = export(Document(body), format=name).text
    if step is not None and formats()[name] == _PROGRAMS:
        text = f"// {step.title}: {step.verdict}\n{text}"
    write(output, text)
