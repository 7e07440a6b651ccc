"""H-boxes on the same Z-spiders become one; their phases add up."""

from __future__ import annotations

from typing import Final

from qdesign.zx.edit import Edit, Refused
from qdesign.zx.matching import Selection, box_targets, boxes, exactly, the_box
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    groups: dict[str, list[str]] = {}
    for (name,) in boxes(edit):
        groups.setdefault("\n".join(sorted(edit.neighbors(name))), []).append(name)
    return [(group[0], other) for group in groups.values() for other in group[1:]]


def _change(edit: Edit, names: Selection, options: Options) -> None:
    a, b = exactly(names, 2, "select two H-boxes on the same Z-spiders")
    first, second = (
        box_targets(edit, the_box(edit, a), ""),
        box_targets(edit, the_box(edit, b), ""),
    )
    if first != second:
        raise Refused("they are not on the same Z-spiders")
    edit.add_phase(a, edit.spiders[b].phase)
    edit.inherit(a, b)
    edit.drop(b)


MULTIPLY_BOXES: Final = RuleRow(
    name="multiply_boxes",
    title="Multiply H-boxes",
    help="H-boxes on the same Z-spiders become one; their phases add up",
    source="Backens, Kissinger, arXiv:1805.02175",
    match=_match,
    change=_change,
    gesture="box",
    example="in0 - a:Z - c:H(t) - b:Z - out1\na - out0\nin1 - b\na - d:H(u) - b",
    selection=("c", "d"),
)
