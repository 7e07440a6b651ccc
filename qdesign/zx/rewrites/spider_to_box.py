"""A Z-spider with one leg becomes an H-box of its phase."""

from __future__ import annotations

from typing import Final

from qdesign.diagram import SpiderKind
from qdesign.zx.edit import Edit, Refused
from qdesign.zx.matching import Selection, exactly
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    return [
        (name,)
        for name in edit.colored_names()
        if edit.spiders[name].kind is SpiderKind.Z and edit.degree(name) == 1
    ]


def _change(edit: Edit, names: Selection, options: Options) -> None:
    (name,) = exactly(names, 1, "select one Z-spider")
    if edit.spiders[name].kind is not SpiderKind.Z:
        raise Refused("it is no Z-spider")
    if edit.degree(name) != 1:
        raise Refused(f"it has {edit.degree(name)} legs, not one")
    edit.set_kind(name, SpiderKind.H)


SPIDER_TO_BOX: Final = RuleRow(
    name="spider_to_box",
    title="Spider to H-box",
    help="A Z-spider with one leg becomes an H-box of its phase",
    source="Backens, Kissinger, arXiv:1805.02175",
    match=_match,
    sure=True,
    change=_change,
    reverse="box_to_spider",
    example="a:Z(t) - b:X(u) - out0",
    selection=("a",),
)
