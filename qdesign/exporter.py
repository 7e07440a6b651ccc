"""The row of the catalog that an export format is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from qdesign.rows import Row


def _nothing(body: Any) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporter(Row):
    """A row of the kind `exporter`: a format in which a body can be written as text.

    Attributes:
        write: the text of a body of the kind that `takes` says.
        takes: what is written; a body of the other kind is translated first. `body` is either,
            `proof` the document's proof.
        mime: the text's MIME type.
        suffix: of files that hold it.
        glance: what a notebook or terminal shows of a body: as `write`, of a large one the first
            part, which says so. Empty where the format is not for looking at.
        is_program: does `qasm.dumps` take it as a dialect?
        write_placed: the text of a circuit that is on a device's qubits, in its gates, where
            `write` does not serve for that, too.
        needs_values: has it no free parameters, so that values are put in before it is written?
    """

    KIND: ClassVar[str] = "exporter"

    write: Callable[[Any], str]
    takes: str
    mime: str
    suffix: str
    glance: Callable[[Any], str] = _nothing
    is_program: bool = False
    write_placed: Callable[[Any], str] = _nothing
    needs_values: bool = False

    def placed(self, circuit: Any) -> str:
        """The text of a circuit that is on a device's qubits, in its gates."""
        return self.write(circuit) if self.write_placed is _nothing else self.write_placed(circuit)
