"""Values of PyZX."""

from __future__ import annotations

from typing import Any, Final

from qdesign.document import Document
from qdesign.importers.importer import Importer, comes_from


def _read(value: Any) -> Document:
    from qdesign.convert.pyzx import from_pyzx

    return Document(from_pyzx(value))


PYZX: Final = Importer(
    name="pyzx",
    title="PyZX",
    group="Values of libraries",
    help="A graph of any backend",
    accepts=comes_from("pyzx"),
    read=_read,
)
