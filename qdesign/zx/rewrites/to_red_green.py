"""Spiders change color where that leaves fewer Hadamard edges."""

from __future__ import annotations

from typing import Final

from qdesign.diagram import EdgeKind
from qdesign.zx.edit import Edit, Refused, flipped, opposite
from qdesign.zx.matching import Selection
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    return [()]


def _change(edit: Edit, names: Selection, options: Options) -> None:
    chosen = [n for n in (names if len(names) > 0 else list(edit.spiders)) if edit.is_colored(n)]
    waiting = [n for n in chosen if _gain(edit, n) > 0]
    if len(waiting) == 0:
        raise Refused("no change of color leaves fewer Hadamard edges")
    while len(waiting) > 0:
        for name in waiting:
            if _gain(edit, name) > 0:
                edit.set_kind(name, opposite(edit.spiders[name].kind))
                for edge in edit.at(name):
                    if edge.source != edge.target:
                        edit.set_edge_kind(edge.id, flipped(edge.kind))
        waiting = [n for n in chosen if _gain(edit, n) > 0]


def _gain(edit: Edit, name: str) -> int:
    """How many Hadamard edges fewer there are after a change of color."""
    kinds = [edge.kind for edge in edit.at(name) if edge.source != edge.target]
    return len([k for k in kinds if k is EdgeKind.HADAMARD]) * 2 - len(kinds)


TO_RED_GREEN: Final = RuleRow(
    name="to_red_green",
    title="To red-green",
    help="Spiders change color where that leaves fewer Hadamard edges",
    source="van de Wetering, arXiv:2012.13966",
    match=_match,
    change=_change,
    example="in0 = a:Z(t) = b:Z(u) = out0",
    selection=("a",),
)
