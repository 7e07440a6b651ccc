"""The phase of a Z-spider moves to a leaf behind a hub."""

from __future__ import annotations

from typing import Final

from qdesign.diagram import SpiderKind
from qdesign.zx.edit import Edit, Refused
from qdesign.zx.graph_like import phase_to_gadget
from qdesign.zx.matching import Selection, each_colored, exactly
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    return [
        names
        for names in each_colored(edit)
        if edit.spiders[names[0]].kind is SpiderKind.Z and not edit.spiders[names[0]].phase.is_zero
    ]


def _change(edit: Edit, names: Selection, options: Options) -> None:
    (name,) = exactly(names, 1, "select one Z-spider with a phase")
    if edit.colored(name).kind is not SpiderKind.Z:
        raise Refused("it is no Z-spider")
    if edit.spiders[name].phase.is_zero:
        raise Refused("its phase is zero")
    phase_to_gadget(edit, name)


PHASE_TO_GADGET: Final = RuleRow(
    name="phase_to_gadget",
    title="Phase to gadget",
    help="The phase of a Z-spider moves to a leaf behind a hub",
    source="Kissinger, van de Wetering, arXiv:1903.10477",
    match=_match,
    change=_change,
    key="G",
    example="in0 - a:Z(t) - out0",
    selection=("a",),
)
