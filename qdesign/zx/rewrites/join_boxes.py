"""Two H-boxes, on a Z-spider and on its negation, become one without it."""

from __future__ import annotations

from typing import Final

from qdesign.diagram import SpiderKind
from qdesign.zx.edit import Edit, Refused
from qdesign.zx.matching import (
    Selection,
    beyond_not,
    box_targets,
    boxes,
    exactly,
    the_box,
)
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    found: list[Selection] = []
    for (box,) in boxes(edit):
        for turn in edit.neighbors(box):
            spider = beyond_not(edit, turn, box)
            if spider == "":
                continue
            for other in edit.neighbors(spider):
                if other != box and edit.spiders[other].kind is SpiderKind.H:
                    found.append((other, box))
    return found


def _change(edit: Edit, names: Selection, options: Options) -> None:
    a, b = exactly(names, 2, "select two H-boxes")
    the_box(edit, a)
    the_box(edit, b)
    kept, gone = (b, a) if _turn(edit, b) == "" else (a, b)
    turn = _turn(edit, gone)
    if turn == "":
        raise Refused("at neither stands a NOT, X(π) on a wire")
    spider = beyond_not(edit, turn, gone)
    first, second = box_targets(edit, kept, ""), box_targets(edit, gone, turn)
    if spider not in first or spider in second:
        raise Refused("the other H-box has no leg to the spider behind the NOT")
    if [name for name in first if name != spider] != second:
        raise Refused("their other legs end at different spiders")
    if edit.spiders[a].phase != edit.spiders[b].phase:
        raise Refused("their phases differ")
    edit.inherit(kept, gone)
    edit.drop(turn)
    edit.drop(gone)
    for edge in edit.between(kept, spider):
        edit.cut(edge.id)


def _turn(edit: Edit, box: str) -> str:
    """The NOT at a box; empty where there is none."""
    return next((n for n in edit.neighbors(box) if beyond_not(edit, n, box) != ""), "")


JOIN_BOXES: Final = RuleRow(
    name="join_boxes",
    title="Join H-boxes over a NOT",
    help="Two H-boxes, one on a Z-spider and one on its negation, become one without it",
    source="Backens, Kissinger, arXiv:1805.02175",
    match=_match,
    change=_change,
    reverse="double_box",
    gesture="box",
    example="in0 - a:Z - h:H(t) - c:Z(u) - out0\na - k:H(t) - n:X(pi) - c\na - out1",
    selection=("h", "k"),
)
