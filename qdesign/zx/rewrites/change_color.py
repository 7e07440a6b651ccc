"""Spiders change color, and every edge at them its kind."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from qdesign.zx.edit import Edit, Refused, flipped, opposite
from qdesign.zx.matching import Selection
from qdesign.zx.rule import RuleRow


def _change_color(edit: Edit, names: Selection) -> None:
    if not names:
        raise Refused("select spiders")
    for name in names:
        spider = edit.colored(name)
        edit.spiders[name] = replace(spider, kind=opposite(spider.kind))
        for edge in edit.at(name):
            if edge.source != edge.target:
                edit.edges[edge.id] = replace(edge, kind=flipped(edge.kind))


CHANGE_COLOR: Final = RuleRow(
    name="change_color",
    title="Change color",
    help="Spiders change color, and every edge at them its kind",
    source="van de Wetering, arXiv:2012.13966",
    rewrite=_change_color,
    example="in0 - a:Z(t) = b:X(u) - out0",
    selection=("a", "b"),
)
