"""Values of PennyLane."""

from __future__ import annotations

from typing import Any, Final

from qdesign.document import Document
from qdesign.importers.importer import Importer, comes_from


def _read(value: Any) -> Document:
    from qdesign.convert.pennylane import from_pennylane

    return Document(from_pennylane(value))


PENNYLANE: Final = Importer(
    name="pennylane",
    title="PennyLane",
    group="Values of libraries",
    help="A tape, or a QNode that takes no arguments",
    accepts=comes_from("pennylane"),
    read=_read,
)
