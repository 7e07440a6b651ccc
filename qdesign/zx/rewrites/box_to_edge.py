"""An H-box with two legs and label -1 becomes a Hadamard edge."""

from __future__ import annotations

from typing import Final

from qdesign.diagram import SpiderKind
from qdesign.zx.edit import PI, Edit, Refused, both, flipped, other_end
from qdesign.zx.matching import Selection, exactly
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    return [(name,) for name in edit.spiders if edit.spiders[name].kind is SpiderKind.H]


def _change(edit: Edit, names: Selection, options: Options) -> None:
    (name,) = exactly(names, 1, "select one H-box")
    box = edit.spiders[name]
    if box.kind is not SpiderKind.H:
        raise Refused("it is no H-box")
    edges = edit.at(name)
    if box.phase != PI or edit.degree(name) != 2:
        raise Refused("it has not two legs and phase π")
    if len(edges) != 2:
        raise Refused("its two legs are a loop")
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
    match=_match,
    change=_change,
    reverse="edge_to_box",
    example="in0 - a:Z(t) - h:H - b:Z - out0",
    selection=("h",),
)
