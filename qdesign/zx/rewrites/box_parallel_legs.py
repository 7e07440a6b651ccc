"""Parallel plain edges between an H-box and a Z-spider become one."""

from __future__ import annotations

from typing import Final

from qdesign.diagram import EdgeKind, SpiderKind
from qdesign.zx.edit import Edit, Refused
from qdesign.zx.matching import Selection, boxes, exactly
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    found: list[Selection] = []
    for (box,) in boxes(edit):
        for other in edit.neighbors(box):
            if len(edit.between(box, other)) > 1:
                found.append((box, other))
    return found


def _change(edit: Edit, names: Selection, options: Options) -> None:
    a, b = exactly(names, 2, "select an H-box and a Z-spider")
    kinds = [edit.spiders[a].kind, edit.spiders[b].kind]
    if SpiderKind.H not in kinds or SpiderKind.Z not in kinds:
        raise Refused("they are not an H-box and a Z-spider")
    plain = [edge for edge in edit.between(a, b) if edge.kind is EdgeKind.PLAIN]
    if len(plain) < 2:
        raise Refused("they are not joined by two plain edges")
    for edge in plain[1:]:
        edit.cut(edge.id)


BOX_PARALLEL_LEGS: Final = RuleRow(
    name="box_parallel_legs",
    title="Merge legs of an H-box",
    help="Parallel plain edges between an H-box and a Z-spider become one",
    source="Backens, Kissinger, arXiv:1805.02175",
    match=_match,
    change=_change,
    example="in0 - a:Z(t) - b:H(u) - out0\na - b",
    selection=("a", "b"),
)
