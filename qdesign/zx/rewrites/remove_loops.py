"""Loops at a spider go away; each Hadamard loop adds π."""

from __future__ import annotations

from typing import Final

from qdesign.diagram import EdgeKind
from qdesign.zx.edit import PI, Edit, Refused
from qdesign.zx.matching import Selection, exactly
from qdesign.zx.rule import Options, RuleRow


def _match(edit: Edit) -> list[Selection]:
    found: dict[str, Selection] = {}
    for edge in edit.all_edges():
        if edge.source == edge.target and edit.is_colored(edge.source):
            found[edge.source] = (edge.source,)
    return list(found.values())


def _change(edit: Edit, names: Selection, options: Options) -> None:
    (name,) = exactly(names, 1, "select one spider with a loop")
    edit.colored(name)
    loops = [edge for edge in edit.at(name) if edge.source == edge.target]
    if len(loops) == 0:
        raise Refused("it has no loop")
    for edge in loops:
        edit.cut(edge.id)
        if edge.kind is EdgeKind.HADAMARD:
            edit.add_phase(name, PI)


REMOVE_LOOPS: Final = RuleRow(
    name="remove_loops",
    title="Remove loops",
    help="Loops at a spider go away; each Hadamard loop adds π",
    source="van de Wetering, arXiv:2012.13966",
    match=_match,
    change=_change,
    key="W",
    gesture="loop",
    example="in0 - a:Z(t) - out0\na = a\na - a",
    selection=("a",),
)
