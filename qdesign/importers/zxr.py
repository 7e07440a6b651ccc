"""Rules of ZXLive: their left side, with the rule as a lemma."""

from __future__ import annotations

from typing import Final

from qdesign.convert.zxlive import read_rule
from qdesign.document import Document
from qdesign.importers.importer import Importer, json_with
from qdesign.importers.zxp import ONE


def _read(text: str) -> Document:
    from qdesign.proofs.zxlive import lemma_document

    return lemma_document(read_rule(text))


ZXR: Final = Importer(
    name="zxr",
    title="ZXLive rule",
    group="Files",
    help="Its two sides become a lemma once they are found equal; the left one is opened",
    source="github.com/zxcalc/zxlive",
    accepts=json_with("lhs_graph", "rhs_graph"),
    read=_read,
    example=lambda: f'{{"lhs_graph": {ONE}, "rhs_graph": {ONE}, "name": "same"}}',
    suffixes=(".zxr",),
    is_text=True,
)
