"""Diagrams of ZXLive and PyZX, and those of Quantomatic that came before."""

from __future__ import annotations

import re
from typing import Final

from qdesign.convert.pyzx_json import loads
from qdesign.document import Document
from qdesign.importers.importer import Importer

_KEYS: Final = re.compile(r'"(vertices|wire_vertices|node_vertices|undir_edges)"\s*:')
_OTHERS: Final = re.compile(r'"(initial_graph|proof_steps|lhs_graph|rhs_graph|format|cols)"\s*:')


def _looks_like_zxg(value: object) -> bool:
    return (
        isinstance(value, str)
        and value.lstrip("\ufeff \t\r\n")[:1] == "{"
        and _KEYS.search(value) is not None
        and _OTHERS.search(value) is None
    )


ZXG: Final = Importer(
    name="zxg",
    title="ZXLive or PyZX diagram",
    group="Files",
    help="JSON of both, new and old; scalars stay behind",
    source="github.com/zxcalc/zxlive, github.com/zxcalc/pyzx",
    accepts=_looks_like_zxg,
    read=lambda text: Document(loads(text)),
    example=lambda: (
        '{"version": 2, "backend": "multigraph", "inputs": [0], "outputs": [3], "vertices": ['
        '{"id": 0, "t": 0, "pos": [0, 0]}, {"id": 1, "t": 1, "pos": [1, 0], "phase": "1/2"}, '
        '{"id": 2, "t": 2, "pos": [2, 0], "phase": "a"}, {"id": 3, "t": 0, "pos": [3, 0]}], '
        '"edges": [[0, 1, 1], [1, 2, 2], [2, 3, 1]]}'
    ),
    suffixes=(".zxg",),
    found_in=(".json", ".qgraph"),
    is_text=True,
)
