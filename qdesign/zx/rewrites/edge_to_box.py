"""A Hadamard edge becomes an H-box."""

from __future__ import annotations

from typing import Final

from qdesign.diagram import EdgeKind, SpiderKind
from qdesign.zx.edit import PI, Edit, Refused
from qdesign.zx.matching import Selection, chosen_edge
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    return [(edge.id,) for edge in edit.all_edges() if edge.kind is EdgeKind.HADAMARD]


def _change(edit: Edit, names: Selection, options: Options) -> None:
    edge = chosen_edge(edit, names)
    if edge.kind is not EdgeKind.HADAMARD:
        raise Refused("the edge is plain")
    a, b = edge.source, edge.target
    edit.cut(edge.id)
    box = edit.put(SpiderKind.H, PI, (a, b), 0.0, 0.5 if a == b else 0.0)
    edit.join(a, box)
    edit.join(box, b)


EDGE_TO_BOX: Final = RuleRow(
    name="edge_to_box",
    title="Edge to H-box",
    help="A Hadamard edge becomes an H-box",
    source="Backens, Kissinger, arXiv:1805.02175",
    match=_match,
    sure=True,
    change=_change,
    takes_edge=True,
    reverse="box_to_edge",
    example="in0 - a:Z(t) = b:Z - out0",
    selection=("a", "b"),
)
