"""An H-box with one leg becomes a Z-spider of its phase."""

from __future__ import annotations

from typing import Final

from qdesign.diagram import SpiderKind
from qdesign.zx.edit import Edit, Refused
from qdesign.zx.matching import Selection, boxes, exactly
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    return [names for names in boxes(edit) if edit.degree(names[0]) == 1]


def _change(edit: Edit, names: Selection, options: Options) -> None:
    (name,) = exactly(names, 1, "select one H-box")
    if edit.spiders[name].kind is not SpiderKind.H:
        raise Refused("it is no H-box")
    if edit.degree(name) != 1:
        raise Refused(f"it has {edit.degree(name)} legs, not one")
    edit.set_kind(name, SpiderKind.Z)


BOX_TO_SPIDER: Final = RuleRow(
    name="box_to_spider",
    title="H-box to spider",
    help="An H-box with one leg becomes a Z-spider of its phase",
    source="Backens, Kissinger, arXiv:1805.02175",
    match=_match,
    change=_change,
    reverse="spider_to_box",
    example="a:H(t) - b:X(u) - out0",
    selection=("a",),
)
