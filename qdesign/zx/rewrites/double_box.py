"""An H-box becomes two: on a further Z-spider, and on its negation."""

from __future__ import annotations

from typing import Final

from qdesign.diagram import EdgeKind, SpiderKind
from qdesign.zx.edit import PI, Edit, Refused, other_end
from qdesign.zx.matching import Selection, box_targets, boxes, exactly, the_box
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    whole = [box for (box,) in boxes(edit) if edit.degree(box) > 0 and _is_plain(edit, box)]
    apart = [n for n in edit.colored_names() if edit.spiders[n].kind is SpiderKind.Z]
    found: list[Selection] = []
    for box in whole:
        near = edit.neighbors(box)
        found.extend([(box, name) for name in apart if name not in near])
    return found


def _is_plain(edit: Edit, box: str) -> bool:
    """Do plain edges join it to Z-spiders alone, each by one?"""
    return len(edit.neighbors(box)) == edit.degree(box) and all(
        edge.kind is EdgeKind.PLAIN and edit.spiders[other_end(edge, box)].kind is SpiderKind.Z
        for edge in edit.at(box)
    )


def _change(edit: Edit, names: Selection, options: Options) -> None:
    a, b = exactly(names, 2, "select an H-box and a Z-spider apart from it")
    box, spider = (a, b) if edit.spiders[a].kind is SpiderKind.H else (b, a)
    targets = box_targets(edit, the_box(edit, box), "")
    if edit.colored(spider).kind is not SpiderKind.Z:
        raise Refused(f"'{spider}' is no Z-spider")
    if spider in targets:
        raise Refused("an edge joins them already")
    if len(targets) == 0:
        raise Refused("the H-box has no legs")
    second = edit.put(SpiderKind.H, edit.spiders[box].phase, (box, spider), 1.0)
    turn = edit.put(SpiderKind.X, PI, (second, spider))
    for name in targets:
        edit.join(second, name)
    edit.join(box, spider)
    edit.join(spider, turn)
    edit.join(turn, second)
    edit.inherit(second, box)


DOUBLE_BOX: Final = RuleRow(
    name="double_box",
    title="Double the H-box",
    help="An H-box becomes two: one on a further Z-spider, one on its negation",
    source="Backens, Kissinger, arXiv:1805.02175",
    match=_match,
    sure=True,
    change=_change,
    reverse="join_boxes",
    example="in0 - a:Z - h:H(t) - b:Z - out0\nin1 - c:Z(u) - out1",
    selection=("h", "c"),
)
