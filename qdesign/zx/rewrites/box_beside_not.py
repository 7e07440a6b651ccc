"""An H-box joined to a Z-spider twice, once through a NOT, goes."""

from __future__ import annotations

from typing import Final

from qdesign.diagram import EdgeKind, SpiderKind
from qdesign.zx.edit import Edit, Refused
from qdesign.zx.matching import Selection, beyond_not, boxes, end_legs, exactly, the_box
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    return [
        (box, other)
        for (box,) in boxes(edit)
        for other in edit.neighbors(box)
        if beyond_not(edit, other, box) != ""
    ]


def _change(edit: Edit, names: Selection, options: Options) -> None:
    a, b = exactly(names, 2, "select an H-box and the NOT beside it")
    box, turn = (a, b) if edit.spiders[a].kind is SpiderKind.H else (b, a)
    the_box(edit, box)
    spider = beyond_not(edit, turn, box)
    if spider == "":
        raise Refused(f"'{turn}' is no NOT, X(π) on a wire, beside '{box}'")
    if edit.spiders[spider].kind is not SpiderKind.Z:
        raise Refused("behind the NOT stands no Z-spider")
    direct = [edge for edge in edit.between(spider, box) if edge.kind is EdgeKind.PLAIN]
    if len(direct) == 0:
        raise Refused("no plain edge joins the H-box and the Z-spider behind the NOT")
    for edge in direct:
        edit.cut(edge.id)
    edit.drop(turn)
    end_legs(edit, box)


BOX_BESIDE_NOT: Final = RuleRow(
    name="box_beside_not",
    title="H-box beside a NOT",
    help="An H-box joined to a Z-spider twice, once through a NOT, goes; its other legs end at "
    "Z-spiders",
    source="Backens, Kissinger, arXiv:1805.02175",
    match=_match,
    change=_change,
    example="in0 - a:Z(t) - h:H(u) - b:Z - out0\na - n:X(pi) - h\na - out1",
    selection=("h", "n"),
)
