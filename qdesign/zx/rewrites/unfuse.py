"""The phase of a spider moves to a new one on a leg of its own."""

from __future__ import annotations

from typing import Final

from qdesign.angle import Angle
from qdesign.zx.edit import Edit, Refused
from qdesign.zx.matching import Selection, each_colored, exactly
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    return [names for names in each_colored(edit) if not edit.spiders[names[0]].phase.is_zero]


def _change(edit: Edit, names: Selection, options: Options) -> None:
    (name,) = exactly(names, 1, "select one spider with a phase")
    spider = edit.colored(name)
    if spider.phase.is_zero:
        raise Refused("its phase is zero")
    edit.set_phase(name, Angle())
    edit.join(name, edit.put(spider.kind, spider.phase, (name,), 0.0, 0.5))


UNFUSE: Final = RuleRow(
    name="unfuse",
    title="Split the phase off",
    help="The phase of a spider moves to a new one on a leg of its own",
    source="van de Wetering, arXiv:2012.13966",
    match=_match,
    change=_change,
    key="U",
    reverse="fuse",
    example="in0 - a:Z(t) - out0",
    selection=("a",),
)
