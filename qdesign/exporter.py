"""The row of the catalog that an export format is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from qdesign.rows import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporter(Row):
    """A row of the kind `exporter`: a format in which a body can be written as text.

    Attributes:
        write: the text of a body of the kind that `takes` says.
        takes: what is written; a body of the other kind is translated first. `body` is either.
        mime: the text's MIME type.
        suffix: of files that hold it.
        is_program: does `qasm.dumps` take it as a dialect?
    """

    KIND: ClassVar[str] = "exporter"

    write: Callable[[Any], str]
    takes: str
    mime: str
    suffix: str
    is_program: bool = False
