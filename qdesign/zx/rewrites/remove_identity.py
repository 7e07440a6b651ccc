"""A phase-free spider on a wire goes away."""

from __future__ import annotations

from typing import Final

from qdesign.zx.edit import Edit, Refused, both, other_end
from qdesign.zx.matching import Selection, each_colored, exactly
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    return [
        names
        for names in each_colored(edit)
        if edit.spiders[names[0]].phase.is_zero and edit.degree(names[0]) == 2
    ]


def _change(edit: Edit, names: Selection, options: Options) -> None:
    (name,) = exactly(names, 1, "select one spider")
    if not edit.colored(name).phase.is_zero:
        raise Refused("its phase is not zero")
    edges = edit.at(name)
    if edit.degree(name) != 2:
        raise Refused("it has not exactly two legs")
    if len(edges) != 2:
        raise Refused("its two legs are a loop")
    first, second = edges
    kind = both(first.kind, second.kind)
    a, b = other_end(first, name), other_end(second, name)
    edit.drop(name)
    edit.join(a, b, kind)


REMOVE_IDENTITY: Final = RuleRow(
    name="remove_identity",
    title="Remove the identity",
    help="A phase-free spider on a wire goes away",
    source="van de Wetering, arXiv:2012.13966",
    match=_match,
    change=_change,
    key="R",
    reverse="insert_identity",
    gesture="identity",
    example="in0 = a:Z - b:X(t) - out0",
    selection=("a",),
)
