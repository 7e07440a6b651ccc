"""An H-box takes the legs of one of phase π that a Hadamard edge joins to it."""

from __future__ import annotations

from typing import Final

from qdesign.diagram import EdgeKind, SpiderKind
from qdesign.zx.edit import PI, Edit, Refused, other_end
from qdesign.zx.matching import Selection, exactly, the_box
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    found: list[Selection] = []
    for edge in edit.all_edges():
        a, b = edge.source, edge.target
        if a != b and edge.kind is EdgeKind.HADAMARD:
            kinds = (edit.spiders[a].kind, edit.spiders[b].kind)
            if kinds[0] is SpiderKind.H and kinds[1] is SpiderKind.H:
                found.append((a, b))
    return found


def _change(edit: Edit, names: Selection, options: Options) -> None:
    a, b = exactly(names, 2, "select two H-boxes that a Hadamard edge joins")
    the_box(edit, a)
    the_box(edit, b)
    edges = edit.between(a, b)
    if len(edges) != 1 or edges[0].kind is not EdgeKind.HADAMARD:
        raise Refused("they are not joined by just one Hadamard edge")
    if edit.spiders[b].phase == PI:
        kept, gone = a, b
    elif edit.spiders[a].phase == PI:
        kept, gone = b, a
    else:
        raise Refused("the phase of neither is π")
    for edge in edit.at(gone):
        if other_end(edge, gone) != kept:
            edit.join(kept, other_end(edge, gone), edge.kind)
    edit.inherit(kept, gone)
    edit.drop(gone)


FUSE_BOXES: Final = RuleRow(
    name="fuse_boxes",
    title="Fuse H-boxes",
    help="An H-box takes the legs of one of phase π that a Hadamard edge joins to it",
    source="Backens, Kissinger, arXiv:1805.02175",
    match=_match,
    change=_change,
    gesture="box",
    example="in0 - a:H(t) = b:H - out0\nin1 - a\nb - out1",
    selection=("a", "b"),
)
