"""Proofs of ZXLive, every step of them."""

from __future__ import annotations

from typing import Final

from qdesign.convert.zxlive import read_proof
from qdesign.document import Document
from qdesign.importers.importer import Importer, json_with


def _read(text: str) -> Document:
    from qdesign.proofs.zxlive import proof_of

    start, steps = read_proof(text)
    return Document(start).with_proof(proof_of(start, steps))


ONE: Final = (
    '{"version": 2, "inputs": [0], "outputs": [3], "edges": [[0, 1, 1], [1, 2, 1], [2, 3, 1]], '
    '"vertices": [{"id": 0, "t": 0, "pos": [0, 0]}, '
    '{"id": 1, "t": 1, "pos": [1, 0], "phase": "1/2"}, '
    '{"id": 2, "t": 2, "pos": [2, 0], "phase": "a"}, {"id": 3, "t": 0, "pos": [3, 0]}]}'
)

ZXP: Final = Importer(
    name="zxp",
    title="ZXLive proof",
    group="Files",
    help="Every step is read and compared with the one before",
    source="github.com/zxcalc/zxlive",
    accepts=json_with("initial_graph", "proof_steps"),
    read=_read,
    example=lambda: f'{{"initial_graph": {ONE}, "proof_steps": []}}',
    suffixes=(".zxp",),
    is_text=True,
)
