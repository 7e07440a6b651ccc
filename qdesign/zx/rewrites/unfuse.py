"""The phase of a spider moves to a new one on a leg of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from qdesign.angle import Angle
from qdesign.zx.edit import Edit, Refused
from qdesign.zx.matching import Selection, exactly
from qdesign.zx.rule import RuleRow


def _unfuse(edit: Edit, names: Selection) -> None:
    (name,) = exactly(names, 1, "select one spider with a phase")
    spider = edit.colored(name)
    if spider.phase.is_zero:
        raise Refused("its phase is zero")
    edit.spiders[name] = replace(spider, phase=Angle())
    edit.join(name, edit.put(spider.kind, spider.phase, [spider], 0.5))


UNFUSE: Final = RuleRow(
    name="unfuse",
    title="Split the phase off",
    help="The phase of a spider moves to a new one on a leg of its own",
    source="van de Wetering, arXiv:2012.13966",
    rewrite=_unfuse,
    example="in0 - a:Z(t) - out0",
    selection=("a",),
)
