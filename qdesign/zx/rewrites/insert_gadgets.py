"""Two phase gadgets of opposite phases are put on Z-spiders."""

from __future__ import annotations

from typing import Final

from qdesign.angle import Angle
from qdesign.diagram import EdgeKind, SpiderKind
from qdesign.rows import Option
from qdesign.zx.edit import Edit, Refused
from qdesign.zx.matching import Selection, each_colored
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    return [names for names in each_colored(edit) if edit.spiders[names[0]].kind is SpiderKind.Z]


def _change(edit: Edit, names: Selection, options: Options) -> None:
    if len(names) == 0:
        raise Refused("select Z-spiders")
    for name in names:
        if edit.colored(name).kind is not SpiderKind.Z:
            raise Refused(f"'{name}' is no Z-spider")
    phase = Angle.parse(str(options["phase"]))
    top = names[0]
    bottom = names[0]
    for name in names:
        if edit.spiders[name].y < edit.spiders[top].y:
            top = name
        if edit.spiders[name].y > edit.spiders[bottom].y:
            bottom = name
    for signed, beside, side in ((phase, top, -1.0), (-phase, bottom, 1.0)):
        hub = edit.put(SpiderKind.Z, Angle(), (beside,), 0.5, 0.75 * side)
        leaf = edit.put(SpiderKind.Z, signed, (beside,), 0.5, 1.5 * side)
        for name in names:
            edit.join(name, hub, EdgeKind.HADAMARD)
        edit.join(hub, leaf, EdgeKind.HADAMARD)


INSERT_GADGETS: Final = RuleRow(
    name="insert_gadgets",
    title="Put a pair of gadgets",
    help="Two phase gadgets of opposite phases are put on Z-spiders",
    source="Kissinger, van de Wetering, arXiv:1903.10477",
    match=_match,
    change=_change,
    sure=True,
    reverse="remove_gadgets",
    options=(
        Option(
            name="phase",
            title="Phase",
            kind="text",
            default="pi/4",
            help="of the first; the second has its opposite",
        ),
    ),
    example="in0 - a:Z(t) - out0\nin1 - b:Z - out1",
    selection=("a", "b"),
)
