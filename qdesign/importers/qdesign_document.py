"""Documents of our own: `.qdesign` text."""

from __future__ import annotations

from typing import Final

from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.importers.importer import Importer
from qdesign.importers.quirk import QUIRK
from qdesign.importers.zxg import ZXG
from qdesign.importers.zxp import ZXP
from qdesign.importers.zxr import ZXR


def _looks_like_json(value: object) -> bool:
    return (
        isinstance(value, str)
        and value.lstrip("\ufeff \t\r\n")[:1] in ("{", "[")
        and not QUIRK.accepts(value)
        and not any(row.accepts(value) for row in (ZXG, ZXP, ZXR))
    )


QDESIGN: Final = Importer(
    name="qdesign",
    title="qdesign document",
    group="Files",
    help="A drawing with its parameters, observable and layout",
    source="qdesign/schema/document.schema.json",
    accepts=_looks_like_json,
    read=Document.loads,
    example=lambda: Document(Circuit.of(2, "h 0; cx 0 1; rz(theta) 1")).dumps(),
    suffixes=(".qdesign",),
    is_text=True,
)
