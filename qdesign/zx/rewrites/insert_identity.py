"""A phase-free Z-spider is put on an edge."""

from __future__ import annotations

from typing import Final

from qdesign.angle import Angle
from qdesign.diagram import SpiderKind
from qdesign.zx.edit import Edit
from qdesign.zx.matching import Selection, chosen_edge
from qdesign.zx.rule import RuleRow


def _insert_identity(edit: Edit, names: Selection) -> None:
    edge = chosen_edge(edit, names)
    a, b = edit.spiders[edge.source], edit.spiders[edge.target]
    del edit.edges[edge.id]
    middle = edit.put(SpiderKind.Z, Angle(), [a, b], 0.5 if a.id == b.id else 0.0)
    edit.join(a.id, middle)
    edit.join(middle, b.id, edge.kind)


INSERT_IDENTITY: Final = RuleRow(
    name="insert_identity",
    title="Put a spider on the edge",
    help="A phase-free Z-spider is put on an edge",
    source="van de Wetering, arXiv:2012.13966",
    rewrite=_insert_identity,
    takes_edge=True,
    example="in0 = a:Z(t) - out0",
    selection=("in0", "a"),
)
