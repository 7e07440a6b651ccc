"""Values of PyZX."""

from __future__ import annotations

from typing import Any, Final

from qdesign.document import Document
from qdesign.importers.importer import Importer, comes_from


def _read(value: Any) -> Document:
    from qdesign.convert.pyzx import from_pyzx

    return Document(from_pyzx(value))


def _example() -> object:
    from qdesign.circuit import Circuit
    from qdesign.convert.pyzx import to_pyzx
    from qdesign.zx.translate import to_diagram

    return to_pyzx(to_diagram(Circuit.of(2, "h 0; cx 0 1")))


PYZX: Final = Importer(
    name="pyzx",
    title="PyZX",
    group="Values of libraries",
    help="A graph of any backend",
    accepts=comes_from("pyzx"),
    read=_read,
    example=_example,
)
