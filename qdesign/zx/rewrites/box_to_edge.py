"""An H-box with two legs and label -1 becomes a Hadamard edge."""

from __future__ import annotations

from typing import Final

from qdesign.diagram import SpiderKind
from qdesign.zx.edit import PI, Edit, Refused, both, flipped, other_end
from qdesign.zx.matching import Selection, exactly
from qdesign.zx.rule import RuleRow


def _box_to_edge(edit: Edit, names: Selection) -> None:
    (name,) = exactly(names, 1, "select one H-box")
    box = edit.spiders[name]
    if box.kind is not SpiderKind.H:
        raise Refused("it is no H-box")
    edges = edit.at(name)
    if box.phase != PI or len(edges) != 2:
        raise Refused("it has not two legs and phase π")
    first, second = edges
    kind = flipped(both(first.kind, second.kind))
    a, b = other_end(first, name), other_end(second, name)
    edit.drop(name)
    edit.join(a, b, kind)


BOX_TO_EDGE: Final = RuleRow(
    name="box_to_edge",
    title="H-box to Hadamard edge",
    help="An H-box with two legs and label -1 becomes a Hadamard edge",
    source="Backens, Kissinger, arXiv:1805.02175",
    rewrite=_box_to_edge,
    example="in0 - a:Z(t) - h:H - b:Z - out0",
    selection=("h",),
)
