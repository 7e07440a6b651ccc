"""A spider or H-box without legs goes, if its number is not 0."""

from __future__ import annotations

from typing import Final

from qdesign.diagram import SpiderKind
from qdesign.zx.edit import Edit, Refused
from qdesign.zx.matching import Selection, exactly
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    return [(name,) for name in edit.spiders if edit.degree(name) == 0]


def _change(edit: Edit, names: Selection, options: Options) -> None:
    (name,) = exactly(names, 1, "select one spider without legs")
    if edit.degree(name) > 0:
        raise Refused("it has legs")
    spider = edit.spiders[name]
    if spider.kind is not SpiderKind.H:
        if not spider.phase.is_constant:
            raise Refused("its phase has a parameter; where it is π the map is 0")
        if edit.is_pauli(spider.phase) and spider.phase.pi.numerator % 2 == 1:
            raise Refused("it is 0, and with it the map")
    edit.drop(name)


REMOVE_SCALAR: Final = RuleRow(
    name="remove_scalar",
    title="Remove a number",
    help="A spider or H-box without legs goes, where its number is not 0",
    source="van de Wetering, arXiv:2012.13966",
    match=_match,
    change=_change,
    example="in0 - a:Z(t) - out0\nb:Z(pi/4)",
    selection=("b",),
)
