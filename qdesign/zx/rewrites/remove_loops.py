"""Loops at a spider go away; each Hadamard loop adds π."""

from __future__ import annotations

from typing import Final

from qdesign.diagram import EdgeKind
from qdesign.zx.edit import PI, Edit, Refused
from qdesign.zx.matching import Selection, exactly
from qdesign.zx.rule import RuleRow


def _remove_loops(edit: Edit, names: Selection) -> None:
    (name,) = exactly(names, 1, "select one spider with a loop")
    edit.colored(name)
    loops = [edge for edge in edit.at(name) if edge.source == edge.target]
    if not loops:
        raise Refused("it has no loop")
    for edge in loops:
        del edit.edges[edge.id]
        if edge.kind is EdgeKind.HADAMARD:
            edit.add_phase(name, PI)


REMOVE_LOOPS: Final = RuleRow(
    name="remove_loops",
    title="Remove loops",
    help="Loops at a spider go away; each Hadamard loop adds π",
    source="van de Wetering, arXiv:2012.13966",
    rewrite=_remove_loops,
    example="in0 - a:Z(t) - out0\na = a\na - a",
    selection=("a",),
)
