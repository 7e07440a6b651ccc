"""Spiders change color, and every edge at them its kind."""

from __future__ import annotations

from typing import Final

from qdesign.zx.edit import Edit, Refused, flipped, opposite
from qdesign.zx.matching import Selection, each_colored
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    return each_colored(edit)


def _change(edit: Edit, names: Selection, options: Options) -> None:
    if len(names) == 0:
        raise Refused("select spiders")
    for name in names:
        edit.colored(name)
    for name in names:
        edit.set_kind(name, opposite(edit.colored(name).kind))
        for edge in edit.at(name):
            if edge.source != edge.target:
                edit.set_edge_kind(edge.id, flipped(edge.kind))


CHANGE_COLOR: Final = RuleRow(
    name="change_color",
    title="Change color",
    help="Spiders change color, and every edge at them its kind",
    source="van de Wetering, arXiv:2012.13966",
    match=_match,
    sure=True,
    change=_change,
    key="C",
    reverse="change_color",
    gesture="recolor",
    example="in0 - a:Z(t) = b:X(u) - out0",
    selection=("a", "b"),
)
