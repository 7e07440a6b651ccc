"""An H-box of phase 0 goes; each of its legs ends at a Z-spider."""

from __future__ import annotations

from typing import Final

from qdesign.zx.edit import Edit, Refused
from qdesign.zx.matching import Selection, boxes, end_legs, exactly, the_box
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    return [names for names in boxes(edit) if edit.spiders[names[0]].phase.is_zero]


def _change(edit: Edit, names: Selection, options: Options) -> None:
    (name,) = exactly(names, 1, "select one H-box of phase 0")
    the_box(edit, name)
    if not edit.spiders[name].phase.is_zero:
        raise Refused("its phase is not zero")
    end_legs(edit, name)


SPLIT_BOX: Final = RuleRow(
    name="split_box",
    title="Split an empty H-box",
    help="An H-box of phase 0 goes; each of its legs ends at a Z-spider",
    source="Backens, Kissinger, arXiv:1805.02175",
    match=_match,
    change=_change,
    example="in0 - a:Z - c:H(0) - b:Z(t) - out0",
    selection=("c",),
)
